//! Chunks of attachments (`SPEC.md` 5.1, 5.2 and 16): opaque, of one size, kept for a while.
//!
//! ```text
//! DIR/chunks/494949/9f…c2        the chunk that came in that hour under that id, 262,144 bytes
//! DIR/state/  chunk/<id>         its hour and its SHA-256
//! ```
//!
//! A file is durable before the index names it, and the index forgets it before the file goes: what is in the index is
//! there. No error and no event names a chunk.

mod files;
mod settle;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::store::StoreError;
use crate::store::state::State;
use files::Files;
pub use settle::{Chunked, check};
use writer::{Keeper, Writer};

/// Names a chunk: nothing can be told from it.
pub type ChunkId = [u8; 32];
/// Bytes of a chunk.
pub const CHUNK_LEN: usize = 256 << 10;

/// Why a chunk is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotKept {
    /// Other bytes are held under this id.
    #[error("other bytes are held under this id")]
    Conflict,
    /// No room on disk, or in the quota.
    #[error("no room")]
    Full,
    /// The disk does not do as it should; told to the operator.
    #[error("unavailable")]
    Unavailable,
}

/// Room in memory for one chunk, given back when this is dropped.
pub(crate) struct Room {
    _permit: OwnedSemaphorePermit,
}

/// The chunks of a relay.
pub struct Chunks {
    files: Arc<Files>,
    state: Arc<State>,
    writer: Writer,
    counts: Arc<Counts>,
    /// Chunks that are sent, and chunks that are fetched, may not wait for each other.
    sent: Arc<Semaphore>,
    fetched: Arc<Semaphore>,
}

/// What is held, for whoever wants to know.
#[derive(Default)]
struct Counts {
    /// Bytes.
    held: AtomicU64,
    /// A chunk was refused for want of room since this was last looked at.
    refused: AtomicBool,
    /// Damaged chunks that the operator has heard of.
    told: AtomicU64,
}

/// How much may be held.
#[derive(Clone, Copy)]
struct Limits {
    /// Bytes of chunks.
    quota: u64,
    /// Bytes of the disk that chunks leave free.
    reserve: u64,
}

impl Chunks {
    /// Opens the chunks of the relay in `dir`, of which at most `quota` bytes are kept; makes the directory if it is not
    /// there. What a stop in between left over is removed.
    ///
    /// # Errors
    /// The store's.
    pub fn open(dir: &Path, state: Arc<State>, quota: u64) -> Result<Self, StoreError> {
        Self::open_within(dir, state, Limits { quota, reserve: RESERVE })
    }

    fn open_within(dir: &Path, state: Arc<State>, limits: Limits) -> Result<Self, StoreError> {
        let files = Arc::new(Files::open(chunk_dir(dir))?);
        let whole = settle::settle(&files, &state)?;
        let counts = Arc::new(Counts::default());
        counts.held.store(whole * CHUNK_LEN as u64, Ordering::Relaxed);
        let keeper = Keeper::new(Arc::clone(&files), Arc::clone(&state), Arc::clone(&counts), limits);
        let writer = Writer::start(keeper)?;
        let [sent, fetched] = [(); 2].map(|()| Arc::new(Semaphore::new(IN_MEMORY)));
        Ok(Self { files, state, writer, counts, sent, fetched })
    }

    /// Waits for room in memory: take it before a chunk that is sent is read.
    ///
    /// # Errors
    /// [`NotKept::Unavailable`], which does not happen while the relay runs.
    pub(crate) async fn room_to_send(&self) -> Result<Room, NotKept> {
        room(&self.sent).await
    }

    /// Waits for room in memory: take it before [`Chunks::get`].
    ///
    /// # Errors
    /// [`NotKept::Unavailable`], which does not happen while the relay runs.
    pub(crate) async fn room_to_fetch(&self) -> Result<Room, NotKept> {
        room(&self.fetched).await
    }

    /// Keeps `chunk`, which came in at `now` (Unix seconds); durable when this returns. A sender who leaves meanwhile
    /// gives nothing back: the room is held for as long as the chunk is in memory.
    ///
    /// # Errors
    /// [`NotKept`].
    pub(crate) async fn put(&self, room: Room, id: ChunkId, chunk: Bytes, now: u64) -> Result<(), NotKept> {
        self.writer.put(room, id, chunk, now / HOUR).await
    }

    /// The chunk of this id. A damaged one is not given: [`Chunks::tell`] says so to the operator.
    ///
    /// # Errors
    /// The store's.
    pub fn get(&self, id: &ChunkId) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(chunk) = self.state.chunk(id)? else { return Ok(None) };
        self.files.read(chunk.hour, id, &chunk.hash)
    }

    /// Bytes that are held.
    #[must_use]
    pub fn held(&self) -> u64 {
        self.counts.held.load(Ordering::Relaxed)
    }

    /// Chunks that were asked for and found damaged since the start.
    #[must_use]
    pub fn damaged(&self) -> u64 {
        self.files.damaged()
    }

    /// Forgets the chunks that came in `keep` ago or longer. `now` is in Unix seconds.
    ///
    /// # Errors
    /// The store's; the rest is forgotten by the next sweep.
    pub fn sweep(&self, keep: Duration, now: u64) -> Result<(), StoreError> {
        // Of the hour in which the retention period ends, all are kept: none goes early.
        let before = now.saturating_sub(keep.as_secs()) / HOUR;
        for hour in self.files.hours()?.into_iter().filter(|hour| *hour < before) {
            let ids = self.files.ids(hour)?;
            for some in ids.chunks(BATCH) {
                self.state.remove_chunks(some)?;
                let bytes = (some.len() * CHUNK_LEN) as u64;
                let less = |held: u64| Some(held.saturating_sub(bytes));
                let _ = self.counts.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
            }
            self.files.remove_hour(hour)?;
        }
        Ok(())
    }

    /// Tells the operator what requests brought to light; not when they came, so that no event dates one.
    pub fn tell(&self) {
        let damaged = self.files.damaged();
        if damaged > self.counts.told.swap(damaged, Ordering::Relaxed) {
            tracing::error!(damaged, "chunks are damaged on the disk; they are given to nobody");
        }
        if self.counts.refused.swap(false, Ordering::Relaxed) {
            tracing::warn!("chunks were refused: the quota is reached, or less than 1 GiB of the disk is free");
        }
    }
}

async fn room(memory: &Arc<Semaphore>) -> Result<Room, NotKept> {
    let permit = Arc::clone(memory).acquire_owned().await.map_err(|_| NotKept::Unavailable)?;
    Ok(Room { _permit: permit })
}

fn chunk_dir(dir: &Path) -> PathBuf {
    dir.join("chunks")
}

const HOUR: u64 = 3600;
/// Index entries of one write.
const BATCH: usize = 256;
/// 32 MiB, each way.
const IN_MEMORY: usize = 128;
/// What chunks leave free on the disk: anybody may send them, and the log and its alerts must go on.
const RESERVE: u64 = 1 << 30;

#[cfg(test)]
mod tests;
