//! The right-hand part of the log's tree: what proves the entries of the last days, and nothing older.

use std::collections::VecDeque;

use davylamp_protocol::log::tree::{Frontier, Hashes};
use davylamp_protocol::log::{Hash, node_hash};

/// A tree whose leaves before `base` are known only by its frontier. About 64 bytes a leaf kept.
pub(super) struct TailTree {
    base: Frontier,
    edge: Frontier,
    levels: Vec<Level>,
}

#[derive(Default)]
struct Level {
    /// Index of the first node kept.
    first: u64,
    nodes: VecDeque<Hash>,
}

impl TailTree {
    /// A tree that goes on from `base`.
    pub(super) fn new(base: Frontier) -> Self {
        Self { edge: base.clone(), base, levels: Vec::new() }
    }

    pub(super) fn size(&self) -> u64 {
        self.edge.size()
    }

    pub(super) fn edge(&self) -> &Frontier {
        &self.edge
    }

    pub(super) fn push(&mut self, leaf: Hash) {
        let index = self.edge.size();
        let mut node = leaf;
        let mut left_siblings = self.edge.hashes().iter().rev().copied().collect::<Vec<_>>().into_iter();
        self.keep(0, index, node);
        for level in 0..index.trailing_ones() {
            let Some(left) = left_siblings.next() else { break };
            node = node_hash(left, node);
            self.keep(level as usize + 1, index >> (level + 1), node);
        }
        self.edge.push(leaf);
    }

    fn keep(&mut self, level: usize, index: u64, node: Hash) {
        if self.levels.len() <= level {
            self.levels.resize_with(level + 1, Level::default);
        }
        if let Some(level) = self.levels.get_mut(level) {
            if level.nodes.is_empty() {
                level.first = index;
            }
            level.nodes.push_back(node);
        }
    }

    /// Forgets what only proves leaves before `base`, which must be a frontier that this tree had.
    pub(super) fn forget_before(&mut self, base: Frontier) {
        for (height, level) in (0_u32..).zip(&mut self.levels) {
            // A node that ends at or before the base stands in its frontier, or is below one that does.
            while !level.nodes.is_empty() && (level.first + 1) << height <= base.size() {
                level.nodes.pop_front();
                level.first += 1;
            }
        }
        self.base = base;
    }
}

impl Hashes for TailTree {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        let kept = self.levels.get(usize::from(level)).and_then(|kept| {
            let at = index.checked_sub(kept.first)?;
            kept.nodes.get(usize::try_from(at).ok()?).copied()
        });
        kept.or_else(|| base_node(&self.base, level, index))
    }
}

/// The node of a frontier at `level`, if it is the one at `index`.
fn base_node(base: &Frontier, level: u8, index: u64) -> Option<Hash> {
    let shifted = base.size().checked_shr(level.into())?;
    if shifted & 1 == 0 || index != shifted - 1 {
        return None;
    }
    // Largest first: as many stand before it as bits are set above.
    base.hashes().get((shifted >> 1).count_ones() as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp_protocol::log::leaf_hash;
    use davylamp_protocol::log::tree::{MemoryTree, prove_inclusion};

    #[test]
    fn proves_what_a_whole_tree_proves_from_every_base_and_after_forgetting() {
        let leaves: Vec<Hash> = (0..90_u64).map(|i| leaf_hash(&i.to_be_bytes())).collect();
        for base in [0, 1, 5, 8, 31, 33] {
            let mut whole: MemoryTree = leaves.iter().take(base).copied().collect();
            let mut tail = TailTree::new(whole.frontier().clone());
            let mut middle = None;
            for (at, leaf) in leaves.iter().enumerate().skip(base) {
                if at == base + 20 {
                    middle = Some(whole.frontier().clone());
                }
                whole.push(*leaf);
                tail.push(*leaf);
            }
            assert_eq!(tail.edge().root(), whole.root());
            for index in base as u64..90 {
                assert_eq!(prove_inclusion(90, index, &tail), prove_inclusion(90, index, &whole), "{base} {index}");
            }
            tail.forget_before(middle.unwrap());
            for index in base as u64 + 20..90 {
                assert_eq!(prove_inclusion(90, index, &tail), prove_inclusion(90, index, &whole), "{base} {index}");
            }
            if base > 1 {
                assert!(prove_inclusion(90, 0, &tail).is_err(), "older leaves are not proven");
            }
        }
    }
}
