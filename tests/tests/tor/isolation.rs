//! Which circuits acts take, by the events of the client's own tor.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use davylamp_tests::scenario::davylamp;
use davylamp_tests::tor::streams::{Streams, distinct};

use crate::stage::{Ground, PATIENCE, Stage, Test, event};

pub(crate) const TESTS: &[Test] = &[
    ("each_part_of_a_report_and_each_report_takes_a_circuit_of_its_own", each_part_of_a_report),
    ("a_check_reads_on_one_circuit_and_posts_on_another", a_check_reads_on_one_circuit),
    ("canary_feed_and_card_of_a_watch_take_circuits_of_their_own", canary_feed_and_card),
    ("an_alerts_contacts_take_circuits_of_their_own_and_so_do_the_parts_of_an_arming", an_alerts_contacts),
];

fn each_part_of_a_report(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "apart-report")?;
    let own = stage.client()?;
    let socks = own.socks.to_string();
    let text = stage.file("text", &"No pagaron las horas de la noche.\n".repeat(120))?;
    let mut streams = Streams::of(&own, &stage.onion.address)?;
    let mut all = Vec::new();
    for name in ["one", "two"] {
        let sent = stage.reporter(name)?.report(&text, &["--now", "--socks", &socks])?.json()?;
        let envelopes = sent["sessions"][0]["envelopes"].as_u64().context("it says how many")?;
        ensure!(envelopes >= 3, "{sent}");
        let circuits = streams.circuits()?;
        // One to find the desk, and one for each envelope.
        ensure!(distinct(&circuits) as u64 == envelopes + 1, "{envelopes} envelopes on {circuits:?}");
        all.extend(circuits);
    }
    let mut seen = all.clone();
    seen.dedup();
    ensure!(distinct(&all) == seen.len(), "two reports share a circuit: {all:?}");
    Ok(())
}

fn a_check_reads_on_one_circuit(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "apart-check")?;
    let own = stage.client()?;
    let socks = own.socks.to_string();
    let reporter = stage.reporter("worker")?;
    reporter.report(&stage.file("text", "No pagaron.\n")?, &["--now", "--socks", &stage.tor.socks.to_string()])?;
    let mut streams = Streams::of(&own, &stage.onion.address)?;
    let mut before = Vec::new();
    for _ in 0..2 {
        let check = reporter.check(&["--now", "--socks", &socks])?.done()?.json()?;
        let circuits = streams.circuits()?;
        // Card, checkpoint, tags and groups on the first; the one post on the second.
        ensure!(distinct(&circuits) == 2, "{circuits:?} {check}");
        ensure!(circuits.iter().all(|circuit| !before.contains(circuit)), "two checks share a circuit: {circuits:?}");
        before.extend(circuits);
    }
    // What that would look like otherwise: `contact show` reads on one.
    davylamp(&["contact", "show", "--to", &reporter.contact, "--socks", &socks], "")?.done()?;
    ensure!(distinct(&streams.circuits()?) == 1);
    Ok(())
}

fn canary_feed_and_card(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "apart-watch")?;
    let mut streams = Streams::of(&stage.tor, &stage.onion.address)?;
    let mut watch = stage.watch(&stage.desk, &["--cover-mean", "1"])?;
    for _ in 0..4 {
        event(&mut watch, "fresh", &[])?;
    }
    let circuits = streams.circuits()?;
    // The feed's own (with what is read before it), the look at the card, and four canaries at least.
    ensure!(distinct(&circuits) >= 6, "{circuits:?}");
    let feed = circuits.first().context("the feed came first")?;
    let last = circuits.iter().rposition(|circuit| circuit == feed).context("it is there")?;
    ensure!(circuits[..=last].iter().all(|circuit| circuit == feed), "the feed's circuit is taken again: {circuits:?}");
    let others = &circuits[last + 1..];
    ensure!(distinct(others) == others.len(), "canaries, or the card, share a circuit: {circuits:?}");
    Ok(())
}

fn an_alerts_contacts(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "apart-alert")?;
    let another = stage.another_desk()?;
    let own = stage.client()?;
    let mut streams = Streams::of(&own, &stage.onion.address)?;
    let defender = stage.defender(&own, &[&stage.desk, &another])?;
    let armed = streams.circuits()?;
    // At each desk: one to find it, and two envelopes at least.
    ensure!(distinct(&armed) == armed.len() && armed.len() >= 6, "{armed:?}");

    let mut alert = defender.start(&["panic"], |_| {})?;
    for contact in ["A", "B"] {
        alert.wait_for(PATIENCE, |told| told.text("state") == "on-the-relay" && told.text("contact") == contact)?;
    }
    // A post to each, and a look for each's acknowledgements.
    let circuits = streams.wait_for(4, Instant::now() + PATIENCE)?;
    ensure!(distinct(&circuits) == 4, "{circuits:?}");
    ensure!(circuits.iter().all(|circuit| !armed.contains(circuit)), "{circuits:?} after {armed:?}");
    Ok(())
}
