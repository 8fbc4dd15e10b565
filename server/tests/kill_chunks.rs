//! A real relay, killed again and again under a storm of chunks: what it answered with 204 is there.

#![expect(clippy::unwrap_used, reason = "helpers state their expectations as tests do")]

#[path = "common/process.rs"]
mod process;

use std::fs::File;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use davylamp_server::chunks::{CHUNK_LEN, check};
use davylamp_server::keys::Keys;
use davylamp_server::store::FileStore;
use process::{Relay, ask};
use rand::rngs::StdRng;
use rand::{Rng as _, RngCore as _, SeedableRng as _};

type Id = [u8; 32];

/// The chunk of an id: it can be told from the id again.
fn chunk(id: Id) -> Vec<u8> {
    let mut chunk = vec![0; CHUNK_LEN];
    StdRng::from_seed(id).fill_bytes(&mut chunk);
    chunk
}

fn exchange(address: SocketAddr, method: &str, id: Id, content: &[u8]) -> io::Result<Vec<u8>> {
    ask(address, method, &format!("/v1/chunks/{}", hex::encode(id)), content)
}

fn is_kept(address: SocketAddr, id: Id) -> bool {
    exchange(address, "PUT", id, &chunk(id)).is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 204 "))
}

/// Sends chunks until the relay is gone; those that it said it keeps. Some are sent by all, and some twice.
fn storm(address: SocketAddr, gone: &AtomicBool, shared: u64) -> Vec<Id> {
    let mut kept = Vec::new();
    let mut common = StdRng::seed_from_u64(shared);
    while !gone.load(Ordering::SeqCst) {
        for id in [rand::random(), common.r#gen()] {
            if is_kept(address, id) && (rand::random::<u8>() > 30 || is_kept(address, id)) {
                kept.push(id);
            }
        }
    }
    kept
}

fn assert_all_there(address: SocketAddr, kept: &[Id]) {
    for id in kept {
        let answer = exchange(address, "GET", *id, &[]).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200 ") && answer.ends_with(&chunk(*id)), "one of {}", kept.len());
    }
}

/// Nobody learns from the relay's talk which chunks came.
fn assert_untold(talk: &Path, kept: &[Id]) {
    let talk = std::fs::read_to_string(talk).unwrap();
    assert!(kept.iter().all(|id| !talk.contains(&hex::encode(id))), "an id in the log");
}

#[test]
fn every_chunk_that_was_acknowledged_is_there_after_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let talk = dir.path().join("talk");
    Keys::create(dir.path(), "example.org/relay").unwrap();
    FileStore::create(dir.path()).unwrap();
    let mut all: Vec<Id> = Vec::new();
    let mut kills = 0;
    // A slow machine takes more kills until enough was acknowledged to lose.
    while kills < 8 || all.len() < 200 {
        kills += 1;
        assert!(kills < 100, "{} in {kills} kills", all.len());
        let relay = Relay::talking(dir.path(), "trace", File::create(&talk).unwrap().into());
        let (gone, address) = (AtomicBool::new(false), relay.address);
        let kept: Vec<Id> = std::thread::scope(|scope| {
            let storms: Vec<_> = (0..8).map(|_| scope.spawn(|| storm(address, &gone, kills))).collect();
            std::thread::sleep(Duration::from_millis(rand::thread_rng().gen_range(100..800)));
            relay.kill();
            gone.store(true, Ordering::SeqCst);
            storms.into_iter().flat_map(|storm| storm.join().unwrap()).collect()
        });
        assert_untold(&talk, &kept);
        assert_eq!(check(dir.path()).unwrap().damaged, 0, "the index has nothing that is not there");
        let relay = Relay::start(dir.path());
        assert_all_there(relay.address, &kept);
        relay.kill();
        all.extend(kept);
    }
    let relay = Relay::start(dir.path());
    assert_all_there(relay.address, &all);
    relay.kill();
    let found = check(dir.path()).unwrap();
    assert_eq!((found.damaged, found.orphans), (0, 0), "the start swept what the kills left over");
    all.sort_unstable();
    all.dedup();
    assert!(found.whole >= all.len() as u64);
}
