//! A wire on loopback that counts the chunks that go up, and breaks when the relay does.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

type Counts = Arc<Mutex<BTreeMap<Vec<u8>, usize>>>;

/// Passes connections on.
pub(crate) struct Counter {
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    counts: Counts,
}

impl Counter {
    pub(crate) fn start(relay: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let (counts, relay) = (Counts::default(), relay.to_owned());
        let counted = Arc::clone(&counts);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (counts, relay) = (Arc::clone(&counted), relay.clone());
                std::thread::spawn(move || pass(&client, &relay, &counts));
            }
        });
        Ok(Self { address, counts })
    }

    /// Chunks that were sent, and how many differ.
    pub(crate) fn counted(&self) -> (usize, usize) {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        (counts.values().sum(), counts.len())
    }
}

fn pass(client: &TcpStream, relay: &str, counts: &Counts) {
    let Ok(relay) = TcpStream::connect(relay) else { return };
    let _ = (client.set_nodelay(true), relay.set_nodelay(true));
    let (Ok(from), Ok(to)) = (relay.try_clone(), client.try_clone()) else { return };
    let down = std::thread::spawn(move || copy(&from, &to, |_| {}));
    let mut seen = Vec::new();
    copy(client, &relay, |bytes| count(&mut seen, bytes, counts));
    let _ = down.join();
}

fn copy(mut from: &TcpStream, mut to: &TcpStream, mut look: impl FnMut(&[u8])) {
    let mut piece = vec![0; 1 << 16];
    while let Ok(read @ 1..) = from.read(&mut piece) {
        let bytes = piece.get(..read).unwrap_or_default();
        look(bytes);
        if to.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

/// Finds the heads of requests, which may be cut anywhere; sealed bytes hold none by chance.
fn count(seen: &mut Vec<u8>, bytes: &[u8], counts: &Counts) {
    seen.extend_from_slice(bytes);
    let mut from = 0;
    while let Some(at) = find(seen.get(from..).unwrap_or_default(), PUT).map(|at| from + at) {
        let Some(id) = seen.get(at + PUT.len()..at + PUT.len() + ID) else { break };
        *counts.lock().unwrap_or_else(PoisonError::into_inner).entry(id.to_vec()).or_default() += 1;
        from = at + PUT.len() + ID;
    }
    let rest = seen.len().saturating_sub(PUT.len() + ID).max(from);
    seen.drain(..rest);
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    // Almost no byte is the first of it.
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|byte| Some(byte) == what.first())?;
        if bytes.get(at..)?.starts_with(what) {
            return Some(at);
        }
        from = at + 1;
    }
}

const PUT: &[u8] = b"PUT /v1/chunks/";
const ID: usize = 64;
