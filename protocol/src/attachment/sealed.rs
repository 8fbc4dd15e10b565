//! The sealed file: one age file that fills its chunks exactly, made and read as a stream (`SPEC.md` 16.2).

use std::cell::RefCell;
use std::io::{self, BufReader, Read, Write};
use std::rc::Rc;

use age::stream::StreamWriter;
use age::{Decryptor, Encryptor};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Attachment, AttachmentSecret, STREAM_CHUNK_LEN, STREAM_TAG_LEN, sealed_len};
use crate::hybrid::CapturingIdentity;

/// What came out of sealing a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// SHA-256 of the file.
    pub content_hash: [u8; 32],
    /// SHA-256 of the sealed file.
    pub sealed_hash: [u8; 32],
}

/// Why a file was not sealed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The file has more or fewer bytes than it was said to have: somebody writes to it.
    #[error("the file changed while it was read")]
    Changed,
    /// It does not fit into its chunks.
    #[error("the file does not fit into its chunks")]
    TooLong,
    /// Reading the file or writing the chunks failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Why a sealed file is not what the message names.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A hash, a length, the header or the padding is not as the message says.
    #[error("the chunks do not hold what the message names")]
    Damaged,
    /// Reading the chunks or writing the file failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Seals the `size` bytes of `file` and writes exactly `chunks` times [`CHUNK_LEN`](super::CHUNK_LEN) bytes to `chunked`. Holds
/// less than a megabyte at a time.
///
/// # Errors
/// [`SealError`]; what was written by then is of no use.
pub fn seal(
    file: &mut impl Read,
    size: u64,
    (secret, origin): (&AttachmentSecret, &str),
    chunks: u32,
    chunked: &mut impl Write,
) -> Result<Sealed, SealError> {
    let recipient = secret.recipient(origin);
    let target = sealed_len(chunks);
    // The header's length is random. Some leave a gap that no plaintext fills exactly: then another header is drawn.
    let (mut writer, sink, padded) = (0..DRAWS)
        .find_map(|_| {
            let sink = Sink::default();
            let recipients = std::iter::once(&recipient as &dyn age::Recipient);
            let writer = Encryptor::with_recipients(recipients).ok()?.wrap_output(sink.clone()).ok()?;
            let padded = plaintext_len(target.checked_sub(sink.written() as u64)?)?;
            Some((writer, sink, padded))
        })
        .ok_or(SealError::TooLong)?;
    let zeros = padded.checked_sub(size).ok_or(SealError::TooLong)?;
    let mut hashes = (Sha256::new(), Sha256::new());
    let mut flow = |writer: &mut StreamWriter<Sink>, bytes: &[u8]| {
        writer.write_all(bytes)?;
        sink.drain(&mut hashes.1, chunked)
    };
    let mut buffer = Zeroizing::new(vec![0; BUFFER]);
    let mut left = size;
    while left > 0 {
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let room = buffer.get_mut(..most).ok_or(SealError::TooLong)?;
        let read = file.read(room)?;
        let bytes = room.get(..read).filter(|bytes| !bytes.is_empty()).ok_or(SealError::Changed)?;
        hashes.0.update(bytes);
        flow(&mut writer, bytes)?;
        left -= read as u64;
    }
    if file.read(&mut [0])? > 0 {
        return Err(SealError::Changed);
    }
    buffer.fill(0);
    pad(zeros, &buffer, |bytes| flow(&mut writer, bytes))?;
    writer.finish()?;
    sink.drain(&mut hashes.1, chunked)?;
    Ok(Sealed { content_hash: hashes.0.finalize().into(), sealed_hash: hashes.1.finalize().into() })
}

/// Opens the sealed file that `chunked` gives and writes the file to `file`. What was written is the attachment only if this
/// returns `Ok`.
///
/// # Errors
/// [`OpenError::Damaged`] if anything is not as `attachment` says.
pub fn open(chunked: impl Read, attachment: &Attachment, file: &mut impl Write) -> Result<(), OpenError> {
    let identity = attachment.secret.identity(&attachment.origin);
    let sealed = Rc::new(RefCell::new((Sha256::new(), 0)));
    let hashing = Hashing { inner: chunked, state: Rc::clone(&sealed) };
    let decryptor = Decryptor::new_buffered(BufReader::with_capacity(BUFFER, hashing)).map_err(damaged_or_io)?;
    let capturing = CapturingIdentity::new([&identity]);
    let mut plaintext = decryptor.decrypt(std::iter::once(&capturing as &dyn age::Identity)).map_err(damaged_or_io)?;
    let content = copy(&mut plaintext, attachment.size, file)?;
    only_zeros(&mut plaintext)?;
    drop(plaintext);
    let (hash, length) = sealed.take();
    let holds = content == attachment.content_hash
        && length == attachment.sealed_len()
        && <[u8; 32]>::from(hash.finalize()) == attachment.sealed_hash;
    if holds { Ok(()) } else { Err(OpenError::Damaged) }
}

