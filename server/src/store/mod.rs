//! What the relay keeps: the log as plain segment files, and a little changing state in sled.
//!
//! ```text
//! DIR/format               1
//! DIR/lock                 held while a relay runs
//! DIR/checkpoint           two slots of 4,096 bytes, written in turn
//! DIR/entries/00000000.seg 16,384 records: entry (81) ‖ crc32c (4)
//! DIR/bodies/00000000.seg  16,384 records: body (4,048), whose checksum is the hash in its entry
//! DIR/nodes                roots of 256 entries each, 32 bytes: derived, rebuilt when short or wrong
//! DIR/state/               sled: cards, chunks and segment times
//! DIR/cards/               signed notes, named by their SHA-256
//! DIR/chunks/              pieces of attachments: see `chunks`
//! DIR/deposits/            what is published later: see `deposits`
//! ```

mod files;
mod segments;
mod slots;
pub mod state;

use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;

pub use files::FileStore;
pub(crate) use files::is_whole;
pub use segments::RECORDS_PER_SEGMENT;

/// Bytes of a body, as in `SPEC.md`, "Envelope".
pub const BODY_LEN: usize = 4048;
/// Bytes of a log entry.
pub const ENTRY_LEN: usize = 81;

/// One entry of the log with its body.
#[derive(Clone)]
pub struct Record {
    /// The encoded entry.
    pub entry: [u8; ENTRY_LEN],
    /// 4,048 bytes: the body, or zeros for a card or a notice.
    pub body: Bytes,
}

/// What the newest durable checkpoint slot says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHead {
    /// Entries that are part of the log.
    pub size: u64,
    /// Text of the signed checkpoint.
    pub checkpoint: String,
}

/// The log on disk. One writer (the sequencer) calls `append` and `publish`; anybody reads what is published.
///
/// Readers never see a record before `publish` returned for a size that covers it.
pub trait Store: Send + Sync + 'static {
    /// The newest published head; `None` before the first.
    fn head(&self) -> Option<StoredHead>;

    /// Writes records at `first`, over anything unpublished there. When this returns, entries and bodies are
    /// durable, and not yet part of the log: a restart drops them unless `publish` returned as well.
    ///
    /// # Errors
    /// The disk's own; nothing is part of the log then.
    fn append(&self, first: u64, records: &[Record]) -> Result<(), StoreError>;

    /// Makes the first `head.size` records the log. When this returns, the checkpoint is durable.
    ///
    /// After an error the slot may or may not be on disk: the caller must publish the *same* records next,
    /// or a restart could find a checkpoint that the records do not match.
    ///
    /// # Errors
    /// The disk's own.
    fn publish(&self, head: &StoredHead) -> Result<(), StoreError>;

    /// Reads `count` entries from `first`, checksums verified.
    ///
    /// # Errors
    /// Damaged or missing records, named by file and offset.
    fn entries(&self, first: u64, count: usize) -> Result<Vec<[u8; ENTRY_LEN]>, StoreError>;

    /// Reads `count` bodies from `first`, one after the other.
    ///
    /// # Errors
    /// [`StoreError::Purged`] if retention took any of them; damaged or missing records.
    fn bodies(&self, first: u64, count: usize) -> Result<Vec<u8>, StoreError>;

    /// Index of the first body that is kept.
    fn first_body(&self) -> u64;

    /// Unlinks whole body segments before index `before` (rounded down to a segment). When this returns, the new
    /// first body is durable; the unlinking may be finished at the next start.
    ///
    /// # Errors
    /// The disk's own.
    fn purge_bodies(&self, before: u64) -> Result<(), StoreError>;

    /// The kept roots of 256 entries each. A cache: may be short or wrong.
    ///
    /// # Errors
    /// The disk's own.
    fn nodes(&self) -> Result<Vec<[u8; 32]>, StoreError>;

    /// Keeps roots from number `first` on. Nothing is durable when this returns.
    ///
    /// # Errors
    /// The disk's own.
    fn put_nodes(&self, first: u64, nodes: &[[u8; 32]]) -> Result<(), StoreError>;

    /// Whole records after the published head that a lost checkpoint slot may have covered, in order.
    /// They must be published before anything else.
    ///
    /// # Errors
    /// Damaged or missing records.
    fn unsettled(&self) -> Result<Vec<Record>, StoreError>;
}

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The operating system said no.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Its error.
        source: io::Error,
    },
    /// Bytes are not what was written.
    #[error("{path}, offset {offset}: {what}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where in it, in bytes.
        offset: u64,
        /// What is wrong there.
        what: &'static str,
    },
    /// A file that must be there is not, or is too short.
    #[error("{path}: {len} bytes, {needed} needed: the file is missing or was cut")]
    Short {
        /// The file.
        path: PathBuf,
        /// Its length.
        len: u64,
        /// The least length for the newest checkpoint.
        needed: u64,
    },
    /// Written by a newer version.
    #[error("{path}: format {found}, this relay knows up to {known}")]
    NewerFormat {
        /// The format file.
        path: PathBuf,
        /// What it says.
        found: u32,
        /// What this version writes.
        known: u32,
    },
    /// Another process holds the directory.
    #[error("{0}: another relay has this directory open")]
    Locked(PathBuf),
    /// The directory was never initialised.
    #[error("{0}: no relay here")]
    Absent(PathBuf),
    /// Retention removed the body.
    #[error("bodies before {first} are purged")]
    Purged {
        /// First body that is kept.
        first: u64,
    },
    /// A read beyond the log.
    #[error("beyond the end of the log")]
    Beyond,
    /// The log does not match its signed checkpoint.
    #[error("the log does not match its checkpoint: {0}")]
    Mismatch(&'static str),
    /// The small state's database.
    #[error("state: {0}")]
    State(String),
}

impl StoreError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    /// Whether the disk is full, as far as the operating system says so.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Io { source, .. }
            if matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
    }
}

/// Makes a new or renamed name in `dir` durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    std::fs::File::open(dir).and_then(|d| d.sync_all()).map_err(StoreError::io(dir))
}

/// Replaces `path` with `contents`: temporary name, write, fdatasync, rename, fsync of the directory.
pub(crate) fn replace_file(path: &Path, contents: &[u8]) -> Result<(), StoreError> {
    use std::io::Write as _;
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    let temporary = PathBuf::from(name);
    let mut file = std::fs::File::create(&temporary).map_err(StoreError::io(&temporary))?;
    file.write_all(contents).and_then(|()| file.sync_data()).map_err(StoreError::io(&temporary))?;
    std::fs::rename(&temporary, path).map_err(StoreError::io(path))?;
    path.parent().map_or(Ok(()), sync_dir)
}
