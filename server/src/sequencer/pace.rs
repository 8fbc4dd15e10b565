//! How many entries a tick publishes (DECISIONS: the count follows a backlog, never a single visitor).

use std::time::{Duration, Instant};

use rand::Rng;

/// The count of a tick: doubled while something has waited too long, halved after a random calm.
#[derive(Debug)]
pub struct Pace {
    count: usize,
    base: usize,
    cap: usize,
    doubled: Option<Instant>,
    calm_until: Option<Instant>,
}

impl Pace {
    /// Starts at `base`, and stays between `base` and `cap`.
    #[must_use]
    pub fn new(base: usize, cap: usize) -> Self {
        let base = base.max(1);
        Self { count: base, base, cap: cap.max(base), doubled: None, calm_until: None }
    }

    /// The count of the next tick, when the longest wait so far is `longest_wait`.
    pub fn next(&mut self, now: Instant, longest_wait: Option<Duration>, rng: &mut impl Rng) -> usize {
        if longest_wait.is_some_and(|wait| wait > PATIENCE) {
            self.double(now, rng);
        } else if self.count > self.base && self.calm_until.is_some_and(|until| now >= until) {
            self.count = (self.count / 2).max(self.base);
            self.calm_until = Some(now + calm(rng));
        }
        self.count
    }

    /// The count of the last tick.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    fn double(&mut self, now: Instant, rng: &mut impl Rng) {
        self.calm_until = Some(now + calm(rng));
        if self.doubled.is_none_or(|then| now.duration_since(then) >= PATIENCE) {
            self.count = self.count.saturating_mul(2).min(self.cap);
            self.doubled = Some(now);
        }
    }
}

// Random, so that the end of a burst does not tell when it began.
fn calm(rng: &mut impl Rng) -> Duration {
    Duration::from_millis(rng.gen_range(10 * 60 * 1000..=60 * 60 * 1000))
}

const PATIENCE: Duration = Duration::from_secs(15);

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;

    const LONG: Option<Duration> = Some(Duration::from_secs(16));
    const SHORT: Option<Duration> = Some(Duration::from_secs(15));

    fn pace() -> (Pace, Instant, StdRng) {
        (Pace::new(2, 64), Instant::now(), StdRng::seed_from_u64(1))
    }

    #[test]
    fn short_waits_change_nothing() {
        let (mut pace, start, mut rng) = pace();
        for tick in 0..1000 {
            assert_eq!(pace.next(start + Duration::from_secs(2 * tick), SHORT, &mut rng), 2);
        }
    }

    #[test]
    fn a_long_wait_doubles_at_most_every_fifteen_seconds() {
        let (mut pace, start, mut rng) = pace();
        assert_eq!(pace.next(start, LONG, &mut rng), 4);
        assert_eq!(pace.next(start + Duration::from_secs(14), LONG, &mut rng), 4);
        assert_eq!(pace.next(start + Duration::from_secs(15), LONG, &mut rng), 8);
    }

    #[test]
    fn the_cap_holds() {
        let (mut pace, start, mut rng) = pace();
        for i in 0..20 {
            assert!(pace.next(start + Duration::from_secs(15 * i), LONG, &mut rng) <= 64);
        }
        assert_eq!(pace.count(), 64);
    }

    #[test]
    fn it_halves_only_after_ten_to_sixty_minutes_of_calm() {
        let (mut pace, start, mut rng) = pace();
        pace.next(start, LONG, &mut rng);
        assert_eq!(pace.next(start + Duration::from_secs(599), None, &mut rng), 4);
        assert_eq!(pace.next(start + Duration::from_secs(3601), None, &mut rng), 2);
        assert_eq!(pace.next(start + Duration::from_secs(9000), None, &mut rng), 2);
    }
}
