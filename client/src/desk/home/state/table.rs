//! Tables: cases that a third party was invited to (`SPEC.md` 15).

use std::collections::{BTreeMap, BTreeSet};

use davylamp_protocol::card::Card;
use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::contact::Contact;
use davylamp_protocol::keys::{CaseKeys, Root};
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::message::{Message, Party, TableId, ValueList as _};
use serde::{Deserialize, Serialize};

use super::super::secret::{Secret, SecretBytes, base64};

/// What a case has to do with tables: nothing, for most.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Mediation {
    /// Tables that the reporter had this desk come to.
    pub(crate) tables: Vec<Table>,
    /// Names of tables, in hex, whose end came before their beginning.
    pub(crate) left: BTreeSet<String>,
    /// Mediators that this desk proposed.
    pub(crate) proposals: Vec<Proposal>,
    /// Lane ids that brought copies of another desk, and the names of their tables, in hex.
    pub(crate) copies: BTreeMap<String, String>,
}

/// A table, as one desk at it knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Table {
    #[serde(with = "base64")]
    pub(crate) id: TableId,
    /// What the other desk is: code of a [`Party`].
    pub(crate) other: u8,
    /// URIs of the other desk.
    pub(crate) contacts: Vec<String>,
    /// Root of the keys of this desk's lanes at the other.
    pub(crate) seed: Secret,
    /// Cards of the other desk, as they were signed, oldest first.
    pub(crate) cards: Vec<String>,
    /// When its relay was last asked for its card.
    pub(crate) asked_at: u64,
    /// A copy came whose signer no card here names.
    pub(crate) wants_card: bool,
    pub(crate) opened_at: u64,
    pub(crate) ended: Option<Ended>,
    /// What is still to be sealed for the other desk.
    pub(crate) owed: Vec<Owed>,
    /// What this desk's machine has still to tell the reporter, as messages.
    pub(crate) untold: Vec<SecretBytes>,
}

/// How a table ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Ended {
    pub(crate) at: u64,
    /// Code of a [`Party`].
    pub(crate) by: u8,
}

/// A message whose copy is to be sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Owed {
    pub(crate) at: u64,
    pub(crate) message: SecretBytes,
}

/// A mediator that the desk proposed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Proposal {
    #[serde(with = "base64")]
    pub(crate) id: [u8; 4],
    pub(crate) name: String,
    /// Verifier key of the mediator.
    pub(crate) mediator: String,
    pub(crate) asked_at: u64,
    /// Accepted or refused.
    pub(crate) answer: Option<bool>,
}

impl Mediation {
    pub(crate) fn open(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|table| table.ended.is_none())
    }

    pub(crate) fn open_mut(&mut self) -> impl Iterator<Item = &mut Table> {
        self.tables.iter_mut().filter(|table| table.ended.is_none())
    }
}

impl Table {
    /// Whether the other desk is the mediator, or this one is.
    pub(crate) fn other(&self) -> Party {
        Party::from_code(self.other).unwrap_or(Party::Mediator)
    }

    /// What this desk is.
    pub(crate) fn seat(&self) -> Party {
        if self.other() == Party::Mediator { Party::Desk } else { Party::Mediator }
    }

    /// The other desk.
    pub(crate) fn desk(&self) -> Option<VerifierKey> {
        self.contacts.first()?.parse::<Contact>().ok().map(|contact| contact.desk)
    }

    /// Its cards that hold, oldest first.
    pub(crate) fn cards(&self) -> Vec<Card> {
        let Some(desk) = self.desk() else { return Vec::new() };
        self.cards.iter().filter_map(|note| Card::verify(note.as_bytes(), &desk).ok()).collect()
    }

    /// Keys of this desk's lanes at the other.
    pub(crate) fn keys(&self, at: DeskKey) -> CaseKeys {
        Root::from_random(self.seed.to_seed()).case(at)
    }

    /// Notes a message for the other desk.
    pub(crate) fn owe(&mut self, message: &Message, at: u64) {
        self.owed.push(Owed { at, message: SecretBytes::of(message.encode()) });
    }

    /// Notes a message for the reporter.
    pub(crate) fn tell(&mut self, message: &Message) {
        self.untold.push(SecretBytes::of(message.encode()));
    }
}
