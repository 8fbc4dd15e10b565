//! A device with a profile, and the words of its owner.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::disk::starved;
use super::told::{Teller, Told};
use crate::binaries::Binaries;
use crate::process::{Finished, run};
use crate::scenario::path;

/// Which word its owner types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The one that stands an alert down.
    Right,
    /// The one for somebody who is watched.
    Duress,
    /// Another one.
    Wrong,
}

impl Typed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Right, Self::Duress, Self::Wrong];

    /// The word. All have one length, so that no size can follow it by chance.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "umbrella kelp",
            Self::Duress => "lantern fjord",
            Self::Wrong => "pebble orchid",
        }
    }
}

/// A defender's device.
pub struct Defender {
    /// The profile's directory.
    pub home: PathBuf,
    /// Files with the words and the text that it was armed with.
    papers: PathBuf,
}

impl Defender {
    /// A device whose profile will lie in `home`; what its owner types lies in `papers`, elsewhere.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn new(home: &Path, papers: &Path) -> Result<Self> {
        std::fs::create_dir_all(papers)?;
        for typed in Typed::ALL {
            std::fs::write(papers.join(format!("{typed:?}")), typed.word())?;
        }
        std::fs::write(papers.join("text"), MEANING)?;
        Ok(Self { home: home.to_owned(), papers: papers.to_owned() })
    }

    /// Arms for these contacts.
    ///
    /// # Errors
    /// Whatever the client says.
    pub fn arm(&self, contacts: &[&str], args: &[&str]) -> Result<Finished> {
        let (right, duress) = (self.paper(Typed::Right)?, self.paper(Typed::Duress)?);
        let text = path(&self.papers.join("text"))?;
        let to: Vec<&str> = contacts.iter().flat_map(|contact| ["--to", contact]).collect();
        let own = ["panic", "arm", "--text", &text, "--word-file", &right, "--duress-file", &duress];
        self.run(&[&own[..], &to, args].concat())?.done()
    }

    /// Runs one of its commands to the end, with `--json`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn run(&self, args: &[&str]) -> Result<Finished> {
        self.run_for_people(&[&["--json"], args].concat())
    }

    /// The same, as a person sees it.
    ///
    /// # Errors
    /// When it does not start.
    pub fn run_for_people(&self, args: &[&str]) -> Result<Finished> {
        let home = format!("DAVYLAMP_PANIC_HOME={}", path(&self.home)?);
        let client = path(&Binaries::get()?.client)?;
        run(Path::new("env"), [&[home.as_str(), client.as_str()], args].concat(), "")
    }

    /// Runs a command that takes a word.
    ///
    /// # Errors
    /// When it does not start.
    pub fn with_word(&self, args: &[&str], typed: Typed) -> Result<Finished> {
        self.run(&[args, &["--word-file", &self.paper(typed)?]].concat())
    }

    /// Starts one of its commands in the background, with `--json`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(&self, args: &[&str], witness: impl FnMut(&Told) + Send + 'static) -> Result<Teller> {
        self.launch(Command::new(&Binaries::get()?.client), args, witness)
    }

    /// The same; it cannot write its profile.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_starved(&self, args: &[&str], witness: impl FnMut(&Told) + Send + 'static) -> Result<Teller> {
        self.launch(starved(&Binaries::get()?.client), args, witness)
    }

    /// A file with a word.
    ///
    /// # Errors
    /// When the path is not UTF-8.
    pub fn paper(&self, typed: Typed) -> Result<String> {
        path(&self.papers.join(format!("{typed:?}")))
    }

    fn launch(
        &self,
        mut command: Command,
        args: &[&str],
        witness: impl FnMut(&Told) + Send + 'static,
    ) -> Result<Teller> {
        command.arg("--json").args(args).env("DAVYLAMP_PANIC_HOME", &self.home);
        Teller::start(command, witness)
    }
}

/// What an alert from a defender under test means.
pub const MEANING: &str = "I am at the union's office in Calle Bolívar. Call my lawyer, Ms Quiroga, at once.\n";
