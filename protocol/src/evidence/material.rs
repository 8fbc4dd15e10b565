//! What a case file is made of, before anything is proven or rendered.

use super::attached::{self, Attachments};
use super::custody::{CustodyKey, CustodyLog};
use super::layout::{
    CHECKPOINT, CUSTODY_KEY, CUSTODY_LOG, DESK, ENVELOPE, FILE_KEY, Files, Item, MAX_ITEMS, NOTE, PROOF, TOKEN,
    hex_line, parse_hex_line,
};
use super::timestamp::TimeEvidence;
use crate::card::{Card, NOTE_MAX, entry_of_card};
use crate::clue::DeskKey;
use crate::envelope::Envelope;
use crate::hybrid::ExposedFileKey;
use crate::labelled::{hash, input};
use crate::log::entry::Entry;
use crate::log::note::{Algorithm, SignedNote, VerifierKey};
use crate::log::proof::TlogProof;
use sha2::{Digest, Sha256};

/// A contact card of the desk and its place in the log.
#[derive(Clone, Debug)]
pub struct CardEvidence {
    /// The signed note.
    pub note: String,
    /// Leads to its entry, of type 2.
    pub proof: TlogProof,
}

/// One envelope of the case, either way. Never an opener.
#[derive(Clone)]
pub struct MessageEvidence {
    /// As logged.
    pub envelope: Envelope,
    /// Opens its body and nothing else.
    pub file_key: ExposedFileKey,
    /// The first proof under a checkpoint that witnesses cosigned, or the relay's receipt.
    pub proof: TlogProof,
}

/// One posted head of the custody log.
#[derive(Clone)]
pub struct HeadEvidence {
    /// As logged.
    pub envelope: Envelope,
    /// Its place in the log.
    pub proof: TlogProof,
}

/// All that goes into a case file. The order of cards and messages does not matter before [`CaseMaterial::sort`].
#[derive(Clone)]
pub struct CaseMaterial {
    /// The desk's identity key.
    pub desk: VerifierKey,
    /// Every card that names a signer of the replies, heads and this bag.
    pub cards: Vec<CardEvidence>,
    /// Every content message and reply.
    pub messages: Vec<MessageEvidence>,
    /// Tags of the heads, and the identity that opens them.
    pub custody_key: CustodyKey,
    /// What happened to the case at the desk.
    pub custody: CustodyLog,
    /// Posted heads, in the order of their numbers.
    pub heads: Vec<HeadEvidence>,
    /// Files that the messages name, as far as they are there.
    pub attached: Attachments,
    /// Time stamps over checkpoints of the proofs above; mostly none.
    pub times: Vec<TimeEvidence>,
}

/// Why files are not the material of a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MaterialError {
    /// A file that must be there is not.
    #[error("is missing")]
    Missing,
    /// It is not what its name says.
    #[error("is not in its format")]
    Format,
    /// More than [`MAX_ITEMS`].
    #[error("is one too many")]
    TooMany,
}

impl CaseMaterial {
    /// Puts cards and messages into the order of a bag, and leaves out what is there twice.
    pub fn sort(&mut self) {
        self.cards.sort_by_cached_key(|card| (serial_line(&card.note), place(&card.proof)));
        self.cards.dedup_by(|a, b| a.note == b.note && origin(&a.proof) == origin(&b.proof));
        self.messages.sort_by_cached_key(|message| place(&message.proof));
        self.messages.dedup_by(|a, b| a.envelope == b.envelope);
    }

    /// The desk's key as it stands in bodies.
    #[must_use]
    pub fn desk_key(&self) -> DeskKey {
        DeskKey(*self.desk.key_bytes())
    }

    /// Names the case, and its folder: the first 8 bytes of the author commitment, in hex; empty without a message of the
    /// reporter.
    #[must_use]
    pub fn case_name(&self) -> String {
        super::json::case_name(&self.prove())
    }

