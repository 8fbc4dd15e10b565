//! The tree in memory: every complete node from level 8 up, and all levels of the newest tiles.
//!
//! At a million entries that is 3,921 hashes and four tiles; older tiles are hashed from their entries when asked for.

use std::cell::RefCell;
use std::collections::VecDeque;

use davylamp_protocol::log::tree::{self as merkle, Hashes};
use davylamp_protocol::log::{Hash, leaf_hash, node_hash};

use crate::store::{Store, StoreError};

/// Entries under one node of level 8, which is one tile's width.
pub const TILE: u64 = 256;
const TILE_LEVEL: u8 = 8;
const RECENT_TILES: usize = 4;

/// All complete nodes of one tile, leaves first.
#[derive(Clone, Debug, Default)]
pub struct Levels([Vec<Hash>; 9]);

impl Levels {
    fn of(entries: &[[u8; 81]]) -> Self {
        let mut levels = Self::default();
        entries.iter().for_each(|entry| levels.push(leaf_hash(entry)));
        levels
    }

    fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        for level in &mut self.0 {
            level.push(node);
            match level.as_slice() {
                [.., left, right] if level.len().is_multiple_of(2) => node = node_hash(*left, *right),
                _ => break,
            }
        }
    }

    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.get(usize::from(level))?.get(usize::try_from(index).ok()?).copied()
    }

    fn truncate(&mut self, leaves: usize) {
        for (level, nodes) in self.0.iter_mut().enumerate() {
            nodes.truncate(leaves >> level);
        }
    }
}

/// The part of the tree that is kept in memory.
#[derive(Debug, Default)]
pub struct Tree {
    size: u64,
    upper: Vec<Vec<Hash>>,
    recent: VecDeque<(u64, Levels)>,
}

impl Tree {
    /// Appends a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let tile = self.size / TILE;
        if self.recent.back().is_none_or(|(number, _)| *number != tile) {
            self.recent.push_back((tile, Levels::default()));
        }
        if self.recent.len() > RECENT_TILES {
            self.recent.pop_front();
        }
        let Some((_, levels)) = self.recent.back_mut() else {
            return;
        };
        levels.push(leaf);
        self.size += 1;
        if let Some(node) = levels.node(TILE_LEVEL, 0) {
            self.push_upper(node);
        }
    }

    fn push_upper(&mut self, node: Hash) {
        let mut node = node;
        for height in 0.. {
            if self.upper.len() == height {
                self.upper.push(Vec::new());
            }
            let Some(level) = self.upper.get_mut(height) else {
                return;
            };
            level.push(node);
            match level.as_slice() {
                [.., left, right] if level.len().is_multiple_of(2) => node = node_hash(*left, *right),
                _ => return,
            }
        }
    }

    /// Takes back every leaf from number `size` on.
    pub fn truncate(&mut self, size: u64) {
        self.size = size;
        for (height, level) in self.upper.iter_mut().enumerate() {
            let kept = u32::try_from(height + usize::from(TILE_LEVEL)).ok().and_then(|h| size.checked_shr(h));
            level.truncate(usize::try_from(kept.unwrap_or(0)).unwrap_or(usize::MAX));
        }
        self.recent.retain(|(tile, _)| tile * TILE < size);
        if let Some((tile, levels)) = self.recent.back_mut() {
            levels.truncate(usize::try_from(size - *tile * TILE).unwrap_or(usize::MAX));
        }
    }

    /// The node `height` levels above level 8.
    #[must_use]
    pub fn upper_node(&self, height: usize, index: u64) -> Option<Hash> {
        self.upper.get(height)?.get(usize::try_from(index).ok()?).copied()
    }

    fn recent(&self, tile: u64) -> Option<&Levels> {
        self.recent.iter().find(|(number, _)| *number == tile).map(|(_, levels)| levels)
    }
}

impl Hashes for Tree {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        match level.checked_sub(TILE_LEVEL) {
            Some(height) => self.upper_node(height.into(), index),
            None => {
                let tile = index >> (TILE_LEVEL - level);
                self.recent(tile)?.node(level, index - (tile << (TILE_LEVEL - level)))
            }
        }
    }
}

/// The whole tree: memory first, then entries of the store.
pub(super) struct View<'a> {
    tree: &'a Tree,
    store: &'a dyn Store,
    loaded: RefCell<Vec<(u64, Levels)>>,
    failure: RefCell<Option<StoreError>>,
}

