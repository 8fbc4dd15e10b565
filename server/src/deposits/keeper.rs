//! Who decides about the deposits. One thread owns it; what it decides about a lapsing one is [`Hold`]'s.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use davylamp_protocol::deposit::{self, Deposit, DepositId, Hold, Lapse, Release, Visit, request_hash};
use rand::Rng;
use tokio::sync::oneshot::Receiver;
use tokio::sync::oneshot::error::TryRecvError;

use super::boot::{BootClock, ms};
use super::clock::DepositTime;
use super::record::{Fate, Record};
use super::shelf::{Shelf, Stage, cause};
use crate::sequencer::{MAX_WAITING, Outcome, Refused, Sequencer, Submission};
use crate::store::StoreError;

/// Why a deposit was not taken, or a visit not written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Declined {
    /// Something else is held under this id.
    #[error("another deposit has this id")]
    Conflict,
    /// As many as may be are held.
    #[error("too many deposits are held")]
    Saturated,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The disk failed.
    #[error("the disk failed")]
    Unavailable,
}

/// What metrics may know.
#[derive(Debug, Default)]
pub struct Counts {
    /// Deposits that are held.
    pub held: AtomicU64,
    /// Deposits whose envelope does not read.
    pub unreadable: AtomicU64,
}

/// Holds the deposits of one relay.
pub struct Keeper {
    shelf: Shelf,
    time: DepositTime,
    grain: Duration,
    sequencer: Arc<Sequencer>,
    /// With the sequencer; each is told when it is durable in the log.
    submitted: Vec<(DepositId, Receiver<Outcome>)>,
    decoy: Hold,
    caps: (usize, usize),
    counts: Arc<Counts>,
}

impl Keeper {
    /// Opens `deposits/` in the relay's directory `dir`; makes it if it is not there. Deadlines are rounded up to
    /// `grain`.
    ///
    /// # Errors
    /// The disk's own. A deposit that does not read is none: it is logged and counted.
    pub fn open(
        dir: &Path,
        grain: Duration,
        clocks: Box<dyn BootClock>,
        sequencer: Arc<Sequencer>,
    ) -> Result<Self, StoreError> {
        let path = dir.join("deposits");
        let (shelf, stamps) = Shelf::open(path.clone())?;
        let time = DepositTime::open(&path, clocks, stamps)?;
        let (submitted, counts) = (Vec::new(), Arc::default());
        let caps = (MAX_LAPSING, MAX_RANDOM);
        let keeper = Self { shelf, time, grain, sequencer, submitted, decoy: decoy(), caps, counts };
        keeper.count();
        Ok(keeper)
    }

    /// What metrics may know.
    #[must_use]
    pub fn counts(&self) -> Arc<Counts> {
        Arc::clone(&self.counts)
    }

    /// Other caps, for lapsing and for random ones.
    #[cfg(test)]
    pub(super) fn limit(&mut self, lapsing: usize, random: usize) {
        self.caps = (lapsing, random);
    }

    /// Takes a deposit, unless the same is held or logged already. Durable after the next [`Keeper::commit`].
    ///
    /// # Errors
    /// [`Declined`]; nothing of it is held then.
    pub fn accept(&mut self, deposit: &Deposit) -> Result<(), Declined> {
        let request = deposit.encode();
        if let Some(held) = self.shelf.held.get(&deposit.id) {
            return if held.request == request_hash(&request) { Ok(()) } else { Err(Declined::Conflict) };
        }
        if self.sequencer.is_logged(deposit.envelope.as_bytes()).map_err(declined)? {
            return Ok(());
        }
        let lapsing = matches!(deposit.release, Release::Lapse(_));
        let cap = if lapsing { self.caps.0 } else { self.caps.1 };
        if self.shelf.held.values().filter(|held| held.lapsing == lapsing).count() >= cap {
            return Err(Declined::Saturated);
        }
        let stamp = self.time.stamp();
        let fate = self.fate(&deposit.release, stamp.deposit_ms);
        self.shelf.put(deposit, &request, Record { sequence: 1, fate, stamp }).map_err(declined)
    }

    fn fate(&self, release: &Release, now: u64) -> Fate {
        match release {
            Release::Now => Fate::At(now),
            Release::Within { seconds } => Fate::At(now.saturating_add(random_hold(*seconds, &mut rand::thread_rng()))),
            Release::Lapse(lapse) => Fate::Lapse(Hold::new(lapse, now, ms(self.grain))),
        }
    }

    /// Writes down what a visit does. Right, duress, wrong and unknown cost the same: one decision, and one record
    /// written twice. Durable when this returns.
    ///
    /// # Errors
    /// The disk's own; then it was not told apart from one that was never made.
    pub fn visit(&mut self, visit: &Visit) -> Result<(), Declined> {
        let stamp = self.time.stamp();
        let found = self.shelf.held.get(&visit.id).and_then(|held| match &held.fate {
            Fate::Lapse(hold) if held.stage != Stage::Done => Some(hold),
            Fate::Lapse(_) | Fate::At(_) | Fate::Deleted => None,
        });
        let id = found.is_some().then_some(&visit.id);
        let mut hold = found.unwrap_or(&self.decoy).clone();
        let outcome = hold.visit(visit, stamp.deposit_ms, ms(self.grain));
        let (fate, stage) = match outcome {
            deposit::Outcome::Held => (Fate::Lapse(hold), None),
            deposit::Outcome::Deleted => (Fate::Deleted, Some(Stage::Done)),
        };
        self.shelf.write(id, fate, stamp).map_err(declined)?;
        if let Some((held, stage)) = id.and_then(|id| self.shelf.held.get_mut(id)).zip(stage) {
            held.stage = stage;
        }
        Ok(())
    }

