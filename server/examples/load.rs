//! HTTP posts over 256 connections at count 256 and back-to-back ticks, against the slower of two floors measured in
//! the same run: raw append and `fdatasync` of the same bytes to three files, and the same axum route that only reads
//! the body. Loopback only, 40,960 posts a side: `load [DIR]`.

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::Router;
use axum::routing::post;
use bytes::Bytes;
use davylamp_server::keys::Keys;
use davylamp_server::settings::Options;
use davylamp_server::store::FileStore;
use rand::RngCore as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
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
    let mut ratios = Vec::new();
    for _ in 0..RUNS {
        let raw = raw_rate(dir)?;
        let bare = bare_rate().await?;
        let relay = relay_rate(dir).await?;
        let ratio = relay / raw.min(bare);
        println!(
            "posts a second: relay {relay:.0}  raw disk {raw:.0}  bare route {bare:.0}  ratio {ratio:.2} (target 0.50)"
        );
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.2}", ratios.get(RUNS / 2).copied().unwrap_or_default());
    Ok(())
}

fn raw_rate(dir: &Path) -> anyhow::Result<f64> {
    let mut files = Vec::new();
    for (name, length) in [("a", 85 * CONNECTIONS), ("b", 4048 * CONNECTIONS), ("c", 4096)] {
        files.push((File::create(dir.join(name))?, vec![7; length]));
    }
    let start = Instant::now();
    for _ in 0..POSTS_EACH {
        for (file, bytes) in &mut files {
            file.write_all(bytes)?;
            file.sync_data()?;
        }
    }
    Ok(rate(start.elapsed()))
}

async fn bare_rate() -> anyhow::Result<f64> {
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
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let rate = post_all(address).await;
    server.abort();
    rate
}

async fn relay_rate(dir: &Path) -> anyhow::Result<f64> {
    let dir = dir.join("relay");
    std::fs::create_dir(&dir)?;
    Keys::create(&dir, "load.invalid")?;
    FileStore::create(&dir)?;
    let options =
        Options { tick_ms: Some(0), count: Some(CONNECTIONS), count_cap: Some(CONNECTIONS), ..Options::default() };
    let settings = options.settings(dir.clone())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(davylamp_server::serve(settings, listener, async {
        let _ = stopped.await;
    }));
    // The first answer shows that the relay runs and its dummies are sealed.
    Connection::open(address).await?.post(&envelope()).await?;
    let rate = post_all(address).await;
    let _ = stop.send(());
    server.await??;
    std::fs::remove_dir_all(&dir)?;
    rate
}

async fn post_all(address: SocketAddr) -> anyhow::Result<f64> {
    let mut ready = Vec::new();
    for _ in 0..CONNECTIONS {
        let envelopes: Vec<Vec<u8>> = (0..POSTS_EACH).map(|_| envelope()).collect();
        ready.push((Connection::open(address).await?, envelopes));
    }
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for (mut connection, envelopes) in ready {
        tasks.spawn(async move {
            for envelope in &envelopes {
                connection.post(envelope).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(rate(start.elapsed()))
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

    async fn post(&mut self, envelope: &[u8]) -> anyhow::Result<()> {
        self.stream.write_all(&[HEAD.as_bytes(), envelope].concat()).await?;
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

fn envelope() -> Vec<u8> {
    let mut envelope = vec![0; 4096];
    rand::thread_rng().fill_bytes(&mut envelope);
    envelope
}

fn rate(elapsed: Duration) -> f64 {
    let posts = u32::try_from(CONNECTIONS * POSTS_EACH).unwrap_or(u32::MAX);
    f64::from(posts) / elapsed.as_secs_f64()
}

const HEAD: &str = "POST /v1/envelopes HTTP/1.1\r\nhost: relay\r\ncontent-type: application/octet-stream\r\ncontent-length: 4096\r\n\r\n";
const CONNECTIONS: usize = 256;
const POSTS_EACH: usize = 160;
const RUNS: usize = 3;
