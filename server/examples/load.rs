//! HTTP posts over 256 connections at count 256 and back-to-back ticks, against the slower of two floors measured in
//! the same run: raw append and `fdatasync` of the same bytes to three files, and the same axum route that only reads
//! the body. Loopback only; the sides take turns in short rounds, so that they see the same machine: `load [DIR]`.

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::Router;
use axum::routing::post;
use axum::serve::ListenerExt as _;
use bytes::Bytes;
use davylamp_server::ServeError;
use davylamp_server::keys::Keys;
use davylamp_server::settings::Options;
use davylamp_server::store::{BODY_LEN, ENTRY_LEN, FileStore};
use rand::RngCore as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let base = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = base.join(format!("davylamp-load-{}", std::process::id()));
    std::fs::create_dir(&dir)?;
    let measured = measure(&dir).await;
    std::fs::remove_dir_all(&dir)?;
    measured
}

async fn measure(dir: &Path) -> anyhow::Result<()> {
    let mut raw = Raw::new(dir)?;
    let bare = Bare::start().await?;
    let relay = Relay::start(dir).await?;
    let mut bare_side = Side::open(bare.address).await?;
    let mut relay_side = Side::open(relay.address).await?;
    let mut times = Times::default();
    for round in 0..ROUNDS {
        let measured = [raw.round()?, bare_side.round().await?, relay_side.round().await?];
        // The first round warms both sides.
        if round > 0 {
            times.keep(measured);
        }
    }
    times.print();
    bare.stop().await;
    relay.stop().await
}

/// Seconds of each round, by side.
#[derive(Default)]
struct Times([Vec<f64>; 3]);

impl Times {
    fn keep(&mut self, measured: [Duration; 3]) {
        for (times, time) in self.0.iter_mut().zip(measured) {
            times.push(time.as_secs_f64());
        }
    }

    fn print(self) {
        let [raw, bare, relay] = self.0.map(median);
        println!("posts a second, medians of {} rounds of {POSTS_A_ROUND}, sides in turn", ROUNDS - 1);
        let rate = |seconds: f64| f64::from(POSTS_A_ROUND) / seconds;
        let (relay, raw, bare) = (rate(relay), rate(raw), rate(bare));
        println!("  raw append and fdatasync of 3 files  {raw:9.0}");
        println!("  route that only reads the body       {bare:9.0}");
        println!("  relay                                {relay:9.0}");
        println!("ratio to the slower {:.2} (target 0.50)", relay / raw.min(bare));
    }
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or_default()
}

/// What a tick writes, and nothing else: records at the end of two files, and one of two slots in place.
struct Raw {
    grows: [(File, Vec<u8>); 2],
    slots: File,
    tick: u64,
}

impl Raw {
    fn new(dir: &Path) -> anyhow::Result<Self> {
        let file =
            |name: &str, record: usize| anyhow::Ok((File::create(dir.join(name))?, vec![7; record * CONNECTIONS]));
        let slots = File::create(dir.join("raw-slots"))?;
        slots.write_all_at(&[0; 2 * SLOT], 0)?;
        slots.sync_all()?;
        Ok(Self { grows: [file("raw-entries", ENTRY_LEN + 4)?, file("raw-bodies", BODY_LEN)?], slots, tick: 0 })
    }

    fn round(&mut self) -> anyhow::Result<Duration> {
        let start = Instant::now();
        for _ in 0..POSTS_EACH {
            for (file, bytes) in &mut self.grows {
                file.write_all(bytes)?;
                file.sync_data()?;
            }
            self.tick += 1;
            self.slots.write_all_at(&[7; SLOT], self.tick % 2 * SLOT as u64)?;
            self.slots.sync_data()?;
        }
        Ok(start.elapsed())
    }
}

/// The relay's route, down to the body.
struct Bare {
    address: SocketAddr,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Bare {
    async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let answer = Bytes::from(vec![0; 4096]);
        let router = Router::new().route(
            "/v1/envelopes",
            post(move |body: Bytes| {
                let answer = answer.clone();
                async move { if body.len() == 4096 { answer } else { Bytes::new() } }
            }),
        );
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        Ok(Self { address, server: tokio::spawn(async move { axum::serve(listener, router).await }) })
    }

    async fn stop(self) {
        self.server.abort();
        let _ = self.server.await;
    }
}

/// The relay itself, at count 256 and back-to-back ticks.
struct Relay {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: tokio::task::JoinHandle<Result<(), ServeError>>,
}

impl Relay {
    async fn start(dir: &Path) -> anyhow::Result<Self> {
        let dir = dir.join("relay");
        std::fs::create_dir(&dir)?;
        Keys::create(&dir, "load.invalid")?;
        FileStore::create(&dir)?;
        let options =
            Options { tick_ms: Some(0), count: Some(CONNECTIONS), count_cap: Some(CONNECTIONS), ..Options::default() };
        let settings = options.settings(dir)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(davylamp_server::serve(settings, listener, async {
            let _ = stopped.await;
        }));
        Ok(Self { address, stop, server })
    }

    async fn stop(self) -> anyhow::Result<()> {
        let _ = self.stop.send(());
        Ok(self.server.await??)
    }
}

/// The same client for both servers: open connections, each with one post under way.
struct Side(Vec<Connection>);

impl Side {
    async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let mut connections = Vec::new();
        for _ in 0..CONNECTIONS {
            connections.push(Connection::open(address).await?);
        }
        Ok(Self(connections))
    }

    async fn round(&mut self) -> anyhow::Result<Duration> {
        let ready: Vec<_> =
            self.0.drain(..).map(|c| (c, (0..POSTS_EACH).map(|_| request()).collect::<Vec<_>>())).collect();
        let mut tasks = JoinSet::new();
        let start = Instant::now();
        for (mut connection, requests) in ready {
            tasks.spawn(async move {
                for request in &requests {
                    connection.post(request).await?;
                }
                anyhow::Ok(connection)
            });
        }
        while let Some(done) = tasks.join_next().await {
            self.0.push(done??);
        }
        Ok(start.elapsed())
    }
}

struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, answer: Vec::with_capacity(8192) })
    }

    async fn post(&mut self, request: &[u8]) -> anyhow::Result<()> {
        self.stream.write_all(request).await?;
        self.answer.clear();
        loop {
            anyhow::ensure!(self.stream.read_buf(&mut self.answer).await? > 0, "connection closed");
            let Some(head) = self.answer.windows(4).position(|w| w == b"\r\n\r\n") else {
                continue;
            };
            if self.answer.len() >= head + 4 + 4096 {
                let status = self.answer.get(..12).context("short answer")?;
                anyhow::ensure!(status == b"HTTP/1.1 200", "refused: {}", String::from_utf8_lossy(status));
                return Ok(());
            }
        }
    }
}

/// A distinct envelope: the relay does not look into it.
fn request() -> Vec<u8> {
    let mut request = HEAD.as_bytes().to_vec();
    request.resize(HEAD.len() + 4096, 0);
    rand::thread_rng().fill_bytes(request.split_at_mut(HEAD.len()).1);
    request
}

const HEAD: &str = "POST /v1/envelopes HTTP/1.1\r\nhost: relay\r\ncontent-type: application/octet-stream\r\ncontent-length: 4096\r\n\r\n";
const CONNECTIONS: usize = 256;
const POSTS_EACH: usize = 16;
const POSTS_A_ROUND: u32 = 256 * 16;
const ROUNDS: usize = 22;
const SLOT: usize = 4096;
