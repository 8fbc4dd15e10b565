//! A desk that is called for help: real relay, real `desk watch`, messages sealed by hand.

#![expect(clippy::indexing_slicing, reason = "a test that panics has failed")]

mod defender;
mod two_relays;

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use davylamp_protocol::alert::{AlertContent, Stage as Ack};
use davylamp_tests::process::Background;
use davylamp_tests::scenario::{Desk, davylamp, path, string};
use davylamp_tests::stage::{Stage, wait_for_message};
use serde_json::Value;

use crate::defender::{Armed, DURESS, Defender, Log, RIGHT, now, short};

pub(crate) const PATIENCE: Duration = Duration::from_secs(90);
/// No notification pops up where tests run; hooks that fail are tried again soon.
pub(crate) const QUIET: &[&str] = &["--cover-mean", "600", "--no-notify", "--hook-pause", "0.05"];

/// Waits for an event of this name, of which these fields are so.
pub(crate) fn event(watch: &mut Background, name: &str, fields: &[(&str, Value)]) -> Result<Value> {
    let found = watch.wait_for(PATIENCE, |line| {
        let event: Value = serde_json::from_str(line).ok()?;
        let fits = event["event"] == name && fields.iter().all(|(field, value)| event[*field] == *value);
        fits.then_some(event)
    });
    found.with_context(|| format!("no {name} with {fields:?}"))
}

