//! The log in segment files: entries and bodies each get one `fdatasync` a tick, the checkpoint comes last.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read as _;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};

use super::segments::Segments;
use super::slots::Slots;
use super::{BODY_LEN, ENTRY_LEN, RECORDS_PER_SEGMENT, Record, Store, StoreError, StoredHead, replace_file};

/// The relay's directory, open and locked.
pub struct FileStore {
    entries: Segments,
    bodies: Segments,
    slots: Mutex<Slots>,
    nodes: PathBuf,
    /// Held for as long as the store is open; the operating system drops it with the process.
    _lock: File,
}

impl FileStore {
    /// Makes the files of an empty log in `dir`.
    ///
    /// # Errors
    /// If there is a log already, or the disk's own.
    pub fn create(dir: &Path) -> Result<(), StoreError> {
        let format = dir.join("format");
        if format.exists() {
            let source = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(StoreError::Io { path: format, source });
        }
        for name in ["entries", "bodies", "cards", "deposits"] {
            let path = dir.join(name);
            std::fs::create_dir_all(&path).map_err(StoreError::io(&path))?;
        }
        Slots::create(&dir.join("checkpoint"))?;
        // Last: a directory is a relay's once it says its format.
        replace_file(&format, format!("{FORMAT}\n").as_bytes())
    }

    /// Opens `dir`: takes its lock, reads the newest checkpoint, requires the files to hold the log it covers, and
    /// cuts what lies beyond (never acknowledged), unless a checkpoint slot is damaged: see [`Store::unsettled`].
    ///
    /// # Errors
    /// Anything missing, short, damaged, locked or newer, named. Nothing is ever reset.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let format = dir.join("format");
        if !format.exists() {
            return Err(StoreError::Absent(dir.to_owned()));
        }
        let lock = lock(&dir.join("lock"))?;
        check_format(&format)?;
        let slots = Slots::open(&dir.join("checkpoint"))?;
        let entries = Segments::new(dir.join("entries"), ENTRY_RECORD);
        let bodies = Segments::new(dir.join("bodies"), BODY_LEN);
        let head = slots.newest();
        entries.require(0, head.size)?;
        bodies.require(head.first_body, head.size)?;
        bodies.remove_before(head.first_body)?;
        if !slots.other_damaged {
            entries.truncate(head.size)?;
            bodies.truncate(head.size)?;
        }
        Ok(Self { entries, bodies, slots: Mutex::new(slots), nodes: dir.join("nodes"), _lock: lock })
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn within(&self, first: u64, count: usize) -> Result<(), StoreError> {
        let end = first.checked_add(count as u64).ok_or(StoreError::Beyond)?;
        if end > self.slots().newest().size { Err(StoreError::Beyond) } else { Ok(()) }
    }

    fn read_entries(&self, first: u64, count: usize) -> Result<Vec<[u8; ENTRY_LEN]>, StoreError> {
        let bytes = self.entries.read(first, count)?;
        let (records, _) = bytes.as_chunks::<ENTRY_RECORD>();
        (first..).zip(records).map(|(at, record)| self.checked_entry(at, record)).collect()
    }

    fn checked_entry(&self, at: u64, record: &[u8; ENTRY_RECORD]) -> Result<[u8; ENTRY_LEN], StoreError> {
        let damaged = || StoreError::Damaged {
            path: self.entries.path(at / RECORDS_PER_SEGMENT),
            offset: self.entries.offset(at),
            what: "checksum of an entry does not match",
        };
        let (entry, rest) = record.split_first_chunk::<ENTRY_LEN>().ok_or_else(damaged)?;
        let crc = rest.first_chunk::<4>().ok_or_else(damaged)?;
        if crc32c::crc32c(entry) == u32::from_be_bytes(*crc) { Ok(*entry) } else { Err(damaged()) }
    }
}

impl Store for FileStore {
    fn head(&self) -> Option<StoredHead> {
        let slots = self.slots();
        let slot = slots.newest();
        (slot.sequence > 0).then(|| StoredHead { size: slot.size, checkpoint: slot.checkpoint.clone() })
    }

