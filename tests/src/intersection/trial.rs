//! Many worlds under one arm.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::DAY;
use super::observer::{Model, scores};
use super::publication::{Publication, publish};
use super::statistics::{Advantage, Placed};
use super::world::{SUSPECTS, Traffic, World};

/// One arm: what is sent, and how it comes into the log.
#[derive(Clone, Debug)]
pub struct Arm {
    /// What it is, for people.
    pub name: &'static str,
    /// What is sent.
    pub traffic: Traffic,
    /// How it is published.
    pub publication: Publication,
}

/// What came of an arm.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// The observer's advantage.
    pub advantage: Advantage,
    /// Envelopes a second that the flooder posted, over all 30 days.
    pub flood: f64,
    /// The part of the ticks that had more than the least count.
    pub raised: f64,
}

impl Arm {
    /// Observes `worlds` worlds. World `n` is the same in every arm with the same traffic and `seed`.
    #[must_use]
    pub fn run(&self, worlds: u64, seed: u64) -> Found {
        let next = AtomicU64::new(0);
        let work = || {
            let mut done = Vec::new();
            while let Some(world) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|world| *world < worlds) {
                done.push(self.observe(seed.wrapping_mul(1_000_003).wrapping_add(world)));
            }
            done
        };
        let observed: Vec<Observed> = thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("no world panics")).collect()
        });
        let mean = |of: fn(&Observed) -> f64| observed.iter().map(of).sum::<f64>() / worlds as f64;
        let placed: Vec<Placed> = observed.iter().map(|observed| observed.placed).collect();
        Found {
            advantage: Advantage::of(&placed, SUSPECTS),
            flood: mean(|observed| observed.flood),
            raised: mean(|observed| observed.raised),
        }
    }

    fn observe(&self, seed: u64) -> Observed {
        let world = World::new(&self.traffic, seed);
        let log = publish(&world, self.publication, seed ^ 0x0010_c000);
        let scores = scores(&world.suspects, &log, self.model());
        let mut rng = StdRng::seed_from_u64(seed ^ 0x7135);
        let seconds = (world.days * DAY / super::SECOND) as f64;
        Observed {
            placed: Placed::new(&scores, world.reporter, &mut rng),
            flood: log.posted as f64 / seconds,
            raised: log.raised as f64 / (seconds / 2.0),
        }
    }

    fn model(&self) -> Model {
        let deposits = match self.publication {
            Publication::AtOnce { .. } => false,
            Publication::Tick(ticking) => ticking.deposits,
        };
        Model { deposits }
    }
}

struct Observed {
    placed: Placed,
    flood: f64,
    raised: f64,
}

const THREADS: usize = 2;

#[cfg(test)]
mod tests {
    use super::super::statistics::two_sided;
    use super::super::world::Bursts;
    use super::*;

    #[test]
    fn without_a_log_nothing_tells_the_reporter_from_another() {
        let traffic = Traffic { days: 3, others: 0, desks: 0, bursts: Bursts::None };
        let worlds = 3000;
        let mut first = 0;
        let mut above = 0.0;
        for seed in 0..worlds {
            let world = World::new(&traffic, seed);
            let own = world.suspects[world.reporter].total();
            let longer = world.suspects.iter().filter(|sessions| sessions.total() > own).count();
            first += u64::from(longer == 0);
            above += (SUSPECTS - 1 - longer) as f64 / (SUSPECTS - 1) as f64 - 0.5;
        }
        let z = above / worlds as f64 / (1.0 / 12.0 / worlds as f64).sqrt();
        assert!(two_sided(z) > 0.01, "{z}");
        assert!(super::super::statistics::binomial_test(first, worlds, 0.02) > 0.01, "{first}");
    }
}
