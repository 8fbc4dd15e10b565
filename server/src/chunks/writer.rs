//! One thread that keeps chunks, and all that wait at one moment together: one sync of the directory and one of the index
//! for many.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;

use super::files::Files;
use super::{CHUNK_LEN, ChunkId, NotKept};
use crate::store::StoreError;
use crate::store::state::{ChunkState, State};

/// Takes chunks from anybody. The thread has ended once this is dropped, and let go of the store.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

type Job = (Arrival, oneshot::Sender<Result<(), NotKept>>);

/// A chunk that came.
struct Arrival {
    id: ChunkId,
    chunk: Bytes,
    hour: u64,
}

/// A chunk to be written, and its SHA-256.
type Fresh<'a> = (&'a Arrival, [u8; 32]);

impl Writer {
    /// Starts the thread; it ends when this is dropped.
    pub(super) fn start(
        files: Arc<Files>,
        state: Arc<State>,
        held: Arc<AtomicU64>,
        quota: u64,
    ) -> Result<Self, StoreError> {
        let (sender, jobs) = channel();
        let keeper = Keeper { files, state, held, quota };
        let started = std::thread::Builder::new().name("chunks".to_owned()).spawn(move || keeper.run(&jobs));
        let thread = started.map_err(|error| StoreError::State(error.to_string()))?;
        Ok(Self { jobs: Some(sender), thread: Some(thread) })
    }

    pub(super) async fn put(&self, id: ChunkId, chunk: Bytes, hour: u64) -> Result<(), NotKept> {
        let (answer, answered) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or(NotKept::Unavailable)?;
        jobs.send((Arrival { id, chunk, hour }, answer)).map_err(|_| NotKept::Unavailable)?;
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

struct Keeper {
    files: Arc<Files>,
    state: Arc<State>,
    held: Arc<AtomicU64>,
    quota: u64,
}

impl Keeper {
    fn run(&self, jobs: &Receiver<Job>) {
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
    fn keep(&self, jobs: &[Arrival]) -> Vec<Result<(), NotKept>> {
        let hashes = in_parallel(jobs, |job| <[u8; 32]>::from(Sha256::digest(&job.chunk)));
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(jobs.len());
        let mut fresh: HashMap<ChunkId, usize> = HashMap::new();
        for (at, (Arrival { id, .. }, hash)) in jobs.iter().zip(&hashes).enumerate() {
            verdicts.push(self.judge(id, hash, fresh.get(id).and_then(|first| hashes.get(*first)), fresh.len()));
            if matches!(verdicts.last(), Some(Verdict::Fresh)) {
                fresh.insert(*id, at);
            }
        }
        let new: Vec<_> = fresh.values().filter_map(|at| Some((jobs.get(*at)?, *hashes.get(*at)?))).collect();
        let written = self.write(&new);
        let failed = |error: &StoreError| if error.is_full() { NotKept::Full } else { NotKept::Unavailable };
        let outcome = written.inspect_err(|error| tracing::error!(%error, "chunks")).map_err(|error| failed(&error));
        let settle = |verdict| match verdict {
            Verdict::Held => Ok(()),
            Verdict::Fresh | Verdict::Twin => outcome,
            Verdict::Refused(why) => Err(why),
        };
        verdicts.into_iter().map(settle).collect()
    }

    fn judge(&self, id: &ChunkId, hash: &[u8; 32], twin: Option<&[u8; 32]>, fresh: usize) -> Verdict {
        let same =
            |other: &[u8; 32], verdict| if other == hash { verdict } else { Verdict::Refused(NotKept::Conflict) };
        if let Some(twin) = twin {
            return same(twin, Verdict::Twin);
        }
        match self.state.chunk(id) {
            Err(error) => {
                tracing::error!(%error, "chunks");
                Verdict::Refused(NotKept::Unavailable)
            }
            Ok(Some(held)) => same(&held.hash, Verdict::Held),
            Ok(None) => {
                let after = self.held.load(Ordering::Relaxed) + (fresh as u64 + 1) * CHUNK_LEN as u64;
                if after > self.quota { Verdict::Refused(NotKept::Full) } else { Verdict::Fresh }
            }
        }
    }

    /// Files first, then their names, then the index.
    fn write(&self, new: &[Fresh<'_>]) -> Result<(), StoreError> {
        let mut hours: Vec<u64> = new.iter().map(|(arrival, _)| arrival.hour).collect();
        hours.sort_unstable();
        hours.dedup();
        hours.iter().try_for_each(|hour| self.files.make_hour(*hour))?;
        in_parallel(new, |(new, _)| self.files.write(new.hour, &new.id, &new.chunk))
            .into_iter()
            .collect::<Result<(), _>>()?;
        hours.iter().try_for_each(|hour| self.files.sync_hour(*hour))?;
        let index: Vec<_> =
            new.iter().map(|(new, hash)| (new.id, ChunkState { hour: new.hour, hash: *hash })).collect();
        self.state.put_chunks(&index)?;
        self.held.fetch_add((new.len() * CHUNK_LEN) as u64, Ordering::Relaxed);
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Verdict {
    /// The same bytes are held already.
    Held,
    /// To be written.
    Fresh,
    /// The same bytes are written now for somebody else.
    Twin,
    Refused(NotKept),
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
