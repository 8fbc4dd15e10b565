//! `check --with`: both threads of a table, in one order of time, each message with whose it is.

use std::path::Path;
use std::process::ExitCode;

use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::message::Message;
use serde_json::json;

use super::{Both, Seat};
use crate::failure::Failure;
use crate::mirror::Trouble;
use crate::relay::NetworkArgs;
use crate::reporter::check::{CheckArgs, Outcome, acknowledge, read_thread};
use crate::reporter::reach::Reached;
use crate::reporter::replies::DeskMessage;
use crate::reporter::show::{message_json, print_message};
use crate::terminal::{Terminal, printable, show_time};
use crate::text::text_with;

/// One of the two threads, as it was read.
struct Thread {
    party: &'static str,
    reached: Reached,
    outcome: Outcome,
    lie: Option<Trouble>,
}

/// Reads both, shows them together, and acknowledges each to its desk. What was read of one is shown whatever the other
/// relay does.
pub(crate) async fn check_both(
    with: &Path,
    args: &CheckArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let both = Both::read((args.to.as_deref(), with), args.passphrase_file.as_deref(), terminal).await?;
    let (mut threads, mut failed) = (Vec::new(), None);
    for (party, seat) in [("desk", &both.desk), ("mediator", &both.mediator)] {
        match read(party, seat, args, network, terminal).await {
            Ok(thread) => threads.push(thread),
            Err(failure) => {
                terminal.say(text_with("warning", &[("what", &failure.message)]));
                failed = failed.or(Some(failure));
            }
        }
    }
    print_threads(&threads, terminal);
    let mut json = json!({ "table": hex::encode(both.table), "messages": merged_json(&threads) });
    for thread in &mut threads {
        let seat = if thread.party == "desk" { &both.desk } else { &both.mediator };
        if thread.lie.is_none() {
            let seen = thread.outcome.conversation.seen.clone();
            let posted = acknowledge(&thread.reached, &seat.case, seen, args.release, network).await;
            thread.lie = posted.err().map(Trouble::Relay);
        }
        if let Some(fields) = json.as_object_mut() {
            fields.insert(thread.party.into(), thread.outcome.as_json(&thread.reached, thread.lie.as_ref()));
        }
    }
    terminal.json(&json);
    if let Some(lie) = threads.into_iter().find_map(|thread| thread.lie) {
        return Err(lie.into());
    }
    failed.map_or(Ok(ExitCode::SUCCESS), Err)
}

async fn read(
    party: &'static str,
    seat: &Seat,
    args: &CheckArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<Thread, Failure> {
    let (reached, outcome, lie) = read_thread(&seat.poster, &seat.case, args.all, network, terminal).await?;
    Ok(Thread { party, reached, outcome, lie })
}

fn print_threads(threads: &[Thread], terminal: &Terminal) {
    for thread in threads {
        let card = thread.reached.card();
        let (name, words) = (printable(&card.name), fingerprint(&card.desk).join(" "));
        let id = if thread.party == "desk" { "mediation-the-desk" } else { "mediation-the-mediator" };
        terminal.print(text_with(id, &[("name", &name), ("words", &words)]));
    }
    for (thread, message) in merged(threads) {
        let name = printable(&thread.reached.card().name);
        print_marked(thread.party, &name, message, terminal);
    }
    for thread in threads {
        thread.outcome.print_oddities(terminal);
        if thread.lie.is_none() {
            thread.outcome.print_rest(&thread.reached, terminal);
        }
    }
}

fn print_marked(party: &str, name: &str, message: &DeskMessage, terminal: &Terminal) {
    let when = show_time(message.sealed_at);
    let head = |id: &str| text_with(&format!("mediation-{party}-{id}"), &[("when", &when), ("name", &name)]);
    terminal.print("");
    match &message.message {
        Message::Text(body) => {
            terminal.print(head("writes"));
            terminal.print(printable(&body.text));
        }
        Message::Report(_)
        | Message::Received(_)
        | Message::Status(_)
        | Message::ConsentRequest(_)
        | Message::ConsentAnswer(_)
        | Message::Outcome(_)
        | Message::Arm(_)
        | Message::RelayedAnswer(_)
        | Message::Account(_)
        | Message::Join(_)
        | Message::Copy(_)
        | Message::Leave(_)
        | Message::Table(_)
        | Message::Handover(_) => {
            terminal.print(head("tells"));
            print_message(message, terminal);
        }
    }
}

/// Both, by the time of sealing.
fn merged(threads: &[Thread]) -> Vec<(&Thread, &DeskMessage)> {
    let of = |thread: &'_ Thread| thread.outcome.conversation.messages.len();
    let mut all = Vec::with_capacity(threads.iter().map(of).sum());
    for thread in threads {
        all.extend(thread.outcome.conversation.messages.iter().map(|message| (thread, message)));
    }
    all.sort_by_key(|(_, message)| message.sealed_at);
    all
}

fn merged_json(threads: &[Thread]) -> serde_json::Value {
    let messages = merged(threads).into_iter().map(|(thread, message)| {
        let (mut one, card) = (message_json(message), thread.reached.card());
        if let Some(fields) = one.as_object_mut() {
            fields.insert("party".into(), json!(thread.party));
            fields.insert("name".into(), json!(card.name));
            fields.insert("key".into(), json!(card.desk.to_string()));
            fields.insert("fingerprint".into(), json!(fingerprint(&card.desk)));
        }
        one
    });
    messages.collect()
}
