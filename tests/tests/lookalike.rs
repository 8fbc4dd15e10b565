//! What passes between a client and its relay tells nothing of what it is: equal lengths, equal headers, equal rounds.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use davylamp_protocol::log::group::GROUP_LEN;
use davylamp_tests::http::Http;
use davylamp_tests::proxy::{Exchange, Honest, Proxy};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, messages_of_kind, path, sample};
use davylamp_tests::wire::{RawMessage, Wire, messages};
use tempfile::TempDir;

const FAST: &[&str] = &["--tick-ms", "50", "--count", "8"];
const REQUEST: usize = 4352;
const ANSWER: usize = 4096;
const GROUP: u64 = 16;

/// A desk and its relay, with something in between.
struct Stage {
    dir: TempDir,
    relay: Relay,
    desk: Desk,
}

impl Stage {
    fn set(dir: TempDir, relay: Relay, via: &str) -> Result<Self> {
        let desk = Desk::found(dir.path(), &relay, via, &["--no-self-test"])?;
        Ok(Self { dir, relay, desk })
    }

    fn reporter(&self, name: &str) -> Result<Reporter> {
        Reporter::new(self.dir.path(), name, &self.desk.contact)
    }

    fn file(&self, name: &str, text: &str) -> Result<String> {
        let file = self.dir.path().join(name);
        std::fs::write(&file, text)?;
        path(&file)
    }

    /// Waits until the log has groups enough for rounds that are drawn from.
    async fn wait_for_entries(&self, entries: u64) -> Result<()> {
        let http = Http::new(&self.relay.address, &self.relay.log)?;
        for _ in 0..600 {
            if http.checkpoint().await?.size >= entries {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await; // polling, bounded above
        }
        bail!("the log does not grow")
    }

    fn case(&self) -> Result<String> {
        self.desk.catch_up()?;
        self.desk.cases()?.pop().context("the desk has the case")
    }
}

/// One command and what it sent.
struct Seen {
    command: &'static str,
    exchanges: Vec<Exchange>,
}

impl Seen {
    fn of<'a>(&'a self, method: &'a str) -> impl Iterator<Item = &'a Exchange> {
        self.exchanges.iter().filter(move |exchange| exchange.method == method)
    }

    fn groups(&self) -> Result<Vec<u64>> {
        let numbers = self.exchanges.iter().filter_map(|exchange| exchange.path.strip_prefix("/v1/groups/"));
        numbers.map(|rest| Ok(rest.split('?').next().unwrap_or_default().parse()?)).collect()
    }

    /// Kinds of requests in their order up to the post, equal ones in a row once.
    fn shape(&self) -> Vec<&str> {
        let mut shape: Vec<&str> = self.exchanges.iter().map(|exchange| kind(&exchange.path)).collect();
        shape.dedup();
        let post = shape.iter().position(|kind| *kind == "/v1/deposits").map_or(shape.len(), |at| at + 1);
        shape.truncate(post);
        shape
    }
}

/// The path without its numbers.
fn kind(path: &str) -> &str {
    let kinds = ["/v1/cards", "/checkpoint", "/v1/tags/", "/v1/groups/", "/v1/deposits", "/v1/feed", "/tile/"];
    kinds.into_iter().find(|kind| path.starts_with(kind)).unwrap_or(path)
}

/// Runs every command that speaks to a relay, and records each.
async fn record_everything() -> Result<(Stage, Vec<Seen>)> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let proxy = Proxy::start(&relay.address, Arc::new(Honest)).await?;
    let stage = Stage::set(dir, relay, &proxy.address)?;
    let mut all = Vec::new();
    let mut record = |command| all.push(Seen { command, exchanges: proxy.take() });
    record("desk init");

