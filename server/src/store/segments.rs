//! Append-only files of fixed-size records: an index *is* an offset.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{StoreError, sync_dir};

/// Records in one segment file.
pub const RECORDS_PER_SEGMENT: u64 = 16_384;

/// A directory of segments. Reads go by offset and share no state; one writer keeps its newest file open.
pub(super) struct Segments {
    dir: PathBuf,
    record_len: u64,
    writer: Mutex<Option<(u64, File)>>,
}

impl Segments {
    pub(super) fn new(dir: PathBuf, record_len: usize) -> Self {
        Self { dir, record_len: record_len as u64, writer: Mutex::new(None) }
    }

    /// Writes whole records from index `first` on. Durable when this returns, as is the name of a new file.
    pub(super) fn write(&self, first: u64, mut bytes: &[u8]) -> Result<(), StoreError> {
        let mut at = first;
        while !bytes.is_empty() {
            let room = RECORDS_PER_SEGMENT - at % RECORDS_PER_SEGMENT;
            let here = room.saturating_mul(self.record_len).min(bytes.len() as u64);
            let (now, later) = bytes.split_at(usize::try_from(here).unwrap_or(bytes.len()));
            self.write_within(at, now)?;
            bytes = later;
            at += room;
        }
        Ok(())
    }

    fn write_within(&self, at: u64, bytes: &[u8]) -> Result<(), StoreError> {
        let number = at / RECORDS_PER_SEGMENT;
        let path = self.path(number);
        let mut writer = self.writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let file = match &mut *writer {
            Some((open, file)) if *open == number => file,
            slot => &mut slot.insert((number, self.create(number)?)).1,
        };
        file.write_all_at(bytes, self.offset(at)).and_then(|()| file.sync_data()).map_err(StoreError::io(&path))
    }

    fn create(&self, number: u64) -> Result<File, StoreError> {
        let path = self.path(number);
        let known = path.exists();
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(StoreError::io(&path))?;
        if !known {
            sync_dir(&self.dir)?;
        }
        Ok(file)
    }

    /// Reads `count` records from `first`.
    pub(super) fn read(&self, first: u64, count: usize) -> Result<Vec<u8>, StoreError> {
        let total = (count as u64).saturating_mul(self.record_len);
        let mut out = vec![0; usize::try_from(total).map_err(|_| StoreError::Beyond)?];
        let (mut at, mut rest) = (first, out.as_mut_slice());
        while !rest.is_empty() {
            let room = RECORDS_PER_SEGMENT - at % RECORDS_PER_SEGMENT;
            let here = room.saturating_mul(self.record_len).min(rest.len() as u64);
            let (now, later) = rest.split_at_mut(usize::try_from(here).map_err(|_| StoreError::Beyond)?);
            self.read_within(at, now)?;
            rest = later;
            at += room;
        }
        Ok(out)
    }

    fn read_within(&self, at: u64, out: &mut [u8]) -> Result<(), StoreError> {
        let path = self.path(at / RECORDS_PER_SEGMENT);
        let offset = self.offset(at);
        let file = File::open(&path).map_err(StoreError::io(&path))?;
        file.read_exact_at(out, offset).map_err(|error| {
            if error.kind() == io::ErrorKind::UnexpectedEof {
                let len = file.metadata().map_or(0, |m| m.len());
                return StoreError::Short { path, len, needed: offset.saturating_add(out.len() as u64) };
            }
            StoreError::Io { path, source: error }
        })
    }

    /// Checks that records `first..size` can be there, by length alone.
    pub(super) fn require(&self, first: u64, size: u64) -> Result<(), StoreError> {
        let mut at = first;
        while at < size {
            let end = (at / RECORDS_PER_SEGMENT + 1).saturating_mul(RECORDS_PER_SEGMENT).min(size);
            let path = self.path(at / RECORDS_PER_SEGMENT);
            let needed = self.offset(end - 1) + self.record_len;
            let len = length(&path)?;
            if len < needed {
                return Err(StoreError::Short { path, len, needed });
            }
            at = end;
        }
        Ok(())
    }

