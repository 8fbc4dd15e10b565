//! The relay over HTTP: what goes in, what comes out, and what is refused.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers state their expectations as tests do")]

mod common;

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::{TestRelay, envelope, init, start, start_over};
use davylamp_protocol::log::checkpoint::Checkpoint;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::feed::{Frame, FrameDecoder};
use davylamp_protocol::log::group::Group;
use davylamp_protocol::log::note::{NoteSigner, sign};
use davylamp_protocol::log::proof::TlogProof;
use davylamp_protocol::log::tree::Frontier;
use davylamp_protocol::log::{answer, tile};
use davylamp_server::desks::Desks;
use davylamp_server::retention::sweep;
use davylamp_server::store::state::State;
use davylamp_server::store::{FileStore, Record, Store, StoreError, StoredHead};
use sha2::{Digest as _, Sha256};

fn relay() -> (tempfile::TempDir, TestRelay) {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let relay = start(dir.path());
    (dir, relay)
}

fn entry_of(envelope: &[u8]) -> Entry {
    Entry::Envelope { clue: envelope[..48].try_into().unwrap(), body_hash: Sha256::digest(&envelope[48..]).into() }
}

fn proof_of(relay: &TestRelay, body: &[u8], entry: Entry) -> u64 {
    let proof = TlogProof::decode(answer::decode(body).unwrap()).unwrap();
    proof.verify(entry.leaf_hash(), &relay.log_key).unwrap();
    proof.index
}

#[test]
fn a_posted_envelope_is_answered_with_a_proof_that_verifies() {
    let (_dir, relay) = relay();
    for number in 0..5 {
        let answer = relay.post(&envelope(number));
        assert_eq!((answer.status, answer.body.len()), (200, 4096));
        proof_of(&relay, &answer.body, entry_of(&envelope(number)));
    }
}

#[test]
fn posting_again_gives_the_same_place() {
    let (_dir, relay) = relay();
    let first = relay.post(&envelope(1));
    let place = proof_of(&relay, &first.body, entry_of(&envelope(1)));
    let second = relay.post(&envelope(1));
    assert_eq!(proof_of(&relay, &second.body, entry_of(&envelope(1))), place);
}

