//! Plain HTTP/1.1 with one fixed set of headers: no redirects, cookies, compression, or proxies of the environment.
//!
//! Built on hyper's own client: without a TLS stack, reqwest refuses every SOCKS proxy.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use davylamp_protocol::log::answer::ANSWER_LEN;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::SocksV5;
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::TokioExecutor;
use rand::RngCore as _;
use rand::rngs::OsRng;
use serde::Deserialize;
use tokio::time::timeout;

use super::RelayError;
use super::address::{Address, Route};
use super::tor::speaks_socks;
use crate::text::{text, text_with};

/// One isolation identity: a client with connections, and proxy credentials, of its own.
pub(super) struct Http {
    way: Way,
    base: String,
    address: String,
}

enum Way {
    Direct(Client<HttpConnector, Full<Bytes>>),
    Socks(SocketAddr, Client<SocksV5<HttpConnector>, Full<Bytes>>),
}

impl Http {
    pub(super) fn new(address: &Address, route: Route) -> Result<Self, RelayError> {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(CONNECT_TIMEOUT));
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new());
        let way = match route {
            Route::Direct => Way::Direct(client.build(connector)),
            Route::Socks(proxy) => Way::Socks(proxy, client.build(isolated(proxy, connector)?)),
        };
        Ok(Self { way, base: address.base(), address: address.to_string() })
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// An answer of exactly `length` bytes.
    pub(super) async fn get_exactly(&self, path: &str, length: usize) -> Result<Vec<u8>, RelayError> {
        exactly(length, self.get_at_most(path, length).await?)
    }

    /// An answer of up to `cap` bytes.
    pub(super) async fn get_at_most(&self, path: &str, cap: usize) -> Result<Vec<u8>, RelayError> {
        let request = self.request(Method::GET, path);
        in_time(TOTAL_TIMEOUT, async { self.send(request, Bytes::new()).await?.read_at_most(cap).await }).await
    }

    /// A stream that lasts.
    pub(super) async fn get_stream(&self, path: &str) -> Result<Content, RelayError> {
        self.send(self.request(Method::GET, path), Bytes::new()).await
    }

    /// Sends octets; the answer has the one size that all such answers have.
    pub(super) async fn submit(&self, method: Method, path: &str, octets: Bytes) -> Result<Vec<u8>, RelayError> {
        let octet_stream = HeaderValue::from_static("application/octet-stream");
        let request = self.request(method, path).header(CONTENT_TYPE, octet_stream);
        let answer = async { self.send(request, octets).await?.read_at_most(ANSWER_LEN).await };
        exactly(ANSWER_LEN, in_time(TOTAL_TIMEOUT, answer).await?)
    }

    /// Sends octets of a kind of their own; an answer of up to `cap` bytes.
    pub(super) async fn exchange(
        &self,
        path: &str,
        media_type: &'static str,
        octets: Bytes,
        cap: usize,
    ) -> Result<Vec<u8>, RelayError> {
        let media_type = HeaderValue::from_static(media_type);
        let request = self.request(Method::POST, path).header(CONTENT_TYPE, media_type);
        in_time(TOTAL_TIMEOUT, async { self.send(request, octets).await?.read_at_most(cap).await }).await
    }

    /// Sends octets; the answer has a status and no content.
    pub(super) async fn put(
        &self,
        method: Method,
        path: &str,
        octets: Bytes,
        done: StatusCode,
    ) -> Result<(), RelayError> {
        let octet_stream = HeaderValue::from_static("application/octet-stream");
        let request = self.request(method, path).header(CONTENT_TYPE, octet_stream);
        let answer = async { self.answered(request, octets, done).await?.read_at_most(0).await };
        in_time(TOTAL_TIMEOUT, answer).await.map(drop)
    }

    fn request(&self, method: Method, path: &str) -> hyper::http::request::Builder {
        let uri = format!("{}{path}", self.base);
        Request::builder().method(method).uri(uri).header(ACCEPT, HeaderValue::from_static("*/*"))
    }

    async fn send(&self, request: hyper::http::request::Builder, octets: Bytes) -> Result<Content, RelayError> {
        self.answered(request, octets, StatusCode::OK).await
    }

    async fn answered(
        &self,
        request: hyper::http::request::Builder,
        octets: Bytes,
        done: StatusCode,
    ) -> Result<Content, RelayError> {
        let request = request.body(Full::new(octets)).map_err(|_| RelayError::Address(self.address.clone()))?;
        let answer = async {
            match self.call(request).await {
                Ok(response) => Ok(response),
                Err(error) => Err(self.unreached(&error).await),
            }
        };
        let response = in_time(ANSWER_TIMEOUT, answer).await?;
        if response.status() == done { Ok(Content(response.into_body())) } else { Err(problem(response).await) }
    }

    /// Whether it is Tor that is away, or the relay behind it: a person does something else about each.
    async fn unreached(&self, error: &hyper_util::client::legacy::Error) -> RelayError {
        let Way::Socks(proxy, _) = &self.way else { return unreachable(error) };
        let proxy = *proxy;
        if !error.is_connect() {
            return unreachable(error);
        }
        match tokio::task::spawn_blocking(move || speaks_socks(&proxy)).await {
            Ok(true) => RelayError::Unreachable(text_with("relay-behind-tor", &[("why", &innermost(error))])),
            Ok(false) => RelayError::TorGone(proxy.to_string()),
            Err(_) => unreachable(error),
        }
    }

    fn call(&self, request: Request<Full<Bytes>>) -> ResponseFuture {
        match &self.way {
            Way::Direct(client) => client.request(request),
            Way::Socks(_, client) => client.request(request),
        }
    }
}

