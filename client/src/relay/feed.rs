//! The long-lived stream of everything, and of every tick from then on.

use davylamp_protocol::log::feed::{Frame, FrameDecoder};

use super::http::Content;
use super::{Relay, RelayError};

/// A feed under way. What it gives is not believed: the reader appends it to a frontier of its own, and holds the root
/// against the next checkpoint.
pub(crate) struct Feed {
    content: Content,
    decoder: FrameDecoder,
}

impl Relay {
    /// Everything from entry `from` on, with bodies or without.
    ///
    /// # Errors
    ///
    /// [`RelayError::NotYet`] beyond the log's end, [`RelayError::Purged`] where bodies are gone.
    pub(crate) async fn feed(&self, from: u64, bodies: bool) -> Result<Feed, RelayError> {
        let bodies = if bodies { "&bodies=1" } else { "" };
        let content = self.http.get_stream(&format!("/v1/feed?from={from}{bodies}")).await?;
        Ok(Feed { content, decoder: FrameDecoder::new() })
    }
}

impl Feed {
    /// The next frame; `None` when the relay ended the stream between two. Gives up after two minutes of silence.
    ///
    /// # Errors
    ///
    /// [`RelayError::Feed`] for a wrong frame, or an end within one; [`RelayError::Unreachable`].
    pub(crate) async fn next(&mut self) -> Result<Option<Frame>, RelayError> {
        loop {
            if let Some(frame) = self.decoder.next_frame().map_err(|_| RelayError::Feed)? {
                return Ok(Some(frame));
            }
            match self.content.chunk().await? {
                Some(bytes) => self.decoder.push(&bytes).map_err(|_| RelayError::Feed)?,
                None if self.decoder.is_empty() => return Ok(None),
                None => return Err(RelayError::Feed),
            }
        }
    }
}
