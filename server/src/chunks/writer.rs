//! Threads that keep chunks, each all of its own that wait at one moment together: one sync of the directory and one of
//! the index for many. An id always goes to the same thread, so that nobody else decides about it at the same time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;

use super::files::Files;
use super::{CHUNK_LEN, ChunkId, Counts, Limits, NotKept, Room};
use crate::store::StoreError;
use crate::store::state::{ChunkState, State};

/// Takes chunks from anybody. The threads have ended once this is dropped, and let go of the store.
pub(super) struct Writer {
    keepers: Vec<(Sender<Job>, JoinHandle<()>)>,
}

type Job = (Arrival, oneshot::Sender<Result<(), NotKept>>);

/// A chunk that came, and the room that it takes in memory whether or not its sender still waits.
struct Arrival {
    id: ChunkId,
    chunk: Bytes,
    hash: [u8; 32],
    hour: u64,
    _room: Room,
}

impl Writer {
    /// Starts the threads; they end when this is dropped.
    pub(super) fn start(keeper: impl Fn() -> Keeper) -> Result<Self, StoreError> {
        let mut writer = Self { keepers: Vec::new() };
        for _ in 0..KEEPERS {
            let (sender, jobs) = channel();
            let mut keeper = keeper();
            let started = std::thread::Builder::new().name("chunks".to_owned()).spawn(move || keeper.run(&jobs));
            writer.keepers.push((sender, started.map_err(|error| StoreError::State(error.to_string()))?));
        }
        Ok(writer)
    }

    pub(super) async fn put(&self, room: Room, id: ChunkId, chunk: Bytes, hour: u64) -> Result<(), NotKept> {
        let (answer, answered) = oneshot::channel();
        let [first, ..] = id;
        let (jobs, _) = self.keepers.get(usize::from(first) % KEEPERS).ok_or(NotKept::Unavailable)?;
        let hash = Sha256::digest(&chunk).into();
        jobs.send((Arrival { id, chunk, hash, hour, _room: room }, answer)).map_err(|_| NotKept::Unavailable)?;
        answered.await.map_err(|_| NotKept::Unavailable)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let (jobs, threads): (Vec<_>, Vec<_>) = self.keepers.drain(..).unzip();
        drop(jobs);
        // One that panicked has said so.
        threads.into_iter().for_each(|thread| _ = thread.join());
    }
}

/// Who decides what is kept of its ids. One thread owns it.
pub(super) struct Keeper {
    files: Arc<Files>,
    state: Arc<State>,
    counts: Arc<Counts>,
    limits: Limits,
    /// Chunks whose write failed: the index may name them, and may not be believed before they are written again.
    unsettled: HashSet<ChunkId>,
}

/// What is held under an id.
enum Held {
    Nothing,
    Whole(ChunkState),
    /// Its file is not what the index says, or gone.
    Damaged(ChunkState),
}

#[derive(Clone, Copy)]
enum Verdict {
    /// The same bytes are held already.
    Held,
    /// To be written: under a new id, or over a damaged one.
    Write {
        index: ChunkState,
        new: bool,
    },
    /// The same bytes are written now for somebody else.
    Twin,
    Refused(NotKept),
}

/// A chunk to be written, and what the index is to say of it.
type Fresh<'a> = (&'a Arrival, ChunkState);

impl Keeper {
    pub(super) fn new(files: Arc<Files>, state: Arc<State>, counts: Arc<Counts>, limits: Limits) -> Self {
        Self { files, state, counts, limits, unsettled: HashSet::new() }
    }