/// An answer as it arrives.
pub(super) struct Content(Incoming);

impl Content {
    /// The next bytes; `None` at the end.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, RelayError> {
        loop {
            let frame = in_time(READ_TIMEOUT, async { self.0.frame().await.transpose().map_err(|e| unreachable(&e)) });
            match frame.await? {
                None => return Ok(None),
                Some(frame) => {
                    if let Ok(bytes) = frame.into_data() {
                        return Ok(Some(bytes));
                    }
                }
            }
        }
    }

    async fn read_at_most(mut self, cap: usize) -> Result<Vec<u8>, RelayError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            let length = bytes.len().saturating_add(chunk.len());
            if length > cap {
                return Err(RelayError::Length { got: length, want: cap });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

/// A way through the proxy, with credentials that nothing else uses: Tor gives each pair circuits of its own. They go
/// with a client of their own, since a shared one would share its connections. The proxy looks names up.
fn isolated(proxy: SocketAddr, connector: HttpConnector) -> Result<SocksV5<HttpConnector>, RelayError> {
    let uri: Uri = format!("http://{proxy}").parse().map_err(|_| RelayError::SocksAddress(proxy.to_string()))?;
    let mut secret = [0; 16];
    OsRng.fill_bytes(&mut secret);
    let (user, password) = secret.split_at(8);
    Ok(SocksV5::new(uri, connector).with_auth(hex::encode(user), hex::encode(password)))
}

fn exactly(length: usize, bytes: Vec<u8>) -> Result<Vec<u8>, RelayError> {
    if bytes.len() == length { Ok(bytes) } else { Err(RelayError::Length { got: bytes.len(), want: length }) }
}

async fn in_time<T>(limit: Duration, work: impl Future<Output = Result<T, RelayError>>) -> Result<T, RelayError> {
    timeout(limit, work).await.map_err(|_| RelayError::Unreachable(text("relay-too-slow")))?
}

/// An RFC 9457 document. Its texts are the relay's and are not shown: only its type and numbers are read.
#[derive(Deserialize, Default)]
struct Problem {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    first_body: u64,
}

async fn problem(response: Response<Incoming>) -> RelayError {
    let status = response.status().as_u16();
    let after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let bytes = Content(response.into_body()).read_at_most(PROBLEM_MAX).await.unwrap_or_default();
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

/// The innermost reason, which alone says something to a person.
fn unreachable(error: &(dyn std::error::Error + 'static)) -> RelayError {
    RelayError::Unreachable(innermost(error).to_string())
}

fn innermost<'e>(error: &'e (dyn std::error::Error + 'static)) -> &'e (dyn std::error::Error + 'static) {
    error.source().map_or(error, innermost)
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(60);
/// A post waits for its tick, and longer while a burst is let out; circuits take their time too.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(300);
/// A feed is silent for 15 seconds at most.
const READ_TIMEOUT: Duration = Duration::from_secs(120);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(600);
const PROBLEM_MAX: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    /// What a proxy saw of one connection: user and password, and the name that it was asked for.
    type Seen = (String, String);

    /// Serves `count` connections as a SOCKS5 proxy with passwords would, and answers `answer` to what comes through.
    fn proxy(count: usize, answer: &'static [u8]) -> (SocketAddr, std::thread::JoinHandle<Vec<Seen>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let serve = move || {
            let connections = listener.incoming().take(count);
            connections.map(|stream| handshake(stream.unwrap(), answer)).collect()
        };
        (address, std::thread::spawn(serve))
    }

    fn handshake(mut stream: std::net::TcpStream, answer: &[u8]) -> Seen {
        fn take(stream: &mut std::net::TcpStream, count: usize) -> Vec<u8> {
            let mut bytes = vec![0; count];
            stream.read_exact(&mut bytes).unwrap();
            bytes
        }
        fn counted(stream: &mut std::net::TcpStream) -> Vec<u8> {
            let count = take(stream, 1)[0];
            take(stream, count.into())
        }
        take(&mut stream, 1);
        assert!(counted(&mut stream).contains(&2), "it offers a password");
        stream.write_all(&[5, 2]).unwrap();
        take(&mut stream, 1);
        let credentials = [counted(&mut stream), counted(&mut stream)].concat();
        stream.write_all(&[1, 0]).unwrap();
        assert_eq!(take(&mut stream, 4), [5, 1, 0, 3], "a name, which the proxy looks up");
        let name = counted(&mut stream);
        take(&mut stream, 2);
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.extend(take(&mut stream, 1));
        }
        stream.write_all(answer).unwrap();
        (String::from_utf8(credentials).unwrap(), String::from_utf8(name).unwrap())
    }

    async fn ask(proxy: SocketAddr) -> Result<Vec<u8>, RelayError> {
        let address: Address = format!("{ONION}:80").parse().unwrap();
        Http::new(&address, Route::Socks(proxy)).unwrap().get_at_most("/checkpoint", 5).await
    }

    #[tokio::test]
    async fn each_client_passes_the_proxy_under_credentials_of_its_own() {
        let (address, seen) = proxy(2, b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello");
        assert_eq!(ask(address).await, Ok(b"hello".to_vec()));
        assert_eq!(ask(address).await, Ok(b"hello".to_vec()));
        let seen = seen.join().unwrap();
        assert!(seen.iter().all(|(_, name)| name == ONION));
        assert_ne!(seen[0].0, seen[1].0);
    }

    #[tokio::test]
    async fn long_answers_redirects_and_problems_are_errors() {
        let answers: [(&[u8], RelayError); 4] = [
            (b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello!", RelayError::Length { got: 6, want: 5 }),
            (b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n", RelayError::Refused { status: 302 }),
            (b"HTTP/1.1 503 x\r\nretry-after: 15\r\ncontent-length: 0\r\n\r\n", RelayError::Busy { after: Some(15) }),
            (
                b"HTTP/1.1 410 x\r\ncontent-length: 55\r\n\r\n{\"type\":\"urn:davylamp:problem:purged\",\"first_body\":777}",
                RelayError::Purged { first: 777 },
            ),
        ];
        for (answer, error) in answers {
            let (address, seen) = proxy(1, answer);
            assert_eq!(ask(address).await, Err(error));
            seen.join().unwrap();
        }
    }

    const ONION: &str = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";
}
