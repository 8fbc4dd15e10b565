//! Questions, and what is typed in answer.

use std::io::{self, BufRead as _, Write as _};

use rustix::termios::{QueueSelector, tcflush};
use zeroize::{Zeroize as _, Zeroizing};

use super::screen::Screen;
use super::show::{printable, wrapped};
use super::{ChosenBy, Terminal, editor, fitted};
use crate::failure::Failure;
use crate::text::{Language, speak, spoken, text, text_with};

impl Terminal {
    /// One line, shown as it is typed.
    pub(crate) fn ask(&self, question: &str) -> Result<String, Failure> {
        // In one piece: what is typed meanwhile must not stand in the middle of it.
        let _ = io::stderr().write_all(format!("{} ", fitted(question, io::stderr())).as_bytes());
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
        if read == 0 {
            return Err(ended());
        }
        Ok(line.trim().to_owned())
    }

    /// Forgets what was typed ahead: a key that was pressed twice must not pass what nobody has read.
    pub(crate) fn forget_keys(&self) {
        if self.is_interactive() {
            // A terminal that is gone ends whoever reads from it.
            let _ = tcflush(io::stdin(), QueueSelector::IFlush);
        }
    }

    /// Offers the languages where none was chosen yet, by the person or by the system; `always` offers them all the
    /// same. Enter keeps the one that is spoken.
    pub(crate) fn choose_language(&self, always: bool) -> Result<(), Failure> {
        let is_offered = match self.language {
            ChosenBy::Person => false,
            ChosenBy::System => always,
            ChosenBy::Nobody => true,
        };
        if !self.is_interactive() || !is_offered {
            return Ok(());
        }
        for (number, language) in (1..).zip(Language::ALL) {
            self.say(format!("{number} {}", language.own_name()));
        }
        let answer = self.ask(&format!("1-{}, Enter = {}:", Language::ALL.len(), spoken().own_name()))?;
        let by_number =
            answer.parse::<usize>().ok().and_then(|number| Language::ALL.get(number.checked_sub(1)?).copied());
        by_number.or_else(|| Language::named(&answer)).into_iter().for_each(speak);
        Ok(())
    }

    /// Yes or no; anything but a clear yes is no.
    pub(crate) fn confirm(&self, question: &str) -> Result<bool, Failure> {
        let answer = self.ask(question)?.to_lowercase();
        Ok(text("yes-answers").split_whitespace().any(|yes| yes == answer))
    }

    /// One line, not shown.
    pub(crate) fn ask_secret(&self, question: &str) -> Result<Zeroizing<String>, Failure> {
        if !self.is_interactive() {
            return self.ask(question).map(Zeroizing::new);
        }
        let _held = Screen::hidden(&format!("{} ", fitted(question, io::stderr()))).map_err(unreadable)?;
        hidden_line()
    }

