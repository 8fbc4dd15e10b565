//! Chunks of attachments (`SPEC.md` 5.1, 5.2 and 16): opaque, of one size, kept for a while.
//!
//! ```text
//! DIR/chunks/494949/9f…c2        the chunk that came in that hour under that id, 262,144 bytes
//! DIR/state/  chunk/<id>         its hour and its SHA-256
//! ```
//!
//! A file is durable before the index names it, and the index forgets it before the file goes: what is in the index is
//! there.

mod files;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::store::StoreError;
use crate::store::state::State;
use files::Files;
use writer::Writer;

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

/// What a check of all chunks found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chunked {
    /// Chunks that are what the index says.
    pub whole: u64,
    /// Files or index entries without the other.
    pub orphans: u64,
}

/// The chunks of a relay.
pub struct Chunks {
    files: Arc<Files>,
    state: Arc<State>,
    writer: Writer,
    held: Arc<AtomicU64>,
    /// Chunks that may be in memory at once, whoever sends or fetches them.
    memory: Semaphore,
}

impl Chunks {
    /// Opens the chunks of the relay in `dir`, of which at most `quota` bytes are kept; makes the directory if it is not
    /// there. What a stop in between left over is removed.
    ///
    /// # Errors
    /// The store's.
    pub fn open(dir: &Path, state: Arc<State>, quota: u64) -> Result<Self, StoreError> {
        let files = Arc::new(Files::open(chunk_dir(dir))?);
        let whole = settle(&files, &state)?;
        let held = Arc::new(AtomicU64::new(whole * CHUNK_LEN as u64));
        let writer = Writer::start(Arc::clone(&files), Arc::clone(&state), Arc::clone(&held), quota)?;
        Ok(Self { files, state, writer, held, memory: Semaphore::new(IN_MEMORY) })
    }

    /// Waits for room in memory: take it before a chunk is read from anywhere.
    ///
    /// # Errors
    /// [`NotKept::Unavailable`], which does not happen while the relay runs.
    pub(crate) async fn room(&self) -> Result<SemaphorePermit<'_>, NotKept> {
        self.memory.acquire().await.map_err(|_| NotKept::Unavailable)
    }

    /// Keeps `chunk`, which came in at `now` (Unix seconds); durable when this returns.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn put(&self, id: ChunkId, chunk: Bytes, now: u64) -> Result<(), NotKept> {
        self.writer.put(id, chunk, now / HOUR).await
    }

    /// The chunk of this id. A damaged one is not given: the operator hears of it.
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
        self.held.load(Ordering::Relaxed)
    }

    /// Forgets the chunks that came in `keep` ago or longer. `now` is in Unix seconds.
    ///
    /// # Errors
    /// The store's; the rest is forgotten by the next sweep.
    pub fn sweep(&self, keep: Duration, now: u64) -> Result<(), StoreError> {
        // Of the hour in which the retention period ends, all are kept: none goes early.
        let before = (now.saturating_sub(keep.as_secs()) / HOUR).min(now / HOUR);
        for hour in self.files.hours()?.into_iter().filter(|hour| *hour < before) {
            let ids = self.files.ids(hour)?;
            for some in ids.chunks(BATCH) {
                self.state.remove_chunks(some)?;
                let bytes = (some.len() * CHUNK_LEN) as u64;
                let _ = self
                    .held
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| Some(held.saturating_sub(bytes)));
            }
            self.files.remove_hour(hour)?;
        }
        Ok(())
    }
}

/// Reads every chunk of the relay in `dir`, which must not be running.
///
/// # Errors
/// The first that is damaged; the store's.
pub fn check(dir: &Path) -> Result<Chunked, StoreError> {
    let mut found = Chunked::default();
    if !chunk_dir(dir).exists() {
        return Ok(found);
    }
    let (files, state) = (Files::open(chunk_dir(dir))?, State::open(&dir.join("state"))?);
    for item in state.chunks() {
        let (id, chunk) = item?;
        match files.read(chunk.hour, &id, &chunk.hash)? {
            Some(_) => found.whole += 1,
            None => {
                return Err(StoreError::Damaged {
                    path: chunk_dir(dir),
                    offset: 0,
                    what: "a chunk is damaged or gone",
                });
            }
        }
    }
    let mut there = 0;
    for hour in files.hours()? {
        there += files.ids(hour)?.len() as u64;
    }
    found.orphans = there.saturating_sub(found.whole);
    Ok(found)
}

