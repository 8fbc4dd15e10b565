//! What is wrong with a mirror: which file, and what of it does not hold.

use std::fmt;
use std::io;

use crate::failure::Failure;
use crate::files::is_full;
use crate::relay::RelayError;
use crate::text::{text, text_with};

/// Why a mirror was not read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MirrorError {
    /// The file's name within the mirror; for entries that may stand in several, the first and the last.
    pub(crate) file: String,
    /// What of it.
    pub(crate) fault: Fault,
}

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum Fault {
    /// The disk's own error.
    Disk(String),
    /// The disk's end.
    Full,
    /// Another command writes there.
    Busy,
    /// It is not there: no mirror.
    Absent,
    /// Its first run was not finished.
    Unfinished,
    /// Other things stand there.
    NotEmpty,
    /// Of a later version.
    Newer,
    /// Not its form.
    Form,
    /// Bytes are missing, or too many.
    Length,
    /// An entry of no known form.
    Entry {
        /// Index in the log.
        index: u64,
    },
    /// Entries that do not lead to what the log signed.
    Entries {
        /// Entries under the checkpoint.
        size: u64,
    },
    /// A body that is not the one that was logged.
    BodyAltered {
        /// Index in the log.
        index: u64,
    },
    /// Zeros where a body should be.
    BodyMissing {
        /// Index in the log.
        index: u64,
    },
    /// A checkpoint that is not the log's, or without time.
    Checkpoint(RelayError),
    /// The bundle of cards, or this desk's card in it.
    Cards(RelayError),
    /// The desk's card is older than one that stands in the log.
    OldCard {
        /// Serial number in the log.
        logged: u64,
        /// Serial number of the card.
        shown: u64,
    },
    /// Of another log than the card, or the relay.
    OtherLog {
        /// Name of the other one.
        wanted: String,
    },
}

impl MirrorError {
    pub(super) fn new(file: impl Into<String>, fault: Fault) -> Self {
        Self { file: file.into(), fault }
    }

    pub(super) fn disk(file: impl Into<String>, error: &io::Error) -> Self {
        let fault = if error.kind() == io::ErrorKind::NotFound {
            Fault::Absent
        } else if is_full(error) {
            Fault::Full
        } else {
            Fault::Disk(error.to_string())
        };
        Self::new(file, fault)
    }

    /// Whether the files say something false, rather than nothing.
    pub(crate) fn is_lie(&self) -> bool {
        match self.fault {
            Fault::Form
            | Fault::Length
            | Fault::Entry { .. }
            | Fault::Entries { .. }
            | Fault::BodyAltered { .. }
            | Fault::BodyMissing { .. }
            | Fault::Checkpoint(_)
            | Fault::Cards(_)
            | Fault::OldCard { .. } => true,
            Fault::Disk(_)
            | Fault::Full
            | Fault::Busy
            | Fault::Absent
            | Fault::Unfinished
            | Fault::NotEmpty
            | Fault::Newer
            | Fault::OtherLog { .. } => false,
        }
    }

