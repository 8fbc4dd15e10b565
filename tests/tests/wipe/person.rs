//! Somebody with a home of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::{Background, Finished, run};
use davylamp_tests::scenario::path;
use davylamp_tests::stage::Stage;
use tempfile::TempDir;

/// Whose every command has this home.
pub(crate) struct Person {
    pub(crate) dir: TempDir,
}

impl Person {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self { dir: tempfile::tempdir()? })
    }

    /// A profile in the usual place.
    pub(crate) fn armed(stage: &Stage, place: &[&str]) -> Result<Self> {
        let person = Self::new()?;
        for (name, text) in [("right", "copper kettle"), ("duress", "tin kettle"), ("meaning", "Soy Ana.\n")] {
            std::fs::write(stage.dir.path().join(name), text)?;
        }
        let [right, duress, meaning] = ["right", "duress", "meaning"].map(|name| path(&stage.dir.path().join(name)));
        let (right, duress, meaning) = (right?, duress?, meaning?);
        let words = ["--word-file", &right, "--duress-file", &duress, "--text", &meaning];
        let arm = ["arm", "--to", &stage.desk.contact];
        person.run(&[&["panic"], place, &arm, &words].concat())?.done()?;
        Ok(person)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> Result<String> {
        let file = self.path(name);
        std::fs::create_dir_all(file.parent().unwrap_or(&file))?;
        std::fs::write(&file, content)?;
        path(&file)
    }

    pub(crate) fn usual_profile(&self) -> PathBuf {
        self.path(".local/state/davylamp/panic/profile")
    }

    pub(crate) fn run(&self, args: &[&str]) -> Result<Finished> {
        self.run_by(&[], args)
    }

    /// The same, started by another program.
    pub(crate) fn run_by(&self, by: &[&str], args: &[&str]) -> Result<Finished> {
        let (home, client) = (format!("HOME={}", path(self.dir.path())?), path(&Binaries::get()?.client)?);
        let clean = ["-u", "XDG_STATE_HOME", "-u", "XDG_DATA_HOME", "-u", "HISTFILE", "-u", "ZDOTDIR", &home];
        run(Path::new("env"), [&clean[..], by, &[&client], args].concat(), "")
    }

    pub(crate) fn command(&self, args: &[&str]) -> Result<Command> {
        let mut command = Command::new(&Binaries::get()?.client);
        command.args(args).env("HOME", self.dir.path());
        for name in ["XDG_STATE_HOME", "XDG_DATA_HOME", "HISTFILE", "ZDOTDIR"] {
            command.env_remove(name);
        }
        Ok(command)
    }

    pub(crate) fn start(&self, args: &[&str]) -> Result<Background> {
        Background::spawn(self.command(args)?)
    }
}

/// That every part was said.
pub(crate) fn says(done: &Finished, parts: &[&str]) -> Result<()> {
    let said = format!("{}{}", done.stdout, done.stderr);
    for part in parts {
        ensure!(said.contains(part), "{part:?} is not in: {said}");
    }
    Ok(())
}
