//! What can be wrong with a profile, in one line and a hint.

use std::io;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::files::is_full;
use crate::panic::exit;
use crate::text::{text, text_with};

/// Why a profile was not read or written. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ProfileError {
    /// The device is not armed.
    #[error("no profile")]
    Absent,
    /// It is armed already.
    #[error("a profile is there")]
    Exists,
    /// Something else lies there.
    #[error("{0} is no profile")]
    Foreign(PathBuf),
    /// Cut, changed, or no profile.
    #[error("the profile is damaged")]
    Damaged,
    /// Written by a later version.
    #[error("the profile is of a newer version")]
    Newer,
    /// Too much waits to be sent.
    #[error("the profile is full")]
    NoRoom,
    /// Another command holds it.
    #[error("the profile is in use")]
    Busy,
    /// The disk's own error; a full one among them.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] io::Error),
}

impl ProfileError {
    /// The same in the words of whoever reads it; what the disk says stays as the system says it.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Absent => text("panic-not-armed"),
            Self::Exists => text("panic-armed-already"),
            Self::Foreign(path) => text_with("panic-foreign", &[("path", &path.display())]),
            Self::Damaged => text("panic-damaged"),
            Self::Newer => text("panic-newer"),
            Self::NoRoom => text("panic-no-room"),
            Self::Busy => text("panic-busy"),
            Self::Io(path, error) => text_with("panic-io", &[("path", &path.display()), ("error", error)]),
        }
    }
}

impl From<ProfileError> for Failure {
    fn from(error: ProfileError) -> Self {
        let failure = Self::new(error.in_words());
        match error {
            ProfileError::Absent => failure.hint(text("panic-not-armed-hint")).with_code(exit::NOT_ARMED),
            ProfileError::Exists => failure.hint(text("panic-armed-already-hint")),
            ProfileError::Foreign(_) => failure.hint(text("panic-foreign-hint")),
            ProfileError::Damaged => failure.hint(text("panic-damaged-hint")),
            ProfileError::Newer => failure.hint(text("panic-newer-hint")),
            ProfileError::NoRoom => failure.hint(text("panic-no-room-hint")),
            ProfileError::Io(_, error) if is_full(&error) => failure.hint(text("panic-disk-full-hint")),
            ProfileError::Busy | ProfileError::Io(..) => failure,
        }
    }
}
