//! Chunks over loopback HTTP against a raw loop that writes and `fdatasync`s the same files.
//!
//! One run, one disk, one table. The relay runs in a process of its own, as it would; the senders of the chunks, which
//! were made before, share the machine with it. Each way takes its turn in every round: the ratio is of their medians.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use davylamp_server::chunks::CHUNK_LEN;
use davylamp_server::keys::Keys;
use davylamp_server::store::FileStore;

fn main() {
    let dir = tempfile::tempdir().expect("temporary directory");
    let relay = Relay::start(&dir.path().join("relay"));
    let mut ways = [const { Vec::new() }; 3];
    for round in 0..ROUNDS {
        let one = dir.path().join(format!("one-{round}"));
        let eight = dir.path().join(format!("eight-{round}"));
        ways[0].push(timed(|| raw(&one, 1)));
        ways[1].push(timed(|| raw(&eight, AT_ONCE)));
        ways[2].push(timed(|| relay.take(round)));
        [one, eight].iter().for_each(|dir| fs::remove_dir_all(dir).expect("the raw files"));
    }
    let [one, eight, http] = ways.map(median);
    let bytes = COUNT * CHUNK_LEN as u64;
    println!("{COUNT} chunks of 256 KiB ({} MiB), median of {ROUNDS} rounds", bytes >> 20);
    for (what, time) in [("raw, one thread", one), ("raw, 8 threads", eight), ("PUT, 8 connections", http)] {
        let rate = bytes as f64 / time.as_secs_f64() / 1e6;
        let ratio = |other: Duration| other.as_secs_f64() / time.as_secs_f64();
        println!("{what:20} {time:9.2?} {rate:7.1} MB/s   {:.2} of one thread   {:.2} of 8", ratio(one), ratio(eight));
    }
    println!("resident at most      {} MiB (limit 256)", relay.peak_kib() >> 10);
    relay.stop();
}

/// Writes the chunks as files, each synced, and nothing else.
fn raw(dir: &Path, threads: u64) {
    fs::create_dir(dir).expect("directory");
    in_threads(threads, |number| {
        let mut file = File::create(dir.join(number.to_string())).expect("file");
        file.write_all(&chunk(0, number)).and_then(|()| file.sync_data()).expect("a chunk");
    });
}

/// `work` for each chunk.
fn in_threads(threads: u64, work: impl Fn(u64) + Sync) {
    std::thread::scope(|scope| {
        let work = &work;
        for thread in 0..threads {
            scope.spawn(move || (thread..COUNT).step_by(usize::try_from(threads).expect("few")).for_each(work));
        }
    });
}

/// Cheap, and another for each number.
fn chunk(round: u64, number: u64) -> Vec<u8> {
    let mut chunk = vec![7; CHUNK_LEN];
    chunk.splice(..16, [round.to_be_bytes(), number.to_be_bytes()].concat());
    chunk
}

struct Relay {
    child: Child,
    address: SocketAddr,
}

impl Relay {
    fn start(dir: &PathBuf) -> Self {
        fs::create_dir(dir).expect("directory");
        Keys::create(dir, "bench.invalid").expect("keys");
        FileStore::create(dir).expect("store");
        let mut child = Command::new(env!("CARGO_BIN_EXE_davylamp-relay"))
            .args(["run", "--listen", "127.0.0.1:0"])
            .arg(dir)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a relay");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("its line");
        let address = line.trim_end().strip_prefix("listening http://").expect("its address").parse().expect("address");
        Self { child, address }
    }

    /// Sends the chunks, over as many connections as a client uses.
    fn take(&self, round: u64) {
        std::thread::scope(|scope| {
            for connection in 0..AT_ONCE {
                scope.spawn(move || {
                    let mut relay = BufReader::new(TcpStream::connect(self.address).expect("connection"));
                    relay.get_ref().set_nodelay(true).expect("no delay");
                    let step = usize::try_from(AT_ONCE).expect("few");
                    (connection..COUNT).step_by(step).for_each(|number| put(&mut relay, round, number));
                });
            }
        });
    }

    /// The most memory that it had.
    fn peak_kib(&self) -> u64 {
        let mut status = String::new();
        let path = format!("/proc/{}/status", self.child.id());
        File::open(path).and_then(|mut file| file.read_to_string(&mut status)).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    fn stop(mut self) {
        self.child.kill().and_then(|()| self.child.wait()).expect("its end");
    }
}

fn put(relay: &mut BufReader<TcpStream>, round: u64, number: u64) {
    let head = format!(
        "PUT /v1/chunks/{round:032x}{number:032x} HTTP/1.1\r\nhost: relay\r\ncontent-type: application/octet-stream\r\ncontent-length: {CHUNK_LEN}\r\n\r\n"
    );
    let stream = relay.get_mut();
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&chunk(round, number))).expect("sent");
    let mut answer = String::new();
    while !answer.ends_with("\r\n\r\n") {
        assert!(relay.read_line(&mut answer).expect("an answer") > 0, "the relay hung up");
    }
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// 256 MiB a round.
const COUNT: u64 = 1024;
const ROUNDS: u64 = 5;
const AT_ONCE: u64 = 8;
