//! What is removed.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::shown;
use crate::failure::Failure;
use crate::files::{names, parent, shred, sync_dir};
use crate::panic::profile::{ProfileError, Store};
use crate::text::{text, text_with};

/// Everything that is there.
pub(super) struct Targets {
    pub(super) list: Vec<Target>,
    /// Named, and not there: perhaps mistyped.
    missing: Vec<PathBuf>,
}

/// One thing that goes.
pub(super) enum Target {
    /// The alert profile, with its outbox, and what crashes left of it.
    Profile(PathBuf),
    File(PathBuf),
    Link(PathBuf),
    /// A pipe or a socket holds nothing.
    Other(PathBuf),
    /// After all that is in it.
    Directory(PathBuf),
}

impl Targets {
    /// Looks; changes nothing.
    ///
    /// # Errors
    ///
    /// A usage [`Failure`] for a directory, unless it is `recursive`.
    pub(super) fn find(store: Option<&Store>, files: &[PathBuf], recursive: bool) -> Result<Self, Failure> {
        let mut found = Self { list: Vec::new(), missing: Vec::new() };
        if let Some(store) = store
            && (store.is_armed() || store.leftovers().is_ok_and(|left| !left.is_empty()))
        {
            found.list.push(Target::Profile(store.place().path().to_owned()));
        }
        for path in files {
            match path.symlink_metadata() {
                Err(_) => found.missing.push(path.clone()),
                Ok(of) if of.is_dir() && !recursive => {
                    return Err(Failure::usage(text_with("wipe-directory", &[("path", &shown(path))]))
                        .hint(text("wipe-directory-hint")));
                }
                Ok(_) => found.add(path),
            }
        }
        Ok(found)
    }

    fn add(&mut self, path: &Path) {
        let kind = path.symlink_metadata().map(|of| of.file_type());
        let target = match kind {
            Ok(kind) if kind.is_symlink() => Target::Link(path.to_owned()),
            Ok(kind) if kind.is_dir() => {
                // What cannot be listed stays in the way of its directory's removal, and is named then.
                let within = fs::read_dir(path).into_iter().flatten().flatten();
                within.for_each(|entry| self.add(&entry.path()));
                Target::Directory(path.to_owned())
            }
            Ok(kind) if !kind.is_file() => Target::Other(path.to_owned()),
            _ => Target::File(path.to_owned()),
        };
        self.list.push(target);
    }

    /// What was named and is not there, each with that as the reason.
    pub(super) fn take_missing(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.missing).iter().map(|path| (shown(path), text("wipe-not-there"))).collect()
    }

    /// The names of files, as a list of recent files would have them.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().filter_map(|target| target.path().file_name()?.to_str())
    }
}

impl Target {
    pub(super) fn is_profile(&self) -> bool {
        matches!(self, Self::Profile(_))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Profile(path) | Self::File(path) | Self::Link(path) | Self::Other(path) | Self::Directory(path) => {
                path
            }
        }
    }

    pub(super) fn shown(&self) -> String {
        shown(self.path())
    }

    /// For the list of what will go.
    pub(super) fn described(&self) -> String {
        let path = self.shown();
        match self {
            Self::Profile(_) => text_with("wipe-is-profile", &[("path", &path)]),
            Self::Link(_) => text_with("wipe-is-link", &[("path", &path)]),
            Self::File(of) => match names(of) {
                Ok(names @ 2..) => text_with("wipe-has-names", &[("path", &path), ("others", &(names - 1))]),
                _ => path,
            },
            Self::Other(_) | Self::Directory(_) => path,
        }
    }

    /// Removes it.
    ///
    /// # Errors
    ///
    /// The disk's own.
    pub(super) fn remove(&self, store: Option<&Store>) -> io::Result<()> {
        match self {
            Self::Profile(_) => store.map_or(Ok(()), remove_profile),
            Self::File(path) => remove_file(path),
            Self::Link(path) => shred(path),
            Self::Other(path) => fs::remove_file(path).and_then(|()| sync_dir(parent(path))),
            Self::Directory(path) => fs::remove_dir(path).and_then(|()| sync_dir(parent(path))),
        }
    }
}

/// Under the lock: a command that runs at the same time does not write it back.
fn remove_profile(store: &Store) -> io::Result<()> {
    let place = store.place();
    store.destroy().map_err(
        |error| {
            if let ProfileError::Io(_, error) = error { error } else { io::Error::other(error) }
        },
    )?;
    // The directory of its own would still show by its name what lay there. One that holds more stays.
    if place.is_own_dir() && fs::remove_dir(place.parent()).is_ok() {
        let above = parent(place.parent());
        if above.file_name().is_some_and(|name| name == "davylamp") {
            let _ = fs::remove_dir(above);
        }
    }
    Ok(())
}

/// A file that may not be written is made so first. One that cannot be overwritten is at least removed, and named.
fn remove_file(path: &Path) -> io::Result<()> {
    let mut result = shred(path);
    if result.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
        result = shred(path);
    }
    match result {
        Err(error) if fs::remove_file(path).is_ok() => {
            Err(io::Error::new(error.kind(), text_with("wipe-not-overwritten", &[("why", &error)])))
        }
        result => result,
    }
}

/// The reason, in plain words where there are any.
pub(super) fn why(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::ReadOnlyFilesystem {
        text("wipe-read-only")
    } else if error.kind() == io::ErrorKind::DirectoryNotEmpty {
        text("wipe-not-empty")
    } else {
        error.to_string()
    }
}
