//! What the material of a case shows by itself: nothing of it is believed that is not re-derived here (`SPEC.md` 10.4).

use std::collections::{BTreeMap, BTreeSet};

use super::attached::{self, Named};
use super::consent::{ConsentBasis, consent_for_counsel};
use super::custody::{Action, HeadError};
use super::layout::{CUSTODY_LOG, Item};
use super::material::{CaseMaterial, MaterialError, MessageEvidence, entry_of, head_of, place};
use super::threads::{Gap, ProvenMessage, Side, Threads, fragment_of, lane_of, number_of};
use super::timestamp::ProvenTime;
use crate::card::{Card, CardRelay, GRACE, entry_of_card};
use crate::clue::{DeskKey, Scope};
use crate::envelope::open_body_with_file_key;
use crate::log::Hash;
use crate::log::checkpoint::{Checkpoint, CheckpointError, cosignature_time};
use crate::log::note::NoteError;
use crate::log::policy::VerifyError;
use crate::log::proof::{ProofError, TlogProof};
use crate::thread::{ContentBody, ReplyBody, ReplyError};

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct Fault {
    /// The file, beneath the bag.
    pub path: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a file of a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Missing, malformed, or one too many.
    #[error(transparent)]
    Material(#[from] MaterialError),
    /// A file that no case file has.
    #[error("does not belong into a case file")]
    Extra,
    /// A manifest gives another hash.
    #[error("was changed: its manifest gives another hash")]
    Manifest,
    /// Not the size or the hash that the message gives.
    #[error("is not the file that its message names")]
    Attachment,
    /// Rendered again, it is something else.
    #[error("is not what the proven messages give")]
    Differs,
    /// The desk's signature over the manifest.
    #[error("is not the desk's signature over these manifests")]
    Signature,
    /// Not the desk that the reader named.
    #[error("is not the desk that you named")]
    Desk,
    /// Not a card of the desk.
    #[error("is not a contact card signed by this desk")]
    Card,
    /// A proof that does not lead to where it says.
    #[error("does not prove that this is in the log: {0}")]
    Proof(ProofError),
    /// A cosignature of one of the reader's witnesses.
    #[error("does not hold under your policy: {0}")]
    Witness(VerifyError),
    /// A log that no card names.
    #[error("leads to a log that no contact card in this file names")]
    UnknownLog,
    /// Two roots for one size: the relay signed two histories, or somebody has its key.
    #[error("leads to another tree of the same size than the other proofs: the log was forked")]
    Fork,
    /// Nothing that opens, or of another desk, or under another clue.
    #[error("does not open to a message of this desk")]
    Opens,
    /// A reply whose signature is wrong.
    #[error("is a reply that the desk did not sign")]
    ReplySignature,
    /// A signer that no card named then.
    #[error("is signed by a key that no contact card in this file named at the time")]
    Signer,
    /// The same number of the same lane twice.
    #[error("has a number that its lane has already")]
    Duplicate,
    /// The hash of the one before is another.
    #[error("does not follow from the message before")]
    Chain,
    /// Another author commitment.
    #[error("is by another author than the messages before")]
    Author,
    /// Not sorted.
    #[error("is out of order")]
    Order,
    /// A head that does not open, or is not signed.
    #[error("{0}")]
    Head(HeadError),
    /// A head of other events.
    #[error("does not cover the custody log as it is here")]
    HeadCovers,
    /// Events after the last head.
    #[error("has events that no posted head covers")]
    Uncovered,
    /// The last event is no export.
    #[error("does not end with the export of this case file")]
    NoExport,
    /// Something was left out or put in after the export.
    #[error("records an export of other messages, cards or attachments than are here")]
    Contents,
    /// An event that names another key than the one that signed for it.
    #[error("covers an event that was made under another key than this head")]
    EventKey,
    /// Two heads have this number.
    #[error("custody head concealed: entry {index} of the log is another head number {n} of this case")]
    HeadConcealed {
        /// The number.
        n: u64,
        /// The other's place.
        index: u64,
    },
    /// The log had a head when the bag was made that the bag does not have.
    #[error("custody tail cut: head number {n} was in the log, as entry {index}, before this file was made")]
    TailCut {
        /// Its number.
        n: u64,
        /// Its place.
        index: u64,
    },
    /// The messages say something else about consent.
    #[error("records another consent than the messages give")]
    Consent,
    /// A time stamp over something else, too many of them, or one that cannot be a token.
    #[error("is not a time stamp over a checkpoint of this case file")]
    Time,
    /// Found by whoever reads tokens: they are not read here.
    #[error("is not a time stamp that holds: {0}")]
    Token(String),
}

/// Where an entry is in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The log's name.
    pub origin: String,
    /// The entry's number.
    pub index: u64,
    /// Leaves of the tree that the proof leads to.
    pub size: u64,
    /// That tree's root.
    pub root: Hash,
    /// The relay's clock under that tree, Unix seconds.
    pub relay_time: Option<u64>,
}

