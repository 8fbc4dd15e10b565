//! The desk's contact card: made from the home, signed here or on a machine that is kept offline, published.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use davylamp_protocol::card::{Card, CardRelay, GRACE, Role, entry_of_card};
use davylamp_protocol::clue::ClueSecret;
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::note::{NoteSigner, VerifierKey, sign};
use davylamp_protocol::week::{DAY_SECONDS, WEEK_SECONDS, week_of, week_start};
use serde_json::json;

use super::home::{
    ClueKey, Home, HomeError, IntakeIdentity, OwnCard, Profile, RelayProfile, Secret, State, replace_file,
};
use super::offline::{self, Drafted};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, RelayError, now};
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

/// `davylamp desk card`.
#[derive(Subcommand)]
pub(crate) enum CardCommand {
    /// Renew the card and publish it; with an offline identity, write a draft and publish what was signed
    Publish(PublishArgs),
    /// On the offline machine: make an identity, or sign a draft
    Sign(offline::SignArgs),
}

/// `davylamp desk card publish`.
#[derive(Args)]
pub(crate) struct PublishArgs {
    /// Put a new clue key in the card; the old one is still looked for
    #[arg(long)]
    new_clue_key: bool,

    /// Put a new online signing key in the card
    #[arg(long)]
    new_online_key: bool,

    /// Write the card's text here, to be signed on the offline machine
    #[arg(long, value_name = "FILE", conflicts_with = "signed")]
    draft: Option<PathBuf>,

    /// Publish this card, which the offline machine signed
    #[arg(long, value_name = "FILE")]
    signed: Option<PathBuf>,
}