#[test]
fn posting_at_once_from_two_sides_logs_once() {
    let (_dir, relay) = relay();
    let places: Vec<u64> = std::thread::scope(|scope| {
        let post = || proof_of(&relay, &relay.post(&envelope(7)).body, entry_of(&envelope(7)));
        let posts: Vec<_> = (0..8).map(|_| scope.spawn(post)).collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    assert!(places.windows(2).all(|pair| pair[0] == pair[1]), "{places:?}");
}

#[test]
fn anything_but_an_envelope_is_refused() {
    let (_dir, relay) = relay();
    let octets = "content-type: application/octet-stream\r\n";
    let post = |headers: &str, body: &[u8]| relay.send("POST", "/v1/envelopes", headers, body);
    assert_eq!(post(octets, &[]).status, 400);
    assert_eq!(post(octets, &[1; 4095]).status, 400);
    assert_eq!(post(octets, &[1; 4097]).status, 413);
    assert_eq!(post("content-type: text/plain\r\n", &[1; 4096]).status, 415);
    assert_eq!(post("", &[1; 4096]).status, 415);
    assert_eq!(relay.get("/v1/envelopes").status, 405);
}

#[test]
fn errors_are_problem_documents_that_say_nothing_of_the_request() {
    let (_dir, relay) = relay();
    for (path, status) in [
        ("/secret-path", 404),
        ("/tile/0/secret", 400),
        ("/tile/9/000", 400),
        ("/tile/0/x999/999", 404),
        ("/v1/groups/secret?size=1", 400),
        ("/v1/groups/0", 400),
        ("/v1/groups/0?size=99999999", 404),
        ("/v1/groups/18446744073709551615?size=1", 400),
        ("/v1/tags/01", 400),
        ("/v1/tags/0.p/0", 400),
        ("/v1/tags/0.p/65536", 400),
        ("/v1/tags/281474976710656", 400),
        ("/v1/tags/9", 404),
        ("/v1/feed", 400),
        ("/v1/feed?from=-1", 400),
        ("/v1/feed?from=0&bodies=2", 400),
        ("/v1/feed?from=99999999", 416),
        ("/checkpoint/witnessed", 404),
    ] {
        let answer = relay.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        let document: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(document["status"], status, "{path}");
        assert!(!answer.text().contains("secret"), "{path}");
    }
}

#[test]
fn head_answers_as_get_without_a_body() {
    let (_dir, relay) = relay();
    for path in ["/checkpoint", "/healthz", "/v1/cards"] {
        let head = relay.send("HEAD", path, "", &[]);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
    }
}

#[test]
fn tiles_and_bundles_hash_to_the_checkpoint() {
    let (_dir, relay) = relay();
    relay.wait_for_size(20);
    let checkpoint = Checkpoint::verify(&relay.get("/checkpoint").body, &relay.log_key).unwrap();
    let width = checkpoint.size.min(255);
    let bundle = relay.get(&format!("/tile/entries/000.p/{width}"));
    assert!(bundle.header("cache-control").unwrap().contains("immutable"));
    let entries = tile::decode_bundle(&bundle.body, width as usize).unwrap();
    let hashes = relay.get(&format!("/tile/0/000.p/{width}"));
    let hashes = tile::decode_hashes(&hashes.body, width as usize).unwrap();
    let mut frontier = Frontier::empty();
    for (entry, hash) in entries.iter().zip(&hashes) {
        assert_eq!(entry.leaf_hash(), *hash);
        frontier.push(*hash);
    }
    assert_eq!(frontier.root(), checkpoint.root);
    let tags = relay.get(&format!("/v1/tags/0.p/{width}"));
    let tags = tile::decode_tags(&tags.body, width as usize).unwrap();
    assert!(entries.iter().zip(tags).all(|(entry, tag)| entry.tag_prefix() == *tag));
}

#[test]
fn a_group_proves_itself_at_an_older_size_too() {
    let (_dir, relay) = relay();
    relay.wait_for_size(40);
    let old = Checkpoint::verify(&relay.get("/checkpoint").body, &relay.log_key).unwrap();
    relay.wait_for_size(old.size + 10);
    for number in [0, 1] {
        let answer = relay.get(&format!("/v1/groups/{number}?size={}", old.size));
        Group::decode(&answer.body).unwrap().verify(number, &old).unwrap();
    }
    assert_eq!(relay.get(&format!("/v1/groups/1?size={}", 31)).status, 404);
}

#[test]
fn the_feed_leads_to_the_root_of_each_checkpoint() {
    let (_dir, relay) = relay();
    relay.wait_for_size(10);
    let mut stream = relay.connect("GET", "/v1/feed?from=0&bodies=1", "", &[]);
    let mut wire = Wire::default();
    let mut decoder = FrameDecoder::default();
    let (mut frontier, mut checkpoints) = (Frontier::empty(), 0);
    while checkpoints < 4 {
        let bytes = wire.next(&mut stream);
        decoder.push(&bytes).unwrap();
        while let Some(frame) = decoder.next_frame().unwrap() {
            match frame {
                Frame::Slots { first, slots } => {
                    assert_eq!(first, frontier.size());
                    slots.iter().for_each(|(entry, _)| frontier.push(entry.leaf_hash()));
                }
                Frame::Checkpoint(note) => {
                    let checkpoint = Checkpoint::verify(&note, &relay.log_key).unwrap();
                    assert_eq!((checkpoint.size, checkpoint.root), (frontier.size(), frontier.root()));
                    checkpoints += 1;
                }
                Frame::KeepAlive => {}
                Frame::Entries { .. } => panic!("bodies were asked for"),
            }
        }
    }
}

/// Undoes HTTP's chunks.
#[derive(Default)]
struct Wire {
    raw: Vec<u8>,
    past_head: bool,
}

impl Wire {
    fn next(&mut self, stream: &mut std::net::TcpStream) -> Vec<u8> {
        loop {
            if let Some(chunk) = self.take() {
                return chunk;
            }
            let mut buffer = [0; 65_536];
            let read = stream.read(&mut buffer).unwrap();
            assert_ne!(read, 0, "the stream ended");
            self.raw.extend_from_slice(&buffer[..read]);
        }
    }

    fn take(&mut self) -> Option<Vec<u8>> {
        if !self.past_head {
            let end = self.raw.windows(4).position(|w| w == b"\r\n\r\n")?;
            self.raw.drain(..end + 4);
            self.past_head = true;
        }
        let line = self.raw.windows(2).position(|w| w == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&self.raw[..line]).unwrap(), 16).unwrap();
        let end = line + 2 + length + 2;
        (self.raw.len() >= end).then(|| self.raw.drain(..end).collect::<Vec<_>>()[line + 2..end - 2].to_vec())
    }
}

fn card(signer: &NoteSigner, kind: &str, serial: u64) -> String {
    let text = format!("davylamp-{kind}/v1\ndesk {}\nserial {serial}\nname A desk\n", signer.verifier_key());
    sign(&text, &[signer]).unwrap()
}

#[test]
fn cards_of_listed_desks_enter_log_and_bundle() {
    let (dir, relay) = relay();
    let desk = NoteSigner::from_seed("desk.example", &[7; 32]).unwrap();
    let note = card(&desk, "card", 1);
    assert_eq!(relay.put_card(&note).status, 403);
    Desks::new(dir.path()).add(&desk.verifier_key().to_string()).unwrap();
    let answer = relay.put_card(&note);
    assert_eq!((answer.status, answer.body.len()), (200, 4096));
    let key_hash = Sha256::digest(desk.verifier_key().to_string()).into();
    let entry = Entry::Card { key_hash, serial: 1, note_hash: Sha256::digest(&note).into() };
    let place = proof_of(&relay, &answer.body, entry);
    let bundle = relay.get("/v1/cards").body;
    assert_eq!(bundle[..2], [0, 1]);
    assert_eq!(&bundle[6..6 + note.len()], note.as_bytes());
    let proof = TlogProof::decode(&bundle[6 + note.len() + 2..]).unwrap();
    assert_eq!(proof.index, place);
    proof.verify(entry.leaf_hash(), &relay.log_key).unwrap();
}

#[test]
fn cards_that_are_old_foreign_or_broken_are_refused() {
    let (dir, relay) = relay();
    let desk = NoteSigner::from_seed("desk.example", &[7; 32]).unwrap();
    let other = NoteSigner::from_seed("desk.example", &[8; 32]).unwrap();
    Desks::new(dir.path()).add(&desk.verifier_key().to_string()).unwrap();
    assert_eq!(relay.put_card(&card(&desk, "card", 5)).status, 200);
    assert_eq!(relay.put_card(&card(&desk, "card", 5)).status, 200, "the same again");
    assert_eq!(relay.put_card(&card(&desk, "card", 4)).status, 409);
    assert_eq!(relay.put_card(&card(&other, "card", 6)).status, 403);
    assert_eq!(relay.put_card("no note").status, 400);
    assert_eq!(relay.put_card(&card(&desk, "card", 6).replace("A desk", "B desk")).status, 403);
    assert_eq!(relay.put_card(&"x".repeat(70_000)).status, 413);
    assert_eq!(relay.put_card(&card(&desk, "poster", 6)).status, 400);
    assert_eq!(relay.put_card(&card(&desk, "notice", 1)).status, 200, "a series of its own");
}

#[test]
fn a_restart_keeps_everything_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let relay = start(dir.path());
    let desk = NoteSigner::from_seed("desk.example", &[7; 32]).unwrap();
    Desks::new(dir.path()).add(&desk.verifier_key().to_string()).unwrap();
    relay.put_card(&card(&desk, "card", 1));
    let places: Vec<u64> =
        (0..4).map(|n| proof_of(&relay, &relay.post(&envelope(n)).body, entry_of(&envelope(n)))).collect();
    let cards = relay.get("/v1/cards").body;
    relay.stop();
    let relay = start(dir.path());
    for (n, place) in (0..).zip(places) {
        assert_eq!(proof_of(&relay, &relay.post(&envelope(n)).body, entry_of(&envelope(n))), place);
    }
    assert_eq!(relay.get("/v1/cards").body, cards);
}

