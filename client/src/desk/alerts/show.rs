//! Profiles and their alarms, as people and scripts read them. Never a word, a seed or a key.

use serde_json::{Value, json};

use crate::contact::Poster;
use crate::desk::home::{Alarm, AlertProfile, Alerts};
use crate::desk::show::{attachment_json, attachment_line, local_time};
use crate::desk::watch::{kind_text, one_line};
use crate::terminal::{Terminal, printable};
use crate::text::{text, text_with};

/// One line a profile, newest first.
pub(crate) fn print_profiles(alerts: &Alerts, terminal: &Terminal) {
    let mut rows: Vec<_> = alerts.profiles.iter().collect();
    rows.sort_by_key(|(_, profile)| std::cmp::Reverse(profile.armed_at));
    for (id, profile) in rows {
        let values: [(&str, &dyn ToString); 4] = [
            ("profile", id),
            ("who", &who(profile)),
            ("muted", &muted(profile)),
            ("time", &local_time(profile.expires)),
        ];
        terminal.print(text_with("desk-profile-row", &values));
    }
}

/// One profile, with all its alarms.
pub(crate) fn print_profile(id: &str, profile: &AlertProfile, terminal: &Terminal) {
    let values: [(&str, &dyn ToString); 5] = [
        ("profile", &id),
        ("who", &who(profile)),
        ("muted", &muted(profile)),
        ("armed", &local_time(profile.armed_at)),
        ("time", &local_time(profile.expires)),
    ];
    terminal.print(text_with("desk-profile-head", &values));
    terminal.print(text("desk-profile-means"));
    profile.text.lines().for_each(|line| terminal.print(format!("  {}", printable(line))));
    if !profile.contacts.is_empty() {
        let names = contact_names(profile).join(", ");
        terminal.print(text_with("desk-profile-contacts", &[("contacts", &names)]));
    }
    for alarm in &profile.alarms {
        let values: [(&str, &dyn ToString); 4] = [
            ("time", &local_time(alarm.since)),
            ("what", &kind_text(alarm.kind)),
            ("alert", &alarm.short()),
            ("state", &state(alarm)),
        ];
        let line = text_with("desk-alarm-row", &values);
        terminal.print(if alarm.duress { format!("{line} {}", text("desk-alarm-duress")) } else { line });
        for said in &alarm.said {
            terminal.print(format!("  {}", local_time(said.at)));
            let texts = [("desk-update-text", &said.text), ("desk-update-place", &said.place)];
            for (id, said) in texts.into_iter().filter_map(|(id, said)| Some((id, said.as_deref()?))) {
                let line = text_with(id, &[("said", &one_line(said))]);
                terminal.print(format!("  {line}"));
            }
            if let Some(attached) = &said.attachment {
                terminal.print(format!("  {}", attachment_line(&attached.0)));
            }
        }
    }
}

fn state(alarm: &Alarm) -> String {
    match (&alarm.acknowledged, alarm.stood_down) {
        (_, Some(at)) => text_with("desk-alarm-stood-down", &[("time", &local_time(at))]),
        (Some(who), None) => {
            text_with("desk-alarm-acknowledged", &[("by", &printable(&who.by)), ("time", &local_time(who.at))])
        }
        (None, None) => text("desk-alarm-waits"),
    }
}

fn who(profile: &AlertProfile) -> String {
    text(if profile.verified { "desk-verified" } else { "desk-unverified" })
}

fn muted(profile: &AlertProfile) -> String {
    if profile.muted { text("desk-profile-muted") } else { String::new() }
}

/// The names of the keys of those whom the defender named.
fn contact_names(profile: &AlertProfile) -> Vec<String> {
    profile.contacts.iter().map(|contact| contact_name(contact)).collect()
}

/// The name of a contact's key, which is what people know it by.
pub(crate) fn contact_name(contact: &str) -> String {
    Poster::parse(contact).map_or_else(|_| "?".to_owned(), |poster| poster.desk.name().to_owned())
}

/// A profile for scripts.
pub(crate) fn profile_json(id: &str, profile: &AlertProfile) -> Value {
    json!({
        "profile": id,
        "verified": profile.verified,
        "muted": profile.muted,
        "armed": profile.armed_at,
        "expires": profile.expires,
        "text": profile.text,
        "contacts": contact_names(profile),
        "alarms": profile.alarms.iter().map(alarm_json).collect::<Vec<_>>(),
    })
}

pub(crate) fn alarm_json(alarm: &Alarm) -> Value {
    json!({
        "alert": alarm.short(),
        "kind": alarm.kind,
        "since": alarm.since,
        "duress": alarm.duress,
        "unseen": alarm.unseen,
        "grouped": alarm.grouped,
        "said": alarm.said.iter().map(|said| json!({
            "at": said.at, "text": said.text, "place": said.place,
            "attachment": said.attachment.as_ref().map(|attached| attachment_json(&attached.0)),
        })).collect::<Vec<_>>(),
        "stood_down": alarm.stood_down,
        "acknowledged": alarm.acknowledged.as_ref().map(|who| json!({ "at": who.at, "by": who.by })),
    })
}
