//! Nobody can tell who reported, by when things were published. The example `intersection` is the whole experiment, with
//! its figures in `docs/intersection.md`; this is a part of it, for every run: what other tests on the same machine cannot
//! disturb. Whether ticks come later after a post is left to the example.

use std::time::Duration;

use anyhow::{Result, ensure};
use davylamp_tests::intersection::replay::coins::Coins;
use davylamp_tests::intersection::replay::leaky::Leaky;
use davylamp_tests::intersection::trial::Arm;
use davylamp_tests::intersection::{arms, world::Traffic};
use davylamp_tests::relay::Relay;

const WORLDS: u64 = 60;
const SEED: u64 = 20_261_127;
const TICK: Duration = Duration::from_millis(25);

fn short(arm: Arm) -> Arm {
    Arm { traffic: Traffic { days: 10, ..arm.traffic }, ..arm }
}

#[test]
fn the_tick_with_deposits_or_without_says_nothing_of_who_reported() {
    for arm in arms::breathing() {
        let found = short(arm.clone()).run(WORLDS, SEED);
        let (first, rank) = (found.advantage.by_first(), found.advantage.by_rank);
        assert!(first.p > 0.005 && rank.p > 0.005, "{}: {first}; {rank}", arm.name);
    }
}

#[test]
fn publication_at_once_and_every_planted_leak_are_found() {
    let mut arms = arms::planted();
    arms.extend(arms::immediate().into_iter().take(1));
    for arm in arms {
        let rank = short(arm.clone()).run(WORLDS, SEED).advantage.by_rank;
        assert!(rank.p < 0.001 && rank.value > 0.1, "{}: {rank}", arm.name);
    }
}

#[test]
fn a_real_relay_shows_neither_by_how_many_nor_in_which_places_that_somebody_posted() -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let dir = tempfile::tempdir()?;
        let relay = Relay::start(&dir.path().join("relay"), &["--tick-ms", "25", "--count", "2"])?;
        let coins = Coins { tick: TICK, count: 2, ticks: 400, dose: 1, seed: SEED };
        let tossed = coins.toss(&relay.address).await?;
        ensure!(tossed.uneven == 0, "the count followed the posts in {} ticks", tossed.uneven);
        ensure!(tossed.places_p(SEED) > 0.0005, "places of their own: {:?}", tossed.places);
        Ok(())
    })
}

#[test]
fn a_real_relay_that_is_late_after_a_post_is_found() -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        // Late by half a tick: the delay, less the lead by which a tick is ready.
        let tick = TICK * 2;
        let leaky = Leaky::start(tick, 2, tick * 3 / 4).await?;
        let coins = Coins { tick, count: 2, ticks: 300, dose: 1, seed: SEED };
        let tossed = coins.toss(&leaky.address).await?;
        let found = tossed.difference(SEED);
        ensure!(found.p < 0.01 && found.advantage > 0.1, "{found:?}");
        Ok(())
    })
}