/// A store whose disk fills up when told to.
struct Filling {
    inner: FileStore,
    full: Arc<AtomicBool>,
}

impl Filling {
    fn check(&self) -> Result<(), StoreError> {
        if !self.full.load(Ordering::SeqCst) {
            return Ok(());
        }
        let source = std::io::ErrorKind::StorageFull.into();
        Err(StoreError::Io { path: "entries".into(), source })
    }
}

impl Store for Filling {
    fn head(&self) -> Option<StoredHead> {
        self.inner.head()
    }
    fn append(&self, first: u64, records: &[Record]) -> Result<(), StoreError> {
        self.inner.append(first, records)
    }
    fn publish(&self, head: &StoredHead) -> Result<(), StoreError> {
        self.check()?;
        self.inner.publish(head)
    }
    fn entries(&self, first: u64, count: usize) -> Result<Vec<[u8; 81]>, StoreError> {
        self.inner.entries(first, count)
    }
    fn bodies(&self, first: u64, count: usize) -> Result<Vec<u8>, StoreError> {
        self.inner.bodies(first, count)
    }
    fn first_body(&self) -> u64 {
        self.inner.first_body()
    }
    fn purge_bodies(&self, before: u64) -> Result<(), StoreError> {
        self.inner.purge_bodies(before)
    }
    fn nodes(&self) -> Result<Vec<[u8; 32]>, StoreError> {
        self.inner.nodes()
    }
    fn put_nodes(&self, first: u64, nodes: &[[u8; 32]]) -> Result<(), StoreError> {
        self.inner.put_nodes(first, nodes)
    }
    fn unsettled(&self) -> Result<Vec<Record>, StoreError> {
        self.inner.unsettled()
    }
}

