//! The tick: at a constant rate, exactly so many entries, drawn at random, topped up with dummies, shuffled, signed.
//!
//! One task publishes. It never waits for a visitor, and no visitor's timing shows in what it publishes below
//! saturation.

mod dummies;
mod pace;
mod waiting;

use std::future::Future;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use sha2::{Digest as _, Sha256};
use tokio::sync::{Notify, oneshot, watch};

use davylamp_protocol::log::entry::Entry;

use crate::ledger::{Kept, Ledger, LedgerError};
use crate::store::{BODY_LEN, ENTRY_LEN, RECORDS_PER_SEGMENT, Record};
pub use dummies::{DummyPool, DummySource, SealedDummies};
pub use pace::Pace;
pub use waiting::{Failed, MAX_WAITING, Outcome, Saturated, Settled, Waiting};

/// Time, as the sequencer sees it. Tests bring their own.
pub trait Clock: Send + Sync + 'static {
    /// Never goes back.
    fn now(&self) -> Instant;
    /// Seconds since 1970, for checkpoints.
    fn unix_seconds(&self) -> u64;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn unix_seconds(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}

/// How the relay breathes.
#[derive(Clone, Copy, Debug)]
pub struct Rhythm {
    /// Between ticks; zero for back to back, which only load tests want.
    pub tick: Duration,
    /// Entries of a tick.
    pub count: usize,
    /// The most entries that a backlog brings a tick to.
    pub cap: usize,
}

/// Takes envelopes and cards, and publishes them at its own rhythm.
pub struct Sequencer {
    ledger: Arc<Ledger>,
    waiting: Mutex<Waiting>,
    pool: DummyPool,
    clock: Box<dyn Clock>,
    rhythm: Rhythm,
    arrived: Notify,
    /// How many must wait before `arrived` is told: a wake-up for each arrival costs more than taking it.
    wanted: AtomicUsize,
    /// How many batches readers have seen.
    shown: watch::Sender<u64>,
    counters: Counters,
}

/// What metrics may know: what is published, and acceptance as a bare count (rounded by the hour when shown).
#[derive(Debug, Default)]
pub struct Counters {
    /// Ticks that were published.
    pub ticks: AtomicU64,
    /// Ticks that the store refused.
    pub failed: AtomicU64,
    /// Envelopes accepted since the start.
    pub accepted: AtomicU64,
}

/// What became of a submission.
pub enum Submission {
    /// In the log already, at this index.
    Logged(u64),
    /// Waits for a tick.
    Waits(oneshot::Receiver<Outcome>),
}

/// Why a submission was not taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refused {
    /// Too many wait.
    Saturated,
    /// The log could not be read.
    Store(crate::store::StoreError),
}

impl Sequencer {
    /// Over an open log.
    #[must_use]
    pub fn new(ledger: Arc<Ledger>, rhythm: Rhythm, dummies: Box<dyn DummySource>, clock: Box<dyn Clock>) -> Self {
        Self {
            ledger,
            waiting: Mutex::default(),
            pool: DummyPool::new(dummies),
            clock,
            rhythm,
            arrived: Notify::new(),
            wanted: AtomicUsize::new(usize::MAX),
            shown: watch::Sender::new(0),
            counters: Counters::default(),
        }
    }

    /// Counts for metrics.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Unix seconds, as its clock says.
    #[must_use]
    pub fn unix_seconds(&self) -> u64 {
        self.clock.unix_seconds()
    }

    /// Between ticks; zero for back to back.
    #[must_use]
    pub fn every(&self) -> Duration {
        self.rhythm.tick
    }

    /// Ends when the tick is shown that may take what comes after this call: not one that was drawn before it.
    pub fn next_tick(&self) -> impl Future<Output = ()> + use<> {
        let mut shown = self.shown.subscribe();
        let next = self.waiting().drawn() + 1;
        async move {
            // The sequencer outlives whoever waits for it; if it did not, nothing would be left to wait for.
            let _ = shown.wait_for(|shown| *shown >= next).await;
        }
    }

    /// How many wait.
    #[must_use]
    pub fn backlog(&self) -> usize {
        self.waiting().len()
    }

