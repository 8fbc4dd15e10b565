//! Takes frames out of a byte stream, however it is cut.

use super::super::entry::{BODY_LEN, ENTRY_LEN, Entry};
use super::{
    CHECKPOINT, CHECKPOINT_HEADER, ENTRIES, ENTRIES_HEADER, FeedError, Frame, KEEP_ALIVE, MAX_FRAME, check_checkpoint,
    check_count,
};

/// Buffers what has come of a stream, at most twice [`MAX_FRAME`]. After an error it gives that error for ever.
#[derive(Debug, Default)]
pub struct FrameDecoder {
    buffer: Vec<u8>,
    /// Bytes of the buffer that are used up.
    taken: usize,
    failed: Option<FeedError>,
}

impl FrameDecoder {
    /// A decoder at the start of a stream.
    #[must_use]
    pub const fn new() -> Self {
        Self { buffer: Vec::new(), taken: 0, failed: None }
    }

    /// Takes in the next bytes of the stream. Call [`FrameDecoder::next_frame`] until it gives `None` in between:
    /// then there is room for [`MAX_FRAME`] bytes.
    ///
    /// # Errors
    ///
    /// [`FeedError::Full`] without room, and then nothing was taken in; an earlier frame's error.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), FeedError> {
        self.failed.map_or(Ok(()), Err)?;
        self.buffer.drain(..self.taken);
        self.taken = 0;
        if self.buffer.len().saturating_add(bytes.len()) > 2 * MAX_FRAME {
            return Err(FeedError::Full);
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    /// The next whole frame; `None` until more bytes have come.
    ///
    /// # Errors
    ///
    /// [`FeedError`] for a wrong frame, as soon as its header shows it.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FeedError> {
        self.failed.map_or(Ok(()), Err)?;
        let pending = self.buffer.get(self.taken..).unwrap_or_default();
        match frame(pending) {
            Ok(Some((frame, length))) => {
                self.taken += length;
                Ok(Some(frame))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                self.failed = Some(error);
                Err(error)
            }
        }
    }

    /// Whether the stream may end here: no frame has begun.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.buffer.len() == self.taken
    }
}

/// A frame and its length, if `bytes` begin with a whole one.
fn frame(bytes: &[u8]) -> Result<Option<(Frame, usize)>, FeedError> {
    match bytes.first() {
        None => Ok(None),
        Some(&ENTRIES) => entries(bytes),
        Some(&CHECKPOINT) => checkpoint(bytes),
        Some(&KEEP_ALIVE) => Ok(Some((Frame::KeepAlive, 1))),
        Some(&kind) => Err(FeedError::Kind(kind)),
    }
}

fn entries(bytes: &[u8]) -> Result<Option<(Frame, usize)>, FeedError> {
    let Some(([_, head @ ..], rest)) = bytes.split_first_chunk::<ENTRIES_HEADER>() else {
        return Ok(None);
    };
    let [a, b, c, d, e, f, g, h, high, low, flag] = *head;
    let first = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
    let count = usize::from(u16::from_be_bytes([high, low]));
    check_count(first, count)?;
    let record = match flag {
        0 => ENTRY_LEN,
        1 => ENTRY_LEN + BODY_LEN,
        _ => return Err(FeedError::Flag),
    };
    let Some(records) = rest.get(..count * record) else {
        return Ok(None);
    };
    let frame = if flag == 0 {
        let entries = records.as_chunks().0.iter().map(Entry::decode).collect::<Result<_, _>>()?;
        Frame::Entries { first, entries }
    } else {
        Frame::Slots { first, slots: records.as_chunks().0.iter().map(slot).collect::<Result<_, _>>()? }
    };
    Ok(Some((frame, ENTRIES_HEADER + records.len())))
}

fn slot(record: &[u8; ENTRY_LEN + BODY_LEN]) -> Result<(Entry, Box<[u8; BODY_LEN]>), FeedError> {
    let (mut entry, mut body) = ([0; ENTRY_LEN], Box::new([0; BODY_LEN]));
    let (left, right) = record.split_at(ENTRY_LEN);
    entry.copy_from_slice(left);
    body.copy_from_slice(right);
    Ok((Entry::decode(&entry)?, body))
}

fn checkpoint(bytes: &[u8]) -> Result<Option<(Frame, usize)>, FeedError> {
    let Some(([_, length @ ..], rest)) = bytes.split_first_chunk::<CHECKPOINT_HEADER>() else {
        return Ok(None);
    };
    let length = usize::from(u16::from_be_bytes(*length));
    check_checkpoint(length)?;
    let note = rest.get(..length);
    Ok(note.map(|note| (Frame::Checkpoint(note.to_vec()), CHECKPOINT_HEADER + length)))
}
