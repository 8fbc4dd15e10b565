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

use super::note::{CosignerKey, NoteError, NoteSigner, SignedNote, VerifiedText, VerifierKey, sign};
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
    pub fn verify_note(note: &SignedNote, log: &VerifierKey) -> Result<VerifiedCheckpoint, CheckpointError> {
        let checkpoint = Self::parse(note.verify(log)?)?;
        if checkpoint.origin != log.name() {
            return Err(CheckpointError::Origin);
        }
        Ok(VerifiedCheckpoint(checkpoint))
    }

    fn parse(text: VerifiedText<'_>) -> Result<Self, CheckpointError> {
        let lines = text.as_str().strip_suffix('\n').ok_or(CheckpointError::Format)?;
        let mut lines = lines.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or(CheckpointError::Format);
        let (origin, size, root) = (line()?, line()?, line()?);
        if lines.next().is_some() {
            return Err(CheckpointError::Extension);
        }
        let size = decimal(size).ok_or(CheckpointError::Format)?;
        let root = Hash::from_base64(root).ok_or(CheckpointError::Format)?;
        if size == 0 && root != Hash::EMPTY {
            return Err(CheckpointError::Format);
        }
        Ok(Self { origin: origin.to_owned(), size, root })
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
pub fn add_cosignature(note: &str, cosigner: &CosignerKey, unix_time: u64) -> Result<String, CheckpointError> {
    let mut note = SignedNote::parse(note.as_bytes(), MAX_CHECKPOINT)?;
    note.cosign(cosigner, unix_time)?;
    Ok(note.encode())
}

/// The time (seconds, POSIX) at which `cosigner` cosigned this checkpoint note; `None` if it did not.
///
/// # Errors
///
/// [`CheckpointError::Note`] for a malformed note, a key of another kind, or a wrong or repeated line of `cosigner`.
pub fn cosignature_time(note: &[u8], cosigner: &VerifierKey) -> Result<Option<u64>, CheckpointError> {
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
    use super::super::leaf_hash;
    use super::*;

    fn log() -> NoteSigner {
        NoteSigner::from_seed("log.example/davylamp", &[1; 32]).unwrap()
    }

    fn clock() -> CosignerKey {
        CosignerKey::from_seed("log.example/davylamp/clock", &[2; 32]).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: log().name().to_owned(), size: 20_852_163, root: leaf_hash(b"x") }
    }

    fn verify_text(text: &str) -> Result<VerifiedCheckpoint, CheckpointError> {
        let note = sign(text, &[&log()]).unwrap();
        Checkpoint::verify(note.as_bytes(), log().verifier_key())
    }

    #[test]
    fn a_signed_checkpoint_reads_back() {
        let note = checkpoint().sign(&log()).unwrap();
        assert!(note.starts_with("log.example/davylamp\n20852163\n"));
        let verified = Checkpoint::verify(note.as_bytes(), log().verifier_key()).unwrap();
        assert_eq!(verified.into_inner(), checkpoint());
    }

    #[test]
    fn only_the_log_itself_signs_under_its_origin() {
        let other = NoteSigner::from_seed("other.example", &[3; 32]).unwrap();
        assert_eq!(checkpoint().sign(&other), Err(CheckpointError::Origin));
        let note = sign(&checkpoint().text(), &[&other]).unwrap();
        assert_eq!(Checkpoint::verify(note.as_bytes(), other.verifier_key()), Err(CheckpointError::Origin));
        let unsigned = Checkpoint::verify(note.as_bytes(), log().verifier_key());
        assert_eq!(unsigned, Err(CheckpointError::Note(NoteError::NotSigned)));
    }

    #[test]
    fn malformed_texts_are_rejected_even_if_signed() {
        let (origin, root) = ("log.example/davylamp", leaf_hash(b"x"));
        assert!(verify_text(&format!("{origin}\n7\n{root}\n")).is_ok());
        for wrong in [
            "\n".to_owned(),
            format!("{origin}\n"),
            format!("{origin}\n7\n"),
            format!("{origin}\n07\n{root}\n"),
            format!("{origin}\n-7\n{root}\n"),
            format!("{origin}\n+7\n{root}\n"),
            format!("{origin}\n18446744073709551616\n{root}\n"),
            format!("{origin}\n7\n{}\n", &root.to_string()[..40]),
            format!("\n7\n{root}\n"),
            format!("{origin}\n\n7\n{root}\n"),
            format!("{origin}\n0\n{root}\n"),
        ] {
            assert_eq!(verify_text(&wrong), Err(CheckpointError::Format), "{wrong:?}");
        }
        for wrong in [format!("{origin}\n7\n{root}\nextra\n"), format!("{origin}\n7\n{root}\n\n")] {
            assert_eq!(verify_text(&wrong), Err(CheckpointError::Extension), "{wrong:?}");
        }
    }

    #[test]
    fn the_cosigned_message_is_that_of_the_specification() {
        use ed25519_dalek::{Signer as _, SigningKey};
        let note = add_cosignature(&checkpoint().sign(&log()).unwrap(), &clock(), 1_679_315_147).unwrap();
        let message = format!("cosignature/v1\ntime 1679315147\n{}", checkpoint().text());
        let signature = SigningKey::from_bytes(&[2; 32]).sign(message.as_bytes()).to_bytes();
        let id = clock().verifier_key().key_id().to_be_bytes();
        let stamped = [id.as_slice(), &1_679_315_147_u64.to_be_bytes(), &signature].concat();
        use base64::Engine as _;
        let line = base64::prelude::BASE64_STANDARD.encode(stamped);
        assert_eq!(note.lines().last(), Some(format!("— log.example/davylamp/clock {line}").as_str()));
    }

    #[test]
    fn a_cosignature_tells_its_time_and_leaves_the_logs_signature_alone() {
        let signed = checkpoint().sign(&log()).unwrap();
        let key = clock();
        assert_eq!(cosignature_time(signed.as_bytes(), key.verifier_key()), Ok(None));
        let first = add_cosignature(&signed, &key, 5).unwrap();
        let second = add_cosignature(&first, &key, 6).unwrap();
        assert_eq!(cosignature_time(first.as_bytes(), key.verifier_key()), Ok(Some(5)));
        assert_eq!(cosignature_time(second.as_bytes(), key.verifier_key()), Ok(Some(6)));
        assert_eq!(second.lines().count(), first.lines().count());
        assert!(Checkpoint::verify(second.as_bytes(), log().verifier_key()).is_ok());
        assert_eq!(add_cosignature(&signed, &key, u64::MAX), Err(NoteError::Time.into()));
    }

    #[test]
    fn a_cosignature_does_not_pass_to_another_checkpoint_time_or_cosigner() {
        let key = clock();
        let note = add_cosignature(&checkpoint().sign(&log()).unwrap(), &key, 5).unwrap();
        let bad = Err(CheckpointError::Note(NoteError::BadSignature));
        let other_text = note.replace("20852163", "20852164");
        assert_eq!(cosignature_time(other_text.as_bytes(), key.verifier_key()), bad);
        let line = note.lines().last().unwrap();
        // The last digit of the time stands in the 16th and 17th character of the base64.
        let start = note.len() - line.len() - 1 + "— log.example/davylamp/clock ".len();
        for at in 0..96 {
            let mut bytes = note.clone().into_bytes();
            bytes[start + at] = if bytes[start + at] == b'A' { b'B' } else { b'A' };
            assert_ne!(cosignature_time(&bytes, key.verifier_key()), Ok(Some(5)), "{at}");
        }
        let other = CosignerKey::from_seed("log.example/davylamp/clock", &[4; 32]).unwrap();
        assert_eq!(cosignature_time(note.as_bytes(), other.verifier_key()), Ok(None));
    }
}
