//! What a check-in's commands say: what was promised by which relay, what waits, and whether the check-in stands.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::errands::{Outcome, Undone};
use crate::duration;
use crate::panic::exit;
use crate::panic::profile::{CheckIn, Deposited, Kind, Profile, letter};
use crate::relay::now;
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

/// Says what came of a command; gives its exit code.
pub(super) fn tell_outcome(done: &str, profile: &Profile, outcome: &Outcome, terminal: &Terminal) -> ExitCode {
    let now = now();
    let visits_wait = outcome.undone.iter().any(|undone| !undone.is_word());
    let check_in = profile.check_in.as_ref();
    let said = if done == "checkin-stopped" && check_in.is_some() { "checkin-stop-waits" } else { done };
    terminal.print(match check_in {
        Some(check_in) => deadline(said, check_in),
        None => text(said),
    });
    tell_held(profile, now, terminal);
    outcome.undone.iter().for_each(|undone| terminal.say(undone_line(undone, check_in)));
    if let Some(error) = &outcome.unkept {
        terminal.say(text_with("checkin-unkept", &[("error", error)]));
    }
    let lapsed = done != "checkin-stopped" && check_in.is_some_and(|check_in| !check_in.holds(now));
    if lapsed {
        terminal.say(text("checkin-lapsed-hint"));
    }
    terminal.json(&as_json(profile, now, outcome));
    if lapsed {
        ExitCode::FAILURE
    } else if visits_wait || !outcome.undone.is_empty() {
        ExitCode::from(exit::QUEUED)
    } else {
        ExitCode::SUCCESS
    }
}

/// Says how the check-in stands, out of the profile alone.
pub(super) fn tell_status(profile: &Profile, now: u64, terminal: &Terminal) -> ExitCode {
    terminal.json(&as_json(profile, now, &Outcome::default()));
    let Some(check_in) = &profile.check_in else {
        terminal.print(text("checkin-none"));
        return ExitCode::SUCCESS;
    };
    terminal.print(standing(check_in, now));
    tell_held(profile, now, terminal);
    let waiting = profile.outbox.iter().filter(|waiting| waiting.kind == Kind::Alive).count();
    if waiting > 0 {
        terminal.print(text_with("checkin-words-wait", &[("count", &waiting)]));
    }
    let is_well = check_in.begun && check_in.missed(now).is_none();
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn standing(check_in: &CheckIn, now: u64) -> String {
    if !check_in.begun {
        return text("checkin-unfinished");
    }
    if let Some(missed) = check_in.missed(now) {
        return text_with("checkin-missed", &[("when", &show_time(missed))]);
    }
    let left = check_in.until.saturating_sub(now);
    if left == 0 {
        let over = check_in.until.saturating_add(check_in.grace.into()).saturating_sub(now);
        let values: [(&str, &dyn ToString); 2] =
            [("until", &show_time(check_in.until)), ("left", &duration::show(over))];
        return text_with("checkin-in-grace", &values);
    }
    let id = if left < u64::from(check_in.every / 4) { "checkin-soon" } else { "checkin-status" };
    let left = duration::show(left);
    let values: [(&str, &dyn ToString); 3] =
        [("until", &show_time(check_in.until)), ("left", &left), ("grace", &duration::show(check_in.grace.into()))];
    text_with(id, &values)
}

fn deadline(id: &str, check_in: &CheckIn) -> String {
    let values: [(&str, &dyn ToString); 2] =
        [("until", &show_time(check_in.until)), ("grace", &duration::show(check_in.grace.into()))];
    text_with(id, &values)
}

fn tell_held(profile: &Profile, now: u64, terminal: &Terminal) {
    for deposit in profile.check_in.iter().flat_map(|check_in| &check_in.deposits) {
        let id = match deposit.until {
            _ if deposit.left => "checkin-left",
            Some(until) if until > now => "checkin-held",
            Some(_) => "checkin-spent",
            None => "checkin-not-promised",
        };
        let when = deposit.until.map(show_time).unwrap_or_default();
        let relay = relay(profile, deposit);
        let values: [(&str, &dyn ToString); 3] =
            [("contact", &letter(deposit.contact)), ("relay", &relay), ("when", &when)];
        terminal.print(text_with(id, &values));
    }
}

/// What the lack of an answer means.
fn undone_line(undone: &Undone, check_in: Option<&CheckIn>) -> String {
    let id = match (undone.is_word(), check_in) {
        (true, _) => "checkin-word-waits",
        (false, Some(_)) => "checkin-visit-waits",
        (false, None) => "checkin-left-behind",
    };
    let why = undone.why.as_ref().map_or_else(|| text("checkin-no-answer"), ToString::to_string);
    let values: [(&str, &dyn ToString); 3] =
        [("contact", &letter(undone.contact())), ("relay", &undone.relay()), ("why", &why)];
    text_with(id, &values)
}

fn relay(profile: &Profile, deposit: &Deposited) -> String {
    profile.line(deposit.contact, deposit.relay).map(|line| line.url.clone()).unwrap_or_default()
}

fn as_json(profile: &Profile, now: u64, outcome: &Outcome) -> Value {
    let check_in = profile.check_in.as_ref();
    let deposits = check_in.iter().flat_map(|check_in| &check_in.deposits).filter(|deposit| !deposit.left);
    let relays = deposits.map(|deposit| {
        json!({
            "contact": letter(deposit.contact).to_string(),
            "relay": relay(profile, deposit),
            "until": deposit.until,
            "lapsed": deposit.until.is_some_and(|until| until <= now),
        })
    });
    let undone = outcome.undone.iter().map(|undone| {
        json!({
            "contact": letter(undone.contact()).to_string(),
            "relay": undone.relay(),
            "what": if undone.is_word() { "word" } else { "visit" },
            "why": undone.why.as_ref().map(crate::relay::RelayError::name),
        })
    });
    let waiting = profile.outbox.iter().filter(|waiting| waiting.kind == Kind::Alive).count();
    json!({
        "stands": check_in.is_some_and(|check_in| check_in.begun && check_in.holds(now)),
        "until": check_in.map(|check_in| check_in.until),
        "every": check_in.map(|check_in| check_in.every),
        "grace": check_in.map(|check_in| check_in.grace),
        "missed": check_in.and_then(|check_in| check_in.missed(now)),
        "relays": relays.collect::<Vec<_>>(),
        "undone": undone.collect::<Vec<_>>(),
        "words_waiting": waiting,
    })
}
