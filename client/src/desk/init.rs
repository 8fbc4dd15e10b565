//! `desk init`: keys, card, poster, self-test, backup. What was begun goes on when it is called again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use davylamp_protocol::card::Card;
use davylamp_protocol::clue::{DeskKey, Scope};
use davylamp_protocol::contact::{Contact, fingerprint};
use davylamp_protocol::keys::Passphrase;
use davylamp_protocol::log::note::{NoteSigner, VerifierKey};
use davylamp_protocol::message::{Message, Report};
use davylamp_protocol::thread::LaneWriter;
use rand::rngs::OsRng;
use serde_json::json;

use super::card::{beside, card_relay, post, renew};
use super::home::{
    Home, HomeError, LogPlace, Profile, RelayProfile, STATE_VERSION, Secret, State, Unlock, backup, replace_file,
};
use super::poster;
use super::watch::{self, Event};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, now};
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

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

/// A wizard's answers in a file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    name: Option<String>,
    key_name: Option<String>,
    languages: Option<Vec<String>>,
    /// Role name and promised time, such as `reports = "3d"`.
    roles: Option<BTreeMap<String, String>>,
    lifetime_days: Option<u16>,
    #[serde(default)]
    relays: Vec<RelayProfile>,
    #[serde(default)]
    policy: Vec<String>,
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
        (Home::open(dir, &unlock)?, unlock)
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
    let frontier = client.frontier_at(&seen.verified).await?;
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
    let name = match key_name {
        Some(name) => name,
        None => terminal.ask(&text("desk-ask-key-name"))?,
    };
    let seed = Secret::generate();
    let signer = NoteSigner::from_seed(&name, seed.expose()).map_err(|error| Failure::usage(error.to_string()))?;
    Ok((Some(seed), signer.verifier_key().clone()))
}

fn profile(args: &InitArgs, terminal: &Terminal) -> Result<(Profile, Option<String>), Failure> {
    let config = match &args.config {
        None => None,
        Some(path) => {
            let source = read_text(path, CONFIG_MAX)?;
            Some(toml::from_str::<Config>(&source).map_err(|error| Failure::usage(error.to_string()))?)
        }
    };
    let given = |flag: &Option<String>, file: Option<String>, question: &str| match flag.clone().or(file) {
        Some(value) => Ok(value),
        None => terminal.ask(question),
    };
    let file = config.as_ref();
    let name = given(&args.name, file.and_then(|c| c.name.clone()), &text("desk-ask-name"))?;
    let languages =
        if args.language.is_empty() { file.and_then(|c| c.languages.clone()) } else { Some(args.language.clone()) };
    let languages = match languages {
        Some(languages) => languages,
        None => terminal.ask(&text("desk-ask-languages"))?.split_whitespace().map(str::to_owned).collect(),
    };
    let roles = if args.role.is_empty() {
        file.and_then(|c| c.roles.clone()).map(|r| r.into_iter().collect())
    } else {
        Some(role_flags(&args.role)?)
    };
    let roles = match roles {
        Some(roles) => roles,
        None => role_flags(
            &terminal.ask(&text("desk-ask-roles"))?.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        )?,
    };
    let roles =
        roles.into_iter().map(|(role, time)| duration(&time).map(|time| (role, time))).collect::<Result<_, _>>()?;
    let mut relays = file.map(|c| c.relays.clone()).unwrap_or_default();
    if relays.is_empty() || args.relay.is_some() {
        relays = vec![RelayProfile {
            url: url(&given(&args.relay, None, &text("desk-ask-relay"))?),
            log: given(&args.log_key, None, &text("desk-ask-log-key"))?,
            cosigner: given(&args.cosigner_key, None, &text("desk-ask-cosigner-key"))?,
            retention_days: args.retention_days.unwrap_or(RETENTION_DAYS),
        }];
    }
    let profile = Profile {
        name,
        languages,
        roles,
        relays,
        policy: file.map(|c| c.policy.clone()).unwrap_or_default(),
        lifetime_days: args.lifetime_days.or(file.and_then(|c| c.lifetime_days)).unwrap_or(LIFETIME_DAYS),
    };
    let key_name = args.key_name.clone().or(config.and_then(|c| c.key_name));
    Ok((profile, key_name))
}

fn role_flags(flags: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let split = |flag: &String| {
        let pair = flag.split_once('=').map(|(role, time)| (role.to_owned(), time.to_owned()));
        pair.ok_or_else(|| Failure::usage(text_with("desk-role-bad", &[("role", flag)])))
    };
    flags.iter().map(split).collect()
}

