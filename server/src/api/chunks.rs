//! `PUT` and `GET /v1/chunks/<id>`: opaque pieces of attachments.

use std::sync::Arc;

use axum::extract::{Path, Request, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::{NO_STORE, OCTETS, Problem, Relay, content, octets, read};
use crate::chunks::{CHUNK_LEN, ChunkId};
use crate::sequencer::{Clock as _, SystemClock};

pub(super) async fn put(
    Shared(relay): Shared<Arc<Relay>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let id = parse(&id)?;
    let _room = relay.chunks.room().await?;
    let chunk = content(request, OCTETS, CHUNK_LEN).await?;
    if chunk.len() != CHUNK_LEN {
        return Err(Problem::Size);
    }
    relay.chunks.put(id, chunk, SystemClock.unix_seconds()).await?;
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static(NO_STORE))];
    Ok((StatusCode::NO_CONTENT, no_store).into_response())
}

pub(super) async fn get(Shared(relay): Shared<Arc<Relay>>, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = parse(&id)?;
    let _room = relay.chunks.room().await?;
    let chunk = read(&relay, move |relay| Ok(relay.chunks.get(&id)?)).await?;
    Ok(octets(chunk.ok_or(Problem::NotFound)?, NO_STORE))
}

/// 64 lower-case hex digits.
fn parse(id: &str) -> Result<ChunkId, Problem> {
    let is_canonical = id.len() == 64 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let bytes = is_canonical.then(|| hex::decode(id).ok()).flatten();
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(Problem::Malformed)
}
