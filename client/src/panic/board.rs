//! What a defender sees: one line for each contact, changed in place on a terminal that may be drawn on; elsewhere, and
//! for screen readers (`--plain`), one line for each change; or events for scripts.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use davylamp_protocol::alert::Reached;
use rustix::termios::tcgetwinsize;
use serde_json::json;
use unicode_width::UnicodeWidthChar as _;

use super::engine::Goal;
use super::exit;
use super::profile::{Kind, Profile, ProfileError, letter};
use crate::relay::{RelayError, now};
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

/// The states on show.
pub(super) struct Board<'a> {
    terminal: &'a Terminal,
    in_place: bool,
    shown: Vec<Option<Reached>>,
    why: Vec<Option<String>>,
    /// Lines that stand on the terminal and are written over.
    drawn: usize,
    goal: Goal,
    introduced: bool,
    cancelled: bool,
    troubled: bool,
}

impl<'a> Board<'a> {
    pub(super) fn new(terminal: &'a Terminal, goal: Goal) -> Self {
        Self {
            terminal,
            goal,
            in_place: std::io::stdout().is_terminal() && !terminal.is_json() && !terminal.is_plain(),
            shown: Vec::new(),
            why: Vec::new(),
            drawn: 0,
            introduced: false,
            cancelled: false,
            troubled: false,
        }
    }

    /// Shows how far the alert has come, where that changed.
    pub(super) fn show(&mut self, profile: &Profile) {
        let Some(alert) = &profile.alert else { return };
        self.introduce(profile);
        if alert.is_cancelled() && !self.cancelled {
            self.cancelled = true;
            self.terminal.json(&json!({ "event": "cancelled" }));
        }
        self.shown.resize(alert.followed.len(), None);
        self.why.resize(alert.followed.len(), None);
        let mut changed = false;
        for (contact, followed) in alert.followed.iter().enumerate() {
            let reached = followed.raised.reached();
            let Some(shown) = self.shown.get_mut(contact).filter(|shown| **shown != Some(reached)) else { continue };
            *shown = Some(reached);
            changed = true;
            if let Some(why) = self.why.get_mut(contact).filter(|_| reached > Reached::Queued) {
                *why = None;
            }
            self.state(contact, &hex::encode(followed.raised.name()), reached);
        }
        if changed {
            self.draw();
        }
    }

    /// Shows why a contact's relay does not have it yet.
    pub(super) fn retry(&mut self, contact: usize, why: &RelayError, pause: Duration) {
        let in_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        let letter = letter(contact);
        self.terminal.json(&json!({ "event": "retry", "contact": letter, "why": why.name(), "in_ms": in_ms }));
        let seconds = pause.as_secs().max(1);
        let line = text_with("panic-retry", &[("why", why), ("seconds", &seconds)]);
        if self.in_place {
            // Where another relay of the contact has it, this one's trouble is not news.
            let queued = self.shown.get(contact) == Some(&Some(Reached::Queued));
            if let Some(why) = self.why.get_mut(contact).filter(|_| queued) {
                *why = Some(line);
            }
            self.draw();
        } else if !self.terminal.is_json() {
            self.terminal.say(format!("{letter}  {line}"));
        }
    }

    /// Shows that "still in danger" was said again.
    pub(super) fn still(&mut self) {
        self.terminal.json(&json!({ "event": "still" }));
        if !self.in_place {
            self.terminal.print(text("panic-still"));
        }
    }

    /// Shows, once, that the alert is not kept on disk.
    pub(super) fn trouble(&mut self, trouble: Option<&ProfileError>) {
        let Some(trouble) = trouble.filter(|_| !self.troubled) else { return };
        self.troubled = true;
        let why = trouble.to_string();
        self.terminal.json(&json!({ "event": "not-kept", "why": why }));
        self.drawn = 0;
        self.terminal.say(text_with("panic-not-kept", &[("why", &trouble.in_words())]));
    }

    /// The last word.
    pub(super) fn end(&mut self, code: u8) {
        self.terminal.json(&json!({ "event": "ended", "exit": code }));
        let last = match (self.goal, code) {
            (Goal::Nothing, exit::DONE) => return,
            (Goal::Posted(Kind::Cancel), exit::DONE) => text("panic-cancelled"),
            (Goal::Posted(_), exit::DONE) => text("panic-posted"),
            (Goal::Posted(_), _) => text("panic-waits"),
            (_, exit::DONE) => text("panic-done"),
            (_, exit::CANCELLED) => text("panic-cancelled"),
            (_, exit::RECEIVED) => text("panic-ended-received"),
            (_, exit::ON_RELAY) => text("panic-ended-on-relay"),
            _ => text("panic-ended-queued"),
        };
        self.terminal.print(last);
    }

