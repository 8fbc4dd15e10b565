//! What counsel asks of a reporter, as a signed note.
//!
//! ```text
//! davylamp-challenge/v1
//! counsel Estudio Jurídico Rojas
//! key rojas.example+12345678+AQ…
//! nonce …
//! issued 1795478400
//! checkpoint log.example 4711
//!
//! — rojas.example …
//! ```

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rand_core::CryptoRngCore;

use crate::log::note::{Algorithm, NoteSigner, SignedNote, VerifierKey, sign};

/// The most checkpoints in a challenge.
pub const MAX_CLAIM_CHECKPOINTS: usize = 512;
/// The longest challenge, in bytes.
const MAX_CHALLENGE: usize = 64 * 1024;
const HEADER: &str = "davylamp-challenge/v1";

/// A challenge whose signature was verified, or one that is about to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Who asks, for people. Nobody vouches for it but the one who hands it over.
    pub counsel: String,
    /// Whose signature it bears.
    pub key: VerifierKey,
    /// Never used twice.
    pub nonce: [u8; 32],
    /// Unix seconds, by counsel's clock.
    pub issued: u64,
    /// Origin and size of each tree that counsel's proofs lead to, sorted.
    pub checkpoints: Vec<(String, u64)>,
}

/// Why a challenge is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChallengeError {
    /// Not in the format.
    #[error("it is not a challenge of this version")]
    Format,
    /// Not signed by the key in it.
    #[error("it is not signed by the key in it")]
    Signature,
}

impl Challenge {
    /// Draws a nonce.
    #[must_use]
    pub fn new(
        counsel: &str,
        key: &VerifierKey,
        issued: u64,
        checkpoints: Vec<(String, u64)>,
        rng: &mut impl CryptoRngCore,
    ) -> Self {
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        Self { counsel: counsel.to_owned(), key: key.clone(), nonce, issued, checkpoints }
    }

    /// Signs it.
    ///
    /// # Errors
    /// [`ChallengeError::Format`] if a reader would not take it, [`ChallengeError::Signature`] for another signer.
    pub fn sign(&self, signer: &NoteSigner) -> Result<String, ChallengeError> {
        let note = sign(&self.text(), &[signer]).map_err(|_| ChallengeError::Format)?;
        Self::verify(note.as_bytes())?;
        Ok(note)
    }

    /// Reads a challenge, and checks that the key in it signed it. Whose key that is, it does not say.
    ///
    /// # Errors
    /// [`ChallengeError`].
    pub fn verify(note: &[u8]) -> Result<Self, ChallengeError> {
        let parsed = SignedNote::parse(note, MAX_CHALLENGE).map_err(|_| ChallengeError::Format)?;
        // The key stands in the text: read it from there first, then believe only what it signed.
        let text = std::str::from_utf8(note).map_err(|_| ChallengeError::Format)?;
        let key = text.lines().find_map(|line| line.strip_prefix("key ")).and_then(|key| VerifierKey::parse(key).ok());
        let key = key.filter(|key| key.algorithm() == Algorithm::Ed25519).ok_or(ChallengeError::Format)?;
        let text = parsed.verify(&key).map_err(|_| ChallengeError::Signature)?.as_str();
        let challenge = Self::read(text).ok_or(ChallengeError::Format)?;
        let sound = challenge.key == key && challenge.is_sound() && challenge.text() == text;
        if sound { Ok(challenge) } else { Err(ChallengeError::Format) }
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next() != Some(HEADER) {
            return None;
        }
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let (counsel, key) = (field("counsel")?, field("key")?);
        let (nonce, issued) = (field("nonce")?, field("issued")?);
        let checkpoints = lines.map(|line| {
            let (origin, size) = line.strip_prefix("checkpoint ")?.rsplit_once(' ')?;
            Some((origin.to_owned(), size.parse().ok()?))
        });
        Some(Self {
            counsel: counsel.to_owned(),
            key: VerifierKey::parse(key).ok()?,
            nonce: BASE64_STANDARD.decode(nonce).ok()?.try_into().ok()?,
            issued: issued.parse().ok()?,
            checkpoints: checkpoints.take(MAX_CLAIM_CHECKPOINTS + 1).collect::<Option<_>>()?,
        })
    }

    fn text(&self) -> String {
        let nonce = BASE64_STANDARD.encode(self.nonce);
        let checkpoints = self.checkpoints.iter().map(|(origin, size)| format!("checkpoint {origin} {size}\n"));
        format!(
            "{HEADER}\ncounsel {}\nkey {}\nnonce {nonce}\nissued {}\n{}",
            self.counsel,
            self.key,
            self.issued,
            checkpoints.collect::<String>()
        )
    }

    fn is_sound(&self) -> bool {
        (1..=120).contains(&self.counsel.len())
            && !self.counsel.chars().any(char::is_control)
            && self.checkpoints.len() <= MAX_CLAIM_CHECKPOINTS
            && self.checkpoints.is_sorted_by(|a, b| a < b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> NoteSigner {
        NoteSigner::from_seed("rojas.example", &[3; 32]).unwrap()
    }

    fn challenge() -> Challenge {
        Challenge {
            counsel: "Estudio Jurídico Rojas".into(),
            key: signer().verifier_key().clone(),
            nonce: [7; 32],
            issued: 1_795_478_400,
            checkpoints: vec![("log.example".into(), 9), ("log.example".into(), 4711)],
        }
    }

    #[test]
    fn reads_back_what_was_signed() {
        let note = challenge().sign(&signer()).unwrap();
        assert_eq!(Challenge::verify(note.as_bytes()), Ok(challenge()));
    }

    #[test]
    fn rejects_another_signer_a_changed_line_and_lines_out_of_order() {
        let other = NoteSigner::from_seed("rojas.example", &[4; 32]).unwrap();
        assert_eq!(challenge().sign(&other), Err(ChallengeError::Signature));
        let note = challenge().sign(&signer()).unwrap();
        assert_eq!(Challenge::verify(note.replace("Rojas", "Rosas").as_bytes()), Err(ChallengeError::Signature));
        for wrong in [
            Challenge { counsel: String::new(), ..challenge() },
            Challenge { counsel: "a\u{85}b".into(), ..challenge() },
            Challenge { checkpoints: vec![("b".into(), 1), ("a".into(), 1)], ..challenge() },
            Challenge { checkpoints: vec![("a".into(), 1), ("a".into(), 1)], ..challenge() },
        ] {
            assert_eq!(wrong.sign(&signer()), Err(ChallengeError::Format));
        }
        assert_eq!(Challenge::verify(b""), Err(ChallengeError::Format));
    }
}
