//! What happened to a case at its desk, in a chain that cannot be cut unseen (`SPEC.md` 10.2 and 10.3).
//!
//! ```text
//! {"n":0,"time":1795392000,"action":"opened","actor":"desk","reason":"report received","prev":"000…"}
//! ```

mod head;

use serde::{Deserialize, Serialize};

use super::layout::MAX_ITEMS;
use crate::clue::DeskKey;
use crate::labelled::hash;

pub use head::{CustodyKey, Head, HeadError};

/// The longest actor, in bytes.
pub const MAX_ACTOR: usize = 200;
/// The longest reason, in bytes.
pub const MAX_REASON: usize = 4096;

/// The longest purpose, in bytes.
pub const MAX_PURPOSE: usize = 200;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// The case began.
    Opened,
    /// Somebody read it.
    Read,
    /// Somebody answered.
    Answered,
    /// The reporter consented or refused.
    Consent,
    /// Handed to counsel, with consent.
    Exported,
    /// Handed to counsel without consent; the reason says why.
    ExportedWithoutConsent,
    /// Shown to a colleague.
    Shared,
    /// Closed.
    Closed,
    /// What the reason says.
    Other,
}

impl Action {
    /// Whether a case file was made.
    #[must_use]
    pub fn is_export(self) -> bool {
        matches!(self, Self::Exported | Self::ExportedWithoutConsent)
    }
}

/// What an export handed over, and on whose word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportRecord {
    /// [`CaseMaterial::contents`](super::CaseMaterial::contents), in hex.
    pub contents: String,
    /// [`ConsentBasis`](super::ConsentBasis) as text, or `none`.
    pub consent: String,
    /// SHA-256 of each recipient string, in hex.
    pub recipients: Vec<String>,
    /// What for, in a few words of the desk.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub purpose: Option<String>,
    /// Until when the desk wants it used, Unix seconds. Nothing enforces it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires: Option<u64>,
    /// `true` where the desk chose among the messages.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub only: Option<bool>,
}

/// One line of the custody log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyEvent {
    /// From 0.
    pub n: u32,
    /// Unix seconds, by the desk's clock.
    pub time: u64,
    /// What was done.
    pub action: Action,
    /// By whom, as the desk names its people.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// With an export only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub export: Option<ExportRecord>,
    /// Hash of the event before, in hex.
    pub prev: String,
}

/// Why an event is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CustodyError {
    /// Not a line of this format, in its one spelling.
    #[error("line {0} of the custody log is not in its format")]
    Line(usize),
    /// Wrong number, an earlier time, or not the hash of the event before.
    #[error("line {0} of the custody log does not follow the one before")]
    Chain(usize),
    /// Too many events.
    #[error("the custody log is too long")]
    TooLong,
}

/// The chain of events of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustodyLog {
    desk: DeskKey,
    events: Vec<CustodyEvent>,
}

impl CustodyLog {
    /// A log without events.
    #[must_use]
    pub const fn new(desk: DeskKey) -> Self {
        Self { desk, events: Vec::new() }
    }

    /// The events, in their order.
    #[must_use]
    pub fn events(&self) -> &[CustodyEvent] {
        &self.events
    }

    /// Adds an event. A `time` before the last event's is recorded as the last event's: a clock that was set back must
    /// not stop a desk.
    ///
    /// # Errors
    /// [`CustodyError::Line`] for texts beyond their limits, or an export record where none belongs or none where one does.
    pub fn append(
        &mut self,
        time: u64,
        action: Action,
        actor: &str,
        reason: &str,
        export: Option<ExportRecord>,
    ) -> Result<&CustodyEvent, CustodyError> {
        let n = u32::try_from(self.events.len()).map_err(|_| CustodyError::TooLong)?;
        let time = self.events.last().map_or(time, |last| time.max(last.time));
        let (actor, reason, prev) = (actor.to_owned(), reason.to_owned(), self.head_hex());
        self.push(CustodyEvent { n, time, action, actor, reason, export, prev })?;
        self.events.last().ok_or(CustodyError::TooLong)
    }