    /// Says once what is under way.
    fn introduce(&mut self, profile: &Profile) {
        let Some(alert) = profile.alert.as_ref().filter(|_| !self.introduced) else { return };
        self.introduced = true;
        if matches!(self.goal, Goal::Posted(_)) {
            return;
        }
        let name = alert.followed.first().map(|followed| hex::encode(followed.raised.name())).unwrap_or_default();
        self.terminal.json(&json!({ "event": "raised", "alert": name, "drill": alert.drill }));
        match self.goal {
            Goal::Person => self.terminal.print(text("panic-raised")),
            Goal::Everybody => self.terminal.print(text("panic-raised-drill")),
            Goal::Nothing => self.terminal.print(text("panic-resumed")),
            Goal::Posted(_) => {}
        }
        if self.goal != Goal::Person {
            return;
        }
        if profile.contacts.iter().all(|contact| contact.drilled.is_none()) {
            self.terminal.print(text("panic-untested"));
        }
        if profile.expires <= now() {
            self.terminal.print(text_with("panic-status-expired", &[("time", &show_time(profile.expires))]));
        }
    }

    fn state(&self, contact: usize, alert: &str, reached: Reached) {
        let letter = letter(contact);
        self.terminal
            .json(&json!({ "event": "state", "contact": letter, "alert": alert, "state": state_name(reached) }));
        if !self.in_place {
            self.terminal.print(format!("{letter}  {}", state_text(reached)));
        }
    }

    /// Writes all lines anew, over those that stand there.
    fn draw(&mut self) {
        if !self.in_place {
            return;
        }
        let columns = columns();
        let mut out = String::new();
        if self.drawn > 0 {
            out.push_str(&format!("\x1b[{}A", self.drawn));
        }
        for (contact, (reached, why)) in self.shown.iter().zip(&self.why).enumerate() {
            let state = why.clone().or_else(|| reached.map(state_text)).unwrap_or_default();
            out.push_str(&format!("\r\x1b[2K{}\n", one_line(&format!("{}  {state}", letter(contact)), columns)));
        }
        self.drawn = self.shown.len();
        // A closed standard output must not stop an alert.
        let _ = std::io::stdout().write_all(out.as_bytes()).and_then(|()| std::io::stdout().flush());
    }
}

/// What must not take a second line on the screen: a line too many, and the next ones would be written over others.
fn one_line(line: &str, columns: usize) -> String {
    let mut width = 0;
    let fits = |c: &char| {
        width += c.width().unwrap_or(0);
        width < columns
    };
    line.chars().filter(|c| !c.is_control()).take_while(fits).collect()
}

/// How wide the window is; it may have changed since the last time.
fn columns() -> usize {
    let window = tcgetwinsize(std::io::stdout()).ok().filter(|window| window.ws_col > 0);
    window.map_or(COLUMNS, |window| window.ws_col.into())
}

/// The state, for scripts.
pub(super) fn state_name(reached: Reached) -> &'static str {
    match reached {
        Reached::Queued => "queued",
        Reached::OnRelay => "on-the-relay",
        Reached::Received => "received",
        Reached::Person => "acknowledged",
    }
}

/// The state, for people.
pub(super) fn state_text(reached: Reached) -> String {
    match reached {
        Reached::Queued => text("panic-state-queued"),
        Reached::OnRelay => text("panic-state-on-relay"),
        Reached::Received => text("panic-state-received"),
        Reached::Person => text("panic-state-acknowledged"),
    }
}

/// The usual window.
const COLUMNS: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_never_reaches_the_end_of_a_window() {
        assert_eq!(one_line("A  on the relay", 40), "A  on the relay");
        assert_eq!(one_line("A  on the relay", 8), "A  on t");
        assert_eq!(one_line("A  你好你好", 8), "A  你好", "two columns each");
        assert_eq!(one_line("A\x1b[2J\n", 8), "A[2J");
        assert_eq!(one_line("A", 0), "");
    }
}
