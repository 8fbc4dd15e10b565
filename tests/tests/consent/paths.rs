//! The paths: each tried with the real programs, and what it did with the case said in one word.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use davylamp_tests::panic::defender::Typed;
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{davylamp, path};
use serde_json::Value;

use crate::world::{Held, World, ensure_without, sees};

/// What became of the case on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing left.
    Refused,
    /// It left, and the reason stands in the case file for ever.
    Recorded,
    /// It left.
    Goes,
    /// It went to the reporter of this case, and to nobody else.
    ToReporter,
    /// It left under the desk's own key.
    Sealed,
    /// It was shown to whoever has the desk's key: no path.
    Shown,
    /// Nothing of a case is in it.
    Nothing,
}

impl Cell {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Recorded => "recorded",
            Self::Goes => "goes",
            Self::ToReporter => "its reporter only",
            Self::Sealed => "sealed",
            Self::Shown => "the screen only",
            Self::Nothing => "nothing of it",
        }
    }
}

/// A case file for counsel: refused, or opened again with counsel's key.
pub(crate) fn export(world: &World, held: &Held) -> Result<Cell> {
    Ok(exported(world, held, &[])?.map_or(Cell::Refused, |_| Cell::Goes))
}

pub(crate) fn export_without_consent(world: &World, held: &Held) -> Result<Cell> {
    let reason = world.stage.file("reason", "Peligro de muerte; nadie la encuentra.")?;
    let Some(custody) = exported(world, held, &["--without-consent", &reason])? else { return Ok(Cell::Refused) };
    ensure!(custody.contains("exported-without-consent") && custody.contains("Peligro de muerte"), "{custody}");
    Ok(Cell::Recorded)
}

/// The custody log of the case file, if one was made.
fn exported(world: &World, held: &Held, args: &[&str]) -> Result<Option<String>> {
    let (file, opened) = (world.at("case.age")?, world.at("opened")?);
    let (recipients, key) = (world.at("lawyer.key.recipients")?, world.at("lawyer.key")?);
    let done = world.run(&[&["export", &held.id, "-R", &recipients, "-o", &file], args].concat())?;
    if !Path::new(&file).exists() {
        ensure!(matches!(done.code, Some(1 | 2)) && done.stderr.contains("consent"), "{}", done.stderr);
        return Ok(None);
    }
    done.done()?;
    davylamp(&["case", "open", &file, "-i", &key, "-C", &opened], "")?.done()?;
    let bag = fs::read_dir(&opened)?.next().context("the case's folder")??.path();
    ensure!(fs::read_to_string(bag.join("data/case.json"))?.contains(&held.needle), "the case itself is in it");
    let custody = fs::read_to_string(bag.join("data/custody/log.jsonl"))?;
    let login = std::env::var("USER").unwrap_or_default();
    ensure!(login.is_empty() || !custody.contains(&format!("\"actor\":\"{login}\"")), "no login is named: {custody}");
    fs::remove_dir_all(&opened)?;
    fs::remove_file(&file)?;
    Ok(Some(custody))
}

/// The whole case for another desk: refused, or read there.
pub(crate) fn handover(world: &World, held: &Held) -> Result<Cell> {
    Ok(handed_over(world, held, &[])?.map_or(Cell::Refused, |_| Cell::Goes))
}

pub(crate) fn handover_without_consent(world: &World, held: &Held) -> Result<Cell> {
    let reason = world.stage.file("reason", "El despacho cierra mañana.")?;
    let Some(custody) = handed_over(world, held, &["--without-consent", &reason])? else { return Ok(Cell::Refused) };
    ensure!(custody.contains("handed-over") && custody.contains("El despacho cierra"), "{custody}");
    ensure!(custody.contains("\"consent\":\"none\""), "{custody}");
    Ok(Cell::Recorded)
}

/// The custody log of the case file that the other desk got, if it got one.
fn handed_over(world: &World, held: &Held, args: &[&str]) -> Result<Option<String>> {
    let to = &world.neighbour.contact;
    world.neighbour.catch_up()?;
    let before = world.neighbour.cases()?;
    let done = world.run(&[&["handover", &held.id, "--to", to, "--now"], args].concat())?;
    world.neighbour.catch_up()?;
    let new = world.neighbour.cases()?.into_iter().find(|case| !before.contains(case));
    let Some(case) = new else {
        ensure!(matches!(done.code, Some(1 | 2)) && done.stderr.contains("consent"), "{}", done.stderr);
        return Ok(None);
    };
    done.done()?;
    let (out, opened) = (world.at("handed")?, world.at("opened")?);
    let fetched = world.neighbour.run(&["fetch", &case, "--now", "--output", &out], "")?.done()?.json()?;
    let tar = fetched["attachments"][0]["file"].as_str().context("the case file came")?.to_owned();
    davylamp(&["case", "open", &tar, "-C", &opened], "")?.done()?;
    let bag = fs::read_dir(&opened)?.next().context("the case's folder")??.path();
    ensure!(fs::read_to_string(bag.join("data/case.json"))?.contains(&held.needle), "the case itself is in it");
    let custody = fs::read_to_string(bag.join("data/custody/log.jsonl"))?;
    fs::remove_dir_all(&opened)?;
    fs::remove_dir_all(&out)?;
    Ok(Some(custody))
}

