//! The log's past, out of hash tiles: frontiers, consistency, and entries, each held against a checkpoint's root.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::tile::{TILE_WIDTH, TilePath, decode_bundle, decode_hashes};
use davylamp_protocol::log::tree::{
    Frontier, Hashes, TreeError, prove_consistency, prove_inclusion, verify_consistency, verify_inclusion,
};
use davylamp_protocol::log::{Hash, node_hash};

use super::{Relay, RelayError};

impl Relay {
    /// The frontier of the tree at entry `size`: what a reader appends to who begins there. It leads to `checkpoint`.
    ///
    /// # Errors
    ///
    /// [`RelayError::Forked`] if the relay's tiles do not lead to the checkpoint's root; [`RelayError::NotYet`] beyond
    /// it.
    pub(crate) async fn frontier_at(&self, size: u64, checkpoint: &VerifiedCheckpoint) -> Result<Frontier, RelayError> {
        if size > checkpoint.size {
            return Err(RelayError::NotYet);
        }
        let mut tiles = Tiles::of(checkpoint.size);
        let hashes = self.resolve(&mut tiles, |tiles| frontier_hashes(size, tiles)).await?;
        let frontier = Frontier::from_parts(size, hashes).map_err(|_| RelayError::Malformed("tiles"))?;
        self.extends(size, frontier.root(), checkpoint).await?;
        Ok(frontier)
    }

    /// Has the relay show that `new`, which it signed, extends `old`.
    ///
    /// # Errors
    ///
    /// [`RelayError::RolledBack`] if `new` is smaller, [`RelayError::Forked`] if it does not extend `old`, or if the
    /// relay says that there is no such log.
    pub(crate) async fn consistency(
        &self,
        old: &VerifiedCheckpoint,
        new: &VerifiedCheckpoint,
    ) -> Result<(), RelayError> {
        if new.size < old.size {
            return Err(RelayError::RolledBack { before: old.size, now: new.size });
        }
        self.extends(old.size, old.root, new).await
    }

    /// Has the relay show that its log began with the `size` entries of `root`.
    ///
    /// # Errors
    ///
    /// [`RelayError::Forked`] if it did not, or if the relay says that there is no such log.
    pub(crate) async fn extends(&self, size: u64, root: Hash, new: &VerifiedCheckpoint) -> Result<(), RelayError> {
        let mut tiles = Tiles::of(new.size);
        let proof = self.resolve(&mut tiles, |tiles| prove_consistency(size, new.size, tiles)).await;
        // It signed that tree: not to have its tiles is not an excuse.
        let forked = RelayError::Forked { size };
        let proof = proof.map_err(|error| if error == RelayError::NotYet { forked.clone() } else { error })?;
        verify_consistency(size, root, new.size, new.root, &proof).map_err(|_| forked)
    }

    /// The proof that the tree of `old` leaves is a prefix of that of `new` leaves, out of the tiles of a larger or
    /// equal tree. It is not verified here: whoever knows both roots does that.
    ///
    /// # Errors
    ///
    /// [`RelayError::NotYet`] beyond the checkpoint.
    pub(crate) async fn consistency_proof(
        &self,
        old: u64,
        new: u64,
        checkpoint: &VerifiedCheckpoint,
    ) -> Result<Vec<Hash>, RelayError> {
        if old > new || new > checkpoint.size {
            return Err(RelayError::NotYet);
        }
        let mut tiles = Tiles::of(checkpoint.size);
        self.resolve(&mut tiles, |tiles| prove_consistency(old, new, tiles)).await
    }

