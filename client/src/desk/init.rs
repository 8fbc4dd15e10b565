//! `desk init`: keys, card, poster, self-test, backup. What was begun goes on when it is called again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::contact::{Contact, fingerprint};
use davylamp_protocol::log::note::{NoteSigner, VerifierKey};
use serde_json::json;

use super::card::{beside, card_relay, post, renew};
use super::home::{
    Home, HomeError, LogPlace, RelayProfile, STATE_VERSION, Secret, State, Unlock, backup, replace_file,
};
use super::poster;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, now};
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

mod profile;
mod self_test;

pub(crate) use profile::duration;

use profile::{asked, profile};
use self_test::self_test;

/// `davylamp desk init`. What is not given is asked for.
#[derive(Args)]
pub(crate) struct InitArgs {
    /// All of the desk's profile from a TOML file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Name of the desk, for people
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,

    /// Name of the desk's key: a domain or another word without spaces
    #[arg(long, value_name = "NAME")]
    key_name: Option<String>,

    /// Language that the desk reads; may be repeated
    #[arg(long, value_name = "TAG")]
    language: Vec<String>,

    /// What the desk does and within how long it answers, such as reports=3d; may be repeated
    #[arg(long, value_name = "ROLE=TIME")]
    role: Vec<String>,

    /// Relay, http://host:port
    #[arg(long, value_name = "URL")]
    relay: Option<String>,

    /// The relay's log verifier key
    #[arg(long, value_name = "KEY")]
    log_key: Option<String>,

    /// The relay's cosigner verifier key
    #[arg(long, value_name = "KEY")]
    cosigner_key: Option<String>,

    /// Days for which the relay keeps messages
    #[arg(long, value_name = "DAYS")]
    retention_days: Option<u16>,

    /// Days for which the card is valid, at most 60
    #[arg(long, value_name = "DAYS")]
    lifetime_days: Option<u16>,

    /// The identity is on another machine: this is its verifier key, in a file
    #[arg(long, value_name = "FILE")]
    offline_identity: Option<PathBuf>,

    /// Make the keys and stop: the operator has to list the desk first; call init again after that
    #[arg(long)]
    no_publish: bool,

    /// Do not send and receive a report as a test
    #[arg(long)]
    no_self_test: bool,

    /// Where the poster goes (a page to print, and the same name with .txt)
    #[arg(long, value_name = "FILE")]
    poster: Option<PathBuf>,

    /// Where the first backup goes
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,
}

pub(crate) async fn init(
    dir: &Path,
    args: InitArgs,
    keys: (Option<&Path>, Option<&Path>),
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let (home, unlock) = if Home::exists(dir) {
        let unlock = Unlock::find(keys.0, keys.1, terminal)?;
        (super::open_with(dir, &unlock, terminal)?, unlock)
    } else {
        begin(dir, &args, keys, network, terminal).await?
    };
    let state = home.read()?;
    if args.no_publish {
        terminal.print(text_with("desk-give-operator", &[("key", &state.desk)]));
        terminal.json(&json!({ "home": dir, "desk": state.desk }));
        return Ok(ExitCode::SUCCESS);
    }
    publish(&home, network, terminal).await?;
    let poster = write_poster(&home, args.poster)?;
    terminal.say(text_with("desk-poster-written", &[("path", &poster.display())]));
    let home = if args.no_self_test { home } else { self_test(home, network, terminal).await? };
    let backup_path = beside(dir, args.backup, "backup.age");
    backup(&home, &unlock, &backup_path)?;
    terminal.say(text_with("desk-backup-written", &[("path", &backup_path.display())]));
    finish(&home, &poster, &backup_path, terminal)?;
    Ok(ExitCode::SUCCESS)
}