/// A card that is the desk's and in the log.
#[derive(Clone, Debug)]
pub struct ProvenCard {
    /// Its folder.
    pub path: String,
    /// What it says.
    pub card: Card,
    /// Where it is.
    pub logged: Logged,
}

/// What one envelope says.
#[derive(Clone)]
pub enum Spoken {
    /// The reporter's.
    Reporter(ContentBody),
    /// The desk's.
    Desk(ReplyBody),
}

/// One envelope that is in the log and opens.
#[derive(Clone)]
pub struct ProvenPart {
    /// Its folder.
    pub path: String,
    /// What it says.
    pub spoken: Spoken,
    /// Where it is.
    pub logged: Logged,
}

/// One head of the custody log that is in the log and opens.
#[derive(Clone, Debug)]
pub struct ProvenHead {
    /// Its folder.
    pub path: String,
    /// Events that it covers.
    pub events: u32,
    /// Where it is.
    pub logged: Logged,
}

/// A case, as far as it holds.
#[derive(Clone)]
pub struct Proven {
    /// The desk's cards.
    pub cards: Vec<ProvenCard>,
    /// The envelopes.
    pub parts: Vec<ProvenPart>,
    /// What they join to.
    pub messages: Vec<ProvenMessage>,
    /// The files that they name.
    pub attachments: Vec<Named>,
    /// Numbers that are missing.
    pub gaps: Vec<Gap>,
    /// The custody heads.
    pub heads: Vec<ProvenHead>,
    /// What time stamps are over. Whether they hold says whoever reads tokens.
    pub times: Vec<ProvenTime>,
    /// What the messages say about counsel.
    pub consent: Option<ConsentBasis>,
    /// What does not hold. A case file with one is broken.
    pub faults: Vec<Fault>,
}

impl CaseMaterial {
    /// Proves everything that can be proven without a policy.
    #[must_use]
    pub fn prove(&self) -> Proven {
        let mut prover = Prover { material: self, desk: self.desk_key(), relays: Vec::new(), faults: Vec::new() };
        let cards = prover.cards();
        let parts = prover.parts();
        prover.check_signers(&cards, &parts);
        let Threads { messages, gaps, faults } = Threads::join(self.desk_key(), &parts);
        prover.faults.extend(faults);
        let attachments = attached::named(&messages, &self.attached);
        prover.faults.extend(attached::faults(&attachments, &self.attached));
        let consent = consent_for_counsel(&messages);
        let heads = prover.heads(&cards);
        prover.check_custody(&heads, consent);
        prover.check_forks();
        let times = Vec::new();
        let faults = prover.faults;
        let mut proven = Proven { cards, parts, messages, attachments, gaps, heads, times, consent, faults };
        proven.take_times(self);
        proven
    }

    /// What the messages say about counsel, whatever else holds: for a desk that is about to export.
    #[must_use]
    pub fn consent(&self) -> Option<ConsentBasis> {
        let mut prover = Prover { material: self, desk: self.desk_key(), relays: Vec::new(), faults: Vec::new() };
        prover.cards();
        consent_for_counsel(&Threads::join(self.desk_key(), &prover.parts()).messages)
    }

    /// What would break a case file however its export were recorded: for a desk to look at before it records one.
    #[must_use]
    pub fn faults_before_export(&self) -> Vec<Fault> {
        let mut faults = self.prove().faults;
        faults.retain(|fault| fault.path != CUSTODY_LOG);
        faults
    }

    /// Leaves out later postings in one log of what is there already: the same number of the same lane. Sorts first.
    pub fn fold(&mut self) {
        self.sort();
        let desk = self.desk_key();
        let mut seen = BTreeSet::new();
        self.messages.retain(|message| match open(message, desk) {
            Ok(spoken) => seen.insert((place(&message.proof).0, lane_and_number(&spoken))),
            // Kept, so that it is reported and not hidden.
            Err(_) => true,
        });
    }
}

impl Proven {
    /// Each tree that a proof of the reporter's envelopes leads to, for a challenge: origin and size, sorted, once each.
    #[must_use]
    pub fn claim_checkpoints(&self) -> Vec<(String, u64)> {
        let own = self.parts.iter().filter(|part| matches!(part.spoken, Spoken::Reporter(_)));
        let mut found: Vec<_> = own.map(|part| (part.logged.origin.clone(), part.logged.size)).collect();
        found.sort();
        found.dedup();
        found
    }

