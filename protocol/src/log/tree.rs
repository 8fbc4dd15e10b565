//! The Merkle tree of RFC 6962 over SHA-256: proofs made from complete nodes, and checked without any.
//!
//! A *complete node* at `(level, index)` covers the leaves `index·2^level .. (index+1)·2^level`, all of which exist.
//! Everything that a log proves is folded from such nodes, and tiles hold nothing else. A subtree proof is an
//! inclusion proof that starts at a complete node instead of a leaf: its first `level` steps are left out.

mod frontier;
mod memory;

pub use frontier::{Frontier, FrontierError};
pub use memory::MemoryTree;

use super::{Hash, node_hash};

/// Where complete nodes are looked up: a store's tiles, or a [`MemoryTree`].
pub trait Hashes {
    /// The complete node at `level` and `index`; `None` if it does not exist or cannot be had.
    fn node(&self, level: u8, index: u64) -> Option<Hash>;
}

/// The root of the first `size` leaves.
///
/// # Errors
///
/// [`TreeError::MissingNode`] if `hashes` lacks one.
pub fn root(size: u64, hashes: &impl Hashes) -> Result<Hash, TreeError> {
    if size == 0 { Ok(Hash::EMPTY) } else { range_hash(0, size, hashes) }
}

/// The audit path of leaf `index` in the tree of `size` leaves, from its sibling up to the root's child.
///
/// # Errors
///
/// [`TreeError::OutOfRange`] unless `index < size`, [`TreeError::MissingNode`] if `hashes` lacks one.
pub fn prove_inclusion(size: u64, index: u64, hashes: &impl Hashes) -> Result<Vec<Hash>, TreeError> {
    prove_node(size, 0, index, hashes)
}

/// The audit path of the complete subtree of 16 leaves number `group` in the tree of `size` leaves.
///
/// # Errors
///
/// [`TreeError::OutOfRange`] unless the group is full, [`TreeError::MissingNode`] if `hashes` lacks one.
pub fn prove_subtree(size: u64, group: u64, hashes: &impl Hashes) -> Result<Vec<Hash>, TreeError> {
    prove_node(size, GROUP_LEVEL, group, hashes)
}

/// The proof that the tree of `old` leaves is a prefix of the tree of `new` leaves (RFC 6962, section 2.1.2).
/// Empty where `old` is 0 or equals `new`.
///
/// # Errors
///
/// [`TreeError::OutOfRange`] unless `old <= new`, [`TreeError::MissingNode`] if `hashes` lacks a node.
pub fn prove_consistency(old: u64, new: u64, hashes: &impl Hashes) -> Result<Vec<Hash>, TreeError> {
    if old > new || new > MAX_SIZE {
        return Err(TreeError::OutOfRange);
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let proof = tlog_tiles::prove_tree(new, old, &Reader(hashes)).map_err(|_| TreeError::MissingNode)?;
    Ok(proof.into_iter().map(Hash::from).collect())
}

/// Checks that `leaf` is number `index` in the tree of `size` leaves with this `root`.
///
/// # Errors
///
/// [`TreeError::OutOfRange`] unless `index < size`, [`TreeError::ProofLength`] unless the path has exactly the
/// length that the tree's shape gives it, [`TreeError::Mismatch`] if it leads to another root.
pub fn verify_inclusion(root: Hash, size: u64, index: u64, leaf: Hash, proof: &[Hash]) -> Result<(), TreeError> {
    verify_subtree(root, size, 0, index, leaf, proof)
}

/// Checks that the complete node `subtree` stands at `level` and `index` in the tree of `size` leaves with this `root`.
///
/// # Errors
///
/// As [`verify_inclusion`]; [`TreeError::OutOfRange`] where the tree is too small for the node.
pub fn verify_subtree(
    root: Hash,
    size: u64,
    level: u8,
    index: u64,
    subtree: Hash,
    proof: &[Hash],
) -> Result<(), TreeError> {
    let path = path(size, level, index)?;
    if path.len() != proof.len() {
        return Err(TreeError::ProofLength);
    }
    let found = path.iter().zip(proof).fold(subtree, |node, (sibling, &hash)| sibling.join(node, hash));
    if found == root { Ok(()) } else { Err(TreeError::Mismatch) }
}

/// Checks that the tree of `old` leaves with `old_root` is a prefix of the tree of `new` leaves with `new_root`.
///
/// # Errors
///
/// [`TreeError::OutOfRange`] unless `old <= new`, [`TreeError::ProofLength`] for a path longer than any tree's,
/// [`TreeError::Mismatch`] for every other wrong proof.
pub fn verify_consistency(old: u64, old_root: Hash, new: u64, new_root: Hash, proof: &[Hash]) -> Result<(), TreeError> {
    if old > new {
        return Err(TreeError::OutOfRange);
    }
    // The checker copies the path at each step: bound it first.
    if proof.len() > MAX_CONSISTENCY_PATH {
        return Err(TreeError::ProofLength);
    }
    if old == 0 {
        return from_empty(old_root, new, new_root, proof);
    }
    let proof = proof.iter().map(|&hash| hash.into()).collect();
    tlog_tiles::check_tree(&proof, new, new_root.into(), old, old_root.into()).map_err(|_| TreeError::Mismatch)
}

/// Why a proof was not made, or not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TreeError {
    /// The tree has no such leaf, subtree or prefix.
    #[error("not within the tree")]
    OutOfRange,
    /// A node that the proof needs is not at hand.
    #[error("a tree node is missing")]
    MissingNode,
    /// The proof is longer or shorter than the tree's shape asks for.
    #[error("proof has the wrong length")]
    ProofLength,
    /// The proof leads to another root.
    #[error("proof does not lead to the root")]
    Mismatch,
}

