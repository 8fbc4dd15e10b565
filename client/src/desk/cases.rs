//! Reading a case, and the small things that are done with it.

use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::message::{Message, ValueList as _};
use serde_json::{Value, json};

use super::alerts::{print_profile, print_profiles, profile_json};
use super::assembly::{CaseMessage, Gap, Thread};
use super::custody;
use super::home::{Case, Direction, Home, HomeError, State};
use super::mediation;
use super::show;
use super::watch::kind_name;
use crate::failure::Failure;
use crate::relay::now;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// A case, by its name.
#[derive(Args)]
pub(crate) struct CaseArg {
    /// The case's letters and digits, as `desk list` shows them
    pub(crate) case: String,
}

/// `davylamp desk delete`.
#[derive(Args)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    case: CaseArg,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// `davylamp desk link`.
#[derive(Args)]
pub(crate) struct LinkArgs {
    /// One case
    case: String,
    /// The other
    other: String,
}

/// Every case, the newest message first.
pub(crate) fn list(home: &Home, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let state = home.read()?;
    let mut rows = Vec::new();
    for (id, case) in state.cases.iter().filter(|(id, _)| !state.alerts.profiles.contains_key(*id)) {
        let thread = thread(home, &state, id, case)?;
        if mediation::is_lane_of_copies(case, &thread) {
            continue;
        }
        // An opener without content is not a case yet; one of which a part is missing is.
        let last = thread.messages.iter().rfind(|message| message.direction == Direction::FromReporter);
        if last.is_some() || !thread.gaps.is_empty() {
            let at = last.map_or(case.opened_at, |message| message.at);
            rows.push((at, id, case, summary(id, case, &thread)));
        }
    }
    rows.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let alerts = &state.alerts;
    if rows.is_empty() && alerts.profiles.is_empty() {
        terminal.say(text("desk-no-cases"));
    }
    for (at, id, case, _) in &rows {
        let status = show::status_name(case);
        let values: [(&str, &dyn ToString); 3] = [("case", id), ("status", &status), ("time", &show::local_time(*at))];
        terminal.print(text_with("desk-list-row", &values));
    }
    let held = mediation::held_back(&state);
    for (case, table) in &held {
        terminal.print(text_with("desk-mediation-unverified", &[("case", case), ("table", table)]));
    }
    print_profiles(alerts, terminal);
    let profiles: Vec<_> = alerts.profiles.iter().map(|(id, profile)| profile_json(id, profile)).collect();
    let cases: Vec<_> = rows.into_iter().map(|(.., row)| row).collect();
    let held: Vec<_> = held.iter().map(|(case, table)| json!({ "case": case, "table": table })).collect();
    terminal.json(&json!({ "cases": cases, "profiles": profiles, "unverified_tables": held }));
    Ok(ExitCode::SUCCESS)
}

