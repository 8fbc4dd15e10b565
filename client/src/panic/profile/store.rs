//! A profile on disk: one file, replaced whole under a lock.
//!
//! The lock is on the directory that the file lies in, so that no other file shows that there is a profile. Until it is
//! whole, a writing lies beside it under one hidden name, and the next command wipes what a crash left there.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use davylamp_protocol::cloak::FILE_LEN;
use zeroize::Zeroizing;

use super::file;
use super::place::Place;
use super::{Profile, ProfileError};
use crate::files::{self, TEMPORARY};

/// Where a profile lies, and how it is read and written there.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    place: Place,
}

/// Which writing of the file it is; another process's shows by a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    inode: u64,
    seconds: i64,
    nanoseconds: i64,
}

/// A writing of the profile that has no name any more. To be wiped when nothing more urgent is left to do.
#[must_use = "the keys that were used stand in it"]
pub(crate) struct Replaced(Option<File>);

impl Replaced {
    /// Overwrites it: as far as a disk obeys, its keys are gone. Nobody reads it, for it was read under the lock.
    pub(crate) fn wipe(self) {
        // It must not hold up an alert if the disk does not obey.
        let _ = self.0.map(|mut old| files::overwrite(&mut old));
    }
}

impl Store {
    /// A profile at this place; nothing is made yet.
    pub(crate) fn new(place: Place) -> Self {
        Self { place }
    }

    /// The place.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Whether a profile lies there.
    pub(crate) fn is_armed(&self) -> bool {
        self.path().symlink_metadata().is_ok()
    }

    /// Reads the profile.
    ///
    /// # Errors
    ///
    /// [`ProfileError`].
    pub(crate) fn load(&self) -> Result<Profile, ProfileError> {
        // Where there is no lock to be had, somebody may be writing.
        let lock = self.is_armed().then(|| self.lock());
        match self.read() {
            // Somebody replaced and wiped it while it was read.
            Err(ProfileError::Damaged) if !matches!(lock, Some(Ok(_))) => self.read(),
            read => read,
        }
    }

    /// Reads, changes and writes the profile, alone: another command waits. When `change` fails, nothing is written.
    ///
    /// # Errors
    ///
    /// [`ProfileError`], or what `change` gave.
    pub(crate) fn update<T, E: From<ProfileError>>(
        &self,
        change: impl FnOnce(&mut Profile) -> Result<T, E>,
    ) -> Result<T, E> {
        if !self.is_armed() {
            return Err(ProfileError::Absent.into());
        }
        let _lock = self.lock()?;
        let mut profile = self.read()?;
        let result = change(&mut profile)?;
        self.write(&profile)?.wipe();
        Ok(result)
    }

    /// Writes a new profile, over an old one if `replace` allows it.
    ///
    /// # Errors
    ///
    /// [`ProfileError::Exists`]; [`ProfileError::Foreign`] for a file that is something else; those of the disk.
    pub(crate) fn create(&self, profile: &Profile, replace: bool) -> Result<(), ProfileError> {
        if self.place.is_own_dir() {
            files::make_private_dir(self.place.parent()).map_err(|error| self.io(error))?;
        }
        let _lock = self.lock()?;
        self.may_create(replace)?;
        self.write(profile)?.wipe();
        Ok(())
    }

    /// Whether [`Store::create`] would write. What was never a profile is not written over.
    ///
    /// # Errors
    ///
    /// As [`Store::create`].
    pub(crate) fn may_create(&self, replace: bool) -> Result<(), ProfileError> {
        match self.path().symlink_metadata() {
            Err(_) => Ok(()),
            Ok(of) if !self.place.is_own_dir() && of.len() != FILE_LEN as u64 => {
                Err(ProfileError::Foreign(self.path().to_owned()))
            }
            Ok(_) if replace => Ok(()),
            Ok(_) => Err(ProfileError::Exists),
        }
    }

    /// Overwrites the profile and removes it, and whatever a crash left of others.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub(crate) fn destroy(&self) -> Result<(), ProfileError> {
        if !self.place.parent().is_dir() {
            return Ok(());
        }
        let _lock = self.lock()?;
        let gone =
            self.remove_leftovers().and_then(|()| if self.is_armed() { files::shred(self.path()) } else { Ok(()) });
        gone.map_err(|error| self.io(error))
    }

    /// Which writing lies there now.
    pub(crate) fn mark(&self) -> Option<Mark> {
        let of = fs::metadata(self.path()).ok()?;
        Some(Mark { inode: of.ino(), seconds: of.mtime(), nanoseconds: of.mtime_nsec() })
    }

    /// Reads; whoever calls holds the lock.
    pub(in crate::panic) fn read(&self) -> Result<Profile, ProfileError> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(FILE_LEN + 1));
        let read = File::open(self.path()).and_then(|file| file.take(FILE_LEN as u64 + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) => file::decode(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(ProfileError::Absent),
            Err(error) => Err(self.io(error)),
        }
    }

    /// Writes; whoever calls holds the lock. Gives the writing that was replaced.
    pub(in crate::panic) fn write(&self, profile: &Profile) -> Result<Replaced, ProfileError> {
        let bytes = file::encode(profile)?;
        // What a crash left of a profile may hold a key that this one has moved on from.
        self.remove_leftovers().map_err(|error| self.io(error))?;
        let old = File::options().write(true).open(self.path()).ok();
        files::replace_file_by_way_of(&self.place.temporary(), self.path(), &bytes).map_err(|error| self.io(error))?;
        Ok(Replaced(old))
    }

    fn remove_leftovers(&self) -> io::Result<()> {
        self.leftovers()?.iter().try_for_each(|path| files::shred(path))
    }

    /// What a crash left of other writings; also the lock and the leftovers of versions that had them.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub(crate) fn leftovers(&self) -> io::Result<Vec<PathBuf>> {
        let mut found = vec![self.place.temporary()];
        if self.place.is_own_dir() {
            for entry in fs::read_dir(self.place.parent())? {
                let path = entry?.path();
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                let was_temporary = name.starts_with("profile.") && name.ends_with(&format!(".{TEMPORARY}"));
                if was_temporary || name == OLD_LOCK {
                    found.push(path);
                }
            }
        }
        found.retain(|path| path.symlink_metadata().is_ok());
        Ok(found)
    }

    /// Until it is dropped, no other command writes.
    pub(in crate::panic) fn lock(&self) -> Result<File, ProfileError> {
        let path = self.place.parent().to_owned();
        let file = File::open(&path).map_err(|error| ProfileError::Io(path.clone(), error))?;
        let since = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::Error(error)) => return Err(ProfileError::Io(path, error)),
                Err(TryLockError::WouldBlock) if since.elapsed() > PATIENCE => return Err(ProfileError::Busy),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK_AGAIN),
            }
        }
    }

    fn path(&self) -> &Path {
        self.place.path()
    }

    fn io(&self, error: io::Error) -> ProfileError {
        ProfileError::Io(self.path().to_owned(), error)
    }
}

/// The lock was a file once.
const OLD_LOCK: &str = "lock";
/// Another command writes for some milliseconds.
const PATIENCE: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_millis(5);
