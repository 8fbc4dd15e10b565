//! Files that are replaced whole, and directories that only their owner enters.

mod shred;

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

pub(crate) use shred::{names, overwrite, shred};

/// Writes `bytes` to `path`, which only its owner reads: afterwards the file holds all of them, durably, or what it held
/// before.
///
/// # Errors
///
/// The disk's own; the old file stands.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, 0o600)
}

/// The same for what is public.
///
/// # Errors
///
/// The disk's own; the old file stands.
pub(crate) fn replace_public_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, 0o644)
}

fn replace(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let temporary = path.with_extension(format!("{:016x}.{TEMPORARY}", rand::random::<u64>()));
    replace_by_way_of(&temporary, path, bytes, mode)
}

/// The same, where the file that is not whole yet bears a name that the caller chose: nothing may have it.
///
/// # Errors
///
/// The disk's own; the old file stands.
pub(crate) fn replace_file_by_way_of(temporary: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_by_way_of(temporary, path, bytes, 0o600)
}

fn replace_by_way_of(temporary: &Path, path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let written = write_new(temporary, bytes, mode).and_then(|()| fs::rename(temporary, path));
    if let Err(error) = written {
        // The old file stands; what was half written only takes room.
        let _ = fs::remove_file(temporary);
        return Err(error);
    }
    sync_dir(parent(path))
}

/// Writes `bytes` to a file that only its owner reads, and that is not there yet: afterwards it holds all of them,
/// durably, or it is not there.
///
/// # Errors
///
/// [`io::ErrorKind::AlreadyExists`]; the disk's own.
pub(crate) fn new_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Held by an empty file until the whole one takes its place: a link, or a rename that replaces nothing, is not to
    // be had on every stick.
    write_new(path, &[], 0o600)?;
    replace_file(path, bytes).inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}

/// The directory that a path lies in. The parent of a bare name is the empty path, which is the working directory.
pub(crate) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes names that were added or removed in `dir` durable.
///
/// # Errors
///
/// The disk's own.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// A directory that only its owner enters.
///
/// # Errors
///
/// The disk's own.
pub(crate) fn make_private_dir(dir: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// The disk's end, or that of what this person may write.
pub(crate) fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

fn write_new(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// How the name of a file ends that is not whole yet.
pub(crate) const TEMPORARY: &str = "tmp";

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn names(dir: &Path) -> Vec<String> {
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_new_file_is_whole_and_its_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("holiday.jpg");
        new_file(&path, b"whole").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names(dir.path()), ["holiday.jpg"]);
    }

    #[test]
    fn a_file_that_is_there_stands_and_so_does_a_link_that_leads_nowhere() {
        let dir = tempfile::tempdir().unwrap();
        let (old, link) = (dir.path().join("old"), dir.path().join("link"));
        fs::write(&old, b"old").unwrap();
        std::os::unix::fs::symlink(dir.path().join("nowhere"), &link).unwrap();
        for path in [&old, &link] {
            assert_eq!(new_file(path, b"new").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        }
        assert_eq!(fs::read(&old).unwrap(), b"old");
        assert_eq!(names(dir.path()).len(), 2);
        assert!(new_file(&dir.path().join("no/such/place"), b"new").is_err());
    }
}
