//! Alerts with faults at every step. The campaign is an example, `panic_faults`; this is a part of it, for every run.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Result, ensure};
use davylamp_tests::panic::campaign::{self, Lane, Options};
use davylamp_tests::panic::oracle::{Fault, short};
use davylamp_tests::panic::stand::{PATIENCE, Stand, alert_of};
use davylamp_tests::panic::told::Teller;

const SENDS: usize = 200;

fn options() -> Options {
    let tick = Duration::from_millis(20);
    Options { sends: SENDS, lanes: 4, fresh_after: 50, tick, seed: 20_261_123, at_most: None }
}

#[test]
fn no_alert_is_lost_doubled_or_shown_further_along_than_it_is_whatever_breaks() -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let totals = campaign::run(runtime.handle(), &options())?;
    println!("{totals}");
    ensure!(totals.faults.is_empty(), "{totals}");
    ensure!(totals.sends == SENDS && totals.kinds.len() == 7, "faults of every kind were injected: {totals}");
    ensure!(totals.promised > SENDS / 2 && totals.told >= totals.promised, "alerts were raised: {totals}");
    Ok(())
}

#[test]
fn an_alert_that_could_not_be_kept_does_not_swallow_the_next_one() -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let stand = Stand::set(runtime.handle(), &["--tick-ms", "20", "--count", "8"])?;
    let mut raised = BTreeSet::new();
    for starved in [true, false, true, true] {
        let defender = &stand.defender;
        let client =
            if starved { defender.start_starved(&["panic"], |_| {}) } else { defender.start(&["panic"], |_| {}) };
        let mut client = client?;
        let alert = short(&alert_of(&client.wait_for(PATIENCE, |told| told.is("raised"))?)?);
        stand.ears.wait_for(PATIENCE, |told| told.is("alert") && told.text("alert") == alert)?;
        ensure!(Teller::start(stand.ack(&alert)?, |_| {})?.wait(PATIENCE)?.success());
        client.wait_for(PATIENCE, |told| {
            told.text("state") == "acknowledged" && told.text("alert").starts_with(&alert)
        })?;
        client.wait(PATIENCE)?;
        ensure!(raised.insert(alert), "an alert that the desk has heard was raised again: nothing rings");
    }
    Ok(())
}

#[test]
fn an_alert_that_is_taken_away_after_it_was_promised_is_noticed() -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let mut lane = Lane::set(runtime.handle(), &options())?;
    lane.send(&options(), 0)?;
    let gone = lane.lose_one()?;
    let totals = lane.settle_within(Duration::from_secs(3));
    ensure!(totals.faults.iter().any(|(_, fault)| *fault == Fault::Lost(gone.clone())), "{totals}");
    ensure!(totals.of("lost") == 1, "only that one: {totals}");
    Ok(())
}
