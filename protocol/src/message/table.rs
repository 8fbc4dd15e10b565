//! A case of three (`SPEC.md` 15): how a mediator comes to the table, what the desks tell each other there, how it ends.

use ed25519_dalek::SigningKey;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::fields::{Party, TableStep};
use super::kinds::ConsentId;
use super::{Message, fits};
use crate::clue::DeskKey;
use crate::contact::Contact;
use crate::labelled::{sign, verify};
use crate::log::note::VerifierKey;
use crate::thread::VERSION;

/// Names a table.
pub type TableId = [u8; 32];
/// The most contact URIs of one desk: a card has no more relays.
pub const TABLE_CONTACTS_MAX: usize = 4;
/// The longest name of a desk, in bytes of UTF-8.
const NAME_MAX: usize = 120;

/// The reporter has a desk speak with another one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Join {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// The table.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub table: TableId,
    /// URIs of the other desk, 1 to [`TABLE_CONTACTS_MAX`].
    #[n(3)]
    pub contacts: Vec<String>,
    /// What the other desk is: the desk, or the mediator.
    #[n(4)]
    pub other: Party,
    /// The proposal that is accepted.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub proposal: Option<ConsentId>,
    /// Words of introduction.
    #[n(6)]
    pub text: Option<String>,
}

impl Join {
    pub(super) const KIND: u8 = 16;

    /// A join without words that accepts no proposal; both may be set afterwards.
    #[must_use]
    pub fn new(table: TableId, contacts: Vec<String>, other: Party) -> Self {
        Self { version: VERSION, kind: Self::KIND, table, contacts, other, proposal: None, text: None }
    }

    /// The other desk's verifier key, if the contacts are sound.
    #[must_use]
    pub fn desk(&self) -> Option<VerifierKey> {
        desk_of(&self.contacts)
    }

    pub(super) fn is_sound(&self) -> bool {
        self.desk().is_some() && self.other != Party::Reporter && self.text.as_deref().is_none_or(fits)
    }
}

/// What a desk said at a table, signed for the other desk.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Copy {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// The table.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub table: TableId,
    /// The desk that wrote.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub author: [u8; 32],
    /// When, by its clock, Unix seconds.
    #[n(4)]
    pub at: u64,
    #[n(5)]
    message: ByteVec,
    /// The online key that signed. The caller checks that a card of the author names it.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub signer: [u8; 32],
    #[cbor(n(7), with = "minicbor::bytes")]
    signature: [u8; 64],
}

impl Copy {
    pub(super) const KIND: u8 = 17;

    /// Signs a copy of `message` for `receiver`. None for a message that is not copied.
    #[must_use]
    pub fn sign(
        table: TableId,
        (author, receiver): (DeskKey, DeskKey),
        at: u64,
        message: &Message,
        signer: &SigningKey,
    ) -> Option<Self> {
        if !is_copied(message) {
            return None;
        }
        let mut copy = Self {
            version: VERSION,
            kind: Self::KIND,
            table,
            author: author.0,
            at,
            message: message.encode().to_vec().into(),
            signer: signer.verifying_key().to_bytes(),
            signature: [0; 64],
        };
        copy.signature = copy.with_signed(receiver, |fields| sign(signer, TABLE_COPY, fields));
        Some(copy)
    }

    /// Whether the key that it names signed it for `receiver`.
    #[must_use]
    pub fn is_signed_for(&self, receiver: DeskKey) -> bool {
        self.with_signed(receiver, |fields| verify(&self.signer, TABLE_COPY, fields, &self.signature))
    }

    /// The message that was copied. It is somebody's words only once the signature and the signer were checked.
    #[must_use]
    pub fn message(&self) -> Option<Message> {
        Message::decode(&self.message).ok().filter(is_copied)
    }

    /// Tells one copy from another.
    #[must_use]
    pub fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    fn with_signed<R>(&self, receiver: DeskKey, then: impl FnOnce(&[&[u8]]) -> R) -> R {
        then(&[&self.table, &receiver.0, &self.author, &self.at.to_be_bytes(), &self.message, &self.signer])
    }

    pub(super) fn is_sound(&self) -> bool {
        self.message().is_some()
    }
}

fn is_copied(message: &Message) -> bool {
    matches!(message, Message::Text(_) | Message::Status(_) | Message::Leave(_))
}

/// The table ends: the mediator leaves, or is removed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Leave {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// The table.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub table: TableId,
    /// Who ends it.
    #[n(3)]
    pub by: Party,
    /// In words.
    #[n(4)]
    pub text: Option<String>,
}

impl Leave {
    pub(super) const KIND: u8 = 18;

