//! Files and index against each other: brought together at the start, counted by the operator's check.

use std::path::Path;

use super::files::Files;
use super::{BATCH, chunk_dir};
use crate::store::StoreError;
use crate::store::state::State;

/// What a check of all chunks found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chunked {
    /// Chunks that are what the index says.
    pub whole: u64,
    /// Chunks of the index that are damaged or gone.
    pub damaged: u64,
    /// Files that the index does not have; the next start removes them.
    pub orphans: u64,
}

/// Reads every chunk of the relay in `dir`, which must not be running. Changes nothing.
///
/// # Errors
/// The store's.
pub fn check(dir: &Path) -> Result<Chunked, StoreError> {
    let mut found = Chunked::default();
    if !chunk_dir(dir).exists() {
        return Ok(found);
    }
    let (files, state) = (Files::at(chunk_dir(dir)), State::open(&dir.join("state"))?);
    for item in state.chunks() {
        let (id, chunk) = item?;
        let bytes = chunk.map_or(Ok(None), |chunk| files.read(chunk.hour, &id, &chunk.hash))?;
        *(if bytes.is_some() { &mut found.whole } else { &mut found.damaged }) += 1;
    }
    for hour in files.hours()? {
        found.orphans += files.temporary(hour)?.len() as u64;
        for id in files.ids(hour)? {
            let known = state.chunk(&id).is_ok_and(|chunk| chunk.is_some_and(|chunk| chunk.hour == hour));
            found.orphans += u64::from(!known);
        }
    }
    Ok(found)
}

/// Brings files and index together after a stop; gives how many chunks there are.
pub(super) fn settle(files: &Files, state: &State) -> Result<u64, StoreError> {
    let mut whole = 0;
    let mut gone = Vec::new();
    for item in state.chunks() {
        let (id, chunk) = item?;
        // A value that does not read leaves nothing to check the file by. The log and its alerts go on without.
        if chunk.is_some_and(|chunk| files.has(chunk.hour, &id)) { whole += 1 } else { gone.push(id) }
    }
    if !gone.is_empty() {
        tracing::error!(
            chunks = gone.len(),
            "chunks that the index has are not on the disk, or their entry does not read"
        );
        gone.chunks(BATCH).try_for_each(|some| state.remove_chunks(some))?;
    }
    for hour in files.hours()? {
        for id in files.ids(hour)? {
            if state.chunk(&id)?.is_none_or(|chunk| chunk.hour != hour) {
                files.remove(hour, &id)?;
            }
        }
    }
    Ok(whole)
}
