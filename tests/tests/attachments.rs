//! Photographs and documents beside a report: sealed, in chunks, resumed, fetched, and nothing else at the relay.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::panic::defender::Defender;
use davylamp_tests::process::Background;
use davylamp_tests::proxy::{Honest, Proxy};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, path, sample};
use davylamp_tests::stage::{FAST, Stage};
use rand::rngs::StdRng;
use rand::{Rng as _, RngCore as _, SeedableRng as _};

const CHUNK: usize = 262_144;

#[test]
fn files_of_a_report_and_of_an_answer_are_fetched_byte_for_byte() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    let (one, two) = (noise(&stage, "list.bin", 700_000)?, noise(&stage, "gate.bin", 1)?);
    reporter
        .report(&path(&sample("blacklisting-es.txt"))?, &["--attach", &one, "--attach", &two, "--keep-metadata"])?;
    stage.desk.catch_up()?;
    let case = stage.desk.cases()?.pop().context("the desk has the case")?;
    let words = stage.file("more.txt", "Otra foto.")?;
    let third = noise(&stage, "later.bin", CHUNK)?;
    reporter.answer(&["--text", &words, "--attach", &third, "--keep-metadata"], "")?;
    stage.desk.catch_up()?;

    let out = path(&stage.dir.path().join("out"))?;
    let fetched = stage.desk.run(&["fetch", &case, "--now", "--output", &out], "")?.done()?.json()?;
    ensure!(fetched["whole"] == true, "{fetched}");
    for (at, original) in [one, two, third].iter().enumerate() {
        let file = fetched["attachments"][at]["file"].as_str().context("a file was written")?;
        ensure!(std::fs::read(file)? == std::fs::read(original)?, "{file}");
    }
    let names: Vec<_> = (0..3).map(|at| fetched["attachments"][at]["name"].clone()).collect();
    ensure!(names == ["file-1.bin", "file-2.bin", "file-1.bin"], "neutral names: {names:?}");
    let shown = stage.desk.run_for_people(&["show", &case], "")?.done()?.stdout;
    ensure!(shown.contains("file-2.bin") && !shown.contains("gate.bin"), "{shown}");
    // A second fetch asks nobody.
    let again = stage.desk.run(&["fetch", &case], "")?.done()?.json()?;
    ensure!(again["whole"] == true);
    Ok(())
}

#[test]
fn a_photograph_follows_the_words_of_an_alert_and_is_fetched_by_its_desk() -> Result<()> {
    let stage = Stage::set()?;
    let defender = Defender::new(&stage.dir.path().join("panic"), &stage.dir.path().join("papers"))?;
    defender.arm(&[&stage.desk.contact], &["--introduce"])?;
    stage.desk.catch_up()?;
    defender.run(&["panic", "--for", "6"])?.with_code(5)?;
    let photograph = noise(&stage, "gate.bin", 300_000)?;
    let words = stage.file("words", "dos camionetas")?;
    let update = ["panic", "update", "--text", &words, "--attach", &photograph, "--keep-metadata"];
    defender.run(&update)?.done()?;
    // A file alone, without words.
    let second = noise(&stage, "plate.bin", 1000)?;
    defender.run(&["panic", "update", "--attach", &second, "--keep-metadata"])?.done()?;
    let refused = defender.run(&["panic", "update", "--attach", &second])?.with_code(1)?;
    ensure!(refused.stdout.contains("--keep-metadata"), "{}", refused.stdout);
    let heard = stage.desk.run(&["watch", "--once"], "")?.done()?.stdout;
    ensure!(heard.contains("\"attached\":\"file-1.bin\""), "{heard}");
    let list = stage.desk.run(&["list"], "")?.done()?.json()?;
    let profile = list.pointer("/profiles/0/profile").and_then(serde_json::Value::as_str).context("a profile")?;
    let out = path(&stage.dir.path().join("out"))?;
    let fetched = stage.desk.run(&["fetch", profile, "--now", "--output", &out], "")?.done()?.json()?;
    for (at, original) in [photograph, second].iter().enumerate() {
        let file = fetched["attachments"][at]["file"].as_str().with_context(|| format!("{fetched} {heard}"))?;
        ensure!(std::fs::read(file)? == std::fs::read(original)?, "{file}");
    }
    Ok(())
}

#[test]
fn the_relay_has_chunks_of_one_size_and_no_byte_of_the_file() -> Result<()> {
    let stage = Stage::set()?;
    let marked = "LISTA-NEGRA-7731 ".repeat(40_000);
    let file = stage.file("list.txt", &marked)?;
    stage.reporter("worker")?.report(&path(&sample("wages-sw.txt"))?, &["--attach", &file, "--keep-metadata"])?;
    let mut chunks = 0;
    for file in files_beneath(&stage.relay.dir)? {
        let bytes = std::fs::read(&file)?;
        ensure!(!bytes.windows(16).any(|window| window == b"LISTA-NEGRA-7731"), "{}", file.display());
        if file.starts_with(stage.relay.dir.join("chunks")) {
            ensure!(bytes.len() == CHUNK, "{}", file.display());
            chunks += 1;
        }
    }
    ensure!(chunks == 3, "680,000 bytes take three chunks: {chunks}");
    Ok(())
}

