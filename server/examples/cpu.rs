//! CPU of a relay (user and system) for a poll by a reader who is up to date, and for a full read of 10,000 entries as
//! entry bundles: means of 100 over one kept-alive connection. Build `--bin davylamp-relay` first; `cpu [DIR]`.

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use davylamp_protocol::log::entry::Entry;
use davylamp_server::keys::Keys;
use davylamp_server::ledger::Ledger;
use davylamp_server::store::{BODY_LEN, FileStore, Record};
use support::{Connection, Process, bundle};

fn main() -> anyhow::Result<()> {
    let base = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = base.join(format!("davylamp-cpu-{}", std::process::id()));
    std::fs::create_dir(&dir)?;
    let measured = fill(&dir).and_then(|()| measure(&dir));
    std::fs::remove_dir_all(&dir)?;
    measured
}

fn measure(dir: &Path) -> anyhow::Result<()> {
    // No tick during the measurement: what is counted is reading.
    let relay = Process::start(dir, &["--tick-ms", "60000"])?;
    let mut connection = Connection::open(relay.address)?;
    connection.get("/checkpoint")?;
    let poll = mean(&relay, || connection.get("/checkpoint").map(|_| ()))?;
    println!("poll, GET /checkpoint                  {poll:9.1?} (target under 1 ms)");
    let feed = format!("/v1/feed?from={ENTRIES}");
    let poll = mean(&relay, || {
        let entries = Connection::open(relay.address)?.feed(&feed)?;
        anyhow::ensure!(entries == 0, "the log grew");
        Ok(())
    })?;
    println!("poll, GET /v1/feed up to a checkpoint  {poll:9.1?} (target under 1 ms; a connection each)");
    let full = mean(&relay, || {
        (0..ENTRIES.div_ceil(256)).try_for_each(|index| connection.get(&bundle(index, ENTRIES)).map(|_| ()))
    })?;
    println!("full read, {ENTRIES} entries in 40 bundles {full:9.1?} (target under 10 ms)");
    let full = mean(&relay, || {
        let entries = Connection::open(relay.address)?.feed("/v1/feed?from=0")?;
        anyhow::ensure!(entries as u64 == ENTRIES, "the log grew");
        Ok(())
    })?;
    println!("full read, {ENTRIES} entries by the feed  {full:9.1?}");
    Ok(())
}

fn mean(relay: &Process, mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    work()?;
    let before = relay.cpu()?;
    for _ in 0..REPETITIONS {
        work()?;
    }
    Ok((relay.cpu()? - before) / REPETITIONS)
}

fn fill(dir: &Path) -> anyhow::Result<()> {
    let keys = Keys::create(dir, "cpu.invalid/log")?;
    FileStore::create(dir)?;
    let ledger = Ledger::open(Arc::new(FileStore::open(dir)?), keys, 1)?;
    let numbers: Vec<u64> = (0..ENTRIES).collect();
    for batch in numbers.chunks(500) {
        ledger.commit(&batch.iter().map(|n| record(*n)).collect::<Vec<_>>(), 1)?;
    }
    Ok(())
}

fn record(number: u64) -> Record {
    let mut clue = [0; 48];
    clue.split_at_mut(8).0.copy_from_slice(&number.to_be_bytes());
    Record { entry: Entry::Envelope { clue, body_hash: [7; 32] }.encode(), body: Bytes::from_static(&[7; BODY_LEN]) }
}

const ENTRIES: u64 = 10_000;
const REPETITIONS: u32 = 100;