async fn begin(
    dir: &Path,
    args: &InitArgs,
    keys: (Option<&Path>, Option<&Path>),
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<(Home, Unlock), Failure> {
    if args.config.is_none() && args.relay.is_none() {
        terminal.say(text("desk-init-before"));
    }
    let (profile, key_name) = profile(args, terminal)?;
    let (identity, desk) = identity(args, key_name, terminal)?;
    // Asked before anything is written: a relay that does not answer, or is another, leaves nothing behind.
    let mut logs = Vec::new();
    for relay in &profile.relays {
        logs.push(first_place(relay, network).await?);
    }
    let mut state = State {
        version: STATE_VERSION,
        desk: desk.to_string(),
        identity,
        profile,
        online: Vec::new(),
        clue_keys: Vec::new(),
        intake: Vec::new(),
        canary: Secret::generate(),
        canary_next: 0,
        cards: Vec::new(),
        taken_lanes: Vec::new(),
        lanes: BTreeMap::new(),
        logs,
        cases: BTreeMap::new(),
        outbox: Vec::new(),
        rescan: Default::default(),
        alerts: Default::default(),
        notices: Default::default(),
        time_authority: None,
    };
    if state.identity.is_some() {
        renew(&mut state, true, true, now())?;
    }
    let unlock = Unlock::choose(keys.0, keys.1, terminal)?;
    Ok((Home::create(dir, &unlock, &state)?, unlock))
}

/// The present end of a log, verified: what came before is of no concern to a new desk.
async fn first_place(relay: &RelayProfile, network: &NetworkArgs) -> Result<LogPlace, Failure> {
    let line = card_relay(relay)?;
    let client = Relay::connect(&relay.url, network)?;
    let seen = client.checkpoint(&line).await?;
    if let Some(stale) = seen.staleness(now()) {
        return Err(stale.into());
    }
    let frontier = client.frontier_at(seen.verified.size, &seen.verified).await?;
    Ok(LogPlace {
        origin: line.log.name().to_owned(),
        frontier: frontier.encode(),
        checkpoint: Some(seen.note),
        time: seen.time,
        lost: 0,
        evidence: Vec::new(),
    })
}

fn identity(
    args: &InitArgs,
    key_name: Option<String>,
    terminal: &Terminal,
) -> Result<(Option<Secret>, VerifierKey), Failure> {
    if let Some(path) = &args.offline_identity {
        let key = read_text(path, KEY_MAX)?;
        let key = key
            .trim()
            .parse()
            .map_err(|error: davylamp_protocol::log::note::KeyError| Failure::usage(error.to_string()))?;
        return Ok((None, key));
    }
    let seed = Secret::generate();
    let key_of = |name: &str| {
        let signer = NoteSigner::from_seed(name, seed.expose());
        signer.map(|signer| signer.verifier_key().clone()).map_err(|error| Failure::usage(error.to_string()))
    };
    let key = match key_name {
        Some(name) => key_of(&name)?,
        None => asked(terminal, "desk-ask-key-name", key_of)?,
    };
    Ok((Some(seed), key))
}

/// Publishes the card; a person is told what the operator has to do, and asked to come back.
async fn publish(home: &Home, network: &NetworkArgs, terminal: &Terminal) -> Result<(), Failure> {
    let state = home.read()?;
    if state.cards.is_empty() {
        return Err(Failure::new(text("desk-card-needs-draft")).hint(text("desk-card-needs-draft-hint")));
    }
    loop {
        match post(home, network).await {
            Err(failure) if terminal.is_interactive() && !terminal.is_json() => {
                terminal.say(failure.to_string());
                if !terminal.confirm(&text("desk-ask-again"))? {
                    return Err(failure);
                }
            }
            result => return result,
        }
    }
}

/// Writes the page to `named` or into the home, and the contact as text beside it: a line for each relay.
fn write_poster(home: &Home, named: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let state = home.read()?;
    let (contact, contacts) = (contact(&state)?, contacts(&state)?);
    let path = beside(home.dir(), named, "poster.html");
    let language = state.profile.languages.first().map_or("en", String::as_str);
    replace_file(&path, poster::html(&contact, &state.profile.name, language)?.as_bytes())?;
    let lines: String = contacts.iter().map(|contact| format!("{contact}\n")).collect();
    replace_file(&path.with_extension("txt"), lines.as_bytes())?;
    Ok(path)
}

/// What the poster carries: the first relay.
pub(crate) fn contact(state: &State) -> Result<Contact, Failure> {
    contacts(state)?.into_iter().next().ok_or_else(|| Failure::new(text("desk-card-other")))
}

fn contacts(state: &State) -> Result<Vec<Contact>, Failure> {
    let desk = state.desk().ok_or_else(|| Failure::new(text("desk-card-other")))?;
    let relay = |url: &str| url.trim_start_matches("http://").to_owned();
    Ok(state.profile.relays.iter().map(|line| Contact { relay: relay(&line.url), desk: desk.clone() }).collect())
}

fn finish(home: &Home, poster: &Path, backup: &Path, terminal: &Terminal) -> Result<(), HomeError> {
    let state = home.read()?;
    if let (Ok(contact), Some(desk)) = (contact(&state), state.desk()) {
        let words = fingerprint(&desk).join(" ");
        terminal.say(text("desk-init-contact"));
        terminal.print(contact.to_string());
        terminal.say(text("desk-init-words"));
        terminal.print(&words);
        terminal.print(text("desk-init-done"));
        terminal.say(text("desk-init-next"));
        terminal.json(&json!({
            "home": home.dir(), "desk": state.desk, "contact": contact.to_string(), "fingerprint": words,
            "poster": poster, "contact_file": poster.with_extension("txt"), "backup": backup,
            "serial": state.cards.last().map(|card| card.serial),
        }));
    }
    Ok(())
}

const KEY_MAX: u64 = 1024;
