//! How the desk's messages are shown: to a person, and to a script.

use davylamp_protocol::message::{ConsentRequest, Message, Status, StatusUpdate, ValueList as _};
use serde_json::{Value, json};

use super::mediation;
use super::replies::{DeskMessage, Oddity};
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
        Message::Leave(body) => mediation::print_leave(body, &when, terminal),
        Message::Table(body) => mediation::print_table(body, &when, terminal),
        Message::Report(_)
        | Message::ConsentAnswer(_)
        | Message::Outcome(_)
        | Message::Arm(_)
        | Message::Join(_)
        | Message::Copy(_) => {}
    }
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
    }
}

fn print_request(body: &ConsentRequest, when: &str, terminal: &Terminal) {
    let id = hex::encode(body.id);
    let (whom, why) = (printable(&body.for_whom), printable(&body.why));
    let level = text_with("consent-level", &[("level", &body.level.name())]);
    let values: [(&str, &dyn ToString); 4] = [("when", &when), ("whom", &whom), ("why", &why), ("level", &level)];
    terminal.print(text_with("desk-consent", &values));
    terminal.print(text_with("desk-consent-how", &[("id", &id)]));
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
        }),
        Message::ConsentRequest(body) => json!({
            "kind": "consent-request", "id": hex::encode(body.id), "for_whom": body.for_whom,
            "why": body.why, "level": body.level.name(),
        }),
        Message::Leave(body) => json!({
            "kind": "leave", "table": hex::encode(body.table), "by": body.by.name(), "text": body.text,
        }),
        Message::Table(body) => mediation::table_json(body),
        Message::Report(_)
        | Message::ConsentAnswer(_)
        | Message::Outcome(_)
        | Message::Arm(_)
        | Message::Join(_)
        | Message::Copy(_) => Value::Null,
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
