//! The alert profile: all that a device keeps of its owner's contacts (`SPEC.md` 12.7).
//!
//! One-time recipients, lane keys, relay addresses, hashes of acknowledgements, and what still waits to be sent. It can
//! raise alerts and recognise their acknowledgements. It can open nothing, names nobody, and holds no word, nor anything
//! that would tell a right word from a wrong one.

mod error;
mod file;
mod place;
mod request;
mod store;
#[cfg(test)]
pub(crate) mod tests;

use davylamp_protocol::alert::{AlertName, Raised};
use davylamp_protocol::cbor;
use davylamp_protocol::hybrid::HybridRecipient;
use davylamp_protocol::log::note::VerifierKey;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop};

pub(crate) use error::ProfileError;
#[cfg(test)]
pub(crate) use place::Place;
pub(crate) use place::PlaceArgs;
pub(crate) use request::Request;
pub(crate) use store::{Mark, Replaced, Store};

/// A profile, as it lies in its file.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Profile {
    /// [`VERSION`].
    #[n(0)]
    pub(crate) version: u8,
    /// Unix seconds: what the desks were told.
    #[n(1)]
    pub(crate) expires: u64,
    /// How the relays were reached when it was armed: the trigger asks nobody.
    #[n(2)]
    pub(crate) way: Way,
    /// 1 to [`CONTACTS_MAX`].
    #[n(3)]
    pub(crate) contacts: Vec<Contact>,
    /// The next alert, sealed ahead. Absent for the moment after one was raised, or where there is no room.
    #[n(4)]
    pub(crate) ahead: Option<Ahead>,
    /// The alert or drill that was raised last, until it is done.
    #[n(5)]
    pub(crate) alert: Option<Alert>,
    /// What waits to be sent, in the order in which it goes out.
    #[n(6)]
    pub(crate) outbox: Vec<Waiting>,
    /// The check-in that runs.
    #[n(7)]
    pub(crate) check_in: Option<CheckIn>,
}

/// How relays are reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Way {
    /// SOCKS5 proxy that was named.
    #[n(0)]
    pub(crate) socks: Option<String>,
    /// Whether a relay may see where the device is.
    #[n(1)]
    pub(crate) direct: bool,
}

/// One contact: nothing here says who it is.
#[derive(Clone, PartialEq, Eq, Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
pub(crate) struct Contact {
    /// One-time recipient; its identity is with the contact only.
    #[zeroize(skip)]
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) recipient: Vec<u8>,
    /// K(j) of the alert lane: the next sealing's.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) lane: [u8; 32],
    /// 1 to [`RELAYS_MAX`].
    #[zeroize(skip)]
    #[n(2)]
    pub(crate) relays: Vec<RelayLine>,
    /// When a person there acknowledged a drill, Unix seconds.
    #[zeroize(skip)]
    #[n(3)]
    pub(crate) drilled: Option<u64>,
}

/// A relay of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct RelayLine {
    /// `host:port` or `http://host:port`.
    #[n(0)]
    pub(crate) url: String,
    /// Verifier key of its log; its name is the origin.
    #[n(1)]
    pub(crate) log: String,
}

/// An alert that needs nothing but to be sent.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Ahead {
    /// One for each contact.
    #[n(0)]
    pub(crate) followed: Vec<Followed>,
    /// One for each relay of each contact.
    #[n(1)]
    pub(crate) waiting: Vec<Waiting>,
}

/// An alert or a drill.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Alert {
    /// Whether it is a drill.
    #[n(0)]
    pub(crate) drill: bool,
    /// When it was raised, Unix seconds.
    #[n(1)]
    pub(crate) since: u64,
    /// How often "still in danger" was said.
    #[n(2)]
    pub(crate) stills: u32,
    /// One for each contact.
    #[n(3)]
    pub(crate) followed: Vec<Followed>,
}

/// An alert at one contact.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Followed {
    /// Its name there, and how far it is known to have come.
    #[n(0)]
    pub(crate) raised: Raised,
    /// For each relay, the place in its log from which on acknowledgements can stand; known once it took something.
    #[n(1)]
    pub(crate) places: Vec<Option<u64>>,
}

/// One request that a relay has not answered yet. The bytes never change: a retry sends them again.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Waiting {
    /// Which contact.
    #[n(0)]
    pub(crate) contact: usize,
    /// Which of its relays.
    #[n(1)]
    pub(crate) relay: usize,
    /// What it is.
    #[n(2)]
    pub(crate) kind: Kind,
    /// The bytes.
    #[n(3)]
    pub(crate) request: Request,
    /// The alert that it belongs to, by the contact's name for it.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub(crate) about: Option<AlertName>,
}

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub(crate) enum Kind {
    /// The first word of an alert or a drill.
    #[n(0)]
    First,
    /// "Still in danger": a newer one takes its place.
    #[n(1)]
    Still,
    /// Words or a place.
    #[n(2)]
    Update,
    /// Calls it off, or seems to.
    #[n(3)]
    Cancel,
    /// The check-in's word to the desk. The deposits and visits of a check-in are never here: a verifier or an r beside
    /// the salt would let a word be tried.
    #[n(4)]
    Alive,
}