#[test]
fn a_file_that_cannot_be_made_safe_is_refused_before_anything_is_sent() -> Result<()> {
    let stage = Stage::set()?;
    let file = stage.file("list.csv", "nombre,motivo\n")?;
    let reporter = stage.reporter("worker")?;
    let args = ["--json", "report", "--to", &reporter.contact, "--passphrase-out", &reporter.passphrase, "--now"];
    let text = path(&sample("wages-sw.txt"))?;
    let refused = davylamp(&[&args[..], &["--text", &text, "--attach", &file]].concat(), "")?.with_code(1)?;
    ensure!(refused.stdout.contains("--keep-metadata"), "{}", refused.stdout);
    ensure!(!Path::new(&reporter.passphrase).exists(), "no case was begun");
    for (wrong, code) in [("/nonexistent", 1), ("/dev/null", 1), (path(stage.dir.path())?.as_str(), 1)] {
        let args = [&args[..], &["--text", &text, "--attach", wrong, "--keep-metadata"]].concat();
        davylamp(&args, "")?.with_code(code)?;
    }
    Ok(())
}

#[test]
fn chunks_that_the_relay_lost_are_named_and_the_rest_is_fetched() -> Result<()> {
    let stage = Stage::set()?;
    let (one, two) = (noise(&stage, "one.bin", 300_000)?, noise(&stage, "two.bin", 1000)?);
    let files = ["--attach", &one, "--attach", &two, "--keep-metadata"];
    stage.reporter("worker")?.report(&path(&sample("wages-sw.txt"))?, &files)?;
    stage.desk.catch_up()?;
    let case = stage.desk.cases()?.pop().context("the desk has the case")?;
    // Chunks bear the time of their hour alone: which is whose, only the ids tell. One of three is damaged.
    let chunk = files_beneath(&stage.relay.dir.join("chunks"))?.pop().context("there are chunks")?;
    let mut bytes = std::fs::read(&chunk)?;
    bytes[1000] ^= 1;
    std::fs::write(&chunk, bytes)?;
    let fetched = stage.desk.run(&["fetch", &case, "--now"], "")?.with_code(1)?.json()?;
    let states: Vec<&str> = (0..2).filter_map(|at| fetched["attachments"][at]["state"].as_str()).collect();
    ensure!(states.contains(&"gone") && states.contains(&"fetched"), "{fetched}");
    Ok(())
}

#[test]
fn a_client_that_is_killed_goes_on_from_its_spool_and_sends_nothing_twice_but_what_was_under_way() -> Result<()> {
    let line = Line::laid()?;
    let file = noise_at(line.dir.path(), "list.bin", 12 * CHUNK)?;
    let spool = path(&line.dir.path().join("spool"))?;
    let reporter = Reporter::new(line.dir.path(), "worker", &line.desk.contact)?;
    let text = path(&sample("wages-sw.txt"))?;
    let first = with_file(&reporter, &text, &file, &["--resume", &spool, "--limit-rate", "4M"]);
    let rest = ["--now", "--resume", &spool, "--limit-rate", "4M"];
    let own = ["--json", "report", "--to", &reporter.contact, "--passphrase-file", &reporter.passphrase];
    let resume = [&own[..], &rest].concat();
    let mut rng = StdRng::seed_from_u64(6);
    let mut kills = 0;
    let mut args = &first;
    for _ in 0..3 {
        let stored = line.stored();
        let mut client = Background::start(&Binaries::get()?.client, args)?;
        let wanted = stored + rng.gen_range(1..4);
        until(|| line.stored() >= wanted)?;
        client.kill();
        kills += 1;
        args = &resume;
    }
    let done = davylamp(&resume, "")?.done()?;
    ensure!(done.json()?["sent"] == true && !Path::new(&spool).exists(), "{}", done.stdout);
    let (puts, distinct) = line.puts();
    // 12 chunks of content take 13, padded to 14; one at a time with a rate.
    ensure!(distinct == 14, "{distinct}");
    ensure!(puts - distinct <= kills, "{puts} for {distinct} chunks and {kills} kills");
    line.arrived(&file)
}

#[test]
fn a_relay_that_is_killed_during_an_upload_is_waited_for() -> Result<()> {
    let mut stage = Stage::set()?;
    let file = noise(&stage, "list.bin", 12 * CHUNK)?;
    let reporter = stage.reporter("worker")?;
    let text = path(&sample("wages-sw.txt"))?;
    let args = with_file(&reporter, &text, &file, &["--limit-rate", "4M"]);
    let client = Background::start(&Binaries::get()?.client, args)?;
    for wanted in [2, 5, 9] {
        until(|| files_beneath(&stage.relay.dir.join("chunks")).is_ok_and(|files| files.len() >= wanted))?;
        stage.relay.crash_and_restart()?;
    }
    let done = client.finish(Duration::from_secs(120))?;
    ensure!(done.code == Some(0), "{} {}", done.stdout, done.stderr);
    arrived(&stage.desk, stage.dir.path(), &file)
}