/// One step of an audit path: the sibling covers the leaves `lo..hi`.
struct Sibling {
    lo: u64,
    hi: u64,
    left: bool,
}

impl Sibling {
    fn join(&self, node: Hash, sibling: Hash) -> Hash {
        if self.left { node_hash(sibling, node) } else { node_hash(node, sibling) }
    }
}

/// The siblings of the complete node at `level` and `index`, from the node up: the walk that prover and verifier share.
fn path(size: u64, level: u8, index: u64) -> Result<Vec<Sibling>, TreeError> {
    let width = 1_u64.checked_shl(level.into()).ok_or(TreeError::OutOfRange)?;
    let start = index.checked_mul(width).ok_or(TreeError::OutOfRange)?;
    let end = start.checked_add(width).ok_or(TreeError::OutOfRange)?;
    if end > size {
        return Err(TreeError::OutOfRange);
    }
    let (mut lo, mut hi) = (0, size);
    let mut siblings = Vec::new();
    while hi - lo > width {
        let middle = lo + left_width(hi - lo);
        if start < middle {
            siblings.push(Sibling { lo: middle, hi, left: false });
            hi = middle;
        } else {
            siblings.push(Sibling { lo, hi: middle, left: true });
            lo = middle;
        }
    }
    siblings.reverse();
    Ok(siblings)
}

fn prove_node(size: u64, level: u8, index: u64, hashes: &impl Hashes) -> Result<Vec<Hash>, TreeError> {
    let path = path(size, level, index)?;
    path.iter().map(|sibling| range_hash(sibling.lo, sibling.hi, hashes)).collect()
}

/// The node over the leaves `lo..hi`, where `lo` is where a walk's split fell: complete nodes of falling size,
/// joined from the right.
fn range_hash(lo: u64, hi: u64, hashes: &impl Hashes) -> Result<Hash, TreeError> {
    if (hi - lo).is_power_of_two() {
        let level = u8::try_from((hi - lo).ilog2()).map_err(|_| TreeError::OutOfRange)?;
        return hashes.node(level, lo >> level).ok_or(TreeError::MissingNode);
    }
    let mut nodes = Vec::new();
    let mut at = lo;
    while at < hi {
        let level = (hi - at).ilog2();
        let level = u8::try_from(level).map_err(|_| TreeError::OutOfRange)?;
        nodes.push(hashes.node(level, at >> level).ok_or(TreeError::MissingNode)?);
        at += 1 << level;
    }
    let joined = nodes.into_iter().rev().reduce(|right, left| node_hash(left, right));
    joined.ok_or(TreeError::OutOfRange)
}

/// The leaves of a left child: the largest power of two below `leaves`, which is at least 2.
const fn left_width(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

/// Every tree extends the empty one; nothing need be shown.
fn from_empty(old_root: Hash, new: u64, new_root: Hash, proof: &[Hash]) -> Result<(), TreeError> {
    if !proof.is_empty() {
        return Err(TreeError::ProofLength);
    }
    let same = old_root == Hash::EMPTY && (new != 0 || new_root == Hash::EMPTY);
    if same { Ok(()) } else { Err(TreeError::Mismatch) }
}

/// Lets `tlog_tiles`, which numbers nodes in one line, read a [`Hashes`].
struct Reader<'a, H>(&'a H);

impl<H: Hashes> tlog_tiles::HashReader for Reader<'_, H> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let node = |&index| {
            let (level, index) = tlog_tiles::split_stored_hash_index(index);
            self.0.node(level, index).map(Into::into).ok_or(tlog_tiles::Error::IndexesNotInTree)
        };
        indexes.iter().map(node).collect()
    }
}

/// The level of a group's node: 16 leaves.
pub const GROUP_LEVEL: u8 = 4;
/// The longest audit path of a leaf in any tree.
pub const MAX_PATH: usize = 64;
/// The longest consistency proof of any tree: one hash more than an audit path.
const MAX_CONSISTENCY_PATH: usize = MAX_PATH + 1;
/// Beyond this `tlog_tiles` cannot number the nodes of a tree in 64 bits. No log gets there.
const MAX_SIZE: u64 = 1 << 62;

#[cfg(test)]
mod tests;