    /// An end.
    #[must_use]
    pub fn new(table: TableId, by: Party, text: Option<String>) -> Self {
        Self { version: VERSION, kind: Self::KIND, table, by, text }
    }
}

/// What a desk tells the reporter of a table: that it proposes one, or that one is open.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Table {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// Proposed, or open.
    #[n(2)]
    pub step: TableStep,
    /// Names a proposal.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub proposal: Option<ConsentId>,
    /// Names a table that is open.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub table: Option<TableId>,
    /// URIs of the other desk, 1 to [`TABLE_CONTACTS_MAX`].
    #[n(5)]
    pub contacts: Vec<String>,
    /// The mediator's name, out of its card.
    #[n(6)]
    pub name: Option<String>,
    /// Why it is proposed.
    #[n(7)]
    pub why: Option<String>,
}

impl Table {
    pub(super) const KIND: u8 = 19;

    /// A mediator is proposed.
    #[must_use]
    pub fn propose(proposal: ConsentId, contacts: Vec<String>, name: String, why: String) -> Self {
        Self {
            version: VERSION,
            kind: Self::KIND,
            step: TableStep::Proposed,
            proposal: Some(proposal),
            table: None,
            contacts,
            name: Some(name),
            why: Some(why),
        }
    }

    /// A table is open.
    #[must_use]
    pub fn open(table: TableId, contacts: Vec<String>) -> Self {
        Self {
            version: VERSION,
            kind: Self::KIND,
            step: TableStep::Open,
            proposal: None,
            table: Some(table),
            contacts,
            name: None,
            why: None,
        }
    }

    /// The other desk's verifier key, if the contacts are sound.
    #[must_use]
    pub fn desk(&self) -> Option<VerifierKey> {
        desk_of(&self.contacts)
    }

    pub(super) fn is_sound(&self) -> bool {
        let named = self.name.as_ref().is_none_or(|name| (1..=NAME_MAX).contains(&name.len()));
        let has = (self.proposal.is_some(), self.table.is_some(), self.name.is_some(), self.why.is_some());
        let fields = match self.step {
            TableStep::Proposed => has == (true, false, true, true),
            TableStep::Open => has == (false, true, false, false),
        };
        fields && named && self.why.as_deref().is_none_or(fits) && self.desk().is_some()
    }
}

/// The one desk that all of these are contacts of, each in the one way to write it and once.
fn desk_of(contacts: &[String]) -> Option<VerifierKey> {
    let read = |uri: &String| uri.parse::<Contact>().ok().filter(|contact| contact.to_string() == *uri);
    let desks: Vec<VerifierKey> = contacts.iter().map(|uri| read(uri).map(|c| c.desk)).collect::<Option<_>>()?;
    let first = desks.first()?;
    let repeats = contacts.iter().enumerate().any(|(n, uri)| contacts.iter().skip(n + 1).any(|other| other == uri));
    let sound = desks.iter().all(|desk| desk == first) && contacts.len() <= TABLE_CONTACTS_MAX && !repeats;
    sound.then(|| first.clone())
}

