//! The usual stage of a whole-system test.

use std::time::Duration;

use anyhow::Result;
use tempfile::TempDir;

use crate::process::Background;
use crate::relay::Relay;
use crate::scenario::{Desk, Reporter, messages_of_kind, path, string};

/// A relay that ticks twenty times a second, and a desk that reads it.
pub struct Stage {
    /// Where everything lies; gone with the stage.
    pub dir: TempDir,
    /// The relay.
    pub relay: Relay,
    /// The desk.
    pub desk: Desk,
}

impl Stage {
    /// Sets it, without the desk's self-test.
    ///
    /// # Errors
    /// Whatever the programs say.
    pub fn set() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let relay = Relay::start(&dir.path().join("relay"), FAST)?;
        let desk = Desk::found(dir.path(), &relay, &relay.address, &["--no-self-test"])?;
        Ok(Self { dir, relay, desk })
    }

    /// Somebody who will report to the desk.
    ///
    /// # Errors
    /// When the path is not UTF-8.
    pub fn reporter(&self, name: &str) -> Result<Reporter> {
        Reporter::new(self.dir.path(), name, &self.desk.contact)
    }

    /// A file with this text.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn file(&self, name: &str, text: &str) -> Result<String> {
        let file = self.dir.path().join(name);
        std::fs::write(&file, text)?;
        path(&file)
    }
}

/// Waits until the desk has a message of this kind; gives its case.
///
/// # Errors
/// When it does not come.
pub fn wait_for_message(watch: &mut Background, kind: &str) -> Result<String> {
    let event = watch.wait_for(PATIENCE, |line| {
        let event: serde_json::Value = serde_json::from_str(line).ok()?;
        let fits = event.get("event")? == "message" && event.get("kind")? == kind;
        fits.then_some(event)
    })?;
    string(&event, "case")
}

/// Checks until an answer of this kind is there: groups are read once they are full, which takes some ticks.
///
/// # Errors
/// When it does not come.
pub fn check_for(reporter: &Reporter, kind: &str) -> Result<serde_json::Value> {
    let mut last = String::new();
    for _ in 0..20 {
        let done = reporter.check(&["--all"])?;
        if done.code == Some(0) {
            let check = done.json()?;
            if let Some(found) = messages_of_kind(&check, kind).pop() {
                return Ok(found);
            }
        }
        last = format!("{}\n{}", done.stdout, done.stderr);
    }
    anyhow::bail!("no {kind} came back\n{last}")
}

/// Ticks that are fast enough for tests.
pub const FAST: &[&str] = &["--tick-ms", "50", "--count", "8"];
const PATIENCE: Duration = Duration::from_secs(90);
