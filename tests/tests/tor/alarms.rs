//! Alerts and check-ins, onion end to end.

use anyhow::{Result, ensure};
use davylamp_tests::panic::defender::{Defender, Typed};
use davylamp_tests::panic::oracle::short;
use davylamp_tests::process::Finished;

use crate::stage::{Ground, PATIENCE, Stage, Test, event};

pub(crate) const TESTS: &[Test] = &[
    ("an_alert_is_received_and_acknowledged_by_a_person_over_tor", an_alert_is_received_and_acknowledged),
    ("a_check_in_is_kept_and_one_that_lapses_is_raised_over_tor", a_check_in_is_kept_and_one_that_lapses_is_raised),
];

fn an_alert_is_received_and_acknowledged(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "alert")?;
    let mut watch = stage.watch(&stage.desk, &[])?;
    let defender = stage.defender(&stage.tor, &[&stage.desk])?;
    event(&mut watch, "profile", &[])?;
    for (command, drill) in [(&["panic", "drill"][..], true), (&["panic"], false)] {
        let mut alert = defender.start(command, |_| {})?;
        let raised = alert.wait_for(PATIENCE, |told| told.is("raised"))?;
        ensure!(raised.event["drill"] == drill, "{}", raised.event);
        for state in ["on-the-relay", "received"] {
            alert.wait_for(PATIENCE, |told| told.text("state") == state)?;
        }
        let rung = event(&mut watch, "alert", &[("drill", drill.into())])?;
        ensure!(rung["alert"] == short(raised.text("alert")), "{rung}");
        acknowledge(&stage, &short(raised.text("alert")))?;
        alert.wait_for(PATIENCE, |told| told.text("state") == "acknowledged")?;
        ensure!(alert.wait(PATIENCE)?.success(), "{}", alert.stderr());
    }
    Ok(())
}

/// `desk ack`.
pub(crate) fn acknowledge(stage: &Stage<'_>, alert: &str) -> Result<Finished> {
    stage.at_desk(&["ack", alert, "--by", "duty officer"])?.done()
}

fn a_check_in_is_kept_and_one_that_lapses_is_raised(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "checkin")?;
    let mut watch = stage.watch(&stage.desk, &["--alarm-margin", "600"])?;
    let defender = stage.defender(&stage.tor, &[&stage.desk])?;
    event(&mut watch, "profile", &[])?;
    start(&defender, "1h")?;
    event(&mut watch, "alive", &[("word", "right".into()), ("late", false.into())])?;
    let kept = defender.with_word(&["checkin", "now"], Typed::Right)?.done()?.json()?;
    ensure!(kept["stands"] == true, "{kept}");
    event(&mut watch, "alive", &[("word", "right".into()), ("late", false.into())])?;
    let ended = defender.with_word(&["checkin", "stop"], Typed::Right)?.done()?.json()?;
    ensure!(ended["stands"] == false, "{ended}");

    // Nobody comes back to this one: the relay alone raises it.
    start(&defender, "2s")?;
    event(&mut watch, "alert", &[("drill", false.into())])?;
    let status = defender.run(&["checkin", "status"])?.with_code(1)?.json()?;
    ensure!(status["stands"] == false, "{status}");
    Ok(())
}

fn start(defender: &Defender, every: &str) -> Result<()> {
    let (right, duress) = (defender.paper(Typed::Right)?, defender.paper(Typed::Duress)?);
    let words = ["--word-file", &right, "--duress-file", &duress];
    let started = defender.run(&[&["checkin", "start", "--every", every, "--grace", every], &words[..]].concat())?;
    let said = started.done()?.json()?;
    ensure!(said["stands"] == true, "{said}");
    Ok(())
}
