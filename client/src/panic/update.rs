//! `panic update` and `panic cancel`: more about an alert, and its end.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use davylamp_protocol::alert::{PLACE_MAX, TEXT_MAX};
use zeroize::Zeroizing;

use super::Watch;
use super::book::Book;
use super::engine::{Engine, Goal};
use super::pack::hand_over;
use super::profile::{Alert, Contact, Kind, Profile, ProfileError, RelayLine, Store};
use super::trigger::unsealed;
use super::word::typed_word;
use crate::attach::{Line, Offer, upload};
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::reporter::one_standard_input;
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct UpdateArgs {
    /// File with your words, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,

    /// File with where you are, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    place: Option<PathBuf>,

    /// Send this photograph or document too; the words go first, and do not wait for it
    #[arg(long, value_name = "FILE")]
    attach: Option<PathBuf>,

    /// Send the file just as it is, with all that it says about you
    #[arg(long, requires = "attach")]
    keep_metadata: bool,
}

#[derive(Args)]
pub(crate) struct CancelArgs {
    /// File with your word, or - for standard input; asked for when missing
    #[arg(long, value_name = "FILE|-")]
    word_file: Option<PathBuf>,
}

pub(super) async fn update(
    args: &UpdateArgs,
    store: Store,
    network: &NetworkArgs,
    watch: &Watch,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    one_standard_input(&[args.text.as_deref(), args.place.as_deref()])?;
    let mut book = Book::open(store.clone())?;
    under_way(book.profile())?;
    let offer = offer(args, watch, terminal)?;
    let (text, place) = content(args, terminal)?;
    if text.is_none() && place.is_none() {
        return show(offer, book, network, watch, terminal).await;
    }
    book.change(|profile| {
        under_way(profile)?;
        profile
            .say_more(text.as_deref().map(String::as_str), place.as_deref().map(String::as_str))
            .map_err(unsealed)?;
        if profile.has_room() { Ok(()) } else { Err(Failure::from(ProfileError::NoRoom)) }
    })?;
    if let Some(file) = &watch.pack {
        return hand_over(book, file, terminal);
    }
    let engine = Engine::new(book, network, watch.pace, Goal::Posted(Kind::Update), terminal);
    let said = engine.end_after(watch.seconds).run().await?;
    if offer.is_none() {
        return Ok(ExitCode::from(said));
    }
    show(offer, Book::open(store)?, network, watch, terminal).await
}

/// What is to be sent beside the words; looked at before anything is said.
fn offer(args: &UpdateArgs, watch: &Watch, terminal: &Terminal) -> Result<Option<Offer>, Failure> {
    if args.attach.is_some() && watch.pack.is_some() {
        return Err(Failure::usage(text("attach-not-by-hand")));
    }
    args.attach.as_deref().map(|path| Offer::look(path, 1, args.keep_metadata, terminal)).transpose()
}

/// Has a relay of each contact keep the file, sealed for that contact alone, then says where it is. A contact none of whose
/// relays takes it misses the file, and nothing else.
async fn show(
    offer: Option<Offer>,
    mut book: Book,
    network: &NetworkArgs,
    watch: &Watch,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let offers = Arc::new(offer.into_iter().collect::<Vec<_>>());
    let contacts: Vec<Vec<Line>> = book.profile().contacts.iter().map(lines).collect();
    let own = book.profile().network(network);
    let mut failed = None;
    let mut named = Vec::new();
    for lines in &contacts {
        let stored = upload(&offers, lines, None, &own, terminal).await;
        named.push(stored.map_err(|failure| failed = Some(failure)).ok().and_then(|mut named| named.pop()));
    }
    if let Some(failure) = failed {
        if named.iter().all(Option::is_none) {
            return Err(failure);
        }
        terminal.say(text_with("warning", &[("what", &failure)]));
    }
    book.change(|profile| {
        under_way(profile)?;
        profile.show(&named).map_err(unsealed)?;
        if profile.has_room() { Ok(()) } else { Err(Failure::from(ProfileError::NoRoom)) }
    })?;
    let engine = Engine::new(book, network, watch.pace, Goal::Posted(Kind::Update), terminal);
    engine.end_after(watch.seconds).run().await.map(ExitCode::from)
}

fn lines(contact: &Contact) -> Vec<Line> {
    let line = |line: &RelayLine| Line { address: line.url.clone(), origin: line.origin() };
    contact.relays.iter().map(line).collect()
}

/// Calls the alert off with whatever is typed. The prompt, the lines, the time, the files and the wire are the same for
/// every word: the desk alone knows which it was.
pub(super) async fn cancel(
    args: &CancelArgs,
    store: Store,
    network: &NetworkArgs,
    watch: &Watch,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let mut book = Book::open(store)?;
    under_way(book.profile())?;
    let word = typed_word(args.word_file.as_deref(), terminal)?;
    book.change(|profile| {
        under_way(profile)?;
        profile.call_off(&word, false).map_err(unsealed)
    })?;
    if let Some(file) = &watch.pack {
        return hand_over(book, file, terminal);
    }
    let engine = Engine::new(book, network, watch.pace, Goal::Posted(Kind::Cancel), terminal);
    engine.end_after(watch.seconds).run().await.map(ExitCode::from)
}

/// An alert, or a drill, that nobody has called off.
fn under_way(profile: &Profile) -> Result<(), Failure> {
    match &profile.alert {
        Some(alert) if !Alert::is_cancelled(alert) => Ok(()),
        _ => Err(Failure::new(text("panic-no-alert"))),
    }
}

type Content = (Option<Zeroizing<String>>, Option<Zeroizing<String>>);

fn content(args: &UpdateArgs, terminal: &Terminal) -> Result<Content, Failure> {
    let read = |path: &Option<PathBuf>, limit: usize| {
        path.as_ref().map(|path| read_text(path, 64 * 1024).and_then(|text| within(text, limit))).transpose()
    };
    let (words, place) = (read(&args.text, TEXT_MAX)?, read(&args.place, PLACE_MAX)?);
    if words.is_some() || place.is_some() || args.attach.is_some() {
        return Ok((words, place));
    }
    if !terminal.is_interactive() {
        return Err(Failure::usage(text("panic-update-missing")).hint(text("panic-update-missing-hint")));
    }
    Ok((Some(within(terminal.ask_lines(&text("panic-update-question"), TEXT_MAX)?, TEXT_MAX)?), None))
}

fn within(text: Zeroizing<String>, limit: usize) -> Result<Zeroizing<String>, Failure> {
    let trimmed = Zeroizing::new(text.trim().to_owned());
    match trimmed.len() {
        0 => Err(Failure::usage(crate::text::text("text-empty"))),
        length if length > limit => {
            Err(Failure::usage(text_with("panic-update-long", &[("length", &length), ("limit", &limit)])))
        }
        _ => Ok(trimmed),
    }
}
