//! Frames of the long-lived stream `/v1/feed`.
//!
//! ```text
//! 01 ‖ first index u64 BE ‖ count u16 BE (1 to 256) ‖ bodies (00 or 01) ‖ count × (entry 81 [‖ body 4048])
//! 02 ‖ length u16 BE ‖ checkpoint note
//! 03                                                    keep-alive
//! ```
//!
//! The stream is as little believed as any other answer: a reader appends the entries to its own frontier and holds
//! the root against the next checkpoint.

mod decoder;

pub use decoder::FrameDecoder;

use super::checkpoint::MAX_CHECKPOINT;
use super::entry::{BODY_LEN, ENTRY_LEN, Entry, EntryError};
use super::group::Body;

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Consecutive entries without bodies.
    Entries {
        /// The log index of the first.
        first: u64,
        /// 1 to 256.
        entries: Vec<Entry>,
    },
    /// Consecutive entries with their bodies; zeros for a card or notice.
    Slots {
        /// The log index of the first.
        first: u64,
        /// 1 to 256.
        slots: Vec<(Entry, Box<Body>)>,
    },
    /// A checkpoint note, not verified.
    Checkpoint(Vec<u8>),
    /// Nothing: the relay is there.
    KeepAlive,
}

impl Frame {
    /// The frame's bytes, at most [`MAX_FRAME`].
    ///
    /// # Errors
    ///
    /// [`FeedError::Count`] unless there are 1 to 256 entries, [`FeedError::Index`] if their indexes leave 64 bits,
    /// [`FeedError::Checkpoint`] for an empty note or one beyond [`MAX_CHECKPOINT`] bytes.
    pub fn encode(&self) -> Result<Vec<u8>, FeedError> {
        match self {
            Self::Entries { first, entries } => {
                let mut out = entries_header(*first, entries.len(), false)?;
                entries.iter().for_each(|entry| out.extend_from_slice(&entry.encode()));
                Ok(out)
            }
            Self::Slots { first, slots } => {
                let mut out = entries_header(*first, slots.len(), true)?;
                for (entry, body) in slots {
                    out.extend_from_slice(&entry.encode());
                    out.extend_from_slice(body.as_slice());
                }
                Ok(out)
            }
            Self::Checkpoint(note) => encode_checkpoint(note),
            Self::KeepAlive => Ok(vec![KEEP_ALIVE]),
        }
    }
}

/// Why a frame was not read or not written. A stream with one wrong frame is wrong from there on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FeedError {
    /// Unknown type byte.
    #[error("unknown frame type {0:#04x}")]
    Kind(u8),
    /// No entries, or more than 256.
    #[error("frame has a wrong number of entries")]
    Count,
    /// The bodies flag is neither 0 nor 1.
    #[error("frame has a wrong bodies flag")]
    Flag,
    /// Indexes beyond 64 bits.
    #[error("frame index is out of range")]
    Index,
    /// An empty note, or one too long.
    #[error("frame has a checkpoint of wrong length")]
    Checkpoint,
    /// A record is not an entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// More was pushed than the buffer may hold: take frames out first.
    #[error("feed buffer is full")]
    Full,
}

fn entries_header(first: u64, count: usize, bodies: bool) -> Result<Vec<u8>, FeedError> {
    let number = check_count(first, count)?;
    let record = if bodies { ENTRY_LEN + BODY_LEN } else { ENTRY_LEN };
    let mut out = Vec::with_capacity(ENTRIES_HEADER + count * record);
    out.push(ENTRIES);
    out.extend_from_slice(&first.to_be_bytes());
    out.extend_from_slice(&number.to_be_bytes());
    out.push(bodies.into());
    Ok(out)
}

fn encode_checkpoint(note: &[u8]) -> Result<Vec<u8>, FeedError> {
    let length = check_checkpoint(note.len())?;
    let mut out = Vec::with_capacity(CHECKPOINT_HEADER + note.len());
    out.push(CHECKPOINT);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(note);
    Ok(out)
}

/// 1 to 256 entries, the last of which still has an index.
fn check_count(first: u64, count: usize) -> Result<u16, FeedError> {
    let number = u16::try_from(count).ok().filter(|count| (1..=MAX_COUNT).contains(count)).ok_or(FeedError::Count)?;
    first.checked_add(number.into()).ok_or(FeedError::Index)?;
    Ok(number)
}

fn check_checkpoint(length: usize) -> Result<u16, FeedError> {
    let fits = (1..=MAX_CHECKPOINT).contains(&length);
    u16::try_from(length).ok().filter(|_| fits).ok_or(FeedError::Checkpoint)
}

/// Entries in a frame, at most.
pub const MAX_COUNT: u16 = 256;
/// Bytes of the longest frame.
pub const MAX_FRAME: usize = ENTRIES_HEADER + MAX_COUNT as usize * (ENTRY_LEN + BODY_LEN);

const ENTRIES: u8 = 0x01;
const CHECKPOINT: u8 = 0x02;
const KEEP_ALIVE: u8 = 0x03;
const ENTRIES_HEADER: usize = 1 + 8 + 2 + 1;
const CHECKPOINT_HEADER: usize = 1 + 2;

#[cfg(test)]
mod tests;
