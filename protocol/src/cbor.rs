//! Deterministic CBOR (`SPEC.md` 1): one way to write each structure, and no other accepted.

use std::convert::Infallible;

use minicbor::encode::Write;
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

/// These bytes are not the one canonical encoding of what was expected.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[error("not a canonical encoding")]
pub struct NotCanonical;

/// Encodes `value`.
#[must_use]
pub fn encode<T: Encode<()>>(value: &T) -> Zeroizing<Vec<u8>> {
    let mut length = Length(0);
    minicbor::encode(value, &mut length).expect("counting takes every write");
    // A vector that grew would leave unwiped copies of its secrets behind.
    let mut out = Zeroizing::new(Vec::with_capacity(length.0));
    minicbor::encode(value, &mut *out).expect("a vector takes every write");
    out
}

struct Length(usize);

impl Write for Length {
    type Error = Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.0 += bytes.len();
        Ok(())
    }
}

/// Decodes exactly `bytes`.
///
/// # Errors
/// [`NotCanonical`] for anything that would not be written back to the same bytes: another type, a missing,
/// unknown, duplicate or misplaced key, a long integer, a trailing byte.
pub fn decode<'b, T: Decode<'b, ()> + Encode<()>>(bytes: &'b [u8]) -> Result<T, NotCanonical> {
    let value: T = minicbor::decode(bytes).map_err(|_| NotCanonical)?;
    if *encode(&value) == bytes { Ok(value) } else { Err(NotCanonical) }
}

/// The version of whatever wrote this map: key 0 stands first in every version. `None` for anything else.
#[must_use]
pub fn version(bytes: &[u8]) -> Option<u64> {
    let mut decoder = minicbor::Decoder::new(bytes);
    decoder.map().ok()?;
    (decoder.u8().ok()? == 0).then(|| decoder.u64().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Encode, Decode)]
    #[cbor(map)]
    struct Sample {
        #[n(0)]
        version: u8,
        #[n(1)]
        text: Option<String>,
    }

    #[test]
    fn rejects_all_but_the_canonical_form() {
        assert_eq!(decode::<Sample>(&hex::decode("a10001").unwrap()), Ok(Sample { version: 1, text: None }));
        for (wrong, why) in [
            ("a1000100", "trailing byte"),
            ("a1001801", "long integer"),
            ("bf0001ff", "indefinite length"),
            ("a200010a01", "unknown key"),
            ("a201617800 01", "keys out of order"),
            ("a200010001", "duplicate key"),
            ("a0", "missing key"),
            ("a2000101f6", "null for absent"),
        ] {
            let bytes = hex::decode(wrong.replace(' ', "")).unwrap();
            assert_eq!(decode::<Sample>(&bytes), Err(NotCanonical), "{why}");
        }
    }
}
