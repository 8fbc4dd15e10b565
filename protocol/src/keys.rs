//! The keys of a case, all from one passphrase and the desk's key (`SPEC.md` 7).
//!
//! ```text
//! passphrase ─Argon2id→ root ─┬→ case secret      tags of the desk's answers
//!                             ├→ reply identity   opens them
//!                             └→ author keys      shown only by a claim
//! ```

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use ed25519_dalek::SigningKey;
use rand_core::CryptoRngCore;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::clue::{DeskKey, Tag};
use crate::hybrid::HybridIdentity;
use crate::labelled::{Secret32, hash, kdf, prf, prf_matches};
use crate::words;

/// Words in a passphrase: about 103 bits.
pub const PASSPHRASE_WORDS: usize = 8;

/// Eight words of the EFF large list, in normal form.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

/// What is wrong with a typed passphrase.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum PassphraseError {
    /// Too few or too many words.
    #[error("a passphrase has {PASSPHRASE_WORDS} words, and this has {0}")]
    Count(usize),
    /// A word that is not in the list; its place, from 1, and the nearest word of the list. The word itself is not
    /// repeated: error texts get logged.
    #[error("word {place} is not in the word list{}", suggestion(*nearest))]
    Unknown {
        /// Place of the word, from 1.
        place: usize,
        /// What may have been meant.
        nearest: Option<&'static str>,
    },
}

fn suggestion(nearest: Option<&'static str>) -> String {
    nearest.map_or_else(String::new, |word| format!(": did you mean \"{word}\"?"))
}

impl Passphrase {
    /// Draws a new one.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRngCore) -> Self {
        let words: Vec<&str> = (0..PASSPHRASE_WORDS).map(|_| words::draw(rng)).collect();
        Self(Zeroizing::new(words.join(" ")))
    }

    /// Reads what somebody typed; case and spacing are forgiven.
    ///
    /// # Errors
    /// [`PassphraseError`] names what to look at.
    pub fn parse(typed: &str) -> Result<Self, PassphraseError> {
        let lower = Zeroizing::new(typed.to_lowercase());
        let words: Vec<&str> = lower.split_whitespace().collect();
        if words.len() != PASSPHRASE_WORDS {
            return Err(PassphraseError::Count(words.len()));
        }
        if let Some(at) = words.iter().position(|word| !words::contains(word)) {
            let nearest = words.get(at).and_then(|word| words::nearest(word));
            return Err(PassphraseError::Unknown { place: at + 1, nearest });
        }
        Ok(Self(Zeroizing::new(words.join(" "))))
    }

    /// The eight words, to show once to their owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Stretches the words: 64 MiB, three passes. Takes a good part of a second.
    #[must_use]
    pub fn root(&self) -> Root {
        let params = Params::new(65_536, 3, 1, Some(32)).expect("constant parameters are valid");
        let salt = Sha256::digest(b"davylamp/v1/root");
        let mut out = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.0.as_bytes(), salt.first_chunk::<16>().expect("16 of 32 bytes"), out.as_mut())
            .expect("constant parameters and a 32-byte output are valid");
        Root(out)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// What the words stretch to. From here on nothing is slow.
pub struct Root(Secret32);

impl Root {
    /// A root that no passphrase stretches to, of 32 random bytes: a desk that writes in lanes at another desk (`SPEC.md`
    /// 15.4).
    #[must_use]
    pub fn from_random(bytes: Secret32) -> Self {
        Self(bytes)
    }

    /// Names the table of this reporter with `desk` and `mediator` (`SPEC.md` 15.1): random to everybody else.
    #[must_use]
    pub fn table(&self, desk: DeskKey, mediator: DeskKey) -> [u8; 32] {
        *kdf(&*self.0, &desk.0, TABLE, &[&mediator.0])
    }

    /// The keys of this reporter's case at one desk.
    #[must_use]
    pub fn case(&self, desk: DeskKey) -> CaseKeys {
        let author_seed = kdf(&*self.0, &desk.0, AUTHOR_SEED, &[]);
        let reply_seed = kdf(&*self.0, &desk.0, REPLY_IDENTITY, &[]);
        CaseKeys {
            case_secret: kdf(&*self.0, &desk.0, CASE_SECRET, &[]),
            reply_identity: HybridIdentity::from_seed(reply_seed),
            author: AuthorKeys::derive(&author_seed, desk),
        }
    }
}

/// A reporter's keys at one desk.
pub struct CaseKeys {
    /// Given to the desk in every opener.
    pub case_secret: Secret32,
    /// Opens the desk's answers.
    pub reply_identity: HybridIdentity,
    /// Kept from the desk until a claim.
    pub author: AuthorKeys,
}

/// Shows, when its owner chooses, that messages were written by one hand.
pub struct AuthorKeys {
    /// Signs claims.
    pub signing: SigningKey,
    /// MACs every content message; public after a claim.
    pub mac: AuthorMacKey,
}

