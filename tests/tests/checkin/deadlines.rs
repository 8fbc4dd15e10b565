//! Deadlines that are kept, missed, and met under duress.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use davylamp_tests::relay::Relay;

use crate::defender::{Defender, GRAIN, Stage, desk_at, event, stands};

fn wait(seconds: f64) {
    std::thread::sleep(Duration::from_secs_f64(seconds)); // deadlines are times: there is nothing to poll
}

#[test]
fn a_kept_check_in_raises_nothing_and_a_missed_one_is_raised_and_can_be_called_off() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.watch()?;
    let defender = stage.defender("ana", &mut watch)?;
    stands(&defender.start("5s", "5s", &[])?.done()?, 1)?;
    event(&mut watch, "alive", &[("word", "right".into()), ("late", false.into())])?;
    let mut kept = Instant::now();
    for _ in 0..4 {
        wait(3.0);
        kept = Instant::now();
        stands(&defender.visit("now", "right", &[])?.done()?, 1)?;
        event(&mut watch, "alive", &[("word", "right".into()), ("late", false.into())])?;
    }
    let status = defender.status()?;
    ensure!(status["stands"] == true && status["missed"].is_null() && status["words_waiting"] == 0, "{status}");

    let alert = event(&mut watch, "alert", &[("drill", false.into())])?;
    ensure!(kept.elapsed() >= Duration::from_secs(10), "raised {:?} after it was kept", kept.elapsed());
    event(&mut watch, "check-in-missed", &[])?;
    let missed = defender.checkin(&["status"])?.with_code(1)?;
    ensure!(missed.stdout.contains("MISSED") && missed.stdout.contains("it has raised the alert"), "{}", missed.stdout);

    let late = defender.visit("now", "right", &[])?.with_code(1)?;
    ensure!(late.stderr.contains("MISSED") && late.stderr.contains("checkin start"), "{}", late.stderr);
    event(&mut watch, "alert-cancel", &[("word", "right".into()), ("alert", alert["alert"].clone())])?;
    event(&mut watch, "alive", &[("late", true.into())])?;
    stands(&defender.start("1h", "1h", &[])?.done()?, 1)
}

#[test]
fn the_duress_word_raises_the_alert_at_once_and_so_do_five_wrong_ones() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.watch()?;
    let forced = stage.defender("forced", &mut watch)?;
    forced.start("12h", "1h", &[])?.done()?;
    event(&mut watch, "alive", &[("word", "right".into())])?;
    stands(&forced.visit("now", "duress", &[])?.done()?, 1)?;
    event(&mut watch, "alive", &[("word", "duress".into())])?;
    let alert = event(&mut watch, "alert", &[])?;

    let guessed = stage.defender("guessed", &mut watch)?;
    guessed.start("12h", "1h", &[])?.done()?;
    for word in ["wrong", "wrong", "wrong", "wrong", "right", "wrong", "wrong", "wrong", "wrong"] {
        stands(&guessed.visit("now", word, &[])?.done()?, 1)?;
    }
    let before = stage.alarms()?;
    guessed.visit("now", "wrong", &[])?.done()?;
    let raised = event(&mut watch, "alert", &[])?;
    ensure!(raised["profile"] != alert["profile"], "{raised}");
    ensure!(stage.alarms()? == before + 1, "the fifth raised it, and none before");
    Ok(())
}

#[test]
fn a_stopped_check_in_raises_nothing() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.watch()?;
    let defender = stage.defender("ana", &mut watch)?;
    defender.start("4s", "2s", &[])?.done()?;
    let stopped = defender.visit("stop", "right", &[])?.done()?;
    ensure!(stopped.json()?["stands"] == false, "{}", stopped.stdout);
    event(&mut watch, "alive", &[("word", "right".into()), ("until", 0.into())])?;
    ensure!(defender.checkin(&["status"])?.done()?.stdout.contains("no check-in runs"));
    wait(11.0);
    ensure!(stage.alarms()? == 0, "what was stopped was raised");
    // Under duress a stop looks the same, and raises it.
    defender.start("12h", "1h", &[])?.done()?;
    let forced = defender.visit("stop", "duress", &[])?.done()?;
    ensure!((&forced.stdout, &forced.stderr) == (&stopped.stdout, &stopped.stderr), "{forced:?}\n{stopped:?}");
    event(&mut watch, "alert", &[]).map(drop)
}

#[test]
fn twenty_restarts_of_the_relay_neither_raise_nor_lose_it() -> Result<()> {
    let mut stage = Stage::set()?;
    let mut watch = stage.watch()?;
    let defender = stage.defender("ana", &mut watch)?;
    defender.start("12h", "1h", &[])?.done()?;
    for restart in 0..20 {
        stage.relay.crash_and_restart()?;
        if restart % 5 == 4 {
            stands(&defender.visit("now", "right", &[])?.done()?, 1)?;
        }
    }
    ensure!(stage.alarms()? == 0, "a restart raised it");
    defender.visit("now", "duress", &[])?.done()?;
    event(&mut watch, "alert", &[]).map(drop)
}

#[test]
fn of_two_relays_one_is_enough_to_raise_it_and_one_that_is_away_is_named() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let first = Relay::start(&dir.path().join("r1"), GRAIN)?;
    let second = Relay::start(&dir.path().join("r2"), GRAIN)?;
    let (mut watch, contact) = desk_at(dir.path(), &[&first, &second])?;
    let defender = Defender::armed(dir.path(), "ana", &contact)?;
    event(&mut watch, "profile", &[])?;
    stands(&defender.start("8s", "8s", &[])?.done()?, 2)?;
    let away = second.address.clone();
    second.stop()?;

    let begun = Instant::now();
    let renewed = defender.visit("now", "right", &["--for", "2"])?.with_code(4)?;
    let said = renewed.json()?;
    ensure!(said["stands"] == true && said["undone"].as_array().map(Vec::len) == Some(2), "{said}");
    for undone in said["undone"].as_array().into_iter().flatten() {
        ensure!(undone["relay"] == format!("http://{away}") && undone["why"] == "relay-unreachable", "{said}");
    }
    ensure!(renewed.stderr.contains("did not answer") && renewed.stderr.contains("waits on this device"));
    ensure!(defender.status()?["words_waiting"] == 1, "sealed, and sent once the relay is back");
    event(&mut watch, "alert", &[])?;
    ensure!(begun.elapsed() >= Duration::from_secs(16), "the relay that was renewed kept to it: {:?}", begun.elapsed());
    Ok(())
}

#[test]
fn a_relay_that_is_silent_does_not_silence_the_desk() -> Result<()> {
    let mut stage = Stage::set()?;
    let mut watch = stage.watch()?;
    let defender = stage.defender("ana", &mut watch)?;
    defender.start("5s", "1s", &[])?.done()?;
    let told = event(&mut watch, "alive", &[("word", "right".into())])?;
    stage.relay.kill();
    let missed = event(&mut watch, "check-in-missed", &[])?;
    ensure!(missed["deadline"] == told["until"] && missed["rings"] == true, "{missed}");
    Ok(())
}
