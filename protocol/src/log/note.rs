//! Signed notes (C2SP `signed-note`): a text, an empty line, and one signature a line.
//!
//! ```text
//! If you think cryptography is the answer to your problem,
//! then you don't know what your problem is.
//!
//! — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
//! ```
//!
//! A [`SignedNote`] does not show its text: only [`SignedNote::verify`] does, as a [`VerifiedText`], and fields are
//! parsed out of nothing else.

mod key;

pub use key::{Algorithm, CosignerKey, KeyError, MAX_NAME, NoteSigner, VerifierKey};

use std::ops::Deref;

use signed_note::Signature;

/// A note that is well formed; nothing is known of its signatures.
#[derive(Clone, Debug)]
pub struct SignedNote {
    text: String,
    signatures: Vec<Signature>,
}

impl SignedNote {
    /// Splits a note of at most `cap` bytes into text and signatures.
    ///
    /// # Errors
    ///
    /// [`NoteError::TooLong`] beyond `cap`, [`NoteError::TooManySignatures`] beyond [`MAX_SIGNATURES`],
    /// [`NoteError::Malformed`] for anything that is not UTF-8 of the note's form.
    pub fn parse(bytes: &[u8], cap: usize) -> Result<Self, NoteError> {
        if bytes.len() > cap {
            return Err(NoteError::TooLong);
        }
        let note = std::str::from_utf8(bytes).map_err(|_| NoteError::Malformed)?;
        let split = note.rfind("\n\n").ok_or(NoteError::Malformed)?;
        let (text, rest) = note.split_at_checked(split + 1).ok_or(NoteError::Malformed)?;
        check_text(text)?;
        let lines = rest.strip_prefix('\n').and_then(|rest| rest.strip_suffix('\n')).ok_or(NoteError::Malformed)?;
        if lines.split('\n').count() > MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        let signatures = lines.split('\n').map(signature_line).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The text, if `key` signed it. Lines of other keys are ignored.
    ///
    /// # Errors
    ///
    /// [`NoteError::WrongAlgorithm`] if `key` is not a plain Ed25519 key, [`NoteError::NotSigned`] without a line of
    /// `key`, [`NoteError::Repeated`] with more than one, [`NoteError::BadSignature`] if it is wrong.
    pub fn verify(&self, key: &VerifierKey) -> Result<VerifiedText<'_>, NoteError> {
        if key.algorithm() != Algorithm::Ed25519 {
            return Err(NoteError::WrongAlgorithm);
        }
        let signature = self.line_of(key)?.ok_or(NoteError::NotSigned)?;
        if key.verify(self.text.as_bytes(), signature) {
            Ok(VerifiedText(&self.text))
        } else {
            Err(NoteError::BadSignature)
        }
    }

    /// The time, in seconds since 1970 (POSIX), at which `cosigner` signed this checkpoint as `cosignature/v1`;
    /// `None` without a line of `cosigner`.
    ///
    /// # Errors
    ///
    /// [`NoteError::WrongAlgorithm`] if `cosigner` is not a `cosignature/v1` key, [`NoteError::Repeated`] with more
    /// than one line of it, [`NoteError::BadSignature`] if its line is wrong.
    pub fn cosignature_time(&self, cosigner: &VerifierKey) -> Result<Option<u64>, NoteError> {
        if cosigner.algorithm() != Algorithm::CosignatureV1 {
            return Err(NoteError::WrongAlgorithm);
        }
        let Some(signature) = self.line_of(cosigner)? else {
            return Ok(None);
        };
        let (time, signature) = signature.split_first_chunk().ok_or(NoteError::BadSignature)?;
        let time = u64::from_be_bytes(*time);
        if time > MAX_TIME || !cosigner.verify(cosigned(time, &self.text).as_bytes(), signature) {
            return Err(NoteError::BadSignature);
        }
        Ok(Some(time))
    }

    /// The one signature that names `key`.
    fn line_of(&self, key: &VerifierKey) -> Result<Option<&[u8]>, NoteError> {
        let mut lines = self.signatures.iter().filter(|line| line.id() == key.key_id() && line.name() == key.name());
        let line = lines.next();
        if lines.next().is_some() {
            return Err(NoteError::Repeated);
        }
        Ok(line.map(Signature::signature))
    }

