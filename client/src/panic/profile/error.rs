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

impl From<ProfileError> for Failure {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::Absent => {
                Self::new(text("panic-not-armed")).hint(text("panic-not-armed-hint")).with_code(exit::NOT_ARMED)
            }
            ProfileError::Exists => Self::new(text("panic-armed-already")).hint(text("panic-armed-already-hint")),
            ProfileError::Foreign(path) => {
                Self::new(text_with("panic-foreign", &[("path", &path.display())])).hint(text("panic-foreign-hint"))
            }
            ProfileError::Damaged => Self::new(text("panic-damaged")).hint(text("panic-damaged-hint")),
            ProfileError::Newer => Self::new(text("panic-newer")).hint(text("panic-newer-hint")),
            ProfileError::NoRoom => Self::new(text("panic-no-room")).hint(text("panic-no-room-hint")),
            ProfileError::Busy => Self::new(text("panic-busy")),
            ProfileError::Io(path, error) => {
                let failure = Self::new(text_with("panic-io", &[("path", &path.display()), ("error", &error)]));
                if is_full(&error) { failure.hint(text("panic-disk-full-hint")) } else { failure }
            }
        }
    }
}
