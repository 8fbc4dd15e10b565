//! Running the real binaries.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::words::in_english;
use anyhow::{Context, Result, bail};
use serde_json::Value;

/// What a finished command left.
#[derive(Debug)]
pub struct Finished {
    /// Exit code; `None` after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Finished {
    /// Itself when the exit code is 0.
    ///
    /// # Errors
    /// Both outputs of a command that failed.
    pub fn done(self) -> Result<Self> {
        self.with_code(0)
    }

    /// Itself when the exit code is `code`.
    ///
    /// # Errors
    /// Both outputs of a command that ended otherwise.
    pub fn with_code(self, code: i32) -> Result<Self> {
        if self.code == Some(code) {
            return Ok(self);
        }
        bail!("ended with {:?}, not {code}\n--- stdout\n{}\n--- stderr\n{}", self.code, self.stdout, self.stderr)
    }

    /// The last line of standard output, as JSON.
    ///
    /// # Errors
    /// Both outputs when it is something else.
    pub fn json(&self) -> Result<Value> {
        let last = self.stdout.lines().last().unwrap_or_default();
        serde_json::from_str(last).with_context(|| format!("not JSON: {last:?}\n--- stderr\n{}", self.stderr))
    }
}

/// Runs `program` to its end with `input` on its standard input.
///
/// # Errors
/// When it does not start.
pub fn run<A: AsRef<OsStr>>(program: &Path, args: impl IntoIterator<Item = A>, input: &str) -> Result<Finished> {
    let mut command = Command::new(program);
    in_english(&mut command);
    let mut child = command
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{}", program.display()))?;
    let mut stdin = child.stdin.take().context("standard input was piped")?;
    // A command may end without reading it all.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output()?;
    Ok(Finished {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// A process in the background; killed when dropped.
pub struct Background {
    child: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
    stderr: Option<JoinHandle<String>>,
}

impl Background {
    /// Starts `program`; its standard output is read line by line.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start<A: AsRef<OsStr>>(program: &Path, args: impl IntoIterator<Item = A>) -> Result<Self> {
        let mut command = Command::new(program);
        in_english(&mut command);
        command.args(args);
        Self::spawn(command)
    }

    /// The same with an environment and a working directory of its own.
    ///
    /// # Errors
    /// When it does not start.
    pub fn spawn(mut command: Command) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("{}", command.get_program().display()))?;
        let (sender, lines) = channel();
        let stdout = child.stdout.take().context("standard output was piped")?;
        let stderr = child.stderr.take().context("standard error was piped")?;
        std::thread::spawn(move || forward(stdout, &sender));
        let stderr = std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = BufReader::new(stderr).read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        Ok(Self { child, lines, seen: Vec::new(), stderr: Some(stderr) })
    }

    /// Process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until a line of standard output satisfies `wanted`; lines seen before count too, each once.
    ///
    /// # Errors
    /// Everything the process said, when it ends or `patience` runs out first.
    pub fn wait_for<T>(&mut self, patience: Duration, wanted: impl Fn(&str) -> Option<T>) -> Result<T> {
        if let Some(at) = self.seen.iter().position(|line| wanted(line).is_some()) {
            return wanted(&self.seen.remove(at)).context("it was wanted a moment ago");
        }
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => match wanted(&line) {
                    Some(found) => return Ok(found),
                    None => self.seen.push(line),
                },
                Err(RecvTimeoutError::Timeout) => return Err(self.gave_up("time ran out")),
                Err(RecvTimeoutError::Disconnected) => return Err(self.gave_up("it ended")),
            }
        }
    }

    /// Waits for a JSON line whose `event` is `name`.
    ///
    /// # Errors
    /// As [`Background::wait_for`].
    pub fn wait_for_event(&mut self, patience: Duration, name: &str) -> Result<Value> {
        self.wait_for(patience, |line| {
            let value: Value = serde_json::from_str(line).ok()?;
            (value.get("event")?.as_str()? == name).then_some(value)
        })
        .with_context(|| format!("no event {name:?}"))
    }

    fn gave_up(&mut self, why: &str) -> anyhow::Error {
        let stdout = self.seen.join("\n");
        let stderr = self.kill();
        anyhow::anyhow!("{why}\n--- stdout\n{stdout}\n--- stderr\n{stderr}")
    }

    /// `kill -9`; gives what it had said on standard error.
    pub fn kill(&mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.stderr.take().and_then(|reader| reader.join().ok()).unwrap_or_default()
    }

    /// Asks it to end, and waits for that.
    ///
    /// # Errors
    /// When it does not end within ten seconds.
    pub fn stop(self) -> Result<Finished> {
        Command::new("kill").args(["-TERM", &self.id().to_string()]).status().context("kill was not found")?;
        self.finish(Duration::from_secs(10))
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// When it does not end in time.
    pub fn finish(mut self, patience: Duration) -> Result<Finished> {
        let deadline = Instant::now() + patience;
        let status = loop {
            if let Some(status) = self.child.try_wait()? {
                break status;
            }
            if Instant::now() > deadline {
                bail!("it does not end\n{}", self.kill());
            }
            std::thread::sleep(Duration::from_millis(10)); // polling, bounded above
        };
        let stderr = self.stderr.take().and_then(|reader| reader.join().ok()).unwrap_or_default();
        let stdout = self.seen.drain(..).chain(self.lines.try_iter()).collect::<Vec<_>>().join("\n");
        Ok(Finished { code: status.code(), stdout, stderr })
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn forward(stdout: impl Read, sender: &Sender<String>) {
    for line in BufReader::new(stdout).lines() {
        let Ok(line) = line else { return };
        if sender.send(line).is_err() {
            return;
        }
    }
}
