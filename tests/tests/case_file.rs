//! A case file, from the desk's vault to the lawyer's verdict, with the real programs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{Reporter, davylamp, path, sample, string};
use davylamp_tests::stage::{Stage, check_for};

/// A case that was reported, answered, and is about to be handed on.
struct Case {
    stage: Stage,
    reporter: Reporter,
    id: String,
}

impl Case {
    fn reported() -> Result<Self> {
        let stage = Stage::set()?;
        let reporter = stage.reporter("worker")?;
        reporter.report(&path(&sample("blacklisting-es.txt"))?, &[])?;
        stage.desk.catch_up()?;
        let id = stage.desk.cases()?.pop().context("the desk has the case")?;
        davylamp(&["counsel", "keygen", "-o", &at(&stage, "lawyer.key")?], "")?.done()?;
        stage.file("policy", &format!("log {}\nquorum none\n", stage.relay.log))?;
        Ok(Self { stage, reporter, id })
    }

    fn consented() -> Result<Self> {
        let case = Self::reported()?;
        let (who, why) = (case.stage.file("who", "Abogada")?, case.stage.file("why", "Para la demanda")?);
        case.stage.desk.run(&["ask-consent", &case.id, "--for", &who, "--why", &why], "")?.done()?;
        let id = string(&check_for(&case.reporter, "consent-request")?, "id")?;
        case.reporter.answer(&["--consent", &id], "")?;
        case.stage.desk.catch_up()?;
        Ok(case)
    }

    fn export(&self, name: &str, args: &[&str]) -> Result<Finished> {
        let (recipients, file) = (self.at("lawyer.key.recipients")?, self.at(name)?);
        let own = ["export", &self.id, "-R", &recipients, "-o", &file];
        self.stage.desk.run(&[&own[..], args].concat(), "")
    }

    fn verify(&self, name: &str, args: &[&str]) -> Result<Finished> {
        let (file, key) = (self.at(name)?, self.at("lawyer.key")?);
        davylamp(&[&["case", "verify", &file, "-i", &key], args].concat(), "")
    }

    fn opened(&self, name: &str) -> Result<PathBuf> {
        let (file, key, opened) = (self.at(name)?, self.at("lawyer.key")?, self.at("opened")?);
        davylamp(&["case", "open", &file, "-i", &key, "-C", &opened], "")?.done()?;
        Ok(fs::read_dir(&opened)?.next().context("the case's folder")??.path())
    }

    fn at(&self, name: &str) -> Result<String> {
        at(&self.stage, name)
    }
}

fn at(stage: &Stage, name: &str) -> Result<String> {
    path(&stage.dir.path().join(name))
}

#[test]
fn a_case_file_is_proven_under_counsels_own_policy_and_unanchored_without() -> Result<()> {
    let case = Case::consented()?;
    case.export("case.age", &[])?.done()?;
    let policy = case.at("policy")?;
    let proven = case.verify("case.age", &["--policy", &policy, "--desk", &case.stage.desk.contact])?.done()?;
    ensure!(proven.stdout.starts_with("PROVEN"), "{}", proven.stdout);
    ensure!(
        proven.stdout.contains("It does not show who wrote it")
            || proven.stdout.contains("Who wrote it: the desk could have")
    );
    ensure!(proven.stdout.contains("relay's clock only"), "no witness has seen it: {}", proven.stdout);
    let unanchored = case.verify("case.age", &[])?.with_code(3)?;
    ensure!(unanchored.stdout.contains("UNANCHORED"), "{}", unanchored.stdout);
    let stranger = case.stage.file("stranger", &format!("log {}\nquorum none\n", case.stage.desk.key))?;
    ensure!(case.verify("case.age", &["--policy", &stranger])?.code != Some(0), "another log is not this one");
    Ok(())
}

#[test]
fn without_consent_nothing_is_handed_on_unless_a_reason_is_recorded() -> Result<()> {
    let case = Case::reported()?;
    let refused = case.export("case.age", &[])?.with_code(1)?;
    ensure!(refused.stderr.contains("consent"), "{}", refused.stderr);
    ensure!(!Path::new(&case.at("case.age")?).exists(), "nothing was written");
    let reason = case.stage.file("reason", "Life in danger; the reporter cannot be reached.")?;
    case.export("case.age", &["--without-consent", &reason])?.done()?;
    let policy = case.at("policy")?;
    let verdict = case.verify("case.age", &["--policy", &policy])?.done()?;
    ensure!(verdict.stdout.contains("That the reporter let a legal team see this"), "{}", verdict.stdout);
    let custody = fs::read_to_string(case.opened("case.age")?.join("data/custody/log.jsonl"))?;
    ensure!(custody.contains("Life in danger"), "the reason stands in the file for ever: {custody}");
    ensure!(custody.contains("\"actor\":\"desk\""), "nobody at the desk is named unless they say so: {custody}");
    Ok(())
}

#[test]
fn an_opened_case_file_that_was_changed_is_broken() -> Result<()> {
    let case = Case::consented()?;
    case.export("case.age", &[])?.done()?;
    let bag = case.opened("case.age")?;
    let policy = case.at("policy")?;
    let verify = || davylamp(&["case", "verify", &path(&bag)?, "--policy", &policy], "");
    verify()?.done()?;
    for name in ["data/case.html", "data/case.json", "data/custody/log.jsonl", "data/messages/0001/envelope"] {
        let (file, kept): (PathBuf, _) = (bag.join(name), fs::read(bag.join(name))?);
        let mut changed = kept.clone();
        let middle = changed.len() / 2;
        *changed.get_mut(middle).context("the file is not empty")? ^= 1;
        fs::write(&file, &changed)?;
        let broken = verify()?.with_code(1)?;
        ensure!(broken.stdout.contains("BROKEN"), "{name}: {}", broken.stdout);
        fs::write(&file, kept)?;
    }
    verify()?.done().map(drop)
}

#[test]
fn a_claim_shows_one_hand_and_fits_no_other_challenge() -> Result<()> {
    let case = Case::consented()?;
    case.export("case.age", &[])?.done()?;
    let (key, signing) = (case.at("lawyer.key")?, case.at("signing.key")?);
    davylamp(
        &["counsel", "keygen", "-o", &case.at("other.key")?, "--signing", &signing, "--name", "lawyer.example"],
        "",
    )?
    .done()?;
    let challenge = |name: &str| -> Result<String> {
        let (file, output) = (case.at("case.age")?, case.at(name)?);
        let args = ["--name", "Abogada", "--case", &file, "-i", &key, "-o", &output];
        davylamp(&[&["counsel", "challenge", "--key", &signing], &args[..]].concat(), "")?.done()?;
        Ok(output)
    };
    let (asked, another) = (challenge("challenge")?, challenge("another")?);
    let claim = case.at("claim")?;
    case.reporter.with_words("claim", &["--challenge", &asked, "-o", &claim, "--yes"], "")?.done()?;
    let policy = case.at("policy")?;
    let shown = case.verify("case.age", &["--policy", &policy, "--claim", &claim, "--challenge", &asked])?.done()?;
    ensure!(shown.stdout.contains("were not added by the desk"), "{}", shown.stdout);
    let replayed = case.verify("case.age", &["--policy", &policy, "--claim", &claim, "--challenge", &another])?;
    ensure!(replayed.code != Some(0), "a claim answers one challenge: {}", replayed.stdout);
    Ok(())
}