/// Bytes of plaintext with which the encrypted payload has exactly `length` bytes, if there are any.
fn plaintext_len(length: u64) -> Option<u64> {
    let pieces = length.div_ceil(STREAM_CHUNK_LEN + STREAM_TAG_LEN);
    let plaintext = length.checked_sub(STREAM_TAG_LEN * pieces)?;
    (plaintext > 0 && plaintext.div_ceil(STREAM_CHUNK_LEN) == pieces).then_some(plaintext)
}

fn pad(mut left: u64, zeros: &[u8], mut write: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    while left > 0 {
        let most = zeros.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        write(zeros.get(..most).unwrap_or_default())?;
        left -= most as u64;
    }
    Ok(())
}

/// Copies exactly `size` bytes; gives their hash.
fn copy(plaintext: &mut impl Read, size: u64, file: &mut impl Write) -> Result<[u8; 32], OpenError> {
    let (mut hash, mut left) = (Sha256::new(), size);
    let mut buffer = Zeroizing::new(vec![0; BUFFER]);
    while left > 0 {
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let room = buffer.get_mut(..most).unwrap_or_default();
        let read = plaintext.read(room).map_err(damaged)?;
        let bytes = room.get(..read).filter(|bytes| !bytes.is_empty()).ok_or(OpenError::Damaged)?;
        hash.update(bytes);
        file.write_all(bytes)?;
        left -= read as u64;
    }
    Ok(hash.finalize().into())
}

fn only_zeros(plaintext: &mut impl Read) -> Result<(), OpenError> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = plaintext.read(&mut buffer).map_err(damaged)?;
        match buffer.get(..read).unwrap_or_default() {
            [] => return Ok(()),
            bytes if bytes.iter().any(|byte| *byte != 0) => return Err(OpenError::Damaged),
            _ => {}
        }
    }
}

/// The stream reports a wrong chunk as an error of reading; a disk's own errors stay what they are.
fn damaged(error: io::Error) -> OpenError {
    let is_stream = matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof);
    if is_stream { OpenError::Damaged } else { OpenError::Io(error) }
}

fn damaged_or_io(error: age::DecryptError) -> OpenError {
    if let age::DecryptError::Io(error) = error { damaged(error) } else { OpenError::Damaged }
}

/// What age writes, until it is taken out.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Sink {
    fn written(&self) -> usize {
        self.0.borrow().len()
    }

    fn drain(&self, hash: &mut Sha256, out: &mut impl Write) -> io::Result<()> {
        let mut bytes = self.0.borrow_mut();
        hash.update(bytes.as_slice());
        out.write_all(&bytes)?;
        bytes.clear();
        Ok(())
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Hashes and counts what passes.
struct Hashing<R> {
    inner: R,
    state: Rc<RefCell<(Sha256, u64)>>,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let mut state = self.state.borrow_mut();
        state.0.update(buffer.get(..read).unwrap_or_default());
        state.1 += read as u64;
        Ok(read)
    }
}

