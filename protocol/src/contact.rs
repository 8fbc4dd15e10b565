//! What a poster carries: a relay and a desk's key (`SPEC.md` 6.2).
//!
//! ```text
//! davylamp:127.0.0.1:8600#miners-legal.example+5a1c…+AQ…
//! ```

use std::fmt;
use std::str::FromStr;

use crate::labelled::hash;
use crate::log::note::{Algorithm, VerifierKey};
use crate::words;

/// A contact, as it stands on a poster or in a QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// `host:port`.
    pub relay: String,
    /// The desk's verifier key.
    pub desk: VerifierKey,
}

/// It is not a contact.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum ContactError {
    /// Not of the form `davylamp:HOST:PORT#KEY`.
    #[error("not a contact of the form davylamp:HOST:PORT#KEY")]
    Form,
    /// A typing mistake in the relay's address.
    #[error("the relay's address in the contact is not HOST:PORT")]
    Relay,
    /// A typing mistake in the key.
    #[error("the desk's key in the contact has a mistake")]
    Key,
}

impl FromStr for Contact {
    type Err = ContactError;

    /// White space around it is forgiven: it was pasted or scanned.
    fn from_str(text: &str) -> Result<Self, ContactError> {
        let rest = text.trim().strip_prefix(SCHEME).ok_or(ContactError::Form)?;
        let (relay, desk) = rest.split_once('#').ok_or(ContactError::Form)?;
        if !is_host_and_port(relay) {
            return Err(ContactError::Relay);
        }
        let desk = VerifierKey::parse(desk).map_err(|_| ContactError::Key)?;
        if desk.algorithm() != Algorithm::Ed25519 {
            return Err(ContactError::Key);
        }
        Ok(Self { relay: relay.to_owned(), desk })
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}#{}", self.relay, self.desk)
    }
}

/// Whether it can be the address of a relay as a poster has it.
pub(crate) fn is_host_and_port(relay: &str) -> bool {
    let Some((host, port)) = relay.rsplit_once(':') else { return false };
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'[' | b']' | b':');
    !host.is_empty() && host.len() <= 253 && host.bytes().all(plain) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Six words to compare aloud: 77 bits of the desk's verifier key.
#[must_use]
pub fn fingerprint(desk: &VerifierKey) -> [&'static str; 6] {
    let mut found = [""; 6];
    let mut round = 0_u8;
    let mut words = std::iter::from_fn(|| {
        let digest = hash(FINGERPRINT, &[desk.to_string().as_bytes(), &[round]]);
        round = round.wrapping_add(1);
        Some(digest)
    })
    .flat_map(|digest| digest.as_chunks::<4>().0.to_vec())
    .filter_map(|chunk| words::from_u32(u32::from_be_bytes(chunk)));
    for slot in &mut found {
        *slot = words.next().expect("the digests never end");
    }
    found
}

const SCHEME: &str = "davylamp:";
const FINGERPRINT: &str = "davylamp/v1/fingerprint";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::note::NoteSigner;

    fn sample() -> Contact {
        let desk = NoteSigner::from_seed("desk.example", &[1; 32]).unwrap().verifier_key().clone();
        Contact { relay: "127.0.0.1:8600".into(), desk }
    }

    #[test]
    fn reads_back_what_the_poster_says_even_with_white_space_around_it() {
        assert_eq!(format!(" {}\n", sample()).parse(), Ok(sample()));
    }

    #[test]
    fn rejects_a_mistyped_key_relay_and_scheme() {
        let text = sample().to_string();
        assert_eq!(text.replace("davylamp:", "http:").parse::<Contact>(), Err(ContactError::Form));
        assert_eq!(text.replace('#', "").parse::<Contact>(), Err(ContactError::Form));
        assert_eq!(text.replace("8600", "x").parse::<Contact>(), Err(ContactError::Relay));
        assert_eq!(text.replace("127.0.0.1", "a/b").parse::<Contact>(), Err(ContactError::Relay));
        assert_eq!(text.replace("desk.example", "desk.exampl3").parse::<Contact>(), Err(ContactError::Key));
    }

    #[test]
    fn another_key_reads_otherwise_aloud() {
        let other = NoteSigner::from_seed("desk.example", &[2; 32]).unwrap();
        assert_ne!(fingerprint(&sample().desk), fingerprint(other.verifier_key()));
    }
}
