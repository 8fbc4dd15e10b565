//! `PUT` and `GET /v1/chunks/<id>`: opaque pieces of attachments.

use std::sync::Arc;

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use super::{NO_STORE, OCTETS, Problem, Relay, content, octets, read};
use crate::chunks::{CHUNK_LEN, ChunkId};
use crate::sequencer::{Clock as _, SystemClock};

pub(super) async fn put(Shared(relay): Shared<Arc<Relay>>, request: Request) -> Result<Response, Problem> {
    let id = id(request.uri())?;
    let room = relay.chunks.room_to_send().await?;
    let chunk = content(request, OCTETS, CHUNK_LEN).await?;
    if chunk.len() != CHUNK_LEN {
        return Err(Problem::Size);
    }
    relay.chunks.put(room, id, chunk, SystemClock.unix_seconds()).await?;
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static(NO_STORE))];
    Ok((StatusCode::NO_CONTENT, no_store).into_response())
}

pub(super) async fn get(Shared(relay): Shared<Arc<Relay>>, uri: Uri) -> Result<Response, Problem> {
    let id = id(&uri)?;
    let _room = relay.chunks.room_to_fetch().await?;
    let chunk = read(&relay, move |relay| Ok(relay.chunks.get(&id)?)).await?;
    Ok(octets(chunk.ok_or(Problem::NotFound)?, NO_STORE))
}

/// The last part of the path as it was sent, nothing in it unescaped: 64 lower-case hex digits.
fn id(uri: &Uri) -> Result<ChunkId, Problem> {
    let id = uri.path().rsplit('/').next().unwrap_or_default();
    let bytes = id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')).then(|| hex::decode(id).ok()).flatten();
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(Problem::Malformed)
}
