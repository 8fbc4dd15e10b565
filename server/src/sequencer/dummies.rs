//! Dummies, sealed and hashed ahead: a tick takes them from a pool, so that how many it lacked never shows in its timing.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::envelope_record;
use crate::store::Record;

/// Makes dummies.
pub trait DummySource: Send + 'static {
    /// One fresh dummy: a clue and a body like any other's, readable by nobody.
    fn dummy(&mut self) -> [u8; 4096];
}

/// Dummies of `davylamp_protocol`, sealed by the function that seals everything else.
pub struct SealedDummies {
    dummies: davylamp_protocol::envelope::Dummies,
}

impl SealedDummies {
    /// With a recipient whose seed is dropped at once.
    #[must_use]
    pub fn new() -> Self {
        Self { dummies: davylamp_protocol::envelope::Dummies::new(&mut rand::rngs::OsRng) }
    }
}

impl Default for SealedDummies {
    fn default() -> Self {
        Self::new()
    }
}

impl DummySource for SealedDummies {
    fn dummy(&mut self) -> [u8; 4096] {
        *self.dummies.seal(&mut rand::rngs::OsRng).as_bytes()
    }
}

/// A pool of sealed dummies.
pub struct DummyPool {
    ready: Mutex<VecDeque<Record>>,
    source: Mutex<Box<dyn DummySource>>,
}

impl DummyPool {
    /// An empty pool.
    #[must_use]
    pub fn new(source: Box<dyn DummySource>) -> Self {
        Self { ready: Mutex::default(), source: Mutex::new(source) }
    }

    /// How many are ready.
    #[must_use]
    pub fn len(&self) -> usize {
        lock(&self.ready).len()
    }

    /// Whether none is ready.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes `count` dummies; seals on the spot what the pool lacks.
    pub fn take(&self, count: usize) -> Vec<Record> {
        let mut taken: Vec<_> = {
            let mut ready = lock(&self.ready);
            let available = count.min(ready.len());
            ready.drain(..available).collect()
        };
        while taken.len() < count {
            taken.push(self.seal());
        }
        taken
    }

    /// Seals until `target` are ready. Slow: call it off the async threads.
    pub fn fill(&self, target: usize) {
        while self.len() < target {
            let dummy = self.seal();
            lock(&self.ready).push_back(dummy);
        }
    }

    fn seal(&self) -> Record {
        let dummy = lock(&self.source).dummy();
        envelope_record(&Bytes::copy_from_slice(&dummy))
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(u8);
    impl DummySource for Counting {
        fn dummy(&mut self) -> [u8; 4096] {
            self.0 += 1;
            [self.0; 4096]
        }
    }

    #[test]
    fn the_pool_serves_what_it_holds_and_seals_the_rest() {
        let pool = DummyPool::new(Box::new(Counting(0)));
        pool.fill(3);
        let firsts: Vec<u8> = pool.take(5).iter().map(|dummy| dummy.body[0]).collect();
        assert_eq!(firsts, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn no_dummy_is_given_twice() {
        let pool = DummyPool::new(Box::new(SealedDummies::new()));
        pool.fill(4);
        let mut all: Vec<_> = pool.take(8).into_iter().map(|dummy| dummy.entry).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 8);
    }
}
