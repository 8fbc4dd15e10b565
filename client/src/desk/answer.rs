//! What a caseworker sends: words, a status, a request for consent.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::message::{
    ConsentLevel, ConsentRequest, Message, Status, StatusUpdate, TEXT_MAX, Text, ValueList,
};
use rand::Rng as _;
use rand::rngs::OsRng;
use serde_json::json;

use super::cases::CaseArg;
use super::home::{Consent, Home, State};
use super::init::duration;
use super::watch::post_waiting;
use super::{custody, mediation, outbox};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

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

/// `davylamp desk ask-consent`.
#[derive(Args)]
pub(crate) struct ConsentArgs {
    #[command(flatten)]
    case: CaseArg,

    /// Who would see the case, from a file or standard input; asked for when not given
    #[arg(long = "for", value_name = "FILE|-")]
    for_whom: Option<PathBuf>,

    /// Why, from a file; asked for when not given
    #[arg(long, value_name = "FILE|-")]
    why: Option<PathBuf>,

    /// How wide the circle would be: counsel, company or public
    #[arg(long, default_value = "counsel", value_parser = named::<ConsentLevel>)]
    level: ConsentLevel,

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
    send(home, &id, message, "replied", &args.send, network, terminal).await
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
    send(home, &id, message, "status-set", &args.send, network, terminal).await
}

pub(crate) async fn ask_consent(
    home: &Home,
    args: ConsentArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = args.case.case;
    home.read()?.case(&id)?;
    if args.level == ConsentLevel::DeskOnly {
        return Err(Failure::usage(text("desk-consent-level")));
    }
    let whom = match args.for_whom.as_deref() {
        Some(path) => words(Some(path), "", terminal)?,
        None => terminal.ask(&text("desk-ask-for-whom"))?,
    };
    let why = words(args.why.as_deref(), &text("desk-ask-why"), terminal)?;
    let request = ConsentRequest::new(OsRng.r#gen(), whom.trim(), why.trim(), args.level);
    send(home, &id, Message::ConsentRequest(request), "consent-asked", &args.send, network, terminal).await
}

/// Stores a message durably, then posts it. When the relay cannot be reached it stays in the outbox.
async fn send(
    home: &Home,
    id: &str,
    message: Message,
    action: &str,
    how: &SendArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let clock = now();
    let store = |state: &mut State| {
        let lane = state.case(id)?.worker_lane;
        outbox::write(home, state, id, lane, &message, clock)?;
        let case = state.case_mut(id)?;
        note(case, &message, clock);
        custody::append(home, id, case, clock, action, &std::env::var("USER").unwrap_or_default())?;
        Ok::<_, Failure>(mediation::owe(case, &message, clock))
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
    let consent = if let Message::ConsentRequest(request) = &message { Some(hex::encode(request.id)) } else { None };
    if let Some(consent) = &consent {
        terminal.print(text_with("desk-consent-id", &[("id", consent)]));
    }
    if copies > 0 {
        terminal.say(text("desk-mediation-copied"));
    }
    terminal.json(&json!({ "case": id, "posted": !how.later, "consent": consent, "copies": copies }));
    Ok(ExitCode::SUCCESS)
}

fn note(case: &mut super::home::Case, message: &Message, clock: u64) {
    match message {
        Message::Status(update) => case.status = Some(update.status.code()),
        Message::ConsentRequest(request) => case.consents.push(Consent {
            id: request.id,
            level: request.level.code(),
            for_whom: request.for_whom.clone(),
            asked_at: clock,
            answer: None,
        }),
        Message::Report(_)
        | Message::Text(_)
        | Message::Received(_)
        | Message::ConsentAnswer(_)
        | Message::Outcome(_)
        | Message::Arm(_)
        | Message::Join(_)
        | Message::Copy(_)
        | Message::Leave(_)
        | Message::Table(_) => {}
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

fn named<T: ValueList>(name: &str) -> Result<T, String> {
    T::from_name(name).ok_or_else(|| T::ALL.iter().map(|value| value.name()).collect::<Vec<_>>().join(", "))
}
