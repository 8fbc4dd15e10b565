//! Why a file is not rewritten, and what the person can do.

use crate::failure::Failure;
use crate::text::text;

/// A file that is refused: it may betray somebody, or it is not exactly what it says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum MetadataError {
    /// Over 128 MiB.
    #[error("too large")]
    TooLarge,
    /// It does not parse to its last byte, or it ends early.
    #[error("damaged")]
    Damaged,
    /// A rare kind of its format, which is not handled.
    #[error("rare kind")]
    RareKind,
    /// A PNG with several pictures.
    #[error("moving picture")]
    Moving,
    /// It would unpack to more than is reasonable.
    #[error("bomb")]
    Bomb,
    /// It can be opened only with a password.
    #[error("encrypted")]
    Encrypted,
    /// Changes of a document that nobody has accepted yet, with who made them.
    #[error("tracked changes")]
    Changes,
    /// Programs in it.
    #[error("macros")]
    Macros,
    /// Another file lies in it.
    #[error("embedded file")]
    Embedded,
    /// It takes what it shows from elsewhere: another file, a server.
    #[error("linked")]
    Linked,
    /// A picture, film or sound in it that is not handled.
    #[error("media")]
    Media,
    /// A part of it that is not on the list.
    #[error("unknown part")]
    UnknownPart,
    /// What was rewritten does not read as it should: a fault here, never passed on.
    #[error("not stable")]
    NotStable,
}

impl MetadataError {
    /// What is wrong, in the person's language.
    pub(crate) fn what(self) -> String {
        text(match self {
            Self::TooLarge => "metadata-error-large",
            Self::Damaged => "metadata-error-damaged",
            Self::RareKind => "metadata-error-rare",
            Self::Moving => "metadata-error-moving",
            Self::Bomb => "metadata-error-bomb",
            Self::Encrypted => "metadata-error-encrypted",
            Self::Changes => "metadata-error-changes",
            Self::Macros => "metadata-error-macros",
            Self::Embedded => "metadata-error-embedded",
            Self::Linked => "metadata-error-linked",
            Self::Media => "metadata-error-media",
            Self::UnknownPart => "metadata-error-part",
            Self::NotStable => "metadata-error-stable",
        })
    }

    /// What to do about it, in the person's language.
    pub(crate) fn advice(self) -> String {
        text(match self {
            Self::TooLarge => "metadata-advice-large",
            Self::Damaged | Self::RareKind | Self::Bomb | Self::NotStable => "metadata-advice-again",
            Self::Moving => "metadata-advice-moving",
            Self::Encrypted => "metadata-advice-encrypted",
            Self::Changes => "metadata-advice-changes",
            Self::Macros => "metadata-advice-macros",
            Self::Embedded | Self::Linked | Self::Media | Self::UnknownPart => "metadata-advice-picture",
        })
    }
}

impl From<MetadataError> for Failure {
    fn from(error: MetadataError) -> Self {
        Self::new(error.what()).hint(error.advice())
    }
}
