//! What an observer can read of a world: entries in the log, by the ten seconds in which they appeared.
//!
//! The tick is the relay's own: [`Pace`] says how many, [`Waiting`] draws, tops up and shuffles, [`random_hold`] draws
//! how long a deposit is held. What is simulated is the clock, the tick's timer, and who posts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant};

use bytes::Bytes;
use davylamp_server::deposits::random_hold;
use davylamp_server::sequencer::{Pace, Waiting};
use davylamp_server::store::{ENTRY_LEN, Record};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng as _};

use super::chance::{SplitMix, poisson};
use super::world::{How, Sent, World};
use super::{DAY, MINUTE, SECOND, Time};

/// How long the observer's intervals are: five ticks.
pub const INTERVAL: Time = 10 * SECOND;
/// The relay's defaults.
pub const TICK: Time = 2 * SECOND;
/// Entries of a tick.
pub const COUNT: usize = 2;
/// The most that a backlog brings it to.
pub const CAP: usize = 64;
/// The client's default window for deposits, in seconds.
pub const WINDOW: u32 = 6 * 3600;

/// How what is sent comes into the log.
#[derive(Clone, Copy, Debug)]
pub enum Publication {
    /// As it comes. With as many dummies as a tick has entries, at random times, if wanted.
    AtOnce {
        /// Whether there are dummies.
        dummies: bool,
    },
    /// By the relay's tick.
    Tick(Ticking),
}

/// What there is to a tick.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ticking {
    /// What reporters send is deposited.
    pub deposits: bool,
    /// Somebody floods the relay, who knows which entries are their own.
    pub flood: Option<Flood>,
    /// What is planted.
    pub fault: Fault,
    /// Ticks with nothing to decide are decided too; to check that leaving them out changes nothing.
    pub every_tick: bool,
}

/// Posts just before each tick as much as keeps a tick's count of one's own waiting: the least that leaves no place for
/// a dummy.
#[derive(Clone, Copy, Debug)]
pub struct Flood {
    /// In one of so many spans of ten minutes, drawn at random; 1 for always.
    pub one_in: u32,
}

/// A relay that is broken on purpose: the observer must find it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// None.
    #[default]
    None,
    /// What lacks is not topped up with dummies.
    NoDummies,
    /// What comes is published as it comes, by a tick between the ticks.
    Early,
}

/// The public log, and what the observer knows besides.
pub struct Log {
    /// Entries that are not the flooder's own, in each [`INTERVAL`].
    pub entries: Vec<u16>,
    /// Whether the flooder was at work in it.
    pub flooded: Vec<bool>,
    /// Envelopes that the flooder posted.
    pub posted: u64,
    /// Ticks of more than the least count.
    pub raised: u64,
}

/// The log of a world; what is drawn comes from `seed`.
#[must_use]
pub fn publish(world: &World, publication: Publication, seed: u64) -> Log {
    match publication {
        Publication::AtOnce { dummies } => at_once(world, dummies, seed),
        Publication::Tick(ticking) => Relay::new(world, ticking, seed).run(world),
    }
}

fn at_once(world: &World, dummies: bool, seed: u64) -> Log {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut log = Log::new(world.days);
    for sent in &world.sent {
        log.add(sent.at, 1);
        if sent.acknowledged {
            log.add(acknowledgement(sent.at, &mut rng).at, 1);
        }
    }
    if dummies {
        for entries in &mut log.entries {
            *entries += u16::try_from(poisson(EXPECTED, &mut rng)).unwrap_or(u16::MAX);
        }
    }
    log
}

/// The relay's sequencer on a clock of its own.
struct Relay {
    ticking: Ticking,
    waiting: Waiting,
    pace: Pace,
    epoch: Instant,
    seed: u64,
    /// What is known to come: by time, soonest last.
    coming: Vec<Sent>,
    /// Acknowledgements, which follow what was published.
    following: BinaryHeap<Reverse<Sent>>,
    /// Which of those that wait are acknowledged once they are published.
    acknowledged: std::collections::HashSet<u64>,
    serial: u64,
    own_waiting: usize,
    log: Log,
}

