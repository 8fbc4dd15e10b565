//! The directory `deposits/`: one file a deposit, under a random name; what is in it, and how it is made and unmade.
//!
//! ```text
//! offset length
//!      0    348  record, sealed
//!  4,096    348  the same record, sealed again
//!  8,192  4,380  request, sealed
//! 12,572  3,812  zeros
//! ```
//!
//! A record is written over the first, synced, then over the second, synced: a torn write leaves the other, and at rest
//! a damage to one loses nothing. Each stands in a block of its own. The file is called `<key>.<file>`, two random
//! names of 32 hex digits: the first is its key's (`<key>.key`), the second its own. `.tmp` was never accepted,
//! `.gone` is being destroyed.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use davylamp_protocol::deposit::{HOLD_RECORD_LEN, Hold, REQUEST_LEN};
use rand::RngCore as _;
use zeroize::Zeroizing;

use super::clock::{STAMP_LEN, Stamp};
use super::keys::{DestroyableKey, SEAL_LEN};
use super::steps::step;
use crate::store::{StoreError, sync_dir};

/// A random name of a key or a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Name([u8; 16]);

impl Name {
    pub(super) fn random() -> Self {
        let mut name = [0; 16];
        rand::rngs::OsRng.fill_bytes(&mut name);
        Self(name)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut name = [0; 16];
        hex::decode_to_slice(text, &mut name).ok()?;
        (hex::encode(name) == text).then_some(Self(name))
    }
}

/// Which file a deposit is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) key: Name,
    pub(super) file: Name,
}

/// What is to become of a deposit.
#[derive(Clone)]
pub(super) enum Fate {
    /// Released at a drawn time, in milliseconds of deposit time.
    At(u64),
    /// Released when it lapses.
    Lapse(Hold),
    /// To be destroyed unpublished.
    Deleted,
}

/// The changing part of a deposit's file.
pub(super) struct Record {
    /// Counts the writes; the higher is the newer.
    pub(super) sequence: u64,
    pub(super) fate: Fate,
    pub(super) stamp: Stamp,
}

/// What a deposit's file holds; `None` for what does not read.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) record: Option<Record>,
    /// Both copies read, and are the same record.
    pub(super) settled: bool,
    pub(super) request: Option<Zeroizing<Vec<u8>>>,
}

/// What a directory holds.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) keys: Vec<Name>,
    pub(super) deposits: Vec<Place>,
    /// Never accepted, or half destroyed.
    pub(super) litter: Vec<PathBuf>,
}

/// `deposits/`. New and vanished names in it are durable only after [`Directory::sync`].
pub(super) struct Directory {
    path: PathBuf,
    changed: bool,
}

impl Directory {
    /// Opens it; makes it if it is not there, as in the directory of an older relay.
    pub(super) fn open(path: PathBuf) -> Result<Self, StoreError> {
        if !path.exists() {
            std::fs::DirBuilder::new().mode(0o700).create(&path).map_err(StoreError::io(&path))?;
            path.parent().map_or(Ok(()), sync_dir)?;
        }
        Ok(Self { path, changed: false })
    }

    pub(super) fn key_path(&self, name: Name) -> PathBuf {
        self.path.join(format!("{}.key", hex::encode(name.0)))
    }

    pub(super) fn deposit_path(&self, place: Place) -> PathBuf {
        self.path.join(format!("{}.{}", hex::encode(place.key.0), hex::encode(place.file.0)))
    }

    pub(super) fn list(&self) -> Result<Listing, StoreError> {
        let mut listing = Listing::default();
        for entry in std::fs::read_dir(&self.path).map_err(StoreError::io(&self.path))? {
            let entry = entry.map_err(StoreError::io(&self.path))?;
            let name = entry.file_name();
            let Some((first, last)) = name.to_str().and_then(|name| name.rsplit_once('.')) else { continue };
            match (Name::parse(first), last) {
                (_, "tmp" | "gone") => listing.litter.push(entry.path()),
                (Some(key), "key") => listing.keys.push(key),
                (Some(key), last) => listing.deposits.extend(Name::parse(last).map(|file| Place { key, file })),
                (None, _) => {}
            }
        }
        Ok(listing)
    }

    /// Makes a file whole: it is there with all of its contents, or not at all. Its name is not durable yet.
    pub(super) fn create(&mut self, path: &Path, contents: &[u8]) -> Result<(), StoreError> {
        let temporary = with_suffix(path, "tmp");
        let made = self.write_and_rename(&temporary, path, contents);
        if made.is_err() {
            // Full disk or not: what is left is litter, and litter is swept at the next start.
            let _ = self.overwrite_and_unlink(&temporary);
        }
        made
    }

