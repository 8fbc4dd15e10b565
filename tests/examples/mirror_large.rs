//! How long a mirror of a large log takes, and how much memory: the real programs, over loopback.
//!
//! ```text
//! cargo run --release --locked -p davylamp-tests --example mirror_large -- [ENTRIES]
//! ```
//!
//! 200,000 entries without a word: 820 MB, kept four times for a while. Ends with an error when a command takes more
//! memory than it may.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::relay::{FLOOD, STILL};
use davylamp_tests::scenario::{davylamp, path, sample};
use davylamp_tests::stage::Stage;

fn main() -> Result<()> {
    let entries = std::env::args().nth(1).map_or(Ok(200_000), |argument| argument.parse())?;
    let mut stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("blacklisting-es.txt"))?, &[])?;
    stage.desk.catch_up()?;
    let mut flood = stage.relay.fork(&stage.dir.path().join("flood"))?.run(FLOOD)?;
    flood.wait_for_size(entries)?;
    let still = flood.fork(&stage.dir.path().join("still"))?.run(STILL)?;
    drop(flood);

    let (client, dir) = (&Binaries::get()?.client, path(&stage.dir.path().join("stick"))?);
    let take = ["courier", "mirror", &dir, "--relay", &still.address];
    let verify = ["courier", "verify", &dir];
    let read = ["check", "--to", &reporter.contact, "--passphrase-file", &reporter.passphrase, "--from", &dir];
    println!("{} entries\n\n| act | time | most memory | may take |\n|---|---|---|---|", still.size()?);
    for (what, args, most) in [
        ("take the mirror", &take[..], 64),
        ("again, nothing new", &take, 64),
        ("`courier verify`", &verify, 64),
        ("`check --from`, 64 MiB of it for the passphrase", &read, 128),
    ] {
        let (took, peak) = peak_of(client, args)?;
        println!("| {what} | {:.1} s | {peak} MiB | {most} MiB |", took.as_secs_f64());
        ensure!(peak <= most, "{what} takes {peak} MiB");
    }
    // What is left of it when the older part is dropped is whole.
    let pruned = davylamp(&["--json", "courier", "mirror", &dir, "--days", "1", "--prune"], "")?.done()?.json()?;
    davylamp(&verify, "")?.done()?;
    let dropped = pruned.get("dropped").and_then(serde_json::Value::as_u64).context("it says how many")?;
    println!("\ndropped with --days 1 --prune: {dropped} entries");
    Ok(())
}

/// How long a command took, and the most memory that it held, in MiB.
fn peak_of(program: &Path, args: &[&str]) -> Result<(Duration, u64)> {
    let begun = Instant::now();
    let mut child = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak: u64 = 0;
    let ended = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(line.unwrap_or(0));
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(2)); // sampling; the system keeps the maximum
    };
    ensure!(ended.success(), "{} failed", args.first().context("a command has a name")?);
    Ok((begun.elapsed(), peak / 1024))
}