#[test]
fn a_full_disk_refuses_openly_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let full = Arc::new(AtomicBool::new(false));
    let store = Filling { inner: FileStore::open(dir.path()).unwrap(), full: Arc::clone(&full) };
    let relay = start_over(dir.path(), Arc::new(store));
    let before = proof_of(&relay, &relay.post(&envelope(1)).body, entry_of(&envelope(1)));
    full.store(true, Ordering::SeqCst);
    let refused = relay.post(&envelope(2));
    assert_eq!(refused.status, 507);
    assert_eq!(refused.header("retry-after"), Some("15"));
    let size = relay.ledger.head().size;
    assert_eq!(relay.post(&envelope(3)).status, 507);
    assert_eq!(relay.ledger.head().size, size, "nothing was half published");
    full.store(false, Ordering::SeqCst);
    let after = relay.post(&envelope(2));
    assert!(proof_of(&relay, &after.body, entry_of(&envelope(2))) >= size);
    assert_eq!(proof_of(&relay, &relay.post(&envelope(1)).body, entry_of(&envelope(1))), before);
}

#[test]
fn purged_bodies_are_gone_and_say_from_where_on_they_are_not() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let relay = start(dir.path());
    let records: Vec<Record> = (0..256).map(record).collect();
    relay.stop();
    let store = Arc::new(FileStore::open(dir.path()).unwrap());
    let keys = davylamp_server::keys::Keys::open(dir.path()).unwrap();
    let ledger = davylamp_server::ledger::Ledger::open(store, keys, 1).unwrap();
    while ledger.head().size < 70_000 {
        ledger.commit(&records, 2).unwrap();
    }
    let state = State::open(&dir.path().join("state")).unwrap();
    let sweep = |now| sweep(&ledger, &state, Duration::from_secs(100), now).unwrap();
    assert_eq!(sweep(1000), 0);
    assert_eq!(sweep(1099), 0);
    let kept = sweep(1100);
    drop(ledger);
    drop(state);
    let relay = start(dir.path());
    assert_eq!(kept, 65_536);
    let size = relay.ledger.head().size;
    for path in [format!("/v1/groups/3?size={size}"), "/v1/feed?from=5&bodies=1".into(), "/v1/tags/0".into()] {
        let answer = relay.get(&path);
        assert_eq!(answer.status, 410, "{path}");
        assert!(answer.text().contains("\"first_body\":65536"), "{path}");
    }
    assert_eq!(relay.get("/tile/entries/000").status, 200, "entries stay");
    let group = relay.get(&format!("/v1/groups/{}?size={size}", kept / 16));
    assert_eq!(group.status, 200);
}

fn record(number: u64) -> Record {
    let envelope = envelope(number);
    Record { entry: entry_of(&envelope).encode(), body: envelope[48..].to_vec().into() }
}
