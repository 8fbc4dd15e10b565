//! Chunks over HTTP: what is taken, given and refused.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers state their expectations as tests do")]

mod common;

use common::{Response, TestRelay, init, settings, start, start_as};

const LEN: usize = 262_144;
const OCTETS: &str = "content-type: application/octet-stream\r\n";

fn relay() -> (tempfile::TempDir, TestRelay) {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let relay = start(dir.path());
    (dir, relay)
}

fn path(id: u8) -> String {
    format!("/v1/chunks/{}", hex::encode([id; 32]))
}

fn chunk(byte: u8) -> Vec<u8> {
    (0..251).cycle().take(LEN).map(|at: u8| at ^ byte).collect()
}

trait Chunks {
    fn put(&self, id: u8, chunk: &[u8]) -> Response;
}

impl Chunks for TestRelay {
    fn put(&self, id: u8, chunk: &[u8]) -> Response {
        self.send("PUT", &path(id), OCTETS, chunk)
    }
}

fn assert_problem(answer: &Response, status: u16, kind: &str) {
    assert_eq!(answer.status, status, "{}", answer.head);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let document: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(document["type"], format!("urn:davylamp:problem:{kind}"));
    assert_eq!(answer.header("retry-after"), (status >= 500).then_some("15"));
}

#[test]
fn what_is_put_is_got_also_after_a_restart() {
    let (dir, relay) = relay();
    for _ in 0..2 {
        let put = relay.put(1, &chunk(1));
        assert_eq!((put.status, put.body.len(), put.header("cache-control")), (204, 0, Some("no-store")));
    }
    relay.stop();
    let relay = start(dir.path());
    let got = relay.get(&path(1));
    assert_eq!((got.status, &got.body), (200, &chunk(1)));
    assert_eq!(got.header("content-type"), Some("application/octet-stream"));
    assert_eq!((got.header("content-length"), got.header("cache-control")), (Some("262144"), Some("no-store")));
    let head = relay.send("HEAD", &path(1), "", &[]);
    assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, Some("262144")));
}

#[test]
fn a_chunk_in_pieces_of_unknown_number_is_taken() {
    let (_dir, relay) = relay();
    let mut body = Vec::new();
    for piece in chunk(1).chunks(50_000) {
        body.extend(format!("{:x}\r\n", piece.len()).into_bytes());
        body.extend([piece, b"\r\n"].concat());
    }
    body.extend(b"0\r\n\r\n");
    let mut stream = relay.connect("PUT", &path(1), &format!("{OCTETS}transfer-encoding: chunked\r\n"), &[]);
    std::io::Write::write_all(&mut stream, &body).unwrap();
    let mut answer = Vec::new();
    std::io::Read::read_to_end(&mut stream, &mut answer).unwrap();
    assert_eq!(common::split(&answer).status, 204);
    assert_eq!(relay.get(&path(1)).body, chunk(1));
}

#[test]
fn other_bytes_under_an_id_are_refused_and_change_nothing() {
    let (_dir, relay) = relay();
    assert_eq!(relay.put(1, &chunk(1)).status, 204);
    assert_problem(&relay.put(1, &chunk(2)), 409, "conflict");
    assert_eq!(relay.get(&path(1)).body, chunk(1));
}

#[test]
fn of_two_chunks_under_one_id_at_once_one_is_kept() {
    let (_dir, relay) = relay();
    let answers: Vec<(u8, u16)> = std::thread::scope(|scope| {
        let relay = &relay;
        let put = |n: u8| scope.spawn(move || (n % 2, relay.put(1, &chunk(n % 2)).status));
        let puts: Vec<_> = (0..12).map(put).collect();
        puts.into_iter().map(|put| put.join().unwrap()).collect()
    });
    let kept = relay.get(&path(1)).body;
    let winner = u8::from(kept == chunk(1));
    assert_eq!(kept, chunk(winner));
    for (which, status) in answers {
        assert_eq!(status, if which == winner { 204 } else { 409 });
    }
}

