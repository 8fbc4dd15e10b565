//! The relay's word that it took a request (`SPEC.md` 11.1).
//!
//! ```text
//! davylamp-promise/v1
//! <SHA-256 of the request, 64 hex digits>
//! <time of acceptance, Unix seconds>
//!
//! — <origin> <signature>
//! ```
//!
//! It says that the relay took the request, not that it will keep to it.

use sha2::{Digest, Sha256};

use crate::log::note::{self, NoteError, NoteSigner, SignedNote, VerifierKey};

/// The first line of a promise. It must never be the name of a log: a promise could be read as its checkpoint.
pub const PROMISE_ORIGIN: &str = "davylamp-promise/v1";

/// SHA-256 of a request's bytes, all of them.
#[must_use]
pub fn request_hash(request: &[u8]) -> [u8; 32] {
    Sha256::digest(request).into()
}

/// A promise, to be signed, or whose signature was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// [`request_hash`] of what was taken.
    pub request: [u8; 32],
    /// When, by the relay's clock, in seconds.
    pub time: u64,
}

/// Why a promise is not believed.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum PromiseError {
    /// Not signed by the log's key.
    #[error("promise is not signed by the log: {0}")]
    Note(#[from] NoteError),
    /// The log signed something else.
    #[error("signed by the log, but not a promise")]
    Form,
    /// It is about another request.
    #[error("promise is about another request")]
    OtherRequest,
}

impl Promise {
    /// The signed note, under the log's key.
    #[must_use]
    pub fn sign(&self, log: &NoteSigner) -> String {
        note::sign(&self.text(), &[log]).expect("a promise's text is a note's")
    }

    /// Reads a promise about `request` under the log's key.
    ///
    /// # Errors
    /// [`PromiseError`].
    pub fn verify(note: &[u8], request: &[u8; 32], log: &VerifierKey) -> Result<Self, PromiseError> {
        let note = SignedNote::parse(note, MAX_PROMISE)?;
        let promise = Self::parse(&note.verify(log)?).ok_or(PromiseError::Form)?;
        if promise.request == *request { Ok(promise) } else { Err(PromiseError::OtherRequest) }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let (origin, request, time) = (lines.next()?, lines.next()?, lines.next()?);
        let request = hex::decode(request).ok()?.try_into().ok()?;
        let promise = Self { request, time: time.parse().ok()? };
        // One way to write it: lower-case digits, no sign, no leading zero, no further line.
        (origin == PROMISE_ORIGIN && promise.text() == text).then_some(promise)
    }

    fn text(&self) -> String {
        format!("{PROMISE_ORIGIN}\n{}\n{}\n", hex::encode(self.request), self.time)
    }
}

/// The longest answer that an answer of 4096 bytes can carry.
const MAX_PROMISE: usize = 4094;

#[cfg(test)]
mod tests {
    use super::*;

    const PROMISE: Promise = Promise { request: [0xab; 32], time: 1_795_400_000 };

    fn log() -> NoteSigner {
        NoteSigner::from_seed("log.davylamp.example", &[1; 32]).unwrap()
    }

    fn verify_text(text: &str) -> Result<Promise, PromiseError> {
        let note = note::sign(text, &[&log()]).unwrap();
        Promise::verify(note.as_bytes(), &[0xab; 32], log().verifier_key())
    }

    #[test]
    fn reads_back_what_the_log_signed() {
        let note = PROMISE.sign(&log());
        assert!(
            note.starts_with(&format!(
                "davylamp-promise/v1\n{}\n1795400000\n\n— log.davylamp.example ",
                "ab".repeat(32)
            ))
        );
        assert_eq!(Promise::verify(note.as_bytes(), &[0xab; 32], log().verifier_key()), Ok(PROMISE));
    }

    #[test]
    fn rejects_another_request_another_key_and_a_changed_text() {
        let note = PROMISE.sign(&log());
        let other = NoteSigner::from_seed("log.davylamp.example", &[2; 32]).unwrap();
        let verify =
            |note: &str, request, log: &NoteSigner| Promise::verify(note.as_bytes(), request, log.verifier_key());
        assert_eq!(verify(&note, &[0xac; 32], &log()), Err(PromiseError::OtherRequest));
        assert_eq!(verify(&note, &[0xab; 32], &other), Err(PromiseError::Note(NoteError::NotSigned)));
        let later = note.replace("1795400000", "1795400001");
        assert_eq!(verify(&later, &[0xab; 32], &log()), Err(PromiseError::Note(NoteError::BadSignature)));
        assert_eq!(verify("", &[0xab; 32], &log()), Err(PromiseError::Note(NoteError::Malformed)));
        assert_eq!(verify(&"x".repeat(4095), &[0xab; 32], &log()), Err(PromiseError::Note(NoteError::TooLong)));
    }

    #[test]
    fn rejects_signed_texts_in_another_spelling_or_of_another_kind() {
        let hash = "ab".repeat(32);
        assert_eq!(verify_text(&format!("davylamp-promise/v1\n{hash}\n1795400000\n")), Ok(PROMISE));
        for wrong in [
            format!("davylamp-promise/v2\n{hash}\n1795400000\n"),
            format!("davylamp-promise/v1\n{}\n1795400000\n", hash.to_uppercase()),
            format!("davylamp-promise/v1\n{hash}\n01795400000\n"),
            format!("davylamp-promise/v1\n{hash}\n+1795400000\n"),
            format!("davylamp-promise/v1\n{hash}\n18446744073709551616\n"),
            format!("davylamp-promise/v1\n{hash}\n1795400000\nx\n"),
            format!("davylamp-promise/v1\n{}\n1795400000\n", &hash[2..]),
            format!("davylamp-promise/v1\n{hash}\n"),
            format!("log.davylamp.example\n5\n{hash}\n"),
        ] {
            assert_eq!(verify_text(&wrong), Err(PromiseError::Form), "{wrong}");
        }
    }
}
