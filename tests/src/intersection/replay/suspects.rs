//! The arrivals of many worlds before one relay, 30 days in minutes; the observer ranks each world's suspects.
//!
//! All worlds post to the same relay, each of its own reporters being the others' traffic. What the log would look like
//! if nobody posted is learnt from [`super::coins`]: how often a tick is as late as this one with a post before it, and
//! without. If the log does not depend on who posts, the reporters' ranks are independent and uniform, as many worlds
//! as there are.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

use super::coins::{Tossed, lateness};
use super::post::Poster;
use super::reader::{Seen, follow};
use crate::intersection::DAY;
use crate::intersection::observer::{Evidence, MEAN_ACTS, connected};
use crate::intersection::statistics::{Advantage, Placed};
use crate::intersection::world::{Bursts, How, SUSPECTS, Traffic, World};

/// An experiment.
#[derive(Clone, Copy, Debug)]
pub struct Suspects {
    /// Between the relay's ticks.
    pub tick: Duration,
    /// Entries of a tick.
    pub count: u64,
    /// Ticks into which the 30 days go.
    pub ticks: u32,
    /// Worlds.
    pub worlds: u64,
    /// Of the worlds.
    pub seed: u64,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    /// The observer's advantage.
    pub advantage: Advantage,
    /// Envelopes that were posted.
    pub posts: usize,
    /// Ticks with another count than the relay's.
    pub uneven: usize,
}

impl Suspects {
    /// Posts what the reporters of all worlds send to the relay at `address`, and ranks their suspects.
    ///
    /// # Errors
    /// When the relay does not answer, or refuses a post.
    pub async fn rank(&self, address: &str, learnt: &Tossed) -> Result<Ranked> {
        let traffic = Traffic { days: DAYS, others: 0, desks: 0, bursts: Bursts::None };
        let seeds = self.seed..self.seed + self.worlds;
        let worlds: Vec<World> = seeds.map(|seed| World::new(&traffic, seed)).collect();
        let (mut feed, poster) = (follow(address)?, Poster::new(address)?);
        for _ in 0..WARM_UP {
            timeout(PATIENCE, feed.recv()).await?.context("the feed ended")?;
        }
        let start = Instant::now();
        let chosen = worlds.iter().flat_map(|world| &world.sent).filter(|sent| sent.how == How::Chosen);
        let mut posts = JoinSet::new();
        for sent in chosen {
            let at = start + (self.tick * self.ticks).mul_f64(sent.at as f64 / (DAYS * DAY) as f64);
            let poster = poster.clone();
            posts.spawn(async move {
                sleep_until(at).await;
                poster.post().await
            });
        }
        let posted = posts.len();
        let mut seen = Vec::new();
        while seen.len() < usize::try_from(self.ticks)? {
            seen.push(timeout(PATIENCE, feed.recv()).await?.context("the feed ended")?);
        }
        while let Some(index) = posts.join_next().await {
            index??;
        }
        ensure!(posted > 0, "nobody posted");
        let evidence = self.evidence(&seen, learnt);
        let mut rng = StdRng::seed_from_u64(self.seed);
        let placed: Vec<Placed> = worlds.iter().map(|world| place(world, &evidence, &mut rng)).collect();
        let uneven = seen.iter().filter(|seen| seen.entries != self.count).count();
        Ok(Ranked { advantage: Advantage::of(&placed, SUSPECTS), posts: posted, uneven })
    }

    /// How much likelier each tick's lateness is with a post before it.
    fn evidence(&self, seen: &[Seen], learnt: &Tossed) -> Evidence {
        let mut sorted = learnt.late.clone();
        sorted.sort_by(f64::total_cmp);
        let bounds: Vec<f64> = (1..CLASSES).map(|class| sorted[sorted.len() * class / CLASSES]).collect();
        let class = |late: f64| bounds.partition_point(|bound| *bound < late);
        let mut often = [[1.0; CLASSES]; 2];
        for (late, posted) in learnt.late.iter().zip(&learnt.posted) {
            often[usize::from(*posted)][class(*late)] += 1.0;
        }
        let totals = often.map(|often| often.iter().sum::<f64>());
        let ratio = |class: usize| (often[1][class] / totals[1]) / (often[0][class] / totals[0]);
        Evidence::new(lateness(seen, self.tick).into_iter().map(|late| ratio(class(late))).collect())
    }
}

fn place(world: &World, evidence: &Evidence, rng: &mut StdRng) -> Placed {
    let interval = DAYS * DAY / evidence.len() as u64;
    let score = |sessions| {
        let online = connected(sessions, interval, evidence.len());
        let total: f64 = online.iter().sum();
        evidence.score(&online.iter().map(|online| MEAN_ACTS * online / total).collect::<Vec<_>>())
    };
    let scores: Vec<f64> = world.suspects.iter().map(score).collect();
    Placed::new(&scores, world.reporter, rng)
}

const DAYS: u64 = 30;
const WARM_UP: usize = 20;
/// Classes of lateness, each as frequent as any other.
const CLASSES: usize = 8;
const PATIENCE: Duration = Duration::from_secs(60);
