//! What a caseworker sends: words, a status; and the way in which all of it is sent.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::message::{Deed, Message, Status, StatusUpdate, TEXT_MAX, Text, ValueList};
use serde_json::json;

use super::cases::CaseArg;
use super::home::{Case, Consent, Home, State};
use super::init::duration;
use super::watch::post_waiting;
use super::{account, custody, mediation, outbox};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::terminal::{Terminal, read_text};
use crate::text::text;

/// `davylamp desk reply`.
#[derive(Args)]
pub(crate) struct ReplyArgs {
    #[command(flatten)]
    case: CaseArg,

    /// The answer, from a file or standard input; asked for when not given
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,

    #[command(flatten)]
    send: SendArgs,
}

/// `davylamp desk set-status`.
#[derive(Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    case: CaseArg,

    /// received, reading, working, waiting-for-you, handed-on or closed
    #[arg(value_parser = named::<Status>)]
    status: Status,

    /// Words that go with it, from a file or standard input
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,

    /// The next step comes within this time, such as 3d
    #[arg(long, value_name = "TIME")]
    promise: Option<String>,

    #[command(flatten)]
    send: SendArgs,
}

/// How it is sent.
#[derive(Args)]
pub(crate) struct SendArgs {
    /// Only store it: a running watch posts it
    #[arg(long)]
    pub(super) later: bool,
}

pub(crate) async fn reply(
    home: &Home,
    args: ReplyArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = args.case.case;
    home.read()?.case(&id)?;
    let words = words(args.text.as_deref(), &text("desk-ask-reply"), terminal)?;
    let message = Message::Text(Text::new(words));
    let copies = send(home, &id, message, &args.send, network, terminal).await?;
    terminal.json(&json!({ "case": id, "posted": !args.send.later, "copies": copies }));
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn set_status(
    home: &Home,
    args: StatusArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = args.case.case;
    home.read()?.case(&id)?;
    let words = args.text.as_deref().map(|path| words(Some(path), "", terminal)).transpose()?;
    let promised_by = args.promise.as_deref().map(duration).transpose()?.map(|seconds| now() + seconds);
    let message = Message::Status(StatusUpdate::new(args.status, words, promised_by));
    let copies = send(home, &id, message, &args.send, network, terminal).await?;
    if args.status == Status::Closed {
        terminal.say(text("desk-closed-asks-outcome"));
    }
    terminal.json(&json!({ "case": id, "posted": !args.send.later, "status": args.status.name(), "copies": copies }));
    Ok(ExitCode::SUCCESS)
}

/// Stores a message durably, then posts it. When the relay cannot be reached it stays in the outbox. What the reporter
/// was not told yet of what was done goes along. Gives how many copies other desks at the case's tables get.
pub(super) async fn send(
    home: &Home,
    id: &str,
    message: Message,
    how: &SendArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<usize, Failure> {
    let clock = now();
    let store = |state: &mut State| {
        let lane = state.case(id)?.worker_lane;
        outbox::write(home, state, id, lane, &message, clock)?;
        let is_profile = state.alerts.profiles.contains_key(id);
        let case = state.case_mut(id)?;
        let (action, deed) = note(case, &message, clock);
        custody::append(home, id, case, clock, action, home.role().name())?;
        let copies = mediation::owe(case, &message, clock);
        if !is_profile {
            account::note(case, home.role(), deed, clock);
            account::tell(home, state, id, clock)?;
        }
        Ok::<_, Failure>(copies)
    };
    let copies = terminal.until_done(async || home.update(store)).await?;
    if how.later {
        terminal.say(text("desk-stored"));
    } else {
        let settled = if copies > 0 { mediation::settle(home, network).await } else { Ok(()) };
        let posted = post_waiting(home, network, Some(id)).await;
        posted.and(settled).map_err(|failure| failure.hint(text("desk-stored-hint")))?;
        terminal.say(text("desk-posted"));
    }
    if copies > 0 {
        terminal.say(text("desk-mediation-copied"));
    }
    Ok(copies)
}

/// What a message leaves in the case; gives its names in custody and in the account.
fn note(case: &mut Case, message: &Message, clock: u64) -> (&'static str, Deed) {
    match message {
        Message::Status(update) => {
            case.status = Some(update.status.code());
            ("status-set", deed_of(update.status))
        }
        Message::ConsentRequest(request) => {
            let (id, level, for_whom) = (request.id, request.level.code(), request.for_whom.clone());
            case.consents.push(Consent { id, level, for_whom, asked_at: clock, answer: None });
            ("consent-asked", Deed::WroteTo)
        }
        Message::RelayedAnswer(_) => ("relayed", Deed::SpokeWith),
        Message::Text(_)
        | Message::Report(_)
        | Message::Received(_)
        | Message::ConsentAnswer(_)
        | Message::Outcome(_)
        | Message::Arm(_)
        | Message::Account(_)
        | Message::Join(_)
        | Message::Copy(_)
        | Message::Leave(_)
        | Message::Table(_)
        | Message::Handover(_) => ("replied", Deed::WroteTo),
    }
}

fn deed_of(status: Status) -> Deed {
    match status {
        Status::Reading => Deed::Read,
        Status::HandedOn => Deed::HandedOn,
        Status::Closed => Deed::Closed,
        Status::Received | Status::Working | Status::WaitingForYou => Deed::WroteTo,
    }
}

pub(super) fn words(path: Option<&Path>, question: &str, terminal: &Terminal) -> Result<String, Failure> {
    let words = match path {
        Some(path) => read_text(path, TEXT_MAX as u64)?,
        None => terminal.ask_lines(question, TEXT_MAX)?,
    };
    if words.trim().is_empty() {
        return Err(Failure::usage(text("desk-nothing-to-send")));
    }
    Ok(words.trim_end().to_owned())
}

/// One of a closed list, by its name.
pub(super) fn named<T: ValueList>(name: &str) -> Result<T, String> {
    T::from_name(name).ok_or_else(|| T::ALL.iter().map(|value| value.name()).collect::<Vec<_>>().join(", "))
}