    /// A stable name for scripts.
    pub(crate) fn name(&self) -> &'static str {
        match self.fault {
            Fault::Disk(_) => "mirror-disk",
            Fault::Full => "mirror-full",
            Fault::Busy => "mirror-busy",
            Fault::Absent => "mirror-absent",
            Fault::Unfinished => "mirror-unfinished",
            Fault::NotEmpty => "mirror-not-empty",
            Fault::Newer => "mirror-newer",
            Fault::Form => "mirror-form",
            Fault::Length => "mirror-length",
            Fault::Entry { .. } => "mirror-entry",
            Fault::Entries { .. } => "mirror-entries",
            Fault::BodyAltered { .. } => "mirror-body-altered",
            Fault::BodyMissing { .. } => "mirror-body-missing",
            Fault::Checkpoint(_) => "mirror-checkpoint",
            Fault::Cards(_) => "mirror-cards",
            Fault::OldCard { .. } => "mirror-old-card",
            Fault::OtherLog { .. } => "mirror-other-log",
        }
    }

    fn hint(&self) -> Option<String> {
        let own = HINTS.iter().find(|(name, _)| *name == self.name()).map(|(_, hint)| *hint);
        own.or(self.is_lie().then_some("mirror-damaged-hint")).map(text)
    }

    /// What the sentence names besides the file.
    fn values(&self) -> Vec<(&'static str, String)> {
        match &self.fault {
            Fault::Disk(why) => vec![("why", why.clone())],
            Fault::Checkpoint(why) | Fault::Cards(why) => vec![("why", why.to_string())],
            Fault::Entry { index } | Fault::BodyAltered { index } | Fault::BodyMissing { index } => {
                vec![("index", index.to_string())]
            }
            Fault::Entries { size } => vec![("size", size.to_string())],
            Fault::OldCard { logged, shown } => vec![("logged", logged.to_string()), ("shown", shown.to_string())],
            Fault::OtherLog { wanted } => vec![("wanted", wanted.clone())],
            Fault::Full
            | Fault::Busy
            | Fault::Absent
            | Fault::Unfinished
            | Fault::NotEmpty
            | Fault::Newer
            | Fault::Form
            | Fault::Length => Vec::new(),
        }
    }
}

impl fmt::Display for MirrorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values();
        let mut values: Vec<(&str, &dyn ToString)> = values.iter().map(|(name, value)| (*name, value as _)).collect();
        values.push(("file", &self.file));
        f.write_str(&text_with(self.name(), &values))
    }
}

impl std::error::Error for MirrorError {}

impl From<MirrorError> for Failure {
    fn from(error: MirrorError) -> Self {
        let failure = Self { relay_error: Some(error.name()), ..Self::new(error.to_string()) };
        error.hint().into_iter().fold(failure, Self::hint)
    }
}

/// What went wrong with a relay, or with a mirror of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The relay.
    Relay(RelayError),
    /// The mirror.
    Mirror(MirrorError),
}

impl Trouble {
    /// Whether something false was shown.
    pub(crate) fn is_lie(&self) -> bool {
        match self {
            Self::Relay(error) => error.is_lie(),
            Self::Mirror(error) => error.is_lie(),
        }
    }

    /// A stable name for scripts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Relay(error) => error.name(),
            Self::Mirror(error) => error.name(),
        }
    }
}

impl From<RelayError> for Trouble {
    fn from(error: RelayError) -> Self {
        Self::Relay(error)
    }
}

impl From<MirrorError> for Trouble {
    fn from(error: MirrorError) -> Self {
        Self::Mirror(error)
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Relay(error) => error.into(),
            Trouble::Mirror(error) => error.into(),
        }
    }
}

/// What to do about it, where another copy is not the answer.
const HINTS: &[(&str, &str)] = &[
    ("mirror-full", "mirror-full-hint"),
    ("mirror-absent", "mirror-absent-hint"),
    ("mirror-unfinished", "mirror-unfinished-hint"),
    ("mirror-not-empty", "mirror-not-empty-hint"),
    ("mirror-newer", "mirror-newer-hint"),
    ("mirror-other-log", "mirror-other-log-hint"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_sentence_and_every_hint_too() {
        let faults = [
            Fault::Disk("x".into()),
            Fault::Full,
            Fault::Busy,
            Fault::Absent,
            Fault::Unfinished,
            Fault::NotEmpty,
            Fault::Newer,
            Fault::Form,
            Fault::Length,
            Fault::Entry { index: 1 },
            Fault::Entries { size: 1 },
            Fault::BodyAltered { index: 1 },
            Fault::BodyMissing { index: 1 },
            Fault::Checkpoint(RelayError::NotTimed),
            Fault::Cards(RelayError::CardMissing),
            Fault::OldCard { logged: 2, shown: 1 },
            Fault::OtherLog { wanted: "x".into() },
        ];
        for fault in faults {
            let error = MirrorError::new("the-file", fault);
            assert_ne!(error.to_string(), error.name());
            assert!(error.to_string().contains("the-file") && !error.to_string().contains('{'), "{error}");
            assert!(error.hint().is_none_or(|hint| hint.contains(' ')), "{error}");
        }
    }
}
