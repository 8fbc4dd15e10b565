//! Attachments: files that travel beside the log, bound by the message that names them (`SPEC.md` 16).
//!
//! ```text
//! { 1: "photo-1.jpg", 2: "image/jpeg", 3: 200000, 4: SHA-256, 5: secret, 6: 1, 7: SHA-256 of the sealed file, 8: origin, 9: 1 }
//!
//! file ‖ zeros ──age──▶ sealed file ──cut──▶ chunk 0 ‖ chunk 1 ‖ …        each 262,144 bytes, under an id that only both sides can compute
//! ```

mod sealed;
mod secret;
mod spool;

use minicbor::{Decode, Encode};

pub use sealed::{OpenError, SealError, Sealed, open, seal};
pub use secret::AttachmentSecret;
pub use spool::{MARK_LEN, Mark, RECORD_LEN, SpoolKey, state_record};

/// Every chunk has this many bytes.
pub const CHUNK_LEN: usize = 256 << 10;
/// The largest file, in bytes.
pub const SIZE_MAX: u64 = 4 << 30;
/// The most attachments of one message.
pub const ATTACHMENTS_MAX: usize = 16;

/// Names a chunk at the relay.
pub type ChunkId = [u8; 32];

/// What a message says of a file that travels beside the log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Attachment {
    /// Given by the client, never the name that the file had.
    #[n(1)]
    pub name: String,
    /// For example `image/jpeg`.
    #[n(2)]
    pub media_type: String,
    /// Bytes of the file.
    #[n(3)]
    pub size: u64,
    /// SHA-256 of the file.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub content_hash: [u8; 32],
    /// Leads to the chunks, and opens them.
    #[n(5)]
    pub secret: AttachmentSecret,
    /// How many chunks the sealed file is cut into.
    #[n(6)]
    pub chunks: u32,
    /// SHA-256 of the sealed file.
    #[cbor(n(7), with = "minicbor::bytes")]
    pub sealed_hash: [u8; 32],
    /// The log whose relay keeps the chunks.
    #[n(8)]
    pub origin: String,
    /// What the sender's client did.
    #[n(9)]
    pub metadata: Metadata,
}

/// What the sender's client did about metadata, by its own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Metadata {
    /// The file was written anew with what an allow-list has.
    #[n(1)]
    Rewritten,
    /// The file is as it was, at the sender's wish.
    #[n(2)]
    Kept,
}

impl Attachment {
    /// Value rules that the types do not carry: a decoder rejects what breaks them.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        is_name(&self.name)
            && is_media_type(&self.media_type)
            && (1..=SIZE_MAX).contains(&self.size)
            && (1..=CHUNKS_MAX).contains(&self.chunks)
            && self.size <= self.sealed_len()
            && is_origin(&self.origin)
    }

    /// Bytes of the sealed file.
    #[must_use]
    pub fn sealed_len(&self) -> u64 {
        sealed_len(self.chunks)
    }

    /// The id of chunk `n`, from 0.
    #[must_use]
    pub fn chunk_id(&self, n: u32) -> ChunkId {
        self.secret.chunk_id(&self.origin, n)
    }
}

/// Whether there are at most [`ATTACHMENTS_MAX`], each is sound, and no two share a name.
#[must_use]
pub fn are_sound(attachments: &[Attachment]) -> bool {
    let is_first = |at: usize, one: &Attachment| attachments.iter().take(at).all(|other| other.name != one.name);
    attachments.len() <= ATTACHMENTS_MAX
        && attachments.iter().enumerate().all(|(at, one)| one.is_sound() && is_first(at, one))
}

/// How many chunks a file of `size` bytes takes; `None` if it is empty or larger than [`SIZE_MAX`].
#[must_use]
pub fn chunks_for(size: u64) -> Option<u32> {
    let sealed = size + STREAM_TAG_LEN * size.div_ceil(STREAM_CHUNK_LEN) + HEADER_MAX;
    let least = u32::try_from(sealed.div_ceil(CHUNK_LEN as u64)).ok()?;
    (1..=SIZE_MAX).contains(&size).then(|| padme(least))
}

/// Clears the lowest bits of `count`, rounding up, so that it tells its order of magnitude alone (Nikitin et al., PETS 2019).
const fn padme(count: u32) -> u32 {
    if count < 2 {
        return count;
    }
    let exponent = count.ilog2();
    let kept = exponent.ilog2() + 1;
    let cleared = exponent.saturating_sub(kept);
    count.next_multiple_of(1 << cleared)
}

