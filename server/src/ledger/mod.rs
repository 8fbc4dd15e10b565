//! The log as everybody reads it: the store, the tree over it, and the index that makes posting idempotent.

mod index;
mod tree;

use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use davylamp_protocol::log::{Hash, leaf_hash, tree as merkle};
use tokio::sync::watch;

use crate::keys::{KeyError, Keys};
use crate::store::{ENTRY_LEN, Record, Store, StoreError, StoredHead};

pub use index::Index;
pub use tree::{Levels, TILE, Tree};

/// The newest published state.
#[derive(Clone, Debug)]
pub struct Head {
    /// Entries in the log.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// The signed checkpoint, with the relay's own cosignature.
    pub checkpoint: String,
}

/// Durable and signed; no reader sees it yet. Nothing else may be kept before it is shown.
#[must_use = "it must be shown"]
pub struct Kept {
    first: u64,
    head: Head,
}

/// The open log. One task appends; anybody reads.
pub struct Ledger {
    store: Arc<dyn Store>,
    keys: Keys,
    tree: RwLock<Tree>,
    index: Index,
    head: watch::Sender<Arc<Head>>,
}

impl Ledger {
    /// Opens the log in `store`: checks the newest checkpoint's signature, and that the entries hash to its root.
    /// Entries whose bodies are kept are read for the index of what was posted.
    ///
    /// An empty store gets its first checkpoint, of size 0, signed at `now` (Unix seconds).
    ///
    /// # Errors
    /// [`LedgerError`]: a damaged store or a foreign key. Nothing is reset.
    pub fn open(store: Arc<dyn Store>, keys: Keys, now: u64) -> Result<Self, LedgerError> {
        let stored = match store.head() {
            Some(head) => head,
            None => first_head(store.as_ref(), &keys, now)?,
        };
        let root = keys.verify(&stored.checkpoint, stored.size)?;
        let tree = tree::open(store.as_ref(), stored.size, root)?;
        let index = Index::read(store.as_ref(), store.first_body(), stored.size)?;
        let head = Head { size: stored.size, root, checkpoint: stored.checkpoint };
        let head = watch::Sender::new(Arc::new(head));
        let ledger = Self { store, keys, tree: RwLock::new(tree), index, head };
        ledger.settle(now)?;
        Ok(ledger)
    }

    /// Publishes again what a damaged checkpoint slot may have covered: the same records at the same places, so that
    /// no checkpoint that somebody may hold is ever contradicted.
    fn settle(&self, now: u64) -> Result<(), LedgerError> {
        let records = self.store.unsettled()?;
        if records.is_empty() {
            return Ok(());
        }
        tracing::warn!(entries = records.len(), "a checkpoint slot is damaged: publishing what it may have covered");
        self.commit(&records, now).map(|_| ())
    }

    /// The newest published state.
    #[must_use]
    pub fn head(&self) -> Arc<Head> {
        Arc::clone(&self.head.borrow())
    }

