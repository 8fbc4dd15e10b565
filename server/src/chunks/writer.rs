//! One thread that keeps chunks, and all that wait at one moment together: one sync of the directory and one of the index
//! for many.

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

/// Takes chunks from anybody. The thread has ended once this is dropped, and let go of the store.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

type Job = (Arrival, oneshot::Sender<Result<(), NotKept>>);

/// A chunk that came, and the room that it takes in memory whether or not its sender still waits.
struct Arrival {
    id: ChunkId,
    chunk: Bytes,
    hour: u64,
    _room: Room,
}

impl Writer {
    /// Starts the thread; it ends when this is dropped.
    pub(super) fn start(mut keeper: Keeper) -> Result<Self, StoreError> {
        let (sender, jobs) = channel();
        let started = std::thread::Builder::new().name("chunks".to_owned()).spawn(move || keeper.run(&jobs));
        let thread = started.map_err(|error| StoreError::State(error.to_string()))?;
        Ok(Self { jobs: Some(sender), thread: Some(thread) })
    }

    pub(super) async fn put(&self, room: Room, id: ChunkId, chunk: Bytes, hour: u64) -> Result<(), NotKept> {
        let (answer, answered) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or(NotKept::Unavailable)?;
        jobs.send((Arrival { id, chunk, hour, _room: room }, answer)).map_err(|_| NotKept::Unavailable)?;
        answered.await.map_err(|_| NotKept::Unavailable)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // One that panicked has said so.
            let _ = thread.join();
        }
    }
}

/// Who decides what is kept. One thread owns it.
pub(super) struct Keeper {
    files: Arc<Files>,
    state: Arc<State>,
    counts: Arc<Counts>,
    limits: Limits,
    /// Chunks whose write failed: the index may name them, and may not be believed before they are written again.
    unsettled: HashSet<ChunkId>,
}

/// What is known of a chunk that came, before it is decided.
struct Look {
    hash: [u8; 32],
    held: Result<Held, NotKept>,
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
        let looks = in_parallel(jobs, |job| self.look(job));
        let verdicts = self.judge(jobs, &looks);
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

    fn look(&self, job: &Arrival) -> Look {
        let hash = <[u8; 32]>::from(Sha256::digest(&job.chunk));
        let held = self.held(&job.id, &hash).map_err(|error| told(&error));
        Look { hash, held }
    }

    fn held(&self, id: &ChunkId, hash: &[u8; 32]) -> Result<Held, StoreError> {
        let Some(held) = self.state.chunk(id)?.filter(|_| !self.unsettled.contains(id)) else {
            return Ok(Held::Nothing);
        };
        // Whoever sends the same bytes again is told that they are kept: they must be. Other bytes are refused anyway.
        let is_whole = held.hash != *hash || self.files.read(held.hour, id, &held.hash)?.is_some();
        Ok(if is_whole { Held::Whole(held) } else { Held::Damaged(held) })
    }

    fn judge(&self, jobs: &[Arrival], looks: &[Look]) -> Vec<Verdict> {
        let mut left = self.left();
        let mut written: HashMap<ChunkId, [u8; 32]> = HashMap::new();
        let judge = |(job, look): (&Arrival, &Look)| {
            let conflict = |other: &[u8; 32]| *other != look.hash;
            if let Some(twin) = written.get(&job.id) {
                return if conflict(twin) { Verdict::Refused(NotKept::Conflict) } else { Verdict::Twin };
            }
            match &look.held {
                Err(why) => Verdict::Refused(*why),
                Ok(Held::Whole(held) | Held::Damaged(held)) if conflict(&held.hash) => {
                    Verdict::Refused(NotKept::Conflict)
                }
                Ok(Held::Whole(_)) => Verdict::Held,
                Ok(Held::Damaged(held)) => {
                    written.insert(job.id, look.hash);
                    Verdict::Write { index: *held, new: false }
                }
                Ok(Held::Nothing) if left == 0 => {
                    self.counts.refused.store(true, Ordering::Relaxed);
                    Verdict::Refused(NotKept::Full)
                }
                Ok(Held::Nothing) => {
                    left -= 1;
                    written.insert(job.id, look.hash);
                    Verdict::Write { index: ChunkState { hour: job.hour, hash: look.hash }, new: true }
                }
            }
        };
        jobs.iter().zip(looks).map(judge).collect()
    }

    /// For how many new chunks there is room.
    fn left(&self) -> u64 {
        let quota = self.limits.quota.saturating_sub(self.counts.held.load(Ordering::Relaxed));
        let disk = self.files.free().saturating_sub(self.limits.reserve);
        quota.min(disk) / CHUNK_LEN as u64
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
            self.counts.held.fetch_add(if new { CHUNK_LEN as u64 } else { 0 }, Ordering::Relaxed);
            return;
        }
        if new {
            self.unsettled.insert(id);
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

/// `work` over all of them, on a few threads: each waits for the disk most of the time.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = items.len().div_ceil(AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let work = &work;
        let parts: Vec<_> =
            items.chunks(share).map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<_>>())).collect();
        // A part that panicked takes the thread with it, as it would have here.
        parts.into_iter().flat_map(|part| part.join().expect("no part panics")).collect()
    })
}

/// Chunks that are made durable together.
const TOGETHER: usize = 32;
const AT_ONCE: usize = 8;