pub(crate) async fn publish(
    home: &Home,
    args: PublishArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    if let Some(path) = &args.signed {
        let note = read_text(path, NOTE_MAX)?.to_string();
        home.update(|state: &mut State| take_signed(state, note))?;
    } else if args.draft.is_some() || home.read()?.identity.is_none() {
        let path = args.draft.ok_or_else(|| Failure::usage(text("desk-card-needs-draft")))?;
        return next_draft(home, &path, terminal, |_| {}, (args.new_clue_key, args.new_online_key));
    } else if home.read()?.cards.last().is_none_or(|card| !card.proofs.is_empty()) {
        home.update(|state: &mut State| renew(state, args.new_clue_key, args.new_online_key, now()))?;
    }
    post_above(home, network).await?;
    let state = home.read()?;
    if let Some(card) = state.cards.last() {
        terminal.print(text_with("desk-card-published", &[("serial", &card.serial)]));
        terminal.json(&json!({ "serial": card.serial, "expires": card.expires }));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the next card's text to `path`, for the offline machine, after `change`; which of the clue key and the online
/// key are to be `new` ones.
pub(crate) fn next_draft(
    home: &Home,
    path: &Path,
    terminal: &Terminal,
    change: impl FnOnce(&mut State),
    new: (bool, bool),
) -> Result<ExitCode, Failure> {
    let card = home.update(|state: &mut State| {
        change(state);
        draft(state, new, 0, now())
    })?;
    replace_file(path, unsigned_text(&card)?.as_bytes())?;
    terminal.print(text_with("desk-card-drafted", &[("path", &path.display())]));
    terminal.json(&json!({ "draft": path, "serial": card.serial }));
    Ok(ExitCode::SUCCESS)
}

/// Publishes the newest card. A home that was restored from a backup may not know of newer ones that it published: then
/// a card with the same keys and a number above theirs is made, if the identity is here.
pub(crate) async fn post_above(home: &Home, network: &NetworkArgs) -> Result<(), Failure> {
    let Err(failure) = post(home, network).await else { return Ok(()) };
    let state = home.read()?;
    let is_old = failure.relay_error == Some(RelayError::OldSerial.name()) && state.identity.is_some();
    let Some(published) = published(&state, network).await.filter(|_| is_old) else { return Err(failure) };
    home.update(|state: &mut State| {
        let card = draft(state, (false, false), published, now())?;
        take_own(state, &card)
    })?;
    post(home, network).await
}

/// The highest number of a card under this desk's key that its relays show.
async fn published(state: &State, network: &NetworkArgs) -> Option<u64> {
    let desk = state.desk()?;
    let mut highest = None;
    for relay in &state.profile.relays {
        let Ok(relay) = Relay::connect(&relay.url, network) else { continue };
        highest = highest.max(relay.find_card(&desk).await.ok().map(|found| found.card.serial));
    }
    highest
}

/// Publishes the newest card at every relay that has not got it.
///
/// # Errors
/// The first relay's that did not take it.
pub(crate) async fn post(home: &Home, network: &NetworkArgs) -> Result<(), Failure> {
    let state = home.read()?;
    let (Some(own), Some(desk)) = (state.cards.last(), state.desk()) else { return Ok(()) };
    let card = Card::verify(own.note.as_bytes(), &desk).map_err(|error| Failure::new(error.to_string()))?;
    let entry = entry_of_card(&own.note, &desk, card.serial);
    let missing = card.relays.iter().filter(|relay| !own.proofs.contains_key(relay.log.name()));
    for relay in missing {
        let proof = put(relay, (&own.note, &entry), &desk, network).await?;
        home.update(|state: &mut State| {
            state.begins_to_sign(&card.online_key, now());
            if let Some(own) = state.cards.iter_mut().find(|own| own.serial == card.serial) {
                own.proofs.insert(relay.log.name().to_owned(), proof);
            }
            Ok::<_, HomeError>(())
        })?;
    }
    Ok(())
}

/// Publishes a note, a card or a board, as its entry. Gives the relay's proof.
pub(super) async fn put(
    relay: &CardRelay,
    (note, entry): (&str, &Entry),
    desk: &VerifierKey,
    network: &NetworkArgs,
) -> Result<String, Failure> {
    match Relay::connect(&relay.url, network)?.put_note(note, entry, &relay.log).await {
        Ok(proof) => Ok(proof.encode()),
        Err(RelayError::DeskNotListed) => {
            Err(Failure::from(RelayError::DeskNotListed).hint(text_with("desk-give-operator", &[("key", desk)])))
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes and signs the next card.
pub(crate) fn renew(state: &mut State, new_clue: bool, new_online: bool, now: u64) -> Result<(), Failure> {
    let card = draft(state, (new_clue, new_online), 0, now)?;
    take_own(state, &card)
}

/// Signs a card with the identity that is here, and takes it up.
fn take_own(state: &mut State, card: &Card) -> Result<(), Failure> {
    let note = card.sign(&signer(state)?).map_err(|error| Failure::new(error.to_string()))?;
    take_signed(state, note)
}

/// The desk's identity, where it is kept here.
pub(super) fn signer(state: &State) -> Result<NoteSigner, Failure> {
    let (Some(seed), Some(desk)) = (state.identity.as_ref(), state.desk()) else {
        return Err(Failure::usage(text("desk-card-needs-draft")));
    };
    NoteSigner::from_seed(desk.name(), seed.expose()).map_err(|error| Failure::new(error.to_string()))
}

/// Takes up a signed card: its keys must be those of this home, its serial the next.
fn take_signed(state: &mut State, note: String) -> Result<(), Failure> {
    let desk = state.desk().ok_or_else(|| Failure::new(text("desk-card-other")))?;
    let card = Card::verify(note.as_bytes(), &desk).map_err(|error| Failure::new(error.to_string()))?;
    if let Some(last) = state.cards.last().filter(|last| card.serial <= last.serial) {
        let values: [(&str, &dyn ToString); 2] = [("known", &last.serial), ("shown", &card.serial)];
        return Err(Failure::new(text_with("desk-card-rolled-back", &values)));
    }
    let clue = state.clue_secrets().iter().any(|secret| secret.public() == card.clue_key);
    let online = state.online.iter().any(|key| Secret::verifier(&key.seed) == card.online_key);
    let intake = card.intake.iter().all(|(week, recipient)| {
        let own = state.intake.iter().filter(|own| own.week == *week);
        own.map(|own| HybridIdentity::from_seed(own.seed.to_seed()).to_recipient()).any(|own| own == *recipient)
    });
    if !(clue && online && intake) {
        return Err(Failure::new(text("desk-card-other")));
    }
    state.cards.push(OwnCard {
        serial: card.serial,
        expires: card.expires,
        online_key: card.online_key,
        proofs: Default::default(),
        note,
    });
    Ok(())
}

/// The next card, with a number above `published` too, and the keys that it needs.
fn draft(state: &mut State, (new_clue, new_online): (bool, bool), published: u64, now: u64) -> Result<Card, Failure> {
    let profile = state.profile.clone();
    let (issued, expires) = (now, now + u64::from(profile.lifetime_days) * DAY_SECONDS);
    if new_clue || state.clue_keys.is_empty() {
        state.clue_keys.push(ClueKey { secret: Secret::generate(), until: 0 });
    }
    if new_online || state.online.is_empty() {
        state.online.push(super::home::OnlineKey { seed: Secret::generate(), since: now });
    }
    let retention = profile.relays.iter().map(|relay| u64::from(relay.retention_days)).max().unwrap_or(0) * DAY_SECONDS;
    let last_week = week_of(expires);
    let intake = (week_of(issued)..=last_week).map(|week| intake(state, week, last_week, expires, retention)).collect();
    let clue = state.clue_keys.last_mut().ok_or_else(|| Failure::new(text("desk-card-other")))?;
    clue.until = clue.until.max(expires + GRACE);
    let clue_key = ClueSecret::from_bytes(clue.secret.expose()).public();
    let online = state.online.last().map(|key| Secret::verifier(&key.seed));
    Ok(Card {
        desk: state.desk().ok_or_else(|| Failure::new(text("desk-card-other")))?,
        serial: state.cards.last().map_or(0, |card| card.serial).max(published).saturating_add(1),
        name: profile.name.clone(),
        roles: roles(&profile)?,
        languages: profile.languages.clone(),
        issued,
        expires,
        clue_key,
        online_key: online.ok_or_else(|| Failure::new(text("desk-card-other")))?,
        relays: profile.relays.iter().map(card_relay).collect::<Result<_, _>>()?,
        policy: profile.policy.clone(),
        intake,
    })
}

/// The recipient of a week: its identity is made once, unless all were rotated, and lives as long as the longest card
/// asks for.
fn intake(
    state: &mut State,
    week: u32,
    last_week: u32,
    expires: u64,
    retention: u64,
) -> (u32, davylamp_protocol::hybrid::HybridRecipient) {
    let mut until = week_start(week) + WEEK_SECONDS + retention + 7 * DAY_SECONDS;
    if week == last_week {
        until = until.max(expires + GRACE);
    }
    if !state.intake.iter().any(|own| own.week == week) {
        state.intake.push(IntakeIdentity { week, seed: Secret::generate(), until });
    }
    let own = state.intake.iter_mut().rfind(|own| own.week == week).expect("it was just put there");
    own.until = own.until.max(until);
    (week, HybridIdentity::from_seed(own.seed.to_seed()).to_recipient())
}

fn roles(profile: &Profile) -> Result<Vec<(Role, u64)>, Failure> {
    let bad = |name: &String| Failure::usage(text_with("desk-role-bad", &[("role", name)]));
    let mut roles = profile
        .roles
        .iter()
        .map(|(name, seconds)| Role::from_name(name).map(|role| (role, *seconds)).ok_or_else(|| bad(name)))
        .collect::<Result<Vec<_>, _>>()?;
    roles.sort_by_key(|(role, _)| *role);
    Ok(roles)
}

/// A relay's line of the card.
pub(crate) fn card_relay(relay: &RelayProfile) -> Result<CardRelay, Failure> {
    let key = |text: &String| {
        text.parse::<VerifierKey>().map_err(|error| Failure::usage(text_with_key(text, &error.to_string())))
    };
    Ok(CardRelay {
        log: key(&relay.log)?,
        cosigner: key(&relay.cosigner)?,
        retention_days: relay.retention_days,
        url: relay.url.clone(),
    })
}

fn text_with_key(key: &str, why: &str) -> String {
    text_with("desk-relay-key-bad", &[("key", &key), ("why", &why)])
}

/// The text that the offline machine signs: that of a card signed by a key that is thrown away.
fn unsigned_text(card: &Card) -> Result<String, Failure> {
    let failure = |error: &dyn ToString| Failure::new(error.to_string());
    let throwaway = NoteSigner::from_seed(card.desk.name(), Secret::generate().expose()).map_err(|e| failure(&e))?;
    let stand_in = Card { desk: throwaway.verifier_key().clone(), ..card.clone() };
    let note = stand_in.sign(&throwaway).map_err(|e| failure(&e))?;
    let (signed, _) = note.rsplit_once("\n\n").ok_or_else(|| Failure::new(text("desk-card-other")))?;
    Ok(format!("{}\n", signed.replacen(&stand_in.desk.to_string(), &card.desk.to_string(), 1)))
}

/// Signs a draft: what comes out is a card, or an error.
pub(super) fn sign_text(unsigned: &str, signer: &NoteSigner) -> Result<Drafted, Failure> {
    let note = sign(unsigned, &[signer]).map_err(|error| Failure::new(error.to_string()))?;
    let card = Card::verify(note.as_bytes(), signer.verifier_key()).map_err(|error| Failure::new(error.to_string()))?;
    let values: [(&str, &dyn ToString); 2] = [("name", &card.name), ("serial", &card.serial)];
    let relays = card.relays.iter().map(|relay| format!("  {}", relay.url));
    let shown = [text_with("desk-card-to-sign", &values)].into_iter().chain(relays).collect();
    Ok(Drafted { note, serial: card.serial, shown, question: "desk-card-ask-sign", done: "desk-card-signed" })
}

/// The path of a file beside the home, unless one was named.
pub(crate) fn beside(dir: &Path, named: Option<PathBuf>, name: &str) -> PathBuf {
    named.unwrap_or_else(|| dir.join(name))
}

const NOTE_MAX: u64 = 64 * 1024;