    /// Hash of event number `count - 1`; zeros for 0 events, `None` beyond the end.
    #[must_use]
    pub fn hash_after(&self, count: u32) -> Option<[u8; 32]> {
        let Some(last) = count.checked_sub(1) else {
            return Some([0; 32]);
        };
        let event = self.events.get(usize::try_from(last).ok()?)?;
        Some(event.hash(self.desk))
    }

    /// What the next head covers: all events.
    ///
    /// # Errors
    /// [`CustodyError::TooLong`], which [`CustodyLog::append`] does not let happen.
    pub fn head(&self) -> Result<Head, CustodyError> {
        let events = u32::try_from(self.events.len()).map_err(|_| CustodyError::TooLong)?;
        let hash = self.hash_after(events).ok_or(CustodyError::TooLong)?;
        Ok(Head { events, hash })
    }

    /// The log as text, a line an event.
    #[must_use]
    pub fn encode(&self) -> String {
        self.events.iter().map(|event| event.line() + "\n").collect()
    }

    /// Reads [`CustodyLog::encode`].
    ///
    /// # Errors
    /// [`CustodyError`] with the number of the line, from 1.
    pub fn decode(desk: DeskKey, bytes: &[u8]) -> Result<Self, CustodyError> {
        let text = std::str::from_utf8(bytes).map_err(|_| CustodyError::Line(1))?;
        let mut log = Self::new(desk);
        for (at, line) in text.split_inclusive('\n').enumerate() {
            let line = line.strip_suffix('\n').ok_or(CustodyError::Line(at + 1))?;
            let event: CustodyEvent = serde_json::from_str(line).map_err(|_| CustodyError::Line(at + 1))?;
            if event.line() != line {
                return Err(CustodyError::Line(at + 1));
            }
            log.push(event)?;
        }
        Ok(log)
    }

    fn push(&mut self, event: CustodyEvent) -> Result<(), CustodyError> {
        let line = self.events.len() + 1;
        if line > MAX_ITEMS {
            return Err(CustodyError::TooLong);
        }
        if !event.is_sound() {
            return Err(CustodyError::Line(line));
        }
        let follows = usize::try_from(event.n).is_ok_and(|n| n + 1 == line)
            && event.prev == self.head_hex()
            && self.events.last().is_none_or(|last| last.time <= event.time);
        if !follows {
            return Err(CustodyError::Chain(line));
        }
        self.events.push(event);
        Ok(())
    }

    fn head_hex(&self) -> String {
        hex::encode(self.events.last().map_or([0; 32], |event| event.hash(self.desk)))
    }
}

impl CustodyEvent {
    fn line(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers are always JSON")
    }

    fn hash(&self, desk: DeskKey) -> [u8; 32] {
        hash(EVENT, &[&desk.0, self.line().as_bytes()])
    }

    fn is_sound(&self) -> bool {
        let actor = (1..=MAX_ACTOR).contains(&self.actor.len()) && !self.actor.chars().any(char::is_control);
        let reason = self.reason.len() <= MAX_REASON && !self.reason.chars().any(|c| c.is_control() && c != '\n');
        let export = match &self.export {
            Some(export) => self.action.is_export() && export.is_sound(),
            None => !self.action.is_export(),
        };
        actor && reason && export
    }
}

impl ExportRecord {
    /// Whether it has what the first version did not know.
    pub(super) fn says_more(&self) -> bool {
        self.purpose.is_some() || self.expires.is_some() || self.only.is_some()
    }

