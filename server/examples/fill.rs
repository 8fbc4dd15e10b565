//! Makes a relay's directory with many entries, for measuring: `fill DIR [ENTRIES [BODIES]]` (1,000,000 and 10,000 by
//! default). Only about the newest BODIES keep theirs; every entry commits to the same body of zeros but for its number.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use bytes::Bytes;
use davylamp_protocol::log::entry::Entry;
use davylamp_server::keys::Keys;
use davylamp_server::ledger::Ledger;
use davylamp_server::store::{BODY_LEN, FileStore, RECORDS_PER_SEGMENT, Record, Store};
use sha2::{Digest as _, Sha256};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().context("usage: fill DIR [ENTRIES [BODIES]]")?);
    let total: u64 = args.next().map_or(Ok(1_000_000), |text| text.parse())?;
    let keep: u64 = args.next().map_or(Ok(10_000), |text| text.parse())?;
    std::fs::create_dir_all(&dir)?;
    let keys = Keys::create(&dir, "fill.invalid/log")?;
    FileStore::create(&dir)?;
    let store: Arc<dyn Store> = Arc::new(FileStore::open(&dir)?);
    let ledger = Ledger::open(Arc::clone(&store), keys, 1_800_000_000)?;
    let mut size = 0;
    while size < total {
        let count = BATCH.min(total - size);
        let records: Vec<Record> = (size..size + count).map(record).collect();
        ledger.commit(&records, 1_800_000_000 + size)?;
        size += count;
        if size.is_multiple_of(RECORDS_PER_SEGMENT) {
            // As retention does; so that the disk never holds more than two segments of bodies.
            store.purge_bodies(size.saturating_sub(keep))?;
        }
    }
    store.purge_bodies(size.saturating_sub(keep))?;
    println!("{size} entries, bodies from {}", store.first_body());
    Ok(())
}

fn record(number: u64) -> Record {
    let mut body = vec![0; BODY_LEN];
    body.splice(..8, number.to_be_bytes());
    let hash: [u8; 32] = Sha256::digest(&body).into();
    let mut clue = [0; 48];
    let (ephemeral, tag) = clue.split_at_mut(32);
    ephemeral.copy_from_slice(&hash);
    tag.copy_from_slice(hash.split_at(16).0);
    Record { entry: Entry::Envelope { clue, body_hash: hash }.encode(), body: Bytes::from(body) }
}

const BATCH: u64 = 512;
