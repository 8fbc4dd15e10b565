//! A message as a person reads it, and as a script does.

use davylamp_protocol::attachment::{Attachment, Metadata};
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::message::{ConsentLevel, Message, ReportFields, Status, Step, ValueList};
use indicatif::HumanBytes;
use serde_json::{Value, json};
use time::{OffsetDateTime, UtcOffset, macros::format_description};

use super::account::show_day;
use super::assembly::{CaseMessage, Place};
use super::home::{Case, Direction};
use super::watch::kind_name;
use crate::terminal::{Terminal, printable};
use crate::text::{text, text_with};

/// The status that the desk set last, or `received`.
pub(crate) fn status_name(case: &Case) -> &'static str {
    case.status.and_then(Status::from_code).unwrap_or(Status::Received).name()
}

/// Local time with its offset; UTC where the machine does not say.
pub(crate) fn local_time(unix: u64) -> String {
    let time = i64::try_from(unix).ok().and_then(|unix| OffsetDateTime::from_unix_timestamp(unix).ok());
    let time = time.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let local = UtcOffset::local_offset_at(time).map_or(time, |offset| time.to_offset(offset));
    let format =
        format_description!("[year]-[month]-[day] [hour]:[minute] [offset_hour sign:mandatory]:[offset_minute]");
    local.format(format).unwrap_or_else(|_| unix.to_string())
}

/// Universal time, for those who are elsewhere.
pub(crate) fn utc_time(unix: u64) -> String {
    let time = i64::try_from(unix).ok().and_then(|unix| OffsetDateTime::from_unix_timestamp(unix).ok());
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]");
    time.and_then(|time| time.format(format).ok()).unwrap_or_else(|| unix.to_string())
}

pub(crate) fn message(message: &CaseMessage, read: bool, terminal: &Terminal) {
    let from = match message.direction {
        Direction::FromReporter => "desk-from-reporter",
        Direction::FromDesk => "desk-from-desk",
        Direction::FromProfile => "desk-from-profile",
    };
    let state = match (message.direction, message.logged, read) {
        (Direction::FromReporter | Direction::FromProfile, ..) => String::new(),
        (Direction::FromDesk, false, _) => text("desk-state-waiting"),
        (Direction::FromDesk, true, false) => text("desk-state-logged"),
        (Direction::FromDesk, true, true) => text("desk-state-read"),
    };
    let kind = message.message.as_ref().map_or("unknown", kind_name);
    let values: [(&str, &dyn ToString); 4] = [
        ("from", &text(from)),
        ("kind", &text(&format!("desk-kind-{kind}"))),
        ("time", &local_time(message.at)),
        ("state", &state),
    ];
    terminal.print(text_with("desk-message-head", &values));
    if message.contradicted {
        terminal.print(text("desk-message-contradicted"));
    }
    // Somebody else wrote it: what could move the cursor or turn a line round is marked.
    body(message).lines().for_each(|line| terminal.print(format!("  {}", printable(line))));
    let attachments = message.message.iter().flat_map(Message::attachments);
    attachments.for_each(|attachment| terminal.print(format!("  {}", attachment_line(attachment))));
}

