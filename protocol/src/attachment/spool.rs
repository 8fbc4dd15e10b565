//! What a spool is made of: sealed records and marks, all of which look random (`SPEC.md` 16.5).

use chacha20poly1305::aead::{AeadInPlace as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce, Tag};
use zeroize::Zeroizing;

use super::CHUNK_LEN;
use crate::labelled::{Secret32, kdf, prf};

/// Bytes of a sealed record: a chunk and its tag.
pub const RECORD_LEN: usize = CHUNK_LEN + TAG_LEN;
/// Bytes of a mark.
pub const MARK_LEN: usize = 16;

/// The key of one spool, from the case's words. Wiped when dropped.
pub struct SpoolKey(Secret32);

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The spool is of these words.
    Begun,
    /// The relay has this chunk.
    Stored(u32),
    /// The message is handed in.
    Sent,
}

impl SpoolKey {
    /// For the spool that begins with `salt`.
    #[must_use]
    pub fn derive(case_secret: &Secret32, salt: &[u8; 32]) -> Self {
        Self(kdf(case_secret.as_slice(), salt, SPOOL, &[]))
    }

    /// Seals chunk `n`, or the state where there is no number. `None` if it is not of [`CHUNK_LEN`] bytes.
    #[must_use]
    pub fn seal(&self, n: Option<u32>, chunk: &[u8]) -> Option<Vec<u8>> {
        if chunk.len() != CHUNK_LEN {
            return None;
        }
        let mut record = Vec::with_capacity(RECORD_LEN);
        record.extend_from_slice(chunk);
        let tag = self.cipher().encrypt_in_place_detached(&nonce(n), &[], &mut record).ok()?;
        record.extend_from_slice(&tag);
        Some(record)
    }

    /// Opens what [`SpoolKey::seal`] made; `None` for anything else.
    #[must_use]
    pub fn open(&self, n: Option<u32>, record: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (sealed, tag) = record.split_last_chunk::<TAG_LEN>()?;
        let mut chunk = Zeroizing::new(sealed.to_vec());
        let opened = self.cipher().decrypt_in_place_detached(&nonce(n), &[], &mut chunk, Tag::from_slice(tag));
        (opened.is_ok() && chunk.len() == CHUNK_LEN).then_some(chunk)
    }

    /// The mark's bytes.
    #[must_use]
    pub fn mark(&self, mark: Mark) -> [u8; MARK_LEN] {
        let number;
        let field: &[u8] = match mark {
            Mark::Begun => b"begun",
            Mark::Sent => b"sent",
            Mark::Stored(n) => {
                number = u64::from(n).to_be_bytes();
                &number
            }
        };
        let full = prf(&self.0, SPOOL_MARK, &[field]);
        *full.first_chunk().expect("a PRF gives 32 bytes")
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(Key::from_slice(self.0.as_slice()))
    }
}

fn nonce(n: Option<u32>) -> Nonce {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&n.map_or(u64::MAX, u64::from).to_be_bytes());
    nonce.into()
}

/// The state as a chunk; `None` if the message is too long for one.
#[must_use]
pub fn state_record(message: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let length = u32::try_from(message.len()).ok()?;
    let mut state = Zeroizing::new(Vec::with_capacity(CHUNK_LEN));
    state.extend_from_slice(&length.to_be_bytes());
    state.extend_from_slice(message);
    (state.len() <= CHUNK_LEN).then(|| {
        state.resize(CHUNK_LEN, 0);
        state
    })
}

const TAG_LEN: usize = 16;
const SPOOL: &str = "davylamp/v1/spool";
const SPOOL_MARK: &str = "davylamp/v1/spool-mark";

#[cfg(test)]
mod tests {
    use super::*;

    fn key(secret: u8, salt: u8) -> SpoolKey {
        SpoolKey::derive(&Zeroizing::new([secret; 32]), &[salt; 32])
    }

    #[test]
    fn a_record_opens_under_its_key_and_number_alone() {
        let chunk = vec![7; CHUNK_LEN];
        let record = key(1, 1).seal(Some(3), &chunk).unwrap();
        assert_eq!(record.len(), RECORD_LEN);
        assert_eq!(key(1, 1).open(Some(3), &record).as_deref(), Some(&chunk));
        for (key, n) in [(key(2, 1), Some(3)), (key(1, 2), Some(3)), (key(1, 1), Some(4)), (key(1, 1), None)] {
            assert!(key.open(n, &record).is_none());
        }
        let mut changed = record.clone();
        changed[1000] ^= 1;
        assert!(key(1, 1).open(Some(3), &changed).is_none());
        assert!(key(1, 1).open(Some(3), &record[1..]).is_none() && key(1, 1).open(Some(3), &[]).is_none());
        assert!(key(1, 1).seal(Some(0), &chunk[1..]).is_none());
    }

    #[test]
    fn marks_tell_each_other_apart() {
        let marks = [Mark::Begun, Mark::Sent, Mark::Stored(0), Mark::Stored(1)].map(|mark| key(1, 1).mark(mark));
        assert!(marks.iter().enumerate().all(|(at, mark)| !marks[..at].contains(mark)));
        assert_ne!(key(1, 1).mark(Mark::Begun), key(2, 1).mark(Mark::Begun));
    }

    #[test]
    fn a_state_has_one_size_and_its_message_comes_back() {
        let state = state_record(b"message").unwrap();
        assert_eq!((state.len(), &state[..11]), (CHUNK_LEN, &b"\0\0\0\x07message"[..]));
        assert!(state_record(&vec![0; CHUNK_LEN]).is_none());
    }
}
