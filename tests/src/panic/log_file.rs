//! What a relay's log holds on disk at this moment, be the relay alive or not (`SPEC.md` 5.2).

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use davylamp_protocol::log::entry::ENTRY_LEN;

/// The log of a relay's directory, read behind its back.
#[derive(Clone, Debug)]
pub struct LogFile {
    dir: PathBuf,
}

impl LogFile {
    /// The log in `dir`.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// Entries under the newest signed checkpoint that is on disk: nothing beyond it was ever acknowledged.
    #[must_use]
    pub fn size(&self) -> u64 {
        let Ok(file) = File::open(self.dir.join("checkpoint")) else { return 0 };
        let slots = [0, SLOT].map(|offset| slot(&file, offset));
        slots.into_iter().flatten().max().map_or(0, |(_, size)| size)
    }

    /// The entries from `from` on that are under the newest checkpoint.
    #[must_use]
    pub fn entries_from(&self, from: u64) -> Vec<[u8; ENTRY_LEN]> {
        let size = self.size();
        let segments = from / SEGMENT..size.div_ceil(SEGMENT);
        segments.flat_map(|number| self.segment(number, from.max(number * SEGMENT), size)).collect()
    }

    /// The entries of one file that are in `from..size`.
    fn segment(&self, number: u64, from: u64, size: u64) -> Vec<[u8; ENTRY_LEN]> {
        let end = size.min((number + 1) * SEGMENT);
        let length = usize::try_from(end.saturating_sub(from) * RECORD as u64).unwrap_or_default();
        let mut bytes = vec![0; length];
        let file = File::open(self.dir.join(format!("entries/{number:08}.seg")));
        let read = file.and_then(|file| file.read_exact_at(&mut bytes, from % SEGMENT * RECORD as u64));
        let records = bytes.as_chunks::<RECORD>().0;
        records.iter().filter(|_| read.is_ok()).filter_map(|record| record.first_chunk().copied()).collect()
    }
}

/// Sequence and size of a slot that is one.
fn slot(file: &File, offset: u64) -> Option<(u64, u64)> {
    let mut head = [0; 24];
    file.read_exact_at(&mut head, offset).ok()?;
    let (magic, rest) = head.split_first_chunk::<8>()?;
    let (sequence, size) = rest.split_first_chunk::<8>()?;
    (magic == b"dvlampcp").then_some((u64::from_be_bytes(*sequence), u64::from_be_bytes(*size.first_chunk()?)))
}

const SLOT: u64 = 4096;
const SEGMENT: u64 = 16_384;
/// An entry and its checksum.
const RECORD: usize = ENTRY_LEN + 4;
