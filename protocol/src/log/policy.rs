//! Trust policies (C2SP `tlog-policy`): which logs are believed, and which witnesses must have cosigned.
//!
//! ```text
//! log <vkey>
//!
//! witness X1 <vkey>
//! witness X2 <vkey>
//! group X-witnesses any X1 X2
//! quorum X-witnesses
//! ```

mod parse;

use super::Hash;
use super::checkpoint::{Checkpoint, CheckpointError, MAX_CHECKPOINT, VerifiedCheckpoint};
use super::note::{KeyError, NoteError, SignedNote, VerifierKey};
use super::proof::{ProofError, TlogProof};

/// A policy, its names resolved.
#[derive(Clone, Debug)]
pub struct Policy {
    logs: Vec<VerifierKey>,
    /// Witnesses and groups in the order of their lines: a group's members all stand before it.
    nodes: Vec<Node>,
    /// `None` is `quorum none`.
    quorum: Option<usize>,
}

impl Policy {
    /// Reads a policy of at most [`MAX_POLICY`] bytes.
    ///
    /// # Errors
    ///
    /// [`PolicyError`], with the number of the line.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyError> {
        parse::policy(bytes)
    }

    /// The logs that are believed.
    #[must_use]
    pub fn logs(&self) -> &[VerifierKey] {
        &self.logs
    }

    /// The witnesses: name in the policy, and key.
    pub fn witnesses(&self) -> impl Iterator<Item = (&str, &VerifierKey)> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Witness { name, key } => Some((name.as_str(), key)),
            Node::Group { .. } => None,
        })
    }

    /// Checks that `leaf` is where `proof` says, in one of this policy's logs, and who witnessed it.
    ///
    /// The caller looks at [`Anchored::quorum_met`]. A log's own timed cosignature counts where the policy lists it as a
    /// witness, and nowhere else.
    ///
    /// # Errors
    ///
    /// [`VerifyError::UnknownLog`] if no listed log signed, [`VerifyError::Proof`] for a proof or checkpoint that is
    /// wrong, [`VerifyError::Witness`] for a listed witness's line that is wrong.
    pub fn verify(&self, proof: &TlogProof, leaf: Hash) -> Result<Anchored, VerifyError> {
        let anchored = self.verify_checkpoint(proof.checkpoint.as_bytes())?;
        proof.verify_in(leaf, &anchored.checkpoint)?;
        Ok(anchored)
    }

    /// As [`Policy::verify`], of a checkpoint note alone.
    ///
    /// # Errors
    ///
    /// As [`Policy::verify`].
    pub fn verify_checkpoint(&self, note: &[u8]) -> Result<Anchored, VerifyError> {
        let note = SignedNote::parse(note, MAX_CHECKPOINT).map_err(ProofError::from)?;
        let (log, checkpoint) = self.log_of(&note)?;
        let mut witnesses = Vec::new();
        let mut seen = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let witnessed = node.witnessed(&note, &seen, &mut witnesses)?;
            seen.push(witnessed);
        }
        let quorum_met = self.quorum.is_none_or(|at| seen.get(at) == Some(&true));
        Ok(Anchored { checkpoint, log: log.clone(), witnesses, quorum_met })
    }

    fn log_of(&self, note: &SignedNote) -> Result<(&VerifierKey, VerifiedCheckpoint), VerifyError> {
        for log in &self.logs {
            match Checkpoint::verify_note(note, log) {
                Ok(checkpoint) => return Ok((log, checkpoint)),
                Err(CheckpointError::Note(NoteError::NotSigned)) => {}
                Err(error) => return Err(ProofError::from(error).into()),
            }
        }
        Err(VerifyError::UnknownLog)
    }
}

/// What a policy says of a proof that is right.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a proof is anchored only where the quorum is met"]
pub struct Anchored {
    /// The checkpoint that the proof leads to.
    pub checkpoint: VerifiedCheckpoint,
    /// The listed log that signed it.
    pub log: VerifierKey,
    /// Each listed witness that cosigned: its name in the policy, and its time (seconds, POSIX).
    pub witnesses: Vec<(String, u64)>,
    /// Whether enough of them did.
    pub quorum_met: bool,
}

/// Why a policy was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// More than [`MAX_POLICY`] bytes, or of [`MAX_NODES`] of a kind.
    #[error("policy is too long")]
    TooLong,
    /// The last line is cut off.
    #[error("policy does not end in a newline")]
    Unterminated,
    /// No quorum line.
    #[error("policy has no quorum line")]
    NoQuorum,
    /// A line is wrong.
    #[error("policy line {number}: {why}")]
    Line {
        /// The line's number, from 1.
        number: usize,
        /// What is wrong with it.
        why: LineError,
    },
}

/// What is wrong with a line of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// A control character other than tab and newline.
    #[error("control character")]
    Control,
    /// Not a line of the four kinds.
    #[error("unknown keyword")]
    Keyword,
    /// Too few or too many items.
    #[error("wrong number of items")]
    Items,
    /// A name or key that is not UTF-8.
    #[error("not utf-8")]
    Utf8,
    /// A key that cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A key of the wrong kind: logs sign notes, witnesses cosign.
    #[error("key of the wrong kind")]
    KeyKind,
    /// A public key that an earlier line of the kind has.
    #[error("key is listed twice")]
    RepeatedKey,
    /// A name that is taken, or `none`.
    #[error("name is taken")]
    RepeatedName,
    /// A name that no earlier line defines.
    #[error("name is not defined on an earlier line")]
    UnknownName,
    /// A name that is a member already.
    #[error("name is a group member already")]
    RepeatedMember,
    /// Not `all`, `any`, or a number from 1 to the number of members.
    #[error("threshold is out of range")]
    Threshold,
    /// A second quorum line.
    #[error("second quorum line")]
    RepeatedQuorum,
}

/// Why a policy does not bear a proof out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// No log of the policy signed the checkpoint.
    #[error("checkpoint is of no log in the policy")]
    UnknownLog,
    /// The proof or its checkpoint is wrong.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A listed witness's line is wrong.
    #[error("cosignature of witness {name}: {why}")]
    Witness {
        /// The witness's name in the policy.
        name: String,
        /// What is wrong.
        why: NoteError,
    },
}

#[derive(Clone, Debug)]
enum Node {
    Witness { name: String, key: VerifierKey },
    Group { name: String, threshold: usize, members: Vec<usize> },
}

impl Node {
    fn name(&self) -> &str {
        match self {
            Self::Witness { name, .. } | Self::Group { name, .. } => name,
        }
    }

    /// Whether this witness cosigned, or enough members of this group did; `seen` has what stands before it.
    fn witnessed(&self, note: &SignedNote, seen: &[bool], found: &mut Vec<(String, u64)>) -> Result<bool, VerifyError> {
        match self {
            Self::Witness { name, key } => {
                let time = note.cosignature_time(key);
                let time = time.map_err(|why| VerifyError::Witness { name: name.clone(), why })?;
                found.extend(time.map(|time| (name.clone(), time)));
                Ok(time.is_some())
            }
            Self::Group { threshold, members, .. } => {
                let count = members.iter().filter(|&&member| seen.get(member) == Some(&true)).count();
                Ok(count >= *threshold)
            }
        }
    }
}

/// The longest policy, in bytes.
pub const MAX_POLICY: usize = 64 * 1024;
/// The most logs, the most witnesses and the most groups in a policy. C2SP asks for 32 of each.
pub const MAX_NODES: usize = 64;

#[cfg(test)]
mod tests;
