//! Where an entry was logged: rebuilt from all entries of the retention window, dummies alike.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{PoisonError, RwLock};

use crate::store::{ENTRY_LEN, Store, StoreError};

/// Entry → index, compactly: 64 bits of a hash keyed afresh in each process, so that nobody can aim a collision.
/// A hit is a hint: the caller compares the entry.
#[derive(Default)]
pub struct Index {
    hasher: RandomState,
    places: RwLock<HashMap<u64, u32>>,
}

impl Index {
    /// Reads entries `first..size` of `store`, and with them their checksums.
    ///
    /// # Errors
    /// The store's.
    pub fn read(store: &dyn Store, first: u64, size: u64) -> Result<Self, StoreError> {
        let index = Self::default();
        let expected = usize::try_from(size.saturating_sub(first)).unwrap_or(usize::MAX);
        index.places.write().unwrap_or_else(PoisonError::into_inner).reserve(expected.min(1 << 24));
        let mut at = first;
        while at < size {
            let count = (size - at).min(BATCH);
            let entries = store.entries(at, usize::try_from(count).unwrap_or(usize::MAX))?;
            let mut places = index.places.write().unwrap_or_else(PoisonError::into_inner);
            for (place, entry) in (at..).zip(&entries) {
                places.insert(index.hasher.hash_one(entry), u32::try_from(place).unwrap_or(u32::MAX));
            }
            at += count;
        }
        Ok(index)
    }

    /// Remembers where `entry` stands.
    pub fn insert(&self, entry: &[u8; ENTRY_LEN], at: u64) {
        let Ok(at) = u32::try_from(at) else { return };
        let key = self.hasher.hash_one(entry);
        self.places.write().unwrap_or_else(PoisonError::into_inner).insert(key, at);
    }

    /// Where `entry` may stand.
    #[must_use]
    pub fn get(&self, entry: &[u8; ENTRY_LEN]) -> Option<u64> {
        let key = self.hasher.hash_one(entry);
        self.places.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied().map(u64::from)
    }

    /// Drops what stands before `before`.
    pub fn forget(&self, before: u64) {
        self.places.write().unwrap_or_else(PoisonError::into_inner).retain(|_, at| u64::from(*at) >= before);
    }
}

const BATCH: u64 = 16_384;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_until_they_are_forgotten() {
        let index = Index::default();
        index.insert(&[1; ENTRY_LEN], 5);
        index.insert(&[2; ENTRY_LEN], 6);
        assert_eq!(index.get(&[1; ENTRY_LEN]), Some(5));
        assert_eq!(index.get(&[3; ENTRY_LEN]), None);
        index.forget(6);
        assert_eq!(index.get(&[1; ENTRY_LEN]), None);
        assert_eq!(index.get(&[2; ENTRY_LEN]), Some(6));
    }
}
