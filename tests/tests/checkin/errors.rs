//! What a person meets when something is in the way: whether the check-in still stands is always said.

use anyhow::{Result, ensure};
use davylamp_tests::scenario::davylamp;

use crate::defender::{Defender, Stage, stands};

#[test]
fn without_a_profile_or_a_check_in_the_way_there_is_told() -> Result<()> {
    let stage = Stage::set()?;
    let nobody = Defender::new(stage.dir.path(), "nobody")?;
    for command in [nobody.start("1h", "1h", &[])?, nobody.visit("now", "right", &[])?, nobody.checkin(&["status"])?] {
        let said = command.with_code(3)?.stderr;
        ensure!(said.contains("panic arm"), "{said}");
    }
    let defender = Defender::armed(stage.dir.path(), "ana", &stage.desk.contact)?;
    for command in ["now", "stop"] {
        let said = defender.visit(command, "right", &[])?.with_code(1)?.stderr;
        ensure!(said.contains("no check-in runs") && said.contains("checkin start"), "{said}");
    }
    ensure!(defender.checkin(&["status"])?.done()?.stdout.contains("no check-in runs"));
    Ok(())
}

#[test]
fn what_cannot_be_a_check_in_is_refused() -> Result<()> {
    let stage = Stage::set()?;
    let defender = Defender::armed(stage.dir.path(), "ana", &stage.desk.contact)?;
    for wrong in ["0s", "12", "soon", "1h1h", "-1h"] {
        let said = defender.checkin(&["start", &format!("--every={wrong}")])?.with_code(2)?.stderr;
        ensure!(said.contains("not a duration, such as 90s"), "{wrong}: {said}");
    }
    ensure!(defender.start("31d", "1s", &[])?.with_code(2)?.stderr.contains("at most 31 days"));
    let same = defender.file("right")?;
    let alike = ["start", "--word-file", &same, "--duress-file", &same];
    ensure!(defender.checkin(&alike)?.with_code(1)?.stderr.contains("are the same"));
    defender.start("12h", "1h", &[])?.done()?;
    let again = defender.start("12h", "1h", &[])?.with_code(1)?.stderr;
    ensure!(again.contains("a check-in runs: its next deadline is") && again.contains("checkin stop"), "{again}");
    let word = defender.file("right")?;
    let disarm = ["panic", "--home", &defender.home, "disarm", "--word-file", &word];
    ensure!(davylamp(&disarm, "")?.with_code(1)?.stderr.contains("end it first with davylamp checkin stop"));
    defender.visit("stop", "right", &[])?.done().map(drop)
}

#[test]
fn a_start_without_a_relay_stands_nowhere_and_is_begun_again() -> Result<()> {
    let mut stage = Stage::set()?;
    let defender = Defender::armed(stage.dir.path(), "ana", &stage.desk.contact)?;
    stage.relay.kill();
    let failed = defender.start("12h", "1h", &["--for", "1"])?.with_code(1)?;
    ensure!(failed.stderr.contains("No check-in stands") && failed.stderr.contains("start it again"), "{failed:?}");
    ensure!(failed.json()?["relay_error"] == "relay-unreachable", "{failed:?}");
    let status = defender.checkin(&["status"])?.with_code(1)?;
    ensure!(status.stdout.contains("A start was not finished"), "{}", status.stdout);

    stage.relay.crash_and_restart()?;
    stands(&defender.start("12h", "1h", &[])?.done()?, 1)?;
    stage.relay.kill();
    let waits = defender.visit("now", "right", &["--for", "1"])?.with_code(4)?;
    ensure!(waits.json()?["stands"] == true && waits.stderr.contains("still holds"), "{waits:?}");
    let stop = defender.visit("stop", "right", &["--for", "1"])?.with_code(4)?;
    ensure!(stop.json()?["stands"] == true, "{stop:?}");

    // For people, and told when somebody is back.
    stage.relay.crash_and_restart()?;
    let word = defender.file("right")?;
    let now = defender.checkin(&["now", "--word-file", &word])?.done()?.stdout;
    ensure!(
        now.contains("Checked in. The next deadline is") && now.contains("promised to hold the alert until"),
        "{now}"
    );
    ensure!(defender.status()?["words_waiting"] == 0, "what waited was sent");
    let status = defender.checkin(&["status"])?.done()?.stdout;
    ensure!(status.contains("Check in before") && (status.contains("+0") || status.contains("-0")), "{status}");
    defender.visit("stop", "right", &[])?.done().map(drop)
}