    /// Hears of every published state.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<Arc<Head>> {
        self.head.subscribe()
    }

    /// The store below.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// The relay's keys.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Publishes `records` after the newest, under a checkpoint signed at `now` (Unix seconds); answers with the
    /// index of the first. When this returns, all of it is durable.
    ///
    /// # Errors
    /// The store's: the log is where it was, and the same records must come next (see [`Store::publish`]).
    pub fn commit(&self, records: &[Record], now: u64) -> Result<u64, LedgerError> {
        self.keep(records, now).map(|kept| self.show(kept))
    }

    /// As [`Ledger::commit`], but readers see it only when it is [shown](Ledger::show): so that the time at which they
    /// do need not depend on how long this took.
    ///
    /// # Errors
    /// As [`Ledger::commit`].
    pub fn keep(&self, records: &[Record], now: u64) -> Result<Kept, LedgerError> {
        let first = self.head().size;
        self.store.append(first, records)?;
        let kept = self.extend(first, records, now);
        if kept.is_err() {
            self.tree_mut().truncate(first);
        }
        kept
    }

    /// Lets readers see what is kept; answers with the index of its first.
    pub fn show(&self, kept: Kept) -> u64 {
        self.head.send_replace(Arc::new(kept.head));
        kept.first
    }

    fn extend(&self, first: u64, records: &[Record], now: u64) -> Result<Kept, LedgerError> {
        let size = first + records.len() as u64;
        let root = {
            let mut tree = self.tree_mut();
            records.iter().for_each(|record| tree.push(leaf_hash(&record.entry)));
            merkle::root(size, &*tree).map_err(|_| StoreError::Mismatch("tree is incomplete"))?
        };
        let checkpoint = self.keys.sign(size, root, now)?;
        self.store.publish(&StoredHead { size, checkpoint: checkpoint.clone() })?;
        for (at, record) in (first..).zip(records) {
            self.index.insert(&record.entry, at);
        }
        self.keep_nodes(first, size);
        Ok(Kept { first, head: Head { size, root, checkpoint } })
    }

    fn keep_nodes(&self, first: u64, size: u64) {
        let (from, to) = (first / TILE, size / TILE);
        let nodes: Vec<[u8; 32]> = {
            let tree = self.tree();
            (from..to).filter_map(|n| tree.upper_node(0, n)).map(|hash| hash.0).collect()
        };
        if nodes.is_empty() {
            return;
        }
        // A cache: what is missing there is made anew at the next start.
        if let Err(error) = self.store.put_nodes(from, &nodes) {
            tracing::warn!(%error, "tree nodes were not kept");
        }
    }

    /// Where `entry` stands in the log, if it was published within the retention period.
    ///
    /// # Errors
    /// The store's.
    pub fn find(&self, entry: &[u8; ENTRY_LEN]) -> Result<Option<u64>, StoreError> {
        let Some(at) = self.index.get(entry) else {
            return Ok(None);
        };
        let found = self.store.entries(at, 1)?;
        Ok((found.first() == Some(entry)).then_some(at))
    }

    /// Drops from the index what stands before `before`.
    pub fn forget(&self, before: u64) {
        self.index.forget(before);
    }

    /// The `tlog-proof` of entry `at` under the newest checkpoint.
    ///
    /// # Errors
    /// The store's, or an index beyond the log.
    pub fn proof(&self, at: u64) -> Result<String, LedgerError> {
        let head = self.head();
        let path = self.with_hashes(|hashes| merkle::prove_inclusion(head.size, at, hashes))?;
        Ok(crate::keys::tlog_proof(at, path, &head.checkpoint))
    }

    /// The proof of 16-entry subtree number `group` in the tree of `size` entries.
    ///
    /// # Errors
    /// The store's, or a group that is not full at `size`.
    pub fn group_proof(&self, group: u64, size: u64) -> Result<Vec<Hash>, LedgerError> {
        self.with_hashes(|hashes| merkle::prove_subtree(size, group, hashes))
    }

    /// `count` consecutive nodes at tree level `level`, from number `first`.
    ///
    /// # Errors
    /// The store's, or nodes that are not complete.
    pub fn nodes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, LedgerError> {
        self.with_hashes(|hashes| {
            use merkle::Hashes as _;
            range.map(|n| hashes.node(level, n).ok_or(merkle::TreeError::MissingNode)).collect()
        })
    }

    fn with_hashes<T>(
        &self,
        read: impl FnOnce(&tree::View<'_>) -> Result<T, merkle::TreeError>,
    ) -> Result<T, LedgerError> {
        let tree = self.tree();
        let view = tree::View::new(&tree, self.store.as_ref());
        read(&view).map_err(|error| view.failure().map_or(LedgerError::Tree(error), LedgerError::Store))
    }

    fn tree(&self) -> RwLockReadGuard<'_, Tree> {
        self.tree.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn tree_mut(&self) -> std::sync::RwLockWriteGuard<'_, Tree> {
        self.tree.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn first_head(store: &dyn Store, keys: &Keys, now: u64) -> Result<StoredHead, LedgerError> {
    let head = StoredHead { size: 0, checkpoint: keys.sign(0, Hash::EMPTY, now)? };
    store.publish(&head)?;
    Ok(head)
}

/// Why the log was not opened, read or extended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The store's error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key's error.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Asked for something that is not in the tree.
    #[error(transparent)]
    Tree(merkle::TreeError),
}

#[cfg(test)]
mod tests;
