//! Chunks as files, by the hour in which they came.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};

use super::{CHUNK_LEN, ChunkId, HOUR};
use crate::store::{StoreError, sync_dir};

/// The directory of chunks.
pub(super) struct Files {
    dir: PathBuf,
}

impl Files {
    /// Makes the directory if it is not there, and removes what was never whole.
    pub(super) fn open(dir: PathBuf) -> Result<Self, StoreError> {
        fs::create_dir_all(&dir).map_err(StoreError::io(&dir))?;
        let files = Self { dir };
        for hour in files.hours()? {
            for name in names(&files.hour(hour))?.iter().filter(|name| name.ends_with(TEMPORARY)) {
                let path = files.hour(hour).join(name);
                fs::remove_file(&path).map_err(StoreError::io(&path))?;
            }
        }
        Ok(files)
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
        written.map_err(|error| {
            // What was half written only takes room, and there may be none.
            let _ = fs::remove_file(&temporary);
            StoreError::io(&path)(error)
        })
    }

    /// Makes the names in an hour's directory durable.
    pub(super) fn sync_hour(&self, hour: u64) -> Result<(), StoreError> {
        sync_dir(&self.hour(hour))
    }

    /// The chunk, if it is what its hash says.
    pub(super) fn read(&self, hour: u64, id: &ChunkId, hash: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(hour, id);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(&path)(error)),
        };
        let mut chunk = Vec::with_capacity(CHUNK_LEN + 1);
        file.take(CHUNK_LEN as u64 + 1).read_to_end(&mut chunk).map_err(StoreError::io(&path))?;
        if chunk.len() == CHUNK_LEN && Sha256::digest(&chunk).as_slice() == hash {
            return Ok(Some(chunk));
        }
        // Without its name, which is its id.
        tracing::error!(hour, "a chunk is damaged on the disk");
        Ok(None)
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

    pub(super) fn remove(&self, hour: u64, id: &ChunkId) -> Result<(), StoreError> {
        let path = self.path(hour, id);
        fs::remove_file(&path).map_err(StoreError::io(&path))
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
