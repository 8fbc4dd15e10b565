//! Alerts with faults at every step, by the real programs; ends with an error if one is lost, told twice, shown further
//! along than it was, swallowed or stuck.
//!
//! ```text
//! cargo run --release --locked -p davylamp-tests --example panic_faults -- [--sends 10000] [--lanes 8] [--seed 1]
//! ```
//!
//! Also `--tick-ms 20`, `--fresh-after 250` (sends after which relay, desk and device are set up afresh), `--minutes N`
//! (stops then, and says how far it came).

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::panic::campaign::{self, Options};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool> {
    let options = options()?;
    Binaries::get()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let build = if cfg!(debug_assertions) { "dev" } else { "release" };
    println!("seed {}, {} lanes, tick {} ms, {build} profile", options.seed, options.lanes, options.tick.as_millis());
    let totals = campaign::run(runtime.handle(), &options)?;
    println!("{totals}");
    Ok(totals.faults.is_empty())
}

fn options() -> Result<Options> {
    let mut options =
        Options { sends: 10_000, lanes: 8, fresh_after: 250, tick: Duration::from_millis(20), seed: 1, at_most: None };
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        let value: u64 = args.next().with_context(|| format!("{name} wants a number"))?.parse()?;
        match name.as_str() {
            "--sends" => options.sends = usize::try_from(value)?,
            "--lanes" => options.lanes = usize::try_from(value)?.max(1),
            "--fresh-after" => options.fresh_after = usize::try_from(value)?.max(1),
            "--tick-ms" => options.tick = Duration::from_millis(value),
            "--seed" => options.seed = value,
            "--minutes" => options.at_most = Some(Duration::from_secs(value * 60)),
            _ => bail!("--sends, --lanes, --fresh-after, --tick-ms, --seed or --minutes; not {name}"),
        }
    }
    Ok(options)
}