    let contact = &stage.desk.contact;
    let words = stage.file("six.words", &stage.desk.fingerprint()?)?;
    record("contact show");
    davylamp(&["contact", "verify", "--to", contact, "--words", &words], "")?.done()?;
    record("contact verify");

    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("blacklisting-es.txt"))?, &[])?;
    record("report");
    stage.wait_for_entries(20 * GROUP).await?;
    reporter.check(&[])?.done()?;
    record("check, nothing there");
    let stranger = stage.reporter("stranger")?;
    std::fs::write(&stranger.passphrase, "zoom ".repeat(8))?;
    stranger.check(&[])?.done()?;
    record("check, wrong words");

    let patient = stage.reporter("patient")?;
    patient.report(&path(&sample("consent-pt.txt"))?, &["--within", "6"])?;
    record("report, later");
    patient.check(&["--within", "6"])?.done()?;
    record("check, later");
    patient.answer(&["--text", &stage.file("more.txt", "Mais uma coisa.\n")?, "--within", "6"], "")?;
    record("answer, later");

    let case = stage.case()?;
    record("desk watch --once");
    let reply = stage.file("reply.txt", "Recibido. ¿Hay una foto?\n")?;
    stage.desk.run(&["reply", &case, "--text", &reply], "")?.done()?;
    record("desk reply");
    stage.desk.catch_up()?;
    record("desk watch --once");
    for round in 0.. {
        let done = reporter.check(&[])?.done()?.json()?;
        record(if messages_of_kind(&done, "text").is_empty() { "check" } else { "check, something there" });
        if !messages_of_kind(&done, "text").is_empty() {
            break;
        }
        ensure!(round < 20, "the reply did not come back");
    }
    reporter.answer(&["--text", &stage.file("answer.txt", "Sí.\n")?], "")?;
    record("answer");
    stage.case()?;
    record("desk watch --once");
    stage.desk.run(&["set-status", &case, "closed"], "")?.done()?;
    record("desk set-status");
    stage.desk.run(&["card", "publish"], "")?.done()?;
    record("desk card publish");
    reporter.check(&["--all"])?.done()?;
    record("check --all");
    Ok((stage, all))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_request_tells_by_length_or_header_what_it_is() -> Result<()> {
    let (_stage, all) = record_everything().await?;
    let posts: Vec<_> = all.iter().flat_map(|seen| seen.of("POST").map(move |post| (seen.command, post))).collect();
    let (_, first) = posts.first().context("something was posted")?;
    for (command, post) in &posts {
        ensure!((post.sent, post.received, post.status) == (REQUEST, ANSWER, 200), "{command}: {post:?}");
        ensure!(post.path == "/v1/deposits", "{command}: {post:?}");
        ensure!(post.headers == first.headers, "{command}: {post:?} beside {first:?}");
    }
    ensure_headers(first, &["accept", "content-length", "content-type", "host"])?;
    let at_once = ["report", "answer", "check, nothing there", "check, something there", "check, wrong words"];
    for command in at_once.into_iter().chain(["report, later", "answer, later", "check, later"]) {
        ensure!(posts.iter().any(|(by, _)| *by == command), "{command} posted nothing");
    }
    // Whatever fetches sends one set of headers too, the desk's feed among it.
    let gets: Vec<_> = all.iter().flat_map(|seen| seen.of("GET").map(move |get| (seen.command, get))).collect();
    let (_, first) = gets.first().context("something was fetched")?;
    for (command, get) in &gets {
        ensure!(get.sent == 0 && get.headers == first.headers, "{command}: {get:?} beside {first:?}");
    }
    ensure_headers(first, &["accept", "host"])?;
    for put in all.iter().flat_map(|seen| seen.of("PUT")) {
        ensure_headers(put, &["accept", "content-length", "content-type", "host"])?;
        ensure!(put.received == ANSWER, "{put:?}");
    }
    let fetching: BTreeSet<_> = gets.iter().map(|(command, _)| *command).collect();
    ensure!(fetching.len() >= 9, "commands that were seen to fetch: {fetching:?}");
    Ok(())
}