impl Relay {
    fn new(world: &World, ticking: Ticking, seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let release = |sent: &Sent, rng: &mut StdRng| match sent.how {
            // The keeper looks after each tick; what is due then waits for the next one.
            How::Chosen if ticking.deposits => (sent.at + random_hold(WINDOW, rng)).next_multiple_of(TICK) + 1,
            How::Chosen | How::AtOnce => sent.at,
        };
        let mut coming: Vec<Sent> =
            world.sent.iter().map(|sent| Sent { at: release(sent, &mut rng), ..*sent }).collect();
        coming.sort_unstable_by(|a, b| b.cmp(a));
        let mut log = Log::new(world.days);
        if let Some(flood) = ticking.flood {
            for span in log.flooded.chunks_mut(SPAN) {
                span.fill(rng.gen_ratio(1, flood.one_in));
            }
        }
        Self {
            ticking,
            waiting: Waiting::default(),
            pace: Pace::new(COUNT, CAP),
            epoch: Instant::now(),
            seed,
            coming,
            following: BinaryHeap::new(),
            acknowledged: std::collections::HashSet::new(),
            serial: 0,
            own_waiting: 0,
            log,
        }
    }

    fn run(mut self, world: &World) -> Log {
        let end = world.days * DAY;
        let mut tick = TICK;
        while tick <= end {
            self.take_until(tick);
            self.flood(tick);
            self.tick(tick);
            tick = self.next_to_decide(tick);
        }
        self.log
    }

    /// The next tick at which there is anything to decide; those before it publish dummies alone.
    fn next_to_decide(&mut self, tick: Time) -> Time {
        let next = tick + TICK;
        let at_rest = self.waiting.is_empty() && self.pace.count() == COUNT && self.ticking.flood.is_none();
        if self.ticking.every_tick || !at_rest {
            return next;
        }
        let arrival = self.peek().map_or(Time::MAX / 2, |sent| sent.at).next_multiple_of(TICK);
        let wanted = arrival.max(next).min((self.log.entries.len() as u64 + 1) * INTERVAL);
        if self.ticking.fault != Fault::NoDummies {
            for skipped in (next..wanted).step_by(usize::try_from(TICK).unwrap_or(usize::MAX)) {
                self.log.add(skipped, COUNT);
            }
        }
        wanted
    }

    fn peek(&self) -> Option<&Sent> {
        let (known, follows) = (self.coming.last(), self.following.peek().map(|Reverse(sent)| sent));
        known.into_iter().chain(follows).min()
    }

    fn take_until(&mut self, tick: Time) {
        while let Some(sent) = self.peek().filter(|sent| sent.at <= tick).copied() {
            if self.coming.last() == Some(&sent) {
                self.coming.pop();
            } else {
                self.following.pop();
            }
            let id = self.push(REAL, sent.at);
            if sent.acknowledged {
                self.acknowledged.insert(id);
            }
            if self.ticking.fault == Fault::Early {
                self.tick(sent.at);
            }
        }
    }

    fn flood(&mut self, tick: Time) {
        if !self.log.is_flooded(tick) {
            return;
        }
        for _ in self.own_waiting..self.pace.count() {
            self.push(OWN, tick);
            self.own_waiting += 1;
            self.log.posted += 1;
        }
    }

    fn push(&mut self, whose: u8, at: Time) -> u64 {
        self.serial += 1;
        // Never full: 4,096 would have to wait. Who hears of the outcome is nobody.
        let _ = self.waiting.push(record(whose, self.serial), self.epoch + Duration::from_millis(at));
        self.serial
    }

    fn tick(&mut self, at: Time) {
        let now = self.epoch + Duration::from_millis(at);
        // As in the relay, where every tick has randomness of its own.
        let mut rng = SplitMix(self.seed ^ at << 20);
        let lacking = self.waiting.begin(&mut self.pace, now, &mut rng);
        let lacking = if self.ticking.fault == Fault::NoDummies { 0 } else { lacking };
        let dummies = (0..lacking).map(|n| record(DUMMY, at << 8 | n as u64)).collect();
        let batch = self.waiting.top_up(dummies, now, &mut rng);
        drop(self.waiting.settle(0));
        self.log.raised += u64::from(batch.len() > COUNT);
        for (whose, id) in batch.iter().map(read) {
            if whose == OWN {
                self.own_waiting -= 1;
                continue;
            }
            self.log.add(at, 1);
            if self.acknowledged.remove(&id) {
                self.following.push(Reverse(acknowledgement(at, &mut rng)));
            }
        }
    }
}

impl Log {
    fn new(days: u64) -> Self {
        let intervals = usize::try_from(days * DAY / INTERVAL).unwrap_or(0);
        Self { entries: vec![0; intervals], flooded: vec![false; intervals], posted: 0, raised: 0 }
    }

