//! Envelopes: 4096 bytes, always (`SPEC.md` 3).
//!
//! | offset | length | field |
//! |---|---|---|
//! | 0 | 48 | clue |
//! | 48 | 4048 | body: one binary age file to one hybrid recipient |
//!
//! Openers, thread messages and dummies are sealed by the one function [`seal_body`].

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{Read, Write};
use std::rc::Rc;

use age::{Decryptor, Encryptor};
use age_core::format::{FileKey, Stanza};
use rand_core::CryptoRngCore;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::clue::{CLUE_LEN, Clue, OpenerClue, Position, ThreadKey, dummy_clue};
use crate::hybrid::{CapturingIdentity, ExposedFileKey, FileKeyIdentity, HybridIdentity, HybridRecipient};

/// Bytes of an envelope.
pub const ENVELOPE_LEN: usize = 4096;
/// Bytes of a body.
pub const BODY_LEN: usize = ENVELOPE_LEN - CLUE_LEN;
/// The most CBOR that a body takes, in bytes: what is left beside the header, the largest grease and the framing.
pub const CONTENT_MAX: usize = 2160;

/// A body, as it is logged.
pub type Body = [u8; BODY_LEN];

/// One envelope: opaque to all but its receiver.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope(Box<[u8; ENVELOPE_LEN]>);

impl Envelope {
    /// Joins a clue and a body.
    #[must_use]
    pub fn new(clue: Clue, body: &Body) -> Self {
        let mut bytes = Box::new([0; ENVELOPE_LEN]);
        let (left, right) = bytes.split_at_mut(CLUE_LEN);
        left.copy_from_slice(&clue.to_bytes());
        right.copy_from_slice(body);
        Self(bytes)
    }

    /// Takes exactly 4096 bytes; any will do, for nobody but the receiver can tell more.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Box::new(*bytes.first_chunk().filter(|_| bytes.len() == ENVELOPE_LEN)?)))
    }

    /// All 4096 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; ENVELOPE_LEN] {
        &self.0
    }

    /// The clue.
    #[must_use]
    pub fn clue(&self) -> Clue {
        Clue::from_bytes(self.0.first_chunk().expect("an envelope is longer than its clue"))
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Body {
        self.0.last_chunk().expect("an envelope ends in its body")
    }

    /// SHA-256 of the body: what the log commits to.
    #[must_use]
    pub fn body_hash(&self) -> [u8; 32] {
        hash_body(self.body())
    }
}

/// SHA-256 of a body.
#[must_use]
pub fn hash_body(body: &Body) -> [u8; 32] {
    Sha256::digest(body).into()
}

/// Why something could not be sealed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// More than [`CONTENT_MAX`] bytes.
    #[error("{0} bytes do not fit into one envelope of {CONTENT_MAX}")]
    TooLong(usize),
    /// The recipient was not usable.
    #[error("the recipient cannot be sealed to")]
    Recipient,
    /// Its receiver would reject it.
    #[error("what is to be sealed breaks a rule of its kind")]
    Unsound,
}

/// It is not for us, or it is not what it should be: which, nobody is told.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[error("nothing that opens")]
pub struct NotForUs;

/// Seals an opener; `content` receives the ephemeral that the body must repeat.
///
/// # Errors
/// [`SealError`] when the content is too long or the recipient unusable.
pub fn seal_opener(
    clue: OpenerClue,
    recipient: &HybridRecipient,
    content: impl FnOnce([u8; 32]) -> Zeroizing<Vec<u8>>,
) -> Result<Envelope, SealError> {
    let body = seal_body(recipient, &content(clue.ephemeral()))?;
    Ok(Envelope::new(clue.finish(&hash_body(&body)), &body))
}

/// Seals a thread message. The content must repeat [`ThreadKey::tag`] of the position.
///
/// # Errors
/// [`SealError`] when the content is too long or the recipient unusable.
pub fn seal_thread(
    key: &ThreadKey,
    origin: &str,
    position: Position,
    recipient: &HybridRecipient,
    content: &[u8],
) -> Result<Envelope, SealError> {
    let body = seal_body(recipient, content)?;
    Ok(Envelope::new(key.clue(origin, position, &hash_body(&body)), &body))
}

/// A sealed envelope, and the age file key that its maker keeps to show to counsel.
pub struct Sealed {
    /// To post.
    pub envelope: Envelope,
    /// Opens this one body and no other.
    pub file_key: ExposedFileKey,
}

/// As [`seal_thread`], for a desk that keeps the file key of what it sends.
///
/// # Errors
/// [`SealError`] when the content is too long or the recipient unusable.
pub fn seal_thread_exposing(
    key: &ThreadKey,
    origin: &str,
    position: Position,
    recipient: &HybridRecipient,
    content: &[u8],
) -> Result<Sealed, SealError> {
    let exposing = ExposingRecipient { inner: recipient, file_key: RefCell::default() };
    let body = seal_to(&exposing, content)?;
    let file_key = exposing.file_key.into_inner().ok_or(SealError::Recipient)?;
    let envelope = Envelope::new(key.clue(origin, position, &hash_body(&body)), &body);
    Ok(Sealed { envelope, file_key })
}

/// Keeps the file key that age draws.
struct ExposingRecipient<'a> {
    inner: &'a HybridRecipient,
    file_key: RefCell<Option<ExposedFileKey>>,
}

