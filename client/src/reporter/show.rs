//! How the desk's messages are shown: to a person, and to a script.

use davylamp_protocol::message::{
    Account, ConsentRequest, Message, RelayedAnswer, Status, StatusUpdate, ValueList as _,
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::mediation;
use super::replies::{DeskMessage, Oddity};
use crate::relay::now;
use crate::terminal::{Terminal, printable, show_time};
use crate::text::{text, text_with};

/// Prints one message.
pub(crate) fn print_message(message: &DeskMessage, terminal: &Terminal) {
    let when = show_time(message.sealed_at);
    terminal.print("");
    match &message.message {
        Message::Text(body) => {
            terminal.print(text_with("desk-text", &[("when", &when)]));
            terminal.print(printable(&body.text));
        }
        Message::Received(body) => {
            let sessions: Vec<String> = body.lanes().map(hex::encode).collect();
            terminal.print(text_with("desk-received", &[("when", &when), ("sessions", &sessions.join(", "))]));
        }
        Message::Status(body) => print_status(body, &when, terminal),
        Message::ConsentRequest(body) => print_request(body, &when, terminal),
        Message::RelayedAnswer(body) => print_relayed(body, &when, terminal),
        Message::Account(body) => print_account(body, &when, terminal),
        Message::Leave(body) => mediation::print_leave(body, &when, terminal),
        Message::Table(body) => mediation::print_table(body, &when, terminal),
        Message::Report(_)
        | Message::ConsentAnswer(_)
        | Message::Outcome(_)
        | Message::Arm(_)
        | Message::Join(_)
        | Message::Copy(_)
        | Message::Handover(_) => {}
    }
}

/// Every line of theirs stands further in, wherever the window breaks it: no line of it can pass for the desk's, or
/// for this program's.
fn print_relayed(body: &RelayedAnswer, when: &str, terminal: &Terminal) {
    let from = printable(&body.from);
    let role = text_with("speaker-role", &[("role", &body.role.name())]);
    terminal.print(text_with("relayed-head", &[("when", &when), ("from", &from), ("role", &role)]));
    printable(&body.text).lines().for_each(|line| terminal.print(format!("    > {line}")));
    terminal.print(text_with("relayed-end", &[("from", &from)]));
    if let Some(at) = body.answered_at {
        terminal.print(text_with("relayed-answered", &[("day", &day(at))]));
    }
    match &body.comment {
        Some(comment) => {
            terminal.print(text("relayed-comment"));
            terminal.print(printable(comment));
        }
        None => terminal.print(text("relayed-no-comment")),
    }
}

fn print_account(body: &Account, when: &str, terminal: &Terminal) {
    terminal.print(text_with("account-head", &[("when", &when)]));
    for step in &body.steps {
        let role = text_with("staff-role", &[("role", &step.role.name())]);
        let deed = text_with("deed-done", &[("deed", &step.deed.name())]);
        let day = day(u64::from(step.day) * 86_400);
        terminal.print(text_with("account-step", &[("day", &day), ("role", &role), ("deed", &deed)]));
        step.words.iter().for_each(|words| terminal.print(format!("    {}", printable(words))));
    }
}

/// `2026-12-10`, UTC: nothing finer was sent.
fn day(unix: u64) -> String {
    let time = i64::try_from(unix).ok().and_then(|unix| OffsetDateTime::from_unix_timestamp(unix).ok());
    time.map_or_else(|| unix.to_string(), |time| time.date().to_string())
}

fn print_status(body: &StatusUpdate, when: &str, terminal: &Terminal) {
    let status = match body.status {
        Status::Received => text("status-received"),
        Status::Reading => text("status-reading"),
        Status::Working => text("status-working"),
        Status::WaitingForYou => text("status-waiting-for-you"),
        Status::HandedOn => text("status-handed-on"),
        Status::Closed => text("status-closed"),
    };
    terminal.print(text_with("desk-status", &[("when", &when), ("status", &status)]));
    if let Some(words) = &body.text {
        terminal.print(printable(words));
    }
    if let Some(by) = body.promised_by {
        terminal.print(text_with("desk-promise", &[("by", &show_time(by))]));
        if by < now() {
            terminal.print(text("promise-passed"));
        }
    }
    if body.status == Status::Closed {
        terminal.print(text("outcome-asked"));
    }
}

fn print_request(body: &ConsentRequest, when: &str, terminal: &Terminal) {
    let id = hex::encode(body.id);
    let (whom, why) = (printable(&body.for_whom), printable(&body.why));
    let level = text_with("consent-level", &[("level", &body.level.name())]);
    let values: [(&str, &dyn ToString); 4] = [("when", &when), ("whom", &whom), ("why", &why), ("level", &level)];
    terminal.print(text_with("desk-consent", &values));
    match &body.what {
        Some(what) => terminal.print(text_with("consent-what", &[("what", &printable(what))])),
        None => terminal.print(text("consent-what-open")),
    }
    body.then.iter().for_each(|then| terminal.print(text_with("consent-then", &[("then", &printable(then))])));
    terminal.print(text_with("desk-consent-how", &[("id", &id)]));
    terminal.print(text("consent-later"));
}

/// One message for scripts.
pub(crate) fn message_json(message: &DeskMessage) -> Value {
    let content = match &message.message {
        Message::Text(body) => json!({ "kind": "text", "text": body.text }),
        Message::Received(body) => {
            json!({ "kind": "received", "sessions": body.lanes().map(hex::encode).collect::<Vec<_>>() })
        }
        Message::Status(body) => json!({
            "kind": "status", "status": body.status.name(), "text": body.text, "promised_by": body.promised_by,
            "outcome_asked": body.status == Status::Closed,
        }),
        Message::ConsentRequest(body) => json!({
            "kind": "consent-request", "id": hex::encode(body.id), "for_whom": body.for_whom,
            "why": body.why, "level": body.level.name(), "what": body.what, "then": body.then,
        }),
        Message::RelayedAnswer(body) => json!({
            "kind": "relayed-answer", "from": body.from, "role": body.role.name(), "text": body.text,
            "answered_at": body.answered_at, "comment": body.comment,
        }),
        Message::Account(body) => json!({ "kind": "account", "steps": body.steps.iter().map(|step| json!({
            "day": day(u64::from(step.day) * 86_400), "role": step.role.name(), "deed": step.deed.name(),
            "words": step.words,
        })).collect::<Vec<_>>() }),
        Message::Leave(body) => json!({
            "kind": "leave", "table": hex::encode(body.table), "by": body.by.name(), "text": body.text,
        }),
        Message::Table(body) => mediation::table_json(body),
        Message::Report(_)
        | Message::ConsentAnswer(_)
        | Message::Outcome(_)
        | Message::Arm(_)
        | Message::Join(_)
        | Message::Copy(_)
        | Message::Handover(_) => Value::Null,
    };
    json!({ "lane": message.lane, "number": message.number, "sealed_at": message.sealed_at, "content": content })
}

/// One oddity, in words.
pub(crate) fn oddity_line(oddity: Oddity) -> String {
    match oddity {
        Oddity::NotTheDesk => text("odd-not-the-desk"),
        Oddity::Replayed => text("odd-replayed"),
        Oddity::Missing { lane, from, to } => {
            text_with("odd-missing", &[("lane", &lane), ("from", &from), ("to", &to)])
        }
        Oddity::Contradiction { lane, number } => {
            text_with("odd-contradiction", &[("lane", &lane), ("number", &number)])
        }
        Oddity::Broken { lane, number } => text_with("odd-broken", &[("lane", &lane), ("number", &number)]),
        Oddity::Incomplete { lane, number } => text_with("odd-incomplete", &[("lane", &lane), ("number", &number)]),
        Oddity::Unreadable { lane, number } => text_with("odd-unreadable", &[("lane", &lane), ("number", &number)]),
        Oddity::LogWasLonger { size } => text_with("odd-log-was-longer", &[("size", &size)]),
    }
}
