//! The alert profile, at the usual place and under any name.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use davylamp_tests::pty::{NARROW, Pty};
use davylamp_tests::stage::{Stage, check_for};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::person::{Person, says};

const PATIENCE: Duration = Duration::from_secs(60);
const FILE: usize = 262_144;

#[test]
fn an_armed_profile_is_gone_with_the_directories_that_showed_it() -> Result<()> {
    let stage = Stage::set()?;
    let person = Person::armed(&stage, &[])?;
    ensure!(person.usual_profile().is_file());
    let refused = person.run(&["wipe"])?.with_code(2)?;
    says(&refused, &["the alert profile", "nobody is here to ask; nothing was removed", "say --yes"])?;
    ensure!(person.usual_profile().is_file(), "not without being asked");
    let done = person.run(&["--json", "wipe", "--yes"])?.done()?;
    says(&done, &["What was posted to a relay", "an SSD", "wap", "The program itself"])?;
    ensure!(done.json()?["removed"].as_array().is_some_and(|removed| removed.len() == 1), "{}", done.stdout);
    let state = person.path(".local/state");
    ensure!(std::fs::read_dir(&state)?.count() == 0, "something is left in {}", state.display());
    person.run(&["panic", "status"])?.with_code(3)?;
    says(&person.run(&["wipe"])?.done()?, &["Nothing was there to remove."])
}

#[test]
fn a_profile_of_any_name_raises_alerts_and_is_wiped_with_what_a_crash_left() -> Result<()> {
    let stage = Stage::set()?;
    let neighbours = tempfile::tempdir()?;
    let named = |name: &str| neighbours.path().join(name);
    std::fs::write(named("holiday-2.jpg"), b"a photograph")?;
    let file = named("holiday-1.jpg");
    let file = file.to_str().context("a test's path is UTF-8")?;
    let person = Person::armed(&stage, &["--profile", file])?;
    let beside = || -> Result<Vec<String>> {
        let names =
            std::fs::read_dir(neighbours.path())?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut names = names.collect::<Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    };
    ensure!(beside()? == ["holiday-1.jpg", "holiday-2.jpg"], "{:?}", beside()?);
    ensure!(std::fs::metadata(file)?.len() == FILE as u64 && !person.path(".local").exists());
    let raised = person.run(&["--json", "panic", "--profile", file, "--for", "1"])?;
    ensure!([Some(5), Some(6)].contains(&raised.code), "{raised:?}");
    let status = person.run(&["--json", "panic", "status", "--profile", file])?.done()?.json()?;
    ensure!(status.get("expires").is_some(), "{status}");
    person.run(&["panic", "--home", "x", "--profile", file, "status"])?.with_code(2)?;
    let photograph = person.path("photograph.jpg");
    std::fs::write(&photograph, b"mine")?;
    let foreign = photograph.to_str().context("UTF-8")?;
    let refused =
        person.run(&["panic", "--profile", foreign, "arm", "--replace", "--to", &stage.desk.contact])?.with_code(1)?;
    says(&refused, &["is a file of another kind: it was left alone"])?;
    ensure!(std::fs::read(&photograph)? == b"mine");

    let digest = Sha256::new().chain_update(b"davylamp/v1/profile-temporary").chain_update(b"holiday-1.jpg").finalize();
    let left = named(&format!(".{}", hex::encode(&digest[..8])));
    std::fs::write(&left, b"half a profile")?;
    let done = person.run(&["wipe", "--profile", file, "--yes"])?.done()?;
    says(&done, &["AN ALERT IS UNDER WAY", "Gone: "])?;
    ensure!(beside()? == ["holiday-2.jpg"], "{:?}", beside()?);
    ensure!(std::fs::read(named("holiday-2.jpg"))? == b"a photograph");
    // Only what a crash left.
    std::fs::write(&left, b"half a profile")?;
    person.run(&["wipe", "--profile", file, "--yes"])?.done()?;
    ensure!(!left.exists());
    Ok(())
}

#[test]
fn a_running_check_in_is_said_loudly_before_anything_is_asked() -> Result<()> {
    let stage = Stage::set()?;
    let person = Person::armed(&stage, &[])?;
    let [right, duress] = ["right", "duress"].map(|name| stage.dir.path().join(name).display().to_string());
    let start = ["checkin", "start", "--every", "1h", "--grace", "1h", "--word-file", &right, "--duress-file", &duress];
    person.run(&start)?.done()?;
    let mut pty = Pty::start(person.command(&["wipe"])?, NARROW)?;
    pty.wait_for("THE ALARM WILL BE RAISED.")?;
    pty.answer("Remove all of this now? (yes or no)", "no")?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(1) && ended.text.contains("stopped; nothing was removed"), "{ended:?}");
    ensure!(person.usual_profile().is_file());
    let mut pty = Pty::start(person.command(&["wipe"])?, NARROW)?;
    pty.answer("Remove all of this now? (yes or no)", "yes")?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(0) && ended.text.contains("Gone:"), "{ended:?}");
    ensure!(!person.usual_profile().exists());
    pty.is_restored()
}

#[test]
fn a_damaged_profile_is_wiped_and_that_it_could_not_be_read_is_said() -> Result<()> {
    for content in [vec![7; FILE], vec![], b"cut".to_vec()] {
        let person = Person::new()?;
        person.file(".local/state/davylamp/panic/profile", content)?;
        person.file(".local/state/davylamp/panic/lock", b"")?;
        let done = person.run(&["wipe", "--yes"])?.done()?;
        says(&done, &["The profile cannot be read. If a check-in runs, its alarm will be raised", "Gone: "])?;
        ensure!(std::fs::read_dir(person.path(".local/state"))?.count() == 0);
    }
    Ok(())
}

#[test]
fn a_panic_that_runs_does_not_write_the_profile_back() -> Result<()> {
    let mut stage = Stage::set()?;
    let person = Person::armed(&stage, &[])?;
    stage.relay.kill();
    let quick = ["--json", "panic", "--retry-min-ms", "20", "--retry-max-ms", "100", "--repeat", "1"];
    let mut panic = person.start(&quick)?;
    let state = |wanted: &'static str| {
        move |line: &str| {
            let event: Value = serde_json::from_str(line).ok()?;
            (event["event"] == "state" && event["state"] == wanted).then_some(())
        }
    };
    panic.wait_for(PATIENCE, state("queued"))?;
    let done = person.run(&["wipe", "--yes"])?.done()?;
    says(&done, &["AN ALERT IS UNDER WAY", "Another davylamp runs (process "])?;
    ensure!(!person.usual_profile().exists());
    // From memory, the alert still goes out.
    stage.relay.crash_and_restart()?;
    panic.wait_for(PATIENCE, state("on-the-relay"))?;
    let stopped = panic.stop()?;
    ensure!(stopped.code == Some(5) || stopped.code == Some(6), "{stopped:?}");
    ensure!(std::fs::read_dir(person.path(".local/state"))?.count() == 0, "it was written back");
    Ok(())
}

#[test]
fn answers_to_a_report_are_still_there_after_its_files_are_wiped() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = stage.reporter("ana")?;
    reporter.report(&stage.file("story", "They named three of us.")?, &[])?;
    stage.desk.catch_up()?;
    let words = std::fs::read_to_string(&reporter.passphrase)?;
    let person = Person::new()?;
    person.run(&["wipe", "--yes", &reporter.passphrase])?.done()?;
    ensure!(!std::path::Path::new(&reporter.passphrase).exists());
    // From the paper that they stand on.
    std::fs::write(&reporter.passphrase, words)?;
    check_for(&reporter, "received").map(drop)
}