    fn append(&self, first: u64, records: &[Record]) -> Result<(), StoreError> {
        let mut entries = Vec::with_capacity(records.len() * ENTRY_RECORD);
        let mut bodies = Vec::with_capacity(records.len() * BODY_LEN);
        for record in records {
            entries.extend_from_slice(&record.entry);
            entries.extend(crc32c::crc32c(&record.entry).to_be_bytes());
            if record.body.len() != BODY_LEN {
                return Err(StoreError::Mismatch("a body of another size"));
            }
            bodies.extend_from_slice(&record.body);
        }
        // Both at once: each waits for the disk most of the time.
        std::thread::scope(|scope| {
            let entries = std::thread::Builder::new().spawn_scoped(scope, || self.entries.write(first, &entries));
            let bodies = self.bodies.write(first, &bodies);
            let entries = entries.map_err(StoreError::io(&self.nodes))?.join();
            entries.map_err(|_| StoreError::Mismatch("the writer of entries panicked"))??;
            bodies
        })
    }

    fn publish(&self, head: &StoredHead) -> Result<(), StoreError> {
        let mut slots = self.slots();
        let first_body = slots.newest().first_body;
        slots.write(head.size, first_body, &head.checkpoint)
    }

    fn entries(&self, first: u64, count: usize) -> Result<Vec<[u8; ENTRY_LEN]>, StoreError> {
        self.within(first, count)?;
        self.read_entries(first, count)
    }

    fn bodies(&self, first: u64, count: usize) -> Result<Vec<u8>, StoreError> {
        self.within(first, count)?;
        let kept = self.first_body();
        if first < kept {
            return Err(StoreError::Purged { first: kept });
        }
        self.bodies.read(first, count)
    }

    fn first_body(&self) -> u64 {
        self.slots().newest().first_body
    }

    fn purge_bodies(&self, before: u64) -> Result<(), StoreError> {
        let first = before / RECORDS_PER_SEGMENT * RECORDS_PER_SEGMENT;
        {
            let mut slots = self.slots();
            let newest = slots.newest().clone();
            if first <= newest.first_body || first > newest.size {
                return Ok(());
            }
            slots.write(newest.size, first, &newest.checkpoint)?;
        }
        self.bodies.remove_before(first)
    }

    fn nodes(&self) -> Result<Vec<[u8; 32]>, StoreError> {
        let mut bytes = Vec::new();
        match File::open(&self.nodes).and_then(|mut f| f.read_to_end(&mut bytes)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(&self.nodes)(error)),
            Ok(_) | Err(_) => Ok(bytes.as_chunks::<32>().0.to_vec()),
        }
    }

    fn put_nodes(&self, first: u64, nodes: &[[u8; 32]]) -> Result<(), StoreError> {
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&self.nodes)
            .and_then(|file| file.write_all_at(nodes.as_flattened(), first * 32))
            .map_err(StoreError::io(&self.nodes))
    }

    fn unsettled(&self) -> Result<Vec<Record>, StoreError> {
        let (size, damaged) = {
            let slots = self.slots();
            (slots.newest().size, slots.other_damaged)
        };
        if !damaged {
            return Ok(Vec::new());
        }
        // Entries and bodies were durable before the slot was written: whatever the lost checkpoint covered is whole.
        let end = self.entries.available(size)?.min(self.bodies.available(size)?);
        let mut records = Vec::new();
        for at in size..end {
            let Some(entry) = self.read_entries(at, 1).ok().and_then(|e| e.first().copied()) else {
                break;
            };
            let body = self.bodies.read(at, 1)?;
            if !is_whole(&entry, &body) {
                break;
            }
            records.push(Record { entry, body: body.into() });
        }
        Ok(records)
    }
}

/// Whether `body` is what `entry` committed to. A card's slot is zeros, whatever its entry says.
pub(crate) fn is_whole(entry: &[u8; ENTRY_LEN], body: &[u8]) -> bool {
    entry.ends_with(&Sha256::digest(body)) || body.iter().all(|b| *b == 0)
}

fn lock(path: &Path) -> Result<File, StoreError> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(StoreError::io(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(StoreError::Io { path: path.to_owned(), source }),
    }
}

fn check_format(path: &Path) -> Result<(), StoreError> {
    let text = std::fs::read_to_string(path).map_err(StoreError::io(path))?;
    match text.trim_end().parse::<u32>() {
        Ok(FORMAT) => Ok(()),
        Ok(found) if found > FORMAT => Err(StoreError::NewerFormat { path: path.to_owned(), found, known: FORMAT }),
        Ok(_) | Err(_) => Err(StoreError::Damaged { path: path.to_owned(), offset: 0, what: "no format number" }),
    }
}

/// Version of the directory's layout.
const FORMAT: u32 = 1;
const ENTRY_RECORD: usize = ENTRY_LEN + 4;

#[cfg(test)]
mod tests;