/// Everything that a person at the desk sends.
pub(crate) fn answers(world: &World, held: &Held) -> Result<Cell> {
    let words = |name: &str| world.stage.file(name, &format!("{name}{}", held.needle));
    let (text, status, who, theirs) = (words("reply")?, words("status")?, words("who")?, words("theirs")?);
    let (from, why) = (world.stage.file("from", "Minera SA")?, world.stage.file("why", "Para la demanda")?);
    let relayed = ["relay-answer", &held.id, "--from", &from, "--role", "company", "--text", &theirs];
    // On the level of the company: it must not stand in the way of what was decided about counsel.
    let asked = ["ask-consent", &held.id, "--for", &who, "--why", &why, "--level", "company"];
    world.run(&["reply", &held.id, "--text", &text])?.done()?;
    world.run(&["set-status", &held.id, "working", "--text", &status])?.done()?;
    world.run(&relayed)?.done()?;
    world.run(&asked)?.done()?;
    let wanted = ["reply", "status", "theirs", "who"].map(|name| format!("{name}{}", held.needle));
    sees(held, &wanted.each_ref().map(String::as_str))?;
    is_unseen_beside(world, held)
}

/// What the machine tells of what was done.
pub(crate) fn account(world: &World, held: &Held) -> Result<Cell> {
    world.stage.desk.run(&["--as", "interpreter", "show", &held.id], "")?.done()?;
    world.run(TELL)?.done()?;
    let seen = sees(held, &["\"kind\":\"account\"", "interpreter"])?;
    ensure!(!seen.contains(&world.beside.id), "another case is named: {seen}");
    is_unseen_beside(world, held)
}

/// What links two cases joins neither their words nor their reporters.
pub(crate) fn link(world: &World, held: &Held) -> Result<Cell> {
    let beside = &world.beside;
    world.run(&["link", &held.id, &beside.id])?.done()?;
    let shown = world.run(&["show", &beside.id])?.done()?.stdout;
    ensure!(shown.contains(&held.id) && !shown.contains(&held.needle), "its name, and none of its words: {shown}");
    world.run(TELL)?.done()?;
    let seen = sees(held, &["\"deed\":\"linked\""])?;
    ensure!(!seen.contains(&beside.id) && !seen.contains(&beside.needle), "{seen}");
    let cell = is_unseen_beside(world, held)?;
    world.run(&["unlink", &held.id, &beside.id])?.done()?;
    ensure!(cell == Cell::ToReporter);
    Ok(Cell::Nothing)
}

/// A new message of the case, and an alarm with words of its own, while hook and ladder write down all that they hear.
pub(crate) fn alarms(world: &World, held: &Held) -> Result<Cell> {
    let (heard, climbed) = (world.at("heard")?, world.at("climbed")?);
    let ladder = world.stage.file("ladder", &format!("0 cat >> {climbed}\n0 @contacts\n"))?;
    world.run(&["ladder", "set", &ladder])?.done()?;
    let hook = format!("cat >> {heard}");
    let mut watch = world.stage.desk.watch(&[QUIET, &["--on-alert", &hook]].concat())?;
    watch.wait_for_event(PATIENCE, "ready")?;
    let words = world.stage.file("words", &format!("otra {}", held.needle))?;
    held.reporter.answer(&["--text", &words], "")?;
    watch.wait_for_event(PATIENCE, "message")?;
    let before = fs::read_to_string(&heard).unwrap_or_default().len();
    // Nobody acknowledges it in that time, and that is no failure here.
    world.defender.run(&["panic", "--for", "2"])?;
    watch.wait_for_event(PATIENCE, "alert")?;
    let said = world.stage.file("said", &format!("dos camionetas {}", held.needle))?;
    world.defender.run(&["panic", "update", "--text", &said])?;
    watch.wait_for(PATIENCE, |line| {
        let event: Value = serde_json::from_str(line).ok()?;
        (event["event"] == "alert-update" && event["text"].is_string()).then_some(())
    })?;
    // The command, and the contact.
    watch.wait_for_event(PATIENCE, "escalated")?;
    watch.wait_for_event(PATIENCE, "escalated")?;
    wait_until(|| fs::read_to_string(&heard).is_ok_and(|heard| heard[before..].contains("\"says_more\":true")))?;
    // The next one is an alert of its own, and climbs the ladder anew.
    world.defender.with_word(&["panic", "cancel"], Typed::Right)?;
    watch.wait_for_event(PATIENCE, "alert-cancel")?;
    watch.stop()?;
    for file in [&heard, &climbed] {
        ensure_without(Path::new(file), &[&held.needle, &held.id, "camionetas"])?;
    }
    told_the_neighbour(world, held)?;
    Ok(Cell::Nothing)
}

