//! What went wrong with a relay, named so that a person, a desk's `watch` and the tests can tell lies from weather.

use std::fmt;

use davylamp_protocol::card::CardError;
use davylamp_protocol::deposit::PromiseError;
use davylamp_protocol::log::checkpoint::CheckpointError;
use davylamp_protocol::log::group::GroupError;
use davylamp_protocol::log::proof::ProofError;

use super::tor;
use crate::failure::Failure;
use crate::text::{text, text_with};

/// What a relay did, or what kept us from it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum RelayError {
    /// Not `host:port`.
    Address(String),
    /// Neither an onion nor this machine, and nobody said `--direct`.
    NotAnonymous(String),
    /// An onion, and no Tor on the usual ports.
    NoTor,
    /// `--socks` is not an address.
    SocksAddress(String),
    /// Nothing answers any more where Tor was named, or was found.
    TorGone(String),
    /// No connection, or it broke.
    Unreachable(String),
    /// Too much waits; seconds until it wants to be asked again.
    Busy {
        /// What it asked for.
        after: Option<u64>,
    },
    /// No room on its disk.
    Full,
    /// A status that nothing here expects.
    Refused {
        /// HTTP status.
        status: u16,
    },
    /// The log is not as long as was asked for.
    NotYet,
    /// Bodies this old are gone.
    Purged {
        /// The first that is kept.
        first: u64,
    },
    /// The operator has not listed the desk.
    DeskNotListed,
    /// The relay has a card or notice of this serial number, or a higher one.
    OldSerial,
    /// The relay does not take the card or notice.
    BadNote,
    /// An answer of the wrong size.
    Length {
        /// Bytes that came.
        got: usize,
        /// Bytes that were due, or the most.
        want: usize,
    },
    /// Bytes that are not what was asked for.
    Malformed(&'static str),
    /// The checkpoint is not the log's.
    Checkpoint(CheckpointError),
    /// Its time is missing or wrongly signed.
    NotTimed,
    /// A checkpoint smaller than one that was shown before.
    RolledBack {
        /// The larger size, shown earlier.
        before: u64,
        /// The size shown now.
        now: u64,
    },
    /// Two histories that cannot both be this log's.
    Forked {
        /// Entries of the earlier one.
        size: u64,
    },
    /// The checkpoint's time is far from this machine's clock.
    Stale {
        /// Seconds by which it is behind; negative when it is ahead.
        behind: i64,
    },
    /// No card of this desk.
    CardMissing,
    /// A card in the desk's name that the desk did not sign as it stands.
    CardForged(CardError),
    /// A card that was not logged by a relay that it names.
    CardNotLogged,
    /// A card older than one that is known.
    CardRolledBack {
        /// Serial number that is known.
        known: u64,
        /// Serial number that was shown.
        shown: u64,
    },
    /// A notice board in the desk's name that the desk did not sign as it stands, or that keeps to no format.
    NoticeForged(CardError),
    /// A notice board that was not logged by a relay that the desk's card names.
    NoticeNotLogged,
    /// A notice board older than one that is known.
    NoticeRolledBack {
        /// Serial number that is known.
        known: u64,
        /// Serial number that was shown.
        shown: u64,
    },
    /// The receipt does not prove that this very envelope or card was logged.
    Receipt(Option<ProofError>),
    /// The answer is not the log's promise over this very request.
    Promise(Option<PromiseError>),
    /// A body is not the one that was logged.
    BodyAltered {
        /// Index in the log.
        index: u64,
    },
    /// A body that should still be there is not.
    BodyWithheld {
        /// Index in the log.
        index: u64,
    },
    /// Entries that are not in the log at this place: altered, reordered, replayed or invented.
    EntriesAltered {
        /// Index of the first.
        index: u64,
    },
    /// The bundle of tag prefixes does not say what the log says.
    TagBundle {
        /// Index of the entry that shows it.
        index: u64,
    },
    /// The stream ended within a frame, or does not keep to its form.
    Feed,
}

impl RelayError {
    /// What a group's own check found, at its place in the log.
    pub(crate) fn of_group(group: u64, error: GroupError) -> Self {
        let first = group.saturating_mul(16);
        let at = |slot: usize| first.saturating_add(slot as u64);
        match error {
            GroupError::Altered { slot } | GroupError::SlotNotEmpty { slot } => Self::BodyAltered { index: at(slot) },
            GroupError::Withheld { slot } => Self::BodyWithheld { index: at(slot) },
            GroupError::NotInTree(_) | GroupError::Entry(_) => Self::EntriesAltered { index: first },
            GroupError::Length | GroupError::Padding | _ => Self::Malformed("group"),
        }
    }

