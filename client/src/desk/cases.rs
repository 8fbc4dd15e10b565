//! Reading a case, and the small things that are done with it.

use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::message::{Deed, Helped, Message, Status, ValueList as _};
use serde_json::{Value, json};

use super::alerts::{print_profile, print_profiles, profile_json};
use super::assembly::{CaseMessage, Gap, Thread};
use super::home::{Case, Direction, Home, HomeError, State};
use super::mediation;
use super::show;
use super::watch::kind_name;
use super::{account, consent, custody};
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
            rows.push((at, id, case, Heard::of(case, &thread), summary(id, case, &thread)));
        }
    }
    rows.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let alerts = &state.alerts;
    if rows.is_empty() && alerts.profiles.is_empty() {
        terminal.say(text("desk-no-cases"));
    }
    for (at, id, case, heard, _) in &rows {
        let status = show::status_name(case);
        let time = show::local_time(*at);
        let values: [(&str, &dyn ToString); 3] = [("case", id), ("status", &status), ("time", &time)];
        let row = match heard {
            Heard::NotAsked => text_with("desk-list-row", &values),
            Heard::NotYet => text_with("desk-list-row-unheard", &values),
            Heard::Outcome(helped) => {
                text_with("desk-list-row-heard", &[&values[..], &[("helped", &helped.name())]].concat())
            }
        };
        terminal.print(row);
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

/// One case, all of it. That somebody looked is noted; where it cannot be, they see it all the same, and hear of that.
pub(crate) fn show(home: &Home, id: &str, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let noted = account::note_opened(home, id);
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
    match Heard::of(case, &thread) {
        Heard::NotAsked => {}
        Heard::NotYet => terminal.print(text("desk-show-unheard")),
        Heard::Outcome(helped) => terminal.print(text_with("desk-show-heard", &[("helped", &helped.name())])),
    }
    if profile.is_none() {
        consent::print(&consent::decisions(&thread), terminal);
    }
    mediation::print_tables(case, terminal);
    let copies = mediation::shown(home, &state, case)?;
    let (mut messages, mut left) = (Vec::new(), copies.iter().peekable());
    for (number, message) in (1..).zip(&thread.messages) {
        while let Some(copy) = left.next_if(|copy| copy.at < message.at) {
            copy.print(terminal);
            messages.push(copy.json());
        }
        show::message(number, message, is_read(case, message), terminal);
        messages.push(marked(case, &state, show::json(number, message, is_read(case, message)), message));
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
        document.insert("account".into(), account::as_json(case));
    }
    terminal.json(&document);
    noted?;
    Ok(ExitCode::SUCCESS)
}

/// Relates two cases. Neither takes anything from the other, and neither reporter learns of which it is.
pub(crate) fn link(home: &Home, args: &LinkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    if args.case == args.other {
        return Err(Failure::usage(text("desk-link-itself")));
    }
    let new = home.update(|state: &mut State| {
        let mut new = false;
        for (one, other) in [(&args.case, &args.other), (&args.other, &args.case)] {
            state.case(other)?;
            let is_profile = state.alerts.profiles.contains_key(one);
            let case = state.case_mut(one)?;
            if !case.links.insert(other.clone()) {
                continue;
            }
            new = true;
            custody::append(home, one, case, now(), "linked", other)?;
            if !is_profile {
                account::note(case, home.role(), Deed::Linked, now());
            }
        }
        Ok::<_, Failure>(new)
    })?;
    let values: [(&str, &dyn ToString); 2] = [("case", &args.case), ("other", &args.other)];
    terminal.print(text_with(if new { "desk-linked" } else { "desk-linked-before" }, &values));
    terminal.json(&json!({ "case": args.case, "other": args.other, "linked": true, "new": new }));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn unlink(home: &Home, args: &LinkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let values: [(&str, &dyn ToString); 2] = [("case", &args.case), ("other", &args.other)];
    home.update(|state: &mut State| {
        for (one, other) in [(&args.case, &args.other), (&args.other, &args.case)] {
            let case = state.case_mut(one)?;
            if !case.links.remove(other) {
                return Err(Failure::new(text_with("desk-not-linked", &values)));
            }
            custody::append(home, one, case, now(), "unlinked", other)?;
        }
        Ok(())
    })?;
    terminal.print(text_with("desk-unlinked", &values));
    terminal.json(&json!({ "case": args.case, "other": args.other, "linked": false }));
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
        "may_leave_for": consent::as_json(&consent::decisions(thread)),
        "reporter_heard": Heard::of(case, thread).as_json(),
        "outcome": outcome(thread).map(Helped::name),
        "widest_consent_of_report": first.and_then(|message| match &message.message {
            Ok(Message::Report(report)) => report.fields.as_ref()?.consent.map(|level| level.name()),
            _ => None,
        }),
    })
}

/// Whether the reporter of a closed case has said how it went.
#[derive(Clone, Copy)]
enum Heard {
    /// It is not closed.
    NotAsked,
    NotYet,
    Outcome(Helped),
}

impl Heard {
    fn of(case: &Case, thread: &Thread) -> Self {
        if case.status != Some(Status::Closed.code()) {
            return Self::NotAsked;
        }
        outcome(thread).map_or(Self::NotYet, Self::Outcome)
    }

    /// `null` of a case that is not closed.
    fn as_json(self) -> Value {
        match self {
            Self::NotAsked => Value::Null,
            Self::NotYet => json!(false),
            Self::Outcome(_) => json!(true),
        }
    }
}

/// The last word on it, if no other log has another.
fn outcome(thread: &Thread) -> Option<Helped> {
    let said = thread.messages.iter().rev().filter(|message| !message.contradicted);
    said.filter_map(|message| match &message.message {
        Ok(Message::Outcome(outcome)) => Some(outcome.helped),
        _ => None,
    })
    .next()
}

fn gap_line(gap: &Gap) -> String {
    let values: [(&str, &dyn ToString); 3] = [("lane", &gap.lane), ("from", &gap.from), ("to", &gap.to)];
    text_with("desk-show-gap", &values)
}

fn gap_json(gap: &Gap) -> Value {
    json!({ "lane": gap.lane, "from": gap.from, "to": gap.to })
}
