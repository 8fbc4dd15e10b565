//! How long each act takes over Tor, beside loopback: the real programs, a private network, one relay, two desks of it.
//!
//! ```text
//! cargo run --release --locked -p davylamp-tests --example tor_latency -- [--runs 20] [--tick-ms 200]
//! ```
//!
//! The acts of both worlds take turns, so that both meet the same machine. All of Tor's relays run on this one: there
//! is no distance in these times, and on the public network each circuit adds its own.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::panic::defender::{Defender, Typed};
use davylamp_tests::panic::latency::Spread;
use davylamp_tests::panic::oracle::short;
use davylamp_tests::process::{Background, Finished};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, path, sample};
use davylamp_tests::tor::Network;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let (runs, tick) = options()?;
    Binaries::get()?;
    let dir = tempfile::Builder::new().prefix("davylamp-tor-").tempdir()?;
    let began = Instant::now();
    let network = Network::start(dir.path())?;
    let up = began.elapsed();
    let relay = Relay::start(&dir.path().join("relay"), &["--tick-ms", &tick.to_string(), "--count", "2"])?;
    let onion = network.onion_of("onion", &relay)?;
    let tor = network.client("client")?;
    let socks = tor.socks.to_string();
    let mut near = World::set(&dir.path().join("near"), &relay, &relay.address, &[])?;
    let mut far = World::set(&dir.path().join("far"), &relay, &onion.address, &["--socks", &socks])?;

    let (mut loopback, mut over_tor) = (Vec::new(), Vec::new());
    for run in 0..runs {
        loopback.push(near.act(run).with_context(|| format!("run {run}, loopback"))?);
        over_tor.push(far.act(run).with_context(|| format!("run {run}, Tor"))?);
    }
    let build = if cfg!(debug_assertions) { "dev" } else { "release" };
    println!("{runs} runs, tick {tick} ms, {build} profile; the network came up in {} s\n", up.as_secs());
    println!("| from the start of the process to | loopback: median | p90 | max | Tor: median | p90 | max |");
    println!("|---|---|---|---|---|---|---|");
    for (name, of) in ACTS {
        let cells = [&loopback, &over_tor].map(|times| cells(Spread::of(times.iter().map(of))));
        println!("| {name} | {} |", cells.join(" | "));
    }
    Ok(())
}

/// What was measured of one run.
#[derive(Default)]
struct Times {
    show: Duration,
    report: Duration,
    check: Duration,
    answer: Duration,
    proof: Duration,
    received: Duration,
    check_in: Duration,
}

type Of = fn(&Times) -> Duration;

const ACTS: [(&str, Of); 7] = [
    ("`contact show`: its end", |times| times.show),
    ("`report --now`: its end, every part proven", |times| times.report),
    ("`check --now`: its end", |times| times.check),
    ("`answer --now`: its end, every part proven", |times| times.answer),
    ("`panic`: *on the relay*", |times| times.proof),
    ("`panic`: *received*", |times| times.received),
    ("`checkin now`: its end", |times| times.check_in),
];

/// A desk that watches, a reporter and a defender, all of whom reach the relay in one way.
struct World<'a> {
    way: Vec<&'a str>,
    desk: Desk,
    watch: Background,
    defender: Defender,
    dir: std::path::PathBuf,
}

impl<'a> World<'a> {
    fn set(dir: &Path, relay: &Relay, via: &str, way: &[&'a str]) -> Result<Self> {
        std::fs::create_dir(dir)?;
        let desk = Desk::found_through(way, dir, relay, via, &["--no-self-test"])?;
        let mut watch = desk.watch(&[&["--no-notify", "--cover-mean", "600"], way].concat())?;
        watch.wait_for_event(PATIENCE, "ready")?;
        let defender = Defender::new(&dir.join("panic"), &dir.join("papers"))?;
        defender.arm(&[&desk.contact], way)?;
        watch.wait_for_event(PATIENCE, "profile")?;
        let (right, duress) = (defender.paper(Typed::Right)?, defender.paper(Typed::Duress)?);
        let words = ["--word-file", &right, "--duress-file", &duress];
        defender.run(&[&["checkin", "start"], &words[..]].concat())?.done()?;
        Ok(Self { way: way.to_vec(), desk, watch, defender, dir: dir.to_owned() })
    }

    fn act(&mut self, run: usize) -> Result<Times> {
        let text = path(&sample("wages-sw.txt"))?;
        let reporter = Reporter::new(&self.dir, &run.to_string(), &self.desk.contact)?;
        let now = [&["--now"], &self.way[..]].concat();
        let answer = [&["--text", &text], &now[..]].concat();
        let mut times = Times {
            show: timed(|| davylamp(&[&["contact", "show", "--to", &self.desk.contact], &self.way[..]].concat(), ""))?,
            report: timed(|| reporter.report(&text, &now))?,
            check: timed(|| reporter.check(&now))?,
            answer: timed(|| reporter.answer(&answer, ""))?,
            check_in: timed(|| self.defender.with_word(&["checkin", "now"], Typed::Right))?,
            ..Times::default()
        };
        (times.proof, times.received) = self.alert()?;
        Ok(times)
    }

    /// Raises one, and has a person acknowledge it, so that the next is another.
    fn alert(&mut self) -> Result<(Duration, Duration)> {
        let mut alert = self.defender.start(&["panic"], |_| {})?;
        let began = alert.started;
        let raised = alert.wait_for(PATIENCE, |told| told.is("raised"))?;
        let proof = alert.wait_for(PATIENCE, |told| told.text("state") == "on-the-relay")?;
        let received = alert.wait_for(PATIENCE, |told| told.text("state") == "received")?;
        let name = short(raised.text("alert"));
        self.watch.wait_for(PATIENCE, |line| line.contains(&name).then_some(()))?;
        self.desk.run(&[&["ack", &name, "--by", "duty officer"], &self.way[..]].concat(), "")?.done()?;
        ensure!(alert.wait(PATIENCE)?.success(), "panic: {}", alert.stderr());
        Ok((proof.at - began, received.at - began))
    }
}

fn timed(act: impl FnOnce() -> Result<Finished>) -> Result<Duration> {
    let began = Instant::now();
    act()?.done()?;
    Ok(began.elapsed())
}

fn cells(spread: Spread) -> String {
    let times = [spread.p50, spread.p90, spread.max].map(|time| format!("{} ms", time.as_millis()));
    times.join(" | ")
}

fn options() -> Result<(usize, u64)> {
    let (mut runs, mut tick) = (20, 200);
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        let value = args.next().with_context(|| format!("{name} wants a number"))?;
        match name.as_str() {
            "--runs" => runs = value.parse()?,
            "--tick-ms" => tick = value.parse()?,
            _ => bail!("--runs N, --tick-ms MS; not {name}"),
        }
    }
    Ok((runs, tick))
}

/// Setting up takes some seconds, more on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);