/// `3d`, `12h`, `30m` or `90s`, in seconds.
pub(crate) fn duration(text: &str) -> Result<u64, Failure> {
    let units = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];
    let parsed = units
        .into_iter()
        .find_map(|(unit, seconds)| text.strip_suffix(unit)?.parse::<u64>().ok()?.checked_mul(seconds));
    parsed.filter(|seconds| *seconds > 0).ok_or_else(|| Failure::usage(text_with("desk-time-bad", &[("time", &text)])))
}

fn url(relay: &str) -> String {
    let address = relay.trim().trim_end_matches('/');
    if address.starts_with("http://") { address.to_owned() } else { format!("http://{address}") }
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

/// Writes the page to `named` or into the home, and the line of text beside it.
fn write_poster(home: &Home, named: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let state = home.read()?;
    let contact = contact(&state)?;
    let path = beside(home.dir(), named, "poster.html");
    let language = state.profile.languages.first().map_or("en", String::as_str);
    replace_file(&path, poster::html(&contact, &state.profile.name, language)?.as_bytes())?;
    replace_file(&path.with_extension("txt"), format!("{contact}\n").as_bytes())?;
    Ok(path)
}

/// What the poster carries.
pub(crate) fn contact(state: &State) -> Result<Contact, Failure> {
    let missing = || Failure::new(text("desk-card-other"));
    let relay = state.profile.relays.first().ok_or_else(missing)?;
    let relay = relay.url.trim_start_matches("http://").to_owned();
    Ok(Contact { relay, desk: state.desk().ok_or_else(missing)? })
}

/// Sends a report as a stranger would, and receives it as the desk does.
async fn self_test(home: Home, network: &NetworkArgs, terminal: &Terminal) -> Result<Home, Failure> {
    terminal.say(text("desk-self-test"));
    let state = home.read()?;
    let contact = contact(&state)?;
    let relay = Relay::connect(&contact.relay, network)?;
    let found = relay.find_card(&contact.desk).await?;
    let envelopes = test_report(&found.card, found.relay.log.name())?;
    for envelope in &envelopes {
        relay.post(envelope, &found.relay.log).await?;
    }
    let before: Vec<String> = state.cases.keys().cloned().collect();
    let mut home = home;
    for _ in 0..SELF_TEST_ROUNDS {
        let (same, events) = watch::catch_up(home, network).await?;
        home = same;
        let whole = events.iter().find_map(|event| {
            let Event::Message { case, .. } = event else { return None };
            (!before.contains(case)).then(|| case.clone())
        });
        if let Some(case) = whole {
            home.delete_case(&case)?;
            terminal.say(text("desk-self-test-passed"));
            return Ok(home);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Err(Failure::new(text("desk-self-test-failed")).hint(text("desk-self-test-failed-hint")))
}

fn test_report(card: &Card, origin: &str) -> Result<Vec<davylamp_protocol::envelope::Envelope>, Failure> {
    let failure = |error: &dyn ToString| Failure::new(error.to_string());
    let desk = DeskKey(*card.desk.key_bytes());
    let case = Passphrase::generate(&mut OsRng).root().case(desk);
    let intake = card.intake_at(now()).map_err(|e| failure(&e))?;
    let scope = Scope { origin, desk };
    let opened = LaneWriter::open(scope, &card.clue_key, intake.recipient, &case, Vec::new(), &mut OsRng);
    let (mut lane, opener) = opened.map_err(|e| failure(&e))?;
    let report = Message::Report(Report::new(text("desk-self-test-report"), None));
    let mut envelopes = vec![opener];
    envelopes.extend(lane.write(&report.encode()).map_err(|e| failure(&e))?);
    Ok(envelopes)
}

fn finish(home: &Home, poster: &Path, backup: &Path, terminal: &Terminal) -> Result<(), HomeError> {
    let state = home.read()?;
    if let (Ok(contact), Some(desk)) = (contact(&state), state.desk()) {
        let words = fingerprint(&desk).join(" ");
        terminal.print(contact.to_string());
        terminal.print(&words);
        terminal.print(text("desk-init-done"));
        terminal.json(&json!({
            "home": home.dir(), "desk": state.desk, "contact": contact.to_string(), "fingerprint": words,
            "poster": poster, "contact_file": poster.with_extension("txt"), "backup": backup,
            "serial": state.cards.last().map(|card| card.serial),
        }));
    }
    Ok(())
}

const RETENTION_DAYS: u16 = 21;
const LIFETIME_DAYS: u16 = 30;
const KEY_MAX: u64 = 1024;
const CONFIG_MAX: u64 = 64 * 1024;
const SELF_TEST_ROUNDS: u32 = 60;
