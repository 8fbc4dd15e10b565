//! Where a profile lies: one file, replaced whole under a lock.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use davylamp_protocol::cloak::FILE_LEN;
use zeroize::Zeroizing;

use super::file;
use super::{Profile, ProfileError};
use crate::files::{self, TEMPORARY};

/// The directory of a profile.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    dir: PathBuf,
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
        let _ = self.0.map(|mut old| overwrite(&mut old));
    }
}

impl Store {
    /// The directory that was named, or the usual one; nothing is made yet.
    ///
    /// # Errors
    ///
    /// [`ProfileError::Io`] where there is no home to look in.
    pub(crate) fn new(named: Option<&Path>) -> Result<Self, ProfileError> {
        let dir = named.map(Path::to_owned).or_else(usual_dir).ok_or_else(|| {
            let missing = io::Error::new(io::ErrorKind::NotFound, "HOME is not set");
            ProfileError::Io(PathBuf::from(PROFILE), missing)
        })?;
        Ok(Self { dir })
    }

    /// The directory.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Whether a profile lies there.
    pub(crate) fn is_armed(&self) -> bool {
        self.path().exists()
    }

    /// Reads the profile.
    ///
    /// # Errors
    ///
    /// [`ProfileError`].
    pub(crate) fn load(&self) -> Result<Profile, ProfileError> {
        // On a disk that cannot be written there is no lock; nor is there anybody who writes.
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
    /// [`ProfileError::Exists`]; those of the disk.
    pub(crate) fn create(&self, profile: &Profile, replace: bool) -> Result<(), ProfileError> {
        files::make_private_dir(&self.dir).map_err(|error| self.io(error))?;
        let _lock = self.lock()?;
        if self.is_armed() && !replace {
            return Err(ProfileError::Exists);
        }
        self.write(profile)?.wipe();
        Ok(())
    }

    /// Overwrites the profile and removes it, and whatever a crash left of others.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub(crate) fn destroy(&self) -> Result<(), ProfileError> {
        let _lock = self.lock()?;
        let gone = self.remove_leftovers().and_then(|()| wipe(&self.path()));
        gone.and_then(|()| files::sync_dir(&self.dir)).map_err(|error| self.io(error))
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
        files::replace_file(&self.path(), &bytes).map_err(|error| self.io(error))?;
        Ok(Replaced(old))
    }

    fn remove_leftovers(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.dir)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with(PROFILE) && name.ends_with(&format!(".{TEMPORARY}")) {
                wipe(&path)?;
            }
        }
        Ok(())
    }

    /// Until it is dropped, no other command writes.
    pub(in crate::panic) fn lock(&self) -> Result<File, ProfileError> {
        let path = self.dir.join(LOCK);
        let opened = File::options().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let file = opened.map_err(|error| ProfileError::Io(path.clone(), error))?;
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

    fn path(&self) -> PathBuf {
        self.dir.join(PROFILE)
    }

    fn io(&self, error: io::Error) -> ProfileError {
        ProfileError::Io(self.path(), error)
    }
}

fn usual_dir() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = || set("XDG_STATE_HOME").or_else(|| set("HOME").map(|home| home.join(".local/state")));
    set("DAVYLAMP_PANIC_HOME").or_else(|| state().map(|state| state.join("davylamp/panic")))
}

fn wipe(path: &Path) -> io::Result<()> {
    let mut file = match File::options().write(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file?,
    };
    overwrite(&mut file)?;
    fs::remove_file(path)
}

fn overwrite(file: &mut File) -> io::Result<()> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(FILE_LEN).min(FILE_LEN);
    file.write_all(&vec![0; length])?;
    file.sync_data()
}

const PROFILE: &str = "profile";
const LOCK: &str = "lock";
/// Another command writes for some milliseconds.
const PATIENCE: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_millis(5);
