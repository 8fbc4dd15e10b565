//! Where chunks come from: sealed as they leave, or out of a spool.

use std::io::{self, Write};

use bytes::Bytes;
use davylamp_protocol::attachment::{Attachment, AttachmentSecret, CHUNK_LEN, ChunkId, SealError, seal};
use rand::rngs::OsRng;
use tokio::sync::mpsc::Sender;

use super::Offer;

/// A chunk on its way.
pub(super) struct Chunk {
    /// Its number among all chunks of the message.
    pub(super) place: u32,
    pub(super) id: ChunkId,
    pub(super) bytes: Bytes,
}

/// Seals the offers one after the other for the relay of log `origin`; `take` gets every chunk. Blocks.
///
/// # Errors
///
/// [`SealError`]: the disk's, a file that changes, or what `take` says.
pub(super) fn seal_all(
    offers: &[Offer],
    origin: &str,
    mut take: impl FnMut(Chunk) -> io::Result<()>,
) -> Result<Vec<Attachment>, SealError> {
    let (mut named, mut place) = (Vec::new(), 0);
    for offer in offers {
        let secret = AttachmentSecret::generate(&mut OsRng);
        let mut cutter = Cutter { secret: &secret, origin, number: 0, place, piece: Vec::new(), take: &mut take };
        let keys = (&secret, origin);
        let sealed = seal(&mut offer.read()?, offer.size(), keys, offer.chunks(), &mut cutter)?;
        place = cutter.place;
        named.push(offer.named(secret, origin, &sealed));
    }
    Ok(named)
}

/// Sends into a channel; an error once nobody listens.
pub(super) fn into_channel(sender: &Sender<Chunk>, chunk: Chunk) -> io::Result<()> {
    sender.blocking_send(chunk).map_err(|_| io::ErrorKind::BrokenPipe.into())
}

/// Cuts a stream into chunks.
struct Cutter<'a, T> {
    secret: &'a AttachmentSecret,
    origin: &'a str,
    number: u32,
    place: u32,
    piece: Vec<u8>,
    take: &'a mut T,
}

impl<T: FnMut(Chunk) -> io::Result<()>> Write for Cutter<'_, T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.piece.capacity() == 0 {
            self.piece.reserve_exact(CHUNK_LEN);
        }
        let room = CHUNK_LEN - self.piece.len();
        let bytes = bytes.get(..room).unwrap_or(bytes);
        self.piece.extend_from_slice(bytes);
        if self.piece.len() == CHUNK_LEN {
            let whole = std::mem::take(&mut self.piece);
            let id = self.secret.chunk_id(self.origin, self.number);
            (self.take)(Chunk { place: self.place, id, bytes: Bytes::from(whole) })?;
            self.number += 1;
            self.place += 1;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