    /// Whether what a part says, or the card at a path, is in another log too, at one of `paths`.
    #[must_use]
    pub fn is_also_at(&self, path: &str, paths: &BTreeSet<&str>) -> bool {
        let others = |other: &str| other != path && paths.contains(other);
        if let Some(part) = self.parts.iter().find(|part| part.path == path) {
            return self.parts.iter().any(|other| others(&other.path) && says_the_same(part, other));
        }
        let card = self.cards.iter().find(|card| card.path == path);
        card.is_some_and(|card| self.cards.iter().any(|other| others(&other.path) && other.card == card.card))
    }
}

/// Lane, number and words; a desk's signature is over other dates.
fn says_the_same(a: &ProvenPart, b: &ProvenPart) -> bool {
    number_of(a) == number_of(b) && fragment_of(a) == fragment_of(b) && lane_of(a) == lane_of(b)
}

/// Opens one envelope with its file key.
fn open(message: &MessageEvidence, desk: DeskKey) -> Result<Spoken, Reason> {
    let content = open_body_with_file_key(&message.file_key, message.envelope.body()).map_err(|_| Reason::Opens)?;
    let tag = message.envelope.clue().tag;
    if let Ok(body) = ContentBody::decode(&content, desk, &tag) {
        return Ok(Spoken::Reporter(body));
    }
    match ReplyBody::decode(&content, desk, &tag) {
        Ok(body) => Ok(Spoken::Desk(body)),
        Err(ReplyError::Signature) => Err(Reason::ReplySignature),
        Err(_) => Err(Reason::Opens),
    }
}

fn lane_and_number(spoken: &Spoken) -> (Side, String, u32) {
    match spoken {
        Spoken::Reporter(body) => (Side::Reporter, hex::encode(body.lane_id), body.number),
        Spoken::Desk(body) => (Side::Desk, body.draft.lane.to_string(), body.draft.number),
    }
}

struct Prover<'a> {
    material: &'a CaseMaterial,
    desk: DeskKey,
    relays: Vec<CardRelay>,
    faults: Vec<Fault>,
}