/// An armed profile, and a desk that watches and knows of it.
async fn armed(stage: &Stage, args: &[&str], how: Armed) -> Result<(Background, Defender, Log, String)> {
    let mut watch = stage.desk.watch(&[QUIET, args].concat())?;
    event(&mut watch, "ready", &[])?;
    let log = Log::of(&stage.relay)?;
    let defender = Defender::arm(&stage.desk.key, &[&log], how).await?;
    let profile = string(&event(&mut watch, "profile", &[])?, "case")?;
    Ok((watch, defender, log, profile))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_rings_is_received_by_the_machine_and_had_by_a_person() -> Result<()> {
    let stage = Stage::set()?;
    let invite = string(&stage.desk.run(&["invite"], "")?.done()?.json()?, "invite")?;
    let heard = path(&stage.dir.path().join("heard"))?;
    let hook = format!("cat >> {heard}");
    let how = Armed { invite: Some(invite.to_uppercase()), ..Armed::default() };
    let (mut watch, mut defender, log, profile) =
        armed(&stage, &["--on-alert", &hook, "--ring-every", "0.5"], how).await?;

    let (alert, place) = defender.say(AlertContent::Alert, &[&log]).await?;
    let rang = event(&mut watch, "alert", &[("alert", short(&alert).into())])?;
    ensure!(rang["verified"] == true && rang["drill"] == false && rang["rings"] == true, "{rang}");
    ensure!(rang["profile"] == profile.as_str(), "{rang}");
    let received = log.received(&alert).await?;
    let ticks = (received / 8).saturating_sub(usize::try_from(place)? / 8);
    println!("received {ticks} ticks of 50 ms after the alert");
    ensure!(ticks <= 40, "received {ticks} ticks later");
    event(&mut watch, "alert-waiting", &[])?;
    event(&mut watch, "alert-waiting", &[])?;

    let waiting = stage.desk.run(&["ack"], "")?.done()?.json()?;
    ensure!(waiting["waiting"][0]["alert"] == short(&alert), "{waiting}");
    stage.desk.run(&["ack", "zz"], "")?.with_code(1)?;
    stage.desk.run(&["ack", &short(&alert)[..5], "--by", "Rosa"], "")?.done()?;
    let had = event(&mut watch, "alert-acknowledged", &[])?;
    ensure!(had["by"] == "Rosa" && had["alert"] == short(&alert), "{had}");
    let person = alert.x.ack(&log.origin, Ack::Person);
    log.wait_for(&person).await?;
    stage.desk.run(&["ack", &short(&alert)], "")?.done()?;
    ensure!(log.places(&person).await?.len() == 1, "no acknowledgement stands in the log twice");
    ensure!(stage.desk.run(&["ack"], "")?.done()?.json()?["waiting"] == serde_json::json!([]));

    let list = stage.desk.run(&["list"], "")?.done()?.json()?;
    ensure!(list["cases"] == serde_json::json!([]) && list["profiles"][0]["profile"] == profile.as_str(), "{list}");
    let shown = stage.desk.run(&["show", &profile], "")?.done()?;
    let read = stage.desk.run_for_people(&["show", &profile], "")?.done()?;
    for said in [&shown.stdout, &read.stdout] {
        ensure!(said.contains("Llamen a la comunidad") && said.contains("Rosa"), "{said}");
        ensure!(!said.contains("kettle"), "no word is shown: {said}");
    }
    let hooked = std::fs::read_to_string(&heard)?;
    let hooked: Vec<Value> = hooked.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    ensure!(hooked.len() == 1 && hooked[0]["event"] == "alert" && hooked[0]["alert"] == short(&alert), "{hooked:?}");
    let invites = stage.desk.run(&["invite", "--list"], "")?.done()?.json()?;
    ensure!(invites["invites"][0]["profile"] == profile.as_str() && invites["invites"][0]["invite"].is_null());
    let ended = watch.stop()?;
    ensure!(ended.stderr.contains('\u{7}') && ended.stderr.contains("!!! ALERT"), "{}", ended.stderr);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_updates_and_drills_are_told_apart_by_the_desk_alone() -> Result<()> {
    let stage = Stage::set()?;
    let (mut watch, mut defender, log, profile) = armed(&stage, &[], Armed::default()).await?;
    let open = |stage: &Stage| -> Result<usize> {
        let waiting = stage.desk.run(&["ack"], "")?.done()?.json()?;
        Ok(waiting["waiting"].as_array().map_or(0, Vec::len))
    };

    let (one, _) = defender.say(AlertContent::Alert, &[&log]).await?;
    event(&mut watch, "alert", &[("alert", short(&one).into())])?;
    let about = one.x.name();
    let update = AlertContent::Update {
        about,
        text: Some("dos camionetas".into()),
        place: Some("km 12".into()),
        attachment: None,
    };
    let (update, _) = defender.say(update, &[&log]).await?;
    let told = event(&mut watch, "alert-update", &[("alert", short(&one).into())])?;
    ensure!(told["text"] == "dos camionetas" && told["place"] == "km 12", "{told}");

    let other = defender.cancel(&one, "gold kettle", &log).await?;
    event(&mut watch, "alert-cancel", &[("word", "other".into()), ("alert", short(&one).into())])?;
    stage.desk.run(&["ack", &short(&one)], "")?.done()?;
    ensure!(open(&stage)? == 0);
    let duress = defender.cancel(&one, DURESS, &log).await?;
    event(&mut watch, "alert-cancel", &[("word", "duress".into()), ("alert", short(&one).into())])?;
    ensure!(open(&stage)? == 1, "it rings anew although somebody had it");
    let right = defender.cancel(&one, RIGHT, &log).await?;
    event(&mut watch, "alert-cancel", &[("word", "right".into())])?;
    ensure!(open(&stage)? == 1, "after the duress word the right one stands nothing down");

    let (two, _) = defender.say(AlertContent::Alert, &[&log]).await?;
    event(&mut watch, "alert", &[("alert", short(&two).into())])?;
    let down = defender.cancel(&two, " Copper  KETTLE", &log).await?;
    event(&mut watch, "alert-cancel", &[("word", "right".into()), ("alert", short(&two).into())])?;
    ensure!(open(&stage)? == 1);

    // A cancel before its alert holds for it; an update before its alert raises it.
    let three = defender.seal(AlertContent::Alert);
    let early = defender.cancel(&three.body, RIGHT, &log).await?;
    event(&mut watch, "alert-cancel", &[("alert", short(&three.body).into()), ("unseen", true.into())])?;
    three.post(&log).await?;
    let four = defender.seal(AlertContent::Alert);
    let still = AlertContent::Update { about: four.body.x.name(), text: None, place: None, attachment: None };
    let (still, _) = defender.say(still, &[&log]).await?;
    event(&mut watch, "alert", &[("alert", short(&four.body).into()), ("by_update", true.into())])?;
    four.post(&log).await?;

    let (drill, _) = defender.say(AlertContent::Drill, &[&log]).await?;
    let rang = event(&mut watch, "alert", &[("alert", short(&drill).into())])?;
    ensure!(rang["drill"] == true && rang["rings"] == true, "{rang}");
    ensure!(open(&stage)? == 3, "one under duress, one by update, one drill");
    // To the log all were alike: each was acknowledged by the machine.
    let bodies = [&one, &update, &other, &duress, &right, &two, &down, &three.body, &early, &four.body, &still, &drill];
    for body in bodies {
        log.received(body).await?;
    }
    stage.desk.run(&["ack", &short(&drill)], "")?.done()?;
    log.wait_for(&drill.x.ack(&log.origin, Ack::Person)).await?;
    let ended = watch.stop()?;
    ensure!(
        ended.stderr.contains("UNDER DURESS") && ended.stderr.contains("do not call back openly"),
        "{}",
        ended.stderr
    );
    ensure!(ended.stderr.contains("DRILL"), "{}", ended.stderr);
    let shown = stage.desk.run_for_people(&["show", &profile], "")?.done()?.stdout;
    ensure!(shown.contains("dos camionetas") && shown.contains("km 12") && !shown.contains("kettle"), "{shown}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_or_a_restored_home_forgets_and_repeats_nothing() -> Result<()> {
    let stage = Stage::set()?;
    let (watch, mut defender, log, profile) = armed(&stage, &[], Armed::default()).await?;
    drop(watch);
    let backup = path(&stage.dir.path().join("backup.age"))?;
    stage.desk.run(&["backup", &backup], "")?.done()?;
    let (alert, _) = defender.say(AlertContent::Alert, &[&log]).await?;
    let heard = path(&stage.dir.path().join("heard"))?;
    let hook = format!("cat >> {heard}");
    let mut watch = stage.desk.watch(&[QUIET, &["--on-alert", &hook]].concat())?;
    event(&mut watch, "alert", &[("alert", short(&alert).into())])?;
    let tag = alert.x.ack(&log.origin, Ack::Received);
    log.wait_for(&tag).await?;
    let mut kept = String::new();
    for _ in 0..500 {
        kept = std::fs::read_to_string(&heard).unwrap_or_default();
        if !kept.is_empty() && stage.desk.run(&["list"], "")?.code == Some(0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await; // polling, bounded above
    }
    ensure!(kept.lines().count() == 1, "{kept}");
    // The hook's success is written down once it has ended.
    tokio::time::sleep(Duration::from_millis(500)).await;
    watch.kill();
    let mut watch = stage.desk.watch(&[QUIET, &["--on-alert", &hook]].concat())?;
    let waiting = event(&mut watch, "alert-waiting", &[])?;
    ensure!(waiting["alerts"][0]["alert"] == short(&alert) && waiting["alerts"][0]["profile"] == profile.as_str());
    event(&mut watch, "ready", &[])?;
    let (second, _) = defender.say(AlertContent::Alert, &[&log]).await?;
    event(&mut watch, "alert", &[("alert", short(&second).into())])?;
    log.received(&second).await?;
    stage.desk.run(&["ack", &short(&second)], "")?.done()?;
    log.wait_for(&second.x.ack(&log.origin, Ack::Person)).await?;
    watch.stop()?;
    let told = std::fs::read_to_string(&heard)?;
    ensure!(told.lines().filter(|line| line.contains(&short(&alert))).count() == 1, "{told}");

    let (home, key) = (path(&stage.dir.path().join("restored"))?, path(&stage.dir.path().join("desk.key"))?);
    let restored =
        |args: &[&str]| davylamp(&[&["--json", "desk", "--home", &home, "--key-file", &key], args].concat(), "");
    restored(&["restore", &backup])?.done()?;
    let caught_up = restored(&["watch", "--once", "--no-notify"])?.done()?;
    ensure!(caught_up.stdout.contains(&short(&alert)) && caught_up.stdout.contains(&short(&second)));
    restored(&["watch", "--once", "--no-notify"])?.done()?;
    for (body, ack) in [(&alert, Ack::Received), (&second, Ack::Received), (&second, Ack::Person)] {
        ensure!(log.places(&body.x.ack(&log.origin, ack)).await?.len() == 1, "{ack:?} stands there once");
    }
    let waiting = restored(&["ack"])?.done()?.json()?;
    let waiting: Vec<_> = waiting["waiting"].as_array().into_iter().flatten().map(|row| row["alert"].clone()).collect();
    ensure!(waiting == [Value::from(short(&alert))], "the second was had by a person: {waiting:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_in_that_does_not_come_rings_and_one_under_duress_does_too() -> Result<()> {
    let stage = Stage::set()?;
    let (mut watch, mut defender, log, profile) = armed(&stage, &["--alarm-margin", "1"], Armed::default()).await?;
    let first = now() + 2;
    defender.alive(RIGHT, (0, first), &log).await?;
    event(&mut watch, "alive", &[("word", "right".into()), ("until", first.into())])?;
    defender.alive("gold kettle", (first, first + 600), &log).await?;
    event(&mut watch, "alive", &[("word", "other".into())])?;
    let missed = event(&mut watch, "check-in-missed", &[("deadline", first.into())])?;
    ensure!(now() >= first + 2, "not before grace and margin");
    ensure!(missed["profile"] == profile.as_str() && missed["rings"] == true, "{missed}");
    defender.alive(RIGHT, (first, first + 600), &log).await?;
    event(&mut watch, "alive", &[("word", "right".into()), ("late", true.into())])?;
    ensure!(stage.desk.run(&["ack"], "")?.done()?.json()?["waiting"] == serde_json::json!([]));

    let duress = defender.alive(DURESS, (first + 600, first + 1200), &log).await?;
    let told = event(&mut watch, "alive", &[("word", "duress".into())])?;
    let name = string(&told, "alert")?;
    ensure!(name == short(&duress));
    stage.desk.run(&["ack", &name], "")?.done()?;
    event(&mut watch, "alert-acknowledged", &[("kind", "duress".into())])?;
    log.received(&duress).await?;
    // A person's acknowledgement of a sign of life would show which word it bore.
    ensure!(log.places(&duress.x.ack(&log.origin, Ack::Person)).await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_ring_as_a_group_and_muted_ones_not_at_all() -> Result<()> {
    let stage = Stage::set()?;
    let (mut watch, mut defender, log, profile) = armed(&stage, &["--ring-every", "1"], Armed::default()).await?;
    for _ in 0..5 {
        let (alert, _) = defender.say(AlertContent::Alert, &[&log]).await?;
        let rang = event(&mut watch, "alert", &[("alert", short(&alert).into())])?;
        ensure!(rang["rings"] == true && rang["verified"] == false, "{rang}");
    }
    let (sixth, _) = defender.say(AlertContent::Alert, &[&log]).await?;
    let quiet = event(&mut watch, "alert", &[("alert", short(&sixth).into())])?;
    ensure!(quiet["rings"] == false, "{quiet}");
    let group = event(&mut watch, "alert-group", &[])?;
    ensure!(group["count"] == 1 && group["alerts"][0] == short(&sixth), "{group}");
    log.received(&sixth).await?;
    event(&mut watch, "alert-waiting", &[("grouped", 1.into())])?;

    stage.desk.run(&["mute", "nobody"], "")?.with_code(1)?;
    stage.desk.run(&["mute", &profile], "")?.done()?;
    let (muted, _) = defender.say(AlertContent::Alert, &[&log]).await?;
    let quiet = event(&mut watch, "alert", &[("alert", short(&muted).into())])?;
    ensure!(quiet["rings"] == false, "{quiet}");
    log.received(&muted).await?;
    stage.desk.run(&["mute", &profile, "--unmute"], "")?.done()?;
    event(&mut watch, "alert-waiting", &[])?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_acknowledges_climbs_the_ladder_once() -> Result<()> {
    let stage = Stage::set()?;
    let elsewhere = stage.dir.path().join("other");
    std::fs::create_dir(&elsewhere)?;
    let other = Desk::found(&elsewhere, &stage.relay, &stage.relay.address, &["--no-self-test"])?;
    let (tries, called) = (path(&stage.dir.path().join("tries"))?, path(&stage.dir.path().join("called"))?);
    // Fails twice, then works.
    let hook = format!("echo x >> {tries}; [ $(wc -l < {tries}) -ge 3 ]");
    let ladder = format!("# by night\n0.01 cat >> {called}\n0.015 exit 3\n0.02 @contacts\n");
    stage.desk.run(&["ladder", "set", "-"], "x y\n")?.with_code(2)?;
    stage.desk.run(&["ladder", "set", "-"], &ladder)?.done()?;
    let shown = stage.desk.run(&["ladder", "show"], "")?.done()?.json()?;
    ensure!(shown["ladder"].as_array().map(Vec::len) == Some(3), "{shown}");
    let contact = std::fs::read_to_string(&other.contact)?.trim().to_owned();
    let how = Armed { contacts: vec![contact], ..Armed::default() };
    let (mut watch, mut defender, log, profile) = armed(&stage, &["--on-alert", &hook], how).await?;
    let (alert, _) = defender.say(AlertContent::Alert, &[&log]).await?;
    event(&mut watch, "alert", &[("alert", short(&alert).into())])?;
    event(&mut watch, "escalated", &[("after", 1.into())])?;
    let failed = event(&mut watch, "hook-failed", &[("what", "exit 3".into())])?;
    ensure!(failed["failures"] == 1, "{failed}");
    event(&mut watch, "escalated", &[("to", "miners-legal.example".into())])?;
    let mut seen = other.watch(QUIET)?;
    let case = wait_for_message(&mut seen, "text")?;
    let told = other.run_for_people(&["show", &case], "")?.done()?;
    ensure!(told.stdout.contains("nobody there has acknowledged it"), "{}", told.stdout);
    watch.kill();
    let mut watch = stage.desk.watch(QUIET)?;
    event(&mut watch, "ready", &[])?;
    event(&mut watch, "alert-waiting", &[])?;
    stage.desk.run(&["ack", &short(&alert)], "")?.done()?;
    event(&mut watch, "alert-acknowledged", &[])?;
    let climbed = std::fs::read_to_string(&called)?;
    ensure!(climbed.lines().count() == 1, "the first rung was taken once: {climbed}");
    let json: Value = serde_json::from_str(climbed.trim())?;
    ensure!(json["alert"] == short(&alert) && json["profile"] == profile.as_str(), "{json}");
    ensure!(std::fs::read_to_string(&tries)?.lines().count() == 3, "the hook was tried until it worked");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_that_stands_in_the_log_before_its_profile_is_known_is_found_and_never_exported() -> Result<()> {
    let stage = Stage::set()?;
    let log = Log::of(&stage.relay)?;
    let mut defender = Defender::arm(&stage.desk.key, &[&log], Armed::default()).await?;
    let (alert, _) = defender.say(AlertContent::Alert, &[&log]).await?;
    let done = stage.desk.run(&["watch", "--once", "--no-notify"], "")?.done()?;
    let lines: Vec<Value> = done.stdout.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    ensure!(lines.iter().any(|line| line["event"] == "alert" && line["alert"] == short(&alert)), "{}", done.stdout);
    log.received(&alert).await?;
    let profile = string(lines.iter().find(|line| line["event"] == "profile").context("profile")?, "case")?;
    davylamp(&["counsel", "keygen", "-o", &path(&stage.dir.path().join("lawyer.key"))?], "")?.done()?;
    let (reason, recipients) = (stage.file("why", "x\n")?, path(&stage.dir.path().join("lawyer.key.recipients"))?);
    let output = path(&stage.dir.path().join("case.age"))?;
    let export = ["export", &profile, "-R", &recipients, "-o", &output, "--without-consent", &reason];
    let refused = stage.desk.run(&export, "")?.with_code(1)?;
    ensure!(refused.stderr.contains("alert profile"), "{}", refused.stderr);
    ensure!(!std::path::Path::new(&output).exists());
    Ok(())
}
