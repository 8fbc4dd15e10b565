//! Deposits over HTTP: what a visitor sees of them, which is always the same.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers state their expectations as tests do")]

mod common;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::{Response, TestRelay, envelope, init, start, start_with};
use davylamp_protocol::deposit::{
    Action, Deposit, Lapse, Promise, REQUEST_LEN, Release, Visit, request_hash, verifier_of,
};
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::log::answer;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::proof::TlogProof;
use davylamp_server::deposits::BootClock;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const RIGHT: u8 = 1;
const DURESS: u8 = 2;
const WRONG: u8 = 3;

fn relay() -> (tempfile::TempDir, TestRelay) {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let relay = start(dir.path());
    (dir, relay)
}

fn deposit(number: u8, release: Release) -> Deposit {
    Deposit { id: [number; 16], release, envelope: Envelope::from_bytes(&envelope(number.into())).unwrap() }
}

fn lapsing(number: u8, hold: u32) -> Deposit {
    let [right, duress] = [RIGHT, DURESS].map(|r| verifier_of(&Zeroizing::new([r; 32])));
    deposit(number, Release::Lapse(Lapse { hold, right, duress }))
}

fn visit(action: Action, id: u8, r: u8) -> Zeroizing<Vec<u8>> {
    Visit { action, id: [id; 16], r: Zeroizing::new([r; 32]), nonce: rand::random() }.encode()
}

const OCTETS: &str = "content-type: application/octet-stream\r\n";

trait Deposits {
    fn put(&self, deposit: &Deposit) -> Response;
    fn visit(&self, action: Action, id: u8, r: u8) -> Response;
    fn place_of(&self, deposit: &Deposit) -> Option<u64>;
}

impl Deposits for TestRelay {
    fn put(&self, deposit: &Deposit) -> Response {
        self.send("POST", "/v1/deposits", OCTETS, &deposit.encode())
    }

    fn visit(&self, action: Action, id: u8, r: u8) -> Response {
        let (method, path) = match action {
            Action::Renew => ("POST", "/v1/deposits/renew"),
            Action::Delete => ("DELETE", "/v1/deposits"),
        };
        self.send(method, path, OCTETS, &visit(action, id, r))
    }

    fn place_of(&self, deposit: &Deposit) -> Option<u64> {
        self.ledger.find(&entry(deposit).encode()).unwrap()
    }
}

fn entry(deposit: &Deposit) -> Entry {
    let clue = *deposit.envelope.as_bytes().first_chunk().unwrap();
    Entry::Envelope { clue, body_hash: Sha256::digest(deposit.envelope.body()).into() }
}

fn promised(relay: &TestRelay, answer: &Response, request: &[u8]) -> Promise {
    assert_eq!((answer.status, answer.body.len()), (200, 4096), "{}", answer.head);
    Promise::verify(answer::decode(&answer.body).unwrap(), &request_hash(request), &relay.log_key).unwrap()
}

