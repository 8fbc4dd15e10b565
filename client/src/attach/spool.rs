//! The spool: sealed chunks and the message that names them, kept so that an upload can go on (`SPEC.md` 16.5).

use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use davylamp_protocol::attachment::{Attachment, MARK_LEN, Mark, RECORD_LEN, SealError, SpoolKey, state_record};
use davylamp_protocol::labelled::Secret32;
use davylamp_protocol::message::Message;
use indicatif::ProgressBar;
use rand::RngCore as _;
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use super::Offer;
use super::source::seal_all;
use super::upload::CHUNK;
use crate::files::{self, shred, sync_dir};

/// Why a spool cannot be gone on with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SpoolError {
    /// Other words, another desk, or no spool.
    #[error("not a spool of these words")]
    Strange,
    /// Its chunks were not all there: nothing of it was sent.
    #[error("not finished")]
    Unfinished,
    /// The disk.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Seals the offers for the relay of log `origin` into a new spool at `path`; `message` is made of what names them. Blocks.
///
/// # Errors
///
/// [`SealError`]: the disk's, or a file that changes. What was written by then is removed.
pub(crate) fn fill(
    path: &Path,
    case_secret: &Secret32,
    (offers, origin): (&[Offer], &str),
    bar: &ProgressBar,
    message: impl FnOnce(Vec<Attachment>) -> Message,
) -> Result<Spool, SealError> {
    let mut filling = Filling::begin(path, case_secret)?;
    let named = seal_all(offers, origin, |chunk| {
        bar.inc(CHUNK);
        filling.push(&chunk.bytes)
    });
    let filled = named.and_then(|named| Ok(filling.finish(&message(named))?));
    filled.inspect_err(|_| {
        // It holds nothing that could be gone on with.
        let _ = shred(path);
    })
}

/// A spool that is being filled.
struct Filling {
    path: PathBuf,
    file: File,
    key: SpoolKey,
    chunks: u32,
}

impl Filling {
    /// Begins a new file, which only its owner reads; one that is there already is an error.
    fn begin(path: &Path, case_secret: &Secret32) -> io::Result<Self> {
        let mut file = File::options().read(true).write(true).create_new(true).mode(0o600).open(path)?;
        let mut salt = [0; 32];
        OsRng.fill_bytes(&mut salt);
        let key = SpoolKey::derive(case_secret, &salt);
        file.write_all(&salt)?;
        file.write_all(&key.mark(Mark::Begun))?;
        file.write_all(&random(RECORD_LEN))?;
        Ok(Self { path: path.to_owned(), file, key, chunks: 0 })
    }

    fn push(&mut self, chunk: &[u8]) -> io::Result<()> {
        let record = self.key.seal(Some(self.chunks), chunk).ok_or(io::ErrorKind::InvalidInput)?;
        self.file.write_all(&record)?;
        self.chunks += 1;
        Ok(())
    }

    /// Writes the message that names the chunks: from here on the spool can be gone on with.
    fn finish(mut self, message: &Message) -> io::Result<Spool> {
        self.file.write_all(&random((self.chunks as usize + 1) * MARK_LEN))?;
        self.file.sync_all()?;
        let state = state_record(&message.encode()).ok_or(io::ErrorKind::InvalidInput)?;
        let state = self.key.seal(None, &state).ok_or(io::ErrorKind::InvalidInput)?;
        self.file.write_all_at(&state, STATE_AT)?;
        self.file.sync_all()?;
        sync_dir(files::parent(&self.path))?;
        let Self { path, file, key, chunks } = self;
        Ok(Spool { path, file, key, chunks, message: message.clone() })
    }
}

/// A spool with all of its chunks.
pub(crate) struct Spool {
    path: PathBuf,
    file: File,
    key: SpoolKey,
    chunks: u32,
    message: Message,
}

