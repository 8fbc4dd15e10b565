//! How fast a large file goes up, in how much memory, and what kills on either side cost.
//!
//! ```text
//! cargo run --release --locked -p davylamp-tests --bin davylamp-upload -- [MiB [KILLS]]
//! ```
//!
//! One table from one run: age alone on the same file, the raw loop that writes and syncs the same chunk files, and the
//! real upload over loopback, all on the same disk. Then as many kills of the client, and of the relay, at random places.

mod counting;
mod memory;

use std::fs::File;
use std::io::{self, BufReader, Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use davylamp_protocol::attachment::{AttachmentSecret, CHUNK_LEN, chunks_for};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::Background;
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, path, sample};
use davylamp_tests::stage::FAST;
use rand::rngs::OsRng;
use rand::{Rng as _, RngCore as _};

use counting::Counter;

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let mebibytes: u64 = args.next().map_or(Ok(1024), |arg| arg.parse())?;
    let kills: usize = args.next().map_or(Ok(20), |arg| arg.parse())?;
    Binaries::get()?;
    let dir = tempfile::tempdir_in(".")?;
    let file = dir.path().join("file.bin");
    make(&file, mebibytes << 20)?;
    let chunks = chunks_for(mebibytes << 20).context("a file of this size can be attached")?;
    println!("{mebibytes} MiB, {chunks} chunks of 256 KiB");
    speed(dir.path(), &file, chunks)?;
    client_kills(dir.path(), &file, chunks, kills)?;
    relay_kills(dir.path(), &file, chunks, kills)
}

fn speed(dir: &Path, file: &Path, chunks: u32) -> Result<()> {
    let size = file.metadata()?.len();
    let age = timed(|| age_alone(file))?;
    let raw = timed(|| raw_loop(&dir.join("raw"), chunks))?;
    std::fs::remove_dir_all(dir.join("raw"))?;
    let stage = Stage::set(&dir.join("speed"), Way::Straight)?;
    let mut watched = Vec::new();
    let upload = {
        let begun = Instant::now();
        let client = Background::start(&Binaries::get()?.client, stage.first(file, &[])?)?;
        until(|| Ok(stage.stored()? >= 1))?;
        // Argon2id takes its 64 MiB before the upload: what counts is the upload.
        memory::reset(client.id())?;
        while stage.stored()? < chunks as usize {
            watched.push(memory::peak(client.id())?);
            std::thread::sleep(Duration::from_millis(20)); // sampling
        }
        let upload = begun.elapsed();
        let relay = memory::peak(stage.relay.id())?;
        let done = client.finish(Duration::from_secs(600))?;
        ensure!(done.code == Some(0), "{} {}", done.stdout, done.stderr);
        println!(
            "resident at most during the upload: client {} MiB, relay {} MiB",
            watched.iter().max().unwrap_or(&0) >> 10,
            relay >> 10
        );
        upload
    };
    stage.arrived(file)?;
    let rate = |time: Duration| size as f64 / 1e6 / time.as_secs_f64();
    let slower = rate(age).min(rate(raw));
    println!(
        "age alone {:.0} MB/s, raw loop {:.0} MB/s, upload {:.0} MB/s: ratio to the slower {:.2}",
        rate(age),
        rate(raw),
        rate(upload),
        rate(upload) / slower
    );
    Ok(())
}

/// Each at a random place; the next run goes on from the spool.
fn client_kills(dir: &Path, file: &Path, chunks: u32, kills: usize) -> Result<()> {
    let stage = Stage::set(&dir.join("client"), Way::Counted)?;
    let spool = path(&dir.join("spool"))?;
    let (first, again) = (stage.first(file, &["--resume", &spool])?, stage.again(&spool));
    let mut places = places(chunks, kills);
    let mut args = first;
    while let Some(place) = places.pop() {
        let mut client = Background::start(&Binaries::get()?.client, args)?;
        until(|| Ok(stage.stored()? >= place))?;
        client.kill();
        args = again.clone();
    }
    let done = davylamp(&again.iter().map(String::as_str).collect::<Vec<_>>(), "")?.done()?;
    ensure!(done.json()?.get("sent").is_some() && !Path::new(&spool).exists());
    stage.settle("client", chunks, kills, file)
}

fn relay_kills(dir: &Path, file: &Path, chunks: u32, kills: usize) -> Result<()> {
    let mut stage = Stage::set(&dir.join("relay"), Way::Counted)?;
    let client = Background::start(&Binaries::get()?.client, stage.first(file, &[])?)?;
    let mut places = places(chunks, kills);
    while let Some(place) = places.pop() {
        until(|| Ok(stage.stored()? >= place))?;
        stage.relay.crash_and_restart()?;
    }
    let done = client.finish(Duration::from_secs(600))?;
    ensure!(done.code == Some(0), "{} {}", done.stdout, done.stderr);
    stage.settle("relay", chunks, kills, file)
}

/// Random places, the first last.
fn places(chunks: u32, kills: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..kills).map(|_| OsRng.gen_range(1..chunks as usize - 16)).collect();
    places.sort_unstable_by(|a, b| b.cmp(a));
    places
}

#[derive(PartialEq)]
enum Way {
    /// To the relay itself.
    Straight,
    /// Over a wire that counts.
    Counted,
}

struct Stage {
    dir: std::path::PathBuf,
    relay: Relay,
    counter: Counter,
    desk: Desk,
    reporter: Reporter,
}

