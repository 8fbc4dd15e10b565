//! A real relay, killed again and again while it takes, renews, deletes and releases deposits.

#![expect(clippy::unwrap_used, reason = "helpers state their expectations as tests do")]

#[path = "common/process.rs"]
mod process;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use davylamp_protocol::deposit::{Action, Deposit, Lapse, Release, Visit, verifier_of};
use davylamp_protocol::envelope::{Envelope, hash_body};
use davylamp_server::keys::Keys;
use davylamp_server::store::{FileStore, Store as _};
use process::{Relay, ask};
use rand::Rng as _;
use zeroize::Zeroizing;

/// Whether the relay said that it took the request.
fn is_taken(address: SocketAddr, method: &str, path: &str, request: &[u8]) -> bool {
    ask(address, method, path, request).is_ok_and(|answer| {
        answer.starts_with(b"HTTP/1.1 200 ") && answer.windows(4).any(|w| w == b"\r\n\r\n") && answer.len() > 4096
    })
}

fn envelope() -> Envelope {
    let mut bytes = [0xe0; 4096];
    rand::thread_rng().fill(&mut bytes[..128]);
    Envelope::from_bytes(&bytes).unwrap()
}

fn lapsing(hold: u32) -> Deposit {
    let [right, duress] = [RIGHT, DURESS].map(|r| verifier_of(&Zeroizing::new([r; 32])));
    let release = Release::Lapse(Lapse { hold, right, duress });
    Deposit { id: rand::random(), release, envelope: envelope() }
}

fn within() -> Deposit {
    Deposit { id: rand::random(), release: Release::Within { seconds: 1 }, envelope: envelope() }
}

const RIGHT: u8 = 1;
const DURESS: u8 = 2;

/// What the relay acknowledged to one visitor.
#[derive(Default)]
struct Acknowledged {
    publish: Vec<Deposit>,
    deleted: Vec<Deposit>,
}

/// Deposits and visits until the relay is gone. `None` from an act: not acknowledged.
fn visitor(address: SocketAddr, gone: &AtomicBool) -> Acknowledged {
    let mut all = Acknowledged::default();
    let put = |deposit: &Deposit| is_taken(address, "POST", "/v1/deposits", &deposit.encode());
    let visit = |deposit: &Deposit, action, r: u8| {
        let request = Visit { action, id: deposit.id, r: Zeroizing::new([r; 32]), nonce: rand::random() }.encode();
        let (method, path) = match action {
            Action::Renew => ("POST", "/v1/deposits/renew"),
            Action::Delete => ("DELETE", "/v1/deposits"),
        };
        is_taken(address, method, path, &request)
    };
    while !gone.load(Ordering::SeqCst) {
        let (drawn, left, duress, deleted) = (within(), lapsing(1), lapsing(86_400), lapsing(86_400));
        all.publish.extend(put(&drawn).then_some(drawn));
        all.publish.extend(put(&left).then_some(left));
        if put(&duress) && visit(&duress, Action::Renew, DURESS) {
            all.publish.push(duress);
        }
        if put(&deleted) && visit(&deleted, Action::Renew, RIGHT) && visit(&deleted, Action::Delete, RIGHT) {
            all.deleted.push(deleted);
        }
    }
    all
}

/// How often each body stands in the log.
fn logged(dir: &Path, deposits: &[Deposit]) -> Vec<usize> {
    let store = FileStore::open(dir).unwrap();
    let size = store.head().unwrap().size;
    let entries = store.entries(0, usize::try_from(size).unwrap()).unwrap();
    let hashes: Vec<[u8; 32]> = entries.iter().map(|entry| entry[49..].try_into().unwrap()).collect();
    let count = |deposit: &Deposit| {
        let wanted = hash_body(deposit.envelope.body());
        hashes.iter().filter(|hash| **hash == wanted).count()
    };
    deposits.iter().map(count).collect()
}

#[test]
fn nothing_that_was_acknowledged_is_lost_logged_twice_or_raised_from_the_dead() {
    let dir = tempfile::tempdir().unwrap();
    Keys::create(dir.path(), "example.org/relay").unwrap();
    FileStore::create(dir.path()).unwrap();
    let mut all = Acknowledged::default();
    let mut kills = 0;
    // A slow machine takes more kills until enough was acknowledged to lose.
    while kills < 15 || all.publish.len() < 50 || all.deleted.len() < 10 {
        kills += 1;
        assert!(kills < 200, "{} and {}", all.publish.len(), all.deleted.len());
        let relay = Relay::start(dir.path());
        let (gone, address) = (Arc::new(AtomicBool::new(false)), relay.address);
        let visitors: Vec<_> = (0..6)
            .map(|_| {
                let gone = Arc::clone(&gone);
                std::thread::spawn(move || visitor(address, &gone))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(rand::thread_rng().gen_range(100..1000)));
        relay.kill();
        gone.store(true, Ordering::SeqCst);
        for visitor in visitors {
            let acknowledged = visitor.join().unwrap();
            all.publish.extend(acknowledged.publish);
            all.deleted.extend(acknowledged.deleted);
        }
    }
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let relay = Relay::start(dir.path());
        std::thread::sleep(Duration::from_secs(2));
        relay.kill();
        let counts = logged(dir.path(), &all.publish);
        if counts.iter().all(|count| *count == 1) {
            break;
        }
        assert!(counts.iter().all(|count| *count <= 1), "twice");
        assert!(Instant::now() < deadline, "{} are missing", counts.iter().filter(|count| **count == 0).count());
    }
    assert!(logged(dir.path(), &all.deleted).iter().all(|count| *count == 0), "raised from the dead");
}
