//! A relay in a temporary directory on port 0, and the smallest HTTP client that shows what is on the wire.

#![expect(dead_code, reason = "each test file uses a part")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use davylamp_protocol::log::note::VerifierKey;
use davylamp_server::deposits::{BootClock, SystemBoot};
use davylamp_server::keys::Keys;
use davylamp_server::ledger::Ledger;
use davylamp_server::sequencer::{DummySource, SystemClock};
use davylamp_server::settings::{Options, Settings};
use davylamp_server::store::state::State;
use davylamp_server::store::{FileStore, Store};
use davylamp_server::{Parts, serve_with};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub(crate) struct TestRelay {
    pub(crate) address: SocketAddr,
    pub(crate) log_key: VerifierKey,
    pub(crate) ledger: Arc<Ledger>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// Cheap and unique: tests of the relay do not look into envelopes.
pub(crate) struct PlainDummies(u64);

impl DummySource for PlainDummies {
    fn dummy(&mut self) -> [u8; 4096] {
        self.0 += 1;
        let mut dummy = [0xd0; 4096];
        dummy[..8].copy_from_slice(&self.0.to_be_bytes());
        dummy[48..56].copy_from_slice(&rand::random::<u64>().to_be_bytes());
        dummy
    }
}

pub(crate) fn init(dir: &Path) {
    Keys::create(dir, "example.org/relay").unwrap();
    FileStore::create(dir).unwrap();
}

pub(crate) fn settings(dir: &Path, tick_ms: u64) -> Settings {
    let options = Options { tick_ms: Some(tick_ms), deposit_grain_seconds: Some(1), ..Options::default() };
    options.settings(dir.to_owned()).unwrap()
}

pub(crate) fn start(dir: &Path) -> TestRelay {
    start_over(dir, Arc::new(FileStore::open(dir).unwrap()))
}

pub(crate) fn start_over(dir: &Path, store: Arc<dyn Store>) -> TestRelay {
    launch(store, settings(dir, 20), Box::new(SystemBoot::new()))
}

/// With a tick of its own, and clocks for deposits.
pub(crate) fn start_with(dir: &Path, tick_ms: u64, boot: Option<Box<dyn BootClock>>) -> TestRelay {
    let boot = boot.unwrap_or_else(|| Box::new(SystemBoot::new()));
    launch(Arc::new(FileStore::open(dir).unwrap()), settings(dir, tick_ms), boot)
}

/// With settings of its own.
pub(crate) fn start_as(settings: Settings) -> TestRelay {
    let store = Arc::new(FileStore::open(&settings.dir).unwrap());
    launch(store, settings, Box::new(SystemBoot::new()))
}

fn launch(store: Arc<dyn Store>, settings: Settings, boot: Box<dyn BootClock>) -> TestRelay {
    let dir = settings.dir.as_path();
    let keys = Keys::open(dir).unwrap();
    let log_key = keys.log_verifier().clone();
    let ledger = Arc::new(Ledger::open(store, keys, 1_800_000_000).unwrap());
    let state = Arc::new(State::open(&dir.join("state")).unwrap());
    let parts = Parts {
        ledger: Arc::clone(&ledger),
        state,
        dummies: Box::new(PlainDummies(0)),
        clock: Box::new(SystemClock),
        boot,
    };
    let (stop, stopped) = oneshot::channel();
    let (ready, address) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            ready.send(listener.local_addr().unwrap()).unwrap();
            let shutdown = async {
                let _ = stopped.await;
            };
            serve_with(parts, settings, listener, shutdown).await.unwrap();
        });
    });
    TestRelay { address: address.recv().unwrap(), log_key, ledger, stop: Some(stop), thread: Some(thread) }
}

impl TestRelay {
    pub(crate) fn stop(mut self) {
        self.halt();
    }

    fn halt(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.send("GET", path, "", &[])
    }

    pub(crate) fn post(&self, envelope: &[u8]) -> Response {
        self.send("POST", "/v1/envelopes", "content-type: application/octet-stream\r\n", envelope)
    }

    pub(crate) fn put_card(&self, note: &str) -> Response {
        self.send("PUT", "/v1/cards", "content-type: application/octet-stream\r\n", note.as_bytes())
    }

    pub(crate) fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Response {
        let mut stream = self.connect(method, path, headers, body);
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        split(&answer)
    }

    /// A connection on which a request was sent.
    pub(crate) fn connect(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let length = if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        let head = format!("{method} {path} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n{headers}{length}\r\n");
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        stream
    }

    pub(crate) fn wait_for_size(&self, size: u64) {
        let mut heads = self.ledger.subscribe();
        let reached = async move { heads.wait_for(|head| head.size >= size).await.map(|_| ()).unwrap() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async { tokio::time::timeout(Duration::from_secs(30), reached).await.unwrap() });
    }
}

impl Drop for TestRelay {
    fn drop(&mut self) {
        self.halt();
    }
}

pub(crate) fn split(answer: &[u8]) -> Response {
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&answer[..end]).unwrap().to_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Response { status, head, body: answer[end + 4..].to_vec() }
}

pub(crate) fn envelope(number: u64) -> Vec<u8> {
    let mut envelope = vec![0xe0; 4096];
    envelope[..8].copy_from_slice(&number.to_be_bytes());
    envelope[100..108].copy_from_slice(&number.to_be_bytes());
    envelope
}
