//! Chunks as files, by the hour in which they came.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};

use super::{CHUNK_LEN, ChunkId, HOUR};
use crate::store::{StoreError, sync_dir};

/// The directory of chunks. Errors name an hour, never a chunk.
pub(super) struct Files {
    dir: PathBuf,
    /// Those that were found damaged.
    damaged: Mutex<HashSet<ChunkId>>,
}

impl Files {
    /// The directory as it is.
    pub(super) fn at(dir: PathBuf) -> Self {
        Self { dir, damaged: Mutex::default() }
    }

    /// Makes the directory if it is not there, and removes what was never whole.
    pub(super) fn open(dir: PathBuf) -> Result<Self, StoreError> {
        if !dir.exists() {
            fs::create_dir_all(&dir).map_err(StoreError::io(&dir))?;
            dir.parent().map_or(Ok(()), sync_dir)?;
        }
        let files = Self::at(dir);
        for hour in files.hours()? {
            for name in files.temporary(hour)? {
                fs::remove_file(files.hour(hour).join(name)).map_err(StoreError::io(&files.dir))?;
            }
        }
        Ok(files)
    }

    /// Bytes of the disk that are free; no limit where that cannot be told.
    pub(super) fn free(&self) -> u64 {
        rustix::fs::statvfs(&self.dir).map_or(u64::MAX, |disk| disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    /// Makes the directory of an hour, durably.
    pub(super) fn make_hour(&self, hour: u64) -> Result<(), StoreError> {
        let dir = self.hour(hour);
        match fs::create_dir(&dir) {
            Ok(()) => sync_dir(&self.dir),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(StoreError::io(&dir)(error)),
        }
    }

    /// Writes a chunk and syncs it; its name is durable only after [`Files::sync_hour`].
    pub(super) fn write(&self, hour: u64, id: &ChunkId, chunk: &[u8]) -> Result<(), StoreError> {
        let path = self.path(hour, id);
        let temporary = path.with_extension(TEMPORARY);
        let written = write(&temporary, chunk, hour).and_then(|()| fs::rename(&temporary, &path));
        if written.is_ok() {
            self.found_damaged().remove(id);
        }
        written.map_err(|error| {
            // What was half written only takes room, and there may be none.
            let _ = fs::remove_file(&temporary);
            StoreError::io(&self.hour(hour))(error)
        })
    }

    /// Makes the names in an hour's directory durable.
    pub(super) fn sync_hour(&self, hour: u64) -> Result<(), StoreError> {
        sync_dir(&self.hour(hour))
    }

    /// The chunk, if it is what its hash says.
    pub(super) fn read(&self, hour: u64, id: &ChunkId, hash: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        let file = match File::open(self.path(hour, id)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(&self.hour(hour))(error)),
        };
        let mut chunk = Vec::with_capacity(CHUNK_LEN + 1);
        file.take(CHUNK_LEN as u64 + 1).read_to_end(&mut chunk).map_err(StoreError::io(&self.hour(hour)))?;
        if chunk.len() == CHUNK_LEN && Sha256::digest(&chunk).as_slice() == hash {
            return Ok(Some(chunk));
        }
        self.found_damaged().insert(*id);
        Ok(None)
    }

    /// How many were found damaged, and not written anew since.
    pub(super) fn damaged(&self) -> u64 {
        self.found_damaged().len() as u64
    }

    fn found_damaged(&self) -> MutexGuard<'_, HashSet<ChunkId>> {
        self.damaged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn has(&self, hour: u64, id: &ChunkId) -> bool {
        self.path(hour, id).is_file()
    }

    /// The hours that have a directory.
    pub(super) fn hours(&self) -> Result<Vec<u64>, StoreError> {
        Ok(names(&self.dir)?.iter().filter_map(|name| name.parse().ok()).collect())
    }

    /// The chunks of an hour.
    pub(super) fn ids(&self, hour: u64) -> Result<Vec<ChunkId>, StoreError> {
        let id = |name: &String| hex::decode(name).ok()?.try_into().ok();
        Ok(names(&self.hour(hour))?.iter().filter_map(id).collect())
    }

    /// What was never whole, in an hour.
    pub(super) fn temporary(&self, hour: u64) -> Result<Vec<String>, StoreError> {
        let mut names = names(&self.hour(hour))?;
        names.retain(|name| name.ends_with(TEMPORARY));
        Ok(names)
    }

    pub(super) fn remove(&self, hour: u64, id: &ChunkId) -> Result<(), StoreError> {
        fs::remove_file(self.path(hour, id)).map_err(StoreError::io(&self.hour(hour)))
    }

    /// Removes an hour with all that is in it, durably.
    pub(super) fn remove_hour(&self, hour: u64) -> Result<(), StoreError> {
        let dir = self.hour(hour);
        fs::remove_dir_all(&dir).map_err(StoreError::io(&dir))?;
        sync_dir(&self.dir)
    }

    fn hour(&self, hour: u64) -> PathBuf {
        self.dir.join(hour.to_string())
    }

    fn path(&self, hour: u64, id: &ChunkId) -> PathBuf {
        self.hour(hour).join(hex::encode(id))
    }
}

fn write(path: &Path, chunk: &[u8], hour: u64) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(chunk)?;
    file.set_modified(UNIX_EPOCH + Duration::from_secs(hour.saturating_mul(HOUR)))?;
    file.sync_data()
}

fn names(dir: &Path) -> Result<Vec<String>, StoreError> {
    let read = fs::read_dir(dir).map_err(StoreError::io(dir))?;
    let name = |entry: std::io::Result<fs::DirEntry>| entry.map(|entry| entry.file_name().into_string().ok());
    let names: Result<Vec<_>, _> = read.map(name).collect();
    Ok(names.map_err(StoreError::io(dir))?.into_iter().flatten().collect())
}

const TEMPORARY: &str = "tmp";