/// One case, all of it.
pub(crate) fn show(home: &Home, id: &str, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let state = home.read()?;
    let case = state.case(id)?;
    let thread = thread(home, &state, id, case)?;
    let values: [(&str, &dyn ToString); 2] = [("case", &id), ("status", &show::status_name(case))];
    terminal.print(text_with("desk-show-head", &values));
    let profile = state.alerts.profiles.get(id);
    if let Some(profile) = profile {
        print_profile(id, profile, terminal);
    }
    for other in &case.links {
        terminal.print(text_with("desk-show-link", &[("case", other)]));
    }
    mediation::print_tables(case, terminal);
    let copies = mediation::shown(home, &state, case)?;
    let (mut messages, mut left) = (Vec::new(), copies.iter().peekable());
    for message in &thread.messages {
        while let Some(copy) = left.next_if(|copy| copy.at < message.at) {
            copy.print(terminal);
            messages.push(copy.json());
        }
        show::message(message, is_read(case, message), terminal);
        messages.push(marked(case, &state, show::json(message, is_read(case, message)), message));
    }
    for copy in left {
        copy.print(terminal);
        messages.push(copy.json());
    }
    for gap in &thread.gaps {
        terminal.print(gap_line(gap));
    }
    let mut document = summary(id, case, &thread);
    if let Some(document) = document.as_object_mut() {
        document.insert("messages".into(), Value::Array(messages));
        document.insert("tables".into(), mediation::tables_json(case));
        document.insert("proposals".into(), mediation::proposals_json(case));
        document.insert("gaps".into(), thread.gaps.iter().map(gap_json).collect());
        document.insert("profile".into(), json!(profile.map(|profile| profile_json(id, profile))));
        document.insert("custody".into(), json!(custody::read(home, id, case)?));
    }
    terminal.json(&document);
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn link(home: &Home, args: &LinkArgs) -> Result<ExitCode, Failure> {
    home.update(|state: &mut State| {
        for (one, other) in [(&args.case, &args.other), (&args.other, &args.case)] {
            state.case(other)?;
            let case = state.case_mut(one)?;
            case.links.insert(other.clone());
            custody::append(home, one, case, now(), "linked", other)?;
        }
        Ok::<_, Failure>(())
    })?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn delete(home: &Home, args: &DeleteArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let id = &args.case.case;
    home.read()?.case(id)?;
    if !args.yes && !terminal.confirm(&text_with("desk-ask-delete", &[("case", id)]))? {
        return Err(Failure::new(text("desk-not-deleted")));
    }
    for copies in mediation::copies_beside(&home.read()?, id) {
        home.delete_case(&copies)?;
    }
    home.delete_case(id)?;
    terminal.say(text_with("desk-deleted", &[("case", id)]));
    terminal.json(&json!({ "deleted": id }));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn thread(home: &Home, state: &State, id: &str, case: &Case) -> Result<Thread, HomeError> {
    let desk = state.desk_key().ok_or_else(|| HomeError::Damaged(home.dir().to_owned()))?;
    Ok(Thread::of(&home.case_messages(id, case)?, desk))
}

/// Whether the reporter has read a message of the desk.
fn is_read(case: &Case, message: &CaseMessage) -> bool {
    let lane = message.lane.parse::<u8>().ok();
    let last = case.sent.iter().filter(|sent| Some(sent.lane) == lane && sent.number >= message.number);
    message.direction == Direction::FromDesk && last.min_by_key(|sent| sent.number).is_some_and(|s| s.read_at.is_some())
}

/// At a table, whose message it is.
fn marked(case: &Case, state: &State, mut message: Value, of: &CaseMessage) -> Value {
    let from_reporter = of.direction != Direction::FromDesk;
    if let Some(fields) = message.as_object_mut().filter(|_| !case.mediation.tables.is_empty()) {
        fields.insert("party".into(), json!(mediation::party_of(case, from_reporter).name()));
        if !from_reporter {
            fields.insert("name".into(), json!(state.profile.name));
            fields.insert("key".into(), json!(state.desk));
        }
    }
    message
}

fn summary(id: &str, case: &Case, thread: &Thread) -> Value {
    let from_reporter = || thread.messages.iter().filter(|message| message.direction == Direction::FromReporter);
    let first = from_reporter().next();
    json!({
        "case": id,
        "status": show::status_name(case),
        "opened": case.opened_at,
        "last": from_reporter().next_back().map(|message| message.at),
        "messages_from_reporter": from_reporter().count(),
        "first_kind": first.and_then(|message| message.message.as_ref().ok()).map(kind_name),
        "links": case.links,
        "consents": case.consents.iter().map(|consent| json!({
            "id": hex::encode(consent.id),
            "level": davylamp_protocol::message::ConsentLevel::from_code(consent.level).map(|level| level.name()),
            "for_whom": consent.for_whom,
            "granted": consent.answer,
        })).collect::<Vec<_>>(),
        "consented": case.granted().map(|consent| hex::encode(consent.id)),
        "widest_consent_of_report": first.and_then(|message| match &message.message {
            Ok(Message::Report(report)) => report.fields.as_ref()?.consent.map(|level| level.name()),
            _ => None,
        }),
    })
}

fn gap_line(gap: &Gap) -> String {
    let values: [(&str, &dyn ToString); 3] = [("lane", &gap.lane), ("from", &gap.from), ("to", &gap.to)];
    text_with("desk-show-gap", &values)
}

fn gap_json(gap: &Gap) -> Value {
    json!({ "lane": gap.lane, "from": gap.from, "to": gap.to })
}
