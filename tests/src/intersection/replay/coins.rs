//! Before each tick a fair coin decides whether anything is posted.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{Rng, SeedableRng as _};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::post::Poster;
use super::reader::{Seen, follow};
use crate::intersection::statistics::Z;

/// An experiment.
#[derive(Clone, Copy, Debug)]
pub struct Coins {
    /// Between the relay's ticks.
    pub tick: Duration,
    /// Entries of a tick.
    pub count: u64,
    /// Ticks.
    pub ticks: usize,
    /// Envelopes that are posted where the coin says so, at random moments before the tick.
    pub dose: usize,
    /// Of coins and moments.
    pub seed: u64,
}

/// What a reader saw, and what the coins had said.
pub struct Tossed {
    /// Whether anything was posted before the tick.
    pub posted: Vec<bool>,
    /// How much later than its neighbours the tick came, in seconds.
    pub late: Vec<f64>,
    /// Ticks with another count than the relay's.
    pub uneven: usize,
    /// At which places of their ticks posted envelopes came.
    pub places: Vec<u64>,
}

/// A difference between ticks before which somebody posted and those before which nobody did.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// The chance that, of one tick of each kind, the one that was posted before came later; less one half.
    pub advantage: f64,
    /// 95 %.
    pub interval: (f64, f64),
    /// By exact permutation of the coins; two-sided.
    pub p: f64,
    /// The advantage that a test at 5 % finds with a probability of 0.8.
    pub detectable: f64,
    /// The difference of the means, in microseconds.
    pub microseconds: f64,
}

impl Coins {
    /// Tosses them before the relay at `address`.
    ///
    /// # Errors
    /// When the relay does not answer, or refuses a post.
    pub async fn toss(&self, address: &str) -> Result<Tossed> {
        let mut rng = StdRng::seed_from_u64(self.seed);
        let (mut feed, poster) = (follow(address)?, Poster::new(address)?);
        let mut posts = JoinSet::new();
        let (mut seen, mut posted) = (Vec::new(), Vec::new());
        // The first ticks, and the first connection, are not like the others.
        while seen.len() < WARM_UP + self.ticks {
            let next = timeout(PATIENCE, feed.recv()).await?.context("the feed ended")?;
            seen.push(next);
            let coin = rng.gen_bool(0.5);
            posted.push(coin);
            for _ in 0..if coin { self.dose } else { 0 } {
                let (poster, after) = (poster.clone(), self.tick.mul_f64(rng.gen_range(0.1..0.8)));
                posts.spawn(async move {
                    sleep(after).await;
                    poster.post().await
                });
            }
        }
        drop(feed);
        let mut places = vec![0; usize::try_from(self.count)?];
        while let Some(index) = posts.join_next().await {
            let place = usize::try_from(index?? % self.count)?;
            *places.get_mut(place).context("a place of the tick")? += 1;
        }
        // The coin that is tossed when a tick is seen is for the next one.
        posted.insert(0, false);
        self.tossed(&seen, posted, places)
    }

    fn tossed(&self, seen: &[Seen], mut posted: Vec<bool>, places: Vec<u64>) -> Result<Tossed> {
        ensure!(seen.len() > WARM_UP, "too few ticks");
        posted.truncate(seen.len());
        let late = lateness(seen, self.tick);
        let uneven = seen.iter().skip(WARM_UP).filter(|seen| seen.entries != self.count).count();
        Ok(Tossed { posted: posted.split_off(WARM_UP), late: late.into_iter().skip(WARM_UP).collect(), uneven, places })
    }
}

/// How much later than the median of its neighbours, moved by the ticks between them, each came; in seconds.
#[must_use]
pub fn lateness(seen: &[Seen], tick: Duration) -> Vec<f64> {
    let Some(first) = seen.first() else { return Vec::new() };
    let offsets: Vec<f64> = (0u32..)
        .zip(seen)
        .map(|(n, seen)| seen.at.duration_since(first.at).as_secs_f64() - (tick * n).as_secs_f64())
        .collect();
    (0..offsets.len())
        .map(|at| {
            let around = at.saturating_sub(AROUND)..(at + AROUND + 1).min(offsets.len());
            let mut neighbours = offsets[around].to_vec();
            neighbours.sort_by(f64::total_cmp);
            offsets[at] - neighbours[neighbours.len() / 2]
        })
        .collect()
}

