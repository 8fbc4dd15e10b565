//! A relay of one's own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use davylamp_protocol::log::note::VerifierKey;

use crate::binaries::Binaries;
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
}

impl Relay {
    /// Makes a relay in `dir` (which need not exist) and runs it with `args`, on a free port of loopback.
    ///
    /// # Errors
    /// Whatever the binary says.
    pub fn start(dir: &Path, args: &[&str]) -> Result<Self> {
        let binary = &Binaries::get()?.relay;
        let made = run(binary, [Path::new("init"), Path::new("--json"), dir], "")?.done()?.json()?;
        let key = |name: &str| -> Result<VerifierKey> {
            Ok(made.get(name).and_then(|key| key.as_str()).context("init prints its keys")?.parse()?)
        };
        let (log, cosigner) = (key("log_verifier_key")?, key("cosigner_verifier_key")?);
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        let (process, address) = serve(binary, dir, &args, "127.0.0.1:0")?;
        Ok(Self { process, dir: dir.to_owned(), address, log, cosigner, args })
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
        self.process = serve(&Binaries::get()?.relay, &self.dir, &self.args, &self.address)?.0;
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

fn serve(binary: &Path, dir: &Path, args: &[String], listen: &str) -> Result<(Background, String)> {
    let dir = dir.to_str().context("a test's path is UTF-8")?;
    let all = ["run", dir, "--listen", listen].into_iter().chain(args.iter().map(String::as_str));
    let mut process = Background::start(binary, all)?;
    let ready = |line: &str| line.strip_prefix("listening http://").map(str::to_owned);
    let address = process.wait_for(READY, ready).context("the relay did not start")?;
    Ok((process, address))
}

const READY: Duration = Duration::from_secs(60);
