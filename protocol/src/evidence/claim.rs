//! A claim: the reporter shows, by choice, that the messages of a case are theirs (`SPEC.md` 10.7).
//!
//! ```text
//! counsel ──challenge──▶ reporter ──cut-off, posted──▶ log
//! counsel ◀───claim (author keys, cut-off and its proof, signature)──┘
//! ```

mod challenge;
mod cut_off;
mod file;

use std::collections::BTreeMap;

use crate::clue::{DeskKey, Scope};
use crate::envelope::Envelope;
use crate::keys::{AuthorKeys, AuthorMacKey};
use crate::labelled::{input, sign, verify};
use crate::log::Hash;
use crate::log::note::VerifierKey;
use crate::log::proof::{ProofError, TlogProof};
use crate::log::tree::{TreeError, verify_consistency};

use super::material::entry_of;
use super::prove::{Logged, ProvenPart, Spoken};

pub use challenge::{Challenge, ChallengeError, MAX_CLAIM_CHECKPOINTS};
pub use cut_off::{CutOff, CutOffPostError, claim_tag};
pub use file::MAX_CLAIM;

/// A cut-off as a claim gives it: the post that fixed it, and that its tree is the log's.
#[derive(Clone)]
pub struct CutOffPost {
    /// The log's name.
    pub origin: String,
    /// The post, as logged.
    pub envelope: Envelope,
    /// Where the post is.
    pub proof: TlogProof,
    /// Consistency from the cut-off's tree to the tree that `proof` leads to.
    pub consistency: Vec<Hash>,
}

/// Joins the cut-off's tree to that of another size, whichever is the smaller first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// The log's name.
    pub origin: String,
    /// The other tree's size.
    pub size: u64,
    /// Consistency proof.
    pub hashes: Vec<Hash>,
}

/// What a claim reveals of a reporter's author keys.
#[derive(Clone)]
pub struct ClaimKeys {
    /// A, the author verifier key.
    pub author: [u8; 32],
    /// The author MAC key: public from now on.
    pub mac: AuthorMacKey,
}

/// A claim file, its signature verified.
#[derive(Clone)]
pub struct Claim {
    desk: VerifierKey,
    keys: ClaimKeys,
    challenge_note: String,
    challenge: Challenge,
    cut_offs: Vec<(CutOffPost, CutOff)>,
    bridges: Vec<Bridge>,
    signature: [u8; 64],
}

/// Why a claim is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// Not a claim file, or not in its one spelling.
    #[error("it is not a claim file of this version")]
    Format,
    /// The challenge in it is wrong.
    #[error("its challenge: {0}")]
    Challenge(#[from] ChallengeError),
    /// The author key did not sign it.
    #[error("it is not signed by the author key in it")]
    Signature,
    /// No cut-off, or more than one for a log.
    #[error("it needs one cut-off for each log, and at least one")]
    CutOffs,
    /// The post of the cut-off.
    #[error("its cut-off: {0}")]
    CutOff(#[from] CutOffPostError),
    /// It is for another desk.
    #[error("it is for another desk")]
    Desk,
    /// Not the challenge that the reader made.
    #[error("it answers another challenge than yours")]
    OtherChallenge,
    /// A cut-off in a log that neither the case file nor the policy names.
    #[error("its cut-off is in a log that this case file does not name")]
    UnknownLog,
    /// The post is not in the log.
    #[error("its cut-off is not in the log: {0}")]
    Proof(ProofError),
    /// The cut-off's tree is not the log's, or the post is within it.
    #[error("its cut-off is not a tree of this log")]
    Tree(TreeError),
    /// Two roots for one size.
    #[error("its cut-off has another root than a proof of the same size: the log was forked")]
    Fork,
    /// The keys are not those of this case.
    #[error("its keys are not those that the messages of this case were made with")]
    Commitment,
    /// The keys are, and a message's MAC is wrong.
    #[error("a message of this case was not made with its keys")]
    Mac,
}

/// Why a message is not covered by a claim that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimFault {
    /// The keys may have been public when it was logged.
    #[error("was logged after the cut-off")]
    After,
    /// The claim has no cut-off in its log.
    #[error("is in a log for which the claim has no cut-off")]
    NoCutOff,
    /// Nothing joins its tree to the cut-off's.
    #[error("needs a proof that joins its tree of {0} entries to the cut-off")]
    NoBridge(u64),
    /// What joins them is wrong.
    #[error("has a wrong proof that joins its tree to the cut-off")]
    Bridge,
}

