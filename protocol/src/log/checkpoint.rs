//! Checkpoints (C2SP `tlog-checkpoint`): a signed note of three lines.
//!
//! ```text
//! example.com/behind-the-sofa
//! 20852163
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
//! ```
//!
//! A Davylamp log signs no extension lines, and a checkpoint with some is rejected: nobody could audit them.

use std::ops::Deref;

use super::note::{
    CosignerKey, NoteError, NoteSigner, SignedNote, VerifiedText, VerifierKey, sign,
};
use super::{Hash, decimal};

/// The head of a log: its name, its leaves, its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's identity: the name of its key.
    pub origin: String,
    /// Leaves in the tree.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The checkpoint as a note signed by its log.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Origin`] unless the origin is the signer's name.
    pub fn sign(&self, log: &NoteSigner) -> Result<String, CheckpointError> {
        if self.origin != log.name() {
            return Err(CheckpointError::Origin);
        }
        Ok(sign(&self.text(), &[log])?)
    }

    /// Reads a checkpoint note that `log` signed. Other keys' lines are ignored.
    ///
    /// # Errors
    ///
    /// [`CheckpointError`]: the note's own errors, or a text that is not a checkpoint of this log.
    pub fn verify(note: &[u8], log: &VerifierKey) -> Result<VerifiedCheckpoint, CheckpointError> {
        Self::verify_note(&SignedNote::parse(note, MAX_CHECKPOINT)?, log)
    }

    /// As [`Checkpoint::verify`], of a note that is parsed already.
    ///
    /// # Errors
    ///
    /// As [`Checkpoint::verify`].
    pub fn verify_note(
        note: &SignedNote,
        log: &VerifierKey,
    ) -> Result<VerifiedCheckpoint, CheckpointError> {
        let checkpoint = Self::parse(note.verify(log)?)?;
        if checkpoint.origin != log.name() {
            return Err(CheckpointError::Origin);
        }
        Ok(VerifiedCheckpoint(checkpoint))
    }

    fn parse(text: VerifiedText<'_>) -> Result<Self, CheckpointError> {
        let lines = text
            .as_str()
            .strip_suffix('\n')
            .ok_or(CheckpointError::Format)?;
        let mut lines = lines.split('\n');
        let mut line = || {
            lines
                .next()
                .filter(|line| !line.is_empty())
                .ok_or(CheckpointError::Format)
        };
        let (origin, size, root) = (line()?, line()?, line()?);
        if lines.next().is_some() {
            return Err(CheckpointError::Extension);
        }
        let size = decimal(size).ok_or(CheckpointError::Format)?;
        let root = Hash::from_base64(root).ok_or(CheckpointError::Format)?;
        if size == 0 && root != Hash::EMPTY {
            return Err(CheckpointError::Format);
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
        })
    }

    /// The note's text: three lines.
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }
}

/// A checkpoint whose log's signature was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedCheckpoint(Checkpoint);

impl VerifiedCheckpoint {
    /// The checkpoint itself.
    #[must_use]
    pub fn into_inner(self) -> Checkpoint {
        self.0
    }
}

impl Deref for VerifiedCheckpoint {
    type Target = Checkpoint;

    fn deref(&self) -> &Checkpoint {
        &self.0
    }
}

/// Adds a `cosignature/v1` line at `unix_time` (seconds, POSIX) to a checkpoint note, in place of an earlier one of
/// the same cosigner. The caller has verified the note, and that its tree extends the one it cosigned before.
///
/// # Errors
///
/// [`CheckpointError::Note`] for a malformed note, a time out of range, or too many lines.
pub fn add_cosignature(
    note: &str,
    cosigner: &CosignerKey,
    unix_time: u64,
) -> Result<String, CheckpointError> {
    let mut note = SignedNote::parse(note.as_bytes(), MAX_CHECKPOINT)?;
    note.cosign(cosigner, unix_time)?;
    Ok(note.encode())
}

/// The time (seconds, POSIX) at which `cosigner` cosigned this checkpoint note; `None` if it did not.
///
/// # Errors
///
/// [`CheckpointError::Note`] for a malformed note, a key of another kind, or a wrong or repeated line of `cosigner`.
pub fn cosignature_time(
    note: &[u8],
    cosigner: &VerifierKey,
) -> Result<Option<u64>, CheckpointError> {
    Ok(SignedNote::parse(note, MAX_CHECKPOINT)?.cosignature_time(cosigner)?)
}

/// Why a checkpoint was not believed, or not signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The note is malformed or not rightly signed.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Signed, but not origin, size and root.
    #[error("malformed checkpoint")]
    Format,
    /// Extension lines, which no Davylamp log signs.
    #[error("checkpoint has extension lines")]
    Extension,
    /// The origin is not the key's name.
    #[error("checkpoint is of another origin than its key")]
    Origin,
}

/// The longest checkpoint note, in bytes.
pub const MAX_CHECKPOINT: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
}
