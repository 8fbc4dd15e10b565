//! Plain HTTP/1.1 with one fixed set of headers: no redirects, cookies, compression, or proxies of the environment.

use std::time::Duration;

use bytes::Bytes;
use davylamp_protocol::log::answer::ANSWER_LEN;
use rand::RngCore as _;
use rand::rngs::OsRng;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Method, Proxy, RequestBuilder, Response, StatusCode};
use serde::Deserialize;

use super::RelayError;
use super::address::{Address, Route};

/// One isolation identity: a client with connections, and proxy credentials, of its own.
pub(super) struct Http {
    client: Client,
    base: String,
    address: String,
}

impl Http {
    pub(super) fn new(address: &Address, route: Route) -> Result<Self, RelayError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        let mut builder = Client::builder()
            .no_proxy()
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .default_headers(headers)
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT);
        if let Route::Socks(proxy) = route {
            // Credentials on one shared client would still share its connections: hence a client for each identity.
            builder = builder.proxy(Proxy::all(isolated(proxy)).map_err(|_| RelayError::NoTor)?);
        }
        let client = builder.build().map_err(|error| RelayError::Unreachable(cause(&error)))?;
        Ok(Self { client, base: address.base(), address: address.to_string() })
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// An answer of exactly `length` bytes.
    pub(super) async fn get_exactly(&self, path: &str, length: usize) -> Result<Vec<u8>, RelayError> {
        let bytes = self.get_at_most(path, length).await?;
        if bytes.len() == length { Ok(bytes) } else { Err(RelayError::Length { got: bytes.len(), want: length }) }
    }

    /// An answer of up to `cap` bytes.
    pub(super) async fn get_at_most(&self, path: &str, cap: usize) -> Result<Vec<u8>, RelayError> {
        let request = self.request(Method::GET, path).timeout(TOTAL_TIMEOUT);
        read_at_most(self.send(request).await?, cap).await
    }

    /// A stream that lasts.
    pub(super) async fn get_stream(&self, path: &str) -> Result<Response, RelayError> {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends octets; the answer has the one size that all such answers have.
    pub(super) async fn submit(&self, method: Method, path: &str, octets: Bytes) -> Result<Vec<u8>, RelayError> {
        let octet_stream = HeaderValue::from_static("application/octet-stream");
        let request = self.request(method, path).timeout(TOTAL_TIMEOUT).header(CONTENT_TYPE, octet_stream);
        let answer = read_at_most(self.send(request.body(octets)).await?, ANSWER_LEN).await?;
        if answer.len() == ANSWER_LEN {
            Ok(answer)
        } else {
            Err(RelayError::Length { got: answer.len(), want: ANSWER_LEN })
        }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, RelayError> {
        let response = request.send().await.map_err(|error| RelayError::Unreachable(cause(&error)))?;
        if response.status() == StatusCode::OK { Ok(response) } else { Err(problem(response).await) }
    }
}

/// A proxy address with credentials that nothing else uses: Tor gives each pair circuits of its own.
fn isolated(proxy: std::net::SocketAddr) -> String {
    let mut secret = [0; 16];
    OsRng.fill_bytes(&mut secret);
    let (user, password) = secret.split_at(8);
    format!("socks5h://{}:{}@{proxy}", hex::encode(user), hex::encode(password))
}

async fn read_at_most(mut response: Response, cap: usize) -> Result<Vec<u8>, RelayError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| RelayError::Unreachable(cause(&error)))? {
        if bytes.len() + chunk.len() > cap {
            return Err(RelayError::Length { got: bytes.len() + chunk.len(), want: cap });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// An RFC 9457 document. Its texts are the relay's and are not shown: only its type and numbers are read.
#[derive(Deserialize, Default)]
struct Problem {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    first_body: u64,
}

async fn problem(response: Response) -> RelayError {
    let status = response.status().as_u16();
    let after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let bytes = read_at_most(response, PROBLEM_MAX).await.unwrap_or_default();
    let problem: Problem = serde_json::from_slice(&bytes).unwrap_or_default();
    match (status, problem.kind.strip_prefix("urn:davylamp:problem:").unwrap_or_default()) {
        (404, "not-yet") | (416, "beyond") => RelayError::NotYet,
        (410, _) => RelayError::Purged { first: problem.first_body },
        (503, _) => RelayError::Busy { after },
        (507, _) => RelayError::Full,
        (403, "desk-not-listed") => RelayError::DeskNotListed,
        (409, "old-serial") => RelayError::OldSerial,
        (400, "bad-note") => RelayError::BadNote,
        _ => RelayError::Refused { status },
    }
}

/// The innermost reason, without the address that reqwest would add.
pub(super) fn cause(error: &reqwest::Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    if error.is_timeout() { "it does not answer in time".to_owned() } else { innermost.to_string() }
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(60);
/// A post waits for its tick, and longer while a burst is let out; a feed is silent for 15 seconds at most.
const READ_TIMEOUT: Duration = Duration::from_secs(120);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(600);
const PROBLEM_MAX: usize = 4096;