impl age::Recipient for ExposingRecipient<'_> {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), age::EncryptError> {
        self.file_key.replace(Some(ExposedFileKey::from_bytes(*file_key.expose_secret())));
        self.inner.wrap_file_key(file_key)
    }
}

/// Makes dummies: envelopes that nobody can open, since the recipient's seed is dropped as soon as it is made.
pub struct Dummies(HybridRecipient);

impl Dummies {
    /// Draws a recipient and forgets how to open what is sealed to it.
    #[must_use]
    pub fn new(rng: &mut impl CryptoRngCore) -> Self {
        Self(HybridIdentity::generate(rng).to_recipient())
    }

    /// One dummy.
    #[must_use]
    pub fn seal(&self, rng: &mut impl CryptoRngCore) -> Envelope {
        let body = seal_body(&self.0, &[]).expect("an own recipient takes an empty content");
        Envelope::new(dummy_clue(rng), &body)
    }
}

/// Seals `content` into a body of exactly [`BODY_LEN`] bytes, whatever its length.
///
/// # Errors
/// [`SealError`] when the content is too long or the recipient unusable.
pub fn seal_body(recipient: &HybridRecipient, content: &[u8]) -> Result<Body, SealError> {
    seal_to(recipient, content)
}

fn seal_to(recipient: &dyn age::Recipient, content: &[u8]) -> Result<Body, SealError> {
    let length = u16::try_from(content.len()).ok().filter(|n| usize::from(*n) <= CONTENT_MAX);
    let length = length.ok_or(SealError::TooLong(content.len()))?;
    fill_body(&[recipient], |plaintext| {
        let (prefix, rest) = plaintext.split_first_chunk_mut::<2>()?;
        *prefix = length.to_be_bytes();
        rest.get_mut(..content.len())?.copy_from_slice(content);
        Some(())
    })
}

/// Encrypts as many zeros as make the age file [`BODY_LEN`] bytes long, once `write` has written over them.
fn fill_body(
    recipients: &[&dyn age::Recipient],
    write: impl FnOnce(&mut [u8]) -> Option<()>,
) -> Result<Body, SealError> {
    let encryptor = Encryptor::with_recipients(recipients.iter().copied()).map_err(|_| SealError::Recipient)?;
    // The header's length is random (age adds grease): the padding can be measured only once it is written.
    let sink = Sink::default();
    let mut writer = encryptor.wrap_output(sink.clone()).map_err(|_| SealError::Recipient)?;
    let plaintext_len = BODY_LEN.checked_sub(sink.written() + STREAM_TAG_LEN).ok_or(SealError::Recipient)?;
    let mut plaintext = Zeroizing::new(vec![0; plaintext_len]);
    write(&mut plaintext).ok_or(SealError::Recipient)?;
    writer.write_all(&plaintext).map_err(|_| SealError::Recipient)?;
    writer.finish().map_err(|_| SealError::Recipient)?;
    sink.into_body().ok_or(SealError::Recipient)
}

/// What a body held, and the age file key that shows it to counsel.
pub struct Opened {
    /// The CBOR, without its padding.
    pub content: Zeroizing<Vec<u8>>,
    /// Opens this one body and no other.
    pub file_key: ExposedFileKey,
}

/// Opens a body with whichever of `identities` fits.
///
/// # Errors
/// [`NotForUs`], whatever the reason.
pub fn open_body(identities: &[HybridIdentity], body: &Body) -> Result<Opened, NotForUs> {
    let capturing = CapturingIdentity::new(identities);
    let content = decrypt(&capturing, body)?;
    let file_key = capturing.into_file_key().ok_or(NotForUs)?;
    Ok(Opened { content, file_key })
}

/// Opens a body with its file key alone: counsel's way, without any identity.
///
/// # Errors
/// [`NotForUs`], whatever the reason.
pub fn open_body_with_file_key(file_key: &ExposedFileKey, body: &Body) -> Result<Zeroizing<Vec<u8>>, NotForUs> {
    decrypt(&FileKeyIdentity::new(file_key.clone()), body)
}

fn decrypt(identity: &dyn age::Identity, body: &Body) -> Result<Zeroizing<Vec<u8>>, NotForUs> {
    let decryptor = Decryptor::new_buffered(body.as_slice()).map_err(|_| NotForUs)?;
    let mut reader = decryptor.decrypt(std::iter::once(identity)).map_err(|_| NotForUs)?;
    let mut plaintext = Zeroizing::new(Vec::with_capacity(BODY_LEN));
    reader.read_to_end(&mut plaintext).map_err(|_| NotForUs)?;
    unpad(&plaintext)
}

fn unpad(plaintext: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotForUs> {
    let (length, rest) = plaintext.split_first_chunk::<2>().ok_or(NotForUs)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (content, padding) = rest.split_at_checked(length).ok_or(NotForUs)?;
    if length > CONTENT_MAX || padding.iter().any(|b| *b != 0) {
        return Err(NotForUs);
    }
    Ok(Zeroizing::new(content.to_vec()))
}

/// Where age writes to, while we read how far it got.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Sink {
    fn written(&self) -> usize {
        self.0.borrow().len()
    }

    fn into_body(self) -> Option<Body> {
        self.0.borrow().as_slice().try_into().ok()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Bytes that age's STREAM adds to its one, last chunk.
const STREAM_TAG_LEN: usize = 16;

#[cfg(test)]
mod tests;
