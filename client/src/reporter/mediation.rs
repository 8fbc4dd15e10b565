//! A mediator in a reporter's case (`SPEC.md` 15): invited and removed here, written to and read beside the desk.
//!
//! All of it comes from the passphrase and the two contacts: nothing is stored.

mod check;
mod show;

use std::path::Path;
use std::process::ExitCode;

use davylamp_protocol::card::{Card, Role};
use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::contact::{Contact, fingerprint};
use davylamp_protocol::keys::{CaseKeys, Passphrase};
use davylamp_protocol::message::{Join, Leave, Message, Party, TEXT_MAX, TableId};

pub(super) use check::check_both;
pub(super) use show::{open_tables, print_leave, print_open, print_table, table_json};

use super::answer::AnswerArgs;
use super::passphrase::read_passphrase;
use super::reach::{Reached, reach};
use super::send::{Sending, Sent, send};
use crate::contact::{Poster, read_poster};
use crate::duration;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::{Terminal, printable, read_text};
use crate::text::{text, text_with};

/// The two desks of a table, each with the reporter's keys there.
struct Both {
    desk: Seat,
    mediator: Seat,
    table: TableId,
}

struct Seat {
    poster: Poster,
    case: CaseKeys,
}

impl Both {
    /// Reads the two contacts and the passphrase.
    async fn read(
        (to, with): (Option<&Path>, &Path),
        passphrase_file: Option<&Path>,
        terminal: &Terminal,
    ) -> Result<Self, Failure> {
        let (desk, mediator) = (read_poster(to, terminal)?, read_poster(Some(with), terminal)?);
        if desk.desk == mediator.desk {
            return Err(Failure::usage(text("mediation-same-desk")));
        }
        let passphrase = read_passphrase(passphrase_file, terminal)?;
        let keys = (key_of(&desk), key_of(&mediator));
        let stretched = tokio::task::spawn_blocking(move || stretch(&passphrase, keys)).await;
        let (table, cases) = stretched.map_err(|_| Failure::new(text("passphrase-broken-off")))?;
        let [desk, mediator] = [(desk, cases.0), (mediator, cases.1)].map(|(poster, case)| Seat { poster, case });
        Ok(Self { desk, mediator, table })
    }
}

fn stretch(passphrase: &Passphrase, (desk, mediator): (DeskKey, DeskKey)) -> (TableId, (CaseKeys, CaseKeys)) {
    let root = passphrase.root();
    (root.table(desk, mediator), (root.case(desk), root.case(mediator)))
}

fn key_of(poster: &Poster) -> DeskKey {
    DeskKey(*poster.desk.key_bytes())
}

/// `answer --invite`: the mediator is told first, so that the desk sends it nothing that it could not place.
pub(super) async fn invite(
    args: &AnswerArgs,
    mediator: &Path,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let words = args.text.as_deref().map(|path| read_text(path, TEXT_MAX as u64)).transpose()?;
    let both = Both::read((args.to.as_deref(), mediator), args.passphrase_file.as_deref(), terminal).await?;
    let at_mediator = reach(&both.mediator.poster, network, terminal).await?;
    let at_desk = reach(&both.desk.poster, network, terminal).await?;
    may_mediate(at_mediator.card())?;
    explain(at_desk.card(), at_mediator.card(), terminal)?;
    let join = |other: &Card, seat| {
        let mut join = Join::new(both.table, contacts_of(other), seat);
        join.text = words.as_ref().map(|words| words.trim_end().to_owned());
        join.proposal = args.proposal().filter(|_| seat == Party::Mediator);
        sound(Message::Join(join))
    };
    let to_mediator = join(at_desk.card(), Party::Desk)?;
    let to_desk = join(at_mediator.card(), Party::Mediator)?;
    let sent = send_both(
        args,
        [(&at_mediator, &both.mediator.case, &to_mediator), (&at_desk, &both.desk.case, &to_desk)],
        (network, terminal),
    );
    let [mediator, desk] = sent.await?;
    let name = printable(&at_mediator.card().name);
    terminal.print(text_with("mediation-invited", &[("name", &name)]));
    tell_when(args, terminal);
    terminal.print(text("mediation-both-how"));
    report(args, (&both, "invited"), [(&at_desk, desk), (&at_mediator, mediator)], terminal);
    Ok(ExitCode::SUCCESS)
}

