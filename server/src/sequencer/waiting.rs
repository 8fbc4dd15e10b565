//! What waits for a tick: in memory only, bounded, each envelope once.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::time::Instant;

use rand::Rng;
use rand::seq::SliceRandom as _;
use tokio::sync::oneshot;

use super::Pace;
use crate::store::{ENTRY_LEN, Record};

/// How a tick ended for one that waits for it: the index in the log, or the store failed.
pub type Outcome = Result<u64, Failed>;

/// The store did not take the tick; what waited is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The disk is full.
    pub full: bool,
}

/// Why an envelope was not queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saturated;

/// Envelopes and cards that wait, and the batch that is being published.
#[derive(Default)]
pub struct Waiting {
    envelopes: Vec<Place>,
    cards: VecDeque<Place>,
    // Kept until the log has it, so that a second POST never finds an envelope in neither place.
    batch: Vec<Place>,
    complete: bool,
    drawn: u64,
    keys: HashSet<[u8; ENTRY_LEN]>,
}

/// One that waits, with everybody who wants to hear of it.
pub(super) struct Place {
    /// What will be logged.
    record: Record,
    since: Instant,
    listeners: Vec<oneshot::Sender<Outcome>>,
}

impl Waiting {
    /// Joins whoever waits for the same entry already.
    pub fn join(&mut self, entry: &[u8; ENTRY_LEN]) -> Option<oneshot::Receiver<Outcome>> {
        self.keys.get(entry)?;
        let mut all = self.envelopes.iter_mut().chain(&mut self.cards).chain(&mut self.batch);
        let place = all.find(|place| place.record.entry == *entry)?;
        let (sender, receiver) = oneshot::channel();
        place.listeners.push(sender);
        Some(receiver)
    }

    /// Queues an envelope.
    ///
    /// # Errors
    /// [`Saturated`] when 4,096 wait.
    pub fn push(&mut self, record: Record, now: Instant) -> Result<oneshot::Receiver<Outcome>, Saturated> {
        if self.len() >= MAX_WAITING {
            return Err(Saturated);
        }
        let (place, receiver) = Place::new(record, now);
        self.keys.insert(place.record.entry);
        self.envelopes.push(place);
        Ok(receiver)
    }

    /// Queues a card or a notice, which takes the first place of a tick.
    ///
    /// # Errors
    /// [`Saturated`] when 4,096 wait.
    pub fn push_card(&mut self, record: Record, now: Instant) -> Result<oneshot::Receiver<Outcome>, Saturated> {
        if self.len() >= MAX_WAITING {
            return Err(Saturated);
        }
        let (place, receiver) = Place::new(record, now);
        self.keys.insert(place.record.entry);
        self.cards.push_back(place);
        Ok(receiver)
    }

    /// How many wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.envelopes.len() + self.cards.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Since when the one that waits longest has waited.
    #[must_use]
    pub fn oldest(&self) -> Option<Instant> {
        self.envelopes.iter().chain(&self.cards).map(|place| place.since).min()
    }

    /// How many batches were drawn; what comes now is in the next one at the earliest.
    #[must_use]
    pub fn drawn(&self) -> u64 {
        self.drawn
    }

    /// Begins a tick: draws as many as `pace` says for `now`; answers how many dummies the batch lacks.
    pub fn begin(&mut self, pace: &mut Pace, now: Instant, rng: &mut impl Rng) -> usize {
        let longest = self.oldest().map(|since| now.saturating_duration_since(since));
        let count = pace.next(now, longest, rng);
        self.draw(count, rng)
    }

    /// Draws up to `count` at random (at most one card among them); answers how many dummies the batch lacks.
    /// A batch that the store refused stays as it is and lacks nothing.
    fn draw(&mut self, count: usize, rng: &mut impl Rng) -> usize {
        if self.complete {
            return 0;
        }
        self.drawn += 1;
        self.batch.extend(self.cards.pop_front());
        while self.batch.len() < count && !self.envelopes.is_empty() {
            let drawn = rng.gen_range(0..self.envelopes.len());
            self.batch.push(self.envelopes.swap_remove(drawn));
        }
        count.saturating_sub(self.batch.len())
    }

    /// Tops the batch up and shuffles it; what it answers is what must be published next, in this order, until
    /// [`Waiting::settle`]: after a failure the very same batch is tried again.
    pub fn top_up(&mut self, dummies: Vec<Record>, now: Instant, rng: &mut impl Rng) -> Vec<Record> {
        if !self.complete {
            self.batch.extend(dummies.into_iter().map(|record| Place::new(record, now).0));
            self.batch.shuffle(rng);
            self.complete = true;
        }
        self.batch.iter().map(|place| place.record.clone()).collect()
    }

    /// The batch is in the log from index `first` on; nobody was told yet.
    pub fn settle(&mut self, first: u64) -> Settled {
        self.complete = false;
        let batch = std::mem::take(&mut self.batch);
        for place in &batch {
            self.keys.remove(&place.record.entry);
        }
        Settled { first, batch }
    }

    /// The store failed: everybody is told, the batch and what waits stay.
    pub fn fail(&mut self, failed: Failed) {
        for place in self.batch.iter_mut().chain(&mut self.envelopes).chain(&mut self.cards) {
            for listener in place.listeners.drain(..) {
                // A caller that left needs no answer.
                let _ = listener.send(Err(failed));
            }
        }
    }
}

/// A published batch, with everybody who waits to hear of it.
#[must_use = "those who wait must be told"]
pub struct Settled {
    first: u64,
    batch: Vec<Place>,
}

impl Settled {
    /// Tells each its index.
    pub fn tell(self) {
        for (index, place) in (self.first..).zip(self.batch) {
            place.tell(Ok(index));
        }
    }
}

impl Place {
    fn new(record: Record, since: Instant) -> (Self, oneshot::Receiver<Outcome>) {
        let (sender, receiver) = oneshot::channel();
        (Self { record, since, listeners: vec![sender] }, receiver)
    }

    fn tell(self, outcome: Outcome) {
        for listener in self.listeners {
            let _ = listener.send(outcome);
        }
    }
}

/// More than this many waiting envelopes are turned away.
pub const MAX_WAITING: usize = 4096;

#[cfg(test)]
mod tests;