    /// Adds the `cosignature/v1` line of `key` at `time`, in place of an earlier one of the same key.
    ///
    /// # Errors
    ///
    /// [`NoteError::Time`] for a time beyond 2^63 − 1, [`NoteError::TooManySignatures`] if there is no room.
    pub fn cosign(&mut self, key: &CosignerKey, time: u64) -> Result<(), NoteError> {
        if time > MAX_TIME {
            return Err(NoteError::Time);
        }
        let verifier = key.verifier_key();
        self.signatures.retain(|line| line.id() != verifier.key_id() || line.name() != verifier.name());
        if self.signatures.len() >= MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        let signature = key.sign(cosigned(time, &self.text).as_bytes());
        let stamped = [time.to_be_bytes().as_slice(), &signature].concat();
        self.signatures.push(line(verifier, stamped)?);
        Ok(())
    }

    /// The note as text: what was parsed, byte for byte, and what was added.
    #[must_use]
    pub fn encode(&self) -> String {
        let lines = self.signatures.iter().map(Signature::to_bytes);
        let lines = lines.map(|line| String::from_utf8_lossy(&line).into_owned());
        format!("{}\n{}", self.text, lines.collect::<String>())
    }
}

/// The text of a note whose signature was verified: the only thing that fields are parsed out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedText<'a>(&'a str);

impl<'a> VerifiedText<'a> {
    /// The text, ending in a newline.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }
}

impl Deref for VerifiedText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

/// Signs `text` with each of `signers`.
///
/// # Errors
///
/// [`NoteError::Malformed`] unless the text ends in a newline and has no other control character,
/// [`NoteError::NotSigned`] without a signer, [`NoteError::TooManySignatures`] with more than [`MAX_SIGNATURES`].
pub fn sign(text: &str, signers: &[&NoteSigner]) -> Result<String, NoteError> {
    check_text(text)?;
    if signers.is_empty() {
        return Err(NoteError::NotSigned);
    }
    if signers.len() > MAX_SIGNATURES {
        return Err(NoteError::TooManySignatures);
    }
    let signatures = signers.iter().map(|key| line(key.verifier_key(), key.sign(text.as_bytes()).to_vec()));
    let signatures = signatures.collect::<Result<_, _>>()?;
    Ok(SignedNote { text: text.to_owned(), signatures }.encode())
}

/// Why a note was not read, not believed or not signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// Longer than the caller's cap.
    #[error("note is too long")]
    TooLong,
    /// More than [`MAX_SIGNATURES`] signature lines.
    #[error("note has too many signatures")]
    TooManySignatures,
    /// Not of a note's form.
    #[error("malformed note")]
    Malformed,
    /// A key of another kind was asked for.
    #[error("key is of the wrong kind for this signature")]
    WrongAlgorithm,
    /// No line of the key.
    #[error("note is not signed by this key")]
    NotSigned,
    /// More than one line of the key.
    #[error("note has more than one signature of this key")]
    Repeated,
    /// The key's line does not fit the text.
    #[error("note has a wrong signature of this key")]
    BadSignature,
    /// A cosignature's time beyond 2^63 − 1.
    #[error("cosignature time is out of range")]
    Time,
}

/// One newline at the end at least, and no other control character.
fn check_text(text: &str) -> Result<(), NoteError> {
    let well_formed = text.ends_with('\n') && text.bytes().all(|byte| byte >= b' ' || byte == b'\n');
    if well_formed { Ok(()) } else { Err(NoteError::Malformed) }
}

fn signature_line(line: &str) -> Result<Signature, NoteError> {
    if line.bytes().any(|byte| byte < b' ') {
        return Err(NoteError::Malformed);
    }
    Signature::from_bytes(line.as_bytes()).map_err(|_| NoteError::Malformed)
}

fn line(key: &VerifierKey, signature: Vec<u8>) -> Result<Signature, NoteError> {
    Signature::new(key.name().to_owned(), key.key_id(), signature).map_err(|_| NoteError::Malformed)
}

/// The message of a `cosignature/v1` over a checkpoint's text.
fn cosigned(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// The most signature lines in a note. C2SP asks for 16 at least.
pub const MAX_SIGNATURES: usize = 64;
const MAX_TIME: u64 = i64::MAX as u64;

#[cfg(test)]
mod tests;