impl Prover<'_> {
    fn fault(&mut self, path: impl Into<String>, reason: Reason) {
        self.faults.push(Fault { path: path.into(), reason });
    }

    fn cards(&mut self) -> Vec<ProvenCard> {
        let material = self.material;
        let mut cards = Vec::new();
        for (at, evidence) in material.cards.iter().enumerate() {
            match Card::verify(evidence.note.as_bytes(), &material.desk) {
                Ok(card) => cards.push((Item::Card.path(at), card, evidence)),
                Err(_) => self.fault(Item::Card.path(at), Reason::Card),
            }
        }
        for (_, card, _) in &cards {
            for relay in &card.relays {
                if !self.relays.contains(relay) {
                    self.relays.push(relay.clone());
                }
            }
        }
        if !cards.is_sorted_by_key(|(_, card, evidence)| (card.serial, place(&evidence.proof))) {
            self.fault(Item::Card.path(0), Reason::Order);
        }
        let mut proven = Vec::new();
        for (path, card, evidence) in cards {
            let leaf = entry_of_card(&evidence.note, &material.desk, card.serial).leaf_hash();
            match self.logged(leaf, &evidence.proof) {
                Ok(logged) => proven.push(ProvenCard { path, card, logged }),
                Err(reason) => self.fault(path, reason),
            }
        }
        proven
    }

    fn parts(&mut self) -> Vec<ProvenPart> {
        let material = self.material;
        let mut parts = Vec::new();
        for (at, message) in material.messages.iter().enumerate() {
            let path = Item::Message.path(at);
            let logged = self.logged(message.entry().leaf_hash(), &message.proof);
            match logged.and_then(|logged| Ok((logged, open(message, self.desk)?))) {
                Ok((logged, spoken)) => parts.push(ProvenPart { path, spoken, logged }),
                Err(reason) => self.fault(path, reason),
            }
        }
        let places: Vec<_> = material.messages.iter().map(|message| place(&message.proof)).collect();
        if !places.is_sorted_by(|a, b| a < b) {
            self.fault(Item::Message.path(0), Reason::Order);
        }
        parts
    }

    fn logged(&self, leaf: Hash, proof: &TlogProof) -> Result<Logged, Reason> {
        for relay in &self.relays {
            let checkpoint = match Checkpoint::verify(proof.checkpoint.as_bytes(), &relay.log) {
                Err(CheckpointError::Note(NoteError::NotSigned)) => continue,
                other => other.map_err(|error| Reason::Proof(error.into()))?,
            };
            proof.verify(leaf, &relay.log).map_err(Reason::Proof)?;
            let relay_time = cosignature_time(proof.checkpoint.as_bytes(), &relay.cosigner)
                .map_err(|error| Reason::Proof(error.into()))?;
            let Checkpoint { origin, size, root } = checkpoint.into_inner();
            return Ok(Logged { origin, index: proof.index, size, root, relay_time });
        }
        Err(Reason::UnknownLog)
    }

    fn check_signers(&mut self, cards: &[ProvenCard], parts: &[ProvenPart]) {
        for part in parts {
            if let Spoken::Desk(body) = &part.spoken
                && !cards.iter().any(|card| names_signer(&card.card, body))
            {
                self.fault(part.path.clone(), Reason::Signer);
            }
        }
    }

    fn heads(&mut self, cards: &[ProvenCard]) -> Vec<ProvenHead> {
        let (material, mut heads, mut covered) = (self.material, Vec::new(), 0);
        for (n, evidence) in (0_u64..).zip(&material.heads) {
            let path = Item::Head.path(heads.len());
            let found = self.head(n, covered, evidence, cards);
            match found {
                Ok((events, logged)) => {
                    covered = events;
                    heads.push(ProvenHead { path, events, logged });
                }
                Err(reason) => {
                    self.fault(path, reason);
                    break;
                }
            }
        }
        heads
    }

    fn head(
        &self,
        n: u64,
        covered: u32,
        evidence: &super::HeadEvidence,
        cards: &[ProvenCard],
    ) -> Result<(u32, Logged), Reason> {
        let logged = self.logged(entry_of(&evidence.envelope).leaf_hash(), &evidence.proof)?;
        let scope = Scope { origin: &logged.origin, desk: self.desk };
        let opened = self.material.custody_key.open_head(scope, n, &evidence.envelope);
        let (head, signer) = opened.map_err(Reason::Head)?;
        if !cards.iter().any(|card| card.card.online_key == signer) {
            return Err(Reason::Signer);
        }
        let is_here = self.material.custody.hash_after(head.events) == Some(head.hash);
        if !is_here || head.events <= covered {
            return Err(Reason::HeadCovers);
        }
        if !self.material.custody.is_by(covered, head.events, &signer) {
            return Err(Reason::EventKey);
        }
        Ok((head.events, logged))
    }

    fn check_custody(&mut self, heads: &[ProvenHead], consent: Option<ConsentBasis>) {
        let events = self.material.custody.events();
        let covered = heads.last().map_or(0, |head| head.events);
        if usize::try_from(covered).ok() != Some(events.len()) {
            self.fault(CUSTODY_LOG, Reason::Uncovered);
        }
        let last = events.last().filter(|event| event.action.is_export());
        let Some((event, export)) = last.and_then(|event| Some((event, event.export.as_ref()?))) else {
            return self.fault(CUSTODY_LOG, Reason::NoExport);
        };
        if export.contents != hex::encode(self.material.contents()) {
            self.fault(CUSTODY_LOG, Reason::Contents);
        }
        let without = event.action != Action::Exported && !event.reason.trim().is_empty();
        let said = ConsentBasis::text_of(consent);
        if export.consent != said || (consent.is_none() && !without) {
            self.fault(CUSTODY_LOG, Reason::Consent);
        }
    }

    /// One log, one size, one root: over all proofs, whatever they are for.
    fn check_forks(&mut self) {
        let material = self.material;
        let cards = material.cards.iter().enumerate().map(|(at, e)| (Item::Card.path(at), &e.proof));
        let messages = material.messages.iter().enumerate().map(|(at, e)| (Item::Message.path(at), &e.proof));
        let heads = material.heads.iter().enumerate().map(|(at, e)| (Item::Head.path(at), &e.proof));
        let mut roots: BTreeMap<(String, u64), &str> = BTreeMap::new();
        for (path, proof) in cards.chain(messages).chain(heads) {
            let (Some(head), Some(root)) = (head_of(proof), proof.checkpoint.lines().nth(2)) else {
                continue;
            };
            if *roots.entry(head).or_insert(root) != root {
                self.fault(path, Reason::Fork);
            }
        }
    }
}

/// An expired card is still used for 90 days; so is its key.
fn names_signer(card: &Card, body: &ReplyBody) -> bool {
    let valid = card.issued..=card.expires.saturating_add(GRACE);
    card.online_key == body.signer && valid.contains(&body.sealed_at)
}