/// One of the reporter's envelopes under a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Its folder.
    pub path: String,
    /// Whether the claim covers it.
    pub covered: Result<(), ClaimFault>,
}

impl Claim {
    /// Signs a claim. The cut-offs must be posted, and their proofs held.
    ///
    /// # Errors
    /// [`ClaimError`]: nothing is made that its reader would not take.
    pub fn make(
        desk: &VerifierKey,
        author: &AuthorKeys,
        challenge_note: &str,
        cut_offs: Vec<CutOffPost>,
        bridges: Vec<Bridge>,
    ) -> Result<Self, ClaimError> {
        let keys = ClaimKeys { author: author.verifier(), mac: author.mac.clone() };
        let mut claim = Self::unsigned(desk, keys, challenge_note, cut_offs, bridges)?;
        claim.signature = claim.with_input(|fields| sign(&author.signing, CLAIM, fields));
        Ok(claim)
    }

    fn unsigned(
        desk: &VerifierKey,
        keys: ClaimKeys,
        challenge_note: &str,
        cut_offs: Vec<CutOffPost>,
        bridges: Vec<Bridge>,
    ) -> Result<Self, ClaimError> {
        let challenge = Challenge::verify(challenge_note.as_bytes())?;
        let desk_key = DeskKey(*desk.key_bytes());
        let opened = cut_offs.into_iter().map(|post| {
            let cut_off = CutOff::open(&keys.author, Scope { origin: &post.origin, desk: desk_key }, &post.envelope)?;
            Ok((post, cut_off))
        });
        let cut_offs: Vec<_> = opened.collect::<Result<_, CutOffPostError>>()?;
        let apart = cut_offs.is_sorted_by(|(a, _), (b, _)| a.origin < b.origin);
        if !apart || !(1..=MAX_CUT_OFFS).contains(&cut_offs.len()) {
            return Err(ClaimError::CutOffs);
        }
        let (desk, challenge_note) = (desk.clone(), challenge_note.to_owned());
        Ok(Self { desk, keys, challenge_note, challenge, cut_offs, bridges, signature: [0; 64] })
    }

    fn with_input<R>(&self, use_fields: impl FnOnce(&[&[u8]]) -> R) -> R {
        let cut_offs: Vec<_> = self
            .cut_offs
            .iter()
            .map(|(post, cut_off)| {
                input("cut-off", &[post.origin.as_bytes(), &cut_off.size.to_be_bytes(), cut_off.root.as_bytes()])
            })
            .collect();
        let mut fields: Vec<&[u8]> =
            vec![self.desk.key_bytes(), self.keys.mac.expose(), self.challenge_note.as_bytes()];
        fields.extend(cut_offs.iter().map(|cut_off| cut_off.as_slice()));
        use_fields(&fields)
    }

    fn signature_is_right(&self) -> bool {
        self.with_input(|fields| verify(&self.keys.author, CLAIM, fields, &self.signature))
    }

    /// The keys that it reveals.
    #[must_use]
    pub fn keys(&self) -> &ClaimKeys {
        &self.keys
    }

    /// The desk that it is about.
    #[must_use]
    pub fn desk(&self) -> &VerifierKey {
        &self.desk
    }

    /// The challenge that it answers.
    #[must_use]
    pub fn challenge(&self) -> &Challenge {
        &self.challenge
    }

    /// The challenge as it was signed.
    #[must_use]
    pub fn challenge_note(&self) -> &str {
        &self.challenge_note
    }

    /// Each cut-off and its post.
    pub fn cut_offs(&self) -> impl Iterator<Item = (&CutOffPost, CutOff)> {
        self.cut_offs.iter().map(|(post, cut_off)| (post, *cut_off))
    }

