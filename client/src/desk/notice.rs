//! The desk's notices: all of them on one board, signed here or on a machine that is kept offline, published.

mod board;
mod show;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use davylamp_protocol::card::{Card, NOTICE_TEXT_MAX, NoticeKind, TITLE_MAX, entry_of_notice};
use serde_json::json;

pub(super) use self::board::sign_text;
use self::board::{Change, Fresh};
use super::card::put;
use super::home::{Home, HomeError, State, replace_file};
use super::offline;
use crate::duration;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

/// `davylamp desk notice`.
#[derive(Subcommand)]
pub(crate) enum NoticeCommand {
    /// Publish a notice: rights, security advice, a project's study
    Publish(PublishArgs),
    /// Take a notice back, or all of them
    Withdraw(WithdrawArgs),
    /// List the notices that stand
    List,
    /// On the offline machine: make an identity, or sign a draft
    Sign(offline::SignArgs),
}

/// `davylamp desk notice publish`.
#[derive(Args)]
pub(crate) struct PublishArgs {
    /// The notice, from a file or standard input: the title is its first line; asked for when not given
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,

    /// What it is about: rights, security, study or other
    #[arg(long, default_value = "other", value_parser = kind)]
    kind: NoticeKind,

    /// The language it is written in, such as es [default: the first of the card]
    #[arg(long, value_name = "CODE")]
    language: Option<String>,

    /// After this time readers are told that it is past its date, such as 90d
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    until: Option<u32>,

    /// The case that it is drawn from: refused unless its reporter agreed to go public
    #[arg(long, value_name = "CASE")]
    case: Option<String>,

    /// Write the board's text here, to be signed on the offline machine
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,

    /// Publish this board, which the offline machine signed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "kind", "language", "until", "case", "draft"])]
    signed: Option<PathBuf>,

    /// Send the newest board again to relays that do not have it
    #[arg(long, conflicts_with_all = ["text", "kind", "language", "until", "case", "draft", "signed"])]
    again: bool,
}

/// `davylamp desk notice withdraw`.
#[derive(Args)]
pub(crate) struct WithdrawArgs {
    /// The number of the notice, as `list` has it
    #[arg(value_name = "NUMBER", required_unless_present = "all")]
    notices: Vec<u64>,

    /// Take all of them back
    #[arg(long, conflicts_with = "notices")]
    all: bool,

    /// Write the board's text here, to be signed on the offline machine; then: publish --signed
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
}

pub(crate) async fn run(
    home: &Home,
    command: NoticeCommand,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    match command {
        NoticeCommand::Publish(args) => publish(home, args, network, terminal).await,
        NoticeCommand::Withdraw(args) => {
            let change = if args.all { Change::WithdrawAll } else { Change::Withdraw(args.notices) };
            make(home, &change, args.draft.as_deref(), network, terminal).await
        }
        NoticeCommand::List => show::list(&home.read()?, terminal),
        // It needs no home: whoever runs the command has gone another way.
        NoticeCommand::Sign(_) => Err(Failure::usage(text("desk-card-needs-draft"))),
    }
}

async fn publish(
    home: &Home,
    args: PublishArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    if let Some(path) = &args.signed {
        let note = read_text(path, NOTE_MAX)?.to_string();
        home.update(|state: &mut State| board::take_signed(home, state, note, now()))?;
        return send(home, network, terminal).await;
    }
    if args.again {
        return send(home, network, terminal).await;
    }
    let state = home.read()?;
    // Before anybody types for nothing.
    if let Some(case) = &args.case {
        board::check_consent(&state, case)?;
    }
    offline_needs_draft(&state, args.draft.as_deref())?;
    let (title, words) = written(args.text.as_deref(), terminal)?;
    let language = args.language.or_else(|| state.profile.languages.first().cloned()).unwrap_or_default();
    let (kind, lasts) = (args.kind, args.until.map(u64::from));
    let fresh = Fresh { language, kind, lasts, title, text: words, case: args.case };
    make(home, &Change::Add(fresh), args.draft.as_deref(), network, terminal).await
}

