//! What the wire and the log show of alerts, recorded with the real programs.
//!
//! Each single post (alert, update, "still in danger", cancel, drill, report, dummy, check-in) is the same on the wire:
//! one connection, one request head, 4,352 bytes, one answer of 4,096 with the next tick. What still differs, and to whom:
//!
//! | difference | to whom | why |
//! |---|---|---|
//! | method and path of a renewal (`POST …/renew`) and a deletion (`DELETE`), not their sizes or answers | the relay (and whoever sees inside its connections: not behind an onion service) | it must know which deposit |
//! | the slip's release byte: at once, at random, when it lapses | the relay | it must know when |
//! | an alert, update, cancel, drill and sign of life go out at once; a report, an answer and a check's post at a random time within 6 h | the relay | DECISIONS.md 17 |
//! | number of posts: an alert is one for each relay of each contact; a report two or more; "still in danger" one every 5 minutes | the relay; a network observer as connections of one size | what is said more often is sent more often |
//! | a stream is read (`GET /v1/feed` without bodies) after the first post of an alert or drill, an update or cancel of it, and as long as the command runs | the relay; a network observer as a connection that stays | acknowledgements are seen at once |
//! | `report` and `check` read cards, a checkpoint, tags and groups first; an alert reads nothing before its post | the relay; a network observer | the trigger waits for nothing |
//! | time of day, and how long a command takes: `checkin` derives a key for some hundred milliseconds | everybody | not hidden |
//! | acknowledgements in the log soon after an alert, and so a rise of what is not a dummy | the relay, which knows its own dummies | the log's readers see a constant rate |
//!
//! Right, duress and wrong word differ in nothing here: sequence, sizes, lines, files.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use curve25519_dalek::montgomery::MontgomeryPoint;
use davylamp_protocol::deposit::REQUEST_LEN;
use davylamp_protocol::envelope::{ENVELOPE_LEN, Envelope};
use davylamp_protocol::log::entry::Entry;
use davylamp_tests::http::{Http, entry_of};
use davylamp_tests::panic::defender::{Defender, Typed};
use davylamp_tests::panic::log_file::LogFile;
use davylamp_tests::process::Finished;
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, path, sample};
use davylamp_tests::wire::{Passed, RawMessage, Wire, messages};
use tempfile::TempDir;

const ANSWER: usize = 4096;

/// A relay behind a recorder, and a desk that reads nothing: all that passes is the device's.
struct Stage {
    wire: Wire,
    desk: Desk,
    relay: Relay,
    dir: TempDir,
}

impl Stage {
    async fn set() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let relay = ["--tick-ms", "100", "--count", "8", "--deposit-grain-seconds", "1"];
        let relay = Relay::start(&dir.path().join("relay"), &relay)?;
        let log = LogFile::new(&relay.dir);
        let wire = Wire::start_with(&relay.address, IpAddr::from([127, 0, 0, 1]), move || log.size()).await?;
        let desk = Desk::found(dir.path(), &relay, &wire.address, &["--no-self-test"])?;
        Ok(Self { wire, desk, relay, dir })
    }

    fn armed(&self, name: &str) -> Result<Defender> {
        let defender = Defender::new(&self.dir.path().join(name), &self.dir.path().join(format!("{name}-papers")))?;
        defender.arm(&[&self.desk.contact], &[])?;
        let _ = self.wire.take();
        Ok(defender)
    }

    fn file(&self, name: &str, text: &str) -> Result<String> {
        let file = self.dir.path().join(name);
        std::fs::write(&file, text)?;
        path(&file)
    }

    /// What passed since the last call, under this name.
    fn record(&self, what: &str) -> Result<Recorded> {
        let connections = self.wire.take().into_iter().filter(|passed| !passed.up.is_empty());
        let connections = connections.map(|passed| Connection::of(&passed)).collect::<Result<_>>()?;
        Ok(Recorded { what: what.to_owned(), connections })
    }
}

/// One command, as the wire saw it.
struct Recorded {
    what: String,
    connections: Vec<Connection>,
}

struct Connection {
    requests: Vec<RawMessage>,
    /// None for a stream, which has no length.
    answers: Option<Vec<RawMessage>>,
    /// Log entries of what was posted.
    entries: Vec<Entry>,
    /// Entries that were published between request and answer.
    published: Option<u64>,
}

