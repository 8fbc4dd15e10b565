//! Log entries: 81 bytes, `type ‖ 48 bytes ‖ SHA-256`, whatever they stand for.
//!
//! ```text
//! 01 ‖ clue (48)                                                  ‖ SHA-256(body)        an envelope
//! 02 ‖ SHA-256(verifier key text) (32) ‖ serial u64 BE ‖ 0 (8)     ‖ SHA-256(note bytes)  a contact card
//! 03 ‖ SHA-256(verifier key text) (32) ‖ serial u64 BE ‖ 0 (8)     ‖ SHA-256(note bytes)  a notice
//! ```
//!
//! A card or a notice names the key that it stands under, so that a desk sees entries that it did not make.

use super::{Hash, leaf_hash};

/// One entry of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// An opaque sealed envelope.
    Envelope {
        /// `ephemeral (32) ‖ tag (16)`.
        clue: [u8; CLUE_LEN],
        /// SHA-256 of the 4048-byte body.
        body_hash: [u8; 32],
    },
    /// A version of a desk's contact card.
    Card {
        /// SHA-256 of the desk's verifier key in its text form.
        key_hash: [u8; 32],
        /// The card's serial number.
        serial: u64,
        /// SHA-256 of the signed note.
        note_hash: [u8; 32],
    },
    /// A desk's public notice.
    Notice {
        /// SHA-256 of the desk's verifier key in its text form.
        key_hash: [u8; 32],
        /// The notice's serial number.
        serial: u64,
        /// SHA-256 of the signed note.
        note_hash: [u8; 32],
    },
}

impl Entry {
    /// The 81 bytes that are hashed into the tree.
    #[must_use]
    pub fn encode(&self) -> [u8; ENTRY_LEN] {
        match self {
            Self::Envelope { clue, body_hash } => join(ENVELOPE, clue, body_hash),
            Self::Card { key_hash, serial, note_hash } => join(CARD, &middle(key_hash, *serial), note_hash),
            Self::Notice { key_hash, serial, note_hash } => join(NOTICE, &middle(key_hash, *serial), note_hash),
        }
    }

    /// Reads 81 bytes.
    ///
    /// # Errors
    ///
    /// [`EntryError::Kind`] for an unknown type byte, [`EntryError::Padding`] where a card's or notice's eight bytes
    /// of padding are not zero.
    pub fn decode(bytes: &[u8; ENTRY_LEN]) -> Result<Self, EntryError> {
        let (kind, clue, hash) = split(bytes);
        if kind == ENVELOPE {
            return Ok(Self::Envelope { clue, body_hash: hash });
        }
        let (key_hash, serial, padding) = split_middle(&clue);
        let entry = match kind {
            CARD => Self::Card { key_hash, serial, note_hash: hash },
            NOTICE => Self::Notice { key_hash, serial, note_hash: hash },
            _ => return Err(EntryError::Kind(kind)),
        };
        if padding == [0; PADDING_LEN] { Ok(entry) } else { Err(EntryError::Padding) }
    }

    /// The leaf of this entry in the tree.
    #[must_use]
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&self.encode())
    }

    /// What a reporter searches for: the first four bytes of an envelope's tag, or four zero bytes.
    #[must_use]
    pub const fn tag_prefix(&self) -> [u8; TAG_PREFIX_LEN] {
        match self {
            Self::Envelope { clue: [.., a, b, c, d, _, _, _, _, _, _, _, _, _, _, _, _], .. } => [*a, *b, *c, *d],
            Self::Card { .. } | Self::Notice { .. } => [0; TAG_PREFIX_LEN],
        }
    }

    /// Whether a body belongs to this entry. The slot of a card or notice is [`BODY_LEN`] zero bytes.
    #[must_use]
    pub const fn has_body(&self) -> bool {
        matches!(self, Self::Envelope { .. })
    }
}

/// Why 81 bytes are not an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// The first byte names no known type.
    #[error("unknown entry type {0:#04x}")]
    Kind(u8),
    /// The padding of a card or notice is not zero.
    #[error("entry padding is not zero")]
    Padding,
}

