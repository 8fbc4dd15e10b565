//! One connection through a SOCKS5 proxy (RFC 1928, RFC 1929).

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// Connects to `target` (`name:port`), on a circuit of its own.
///
/// # Errors
/// What the proxy answers.
pub fn connect(proxy: SocketAddr, target: &str) -> Result<TcpStream> {
    let (name, port) = target.rsplit_once(':').context("name:port")?;
    let port: u16 = port.parse()?;
    let mut stream = TcpStream::connect_timeout(&proxy, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(&[5, 1, 2])?;
    expect(&mut stream, [5, 2])?;
    let apart: [u8; 16] = rand::random();
    stream.write_all(&[&[1, 16][..], &apart, &[1, b'-']].concat())?;
    expect(&mut stream, [1, 0])?;
    let length = u8::try_from(name.len())?;
    stream.write_all(&[&[5, 1, 0, 3, length][..], name.as_bytes(), &port.to_be_bytes()].concat())?;
    expect(&mut stream, [5, 0])?;
    // Tor answers with an IPv4 address that says nothing.
    stream.read_exact(&mut [0; 8])?;
    Ok(stream)
}

fn expect(stream: &mut TcpStream, wanted: [u8; 2]) -> Result<()> {
    let mut answer = [0; 2];
    stream.read_exact(&mut answer)?;
    ensure!(answer == wanted, "the proxy answers {answer:?}");
    Ok(())
}

const PATIENCE: Duration = Duration::from_secs(30);
