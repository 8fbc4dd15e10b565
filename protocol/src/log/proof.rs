//! Offline-verifiable proofs that an entry is in a log (C2SP `tlog-proof`).
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
//! index 73894
//! gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
//! … one hash a line, from the leaf's sibling up …
//!
//! example.com/fancylog
//! … the checkpoint, as it was signed …
//! ```

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::checkpoint::{Checkpoint, CheckpointError, MAX_CHECKPOINT, VerifiedCheckpoint};
use super::note::{NoteError, SignedNote, VerifierKey};
use super::tree::{MAX_PATH, TreeError, verify_inclusion};
use super::{Hash, decimal};

/// A proof as it was read: nothing in it is believed before [`TlogProof::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Opaque, and never authenticated. Davylamp writes none.
    pub extra: Option<Vec<u8>>,
    /// The entry's number in the log, from 0.
    pub index: u64,
    /// The audit path, from the leaf's sibling to the root's child.
    pub hashes: Vec<Hash>,
    /// The checkpoint note, byte for byte.
    pub checkpoint: String,
}

impl TlogProof {
    /// The proof as text.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = format!("{HEADER}\n");
        if let Some(extra) = &self.extra {
            out.push_str(EXTRA);
            BASE64_STANDARD.encode_string(extra, &mut out);
            out.push('\n');
        }
        let path = self
            .hashes
            .iter()
            .map(|hash| format!("{hash}\n"))
            .collect::<String>();
        // Writing to a string does not fail.
        let _ = write!(out, "{INDEX}{}\n{path}\n{}", self.index, self.checkpoint);
        out
    }

    /// Reads a proof of at most [`MAX_PROOF_TEXT`] bytes.
    ///
    /// # Errors
    ///
    /// [`ProofError::Format`] for anything but one canonical proof, [`ProofError::TooLong`] beyond the caps,
    /// [`ProofError::Checkpoint`] if what follows the path is not a signed note.
    pub fn decode(bytes: &[u8]) -> Result<Self, ProofError> {
        if bytes.len() > MAX_PROOF_TEXT {
            return Err(ProofError::TooLong);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| ProofError::Format)?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(ProofError::Format)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(ProofError::Format);
        }
        let extra = lines
            .next_if(|line| line.starts_with(EXTRA))
            .map(parse_extra)
            .transpose()?;
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix(INDEX))
            .and_then(decimal);
        let index = index.ok_or(ProofError::Format)?;
        let hashes = parse_path(lines)?;
        SignedNote::parse(checkpoint.as_bytes(), MAX_CHECKPOINT).map_err(CheckpointError::Note)?;
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Checks that `leaf` is entry [`TlogProof::index`] of `log`, and gives the checkpoint that says so.
    ///
    /// # Errors
    ///
    /// [`ProofError::Checkpoint`] if `log` did not sign the checkpoint, [`ProofError::Tree`] if `leaf` is not there.
    pub fn verify(&self, leaf: Hash, log: &VerifierKey) -> Result<VerifiedCheckpoint, ProofError> {
        let checkpoint = Checkpoint::verify(self.checkpoint.as_bytes(), log)?;
        self.verify_in(leaf, &checkpoint)?;
        Ok(checkpoint)
    }

    pub(super) fn verify_in(
        &self,
        leaf: Hash,
        checkpoint: &VerifiedCheckpoint,
    ) -> Result<(), ProofError> {
        Ok(verify_inclusion(
            checkpoint.root,
            checkpoint.size,
            self.index,
            leaf,
            &self.hashes,
        )?)
    }
}

/// Why a proof was not read, or not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// Not the form of a proof.
    #[error("malformed log proof")]
    Format,
    /// Too many bytes, or more hashes than a tree has levels.
    #[error("log proof is too long")]
    TooLong,
    /// The checkpoint is malformed, or not the log's.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not in that tree at that place.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

impl From<NoteError> for ProofError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(error.into())
    }
}

fn parse_extra(line: &str) -> Result<Vec<u8>, ProofError> {
    let base64 = line.strip_prefix(EXTRA).ok_or(ProofError::Format)?;
    BASE64_STANDARD
        .decode(base64)
        .map_err(|_| ProofError::Format)
}

fn parse_path<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Hash>, ProofError> {
    let mut hashes = Vec::new();
    for line in lines {
        if hashes.len() == MAX_PATH {
            return Err(ProofError::TooLong);
        }
        hashes.push(Hash::from_base64(line).ok_or(ProofError::Format)?);
    }
    Ok(hashes)
}

/// The longest proof text, in bytes.
pub const MAX_PROOF_TEXT: usize = 64 * 1024;
const HEADER: &str = "c2sp.org/tlog-proof@v1";
const EXTRA: &str = "extra ";
const INDEX: &str = "index ";

#[cfg(test)]
mod tests {
    use super::*;
}
