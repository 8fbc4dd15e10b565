//! What a message says, as rows of name and value: the one source of `case.json` and `case.html`.

use serde::{Serialize, Serializer};
use time::OffsetDateTime;

use crate::log::note::VerifierKey;
use crate::message::{Message, Party, Report, ReportFields, Step, TableStep, ValueList};

/// A value as people and programs read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Words, perhaps many lines of them.
    Text(String),
    /// A list of short words.
    List(Vec<String>),
    /// Unix seconds.
    Time(u64),
    /// Yes or no.
    Bool(bool),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::List(list) => list.serialize(serializer),
            Self::Time(seconds) => seconds.serialize(serializer),
            Self::Bool(value) => value.serialize(serializer),
        }
    }
}

/// A row: the member's name in JSON; `html.rs` has its words.
pub(super) type Row = (&'static str, Value);

/// Kind and rows of a message.
pub(super) fn rows(message: &Message) -> (&'static str, Vec<Row>) {
    match message {
        Message::Report(report) => ("report", report_rows(report)),
        Message::Text(m) => ("text", vec![text("text", &m.text)]),
        Message::Received(m) => ("received", vec![("lanes", Value::List(m.lanes().map(hex::encode).collect()))]),
        Message::Status(m) => {
            let mut rows = vec![text("status", m.status.name())];
            rows.extend(optional("text", m.text.as_ref()));
            rows.extend(m.promised_by.map(|time| ("promised_by", Value::Time(time))));
            ("status", rows)
        }
        Message::ConsentRequest(m) => {
            let mut rows = vec![
                text("id", &hex::encode(m.id)),
                text("for_whom", &m.for_whom),
                text("why", &m.why),
                text("level", m.level.name()),
            ];
            rows.extend(optional("what", m.what.as_ref()));
            rows.extend(optional("then", m.then.as_ref()));
            ("consent-request", rows)
        }
        Message::ConsentAnswer(m) => {
            let mut rows = vec![text("id", &hex::encode(m.id)), ("granted", Value::Bool(m.granted))];
            rows.extend(optional("text", m.text.as_ref()));
            ("consent-answer", rows)
        }
        Message::Outcome(m) => ("outcome", vec![text("helped", m.helped.name()), text("text", &m.text)]),
        // Neither keys nor words: who reads a case file need not be able to stand an alert down. Case files have no
        // name for its kind: their schema is frozen, and was so before there were alerts.
        Message::Arm(m) => {
            let mut rows = vec![text("text", &m.text), ("expires", Value::Time(m.expires))];
            rows.extend(list("contacts", m.contacts.clone()));
            ("unreadable", rows)
        }
        Message::RelayedAnswer(m) => {
            let mut rows = vec![text("speaker", &m.from), text("speaker_is", m.role.name()), text("answer", &m.text)];
            rows.extend(m.answered_at.map(|time| ("answered_at", Value::Time(time))));
            rows.extend(optional("comment", m.comment.as_ref()));
            (RELAYED_ANSWER, rows)
        }
        Message::Account(m) => (ACCOUNT, vec![("steps", Value::List(m.steps.iter().map(step).collect()))]),
        // The schema has no name for what is about a table either.
        Message::Join(m) => ("unreadable", about(m.desk(), optional("text", m.text.as_ref()))),
        Message::Table(m) => ("unreadable", about(m.desk(), optional("why", m.why.as_ref()))),
        Message::Leave(m) => ("unreadable", about(None, optional("text", m.text.as_ref()))),
        Message::Handover(m) => (HANDOVER, optional("text", m.text.as_ref()).into_iter().collect()),
        // Whose words it holds is not checked here.
        Message::Copy(_) => ("unreadable", Vec::new()),
    }
}

/// The other desk, and the words.
fn about(desk: Option<VerifierKey>, words: Option<Row>) -> Vec<Row> {
    desk.map(|desk| text("for_whom", &desk.to_string())).into_iter().chain(words).collect()
}

/// What a message of a table is, in words; none of the others.
pub(super) fn table_words(message: &Message) -> Option<&'static str> {
    match message {
        Message::Join(_) => Some("Invitation of another desk"),
        Message::Copy(_) => Some("Copy of another desk’s words"),
        Message::Leave(m) => Some(match m.by {
            Party::Mediator => "The mediator leaves",
            Party::Desk | Party::Reporter => "The mediator is removed",
        }),
        Message::Table(m) => Some(match m.step {
            TableStep::Proposed => "Proposal of a mediator",
            TableStep::Open => "The invitation is taken",
        }),
        Message::Report(_)
        | Message::Text(_)
        | Message::Received(_)
        | Message::Status(_)
        | Message::ConsentRequest(_)
        | Message::ConsentAnswer(_)
        | Message::Outcome(_)
        | Message::RelayedAnswer(_)
        | Message::Account(_)
        | Message::Arm(_)
        | Message::Handover(_) => None,
    }
}