    /// Makes everything that was taken durable.
    ///
    /// # Errors
    /// The disk's own; a call again tries again.
    pub fn commit(&mut self) -> Result<(), Declined> {
        self.shelf.sync().map_err(declined)
    }

    /// Hands what is due to the sequencer, destroys what is logged or deleted, keeps the time. What fails is logged and
    /// tried again by the next round.
    pub fn round(&mut self) {
        self.hear();
        self.submit_due();
        if let Err(error) = self.shelf.destroy_done() {
            tracing::error!(error = cause(&error), "what is left of deposits was not destroyed, trying again");
        }
        if let Err(error) = self.time.keep(self.grain.min(STAMP_EVERY)) {
            tracing::warn!(error = cause(&error), "deposit time was not saved");
        }
        self.count();
    }

    /// Saves the time, at the end.
    pub fn close(&mut self) {
        if let Err(error) = self.time.save() {
            tracing::warn!(error = cause(&error), "deposit time was not saved");
        }
    }

    /// Hears from the sequencer what is durable in the log.
    fn hear(&mut self) {
        let mut still = Vec::new();
        for (id, mut outcome) in std::mem::take(&mut self.submitted) {
            let stage = match outcome.try_recv() {
                Err(TryRecvError::Empty) => {
                    still.push((id, outcome));
                    continue;
                }
                Ok(Ok(_)) => Stage::Done,
                // The store refused the tick. Asked again, it joins what waits still.
                Ok(Err(_)) | Err(TryRecvError::Closed) => Stage::Held,
            };
            if let Some(held) = self.shelf.held.get_mut(&id) {
                held.stage = stage;
            }
        }
        self.submitted = still;
    }

    fn submit_due(&mut self) {
        let now = self.time.now();
        let due = self.shelf.held.iter().filter(|(_, held)| held.stage == Stage::Held && held.is_due(now));
        let mut due: Vec<(u64, DepositId)> = due.map(|(id, held)| (held.due_ms(), *id)).collect();
        due.sort_unstable();
        for (_, id) in due {
            // Half of the queue stays free for those who post now, however many deposits are due at once.
            if self.sequencer.backlog() >= MAX_WAITING / 2 {
                return;
            }
            let stage = self.submit(id);
            if let Some(held) = self.shelf.held.get_mut(&id) {
                held.stage = stage;
            }
        }
    }

    fn submit(&mut self, id: DepositId) -> Stage {
        let request = match self.shelf.request(&id) {
            Ok(request) => request,
            Err(error) => {
                tracing::error!(error = cause(&error), "a due deposit was not read, trying again");
                return Stage::Held;
            }
        };
        let Some(deposit) = request.and_then(|request| Deposit::decode(&request).ok()) else {
            tracing::error!("a due deposit does not read: its envelope cannot be released");
            return Stage::Unreadable;
        };
        match self.sequencer.submit(&Bytes::copy_from_slice(deposit.envelope.as_bytes())) {
            Ok(Submission::Logged(_)) => Stage::Done,
            Ok(Submission::Waits(outcome)) => {
                self.submitted.push((id, outcome));
                Stage::Submitted
            }
            Err(Refused::Saturated) => Stage::Held,
            Err(Refused::Store(error)) => {
                tracing::error!(error = cause(&error), "a due deposit was not submitted, trying again");
                Stage::Held
            }
        }
    }

    fn count(&self) {
        let held = self.shelf.held.values();
        let unreadable = held.filter(|held| held.stage == Stage::Unreadable).count();
        self.counts.held.store((self.shelf.held.len() - unreadable) as u64, Ordering::Relaxed);
        self.counts.unreadable.store(unreadable as u64, Ordering::Relaxed);
    }
}

/// For how many milliseconds a deposit of random release is held: uniform over a window of so many `seconds`.
pub fn random_hold(seconds: u32, rng: &mut impl Rng) -> u64 {
    rng.gen_range(0..=u64::from(seconds) * 1000)
}

/// Stands in for a deposit that is not held: nobody knows its words, it is never due, and what it decides is forgotten.
fn decoy() -> Hold {
    Hold::new(&Lapse { hold: 1, right: rand::random(), duress: rand::random() }, u64::MAX / 2, 1)
}

fn declined(error: StoreError) -> Declined {
    tracing::error!(error = cause(&error), "deposits");
    if error.is_full() { Declined::Full } else { Declined::Unavailable }
}

/// Lapsing deposits that may be held.
pub const MAX_LAPSING: usize = 16_384;
/// Deposits of random release that may be held.
pub const MAX_RANDOM: usize = 65_536;
const STAMP_EVERY: Duration = Duration::from_secs(60);
