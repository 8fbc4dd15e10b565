//! The transparency log: what a relay publishes and everyone else verifies (`SPEC.md`, sections 3–5).
//!
//! The formats are those of C2SP (`signed-note`, `tlog-checkpoint`, `tlog-cosignature`, `tlog-tiles`, `tlog-proof`,
//! `tlog-policy`) with SHA-256 and the tree of RFC 6962. Davylamp adds the 81-byte [`entry`], the [`group`] of 16
//! entries, bundles of tag prefixes in [`tile`], the fixed-size [`answer`] and the framing of the [`feed`].
//!
//! Nothing here trusts its input: every decoder accepts one encoding of a value only, checks lengths before it
//! allocates, and returns an error where the input is wrong.

pub mod answer;
pub mod checkpoint;
pub mod entry;
pub mod feed;
pub mod group;
pub mod note;
pub mod policy;
pub mod proof;
pub mod tile;
pub mod tree;

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// A SHA-256 value: a leaf, an inner node or the root of the tree. Shown as standard base64, as C2SP writes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; HASH_LEN]);

impl Hash {
    /// The root of the tree without leaves: SHA-256 of the empty string (RFC 6962, section 2.1).
    pub const EMPTY: Self = Self(tlog_tiles::EMPTY_HASH.0);

    /// Reads 44 characters of canonical standard base64.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        if text.len() != HASH_BASE64_LEN {
            return None;
        }
        BASE64_STANDARD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; HASH_LEN] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<tlog_tiles::Hash> for Hash {
    fn from(hash: tlog_tiles::Hash) -> Self {
        Self(hash.0)
    }
}

impl From<Hash> for tlog_tiles::Hash {
    fn from(hash: Hash) -> Self {
        Self(hash.0)
    }
}

/// The hash of a leaf that holds `data`: SHA-256(0x00 ‖ data) (RFC 6962, section 2.1).
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    tlog_tiles::record_hash(data).into()
}

/// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 6962, section 2.1).
#[must_use]
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    tlog_tiles::node_hash(left.into(), right.into()).into()
}

/// Reads an ASCII decimal without sign or leading zeros: the one way in which C2SP writes sizes, indexes and times.
fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with(['0', '+']);
    canonical.then(|| text.parse().ok()).flatten()
}

/// Bytes of a [`struct@Hash`].
pub const HASH_LEN: usize = 32;
const HASH_BASE64_LEN: usize = 44;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_read_back_from_their_base64() {
        let hash = leaf_hash(b"lamp");
        assert_eq!(Hash::from_base64(&hash.to_string()), Some(hash));
    }

    #[test]
    fn hash_base64_of_wrong_length_alphabet_or_trailing_bits_is_rejected() {
        let text = Hash([0; 32]).to_string();
        assert_eq!(Hash::from_base64(&text[..43]), None);
        assert_eq!(Hash::from_base64(&text.replace("AA=", "A-=")), None);
        assert_eq!(Hash::from_base64(&text.replace("AA=", "AB=")), None);
        assert_eq!(Hash::from_base64(""), None);
    }

    #[test]
    fn the_empty_root_is_the_hash_of_nothing() {
        use sha2::{Digest as _, Sha256};
        assert_eq!(Hash::EMPTY.0, <[u8; 32]>::from(Sha256::digest(b"")));
    }

    #[test]
    fn decimals_have_one_spelling() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("18446744073709551615"), Some(u64::MAX));
        for wrong in ["", "00", "01", "+1", "-1", " 1", "1 ", "18446744073709551616", "1a", "١"] {
            assert_eq!(decimal(wrong), None, "{wrong:?}");
        }
    }
}
