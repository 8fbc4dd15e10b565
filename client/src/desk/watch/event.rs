//! What `watch` tells: one line for people, one JSON object for scripts.

use davylamp_protocol::message::Message;
use serde::Serialize;

use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// One event. The JSON names are stable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[non_exhaustive]
pub(crate) enum Event {
    /// Caught up with a log; from now on everything is told as it comes.
    Ready { origin: String, size: u64 },
    /// A new case.
    Case { case: String },
    /// A message of a reporter is whole.
    Message { case: String, kind: String, index: Option<u64> },
    /// A reporter has read so many messages.
    Read { case: String, messages: usize },
    /// A canary came back in time.
    Fresh { origin: String, seconds: u64 },
    /// Canaries do not come back: messages may not reach this desk.
    CutOff { origin: String, missed: u32 },
    /// The relay was caught.
    RelayLied { origin: String, what: String },
    /// The relay's newest checkpoint is old.
    Stale { origin: String, minutes: u64 },
    /// The relay cannot be reached, for now.
    Unreachable { origin: String, why: String },
    /// It can again.
    Back { origin: String },
    /// A card stands in the log under this desk's key that this desk did not make.
    ForeignCard { serial: u64 },
    /// The relay shows nobody this desk's card, though it logged it.
    CardGone { origin: String },
    /// Messages for this desk whose bodies the relay no longer keeps.
    Lost { origin: String, entries: u64 },
    /// Catching up.
    Progress { origin: String, at: u64 },
    /// Answers were sealed anew because nobody read them.
    Renewed { messages: usize },
    /// The card ends soon, or has ended.
    CardEnds { days: i64 },
}

impl Event {
    /// Whether somebody must look at once.
    pub(crate) fn is_alarm(&self) -> bool {
        matches!(
            self,
            Self::CutOff { .. }
                | Self::RelayLied { .. }
                | Self::Stale { .. }
                | Self::ForeignCard { .. }
                | Self::CardGone { .. }
                | Self::Lost { .. }
        )
    }

    pub(crate) fn show(&self, terminal: &Terminal) {
        terminal.json(self);
        if self.is_alarm() {
            // The terminal's bell: silence must not be mistaken for peace.
            terminal.say(format!("\u{7}{}", text_with("desk-alarm", &[("what", &self.line())])));
        } else if !terminal.is_json() {
            terminal.print(self.line());
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Ready { origin, size } => text_with("desk-ready", &[("origin", origin), ("size", size)]),
            Self::Case { case } => text_with("desk-new-case", &[("case", case)]),
            Self::Message { case, kind, .. } => {
                text_with("desk-new-message", &[("case", case), ("kind", &text(&format!("desk-kind-{kind}")))])
            }
            Self::Read { case, messages } => text_with("desk-was-read", &[("case", case), ("count", messages)]),
            Self::Fresh { seconds, .. } => text_with("desk-fresh", &[("seconds", seconds)]),
            Self::CutOff { origin, missed } => text_with("desk-cut-off", &[("origin", origin), ("missed", missed)]),
            Self::RelayLied { origin, what } => {
                text_with("desk-relay-lied", &[("origin", origin), ("what", &text(&format!("desk-lie-{what}")))])
            }
            Self::Stale { origin, minutes } => text_with("desk-stale", &[("origin", origin), ("minutes", minutes)]),
            Self::Unreachable { origin, why } => text_with("desk-unreachable", &[("origin", origin), ("why", why)]),
            Self::Back { origin } => text_with("desk-back", &[("origin", origin)]),
            Self::ForeignCard { serial } => text_with("desk-foreign-card", &[("serial", serial)]),
            Self::CardGone { origin } => text_with("desk-card-gone", &[("origin", origin)]),
            Self::Lost { origin, entries } => text_with("desk-lost", &[("origin", origin), ("entries", entries)]),
            Self::Progress { at, .. } => text_with("desk-progress", &[("at", at)]),
            Self::Renewed { messages } => text_with("desk-renewed", &[("count", messages)]),
            Self::CardEnds { days } if *days < 0 => text("desk-card-ended"),
            Self::CardEnds { days } => text_with("desk-card-ends", &[("days", days)]),
        }
    }
}

/// A kind's stable name.
pub(crate) fn kind_name(message: &Message) -> &'static str {
    match message {
        Message::Report(_) => "report",
        Message::Text(_) => "text",
        Message::Received(_) => "received",
        Message::Status(_) => "status",
        Message::ConsentRequest(_) => "consent-request",
        Message::ConsentAnswer(_) => "consent-answer",
        Message::Outcome(_) => "outcome",
        Message::Arm(_) => "arm",
    }
}
