//! A wire in front of a relay: it passes bytes on, keeps what passed, and connects from an address of its choice.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// What passed over one connection.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    /// From the client.
    pub up: Vec<u8>,
    /// From the relay.
    pub down: Vec<u8>,
    /// The probe, just before the client's last bytes were passed on.
    pub asked: u64,
    /// The probe, when the relay's first bytes came.
    pub answered: Option<u64>,
}

/// One HTTP/1.1 message as it stood on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawMessage {
    /// First line and headers, in their order and spelling, without the empty line.
    pub head: String,
    /// Bytes of the body.
    pub body: usize,
}

type Kept = Arc<Mutex<Passed>>;
type Probe = Arc<dyn Fn() -> u64 + Send + Sync>;

/// Listens on loopback; ends when dropped.
pub struct Wire {
    /// `127.0.0.1:PORT`.
    pub address: String,
    connections: Arc<Mutex<Vec<Kept>>>,
    server: tokio::task::JoinHandle<()>,
}

impl Wire {
    /// Leads to `upstream` (`host:port`), which sees connections from `from`.
    ///
    /// # Errors
    /// When no port is to be had.
    pub async fn start(upstream: &str, from: IpAddr) -> Result<Self> {
        Self::start_with(upstream, from, || 0).await
    }

    /// The same; asks `probe` whenever bytes pass, and keeps what it says with them.
    ///
    /// # Errors
    /// When no port is to be had.
    pub async fn start_with(
        upstream: &str,
        from: IpAddr,
        probe: impl Fn() -> u64 + Send + Sync + 'static,
    ) -> Result<Self> {
        let probe: Probe = Arc::new(probe);
        let upstream: SocketAddr = upstream.parse()?;
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let address = listener.local_addr()?.to_string();
        let connections: Arc<Mutex<Vec<Kept>>> = Arc::default();
        let all = Arc::clone(&connections);
        let server = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let kept = Kept::default();
                locked(&all).push(Arc::clone(&kept));
                tokio::spawn(join(client, upstream, from, kept, Arc::clone(&probe)));
            }
        });
        Ok(Self { address, connections, server })
    }

    /// All that passed since the last call, by connection. Ask when the clients have ended.
    #[must_use]
    pub fn take(&self) -> Vec<Passed> {
        std::mem::take(&mut *locked(&self.connections)).iter().map(|kept| locked(kept).clone()).collect()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn join(client: TcpStream, upstream: SocketAddr, from: IpAddr, kept: Kept, probe: Probe) -> Result<()> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(from, 0))?;
    let (client_read, client_write) = client.into_split();
    let (relay_read, relay_write) = socket.connect(upstream).await?.into_split();
    tokio::join!(
        pass_on(client_read, relay_write, &kept, |passed| &mut passed.up, &probe),
        pass_on(relay_read, client_write, &kept, |passed| &mut passed.down, &probe),
    );
    Ok(())
}

fn keep(bytes: &[u8], passed: &mut Passed, side: fn(&mut Passed) -> &mut Vec<u8>, probed: u64) {
    side(passed).extend_from_slice(bytes);
    if passed.down.is_empty() {
        passed.asked = probed;
    } else {
        passed.answered.get_or_insert(probed);
    }
}

/// Keeps bytes before they are passed on, so that nothing is missing once the receiver has acted on them.
async fn pass_on(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    kept: &Kept,
    side: fn(&mut Passed) -> &mut Vec<u8>,
    probe: &Probe,
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let bytes = buffer.get(..length).unwrap_or_default();
        keep(bytes, &mut locked(kept), side, probe());
        if to.write_all(bytes).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}

/// Cuts one direction of a connection into its messages.
///
/// # Errors
/// For bytes that are not whole messages with a stated length, such as the feed's.
pub fn messages(mut bytes: &[u8]) -> Result<Vec<RawMessage>> {
    let mut messages = Vec::new();
    while !bytes.is_empty() {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").context("a head without its end")?;
        let head = String::from_utf8(bytes.get(..end).unwrap_or_default().to_vec())?;
        let body = length_of_body(&head)?;
        bytes = bytes.get(end + 4 + body..).with_context(|| format!("cut short: {head}"))?;
        messages.push(RawMessage { head, body });
    }
    Ok(messages)
}

fn length_of_body(head: &str) -> Result<usize> {
    let headers = || head.lines().skip(1).filter_map(|line| line.split_once(':'));
    if headers().any(|(name, _)| name.eq_ignore_ascii_case("transfer-encoding")) {
        bail!("a body without a stated length: {head}");
    }
    let length = headers().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    length.map_or(Ok(0), |(_, value)| Ok(value.trim().parse()?))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cut_by_their_stated_lengths() {
        let bytes = b"GET / HTTP/1.1\r\nhost: a\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
        let cut = messages(bytes).unwrap();
        assert_eq!(cut.iter().map(|message| message.body).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(cut[0].head, "GET / HTTP/1.1\r\nhost: a");
    }

    #[test]
    fn halves_of_messages_and_open_lengths_are_refused() {
        assert!(messages(b"GET / HTTP/1.1\r\nhost: a").is_err());
        assert!(messages(b"POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab").is_err());
        assert!(messages(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_other_end_sees_the_chosen_address_and_all_bytes_are_kept() {
        let relay = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let wire = Wire::start(&relay.local_addr().unwrap().to_string(), [127, 7, 7, 7].into()).await.unwrap();
        let mut client = TcpStream::connect(&wire.address).await.unwrap();
        let (mut end, peer) = relay.accept().await.unwrap();
        assert_eq!(peer.ip().to_string(), "127.7.7.7");
        client.write_all(b"up").await.unwrap();
        end.read_exact(&mut [0; 2]).await.unwrap();
        end.write_all(b"down").await.unwrap();
        client.read_exact(&mut [0; 4]).await.unwrap();
        let passed = wire.take().pop().unwrap();
        assert_eq!((passed.up.as_slice(), passed.down.as_slice()), (b"up".as_slice(), b"down".as_slice()));
    }
}