impl Spool {
    /// Opens one that was filled.
    ///
    /// # Errors
    ///
    /// [`SpoolError`].
    pub(crate) fn open(path: &Path, case_secret: &Secret32) -> Result<Self, SpoolError> {
        let file = File::options().read(true).write(true).open(path)?;
        let mut head = [0; HEAD];
        read(&file, &mut head, 0)?;
        let (salt, begun) = head.split_first_chunk().ok_or(SpoolError::Strange)?;
        let key = SpoolKey::derive(case_secret, salt);
        if *begun != key.mark(Mark::Begun) {
            return Err(SpoolError::Strange);
        }
        let mut state = vec![0; RECORD_LEN];
        let opened = read(&file, &mut state, STATE_AT).ok().and_then(|()| key.open(None, &state));
        let message = opened.as_deref().and_then(|state| message_of(state)).ok_or(SpoolError::Unfinished)?;
        let chunks = message.attachments().iter().map(|attachment| attachment.chunks).sum();
        Ok(Self { path: path.to_owned(), file, key, chunks, message })
    }

    /// What is handed in once the relay has all chunks.
    pub(crate) fn message(&self) -> &Message {
        &self.message
    }

    /// How many chunks it holds.
    pub(crate) fn chunks(&self) -> u32 {
        self.chunks
    }

    /// The chunks that the relay is not known to have.
    ///
    /// # Errors
    ///
    /// The disk's own.
    pub(crate) fn pending(&self) -> io::Result<Vec<u32>> {
        let mut pending = Vec::new();
        for place in 0..self.chunks {
            if !self.is_marked(place, Mark::Stored(place))? {
                pending.push(place);
            }
        }
        Ok(pending)
    }

    /// The attachment and the number in it of the chunk at `place`.
    pub(super) fn chunk_of(&self, place: u32) -> Option<(&Attachment, u32)> {
        let mut left = place;
        for attachment in self.message.attachments() {
            match left.checked_sub(attachment.chunks) {
                Some(rest) => left = rest,
                None => return Some((attachment, left)),
            }
        }
        None
    }

    /// The chunk at `place`, as it was sealed.
    ///
    /// # Errors
    ///
    /// The disk's own, and damage.
    pub(super) fn read_chunk(&self, place: u32) -> io::Result<Zeroizing<Vec<u8>>> {
        let mut record = vec![0; RECORD_LEN];
        self.file.read_exact_at(&mut record, chunk_at(place))?;
        self.key.open(Some(place), &record).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// Notes that the relay has the chunk at `place`. A kill cannot take that back; a power cut may, and then the same
    /// bytes go again.
    ///
    /// # Errors
    ///
    /// The disk's own.
    pub(super) fn stored(&self, place: u32) -> io::Result<()> {
        self.file.write_all_at(&self.key.mark(Mark::Stored(place)), self.mark_at(place))
    }

    /// Notes that the message is handed in.
    ///
    /// # Errors
    ///
    /// The disk's own.
    pub(crate) fn set_sent(&self) -> io::Result<()> {
        self.file.write_all_at(&self.key.mark(Mark::Sent), self.mark_at(self.chunks))?;
        self.file.sync_all()
    }

    /// Whether the message was handed in before.
    ///
    /// # Errors
    ///
    /// The disk's own.
    pub(crate) fn is_sent(&self) -> io::Result<bool> {
        self.is_marked(self.chunks, Mark::Sent)
    }

    /// Overwrites and removes it.
    ///
    /// # Errors
    ///
    /// The disk's own.
    pub(crate) fn remove(self) -> io::Result<()> {
        shred(&self.path)
    }

    fn is_marked(&self, place: u32, mark: Mark) -> io::Result<bool> {
        let mut there = [0; MARK_LEN];
        self.file.read_exact_at(&mut there, self.mark_at(place))?;
        Ok(there == self.key.mark(mark))
    }

    fn mark_at(&self, place: u32) -> u64 {
        chunk_at(self.chunks) + u64::from(place) * MARK_LEN as u64
    }
}

fn chunk_at(place: u32) -> u64 {
    STATE_AT + (u64::from(place) + 1) * RECORD_LEN as u64
}

fn read(file: &File, bytes: &mut [u8], at: u64) -> Result<(), SpoolError> {
    file.read_exact_at(bytes, at).map_err(|error| {
        let is_short = error.kind() == io::ErrorKind::UnexpectedEof;
        if is_short { SpoolError::Strange } else { SpoolError::Io(error) }
    })
}

fn message_of(state: &[u8]) -> Option<Message> {
    let (length, rest) = state.split_first_chunk()?;
    let message = rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Message::decode(message).ok()
}

fn random(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    OsRng.fill_bytes(&mut bytes);
    bytes
}

const HEAD: usize = 32 + MARK_LEN;
const STATE_AT: u64 = HEAD as u64;

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp_protocol::attachment::{AttachmentSecret, CHUNK_LEN, Metadata};
    use davylamp_protocol::message::Text;

