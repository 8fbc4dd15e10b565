//! Who has the last word: a closed case is *reporter not heard* until its reporter says how it went.

use anyhow::{Result, ensure};
use davylamp_tests::stage::{Stage, check_for};
use serde_json::{Value, json};

use crate::world::{Held, report};

fn show(stage: &Stage, held: &Held) -> Result<Value> {
    stage.desk.run(&["show", &held.id], "")?.done()?.json()
}

fn listed(stage: &Stage, held: &Held) -> Result<(Value, String)> {
    let list = stage.desk.run(&["list"], "")?.done()?.json()?;
    let cases = list["cases"].as_array().cloned().unwrap_or_default();
    let case = cases.into_iter().find(|case| case["case"] == held.id.as_str()).unwrap_or_default();
    let read = stage.desk.run_for_people(&["list"], "")?.done()?.stdout;
    let row = read.lines().find(|line| line.starts_with(&held.id)).unwrap_or_default().to_owned();
    Ok((case, row))
}

#[test]
fn a_closed_case_is_reporter_not_heard_until_its_reporter_says_how_it_went() -> Result<()> {
    let stage = Stage::set()?;
    let (heard, silent) = (report(&stage, "heard", &[])?, report(&stage, "silent", &[])?);
    ensure!(show(&stage, &heard)?["reporter_heard"].is_null(), "it is not closed");
    for held in [&heard, &silent] {
        let closed = stage.desk.run(&["set-status", &held.id, "closed"], "")?.done()?;
        ensure!(closed.stderr.contains("reporter not heard"), "the desk is told: {}", closed.stderr);
        let status = check_for(&held.reporter, "status")?;
        ensure!(status["status"] == "closed" && status["outcome_asked"] == true, "{status}");
        let (case, row) = listed(&stage, held)?;
        ensure!(case["reporter_heard"] == false && case["outcome"].is_null() && row.contains("NOT HEARD"), "{row}");
    }
    for (helped, says) in [("no", "did not help"), ("partly", "in part"), ("yes", "it helped")] {
        let words = stage.file("outcome", &format!("Así fue: {helped}.\n"))?;
        heard.reporter.answer(&["--outcome", &words, "--helped", helped], "")?;
        stage.desk.catch_up()?;
        let (case, row) = listed(&stage, &heard)?;
        ensure!(case["reporter_heard"] == true && case["outcome"] == helped && row.contains(says), "{case} {row}");
        let shown = show(&stage, &heard)?;
        ensure!(shown["reporter_heard"] == true && shown.to_string().contains(&format!("Así fue: {helped}.")));
    }
    // Words are no outcome, and the desk's own words even less so.
    let words = stage.file("words", "Gracias por todo.\n")?;
    silent.reporter.answer(&["--text", &words], "")?;
    stage.desk.run(&["reply", &silent.id, "--text", &words], "")?.done()?;
    stage.desk.run(&["set-status", &silent.id, "closed"], "")?.done()?;
    stage.desk.catch_up()?;
    let (case, row) = listed(&stage, &silent)?;
    ensure!(case["reporter_heard"] == false && row.contains("NOT HEARD"), "0 outcomes: for ever: {row}");
    Ok(())
}

#[test]
fn the_reporter_is_asked_in_their_own_language_how_it_went() -> Result<()> {
    let stage = Stage::set()?;
    let held = report(&stage, "worker", &[])?;
    stage.desk.run(&["set-status", &held.id, "closed"], "")?.done()?;
    check_for(&held.reporter, "status")?;
    let own = ["--lang", "en", "check", "--to", &held.reporter.contact, "--passphrase-file", &held.reporter.passphrase];
    let read = davylamp_tests::scenario::davylamp(&[&own[..], &["--all", "--now"]].concat(), "")?.done()?.stdout;
    ensure!(read.contains("did it help?") && read.contains("--outcome"), "{read}");
    ensure!(read.contains("promises to answer a report within 3d"), "{read}");
    ensure!(held.reporter.check(&["--all"])?.done()?.json()?["promised_within"] == json!(259_200));
    Ok(())
}
