//! `desk rotate`, after a machine was lost: the thief has the old home and can open it.

use anyhow::{Context, Result, ensure};
use davylamp_tests::scenario::{Desk, davylamp, path, sample, string};
use davylamp_tests::stage::{Stage, check_for};

#[test]
fn what_is_sealed_after_it_the_thief_does_not_read() -> Result<()> {
    let stage = Stage::set()?;
    let thief = stolen(&stage)?;
    let done = stage.desk.run(&["rotate"], "")?.done()?;
    ensure!(done.json()?.get("serial") == Some(&2.into()), "{}", done.stdout);
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("threat-fr.txt"))?, &[])?;
    stage.desk.catch_up()?;
    thief.catch_up()?;
    ensure!(thief.cases()?.is_empty(), "the thief's keys open nothing new");
    let case = stage.desk.cases()?.pop().context("the desk reads it")?;
    let words = stage.file("answer", "Nous avons tout lu.\n")?;
    stage.desk.run(&["reply", &case, "--text", &words], "")?.done()?;
    let heard = check_for(&reporter, "text")?;
    ensure!(string(&heard, "text")?.contains("tout lu"), "the answer is under the new online key");
    Ok(())
}

#[test]
fn what_was_sealed_before_it_still_arrives() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("wages-sw.txt"))?, &[])?;
    stage.desk.run(&["rotate"], "")?.done()?;
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.len() == 1, "the old keys still open what was on its way");
    reporter.answer(&["--text", &path(&sample("threat-fr.txt"))?], "")?;
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.len() == 1, "the same reporter is the same case under the new card");
    Ok(())
}

#[test]
fn an_answer_that_nobody_had_read_is_signed_anew_and_read() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("threat-fr.txt"))?, &[])?;
    stage.desk.catch_up()?;
    let case = stage.desk.cases()?.pop().context("a case")?;
    let words = stage.file("answer", "Nous avons tout lu.\n")?;
    stage.desk.run(&["reply", &case, "--text", &words], "")?.done()?;
    stage.desk.run(&["rotate"], "")?.done()?;
    let heard = check_for(&reporter, "text")?;
    ensure!(string(&heard, "text")?.contains("tout lu"), "{heard}");
    Ok(())
}

/// The thief does what they can with the home: an answer under the online key of the old card.
#[test]
fn an_answer_under_the_stolen_online_key_is_not_the_desks() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("threat-fr.txt"))?, &[])?;
    stage.desk.catch_up()?;
    let thief = stolen(&stage)?;
    let case = stage.desk.cases()?.pop().context("a case")?;
    stage.desk.run(&["rotate"], "")?.done()?;
    let (false_words, true_words) = (stage.file("false", "Venez seul.\n")?, stage.file("true", "Restez chez vous.\n")?);
    thief.run(&["reply", &case, "--text", &false_words], "")?.done()?;
    stage.desk.run(&["reply", &case, "--text", &true_words], "")?.done()?;
    for _ in 0..20 {
        let check = reporter.check(&["--all"])?.done()?;
        ensure!(!check.stdout.contains("Venez seul"), "a stolen key still speaks for the desk: {}", check.stdout);
        if check.stdout.contains("Restez chez vous") {
            return Ok(());
        }
    }
    anyhow::bail!("the true answer did not come")
}

#[test]
fn a_home_from_an_old_backup_publishes_above_the_cards_that_it_forgot() -> Result<()> {
    let stage = Stage::set()?;
    let backup = path(&stage.dir.path().join("early.age"))?;
    stage.desk.run(&["backup", &backup], "")?.done()?;
    stage.desk.run(&["card", "publish"], "")?.done()?;
    stage.desk.run(&["card", "publish"], "")?.done()?;
    let (home, key) = (path(&stage.dir.path().join("restored"))?, path(&stage.dir.path().join("desk.key"))?);
    let restored =
        |args: &[&str]| davylamp(&[&["--json", "desk", "--home", &home, "--key-file", &key], args].concat(), "");
    restored(&["restore", &backup])?.done()?;
    restored(&["watch", "--once"])?.done()?;
    let rotated = restored(&["rotate"])?.done()?.json()?;
    ensure!(rotated.get("serial") == Some(&4.into()), "{rotated}");
    stage.reporter("worker")?.report(&path(&sample("threat-fr.txt"))?, &[])?;
    restored(&["watch", "--once"])?.done()?;
    ensure!(restored(&["list"])?.done()?.stdout.contains("\"case\""), "the restored desk reads what comes now");
    Ok(())
}

#[test]
fn with_an_offline_identity_it_writes_a_draft_and_says_so_otherwise() -> Result<()> {
    let stage = Stage::set()?;
    let at = |name: &str| path(&stage.dir.path().join(name));
    let (identity, key, home) = (at("identity")?, at("own.key")?, at("offline-desk")?);
    let desk = |args: &[&str]| davylamp(&[&["--json", "desk", "--home", &home, "--key-file", &key], args].concat(), "");
    let made = desk(&["card", "sign", "--identity", &identity, "--make", "offline.example"])?.done()?.json()?;
    let verifier = stage.file("verifier", &string(&made, "desk")?)?;
    stage.relay.admit(&string(&made, "desk")?)?;
    let (url, log) = (format!("http://{}", stage.relay.address), stage.relay.log.to_string());
    let cosigner = stage.relay.cosigner.to_string();
    let profile = ["--name", "Mesa", "--language", "es", "--role", "reports=3d", "--offline-identity", &verifier];
    let place = ["--relay", &url, "--log-key", &log, "--cosigner-key", &cosigner];
    desk(&[&["init", "--no-publish"], &profile[..], &place].concat())?.done()?;
    let (draft, card) = (at("draft")?, at("card")?);
    let publish = |begin: &[&str]| -> Result<()> {
        desk(&[begin, &["--draft", &draft]].concat())?.done()?;
        desk(&["card", "sign", "--identity", &identity, &draft, "-o", &card, "--yes"])?.done()?;
        desk(&["card", "publish", "--signed", &card])?.done().map(drop)
    };
    publish(&["card", "publish"])?;
    let first = std::fs::read_to_string(&card)?;
    let refused = desk(&["rotate"])?.with_code(2)?;
    ensure!(refused.stderr.contains("desk rotate --draft"), "{}", refused.stderr);
    publish(&["rotate"])?;
    let second = std::fs::read_to_string(&card)?;
    let keys = |card: &str| -> Vec<String> {
        let is_key = |line: &&str| ["clue-key ", "online-key ", "intake "].iter().any(|name| line.starts_with(name));
        card.lines().filter(is_key).map(str::to_owned).collect()
    };
    let (old, new) = (keys(&first), keys(&second));
    ensure!(old.len() >= 3 && new.iter().all(|line| !old.contains(line)), "every key is new:\n{first}\n{second}");
    Ok(())
}

/// The desk's home with its key, as a thief takes it along.
fn stolen(stage: &Stage) -> Result<Desk> {
    let dir = stage.dir.path().join("stolen");
    std::fs::create_dir(&dir)?;
    stage.desk.copied(&dir)
}