fn wait_until(what: impl Fn() -> bool) {
    let start = Instant::now();
    while !what() {
        assert!(start.elapsed() < Duration::from_secs(30), "it did not come to pass");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_release_with_the_next_tick_is_answered_with_a_proof() {
    let (_dir, relay) = relay();
    let deposit = deposit(1, Release::Now);
    let places = [(); 2].map(|()| {
        let answer = relay.put(&deposit);
        assert_eq!((answer.status, answer.body.len()), (200, 4096));
        let proof = TlogProof::decode(answer::decode(&answer.body).unwrap()).unwrap();
        proof.verify(entry(&deposit).leaf_hash(), &relay.log_key).unwrap();
        proof.index
    });
    assert_eq!(places[0], places[1], "posted again, it has its place");
    let posted = relay.post(deposit.envelope.as_bytes());
    assert_eq!(TlogProof::decode(answer::decode(&posted.body).unwrap()).unwrap().index, places[0]);
}

#[test]
fn a_random_release_is_promised_and_comes() {
    let (_dir, relay) = relay();
    let deposit = deposit(1, Release::Within { seconds: 1 });
    let promise = promised(&relay, &relay.put(&deposit), &deposit.encode());
    assert!(promise.time > 1_700_000_000);
    wait_until(|| relay.place_of(&deposit).is_some());
    promised(&relay, &relay.put(&deposit), &deposit.encode());
}

#[test]
fn what_nobody_renews_is_published_and_what_is_deleted_is_not() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let clocks = Turned::new();
    let relay = start_with(dir.path(), 20, Some(Box::new(clocks.clone())));
    let (left, deleted) = (lapsing(1, 60), lapsing(2, 60));
    promised(&relay, &relay.put(&left), &left.encode());
    promised(&relay, &relay.put(&deleted), &deleted.encode());
    let delete = visit(Action::Delete, 2, RIGHT);
    promised(&relay, &relay.send("DELETE", "/v1/deposits", OCTETS, &delete), &delete);
    clocks.pass(61_000);
    wait_until(|| relay.place_of(&left).is_some());
    // Their files are gone; the clock and the decoy stay.
    wait_until(|| std::fs::read_dir(dir.path().join("deposits")).unwrap().count() == 2);
    let size = relay.ledger.head().size;
    relay.wait_for_size(size + 6);
    assert_eq!(relay.place_of(&deleted), None);
}

#[test]
fn duress_and_five_wrong_words_publish() {
    let (_dir, relay) = relay();
    let (duress, wrong) = (lapsing(1, 86_400), lapsing(2, 86_400));
    relay.put(&duress);
    relay.put(&wrong);
    relay.visit(Action::Delete, 1, DURESS);
    wait_until(|| relay.place_of(&duress).is_some());
    let slip = visit(Action::Renew, 2, WRONG);
    for _ in 0..10 {
        // The same one again: its answer may have been lost.
        relay.send("POST", "/v1/deposits/renew", OCTETS, &slip);
    }
    for _ in 0..4 {
        assert_eq!(relay.place_of(&wrong), None);
        relay.visit(Action::Renew, 2, WRONG);
    }
    wait_until(|| relay.place_of(&wrong).is_some());
}

/// The answer without what differs in every two answers: the date, and what the promise says and signs.
fn shape(answer: &Response) -> (String, usize, Vec<u8>) {
    let head = answer.head.lines().filter(|line| !line.starts_with("date:")).collect::<Vec<_>>().join("\n");
    let note = answer::decode(&answer.body).unwrap();
    let text = std::str::from_utf8(note).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let (first, rest) = (lines[0], &lines[3..]);
    let names = rest.iter().map(|line| line.rsplit_once(' ').map_or(*line, |(name, _)| name)).collect::<Vec<_>>();
    let lengths = lines.iter().map(|line| line.len().to_string()).collect::<Vec<_>>().join(",");
    let shape = format!("{head}\n{first}\n{}\n{lengths}", names.join("\n"));
    (shape, note.len(), answer.body[2 + note.len()..].to_vec())
}

#[test]
fn no_answer_tells_what_was_asked_or_what_came_of_it() {
    let (_dir, relay) = relay();
    let kept = lapsing(1, 86_400);
    let drawn = deposit(9, Release::Within { seconds: 3600 });
    let first = shape(&relay.put(&kept));
    let mut answers = vec![relay.put(&kept), relay.put(&drawn)];
    for action in [Action::Renew, Action::Delete] {
        for (number, r) in [(2, RIGHT), (3, DURESS), (4, WRONG)] {
            let number = number + 10 * action as u8;
            relay.put(&lapsing(number, 86_400));
            answers.push(relay.visit(action, number, r));
            // Deleted, published, or held: once more.
            answers.push(relay.visit(action, number, r));
        }
        answers.push(relay.visit(action, 99, RIGHT));
        answers.push(relay.visit(action, 9, WRONG));
    }
    answers.push(relay.put(&lapsing(33, 86_400)));
    for answer in &answers {
        assert_eq!(shape(answer), first);
    }
    let proof = relay.put(&deposit(8, Release::Now));
    let fields =
        |head: &str| head.lines().filter(|line| !line.starts_with("date:")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(fields(&proof.head), fields(&answers[0].head));
    assert_eq!(proof.body.len(), 4096);
}

#[test]
fn no_answer_comes_before_the_next_tick() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let relay = start_with(dir.path(), 500, None);
    relay.put(&lapsing(1, 86_400));
    relay.put(&lapsing(2, 86_400));
    let now = deposit(7, Release::Now);
    relay.put(&now);
    let ask: [&dyn Fn() -> Response; 9] = [
        &|| relay.put(&lapsing(3, 86_400)),
        &|| relay.put(&lapsing(3, 86_400)),
        &|| relay.put(&now),
        &|| relay.visit(Action::Renew, 1, RIGHT),
        &|| relay.visit(Action::Renew, 1, WRONG),
        &|| relay.visit(Action::Renew, 2, DURESS),
        &|| relay.visit(Action::Renew, 2, RIGHT),
        &|| relay.visit(Action::Delete, 1, RIGHT),
        &|| relay.visit(Action::Delete, 99, RIGHT),
    ];
    for (number, ask) in ask.iter().enumerate() {
        // Just after a tick: an answer that did not wait would be there long before the next.
        let before = relay.ledger.head().size;
        relay.wait_for_size(before + 1);
        let before = relay.ledger.head().size;
        assert_eq!(ask().status, 200, "{number}");
        assert!(relay.ledger.head().size > before, "{number}");
    }
}

#[test]
fn anything_but_a_request_is_refused() {
    let (_dir, relay) = relay();
    let good = lapsing(1, 60).encode();
    let changed = |place: usize, byte: u8| {
        let mut bytes = good.to_vec();
        bytes[place] = byte;
        bytes
    };
    let refused = |method: &str, path: &str, body: &[u8], status: u16, kind: &str| {
        let answer = relay.send(method, path, OCTETS, body);
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
        assert!(answer.text().contains(kind), "{}", answer.text());
    };
    for (place, byte) in [(0, 2), (1, 3), (18, 0xff), (100, 1), (255, 1)] {
        refused("POST", "/v1/deposits", &changed(place, byte), 400, "malformed");
    }
    refused("POST", "/v1/deposits", &deposit(1, Release::Within { seconds: 604_801 }).encode(), 400, "malformed");
    refused("POST", "/v1/deposits", &lapsing(1, 0).encode(), 400, "malformed");
    refused("POST", "/v1/deposits", &visit(Action::Renew, 1, RIGHT), 400, "malformed");
    refused("POST", "/v1/deposits", &good[..REQUEST_LEN - 1], 400, "size");
    refused("POST", "/v1/deposits", &envelope(1), 400, "size");
    refused("POST", "/v1/deposits", &[&good[..], &[0]].concat(), 413, "too-large");
    refused("POST", "/v1/deposits/renew", &visit(Action::Delete, 1, RIGHT), 400, "malformed");
    refused("DELETE", "/v1/deposits", &visit(Action::Renew, 1, RIGHT), 400, "malformed");
    refused("DELETE", "/v1/deposits", &good, 400, "malformed");
    refused("DELETE", "/v1/deposits", &[], 400, "size");
    refused("GET", "/v1/deposits", &[], 405, "method");
    refused("GET", "/v1/deposits/renew", &[], 405, "method");
    assert_eq!(relay.send("POST", "/v1/deposits", "", &good).status, 415);
    assert_eq!(relay.put(&lapsing(1, 60)).status, 200);
    refused("POST", "/v1/deposits", &lapsing(1, 61).encode(), 409, "conflict");
}

/// Clocks that stand still until they are moved.
#[derive(Clone)]
struct Turned {
    boot: Arc<Mutex<[u8; 16]>>,
    ms: Arc<AtomicU64>,
}

impl Turned {
    fn new() -> Self {
        Self { boot: Arc::default(), ms: Arc::new(AtomicU64::new(1_800_000_000_000)) }
    }

    fn pass(&self, ms: u64) {
        self.ms.fetch_add(ms, Ordering::SeqCst);
    }
}

impl BootClock for Turned {
    fn boot_id(&self) -> [u8; 16] {
        *self.boot.lock().unwrap()
    }
    fn boot_ms(&self) -> u64 {
        self.ms.load(Ordering::SeqCst)
    }
    fn wall_ms(&self) -> u64 {
        self.ms.load(Ordering::SeqCst)
    }
}

#[test]
fn restarts_and_reboots_neither_lose_nor_hurry_a_deposit() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let clocks = Turned::new();
    let (held, drawn) = (lapsing(1, 36_000), deposit(2, Release::Within { seconds: 1 }));
    for round in 0..6 {
        let relay = start_with(dir.path(), 20, Some(Box::new(clocks.clone())));
        promised(&relay, &relay.put(&held), &held.encode());
        promised(&relay, &relay.put(&drawn), &drawn.encode());
        let size = relay.ledger.head().size;
        relay.wait_for_size(size + 6);
        assert_eq!(relay.place_of(&held), None);
        relay.stop();
        clocks.pass(3_600_000);
        clocks.boot.lock().unwrap()[0] = round / 2;
    }
    clocks.pass(4 * 3_600_000 + 60_000);
    let relay = start_with(dir.path(), 20, Some(Box::new(clocks.clone())));
    wait_until(|| relay.place_of(&held).is_some() && relay.place_of(&drawn).is_some());
}

#[test]
fn many_deposits_at_once_are_all_taken_and_all_come() {
    let (_dir, relay) = relay();
    let relay = &relay;
    std::thread::scope(|scope| {
        for number in 0..60 {
            scope.spawn(move || {
                let deposit = deposit(number, Release::Within { seconds: 1 });
                promised(relay, &relay.put(&deposit), &deposit.encode());
            });
        }
    });
    let all = || (0..60).all(|number| relay.place_of(&deposit(number, Release::Now)).is_some());
    wait_until(all);
}