impl Connection {
    fn of(passed: &Passed) -> Result<Self> {
        let requests = messages(&passed.up)?;
        let streams = requests.iter().any(|request| request.head.starts_with("GET /v1/feed"));
        let answers = if streams { None } else { Some(messages(&passed.down)?) };
        let envelope = |end: &[u8]| Envelope::from_bytes(end).map(|envelope| entry_of(&envelope));
        // A post has its connection to itself, so that its body ends what was sent.
        let end = passed.up.last_chunk::<ENVELOPE_LEN>().filter(|_| requests.iter().any(is_submission));
        let entries = end.and_then(|end| envelope(end)).into_iter().collect();
        Ok(Self {
            requests,
            answers,
            entries,
            published: passed.answered.map(|after| after.saturating_sub(passed.asked)),
        })
    }
}

impl Recorded {
    /// Everything that hands something in, and its answer.
    fn submissions(&self) -> impl Iterator<Item = (&RawMessage, &RawMessage, &Connection)> {
        self.connections.iter().flat_map(|connection| {
            let pairs = connection.requests.iter().zip(connection.answers.iter().flatten());
            pairs
                .filter(|(request, _)| is_submission(request))
                .map(move |(request, answer)| (request, answer, connection))
        })
    }

    /// Connections as somebody at the relay sees them, each with its requests. Those of one command begin together,
    /// and chance decides which is the first: they are sorted here.
    fn sequence(&self) -> Vec<String> {
        let shape = |message: &RawMessage| format!("{} +{}", masked(&message.head), message.body);
        let connection = |connection: &Connection| {
            let answers =
                connection.answers.iter().flatten().map(|answer| format!("{} +{}", undated(answer), answer.body));
            let requests: Vec<String> = connection.requests.iter().map(shape).collect();
            format!("{}\n→ {}", requests.join("\n"), answers.collect::<Vec<_>>().join("\n"))
        };
        let mut sequence: Vec<String> = self.connections.iter().map(connection).collect();
        sequence.sort();
        sequence
    }
}

fn is_submission(request: &RawMessage) -> bool {
    request.head.starts_with("POST ") || request.head.starts_with("DELETE ")
}

/// The head without its first line.
fn headers(message: &RawMessage) -> &str {
    message.head.split_once("\r\n").map_or("", |(_, headers)| headers)
}