    /// Whether an envelope is in the log, within the retention period.
    ///
    /// # Errors
    /// The store's.
    pub fn is_logged(&self, envelope: &[u8; 4096]) -> Result<bool, crate::store::StoreError> {
        let record = envelope_record(&Bytes::copy_from_slice(envelope));
        self.ledger.find(&record.entry).map(|at| at.is_some())
    }

    /// Takes an envelope of exactly 4,096 bytes: `clue (48) ‖ body (4,048)`. Idempotent: one that waits is joined,
    /// one that is logged is found.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn submit(&self, envelope: &Bytes) -> Result<Submission, Refused> {
        let record = envelope_record(envelope);
        self.enqueue(record, Waiting::push)
    }

    /// Takes a card or a notice.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn submit_card(&self, entry: &Entry) -> Result<Submission, Refused> {
        let record = Record { entry: entry.encode(), body: Bytes::from_static(&NO_BODY) };
        self.enqueue(record, Waiting::push_card)
    }

    fn enqueue(
        &self,
        record: Record,
        push: impl FnOnce(&mut Waiting, Record, Instant) -> Result<oneshot::Receiver<Outcome>, Saturated>,
    ) -> Result<Submission, Refused> {
        // One lock over both look-ups: an envelope is always found in the queue or in the log.
        let mut waiting = self.waiting();
        if let Some(receiver) = waiting.join(&record.entry) {
            return Ok(Submission::Waits(receiver));
        }
        if let Some(at) = self.ledger.find(&record.entry).map_err(Refused::Store)? {
            return Ok(Submission::Logged(at));
        }
        let receiver = push(&mut waiting, record, self.clock.now()).map_err(|Saturated| Refused::Saturated)?;
        self.counters.accepted.fetch_add(1, Ordering::Relaxed);
        let wait = waiting.len();
        drop(waiting);
        if wait >= self.wanted.load(Ordering::Acquire) {
            self.arrived.notify_one();
        }
        Ok(Submission::Waits(receiver))
    }

    /// Publishes tick after tick until `stop` turns true; the tick under way is finished.
    ///
    /// A tick is drawn, written and signed a while before it is due, and shown when it is due: how long the disk took,
    /// and what else the machine had to do, does not show.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut pace = Pace::new(self.rhythm.count, self.rhythm.cap);
        self.refill(pace.count()).await;
        let lead = (self.rhythm.tick / 4).min(LEAD);
        let mut due = tokio::time::Instant::now() + lead;
        loop {
            due = next_due(due, self.rhythm.tick, tokio::time::Instant::now() + lead);
            tokio::select! {
                () = self.wait_for_tick(due - lead, pace.count()) => {}
                _ = stop.wait_for(|stopped| *stopped) => return,
            }
            let this = Arc::clone(&self);
            let kept = tokio::task::spawn_blocking(move || {
                let kept = this.keep(&mut pace).ok();
                (pace, kept)
            });
            let Ok((after, kept)) = kept.await else {
                tracing::error!("the tick panicked: the relay stops publishing");
                return;
            };
            pace = after;
            match kept {
                Some(kept) => {
                    tokio::time::sleep_until(due).await;
                    // Told from here and not from the blocking thread: to wake a task from outside the runtime costs
                    // more.
                    self.show(kept).tell();
                }
                None => tokio::time::sleep(RETRY.max(self.rhythm.tick)).await,
            }
            if self.pool.len() < pool_target(pace.count()) {
                self.refill_in_background(pace.count());
            }
        }
    }

    async fn wait_for_tick(&self, when: tokio::time::Instant, count: usize) {
        if !self.rhythm.tick.is_zero() {
            return tokio::time::sleep_until(when).await;
        }
        // Back to back: as soon as a full tick waits, or a moment after the first arrival.
        self.wait_for(1).await;
        let _ = tokio::time::timeout(LINGER, self.wait_for(count)).await;
        self.wanted.store(usize::MAX, Ordering::Release);
    }

    async fn wait_for(&self, wanted: usize) {
        // Said before the queue is looked at: whoever queues after that look sees it.
        self.wanted.store(wanted, Ordering::Release);
        while self.waiting().len() < wanted {
            self.arrived.notified().await;
        }
    }

    /// Publishes one tick; when this returns `Ok`, it is durable and everybody who waited for it was told.
    ///
    /// # Errors
    /// The store's. The same batch is tried by the next call; those who waited were told to come back.
    pub fn tick(&self, pace: &mut Pace) -> Result<(), LedgerError> {
        self.keep(pace).map(|kept| self.show(kept).tell())
    }

    /// Draws a tick and makes it durable; nobody sees it yet, and those who wait for it are still to be told.
    fn keep(&self, pace: &mut Pace) -> Result<Kept, LedgerError> {
        let mut rng = StdRng::from_entropy();
        let now = self.clock.now();
        let lacking = self.waiting().begin(pace, now, &mut rng);
        // Not under the lock: sealing what the pool lacks must not hold up whoever posts.
        let dummies = self.pool.take(lacking);
        let records = self.waiting().top_up(dummies, now, &mut rng);
        self.ledger.keep(&records, self.clock.unix_seconds()).inspect_err(|error| {
            let full = matches!(error, LedgerError::Store(error) if error.is_full());
            tracing::error!(%error, "tick not published, trying again");
            self.counters.failed.fetch_add(1, Ordering::Relaxed);
            self.waiting().fail(Failed { full });
        })
    }

    fn show(&self, kept: Kept) -> Settled {
        let first = self.ledger.show(kept);
        self.counters.ticks.fetch_add(1, Ordering::Relaxed);
        // Told outside the lock: those who hear it post again at once.
        let settled = self.waiting().settle(first);
        self.shown.send_modify(|shown| *shown += 1);
        settled
    }

    fn refill_in_background(self: &Arc<Self>, count: usize) {
        let this = Arc::clone(self);
        tokio::spawn(async move {
            // Not while readers are served: how much there is to seal must not show in when they are.
            tokio::time::sleep(this.rhythm.tick / 4).await;
            this.refill(count).await;
        });
    }

    async fn refill(self: &Arc<Self>, count: usize) {
        let this = Arc::clone(self);
        let target = pool_target(count);
        if tokio::task::spawn_blocking(move || this.pool.fill(target)).await.is_err() {
            tracing::error!("sealing dummies panicked");
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When the tick after the one at `last` is due. Ticks that are missed are left out: the rate is never above the promised
/// one, and one late tick does not show in when all others come.
fn next_due(last: tokio::time::Instant, tick: Duration, earliest: tokio::time::Instant) -> tokio::time::Instant {
    let next = last + tick;
    if tick.is_zero() || next >= earliest {
        return next.max(earliest);
    }
    let missed = (earliest - last).as_nanos().div_ceil(tick.as_nanos());
    last + tick * u32::try_from(missed).unwrap_or(u32::MAX)
}

fn envelope_record(envelope: &Bytes) -> Record {
    let (clue, body) = envelope.split_at(envelope.len() - BODY_LEN);
    let mut fixed = [0; 48];
    fixed.copy_from_slice(clue);
    let entry = Entry::Envelope { clue: fixed, body_hash: Sha256::digest(body).into() };
    Record { entry: entry.encode(), body: envelope.slice(48..) }
}

/// Enough for this tick and the next, and for a doubling between them.
fn pool_target(count: usize) -> usize {
    count.saturating_mul(4).min(MAX_POOL)
}

/// The segment that entry `at` is in.
#[must_use]
pub fn segment_of(at: u64) -> u64 {
    at / RECORDS_PER_SEGMENT
}

const _: () = assert!(ENTRY_LEN == davylamp_protocol::log::entry::ENTRY_LEN);
static NO_BODY: [u8; BODY_LEN] = [0; BODY_LEN];
const RETRY: Duration = Duration::from_secs(1);
/// By how much a tick is ready before it is due; a quarter of the tick if that is less.
const LEAD: Duration = Duration::from_millis(250);
const LINGER: Duration = Duration::from_millis(50);
const MAX_POOL: usize = 512;

#[cfg(test)]
mod tests;
