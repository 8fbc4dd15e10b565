//! What happened to a case at its desk, in a chain that cannot be cut unseen (`SPEC.md` 10.2 and 10.3).
//!
//! ```text
//! {"n":0,"time":1795392000,"action":"opened","actor":"desk","reason":"report received","prev":"000…"}
//! ```

mod event;
mod head;
mod search;

use super::layout::MAX_ITEMS;
use crate::clue::DeskKey;

pub use event::{Action, By, CustodyEvent, ExportRecord, MAX_ACTOR, MAX_PURPOSE, MAX_REASON};
pub use head::{CustodyKey, Head, HeadError};
pub use search::{HeadEntry, HeadsInLog, LaterHead};

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
    /// [`CustodyError::Line`] for texts beyond their limits, a role or key that is missing, or an export record where none
    /// belongs or none where one does.
    pub fn append(
        &mut self,
        time: u64,
        action: Action,
        by: By,
        reason: &str,
        export: Option<ExportRecord>,
    ) -> Result<&CustodyEvent, CustodyError> {
        let n = u32::try_from(self.events.len()).map_err(|_| CustodyError::TooLong)?;
        let time = self.events.last().map_or(time, |last| time.max(last.time));
        let (By { actor, role, key }, reason, prev) = (by, reason.to_owned(), self.head_hex());
        self.push(CustodyEvent { n, time, action, actor, role, key, reason, export, prev })?;
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

    /// Whether each of the events from `covered` to `events` that names a key names this one: it signs the head over them.
    pub(super) fn is_by(&self, covered: u32, events: u32, signer: &[u8; 32]) -> bool {
        let those = self.events.iter().filter(|event| (covered..events).contains(&event.n));
        those.filter_map(|event| event.key).all(|key| key == *signer)
    }

    /// The schema of a bag with this log: what the first logs did not know is named where there is any, and nowhere else.
    pub(super) fn schema(&self, schema: String) -> String {
        if !self.events.iter().any(CustodyEvent::is_of_today) {
            return schema;
        }
        SCHEMA_LATER
            .iter()
            .fold(schema, |schema, (before, later)| schema.replacen(before, &format!("{before}{later}"), 1))
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

/// What is put behind what, in the schema of `case.json`.
const SCHEMA_LATER: [(&str, &str); 3] = [
    ("\"shared\", \"closed\", \"other\"", ", \"opened-for-export\", \"handed-over\", \"received\""),
    (
        "\"actor\": { \"type\": \"string\" },",
        "\n        \"role\": { \"enum\": [\"caseworker\", \"lawyer\", \"mediator\", \"interpreter\", \"coordinator\", \"other\"] },\
         \n        \"key\": { \"$ref\": \"#/$defs/hash\", \"description\": \"Online key of the actor's machine\" },",
    ),
    (
        "\"recipients\": { \"type\": \"array\", \"items\": { \"$ref\": \"#/$defs/hash\" } }",
        ",\n            \"purpose\": { \"type\": \"string\" },\
         \n            \"expires\": { \"type\": \"integer\", \"minimum\": 1, \"description\": \"Until when the receiver is asked to keep it\" },\
         \n            \"only\": { \"const\": true, \"description\": \"A selection\" }",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{StaffRole, ValueList as _};

    const DESK: DeskKey = DeskKey([1; 32]);

    fn log() -> CustodyLog {
        let mut log = CustodyLog::new(DESK);
        let lawyer = By { role: Some(StaffRole::Lawyer), key: Some([7; 32]), ..By::named("M. Rojas") };
        log.append(10, Action::Opened, By::named("desk"), "report received", None).unwrap();
        log.append(20, Action::OpenedForExport, lawyer, "for the court", None).unwrap();
        log.append(15, Action::Other, By::named("M. Rojas"), "clock went back", None).unwrap();
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
            (text.replace("\"lawyer\"", "\"spy\""), CustodyError::Line(2)),
            (text.replace("\"lawyer\"", "\"Lawyer\""), CustodyError::Line(2)),
            (text.replace("\"lawyer\"", "null"), CustodyError::Line(2)),
            (text.replace(&"07".repeat(32), &"07".repeat(31)), CustodyError::Line(2)),
            (text.replacen("\"reason\"", "\"role\":null,\"reason\"", 1), CustodyError::Line(1)),
            (text.replacen("\"role\":\"lawyer\",", "", 1), CustodyError::Line(2)),
            (text.replacen("opened-for-export", "opened-for-fun", 1), CustodyError::Line(2)),
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
        let record = ExportRecord::new([0; 32], "none".into(), vec!["a".repeat(64)]);
        let by = By { role: Some(StaffRole::Other), key: Some([7; 32]), ..By::named("desk") };
        let try_with = |action, export| log().append(30, action, by.clone(), "why", export).map(|_| ());
        assert_eq!(try_with(Action::Exported, Some(record.clone())), Ok(()));
        assert_eq!(try_with(Action::Exported, None), Err(CustodyError::Line(4)));
        assert_eq!(try_with(Action::Read, Some(record.clone())), Err(CustodyError::Line(4)));
        assert_eq!(try_with(Action::HandedOver, Some(record.clone())), Ok(()));
        assert_eq!(try_with(Action::HandedOver, None), Err(CustodyError::Line(4)));
        assert_eq!(try_with(Action::OpenedForExport, Some(record.clone())), Err(CustodyError::Line(4)));
        assert_eq!(try_with(Action::Received, None), Ok(()));
        assert_eq!(try_with(Action::Received, Some(record.clone())), Ok(()));
        let nobody = ExportRecord { recipients: vec![], ..record.clone() };
        assert_eq!(try_with(Action::Exported, Some(nobody)), Err(CustodyError::Line(4)));
        let upper = ExportRecord { contents: "A".repeat(64), ..record.clone() };
        assert_eq!(try_with(Action::Exported, Some(upper)), Err(CustodyError::Line(4)));
        for (purpose, expires, is_sound) in [
            (Some("claim".to_owned()), Some(1), true),
            (Some("é".repeat(MAX_PURPOSE / 2)), None, true),
            (Some("x".repeat(MAX_PURPOSE + 1)), None, false),
            (Some(String::new()), None, false),
            (Some("a\nb".into()), None, false),
            (None, Some(0), false),
        ] {
            let asked = ExportRecord { purpose, expires, only: true, ..record.clone() };
            assert_eq!(try_with(Action::Exported, Some(asked.clone())).is_ok(), is_sound, "{asked:?}");
        }
    }

    #[test]
    fn what_came_with_roles_needs_a_role_and_a_key() {
        let (role, key) = (Some(StaffRole::Lawyer), Some([7; 32]));
        for (role, key) in [(None, None), (role, None), (None, key)] {
            let by = By { role, key, ..By::named("desk") };
            let refused = log().append(30, Action::OpenedForExport, by.clone(), "why", None).map(|_| ());
            assert_eq!(refused, Err(CustodyError::Line(4)));
            assert!(log().append(30, Action::Read, by, "", None).is_ok(), "and nothing else does");
        }
    }

    #[test]
    fn a_log_from_before_there_were_roles_is_read_to_the_same_bytes_and_hash() {
        let line = format!(
            "{{\"n\":0,\"time\":1795392000,\"action\":\"opened\",\"actor\":\"desk\",\"reason\":\"report received\",\"prev\":\"{}\"}}\n",
            "0".repeat(64)
        );
        let log = CustodyLog::decode(DESK, line.as_bytes()).unwrap();
        assert_eq!(log.encode(), line);
        assert_eq!(
            log.hash_after(1),
            Some(crate::labelled::hash("davylamp/v1/custody-event", &[&DESK.0, line.trim_end().as_bytes()]))
        );
        assert_eq!(log.schema("as it was".into()), "as it was");
    }

    #[test]
    fn the_schema_of_a_log_of_today_is_json_and_names_what_is_new() {
        let schema = log().schema(include_str!("case.schema.json").into());
        let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
        let event = &schema["$defs"]["event"]["properties"];
        assert!(event["action"]["enum"].as_array().unwrap().iter().any(|action| action == "opened-for-export"));
        let roles: Vec<_> = StaffRole::ALL.iter().map(|role| role.name()).collect();
        assert_eq!(event["role"]["enum"], serde_json::json!(roles));
        assert_eq!(event["export"]["properties"]["only"]["const"], true);
    }
}
