//! The secret side: `AGE-SECRET-KEY-PQ-1…`.

use std::{fmt, sync::Arc};

use age::DecryptError;
use age_core::{
    format::{FileKey, Stanza},
    primitives::{bech32_decode, bech32_encode, hpke_open},
};
use bech32::Hrp;
use hpke::HpkeError;
use rand_core::CryptoRngCore;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use super::{
    HPKE_INFO, HybridRecipient,
    hpke_kem::{PrivateKey, XWing},
    stanza::HybridStanza,
    xwing::{DecapsulationKey, SEED_LEN},
};

/// What opens files that were sealed to its [`HybridRecipient`]. Expanded once, wiped on drop, never copied.
pub struct HybridIdentity(PrivateKey);

/// A string is not a hybrid identity. What is wrong with a secret is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a post-quantum age identity (AGE-SECRET-KEY-PQ-1…)")]
pub struct ParseIdentityError;

impl HybridIdentity {
    /// From 32 secret uniform bytes.
    #[must_use]
    pub fn from_seed(seed: Zeroizing<[u8; SEED_LEN]>) -> Self {
        Self(PrivateKey(Arc::new(DecapsulationKey::from_seed(seed))))
    }

    /// A fresh identity.
    pub fn generate(rng: &mut impl CryptoRngCore) -> Self {
        let mut seed = Zeroizing::new([0; SEED_LEN]);
        rng.fill_bytes(seed.as_mut_slice());
        Self::from_seed(seed)
    }

    /// From the string, 77 characters.
    ///
    /// # Errors
    /// Not upper-case Bech32 of 32 bytes with the right prefix and checksum.
    pub fn from_secret_string(text: &SecretString) -> Result<Self, ParseIdentityError> {
        let text = text.expose_secret();
        if text.len() != STRING_LEN {
            return Err(ParseIdentityError);
        }
        let seed = bech32_decode(
            text,
            |_| ParseIdentityError,
            |hrp| (hrp == HRP).then_some(()).ok_or(ParseIdentityError),
            |_, bytes| seed_from(bytes),
        )?;
        let identity = Self::from_seed(seed);
        // Bech32 also reads lower case and set padding bits: one seed has one string.
        let canonical = identity.to_secret_string();
        let same: bool = canonical
            .expose_secret()
            .as_bytes()
            .ct_eq(text.as_bytes())
            .into();
        same.then_some(identity).ok_or(ParseIdentityError)
    }

    /// The string, for an identity file that other age programs read.
    #[must_use]
    pub fn to_secret_string(&self) -> SecretString {
        let mut text = bech32_encode(HRP, self.expose_seed().as_slice());
        text.make_ascii_uppercase();
        SecretString::from(text)
    }

    /// The 32 bytes that this identity was made from, for storage.
    #[must_use]
    pub fn expose_seed(&self) -> &Zeroizing<[u8; SEED_LEN]> {
        self.decapsulation_key().expose_seed()
    }

    /// The public side.
    #[must_use]
    pub fn to_recipient(&self) -> HybridRecipient {
        HybridRecipient::from_key(self.decapsulation_key().encapsulation_key())
    }

    /// The key beneath, for benches.
    #[must_use]
    pub fn decapsulation_key(&self) -> &DecapsulationKey {
        &self.0.0
    }

    fn open(&self, stanza: &HybridStanza) -> Option<Result<FileKey, DecryptError>> {
        match hpke_open::<XWing>(&stanza.encapped, &self.0, HPKE_INFO, &stanza.body) {
            Ok(opened) => Some(file_key_from(Zeroizing::new(opened))),
            // The AEAD cannot tell a stanza for somebody else from a changed one.
            Err(HpkeError::OpenError) => None,
            Err(_) => Some(Err(DecryptError::InvalidHeader)),
        }
    }
}

impl age::Identity for HybridIdentity {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        match HybridStanza::parse(stanza)? {
            Ok(stanza) => self.open(&stanza),
            Err(error) => Some(Err(error)),
        }
    }
}

impl fmt::Debug for HybridIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HybridIdentity(…)")
    }
}

fn seed_from(
    bytes: impl Iterator<Item = u8>,
) -> Result<Zeroizing<[u8; SEED_LEN]>, ParseIdentityError> {
    let mut seed = Zeroizing::new([0; SEED_LEN]);
    let mut count = 0;
    for byte in bytes {
        *seed.get_mut(count).ok_or(ParseIdentityError)? = byte;
        count += 1;
    }
    (count == SEED_LEN)
        .then_some(seed)
        .ok_or(ParseIdentityError)
}

fn file_key_from(opened: Zeroizing<Vec<u8>>) -> Result<FileKey, DecryptError> {
    let mut bytes =
        <[u8; 16]>::try_from(opened.as_slice()).map_err(|_| DecryptError::InvalidHeader)?;
    let file_key = FileKey::init_with_mut(|key| key.copy_from_slice(&bytes));
    bytes.zeroize();
    Ok(file_key)
}

const HRP: Hrp = Hrp::parse_unchecked("age-secret-key-pq-");
const STRING_LEN: usize = 77;

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of C2SP's `age.md`, and the ends of the recipient that stands there with it.
    const EXAMPLE: &str =
        "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR";
    const EXAMPLE_RECIPIENT: (&str, &str) = (
        "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235",
        "53k2ykx3qheyty7saeq0d3fzv49zc0k",
    );

    fn parse(text: &str) -> Result<HybridIdentity, ParseIdentityError> {
        HybridIdentity::from_secret_string(&SecretString::from(text))
    }

    #[test]
    fn the_example_of_the_specification_gives_its_recipient() {
        let identity = parse(EXAMPLE).unwrap();
        assert_eq!(identity.to_secret_string().expose_secret(), EXAMPLE);
        let recipient = identity.to_recipient().to_string();
        assert!(
            recipient.starts_with(EXAMPLE_RECIPIENT.0) && recipient.ends_with(EXAMPLE_RECIPIENT.1),
            "{recipient}"
        );
    }

    #[test]
    fn rejects_strings_that_are_not_the_canonical_one() {
        for wrong in [
            "",
            &EXAMPLE.to_lowercase(),
            &format!("{EXAMPLE}\n"),
            &EXAMPLE.replace("KEY-PQ", "KEY-PP"),
            &EXAMPLE.replace("ZQFR", "ZQFQ"),
            &EXAMPLE[..76],
            "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
            &bech32_encode(HRP, &[0; 31]).to_uppercase(),
            &bech32_encode(HRP, &[0; 33]).to_uppercase(),
        ] {
            assert_eq!(parse(wrong).err(), Some(ParseIdentityError), "{wrong}");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(
            format!("{:?}", HybridIdentity::from_seed(Zeroizing::new([1; 32]))),
            "HybridIdentity(…)"
        );
    }

    #[test]
    fn two_generated_identities_differ() {
        let [first, second] = [(); 2].map(|()| HybridIdentity::generate(&mut rand_core::OsRng));
        assert_ne!(first.expose_seed(), second.expose_seed());
    }
}
