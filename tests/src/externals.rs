//! Tests that need something from outside: `externals.toml` says what, and what to install.
//!
//! A missing tool must be seen, not passed over, so these tests run under `libtest-mimic`:
//!
//! ```text
//! test [ignored: node missing (apt-get install nodejs npm)] age_in_node_opens_what_is_sealed_here ... ignored
//! ```
//!
//! To add one: a table in `externals.toml` with the test's name under its suite (its folder in `tests/`), and
//! [`Externals::trial`] with that name.

mod node;
mod version;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    process::{Command, Stdio},
    str::FromStr,
    sync::{Arc, OnceLock},
};

use anyhow::{Context, Result, bail};
use libtest_mimic::{Completion, Failed, Trial};
use serde::Deserialize;

pub use node::NodePackages;
pub use version::Version;

/// What to do about a missing tool: `DAVYLAMP_EXTERNALS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Ignore its tests and say why. The default.
    Auto,
    /// Ignore all tests that need anything.
    Off,
    /// Fail its tests.
    Require,
}

impl Mode {
    /// From the environment.
    ///
    /// # Errors
    /// The variable has another value.
    pub fn from_env() -> Result<Self> {
        std::env::var("DAVYLAMP_EXTERNALS").map_or(Ok(Self::Auto), |value| value.parse())
    }
}

impl FromStr for Mode {
    type Err = anyhow::Error;

    fn from_str(value: &str) -> Result<Self> {
        match value {
            "auto" | "" => Ok(Self::Auto),
            "off" => Ok(Self::Off),
            "require" => Ok(Self::Require),
            other => bail!("DAVYLAMP_EXTERNALS is {other:?}, not auto, off or require"),
        }
    }
}

/// One table of `externals.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tool {
    find: Find,
    minimum: String,
    install: String,
    #[serde(default)]
    needs: BTreeSet<String>,
    /// By suite.
    #[serde(default)]
    tests: BTreeMap<String, BTreeSet<String>>,
    /// Many tests ask for one tool.
    #[serde(skip)]
    looked_up: OnceLock<Result<(), String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Find {
    Command(Vec<String>),
    Python(String),
    Npm(String),
}

impl Tool {
    fn tests_of(&self, suite: &str) -> impl Iterator<Item = &String> {
        self.tests.get(suite).into_iter().flatten()
    }

    /// The fault as a person reads it, without `ignored: `. Quick: fetches nothing.
    fn look_up(&self, name: &str) -> Result<(), String> {
        let found = match &self.find {
            Find::Command(words) => output_of(words),
            Find::Python(package) => output_of(&["python3", "-c", PYTHON_VERSION, package]),
            // Looked for when a test runs: it may have to be fetched.
            Find::Npm(_) => return Ok(()),
        };
        self.judge(name, found.as_deref())
    }

    fn look_up_npm(&self, name: &str, node: &NodePackages) -> Result<(), String> {
        let Find::Npm(package) = &self.find else {
            return Ok(());
        };
        let found =
            node.version_of(package).map_err(|error| format!("{name} missing ({}): {error:#}", self.install))?;
        self.judge(name, Some(&found))
    }

    fn judge(&self, name: &str, found: Option<&str>) -> Result<(), String> {
        let Some(found) = found.and_then(Version::find_in) else {
            return Err(format!("{name} missing ({})", self.install));
        };
        match Version::find_in(&self.minimum) {
            Some(minimum) if found < minimum => {
                Err(format!("{name} {found} is older than {minimum} ({})", self.install))
            }
            Some(_) => Ok(()),
            None => Err(format!("externals.toml: {name} has no readable minimum")),
        }
    }
}

const PYTHON_VERSION: &str = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))";

/// All of `externals.toml`, the mode, and what one suite asked of them.
pub struct Externals {
    suite: &'static str,
    mode: Mode,
    tools: Arc<BTreeMap<String, Tool>>,
    node: Arc<NodePackages>,
    written: BTreeSet<String>,
}

