//! `panic arm`: tells each contact what an alert from here means, and keeps what is needed to raise one.
//!
//! The words go to the contacts, sealed. The device keeps neither them nor anything that would tell one from another.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::alert::{AlertLane, Words};
use davylamp_protocol::card::{CardRelay, Role};
use davylamp_protocol::clue::{DeskKey, Scope};
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::keys::{CaseKeys, Passphrase};
use davylamp_protocol::labelled::Secret32;
use davylamp_protocol::message::{ARM_TEXT_MAX, Arm, INVITE_MAX, Message};
use davylamp_protocol::thread::LaneWriter;
use rand::rngs::OsRng;
use rand::{CryptoRng, Rng as _, RngCore};
use zeroize::Zeroizing;

use super::profile::{
    CONTACTS_MAX, Contact, Profile, ProfileError, RELAYS_MAX, RelayLine, Store, VERSION, Way, letter,
};
use super::trigger::unsealed;
use super::word::new_words;
use crate::contact::{Poster, read_poster, role_line};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, RelayError, now};
use crate::reporter::{Reached, one_standard_input, reach};
use crate::terminal::{Terminal, printable, read_text, show_time};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct ArmArgs {
    /// File with a contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input; once for each contact, at most 8
    #[arg(long, value_name = "FILE|-")]
    to: Vec<PathBuf>,

    /// File with what an alert from you means: who you are, where, whom to call; or - for standard input
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,

    /// File with the word that calls an alert off, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    word_file: Option<PathBuf>,

    /// File with the word that only seems to, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    duress_file: Option<PathBuf>,

    /// File with an invite code, in the order of --to; an empty file for a contact that gave none
    #[arg(long, value_name = "FILE|-")]
    invite_file: Vec<PathBuf>,

    /// Tell each contact who the others are, so that they can call on each other
    #[arg(long)]
    introduce: bool,

    /// Days until the profile expires
    #[arg(long, value_name = "DAYS", default_value_t = 180, value_parser = clap::value_parser!(u64).range(1..=180))]
    expires_days: u64,

    /// Arm anew, in place of the profile that is here
    #[arg(long)]
    replace: bool,
}

pub(super) async fn arm(
    args: ArmArgs,
    store: &Store,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    args.check()?;
    may_arm(store, args.replace)?;
    terminal.choose_language(false)?;
    terminal.say(text("panic-arm-advice"));
    let posters = posters(&args, terminal)?;
    let mut reached = Vec::new();
    for poster in &posters {
        let one = reach(poster, network, terminal).await?;
        one.intake()?;
        introduce(&one, reached.len(), terminal)?;
        reached.push(one);
    }
    let meaning = meaning(&args, terminal)?;
    let words = new_words(args.word_file.as_deref(), args.duress_file.as_deref(), terminal)?;
    let invites = invites(&args, &reached, terminal)?;
    let time = reached.iter().map(|one| one.seen.time).min().unwrap_or_default().min(now());
    let expires = time.saturating_add(args.expires_days.saturating_mul(DAY));
    let desks: Vec<Desk> = reached.iter().map(Desk::of).collect();
    let way = Way { socks: network.socks.clone(), direct: network.direct };
    let (mut profile, mut arms) = prepare(&desks, expires, way, &words, &meaning, &mut OsRng);
    dress(&mut arms, invites, args.introduce.then_some(&posters));
    profile.seal_ahead().map_err(unsealed)?;
    for (place, (one, arm)) in reached.iter().zip(arms).enumerate() {
        terminal.until_done(async || tell(one, arm.clone(), network).await).await?;
        terminal.say(text_with("panic-arm-told", &[("contact", &letter(place)), ("name", &name(one))]));
    }
    may_arm(store, args.replace)?;
    store.create(&profile, args.replace)?;
    terminal.print(text_with("panic-armed", &[("until", &show_time(expires))]));
    terminal.print(text("panic-armed-next"));
    terminal.json(&serde_json::json!({
        "armed": true,
        "expires": expires,
        "contacts": reached.iter().enumerate().map(|(place, one)| serde_json::json!({
            "contact": letter(place),
            "desk": one.card().desk.to_string(),
            "name": one.card().name,
            "warnings": one.warnings,
        })).collect::<Vec<_>>(),
    }));
    Ok(ExitCode::SUCCESS)
}

impl ArmArgs {
    fn check(&self) -> Result<(), Failure> {
        let lists = self.to.iter().chain(&self.invite_file);
        let single = [&self.text, &self.word_file, &self.duress_file];
        let paths: Vec<_> =
            lists.map(Some).chain(single.map(Option::as_ref)).map(|path| path.map(PathBuf::as_path)).collect();
        one_standard_input(&paths)?;
        if self.to.len() > CONTACTS_MAX {
            return Err(Failure::usage(text_with("panic-arm-contacts", &[("most", &CONTACTS_MAX)])));
        }
        if self.invite_file.len() > self.to.len() {
            return Err(Failure::usage(text("panic-arm-invites")));
        }
        Ok(())
    }
}