#[test]
fn anything_but_a_chunk_is_refused_and_nothing_is_kept() {
    let (dir, relay) = relay();
    assert_problem(&relay.put(1, &[]), 400, "size");
    assert_problem(&relay.put(1, &chunk(1)[1..]), 400, "size");
    assert_problem(&relay.put(1, &[chunk(1), vec![0]].concat()), 413, "too-large");
    assert_problem(&relay.send("PUT", &path(1), "", &chunk(1)), 415, "media-type");
    assert_problem(&relay.send("PUT", &path(1), "content-type: text/plain\r\n", &chunk(1)), 415, "media-type");
    assert_problem(&relay.send("POST", &path(1), OCTETS, &chunk(1)), 405, "method");
    assert_problem(&relay.send("DELETE", &path(1), "", &[]), 405, "method");
    assert_problem(&relay.get(&path(1)), 404, "not-found");
    assert_eq!(std::fs::read_dir(dir.path().join("chunks")).unwrap().count(), 0);
}

#[test]
fn a_content_that_breaks_off_is_not_kept() {
    let (dir, relay) = relay();
    let headers = format!("{OCTETS}content-length: {LEN}\r\n");
    let mut stream = relay.connect("PUT", &path(1), &headers, &[]);
    std::io::Write::write_all(&mut stream, &chunk(1)[..200_000]).unwrap();
    stream.shutdown(std::net::Shutdown::Both).unwrap();
    drop(stream);
    // The relay answers others, and so has seen the end of that one or has it before it.
    assert_eq!(relay.put(2, &chunk(2)).status, 204);
    assert_problem(&relay.get(&path(1)), 404, "not-found");
    relay.stop();
    let hours: Vec<_> = std::fs::read_dir(dir.path().join("chunks")).unwrap().map(|e| e.unwrap().path()).collect();
    let files: usize = hours.iter().map(|hour| std::fs::read_dir(hour).unwrap().count()).sum();
    assert_eq!(files, 1);
}

#[test]
fn ids_have_one_spelling() {
    let (dir, relay) = relay();
    let id = hex::encode([0xab; 32]);
    for id in [
        &id.to_uppercase(),
        &id[1..],
        &format!("{id}0"),
        &format!("{}g", &id[1..]),
        "..",
        "%2e%2e",
        "%2e%2e%2fcheckpoint",
        "%ff",
        ".tmp",
        &format!("{id}.tmp"),
        "%20",
    ] {
        for answer in
            [relay.send("PUT", &format!("/v1/chunks/{id}"), OCTETS, &chunk(1)), relay.get(&format!("/v1/chunks/{id}"))]
        {
            assert_problem(&answer, 400, "malformed");
        }
    }
    assert_problem(&relay.get("/v1/chunks/"), 404, "not-found");
    assert_problem(&relay.get(&format!("/v1/chunks/{id}/0")), 404, "not-found");
    assert_problem(&relay.get("/v1/chunks/../checkpoint"), 404, "not-found");
    assert_eq!(std::fs::read_dir(dir.path().join("chunks")).unwrap().count(), 0);
}

#[test]
fn a_relay_without_a_quota_takes_none_and_gives_what_it_has() {
    let (dir, relay) = relay();
    assert_eq!(relay.put(1, &chunk(1)).status, 204);
    relay.stop();
    let mut settings = settings(dir.path(), 20);
    settings.chunk_quota = 0;
    let relay = start_as(settings);
    assert_problem(&relay.put(2, &chunk(2)), 507, "full");
    assert_problem(&relay.get(&path(2)), 404, "not-found");
    assert_eq!(relay.put(1, &chunk(1)).status, 204, "it is there already");
    assert_eq!(relay.get(&path(1)).body, chunk(1));
    // The log goes on.
    assert_eq!(relay.post(&common::envelope(1)).status, 200);
}

#[test]
fn a_damaged_chunk_is_given_to_nobody_until_it_is_sent_again() {
    let (dir, relay) = relay();
    assert_eq!(relay.put(1, &chunk(1)).status, 204);
    let hour = std::fs::read_dir(dir.path().join("chunks")).unwrap().next().unwrap().unwrap().path();
    let file = hour.join(hex::encode([1; 32]));
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[LEN - 1] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert_problem(&relay.get(&path(1)), 404, "not-found");
    assert_problem(&relay.send("PUT", &path(1), OCTETS, &chunk(2)), 409, "conflict");
    assert_eq!(relay.put(1, &chunk(1)).status, 204);
    assert_eq!(relay.get(&path(1)).body, chunk(1));
}
