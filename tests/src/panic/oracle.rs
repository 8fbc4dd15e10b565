//! What a client may show, and what must not be lost.
//!
//! The oracle does not ask the client. It goes by what the harness did (stopped the desk, held answers back, ran
//! `desk ack`), by the relay's log on disk, and by what the desk told.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A state, as a client shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// No relay has it, as far as is known.
    Queued,
    /// A relay proved to have it.
    OnRelay,
    /// A desk's machine has it.
    Received,
    /// A person has it.
    Acknowledged,
}

impl Shown {
    /// From its name in the client's events.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "queued" => Some(Self::Queued),
            "on-the-relay" => Some(Self::OnRelay),
            "received" => Some(Self::Received),
            "acknowledged" => Some(Self::Acknowledged),
            _ => None,
        }
    }
}

/// What was so at the moment when a state was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// No answer of the relay passed since before the alert was raised.
    pub held: bool,
    /// The desk stood still since before the alert was raised.
    pub stopped: bool,
    /// Envelopes that were posted since then and are under a signed checkpoint on the relay's disk.
    pub logged: usize,
    /// `desk ack` was begun for this alert.
    pub ack_begun: bool,
}

impl Facts {
    /// The furthest that a client can honestly show. An alert and each of its acknowledgements are an envelope each.
    #[must_use]
    pub fn at_most(self) -> Shown {
        match self {
            Self { held: true, .. } | Self { logged: 0, .. } => Shown::Queued,
            Self { stopped: true, .. } | Self { logged: 1, .. } => Shown::OnRelay,
            Self { ack_begun: false, .. } => Shown::Received,
            Self { ack_begun: true, .. } => Shown::Acknowledged,
        }
    }
}

/// Which alerts were promised, and which a desk told of.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    promised: BTreeSet<String>,
    told: BTreeMap<String, usize>,
}

impl Ledger {
    /// A client said that it raised this alert, and did not say that it could not keep it.
    pub fn promise(&mut self, alert: &str) {
        self.promised.insert(short(alert));
    }

    /// The desk told of it.
    pub fn told(&mut self, alert: &str) {
        *self.told.entry(short(alert)).or_default() += 1;
    }

    /// Whether the desk told of it.
    #[must_use]
    pub fn knows(&self, alert: &str) -> bool {
        self.told.contains_key(&short(alert))
    }

    /// Promised alerts of which no desk told.
    #[must_use]
    pub fn lost(&self) -> Vec<String> {
        self.promised.iter().filter(|alert| !self.told.contains_key(*alert)).cloned().collect()
    }

    /// Alerts of which the desk told more than once.
    #[must_use]
    pub fn doubled(&self) -> Vec<String> {
        self.told.iter().filter(|(_, times)| **times > 1).map(|(alert, _)| alert.clone()).collect()
    }

    /// How many were promised, and how many told of.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.promised.len(), self.told.len())
    }
}

/// The part of an alert's name that people type, and desks tell.
#[must_use]
pub fn short(alert: &str) -> String {
    alert.chars().take(8).collect()
}

/// Something that must never be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A promised alert that no desk told of.
    Lost(String),
    /// An alert that a desk told of twice.
    Doubled(String),
    /// A state that was shown before it was so.
    Early(String),
    /// A trigger that raised an alert which the desk knew already, so that nothing rang.
    Swallowed(String),
    /// A send that did not come to its end.
    Stuck(String),
}

impl Fault {
    /// What sort it is, in the order of [`SORTS`].
    #[must_use]
    pub fn sort(&self) -> &'static str {
        self.parts().0
    }

    fn parts(&self) -> (&'static str, &str) {
        let [lost, doubled, early, swallowed, stuck] = SORTS;
        match self {
            Self::Lost(what) => (lost, what),
            Self::Doubled(what) => (doubled, what),
            Self::Early(what) => (early, what),
            Self::Swallowed(what) => (swallowed, what),
            Self::Stuck(what) => (stuck, what),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sort, what) = self.parts();
        write!(f, "{sort}: {what}")
    }
}

/// Sorts of faults.
pub const SORTS: [&str; 5] = ["lost", "told twice", "shown too early", "swallowed", "stuck"];

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Facts = Facts { held: false, stopped: false, logged: 3, ack_begun: true };

    #[test]
    fn what_may_be_shown_follows_from_what_was_done() {
        assert_eq!(ALL.at_most(), Shown::Acknowledged);
        assert_eq!(Facts { ack_begun: false, ..ALL }.at_most(), Shown::Received);
        assert_eq!(Facts { stopped: true, ..ALL }.at_most(), Shown::OnRelay);
        assert_eq!(Facts { logged: 1, ..ALL }.at_most(), Shown::OnRelay);
        assert_eq!(Facts { logged: 0, ..ALL }.at_most(), Shown::Queued);
        assert_eq!(Facts { held: true, ..ALL }.at_most(), Shown::Queued);
    }

    #[test]
    fn names_of_states_are_those_of_the_client() {
        assert_eq!(Shown::named("on-the-relay"), Some(Shown::OnRelay));
        assert!(["sent", "", "Queued"].into_iter().all(|name| Shown::named(name).is_none()));
    }

    #[test]
    fn a_promise_that_is_dropped_and_an_alert_that_comes_twice_are_noticed() {
        let mut ledger = Ledger::default();
        ledger.promise("0011223344556677");
        ledger.promise("8899aabbccddeeff");
        assert_eq!(ledger.lost(), ["00112233", "8899aabb"]);
        ledger.told("00112233");
        assert_eq!((ledger.lost(), ledger.doubled()), (vec!["8899aabb".into()], vec![]));
        ledger.told("8899aabb");
        ledger.told("8899aabb");
        ledger.told("ffffffff");
        assert_eq!((ledger.lost(), ledger.doubled()), (vec![], vec!["8899aabb".into()]));
    }
}
