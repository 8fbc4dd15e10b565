//! How long an alert takes: one contact, an idle relay, loopback, the real programs.
//!
//! ```text
//! cargo run --release --locked -p davylamp-tests --example panic_latency -- [--runs 200] [--tick-ms 200]
//! ```
//!
//! Without `--tick-ms` the relay ticks as it does by default. Ends with an error when a target is missed at 200 ms or
//! any other tick that was named.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::panic::latency::{Options, Sample, Spread, measure};

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
    let samples = measure(runtime.handle(), &options)?;
    let tick = options.tick.unwrap_or(DEFAULT_TICK);
    let build = if cfg!(debug_assertions) { "dev" } else { "release" };
    println!("{} alerts, one contact, idle relay, loopback, tick {} ms, {build} profile\n", samples.len(), ms(tick));
    println!("| from the start of the process to | p50 | p90 | p99 | max | target | |");
    println!("|---|---|---|---|---|---|---|");
    let of = |value: fn(&Sample) -> Duration| Spread::of(samples.iter().map(value));
    let first = of(|sample| sample.first_byte);
    let (proof, received) = (of(|sample| sample.proof), of(|sample| sample.received));
    let met = [
        row("first byte on the wire", first, first.p99, Duration::from_millis(50), "p99"),
        row("proof verified, *on the relay* shown", proof, proof.p99, tick * 2 + Duration::from_millis(50), "p99"),
        row("*received* shown", received, received.p99, tick * 4 + Duration::from_millis(100), "p99"),
    ];
    let acknowledged = of(|sample| sample.acknowledged);
    println!("{} | | |", cells("(`desk ack` to *acknowledged* shown)", acknowledged));
    Ok(met.iter().all(|met| *met))
}

fn row(what: &str, spread: Spread, value: Duration, target: Duration, which: &str) -> bool {
    let met = value <= target;
    println!("{} | {which} ≤ {} ms | {} |", cells(what, spread), ms(target), if met { "met" } else { "**missed**" });
    met
}

fn cells(what: &str, spread: Spread) -> String {
    let times = [spread.p50, spread.p90, spread.p99, spread.max].map(|time| format!("{} ms", ms(time)));
    format!("| {what} | {}", times.join(" | "))
}

fn ms(time: Duration) -> String {
    let tenths = time.as_micros().div_ceil(100);
    if tenths >= 1000 || tenths.is_multiple_of(10) {
        return tenths.div_ceil(10).to_string();
    }
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn options() -> Result<Options> {
    let mut options = Options { runs: 200, tick: None };
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        let value: u64 = args.next().with_context(|| format!("{name} wants a number"))?.parse()?;
        match name.as_str() {
            "--runs" => options.runs = usize::try_from(value)?,
            "--tick-ms" => options.tick = Some(Duration::from_millis(value)),
            _ => bail!("--runs N, --tick-ms MS; not {name}"),
        }
    }
    Ok(options)
}

/// The relay's own.
const DEFAULT_TICK: Duration = Duration::from_millis(2000);
