//! Asking a reporter whether somebody else may see the case: who, what, why, what then.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::message::{ConsentLevel, ConsentRequest, Message, TEXT_MAX, ValueList as _};
use rand::Rng as _;
use rand::rngs::OsRng;
use serde_json::json;

use super::answer::{SendArgs, named, send, words};
use super::cases::CaseArg;
use super::home::{Case, Home};
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

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

    /// What exactly would be shown, from a file
    #[arg(long, value_name = "FILE|-")]
    what: Option<PathBuf>,

    /// What happens then, from a file
    #[arg(long, value_name = "FILE|-")]
    then: Option<PathBuf>,

    /// How wide the circle would be: counsel, company or public [default: counsel]
    #[arg(long, value_parser = named::<ConsentLevel>)]
    level: Option<ConsentLevel>,

    #[command(flatten)]
    send: SendArgs,
}

pub(crate) async fn ask_consent(
    home: &Home,
    args: ConsentArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = args.case.case.clone();
    let state = home.read()?;
    if args.level == Some(ConsentLevel::DeskOnly) {
        return Err(Failure::usage(text("desk-consent-level")));
    }
    let (open, refused) = before(state.case(&id)?);
    open.iter().for_each(|id| terminal.say(text_with("desk-consent-still-open", &[("id", id)])));
    refused.iter().for_each(|id| terminal.say(text_with("desk-consent-was-refused", &[("id", id)])));
    let request = request(&args, terminal)?;
    let (named, level) = (hex::encode(request.id), request.level.name());
    send(home, &id, Message::ConsentRequest(request), &args.send, network, terminal).await?;
    terminal.print(text_with("desk-consent-id", &[("id", &named)]));
    terminal.json(&json!({
        "case": id, "posted": !args.send.later, "consent": named, "level": level,
        "open_before": open, "refused_before": refused,
    }));
    Ok(ExitCode::SUCCESS)
}

/// Requests that wait for an answer, and those that were refused.
fn before(case: &Case) -> (Vec<String>, Vec<String>) {
    let with = |answer: Option<bool>| {
        let found = case.consents.iter().filter(|consent| consent.answer == answer);
        found.map(|consent| hex::encode(consent.id)).collect()
    };
    (with(None), with(Some(false)))
}

fn request(args: &ConsentArgs, terminal: &Terminal) -> Result<ConsentRequest, Failure> {
    let asks = terminal.is_interactive();
    let whole = [args.for_whom.is_some(), args.why.is_some()].into_iter().all(|given| given);
    if asks && !whole {
        terminal.say(text("desk-consent-intro"));
    }
    let whom = match args.for_whom.as_deref() {
        Some(path) => words(Some(path), "", terminal)?,
        None => terminal.ask(&text("desk-ask-for-whom"))?,
    };
    let why = words(args.why.as_deref(), &text("desk-ask-why"), terminal)?;
    let optional = |path: &Option<PathBuf>, question: &str| match path.as_deref() {
        Some(path) => Ok::<_, Failure>(Some(read_text(path, TEXT_MAX as u64)?.trim().to_owned())),
        None if asks && !whole => terminal.ask(&text(question)).map(Some),
        None => Ok(None),
    };
    let what = optional(&args.what, "desk-ask-what")?.filter(|words| !words.is_empty());
    let then = optional(&args.then, "desk-ask-then")?.filter(|words| !words.is_empty());
    let level = match args.level {
        Some(level) => level,
        None if asks && !whole => level(terminal)?,
        None => ConsentLevel::Counsel,
    };
    let mut request = ConsentRequest::new(OsRng.r#gen(), whom.trim(), why.trim(), level);
    (request.what, request.then) = (what, then);
    if asks && !whole {
        confirm(&request, terminal)?;
    }
    Ok(request)
}

/// Until it is one of the three.
fn level(terminal: &Terminal) -> Result<ConsentLevel, Failure> {
    loop {
        let answer = terminal.ask(&text("desk-ask-level"))?;
        let level = if answer.is_empty() { Some(ConsentLevel::Counsel) } else { ConsentLevel::from_name(&answer) };
        match level.filter(|level| *level != ConsentLevel::DeskOnly) {
            Some(level) => return Ok(level),
            None => terminal.say(text("desk-consent-level")),
        }
    }
}

fn confirm(request: &ConsentRequest, terminal: &Terminal) -> Result<(), Failure> {
    terminal.say(text_with("desk-consent-preview", &[("whom", &request.for_whom), ("why", &request.why)]));
    for (id, name, words) in
        [("desk-consent-what", "what", &request.what), ("desk-consent-then", "then", &request.then)]
    {
        words.iter().for_each(|words| terminal.say(text_with(id, &[(name, words)])));
    }
    if terminal.confirm(&text("desk-consent-send"))? {
        return Ok(());
    }
    Err(Failure::new(text("desk-consent-not-sent")))
}