/// A check-in that runs: alerts that relays hold, and publish unless they are renewed.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct CheckIn {
    /// Salt of `r`; it is never sent.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) salt: [u8; 32],
    /// Seconds between two renewals.
    #[n(1)]
    pub(crate) every: u32,
    /// Seconds after which a late one is missed.
    #[n(2)]
    pub(crate) grace: u32,
    /// The next deadline, Unix seconds, without the grace.
    #[n(3)]
    pub(crate) until: u64,
    /// What the relays hold, or may hold.
    #[n(4)]
    pub(crate) deposits: Vec<Deposited>,
    /// For each contact, what it would call the alert.
    #[n(5)]
    pub(crate) names: Vec<ByteArray<16>>,
    /// Whether a relay promised to hold an alert, and the contacts were told.
    #[n(6)]
    pub(crate) begun: bool,
    /// The deadline that the contacts were told of before it began, 0 for none: the first sign of life puts it off.
    #[n(7)]
    pub(crate) renews: u64,
}

/// One deposit of a check-in.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Deposited {
    /// Its id at the relay.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) id: [u8; 16],
    /// Which contact.
    #[n(1)]
    pub(crate) contact: usize,
    /// Which of its relays.
    #[n(2)]
    pub(crate) relay: usize,
    /// When it lapses as far as the relay promised, by this machine's clock, Unix seconds.
    #[n(3)]
    pub(crate) until: Option<u64>,
    /// Whether an earlier start left it: it is to be deleted.
    #[n(4)]
    pub(crate) left: bool,
}

impl Profile {
    /// The relay of a lane; `None` beyond the last.
    pub(crate) fn line(&self, contact: usize, relay: usize) -> Option<&RelayLine> {
        self.contacts.get(contact)?.relays.get(relay)
    }

    /// Every contact's every relay, as `(contact, relay)`.
    pub(crate) fn lanes(&self) -> Vec<(usize, usize)> {
        let lanes = self.contacts.iter().enumerate();
        lanes.flat_map(|(contact, c)| (0..c.relays.len()).map(move |relay| (contact, relay))).collect()
    }

    /// Leaves out what can be made again, until the rest fits.
    pub(crate) fn shed(&mut self) {
        if file::room(self).is_none() {
            self.ahead = None;
        }
        if file::room(self).is_none() {
            self.outbox.retain(|waiting| waiting.kind != Kind::Still);
        }
    }

    /// Whether one more sealing for every relay fits in: a cancel must always.
    pub(crate) fn has_room(&self) -> bool {
        let sealing = self.lanes().len() * SEALING_LEN;
        // What is sealed ahead gives way.
        let ahead = self.ahead.as_ref().map_or(0, |ahead| cbor::encode(ahead).len());
        file::room(self).is_some_and(|room| room + ahead >= sealing)
    }

    /// Whether every number and key is one that this program would have written.
    fn is_sound(&self) -> bool {
        let in_place = |contact: usize, relay: usize| self.line(contact, relay).is_some();
        let mut deposits = self.check_in.iter().flat_map(|check_in| &check_in.deposits);
        let follows_all = |followed: &[Followed]| {
            followed.len() == self.contacts.len()
                && followed.iter().zip(&self.contacts).all(|(f, contact)| f.places.len() == contact.relays.len())
        };
        let ahead = self.ahead.as_ref();
        (1..=CONTACTS_MAX).contains(&self.contacts.len())
            && ahead.is_none_or(|ahead| follows_all(&ahead.followed))
            && ahead.is_none_or(|ahead| ahead.waiting.iter().all(|waiting| in_place(waiting.contact, waiting.relay)))
            && self.alert.as_ref().is_none_or(|alert| follows_all(&alert.followed))
            && self.contacts.iter().all(Contact::is_sound)
            && self.outbox.iter().all(|waiting| in_place(waiting.contact, waiting.relay))
            && deposits.all(|deposit| in_place(deposit.contact, deposit.relay))
    }
}

impl Alert {
    /// Whether it was called off, with whatever word.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.followed.iter().any(|followed| followed.raised.is_cancelled())
    }
}

impl Contact {
    /// What is sealed to.
    pub(crate) fn recipient(&self) -> Option<HybridRecipient> {
        HybridRecipient::from_bytes(self.recipient.as_slice().try_into().ok()?).ok()
    }

    fn is_sound(&self) -> bool {
        self.recipient().is_some()
            && (1..=RELAYS_MAX).contains(&self.relays.len())
            && self.relays.iter().all(|relay| relay.log_key().is_some())
    }
}

impl RelayLine {
    /// The key that its proofs and promises are verified with.
    pub(crate) fn log_key(&self) -> Option<VerifierKey> {
        VerifierKey::parse(&self.log).ok()
    }

    /// The name of its log; empty for a line that was never sound.
    pub(crate) fn origin(&self) -> String {
        self.log_key().map(|key| key.name().to_owned()).unwrap_or_default()
    }
}

/// A contact as a person sees it: A, B, C …
pub(crate) fn letter(contact: usize) -> char {
    u8::try_from(contact).map_or('?', |contact| char::from(b'A'.saturating_add(contact)))
}

/// The most that one sealing takes at one relay, in bytes of CBOR.
const SEALING_LEN: usize = 4400;
/// The version that is written here.
pub(crate) const VERSION: u8 = 1;
/// The most contacts of a profile.
pub(crate) const CONTACTS_MAX: usize = 8;
/// The most relays of a contact.
pub(crate) const RELAYS_MAX: usize = 2;