    /// Shows what must not stay, until Enter is pressed: on the second screen, of which nothing is left. Where there is
    /// none it says so before, and takes it off as well as can be.
    pub(crate) fn show_for_a_while(&self, shown: &str, question: &str) -> Result<(), Failure> {
        if self.is_plain() {
            return self.show_plainly(shown, question);
        }
        let width = ratatui::crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns));
        let shown = Zeroizing::new(format!("{shown}\n{question}"));
        let shown = Zeroizing::new(wrapped(&shown, width));
        self.forget_keys();
        let _held = Screen::second(shown.trim_end()).map_err(unreadable)?;
        hidden_line().map(drop)
    }

    fn show_plainly(&self, shown: &str, question: &str) -> Result<(), Failure> {
        self.say(text(if self.can_erase() { "shown-plainly" } else { "shown-for-good" }));
        if !self.confirm(&text("shown-plainly-question"))? {
            return Err(Failure::new(text("report-stopped")).hint(text("shown-plainly-hint")));
        }
        self.forget_keys();
        self.say(shown);
        self.ask(question)?;
        if self.can_erase() {
            let _ = write!(io::stderr(), "\x1b[H\x1b[2J\x1b[3J");
        }
        Ok(())
    }

    /// A text of at most `limit` bytes, typed in an editor in memory; where there is no second screen, line by line to
    /// an empty one. It is nowhere else than in what is given back.
    pub(crate) fn ask_lines(&self, question: &str, limit: usize) -> Result<Zeroizing<String>, Failure> {
        self.ask_lines_again(question, limit, "")
    }

    /// The same with what was typed `before`: in the editor it goes on from there; line by line an empty answer keeps it.
    pub(crate) fn ask_lines_again(
        &self,
        question: &str,
        limit: usize,
        before: &str,
    ) -> Result<Zeroizing<String>, Failure> {
        if self.is_plain() || !self.is_interactive() {
            if !before.is_empty() {
                self.say(format!("{}\n{}", printable(before), text("guide-enter-keeps")));
            }
            let typed = self.ask_line_by_line(question, limit)?;
            return Ok(if typed.is_empty() { Zeroizing::new(before.to_owned()) } else { typed });
        }
        let edited = editor::edit(question, limit, before).map_err(unreadable)?;
        edited.ok_or_else(|| Failure::new(text("report-stopped")))
    }

    fn ask_line_by_line(&self, question: &str, limit: usize) -> Result<Zeroizing<String>, Failure> {
        self.say(format!("{question} {}", text("text-ends-with-empty-line")));
        let mut lines = Zeroizing::new(String::with_capacity(limit));
        let mut line = Zeroizing::new(String::new());
        loop {
            line.zeroize();
            io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
            if line.trim().is_empty() {
                return Ok(lines);
            }
            let ended = if line.ends_with('\n') { "" } else { "\n" };
            if self.is_interactive() && line.len() >= LINE_MAX {
                self.say(text_with("text-line-cut", &[("limit", &LINE_MAX)]));
            }
            if lines.len() + line.len() + ended.len() > limit {
                let refused = text_with("text-line-refused", &[("limit", &limit)]);
                if !self.is_interactive() {
                    return Err(Failure::new(refused));
                }
                self.say(refused);
                continue;
            }
            lines.push_str(&line);
            lines.push_str(ended);
        }
    }

    /// Does what a person waits for, as often as they like: what they typed is not lost by a relay that is away.
    pub(crate) async fn until_done<T>(
        &self,
        mut attempt: impl AsyncFnMut() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        loop {
            let failure = match attempt().await {
                Err(failure) if self.is_interactive() => failure,
                done => return done,
            };
            self.say_failure(&failure);
            if !self.is_clear_yes(&text("words-again-question"))? {
                return Err(failure);
            }
        }
    }

    /// Asks until it is a clear yes or a clear no.
    fn is_clear_yes(&self, question: &str) -> Result<bool, Failure> {
        loop {
            let answer = self.ask(question)?.to_lowercase();
            let is_one_of = |id: &str| text(id).split_whitespace().any(|word| word == answer);
            if is_one_of("yes-answers") || is_one_of("no-answers") {
                return Ok(is_one_of("yes-answers"));
            }
        }
    }
}

/// One line, read past every buffer that would keep it.
fn hidden_line() -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(Vec::with_capacity(2 * LINE_MAX));
    let mut piece = Zeroizing::new([0; LINE_MAX]);
    loop {
        let read = match rustix::io::read(io::stdin(), &mut *piece) {
            Err(rustix::io::Errno::INTR) => continue,
            read => read.map_err(|error| unreadable(error.into()))?,
        };
        if read == 0 && line.is_empty() {
            return Err(ended());
        }
        line.extend_from_slice(piece.get(..read).unwrap_or_default());
        if read == 0 || line.ends_with(b"\n") {
            let typed = std::str::from_utf8(&line).map_err(|_| Failure::new(text("input-not-text")))?;
            return Ok(Zeroizing::new(typed.trim_end_matches(['\n', '\r']).to_owned()));
        }
    }
}

fn ended() -> Failure {
    Failure::usage(text("input-ended"))
}

fn unreadable(error: io::Error) -> Failure {
    Failure::new(text_with("input-unreadable", &[("why", &error)]))
}

/// What a terminal passes on of one line, with its end; the rest is lost in the system.
const LINE_MAX: usize = 4095;
