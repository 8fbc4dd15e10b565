//! One alert at one contact, as the device that raised it sees it (`SPEC.md` 12.4): hashes and stages, nothing else.
//!
//! ```text
//! queued ─posted→ on the relay ─sees stage 1→ received ─sees stage 2→ a person has it
//! ```
//!
//! No clock, no key, no x: from a seized device nobody can make what it waits for.

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use super::{AckHash, AlertName, Stage, X, ack_hash};
use crate::cbor::{self, NotCanonical};
use crate::clue::Tag;

/// Updates and cancels about one alert whose acknowledgements are waited for: the newest. The alert's own are never
/// given up.
pub const FOLLOWED_MAX: usize = 16;

/// How far an alert has come. Each is said only once something shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Reached {
    /// In the device's outbox.
    #[n(0)]
    Queued,
    /// A relay proved that it is in its log.
    #[n(1)]
    OnRelay,
    /// The desk's machine has it.
    #[n(2)]
    Received,
    /// A person has it.
    #[n(3)]
    Person,
}

/// One alert, or drill, at one contact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(map)]
pub struct Raised {
    #[cbor(n(0), with = "minicbor::bytes")]
    name: AlertName,
    #[n(1)]
    reached: Reached,
    #[n(2)]
    cancelled: bool,
    #[n(3)]
    own: Vec<Awaited>,
    #[n(4)]
    followed: Vec<Vec<Awaited>>,
}

/// What acknowledges one sealing in one log.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
struct Awaited {
    #[n(0)]
    origin: String,
    #[cbor(n(1), with = "minicbor::bytes")]
    received: AckHash,
    #[cbor(n(2), with = "minicbor::bytes")]
    person: AckHash,
}

impl Awaited {
    fn of(x: &X, origin: &str) -> Self {
        let [received, person] = [Stage::Received, Stage::Person].map(|stage| ack_hash(&x.ack(origin, stage)));
        Self { origin: origin.to_owned(), received, person }
    }
}

impl Raised {
    /// An alert sealed with `x` for the logs called `origins`. To be durable before anything is posted.
    #[must_use]
    pub fn new(x: &X, origins: &[&str]) -> Self {
        let own = origins.iter().map(|origin| Awaited::of(x, origin)).collect();
        Self { name: x.name(), reached: Reached::Queued, cancelled: false, own, followed: Vec::new() }
    }

    /// An update or a cancel about it, sealed with `x`: who has seen that has seen it.
    pub fn follow(&mut self, x: &X, origins: &[&str]) {
        if self.followed.len() >= FOLLOWED_MAX {
            self.followed.remove(0);
        }
        self.followed.push(origins.iter().map(|origin| Awaited::of(x, origin)).collect());
    }

    /// A proof was verified that it, or something about it, is in the log called `origin`.
    pub fn posted(&mut self, origin: &str) {
        if self.awaited().any(|awaited| awaited.origin == origin) {
            self.reach(Reached::OnRelay);
        }
    }

    fn awaited(&self) -> impl Iterator<Item = &Awaited> {
        self.own.iter().chain(self.followed.iter().flatten())
    }

    /// A tag in the log called `origin`. Whether it brought the alert further.
    pub fn sees(&mut self, origin: &str, tag: &Tag) -> bool {
        let hash = ack_hash(tag);
        let awaited = self.awaited().filter(|awaited| awaited.origin == origin);
        let reached = awaited.filter_map(|awaited| {
            (hash == awaited.person)
                .then_some(Reached::Person)
                .or((hash == awaited.received).then_some(Reached::Received))
        });
        reached.max().is_some_and(|reached| self.reach(reached))
    }

    fn reach(&mut self, reached: Reached) -> bool {
        let further = reached > self.reached;
        self.reached = self.reached.max(reached);
        further
    }

    /// Its owner typed a word, whichever it was: the repeats end. It is shown further as before.
    pub const fn cancel(&mut self) {
        self.cancelled = true;
    }

    /// Which alert.
    #[must_use]
    pub const fn name(&self) -> &AlertName {
        &self.name
    }

    /// How far it has come.
    #[must_use]
    pub const fn reached(&self) -> Reached {
        self.reached
    }

    /// Whether it was cancelled on this device.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// Whether the repeats go on: no person has it, and it was not cancelled.
    #[must_use]
    pub fn calls_on(&self) -> bool {
        !self.cancelled && self.reached < Reached::Person
    }