    /// Binds every card, message and attachment, in the bag's order, to the export event (10.2).
    #[must_use]
    pub fn contents(&self) -> [u8; 32] {
        let vkey = self.desk.to_string();
        let cards = self.cards.iter().map(|card| input("card", &[&Sha256::digest(card.note.as_bytes())]));
        let messages = self.messages.iter().map(|message| {
            let index = message.proof.index.to_be_bytes();
            input("message", &[origin(&message.proof).as_bytes(), &index, &message.entry().encode()])
        });
        let items: Vec<_> = cards.chain(messages).chain(attached::contents(&self.attached)).collect();
        let fields: Vec<&[u8]> =
            std::iter::once(vkey.as_bytes()).chain(items.iter().map(|item| item.as_slice())).collect();
        hash(CONTENTS, &fields)
    }

    /// The files that hold it, attachments apart.
    pub(super) fn to_files(&self) -> Files {
        let mut files = Files::new();
        files.insert(DESK.to_owned(), format!("{}\n", self.desk).into_bytes());
        files.insert(CUSTODY_KEY.to_owned(), hex_line(self.custody_key.expose()));
        files.insert(CUSTODY_LOG.to_owned(), self.custody.encode().into_bytes());
        let mut put = |item: Item, at, name, bytes| files.insert(format!("{}/{name}", item.path(at)), bytes);
        for (at, card) in self.cards.iter().enumerate() {
            put(Item::Card, at, NOTE, card.note.clone().into_bytes());
            put(Item::Card, at, PROOF, card.proof.encode().into_bytes());
        }
        for (at, message) in self.messages.iter().enumerate() {
            put(Item::Message, at, ENVELOPE, message.envelope.as_bytes().to_vec());
            put(Item::Message, at, FILE_KEY, hex_line(message.file_key.expose_bytes()));
            put(Item::Message, at, PROOF, message.proof.encode().into_bytes());
        }
        for (at, head) in self.heads.iter().enumerate() {
            put(Item::Head, at, ENVELOPE, head.envelope.as_bytes().to_vec());
            put(Item::Head, at, PROOF, head.proof.encode().into_bytes());
        }
        for (at, time) in self.times.iter().enumerate() {
            put(Item::Time, at, CHECKPOINT, time.checkpoint.clone().into_bytes());
            put(Item::Time, at, TOKEN, time.token.clone());
        }
        files
    }

    /// Reads it back out of the files of a bag, attachments apart: those the caller measures, and puts beside. Whatever else is
    /// there is for the caller to compare.
    ///
    /// # Errors
    /// The first path that is missing or malformed.
    pub fn read(files: &Files) -> Result<Self, (String, MaterialError)> {
        let reader = Reader(files);
        let desk = reader.desk()?;
        let custody_key = CustodyKey::from_bytes(&reader.hex(CUSTODY_KEY.to_owned())?);
        let custody = reader
            .parsed(CUSTODY_LOG.to_owned(), |bytes| CustodyLog::decode(DeskKey(*desk.key_bytes()), bytes).ok())?;
        Ok(Self {
            cards: reader.items(Item::Card, NOTE, |folder| reader.card(folder))?,
            messages: reader.items(Item::Message, ENVELOPE, |folder| reader.message(folder))?,
            heads: reader.items(Item::Head, ENVELOPE, |folder| reader.head(folder))?,
            attached: Attachments::new(),
            times: reader.items(Item::Time, CHECKPOINT, |folder| reader.time(folder))?,
            desk,
            custody_key,
            custody,
        })
    }
}

impl MessageEvidence {
    /// The entry that the proof must lead to.
    #[must_use]
    pub fn entry(&self) -> Entry {
        entry_of(&self.envelope)
    }
}

impl CardEvidence {
    /// The entry that the proof must lead to.
    #[must_use]
    pub fn entry(&self, desk: &VerifierKey) -> Option<Entry> {
        Card::verify(self.note.as_bytes(), desk).ok().map(|card| entry_of_card(&self.note, desk, card.serial))
    }
}

/// The log entry of an envelope.
pub(super) fn entry_of(envelope: &Envelope) -> Entry {
    Entry::Envelope { clue: envelope.clue().to_bytes(), body_hash: envelope.body_hash() }
}

