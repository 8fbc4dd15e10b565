//! How long a relay takes to start over a large directory (see `fill`), and what it holds while it serves everything:
//! `start DIR`. Build `--bin davylamp-relay` first.

mod support;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use support::{Connection, Process};

fn main() -> anyhow::Result<()> {
    let dir = PathBuf::from(std::env::args().nth(1).context("usage: start DIR")?);
    let begin = Instant::now();
    let relay = Process::start(&dir, &["--tick-ms", "60000", "--retention-days", "3650"])?;
    let mut connection = Connection::open(relay.address)?;
    let checkpoint = String::from_utf8(connection.get("/checkpoint")?)?;
    let took = begin.elapsed();
    let size: u64 = checkpoint.lines().nth(1).context("no size")?.parse()?;
    println!("{size} entries: started and answered in {took:.2?} (target under 5 s)");
    held(&relay, "started")?;

    let entries = Connection::open(relay.address)?.feed("/v1/feed?from=0")?;
    held(&relay, &format!("feed of all {entries} entries"))?;
    for bundle in size.saturating_sub(RECENT) / TAGS..size / TAGS {
        connection.get(&format!("/v1/tags/{bundle}"))?;
    }
    held(&relay, "full tag bundles")?;
    let first = size.saturating_sub(RECENT);
    let slots = Connection::open(relay.address)?.feed(&format!("/v1/feed?from={first}&bodies=1"))?;
    held(&relay, &format!("feed of {slots} entries with bodies"))?;
    for group in first.div_ceil(16)..size / 16 {
        connection.get(&format!("/v1/groups/{group}?size={size}"))?;
    }
    held(&relay, "their groups")
}

fn held(relay: &Process, after: &str) -> anyhow::Result<()> {
    let (now, most) = relay.memory()?;
    println!("  resident {now:4} MiB, at most {most:4} MiB (target 256) after: {after}");
    Ok(())
}

/// Entries that have bodies in any case.
const RECENT: u64 = 10_000;
const TAGS: u64 = 65_536;