fn sealed_len(chunks: u32) -> u64 {
    u64::from(chunks) * CHUNK_LEN as u64
}

fn is_name(name: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let ends = name.bytes().next().is_some_and(is_word) && name.bytes().next_back().is_some_and(is_word);
    ends && name.len() <= 64 && name.bytes().all(|b| is_word(b) || b == b'.' || b == b'-') && !name.contains("..")
}

fn is_media_type(text: &str) -> bool {
    let is_part = |part: &str| {
        let is_allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-');
        !part.is_empty() && part.bytes().all(is_allowed)
    };
    text.len() <= 96 && text.split_once('/').is_some_and(|(kind, sub)| is_part(kind) && is_part(sub))
}

fn is_origin(origin: &str) -> bool {
    (1..=255).contains(&origin.len()) && !origin.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

/// More than the header of an age file with one hybrid stanza and grease, and its nonce, ever take.
const HEADER_MAX: u64 = 4096;
const STREAM_CHUNK_LEN: u64 = 64 << 10;
const STREAM_TAG_LEN: u64 = 16;
/// Those of a file of [`SIZE_MAX`].
const CHUNKS_MAX: u32 = 17_408;

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn sample(name: &str) -> Attachment {
        Attachment {
            name: name.into(),
            media_type: "image/jpeg".into(),
            size: 200_000,
            content_hash: [0xc1; 32],
            secret: AttachmentSecret::from_bytes([5; 32]),
            chunks: 1,
            sealed_hash: [0x5e; 32],
            origin: "example.org".into(),
            metadata: Metadata::Rewritten,
        }
    }

    #[test]
    fn a_count_of_chunks_tells_the_size_to_within_an_eighth() {
        assert_eq!([1, 2, 3, 7, 8, 9, 17, 4097].map(padme), [1, 2, 3, 7, 8, 10, 18, 4352]);
        for count in 1..20_000 {
            let padded = padme(count);
            assert!(padded >= count && f64::from(padded) <= f64::from(count) * 1.13, "{count} {padded}");
        }
        assert_eq!(chunks_for(SIZE_MAX), Some(CHUNKS_MAX));
        assert_eq!((chunks_for(0), chunks_for(SIZE_MAX + 1)), (None, None));
        assert_eq!((chunks_for(1), chunks_for(257_000), chunks_for(262_144)), (Some(1), Some(1), Some(2)));
    }

    #[test]
    fn rejects_names_types_sizes_and_counts_outside_their_rules() {
        let changed = |change: fn(&mut Attachment)| {
            let mut attachment = sample("photo-1.jpg");
            change(&mut attachment);
            attachment.is_sound()
        };
        assert!(changed(|_| {}));
        for name in ["", "..", "a..b", "../a", "a/b", "A.jpg", "-a", "a.", ".a", "a b", "a\u{e9}", &"a".repeat(65)] {
            let mut attachment = sample("x");
            attachment.name = name.into();
            assert!(!attachment.is_sound(), "{name}");
        }
        for media in ["", "image", "image/", "/jpeg", "image/jp/eg", "Image/jpeg", "image/jpeg; x"] {
            let mut attachment = sample("x");
            attachment.media_type = media.into();
            assert!(!attachment.is_sound(), "{media}");
        }
        assert!(!changed(|a| a.size = 0));
        assert!(!changed(|a| a.size = SIZE_MAX + 1));
        assert!(!changed(|a| a.size = 262_145));
        assert!(!changed(|a| a.chunks = 0));
        assert!(!changed(|a| a.chunks = CHUNKS_MAX + 1));
        assert!(!changed(|a| a.origin = "a b".into()));
        assert!(!changed(|a| a.origin = String::new()));
    }

    #[test]
    fn rejects_too_many_and_two_of_one_name() {
        let many = |count: usize| (0..count).map(|n| sample(&format!("photo-{n}.jpg"))).collect::<Vec<_>>();
        assert!(are_sound(&many(16)) && are_sound(&[]));
        assert!(!are_sound(&many(17)));
        assert!(!are_sound(&[sample("a.jpg"), sample("b.jpg"), sample("a.jpg")]));
    }
}