    fn write_and_rename(&mut self, temporary: &Path, path: &Path, contents: &[u8]) -> Result<(), StoreError> {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(temporary)
            .map_err(StoreError::io(temporary))?;
        step();
        file.write_all(contents).and_then(|()| file.sync_data()).map_err(StoreError::io(temporary))?;
        step();
        self.changed = true;
        std::fs::rename(temporary, path).map_err(StoreError::io(path))?;
        step();
        Ok(())
    }

    /// Makes a deposit's file under `key`.
    pub(super) fn deposit(
        &mut self,
        place: Place,
        key: &DestroyableKey,
        record: &Record,
        request: &[u8],
    ) -> Result<(), StoreError> {
        let mut contents = vec![0; FILE_LEN];
        let parts = [
            (0, key.seal(&part(b"record", place), &record.encode())),
            (SECOND, key.seal(&part(b"record", place), &record.encode())),
            (REQUEST, key.seal(&part(b"request", place), request)),
        ];
        for (offset, sealed) in parts {
            contents.iter_mut().skip(offset).zip(sealed).for_each(|(to, from)| *to = from);
        }
        self.create(&self.deposit_path(place), &contents)
    }

    /// Writes a record over both copies, one after the other. Durable when this returns.
    pub(super) fn write_record(&self, place: Place, key: &DestroyableKey, record: &Record) -> Result<(), StoreError> {
        let path = self.deposit_path(place);
        let file = OpenOptions::new().write(true).open(&path).map_err(StoreError::io(&path))?;
        write_copies(&file, &part(b"record", place), key, record).map_err(StoreError::io(&path))
    }

    /// The same work as [`Directory::write_record`], in a file that nobody reads.
    pub(super) fn write_decoy(&self, key: &DestroyableKey, record: &Record) -> Result<(), StoreError> {
        let path = self.path.join(DECOY);
        let file = OpenOptions::new().write(true).open(&path).map_err(StoreError::io(&path))?;
        write_copies(&file, &part(b"record", NOWHERE), key, record).map_err(StoreError::io(&path))
    }

    /// Makes the file of [`Directory::write_decoy`].
    pub(super) fn make_decoy(&self) -> Result<(), StoreError> {
        open_sized(&self.path.join(DECOY), FILE_LEN as u64).map(|_| ())
    }

    /// Reads a deposit's file.
    pub(super) fn read(&self, place: Place, key: &DestroyableKey) -> Result<Contents, StoreError> {
        let path = self.deposit_path(place);
        let mut bytes = Vec::with_capacity(FILE_LEN);
        File::open(&path)
            .and_then(|file| file.take(FILE_LEN as u64).read_to_end(&mut bytes))
            .map_err(StoreError::io(&path))?;
        let opened = |what: &[u8], offset: usize, len: usize| {
            let sealed = bytes.get(offset..offset + len + SEAL_LEN)?;
            key.open(&part(what, place), sealed)
        };
        let record = |offset| Record::decode(&opened(b"record", offset, RECORD_LEN)?);
        let (first, second) = (record(0), record(SECOND));
        let numbers = [&first, &second].map(|record| record.as_ref().map(|record| record.sequence));
        let request = opened(b"request", REQUEST, REQUEST_LEN);
        let record = first.into_iter().chain(second).max_by_key(|record| record.sequence);
        Ok(Contents { settled: record.is_some() && numbers[0] == numbers[1], record, request })
    }

    /// Destroys deposits' files: renamed, so that one half overwritten is never taken for a damaged one and released;
    /// then overwritten, synced and unlinked. Durable when this returns.
    pub(super) fn destroy(&mut self, places: &[Place]) -> Result<(), StoreError> {
        let mut gone = Vec::with_capacity(places.len());
        for place in places {
            let path = self.deposit_path(*place);
            let to = with_suffix(&path, "gone");
            self.changed = true;
            match std::fs::rename(&path, &to) {
                // A call before this one came as far as that.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                renamed => renamed.map_err(StoreError::io(&path))?,
            }
            step();
            gone.push(to);
        }
        self.sync()?;
        gone.iter().try_for_each(|path| self.overwrite_and_unlink(path))?;
        self.sync()
    }