/// A clock's line left out: of one length, and everybody's.
fn undated(message: &RawMessage) -> String {
    let lines = message.head.lines().filter(|line| !line.to_lowercase().starts_with("date:"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Numbers as `#`: places in a log that grows, times of day, names of alerts.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for word in text.split_inclusive(|c: char| !c.is_ascii_hexdigit()) {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_hexdigit());
        let rest = word.get(digits.len()..).unwrap_or_default();
        match digits.len() {
            NAME.. => masked.push('#'),
            _ => masked.extend(digits.chars().map(|c| if c.is_ascii_digit() { '#' } else { c })),
        }
        masked.push_str(rest);
    }
    while masked.contains("##") {
        masked = masked.replace("##", "#");
    }
    masked
}

/// Digits of a short name of an alert, or more.
const NAME: usize = 8;

/// Every command that posts, one after the other.
async fn record_everything(stage: &Stage) -> Result<Vec<Recorded>> {
    let defender = stage.armed("everything")?;
    let mut all = Vec::new();
    let watched = ["panic", "--for", "1"];
    defender.run(&watched)?.with_code(5)?;
    all.push(stage.record("alert")?);
    defender.run(&watched)?.with_code(5)?;
    all.push(stage.record("still in danger")?);
    let (words, place) = (stage.file("words", "They took my phone.\n")?, stage.file("place", "Oruro, plaza")?);
    defender.run(&["panic", "update", "--text", &words, "--place", &place])?.done()?;
    all.push(stage.record("update")?);
    for typed in Typed::ALL {
        // An alert is called off once: each word has one of its own.
        let of = stage.armed(&format!("cancel-{typed:?}"))?;
        of.run(&watched)?.with_code(5)?;
        let _ = stage.wire.take();
        of.with_word(&["panic", "cancel"], typed)?.done()?;
        all.push(stage.record(&format!("cancel, {typed:?}"))?);
    }
    let driller = stage.armed("drill")?;
    driller.run(&["panic", "drill", "--for", "1"])?.with_code(5)?;
    all.push(stage.record("drill")?);

    let checker = stage.armed("check-in")?;
    let (right, duress) = (checker.paper(Typed::Right)?, checker.paper(Typed::Duress)?);
    let start = ["checkin", "start", "--every", "1h", "--grace", "1h", "--word-file", &right, "--duress-file", &duress];
    checker.run(&start)?.done()?;
    all.push(stage.record("checkin start")?);
    for command in ["now", "stop"] {
        checker.with_word(&["checkin", command], Typed::Right)?.done()?;
        all.push(stage.record(&format!("checkin {command}"))?);
    }

    let reporter = Reporter::new(stage.dir.path(), "worker", &stage.desk.contact)?;
    reporter.report(&path(&sample("threat-fr.txt"))?, &["--now"])?;
    all.push(stage.record("report --now")?);
    let another = Reporter::new(stage.dir.path(), "another", &stage.desk.contact)?;
    another.report(&path(&sample("threat-fr.txt"))?, &[])?;
    all.push(stage.record("report")?);
    let http = Http::new(&stage.relay.address, &stage.relay.log)?;
    for _ in 0..600 {
        if http.checkpoint().await?.size >= 128 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await; // polling, bounded above
    }
    reporter.check(&["--now"])?.done()?;
    all.push(stage.record("check --now: a dummy")?);
    reporter.check(&[])?.done()?;
    all.push(stage.record("check: a dummy")?);
    Ok(all)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_post_of_whatever_kind_is_the_same_on_the_wire_and_in_the_log() -> Result<()> {
    let stage = Stage::set().await?;
    let all = record_everything(&stage).await?;
    let (first, first_answer, _) = all.iter().flat_map(Recorded::submissions).next().context("something was posted")?;
    println!("{}\n\n{}\n", first.head, first_answer.head);
    let mut routes = BTreeMap::<&str, BTreeSet<&str>>::new();
    let mut waits = BTreeSet::new();
    for recorded in &all {
        ensure!(recorded.submissions().count() > 0, "{} posted nothing", recorded.what);
        for (request, answer, connection) in recorded.submissions() {
            let what = &recorded.what;
            ensure!(connection.requests.len() == 1, "{what}: a post shares its connection");
            ensure!(
                headers(request) == headers(first) && request.body == REQUEST_LEN,
                "{what}: {request:?}\n{first:?}"
            );
            ensure!(answer.body == ANSWER && undated(answer) == undated(first_answer), "{what}: {answer:?}");
            ensure!(answer.head.len() == first_answer.head.len(), "{what}: {answer:?}");
            let line = request.head.lines().next().unwrap_or_default();
            routes.entry(line).or_default().insert(what);
            let published = connection.published.context("it was answered")?;
            ensure!(published > 0, "{what}: answered before the next tick was published");
            waits.insert(published);
        }
    }
    println!("{routes:#?}\nentries published between request and answer: {waits:?}");
    let lines: Vec<&str> = routes.keys().copied().collect();
    let documented = ["DELETE /v1/deposits HTTP/1.1", "POST /v1/deposits HTTP/1.1", "POST /v1/deposits/renew HTTP/1.1"];
    ensure!(lines == documented, "routes that no table names: {lines:?}");
    for recorded in &all {
        let streams = recorded.connections.iter().filter(|connection| connection.answers.is_none()).count();
        let posts = recorded.submissions().count();
        println!("{}: {posts} posts, {streams} streams, {} connections", recorded.what, recorded.connections.len());
    }
    the_log_shows_no_more(&stage, &all).await
}

/// All that was to be published stands in the log, in no order that says more, and no clue twice.
async fn the_log_shows_no_more(stage: &Stage, all: &[Recorded]) -> Result<()> {
    let http = Http::new(&stage.relay.address, &stage.relay.log)?;
    let log = http.entries(&http.checkpoint().await?).await?;
    let at_once = ["alert", "still in danger", "update", "drill", "report --now", "check --now: a dummy"];
    let posted =
        all.iter().filter(|recorded| at_once.contains(&recorded.what.as_str()) || recorded.what.starts_with("cancel"));
    let posted: Vec<&Entry> =
        posted.flat_map(|recorded| recorded.connections.iter().flat_map(|c| &c.entries)).collect();
    ensure!(posted.len() >= 8, "{} envelopes were recorded", posted.len());
    ensure!(posted.iter().all(|entry| log.contains(entry)), "an envelope that was proved is in the log");
    let (mut tags, mut ephemerals, mut envelopes) = (BTreeSet::new(), BTreeSet::new(), 0);
    for entry in &log {
        let Entry::Envelope { clue, .. } = entry else { continue };
        let (ephemeral, tag) = clue.split_first_chunk::<32>().context("a clue begins with a key")?;
        let point = MontgomeryPoint(*ephemeral).to_edwards(0);
        ensure!(point.is_some_and(|point| point.is_torsion_free()), "an ephemeral that is no public key");
        envelopes += 1;
        tags.insert(tag);
        ephemerals.insert(ephemeral);
    }
    ensure!((tags.len(), ephemerals.len()) == (envelopes, envelopes), "a tag or an ephemeral stands in the log twice");
    println!("{envelopes} envelopes in the log, of which {} are known; no clue twice", posted.len());
    Ok(())
}

/// What a command left to be seen by somebody who holds the device or watches it.
#[derive(Debug, PartialEq, Eq)]
struct Traces {
    code: Option<i32>,
    stdout: String,
    stderr: String,
    /// Names, sizes and rights.
    files: Vec<String>,
    sequence: Vec<String>,
}

impl Traces {
    fn of(done: &Finished, home: &Path, recorded: &Recorded) -> Result<Self> {
        let (stdout, stderr) = (masked(&done.stdout), masked(&done.stderr));
        Ok(Self { code: done.code, stdout, stderr, files: files(home)?, sequence: recorded.sequence() })
    }
}

fn files(home: &Path) -> Result<Vec<String>> {
    use std::os::unix::fs::PermissionsExt as _;
    if !home.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(home)? {
        let (entry, metadata) = entry.and_then(|entry| entry.metadata().map(|metadata| (entry, metadata)))?;
        let mode = metadata.permissions().mode();
        files.push(format!("{} {} {mode:o}", entry.file_name().display(), metadata.len()));
    }
    files.sort();
    Ok(files)
}

/// Runs `args` with each word, each on a device that `prepare` brought to the same point.
fn with_each_word(stage: &Stage, args: &[&str], prepare: impl Fn(&Defender) -> Result<()>) -> Result<()> {
    for people in [true, false] {
        let mut seen: Vec<(Typed, Traces, Duration)> = Vec::new();
        for typed in Typed::ALL {
            let name = format!("{}-{typed:?}-{people}", args.join("-"));
            let defender = stage.armed(&name)?;
            prepare(&defender)?;
            let _ = stage.wire.take();
            let begun = Instant::now();
            let paper = defender.paper(typed)?;
            let args = [args, &["--word-file", &paper]].concat();
            let done = if people { defender.run_for_people(&args)? } else { defender.run(&args)? };
            let took = begun.elapsed();
            let done = done.done()?;
            let recorded = stage.record(&name)?;
            ensure!(recorded.submissions().count() > 0, "{name} posted nothing");
            seen.push((typed, Traces::of(&done, &defender.home, &recorded)?, took));
        }
        let (_, right, _) = seen.first().context("the right word was typed")?;
        for (typed, traces, took) in &seen {
            println!("{} {typed:?}: {took:?}, {} connections", args.join(" "), traces.sequence.len());
            ensure!(traces == right, "{args:?}, {typed:?}: {traces:#?}\nbeside {right:#?}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn cancel_and_disarm_leave_the_same_traces_whatever_word_was_typed() -> Result<()> {
    let stage = Stage::set().await?;
    let alert = |defender: &Defender| defender.run(&["panic", "--for", "1"])?.with_code(5).map(drop);
    with_each_word(&stage, &["panic", "cancel"], alert)?;
    with_each_word(&stage, &["panic", "disarm"], alert)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn checking_in_and_stopping_leave_the_same_traces_whatever_word_was_typed() -> Result<()> {
    let stage = Stage::set().await?;
    let start = |defender: &Defender| {
        let (right, duress) = (defender.paper(Typed::Right)?, defender.paper(Typed::Duress)?);
        let words = ["--word-file", &right, "--duress-file", &duress];
        defender.run(&[&["checkin", "start", "--every", "1h", "--grace", "1h"], &words[..]].concat())?.done().map(drop)
    };
    with_each_word(&stage, &["checkin", "now"], start)?;
    with_each_word(&stage, &["checkin", "stop"], start)
}

#[test]
fn numbers_and_names_are_masked_and_nothing_else() {
    assert_eq!(masked("until 09:05 +02:00"), "until #:# +#:#");
    assert_eq!(masked("alert 0a1b2c3d4e5f6071, called off"), "alert #, called off");
    assert_eq!(masked("port 12345"), masked("port 54321"));
    assert_ne!(masked("stood down"), masked("stood up"));
}
