//! Deposits and their keys on disk, and the table of them in memory; what to do with them is [`super::keeper`]'s.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use davylamp_protocol::deposit::{Deposit, DepositId, Release, request_hash};
use zeroize::Zeroizing;

use super::clock::Stamp;
use super::files::{Contents, Directory, Listing, Name, Place};
use super::keys::{DestroyableKey, KeyRing};
use super::record::{Fate, Record};
use crate::store::StoreError;

/// One deposit, but for its envelope, which stays on disk.
pub(super) struct Held {
    place: Place,
    /// SHA-256 of the request.
    pub(super) request: [u8; 32],
    sequence: u64,
    pub(super) fate: Fate,
    pub(super) lapsing: bool,
    pub(super) stage: Stage,
}

/// How far a deposit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Waits for its time, or for a visit.
    Held,
    /// With the sequencer.
    Submitted,
    /// In the log, or deleted: to be destroyed.
    Done,
    /// Its envelope does not read. It stays on disk.
    Unreadable,
}

impl Held {
    /// Whether its time has come, in milliseconds of deposit time.
    pub(super) fn is_due(&self, now: u64) -> bool {
        match &self.fate {
            Fate::At(at) => now >= *at,
            Fate::Lapse(hold) => hold.is_due(now),
            Fate::Deleted => false,
        }
    }

    /// What to sort by.
    pub(super) fn due_ms(&self) -> u64 {
        match &self.fate {
            Fate::At(at) => *at,
            Fate::Lapse(hold) => hold.due_ms(),
            Fate::Deleted => u64::MAX,
        }
    }
}

/// The directory, its keys, and the table of what is in it.
pub(super) struct Shelf {
    dir: Directory,
    keys: KeyRing,
    decoy: DestroyableKey,
    pub(super) held: HashMap<DepositId, Held>,
}

impl Shelf {
    /// Opens the directory at `path`: destroys what was half made or half destroyed, takes in the rest. What does not
    /// read is logged, and stays where it is. Answers with the records' stamps too.
    ///
    /// # Errors
    /// The disk's own.
    pub(super) fn open(path: PathBuf) -> Result<(Self, Vec<Stamp>), StoreError> {
        let mut dir = Directory::open(path)?;
        let listing = dir.list()?;
        let keys = open_keys(&mut dir, &listing)?;
        dir.make_decoy()?;
        let mut shelf = Self { dir, keys, decoy: DestroyableKey::unkept(), held: HashMap::new() };
        let stamps = listing.deposits.into_iter().filter_map(|place| shelf.take_in(place)).collect();
        shelf.keys.sweep(&mut shelf.dir)?;
        shelf.dir.sync()?;
        Ok((shelf, stamps))
    }

    /// Takes in what a file holds; answers with its stamp.
    fn take_in(&mut self, place: Place) -> Option<Stamp> {
        self.keys.take(place.key);
        let contents = self.keys.get(place.key).and_then(|key| self.dir.read(place, key).ok()).unwrap_or_default();
        let stamp = contents.record.as_ref().map(|record| record.stamp);
        if let Some(record) = contents.record.as_ref().filter(|_| !contents.settled) {
            self.settle_copies(place, record);
        }
        let (id, held) = held_of(place, contents);
        // There are never two of one id; if there were, none should be lost for it.
        let id = if self.held.contains_key(&id) { rand::random() } else { id };
        self.held.insert(id, held);
        stamp
    }

    /// After a crash between the two copies, or a damage to one: both say the same again.
    fn settle_copies(&self, place: Place, record: &Record) {
        let Some(key) = self.keys.get(place.key) else { return };
        if let Err(error) = self.dir.write_record(place, key, record) {
            tracing::warn!(error = cause(&error), "a deposit's record was not written again");
        }
    }

    /// Puts a deposit on the shelf. Durable after the next [`Shelf::sync`].
    ///
    /// # Errors
    /// The disk's own; nothing of it is held then.
    pub(super) fn put(&mut self, deposit: &Deposit, request: &[u8], record: Record) -> Result<(), StoreError> {
        let placed = self.place(&record, request);
        if placed.is_err() {
            // A key that was made for nothing. If this fails too, the next round tries again.
            let _ = self.keys.sweep(&mut self.dir);
        }
        let held = Held {
            place: placed?,
            request: request_hash(request),
            sequence: record.sequence,
            fate: record.fate,
            lapsing: matches!(deposit.release, Release::Lapse(_)),
            stage: Stage::Held,
        };
        self.held.insert(deposit.id, held);
        Ok(())
    }

    fn place(&mut self, record: &Record, request: &[u8]) -> Result<Place, StoreError> {
        let key = match &record.fate {
            Fate::At(at) => self.keys.of_hour(&mut self.dir, at / HOUR_MS)?,
            Fate::Lapse(_) | Fate::Deleted => self.keys.own(&mut self.dir)?,
        };
        let place = Place { key, file: Name::random() };
        let sealing = self.keys.get(key).ok_or(StoreError::Mismatch("no such key"))?;
        self.dir.deposit(place, sealing, record, request)?;
        self.keys.take(key);
        Ok(place)
    }

