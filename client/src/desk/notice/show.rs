//! The notices that stand, as the desk sees them.

use std::process::ExitCode;

use davylamp_protocol::card::Notice;
use serde_json::json;

use super::board;
use crate::contact::kind_name;
use crate::desk::home::{OwnBoard, State};
use crate::failure::Failure;
use crate::relay::now;
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

pub(super) fn list(state: &State, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let newest = state.notices.newest.as_ref();
    let board = newest.map(|newest| board::read(state, &newest.note)).transpose()?;
    let notices = board.map(|board| board.notices).unwrap_or_default();
    if notices.is_empty() {
        terminal.print(text("desk-notice-none"));
    }
    let waits: Vec<&str> = newest.map(|newest| waiting(state, newest)).unwrap_or_default();
    for notice in &notices {
        print(state, notice, case_of(newest, notice), terminal);
    }
    for url in &waits {
        terminal.print(text_with("desk-notice-waits", &[("url", url)]));
    }
    if state.notices.draft.is_some() {
        terminal.print(text("desk-notice-draft-waits"));
    }
    terminal.json(&json!({
        "serial": newest.map(|newest| newest.serial),
        "notices": notices.iter().map(|notice| as_json(state, notice, case_of(newest, notice))).collect::<Vec<_>>(),
        "waits": waits,
        "draft": state.notices.draft.is_some(),
    }));
    Ok(ExitCode::SUCCESS)
}

fn case_of<'a>(newest: Option<&'a OwnBoard>, notice: &Notice) -> Option<&'a str> {
    newest?.cases.get(&notice.id).map(String::as_str)
}

/// Relays that have not got the newest board.
fn waiting<'a>(state: &'a State, newest: &OwnBoard) -> Vec<&'a str> {
    let log = |key: &str| key.split('+').next().unwrap_or_default().to_owned();
    let missing = state.profile.relays.iter().filter(|relay| !newest.proofs.contains_key(&log(&relay.log)));
    missing.map(|relay| relay.url.as_str()).collect()
}

fn print(state: &State, notice: &Notice, case: Option<&str>, terminal: &Terminal) {
    let (kind, published) = (kind_name(notice.kind), show_time(notice.published));
    let values: [(&str, &dyn ToString); 5] = [
        ("id", &notice.id),
        ("kind", &kind),
        ("language", &notice.language),
        ("published", &published),
        ("title", &notice.title),
    ];
    terminal.print(text_with("desk-notice-line", &values));
    if notice.is_past(now()) {
        terminal.print(text("desk-notice-past"));
    }
    if let Some(case) = case {
        let id = if stands(state, case) { "desk-notice-from-case" } else { "desk-notice-case-not-agreed" };
        terminal.print(text_with(id, &[("case", &case)]));
    }
}

fn stands(state: &State, case: &str) -> bool {
    board::check_consent(state, case).is_ok()
}

fn as_json(state: &State, notice: &Notice, case: Option<&str>) -> serde_json::Value {
    json!({
        "id": notice.id,
        "language": notice.language,
        "kind": notice.kind.name(),
        "published": notice.published,
        "until": notice.until,
        "past": notice.is_past(now()),
        "title": notice.title,
        "case": case,
        "agreed": case.map(|case| stands(state, case)),
    })
}