impl<'a> View<'a> {
    pub(super) fn new(tree: &'a Tree, store: &'a dyn Store) -> Self {
        Self { tree, store, loaded: RefCell::default(), failure: RefCell::default() }
    }

    /// What the store said when a node was missing.
    pub(super) fn failure(&self) -> Option<StoreError> {
        self.failure.take()
    }

    fn load(&self, tile: u64) -> Option<Levels> {
        let read = self.store.entries(tile.checked_mul(TILE)?, usize::try_from(TILE).ok()?);
        match read {
            Ok(entries) => Some(Levels::of(&entries)),
            Err(StoreError::Beyond) => None,
            Err(error) => {
                *self.failure.borrow_mut() = Some(error);
                None
            }
        }
    }
}

impl Hashes for View<'_> {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        if let Some(hash) = self.tree.node(level, index) {
            return Some(hash);
        }
        let shift = TILE_LEVEL.checked_sub(level)?;
        let tile = index >> shift;
        let within = index - (tile << shift);
        if let Some((_, levels)) = self.loaded.borrow().iter().find(|(number, _)| *number == tile) {
            return levels.node(level, within);
        }
        let levels = self.load(tile)?;
        let hash = levels.node(level, within);
        self.loaded.borrow_mut().push((tile, levels));
        hash
    }
}

/// Builds the tree of the first `size` entries from the kept nodes, or from all entries where these do not lead to
/// `root`.
pub(super) fn open(store: &dyn Store, size: u64, root: Hash) -> Result<Tree, StoreError> {
    let kept = store.nodes()?;
    let tree = build(store, size, &kept)?;
    if merkle::root(size, &tree) == Ok(root) {
        return Ok(tree);
    }
    let tree = build(store, size, &[])?;
    if merkle::root(size, &tree) == Ok(root) {
        tracing::warn!("tree nodes were rebuilt from the entries");
        return Ok(tree);
    }
    Err(StoreError::Mismatch("the entries do not hash to the signed root"))
}

fn build(store: &dyn Store, size: u64, kept: &[[u8; 32]]) -> Result<Tree, StoreError> {
    let mut tree = Tree::default();
    for node in kept.iter().zip(0..size / TILE) {
        tree.push_upper(Hash(*node.0));
        tree.size += TILE;
    }
    let known = tree.size / TILE;
    while tree.size < size {
        let count = (size - tree.size).min(TILE);
        let entries = store.entries(tree.size, usize::try_from(count).unwrap_or(usize::MAX))?;
        entries.iter().for_each(|entry| tree.push(leaf_hash(entry)));
    }
    let made: Vec<[u8; 32]> = (known..size / TILE).filter_map(|n| tree.upper_node(0, n)).map(|h| h.0).collect();
    if !made.is_empty() {
        store.put_nodes(known, &made)?;
    }
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use davylamp_protocol::log::tree::MemoryTree;

    use super::*;

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    fn reference(leaves: &[Hash]) -> Hash {
        let mut tree = MemoryTree::default();
        leaves.iter().for_each(|leaf| tree.push(*leaf));
        merkle::root(leaves.len() as u64, &tree).unwrap()
    }

    #[test]
    fn roots_match_the_plain_tree_at_every_size() {
        let leaves = leaves(1300);
        let mut tree = Tree::default();
        for n in 1..=leaves.len() {
            tree.push(leaves[n - 1]);
            if n % 37 == 0 || n % 256 < 2 {
                assert_eq!(merkle::root(n as u64, &tree), Ok(reference(&leaves[..n])), "{n}");
            }
        }
    }

    #[test]
    fn a_taken_back_tick_leaves_no_trace() {
        let leaves = leaves(900);
        for (keep, extra) in [(500, 20), (510, 10), (256, 300), (255, 1), (0, 700), (768, 132)] {
            let mut tree = Tree::default();
            leaves[..keep].iter().for_each(|leaf| tree.push(*leaf));
            leaves[keep..keep + extra].iter().for_each(|leaf| tree.push(node_hash(*leaf, *leaf)));
            tree.truncate(keep as u64);
            leaves[keep..].iter().for_each(|leaf| tree.push(*leaf));
            assert_eq!(merkle::root(900, &tree), Ok(reference(&leaves)), "{keep} {extra}");
        }
    }

    #[test]
    fn nodes_beyond_the_tree_are_absent() {
        let mut tree = Tree::default();
        leaves(300).into_iter().for_each(|leaf| tree.push(leaf));
        assert_eq!(tree.node(0, 300), None);
        assert_eq!(tree.node(8, 1), None);
        assert_eq!(tree.node(60, 0), None);
    }
}