    /// Writes down what has become of a deposit; of one that is not held, the same amount to nowhere. Durable when this
    /// returns.
    ///
    /// # Errors
    /// The disk's own; the table has not changed then.
    pub(super) fn write(&mut self, id: Option<&DepositId>, fate: Fate, stamp: Stamp) -> Result<(), StoreError> {
        let held = id.and_then(|id| self.held.get_mut(id));
        let Some((held, key)) = held.and_then(|held| self.keys.get(held.place.key).map(|key| (held, key))) else {
            return self.dir.write_decoy(&self.decoy, &Record { sequence: 1, fate, stamp });
        };
        let record = Record { sequence: held.sequence + 1, fate, stamp };
        self.dir.write_record(held.place, key, &record)?;
        held.sequence = record.sequence;
        held.fate = record.fate;
        Ok(())
    }

    /// The request that deposit `id` came in; `None` if it does not read.
    ///
    /// # Errors
    /// The disk's own, which may be for now only.
    pub(super) fn request(&self, id: &DepositId) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let Some(held) = self.held.get(id) else { return Ok(None) };
        let Some(key) = self.keys.get(held.place.key) else { return Ok(None) };
        Ok(self.dir.read(held.place, key)?.request)
    }

    /// Destroys what is done, and every key that has no deposit left. Durable when this returns.
    ///
    /// # Errors
    /// The disk's own; what is left is destroyed by the next call.
    pub(super) fn destroy_done(&mut self) -> Result<(), StoreError> {
        let done = self.held.iter().filter(|(_, held)| held.stage == Stage::Done);
        let done: Vec<(DepositId, Place)> = done.map(|(id, held)| (*id, held.place)).collect();
        if !done.is_empty() {
            let places: Vec<Place> = done.iter().map(|(_, place)| *place).collect();
            self.dir.destroy(&places)?;
        }
        for (id, place) in done {
            self.held.remove(&id);
            self.keys.leave(place.key);
        }
        self.keys.sweep(&mut self.dir)?;
        self.dir.sync()
    }

    /// Makes everything that was put here durable.
    ///
    /// # Errors
    /// The disk's own; a call again tries again.
    pub(super) fn sync(&mut self) -> Result<(), StoreError> {
        self.dir.sync()
    }
}

/// Reads all deposits in the directory at `path` and changes nothing; answers with their number.
///
/// # Errors
/// The first that does not read, or the disk's own.
pub(crate) fn check(path: PathBuf) -> Result<u64, StoreError> {
    if !path.exists() {
        return Ok(0);
    }
    let dir = Directory::open(path)?;
    let listing = dir.list()?;
    let mut keys = KeyRing::default();
    for name in &listing.keys {
        let file = dir.key_path(*name);
        keys.insert(*name, &Zeroizing::new(std::fs::read(&file).map_err(StoreError::io(&file))?));
    }
    for place in &listing.deposits {
        let contents = keys.get(place.key).map(|key| dir.read(*place, key)).transpose()?.unwrap_or_default();
        let whole =
            contents.record.is_some() && contents.request.is_some_and(|request| Deposit::decode(&request).is_ok());
        if !whole {
            let path = dir.deposit_path(*place);
            return Err(StoreError::Damaged { path, offset: 0, what: "a deposit or its key does not read" });
        }
    }
    Ok(listing.deposits.len() as u64)
}

/// What a file holds, as the table knows it. One without a readable request gets an id that nobody asks for.
fn held_of(place: Place, contents: Contents) -> (DepositId, Held) {
    let (sequence, fate) = match contents.record {
        Some(record) => (record.sequence, record.fate),
        // Nobody can say when it is due: better early than never.
        None => (0, Fate::At(0)),
    };
    let deposit = contents.request.and_then(|bytes| Some((Deposit::decode(&bytes).ok()?, request_hash(&bytes))));
    let stage = match (&fate, &deposit) {
        (Fate::Deleted, _) => Stage::Done,
        (Fate::At(_) | Fate::Lapse(_), Some(_)) => Stage::Held,
        (Fate::At(_) | Fate::Lapse(_), None) => {
            tracing::error!("a deposit on disk does not read: its envelope cannot be released");
            Stage::Unreadable
        }
    };
    let (id, lapsing, request) = match deposit {
        Some((deposit, hash)) => (deposit.id, matches!(deposit.release, Release::Lapse(_)), hash),
        None => (rand::random(), false, [0; 32]),
    };
    (id, Held { place, request, sequence, fate, lapsing, stage })
}

/// Reads the keys, and destroys what a crash left and nothing needs: files half made, files half destroyed, damaged keys
/// without deposits.
fn open_keys(dir: &mut Directory, listing: &Listing) -> Result<KeyRing, StoreError> {
    let mut keys = KeyRing::default();
    listing.litter.iter().try_for_each(|path| dir.overwrite_and_unlink(path))?;
    let needed: HashSet<Name> = listing.deposits.iter().map(|place| place.key).collect();
    for name in &listing.keys {
        let path = dir.key_path(*name);
        let file = Zeroizing::new(std::fs::read(&path).unwrap_or_default());
        if !keys.insert(*name, &file) && !needed.contains(name) {
            dir.overwrite_and_unlink(&path)?;
        }
    }
    Ok(keys)
}

/// An error without its path: a file's name tells one deposit from another.
pub(super) fn cause(error: &StoreError) -> String {
    if let StoreError::Io { source, .. } = error { source.to_string() } else { error.to_string() }
}

const HOUR_MS: u64 = 3_600_000;