/// Brings files and index together after a stop; gives how many chunks there are.
fn settle(files: &Files, state: &State) -> Result<u64, StoreError> {
    let mut whole = 0;
    let mut gone = Vec::new();
    for item in state.chunks() {
        let (id, chunk) = item?;
        if files.has(chunk.hour, &id) { whole += 1 } else { gone.push(id) }
    }
    if !gone.is_empty() {
        tracing::error!(chunks = gone.len(), "chunks that the index has are not on the disk");
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

fn chunk_dir(dir: &Path) -> PathBuf {
    dir.join("chunks")
}

const HOUR: u64 = 3600;
/// Index entries of one write.
const BATCH: usize = 256;
/// 32 MiB.
const IN_MEMORY: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000;
    const KEEP: Duration = Duration::from_secs(21 * 86_400);

    fn open(dir: &Path, quota: u64) -> Chunks {
        let state = Arc::new(State::open(&dir.join("state")).unwrap());
        Chunks::open(dir, state, quota).unwrap()
    }

    fn chunk(byte: u8) -> Bytes {
        vec![byte; CHUNK_LEN].into()
    }

    fn held(chunks: &Chunks) -> u64 {
        chunks.held() / CHUNK_LEN as u64
    }

    #[tokio::test]
    async fn the_same_bytes_are_kept_once_and_others_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let chunks = open(dir.path(), u64::MAX);
        for _ in 0..3 {
            assert_eq!(chunks.put([1; 32], chunk(7), NOW).await, Ok(()));
        }
        assert_eq!(chunks.put([1; 32], chunk(8), NOW).await, Err(NotKept::Conflict));
        assert_eq!(chunks.get(&[1; 32]).unwrap().unwrap(), chunk(7));
        assert_eq!((chunks.get(&[2; 32]).unwrap(), held(&chunks)), (None, 1));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn many_at_once_are_all_kept_and_of_two_under_one_id_one() {
        let dir = tempfile::tempdir().unwrap();
        let chunks = open(dir.path(), u64::MAX);
        let puts = (0..64).map(|n: u8| chunks.put([n / 2; 32], chunk(n), NOW));
        let kept = futures_util::future::join_all(puts).await;
        let (good, bad): (Vec<_>, Vec<_>) = kept.into_iter().partition(Result::is_ok);
        assert_eq!((good.len(), bad.len(), held(&chunks)), (32, 32, 32));
        assert!(bad.iter().all(|put| *put == Err(NotKept::Conflict)));
    }

    #[tokio::test]
    async fn the_quota_holds_and_makes_room_again_after_retention() {
        let dir = tempfile::tempdir().unwrap();
        let chunks = open(dir.path(), 2 * CHUNK_LEN as u64);
        assert_eq!(chunks.put([1; 32], chunk(1), NOW).await, Ok(()));
        assert_eq!(chunks.put([2; 32], chunk(2), NOW).await, Ok(()));
        assert_eq!(chunks.put([3; 32], chunk(3), NOW).await, Err(NotKept::Full));
        assert_eq!(chunks.put([2; 32], chunk(2), NOW).await, Ok(()), "it is there already");
        chunks.sweep(KEEP, NOW + KEEP.as_secs()).unwrap();
        assert_eq!(held(&chunks), 2, "none goes early");
        chunks.sweep(KEEP, NOW + KEEP.as_secs() + HOUR).unwrap();
        assert_eq!((held(&chunks), chunks.get(&[1; 32]).unwrap()), (0, None));
        assert_eq!(chunks.put([3; 32], chunk(3), NOW).await, Ok(()));
        assert_eq!(std::fs::read_dir(dir.path().join("chunks")).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn chunks_outlive_a_restart_and_a_sweep_long_after_takes_them() {
        let dir = tempfile::tempdir().unwrap();
        let chunks = open(dir.path(), u64::MAX);
        chunks.put([1; 32], chunk(1), NOW).await.unwrap();
        drop(chunks);
        let chunks = open(dir.path(), u64::MAX);
        assert_eq!((chunks.get(&[1; 32]).unwrap().unwrap(), held(&chunks)), (chunk(1).to_vec(), 1));
        assert_eq!(chunks.put([1; 32], chunk(2), NOW).await, Err(NotKept::Conflict));
    }

    #[tokio::test]
    async fn what_a_stop_left_over_is_removed_and_what_is_gone_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let chunks = open(dir.path(), u64::MAX);
        chunks.put([1; 32], chunk(1), NOW).await.unwrap();
        chunks.put([2; 32], chunk(2), NOW).await.unwrap();
        drop(chunks);
        let hour = dir.path().join("chunks").join((NOW / HOUR).to_string());
        std::fs::remove_file(hour.join(hex::encode([2; 32]))).unwrap();
        for stray in [hex::encode([9; 32]), format!("{}.tmp", hex::encode([1; 32]))] {
            std::fs::write(hour.join(stray), b"half").unwrap();
        }
        let chunks = open(dir.path(), u64::MAX);
        assert_eq!((held(&chunks), std::fs::read_dir(&hour).unwrap().count()), (1, 1));
        assert_eq!(chunks.get(&[2; 32]).unwrap(), None);
        assert_eq!(chunks.put([2; 32], chunk(3), NOW).await, Ok(()));
    }

    #[tokio::test]
    async fn a_damaged_chunk_is_not_given_and_the_check_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let chunks = open(dir.path(), u64::MAX);
        chunks.put([1; 32], chunk(1), NOW).await.unwrap();
        chunks.put([2; 32], chunk(2), NOW).await.unwrap();
        drop(chunks);
        assert_eq!(check(dir.path()).unwrap(), Chunked { whole: 2, orphans: 0 });
        let path = dir.path().join("chunks").join((NOW / HOUR).to_string()).join(hex::encode([1; 32]));
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[100_000] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert!(check(dir.path()).is_err());
        let chunks = open(dir.path(), u64::MAX);
        assert_eq!(chunks.get(&[1; 32]).unwrap(), None);
        assert!(chunks.get(&[2; 32]).unwrap().is_some());
    }

    #[tokio::test]
    async fn no_file_says_more_than_the_hour() {
        let dir = tempfile::tempdir().unwrap();
        let chunks = open(dir.path(), u64::MAX);
        chunks.put([1; 32], chunk(1), NOW + 77).await.unwrap();
        let path = dir.path().join("chunks").join((NOW / HOUR).to_string()).join(hex::encode([1; 32]));
        let modified = path.metadata().unwrap().modified().unwrap();
        let seconds = modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        assert_eq!(seconds, NOW / HOUR * HOUR);
    }
}
