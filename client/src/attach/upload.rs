//! Chunks to a relay: several at a time, in bounded memory, each until the relay has it.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use davylamp_protocol::attachment::{Attachment, SealError};
use futures_util::StreamExt as _;
use futures_util::stream::unfold;
use indicatif::ProgressBar;
use tokio::sync::mpsc::{Receiver, channel};

use super::rate::{Pace, Rate};
use super::source::{Chunk, into_channel, seal_all};
use super::{Offer, Spool};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, RelayError};
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// A relay that may keep chunks.
pub(crate) struct Line {
    /// Where it is spoken to.
    pub(crate) address: String,
    /// The name of its log.
    pub(crate) origin: String,
}

/// Why chunks did not all come to a relay.
#[derive(Debug, thiserror::Error)]
pub(super) enum UploadError {
    /// The relay.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// The file, or the disk with the spool.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<UploadError> for Failure {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Relay(error) => error.into(),
            UploadError::Seal(SealError::Changed) => Self::new(text("attach-changed")),
            UploadError::Seal(error) => Self::new(text_with("attach-not-sealed", &[("why", &error)])),
        }
    }
}

impl UploadError {
    /// Whether another relay may take what this one does not: it has no room, or knows no chunks.
    fn is_for_another(&self) -> bool {
        matches!(self, Self::Relay(RelayError::Full | RelayError::Refused { status: 404 | 405 }))
    }
}

/// Seals the offers and has the first of `lines` that can keep their chunks do so; gives what the message says of them.
///
/// # Errors
///
/// A [`Failure`] of the last relay that was tried, or of a file.
pub(crate) async fn upload(
    offers: &Arc<Vec<Offer>>,
    lines: &[Line],
    rate: Option<Rate>,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<Vec<Attachment>, Failure> {
    let total: u32 = offers.iter().map(Offer::chunks).sum();
    let bar = bar(total, terminal);
    let mut failed = None;
    for line in lines {
        bar.reset();
        match upload_to(offers, line, rate, network, &bar).await {
            Ok(named) => {
                bar.finish_and_clear();
                return Ok(named);
            }
            Err(error) if error.is_for_another() && bar.position() == 0 => failed = Some(error),
            Err(error) => {
                bar.abandon();
                return Err(error.into());
            }
        }
    }
    bar.finish_and_clear();
    Err(failed.map_or_else(|| Failure::new(text("attach-no-relay")), Failure::from))
}

async fn upload_to(
    offers: &Arc<Vec<Offer>>,
    line: &Line,
    rate: Option<Rate>,
    network: &NetworkArgs,
    bar: &ProgressBar,
) -> Result<Vec<Attachment>, UploadError> {
    let relay = Relay::connect(&line.address, network)?;
    let (sender, chunks) = channel(READY);
    let (offers, origin) = (Arc::clone(offers), line.origin.clone());
    let sealing = tokio::task::spawn_blocking(move || seal_all(&offers, &origin, |chunk| into_channel(&sender, chunk)));
    let stored = put_all(&relay, chunks, rate, |_| {
        bar.inc(CHUNK);
        Ok(())
    })
    .await;
    let sealed = sealing.await.map_err(|_| SealError::Io(io::ErrorKind::Other.into()))?;
    // What stopped the relay's side also broke the channel: the cause comes first.
    stored?;
    Ok(sealed?)
}

/// Has the relay at `address` keep what it lacks of a spool. What it has is noted in the spool, chunk by chunk.
///
/// # Errors
///
/// A [`Failure`] of the relay or the disk; the spool can be gone on with.
pub(crate) async fn upload_spool(
    spool: &Arc<Spool>,
    address: &str,
    rate: Option<Rate>,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let unread = |why: io::Error| Failure::from(UploadError::Seal(why.into()));
    let pending = spool.pending().map_err(unread)?;
    let bar = bar(spool.chunks(), terminal);
    bar.inc(CHUNK * (u64::from(spool.chunks()) - pending.len() as u64));
    bar.reset_eta();
    let relay = Relay::connect(address, network)?;
    let (sender, chunks) = channel(READY);
    let reader = Arc::clone(spool);
    let reading = tokio::task::spawn_blocking(move || {
        pending.into_iter().try_for_each(|place| into_channel(&sender, chunk_at(&reader, place)?))
    });
    let stored = put_all(&relay, chunks, rate, |place| {
        bar.inc(CHUNK);
        spool.stored(place)
    })
    .await;
    let read = reading.await.map_err(|_| unread(io::ErrorKind::Other.into()))?;
    stored?;
    read.map_err(unread)?;
    bar.finish_and_clear();
    Ok(())
}

fn chunk_at(spool: &Spool, place: u32) -> io::Result<Chunk> {
    let (attachment, number) = spool.chunk_of(place).ok_or(io::ErrorKind::InvalidData)?;
    let bytes = Bytes::copy_from_slice(&spool.read_chunk(place)?);
    Ok(Chunk { place, id: attachment.chunk_id(number), bytes })
}

/// Has the relay keep every chunk; `stored` hears of each by its place.
///
/// # Errors
///
/// The first [`UploadError`]; nothing more is begun after it.
async fn put_all(
    relay: &Relay,
    chunks: Receiver<Chunk>,
    rate: Option<Rate>,
    mut stored: impl FnMut(u32) -> io::Result<()>,
) -> Result<(), UploadError> {
    let pace = Pace::new(rate);
    let at_once = pace.at_once();
    let paced = unfold((chunks, pace), async |(mut chunks, mut pace)| {
        let chunk = chunks.recv().await?;
        pace.wait().await;
        Some((chunk, (chunks, pace)))
    });
    let puts = paced.map(async |chunk: Chunk| relay.put_chunk(&chunk.id, chunk.bytes).await.map(|()| chunk.place));
    let mut puts = std::pin::pin!(puts.buffer_unordered(at_once));
    while let Some(place) = puts.next().await {
        stored(place?).map_err(SealError::Io)?;
    }
    Ok(())
}

/// A bar over the bytes of so many chunks.
pub(crate) fn bar(chunks: u32, terminal: &Terminal) -> ProgressBar {
    terminal.progress_bytes(u64::from(chunks) * CHUNK, &text("attach-progress"))
}

/// Bytes of a chunk, for the bar.
pub(super) const CHUNK: u64 = davylamp_protocol::attachment::CHUNK_LEN as u64;
/// Chunks under way at a time.
pub(super) const AT_ONCE: usize = 8;
/// Chunks that wait, sealed, for their turn.
const READY: usize = 4;