impl Stage {
    fn set(dir: &Path, way: Way) -> Result<Self> {
        std::fs::create_dir(dir)?;
        let relay = Relay::start(&dir.join("relay"), FAST)?;
        let counter = Counter::start(&relay.address)?;
        let address = if way == Way::Counted { &counter.address } else { &relay.address };
        let desk = Desk::found(dir, &relay, address, &["--no-self-test"])?;
        let reporter = Reporter::new(dir, "worker", &desk.contact)?;
        Ok(Self { dir: dir.to_owned(), relay, counter, desk, reporter })
    }

    fn first(&self, file: &Path, more: &[&str]) -> Result<Vec<String>> {
        let (text, file) = (path(&sample("wages-sw.txt"))?, path(file)?);
        let args = ["--json", "report", "--to", &self.reporter.contact, "--passphrase-out", &self.reporter.passphrase];
        let what = ["--text", &text, "--now", "--attach", &file, "--keep-metadata"];
        Ok([&args[..], &what, more].concat().iter().map(ToString::to_string).collect())
    }

    fn again(&self, spool: &str) -> Vec<String> {
        let args = ["--json", "report", "--to", &self.reporter.contact, "--passphrase-file", &self.reporter.passphrase];
        [&args[..], &["--now", "--resume", spool]].concat().iter().map(ToString::to_string).collect()
    }

    /// Chunks that are whole at the relay.
    fn stored(&self) -> Result<usize> {
        let mut stored = 0;
        for hour in std::fs::read_dir(self.relay.dir.join("chunks"))? {
            let names = std::fs::read_dir(hour?.path())?.filter_map(Result::ok);
            stored += names.filter(|name| !name.file_name().to_string_lossy().ends_with(".tmp")).count();
        }
        Ok(stored)
    }

    /// Compares what arrived, and says what was sent twice.
    fn settle(&self, side: &str, chunks: u32, kills: usize, file: &Path) -> Result<()> {
        let (sent, distinct) = self.counter.counted();
        ensure!(distinct == chunks as usize, "{distinct} of {chunks}");
        self.arrived(file)?;
        let twice = sent - distinct;
        println!(
            "{kills} kills of the {side}: {twice} chunks sent twice, {:.1} a kill; every byte equal",
            twice as f64 / kills as f64
        );
        Ok(())
    }

    fn arrived(&self, file: &Path) -> Result<()> {
        self.desk.catch_up()?;
        let case = self.desk.cases()?.pop().context("the desk has the case")?;
        let out = path(&self.dir.join("out"))?;
        let fetched = self.desk.run(&["fetch", &case, "--now", "--output", &out], "")?.done()?.json()?;
        let arrived =
            fetched.pointer("/attachments/0/file").and_then(serde_json::Value::as_str).context("it is fetched")?;
        ensure!(is_same(file, Path::new(arrived))?, "a byte differs");
        std::fs::remove_dir_all(&out)?;
        Ok(())
    }
}

fn make(path: &Path, mut left: u64) -> Result<()> {
    let mut file = File::create(path)?;
    let mut piece = vec![0; 1 << 20];
    while left > 0 {
        OsRng.fill_bytes(&mut piece);
        file.write_all(&piece)?;
        left -= piece.len() as u64;
    }
    Ok(file.sync_all()?)
}

/// Reads the file and seals it to one hybrid recipient; what comes out goes nowhere.
fn age_alone(path: &Path) -> Result<()> {
    let recipient = HybridIdentity::generate(&mut OsRng).to_recipient();
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))?;
    let mut writer = encryptor.wrap_output(io::sink())?;
    let mut file = File::open(path)?;
    let mut piece = vec![0; CHUNK_LEN];
    loop {
        match file.read(&mut piece)? {
            0 => break,
            read => writer.write_all(piece.get(..read).context("no more was read than there is room for")?)?,
        }
    }
    writer.finish()?;
    Ok(())
}

/// One file a chunk, each written, synced and named, one after the other.
fn raw_loop(dir: &Path, chunks: u32) -> Result<()> {
    std::fs::create_dir(dir)?;
    let mut chunk = vec![0; CHUNK_LEN];
    OsRng.fill_bytes(&mut chunk);
    let secret = AttachmentSecret::generate(&mut OsRng);
    for n in 0..chunks {
        let name = secret.chunk_id("raw", n).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mut file = File::create(dir.join(&name).with_extension("tmp"))?;
        file.write_all(&chunk)?;
        file.sync_data()?;
        std::fs::rename(dir.join(&name).with_extension("tmp"), dir.join(&name))?;
    }
    Ok(File::open(dir)?.sync_all()?)
}

fn is_same(one: &Path, other: &Path) -> Result<bool> {
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    let (mut a, mut b) = (vec![0; 1 << 20], vec![0; 1 << 20]);
    loop {
        let read = one.read(&mut a)?;
        if read == 0 {
            return Ok(true);
        }
        let same = b.get_mut(..read).context("no more was read than there is room for")?;
        other.read_exact(same)?;
        if a.get(..read) != Some(same) {
            return Ok(false);
        }
    }
}

fn timed(work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let begun = Instant::now();
    work()?;
    Ok(begun.elapsed())
}

fn until(done: impl Fn() -> Result<bool>) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(600);
    while !done()? {
        ensure!(Instant::now() < deadline, "it does not come to that");
        std::thread::sleep(Duration::from_millis(5)); // polling, bounded above
    }
    Ok(())
}