    fn is_sound(&self) -> bool {
        let is_hash = |text: &String| text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let consent =
            (1..=64).contains(&self.consent.len()) && self.consent.bytes().all(|b| (b' '..=b'~').contains(&b));
        is_hash(&self.contents)
            && consent
            && (1..=64).contains(&self.recipients.len())
            && self.recipients.iter().all(is_hash)
            && self.purpose.as_ref().is_none_or(|words| is_line(words, MAX_PURPOSE))
            && self.only != Some(false)
    }
}

fn is_line(words: &str, most: usize) -> bool {
    (1..=most).contains(&words.len()) && !words.chars().any(char::is_control)
}

const EVENT: &str = "davylamp/v1/custody-event";

#[cfg(test)]
mod tests {
    use super::*;

    const DESK: DeskKey = DeskKey([1; 32]);

    fn log() -> CustodyLog {
        let mut log = CustodyLog::new(DESK);
        log.append(10, Action::Opened, "desk", "report received", None).unwrap();
        log.append(20, Action::Read, "M. Rojas", "", None).unwrap();
        log.append(15, Action::Other, "M. Rojas", "clock went back", None).unwrap();
        log
    }

    #[test]
    fn reads_back_what_it_wrote_and_time_never_runs_back() {
        let log = log();
        assert_eq!(log.events().last().unwrap().time, 20);
        assert_eq!(CustodyLog::decode(DESK, log.encode().as_bytes()), Ok(log));
    }

    #[test]
    fn every_change_of_a_letter_shows() {
        let text = log().encode();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            // The last event is bound by its posted head alone.
            let last = text.trim_end().rfind('\n').unwrap() + 1;
            let read = CustodyLog::decode(DESK, &bytes);
            assert!(read.is_err() || (at >= last && read.unwrap().head() != log().head()), "byte {at}");
        }
    }

    #[test]
    fn rejects_lines_left_out_swapped_added_or_spelt_otherwise() {
        let text = log().encode();
        let lines: Vec<&str> = text.lines().collect();
        let joined = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        for (wrong, why) in [
            (joined(&[lines[0], lines[2]]), CustodyError::Chain(2)),
            (joined(&[lines[1], lines[0], lines[2]]), CustodyError::Chain(1)),
            (joined(&[lines[0], lines[0], lines[1]]), CustodyError::Chain(2)),
            (text.replace("\"n\":1", "\"n\": 1"), CustodyError::Line(2)),
            (text.trim_end().to_owned(), CustodyError::Line(3)),
            (text.replacen("\"n\":0", "\"n\":0,\"n\":0", 1), CustodyError::Line(1)),
            (text.replacen("\"prev\"", "\"more\":1,\"prev\"", 1), CustodyError::Line(1)),
        ] {
            assert_eq!(CustodyLog::decode(DESK, wrong.as_bytes()), Err(why), "{wrong}");
        }
    }

    #[test]
    fn rejects_the_log_of_another_desk() {
        assert_eq!(CustodyLog::decode(DeskKey([2; 32]), log().encode().as_bytes()), Err(CustodyError::Chain(2)));
    }

    #[test]
    fn an_export_needs_its_record_and_nothing_else_takes_one() {
        let record = ExportRecord {
            contents: "0".repeat(64),
            consent: "none".into(),
            recipients: vec!["a".repeat(64)],
            purpose: None,
            expires: None,
            only: None,
        };
        let try_with = |action, export| log().append(30, action, "desk", "why", export).map(|_| ());
        assert_eq!(try_with(Action::Exported, Some(record.clone())), Ok(()));
        assert_eq!(try_with(Action::Exported, None), Err(CustodyError::Line(4)));
        assert_eq!(try_with(Action::Read, Some(record.clone())), Err(CustodyError::Line(4)));
        let nobody = ExportRecord { recipients: vec![], ..record.clone() };
        assert_eq!(try_with(Action::Exported, Some(nobody)), Err(CustodyError::Line(4)));
        let upper = ExportRecord { contents: "A".repeat(64), ..record };
        assert_eq!(try_with(Action::Exported, Some(upper)), Err(CustodyError::Line(4)));
    }
}
