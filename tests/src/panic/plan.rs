//! The faults of one send, drawn from a seed.

use std::fmt;
use std::time::Duration;

use rand::Rng;

use super::gate::Cut;

/// What goes wrong, and when; times count from the trigger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// `kill -9` of the relay, then it starts again.
    pub relay_kills: Vec<Duration>,
    /// Connections that are cut, in their order.
    pub cuts: Vec<Cut>,
    /// `kill -9` of the client so long after each start; then `panic resume`.
    pub client_kills: Vec<Duration>,
    /// No room for a profile.
    pub disk: Option<DiskFault>,
    /// The desk stands still from before the trigger until then.
    pub stop: Option<Duration>,
    /// The relay's answers are held back from before the trigger until then.
    pub hold: Option<Duration>,
    /// A person acknowledges so long after the desk told of the alert.
    pub ack: Duration,
}

/// How the disk is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskFault {
    /// The first process can write no profile (EFBIG).
    Starved,
    /// The file system is full (ENOSPC) between these times.
    Full {
        /// Zero: before the trigger.
        from: Duration,
        /// There is room again.
        until: Duration,
    },
}

/// Kinds of faults, as a campaign counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// None.
    None,
    /// The relay is killed.
    Relay,
    /// Connections are cut.
    Cut,
    /// The client is killed.
    Client,
    /// The disk is full.
    Disk,
    /// The desk stands still.
    Desk,
    /// Answers are held back.
    Held,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::None => "no fault",
            Self::Relay => "relay kill -9",
            Self::Cut => "connections cut",
            Self::Client => "client kill -9",
            Self::Disk => "disk full",
            Self::Desk => "desk stopped",
            Self::Held => "answers held back",
        })
    }
}

impl Plan {
    /// Draws one; `can_fill` where the disk can be full by itself.
    pub fn draw(rng: &mut impl Rng, can_fill: bool) -> Self {
        let mut plan = Self { ack: Duration::from_millis(rng.gen_range(0..60)), ..Self::default() };
        if rng.gen_bool(0.15) {
            plan.relay_kills = (0..rng.gen_range(1..=2)).map(|_| moment(rng)).collect();
        }
        if rng.gen_bool(0.35) {
            plan.cuts = (0..rng.gen_range(1..=5)).map(|_| cut(rng)).collect();
        }
        if rng.gen_bool(0.4) {
            plan.client_kills = (0..rng.gen_range(1..=3)).map(|_| moment(rng)).collect();
        }
        if rng.gen_bool(0.15) {
            plan.disk = Some(disk_fault(rng, can_fill));
        }
        if rng.gen_bool(0.08) {
            plan.stop = Some(Duration::from_millis(rng.gen_range(20..300)));
        }
        if rng.gen_bool(0.08) {
            plan.hold = Some(Duration::from_millis(rng.gen_range(20..300)));
        }
        plan
    }

    /// Kinds of faults in it.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        let kinds = [
            (!self.relay_kills.is_empty(), Kind::Relay),
            (!self.cuts.is_empty(), Kind::Cut),
            (!self.client_kills.is_empty(), Kind::Client),
            (self.disk.is_some(), Kind::Disk),
            (self.stop.is_some(), Kind::Desk),
            (self.hold.is_some(), Kind::Held),
        ];
        let kinds: Vec<Kind> = kinds.into_iter().filter_map(|(there, kind)| there.then_some(kind)).collect();
        if kinds.is_empty() { vec![Kind::None] } else { kinds }
    }
}

/// Half of them while the first steps are taken, which are many and quick.
fn moment(rng: &mut impl Rng) -> Duration {
    let most = if rng.r#gen() { 40_000 } else { 300_000 };
    Duration::from_micros(rng.gen_range(0..most))
}

/// Requests are a head and 4,352 bytes, answers a head and 4,096; streams go on.
fn cut(rng: &mut impl Rng) -> Cut {
    let down = rng.r#gen();
    let most = if rng.gen_bool(0.2) { 300 } else { 4_700 };
    Cut { down, after: rng.gen_range(0..most) }
}

fn disk_fault(rng: &mut impl Rng, can_fill: bool) -> DiskFault {
    if !can_fill || rng.gen_bool(0.4) {
        return DiskFault::Starved;
    }
    let from = if rng.r#gen() { Duration::ZERO } else { moment(rng) };
    DiskFault::Full { from, until: from + Duration::from_millis(rng.gen_range(1..200)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use std::collections::BTreeSet;

    fn plans(seed: u64, can_fill: bool) -> Vec<Plan> {
        let mut rng = StdRng::seed_from_u64(seed);
        (0..200).map(|_| Plan::draw(&mut rng, can_fill)).collect()
    }

    #[test]
    fn a_seed_gives_the_same_faults_again() {
        assert_eq!(plans(1, true), plans(1, true));
        assert_ne!(plans(1, true), plans(2, true));
    }

    #[test]
    fn two_hundred_sends_have_every_kind_of_fault_and_pairs_of_them() {
        let plans = plans(3, true);
        let kinds: BTreeSet<Kind> = plans.iter().flat_map(Plan::kinds).collect();
        assert_eq!(kinds.len(), 7);
        assert!(plans.iter().filter(|plan| plan.kinds().len() > 1).count() > 40);
    }

    #[test]
    fn where_no_file_system_can_be_filled_a_process_is_starved() {
        let mut faults = plans(4, false).into_iter().filter_map(|plan| plan.disk);
        assert!(faults.all(|fault| fault == DiskFault::Starved));
    }
}
