//! `panic status`: reads, and tells. It says nothing about words, for it knows none.

use std::process::ExitCode;

use serde_json::json;

use super::board::{state_name, state_text};
use super::profile::{Alert, Profile, Store, letter};
use crate::failure::Failure;
use crate::relay::now;
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

pub(super) fn status(store: &Store, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let profile = store.load()?;
    let time = now();
    terminal.print(text_with("panic-status-armed", &[("contacts", &profile.contacts.len())]));
    terminal.print(expiry(&profile, time));
    print_drills(&profile, terminal);
    print_alert(&profile, terminal);
    if !profile.outbox.is_empty() {
        terminal.print(text_with("panic-status-waiting", &[("count", &profile.outbox.len())]));
    }
    terminal.json(&as_json(&profile, time));
    Ok(ExitCode::SUCCESS)
}

fn expiry(profile: &Profile, time: u64) -> String {
    let until = [("time", &show_time(profile.expires) as &dyn ToString)];
    match profile.expires.saturating_sub(time) {
        0 => text_with("panic-status-expired", &until),
        left if left < WARNING => text_with("panic-status-expires-soon", &until),
        _ => text_with("panic-status-expires", &until),
    }
}

fn print_drills(profile: &Profile, terminal: &Terminal) {
    if profile.contacts.iter().all(|contact| contact.drilled.is_none()) {
        terminal.print(text("panic-untested"));
    }
    for (contact, drilled) in profile.contacts.iter().map(|contact| contact.drilled).enumerate() {
        let letter = letter(contact);
        match drilled {
            Some(time) => {
                let values: [(&str, &dyn ToString); 2] = [("contact", &letter), ("time", &show_time(time))];
                terminal.print(text_with("panic-status-drilled", &values));
            }
            None => terminal.print(text_with("panic-status-undrilled", &[("contact", &letter)])),
        }
    }
}

fn print_alert(profile: &Profile, terminal: &Terminal) {
    let Some(alert) = &profile.alert else { return terminal.print(text("panic-status-no-alert")) };
    let since = show_time(alert.since);
    let id = match (alert.drill, alert.is_cancelled()) {
        (_, true) => "panic-status-cancelled",
        (true, false) => "panic-status-drill",
        (false, false) => "panic-status-alert",
    };
    terminal.print(text_with(id, &[("time", &since)]));
    for (contact, followed) in alert.followed.iter().enumerate() {
        terminal.print(format!("{}  {}", letter(contact), state_text(followed.raised.reached())));
    }
}

fn as_json(profile: &Profile, time: u64) -> serde_json::Value {
    let contacts = profile.contacts.iter().enumerate();
    let contacts = contacts.map(|(place, contact)| json!({ "contact": letter(place), "drilled": contact.drilled }));
    json!({
        "armed": true,
        "expires": profile.expires,
        "expired": profile.expires <= time,
        "expires_soon": profile.expires.saturating_sub(time) < WARNING,
        "tested": profile.contacts.iter().any(|contact| contact.drilled.is_some()),
        "contacts": contacts.collect::<Vec<_>>(),
        "alert": profile.alert.as_ref().map(alert_json),
        "waiting": profile.outbox.len(),
        "sealed_ahead": profile.ahead.is_some(),
        "check_in": profile.check_in.is_some(),
    })
}

fn alert_json(alert: &Alert) -> serde_json::Value {
    let states = alert.followed.iter().enumerate().map(|(contact, followed)| {
        json!({
            "contact": letter(contact),
            "alert": hex::encode(followed.raised.name()),
            "state": state_name(followed.raised.reached()),
        })
    });
    json!({
        "drill": alert.drill,
        "since": alert.since,
        "cancelled": alert.is_cancelled(),
        "states": states.collect::<Vec<_>>(),
    })
}

/// Long enough to meet somebody and arm anew.
const WARNING: u64 = 14 * 86_400;
