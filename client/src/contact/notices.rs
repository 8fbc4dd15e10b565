//! `contact notices`: what desks tell everybody, out of the one bundle that everybody fetches.

mod shelf;
mod show;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::card::{Card, NoticeBoard};

pub(crate) use show::kind_name;

use self::shelf::Shelf;
use super::{Poster, read_poster};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, RelayError};
use crate::terminal::{Terminal, printable, show_time};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct NoticesArgs {
    /// File with a desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input; once for each desk
    #[arg(long, value_name = "FILE|-")]
    to: Vec<PathBuf>,

    /// Show those of every desk there, known to you or not
    #[arg(long)]
    all: bool,

    /// The relay, where you have no contact: those of every desk there
    #[arg(long, value_name = "HOST:PORT", conflicts_with = "to")]
    relay: Option<String>,

    /// Read them out of a copy of the log that somebody brought (courier mirror), without a network
    #[arg(long, value_name = "DIR", conflicts_with = "relay")]
    from: Option<PathBuf>,
}

/// A desk and its notices, all of it verified.
struct Told {
    card: Card,
    board: Option<NoticeBoard>,
    /// Its contact was given.
    known: bool,
}

pub(super) async fn notices(
    args: NoticesArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let posters = posters(&args, terminal)?;
    let (mut told, mut failed, mut as_of) = (Vec::new(), Vec::new(), None);
    let mut shelves: Vec<Shelf> = Vec::new();
    if let Some(dir) = &args.from {
        let shelf = Shelf::carried(dir, posters.first().map(|poster| &poster.desk))?;
        as_of = shelf.as_of();
        shelves.push(shelf);
    }
    if let Some(address) = &args.relay {
        shelves.push(Shelf::fetch(address, network).await?);
    }
    for poster in &posters {
        let shelf = if args.from.is_some() { shelves.first() } else { None };
        let found = match shelf {
            Some(shelf) => shelf.read(&poster.desk)?,
            None => reach(poster, &mut shelves, network, terminal).await?,
        };
        poster.accepts(&found.0)?;
        told.push(Told { card: found.0, board: found.1, known: true });
    }
    if args.all || posters.is_empty() {
        strangers(&shelves, &mut told, &mut failed);
    }
    if let Some(time) = as_of {
        terminal.say(text_with("notices-mirror-age", &[("time", &show_time(time))]));
    }
    for (card, why) in &failed {
        let values: [(&str, &dyn ToString); 2] = [("name", &printable(&card.name)), ("why", &why.message)];
        terminal.say(text_with("warning", &[("what", &text_with("notices-desk-failed", &values))]));
    }
    show::show(&told, &failed, as_of, terminal);
    Ok(ExitCode::SUCCESS)
}

/// The contacts that were given. Without any, and without a relay or a copy to look at, one is asked for.
fn posters(args: &NoticesArgs, terminal: &Terminal) -> Result<Vec<Poster>, Failure> {
    if args.to.iter().filter(|path| path.as_path() == Path::new("-")).count() > 1 {
        return Err(Failure::usage(text("standard-input-twice")));
    }
    let nowhere = args.relay.is_none() && args.from.is_none();
    if args.to.is_empty() && nowhere {
        let poster = read_poster(None, terminal).map_err(|failure| failure.hint(text("notices-whose-hint")))?;
        return Ok(vec![poster]);
    }
    args.to.iter().map(|path| read_poster(Some(path), terminal)).collect()
}

/// The first of a contact's relays that has the desk's card; what each showed is kept, and asked for once only. A relay
/// that lies is named, and no other one is asked.
async fn reach(
    poster: &Poster,
    shelves: &mut Vec<Shelf>,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<(Card, Option<NoticeBoard>), Failure> {
    let mut failed = RelayError::CardMissing;
    for address in &poster.relays {
        let error = match shelf_of(address, shelves, network).await {
            Ok(shelf) if shelf.has(&poster.desk) => return shelf.read(&poster.desk),
            Ok(_) => RelayError::CardMissing,
            Err(error) if error.is_lie() => return Err(error.into()),
            Err(error) => error,
        };
        if poster.relays.len() > 1 {
            terminal.say(text_with("relay-failed", &[("relay", address), ("why", &error)]));
        }
        failed = error;
    }
    Err(failed.into())
}

async fn shelf_of<'a>(
    address: &str,
    shelves: &'a mut Vec<Shelf>,
    network: &NetworkArgs,
) -> Result<&'a Shelf, RelayError> {
    let at = match shelves.iter().position(|shelf| shelf.is_of(address)) {
        Some(at) => at,
        None => {
            shelves.push(Shelf::fetch(address, network).await?);
            shelves.len() - 1
        }
    };
    shelves.get(at).ok_or(RelayError::CardMissing)
}

/// All other desks. What does not hold of one must not hide what the others say.
fn strangers(shelves: &[Shelf], told: &mut Vec<Told>, failed: &mut Vec<(Card, Failure)>) {
    for shelf in shelves {
        for card in shelf.cards() {
            let met = told.iter().map(|told| &told.card).chain(failed.iter().map(|(card, _)| card));
            if met.into_iter().any(|known| known.desk == card.desk) {
                continue;
            }
            match shelf.read(&card.desk) {
                Ok((card, board)) => told.push(Told { card, board, known: false }),
                Err(failure) => failed.push((card, failure)),
            }
        }
    }
}