const TABLE_COPY: &str = "davylamp/v1/table-copy";

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::log::note::NoteSigner;
    use crate::message::{Helped, MessageError, Outcome, Status, StatusUpdate, Text};

    const T: TableId = [7; 32];
    const A: DeskKey = DeskKey([0xa; 32]);
    const M: DeskKey = DeskKey([0xb; 32]);

    fn uri(seed: u8, port: u16) -> String {
        let desk = NoteSigner::from_seed("desk.example", &[seed; 32]).unwrap();
        format!("davylamp:127.0.0.1:{port}#{}", desk.verifier_key())
    }

    fn join() -> Join {
        let mut join = Join::new(T, vec![uri(1, 8600), uri(1, 8601)], Party::Mediator);
        join.proposal = Some([1, 2, 3, 4]);
        join.text = Some("Ella media".into());
        join
    }

    fn signer() -> SigningKey {
        SigningKey::from_bytes(&[5; 32])
    }

    fn copy() -> Copy {
        Copy::sign(T, (A, M), 1_800_000_000, &Message::Text(Text::new("hola")), &signer()).unwrap()
    }

    /// One of each kind, with and without what is optional.
    pub(crate) fn samples() -> Vec<Message> {
        let proposed = Table::propose([1, 2, 3, 4], vec![uri(1, 8600)], "Mediadora".into(), "para hablar".into());
        vec![
            Message::Join(join()),
            Message::Join(Join::new(T, vec![uri(1, 8600)], Party::Desk)),
            Message::Copy(copy()),
            Message::Leave(Leave::new(T, Party::Reporter, None)),
            Message::Leave(Leave::new(T, Party::Mediator, Some("gracias".into()))),
            Message::Table(proposed),
            Message::Table(Table::open(T, vec![uri(1, 8600)])),
        ]
    }

    fn read(message: Message) -> Result<Message, MessageError> {
        Message::decode(&message.encode())
    }

    #[test]
    fn rejects_contacts_that_are_none_of_two_desks_repeated_or_too_many() {
        let with = |contacts: Vec<String>| read(Message::Join(Join { contacts, ..join() }));
        let open = |contacts: Vec<String>| read(Message::Table(Table::open(T, contacts)));
        let five = (1..=5).map(|port| uri(1, port)).collect();
        let wrong: [Vec<String>; 6] = [
            vec![],
            vec!["http://127.0.0.1:8600".into()],
            vec![format!(" {}", uri(1, 8600))],
            vec![uri(1, 8600), uri(2, 8601)],
            vec![uri(1, 8600), uri(1, 8600)],
            five,
        ];
        for contacts in wrong {
            assert_eq!(with(contacts.clone()), Err(MessageError::Malformed));
            assert_eq!(open(contacts), Err(MessageError::Malformed));
        }
        assert!(with((1..=4).map(|port| uri(1, port)).collect()).is_ok());
    }

    #[test]
    fn rejects_a_join_with_a_reporter_for_the_other_desk_and_words_that_are_too_long() {
        let long = Some("x".repeat(crate::message::TEXT_MAX + 1));
        let wrong = [
            Message::Join(Join { other: Party::Reporter, ..join() }),
            Message::Join(Join { text: long.clone(), ..join() }),
            Message::Leave(Leave::new(T, Party::Desk, long)),
        ];
        for wrong in wrong {
            assert_eq!(read(wrong), Err(MessageError::Malformed));
        }
    }

    #[test]
    fn rejects_a_proposal_with_a_table_or_without_what_it_needs_and_an_open_table_with_more_than_its_name() {
        let proposed = Table::propose([1; 4], vec![uri(1, 8600)], "M".into(), "w".into());
        let open = Table::open(T, vec![uri(1, 8600)]);
        assert!(read(Message::Table(proposed.clone())).is_ok() && read(Message::Table(open.clone())).is_ok());
        let wrong = [
            Table { table: Some(T), ..proposed.clone() },
            Table { proposal: None, ..proposed.clone() },
            Table { name: None, ..proposed.clone() },
            Table { name: Some(String::new()), ..proposed.clone() },
            Table { name: Some("x".repeat(NAME_MAX + 1)), ..proposed.clone() },
            Table { why: None, ..proposed },
            Table { table: None, ..open.clone() },
            Table { proposal: Some([1; 4]), ..open.clone() },
            Table { name: Some("M".into()), ..open.clone() },
            Table { why: Some("w".into()), ..open },
        ];
        for wrong in wrong {
            assert_eq!(read(Message::Table(wrong)), Err(MessageError::Malformed));
        }
    }

    #[test]
    fn a_copy_is_made_of_words_a_status_or_an_end_and_of_nothing_else() {
        let signs = |message: &Message| Copy::sign(T, (A, M), 1, message, &signer()).is_some();
        assert!(signs(&Message::Text(Text::new("x"))) && signs(&Message::Leave(Leave::new(T, Party::Desk, None))));
        assert!(signs(&Message::Status(StatusUpdate::new(Status::Working, None, None))));
        let outcome = Message::Outcome(Outcome::new(Helped::No, "x"));
        for wrong in [outcome.clone(), Message::Copy(copy()), Message::Join(join())] {
            assert!(!signs(&wrong));
            let smuggled = Copy { message: wrong.encode().to_vec().into(), ..copy() };
            assert_eq!(read(Message::Copy(smuggled)), Err(MessageError::Malformed));
        }
        let garbage = Copy { message: vec![0xff].into(), ..copy() };
        assert_eq!(read(Message::Copy(garbage)), Err(MessageError::Malformed));
    }

    #[test]
    fn a_copy_holds_for_its_receiver_table_author_time_words_and_key_alone() {
        assert!(copy().is_signed_for(M));
        assert!(!copy().is_signed_for(A), "nothing at another desk");
        let stranger = SigningKey::from_bytes(&[6; 32]).verifying_key().to_bytes();
        let other = Message::Text(Text::new("adiós")).encode().to_vec().into();
        let wrong = [
            Copy { table: [8; 32], ..copy() },
            Copy { author: M.0, ..copy() },
            Copy { at: 1_800_000_001, ..copy() },
            Copy { message: other, ..copy() },
            Copy { signer: stranger, ..copy() },
            Copy { signature: [0; 64], ..copy() },
        ];
        for wrong in wrong {
            assert!(!wrong.is_signed_for(M));
            assert!(read(Message::Copy(wrong)).is_ok(), "what the signature says is the receiver's to judge");
        }
    }
}
