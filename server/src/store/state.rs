//! Small changing state in sled 0.34: the card index, the chunk index and the times of segments.
//!
//! One writer; a batch is applied, flushed, and then `fdatasync`ed on a handle of its own, because sled's flush on
//! Linux leaves metadata and the disk's cache alone. Values stay below 16 KiB (larger ones become blobs that sled
//! never syncs), and each carries a checksum.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::StoreError;

/// The newest card or notice of a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardState {
    /// Serial number of its newest version.
    pub serial: u64,
    /// Where that version stands in the log.
    pub index: u64,
    /// SHA-256 of the signed note, which is also the name of its file.
    pub hash: [u8; 32],
    /// Its `tlog-proof`.
    pub proof: String,
}

/// A chunk of an attachment that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkState {
    /// Hours since the Unix epoch when it came: nothing finer is kept.
    pub hour: u64,
    /// SHA-256 of it.
    pub hash: [u8; 32],
}

/// Which of a desk's two series a note belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Series {
    /// Contact cards.
    Card,
    /// Notices.
    Notice,
}

/// The open database.
pub struct State {
    db: sled::Db,
    file: File,
    path: PathBuf,
    writing: Mutex<()>,
}

impl State {
    /// Opens or makes the database in `dir`.
    ///
    /// # Errors
    /// sled's own.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let db = sled::Config::new()
            .path(dir)
            .cache_capacity(4 << 20)
            .print_profile_on_drop(false)
            .flush_every_ms(None)
            .open()
            .map_err(state)?;
        let path = dir.join("db");
        let file = File::open(&path).map_err(StoreError::io(&path))?;
        Ok(Self { db, file, path, writing: Mutex::new(()) })
    }

    /// Every desk's newest notes, by SHA-256 of its verifier key and series.
    ///
    /// # Errors
    /// A damaged value.
    pub fn cards(&self) -> Result<Vec<([u8; 32], Series, CardState)>, StoreError> {
        self.db
            .scan_prefix(CARD)
            .map(|item| {
                let (key, value) = item.map_err(state)?;
                let (desk, series) = card_from_key(&key).ok_or_else(|| self.damaged())?;
                Ok((desk, series, self.card_from_value(&value)?))
            })
            .collect()
    }

    /// A desk's newest note of one series.
    ///
    /// # Errors
    /// A damaged value.
    pub fn card(&self, desk: &[u8; 32], series: Series) -> Result<Option<CardState>, StoreError> {
        let value = self.db.get(card_key(desk, series)).map_err(state)?;
        value.map(|v| self.card_from_value(&v)).transpose()
    }

    /// Keeps a desk's newest note; durable when this returns.
    ///
    /// # Errors
    /// sled's own, or a proof over 16 KiB.
    pub fn put_card(&self, desk: &[u8; 32], series: Series, card: &CardState) -> Result<(), StoreError> {
        let mut value = Vec::with_capacity(48 + card.proof.len());
        value.extend(card.serial.to_be_bytes());
        value.extend(card.index.to_be_bytes());
        value.extend(card.hash);
        value.extend(card.proof.as_bytes());
        self.put(card_key(desk, series), value)
    }

    /// Forgets a desk's newest note of one series; durable when this returns.
    ///
    /// # Errors
    /// sled's own.
    pub fn remove_card(&self, desk: &[u8; 32], series: Series) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        batch.remove(card_key(desk, series));
        self.apply(batch)
    }

    /// When the last tick of a segment was, in Unix seconds.
    ///
    /// # Errors
    /// A damaged value.
    pub fn segment_time(&self, number: u64) -> Result<Option<u64>, StoreError> {
        let Some(value) = self.db.get(segment_key(number)).map_err(state)? else {
            return Ok(None);
        };
        let bytes = self.checked(&value)?.try_into().map_err(|_| self.damaged())?;
        Ok(Some(u64::from_be_bytes(bytes)))
    }

    /// Keeps the time of a segment's last tick; durable when this returns.
    ///
    /// # Errors
    /// sled's own.
    pub fn put_segment_time(&self, number: u64, seconds: u64) -> Result<(), StoreError> {
        self.put(segment_key(number), seconds.to_be_bytes().to_vec())
    }

    /// The chunk of this id.
    ///
    /// # Errors
    /// A damaged value.
    pub fn chunk(&self, id: &[u8; 32]) -> Result<Option<ChunkState>, StoreError> {
        let value = self.db.get([CHUNK, id].concat()).map_err(state)?;
        value.map(|value| self.chunk_from_value(&value)).transpose()
    }

    /// Every chunk that is held; `None` where the value does not read.
    pub fn chunks(&self) -> impl Iterator<Item = Result<([u8; 32], Option<ChunkState>), StoreError>> + '_ {
        self.db.scan_prefix(CHUNK).map(|item| {
            let (key, value) = item.map_err(state)?;
            let id = key.strip_prefix(CHUNK).and_then(|id| id.try_into().ok()).ok_or_else(|| self.damaged())?;
            Ok((id, self.chunk_from_value(&value).ok()))
        })
    }

    /// Keeps what is known of chunks; durable when this returns.
    ///
    /// # Errors
    /// sled's own.
    pub fn put_chunks(&self, chunks: &[([u8; 32], ChunkState)]) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for (id, chunk) in chunks {
            let mut value = [&chunk.hour.to_be_bytes()[..], &chunk.hash].concat();
            value.extend(crc32c::crc32c(&value).to_be_bytes());
            batch.insert([CHUNK, id].concat(), value);
        }
        self.apply(batch)
    }

    /// Forgets chunks; durable when this returns.
    ///
    /// # Errors
    /// sled's own.
    pub fn remove_chunks(&self, ids: &[[u8; 32]]) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        ids.iter().for_each(|id| batch.remove([CHUNK, id].concat()));
        self.apply(batch)
    }

    fn chunk_from_value(&self, value: &[u8]) -> Result<ChunkState, StoreError> {
        let parse = |value: &[u8]| {
            let (hour, hash) = value.split_first_chunk::<8>()?;
            Some(ChunkState { hour: u64::from_be_bytes(*hour), hash: hash.try_into().ok()? })
        };
        parse(self.checked(value)?).ok_or_else(|| self.damaged())
    }

    fn put(&self, key: Vec<u8>, mut value: Vec<u8>) -> Result<(), StoreError> {
        value.extend(crc32c::crc32c(&value).to_be_bytes());
        if value.len() > MAX_VALUE {
            return Err(StoreError::State("value over 16 KiB".to_owned()));
        }
        let mut batch = sled::Batch::default();
        batch.insert(key, value);
        self.apply(batch)
    }

    fn apply(&self, batch: sled::Batch) -> Result<(), StoreError> {
        let _writing = self.writing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.db.apply_batch(batch).map_err(state)?;
        self.db.flush().map_err(state)?;
        self.file.sync_data().map_err(StoreError::io(&self.path))
    }

    fn card_from_value(&self, value: &[u8]) -> Result<CardState, StoreError> {
        let parse = |value: &[u8]| {
            let (serial, rest) = value.split_first_chunk::<8>()?;
            let (index, rest) = rest.split_first_chunk::<8>()?;
            let (hash, rest) = rest.split_first_chunk::<32>()?;
            Some(CardState {
                serial: u64::from_be_bytes(*serial),
                index: u64::from_be_bytes(*index),
                hash: *hash,
                proof: String::from_utf8(rest.to_vec()).ok()?,
            })
        };
        parse(self.checked(value)?).ok_or_else(|| self.damaged())
    }

    fn checked<'v>(&self, value: &'v [u8]) -> Result<&'v [u8], StoreError> {
        let (covered, crc) = value.split_last_chunk::<4>().ok_or_else(|| self.damaged())?;
        if crc32c::crc32c(covered) == u32::from_be_bytes(*crc) { Ok(covered) } else { Err(self.damaged()) }
    }

    fn damaged(&self) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), offset: 0, what: "checksum of a value does not match" }
    }
}