    /// Entries without their bodies, each proven under `checkpoint`.
    ///
    /// # Errors
    ///
    /// [`RelayError::NotYet`] beyond the checkpoint, [`RelayError::EntriesAltered`].
    pub(crate) async fn entries(
        &self,
        range: Range<u64>,
        checkpoint: &VerifiedCheckpoint,
    ) -> Result<Vec<Entry>, RelayError> {
        if range.end > checkpoint.size {
            return Err(RelayError::NotYet);
        }
        let mut tiles = Tiles::of(checkpoint.size);
        let mut found = Vec::new();
        for bundle in range.start / WIDTH..range.end.div_ceil(WIDTH) {
            let first = bundle * WIDTH;
            let entries = self.entry_bundle(bundle, checkpoint, &mut tiles).await?;
            let wanted = (first..).zip(entries).filter(|(index, _)| range.contains(index));
            found.extend(wanted.map(|(_, entry)| entry));
        }
        Ok(found)
    }

    async fn entry_bundle(
        &self,
        bundle: u64,
        checkpoint: &VerifiedCheckpoint,
        tiles: &mut Tiles,
    ) -> Result<Vec<Entry>, RelayError> {
        let full = TilePath::Entries { index: bundle, width: TILE_WIDTH };
        let width = full.width_at(checkpoint.size);
        let path = TilePath::Entries { index: bundle, width }.format();
        let bytes = self.http.get_exactly(&format!("/{path}"), usize::from(width) * (2 + ENTRY_LEN)).await?;
        let altered = RelayError::EntriesAltered { index: bundle * WIDTH };
        let entries = decode_bundle(&bytes, width.into()).map_err(|_| altered.clone())?;
        // With the leaves taken from the entries themselves, the path of the first one covers all its neighbours.
        tiles.known.insert((0, bundle), entries.iter().map(Entry::leaf_hash).collect());
        let (size, index) = (checkpoint.size, bundle * WIDTH);
        let proof = self.resolve(tiles, |tiles| prove_inclusion(size, index, tiles)).await?;
        let leaf = entries.first().map(Entry::leaf_hash).ok_or_else(|| altered.clone())?;
        verify_inclusion(checkpoint.root, size, index, leaf, &proof).map_err(|_| altered)?;
        Ok(entries)
    }

    /// Runs `work` until it lacks no tile, fetching in between what it asked for. Nothing that comes out of it is
    /// believed before it leads to a signed root.
    async fn resolve<T>(
        &self,
        tiles: &mut Tiles,
        work: impl Fn(&Tiles) -> Result<T, TreeError>,
    ) -> Result<T, RelayError> {
        loop {
            let result = work(tiles);
            let missing = tiles.missing.take();
            if missing.is_empty() {
                return result.map_err(|_| RelayError::Malformed("tiles"));
            }
            for (level, index) in missing {
                let hashes = self.hash_tile(level, index, tiles.size).await?;
                tiles.known.insert((level, index), hashes);
            }
        }
    }

    async fn hash_tile(&self, level: u8, index: u64, size: u64) -> Result<Vec<Hash>, RelayError> {
        let width = TilePath::Hashes { level, index, width: TILE_WIDTH }.width_at(size);
        if width == 0 {
            return Err(RelayError::Malformed("tiles"));
        }
        let path = TilePath::Hashes { level, index, width }.format();
        let bytes = self.http.get_exactly(&format!("/{path}"), usize::from(width) * 32).await?;
        decode_hashes(&bytes, width.into()).map_err(|_| RelayError::Malformed("tiles"))
    }
}

/// Hash tiles of a tree of `size` leaves. A look-up that misses gives some hash, and is written down.
struct Tiles {
    size: u64,
    known: BTreeMap<(u8, u64), Vec<Hash>>,
    missing: RefCell<BTreeSet<(u8, u64)>>,
}

impl Tiles {
    fn of(size: u64) -> Self {
        Self { size, known: BTreeMap::new(), missing: RefCell::default() }
    }
}

impl Hashes for Tiles {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        let (tile_level, inner) = (level / 8, level % 8);
        // 2^inner hashes of the tile's own level lie below the node.
        let first = index.checked_mul(1 << inner)?;
        let tile = (tile_level, first / WIDTH);
        let Some(hashes) = self.known.get(&tile) else {
            self.missing.borrow_mut().insert(tile);
            return Some(Hash::EMPTY);
        };
        let start = usize::try_from(first % WIDTH).ok()?;
        let below = hashes.get(start..start.checked_add(1 << inner)?)?;
        Some(fold(below))
    }
}

