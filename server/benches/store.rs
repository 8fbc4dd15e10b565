//! Appends at back-to-back ticks against raw append and `fdatasync` of the same bytes to the same number of files.
//!
//! Rounds alternate, so that both sides see the same disk; the ratio is of their medians.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use davylamp_server::keys::Keys;
use davylamp_server::ledger::Ledger;
use davylamp_server::store::{BODY_LEN, ENTRY_LEN, FileStore, Record};

fn main() {
    for count in [2, 64, 256] {
        let dir = tempfile::tempdir().expect("temporary directory");
        let (store, raw) = measure(dir.path(), count);
        let ratio = raw.as_secs_f64() / store.as_secs_f64();
        println!("count {count:3}: tick {store:9.2?}  raw {raw:9.2?}  ratio {ratio:.2} (target 0.50)");
    }
}

fn measure(dir: &Path, count: u64) -> (Duration, Duration) {
    let relay = dir.join("relay");
    std::fs::create_dir(&relay).expect("directory");
    let keys = Keys::create(&relay, "bench.invalid").expect("keys");
    FileStore::create(&relay).expect("store");
    let store = Arc::new(FileStore::open(&relay).expect("store"));
    let ledger = Ledger::open(store, keys, 1).expect("ledger");
    let mut raw = Raw::new(dir, count);
    let (mut ticks, mut raws) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let records: Vec<Record> = (0..count).map(|n| record(round * count + n)).collect();
        ticks.push(timed(|| assert!(ledger.commit(&records, round).is_ok())));
        raws.push(timed(|| raw.append()));
    }
    (median(ticks), median(raws))
}

/// What a tick writes, and nothing else: records at the end of two files, and one of two slots in place.
struct Raw {
    grows: [(File, Vec<u8>); 2],
    slots: File,
    tick: u64,
}

impl Raw {
    fn new(dir: &Path, count: u64) -> Self {
        let file = |name: &str| File::create(dir.join(name)).expect("file");
        let bytes = |record: usize| vec![7; record * usize::try_from(count).expect("small")];
        let slots = file("raw-slots");
        slots.write_all_at(&[0; 2 * SLOT], 0).and_then(|()| slots.sync_all()).expect("slots");
        let grows = [(file("raw-entries"), bytes(ENTRY_LEN + 4)), (file("raw-bodies"), bytes(BODY_LEN))];
        Self { grows, slots, tick: 0 }
    }

    fn append(&mut self) {
        for (file, bytes) in &mut self.grows {
            file.write_all(bytes).and_then(|()| file.sync_data()).expect("append");
        }
        self.tick += 1;
        let offset = self.tick % 2 * SLOT as u64;
        self.slots.write_all_at(&[7; SLOT], offset).and_then(|()| self.slots.sync_data()).expect("slot");
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn record(number: u64) -> Record {
    let mut entry = [1; ENTRY_LEN];
    entry.split_at_mut(8).0.copy_from_slice(&number.to_be_bytes());
    Record { entry, body: vec![7; BODY_LEN].into() }
}

const ROUNDS: u64 = 300;
const SLOT: usize = 4096;