/// `2026-12-10 lawyer opened`, with its words.
fn step(step: &Step) -> String {
    let day = i64::from(step.day) * DAY;
    let day = OffsetDateTime::from_unix_timestamp(day).map_or(step.day.to_string(), |time| time.date().to_string());
    let words = step.words.as_ref().map_or(String::new(), |words| format!(": {words}"));
    format!("{day} {} {}{words}", step.role.name(), step.deed.name())
}

fn report_rows(report: &Report) -> Vec<Row> {
    let mut rows = vec![text("text", &report.text)];
    rows.extend(report.fields.iter().flat_map(field_rows));
    rows
}

fn field_rows(fields: &ReportFields) -> Vec<Row> {
    let links = fields.links.iter().map(|link| format!("{}: {}", link.role.name(), link.name)).collect();
    let blacklist = fields.blacklist.clone().unwrap_or_default();
    let rows = [
        list("kinds", names(&fields.kinds)),
        list("affected", names(&fields.affected)),
        optional("date", fields.date.as_ref()),
        name("date_precision", fields.date_precision),
        optional("site", fields.site.as_ref()),
        optional("country", fields.country.as_ref()),
        optional("mineral", fields.mineral.as_ref()),
        optional("employer", fields.employer.as_ref()),
        optional("employer_country", fields.employer_country.as_ref()),
        list("links", links),
        list("perpetrators", names(&fields.perpetrators)),
        optional("blacklist_kept_by", blacklist.kept_by.as_ref()),
        optional("blacklist_circulated_by", blacklist.circulated_by.as_ref()),
        optional("blacklist_used_by", blacklist.used_by.as_ref()),
        optional("blacklist_refusals", blacklist.refusals.as_ref()),
        optional("prior_threats", fields.prior_threats.as_ref()),
        list("asked_for", names(&fields.asked_for)),
        name("consent", fields.consent),
        fields.contact_wanted.map(|wanted| ("contact_wanted", Value::Bool(wanted))),
    ];
    rows.into_iter().flatten().collect()
}

fn text(name: &'static str, text: &str) -> Row {
    (name, Value::Text(text.to_owned()))
}

fn optional(name: &'static str, value: Option<&String>) -> Option<Row> {
    value.map(|value| text(name, value))
}

fn name<T: ValueList>(row: &'static str, value: Option<T>) -> Option<Row> {
    value.map(|value| text(row, value.name()))
}

fn list(name: &'static str, values: Vec<String>) -> Option<Row> {
    (!values.is_empty()).then_some((name, Value::List(values)))
}

fn names<T: ValueList>(values: &[T]) -> Vec<String> {
    values.iter().map(|value| value.name().to_owned()).collect()
}

/// Kinds that the first case files did not know: a row for each time that some came.
pub(super) const LATER_KINDS: [&[&str]; 2] = [&[RELAYED_ANSWER, ACCOUNT], &[HANDOVER]];
const RELAYED_ANSWER: &str = "relayed-answer";
const ACCOUNT: &str = "account";
const HANDOVER: &str = "handover";
const DAY: i64 = 86_400;
#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Leave, Text};

    #[test]
    fn what_is_about_a_table_is_unreadable_by_its_kind_and_has_a_heading_of_its_own() {
        let leave = |by| Message::Leave(Leave::new([7; 32], by, Some("gracias".into())));
        assert_eq!(rows(&leave(Party::Mediator)), ("unreadable", vec![text("text", "gracias")]));
        let heads = [Party::Reporter, Party::Desk, Party::Mediator].map(|by| table_words(&leave(by)));
        let removed = Some("The mediator is removed");
        assert_eq!(heads, [removed, removed, Some("The mediator leaves")]);
        assert_eq!(table_words(&Message::Text(Text::new("x"))), None, "what was before keeps its heading");
    }
}
