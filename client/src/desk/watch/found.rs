//! What following a log finds, and what it may catch a relay at.

use std::io;
use zeroize::Zeroize as _;

use davylamp_protocol::alert::{AlertBody, AlertName, Stage};
use davylamp_protocol::clue::Tag;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::hybrid::ExposedFileKey;
use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::thread::SeenTag;

use crate::desk::home::{Lane, LogPlace, Secret};

/// What a tag is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Watched {
    /// A reporter's lane.
    Lane(u64),
    /// The desk's own canary.
    Canary,
    /// The desk's own message, looked for after a restore.
    Own,
}

/// What was found since the last checkpoint.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) openers: Vec<FoundOpener>,
    pub(crate) contents: Vec<FoundContent>,
    pub(crate) canaries: Vec<u64>,
    pub(crate) alerts: Vec<FoundAlert>,
    /// Own acknowledgements of alerts, found after a restore.
    pub(crate) acks: Vec<FoundAck>,
    /// Own desk messages, found after a restore.
    pub(crate) own: Vec<Tag>,
    /// Serials of card entries under the desk's key.
    pub(crate) cards: Vec<(u64, [u8; 32])>,
    /// Notice boards under this desk's key: serial number and hash.
    pub(crate) notices: Vec<(u64, [u8; 32])>,
    /// Entries for this desk whose body the relay has no more.
    pub(crate) lost: u64,
}

impl Batch {
    /// Whether nothing in it need be written down.
    pub(crate) fn is_empty(&self) -> bool {
        self.openers.is_empty()
            && self.contents.is_empty()
            && self.alerts.is_empty()
            && self.acks.is_empty()
            && self.own.is_empty()
            && self.cards.is_empty()
            && self.lost == 0
    }
}

/// A sending session that began.
pub(crate) struct FoundOpener {
    pub(crate) handle: u64,
    pub(crate) lane_hash: [u8; 32],
    pub(crate) lane: Lane,
    pub(crate) name_hash: [u8; 32],
    pub(crate) case_key: Secret,
    pub(crate) reply_recipient: Vec<u8>,
    pub(crate) seen: Vec<SeenTag>,
}

/// A content message.
pub(crate) struct FoundContent {
    pub(crate) handle: u64,
    pub(crate) index: u64,
    pub(crate) envelope: Envelope,
    pub(crate) file_key: [u8; 16],
    pub(crate) content: Vec<u8>,
    pub(crate) ends_message: bool,
}

impl Drop for FoundContent {
    fn drop(&mut self) {
        self.content.zeroize();
        self.file_key.zeroize();
    }
}

/// What an alert profile says.
pub(crate) struct FoundAlert {
    /// Name of the profile.
    pub(crate) profile: String,
    /// Number of its key.
    pub(crate) j: u64,
    pub(crate) index: u64,
    pub(crate) envelope: Envelope,
    pub(crate) file_key: ExposedFileKey,
    pub(crate) body: AlertBody,
}

/// An acknowledgement that this desk sent before it was restored.
#[derive(Clone)]
pub(crate) struct FoundAck {
    pub(crate) profile: String,
    /// Name of what it acknowledges.
    pub(crate) name: AlertName,
    pub(crate) stage: Stage,
    pub(crate) tag: Tag,
}

/// A checkpoint that fits, and what it covers.
pub(crate) struct Settled {
    pub(crate) place: LogPlace,
    pub(crate) batch: Batch,
    pub(crate) checkpoint: VerifiedCheckpoint,
    pub(crate) note: String,
    pub(crate) time: u64,
}

/// What a relay was caught at. The names are stable: scripts read them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Trouble {
    /// The relay showed something that contradicts what it signed.
    #[error("{what}")]
    Lied {
        what: Lie,
        /// The checkpoint that shows it, if one does.
        checkpoint: Option<String>,
    },
    /// This machine's disk.
    #[error("{0}")]
    Disk(#[from] io::Error),
}

/// The kinds of lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Lie {
    /// Entries that are not those that were signed, or a log that split.
    #[error("fork")]
    Fork,
    /// A body that its entry does not commit to.
    #[error("altered-body")]
    AlteredBody,
    /// Zeros for a body that is still to be kept.
    #[error("withheld-body")]
    WithheldBody,
    /// A checkpoint of fewer entries than before.
    #[error("shrunk")]
    Shrunk,
    /// Entries that skip or repeat a place.
    #[error("out-of-order")]
    OutOfOrder,
    /// A receipt for something that is not in the log.
    #[error("dropped")]
    Dropped,
    /// A checkpoint that the log's key did not sign.
    #[error("bad-signature")]
    BadSignature,
    /// No time on a checkpoint, or one that the relay's clock key did not sign.
    #[error("bad-time")]
    BadTime,
}

/// The home's own records do not fit together.
pub(super) fn damaged() -> Trouble {
    Trouble::Disk(io::Error::new(io::ErrorKind::InvalidData, "the state does not fit together"))
}