    /// Deterministic CBOR, for a profile.
    #[must_use]
    pub fn encode_state(&self) -> Zeroizing<Vec<u8>> {
        cbor::encode(self)
    }

    /// Reads exactly what [`Raised::encode_state`] wrote.
    ///
    /// # Errors
    /// [`NotCanonical`].
    pub fn decode_state(bytes: &[u8]) -> Result<Self, NotCanonical> {
        cbor::decode(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGS: [&str; 2] = ["a.example", "b.example"];

    fn x(byte: u8) -> X {
        X::from_bytes(&[byte; 32])
    }

    fn raised() -> Raised {
        Raised::new(&x(1), &LOGS)
    }

    #[test]
    fn goes_through_its_states_in_order_and_never_back() {
        let mut raised = raised();
        assert_eq!((raised.reached(), raised.calls_on()), (Reached::Queued, true));
        raised.posted("a.example");
        assert_eq!((raised.reached(), raised.calls_on()), (Reached::OnRelay, true));
        assert!(raised.sees("b.example", &x(1).ack("b.example", Stage::Received)));
        assert_eq!((raised.reached(), raised.calls_on()), (Reached::Received, true));
        assert!(raised.sees("a.example", &x(1).ack("a.example", Stage::Person)));
        assert_eq!((raised.reached(), raised.calls_on()), (Reached::Person, false));
        raised.posted("a.example");
        assert!(!raised.sees("a.example", &x(1).ack("a.example", Stage::Received)));
        assert_eq!(raised.reached(), Reached::Person);
    }

    #[test]
    fn no_other_alert_log_or_stage_acknowledges_it() {
        let mut raised = raised();
        for (origin, tag) in [
            ("a.example", x(2).ack("a.example", Stage::Person)),
            ("a.example", x(1).ack("b.example", Stage::Person)),
            ("c.example", x(1).ack("c.example", Stage::Person)),
            ("a.example", ack_hash(&x(1).ack("a.example", Stage::Person))),
            ("a.example", x(1).name()),
            ("a.example", [0; 16]),
        ] {
            assert!(!raised.sees(origin, &tag));
        }
        raised.posted("c.example");
        assert_eq!(raised.reached(), Reached::Queued);
    }

    #[test]
    fn an_acknowledged_update_is_about_the_alert() {
        let mut raised = raised();
        raised.follow(&x(2), &LOGS);
        assert!(raised.sees("a.example", &x(2).ack("a.example", Stage::Person)));
        assert_eq!(raised.reached(), Reached::Person);
    }

    #[test]
    fn waits_for_its_own_acknowledgement_for_ever_and_for_the_newest_updates() {
        let mut raised = raised();
        (2..40).for_each(|byte| raised.follow(&x(byte), &LOGS));
        assert_eq!(raised.followed.len(), FOLLOWED_MAX);
        let sees = |byte: u8| raised.clone().sees("a.example", &x(byte).ack("a.example", Stage::Received));
        assert!(sees(1) && sees(39) && sees(24));
        assert!(!sees(23));
    }

    #[test]
    fn a_cancel_ends_the_repeats_and_hides_nothing() {
        let mut raised = raised();
        raised.cancel();
        assert!(raised.is_cancelled() && !raised.calls_on());
        assert!(raised.sees("a.example", &x(1).ack("a.example", Stage::Person)));
    }

    #[test]
    fn its_state_reads_back_and_another_does_not() {
        let mut raised = raised();
        raised.follow(&x(2), &LOGS);
        raised.posted("a.example");
        let state = raised.encode_state();
        assert_eq!(Raised::decode_state(&state), Ok(raised));
        assert!(Raised::decode_state(&state[1..]).is_err());
        assert!(Raised::decode_state(&[&state[..], &[0]].concat()).is_err());
        assert!(Raised::decode_state(&[]).is_err());
    }

    #[test]
    fn its_state_holds_no_x_and_no_tag() {
        let state = raised().encode_state();
        let holds = |needle: &[u8]| state.windows(needle.len()).any(|window| window == needle);
        assert!(holds(&ack_hash(&x(1).ack("a.example", Stage::Person))), "the search finds what is there");
        assert!(!holds(x(1).expose()));
        for (origin, stage) in [("a.example", Stage::Received), ("b.example", Stage::Person)] {
            assert!(!holds(&x(1).ack(origin, stage)));
        }
    }
}
