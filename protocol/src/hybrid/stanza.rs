//! The stanza that carries a file key to a hybrid recipient.

use age::DecryptError;
use age_core::format::Stanza;
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};

use super::{
    hpke_kem::EncappedKey,
    xwing::{CIPHERTEXT_LEN, SHARED_SECRET_LEN},
};

/// The first argument of the stanza, by which an identity knows it.
pub const STANZA_TAG: &str = "mlkem768x25519";

/// The end of the tag of a stanza that carries nothing: age adds one so that nobody comes to rely on there being none.
const GREASE_SUFFIX: &str = "-grease";

/// A file key of 16 bytes and its authenticator of 16. A longer one could be made to open under several keys.
const BODY_LEN: usize = 32;
const _: () = assert!(BODY_LEN == 16 + 16 && SHARED_SECRET_LEN == 32);

/// The one hybrid stanza of a header that is addressed to exactly one recipient: beside it there may only be grease.
///
/// An envelope must have one reader, and evidence must not open for a further, unnamed one.
///
/// # Errors
/// [`DecryptError::InvalidHeader`] if there is no hybrid stanza, a second one, or one of another type.
pub fn recipients_stanza_check(stanzas: &[Stanza]) -> Result<&Stanza, DecryptError> {
    let mut others = stanzas
        .iter()
        .filter(|stanza| !stanza.tag.ends_with(GREASE_SUFFIX));
    match (others.next(), others.next()) {
        (Some(only), None) if only.tag == STANZA_TAG => Ok(only),
        _ => Err(DecryptError::InvalidHeader),
    }
}

/// A stanza of the right tag whose arguments have the right form.
pub(super) struct HybridStanza {
    pub(super) encapped: EncappedKey,
    pub(super) body: [u8; BODY_LEN],
}

impl HybridStanza {
    /// `None` for another tag; a stanza of this tag but of another form breaks the header.
    pub(super) fn parse(stanza: &Stanza) -> Option<Result<Self, DecryptError>> {
        (stanza.tag == STANZA_TAG)
            .then(|| Self::parse_form(stanza).ok_or(DecryptError::InvalidHeader))
    }

    fn parse_form(stanza: &Stanza) -> Option<Self> {
        let [argument] = stanza.args.as_slice() else {
            return None;
        };
        // The length goes first: base64 without padding has exactly one for these bytes.
        if argument.len() != (CIPHERTEXT_LEN * 4).div_ceil(3) {
            return None;
        }
        let encapped = BASE64_STANDARD_NO_PAD
            .decode(argument)
            .ok()?
            .try_into()
            .ok()?;
        let body = stanza.body.as_slice().try_into().ok()?;
        Some(Self {
            encapped: EncappedKey(encapped),
            body,
        })
    }

    pub(super) fn encode(encapped: &EncappedKey, body: Vec<u8>) -> Stanza {
        Stanza {
            tag: STANZA_TAG.to_owned(),
            args: vec![BASE64_STANDARD_NO_PAD.encode(encapped.0)],
            body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged(tag: &str) -> Stanza {
        Stanza {
            tag: tag.to_owned(),
            args: vec![],
            body: vec![],
        }
    }

    fn well_formed() -> Stanza {
        HybridStanza::encode(&EncappedKey([7; CIPHERTEXT_LEN]), vec![9; BODY_LEN])
    }

    fn breaks_the_header(stanza: &Stanza) -> bool {
        matches!(
            HybridStanza::parse(stanza),
            Some(Err(DecryptError::InvalidHeader))
        )
    }

    #[test]
    fn what_is_encoded_parses() {
        let parsed = HybridStanza::parse(&well_formed()).unwrap().unwrap();
        assert_eq!(
            (parsed.encapped.0, parsed.body),
            ([7; CIPHERTEXT_LEN], [9; BODY_LEN])
        );
    }

    #[test]
    fn another_tag_is_for_somebody_else() {
        for tag in [
            "X25519",
            "MLKEM768X25519",
            "mlkem768x25519-grease",
            "mlkem768p256tag",
        ] {
            assert!(HybridStanza::parse(&tagged(tag)).is_none(), "{tag}");
        }
    }

    #[test]
    fn a_wrong_number_of_arguments_breaks_the_header() {
        let mut stanza = well_formed();
        stanza.args.push("1".to_owned());
        assert!(breaks_the_header(&stanza));
        stanza.args.clear();
        assert!(breaks_the_header(&stanza));
    }

    #[test]
    fn a_wrong_encapsulated_key_breaks_the_header() {
        for argument in [
            BASE64_STANDARD_NO_PAD.encode([7; CIPHERTEXT_LEN - 1]),
            BASE64_STANDARD_NO_PAD.encode([7; CIPHERTEXT_LEN + 1]),
            BASE64_STANDARD_NO_PAD
                .encode([7; CIPHERTEXT_LEN])
                .replace('B', "-"),
            BASE64_STANDARD_NO_PAD.encode([7; CIPHERTEXT_LEN]) + "=",
            // The last character has unused bits, which must be zero.
            BASE64_STANDARD_NO_PAD
                .encode([7; CIPHERTEXT_LEN])
                .strip_suffix('w')
                .unwrap()
                .to_owned()
                + "x",
        ] {
            let stanza = Stanza {
                args: vec![argument],
                ..well_formed()
            };
            assert!(breaks_the_header(&stanza), "{:?}", stanza.args);
        }
    }

    #[test]
    fn a_body_of_another_length_breaks_the_header() {
        for length in [0, BODY_LEN - 1, BODY_LEN + 1, 40] {
            assert!(
                breaks_the_header(&Stanza {
                    body: vec![9; length],
                    ..well_formed()
                }),
                "{length}"
            );
        }
    }

    #[test]
    fn one_recipient_may_stand_beside_grease() {
        assert!(recipients_stanza_check(&[well_formed()]).is_ok());
        assert!(
            recipients_stanza_check(&[tagged("x-grease"), well_formed(), tagged("-grease")])
                .is_ok()
        );
    }

    #[test]
    fn no_recipient_two_recipients_and_strangers_are_refused() {
        for stanzas in [
            vec![],
            vec![tagged("x-grease")],
            vec![well_formed(), well_formed()],
            vec![well_formed(), tagged("X25519")],
            vec![tagged("mlkem768p256tag"), well_formed()],
            vec![tagged("X25519")],
        ] {
            assert!(
                matches!(
                    recipients_stanza_check(&stanzas),
                    Err(DecryptError::InvalidHeader)
                ),
                "{stanzas:?}"
            );
        }
    }
}
