//! A relay, a gate, a desk that watches, and one armed defender.

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tempfile::TempDir;
use tokio::runtime::Handle;

use super::defender::Defender;
use super::disk::Disk;
use super::gate::Gate;
use super::told::{Teller, Told};
use crate::relay::Relay;
use crate::scenario::Desk;

/// What a desk told so far.
#[derive(Clone, Default)]
pub struct Ears(Arc<(Mutex<Vec<Told>>, Condvar)>);

impl Ears {
    /// Takes a line up.
    pub fn hear(&self, told: &Told) {
        self.lines().push(told.clone());
        self.0.1.notify_all();
    }

    /// Lines from the `from`th on that `wanted` takes.
    pub fn heard<T>(&self, from: usize, wanted: impl FnMut(&Told) -> Option<T>) -> Vec<T> {
        self.lines().iter().skip(from).filter_map(wanted).collect()
    }

    /// How many lines there were.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lines().len()
    }

    /// Waits for a line.
    ///
    /// # Errors
    /// When none comes within `patience`.
    pub fn wait_for(&self, patience: Duration, wanted: impl Fn(&Told) -> bool) -> Result<Told> {
        let deadline = Instant::now() + patience;
        let mut lines = self.lines();
        loop {
            if let Some(found) = lines.iter().find(|told| wanted(told)) {
                return Ok(found.clone());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let told: Vec<String> = lines.iter().map(|told| told.event.to_string()).collect();
                anyhow::bail!("the desk did not tell it, but\n{}", told.join("\n"));
            }
            lines = self.0.1.wait_timeout(lines, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lines(&self) -> MutexGuard<'_, Vec<Told>> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everything that an alert needs to arrive.
pub struct Stand {
    /// What the desk tells.
    pub ears: Ears,
    /// `desk watch`.
    pub watch: Teller,
    /// The device.
    pub defender: Defender,
    /// Where its profile lies.
    pub disk: Disk,
    /// The desk.
    pub desk: Desk,
    /// In front of the relay, for desk and device alike.
    pub gate: Gate,
    /// The relay.
    pub relay: Arc<Mutex<Relay>>,
    /// Where everything lies; gone with it.
    pub dir: TempDir,
}

impl Stand {
    /// Sets it up, and waits until the desk knows the profile.
    ///
    /// # Errors
    /// Whatever the programs say.
    pub fn set(runtime: &Handle, relay: &[&str]) -> Result<Self> {
        let dir = tempfile::Builder::new().prefix("davylamp-panic-").tempdir()?;
        let relay = Relay::start(&dir.path().join("relay"), relay)?;
        let gate = runtime.block_on(Gate::start(&relay.address))?;
        let desk = Desk::found(dir.path(), &relay, &gate.address, &["--no-self-test"])?;
        let ears = Ears::default();
        let hears = ears.clone();
        let watch = Teller::start(desk.command(&["watch"])?, move |told| hears.hear(told))?;
        ears.wait_for(PATIENCE, |told| told.is("ready"))?;
        let disk = Disk::new(&dir.path().join("device"))?;
        let defender = Defender::new(&disk.dir().join("panic"), &dir.path().join("papers"))?;
        defender.arm(&[&desk.contact], &[])?;
        ears.wait_for(PATIENCE, |told| told.is("profile"))?;
        Ok(Self { ears, watch, defender, disk, desk, gate, relay: Arc::new(Mutex::new(relay)), dir })
    }

    /// The relay's directory.
    #[must_use]
    pub fn relay_dir(&self) -> std::path::PathBuf {
        locked(&self.relay).dir.clone()
    }

    /// `desk ack`, to be started.
    ///
    /// # Errors
    /// When the client cannot be built.
    pub fn ack(&self, alert: &str) -> Result<Command> {
        self.desk.command(&["ack", alert, "--by", "duty officer"])
    }

    /// A file in its directory.
    #[must_use]
    pub fn path(&self, name: impl AsRef<Path>) -> std::path::PathBuf {
        self.dir.path().join(name)
    }
}

/// The alert that an event of a desk or a client is about.
///
/// # Errors
/// When it names none.
pub fn alert_of(told: &Told) -> Result<String> {
    let alert = told.event.get("alert").and_then(serde_json::Value::as_str);
    Ok(alert.with_context(|| format!("no alert in {}", told.event))?.to_owned())
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Setting up takes some seconds, more on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);
