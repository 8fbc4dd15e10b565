//! Who reported? The intersection attack, simulated on the relay's own tick and tried on a real relay; the tables of
//! `docs/intersection.md`.
//!
//! ```text
//! cargo run --release --locked -p davylamp-tests --example intersection -- [--worlds 600] [--pressed 60] [--seed 20261127]
//! ```
//!
//! `--only simulation` or `--only relay` for one half; `--tick-ms 25` is the real relay's. Ends with an error if a figure
//! is not what `SECURITY.md` promises, or a planted leak is not found.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::intersection::arms;
use davylamp_tests::intersection::replay::coins::{Coins, Difference, Tossed};
use davylamp_tests::intersection::replay::leaky::Leaky;
use davylamp_tests::intersection::statistics::{power_by_first, power_by_rank, worlds_for};
use davylamp_tests::intersection::trial::{Arm, Found};
use davylamp_tests::intersection::world::SUSPECTS;
use davylamp_tests::relay::Relay;

struct Options {
    worlds: u64,
    pressed: u64,
    seed: u64,
    tick: Duration,
    only: Option<String>,
}

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
    let options = options()?;
    let build = if cfg!(debug_assertions) { "dev" } else { "release" };
    println!("seed {}, {build} profile", options.seed);
    let start = Instant::now();
    if options.only.as_deref() != Some("relay") {
        simulate(&options)?;
    }
    if options.only.as_deref() != Some("simulation") {
        Binaries::get()?;
        tokio::runtime::Runtime::new()?.block_on(replay(&options))?;
    }
    println!("\n{} s", start.elapsed().as_secs());
    Ok(())
}

fn simulate(options: &Options) -> Result<()> {
    let guess = 1.0 / SUSPECTS as f64;
    let (worlds, least) = (options.worlds, worlds_for(0.8, ADVANTAGE, guess));
    let (first, rank) = (power_by_first(worlds, guess, guess + ADVANTAGE, 0.05), power_by_rank(worlds, ADVANTAGE));
    println!("{least} worlds give both tests a power of 0.8 against an advantage of {ADVANTAGE} at 5 %");
    println!("{worlds} worlds: {first:.3} for being first, {rank:.3} for the rank\n");
    ensure!(worlds >= least, "too few worlds");
    println!(
        "| arm | worlds | P(first) − 1/50 (95 %), p | AUC − 1/2 (95 %), p | flood, envelopes/s | ticks with a higher count |"
    );
    println!("|---|---|---|---|---|---|");
    let table =
        |arms: Vec<Arm>, worlds| -> Vec<Found> { arms.iter().map(|arm| row(arm, worlds, options.seed)).collect() };
    table(arms::immediate(), worlds);
    let breathing = table(arms::breathing(), worlds);
    table(arms::pressed(), options.pressed);
    let planted = table(arms::planted(), PLANTED);
    for found in breathing {
        let (first, rank) = (found.advantage.by_first(), found.advantage.by_rank);
        // Four arms, two tests each.
        ensure!(first.p.min(rank.p) > 0.05 / 8.0, "the tick leaks: {first}; {rank}");
    }
    for found in planted {
        ensure!(found.advantage.by_rank.p < 0.001, "a planted leak was not found: {}", found.advantage.by_rank);
    }
    Ok(())
}

fn row(arm: &Arm, worlds: u64, seed: u64) -> Found {
    let found = arm.run(worlds, seed);
    let Found { advantage, flood, raised } = found;
    let (first, rank) = (advantage.by_first(), advantage.by_rank);
    println!("| {} | {worlds} | {first} | {rank} | {flood:.2} | {:.2} % |", arm.name, raised * 100.0);
    found
}

async fn replay(options: &Options) -> Result<()> {
    let tick = options.tick;
    let ms = tick.as_millis().to_string();
    println!("\na real relay, a tick of {ms} ms, read and posted to over loopback\n");
    println!(
        "| before each tick a coin decides | ticks | AUC − 1/2 (95 %), p | detectable with 0.8 | difference | uneven ticks | places, p |"
    );
    println!("|---|---|---|---|---|---|---|");
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), &["--tick-ms", &ms, "--count", "2"])?;
    let coins = Coins { tick, count: 2, ticks: TICKS, dose: 1, seed: options.seed };
    let one = coins.toss(&relay.address).await?;
    let one = tossed("one envelope or none, 2 entries", &one, options.seed)?;
    relay.stop()?;
    let relay = Relay::start(&dir.path().join("loaded"), &["--tick-ms", &ms, "--count", "16"])?;
    let eight = Coins { count: 16, dose: 8, ..coins }.toss(&relay.address).await?;
    let eight = tossed("eight envelopes or none, 16 entries", &eight, options.seed)?;
    relay.stop()?;
    let leaky = Leaky::start(tick, 2, tick / 2).await?;
    let planted = coins.toss(&leaky.address).await?;
    let planted = tossed("planted: half a tick late after a post", &planted, options.seed)?;
    for found in [one, eight] {
        ensure!(found.detectable <= ADVANTAGE, "too few ticks");
        ensure!(found.advantage.abs() < ADVANTAGE, "the relay leaks: {found:?}");
    }
    ensure!(planted.advantage > ADVANTAGE && planted.p < 0.001, "a planted leak was not found: {planted:?}");
    Ok(())
}

fn tossed(what: &str, tossed: &Tossed, seed: u64) -> Result<Difference> {
    let found = tossed.difference(seed);
    let (low, high) = found.interval;
    println!(
        "| {what} | {} | {:+.3} ({low:+.3} to {high:+.3}), p = {:.3} | {:.3} | {:+.0} µs | {} | {:.2} |",
        tossed.late.len(),
        found.advantage,
        found.p,
        found.detectable,
        found.microseconds,
        tossed.uneven,
        tossed.places_p(seed),
    );
    ensure!(tossed.uneven == 0, "the count followed the posts");
    ensure!(tossed.places_p(seed) > 0.001, "posted envelopes have places of their own: {:?}", tossed.places);
    Ok(found)
}

fn options() -> Result<Options> {
    let mut options =
        Options { worlds: 600, pressed: 60, seed: 20_261_127, tick: Duration::from_millis(25), only: None };
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        let value = args.next().with_context(|| format!("{name} wants a value"))?;
        match name.as_str() {
            "--worlds" => options.worlds = value.parse()?,
            "--pressed" => options.pressed = value.parse()?,
            "--seed" => options.seed = value.parse()?,
            "--tick-ms" => options.tick = Duration::from_millis(value.parse()?),
            "--only" => options.only = Some(value),
            _ => bail!("--worlds, --pressed, --seed, --tick-ms or --only; not {name}"),
        }
    }
    Ok(options)
}

/// Worlds of a planted leak, which is large.
const PLANTED: u64 = 300;
/// Ticks before which a coin is tossed.
const TICKS: usize = 1600;
/// What the tests must be able to find.
const ADVANTAGE: f64 = 0.05;