    /// Whether the relay is caught in a lie, rather than slow, full or out of reach.
    pub(crate) fn is_lie(&self) -> bool {
        match self {
            Self::Length { .. }
            | Self::Malformed(_)
            | Self::Checkpoint(_)
            | Self::NotTimed
            | Self::RolledBack { .. }
            | Self::Forked { .. }
            | Self::CardForged(_)
            | Self::CardNotLogged
            | Self::CardRolledBack { .. }
            | Self::NoticeForged(CardError::Signature)
            | Self::NoticeNotLogged
            | Self::NoticeRolledBack { .. }
            | Self::Receipt(_)
            | Self::Promise(_)
            | Self::BodyAltered { .. }
            | Self::BodyWithheld { .. }
            | Self::EntriesAltered { .. }
            | Self::TagBundle { .. }
            | Self::Feed => true,
            Self::Address(_)
            | Self::NotAnonymous(_)
            | Self::NoTor
            | Self::SocksAddress(_)
            | Self::TorGone(_)
            | Self::Unreachable(_)
            | Self::Busy { .. }
            | Self::Full
            | Self::Refused { .. }
            | Self::NotYet
            | Self::Purged { .. }
            | Self::DeskNotListed
            | Self::OldSerial
            | Self::BadNote
            | Self::Stale { .. }
            // Signed as it stands: the desk's own doing.
            | Self::NoticeForged(_)
            | Self::CardMissing => false,
        }
    }

    /// Whether the same bytes may be sent again.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::TorGone(_) | Self::Busy { .. } | Self::Full)
    }

    /// A stable name for scripts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Address(_) => "relay-address",
            Self::NotAnonymous(_) => "relay-not-anonymous",
            Self::NoTor => "relay-no-tor",
            Self::SocksAddress(_) => "relay-socks-address",
            Self::TorGone(_) => "relay-tor-gone",
            Self::Unreachable(_) => "relay-unreachable",
            Self::Busy { .. } => "relay-busy",
            Self::Full => "relay-full",
            Self::Refused { .. } => "relay-refused",
            Self::NotYet => "relay-not-yet",
            Self::Purged { .. } => "relay-purged",
            Self::DeskNotListed => "relay-desk-not-listed",
            Self::OldSerial => "relay-old-serial",
            Self::BadNote => "relay-bad-note",
            Self::Length { .. } => "relay-length",
            Self::Malformed(_) => "relay-malformed",
            Self::Checkpoint(_) => "relay-checkpoint",
            Self::NotTimed => "relay-not-timed",
            Self::RolledBack { .. } => "relay-rolled-back",
            Self::Forked { .. } => "relay-forked",
            Self::Stale { behind } if *behind < 0 => "relay-ahead",
            Self::Stale { .. } => "relay-stale",
            Self::CardMissing => "relay-card-missing",
            Self::CardForged(_) => "relay-card-forged",
            Self::CardNotLogged => "relay-card-not-logged",
            Self::CardRolledBack { .. } => "relay-card-rolled-back",
            Self::NoticeForged(_) => "relay-notice-forged",
            Self::NoticeNotLogged => "relay-notice-not-logged",
            Self::NoticeRolledBack { .. } => "relay-notice-rolled-back",
            Self::Receipt(_) => "relay-receipt",
            Self::Promise(_) => "relay-promise",
            Self::BodyAltered { .. } => "relay-body-altered",
            Self::BodyWithheld { .. } => "relay-body-withheld",
            Self::EntriesAltered { .. } => "relay-entries-altered",
            Self::TagBundle { .. } => "relay-tag-bundle",
            Self::Feed => "relay-feed",
        }
    }

    fn hint(&self) -> Option<String> {
        if let Self::NoTor | Self::TorGone(_) = self {
            return Some(text_with(&format!("{}-hint", self.name()), &[("how", &text(tor::how_to_start()))]));
        }
        let own = HINTS.iter().find(|(name, _)| *name == self.name()).map(|(_, hint)| *hint);
        let passing = self.may_pass().then_some("relay-try-again-hint");
        let lie = self.is_lie().then_some("relay-lie-hint");
        own.or(passing).or(lie).map(text)
    }

    /// What the sentence names.
    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Address(address)
            | Self::NotAnonymous(address)
            | Self::SocksAddress(address)
            | Self::TorGone(address) => vec![("address", address.clone())],
            Self::Unreachable(why) => vec![("why", why.clone())],
            Self::Checkpoint(why) => vec![("why", why.to_string())],
            Self::CardForged(why) | Self::NoticeForged(why) => vec![("why", why.to_string())],
            Self::Malformed(what) => vec![("what", (*what).to_owned())],
            Self::Refused { status } => vec![("status", status.to_string())],
            Self::Purged { first } => vec![("first", first.to_string())],
            Self::Length { got, want } => vec![("got", got.to_string()), ("want", want.to_string())],
            Self::RolledBack { before, now } => vec![("before", before.to_string()), ("now", now.to_string())],
            Self::Forked { size } => vec![("size", size.to_string())],
            Self::Stale { behind } => vec![("minutes", (behind.unsigned_abs() / 60).to_string())],
            Self::CardRolledBack { known, shown } | Self::NoticeRolledBack { known, shown } => {
                vec![("known", known.to_string()), ("shown", shown.to_string())]
            }
            Self::BodyAltered { index }
            | Self::BodyWithheld { index }
            | Self::EntriesAltered { index }
            | Self::TagBundle { index } => vec![("index", index.to_string())],
            Self::NoTor
            | Self::Busy { .. }
            | Self::Full
            | Self::NotYet
            | Self::DeskNotListed
            | Self::OldSerial
            | Self::BadNote
            | Self::NotTimed
            | Self::CardMissing
            | Self::CardNotLogged
            | Self::NoticeNotLogged
            | Self::Receipt(_)
            | Self::Promise(_)
            | Self::Feed => Vec::new(),
        }
    }
}

