//! Lines of a process, stamped and looked at the moment they come.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A JSON line of standard output.
#[derive(Clone, Debug)]
pub struct Told {
    /// When it was read.
    pub at: Instant,
    /// The line.
    pub event: Value,
}

impl Told {
    /// A text field; empty where there is none.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.event.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether it is an event of this name.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.text("event") == name
    }
}

/// A process that tells JSON lines; killed when dropped.
pub struct Teller {
    child: Child,
    /// When it was started.
    pub started: Instant,
    told: Receiver<Told>,
    stderr: Option<JoinHandle<String>>,
}

impl Teller {
    /// Starts it. `witness` sees every line in the thread that reads it, before anything else happens to it.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(command: Command, witness: impl FnMut(&Told) + Send + 'static) -> Result<Self> {
        Self::start_with_input(command, witness, Stdio::null()).map(|(teller, _)| teller)
    }

    /// The same, with something on its standard input.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_with_input(
        mut command: Command,
        mut witness: impl FnMut(&Told) + Send + 'static,
        input: Stdio,
    ) -> Result<(Self, Option<ChildStdin>)> {
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let mut child = command.spawn().with_context(|| format!("{}", command.get_program().display()))?;
        let stdout = child.stdout.take().context("standard output was piped")?;
        let mut stderr = child.stderr.take().context("standard error was piped")?;
        let stdin = child.stdin.take();
        let (sender, told) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let Ok(event) = serde_json::from_str(&line) else { continue };
                let told = Told { at: Instant::now(), event };
                witness(&told);
                if sender.send(told).is_err() {
                    return;
                }
            }
        });
        let stderr = std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = stderr.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        Ok((Self { child, started, told, stderr: Some(stderr) }, stdin))
    }

    /// Process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line, or `None` when none comes within `patience`, or none ever will.
    pub fn next(&mut self, patience: Duration) -> Option<Told> {
        self.told.recv_timeout(patience).ok()
    }

    /// Waits for a line that satisfies `wanted`; those before it are passed over.
    ///
    /// # Errors
    /// Standard error when it ends, or `patience` runs out, first.
    pub fn wait_for(&mut self, patience: Duration, wanted: impl Fn(&Told) -> bool) -> Result<Told> {
        let deadline = Instant::now() + patience;
        let mut last = String::new();
        loop {
            match self.told.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(told) if wanted(&told) => return Ok(told),
                Ok(told) => last = told.event.to_string(),
                Err(why) => {
                    let why = if why == RecvTimeoutError::Timeout { "time ran out" } else { "it ended" };
                    bail!("{why}; last line {last}\n--- stderr\n{}", self.kill());
                }
            }
        }
    }

    /// How it ended, if it has.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// When it does not end in time.
    pub fn wait(&mut self, patience: Duration) -> Result<ExitStatus> {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > deadline {
                bail!("it does not end\n--- stderr\n{}", self.kill());
            }
            std::thread::sleep(Duration::from_millis(2)); // polling, bounded above
        }
    }

    /// Sends a signal by its name.
    ///
    /// # Errors
    /// When `kill` was not found.
    pub fn signal(&self, name: &str) -> Result<()> {
        signal(self.id(), name)
    }

    /// `kill -9`; gives what it had said on standard error.
    pub fn kill(&mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.stderr()
    }

    /// What it said on standard error, once it has ended; later calls give nothing.
    pub fn stderr(&mut self) -> String {
        self.stderr.take().and_then(|reader| reader.join().ok()).unwrap_or_default()
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal by its name to one process.
///
/// # Errors
/// When `kill` was not found.
pub fn signal(id: u32, name: &str) -> Result<()> {
    Command::new("kill").args([&format!("-{name}"), &id.to_string()]).status().context("kill was not found")?;
    Ok(())
}
