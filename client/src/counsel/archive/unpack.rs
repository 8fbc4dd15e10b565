//! Unpacking, as strict as a decoder: whatever is not a plain file at a plain new path ends it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tar::{Archive, EntryType, Header};
use tempfile::TempDir;

use super::{Budget, Paths, is_plain, make_private_folder, not_a_case_file, unsafe_entry};
use crate::failure::Failure;
use crate::text::{text, text_with};

/// Where the files of a case file go as they come.
pub(crate) trait Sink {
    /// The name of the folder that holds all is known, and nothing was taken yet.
    ///
    /// # Errors
    /// A [`Failure`] if there is no place for it.
    fn begin(&mut self, _root: &str) -> Result<(), Failure> {
        Ok(())
    }

    /// Takes one file, to its end. The path is plain, new, and beneath that folder.
    ///
    /// # Errors
    /// Those of reading, and of writing.
    fn take(&mut self, path: &str, content: &mut dyn Read) -> io::Result<()>;
}

/// Reads a tar of one folder to its end. The folder's name.
///
/// # Errors
/// A [`Failure`] for anything but plain files and folders beneath one folder, a path that leads elsewhere or stands twice,
/// more than a case file may hold, or bytes after the end.
pub(crate) fn read_tar(tar: impl Read, sink: &mut dyn Sink) -> Result<String, Failure> {
    let mut archive = Archive::new(tar);
    let (mut root, mut paths, mut budget) = (None, Paths::default(), Budget::default());
    // Raw: or extended headers would be obeyed, and never seen here.
    for entry in archive.entries().map_err(unread)?.raw(true) {
        let mut entry = entry.map_err(unread)?;
        let (path, size) = plain_path(entry.header())?;
        if entry.header().entry_type() == EntryType::Directory {
            budget.take(&path, 0)?;
            continue;
        }
        let (folder, inside) = path.split_once('/').ok_or_else(|| unsafe_entry(&path))?;
        if root.is_none() {
            sink.begin(folder)?;
        }
        if *root.get_or_insert_with(|| folder.to_owned()) != folder || !paths.take(inside) {
            return Err(unsafe_entry(&path));
        }
        budget.take(inside, size)?;
        sink.take(inside, &mut entry).map_err(unread)?;
    }
    check_end(archive.into_inner())?;
    root.ok_or_else(not_a_case_file)
}

/// Path and size of an entry that is a plain file, or an empty folder.
fn plain_path(header: &Header) -> Result<(String, u64), Failure> {
    let path = String::from_utf8(header.path_bytes().into_owned()).map_err(|_| not_a_case_file())?;
    let size = header.entry_size().map_err(|_| not_a_case_file())?;
    let is_folder = header.entry_type() == EntryType::Directory && size == 0;
    let name = if is_folder { path.strip_suffix('/').unwrap_or(&path) } else { &path };
    // The others are links, devices, sparse files, extended headers.
    let is_whole = is_plain(name) && (is_folder || header.entry_type() == EntryType::Regular);
    // Other dialects write sizes and names in ways of their own.
    let is_ustar = header.as_ustar().is_some();
    if is_whole && is_ustar { Ok((path, size)) } else { Err(unsafe_entry(&path)) }
}

/// Behind the end there are zeros, and not many. Only at its own end does age say that nothing was cut off.
fn check_end(rest: impl Read) -> Result<(), Failure> {
    let mut zeros = Vec::new();
    rest.take(MAX_END + 1).read_to_end(&mut zeros).map_err(unread)?;
    let is_end = zeros.len() as u64 <= MAX_END && zeros.iter().all(|byte| *byte == 0);
    if is_end { Ok(()) } else { Err(Failure::new(text("case-more")).hint(text("case-unsafe-entry-hint"))) }
}

/// Age's own faults are of these kinds, and so is a file that ends too early; what is no tar is of another; what the disk
/// says stands as it is.
fn unread(error: io::Error) -> Failure {
    if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) {
        return super::does_not_open();
    }
    if matches!(error.kind(), io::ErrorKind::Other | io::ErrorKind::InvalidInput) {
        return not_a_case_file();
    }
    Failure::new(text_with("case-not-unpacked", &[("why", &error)]))
}

/// A folder that is filled under another name, and gets its own when it is whole. Dropped before, nothing of it stays.
pub(crate) struct NewFolder {
    directory: PathBuf,
    made: bool,
    partial: Option<TempDir>,
}

impl NewFolder {
    /// Beneath `directory`, which is made if it is not there.
    ///
    /// # Errors
    /// A [`Failure`] if it is a link, or no folder.
    pub(crate) fn beneath(directory: &Path) -> Result<Self, Failure> {
        let metadata = fs::symlink_metadata(directory);
        if metadata.as_ref().is_ok_and(|metadata| !metadata.is_dir()) {
            return Err(Failure::new(text_with("case-folder-link", &[("path", &directory.display())])));
        }
        Ok(Self { directory: directory.to_owned(), made: metadata.is_err(), partial: None })
    }

    fn is_free(&self, root: &str) -> Result<PathBuf, Failure> {
        let folder = self.directory.join(root);
        let free = fs::symlink_metadata(&folder).is_err();
        let taken = || Failure::new(text_with("case-folder-exists", &[("path", &folder.display())]));
        if free { Ok(folder) } else { Err(taken()) }
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// A [`Failure`] if something has that name by now, or the disk refuses.
    pub(crate) fn finish(mut self, root: &str) -> Result<PathBuf, Failure> {
        let folder = self.is_free(root)?;
        let failed = |error: io::Error| Failure::new(format!("{}: {error}", folder.display()));
        let partial = self.partial.take().ok_or_else(not_a_case_file)?;
        // Made first, so that nothing which came meanwhile is written over; an empty folder gives way to a full one.
        #[cfg(unix)]
        fs::create_dir(&folder).map_err(failed)?;
        fs::rename(partial.path(), &folder).map_err(|error| {
            let _ = fs::remove_dir(&folder);
            failed(error)
        })?;
        drop(partial.keep());
        self.made = false;
        Ok(folder)
    }
}

impl Sink for NewFolder {
    fn begin(&mut self, root: &str) -> Result<(), Failure> {
        self.is_free(root)?;
        let failed = |error: io::Error| Failure::new(format!("{}: {error}", self.directory.display()));
        make_private_folder(&self.directory).map_err(failed)?;
        let mut partial = tempfile::Builder::new();
        partial.prefix(PARTIAL);
        #[cfg(unix)]
        partial.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        self.partial = Some(partial.tempdir_in(&self.directory).map_err(failed)?);
        Ok(())
    }

    fn take(&mut self, path: &str, content: &mut dyn Read) -> io::Result<()> {
        let Some(partial) = &self.partial else { return Err(io::ErrorKind::NotFound.into()) };
        let path = partial.path().join(path);
        path.parent().map_or(Ok(()), make_private_folder)?;
        let mut file = create_new(&path)?;
        io::copy(content, &mut file)?;
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        drop(self.partial.take());
        if self.made {
            // Only if it is empty: what else is in it is not ours.
            let _ = fs::remove_dir(&self.directory);
        }
    }
}

fn create_new(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A program that pads its tars to a block fills at most this.
const MAX_END: u64 = 1 << 20;
const PARTIAL: &str = "case-partial-";
