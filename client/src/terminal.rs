//! Talking with a person: standard output is data, standard error is talk, secrets are typed without echo.

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::text::text;

/// Where a command reads and writes.
pub(crate) struct Terminal {
    json: bool,
}

impl Terminal {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether data goes out as JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether somebody sits there to answer.
    pub(crate) fn is_interactive(&self) -> bool {
        io::stdin().is_terminal()
    }

    /// Talk: standard error.
    pub(crate) fn say(&self, line: impl AsRef<str>) {
        // A closed standard error must not stop a report.
        let _ = writeln!(io::stderr(), "{}", line.as_ref());
    }

    /// Data for people: standard output. Nothing when `--json` was given.
    pub(crate) fn print(&self, line: impl AsRef<str>) {
        if !self.json {
            let _ = writeln!(io::stdout(), "{}", line.as_ref());
        }
    }

    /// Data for scripts: one JSON document on a line, when `--json` was given.
    pub(crate) fn json(&self, value: &impl Serialize) {
        if self.json
            && let Ok(line) = serde_json::to_string(value)
        {
            let _ = writeln!(io::stdout(), "{line}");
            let _ = io::stdout().flush();
        }
    }

    /// One line, shown as it is typed.
    pub(crate) fn ask(&self, question: &str) -> Result<String, Failure> {
        self.prompt(question);
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
        if read == 0 {
            return Err(Failure::usage(text("input-ended")));
        }
        Ok(line.trim().to_owned())
    }

    /// One line, not shown.
    pub(crate) fn ask_secret(&self, question: &str) -> Result<Zeroizing<String>, Failure> {
        if !self.is_interactive() {
            return self.ask(question).map(Zeroizing::new);
        }
        self.prompt(question);
        rpassword::read_password().map(Zeroizing::new).map_err(unreadable)
    }

    /// Several lines, ended by an empty line or the end of input.
    pub(crate) fn ask_lines(&self, question: &str) -> Result<Zeroizing<String>, Failure> {
        self.say(question);
        let mut lines = Zeroizing::new(String::new());
        for line in io::stdin().lock().lines() {
            let line = Zeroizing::new(line.map_err(unreadable)?);
            if line.trim().is_empty() {
                break;
            }
            lines.push_str(&line);
            lines.push('\n');
        }
        Ok(lines)
    }

    /// Yes or no; anything but a clear yes is no.
    pub(crate) fn confirm(&self, question: &str) -> Result<bool, Failure> {
        let answer = self.ask(question)?.to_lowercase();
        Ok(text("yes-answers").split_whitespace().any(|yes| yes == answer))
    }

    /// Shows a failure; gives its exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        self.say(format!("davylamp: {}", failure.message));
        for hint in &failure.hints {
            self.say(format!("hint: {hint}"));
        }
        self.json(&serde_json::json!({ "error": failure.message, "hints": failure.hints }));
        ExitCode::from(failure.code)
    }

    fn prompt(&self, question: &str) {
        let _ = write!(io::stderr(), "{question} ");
        let _ = io::stderr().flush();
    }
}

/// Reads a file, or standard input for `-`, up to `limit` bytes.
pub(crate) fn read_input(path: &Path, limit: u64) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let named = path.display();
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(|error| Failure::new(format!("{named}: {error}")))?)
    };
    let mut bytes = Zeroizing::new(Vec::new());
    source.take(limit + 1).read_to_end(&mut bytes).map_err(|error| Failure::new(format!("{named}: {error}")))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::new(format!("{named}: longer than {limit} bytes")));
    }
    Ok(bytes)
}

/// The same, as text.
pub(crate) fn read_text(path: &Path, limit: u64) -> Result<Zeroizing<String>, Failure> {
    let bytes = read_input(path, limit)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Failure::new(format!("{}: not UTF-8 text", path.display())))?;
    Ok(Zeroizing::new(text.trim_start_matches('\u{feff}').to_owned()))
}

fn unreadable(error: io::Error) -> Failure {
    Failure::new(format!("cannot read the answer: {error}"))
}
