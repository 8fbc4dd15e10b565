//! A case to which its reporter consented, two counsels, and the copies of the log that they look in.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{Desk, davylamp, davylamp_without_network, path, sample, string};
use davylamp_tests::stage::{Stage, check_for};
use serde_json::Value;

pub(crate) struct World {
    pub(crate) stage: Stage,
    pub(crate) id: String,
    policy: String,
}

/// Somebody at the desk, with what they say when they export.
pub(crate) const LAWYER: &[&str] = &["--by", "M. Rojas", "--as", "lawyer"];

impl World {
    pub(crate) fn set() -> Result<Self> {
        let stage = Stage::set()?;
        let reporter = stage.reporter("worker")?;
        reporter.report(&path(&sample("blacklisting-es.txt"))?, &[])?;
        stage.desk.catch_up()?;
        let id = stage.desk.cases()?.pop().context("the desk has the case")?;
        let (who, why) = (stage.file("who", "Abogada")?, stage.file("why", "Para la demanda")?);
        stage.desk.run(&["ask-consent", &id, "--for", &who, "--why", &why], "")?.done()?;
        let asked = string(&check_for(&reporter, "consent-request")?, "id")?;
        reporter.answer(&["--consent", &asked], "")?;
        stage.desk.catch_up()?;
        let policy = stage.file("policy", &format!("log {}\nquorum none\n", stage.relay.log))?;
        let world = Self { stage, id, policy };
        for counsel in ["first", "second"] {
            davylamp(&["counsel", "keygen", "-o", &world.at(&format!("{counsel}.key"))?], "")?.done()?;
        }
        Ok(world)
    }

    pub(crate) fn at(&self, name: &str) -> Result<String> {
        path(&self.stage.dir.path().join(name))
    }

    /// The same desk in another home, which hears no more of this one.
    pub(crate) fn copied_desk(&self, name: &str) -> Result<Desk> {
        let dir = self.stage.dir.path().join(name);
        fs::create_dir(&dir)?;
        self.stage.desk.copied(&dir)
    }

    /// Exports the case to a counsel, out of that home; the file is named after both.
    pub(crate) fn export_from(&self, desk: &Desk, counsel: &str, name: &str, args: &[&str]) -> Result<Finished> {
        let (recipients, file) = (self.at(&format!("{counsel}.key.recipients"))?, self.at(name)?);
        let reason = self.stage.file("reason", "para la demanda laboral")?;
        let own = ["export", &self.id, "-R", &recipients, "-o", &file, "--reason", &reason];
        desk.run(&[&own[..], args].concat(), "")
    }

    pub(crate) fn export(&self, counsel: &str, name: &str) -> Result<Finished> {
        self.export_from(&self.stage.desk, counsel, name, LAWYER)
    }

    /// What a counsel says of a case file, sealed or opened, under the policy and the desk's poster.
    pub(crate) fn verify(&self, counsel: &str, case: &str, args: &[&str]) -> Result<Finished> {
        said_twice(&self.verify_args(counsel, case, args)?, davylamp)
    }

    /// The same where no packet can leave, with a copy of the log.
    pub(crate) fn verify_offline(&self, counsel: &str, case: &str, mirror: &Path) -> Result<Finished> {
        let args = self.verify_args(counsel, case, &["--log", &path(mirror)?])?;
        said_twice(&args, davylamp_without_network)
    }

    fn verify_args(&self, counsel: &str, case: &str, args: &[&str]) -> Result<Vec<String>> {
        let key = self.at(&format!("{counsel}.key"))?;
        let own = ["case", "verify", case, "--policy", &self.policy, "--desk", &self.stage.desk.contact];
        let key = if Path::new(case).is_dir() { vec![] } else { vec!["-i", key.as_str()] };
        Ok([&own[..], &key, args].concat().into_iter().map(str::to_owned).collect())
    }

    /// A copy of the log as it is now.
    pub(crate) fn mirror(&self, name: &str) -> Result<PathBuf> {
        let dir = self.stage.dir.path().join(name);
        davylamp(&["courier", "mirror", &path(&dir)?, "--to", &self.stage.desk.contact], "")?.done()?;
        Ok(dir)
    }

    /// The bag that a counsel opens.
    pub(crate) fn opened(&self, counsel: &str, name: &str) -> Result<PathBuf> {
        let (file, key, opened) = (self.at(name)?, self.at(&format!("{counsel}.key"))?, self.at(&format!("{name}.d"))?);
        davylamp(&["case", "open", &file, "-i", &key, "-C", &opened], "")?.done()?;
        Ok(fs::read_dir(&opened)?.next().context("the case's folder")??.path())
    }
}

/// What is said to people, and after it the line for programs.
fn said_twice(args: &[String], run: fn(&[&str], &str) -> Result<Finished>) -> Result<Finished> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (mut people, programs) = (run(&args, "")?, run(&[&["--json"], &args[..]].concat(), "")?);
    ensure!(people.code == programs.code, "{}{}", people.stderr, programs.stderr);
    people.stdout.push_str(&programs.stdout);
    Ok(people)
}

/// The actions in a case file's custody, in their order.
pub(crate) fn actions(verified: &Value) -> Result<Vec<String>> {
    verified["custody"].as_array().context("custody")?.iter().map(|event| string(event, "action")).collect()
}

/// It is broken, for this reason and not by itself.
pub(crate) fn is_broken(done: Finished, why: &str) -> Result<()> {
    let done = done.with_code(1)?;
    ensure!(done.stdout.contains("BROKEN") && done.stdout.contains(why), "{why}: {}", done.stdout);
    let json = done.json()?;
    let faults = json["faults"].as_array().context("faults")?;
    ensure!(!faults.is_empty() && faults.iter().all(|fault| fault["why"].to_string().contains(why)), "{json}");
    Ok(())
}