    fn run(&mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let rest = std::iter::from_fn(|| jobs.try_recv().ok()).take(TOGETHER - 1);
            let (jobs, answers): (Vec<_>, Vec<_>) = std::iter::once(first).chain(rest).unzip();
            let kept = self.keep(&jobs);
            for (answer, kept) in answers.into_iter().zip(kept) {
                // Who does not wait any more asks again.
                let _ = answer.send(kept);
            }
        }
    }

    /// What becomes of each; those that are kept are durable.
    fn keep(&mut self, jobs: &[Arrival]) -> Vec<Result<(), NotKept>> {
        let verdicts = self.judge(jobs);
        let fresh = jobs.iter().zip(&verdicts).filter_map(|(job, verdict)| match verdict {
            Verdict::Write { index, .. } => Some((job, *index)),
            Verdict::Held | Verdict::Twin | Verdict::Refused(_) => None,
        });
        let fresh: Vec<Fresh<'_>> = fresh.collect();
        let outcome = self.write(&fresh).map_err(|error| told(&error));
        for (job, verdict) in jobs.iter().zip(&verdicts) {
            if let Verdict::Write { index, new } = verdict {
                self.note(job.id, index.hour, *new, outcome.is_ok());
            }
        }
        let settle = |verdict| match verdict {
            Verdict::Held => Ok(()),
            Verdict::Write { .. } | Verdict::Twin => outcome,
            Verdict::Refused(why) => Err(why),
        };
        verdicts.into_iter().map(settle).collect()
    }

    fn held(&self, Arrival { id, hash, .. }: &Arrival) -> Result<Held, StoreError> {
        let Some(held) = self.state.chunk(id)?.filter(|_| !self.unsettled.contains(id)) else {
            return Ok(Held::Nothing);
        };
        // Whoever sends the same bytes again is told that they are kept: they must be. Other bytes are refused anyway.
        let is_whole = held.hash != *hash || self.files.read(held.hour, id, &held.hash)?.is_some();
        Ok(if is_whole { Held::Whole(held) } else { Held::Damaged(held) })
    }

    fn judge(&self, jobs: &[Arrival]) -> Vec<Verdict> {
        let mut room = self.room_on_disk();
        let mut written: HashMap<ChunkId, [u8; 32]> = HashMap::new();
        let judge = |job: &Arrival| {
            let conflict = |other: &[u8; 32]| *other != job.hash;
            if let Some(twin) = written.get(&job.id) {
                return if conflict(twin) { Verdict::Refused(NotKept::Conflict) } else { Verdict::Twin };
            }
            match self.held(job) {
                Err(error) => Verdict::Refused(told(&error)),
                Ok(Held::Whole(held) | Held::Damaged(held)) if conflict(&held.hash) => {
                    Verdict::Refused(NotKept::Conflict)
                }
                Ok(Held::Whole(_)) => Verdict::Held,
                Ok(Held::Damaged(held)) => {
                    written.insert(job.id, job.hash);
                    Verdict::Write { index: held, new: false }
                }
                Ok(Held::Nothing) if room > 0 && self.counts.take(self.limits.quota) => {
                    room -= 1;
                    written.insert(job.id, job.hash);
                    Verdict::Write { index: ChunkState { hour: job.hour, hash: job.hash }, new: true }
                }
                Ok(Held::Nothing) => {
                    self.counts.refused.store(true, Ordering::Relaxed);
                    Verdict::Refused(NotKept::Full)
                }
            }
        };
        jobs.iter().map(judge).collect()
    }

    /// For how many new chunks there is room on the disk.
    fn room_on_disk(&self) -> u64 {
        self.files.free().saturating_sub(self.limits.reserve) / CHUNK_LEN as u64
    }

    /// Files first, then their names, then the index.
    fn write(&self, fresh: &[Fresh<'_>]) -> Result<(), StoreError> {
        if fresh.is_empty() {
            return Ok(());
        }
        let mut hours: Vec<u64> = fresh.iter().map(|(_, index)| index.hour).collect();
        hours.sort_unstable();
        hours.dedup();
        hours.iter().try_for_each(|hour| self.files.make_hour(*hour))?;
        in_parallel(fresh, |(job, index)| self.files.write(index.hour, &job.id, &job.chunk))
            .into_iter()
            .collect::<Result<(), _>>()?;
        hours.iter().try_for_each(|hour| self.files.sync_hour(*hour))?;
        let index: Vec<_> = fresh.iter().map(|(job, index)| (job.id, *index)).collect();
        self.state.put_chunks(&index)
    }

    /// What came of a write. After a failed one the index is not believed about what was new, and no file takes room.
    fn note(&mut self, id: ChunkId, hour: u64, new: bool, kept: bool) {
        if kept {
            self.unsettled.remove(&id);
            return;
        }
        if new {
            self.unsettled.insert(id);
            self.counts.give_back(1);
        }
        // What cannot be removed now is removed at the next start.
        let _ = self.files.remove(hour, &id);
    }
}

/// Tells the operator, and says what is told to the sender.
fn told(error: &StoreError) -> NotKept {
    tracing::error!(%error, "chunks");
    if error.is_full() { NotKept::Full } else { NotKept::Unavailable }
}

/// `work` over all of them, on a few threads and this one: each waits for the disk most of the time.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = items.len().div_ceil(AT_ONCE).max(1);
    let (first, rest) = items.split_at(share.min(items.len()));
    let some = &|part: &[T]| part.iter().map(&work).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let parts: Vec<_> = rest.chunks(share).map(|part| scope.spawn(move || some(part))).collect();
        let mut done = some(first);
        // A part that panicked takes the thread with it, as it would have here.
        done.extend(parts.into_iter().flat_map(|part| part.join().expect("no part panics")));
        done
    })
}

/// While one syncs names and index, the other writes files.
const KEEPERS: usize = 2;
/// Chunks that are made durable together.
const TOGETHER: usize = 32;
const AT_ONCE: usize = 8;
