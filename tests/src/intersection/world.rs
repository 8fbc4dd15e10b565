//! One world: 50 suspects of whom one reports, and everything that anybody sends to the relay in 30 days.

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{Rng, SeedableRng as _};

use super::chance::{exponential, milliseconds};
use super::people::{Crew, Sessions, person};
use super::{DAY, HOUR, MINUTE, SECOND, Time};

/// Suspects of a world.
pub const SUSPECTS: usize = 50;
/// Acts of a reporter, at least and at most: reports, answers and checks.
pub const ACTS: std::ops::RangeInclusive<usize> = 5..=15;

/// What else is sent beside the reporter's own.
#[derive(Clone, Copy, Debug)]
pub struct Traffic {
    /// Days.
    pub days: u64,
    /// Reporters elsewhere.
    pub others: usize,
    /// Desks that post canaries.
    pub desks: usize,
    /// Bursts.
    pub bursts: Bursts,
}

/// Many envelopes within minutes: alarms and what answers them, or a courier's pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bursts {
    /// None.
    None,
    /// Ten in 30 days, whenever.
    Elsewhere,
    /// Ten in 30 days, each around an act of the reporter's: whatever made everybody write made this one write too.
    Joined,
}

/// An envelope on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sent {
    /// When it reaches the relay.
    pub at: Time,
    /// How.
    pub how: How,
    /// The desk's program acknowledges it as soon as it is in the log.
    pub acknowledged: bool,
}

/// How an envelope is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// As a reporter chooses: a deposit where those are used.
    Chosen,
    /// At once: canaries, acknowledgements, a desk's answers, alarms, packs.
    AtOnce,
}

/// One world.
pub struct World {
    /// When each suspect was connected.
    pub suspects: Vec<Sessions>,
    /// Which of them reports.
    pub reporter: usize,
    /// Everything that is sent, by time, but for acknowledgements, which follow what is published.
    pub sent: Vec<Sent>,
    /// Days.
    pub days: u64,
}

impl World {
    /// The world of a seed.
    #[must_use]
    pub fn new(traffic: &Traffic, seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let days = traffic.days;
        let crews: Vec<Crew> = (0..5).map(|_| Crew::new(days, &mut rng)).collect();
        // Seven of ten work in a crew.
        let suspects: Vec<Sessions> = (0..SUSPECTS)
            .map(|_| {
                let crew = rng.gen_bool(0.7).then(|| crews.choose(&mut rng)).flatten();
                person(crew, days, &mut rng)
            })
            .collect();
        let reporter = rng.gen_range(0..SUSPECTS);
        let mut sent = Vec::new();
        let acts = suspects.get(reporter).map(|sessions| acts(sessions, &mut sent, &mut rng)).unwrap_or_default();
        for _ in 0..traffic.others {
            self::acts(&person(None, days, &mut rng), &mut sent, &mut rng);
        }
        for _ in 0..traffic.desks {
            canaries(days, &mut sent, &mut rng);
        }
        bursts(traffic.bursts, &acts, days, &mut sent, &mut rng);
        sent.sort_unstable();
        sent.retain(|sent| sent.at < days * DAY);
        Self { suspects, reporter, sent, days }
    }
}

/// What one reporter sends, and what a person at the desk answers; gives when.
fn acts(sessions: &Sessions, sent: &mut Vec<Sent>, rng: &mut StdRng) -> Vec<Time> {
    let mut moments: Vec<Time> = (0..rng.gen_range(ACTS)).map(|_| sessions.moment(rng)).collect();
    moments.sort_unstable();
    for (number, act) in moments.iter().enumerate() {
        // First a report; then as many checks, of one envelope, as answers and further reports.
        let writes = number == 0 || rng.gen_bool(0.5);
        let mut at = *act;
        for part in 0..if writes { rng.gen_range(2..=4) } else { 1 } {
            sent.push(Sent { at, how: How::Chosen, acknowledged: writes && part == 0 });
            at += milliseconds(exponential(SECOND as f64, rng));
        }
        if writes {
            answer(act + exponential_hours(24.0, rng), sent, rng);
        }
    }
    moments
}

/// A person at the desk answers, in the day.
fn answer(about: Time, sent: &mut Vec<Sent>, rng: &mut StdRng) {
    let at = about / DAY * DAY + rng.gen_range(8 * HOUR..18 * HOUR);
    let at = if at < about { at + DAY } else { at };
    for part in 0..rng.gen_range(1..=2) {
        sent.push(Sent { at: at + part * SECOND, how: How::AtOnce, acknowledged: false });
    }
}

/// As `desk watch` posts them: exponential with a mean of 60 s, never more than four minutes apart.
fn canaries(days: u64, sent: &mut Vec<Sent>, rng: &mut StdRng) {
    let mut at = 0;
    while at < days * DAY {
        at += milliseconds(exponential(MINUTE as f64, rng)).min(4 * MINUTE);
        sent.push(Sent { at, how: How::AtOnce, acknowledged: false });
    }
}

fn bursts(bursts: Bursts, acts: &[Time], days: u64, sent: &mut Vec<Sent>, rng: &mut StdRng) {
    let count = usize::try_from(days).unwrap_or(0).div_ceil(3);
    for burst in 0..count {
        let around = match bursts {
            Bursts::None => return,
            Bursts::Elsewhere => rng.gen_range(0..days * DAY),
            Bursts::Joined => match acts.get(burst) {
                Some(act) => act.saturating_sub(rng.gen_range(0..2 * MINUTE)),
                None => return,
            },
        };
        for _ in 0..rng.gen_range(60..=300) {
            let at = around + rng.gen_range(0..2 * MINUTE);
            sent.push(Sent { at, how: How::AtOnce, acknowledged: false });
        }
    }
}

fn exponential_hours(mean: f64, rng: &mut StdRng) -> Time {
    milliseconds(exponential(mean * HOUR as f64, rng))
}
