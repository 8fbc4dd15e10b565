//! Two exports of one case: each counsel is told what the other's file changes, and nothing that is not so.

use anyhow::{Context, Result, ensure};
use davylamp_tests::relay::{FLOOD, copy};
use davylamp_tests::scenario::{davylamp, path};

use crate::world::{World, actions};

#[test]
fn each_of_two_counsels_verifies_and_the_first_is_told_of_what_came_later() -> Result<()> {
    let world = World::set()?;
    let relay = world.stage.relay.address.clone();
    world.export("first", "a.age")?.done()?;
    let (a, b) = (world.at("a.age")?, world.at("b.age")?);
    let early = world.mirror("early")?;
    for done in [world.verify_offline("first", &a, &early)?, world.verify("first", &a, &["--log", &relay])?] {
        let done = done.done()?;
        ensure!(done.stdout.contains("PROVEN") && done.stdout.contains("no hidden export"), "{}", done.stdout);
        ensure!(done.json()?["log"]["later_custody_heads"] == serde_json::json!([]), "{}", done.stdout);
    }
    let said = world.export_from(&world.stage.desk, "second", "b.age", &["--by", "A. Soto", "--as", "coordinator"])?;
    said.done()?;
    let late = world.mirror("late")?;
    let (offline, online) = (world.verify_offline("first", &a, &late)?, world.verify("first", &a, &["--log", &relay])?);
    for (done, is_relay) in [(offline, false), (online, true)] {
        let done = done.done()?;
        ensure!(done.stdout.contains("PROVEN"), "not broken: {}", done.stdout);
        ensure!(done.stdout.contains("Something was done with this case after this file was made"), "{}", done.stdout);
        let log = &done.json()?["log"];
        let later = log["later_custody_heads"].as_array().context("later")?;
        ensure!(log["relay"] == is_relay && log["not_compared"] == 0, "{log}");
        let told: Vec<_> = later.iter().map(|head| (head["n"].as_u64(), head["logged_by"].is_u64())).collect();
        ensure!(told == [(Some(2), true), (Some(3), true)], "the opening and the export: {log}");
    }
    // The second knows of the first, and by the old name of the option too.
    let done = world.verify("second", &b, &["--relay", &relay])?.done()?;
    ensure!(world.verify_offline("second", &b, &late)?.done()?.stdout.contains("no hidden export"));
    let json = done.json()?;
    let all = actions(&json)?;
    let openings = all.iter().filter(|action| action.starts_with("opened-for") || *action == "exported");
    let both = ["opened-for-export", "exported", "opened-for-export", "exported"];
    ensure!(openings.eq(both.iter()) && all.first().is_some_and(|action| action == "opened"), "{all:?}");
    // Who, in which role, with which key, what, when and why: for people and for programs.
    let last = json["custody"].as_array().context("custody")?.last().context("an event")?;
    ensure!(last["actor"] == "A. Soto" && last["role"] == "coordinator", "{last}");
    ensure!(last["reason"] == "para la demanda laboral" && last["time"].is_u64(), "{last}");
    let key = last["key"].as_str().context("key")?;
    ensure!(key.len() == 64);
    for words in ["M. Rojas (lawyer)", "A. Soto (head of the team)", &key[..16], "para la demanda laboral", "UTC"] {
        ensure!(done.stdout.contains(words), "{words}: {}", done.stdout);
    }
    // The copy that was made before the second file does not show the end that its proofs lead to.
    let short = world.verify_offline("second", &b, &early)?.done()?;
    ensure!(short.stdout.contains("bring a longer copy of the log"), "{}", short.stdout);
    ensure!(short.json()?["log"]["not_compared"].as_u64() > Some(0));
    let custody = world.stage.desk.run_for_people(&["custody", &world.id], "")?.done()?;
    for words in ["M. Rojas (lawyer)", "A. Soto (head of the team)", &key[..16], "Heads in the log: 4."] {
        ensure!(custody.stdout.contains(words), "{words}: {}", custody.stdout);
    }
    Ok(())
}

#[test]
fn a_log_that_was_forked_or_touched_or_is_another_is_named() -> Result<()> {
    let mut world = World::set()?;
    let fork = world.stage.relay.fork(&world.stage.dir.path().join("fork"))?;
    world.export("first", "a.age")?.done()?;
    let a = world.at("a.age")?;
    // The same keys, and another history from before the export on.
    let fork = fork.run(FLOOD)?;
    fork.wait_for_size(world.stage.relay.size()? + 256)?;
    let forked = world.stage.dir.path().join("forked");
    davylamp(&["courier", "mirror", &path(&forked)?, "--relay", &fork.address], "")?.done()?;
    for done in [world.verify_offline("first", &a, &forked)?, world.verify("first", &a, &["--log", &fork.address])?] {
        crate::world::is_broken(done, "the log was forked")?;
    }
    let mirror = world.mirror("mirror")?;
    world.verify_offline("first", &a, &mirror)?.done()?;
    let touched = world.stage.dir.path().join("touched");
    copy(&mirror, &touched)?;
    let entries = touched.join("entries-000000.bin");
    let mut bytes = std::fs::read(&entries)?;
    bytes[40] ^= 1;
    std::fs::write(&entries, bytes)?;
    let refused = world.verify_offline("first", &a, &touched)?.with_code(1)?;
    ensure!(refused.stderr.contains("entries-000000.bin") && !refused.stdout.contains("PROVEN"), "{}", refused.stderr);
    let nowhere = world.verify("first", &a, &["--log", &world.at("nowhere")?])?;
    ensure!(nowhere.code != Some(0) && !nowhere.stdout.contains("PROVEN"), "{}", nowhere.stdout);
    Ok(())
}