/// A profile is replaced only on request, and never while it calls for help. A damaged one calls for nothing.
fn may_arm(store: &Store, replace: bool) -> Result<(), Failure> {
    store.may_create(replace)?;
    match store.load() {
        Err(ProfileError::Absent) => Ok(()),
        _ if !replace => Err(ProfileError::Exists.into()),
        Ok(profile) if profile.calls_on() => Err(Failure::new(text("panic-arm-in-alert"))),
        Ok(profile) if profile.check_in.is_some() => Err(Failure::new(text("panic-arm-in-check-in"))),
        Ok(_) | Err(ProfileError::Damaged | ProfileError::Newer) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn posters(args: &ArmArgs, terminal: &Terminal) -> Result<Vec<Poster>, Failure> {
    let mut posters = Vec::new();
    for path in &args.to {
        posters.push(read_poster(Some(path), terminal)?);
    }
    if posters.is_empty() {
        if terminal.is_interactive() {
            terminal.say(text("talk-arm-contacts-why"));
        }
        posters.push(read_poster(None, terminal)?);
        while posters.len() < CONTACTS_MAX {
            let more = terminal.ask(&text("panic-arm-another"))?;
            if more.is_empty() {
                break;
            }
            match Poster::parse(&more) {
                Ok(poster) => posters.push(poster),
                Err(failure) => terminal.say(failure.to_string()),
            }
        }
    }
    let twice = |place: usize, poster: &Poster| posters.iter().take(place).any(|other| other.desk == poster.desk);
    if posters.iter().enumerate().any(|(place, poster)| twice(place, poster)) {
        return Err(Failure::usage(text("panic-arm-twice")));
    }
    Ok(posters)
}

/// Says whom an alert will go to; a person may still stop.
fn introduce(reached: &Reached, place: usize, terminal: &Terminal) -> Result<(), Failure> {
    let card = reached.card();
    terminal.say(text_with("panic-arm-contact", &[("contact", &letter(place)), ("name", &name(reached))]));
    terminal.say(text_with("card-fingerprint", &[("words", &fingerprint(&card.desk).join(" "))]));
    card.roles.iter().for_each(|role| terminal.say(role_line(role)));
    if card.roles.iter().all(|(role, _)| *role != Role::Alerts) {
        terminal.say(text_with("warning", &[("what", &text("panic-arm-no-alerts"))]));
    }
    if terminal.is_interactive() && !terminal.confirm(&text("panic-arm-question"))? {
        return Err(Failure::new(text("panic-arm-stopped")));
    }
    Ok(())
}

fn name(reached: &Reached) -> String {
    printable(&reached.card().name)
}

fn meaning(args: &ArmArgs, terminal: &Terminal) -> Result<Zeroizing<String>, Failure> {
    match &args.text {
        Some(path) => read_text(path, ARM_TEXT_MAX as u64),
        None if terminal.is_interactive() => {
            terminal.say(text("talk-arm-text-why"));
            terminal.ask_lines(&text("panic-arm-text-question"), ARM_TEXT_MAX)
        }
        None => Ok(Zeroizing::default()),
    }
}

/// One for each contact.
fn invites(args: &ArmArgs, reached: &[Reached], terminal: &Terminal) -> Result<Vec<Option<String>>, Failure> {
    let asks = args.to.is_empty() && terminal.is_interactive();
    if asks {
        terminal.say(text("talk-arm-invite-why"));
    }
    let read = |(place, _): (usize, &Reached)| {
        let code = match args.invite_file.get(place) {
            Some(path) => read_text(path, INVITE_MAX as u64 + 16)?,
            None if asks => {
                Zeroizing::new(terminal.ask(&text_with("panic-arm-invite", &[("contact", &letter(place))]))?)
            }
            None => Zeroizing::default(),
        };
        match code.trim() {
            code if code.len() > INVITE_MAX => Err(Failure::usage(text("panic-arm-invite-long"))),
            code => Ok((!code.is_empty()).then(|| code.to_owned())),
        }
    };
    reached.iter().enumerate().map(read).collect()
}

/// A contact, as far as a profile needs to know it for the moment.
struct Desk {
    key: DeskKey,
    relays: Vec<RelayLine>,
}

impl Desk {
    fn of(reached: &Reached) -> Self {
        let line = |line: &CardRelay| RelayLine { url: line.url.clone(), log: line.log.to_string() };
        Self { key: reached.card().desk_key(), relays: lines(reached).map(line).collect() }
    }
}

/// The relay that the contact named, then the card's others.
fn lines(reached: &Reached) -> impl Iterator<Item = &CardRelay> {
    let first = &reached.found.relay;
    let others = reached.card().relays.iter().filter(|line| line.log != first.log);
    std::iter::once(first).chain(others).take(RELAYS_MAX)
}

/// What the device keeps, and what each contact is told. The words go into the latter alone.
fn prepare(
    desks: &[Desk],
    expires: u64,
    way: Way,
    words: &Words,
    meaning: &str,
    rng: &mut (impl RngCore + CryptoRng),
) -> (Profile, Vec<Arm>) {
    let mut arms = Vec::new();
    let mut contacts = Vec::new();
    for desk in desks {
        let mut lane_secret = Secret32::default();
        rng.fill_bytes(lane_secret.as_mut());
        let identity = HybridIdentity::generate(rng);
        contacts.push(Contact {
            recipient: identity.to_recipient().to_bytes().to_vec(),
            lane: *AlertLane::new(&lane_secret, desk.key).to_bytes(),
            relays: desk.relays.clone(),
            drilled: None,
        });
        arms.push(Arm::new(&lane_secret, identity.expose_seed(), expires, words, meaning));
    }
    let profile = Profile {
        version: VERSION,
        expires,
        way,
        contacts,
        ahead: None,
        alert: None,
        outbox: Vec::new(),
        check_in: None,
    };
    (profile, arms)
}

/// Adds invite codes and, where the defender wants that, who the other contacts are.
fn dress(arms: &mut [Arm], invites: Vec<Option<String>>, others: Option<&Vec<Poster>>) {
    let uris: Vec<String> = others.into_iter().flatten().map(Poster::uri).collect();
    for (place, (arm, invite)) in arms.iter_mut().zip(invites).enumerate() {
        arm.invite = invite;
        arm.contacts =
            uris.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, uri)| uri.clone()).collect();
    }
}

