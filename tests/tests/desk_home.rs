//! What a desk keeps: backups, links, deletions, new keys.

use anyhow::{Context, Result, ensure};
use davylamp_tests::scenario::{davylamp, path, sample, string};
use davylamp_tests::stage::{Stage, check_for};

#[test]
fn a_restored_home_reads_on_and_its_answers_are_read() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("threat-fr.txt"))?, &[])?;
    stage.desk.catch_up()?;
    let backup = path(&stage.dir.path().join("backup.age"))?;
    stage.desk.run(&["backup", &backup], "")?.done()?;
    let case = stage.desk.cases()?.pop().context("the desk has the case")?;
    // Said after the backup: the restored home must not use the same place in the log again.
    let first = stage.file("first", "Première réponse.\n")?;
    stage.desk.run(&["reply", &case, "--text", &first], "")?.done()?;

    let (home, key) = (path(&stage.dir.path().join("restored"))?, path(&stage.dir.path().join("desk.key"))?);
    let restored = |args: &[&str]| davylamp(&[&["desk", "--home", &home, "--key-file", &key], args].concat(), "");
    restored(&["restore", &backup])?.done()?;
    restored(&["watch", "--once"])?.done()?;
    let second = stage.file("second", "Deuxième réponse.\n")?;
    restored(&["reply", &case, "--text", &second])?.done()?;
    let mut heard = std::collections::BTreeSet::new();
    for _ in 0..10 {
        let check = reporter.check(&["--all"])?.done()?.json()?;
        let texts = davylamp_tests::scenario::messages_of_kind(&check, "text");
        heard.extend(texts.iter().filter_map(|text| string(text, "text").ok()));
        if heard.len() == 2 {
            return Ok(());
        }
    }
    anyhow::bail!("both answers are read, but: {heard:?}")
}

#[test]
fn a_deleted_case_is_gone_and_a_linked_one_is_shown() -> Result<()> {
    let stage = Stage::set()?;
    for name in ["one", "two"] {
        stage.reporter(name)?.report(&path(&sample("wages-sw.txt"))?, &[])?;
    }
    stage.desk.catch_up()?;
    let cases = stage.desk.cases()?;
    let [one, two] = cases.as_slice() else { anyhow::bail!("two reports are two cases, not {cases:?}") };
    stage.desk.run(&["link", one, two], "")?.done()?;
    let shown = stage.desk.run_for_people(&["show", one], "")?.done()?;
    ensure!(shown.stdout.contains(two.as_str()), "the other case is named: {}", shown.stdout);
    stage.desk.run(&["delete", two, "--yes"], "")?.done()?;
    ensure!(stage.desk.cases()? == std::slice::from_ref(one));
    stage.desk.run(&["show", two], "")?.with_code(1)?;
    Ok(())
}

#[test]
fn after_a_rekey_only_the_new_key_opens_the_home() -> Result<()> {
    let stage = Stage::set()?;
    let new = path(&stage.dir.path().join("new.key"))?;
    stage.desk.run(&["rekey", "--new-key-file", &new], "")?.done()?;
    let old = stage.desk.run(&["list"], "")?.with_code(1)?;
    ensure!(old.stderr.contains("hint:"), "{}", old.stderr);
    let home = path(&stage.dir.path().join("desk"))?;
    davylamp(&["desk", "--home", &home, "--key-file", &new, "list"], "")?.done()?;
    Ok(())
}

#[test]
fn further_words_of_a_reporter_join_the_case() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("consent-pt.txt"))?, &[])?;
    let more = stage.file("more", "A reunião foi gravada.\n")?;
    reporter.answer(&["--text", &more], "")?;
    stage.desk.catch_up()?;
    let cases = stage.desk.cases()?;
    let [case] = cases.as_slice() else { anyhow::bail!("one passphrase is one case, not {cases:?}") };
    let shown = stage.desk.run(&["show", case], "")?.done()?;
    ensure!(shown.stdout.contains("gravada"));
    check_for(&reporter, "received").map(drop)
}
