//! The log as static files: checkpoint, tiles, groups, tag prefixes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::group::{self, Group};
use davylamp_protocol::log::tile::{self, TAG_BUNDLE, TilePath};
use serde::Deserialize;

use super::{IMMUTABLE, NO_STORE, Problem, Relay, octets, read};
use crate::store::{BODY_LEN, StoreError};

pub(super) async fn checkpoint(State(relay): State<Arc<Relay>>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static(NO_STORE)),
    ];
    (headers, relay.ledger.head().checkpoint.clone()).into_response()
}

/// No witness is asked yet, so there is never a witnessed checkpoint to serve.
pub(super) async fn witnessed() -> Problem {
    Problem::NotYet
}

pub(super) async fn tile(State(relay): State<Arc<Relay>>, Path(path): Path<String>) -> Result<Response, Problem> {
    let tile = TilePath::parse(&format!("tile/{path}")).map_err(|_| Problem::Malformed)?;
    let size = relay.ledger.head().size;
    if tile.width() > tile.width_at(size) {
        return Err(Problem::NotYet);
    }
    let bytes = read(&relay, move |relay| tile_bytes(relay, tile)).await?;
    Ok(octets(bytes, IMMUTABLE))
}

fn tile_bytes(relay: &Relay, tile: TilePath) -> Result<Vec<u8>, Problem> {
    match tile {
        TilePath::Entries { index, width } => {
            Ok(tile::encode_bundle(&entries(relay, index * u64::from(tile::TILE_WIDTH), width.into())?))
        }
        TilePath::Hashes { level, index, width } => {
            let first = index * u64::from(tile::TILE_WIDTH);
            let nodes = relay.ledger.nodes(level * 8, first..first + u64::from(width))?;
            Ok(tile::encode_hashes(&nodes))
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupQuery {
    size: u64,
}

pub(super) async fn group(
    State(relay): State<Arc<Relay>>,
    Path(number): Path<String>,
    query: Result<Query<GroupQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(GroupQuery { size }) = query.map_err(|_| Problem::Malformed)?;
    let number = canonical(&number)?;
    let end = number.checked_add(1).and_then(|next| next.checked_mul(GROUP)).ok_or(Problem::Malformed)?;
    if end > size || size > relay.ledger.head().size {
        return Err(Problem::NotYet);
    }
    let bytes = read(&relay, move |relay| group_bytes(relay, number, size)).await?;
    Ok(octets(bytes, IMMUTABLE))
}

fn group_bytes(relay: &Relay, number: u64, size: u64) -> Result<Vec<u8>, Problem> {
    let first = number * GROUP;
    let bodies = relay.ledger.store().bodies(first, group::GROUP)?;
    let entries = entries(relay, first, group::GROUP)?;
    let entries = entries.try_into().map_err(|_| Problem::Unavailable)?;
    let proof = relay.ledger.group_proof(number, size)?;
    let bodies = bodies.as_chunks::<BODY_LEN>().0.to_vec();
    Ok(Group::new(entries, bodies, proof).map_err(|_| Problem::Unavailable)?.encode())
}

/// Full bundles of tag prefixes that were asked for: 256 KiB each, at most those of the retention window.
#[derive(Default)]
pub(crate) struct TagCache(Mutex<BTreeMap<u64, Bytes>>);

impl TagCache {
    fn get(&self, bundle: u64) -> Option<Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&bundle).cloned()
    }

    fn put(&self, bundle: u64, bytes: &Bytes) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(bundle, bytes.clone());
        if kept.len() > MAX_CACHED {
            kept.pop_first();
        }
    }
}

pub(super) async fn tags(State(relay): State<Arc<Relay>>, Path(path): Path<String>) -> Result<Response, Problem> {
    let (bundle, width) = match path.split_once(".p/") {
        Some((bundle, width)) => (canonical(bundle)?, Some(canonical(width)?)),
        None => (canonical(&path)?, None),
    };
    let bundle_len = TAG_BUNDLE as u64;
    let width = width.unwrap_or(bundle_len);
    if width == 0 || width > bundle_len || (width == bundle_len && path.contains('.')) {
        return Err(Problem::Malformed);
    }
    let first = bundle.checked_mul(bundle_len).ok_or(Problem::Malformed)?;
    if first.checked_add(width).is_none_or(|end| end > relay.ledger.head().size) {
        return Err(Problem::NotYet);
    }
    let kept = relay.ledger.store().first_body();
    if first + bundle_len <= kept {
        return Err(Problem::Purged(kept));
    }
    let bytes = read(&relay, move |relay| tag_bytes(relay, bundle, width)).await?;
    Ok(octets(bytes, IMMUTABLE))
}

fn tag_bytes(relay: &Relay, bundle: u64, width: u64) -> Result<Bytes, Problem> {
    let full = width == TAG_BUNDLE as u64;
    if let Some(bytes) = relay.tags.get(bundle).filter(|_| full) {
        return Ok(bytes);
    }
    let first = bundle * TAG_BUNDLE as u64;
    let count = usize::try_from(width).map_err(|_| Problem::Malformed)?;
    let bytes = Bytes::from(tile::encode_tags(&entries(relay, first, count)?));
    if full {
        relay.tags.put(bundle, &bytes);
    }
    Ok(bytes)
}

/// Reads entries of the log. What does not decode was damaged: nothing else was ever written.
pub(super) fn entries(relay: &Relay, first: u64, count: usize) -> Result<Vec<Entry>, Problem> {
    let raw = relay.ledger.store().entries(first, count)?;
    let decoded: Result<Vec<Entry>, _> = raw.iter().map(Entry::decode).collect();
    Ok(decoded.map_err(|_| StoreError::Mismatch("an entry does not decode"))?)
}

/// A decimal number as only one spelling writes it.
fn canonical(text: &str) -> Result<u64, Problem> {
    let number: u64 = text.parse().map_err(|_| Problem::Malformed)?;
    if number.to_string() == text { Ok(number) } else { Err(Problem::Malformed) }
}

const GROUP: u64 = group::GROUP as u64;
const MAX_CACHED: usize = 32;
