//! Reads a relay's feed on a thread of its own, and notes when each checkpoint came.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use davylamp_protocol::log::feed::{Frame, FrameDecoder};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A checkpoint, as it came.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// When its frame was read.
    pub at: Instant,
    /// Entries since the one before.
    pub entries: u64,
}

/// Follows the feed of the relay at `address` (`host:port`), from its first entry on, until the receiver is dropped.
///
/// # Errors
/// When the relay does not answer.
pub fn follow(address: &str) -> Result<UnboundedReceiver<Seen>> {
    let mut stream = BufReader::with_capacity(1 << 16, TcpStream::connect(address)?);
    stream.get_mut().set_nodelay(true)?;
    write!(stream.get_mut(), "GET /v1/feed?from=0 HTTP/1.1\r\nhost: relay\r\n\r\n")?;
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        ensure!(stream.read_line(&mut head)? > 0, "the relay closed the feed: {head}");
    }
    ensure!(head.starts_with("HTTP/1.1 200"), "no feed: {head}");
    let (sender, receiver) = unbounded_channel();
    std::thread::spawn(move || {
        // Ends with the relay, or when nobody listens: both are the end of an experiment.
        let _ = read(stream, &sender);
    });
    Ok(receiver)
}

fn read(mut stream: BufReader<TcpStream>, sender: &UnboundedSender<Seen>) -> Result<()> {
    let (mut decoder, mut entries) = (FrameDecoder::default(), 0);
    loop {
        let chunk = chunk(&mut stream)?;
        let at = Instant::now();
        decoder.push(&chunk)?;
        while let Some(frame) = decoder.next_frame()? {
            match frame {
                Frame::Entries { entries: more, .. } => entries += more.len() as u64,
                Frame::Checkpoint(_) => {
                    sender.send(Seen { at, entries: std::mem::take(&mut entries) })?;
                }
                Frame::Slots { .. } | Frame::KeepAlive => {}
            }
        }
    }
}

fn chunk(stream: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let length = usize::from_str_radix(line.trim_end(), 16).context("not a chunk")?;
    let mut chunk = vec![0; length + 2];
    stream.read_exact(&mut chunk)?;
    chunk.truncate(length);
    Ok(chunk)
}
