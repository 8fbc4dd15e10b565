//! Files that are replaced whole, and directories that only their owner enters.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

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
    let written = write_new(&temporary, bytes, mode).and_then(|()| fs::rename(&temporary, path));
    if let Err(error) = written {
        // The old file stands; what was half written only takes room.
        let _ = fs::remove_file(&temporary);
        return Err(error);
    }
    // The parent of a bare name is the empty path, which is the working directory.
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => sync_dir(Path::new(".")),
        Some(parent) => sync_dir(parent),
        None => Ok(()),
    }
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