    /// An interval ends with the tick that stands at its end.
    fn interval(at: Time) -> usize {
        usize::try_from(at.saturating_sub(1) / INTERVAL).unwrap_or(usize::MAX)
    }

    fn add(&mut self, at: Time, count: usize) {
        if let Some(entries) = self.entries.get_mut(Self::interval(at)) {
            *entries += u16::try_from(count).unwrap_or(u16::MAX);
        }
    }

    fn is_flooded(&self, at: Time) -> bool {
        self.flooded.get(Self::interval(at)) == Some(&true)
    }
}

/// The desk's program answers what it read in the log.
fn acknowledgement(published: Time, rng: &mut impl Rng) -> Sent {
    Sent { at: published + rng.gen_range(SECOND..5 * SECOND), how: How::AtOnce, acknowledged: false }
}

fn record(whose: u8, id: u64) -> Record {
    let mut entry = [0; ENTRY_LEN];
    entry[0] = whose;
    entry[1..9].copy_from_slice(&id.to_be_bytes());
    Record { entry, body: Bytes::new() }
}

fn read(record: &Record) -> (u8, u64) {
    let mut id = [0; 8];
    id.copy_from_slice(&record.entry[1..9]);
    (record.entry[0], u64::from_be_bytes(id))
}

const REAL: u8 = 0;
const OWN: u8 = 1;
const DUMMY: u8 = 2;
/// Intervals of a span of flooding.
const SPAN: usize = (10 * MINUTE / INTERVAL) as usize;
/// Entries of an interval without a backlog.
const EXPECTED: f64 = (COUNT as u64 * INTERVAL / TICK) as f64;

#[cfg(test)]
mod tests {
    use super::super::world::{Bursts, Traffic};
    use super::*;

    fn world(bursts: Bursts, desks: usize, seed: u64) -> World {
        World::new(&Traffic { days: 3, others: 60, desks, bursts }, seed)
    }

    fn ticking(world: &World, ticking: Ticking) -> Log {
        publish(world, Publication::Tick(ticking), 7)
    }

    #[test]
    fn below_saturation_the_log_is_the_same_whoever_sends_what() {
        let nobody = World { sent: Vec::new(), ..world(Bursts::None, 0, 1) };
        let silent = ticking(&nobody, Ticking { every_tick: true, ..Ticking::default() });
        assert!(silent.entries.iter().all(|entries| *entries == 10));
        for (seed, desks, deposits) in [(1, 4, false), (2, 4, true), (3, 0, false), (4, 20, false)] {
            let log = ticking(&world(Bursts::None, desks, seed), Ticking { deposits, ..Ticking::default() });
            assert_eq!((log.raised, &log.entries), (0, &silent.entries));
        }
    }

    #[test]
    fn ticks_without_a_decision_may_be_left_out() {
        for (seed, bursts) in [(1, Bursts::None), (2, Bursts::Elsewhere), (3, Bursts::Joined)] {
            for fault in [Fault::None, Fault::NoDummies, Fault::Early] {
                let (world, some) = (world(bursts, 2, seed), Ticking { fault, ..Ticking::default() });
                let (some, all) = (ticking(&world, some), ticking(&world, Ticking { every_tick: true, ..some }));
                assert_eq!((some.raised, some.entries), (all.raised, all.entries));
            }
        }
    }

    #[test]
    fn a_burst_raises_the_count() {
        assert!(ticking(&world(Bursts::Elsewhere, 2, 1), Ticking::default()).raised > 0);
    }

    #[test]
    fn a_flooder_who_fills_every_place_sees_what_others_sent_and_no_dummy() {
        let world = world(Bursts::None, 2, 1);
        let log = ticking(&world, Ticking { flood: Some(Flood { one_in: 1 }), ..Ticking::default() });
        let seen: u64 = log.entries.iter().map(|entries| u64::from(*entries)).sum();
        let acknowledged = world.sent.iter().filter(|sent| sent.acknowledged).count();
        let sent = (world.sent.len() + acknowledged) as u64;
        assert!(seen.abs_diff(sent) < 20, "{seen} of {sent}");
        let a_second = log.posted as f64 / (3.0 * 86_400.0);
        assert!((0.9..1.1).contains(&a_second), "{a_second}");
    }

    #[test]
    fn a_planted_leak_shows_in_the_log() {
        let world = world(Bursts::None, 2, 1);
        for fault in [Fault::NoDummies, Fault::Early] {
            let log = ticking(&world, Ticking { fault, ..Ticking::default() });
            assert!(log.entries.iter().any(|entries| *entries != 10));
        }
    }
}