fn body(message: &CaseMessage) -> String {
    match &message.message {
        Err(_) => text("desk-message-unreadable"),
        Ok(Message::Report(report)) => {
            let fields = report.fields.as_ref().map(fields_text).unwrap_or_default();
            format!("{}\n{fields}", report.text)
        }
        Ok(Message::Text(m)) => m.text.clone(),
        Ok(Message::Received(_)) => text("desk-message-received"),
        Ok(Message::Status(m)) => {
            let promise = m.promised_by.map(|time| text_with("desk-promised-by", &[("time", &local_time(time))]));
            let parts = [Some(m.status.name().to_owned()), m.text.clone(), promise];
            parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
        }
        Ok(Message::ConsentRequest(m)) => {
            let values: [(&str, &dyn ToString); 3] =
                [("id", &hex::encode(m.id)), ("whom", &m.for_whom), ("level", &m.level.name())];
            let further = [("desk-consent-what", "what", &m.what), ("desk-consent-then", "then", &m.then)];
            let further =
                further.into_iter().filter_map(|(id, name, said)| Some(text_with(id, &[(name, said.as_ref()?)])));
            let first = [text_with("desk-consent-asked", &values), m.why.clone()];
            first.into_iter().chain(further).collect::<Vec<_>>().join("\n")
        }
        Ok(Message::ConsentAnswer(m)) => {
            let id = if m.granted { "desk-consent-granted" } else { "desk-consent-refused" };
            let line = text_with(id, &[("id", &hex::encode(m.id))]);
            format!("{line}\n{}", m.text.clone().unwrap_or_default())
        }
        Ok(Message::Outcome(m)) => format!("{}\n{}", m.helped.name(), m.text),
        // What an alert means stands above; the words and keys are the machine's business only.
        Ok(Message::Arm(_)) => text("desk-message-arm"),
        Ok(Message::RelayedAnswer(m)) => {
            let head = text_with("desk-relayed-head", &[("from", &m.from), ("role", &m.role.name())]);
            let said = m.text.lines().map(|line| format!("  > {line}"));
            let comment = m.comment.iter().flat_map(|comment| [text("desk-relayed-comment"), comment.clone()]);
            std::iter::once(head).chain(said).chain(comment).collect::<Vec<_>>().join("\n")
        }
        Ok(Message::Account(m)) => m.steps.iter().map(step_line).collect::<Vec<_>>().join("\n"),
        Ok(Message::Join(m)) => {
            let words = m.desk().map(|desk| fingerprint(&desk).join(" ")).unwrap_or_default();
            let line = text_with(&format!("desk-mediation-join-{}", m.other.name()), &[("words", &words)]);
            format!("{line}\n{}", m.text.clone().unwrap_or_default())
        }
        // Whose words it holds is said at its table, if it has one here.
        Ok(Message::Copy(_)) => text("desk-mediation-held-back"),
        Ok(Message::Leave(m)) => {
            format!(
                "{}\n{}",
                text(&format!("desk-mediation-ended-{}", m.by.name())),
                m.text.clone().unwrap_or_default()
            )
        }
        Ok(Message::Table(m)) => {
            let line = text(&format!("desk-mediation-told-{}", m.step.name()));
            let rest = [m.name.clone(), m.why.clone()].into_iter().flatten();
            std::iter::once(line).chain(rest).collect::<Vec<_>>().join("\n")
        }
        Ok(Message::Handover(m)) => {
            format!("{}\n{}", text("desk-handover-came"), m.text.clone().unwrap_or_default())
        }
    }
}

/// Its name, size and type: all of it is the sender's word until it was fetched.
pub(crate) fn attachment_line(attachment: &Attachment) -> String {
    let values: [(&str, &dyn ToString); 3] =
        [("name", &attachment.name), ("size", &HumanBytes(attachment.size)), ("type", &attachment.media_type)];
    let id = match attachment.metadata {
        Metadata::Rewritten => "desk-attachment-rewritten",
        Metadata::Kept => "desk-attachment-kept",
    };
    text_with(id, &values)
}

/// For a script; without what opens it.
pub(crate) fn attachment_json(attachment: &Attachment) -> Value {
    json!({
        "name": attachment.name, "type": attachment.media_type, "size": attachment.size,
        "sha256": hex::encode(attachment.content_hash), "log": attachment.origin,
        "metadata": if attachment.metadata == Metadata::Kept { "kept" } else { "rewritten" },
    })
}

fn step_line(step: &Step) -> String {
    let values: [(&str, &dyn ToString); 3] =
        [("day", &show_day(step.day)), ("role", &step.role.name()), ("deed", &step.deed.name())];
    text_with("desk-account-step", &values)
}

pub(crate) fn json(message: &CaseMessage, read: bool) -> Value {
    let mut document = json!({
        "direction": message.direction,
        "lane": message.lane,
        "number": message.number,
        "at": message.at,
        "indexes": message.indexes,
        "in_log": message.logged,
        "kind": message.message.as_ref().map_or("unknown", kind_name),
    });
    let content = match &message.message {
        Ok(content) => content_json(content),
        Err(error) => json!({ "error": error.to_string() }),
    };
    if let Some(document) = document.as_object_mut() {
        if message.direction == Direction::FromDesk {
            document.insert("read".into(), json!(read));
        } else {
            let place = |place: &Place| json!({ "log": place.origin, "indexes": place.indexes });
            document.insert("places".into(), message.places.iter().map(place).collect());
            document.insert("contradicted".into(), json!(message.contradicted));
        }
        let attachments = message.message.iter().flat_map(Message::attachments);
        let attachments: Vec<_> = attachments.map(attachment_json).collect();
        if !attachments.is_empty() {
            document.insert("attachments".into(), attachments.into());
        }
        document.insert("content".into(), content);
    }
    document
}