impl fmt::Display for RelayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values();
        let values: Vec<(&str, &dyn ToString)> = values.iter().map(|(name, value)| (*name, value as _)).collect();
        f.write_str(&text_with(self.name(), &values))
    }
}

impl std::error::Error for RelayError {}

impl From<CheckpointError> for RelayError {
    fn from(error: CheckpointError) -> Self {
        Self::Checkpoint(error)
    }
}

impl From<RelayError> for Failure {
    fn from(error: RelayError) -> Self {
        let failure = Self { relay_error: Some(error.name()), ..Self::new(error.to_string()) };
        error.hint().into_iter().fold(failure, Self::hint)
    }
}

/// What to do about it, where neither trying again nor mistrust is the answer.
const HINTS: &[(&str, &str)] = &[
    ("relay-not-anonymous", "relay-not-anonymous-hint"),
    ("relay-stale", "relay-stale-hint"),
    ("relay-ahead", "relay-stale-hint"),
    ("relay-card-missing", "relay-card-missing-hint"),
    ("relay-card-forged", "relay-card-forged-hint"),
    ("relay-card-not-logged", "relay-card-forged-hint"),
    ("relay-desk-not-listed", "relay-desk-not-listed-hint"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_its_sentence() {
        let errors = [
            RelayError::Address("x".into()),
            RelayError::NotAnonymous("x".into()),
            RelayError::NoTor,
            RelayError::SocksAddress("x".into()),
            RelayError::TorGone("x".into()),
            RelayError::Unreachable("x".into()),
            RelayError::Busy { after: None },
            RelayError::Full,
            RelayError::Refused { status: 500 },
            RelayError::NotYet,
            RelayError::Purged { first: 1 },
            RelayError::DeskNotListed,
            RelayError::OldSerial,
            RelayError::BadNote,
            RelayError::Length { got: 1, want: 2 },
            RelayError::Malformed("x"),
            RelayError::Checkpoint(CheckpointError::Format),
            RelayError::NotTimed,
            RelayError::RolledBack { before: 2, now: 1 },
            RelayError::Forked { size: 1 },
            RelayError::Stale { behind: 600 },
            RelayError::Stale { behind: -600 },
            RelayError::CardMissing,
            RelayError::CardForged(CardError::Signature),
            RelayError::CardNotLogged,
            RelayError::CardRolledBack { known: 2, shown: 1 },
            RelayError::NoticeForged(CardError::Signature),
            RelayError::NoticeNotLogged,
            RelayError::NoticeRolledBack { known: 2, shown: 1 },
            RelayError::Receipt(None),
            RelayError::Promise(None),
            RelayError::BodyAltered { index: 1 },
            RelayError::BodyWithheld { index: 1 },
            RelayError::EntriesAltered { index: 1 },
            RelayError::TagBundle { index: 1 },
            RelayError::Feed,
        ];
        for error in errors {
            assert_ne!(error.to_string(), error.name());
            assert!(!error.to_string().contains("{"), "{error}");
        }
    }

    #[test]
    fn every_hint_belongs_to_an_error_and_has_its_sentence() {
        for (name, hint) in HINTS {
            assert_ne!(text(name), *name);
            assert_ne!(text(hint), *hint);
        }
        let hints = Failure::from(RelayError::NoTor).hints;
        assert!(hints.len() == 1 && hints[0].contains("--socks"), "{hints:?}");
        let hints = Failure::from(RelayError::TorGone("x".into())).hints;
        assert!(hints.len() == 1 && hints[0].contains("do the same again"), "{hints:?}");
        assert_eq!(Failure::from(RelayError::Feed).hints, [text("relay-lie-hint")]);
        assert!(Failure::from(RelayError::NotYet).hints.is_empty());
    }

    #[test]
    fn a_group_names_the_entry_that_was_touched() {
        let of = |error| RelayError::of_group(3, error);
        assert_eq!(of(GroupError::Altered { slot: 2 }), RelayError::BodyAltered { index: 50 });
        assert_eq!(of(GroupError::Withheld { slot: 0 }), RelayError::BodyWithheld { index: 48 });
        assert_eq!(of(GroupError::Padding), RelayError::Malformed("group"));
    }
}
