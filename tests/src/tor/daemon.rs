//! One `tor` process, with files of its own.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::control::Control;
use crate::process::Background;

/// A `tor`; killed when dropped, and ended by itself soon after the process that started it.
pub struct Daemon {
    dir: PathBuf,
    /// Locked so that tests in several threads may share a network.
    process: Mutex<Background>,
}

impl Daemon {
    /// Starts it in `dir` (made if it is not there) with this `torrc`.
    ///
    /// # Errors
    /// When tor is not there.
    pub fn start(dir: &Path, torrc: &str) -> Result<Self> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        configure(dir, torrc)?;
        Ok(Self { dir: dir.to_owned(), process: Mutex::new(run(dir)?) })
    }

    /// Gives it another `torrc`, for its next start.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn configure(&self, torrc: &str) -> Result<()> {
        configure(&self.dir, torrc)
    }

    /// Waits for a line of its log.
    ///
    /// # Errors
    /// Its whole log when it ends, or `patience` runs out, first.
    pub fn wait_for<T>(&self, patience: Duration, wanted: impl Fn(&str) -> Option<T>) -> Result<T> {
        self.process().wait_for(patience, wanted).context("tor")
    }

    /// Waits until it knows the network.
    ///
    /// # Errors
    /// As [`Daemon::wait_for`].
    pub fn wait_until_ready(&self, patience: Duration) -> Result<()> {
        self.wait_for(patience, |line| line.contains("Bootstrapped 100%").then_some(()))
    }

    /// Connects to its control socket, which opens soon after its start.
    ///
    /// # Errors
    /// When it does not open.
    pub fn control(&self) -> Result<Control> {
        let socket = self.dir.join(CONTROL);
        let deadline = Instant::now() + OPENED;
        loop {
            match Control::connect(&socket) {
                Err(error) if Instant::now() > deadline => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(10)), // polling, bounded above
                control => return control,
            }
        }
    }

    /// `kill -9`.
    pub fn kill(&self) {
        self.process().kill();
    }

    /// Starts it again after [`Daemon::kill`], with what it had learnt.
    ///
    /// # Errors
    /// When it does not start.
    pub fn restart(&self) -> Result<()> {
        let mut process = self.process();
        process.kill();
        *process = run(&self.dir)?;
        Ok(())
    }

    fn process(&self) -> MutexGuard<'_, Background> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn configure(dir: &Path, torrc: &str) -> Result<()> {
    let (data, control) = (dir.display(), dir.join(CONTROL));
    let own = format!(
        "DataDirectory {data}\nControlSocket {}\nLog notice stdout\n__OwningControllerProcess {}\n",
        control.display(),
        std::process::id()
    );
    Ok(std::fs::write(dir.join(TORRC), format!("{torrc}{own}"))?)
}

fn run(dir: &Path) -> Result<Background> {
    let torrc = dir.join(TORRC);
    let none = Path::new("/dev/null");
    Background::start(Path::new("tor"), [Path::new("-f"), &torrc, Path::new("--defaults-torrc"), none])
}

const TORRC: &str = "torrc";
const CONTROL: &str = "control";
const OPENED: Duration = Duration::from_secs(20);
