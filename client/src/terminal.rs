//! Talking with a person: standard output is data, standard error is talk, secrets are typed without echo.

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};
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

    /// A bar for long work, on standard error; nothing where nobody watches.
    pub(crate) fn progress(&self, steps: u64, what: &str) -> ProgressBar {
        self.bar(steps, what, "{msg} [{bar:30}] {pos}/{len}")
    }

    /// The same for many bytes, with how long it still takes.
    pub(crate) fn progress_bytes(&self, bytes: u64, what: &str) -> ProgressBar {
        self.bar(
            bytes,
            what,
            "{msg} [{bar:30}] {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec}, {eta} left",
        )
    }

    fn bar(&self, steps: u64, what: &str, template: &str) -> ProgressBar {
        if self.json || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(steps).with_message(what.to_owned());
        ProgressStyle::with_template(template).map_or(bar.clone(), |style| bar.with_style(style))
    }

    /// Takes what was shown off the screen, where that can be done.
    pub(crate) fn clear(&self) {
        if io::stderr().is_terminal() {
            let _ = write!(io::stderr(), "\x1b[2J\x1b[3J\x1b[H");
            let _ = io::stderr().flush();
        }
    }

    /// Shows a failure; gives its exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        self.say(format!("davylamp: {}", failure.message));
        for hint in &failure.hints {
            self.say(format!("hint: {hint}"));
        }
        self.json(&serde_json::json!({
            "error": failure.message,
            "hints": failure.hints,
            "relay_error": failure.relay_error,
        }));
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

/// Text from elsewhere, fit for a terminal: control characters, which could move the cursor or hide words, are marked.
pub(crate) fn printable(text: &str) -> String {
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if hidden(c) && c != '\n' && c != '\t' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Unix seconds as a person reads them, local with its offset; UTC where the zone is not known.
pub(crate) fn show_time(unix: u64) -> String {
    let offset = UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC);
    let time = i64::try_from(unix).ok().and_then(|unix| OffsetDateTime::from_unix_timestamp(unix).ok());
    let local = time.and_then(|time| time.checked_to_offset(offset));
    local.and_then(|time| time.format(TIME_FORMAT).ok()).unwrap_or_else(|| unix.to_string())
}

const TIME_FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute] [offset_hour sign:mandatory]:[offset_minute]");

fn unreadable(error: io::Error) -> Failure {
    Failure::new(format!("cannot read the answer: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_direction_marks_do_not_reach_the_terminal() {
        assert_eq!(printable("a\x1b[2Jb\r\u{202e}c\u{9b}"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}c\u{fffd}");
        assert_eq!(printable("uno\n\tdos ñ"), "uno\n\tdos ñ");
    }

    #[test]
    fn times_beyond_the_calendar_are_shown_as_numbers() {
        assert!(show_time(1_795_392_000).starts_with("2026-11-2"));
        assert_eq!(show_time(u64::MAX), u64::MAX.to_string());
    }
}
