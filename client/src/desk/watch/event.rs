//! What `watch` tells: one line for people, one JSON object for scripts.

use davylamp_protocol::message::Message;
use serde::Serialize;

mod alert;

pub(crate) use alert::{AlertEvent, DURESS, OTHER, RIGHT, Waiting, kind_text, one_line};

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
    /// A message of a reporter is whole; `contradicted` if another relay brought another text in its place.
    Message {
        case: String,
        kind: String,
        index: Option<u64>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        contradicted: bool,
    },
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
    /// A notice board stands in the log under this desk's key that this desk did not make.
    ForeignNotice { serial: u64 },
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
    /// What alert profiles bring.
    #[serde(untagged)]
    Panic(AlertEvent),
}

impl Event {
    /// Whether somebody must look at once.
    pub(crate) fn is_alarm(&self) -> bool {
        self.is_cut_off() || self.rings()
    }

    /// Whether the desk's hook hears of it.
    pub(crate) fn calls_hook(&self) -> bool {
        match self.alert() {
            Some(event) => event.calls_hook(),
            None => self.is_alarm(),
        }
    }

    /// What an alert profile brought.
    pub(crate) fn alert(&self) -> Option<&AlertEvent> {
        if let Self::Panic(event) = self { Some(event) } else { None }
    }

    fn rings(&self) -> bool {
        self.alert().is_some_and(AlertEvent::rings)
    }

    /// What may keep messages from this desk, or its people from hearing.
    fn is_cut_off(&self) -> bool {
        matches!(
            self,
            Self::CutOff { .. }
                | Self::RelayLied { .. }
                | Self::Stale { .. }
                | Self::ForeignCard { .. }
                | Self::ForeignNotice { .. }
                | Self::CardGone { .. }
                | Self::Lost { .. }
                | Self::Panic(AlertEvent::HookFailed { .. })
        )
    }

    pub(crate) fn show(&self, terminal: &Terminal) {
        terminal.json(self);
        if self.rings() {
            let lines: Vec<String> = self.line().lines().map(|line| format!("!!! {line}")).collect();
            let bells = "\u{7}".repeat(if self.alert().is_some_and(AlertEvent::is_duress) { 3 } else { 1 });
            terminal.say(format!("{bells}\n{RULE}\n{}\n{RULE}", lines.join("\n")));
        } else if self.is_cut_off() {
            // The terminal's bell: silence must not be mistaken for peace.
            terminal.say(format!("\u{7}{}", text_with("desk-alarm", &[("what", &self.line())])));
        } else if !terminal.is_json() {
            terminal.print(self.line());
        }
    }

    /// The first line of it, for a notification: others may see the screen.
    pub(crate) fn headline(&self) -> String {
        self.line().lines().next().unwrap_or_default().to_owned()
    }

    fn line(&self) -> String {
        match self {
            Self::Panic(event) => event.line(),
            Self::Ready { origin, size } => text_with("desk-ready", &[("origin", origin), ("size", size)]),
            Self::Case { case } => text_with("desk-new-case", &[("case", case)]),
            Self::Message { case, kind, contradicted, .. } => {
                let id = if *contradicted { "desk-new-contradiction" } else { "desk-new-message" };
                text_with(id, &[("case", case), ("kind", &text(&format!("desk-kind-{kind}")))])
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
            Self::ForeignNotice { serial } => text_with("desk-foreign-notice", &[("serial", serial)]),
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
        Message::RelayedAnswer(_) => "relayed-answer",
        Message::Account(_) => "account",
        Message::Join(_) => "join",
        Message::Copy(_) => "copy",
        Message::Leave(_) => "leave",
        Message::Table(_) => "table",
        Message::Handover(_) => "handover",
    }
}

const RULE: &str = "======================================================================";