    /// Overwrites a file with random bytes, syncs and unlinks it. One that is not there is gone already.
    pub(super) fn overwrite_and_unlink(&mut self, path: &Path) -> Result<(), StoreError> {
        let file = match OpenOptions::new().write(true).open(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(StoreError::io(path))?,
        };
        let overwritten = overwrite(&file);
        step();
        // A disk that does not take the noise must not keep the name.
        self.changed = true;
        std::fs::remove_file(path).map_err(StoreError::io(path))?;
        step();
        overwritten.map_err(StoreError::io(path))
    }

    /// Makes new and vanished names durable.
    pub(super) fn sync(&mut self) -> Result<(), StoreError> {
        if self.changed {
            sync_dir(&self.path)?;
            self.changed = false;
            step();
        }
        Ok(())
    }
}

fn write_copies(file: &File, part: &[u8], key: &DestroyableKey, record: &Record) -> std::io::Result<()> {
    for offset in [0, SECOND as u64] {
        file.write_all_at(&key.seal(part, &record.encode()), offset)?;
        file.sync_data()?;
        step();
    }
    Ok(())
}

fn overwrite(file: &File) -> std::io::Result<()> {
    let mut noise = vec![0; usize::try_from(file.metadata()?.len()).unwrap_or(FILE_LEN).min(FILE_LEN)];
    rand::thread_rng().fill_bytes(&mut noise);
    file.write_all_at(&noise, 0)?;
    step();
    file.sync_data()
}

impl Record {
    fn encode(&self) -> Zeroizing<Vec<u8>> {
        let (code, at, hold) = match &self.fate {
            Fate::At(at) => (AT, *at, None),
            Fate::Lapse(hold) => (LAPSE, 0, Some(hold.encode())),
            Fate::Deleted => (DELETED, 0, None),
        };
        let mut out = Zeroizing::new(Vec::with_capacity(RECORD_LEN));
        out.extend_from_slice(&[VERSION, code]);
        out.extend_from_slice(&self.sequence.to_be_bytes());
        out.extend_from_slice(&self.stamp.encode());
        out.extend_from_slice(&at.to_be_bytes());
        out.extend_from_slice(&hold.unwrap_or([0; HOLD_RECORD_LEN]));
        out.resize(RECORD_LEN, 0);
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let ([version, code], rest) = bytes.split_first_chunk::<2>()?;
        let (sequence, rest) = rest.split_first_chunk::<8>()?;
        let (stamp, rest) = rest.split_first_chunk::<STAMP_LEN>()?;
        let (at, rest) = rest.split_first_chunk::<8>()?;
        let hold = rest.first_chunk::<HOLD_RECORD_LEN>()?;
        let fate = match (*version, *code) {
            (VERSION, AT) => Fate::At(u64::from_be_bytes(*at)),
            (VERSION, LAPSE) => Fate::Lapse(Hold::decode(hold).ok()?),
            (VERSION, DELETED) => Fate::Deleted,
            _ => return None,
        };
        Some(Self { sequence: u64::from_be_bytes(*sequence), fate, stamp: Stamp::decode(stamp)? })
    }
}

/// Opens a file of `len` bytes at least, made of zeros if it is not there, for reading and writing.
pub(super) fn open_sized(path: &Path, len: u64) -> Result<File, StoreError> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(StoreError::io(path))?;
    if file.metadata().map_err(StoreError::io(path))?.len() < len {
        // Written and not only declared: a full disk is met now, and no more when a stamp must be saved.
        let zeros = vec![0; usize::try_from(len).unwrap_or(FILE_LEN)];
        file.write_all_at(&zeros, 0).and_then(|()| file.sync_all()).map_err(StoreError::io(path))?;
        path.parent().map_or(Ok(()), sync_dir)?;
    }
    Ok(file)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// Binds what is sealed to what it is and to its file.
fn part(what: &[u8], place: Place) -> Vec<u8> {
    [b"davylamp/deposit/", what, b"/", &place.file.0].concat()
}

const DECOY: &str = "decoy";
const NOWHERE: Place = Place { key: Name([0; 16]), file: Name([0; 16]) };
/// Bytes that a disk writes at once.
pub(super) const BLOCK: u64 = 4096;
const SECOND: usize = 4096;
const REQUEST: usize = 2 * 4096;
/// Bytes of a deposit's file.
pub(super) const FILE_LEN: usize = 4 * 4096;
/// Bytes of a record before it is sealed.
const RECORD_LEN: usize = 320;
const VERSION: u8 = 1;
const AT: u8 = 1;
const LAPSE: u8 = 2;
const DELETED: u8 = 3;
const _: () = assert!(REQUEST + REQUEST_LEN + SEAL_LEN <= FILE_LEN && 58 + HOLD_RECORD_LEN <= RECORD_LEN);
