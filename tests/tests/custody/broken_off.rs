//! An export that is broken off at any moment: what was recorded stays, and is recorded once.

use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use davylamp_tests::words::in_english;
use rand::Rng as _;

use crate::world::{LAWYER, World, actions};

#[test]
fn an_opening_is_recorded_where_there_is_no_network_and_the_next_run_goes_on_with_it() -> Result<()> {
    let mut world = World::set()?;
    world.stage.relay.kill();
    for _ in 0..3 {
        let failed = world.export("first", "a.age")?;
        ensure!(failed.code == Some(1) && !std::path::Path::new(&world.at("a.age")?).exists(), "{}", failed.stderr);
    }
    let shown = world.stage.desk.run(&["custody", &world.id], "")?.done()?.json()?;
    ensure!(actions(&shown)?.last().is_some_and(|last| last == "opened-for-export"), "{shown}");
    ensure!(shown["heads"]["posted"] == 0 && shown["heads"]["waiting"] == 1, "{shown}");
    // Somebody else tries too: a second head waits behind the first.
    let other = world.export_from(&world.stage.desk, "first", "a.age", &["--by", "A. Soto", "--as", "other"])?;
    ensure!(other.code == Some(1));
    world.stage.relay.crash_and_restart()?;
    world.export("first", "a.age")?.done()?;
    let verified = world.verify_offline("first", &world.at("a.age")?, &world.mirror("mirror")?)?.done()?;
    ensure!(verified.stdout.contains("no hidden export"), "{}", verified.stdout);
    let json = verified.json()?;
    let who: Vec<_> = json["custody"].as_array().context("custody")?.iter().rev().take(4).rev().collect();
    let who: Vec<_> = who.iter().map(|event| (event["action"].as_str(), event["actor"].as_str())).collect();
    let (opened, rojas) = (Some("opened-for-export"), Some("M. Rojas"));
    ensure!(
        who == [(opened, rojas), (opened, Some("A. Soto")), (opened, rojas), (Some("exported"), rojas)],
        "nothing is lost, nothing twice, all in order: {who:?}"
    );
    Ok(())
}

#[test]
fn exports_killed_at_any_moment_leave_a_log_without_loss_or_doubles() -> Result<()> {
    let world = World::set()?;
    let begun = Instant::now();
    world.export("first", "warm.age")?.done()?;
    let usual = begun.elapsed();
    let (recipients, reason) =
        (world.at("first.key.recipients")?, world.stage.file("reason", "para la demanda laboral")?);
    let mut killed = 0;
    for round in 0..16 {
        let file = world.at(&format!("killed-{round}.age"))?;
        let args = ["export", &world.id, "-R", &recipients, "-o", &file, "--reason", &reason];
        let mut command = world.stage.desk.command(&[&args[..], LAWYER].concat())?;
        in_english(&mut command);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        // No moment is better than another: that is the test.
        std::thread::sleep(usual.mul_f64(rand::thread_rng().gen_range(0.1..1.0)));
        child.kill()?;
        child.wait()?;
        killed += u32::from(!std::path::Path::new(&file).exists());
    }
    ensure!(killed >= 5, "the kills came too late to show anything: {killed} of 16");
    world.export("first", "last.age")?.done()?;
    let mirror = world.mirror("mirror")?;
    let verified = world.verify_offline("first", &world.at("last.age")?, &mirror)?.done()?;
    ensure!(verified.stdout.contains("no hidden export"), "{}", verified.stdout);
    let all = actions(&verified.json()?)?;
    let leaving: Vec<&str> = all.iter().map(String::as_str).filter(|action| action.contains("export")).collect();
    let pairs = leaving.chunks(2).all(|pair| pair == ["opened-for-export", "exported"]);
    ensure!(pairs && leaving.len().is_multiple_of(2), "each attempt once, in its order: {leaving:?}");
    Ok(())
}
