//! Removing a file so that, as far as the disk obeys, neither its bytes nor its name stay.
//!
//! Overwritten once with random bytes where it lies, synced, renamed to a random name of the same length, cut to
//! nothing, removed, the directory synced. A disk that writes elsewhere (every SSD, snapshots, backups) keeps what it
//! keeps: nothing here can change that.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Seek as _, Write as _};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rand::rngs::OsRng;
use rand::{Rng as _, RngCore as _};
use rustix::fs::OFlags;

use super::{parent, sync_dir};

/// Shreds one file. A symbolic link is only removed, and what it points to is left alone. Under other names (hard links)
/// the file stays, overwritten.
///
/// # Errors
///
/// The disk's own; then the file may stand there overwritten.
pub(crate) fn shred(path: &Path) -> io::Result<()> {
    if path.symlink_metadata()?.file_type().is_symlink() {
        fs::remove_file(path)?;
        return sync_dir(parent(path));
    }
    let mut file = open(path)?;
    overwrite(&mut file)?;
    let nameless = rename_at_random(path)?;
    file.set_len(0)?;
    fs::remove_file(nameless)?;
    sync_dir(parent(path))
}

/// Overwrites a file with random bytes where it lies, durably.
///
/// # Errors
///
/// The disk's own.
pub(crate) fn overwrite(file: &mut File) -> io::Result<()> {
    file.rewind()?;
    let mut left = file.metadata()?.len();
    let mut piece = vec![0; PIECE];
    while left > 0 {
        let length = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        let part = piece.get_mut(..length).unwrap_or_default();
        OsRng.fill_bytes(part);
        file.write_all(part)?;
        left = left.saturating_sub(length as u64);
    }
    file.sync_all()
}

/// Never through a link, and never a pipe or a device, which might hold this up for ever.
fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let file = File::options().write(true).custom_flags(flags).open(path)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"))
}

fn rename_at_random(path: &Path) -> io::Result<PathBuf> {
    let length = path.file_name().map_or(1, |name| name.as_bytes().len());
    for _ in 0..ATTEMPTS {
        let name: Vec<u8> = (0..length).map(|_| OsRng.gen_range(b'a'..=b'z')).collect();
        let other = parent(path).join(OsString::from_vec(name));
        if other.symlink_metadata().is_err() {
            fs::rename(path, &other)?;
            return Ok(other);
        }
    }
    // A short name for which every other is taken.
    Ok(path.to_owned())
}

/// How many names a file has.
pub(crate) fn names(path: &Path) -> io::Result<u64> {
    Ok(path.symlink_metadata()?.nlink())
}

const PIECE: usize = 64 * 1024;
const ATTEMPTS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn held(path: &Path) -> File {
        File::open(path).unwrap()
    }

    #[test]
    fn a_shredded_file_is_gone_by_name_and_by_content() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        fs::write(&path, vec![b'x'; 3 * PIECE + 7]).unwrap();
        let other = dir.path().join("other name");
        fs::hard_link(&path, &other).unwrap();
        assert_eq!(names(&path).unwrap(), 2);
        shred(&path).unwrap();
        assert!(!path.exists());
        assert_eq!(fs::read(&other).unwrap(), b"", "its other name shows nothing any more");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn it_is_overwritten_where_it_lies_and_to_its_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        fs::write(&path, vec![b'x'; PIECE + 7]).unwrap();
        let mut file = File::options().write(true).open(&path).unwrap();
        let mut reader = held(&path);
        overwrite(&mut file).unwrap();
        let mut content = Vec::new();
        reader.read_to_end(&mut content).unwrap();
        assert_eq!(content.len(), PIECE + 7);
        let left = content.iter().filter(|byte| **byte == b'x').count();
        assert!(left < content.len() / 128, "{left} of {} as before", content.len());
        assert_ne!(content[PIECE..], [b'x'; 7]);
    }

    #[test]
    fn links_are_not_followed_and_pipes_and_directories_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (target, link) = (dir.path().join("target"), dir.path().join("link"));
        fs::write(&target, b"kept").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        shred(&link).unwrap();
        assert!(link.symlink_metadata().is_err() && fs::read(&target).unwrap() == b"kept");
        assert!(shred(dir.path()).is_err() && shred(&dir.path().join("none")).is_err());
        let socket = dir.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(shred(&socket).is_err() && socket.exists());
    }
}