/// Seals and posts the message to every relay, under a passphrase that nobody keeps. One relay is enough.
async fn tell(reached: &Reached, arm: Arm, network: &NetworkArgs) -> Result<(), Failure> {
    let message = Message::Arm(arm).encode();
    // What the desk would not read must not be sent.
    Message::decode(&message).map_err(|_| Failure::new(text("panic-arm-unsound")))?;
    let desk = reached.card().desk_key();
    let case = tokio::task::spawn_blocking(move || Passphrase::generate(&mut OsRng).root().case(desk)).await;
    let case = case.map_err(|_| Failure::new(text("passphrase-broken-off")))?;
    let mut failed = None;
    let mut told = false;
    let lane_id = OsRng.r#gen();
    for line in lines(reached) {
        match tell_at(reached, line, &case, (lane_id, &message), network).await {
            Ok(()) => told = true,
            Err(failure) => failed = Some(failure),
        }
    }
    match failed {
        Some(failure) if !told => {
            let message = text_with("panic-arm-not-told", &[("name", &name(reached)), ("why", &failure.message)]);
            Err(Failure { message, ..failure })
        }
        _ => Ok(()),
    }
}

async fn tell_at(
    reached: &Reached,
    line: &CardRelay,
    case: &CaseKeys,
    (lane_id, message): ([u8; 16], &[u8]),
    network: &NetworkArgs,
) -> Result<(), Failure> {
    let unfit = |why: &dyn ToString| Failure::new(text_with("card-unusable", &[("why", why)]));
    let scope = Scope { origin: line.log.name(), desk: reached.card().desk_key() };
    let intake = reached.intake()?.recipient;
    let (lane, opener) = LaneWriter::open(scope, &reached.card().clue_key, intake, case, Vec::new(), &mut OsRng)
        .map_err(|error| unfit(&error))?;
    let parts = lane.named(lane_id).write(message).map_err(|error| unfit(&error))?;
    let mut last = None;
    for envelope in std::iter::once(opener).chain(parts) {
        // As the parts of a report go: what arrives over one circuit is one envelope.
        let relay = Relay::connect(&line.url, network)?;
        relay.post(&envelope, &line.log).await?;
        last = relay.last_seen();
    }
    // A history made for one device alone would never reach the desk.
    match last {
        Some(last) if line.log == reached.found.relay.log => goes_on(reached, &last).await.map_err(Failure::from),
        _ => Ok(()),
    }
}

async fn goes_on(
    reached: &Reached,
    last: &davylamp_protocol::log::checkpoint::VerifiedCheckpoint,
) -> Result<(), RelayError> {
    reached.relay.consistency(&reached.seen.verified, last).await
}

const DAY: u64 = 86_400;

#[cfg(test)]
mod tests;
