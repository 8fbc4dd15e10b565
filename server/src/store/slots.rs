//! The checkpoint file: two slots written in turn, so that one `fdatasync` makes a checkpoint durable.
//!
//! ```text
//! offset length
//!      0      8  "dvlampcp"
//!      8      8  sequence number, big endian; the higher valid one wins
//!     16      8  size of the log
//!     24      8  index of the first body that is kept
//!     32      4  length n of the text
//!     36      n  signed checkpoint
//!  4,092      4  crc32c of the 4,092 bytes before
//! ```

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use super::{StoreError, sync_dir};

/// What a slot holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) sequence: u64,
    pub(super) size: u64,
    pub(super) first_body: u64,
    pub(super) checkpoint: String,
}

/// The open checkpoint file.
pub(super) struct Slots {
    path: PathBuf,
    file: File,
    newest: Slot,
    /// The other slot does not read: the newest checkpoint may be lost.
    pub(super) other_damaged: bool,
}

impl Slots {
    /// Makes the file with two empty slots.
    pub(super) fn create(path: &Path) -> Result<(), StoreError> {
        let mut both = encode(&Slot::default());
        both.extend(encode(&Slot::default()));
        super::replace_file(path, &both)?;
        path.parent().map_or(Ok(()), sync_dir)
    }

    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(StoreError::io(path))?;
        let len = file.metadata().map_err(StoreError::io(path))?.len();
        let needed = 2 * SLOT_LEN as u64;
        if len < needed {
            return Err(StoreError::Short { path: path.to_owned(), len, needed });
        }
        let read = |offset: u64| -> Result<Option<Slot>, StoreError> {
            let mut bytes = [0; SLOT_LEN];
            file.read_exact_at(&mut bytes, offset).map_err(StoreError::io(path))?;
            Ok(decode(&bytes))
        };
        let (a, b) = (read(0)?, read(SLOT_LEN as u64)?);
        let other_damaged = a.is_none() || b.is_none();
        let newest = a.into_iter().chain(b).max_by_key(|slot| slot.sequence).ok_or_else(|| StoreError::Damaged {
            path: path.to_owned(),
            offset: 0,
            what: "neither checkpoint slot is whole",
        })?;
        Ok(Self { path: path.to_owned(), file, newest, other_damaged })
    }

    pub(super) fn newest(&self) -> &Slot {
        &self.newest
    }

    /// Writes the slot that is not the newest; durable when this returns.
    pub(super) fn write(&mut self, size: u64, first_body: u64, checkpoint: &str) -> Result<(), StoreError> {
        if checkpoint.len() > MAX_TEXT {
            return Err(StoreError::Mismatch("checkpoint too long for its slot"));
        }
        let slot = Slot { sequence: self.newest.sequence + 1, size, first_body, checkpoint: checkpoint.to_owned() };
        let offset = slot.sequence % 2 * SLOT_LEN as u64;
        self.file
            .write_all_at(&encode(&slot), offset)
            .and_then(|()| self.file.sync_data())
            .map_err(StoreError::io(&self.path))?;
        self.newest = slot;
        Ok(())
    }
}

fn encode(slot: &Slot) -> Vec<u8> {
    let mut out = Vec::with_capacity(SLOT_LEN);
    out.extend(MAGIC);
    out.extend(slot.sequence.to_be_bytes());
    out.extend(slot.size.to_be_bytes());
    out.extend(slot.first_body.to_be_bytes());
    out.extend(u32::try_from(slot.checkpoint.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(slot.checkpoint.as_bytes());
    out.resize(SLOT_LEN - 4, 0);
    let crc = crc32c::crc32c(&out);
    out.extend(crc.to_be_bytes());
    out
}

fn decode(bytes: &[u8; SLOT_LEN]) -> Option<Slot> {
    let (covered, crc) = bytes.split_last_chunk::<4>()?;
    if crc32c::crc32c(covered) != u32::from_be_bytes(*crc) {
        return None;
    }
    let (magic, rest) = covered.split_first_chunk::<8>()?;
    let (sequence, rest) = rest.split_first_chunk::<8>()?;
    let (size, rest) = rest.split_first_chunk::<8>()?;
    let (first_body, rest) = rest.split_first_chunk::<8>()?;
    let (len, rest) = rest.split_first_chunk::<4>()?;
    let text = rest.get(..usize::try_from(u32::from_be_bytes(*len)).ok()?)?;
    (magic == MAGIC).then_some(())?;
    Some(Slot {
        sequence: u64::from_be_bytes(*sequence),
        size: u64::from_be_bytes(*size),
        first_body: u64::from_be_bytes(*first_body),
        checkpoint: String::from_utf8(text.to_vec()).ok()?,
    })
}

const MAGIC: &[u8; 8] = b"dvlampcp";
const SLOT_LEN: usize = 4096;
const MAX_TEXT: usize = SLOT_LEN - 36 - 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("checkpoint");
        Slots::create(&path).unwrap();
        (dir, path)
    }

    #[test]
    fn the_newest_slot_wins_after_reopening() {
        let (_dir, path) = fresh();
        let mut slots = Slots::open(&path).unwrap();
        for size in 1..=5 {
            slots.write(size, 0, "text").unwrap();
        }
        assert_eq!(Slots::open(&path).unwrap().newest().size, 5);
    }

    #[test]
    fn a_torn_slot_falls_back_and_is_reported() {
        let (_dir, path) = fresh();
        let mut slots = Slots::open(&path).unwrap();
        slots.write(1, 0, "one").unwrap();
        slots.write(2, 0, "two").unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[40] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let slots = Slots::open(&path).unwrap();
        assert_eq!(slots.newest().size, 1);
        assert!(slots.other_damaged);
    }

    #[test]
    fn two_broken_slots_are_an_error() {
        let (_dir, path) = fresh();
        std::fs::write(&path, vec![0; 2 * SLOT_LEN]).unwrap();
        assert!(matches!(Slots::open(&path), Err(StoreError::Damaged { .. })));
    }

    #[test]
    fn a_short_file_is_an_error() {
        let (_dir, path) = fresh();
        std::fs::write(&path, vec![0; SLOT_LEN]).unwrap();
        assert!(matches!(Slots::open(&path), Err(StoreError::Short { .. })));
    }

    #[test]
    fn a_text_longer_than_its_slot_is_refused() {
        let (_dir, path) = fresh();
        let mut slots = Slots::open(&path).unwrap();
        assert!(slots.write(1, 0, &"x".repeat(MAX_TEXT + 1)).is_err());
        assert!(slots.write(1, 0, &"x".repeat(MAX_TEXT)).is_ok());
    }
}
