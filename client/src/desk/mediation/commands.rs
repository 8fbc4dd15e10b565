//! `desk mediation`: propose a mediator, leave, remove.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use davylamp_protocol::card::Role;
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::message::{Leave, Message, Party, Table as Told, TableId, ValueList as _};
use rand::Rng as _;
use rand::rngs::OsRng;
use serde_json::json;

use super::settle::settle;
use super::take::end_in;
use crate::contact::read_poster;
use crate::desk::answer::{SendArgs, words};
use crate::desk::cases::CaseArg;
use crate::desk::home::{Case, Home, Proposal, State};
use crate::desk::watch::post_waiting;
use crate::desk::{custody, outbox};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::reporter::{contacts_of, reach};
use crate::terminal::{Terminal, printable};
use crate::text::{text, text_with};

/// `davylamp desk mediation`.
#[derive(Subcommand)]
pub(crate) enum MediationCommand {
    /// Propose a mediator to the reporter, who decides
    Propose(ProposeArgs),
    /// As the mediator: leave the case
    Leave(EndArgs),
    /// As the desk that has the case: remove the mediator
    Remove(EndArgs),
}

/// `davylamp desk mediation propose`.
#[derive(Args)]
pub(crate) struct ProposeArgs {
    #[command(flatten)]
    case: CaseArg,

    /// File with the mediator's contact, or - for standard input; asked for when not given
    #[arg(long, value_name = "FILE|-")]
    mediator: Option<PathBuf>,

    /// Why, from a file or standard input; asked for when not given
    #[arg(long, value_name = "FILE|-")]
    why: Option<PathBuf>,

    #[command(flatten)]
    send: SendArgs,
}

/// `davylamp desk mediation leave`, and `remove`.
#[derive(Args)]
pub(crate) struct EndArgs {
    #[command(flatten)]
    case: CaseArg,

    /// Words that go with it, from a file or standard input
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,

    #[command(flatten)]
    send: SendArgs,
}

pub(crate) async fn mediation(
    home: &Home,
    command: MediationCommand,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    match command {
        MediationCommand::Propose(args) => propose(home, args, network, terminal).await,
        MediationCommand::Leave(args) => end(home, args, Party::Mediator, network, terminal).await,
        MediationCommand::Remove(args) => end(home, args, Party::Desk, network, terminal).await,
    }
}

async fn propose(
    home: &Home,
    args: ProposeArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = &args.case.case;
    let own = home.read()?;
    own.case(id)?;
    let poster = read_poster(args.mediator.as_deref(), terminal)?;
    if own.desk().as_ref() == Some(&poster.desk) {
        return Err(Failure::usage(text("desk-mediation-self")));
    }
    let reached = reach(&poster, network, terminal).await?;
    let card = reached.card();
    if card.roles.iter().all(|(role, _)| *role != Role::Mediation) {
        let name = printable(&card.name);
        return Err(Failure::new(text_with("desk-mediation-no-role", &[("name", &name)])));
    }
    let why = words(args.why.as_deref(), &text("desk-mediation-ask-why"), terminal)?;
    let proposal: [u8; 4] = OsRng.r#gen();
    let message = Message::Table(Told::propose(proposal, contacts_of(card), card.name.clone(), why));
    let (name, mediator) = (card.name.clone(), card.desk.to_string());
    let store = |state: &mut State| {
        let lane = state.case(id)?.worker_lane;
        outbox::write(home, state, id, lane, &message, now())?;
        let case = state.case_mut(id)?;
        let (name, mediator) = (name.clone(), mediator.clone());
        case.mediation.proposals.push(Proposal { id: proposal, name, mediator, asked_at: now(), answer: None });
        custody::append(home, id, case, now(), "mediator-proposed", home.role().name())?;
        Ok::<_, Failure>(())
    };
    home.update(store)?;
    post(home, id, &args.send, network, terminal).await?;
    let shown = fingerprint(&card.desk).join(" ");
    terminal.print(text_with("desk-mediation-proposed", &[("name", &printable(&name)), ("words", &shown)]));
    terminal.json(&json!({ "case": id, "proposal": hex::encode(proposal), "posted": !args.send.later }));
    Ok(ExitCode::SUCCESS)
}

/// Ends every open table of the case at which this desk has that seat.
async fn end(
    home: &Home,
    args: EndArgs,
    seat: Party,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = &args.case.case;
    seats(home.read()?.case(id)?, seat)?;
    let said = args.text.as_deref().map(|path| words(Some(path), "", terminal)).transpose()?;
    let store = |state: &mut State| {
        let (tables, lane) = (seats(state.case(id)?, seat)?, state.case(id)?.worker_lane);
        for table in &tables {
            let leave = Message::Leave(Leave::new(*table, seat, said.clone()));
            outbox::write(home, state, id, lane, &leave, now())?;
            end_in(home, state, id, (*table, seat), now())?;
            let ended = state.case_mut(id)?.mediation.tables.iter_mut().filter(|ended| ended.id == *table);
            ended.for_each(|ended| ended.owe(&leave, now()));
        }
        Ok::<_, Failure>(tables.len())
    };
    let ended = home.update(store)?;
    post(home, id, &args.send, network, terminal).await?;
    terminal.print(text(if seat == Party::Desk { "desk-mediation-removed" } else { "desk-mediation-left" }));
    terminal.say(text("desk-mediation-seen"));
    terminal.json(&json!({ "case": id, "ended": ended, "posted": !args.send.later }));
    Ok(ExitCode::SUCCESS)
}

/// The open tables at which this desk has the seat; the reason why there is none.
fn seats(case: &Case, seat: Party) -> Result<Vec<TableId>, Failure> {
    let tables: Vec<TableId> =
        case.mediation.open().filter(|table| table.seat() == seat).map(|table| table.id).collect();
    if !tables.is_empty() {
        return Ok(tables);
    }
    let waits = case.mediation.proposals.iter().any(|proposal| proposal.answer.is_none());
    let hint = if waits { "desk-mediation-no-answer-hint" } else { "desk-mediation-no-table-hint" };
    Err(Failure::new(text("desk-mediation-no-table")).hint(text(hint)))
}

/// Posts what waits in the case; what does not go stays stored.
async fn post(
    home: &Home,
    id: &str,
    how: &SendArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<(), Failure> {
    if how.later {
        terminal.say(text("desk-stored"));
        return Ok(());
    }
    let sent = async {
        settle(home, network).await?;
        post_waiting(home, network, Some(id)).await
    };
    sent.await.map_err(|failure| failure.hint(text("desk-stored-hint")))?;
    terminal.say(text("desk-posted"));
    Ok(())
}
