//! Reads the whole log and checks everything: checksums, the tree against the signed root, bodies against entries.

use std::path::Path;

use davylamp_protocol::log::leaf_hash;
use davylamp_protocol::log::tree::Frontier;

use crate::chunks::{self, Chunked};
use crate::keys::Keys;
use crate::ledger::LedgerError;
use crate::serve::ServeError;
use crate::store::{BODY_LEN, FileStore, RECORDS_PER_SEGMENT, Store, StoreError, is_whole};

/// What was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Checked {
    /// Entries whose checksums and tree are right.
    pub entries: u64,
    /// Bodies that are what their entries committed to.
    pub bodies: u64,
    /// Deposits that read.
    pub deposits: u64,
    /// Chunks that are what the index says.
    pub chunks: u64,
    /// Chunks of the index that are damaged or gone. The log does not depend on them.
    pub chunks_damaged: u64,
    /// Files of chunks that the index does not have; the next start removes them.
    pub chunk_orphans: u64,
}

/// Checks the relay in `dir`, which must not be running.
///
/// # Errors
/// The first thing that is wrong, with its file and offset; damaged chunks are counted instead.
pub fn fsck(dir: &Path) -> Result<Checked, ServeError> {
    let store = FileStore::open(dir)?;
    let keys = Keys::open(dir)?;
    let deposits = crate::deposits::check(dir.join("deposits"))?;
    let Chunked { whole: chunks, damaged: chunks_damaged, orphans: chunk_orphans } = chunks::check(dir)?;
    let beside = Checked { entries: 0, bodies: 0, deposits, chunks, chunks_damaged, chunk_orphans };
    let Some(head) = store.head() else {
        return Ok(beside);
    };
    let root = keys.verify(&head.checkpoint, head.size)?;
    let mut frontier = Frontier::empty();
    let mut bodies = 0;
    let mut at = 0;
    while at < head.size {
        let count = (head.size - at).min(BATCH);
        let entries = store.entries(at, usize::try_from(count).unwrap_or(usize::MAX))?;
        entries.iter().for_each(|entry| frontier.push(leaf_hash(entry)));
        bodies += check_bodies(&store, dir, at, &entries)?;
        at += count;
    }
    if frontier.root() != root {
        let mismatch = StoreError::Mismatch("the entries do not hash to the signed root");
        return Err(LedgerError::Store(mismatch).into());
    }
    Ok(Checked { entries: head.size, bodies, ..beside })
}

fn check_bodies(store: &FileStore, dir: &Path, first: u64, entries: &[[u8; 81]]) -> Result<u64, StoreError> {
    let kept = store.first_body();
    let skipped = kept.saturating_sub(first).min(entries.len() as u64);
    let count = entries.len() - usize::try_from(skipped).unwrap_or(entries.len());
    if count == 0 {
        return Ok(0);
    }
    let bytes = store.bodies(first + skipped, count)?;
    let kept_entries = entries.iter().skip(entries.len() - count);
    for (at, (entry, body)) in (first + skipped..).zip(kept_entries.zip(bytes.as_chunks::<BODY_LEN>().0)) {
        if !is_whole(entry, body) {
            return Err(StoreError::Damaged {
                path: dir.join("bodies").join(format!("{:08}.seg", at / RECORDS_PER_SEGMENT)),
                offset: at % RECORDS_PER_SEGMENT * BODY_LEN as u64,
                what: "a body is not the one of its entry",
            });
        }
    }
    Ok(count as u64)
}

const BATCH: u64 = 1024;
