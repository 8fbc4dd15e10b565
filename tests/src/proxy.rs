//! A relay in the middle: records what passes, and lies where a test tells it to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use davylamp_protocol::log::feed::{Frame, FrameDecoder};
use futures_util::StreamExt;
use tokio::net::TcpListener;

/// One request that passed, and the length of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// `POST`, `GET`.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Header names and values, sorted; the host header without its port.
    pub headers: Vec<(String, String)>,
    /// Bytes of the request's body.
    pub sent: usize,
    /// Status of the answer.
    pub status: u16,
    /// Bytes of the answer's body; 0 for the feed, which does not end.
    pub received: usize,
}

/// What a lying relay does. Every method passes things on unchanged unless it is overridden.
pub trait Lie: Send + Sync + 'static {
    /// Answers by itself, with this status and problem document, instead of the relay.
    fn refuse(&self, _method: &Method, _path: &str) -> Option<(StatusCode, String)> {
        None
    }

    /// Changes a whole answer.
    fn answer(&self, _method: &Method, _path: &str, bytes: Vec<u8>) -> Vec<u8> {
        bytes
    }

    /// Changes a frame of the feed: drop it, alter it, add to it.
    fn frame(&self, frame: Frame) -> Vec<Frame> {
        vec![frame]
    }

    /// Breaks the feed off, cleanly, after so many bytes of it.
    fn cut(&self) -> Option<usize> {
        None
    }

    /// The relay that this request is passed to, instead of the first.
    fn upstream(&self, _method: &Method, _path: &str) -> Option<String> {
        None
    }
}

impl Lie for Box<dyn Lie> {
    fn refuse(&self, method: &Method, path: &str) -> Option<(StatusCode, String)> {
        self.as_ref().refuse(method, path)
    }

    fn answer(&self, method: &Method, path: &str, bytes: Vec<u8>) -> Vec<u8> {
        self.as_ref().answer(method, path, bytes)
    }

    fn frame(&self, frame: Frame) -> Vec<Frame> {
        self.as_ref().frame(frame)
    }

    fn cut(&self) -> Option<usize> {
        self.as_ref().cut()
    }

    fn upstream(&self, method: &Method, path: &str) -> Option<String> {
        self.as_ref().upstream(method, path)
    }
}

/// The truth.
pub struct Honest;

impl Lie for Honest {}

/// A proxy on loopback, in front of a relay.
pub struct Proxy {
    /// `127.0.0.1:PORT`.
    pub address: String,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
    server: tokio::task::JoinHandle<()>,
}

#[derive(Clone)]
struct Middle {
    http: reqwest::Client,
    upstream: String,
    lie: Arc<dyn Lie>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl Proxy {
    /// Puts itself in front of `upstream` (`host:port`).
    ///
    /// # Errors
    /// When no port is to be had.
    pub async fn start(upstream: &str, lie: Arc<dyn Lie>) -> Result<Self> {
        let exchanges = Arc::default();
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
        let middle = Middle { http, upstream: upstream.to_owned(), lie, exchanges: Arc::clone(&exchanges) };
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let address = listener.local_addr()?.to_string();
        let router = Router::new().fallback(pass_on).with_state(middle);
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, exchanges, server })
    }

    /// All that passed since the last call of [`Proxy::take`].
    #[must_use]
    pub fn seen(&self) -> Vec<Exchange> {
        locked(&self.exchanges).clone()
    }

    /// All that passed since the last call.
    #[must_use]
    pub fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut *locked(&self.exchanges))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass_on(State(middle): State<Middle>, request: Request) -> Response {
    match middle.pass_on(request).await {
        Ok(response) => response,
        Err(error) => (StatusCode::BAD_GATEWAY, format!("{error:#}")).into_response(),
    }
}

impl Middle {
    async fn pass_on(&self, request: Request) -> Result<Response> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path_and_query().context("a request has a path")?.to_string();
        let body = to_bytes(body, 1 << 20).await?;
        if let Some(refused) = self.lie.refuse(&parts.method, &path) {
            return Ok(refused.into_response());
        }
        let mut exchange = Exchange {
            method: parts.method.to_string(),
            path: path.clone(),
            headers: sorted(&parts.headers),
            sent: body.len(),
            status: 0,
            received: 0,
        };
        let upstream = self.lie.upstream(&parts.method, &path).unwrap_or_else(|| self.upstream.clone());
        let mut request = self.http.request(parts.method.clone(), format!("http://{upstream}{path}")).body(body);
        if let Some(kind) = parts.headers.get("content-type") {
            request = request.header("content-type", kind);
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        exchange.status = status.as_u16();
        let body = if path.starts_with("/v1/feed") && status.is_success() {
            self.feed(answer)
        } else {
            let bytes = self.lie.answer(&parts.method, &path, answer.bytes().await?.to_vec());
            exchange.received = bytes.len();
            Body::from(bytes)
        };
        locked(&self.exchanges).push(exchange);
        let mut response = Response::new(body);
        *response.status_mut() = status;
        for name in ["content-type", "cache-control", "retry-after"] {
            if let Some(value) = headers.get(name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        Ok(response)
    }

    fn feed(&self, answer: reqwest::Response) -> Body {
        let lie = Arc::clone(&self.lie);
        let mut decoder = FrameDecoder::new();
        let frames = answer.bytes_stream().map(move |chunk| -> Result<Bytes> {
            let mut out = Vec::new();
            // The decoder's buffer is bounded: feed it in pieces, and take the frames out in between.
            for piece in chunk?.chunks(64 * 1024) {
                decoder.push(piece)?;
                while let Some(frame) = decoder.next_frame()? {
                    for frame in lie.frame(frame) {
                        out.extend(frame.encode()?);
                    }
                }
            }
            Ok(out.into())
        });
        let Some(mut left) = self.lie.cut() else { return Body::from_stream(frames) };
        let cut = frames.scan((), move |(), chunk| {
            let chunk = chunk.map(|bytes| bytes.slice(..bytes.len().min(left)));
            let over = left == 0;
            left -= chunk.as_ref().map_or(0, Bytes::len);
            std::future::ready((!over).then_some(chunk))
        });
        Body::from_stream(cut)
    }
}

fn sorted(headers: &HeaderMap) -> Vec<(String, String)> {
    let mut all: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .map(|(name, value)| if name == "host" { (name, "relay".to_owned()) } else { (name, value) })
        .collect();
    all.sort();
    all
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