/// A few of age's own pieces.
const BUFFER: usize = 256 << 10;
/// One header in four thousand leaves a gap.
const DRAWS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachment::tests::sample;
    use crate::attachment::{CHUNK_LEN, chunks_for};

    fn sealed(content: &[u8]) -> (Attachment, Vec<u8>) {
        let mut attachment = sample("photo-1.jpg");
        attachment.size = content.len() as u64;
        attachment.chunks = chunks_for(attachment.size).unwrap();
        let mut chunked = Vec::new();
        let keys = (&attachment.secret, attachment.origin.as_str());
        let hashes = seal(&mut &content[..], attachment.size, keys, attachment.chunks, &mut chunked).unwrap();
        (attachment.content_hash, attachment.sealed_hash) = (hashes.content_hash, hashes.sealed_hash);
        (attachment, chunked)
    }

    fn opened(chunked: &[u8], attachment: &Attachment) -> Option<Vec<u8>> {
        let mut file = Vec::new();
        open(chunked, attachment, &mut file).ok().map(|()| file)
    }

    #[test]
    fn files_of_every_size_fill_their_chunks_exactly_and_open_again() {
        for size in [1, 65_535, 65_536, 65_537, 257_000, 262_144, 300_000, 1_000_003, 2_600_000] {
            let content: Vec<u8> = (0..size).map(|at: u32| at.to_le_bytes()[0] ^ 0x5a).collect();
            let (attachment, chunked) = sealed(&content);
            assert_eq!(chunked.len(), attachment.chunks as usize * CHUNK_LEN, "{size}");
            assert_eq!(opened(&chunked, &attachment), Some(content));
        }
    }

    #[test]
    fn an_age_identity_alone_opens_the_sealed_file() {
        let (attachment, chunked) = sealed(b"the list");
        let mut text = Vec::new();
        let identity = attachment.secret.identity("example.org");
        let decryptor = Decryptor::new_buffered(&chunked[..]).unwrap();
        decryptor.decrypt(std::iter::once(&identity as _)).unwrap().read_to_end(&mut text).unwrap();
        assert!(text.starts_with(b"the list\0") && text[8..].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn whatever_is_not_as_the_message_says_is_damaged() {
        let content = vec![7; 300_000];
        let (attachment, chunked) = sealed(&content);
        let changed = |change: fn(&mut Attachment)| {
            let mut other = attachment.clone();
            change(&mut other);
            opened(&chunked, &other)
        };
        assert!(changed(|_| {}).is_some());
        assert!(changed(|a| a.size -= 1).is_none(), "the last byte is no zero");
        assert!(changed(|a| a.size += 1).is_none());
        assert!(changed(|a| a.content_hash[0] ^= 1).is_none());
        assert!(changed(|a| a.sealed_hash[31] ^= 1).is_none());
        assert!(changed(|a| a.secret = AttachmentSecret::from_bytes([6; 32])).is_none());
        assert!(changed(|a| a.origin.push('x')).is_none());
        assert!(changed(|a| a.chunks += 1).is_none());
        for at in [0, 30, 500, 1800, 5000, 262_143, 262_144, 400_000, chunked.len() - 1] {
            let mut wrong = chunked.clone();
            wrong[at] ^= 1;
            assert!(opened(&wrong, &attachment).is_none(), "byte {at}");
        }
        let swapped = [&chunked[CHUNK_LEN..], &chunked[..CHUNK_LEN]].concat();
        for wrong in
            [&chunked[..CHUNK_LEN], &chunked[..chunked.len() - 1], &[&chunked[..], &[0]].concat(), &swapped, b""]
        {
            assert!(opened(wrong, &attachment).is_none());
        }
    }

    #[test]
    fn a_second_recipient_is_refused() {
        let mut attachment = sample("x");
        attachment.size = 4;
        let others = [attachment.secret.recipient("example.org"), AttachmentSecret::from_bytes([9; 32]).recipient("b")];
        let mut chunked = Vec::new();
        let recipients = others.iter().map(|recipient| recipient as &dyn age::Recipient);
        let mut writer = Encryptor::with_recipients(recipients).unwrap().wrap_output(&mut chunked).unwrap();
        writer.write_all(b"text").unwrap();
        writer.finish().unwrap();
        attachment.content_hash = Sha256::digest(b"text").into();
        attachment.sealed_hash = Sha256::digest(&chunked).into();
        assert!(opened(&chunked, &attachment).is_none());
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_not_sealed() {
        let secret = AttachmentSecret::from_bytes([1; 32]);
        let seal = |size, chunks| seal(&mut &[1; 100][..], size, (&secret, "a"), chunks, &mut io::sink());
        assert!(seal(100, 1).is_ok());
        assert!(matches!(seal(99, 1), Err(SealError::Changed)));
        assert!(matches!(seal(101, 1), Err(SealError::Changed)));
        assert!(matches!(seal(300_000, 1), Err(SealError::TooLong)));
    }

    #[test]
    fn some_lengths_of_a_payload_are_those_of_no_plaintext() {
        assert_eq!(plaintext_len(17), Some(1));
        assert_eq!(plaintext_len(65_552), Some(65_536));
        assert_eq!((65_553..=65_568).find_map(plaintext_len), None);
        assert_eq!(plaintext_len(65_569), Some(65_537));
        assert_eq!(plaintext_len(16), None);
    }
}