pub(super) fn content_json(message: &Message) -> Value {
    match message {
        Message::Report(m) => json!({ "text": m.text, "fields": m.fields.as_ref().map(fields_json) }),
        Message::Text(m) => json!({ "text": m.text }),
        Message::Received(m) => json!({ "lanes": m.lanes().map(hex::encode).collect::<Vec<_>>() }),
        Message::Status(m) => json!({ "status": m.status.name(), "text": m.text, "promised_by": m.promised_by }),
        Message::ConsentRequest(m) => {
            json!({ "id": hex::encode(m.id), "for_whom": m.for_whom, "why": m.why, "level": m.level.name(),
                    "what": m.what, "then": m.then })
        }
        Message::ConsentAnswer(m) => json!({ "id": hex::encode(m.id), "granted": m.granted, "text": m.text }),
        Message::Outcome(m) => json!({ "helped": m.helped.name(), "text": m.text }),
        Message::Arm(m) => json!({ "text": m.text, "expires": m.expires }),
        Message::RelayedAnswer(m) => json!({
            "from": m.from, "role": m.role.name(), "text": m.text, "answered_at": m.answered_at, "comment": m.comment,
        }),
        Message::Account(m) => json!({ "steps": m.steps.iter().map(|step| json!({
            "day": show_day(step.day), "role": step.role.name(), "deed": step.deed.name(), "words": step.words,
        })).collect::<Vec<_>>() }),
        Message::Join(m) => json!({
            "table": hex::encode(m.table), "other": m.other.name(), "contacts": m.contacts,
            "proposal": m.proposal.map(hex::encode), "text": m.text,
        }),
        // Whose words it holds is said at its table, if it has one here.
        Message::Copy(m) => json!({ "table": hex::encode(m.table) }),
        Message::Leave(m) => json!({ "table": hex::encode(m.table), "by": m.by.name(), "text": m.text }),
        Message::Table(m) => json!({
            "step": m.step.name(), "proposal": m.proposal.map(hex::encode), "table": m.table.map(hex::encode),
            "contacts": m.contacts, "name": m.name, "why": m.why,
        }),
        Message::Handover(m) => json!({ "text": m.text }),
    }
}

fn fields_json(fields: &ReportFields) -> Value {
    let blacklist = fields.blacklist.as_ref().map(|list| {
        json!({ "kept_by": list.kept_by, "circulated_by": list.circulated_by, "used_by": list.used_by,
                "refusals": list.refusals })
    });
    let mut document = json!({
        "kinds": names(&fields.kinds),
        "affected": names(&fields.affected),
        "date": fields.date,
        "date_precision": fields.date_precision.map(ValueList::name),
        "site": fields.site,
        "country": fields.country,
        "mineral": fields.mineral,
        "employer": fields.employer,
        "employer_country": fields.employer_country,
        "links": fields.links.iter().map(|l| json!({ "role": l.role.name(), "name": l.name })).collect::<Vec<_>>(),
        "perpetrators": names(&fields.perpetrators),
        "blacklist": blacklist,
        "prior_threats": fields.prior_threats,
        "asked_for": names(&fields.asked_for),
        "consent": fields.consent.map(ConsentLevel::name),
        "contact_wanted": fields.contact_wanted,
    });
    if let Some(document) = document.as_object_mut() {
        document.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
    document
}

fn names<T: ValueList>(values: &[T]) -> Vec<&'static str> {
    values.iter().map(|value| value.name()).collect()
}

/// The filled fields, one a line: their names are those of the command line.
fn fields_text(fields: &ReportFields) -> String {
    let document = fields_json(fields);
    let lines = document.as_object().into_iter().flatten().map(|(name, value)| {
        let value = match value.as_array() {
            Some(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
            None => plain(value),
        };
        format!("{}: {value}", name.replace('_', " "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            let pair = |(name, value): (&String, &Value)| format!("{} {}", name.replace('_', " "), plain(value));
            fields.iter().filter(|(_, value)| !value.is_null()).map(pair).collect::<Vec<_>>().join("; ")
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => value.to_string(),
    }
}
