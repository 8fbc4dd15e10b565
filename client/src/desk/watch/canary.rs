//! Whether this desk is cut off, by its own clock: a canary posted over another circuit must come back in the log.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rand::Rng as _;
use rand::rngs::OsRng;

/// Canaries under way in one log.
pub(super) struct Canaries {
    outstanding: BTreeMap<u64, Instant>,
    missed: u32,
    ringing: bool,
    /// When the last checkpoints came: how fast the log ticks.
    tick: Duration,
    last_checkpoint: Option<Instant>,
}

/// What a look at the clock shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It came back after so long, in time.
    Fresh(Duration),
    /// So many in a row did not: ring, once.
    CutOff(u32),
}

impl Canaries {
    pub(super) fn new() -> Self {
        Self {
            outstanding: BTreeMap::new(),
            missed: 0,
            ringing: false,
            tick: Duration::from_secs(2),
            last_checkpoint: None,
        }
    }

    /// A canary is about to be posted.
    pub(super) fn posting(&mut self, n: u64, now: Instant) {
        self.outstanding.insert(n, now);
    }

    /// A canary was in the log, with its body.
    pub(super) fn seen(&mut self, n: u64, now: Instant) -> Option<Verdict> {
        let took = now.duration_since(self.outstanding.remove(&n)?);
        if took > self.limit() {
            return None;
        }
        (self.missed, self.ringing) = (0, false);
        Some(Verdict::Fresh(took))
    }

    /// Counts what did not come back in time.
    pub(super) fn look(&mut self, now: Instant) -> Option<Verdict> {
        let limit = self.limit();
        let before = self.outstanding.len();
        self.outstanding.retain(|_, posted| now.duration_since(*posted) <= limit);
        self.missed += u32::try_from(before - self.outstanding.len()).unwrap_or(u32::MAX);
        if self.missed < RING_AFTER || self.ringing {
            return None;
        }
        self.ringing = true;
        Some(Verdict::CutOff(self.missed))
    }

    /// A checkpoint came: the time between two is a tick.
    pub(super) fn checkpoint(&mut self, now: Instant) {
        if let Some(last) = self.last_checkpoint.replace(now) {
            self.tick = (self.tick * 7 + now.duration_since(last).min(TICK_MAX)) / 8;
        }
    }

    /// 30 seconds or 15 ticks, whichever is longer.
    fn limit(&self) -> Duration {
        (self.tick * 15).max(Duration::from_secs(30))
    }
}

/// The time to the next canary: exponential with this mean, never more than four minutes.
pub(super) fn next_pause(mean: Duration) -> Duration {
    let uniform: f64 = OsRng.gen_range(f64::EPSILON..1.0);
    mean.mul_f64(-uniform.ln()).min(GAP_MAX)
}

const RING_AFTER: u32 = 2;
const GAP_MAX: Duration = Duration::from_secs(240);
/// A pause of the network is not a tick.
const TICK_MAX: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn one_that_comes_back_in_time_is_fresh_and_a_stranger_or_a_second_time_is_nothing() {
        let (mut canaries, start) = (Canaries::new(), Instant::now());
        canaries.posting(1, start);
        assert_eq!(canaries.seen(2, start), None);
        assert_eq!(canaries.seen(1, start + 3 * SECOND), Some(Verdict::Fresh(3 * SECOND)));
        assert_eq!(canaries.seen(1, start + 3 * SECOND), None);
    }

    #[test]
    fn two_missed_in_a_row_ring_once_and_one_does_not() {
        let (mut canaries, start) = (Canaries::new(), Instant::now());
        canaries.posting(1, start);
        assert_eq!(canaries.look(start + 31 * SECOND), None);
        canaries.posting(2, start + 31 * SECOND);
        assert_eq!(canaries.look(start + 62 * SECOND), Some(Verdict::CutOff(2)));
        assert_eq!(canaries.look(start + 63 * SECOND), None);
        canaries.posting(3, start + 63 * SECOND);
        assert!(matches!(canaries.seen(3, start + 64 * SECOND), Some(Verdict::Fresh(_))));
        canaries.posting(4, start + 70 * SECOND);
        assert_eq!(canaries.look(start + 101 * SECOND), None, "the count began anew");
    }

    #[test]
    fn one_that_comes_late_is_not_fresh() {
        let (mut canaries, start) = (Canaries::new(), Instant::now());
        canaries.posting(1, start);
        assert_eq!(canaries.seen(1, start + 31 * SECOND), None);
    }

    #[test]
    fn a_slow_log_is_given_fifteen_ticks() {
        let (mut canaries, start) = (Canaries::new(), Instant::now());
        (0..60).for_each(|i| canaries.checkpoint(start + i * 10 * SECOND));
        canaries.posting(1, start);
        assert!(canaries.seen(1, start + 100 * SECOND).is_some());
    }

    #[test]
    fn no_gap_is_longer_than_four_minutes() {
        assert!((0..2000).all(|_| next_pause(Duration::from_secs(60)) <= GAP_MAX));
    }
}
