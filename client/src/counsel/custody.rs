//! The custody log for people: when, what, who, in which role, with which key, why.

use davylamp_protocol::evidence::{CustodyEvent, CustodyLog};
use davylamp_protocol::message::ValueList as _;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::format_description;

use super::online::Online;
use crate::text::{text, text_with};

/// One line an event, and one for each thing that the receiver of an export is asked.
pub(crate) fn lines(log: &CustodyLog) -> Vec<String> {
    log.events().iter().flat_map(event).collect()
}

/// As it stands in the log, the hashes left out.
pub(crate) fn as_json(log: &CustodyLog) -> Value {
    let event = |event: &CustodyEvent| {
        json!({
            "n": event.n, "time": event.time, "action": event.action.name(), "actor": event.actor,
            "role": event.role.map(|role| role.name()), "key": event.key.map(hex::encode), "reason": event.reason,
            "export": event.export,
        })
    };
    log.events().iter().map(event).collect()
}

fn event(event: &CustodyEvent) -> Vec<String> {
    let key =
        event.key.map_or_else(|| text("custody-no-key"), |key| hex::encode(key.first_chunk::<8>().unwrap_or(&[0; 8])));
    let reason = if event.reason.is_empty() { text("custody-no-reason") } else { event.reason.replace('\n', " ") };
    let role = event.role.map(|role| text_with("staff-role", &[("role", &role.name())]));
    let role = role.unwrap_or_else(|| text("custody-no-role"));
    let action = text_with("custody-action", &[("action", &event.action.name())]);
    let values: [(&str, &dyn ToString); 7] = [
        ("n", &event.n),
        ("time", &utc(event.time)),
        ("action", &action),
        ("actor", &event.actor),
        ("role", &role),
        ("key", &key),
        ("reason", &reason),
    ];
    let mut lines = vec![text_with("custody-event", &values)];
    if let Some(export) = &event.export {
        let receivers = export.recipients.len();
        lines.push(text_with("custody-given", &[("n", &event.n), ("consent", &export.consent), ("count", &receivers)]));
        lines.extend(export.only.then(|| text_with("custody-only", &[("n", &event.n)])));
        let purpose = export.purpose.as_ref();
        lines.extend(purpose.map(|purpose| text_with("custody-purpose", &[("n", &event.n), ("purpose", purpose)])));
        let until = export.expires.map(utc);
        lines.extend(until.map(|until| text_with("custody-expires", &[("n", &event.n), ("until", &until)])));
    }
    lines
}

/// What the log showed of later events, for what is shown and for what is not: something was done, and cannot be told.
pub(super) fn later(online: &Online) -> Vec<String> {
    let mut lines = Vec::new();
    for head in &online.heads.later {
        let by = online.logged_by(head.index).map_or_else(|| text("verify-no-time"), utc);
        let values: [(&str, &dyn ToString); 4] =
            [("n", &head.n), ("index", &head.index), ("time", &by), ("log", &online.origin)];
        lines.push(text_with("verify-log-later", &values));
    }
    for (n, index) in &online.heads.untold {
        lines.push(text_with("verify-log-untold", &[("n", n), ("index", index)]));
    }
    if online.not_compared > 0 {
        lines.push(text_with("verify-log-not-compared", &[("count", &online.not_compared), ("log", &online.origin)]));
    }
    if online.is_relay && online.searched.start > 0 {
        lines.push(text_with("verify-log-young", &[("from", &online.searched.start)]));
    }
    lines
}

/// That nothing was found is shown for what was looked through, and no more.
pub(super) fn nothing_later(online: &Online) -> Option<String> {
    let is_none = online.heads.later.is_empty() && online.heads.untold.is_empty() && online.faults.is_empty();
    let (from, to) = (online.searched.start, online.searched.end);
    let values: [(&str, &dyn ToString); 3] = [("log", &online.origin), ("from", &from), ("to", &to)];
    is_none.then(|| text_with("verify-log-no-later", &values))
}

/// What the log showed, for programs.
pub(super) fn online_json(online: &Online) -> Value {
    let later = |head: &davylamp_protocol::evidence::LaterHead| json!({ "n": head.n, "index": head.index, "events": head.events, "logged_by": online.logged_by(head.index) });
    json!({
        "log": online.origin, "relay": online.is_relay,
        "searched_from": online.searched.start, "searched_to": online.searched.end,
        "later_custody_head": online.heads.later.iter().map(|head| head.index).min(),
        "later_custody_heads": online.heads.later.iter().map(later).collect::<Vec<_>>(),
        "untold": online.heads.untold.iter().map(|(n, index)| json!({ "n": n, "index": index })).collect::<Vec<_>>(),
        "not_compared": online.not_compared,
        "earlier_cut_off": online.earlier_cut_off,
    })
}

/// For a court, not for a kitchen clock: always UTC.
pub(super) fn utc(unix: u64) -> String {
    let time = i64::try_from(unix).ok().and_then(|unix| OffsetDateTime::from_unix_timestamp(unix).ok());
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    time.and_then(|time| time.format(format).ok()).unwrap_or_else(|| unix.to_string())
}
