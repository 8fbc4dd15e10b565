//! TCP in front of a relay: stamps first bytes, cuts at a byte, holds answers back, remembers what was posted.
//!
//! The stream that a desk watches (`bodies=1`) passes untouched: it is the clients' connections that are cut.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use davylamp_protocol::envelope::{ENVELOPE_LEN, Envelope};
use davylamp_protocol::log::entry::ENTRY_LEN;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::http::entry_of;

/// Where a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Counts what the relay sent, not what it is sent.
    pub down: bool,
    /// Bytes that still pass.
    pub after: usize,
}

/// The first bytes of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Opened {
    /// When they arrived.
    pub at: Instant,
    /// Whether they begin a `POST`.
    pub post: bool,
}

/// Listens on loopback; ends when dropped.
pub struct Gate {
    /// `127.0.0.1:PORT`.
    pub address: String,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

struct Shared {
    upstream: SocketAddr,
    cuts: Mutex<VecDeque<Cut>>,
    cut: AtomicU64,
    held: watch::Sender<bool>,
    opened: Mutex<Vec<Opened>>,
    posted: Mutex<Vec<[u8; ENTRY_LEN]>>,
}

impl Gate {
    /// Leads to `upstream` (`host:port`).
    ///
    /// # Errors
    /// When no port is to be had.
    pub async fn start(upstream: &str) -> Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let address = listener.local_addr()?.to_string();
        let shared = Arc::new(Shared {
            upstream: upstream.parse()?,
            cuts: Mutex::default(),
            cut: AtomicU64::new(0),
            held: watch::Sender::new(false),
            opened: Mutex::default(),
            posted: Mutex::default(),
        });
        let all = Arc::clone(&shared);
        let server = tokio::spawn(async move {
            loop {
                match listener.accept().await {
                    Ok((client, _)) => drop(tokio::spawn(Arc::clone(&all).join(client))),
                    // Too many connections at once, say: those that wait are taken later.
                    Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        });
        Ok(Self { address, shared, server })
    }

    /// Cuts the next connections so, one each.
    pub fn cut_next(&self, cuts: &[Cut]) {
        *locked(&self.shared.cuts) = cuts.iter().copied().collect();
    }

    /// Connections that were cut so far.
    #[must_use]
    pub fn cut_so_far(&self) -> u64 {
        self.shared.cut.load(Ordering::Relaxed)
    }

    /// Holds back, or lets pass, what the relay answers.
    pub fn hold(&self, held: bool) {
        self.shared.held.send_replace(held);
    }

    /// Connections since the last call.
    #[must_use]
    pub fn take_opened(&self) -> Vec<Opened> {
        std::mem::take(&mut *locked(&self.shared.opened))
    }

    /// Forgets what was posted so far.
    pub fn forget_posts(&self) {
        locked(&self.shared.posted).clear();
    }

    /// A view of what is posted, for other threads.
    #[must_use]
    pub fn posts(&self) -> Posts {
        Posts(Arc::clone(&self.shared))
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// What was posted, by whomsoever.
#[derive(Clone)]
pub struct Posts(Arc<Shared>);

impl Posts {
    /// Log entries of the envelopes whose bytes all passed towards the relay, each once.
    #[must_use]
    pub fn entries(&self) -> Vec<[u8; ENTRY_LEN]> {
        locked(&self.0.posted).clone()
    }
}

impl Shared {
    async fn join(self: Arc<Self>, client: TcpStream) -> Result<()> {
        client.set_nodelay(true)?;
        let mut first = vec![0; BUFFER];
        let length = client.peek(&mut first).await?;
        first.truncate(length);
        locked(&self.opened).push(Opened { at: Instant::now(), post: first.starts_with(b"POST ") });
        let watches = first.windows(8).any(|window| window == b"bodies=1");
        let cut = if watches { None } else { locked(&self.cuts).pop_front() };
        let relay = TcpStream::connect(self.upstream).await?;
        relay.set_nodelay(true)?;
        let (client_read, client_write) = client.into_split();
        let (relay_read, relay_write) = relay.into_split();
        let after = |down: bool| cut.filter(|cut| cut.down == down).map(|cut| cut.after);
        let held = (!watches).then(|| self.held.subscribe());
        let up = pass_on(client_read, relay_write, after(false), None, Some(Posted::new(&self)));
        let down = pass_on(relay_read, client_write, after(true), held, None);
        tokio::pin!(up, down);
        // A cut ends both directions; an end passes on, and the other direction goes on.
        let was_cut = tokio::select! {
            cut = &mut up => cut || (&mut down).await,
            cut = &mut down => cut || (&mut up).await,
        };
        if was_cut {
            self.cut.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// Passes bytes on; gives whether it was cut.
async fn pass_on(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut after: Option<usize>,
    mut held: Option<watch::Receiver<bool>>,
    mut posted: Option<Posted>,
) -> bool {
    let mut buffer = vec![0; BUFFER];
    if after == Some(0) {
        return true;
    }
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let length = after.map_or(length, |after| length.min(after));
        let bytes = buffer.get(..length).unwrap_or_default();
        if let Some(held) = &mut held {
            let _ = held.wait_for(|held| !held).await;
        }
        if let Some(posted) = &mut posted {
            posted.passes(bytes);
        }
        if to.write_all(bytes).await.is_err() {
            break;
        }
        if let Some(after) = &mut after {
            *after -= length;
            if *after == 0 {
                return true;
            }
        }
    }
    let _ = to.shutdown().await;
    false
}

/// Finds the posts in one connection.
struct Posted {
    shared: Arc<Shared>,
    bytes: Vec<u8>,
}

impl Posted {
    fn new(shared: &Arc<Shared>) -> Self {
        Self { shared: Arc::clone(shared), bytes: Vec::new() }
    }

    fn passes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        while let Some((length, body)) = request(&self.bytes) {
            // Slip or not, the envelope ends it.
            let envelope = body.last_chunk::<ENVELOPE_LEN>().and_then(|bytes| Envelope::from_bytes(bytes));
            if let Some(entry) = envelope.map(|envelope| entry_of(&envelope).encode()) {
                let mut posted = locked(&self.shared.posted);
                if !posted.contains(&entry) {
                    posted.push(entry);
                }
            }
            self.bytes.drain(..length);
        }
    }
}

/// A whole request at the start of `bytes`: its length, and its body.
fn request(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
    let body = bytes.get(end..end.checked_add(length)?)?;
    Some((end + length, body))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

const BUFFER: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    async fn joined(cut: Option<Cut>) -> (Gate, TcpStream, TcpStream) {
        let relay = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gate = Gate::start(&relay.local_addr().unwrap().to_string()).await.unwrap();
        gate.cut_next(cut.as_slice());
        let mut client = TcpStream::connect(&gate.address).await.unwrap();
        client.write_all(b"POST up").await.unwrap();
        let (end, _) = relay.accept().await.unwrap();
        (gate, client, end)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_cut_lets_just_so_many_bytes_pass_and_ends_both_directions() {
        let (gate, mut client, mut end) = joined(Some(Cut { down: false, after: 3 })).await;
        let (mut got, mut back) = (Vec::new(), Vec::new());
        let _ = end.read_to_end(&mut got).await;
        let _ = client.read_to_end(&mut back).await;
        assert_eq!((got.as_slice(), back.as_slice(), gate.cut_so_far()), (b"POS".as_slice(), b"".as_slice(), 1));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn answers_are_held_back_until_they_are_let_go() {
        let (gate, mut client, mut end) = joined(None).await;
        gate.hold(true);
        end.write_all(b"down").await.unwrap();
        let mut got = [0; 4];
        let early = tokio::time::timeout(Duration::from_millis(50), client.read_exact(&mut got)).await;
        assert!(early.is_err(), "an answer came through");
        gate.hold(false);
        client.read_exact(&mut got).await.unwrap();
        assert_eq!(&got, b"down");
        assert!(gate.take_opened()[0].post);
    }

    #[test]
    fn a_request_is_found_once_it_is_whole() {
        let whole = b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET";
        assert_eq!(request(whole), Some((41, b"abc".as_slice())));
        assert_eq!(request(&whole[..40]), None);
        assert_eq!(request(&whole[..20]), None);
    }
}