    /// Whole records on disk from `from` on, without a gap.
    pub(super) fn available(&self, from: u64) -> Result<u64, StoreError> {
        let mut end = from;
        loop {
            let number = end / RECORDS_PER_SEGMENT;
            let records = (length(&self.path(number))? / self.record_len).min(RECORDS_PER_SEGMENT);
            let reached = (number * RECORDS_PER_SEGMENT + records).max(from);
            end = reached.max(end);
            if records < RECORDS_PER_SEGMENT {
                return Ok(end);
            }
        }
    }

    /// Cuts everything from record `size` on.
    pub(super) fn truncate(&self, size: u64) -> Result<(), StoreError> {
        *self.writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
        let last = size / RECORDS_PER_SEGMENT;
        for number in self.numbers()? {
            let path = self.path(number);
            if number > last {
                std::fs::remove_file(&path).map_err(StoreError::io(&path))?;
            } else if number == last && length(&path)? > self.offset(size) {
                let file = OpenOptions::new().write(true).open(&path).map_err(StoreError::io(&path))?;
                file.set_len(self.offset(size)).and_then(|()| file.sync_data()).map_err(StoreError::io(&path))?;
            }
        }
        Ok(())
    }

    /// Unlinks the segments that end at or before record `before`.
    pub(super) fn remove_before(&self, before: u64) -> Result<(), StoreError> {
        for number in self.numbers()?.into_iter().filter(|n| *n < before / RECORDS_PER_SEGMENT) {
            let path = self.path(number);
            std::fs::remove_file(&path).map_err(StoreError::io(&path))?;
        }
        sync_dir(&self.dir)
    }

    pub(super) fn path(&self, number: u64) -> PathBuf {
        self.dir.join(format!("{number:08}.seg"))
    }

    /// Offset of record `at` in its file.
    pub(super) fn offset(&self, at: u64) -> u64 {
        at % RECORDS_PER_SEGMENT * self.record_len
    }

    fn numbers(&self) -> Result<Vec<u64>, StoreError> {
        let mut numbers = Vec::new();
        for entry in std::fs::read_dir(&self.dir).map_err(StoreError::io(&self.dir))? {
            let name = entry.map_err(StoreError::io(&self.dir))?.file_name();
            let number = name.to_str().and_then(|n| n.strip_suffix(".seg")).and_then(|n| n.parse::<u64>().ok());
            numbers.extend(number);
        }
        numbers.sort_unstable();
        Ok(numbers)
    }
}

fn length(path: &Path) -> Result<u64, StoreError> {
    match std::fs::metadata(path) {
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(source) => Err(StoreError::Io { path: path.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEGMENT: usize = 16_384;

    fn segments() -> (tempfile::TempDir, Segments) {
        let dir = tempfile::tempdir().unwrap();
        let segments = Segments::new(dir.path().to_owned(), 2);
        (dir, segments)
    }

    #[test]
    fn a_write_across_two_segments_reads_back() {
        let (_dir, segments) = segments();
        let head = vec![7; 2 * (SEGMENT - 1)];
        segments.write(0, &head).unwrap();
        segments.write(RECORDS_PER_SEGMENT - 1, &[1, 2, 3, 4]).unwrap();
        assert_eq!(segments.read(RECORDS_PER_SEGMENT - 1, 2).unwrap(), [1, 2, 3, 4]);
        assert_eq!(segments.available(0).unwrap(), RECORDS_PER_SEGMENT + 1);
    }

    #[test]
    fn a_read_past_the_end_names_the_file() {
        let (_dir, segments) = segments();
        segments.write(0, &[1, 2]).unwrap();
        assert!(matches!(segments.read(0, 2), Err(StoreError::Short { len: 2, needed: 4, .. })));
        assert!(matches!(segments.require(0, 2), Err(StoreError::Short { .. })));
        assert!(segments.require(0, 1).is_ok());
    }

    #[test]
    fn a_cut_removes_later_segments() {
        let (_dir, segments) = segments();
        segments.write(0, &vec![9; 2 * (SEGMENT + 5)]).unwrap();
        segments.truncate(3).unwrap();
        assert_eq!(segments.available(0).unwrap(), 3);
        assert!(!segments.path(1).exists());
    }
}