impl Tossed {
    /// In when ticks came.
    #[must_use]
    pub fn difference(&self, seed: u64) -> Difference {
        let ranks = ranks(&self.late);
        let (with, all) = (self.posted.iter().filter(|posted| **posted).count() as f64, self.posted.len() as f64);
        let without = all - with;
        let advantage = |posted: &[bool]| {
            let sum: f64 = ranks.iter().zip(posted).filter(|(_, posted)| **posted).map(|(rank, _)| rank).sum();
            (sum - with * (with + 1.0) / 2.0) / (with * without) - 0.5
        };
        let observed = advantage(&self.posted);
        let mut rng = StdRng::seed_from_u64(seed);
        let mut coins = self.posted.clone();
        let as_far = (0..PERMUTATIONS).filter(|_| {
            coins.shuffle(&mut rng);
            advantage(&coins).abs() >= observed.abs() - 1e-12
        });
        let p = (as_far.count() + 1) as f64 / (PERMUTATIONS + 1) as f64;
        let deviation = ((all + 1.0) / (12.0 * with * without)).sqrt();
        let mean = |wanted: bool| {
            let of = self.late.iter().zip(&self.posted).filter(|(_, posted)| **posted == wanted).map(|(late, _)| *late);
            of.sum::<f64>() / if wanted { with } else { without }
        };
        Difference {
            advantage: observed,
            interval: (observed - Z * deviation, observed + Z * deviation),
            p,
            detectable: (Z + 0.8416) * deviation,
            microseconds: (mean(true) - mean(false)) * 1e6,
        }
    }

    /// The probability of places in their ticks that are as uneven, or more, if all are equally likely.
    #[must_use]
    pub fn places_p(&self, seed: u64) -> f64 {
        let posts: u64 = self.places.iter().sum();
        let expected = posts as f64 / self.places.len() as f64;
        let uneven = |places: &[u64]| places.iter().map(|n| (*n as f64 - expected).powi(2)).sum::<f64>();
        let observed = uneven(&self.places);
        let mut rng = StdRng::seed_from_u64(seed);
        let as_uneven = (0..PERMUTATIONS).filter(|_| {
            let mut places = vec![0; self.places.len()];
            (0..posts).for_each(|_| places[rng.gen_range(0..self.places.len())] += 1);
            uneven(&places) >= observed
        });
        (as_uneven.count() + 1) as f64 / (PERMUTATIONS + 1) as f64
    }
}

/// Ranks from 1; equals share theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    for equals in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let first = order.partition_point(|at| values[*at] < values[equals[0]]);
        equals.iter().for_each(|at| ranks[*at] = first as f64 + (equals.len() as f64 + 1.0) / 2.0);
    }
    ranks
}

const WARM_UP: usize = 20;
/// Ticks on each side that a tick is compared to.
const AROUND: usize = 10;
const PERMUTATIONS: usize = 2000;
const PATIENCE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    fn tossed(late: impl Fn(bool, &mut StdRng) -> f64) -> Tossed {
        let mut rng = StdRng::seed_from_u64(1);
        let posted: Vec<bool> = (0..1000).map(|_| rng.gen_bool(0.5)).collect();
        let late = posted.iter().map(|posted| late(*posted, &mut rng)).collect();
        Tossed { posted, late, uneven: 0, places: vec![500, 500] }
    }

    #[test]
    fn noise_is_no_difference_and_a_small_delay_is_one() {
        let noise = tossed(|_, rng| rng.r#gen()).difference(1);
        assert!(noise.p > 0.05 && noise.advantage.abs() < 0.05, "{noise:?}");
        let delay = tossed(|posted, rng| rng.r#gen::<f64>() + if posted { 0.2 } else { 0.0 }).difference(1);
        assert!(delay.p < 0.01 && delay.interval.0 > 0.05 && delay.microseconds > 100_000.0, "{delay:?}");
        assert!((0.045..0.055).contains(&delay.detectable), "{delay:?}");
    }

    #[test]
    fn places_that_are_preferred_are_found() {
        let places = |places| Tossed { places, ..tossed(|_, rng| rng.r#gen()) }.places_p(1);
        assert!(places(vec![500, 510]) > 0.05);
        assert!(places(vec![450, 560]) < 0.01);
    }

    #[test]
    fn equals_share_their_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    }

    #[test]
    fn a_tick_is_late_by_what_its_neighbours_are_not_whatever_has_drifted() {
        let (tick, start) = (Duration::from_millis(50), std::time::Instant::now());
        let at = |n: u32| {
            start + tick * n + Duration::from_micros(if n >= 30 { 700 } else { 0 } + if n == 50 { 2000 } else { 0 })
        };
        let seen: Vec<Seen> = (0..100).map(|n| Seen { at: at(n), entries: 2 }).collect();
        let late = lateness(&seen, tick);
        assert!((late[50] - 0.002).abs() < 1e-9 && late[70].abs() < 1e-9 && late[10].abs() < 1e-9, "{late:?}");
    }
}
