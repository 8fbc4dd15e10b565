//! Time stamps in a case file: `data/times/NNNN/checkpoint` and `token.tsr` (`SPEC.md` 10.10).
//!
//! Here is what a token is over, and what that covers. Tokens themselves are read, and believed or not, by the client: the
//! relay, which shares this crate, needs no certificates.

use std::collections::BTreeSet;

use super::layout::Item;
use super::material::CaseMaterial;
use super::prove::{Fault, Logged, Proven, Reason};
use crate::log::Hash;
use crate::log::proof::TlogProof;

/// A checkpoint, and what an authority signed over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeEvidence {
    /// The note, byte for byte as at the end of a proof.
    pub checkpoint: String,
    /// A `TimeStampResp` of RFC 3161, DER.
    pub token: Vec<u8>,
}

/// What a token is over, if it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenTime {
    /// Its folder.
    pub path: String,
    /// The log's name.
    pub origin: String,
    /// Leaves of the tree.
    pub size: u64,
    /// The tree's root.
    pub root: Hash,
    /// Folders of the cards, envelopes and heads that existed by then.
    pub covers: BTreeSet<String>,
    /// Whether those are all of the case: the last custody head is among them, and it fixes the rest.
    pub covers_all: bool,
}

impl CaseMaterial {
    /// The checkpoint that an authority is asked to stamp: that of the last custody head, which fixes everything else.
    #[must_use]
    pub fn checkpoint_to_stamp(&self) -> Option<&str> {
        self.heads.last().map(|head| head.proof.checkpoint.as_str())
    }

    fn proofs(&self) -> impl Iterator<Item = (String, &TlogProof)> {
        let cards = self.cards.iter().enumerate().map(|(at, card)| (Item::Card.path(at), &card.proof));
        let messages = self.messages.iter().enumerate().map(|(at, message)| (Item::Message.path(at), &message.proof));
        let heads = self.heads.iter().enumerate().map(|(at, head)| (Item::Head.path(at), &head.proof));
        cards.chain(messages).chain(heads)
    }
}

impl Proven {
    /// Takes what the stamps are over, or a fault for each that is over nothing of this case.
    pub(super) fn take_times(&mut self, material: &CaseMaterial) {
        for (at, evidence) in material.times.iter().enumerate() {
            let path = Item::Time.path(at);
            let sound = (1..=MAX_TOKEN).contains(&evidence.token.len()) && at < MAX_TIMES;
            let is_new = material.times.iter().take(at).all(|before| before != evidence);
            match self.time(path.clone(), material, evidence).filter(|_| sound && is_new) {
                Some(time) => self.times.push(time),
                None => self.faults.push(Fault { path, reason: Reason::Time }),
            }
        }
    }

    fn time(&self, path: String, material: &CaseMaterial, evidence: &TimeEvidence) -> Option<ProvenTime> {
        let ends_in_it = material.proofs().filter(|(_, proof)| proof.checkpoint == evidence.checkpoint);
        // A proof that does not hold says nothing about its checkpoint.
        let tree = ends_in_it.into_iter().find_map(|(path, _)| self.logged_at(&path))?;
        let in_tree =
            |logged: &Logged| (&logged.origin, logged.size, logged.root) == (&tree.origin, tree.size, tree.root);
        let covers_all = self.heads.last().is_some_and(|head| in_tree(&head.logged));
        let covered = self.entries().filter(|(_, logged)| covers_all || in_tree(logged));
        let covers = covered.map(|(path, _)| path.to_owned()).collect();
        Some(ProvenTime { path, origin: tree.origin.clone(), size: tree.size, root: tree.root, covers, covers_all })
    }

    fn logged_at(&self, path: &str) -> Option<&Logged> {
        self.entries().find(|(entry, _)| *entry == path).map(|(_, logged)| logged)
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Logged)> {
        let cards = self.cards.iter().map(|card| (card.path.as_str(), &card.logged));
        let parts = self.parts.iter().map(|part| (part.path.as_str(), &part.logged));
        let heads = self.heads.iter().map(|head| (head.path.as_str(), &head.logged));
        cards.chain(parts).chain(heads)
    }
}

/// The longest token, in bytes.
pub const MAX_TOKEN: usize = 64 * 1024;
/// The most time stamps of a case file.
pub const MAX_TIMES: usize = 4;