impl Series {
    fn byte(self) -> u8 {
        match self {
            Self::Card => b'c',
            Self::Notice => b'n',
        }
    }
}

fn card_key(desk: &[u8; 32], series: Series) -> Vec<u8> {
    [CARD, desk.as_slice(), &[series.byte()]].concat()
}

fn card_from_key(key: &[u8]) -> Option<([u8; 32], Series)> {
    let (desk, series) = key.strip_prefix(CARD)?.split_first_chunk::<32>()?;
    let series = [Series::Card, Series::Notice].into_iter().find(|s| [s.byte()] == series)?;
    Some((*desk, series))
}

fn segment_key(number: u64) -> Vec<u8> {
    [SEGMENT, &number.to_be_bytes()].concat()
}

#[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
fn state(error: sled::Error) -> StoreError {
    StoreError::State(error.to_string())
}

const CARD: &[u8] = b"card/";
const SEGMENT: &[u8] = b"segment/";
const CHUNK: &[u8] = b"chunk/";
const MAX_VALUE: usize = 16 << 10;

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    fn card(proof: &str) -> CardState {
        CardState { serial: 3, index: 77, hash: [5; 32], proof: proof.to_owned() }
    }

    #[test]
    fn cards_and_times_survive_reopening() {
        let dir = tempfile::tempdir().unwrap();
        let state = State::open(dir.path()).unwrap();
        state.put_card(&[1; 32], Series::Notice, &card("proof")).unwrap();
        state.put_segment_time(9, 1_800_000_000).unwrap();
        drop(state);
        let state = State::open(dir.path()).unwrap();
        assert_eq!(state.cards().unwrap(), [([1; 32], Series::Notice, card("proof"))]);
        assert_eq!(state.card(&[1; 32], Series::Card).unwrap(), None);
        assert_eq!(state.segment_time(9).unwrap(), Some(1_800_000_000));
    }

    #[test]
    fn a_chunk_is_indexed_as_specified() {
        let dir = tempfile::tempdir().unwrap();
        let state = State::open(dir.path()).unwrap();
        let hash = Sha256::digest(vec![0; 262_144]).into();
        state.put_chunks(&[([1; 32], ChunkState { hour: 494_900, hash })]).unwrap();
        let (key, value) = state.db.iter().next().unwrap().unwrap();
        assert_eq!(key.as_ref(), [b"chunk/".as_slice(), &[1; 32]].concat());
        assert_eq!(
            hex::encode(value),
            "0000000000078d348a39d2abd3999ab73c34db2476849cddf303ce389b35826850f9a700589b4a903c29482d"
        );
        state.remove_chunks(&[[1; 32]]).unwrap();
        assert_eq!(state.chunk(&[1; 32]).unwrap(), None);
    }

    #[test]
    fn a_removed_card_stays_removed() {
        let dir = tempfile::tempdir().unwrap();
        let state = State::open(dir.path()).unwrap();
        state.put_card(&[1; 32], Series::Card, &card("proof")).unwrap();
        state.put_card(&[1; 32], Series::Notice, &card("proof")).unwrap();
        state.remove_card(&[1; 32], Series::Card).unwrap();
        state.remove_card(&[2; 32], Series::Card).unwrap();
        drop(state);
        let state = State::open(dir.path()).unwrap();
        assert_eq!(state.card(&[1; 32], Series::Card).unwrap(), None);
        assert_eq!(state.card(&[1; 32], Series::Notice).unwrap(), Some(card("proof")));
    }

    #[test]
    fn a_value_that_changed_on_disk_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let state = State::open(dir.path()).unwrap();
        state.db.insert(segment_key(1), vec![0; 12]).unwrap();
        assert!(matches!(state.segment_time(1), Err(StoreError::Damaged { .. })));
        state.db.insert(segment_key(2), vec![0; 2]).unwrap();
        assert!(matches!(state.segment_time(2), Err(StoreError::Damaged { .. })));
    }

    #[test]
    fn an_oversized_value_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let state = State::open(dir.path()).unwrap();
        assert!(state.put_card(&[1; 32], Series::Card, &card(&"x".repeat(MAX_VALUE))).is_err());
    }
}