fn fold(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => Hash::EMPTY,
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len() / 2);
            node_hash(fold(left), fold(right))
        }
    }
}

/// One complete node for each bit of the size, largest first.
fn frontier_hashes(size: u64, hashes: &impl Hashes) -> Result<Vec<Hash>, TreeError> {
    let levels = (0..64_u8).rev().filter(|level| size >> level & 1 == 1);
    levels.map(|level| hashes.node(level, (size >> level) - 1).ok_or(TreeError::MissingNode)).collect()
}

const WIDTH: u64 = TILE_WIDTH as u64;
const ENTRY_LEN: usize = davylamp_protocol::log::entry::ENTRY_LEN;

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp_protocol::log::leaf_hash;
    use davylamp_protocol::log::tree::MemoryTree;

    fn tree(size: u64) -> MemoryTree {
        let mut tree = MemoryTree::new();
        (0..size).for_each(|i| tree.push(leaf_hash(&i.to_be_bytes())));
        tree
    }

    /// Answers from a tree in memory what a relay would answer by HTTP.
    fn resolve<T>(size: u64, tree: &MemoryTree, work: impl Fn(&Tiles) -> Result<T, TreeError>) -> T {
        let mut tiles = Tiles::of(size);
        loop {
            let result = work(&tiles);
            let missing = tiles.missing.take();
            if missing.is_empty() {
                return result.unwrap();
            }
            for (level, index) in missing {
                let width = TilePath::Hashes { level, index, width: TILE_WIDTH }.width_at(size);
                assert!(width > 0, "tile {level}/{index} is not in the tree");
                let hashes = (0..u64::from(width)).map(|i| tree.node(level * 8, index * WIDTH + i).unwrap());
                tiles.known.insert((level, index), hashes.collect());
            }
        }
    }

    #[test]
    fn frontiers_from_tiles_have_the_trees_root() {
        for size in [0, 1, 2, 255, 256, 257, 700] {
            let tree = tree(size);
            let hashes = resolve(size, &tree, |tiles| frontier_hashes(size, tiles));
            assert_eq!(Frontier::from_parts(size, hashes).unwrap().root(), tree.root(), "{size}");
        }
    }

    #[test]
    fn consistency_proofs_from_tiles_hold_and_only_for_their_trees() {
        let new = tree(700);
        for old in [1, 100, 256, 300, 699, 700] {
            let proof = resolve(700, &new, |tiles| prove_consistency(old, 700, tiles));
            let old_root = tree(old).root();
            assert_eq!(verify_consistency(old, old_root, 700, new.root(), &proof), Ok(()), "{old}");
            assert!(verify_consistency(old, Hash([7; 32]), 700, new.root(), &proof).is_err());
        }
    }

    #[test]
    fn the_path_of_a_bundles_first_leaf_covers_all_its_neighbours() {
        let size = 700;
        let tree = tree(size);
        for bundle in 0..3_u64 {
            let leaves: Vec<Hash> =
                (bundle * 256..size.min(bundle * 256 + 256)).map(|i| leaf_hash(&i.to_be_bytes())).collect();
            for changed in [None, Some(1), Some(leaves.len() - 1)] {
                let mut leaves = leaves.clone();
                changed.into_iter().for_each(|at| leaves[at] = Hash([7; 32]));
                let work = |tiles: &Tiles| {
                    let mut with = Tiles::of(size);
                    with.known.clone_from(&tiles.known);
                    with.known.insert((0, bundle), leaves.clone());
                    let proof = prove_inclusion(size, bundle * 256, &with);
                    tiles.missing.borrow_mut().extend(with.missing.take());
                    proof
                };
                let proof = resolve(size, &tree, work);
                let verified = verify_inclusion(tree.root(), size, bundle * 256, leaves[0], &proof);
                assert_eq!(verified.is_ok(), changed.is_none(), "bundle {bundle}, leaf {changed:?}");
            }
        }
    }
}
