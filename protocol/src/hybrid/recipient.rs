//! The public side: `age1pq1…`.

use std::{collections::HashSet, fmt, str::FromStr, sync::Arc};

use age::EncryptError;
use age_core::{
    format::{FileKey, Stanza},
    primitives::{bech32_decode, bech32_encode_to_fmt, hpke_seal},
};
use bech32::Hrp;
use rand_core::OsRng;
use secrecy::ExposeSecret;

use super::{
    HPKE_INFO, LABEL,
    hpke_kem::{PublicKey, XWing},
    stanza::HybridStanza,
    xwing::{ENCAPSULATION_KEY_LEN, EncapsulationKey, KeyError},
};

/// To whom a file is sealed. Checked when made, so that sealing cannot fail.
///
/// Its string has 1,959 characters and begins with `age1pq1`. A clone shares the expanded key.
#[derive(Clone, PartialEq, Eq)]
pub struct HybridRecipient(PublicKey);

/// Why a string is not a hybrid recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseRecipientError {
    /// Not 1,959 characters of lower-case Bech32 that begin with `age1pq1`, with a right checksum.
    #[error("not a post-quantum age recipient (age1pq1…)")]
    Encoding,
    /// The string is well formed, the key in it is not.
    #[error("not a usable post-quantum age recipient: {0}")]
    Key(#[from] KeyError),
}

impl HybridRecipient {
    /// From the encoded key: ML-KEM-768 (1184 bytes) ‖ X25519 (32 bytes).
    ///
    /// # Errors
    /// The ML-KEM half is not reduced (FIPS 203, section 7.2), or the X25519 half has low order.
    pub fn from_bytes(encoded: &[u8; ENCAPSULATION_KEY_LEN]) -> Result<Self, KeyError> {
        EncapsulationKey::from_bytes(encoded).map(Self::from_key)
    }

    /// The encoded key, 1216 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; ENCAPSULATION_KEY_LEN] {
        self.encapsulation_key().to_bytes()
    }

    /// The key beneath, for benches.
    #[must_use]
    pub fn encapsulation_key(&self) -> &EncapsulationKey {
        &self.0.0
    }

    pub(super) fn from_key(key: EncapsulationKey) -> Self {
        Self(PublicKey(Arc::new(key)))
    }
}

impl age::Recipient for HybridRecipient {
    fn wrap_file_key(
        &self,
        file_key: &FileKey,
    ) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let (encapped, body) =
            hpke_seal::<XWing, _>(&self.0, HPKE_INFO, file_key.expose_secret(), &mut OsRng);
        Ok((
            vec![HybridStanza::encode(&encapped, body)],
            HashSet::from([LABEL.to_owned()]),
        ))
    }
}

impl fmt::Display for HybridRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        bech32_encode_to_fmt(f, HRP, &self.to_bytes())
    }
}

impl fmt::Debug for HybridRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HybridRecipient({:?})", self.encapsulation_key())
    }
}

impl FromStr for HybridRecipient {
    type Err = ParseRecipientError;

    fn from_str(text: &str) -> Result<Self, ParseRecipientError> {
        if text.len() != STRING_LEN {
            return Err(ParseRecipientError::Encoding);
        }
        let encoded: [u8; ENCAPSULATION_KEY_LEN] = bech32_decode(
            text,
            |_| ParseRecipientError::Encoding,
            |hrp| {
                (hrp == HRP)
                    .then_some(())
                    .ok_or(ParseRecipientError::Encoding)
            },
            |_, bytes| {
                bytes
                    .collect::<Vec<_>>()
                    .try_into()
                    .map_err(|_| ParseRecipientError::Encoding)
            },
        )?;
        let recipient = Self::from_bytes(&encoded)?;
        // Bech32 also reads upper case and set padding bits: one key has one string.
        (recipient.to_string() == text)
            .then_some(recipient)
            .ok_or(ParseRecipientError::Encoding)
    }
}

const HRP: Hrp = Hrp::parse_unchecked("age1pq");
const STRING_LEN: usize = 1959;

#[cfg(test)]
mod tests {
    use age::Recipient as _;
    use zeroize::Zeroizing;

    use super::*;
    use crate::hybrid::{HybridIdentity, STANZA_TAG};

    fn recipient() -> HybridRecipient {
        HybridIdentity::from_seed(Zeroizing::new([1; 32])).to_recipient()
    }

    #[test]
    fn a_string_comes_back_as_the_same_recipient() {
        let text = recipient().to_string();
        assert_eq!(
            (text.len(), text.starts_with("age1pq1")),
            (STRING_LEN, true)
        );
        assert_eq!(text.parse::<HybridRecipient>().unwrap(), recipient());
    }

    #[test]
    fn rejects_strings_that_are_not_the_canonical_one() {
        let text = recipient().to_string();
        let last = if text.ends_with('q') { "p" } else { "q" };
        for wrong in [
            String::new(),
            text.to_uppercase(),
            format!("{text} "),
            format!("{}{last}", &text[..STRING_LEN - 1]),
            text[..STRING_LEN - 1].to_owned(),
            text.replacen("age1pq1", "age1pp1", 1),
            age_core::primitives::bech32_encode(
                Hrp::parse_unchecked("age1qq"),
                &recipient().to_bytes(),
            ),
            age_core::primitives::bech32_encode(HRP, &[0; ENCAPSULATION_KEY_LEN - 1]),
            "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj".to_owned(),
        ] {
            assert_eq!(
                wrong.parse::<HybridRecipient>(),
                Err(ParseRecipientError::Encoding),
                "{wrong}"
            );
        }
    }

    #[test]
    fn rejects_a_well_formed_string_of_a_bad_key() {
        let mut encoded = recipient().to_bytes();
        encoded[..3].copy_from_slice(&[0xff; 3]);
        assert_eq!(
            HybridRecipient::from_bytes(&encoded),
            Err(KeyError::NotReduced)
        );
        let text = age_core::primitives::bech32_encode(HRP, &encoded);
        assert_eq!(
            text.parse::<HybridRecipient>(),
            Err(ParseRecipientError::Key(KeyError::NotReduced))
        );

        let mut encoded = recipient().to_bytes();
        encoded[1184..].fill(0);
        assert_eq!(
            HybridRecipient::from_bytes(&encoded),
            Err(KeyError::LowOrder)
        );
    }

    #[test]
    fn wraps_into_one_stanza_under_the_label() {
        let (stanzas, labels) = recipient()
            .wrap_file_key(&FileKey::new(Box::new([2; 16])))
            .unwrap();
        let [stanza] = stanzas.as_slice() else {
            panic!("one stanza")
        };
        assert_eq!(
            (stanza.tag.as_str(), stanza.args.len(), stanza.body.len()),
            (STANZA_TAG, 1, 32)
        );
        assert_eq!(labels, HashSet::from(["postquantum".to_owned()]));
    }

    #[test]
    fn age_refuses_to_mix_it_with_a_classical_recipient() {
        let classical = age::x25519::Identity::generate().to_public();
        let (hybrid, classical): (&dyn age::Recipient, &dyn age::Recipient) =
            (&recipient(), &classical);
        let mixed = age::Encryptor::with_recipients([hybrid, classical].into_iter());
        assert!(matches!(
            mixed,
            Err(EncryptError::IncompatibleRecipients { .. })
        ));
    }
}
