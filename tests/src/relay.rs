//! A relay of one's own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use davylamp_protocol::log::note::VerifierKey;

use crate::binaries::Binaries;
use crate::http::Http;
use crate::process::{Background, run};

/// A real `davylamp-relay` in the background; killed when dropped.
pub struct Relay {
    process: Background,
    /// Its directory.
    pub dir: PathBuf,
    /// `127.0.0.1:PORT`.
    pub address: String,
    /// Signs checkpoints.
    pub log: VerifierKey,
    /// Signs the time.
    pub cosigner: VerifierKey,
    args: Vec<String>,
    apart: Option<PathBuf>,
}

impl Relay {
    /// Makes a relay in `dir` (which need not exist) and runs it with `args`, on a free port of loopback.
    ///
    /// # Errors
    /// Whatever the binary says.
    pub fn start(dir: &Path, args: &[&str]) -> Result<Self> {
        Self::make(dir, args, None)
    }

    /// The same, talking as much as it can; `apart` is its working directory and its place for temporary files.
    ///
    /// # Errors
    /// Whatever the binary says.
    pub fn start_apart(dir: &Path, args: &[&str], apart: &Path) -> Result<Self> {
        Self::make(dir, args, Some(apart.to_owned()))
    }

    fn make(dir: &Path, args: &[&str], apart: Option<PathBuf>) -> Result<Self> {
        let binary = &Binaries::get()?.relay;
        let made = run(binary, [Path::new("init"), Path::new("--json"), dir], "")?.done()?.json()?;
        let key = |name: &str| -> Result<VerifierKey> {
            Ok(made.get(name).and_then(|key| key.as_str()).context("init prints its keys")?.parse()?)
        };
        let (log, cosigner) = (key("log_verifier_key")?, key("cosigner_verifier_key")?);
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        let (process, address) = serve(binary, dir, &args, "127.0.0.1:0", apart.as_deref())?;
        Ok(Self { process, dir: dir.to_owned(), address, log, cosigner, args, apart })
    }

    /// Lets a desk publish.
    ///
    /// # Errors
    /// Whatever the binary says.
    pub fn admit(&self, desk: &str) -> Result<()> {
        let dir = self.dir.to_str().context("a test's path is UTF-8")?;
        run(&Binaries::get()?.relay, ["desk", "add", dir, desk], "")?.done().map(drop)
    }

    /// `kill -9`, then starts it again on the same port.
    ///
    /// # Errors
    /// Whatever the binary says.
    pub fn crash_and_restart(&mut self) -> Result<()> {
        self.process.kill();
        let (binary, apart) = (&Binaries::get()?.relay, self.apart.as_deref());
        self.process = serve(binary, &self.dir, &self.args, &self.address, apart)?.0;
        Ok(())
    }

    /// `kill -9`; [`Relay::crash_and_restart`] starts it again.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Copies its directory to `dir` while nothing runs, and goes on; the copy has the same keys and the same past, and
    /// runs on another port once it is asked to.
    ///
    /// # Errors
    /// Whatever the binary, or the file system, says.
    pub fn fork(&mut self, dir: &Path) -> Result<Fork> {
        self.process.kill();
        copy(&self.dir, dir)?;
        self.process = serve(&Binaries::get()?.relay, &self.dir, &self.args, &self.address, self.apart.as_deref())?.0;
        Ok(Fork { dir: dir.to_owned(), log: self.log.clone(), cosigner: self.cosigner.clone() })
    }

    /// Entries in its log, as it signed them.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn size(&self) -> Result<u64> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(runtime.block_on(async { Http::new(&self.address, &self.log)?.checkpoint().await })?.size)
    }

    /// Waits until its log has so many entries.
    ///
    /// # Errors
    /// When it has not within ten minutes.
    pub fn wait_for_size(&self, size: u64) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(600);
        while self.size()? < size {
            ensure!(Instant::now() < deadline, "the log does not grow");
            std::thread::sleep(Duration::from_millis(50)); // polling, bounded above
        }
        Ok(())
    }

    /// Process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Asks it to end; gives standard output and standard error.
    ///
    /// # Errors
    /// When it does not.
    pub fn stop(self) -> Result<crate::process::Finished> {
        self.process.stop()
    }
}

/// The directory of a relay that has split off.
pub struct Fork {
    dir: PathBuf,
    log: VerifierKey,
    cosigner: VerifierKey,
}

impl Fork {
    /// Runs it.
    ///
    /// # Errors
    /// Whatever the binary says.
    pub fn run(self, args: &[&str]) -> Result<Relay> {
        let Self { dir, log, cosigner } = self;
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        let (process, address) = serve(&Binaries::get()?.relay, &dir, &args, "127.0.0.1:0", None)?;
        Ok(Relay { process, dir, address, log, cosigner, args, apart: None })
    }
}

/// Copies a directory with all that is in it.
///
/// # Errors
/// Whatever the file system says.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    std::fs::set_permissions(to, std::fs::metadata(from)?.permissions())?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()? {
            kind if kind.is_dir() => copy(&entry.path(), &target)?,
            kind if kind.is_file() => drop(std::fs::copy(entry.path(), target)?),
            _ => {} // a socket is not state
        }
    }
    Ok(())
}

fn serve(
    binary: &Path,
    dir: &Path,
    args: &[String],
    listen: &str,
    apart: Option<&Path>,
) -> Result<(Background, String)> {
    let dir = dir.to_str().context("a test's path is UTF-8")?;
    let mut command = Command::new(binary);
    command.args(["run", dir, "--listen", listen]).args(args);
    if let Some(apart) = apart {
        command.env("TMPDIR", apart).current_dir(apart).env("DAVYLAMP_RELAY_LOG", "trace");
    }
    let mut process = Background::spawn(command)?;
    let ready = |line: &str| line.strip_prefix("listening http://").map(str::to_owned);
    let address = process.wait_for(READY, ready).context("the relay did not start")?;
    Ok((process, address))
}

/// Settings for a log that grows by thousands of entries a second.
pub const FLOOD: &[&str] = &["--tick-ms", "20", "--count", "256", "--count-cap", "256"];
/// Settings with which it publishes nothing more once it has started.
pub const STILL: &[&str] = &["--tick-ms", "3600000", "--count", "1"];
const READY: Duration = Duration::from_secs(60);
