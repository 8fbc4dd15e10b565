//! What is not urgent is handed in now and published at a random time: promised, then received.

use anyhow::{Context, Result, ensure};
use davylamp_tests::scenario::{davylamp, path, sample};
use davylamp_tests::stage::{Stage, check_for, wait_for_message};

const LATER: &[&str] = &["--within", "3s"];

/// Long enough for several parts.
fn long_text() -> String {
    (0..200).map(|n| format!("Línea {n}: el turno de noche no cobró las horas.\n")).collect()
}

#[test]
fn a_report_in_parts_is_promised_then_published_in_any_order_and_received_whole() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.desk.watch(&[])?;
    let reporter = stage.reporter("worker")?;
    let sent = reporter.report(&stage.file("long.txt", &long_text())?, LATER)?;
    let session = &sent.json()?["sessions"][0];
    ensure!(session["released_within"] == 3 && session["envelopes"].as_u64() > Some(4), "{session}");
    ensure!(session.get("indexes").is_none(), "no place is known before it is published: {session}");

    let case = wait_for_message(&mut watch, "report")?;
    let shown = stage.desk.run(&["show", &case], "")?.done()?.json()?.to_string();
    ensure!(shown.contains("Línea 0: el") && shown.contains("Línea 199: el"), "{shown}");
    check_for(&reporter, "received").context("said when all of it is there")?;

    reporter.answer(&["--text", &stage.file("more.txt", "Y una cosa más.\n")?, "--within", "1s"], "")?;
    wait_for_message(&mut watch, "text")?;
    reporter.check(&["--within", "1s"])?.done().map(drop)
}

#[test]
fn by_default_nothing_is_in_the_log_when_the_command_ends_and_the_person_is_told_so() -> Result<()> {
    let stage = Stage::set()?;
    let words = path(&stage.dir.path().join("worker.words"))?;
    let text = path(&sample("threat-fr.txt"))?;
    let report = ["report", "--to", &stage.desk.contact, "--text", &text, "--passphrase-out", &words];
    let said = davylamp(&report, "")?.done()?.stdout;
    for part in ["promised to publish each at a random moment", "within 6h", "A promise is not a proof", "received"] {
        ensure!(said.contains(part), "{part:?} is not in: {said}");
    }
    ensure!(!said.contains("proved") && !said.contains("on the relay"), "{said}");
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.is_empty(), "it was published at once");

    let answer = ["answer", "--to", &stage.desk.contact, "--passphrase-file", &words, "--text", &text];
    let said = davylamp(&answer, "")?.done()?.stdout;
    ensure!(said.contains("promised to publish it") && said.contains("only the desk's \"received\""), "{said}");
    Ok(())
}

#[test]
fn a_deposit_outlives_its_relays_crash() -> Result<()> {
    let mut stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("wages-sw.txt"))?, &["--within", "2s"])?;
    stage.relay.crash_and_restart()?;
    let mut watch = stage.desk.watch(&[])?;
    wait_for_message(&mut watch, "report").map(drop)
}

#[test]
fn a_window_is_of_hours_up_to_a_day_or_has_a_unit() -> Result<()> {
    for wrong in ["0", "25", "2d", "soon", "1.5", "6 h", ""] {
        let done = davylamp(&["report", "--within", wrong], "")?.with_code(2)?;
        ensure!(done.stderr.contains("--within"), "{wrong}: {}", done.stderr);
    }
    let both = davylamp(&["check", "--now", "--within", "6"], "")?.with_code(2)?;
    ensure!(both.stderr.contains("do not go together"), "{}", both.stderr);
    Ok(())
}