fn join(kind: u8, middle: &[u8; CLUE_LEN], hash: &[u8; 32]) -> [u8; ENTRY_LEN] {
    let mut out = [0; ENTRY_LEN];
    let (first, rest) = out.split_at_mut(1);
    let (clue, tail) = rest.split_at_mut(CLUE_LEN);
    first.copy_from_slice(&[kind]);
    clue.copy_from_slice(middle);
    tail.copy_from_slice(hash);
    out
}

fn split(bytes: &[u8; ENTRY_LEN]) -> (u8, [u8; CLUE_LEN], [u8; 32]) {
    let [kind, rest @ ..] = bytes;
    let (mut clue, mut hash) = ([0; CLUE_LEN], [0; 32]);
    let (left, right) = rest.split_at(CLUE_LEN);
    clue.copy_from_slice(left);
    hash.copy_from_slice(right);
    (*kind, clue, hash)
}

fn middle(key_hash: &[u8; 32], serial: u64) -> [u8; CLUE_LEN] {
    let mut out = [0; CLUE_LEN];
    let (key, rest) = out.split_at_mut(32);
    key.copy_from_slice(key_hash);
    rest.split_at_mut(8).0.copy_from_slice(&serial.to_be_bytes());
    out
}

fn split_middle(bytes: &[u8; CLUE_LEN]) -> ([u8; 32], u64, [u8; PADDING_LEN]) {
    let (mut key, mut serial, mut padding) = ([0; 32], [0; 8], [0; PADDING_LEN]);
    let (left, rest) = bytes.split_at(32);
    let (number, zeros) = rest.split_at(8);
    key.copy_from_slice(left);
    serial.copy_from_slice(number);
    padding.copy_from_slice(zeros);
    (key, u64::from_be_bytes(serial), padding)
}

/// Bytes of an entry.
pub const ENTRY_LEN: usize = 81;
/// Bytes of a clue.
pub const CLUE_LEN: usize = 48;
/// Bytes of an envelope's body.
pub const BODY_LEN: usize = 4048;
/// Bytes of a tag prefix.
pub const TAG_PREFIX_LEN: usize = 4;

const ENVELOPE: u8 = 0x01;
const CARD: u8 = 0x02;
const NOTICE: u8 = 0x03;
const PADDING_LEN: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn clue() -> [u8; CLUE_LEN] {
        std::array::from_fn(|i| u8::try_from(i).unwrap())
    }

    fn samples() -> [Entry; 3] {
        let (key_hash, note_hash) = ([0xaa; 32], [0xbb; 32]);
        [
            Entry::Envelope { clue: clue(), body_hash: [0xcc; 32] },
            Entry::Card { key_hash, serial: 7, note_hash },
            Entry::Notice { key_hash, serial: u64::MAX, note_hash },
        ]
    }

    #[test]
    fn every_kind_reads_back_as_it_was_written() {
        for entry in samples() {
            assert_eq!(Entry::decode(&entry.encode()), Ok(entry));
        }
    }

    #[test]
    fn a_card_is_laid_out_as_specified() {
        let [_, card, _] = samples();
        let want = format!("02{}0000000000000007{}{}", "aa".repeat(32), "00".repeat(8), "bb".repeat(32));
        assert_eq!(hex::encode(card.encode()), want);
    }

    #[test]
    fn unknown_types_are_rejected() {
        for kind in [0x00, 0x04, 0x7f, 0xff] {
            let mut bytes = samples()[0].encode();
            bytes[0] = kind;
            assert_eq!(Entry::decode(&bytes), Err(EntryError::Kind(kind)));
        }
    }

    #[test]
    fn every_byte_of_padding_must_be_zero() {
        for entry in &samples()[1..] {
            for at in 41..49 {
                let mut bytes = entry.encode();
                bytes[at] = 1;
                assert_eq!(Entry::decode(&bytes), Err(EntryError::Padding), "byte {at}");
            }
        }
    }

    #[test]
    fn the_tag_prefix_is_the_start_of_the_tag_and_zero_without_one() {
        let [envelope, card, notice] = samples();
        assert_eq!(envelope.tag_prefix(), [32, 33, 34, 35]);
        assert_eq!([card.tag_prefix(), notice.tag_prefix()], [[0; 4]; 2]);
    }
}