/// What the desk's machine wrote to the contact: that there is an alarm, and nothing else.
fn told_the_neighbour(world: &World, held: &Held) -> Result<()> {
    world.neighbour.catch_up()?;
    let mut told = 0;
    for case in world.neighbour.cases()? {
        let shown = world.neighbour.run(&["show", &case], "")?.done()?.stdout;
        told += usize::from(shown.contains("nobody there has acknowledged it"));
        for words in [&held.needle, &held.id, "camionetas"] {
            ensure!(!shown.contains(words), "the contact reads {words:?}: {shown}");
        }
    }
    ensure!(told > 0, "the contact was told nothing: nothing was looked at");
    Ok(())
}

/// A notice of a case: refused, or read by somebody who knows the poster alone; taken back then.
pub(crate) fn notice(world: &World, held: &Held) -> Result<Cell> {
    let desk = &world.stage.desk;
    let written = format!("Lista negra\nTodos deben saber: {}.\n", held.needle);
    let args = ["notice", "publish", "--text", "-", "--case", &held.id];
    let published = desk.run(&args, &written)?;
    let read = || -> Result<String> {
        Ok(davylamp(&["--json", "contact", "notices", "--to", &desk.contact], "")?.done()?.stdout)
    };
    if published.code != Some(0) {
        ensure!(published.stderr.contains("has not agreed") && !read()?.contains(&held.needle), "{}", published.stderr);
        return Ok(Cell::Refused);
    }
    ensure!(read()?.contains(&held.needle), "it was published, and nobody can read it");
    let listed = desk.run(&["notice", "list"], "")?.done()?.json()?;
    let id = listed.pointer("/notices/0/id").context("an id")?.to_string();
    desk.run(&["notice", "withdraw", id.trim_matches('"')], "")?.done()?;
    ensure!(!read()?.contains(&held.needle), "it was withdrawn, and is still shown");
    Ok(Cell::Goes)
}

/// A mediator is proposed, and the desk writes in the case: nothing comes to the mediator before the reporter's invitation.
pub(crate) fn mediation(world: &World, held: &Held) -> Result<Cell> {
    let why = world.stage.file("why-mediate", "Para que hablen con calma.\n")?;
    let words = world.stage.file("words-mediate", &format!("Lo de {} sigue.\n", held.needle))?;
    let propose = ["mediation", "propose", &held.id, "--mediator", &world.mediator.contact, "--why", &why];
    world.run(&propose)?.done()?;
    world.run(&["reply", &held.id, "--text", &words])?.done()?;
    let ended = world.run(&["mediation", "remove", &held.id])?;
    ensure!(ended.code != Some(0), "there is nobody to remove: {}", ended.stdout);
    world.mediator.catch_up()?;
    let seen = world.mediator.run(&["list"], "")?.done()?;
    ensure!(seen.json()?.get("cases").and_then(Value::as_array).is_some_and(Vec::is_empty), "{}", seen.stdout);
    ensure!(world.mediator.run(&["mediation", "leave", "none"], "")?.code != Some(0));
    is_silent(&seen, held)?;
    Ok(Cell::Nothing)
}

/// A backup is the desk's own home: who has its key has the desk's place, and who has not has nothing.
pub(crate) fn backup(world: &World, held: &Held) -> Result<Cell> {
    let file = world.at("one.backup")?;
    world.run(&["backup", &file])?.done()?;
    ensure_without(Path::new(&file), &[&held.needle, &held.id])?;
    let (home, key, stranger) = (world.at("restored")?, world.at("desk.key")?, world.at("lawyer.key")?);
    let restore = |key: &str| davylamp(&["desk", "--home", &home, "--key-file", key, "restore", &file], "");
    ensure!(restore(&stranger)?.code != Some(0), "another key opens nothing");
    restore(&key)?.done()?;
    let shown = davylamp(&["--json", "desk", "--home", &home, "--key-file", &key, "show", &held.id], "")?.done()?;
    ensure!(shown.stdout.contains(&held.needle), "the desk's own key opens all of it");
    fs::remove_dir_all(&home)?;
    Ok(Cell::Sealed)
}