impl Externals {
    /// Reads `externals.toml` and the environment for the tests in `tests/SUITE/`. `scratch` is a directory beneath the
    /// target directory, for what has to be fetched.
    ///
    /// # Errors
    /// The file or the environment variable does not parse.
    pub fn load(suite: &'static str, scratch: PathBuf) -> Result<Self> {
        Self::from_parts(suite, include_str!("../externals.toml"), Mode::from_env()?, scratch)
    }

    fn from_parts(suite: &'static str, list: &str, mode: Mode, scratch: PathBuf) -> Result<Self> {
        let tools: BTreeMap<String, Tool> = toml::from_str(list).context("externals.toml")?;
        let mut needs = tools.values().flat_map(|tool| &tool.needs);
        if let Some(unknown) = needs.find(|need| !tools.contains_key(*need)) {
            bail!("externals.toml: no table for {unknown}");
        }
        let (tools, node) = (Arc::new(tools), Arc::new(NodePackages::new(scratch)));
        Ok(Self { suite, mode, tools, node, written: BTreeSet::new() })
    }

    /// The npm packages; a trial that is listed under one may ask for them.
    #[must_use]
    pub fn node(&self) -> Arc<NodePackages> {
        Arc::clone(&self.node)
    }

    /// A test of this name, run if every tool that lists it is there.
    pub fn trial(&mut self, name: &str, body: impl FnOnce() -> Result<()> + Send + 'static) -> Trial {
        self.written.insert(name.to_owned());
        let fault = self.fault(name);
        match (self.mode, fault) {
            (Mode::Off, _) => ignored(name, "DAVYLAMP_EXTERNALS=off"),
            (Mode::Auto, Err(fault)) => ignored(name, &fault),
            (Mode::Require, Err(fault)) => Trial::test(name, move || Err(Failed::from(fault))),
            (Mode::Auto | Mode::Require, Ok(())) => self.runnable(name, body),
        }
    }

    /// A trial that fails if `externals.toml` lists a test that nobody wrote. Add it last.
    #[must_use]
    pub fn list_trial(&self) -> Trial {
        let listed = self.tools.values().flat_map(|tool| tool.tests_of(self.suite));
        let unwritten: Vec<_> = listed.filter(|test| !self.written.contains(*test)).cloned().collect();
        Trial::test("externals_toml_lists_only_tests_that_exist", move || match unwritten.as_slice() {
            [] => Ok(()),
            unwritten => Err(Failed::from(format!("no such test: {}", unwritten.join(", ")))),
        })
    }

    fn fault(&self, test: &str) -> Result<(), String> {
        let mut needed = needed_by(&self.tools, self.suite, test).peekable();
        if needed.peek().is_none() {
            return Err(format!("externals.toml does not list {test}"));
        }
        needed.try_for_each(|(name, tool)| {
            let looked_up = tool.looked_up.get_or_init(|| tool.look_up(name));
            looked_up.clone()
        })
    }

    fn runnable(&self, name: &str, body: impl FnOnce() -> Result<()> + Send + 'static) -> Trial {
        let (mode, suite, tools, node) = (self.mode, self.suite, Arc::clone(&self.tools), self.node());
        let test = name.to_owned();
        Trial::ignorable_test(name, move || {
            match needed_by(&tools, suite, &test).try_for_each(|(name, tool)| tool.look_up_npm(name, &node)) {
                Err(fault) if mode == Mode::Require => Err(Failed::from(fault)),
                Err(fault) => Ok(Completion::ignored_with(fault)),
                Ok(()) => body().map(|()| Completion::Completed).map_err(|error| Failed::from(format!("{error:#}"))),
            }
        })
    }
}

/// The tools that list the test, and the tools that those need.
fn needed_by<'a>(
    tools: &'a BTreeMap<String, Tool>,
    suite: &str,
    test: &str,
) -> impl Iterator<Item = (&'a String, &'a Tool)> {
    let listed = || tools.iter().filter(|(_, tool)| tool.tests_of(suite).any(|listed| listed == test));
    let mut names: BTreeSet<_> = listed().map(|(name, _)| name).collect();
    names.extend(listed().flat_map(|(_, tool)| &tool.needs));
    tools.iter().filter(move |(name, _)| names.contains(name))
}

