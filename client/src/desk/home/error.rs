//! What can be wrong with a home, in one line and a hint.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::files::is_full;
use crate::text::{text, text_with};

/// Why a home was not read or written. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum HomeError {
    /// The disk's own error; a full one among them.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] std::io::Error),
    /// No home there.
    #[error("{0}: no home")]
    Absent(PathBuf),
    /// There is one already.
    #[error("{0}: a home is there")]
    Exists(PathBuf),
    /// The passphrase or key file does not open it.
    #[error("the key does not fit")]
    WrongKey,
    /// Sealed otherwise than by this home, cut, or not what it should be.
    #[error("{0}: damaged or changed")]
    Damaged(PathBuf),
    /// Written by a later version.
    #[error("{0}: of a newer version")]
    Newer(PathBuf),
    /// No case of that name.
    #[error("no case {0}")]
    NoCase(String),
}

impl From<HomeError> for Failure {
    fn from(error: HomeError) -> Self {
        match error {
            HomeError::Io(path, error) if is_full(&error) => {
                failure("desk-home-full", &path).hint(text("desk-home-full-hint"))
            }
            HomeError::Io(path, error) => {
                Self::new(text_with("desk-home-io", &[("path", &path.display()), ("error", &error)]))
            }
            HomeError::Absent(path) => failure("desk-home-absent", &path).hint(text("desk-home-absent-hint")),
            HomeError::Exists(path) => failure("desk-home-exists", &path).hint(text("desk-home-exists-hint")),
            HomeError::WrongKey => Self::new(text("desk-home-wrong-key")).hint(text("desk-home-wrong-key-hint")),
            HomeError::Damaged(path) => failure("desk-home-damaged", &path).hint(text("desk-home-damaged-hint")),
            HomeError::Newer(path) => failure("desk-home-newer", &path).hint(text("desk-home-newer-hint")),
            HomeError::NoCase(case) => {
                Self::new(text_with("desk-no-case", &[("case", &case)])).hint(text("desk-no-case-hint"))
            }
        }
    }
}

fn failure(id: &str, path: &std::path::Path) -> Failure {
    Failure::new(text_with(id, &[("path", &path.display())]))
}