    /// Checks the claim against a case's envelopes.
    ///
    /// # Errors
    /// [`ClaimError`] when it does not hold for this case at all.
    pub fn covers(
        &self,
        desk: &VerifierKey,
        logs: &[VerifierKey],
        parts: &[ProvenPart],
        more_bridges: &[Bridge],
    ) -> Result<Vec<Covered>, ClaimError> {
        if self.desk != *desk {
            return Err(ClaimError::Desk);
        }
        let mut cut_offs = BTreeMap::new();
        for (post, cut_off) in &self.cut_offs {
            check_post(post, cut_off, logs)?;
            cut_offs.insert(post.origin.as_str(), *cut_off);
        }
        let bridges: Vec<&Bridge> = self.bridges.iter().chain(more_bridges).collect();
        let desk_key = DeskKey(*desk.key_bytes());
        let mut covered = Vec::new();
        for part in parts {
            let Spoken::Reporter(body) = &part.spoken else { continue };
            if body.commitment != self.keys.mac.commitment(&self.keys.author) {
                return Err(ClaimError::Commitment);
            }
            if !body.mac_matches(desk_key, &self.keys.mac) {
                return Err(ClaimError::Mac);
            }
            let cut_off = cut_offs.get(part.logged.origin.as_str());
            let outcome = match cut_off {
                None => Err(ClaimFault::NoCutOff),
                Some(cut_off) if cut_off.size == part.logged.size && cut_off.root != part.logged.root => {
                    return Err(ClaimError::Fork);
                }
                Some(cut_off) => within(&part.logged, *cut_off, &bridges),
            };
            covered.push(Covered { path: part.path.clone(), covered: outcome });
        }
        Ok(covered)
    }
}

/// The post is in the log, after the cut-off, whose tree is a prefix of the log's.
fn check_post(post: &CutOffPost, cut_off: &CutOff, logs: &[VerifierKey]) -> Result<(), ClaimError> {
    let log = logs.iter().filter(|log| log.name() == post.origin);
    let mut outcome = Err(ClaimError::UnknownLog);
    // A log's name is not its key: two keys of one name are tried in turn.
    for log in log {
        outcome = post.proof.verify(entry_of(&post.envelope).leaf_hash(), log).map_err(ClaimError::Proof);
        if let Ok(checkpoint) = &outcome {
            if post.proof.index < cut_off.size {
                return Err(ClaimError::Tree(TreeError::OutOfRange));
            }
            let (size, root) = (checkpoint.size, checkpoint.root);
            return verify_consistency(cut_off.size, cut_off.root, size, root, &post.consistency)
                .map_err(ClaimError::Tree);
        }
    }
    outcome.map(|_| ())
}

/// Whether an entry is in the cut-off's own tree. Where the entry's tree is the larger, the cut-off's is a prefix of it,
/// and the leaves below its size are the same.
fn within(logged: &Logged, cut_off: CutOff, bridges: &[&Bridge]) -> Result<(), ClaimFault> {
    if logged.index >= cut_off.size {
        return Err(ClaimFault::After);
    }
    if logged.size == cut_off.size {
        return Ok(());
    }
    let fits = |bridge: &&&Bridge| bridge.origin == logged.origin && bridge.size == logged.size;
    let mut found = bridges.iter().filter(fits).peekable();
    if found.peek().is_none() {
        return Err(ClaimFault::NoBridge(logged.size));
    }
    let joins = |bridge: &&Bridge| {
        let (own, other) = ((logged.size, logged.root), (cut_off.size, cut_off.root));
        let (old, new) = if own.0 < other.0 { (own, other) } else { (other, own) };
        verify_consistency(old.0, old.1, new.0, new.1, &bridge.hashes).is_ok()
    };
    if found.any(joins) { Ok(()) } else { Err(ClaimFault::Bridge) }
}

/// The most cut-offs in a claim: a card has at most as many relays.
const MAX_CUT_OFFS: usize = 4;
const CLAIM: &str = "davylamp/v1/claim";
