//! From a typed word to what renews a deposit (`SPEC.md` 11.1).
//!
//! ```text
//! word ─Argon2id(salt, stays on the device)→ root ─KDF(id)→ r ─SHA-256→ verifier, in the deposit
//! ```
//!
//! Every word gives an `r`, and no device can tell whose: neither the relay alone nor a seized device alone can guess.

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::DepositId;
use crate::alert::Word;
use crate::labelled::{Secret32, kdf};

/// What a word stretches to under one device's salt.
pub struct RenewalRoot(Secret32);

impl RenewalRoot {
    /// Stretches whatever was typed: 64 MiB, three passes. Takes a good part of a second, alike for every word.
    #[must_use]
    pub fn derive(word: &Word, salt: &[u8; 32]) -> Self {
        let params = Params::new(65_536, 3, 1, Some(32)).expect("constant parameters are valid");
        let mut out = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(word.expose().as_bytes(), salt, out.as_mut())
            .expect("constant parameters, a 32-byte salt and a 32-byte output are valid");
        Self(out)
    }

    /// What a visit to this deposit shows.
    #[must_use]
    pub fn r(&self, id: &DepositId) -> Secret32 {
        kdf(&*self.0, id, RENEWAL, &[])
    }
}

/// `SHA-256(r)`: what the deposit holds.
#[must_use]
pub fn verifier_of(r: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(r).into()
}

const RENEWAL: &str = "davylamp/v1/renewal";

#[cfg(test)]
mod tests {
    use super::*;

    fn root(word: &str, salt: u8) -> RenewalRoot {
        RenewalRoot::derive(&Word::typed(word), &[salt; 32])
    }

    #[test]
    fn word_salt_and_deposit_each_change_what_renews() {
        let of = |word, salt, id| *root(word, salt).r(&[id; 16]);
        let right = of("Copper  Kettle", 1, 1);
        assert_eq!(of("copper kettle", 1, 1), right);
        for other in [of("copper kettles", 1, 1), of("copper kettle", 2, 1), of("copper kettle", 1, 2), of("", 1, 1)] {
            assert_ne!(other, right);
        }
        assert_ne!(verifier_of(&right), right);
    }

    #[test]
    fn what_renews_never_changes() {
        assert_eq!(hex::encode(*root("copper kettle", 1).r(&[1; 16])), FROZEN_R);
    }

    const FROZEN_R: &str = "1fb2682df7937e2d2763f04d0178f5eb1056be6b2d513a7d233748d5338fed5a";
}