fn ignored(name: &str, reason: &str) -> Trial {
    Trial::test(name, || Err(Failed::from("ignored tests cannot be run")))
        .with_kind(format!("ignored: {reason}"))
        .with_ignored_flag(true)
}

fn output_of<S: AsRef<str>>(words: &[S]) -> Option<String> {
    let (program, arguments) = words.split_first()?;
    let arguments = arguments.iter().map(AsRef::as_ref);
    let output = Command::new(program.as_ref()).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"
        [cargo]
        find = { command = ["cargo", "--version"] }
        minimum = "1.0"
        install = "rustup"
        tests.here = ["with_cargo", "with_both"]
        [future]
        find = { command = ["cargo", "--version"] }
        minimum = "999.1"
        install = "wait"
        tests.here = ["with_the_future"]
        [absent]
        find = { command = ["davylamp-no-such-tool", "--version"] }
        minimum = "1.0"
        install = "apt-get install absent"
        tests.here = ["with_absent", "with_both"]
        [indirect]
        find = { command = ["cargo", "--version"] }
        minimum = "1.0"
        install = "rustup"
        needs = ["absent"]
        tests.here = ["with_indirect"]
        tests.elsewhere = ["with_nothing_here"]
        [module]
        find = { python = "davylamp-no-such-module" }
        minimum = "1.0"
        install = "pip install it"
        tests.here = ["with_module"]
    "#;

    fn trial(mode: Mode, test: &str) -> Trial {
        let mut externals = Externals::from_parts("here", LIST, mode, PathBuf::new()).unwrap();
        externals.trial(test, || Ok(()))
    }

    fn kind(test: &str) -> String {
        let trial = trial(Mode::Auto, test);
        assert!(trial.has_ignored_flag(), "{test}");
        trial.kind().to_owned()
    }

    #[test]
    fn a_test_whose_tools_are_there_runs() {
        for mode in [Mode::Auto, Mode::Require] {
            assert!(!trial(mode, "with_cargo").has_ignored_flag(), "{mode:?}");
        }
    }

    #[test]
    fn a_missing_tool_is_named_with_what_to_install() {
        assert_eq!(kind("with_absent"), "ignored: absent missing (apt-get install absent)");
        assert_eq!(kind("with_both"), "ignored: absent missing (apt-get install absent)");
        assert_eq!(kind("with_indirect"), "ignored: absent missing (apt-get install absent)");
        assert_eq!(kind("with_module"), "ignored: module missing (pip install it)");
    }

    #[test]
    fn an_old_tool_is_named_with_both_versions() {
        let kind = kind("with_the_future");
        assert!(kind.starts_with("ignored: future 1.") && kind.ends_with(" is older than 999.1 (wait)"), "{kind}");
    }

    #[test]
    fn a_test_that_is_not_listed_does_not_run() {
        assert_eq!(kind("forgotten"), "ignored: externals.toml does not list forgotten");
        let elsewhere = "ignored: externals.toml does not list with_nothing_here";
        assert_eq!(kind("with_nothing_here"), elsewhere, "another suite's list is not this one's");
    }

    #[test]
    fn require_runs_into_the_failure_and_off_ignores_all() {
        assert!(!trial(Mode::Require, "with_absent").has_ignored_flag());
        let off = trial(Mode::Off, "with_cargo");
        assert!(off.has_ignored_flag());
        assert_eq!(off.kind(), "ignored: DAVYLAMP_EXTERNALS=off");
    }

    #[test]
    fn an_unknown_mode_is_refused() {
        assert_eq!("require".parse::<Mode>().unwrap(), Mode::Require);
        for wrong in ["on", "Require", "1", "auto "] {
            assert!(wrong.parse::<Mode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_real_list_parses() {
        let externals =
            Externals::from_parts("tor", include_str!("../externals.toml"), Mode::Auto, PathBuf::new()).unwrap();
        for (name, tool) in externals.tools.iter() {
            assert!(Version::find_in(&tool.minimum).is_some(), "{name}");
        }
    }
}