pub(crate) fn screen(world: &World, held: &Held) -> Result<Cell> {
    for args in [&["list"][..], &["show", &held.id]] {
        ensure!(world.run(args)?.done()?.stdout.contains(&held.id));
        ensure!(world.stage.desk.run_for_people(args, "")?.done()?.stdout.contains(&held.id));
    }
    let (home, stranger) = (world.at("desk")?, world.at("lawyer.key")?);
    let other = davylamp(&["desk", "--home", &home, "--key-file", &stranger, "show", &held.id], "")?;
    ensure!(other.code != Some(0) && !other.stdout.contains(&held.needle), "no key, no case");
    Ok(Cell::Shown)
}

/// What the relay is given of all that the desk posts: nothing that it could read.
pub(crate) fn relay(world: &World, held: &Held) -> Result<Cell> {
    let relay = world.stage.dir.path().join("relay");
    let files = davylamp_tests::needles::files(&relay)?;
    ensure!(files.iter().any(|file| fs::metadata(file).is_ok_and(|file| file.len() > 0)), "the relay has files");
    for file in files.iter().filter(|file| fs::metadata(file).is_ok_and(|file| file.len() > 0)) {
        ensure_without(file, &[&held.needle, &held.id])?;
    }
    Ok(Cell::Nothing)
}

/// Commands that neither need a case nor show one; on a copy of the desk, since some of them end things.
pub(crate) fn rest(world: &World, held: &Held) -> Result<Cell> {
    let copy = tempfile_in(world, "copy")?;
    let desk = world.stage.desk.copied(&copy)?;
    let at = |name: &str| path(&copy.join(name));
    let (ladder, identity, key) = (world.stage.file("ladder", "5 true\n")?, at("identity")?, at("new.key")?);
    let all: [&[&str]; 11] = [
        &["ack"],
        &["invite"],
        &["ladder", "set", &ladder],
        &["ladder", "show"],
        &["mute", &held.id],
        &["card", "sign", "--identity", &identity, "--make", "other.example"],
        &["card", "publish"],
        &["timestamp", "--authority", "http://127.0.0.1:9/tsr"],
        &["rotate"],
        &["rekey", "--new-key-file", &key],
        &["init", "--no-publish"],
    ];
    for args in all {
        is_silent(&desk.run(args, "")?, held).with_context(|| args.join(" "))?;
    }
    let copy = tempfile_in(world, "another copy")?;
    is_silent(&world.stage.desk.copied(&copy)?.run(&["delete", &held.id, "--yes"], "")?, held)?;
    Ok(Cell::Nothing)
}

fn is_silent(done: &Finished, held: &Held) -> Result<()> {
    // A command that was mistyped would be as silent.
    ensure!(!done.stderr.contains("Usage:"), "{}", done.stderr);
    for said in [&done.stdout, &done.stderr] {
        ensure!(!said.contains(&held.needle), "{said}");
    }
    Ok(())
}

fn tempfile_in(world: &World, name: &str) -> Result<std::path::PathBuf> {
    let dir = world.stage.dir.path().join(name);
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::create_dir(&dir)?;
    Ok(dir)
}

/// The reporter beside sees their own case only.
fn is_unseen_beside(world: &World, held: &Held) -> Result<Cell> {
    let seen = sees(&world.beside, &["\"kind\":\"received\""])?;
    ensure!(!seen.contains(&held.needle) && !seen.contains(&held.id), "another reporter sees it: {seen}");
    Ok(Cell::ToReporter)
}

fn wait_until(mut is_so: impl FnMut() -> bool) -> Result<()> {
    let deadline = std::time::Instant::now() + PATIENCE;
    while !is_so() {
        if std::time::Instant::now() > deadline {
            bail!("it does not come");
        }
        std::thread::sleep(std::time::Duration::from_millis(20)); // polling, bounded above
    }
    Ok(())
}

/// Accounts of what was done go at once.
pub(crate) const TELL: &[&str] = &["watch", "--once", "--no-notify", "--account-at-once"];
const QUIET: &[&str] = &["--cover-mean", "600", "--no-notify", "--hook-pause", "0.05", "--ring-every", "0.5"];
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(90);
