//! The right edge of the tree: all that is needed to append, and to know the root.

use super::super::{HASH_LEN, Hash, node_hash};

/// A compact range over the first `size` leaves: one complete node for each bit that is set in `size`, largest first.
///
/// At most 64 hashes, however large the log.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

impl Frontier {
    /// The frontier of no leaves.
    #[must_use]
    pub const fn empty() -> Self {
        Self { size: 0, hashes: Vec::new() }
    }

    /// Takes up a stored frontier.
    ///
    /// # Errors
    ///
    /// [`FrontierError::Count`] unless there is one hash for each bit set in `size`.
    pub fn from_parts(size: u64, hashes: Vec<Hash>) -> Result<Self, FrontierError> {
        if count(size) == hashes.len() { Ok(Self { size, hashes }) } else { Err(FrontierError::Count) }
    }

    /// Appends one leaf.
    ///
    /// # Panics
    ///
    /// If the tree already has 2^64 − 1 leaves.
    pub fn push(&mut self, leaf: Hash) {
        let merges = self.size.trailing_ones();
        let mut node = leaf;
        for _ in 0..merges {
            // One hash stands there for each low bit that is set.
            if let Some(left) = self.hashes.pop() {
                node = node_hash(left, node);
            }
        }
        self.hashes.push(node);
        self.size = self.size.checked_add(1).expect("a log of 2^64 entries cannot be filled");
    }

    /// Leaves so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The complete nodes, from the largest, leftmost, to the smallest.
    #[must_use]
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// The root of the tree (RFC 6962); [`Hash::EMPTY`] without leaves.
    #[must_use]
    pub fn root(&self) -> Hash {
        let joined = self.hashes.iter().copied().rev().reduce(|right, left| node_hash(left, right));
        joined.unwrap_or(Hash::EMPTY)
    }

    /// `size u64 BE ‖ hashes`: 8 bytes, and 32 for each bit set in the size.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = self.size.to_be_bytes().to_vec();
        self.hashes.iter().for_each(|hash| out.extend_from_slice(&hash.0));
        out
    }

    /// Reads what [`Frontier::encode`] wrote.
    ///
    /// # Errors
    ///
    /// [`FrontierError::Length`] for a cut or ragged encoding, [`FrontierError::Count`] where the number of hashes
    /// is not that of the size.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrontierError> {
        let (size, rest) = bytes.split_first_chunk().ok_or(FrontierError::Length)?;
        let (hashes, []) = rest.as_chunks::<HASH_LEN>() else {
            return Err(FrontierError::Length);
        };
        let size = u64::from_be_bytes(*size);
        if count(size) != hashes.len() {
            return Err(FrontierError::Count);
        }
        Self::from_parts(size, hashes.iter().copied().map(Hash).collect())
    }
}

/// Why bytes or parts are not a frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrontierError {
    /// Not a size and whole hashes.
    #[error("frontier has the wrong length")]
    Length,
    /// Not one hash for each bit of the size.
    #[error("frontier has the wrong number of hashes for its size")]
    Count,
}

const fn count(size: u64) -> usize {
    size.count_ones() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::leaf_hash;
    use crate::log::tree::MemoryTree;

    fn of(size: u64) -> Frontier {
        let mut frontier = Frontier::empty();
        (0..size).for_each(|i| frontier.push(leaf_hash(&i.to_be_bytes())));
        frontier
    }

    #[test]
    fn the_root_is_that_of_the_whole_tree_at_every_size() {
        let mut tree = MemoryTree::new();
        let mut frontier = Frontier::empty();
        for i in 0..300_u64 {
            assert_eq!(frontier.root(), tree.root());
            assert_eq!(frontier.hashes().len(), count(i));
            tree.push(leaf_hash(&i.to_be_bytes()));
            frontier.push(leaf_hash(&i.to_be_bytes()));
        }
    }

    #[test]
    fn it_goes_on_from_its_bytes_and_from_its_parts() {
        for size in [0, 1, 2, 3, 7, 8, 255, 256, 257] {
            let frontier = of(size);
            let mut decoded = Frontier::decode(&frontier.encode()).unwrap();
            assert_eq!(decoded, frontier);
            decoded.push(leaf_hash(&size.to_be_bytes()));
            assert_eq!(decoded, of(size + 1));
            assert_eq!(Frontier::from_parts(size, frontier.hashes().to_vec()), Ok(frontier));
        }
    }

    #[test]
    fn ragged_bytes_are_rejected() {
        let bytes = of(5).encode();
        for length in [0, 7, 9, 39, bytes.len() - 1] {
            assert_eq!(Frontier::decode(&bytes[..length]), Err(FrontierError::Length), "{length}");
        }
    }

    #[test]
    fn a_count_that_does_not_fit_the_size_is_rejected() {
        let mut bytes = of(5).encode();
        bytes[7] = 7;
        assert_eq!(Frontier::decode(&bytes), Err(FrontierError::Count));
        bytes.extend_from_slice(&[0; 64]);
        assert_eq!(Frontier::decode(&bytes), Err(FrontierError::Count));
        assert_eq!(Frontier::from_parts(4, Vec::new()), Err(FrontierError::Count));
    }
}