/// `answer --with`: the same words to both; or, with `--remove-mediator`, the end.
pub(super) async fn answer_both(
    args: &AnswerArgs,
    with: &Path,
    message: impl FnOnce() -> Result<Message, Failure>,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let both = Both::read((args.to.as_deref(), with), args.passphrase_file.as_deref(), terminal).await?;
    let at_desk = reach(&both.desk.poster, network, terminal).await?;
    let at_mediator = reach(&both.mediator.poster, network, terminal).await?;
    let name = printable(&at_mediator.card().name);
    let message = if args.removes() { leave(args, both.table, &name, terminal)? } else { message()? };
    let sent = send_both(
        args,
        [(&at_desk, &both.desk.case, &message), (&at_mediator, &both.mediator.case, &message)],
        (network, terminal),
    );
    let [desk, mediator] = sent.await?;
    let (done, said) = if args.removes() { ("removed", "mediation-removed") } else { ("sent", "mediation-sent-both") };
    terminal.print(text_with(said, &[("name", &name)]));
    tell_when(args, terminal);
    report(args, (&both, done), [(&at_desk, desk), (&at_mediator, mediator)], terminal);
    Ok(ExitCode::SUCCESS)
}

fn leave(args: &AnswerArgs, table: TableId, name: &str, terminal: &Terminal) -> Result<Message, Failure> {
    let words = args.text.as_deref().map(|path| read_text(path, TEXT_MAX as u64)).transpose()?;
    terminal.say(text_with("mediation-remove-what", &[("name", &name)]));
    if terminal.is_interactive() && !terminal.confirm(&text("mediation-remove-question"))? {
        return Err(Failure::new(text("report-stopped")));
    }
    sound(Message::Leave(Leave::new(table, Party::Reporter, words.map(|words| words.trim_end().to_owned()))))
}

/// What the desks would not read must not be sent.
fn sound(message: Message) -> Result<Message, Failure> {
    Message::decode(&message.encode()).map_err(|_| Failure::new(text("report-unsound")))
}

fn may_mediate(card: &Card) -> Result<(), Failure> {
    if card.roles.iter().any(|(role, _)| *role == Role::Mediation) {
        return Ok(());
    }
    let name = printable(&card.name);
    Err(Failure::new(text_with("mediation-no-role", &[("name", &name)])).hint(text("mediation-no-role-hint")))
}

/// Says what the mediator will see; a person may still stop.
fn explain(desk: &Card, mediator: &Card, terminal: &Terminal) -> Result<(), Failure> {
    let (name, words) = (printable(&mediator.name), fingerprint(&mediator.desk).join(" "));
    let desk = printable(&desk.name);
    let values: [(&str, &dyn ToString); 3] = [("name", &name), ("words", &words), ("desk", &desk)];
    terminal.say(text_with("mediation-what", &values));
    if terminal.is_interactive() && !terminal.confirm(&text("mediation-question"))? {
        return Err(Failure::new(text("report-stopped")));
    }
    Ok(())
}

type ToOne<'a> = (&'a Reached, &'a CaseKeys, &'a Message);

/// One after the other; when the second fails, the person hears that the first has it.
async fn send_both(
    args: &AnswerArgs,
    [first, second]: [ToOne<'_>; 2],
    (network, terminal): (&NetworkArgs, &Terminal),
) -> Result<[Sent; 2], Failure> {
    let sending = Sending { release: args.release, network, terminal };
    let to_first = terminal.until_done(async || send(first.0, first.1, first.2, sending).await).await?;
    let to_second = terminal.until_done(async || send(second.0, second.1, second.2, sending).await).await;
    let (one, other) = (printable(&first.0.card().name), printable(&second.0.card().name));
    let to_second = to_second
        .map_err(|failure| failure.hint(text_with("mediation-half-hint", &[("one", &one), ("other", &other)])))?;
    Ok([to_first, to_second])
}

fn tell_when(args: &AnswerArgs, terminal: &Terminal) {
    if let Some(window) = args.release.window() {
        terminal.print(text_with("answer-deposited", &[("within", &duration::show(window.into()))]));
    }
}

fn report(args: &AnswerArgs, (both, done): (&Both, &str), sent: [(&Reached, Sent); 2], terminal: &Terminal) {
    let seats = sent.map(|(reached, sent)| {
        serde_json::json!({
            "desk": reached.card().desk.to_string(),
            "sessions": sent.sessions,
            "failed": sent.failed,
            "warnings": reached.warnings,
        })
    });
    let [desk, mediator] = seats;
    terminal.json(&serde_json::json!({
        "sent": true,
        "done": done,
        "table": hex::encode(both.table),
        "proposal": args.proposal().map(hex::encode),
        "to": desk,
        "with": mediator,
    }));
}

/// URIs of the relays of a card.
pub(crate) fn contacts_of(card: &Card) -> Vec<String> {
    let relay = |url: &str| url.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let uri = |url: &str| Contact { relay: relay(url), desk: card.desk.clone() }.to_string();
    let mut contacts: Vec<String> = Vec::new();
    for uri in card.relays.iter().map(|line| uri(&line.url)) {
        // Two logs behind one address are one contact.
        if uri.parse::<Contact>().is_ok() && !contacts.contains(&uri) {
            contacts.push(uri);
        }
    }
    contacts
}