/// Makes the next board; signs and publishes it, or writes it as a draft.
async fn make(
    home: &Home,
    change: &Change,
    draft: Option<&Path>,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    offline_needs_draft(&home.read()?, draft)?;
    if let Some(path) = draft {
        let text = home.update(|state: &mut State| board::draft(state, change, now()))?;
        replace_file(path, text.as_bytes())?;
        terminal.print(text_with("desk-notice-drafted", &[("path", &path.display())]));
        terminal.json(&json!({ "draft": path }));
        return Ok(ExitCode::SUCCESS);
    }
    home.update(|state: &mut State| board::sign(home, state, change, now()))?;
    send(home, network, terminal).await
}

fn offline_needs_draft(state: &State, draft: Option<&Path>) -> Result<(), Failure> {
    if state.identity.is_some() || draft.is_some() {
        return Ok(());
    }
    Err(Failure::usage(text("desk-notice-needs-draft")).hint(text("desk-notice-needs-draft-hint")))
}

/// Publishes the newest board at every relay of the card that has not got it. It is kept before, so that whatever fails
/// can be done again.
async fn send(home: &Home, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    post(home, network).await.map_err(|failure| failure.hint(text("desk-notice-again-hint")))?;
    let state = home.read()?;
    let Some(own) = &state.notices.newest else { return Err(Failure::new(text("desk-notice-none-made"))) };
    let board = board::read(&state, &own.note)?;
    let values: [(&str, &dyn ToString); 2] = [("serial", &board.serial), ("count", &board.notices.len())];
    terminal.print(text_with("desk-notice-published", &values));
    let ids: Vec<u64> = board.notices.iter().map(|notice| notice.id).collect();
    terminal.json(&json!({ "serial": board.serial, "notices": ids }));
    Ok(ExitCode::SUCCESS)
}

async fn post(home: &Home, network: &NetworkArgs) -> Result<(), Failure> {
    let state = home.read()?;
    let no_card = || Failure::new(text("desk-notice-no-card"));
    let (Some(own), Some(desk)) = (&state.notices.newest, state.desk()) else { return Ok(()) };
    let card = state.cards.last().ok_or_else(no_card)?;
    let card = Card::verify(card.note.as_bytes(), &desk).map_err(|error| Failure::new(error.to_string()))?;
    let entry = entry_of_notice(&own.note, &desk, own.serial);
    let missing = card.relays.iter().filter(|relay| !own.proofs.contains_key(relay.log.name()));
    for relay in missing {
        let proof = put(relay, (&own.note, &entry), &desk, network).await?;
        home.update(|state: &mut State| {
            if let Some(newest) = state.notices.newest.as_mut().filter(|newest| newest.serial == own.serial) {
                newest.proofs.insert(relay.log.name().to_owned(), proof);
            }
            Ok::<_, HomeError>(())
        })?;
    }
    Ok(())
}

/// Title and text: the first line, and what follows it.
fn written(path: Option<&Path>, terminal: &Terminal) -> Result<(String, String), Failure> {
    let (title, words) = match path {
        Some(path) => {
            let written = read_text(path, (TITLE_MAX + NOTICE_TEXT_MAX) as u64)?;
            let (title, words) = written.split_once('\n').unwrap_or((&written, ""));
            (title.trim().to_owned(), words.trim().to_owned())
        }
        None => {
            let title = terminal.ask(&text("desk-notice-ask-title"))?;
            let words = terminal.ask_lines(&text("desk-notice-ask-text"), NOTICE_TEXT_MAX)?;
            (title, words.trim().to_owned())
        }
    };
    if title.is_empty() || words.is_empty() {
        return Err(Failure::usage(text("desk-notice-empty")).hint(text("desk-notice-empty-hint")));
    }
    Ok((title, words))
}

fn kind(name: &str) -> Result<NoticeKind, String> {
    NoticeKind::from_name(name).ok_or_else(|| NoticeKind::ALL.map(NoticeKind::name).join(", "))
}

/// What a board or a draft weighs at the most.
const NOTE_MAX: u64 = davylamp_protocol::card::NOTE_MAX as u64;
