//! A person's machine: every place where programs keep things, fresh and empty.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

/// Its places, each a variable of the environment, and a working directory.
pub struct Machine {
    places: Vec<(&'static str, PathBuf)>,
    /// The working directory.
    pub work: PathBuf,
}

impl Machine {
    /// Makes the places in `dir`, which is made too.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn new(dir: &Path) -> Result<Self> {
        let places = VARIABLES.iter().map(|name| (*name, dir.join(name))).collect();
        let machine = Self { places, work: dir.join("work") };
        machine.all().try_for_each(fs::create_dir_all)?;
        Ok(machine)
    }

    /// Lets `command` run on it.
    pub fn host<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.envs(self.places.iter().map(|(name, place)| (*name, place))).current_dir(&self.work)
    }

    /// The place that a variable names.
    #[must_use]
    pub fn place(&self, variable: &str) -> Option<&Path> {
        self.places.iter().find(|(name, _)| *name == variable).map(|(_, place)| place.as_path())
    }

    /// All places.
    pub fn all(&self) -> impl Iterator<Item = &PathBuf> {
        self.places.iter().map(|(_, place)| place).chain([&self.work])
    }

    /// Names of everything that is there now.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn left(&self) -> Result<Vec<PathBuf>> {
        let mut left = Vec::new();
        for place in self.all() {
            left.extend(fs::read_dir(place)?.filter_map(|entry| Some(entry.ok()?.path())));
        }
        Ok(left)
    }
}

/// Where programs keep things.
const VARIABLES: &[&str] =
    &["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"];