fn ensure_headers(exchange: &Exchange, names: &[&str]) -> Result<()> {
    let sent: Vec<&str> = exchange.headers.iter().map(|(name, _)| name.as_str()).collect();
    ensure!(sent == names, "{} {}: {:?}", exchange.method, exchange.path, exchange.headers);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_check_that_finds_fetches_and_posts_like_one_that_does_not() -> Result<()> {
    let (_stage, all) = record_everything().await?;
    let checks = || all.iter().filter(|seen| seen.command.starts_with("check") && seen.command != "check --all");
    let shape = ["/v1/cards", "/checkpoint", "/v1/tags/", "/v1/groups/", "/v1/deposits"];
    for seen in checks() {
        ensure!(seen.shape() == shape, "{}: {:?}", seen.command, seen.exchanges);
        ensure!(seen.of("POST").count() == 1, "{} posts once", seen.command);
        let groups = seen.groups()?;
        let distinct: BTreeSet<_> = groups.iter().collect();
        ensure!(groups.len() == 4 && distinct.len() == 4, "{} fetches four groups: {groups:?}", seen.command);
        for group in seen.exchanges.iter().filter(|exchange| exchange.path.starts_with("/v1/groups/")) {
            let size: u64 = group.path.rsplit('=').next().unwrap_or_default().parse()?;
            ensure!(groups.iter().all(|number| (number + 1) * GROUP <= size), "only groups that are full");
            ensure!((group.status, group.received) == (200, GROUP_LEN), "{group:?}");
        }
        // After the post comes only the proof that the log goes on, whose path follows from two public sizes.
        let after = seen.exchanges.iter().skip_while(|exchange| exchange.method != "POST").skip(1);
        ensure!(after.clone().all(|exchange| exchange.path.starts_with("/tile/")), "{}", seen.command);
    }
    for wanted in ["check, nothing there", "check, wrong words", "check, something there"] {
        ensure!(checks().any(|seen| seen.command == wanted), "{wanted} was not seen");
    }
    let everything = all.iter().find(|seen| seen.command == "check --all").context("it was run")?;
    ensure!(everything.groups()?.len().is_multiple_of(4) && everything.of("POST").count() == 1);
    for seen in all.iter().filter(|seen| ["report", "answer", "report, later", "answer, later"].contains(&seen.command))
    {
        ensure!(seen.groups()?.is_empty(), "{} reads no groups", seen.command);
        ensure!(seen.shape() == ["/v1/cards", "/checkpoint", "/v1/deposits"], "{}", seen.command);
    }
    Ok(())
}

/// The requests of a command, and their answers in the same order. What hands something in does it once on its
/// connection, and nothing else: so that counting tells nothing.
fn raw(wire: &Wire) -> Result<Vec<(RawMessage, RawMessage)>> {
    let mut pairs = Vec::new();
    for connection in wire.take() {
        let (up, down) = (messages(&connection.up)?, messages(&connection.down)?);
        ensure!(up.len() == down.len(), "{} requests, {} answers", up.len(), down.len());
        let hands_in = up.iter().any(|request| !request.head.starts_with("GET "));
        ensure!(!hands_in || up.len() == 1, "one connection did more: {up:?}");
        pairs.extend(up.into_iter().zip(down));
    }
    Ok(pairs)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_bytes_of_all_heads_are_the_same_on_the_wire() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let wire = Wire::start(&relay.address, IpAddr::from([127, 0, 0, 1])).await?;
    let stage = Stage::set(dir, relay, &wire.address)?;
    let reporter = stage.reporter("worker")?;
    let _ = wire.take();
    reporter.report(&path(&sample("threat-fr.txt"))?, &[])?;
    let report = raw(&wire)?;
    stage.wait_for_entries(8 * GROUP).await?;
    reporter.answer(&["--text", &stage.file("answer.txt", "Encore une chose.\n")?], "")?;
    let answer = raw(&wire)?;
    reporter.check(&[])?.done()?;
    let check = raw(&wire)?;
    let patient = stage.reporter("patient")?;
    patient.report(&path(&sample("consent-pt.txt"))?, &["--within", "6"])?;
    let later = raw(&wire)?;
    patient.check(&["--within", "6"])?.done()?;
    let checked_later = raw(&wire)?;

    let all = [&report, &answer, &check, &later, &checked_later];
    let post = |(request, _): &&(RawMessage, RawMessage)| request.head.starts_with("POST ");
    let posts: Vec<_> = all.iter().flat_map(|pairs| pairs.iter().filter(post)).collect();
    let (first, first_answer) = posts.first().context("something was posted")?;
    println!("{}\n\n{}", first.head, first_answer.head);
    for (request, answer) in &posts {
        ensure!(request == first, "{request:?}\n{first:?}");
        ensure!((request.body, answer.body) == (REQUEST, ANSWER));
        ensure!(undated(answer) == undated(first_answer), "{answer:?}\n{first_answer:?}");
        ensure!(answer.head.len() == first_answer.head.len(), "{answer:?}");
    }
    for pairs in all {
        ensure!(pairs.iter().filter(post).count() >= 1);
    }
    let gets = all.iter().flat_map(|pairs| pairs.iter()).filter(|(request, _)| request.head.starts_with("GET "));
    let gets: BTreeSet<_> = gets.map(|(request, _)| without_path(&request.head)).collect();
    ensure!(gets.len() == 1, "{gets:?}");
    Ok(())
}

/// The head, its date left out: a clock's, and of one length.
fn undated(message: &RawMessage) -> Vec<&str> {
    message.head.lines().filter(|line| !line.to_lowercase().starts_with("date:")).collect()
}

fn without_path(head: &str) -> String {
    let (first, headers) = head.split_once("\r\n").unwrap_or((head, ""));
    let words: Vec<&str> = first.split(' ').collect();
    format!("{} {}\r\n{headers}", words.first().unwrap_or(&""), words.last().unwrap_or(&""))
}
