//! Talking with a person: standard output is data, standard error is talk, secrets are typed without echo.

mod editor;
mod input;
mod prompts;
pub(crate) mod screen;
mod show;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use rustix::fd::AsFd;
use rustix::termios::tcgetwinsize;
use serde::Serialize;

use self::show::wrapped;
use crate::failure::Failure;
use crate::text::text_with;
pub(crate) use input::{read_input, read_text};
pub(crate) use show::{printable, show_time};

/// Where a command reads and writes.
pub(crate) struct Terminal {
    json: bool,
    plain: bool,
    language: ChosenBy,
}

/// Who chose the language that is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChosenBy {
    Person,
    System,
    Nobody,
}

impl Terminal {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, plain: false, language: ChosenBy::Nobody }
    }

    /// The same, which draws nothing: for screen readers.
    pub(crate) fn plain(self, plain: bool) -> Self {
        Self { plain, ..self }
    }

    /// The same, which knows who chose the language.
    pub(crate) fn language(self, language: ChosenBy) -> Self {
        Self { language, ..self }
    }

    /// Whether data goes out as JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether somebody sits there to answer.
    pub(crate) fn is_interactive(&self) -> bool {
        io::stdin().is_terminal()
    }

    /// Whether nothing may be drawn: it was asked for, or the terminal cannot.
    pub(crate) fn is_plain(&self) -> bool {
        self.plain || !self.can_erase()
    }

    /// Whether there is a terminal that can take something off again.
    fn can_erase(&self) -> bool {
        let kind = std::env::var_os("TERM").unwrap_or_default();
        io::stderr().is_terminal() && !kind.is_empty() && kind != "dumb"
    }

    /// Talk: standard error.
    pub(crate) fn say(&self, line: impl AsRef<str>) {
        // A closed standard error must not stop a report.
        let _ = io::stderr().write_all(format!("{}\n", fitted(line.as_ref(), io::stderr())).as_bytes());
    }

    /// Data for people: standard output. Nothing when `--json` was given.
    pub(crate) fn print(&self, line: impl AsRef<str>) {
        if !self.json {
            let _ = writeln!(io::stdout(), "{}", fitted(line.as_ref(), io::stdout()));
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

    /// A bar for long work, on standard error; nothing where nobody watches.
    pub(crate) fn progress(&self, steps: u64, what: &str) -> ProgressBar {
        self.bar(steps, what, "{msg} [{bar:30}] {pos}/{len}")
    }

    /// The same for many bytes, with how long it still takes.
    pub(crate) fn progress_bytes(&self, bytes: u64, what: &str) -> ProgressBar {
        let left = text_with("talk-bytes-left", &[("left", &"{eta}")]);
        let shown = "{msg} [{bar:30}] {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec}";
        self.bar(bytes, what, &format!("{shown}, {left}"))
    }

    fn bar(&self, steps: u64, what: &str, template: &str) -> ProgressBar {
        if self.json || self.is_plain() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(steps).with_message(what.to_owned());
        ProgressStyle::with_template(template).map_or(bar.clone(), |style| bar.with_style(style))
    }

    /// Shows a failure; gives its exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        self.say_failure(failure);
        self.json(&serde_json::json!({
            "error": failure.message,
            "hints": failure.hints,
            "relay_error": failure.relay_error,
        }));
        ExitCode::from(failure.code)
    }

    fn say_failure(&self, failure: &Failure) {
        self.say(format!("davylamp: {}", failure.message));
        for hint in &failure.hints {
            self.say(text_with("talk-hint", &[("hint", hint)]));
        }
    }
}

/// The text with its lines broken between words, where it goes to a window; as it is, where it goes to a file.
fn fitted(text: &str, to: impl AsFd) -> String {
    match tcgetwinsize(to) {
        Ok(window) if window.ws_col > 0 => wrapped(text, window.ws_col.into()).trim_end_matches('\n').to_owned(),
        _ => text.to_owned(),
    }
}