impl AuthorKeys {
    fn derive(seed: &[u8; 32], desk: DeskKey) -> Self {
        let signing = SigningKey::from_bytes(&kdf(seed, &desk.0, AUTHOR_SIGN, &[]));
        let verifier = signing.verifying_key().to_bytes();
        let mac = AuthorMacKey(kdf(seed, &desk.0, AUTHOR_MAC_KEY, &[&verifier]));
        Self { signing, mac }
    }

    /// The author verifier key `A`.
    #[must_use]
    pub fn verifier(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// What every content message carries.
    #[must_use]
    pub fn commitment(&self) -> [u8; 32] {
        self.mac.commitment(&self.verifier())
    }
}

/// The key of author MACs.
#[derive(Clone)]
pub struct AuthorMacKey(Secret32);

impl AuthorMacKey {
    /// Takes up a key that a claim revealed.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The 32 bytes that a claim reveals.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// `HASH("davylamp/v1/author-commitment", A, SHA-256(MAC key))`.
    #[must_use]
    pub fn commitment(&self, verifier: &[u8; 32]) -> [u8; 32] {
        hash(AUTHOR_COMMITMENT, &[verifier, &Sha256::digest(*self.0)])
    }

    /// The MAC over a content map without its MAC field.
    #[must_use]
    pub fn authenticate(&self, desk: DeskKey, tag: &Tag, content: &[u8]) -> [u8; 32] {
        *prf(&self.0, AUTHOR_MAC, &[&desk.0, tag, content])
    }

    /// Whether `mac` is right, in constant time.
    #[must_use]
    pub fn matches(&self, desk: DeskKey, tag: &Tag, content: &[u8], mac: &[u8; 32]) -> bool {
        prf_matches(&self.0, AUTHOR_MAC, &[&desk.0, tag, content], mac)
    }
}

const CASE_SECRET: &str = "davylamp/v1/case-secret";
const REPLY_IDENTITY: &str = "davylamp/v1/reply-identity";
const AUTHOR_SEED: &str = "davylamp/v1/author";
const TABLE: &str = "davylamp/v1/table";
const AUTHOR_SIGN: &str = "davylamp/v1/author-sign";
const AUTHOR_MAC_KEY: &str = "davylamp/v1/author-mac-key";
const AUTHOR_COMMITMENT: &str = "davylamp/v1/author-commitment";
const AUTHOR_MAC: &str = "davylamp/v1/author-mac";

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "abacus abdomen zoom zoology abacus abdomen zoom zoology";

    #[test]
    fn forgives_case_and_spacing() {
        let typed = "  Abacus ABDOMEN\tzoom zoology\nabacus  abdomen zoom zoology ";
        assert_eq!(Passphrase::parse(typed).unwrap().expose(), WORDS);
    }

    #[test]
    fn rejects_a_wrong_count_and_names_the_wrong_word() {
        assert_eq!(Passphrase::parse("abacus").unwrap_err(), PassphraseError::Count(1));
        assert_eq!(Passphrase::parse("").unwrap_err(), PassphraseError::Count(0));
        assert_eq!(
            Passphrase::parse(&WORDS.replacen("zoom", "zoomm", 1)).unwrap_err(),
            PassphraseError::Unknown { place: 3, nearest: Some("zoom") }
        );
    }

    #[test]
    fn never_shows_the_words_in_debug_output_or_errors() {
        let passphrase = Passphrase::parse(WORDS).unwrap();
        assert_eq!(format!("{passphrase:?}"), "Passphrase(…)");
        let error = Passphrase::parse(&WORDS.replacen("zoom", "qqqqqqqqqq", 1)).unwrap_err();
        assert!(!error.to_string().contains("qqqq"));
    }

    #[test]
    fn one_passphrase_gives_two_desks_unrelated_keys() {
        let root = Passphrase::parse(WORDS).unwrap().root();
        let (a, b) = (root.case(DeskKey([1; 32])), root.case(DeskKey([2; 32])));
        assert_ne!(*a.case_secret, *b.case_secret);
        assert_ne!(a.author.commitment(), b.author.commitment());
        assert_ne!(a.reply_identity.to_recipient(), b.reply_identity.to_recipient());
    }

    #[test]
    fn the_root_of_a_passphrase_never_changes() {
        let root = Passphrase::parse(WORDS).unwrap().root();
        assert_eq!(hex::encode(*root.0), FROZEN_ROOT);
    }

    const FROZEN_ROOT: &str = "0fc2ecc11e0e949e415eb42c48d05fe9f4b5c0e4dacfce3566fbf1d189ac97a3";

    #[test]
    fn rejects_a_mac_for_another_desk_tag_or_text() {
        let keys = Passphrase::parse(WORDS).unwrap().root().case(DeskKey([1; 32]));
        let mac = keys.author.mac.authenticate(DeskKey([1; 32]), &[3; 16], b"text");
        let check = |desk, tag, text: &[u8]| keys.author.mac.matches(DeskKey(desk), &tag, text, &mac);
        assert!(check([1; 32], [3; 16], b"text"));
        assert!(!check([2; 32], [3; 16], b"text"));
        assert!(!check([1; 32], [4; 16], b"text"));
        assert!(!check([1; 32], [3; 16], b"texT"));
    }
}