#[test]
fn a_spool_opens_for_its_words_alone_and_files_are_not_named_twice() -> Result<()> {
    let line = Line::laid()?;
    let file = noise_at(line.dir.path(), "list.bin", 2 * CHUNK)?;
    let spool = path(&line.dir.path().join("spool"))?;
    let reporter = Reporter::new(line.dir.path(), "worker", &line.desk.contact)?;
    let text = path(&sample("wages-sw.txt"))?;
    let first = with_file(&reporter, &text, &file, &["--resume", &spool, "--limit-rate", "300k"]);
    let mut client = Background::start(&Binaries::get()?.client, first)?;
    until(|| line.stored() >= 1)?;
    client.kill();
    let other = Reporter::new(line.dir.path(), "other", &line.desk.contact)?;
    other.report(&text, &[])?;
    let strange = other.with_words("report", &["--now", "--resume", &spool], "")?.with_code(1)?;
    ensure!(strange.stdout.contains("does not open with these words"), "{}", strange.stdout);
    let args = ["--now", "--resume", &spool, "--attach", &file, "--keep-metadata"];
    reporter.with_words("report", &args, "")?.with_code(2)?;
    ensure!(Path::new(&spool).exists());
    reporter.with_words("report", &["--now", "--resume", &spool], "")?.done()?;
    line.arrived(&file)
}

/// A first report with a file that goes as it is.
fn with_file<'a>(reporter: &'a Reporter, text: &'a str, file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let own = ["--json", "report", "--to", &reporter.contact, "--passphrase-out", &reporter.passphrase, "--now"];
    [&own[..], &["--text", text, "--attach", file, "--keep-metadata"], more].concat()
}

/// A relay behind a proxy that counts, and a desk.
struct Line {
    dir: tempfile::TempDir,
    _relay: Relay,
    proxy: Proxy,
    desk: Desk,
    _runtime: tokio::runtime::Runtime,
}

impl Line {
    fn laid() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let relay = Relay::start(&dir.path().join("relay"), FAST)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let proxy = runtime.block_on(Proxy::start(&relay.address, Arc::new(Honest)))?;
        let desk = Desk::found(dir.path(), &relay, &proxy.address, &["--no-self-test"])?;
        Ok(Self { dir, _relay: relay, proxy, desk, _runtime: runtime })
    }

    /// Chunks that the relay said it has.
    fn stored(&self) -> usize {
        let exchanges = self.proxy.seen();
        exchanges.iter().filter(|exchange| is_chunk(&exchange.path) && exchange.status == 204).count()
    }

    /// Chunks that were sent, and how many of them differ.
    fn puts(&self) -> (usize, usize) {
        let exchanges = self.proxy.seen();
        let mut paths: Vec<&str> = exchanges
            .iter()
            .filter(|one| one.method == "PUT" && is_chunk(&one.path))
            .map(|one| one.path.as_str())
            .collect();
        let all = paths.len();
        paths.sort_unstable();
        paths.dedup();
        (all, paths.len())
    }

    fn arrived(&self, original: &str) -> Result<()> {
        arrived(&self.desk, self.dir.path(), original)
    }
}

/// Has the desk fetch the one file, and compares it.
fn arrived(desk: &Desk, dir: &Path, original: &str) -> Result<()> {
    desk.catch_up()?;
    let out = path(&dir.join("out"))?;
    for case in desk.cases()? {
        let fetched = desk.run(&["fetch", &case, "--now", "--output", &out], "")?.done()?.json()?;
        if let Some(file) = fetched.pointer("/attachments/0/file").and_then(serde_json::Value::as_str) {
            ensure!(std::fs::read(file)? == std::fs::read(original)?, "every byte is as it was");
            return Ok(());
        }
    }
    anyhow::bail!("no case has the file")
}

fn is_chunk(path: &str) -> bool {
    path.starts_with("/v1/chunks/")
}

fn until(done: impl Fn() -> bool) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !done() {
        ensure!(Instant::now() < deadline, "it does not come to that");
        std::thread::sleep(Duration::from_millis(5)); // polling, bounded above
    }
    Ok(())
}

fn noise(stage: &Stage, name: &str, length: usize) -> Result<String> {
    noise_at(stage.dir.path(), name, length)
}

fn noise_at(dir: &Path, name: &str, length: usize) -> Result<String> {
    let mut bytes = vec![0; length];
    StdRng::seed_from_u64(length as u64).fill_bytes(&mut bytes);
    std::fs::write(dir.join(name), bytes)?;
    path(&dir.join(name))
}

fn files_beneath(dir: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { files.extend(files_beneath(&entry.path())?) } else { files.push(entry.path()) }
    }
    Ok(files)
}