    fn secret(byte: u8) -> Secret32 {
        Zeroizing::new([byte; 32])
    }

    fn message(chunks: &[u32]) -> Message {
        let attachment = |(at, chunks): (usize, &u32)| Attachment {
            name: format!("photo-{at}.jpg"),
            media_type: "image/jpeg".into(),
            size: 9,
            content_hash: [1; 32],
            secret: AttachmentSecret::from_bytes([2; 32]),
            chunks: *chunks,
            sealed_hash: [3; 32],
            origin: "example.org".into(),
            metadata: Metadata::Kept,
        };
        let mut text = Text::new("x");
        text.attachments = chunks.iter().enumerate().map(attachment).collect();
        Message::Text(text)
    }

    fn chunk(byte: u8) -> Vec<u8> {
        vec![byte; CHUNK_LEN]
    }

    fn filled(path: &Path) -> Spool {
        let mut filling = Filling::begin(path, &secret(1)).unwrap();
        (0..3).for_each(|byte| filling.push(&chunk(byte)).unwrap());
        filling.finish(&message(&[1, 2])).unwrap()
    }

    #[test]
    fn a_spool_that_was_left_goes_on_where_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("spool");
        let spool = filled(&path);
        assert_eq!(spool.pending().unwrap(), [0, 1, 2]);
        spool.stored(1).unwrap();
        drop(spool);
        let spool = Spool::open(&path, &secret(1)).unwrap();
        assert_eq!((spool.pending().unwrap(), spool.is_sent().unwrap()), (vec![0, 2], false));
        assert_eq!(spool.read_chunk(2).unwrap().as_slice(), chunk(2));
        let place = |place| spool.chunk_of(place).map(|(attachment, n)| (attachment.name.clone(), n));
        assert_eq!(place(0), Some(("photo-0.jpg".into(), 0)));
        assert_eq!((place(2), place(3)), (Some(("photo-1.jpg".into(), 1)), None));
        assert_eq!(*spool.message(), message(&[1, 2]));
        spool.set_sent().unwrap();
        assert!(spool.is_sent().unwrap());
        spool.remove().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn other_words_or_another_file_are_strange_and_a_broken_off_one_is_unfinished() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("spool");
        drop(filled(&path));
        assert!(matches!(Spool::open(&path, &secret(2)), Err(SpoolError::Strange)));
        let other = dir.path().join("other");
        std::fs::write(&other, b"a letter").unwrap();
        assert!(matches!(Spool::open(&other, &secret(1)), Err(SpoolError::Strange)));
        let half = dir.path().join("half");
        let mut filling = Filling::begin(&half, &secret(1)).unwrap();
        filling.push(&chunk(1)).unwrap();
        drop(filling);
        assert!(matches!(Spool::open(&half, &secret(1)), Err(SpoolError::Unfinished)));
        assert!(Filling::begin(&half, &secret(1)).is_err(), "nothing is overwritten");
    }

    #[test]
    fn a_spool_shows_no_byte_of_what_it_holds() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("spool");
        filled(&path);
        let bytes = std::fs::read(&path).unwrap();
        for window in [&chunk(0)[..16], b"photo-0.jpg", b"example.org", b"age-encryption"] {
            assert!(!bytes.windows(window.len()).any(|there| there == window));
        }
    }

    #[test]
    fn a_damaged_chunk_is_not_sent() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("spool");
        let spool = filled(&path);
        let mut byte = [0];
        spool.file.read_exact_at(&mut byte, chunk_at(1) + 77).unwrap();
        spool.file.write_all_at(&[byte[0] ^ 1], chunk_at(1) + 77).unwrap();
        assert_eq!(spool.read_chunk(1).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