/// Name of the log and size of the tree that a proof leads to, as its checkpoint says and nobody has verified.
pub(super) fn head_of(proof: &TlogProof) -> Option<(String, u64)> {
    let mut lines = proof.checkpoint.lines();
    Some((lines.next()?.to_owned(), lines.next()?.parse().ok()?))
}

fn origin(proof: &TlogProof) -> &str {
    proof.checkpoint.lines().next().unwrap_or_default()
}

pub(super) fn place(proof: &TlogProof) -> (String, u64) {
    (origin(proof).to_owned(), proof.index)
}

/// Only for sorting: the serial number as the note says.
pub(super) fn serial_line(note: &str) -> u64 {
    let line = note.lines().find_map(|line| line.strip_prefix("serial "));
    line.and_then(|serial| serial.parse().ok()).unwrap_or(0)
}

struct Reader<'a>(&'a Files);

type Read<T> = Result<T, (String, MaterialError)>;

impl Reader<'_> {
    fn parsed<T>(&self, path: String, parse: impl FnOnce(&[u8]) -> Option<T>) -> Read<T> {
        let Some(bytes) = self.0.get(&path) else {
            return Err((path, MaterialError::Missing));
        };
        parse(bytes).ok_or((path, MaterialError::Format))
    }

    fn desk(&self) -> Read<VerifierKey> {
        self.parsed(DESK.to_owned(), |bytes| {
            let line = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
            VerifierKey::parse(line).ok().filter(|key| key.algorithm() == Algorithm::Ed25519)
        })
    }

    fn hex<const N: usize>(&self, path: String) -> Read<[u8; N]> {
        self.parsed(path, parse_hex_line)
    }

    fn items<T>(&self, item: Item, first: &str, read: impl Fn(&str) -> Read<T>) -> Read<Vec<T>> {
        let there = |at: &usize| self.0.contains_key(&format!("{}/{first}", item.path(*at)));
        let count = (0..=MAX_ITEMS).take_while(there).count();
        if count > MAX_ITEMS {
            return Err((item.path(MAX_ITEMS), MaterialError::TooMany));
        }
        (0..count).map(|at| read(&item.path(at))).collect()
    }

    fn proof(&self, folder: &str) -> Read<TlogProof> {
        self.parsed(format!("{folder}/{PROOF}"), |bytes| {
            let proof = TlogProof::decode(bytes).ok()?;
            // `extra` is authenticated by nobody, and a second spelling could hide something.
            (proof.extra.is_none() && proof.encode().as_bytes() == bytes).then_some(proof)
        })
    }

    fn envelope(&self, folder: &str) -> Read<Envelope> {
        self.parsed(format!("{folder}/{ENVELOPE}"), Envelope::from_bytes)
    }

    fn card(&self, folder: &str) -> Read<CardEvidence> {
        let note = self.parsed(format!("{folder}/{NOTE}"), |bytes| {
            SignedNote::parse(bytes, NOTE_MAX).ok().map(|note| note.encode())
        })?;
        Ok(CardEvidence { note, proof: self.proof(folder)? })
    }

    fn message(&self, folder: &str) -> Read<MessageEvidence> {
        let envelope = self.envelope(folder)?;
        let file_key = ExposedFileKey::from_bytes(self.hex(format!("{folder}/{FILE_KEY}"))?);
        Ok(MessageEvidence { envelope, file_key, proof: self.proof(folder)? })
    }

    fn head(&self, folder: &str) -> Read<HeadEvidence> {
        Ok(HeadEvidence { envelope: self.envelope(folder)?, proof: self.proof(folder)? })
    }

    fn time(&self, folder: &str) -> Read<TimeEvidence> {
        let checkpoint =
            self.parsed(format!("{folder}/{CHECKPOINT}"), |bytes| String::from_utf8(bytes.to_vec()).ok())?;
        let token = self.parsed(format!("{folder}/{TOKEN}"), |bytes| Some(bytes.to_vec()))?;
        Ok(TimeEvidence { checkpoint, token })
    }
}

const CONTENTS: &str = "davylamp/v1/case-contents";
