//! The relay's HTTP interface (`SPEC.md`, "Relay"). Nothing here logs a request, an address or a path.

mod cards;
mod chunks;
mod deposits;
mod envelopes;
mod feed;
mod problem;
mod reads;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::sync::watch;

use crate::chunks::Chunks;
use crate::deposits::Deposits;
use crate::ledger::Ledger;
use crate::sequencer::{Outcome, Sequencer, Submission};
pub(crate) use cards::Cards;
pub(crate) use problem::Problem;

/// What every handler works on.
pub(crate) struct Relay {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) sequencer: Arc<Sequencer>,
    pub(crate) cards: Cards,
    pub(crate) deposits: Arc<Deposits>,
    pub(crate) chunks: Arc<Chunks>,
    pub(crate) tags: reads::TagCache,
    pub(crate) stop: watch::Receiver<bool>,
}

/// All addresses of the relay. `GET` answers `HEAD` too.
pub(crate) fn routes(relay: Arc<Relay>) -> Router {
    Router::new()
        .route("/v1/envelopes", post(envelopes::post))
        .route("/v1/deposits", post(deposits::post).delete(deposits::delete))
        .route("/v1/deposits/renew", post(deposits::renew))
        .route("/v1/cards", get(cards::get).put(cards::put))
        .route("/v1/chunks/{id}", get(chunks::get).put(chunks::put))
        .route("/v1/feed", get(feed::get))
        .route("/v1/groups/{group}", get(reads::group))
        .route("/v1/tags/{*bundle}", get(reads::tags))
        .route("/checkpoint", get(reads::checkpoint))
        .route("/checkpoint/witnessed", get(reads::witnessed))
        .route("/tile/{*tile}", get(reads::tile))
        .route("/healthz", get(|| async { "ok\n" }))
        .fallback(|| async { Problem::NotFound })
        .method_not_allowed_fallback(|| async { Problem::Method })
        .with_state(relay)
}

/// Reads a request's content of at most `limit` bytes, whatever its headers promise.
async fn content(request: Request, media: &str, limit: usize) -> Result<Bytes, Problem> {
    within(request, media, limit).await.map(Bytes::from)
}

/// As [`content`], in memory that nobody else holds.
async fn within(request: Request, media: &str, limit: usize) -> Result<Vec<u8>, Problem> {
    let given = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if given != Some(media.as_bytes()) {
        return Err(Problem::MediaType);
    }
    let body = request.into_body();
    tokio::time::timeout(READ_TIMEOUT, collect(body, limit)).await.map_err(|_| Problem::Slow)?
}

async fn collect(body: Body, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut stream = body.into_data_stream();
    // Copied: a slice would keep the connection's buffer, with the request's head in it, for as long as it waits.
    let mut content = Vec::with_capacity(limit.min(REQUEST_SIZED));
    while let Some(chunk) = stream.next().await.transpose().map_err(|_| Problem::Malformed)? {
        if content.len() + chunk.len() > limit {
            return Err(Problem::TooLarge);
        }
        content.extend_from_slice(&chunk);
    }
    Ok(content)
}

/// Waits for the tick that publishes a submission; answers with its index in the log.
async fn settled(submission: Submission) -> Result<u64, Problem> {
    match submission {
        Submission::Logged(at) => Ok(at),
        Submission::Waits(outcome) => {
            let outcome: Outcome = outcome.await.map_err(|_| Problem::Unavailable)?;
            Ok(outcome?)
        }
    }
}

/// The answer to a POST or PUT: always 4,096 bytes, so that its length tells nothing.
fn answer(ledger: &Ledger, at: u64) -> Result<Response, Problem> {
    let proof = ledger.proof(at)?;
    let padded = davylamp_protocol::log::answer::encode(proof.as_bytes()).map_err(|_| Problem::Unavailable)?;
    Ok(octets(padded, NO_STORE))
}

/// A body of octets with its cache rule.
fn octets(bytes: impl Into<Body>, cache: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(OCTETS)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
    ];
    (headers, bytes.into()).into_response()
}

/// Runs a read of the store off the async threads.
async fn read<T: Send + 'static>(
    relay: &Arc<Relay>,
    work: impl FnOnce(&Relay) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let relay = Arc::clone(relay);
    tokio::task::spawn_blocking(move || work(&relay)).await.map_err(|_| Problem::Unavailable)?
}

const REQUEST_SIZED: usize = davylamp_protocol::deposit::REQUEST_LEN;
const OCTETS: &str = "application/octet-stream";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const NO_STORE: &str = "no-store";
const READ_TIMEOUT: Duration = Duration::from_secs(120);
