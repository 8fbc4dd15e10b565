//! Chunks of attachments (`SPEC.md` 5.1 and 16.2): stored once, whatever happens on the way.
//!
//! ```text
//! PUT /v1/chunks/<id>   262,144 bytes  →  204
//! GET /v1/chunks/<id>                  →  262,144 bytes, or 404
//! ```

use bytes::Bytes;
use davylamp_protocol::attachment::{CHUNK_LEN, ChunkId};
use hyper::{Method, StatusCode};

use super::post::again;
use super::{Relay, RelayError};

impl Relay {
    /// Has the relay keep a chunk, durably. Without an answer the same bytes are sent again.
    ///
    /// # Errors
    ///
    /// What kept us from the relay, or why it does not take it.
    pub(crate) async fn put_chunk(&self, id: &ChunkId, chunk: Bytes) -> Result<(), RelayError> {
        let path = path(id);
        again(ATTEMPTS, || self.http.put(Method::PUT, &path, chunk.clone(), StatusCode::NO_CONTENT)).await
    }

    /// Fetches a chunk; `None` if the relay does not have it, or not any more.
    ///
    /// # Errors
    ///
    /// What kept us from the relay.
    pub(crate) async fn chunk(&self, id: &ChunkId) -> Result<Option<Vec<u8>>, RelayError> {
        let path = path(id);
        match again(ATTEMPTS, || self.http.get_exactly(&path, CHUNK_LEN)).await {
            Ok(chunk) => Ok(Some(chunk)),
            Err(RelayError::Refused { status: 404 }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn path(id: &ChunkId) -> String {
    format!("/v1/chunks/{}", hex::encode(id))
}

/// Pauses double up to half a minute: a relay that is started anew within two minutes is waited for.
const ATTEMPTS: u32 = 8;
