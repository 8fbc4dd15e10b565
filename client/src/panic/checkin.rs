//! `checkin`: alerts that relays hold, and raise by themselves unless their owner puts the deadline off in time.
//!
//! ```text
//! start   words → salt, r → one deposit a relay (promised), then alive 0 → until to each contact
//! now     word  → renew every deposit (promised), alive until → next to each contact
//! stop    word  → delete every deposit (promised), alive until → 0
//! ```
//!
//! Nothing here tells a right word from a duress word or a wrong one. What would (a slip with its verifiers, a visit
//! with its r) is never written down, for the salt lies beside it: a request that no relay has answered is tried for as
//! long as the command runs, and not beyond.

mod errands;
mod record;
mod tell;
#[cfg(test)]
mod tests;
mod words;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use davylamp_protocol::alert::Word;
use davylamp_protocol::deposit::{Action, HOLD_MAX, RenewalRoot};
use rand::RngCore as _;
use rand::rngs::OsRng;
use tokio::time::Instant;

use self::errands::{Patience, run_errands};
use self::record::STARTS_MAX;
use self::tell::{tell_outcome, tell_status};
use self::words::{NewWordArgs, WordArgs};
use super::profile::{CheckIn, PlaceArgs, Profile, ProfileError, Store};
use crate::duration;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct CheckInArgs {
    #[command(flatten)]
    place: PlaceArgs,

    #[command(subcommand)]
    command: CheckInCommand,
}

#[derive(Subcommand)]
enum CheckInCommand {
    /// Leave an alert with your contacts' relays: they raise it unless you check in
    Start(StartArgs),
    /// Check in: the deadline is put off
    Now(VisitArgs),
    /// Show the next deadline, and which relays hold the alert
    Status,
    /// End it: the relays destroy what they hold
    Stop(VisitArgs),
}

#[derive(Args)]
struct StartArgs {
    /// How often you will check in: 90s, 30m, 12h, 2d
    #[arg(long, value_name = "TIME", default_value = "12h", value_parser = duration::parse)]
    every: u32,

    /// How late you may be before the alert is raised
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration::parse)]
    grace: u32,

    #[command(flatten)]
    words: NewWordArgs,

    #[command(flatten)]
    patience: PatienceArgs,
}

#[derive(Args)]
struct VisitArgs {
    #[command(flatten)]
    word: WordArgs,

    #[command(flatten)]
    patience: PatienceArgs,
}

#[derive(Args)]
struct PatienceArgs {
    /// Give up on relays that do not answer after so many seconds; else it tries until you end it (Ctrl-C)
    #[arg(long = "for", value_name = "SECONDS")]
    seconds: Option<u64>,

    #[arg(long, hide = true, value_name = "MS", default_value_t = 1000)]
    retry_min_ms: u64,

    #[arg(long, hide = true, value_name = "MS", default_value_t = 60_000)]
    retry_max_ms: u64,
}

impl PatienceArgs {
    fn patience(&self) -> Patience {
        Patience {
            until: self.seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds)),
            least: Duration::from_millis(self.retry_min_ms),
            most: Duration::from_millis(self.retry_max_ms),
        }
    }
}

/// What a command works with.
struct Session<'a> {
    store: Store,
    network: NetworkArgs,
    terminal: &'a Terminal,
}

pub(crate) async fn run(args: CheckInArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    terminal.choose_language(false)?;
    let store = Store::new(args.place.place()?);
    let profile = store.load()?;
    let session = Session { store, network: way(&profile, network), terminal };
    match args.command {
        CheckInCommand::Start(args) => start(&session, &profile, &args).await,
        CheckInCommand::Now(args) => visit(&session, Action::Renew, &args).await,
        CheckInCommand::Stop(args) => visit(&session, Action::Delete, &args).await,
        CheckInCommand::Status => Ok(tell_status(&profile, now(), terminal)),
    }
}

/// The way that was chosen when the profile was armed, unless another is named now.
fn way(profile: &Profile, network: &NetworkArgs) -> NetworkArgs {
    if network.direct || network.socks.is_some() {
        return network.clone();
    }
    NetworkArgs { socks: profile.way.socks.clone(), direct: profile.way.direct }
}

async fn start(session: &Session<'_>, profile: &Profile, args: &StartArgs) -> Result<ExitCode, Failure> {
    let hold = args.every.checked_add(args.grace).filter(|hold| *hold <= HOLD_MAX);
    let hold = hold.ok_or_else(|| Failure::usage(text("checkin-too-long")))?;
    may_start(profile, hold, now())?;
    let words = args.words.read(session.terminal)?;
    // One salt on the device: what an unfinished start left with a relay is deleted by the same word.
    let salt = profile.check_in.as_ref().map_or_else(new_salt, |check_in| check_in.salt);
    let (right, duress) = (derive(words.right.clone(), salt).await?, derive(words.duress, salt).await?);
    let begun = session.store.update(|profile| {
        may_start(profile, hold, now())?;
        make_room(profile)?;
        let check_in = CheckIn::new(salt, args.every, args.grace, now());
        profile.begin_check_in(check_in, &right, &duress).map_err(|_| Failure::new(text("checkin-unsealed")))
    })?;
    let patience = args.patience.patience();
    let mut outcome = run_errands(session, begun, &patience, Some(FIRST)).await;
    // The contacts are told as soon as one relay holds it: others may be away for long.
    while !session.store.load()?.promised() {
        let left = if outcome.is_over { Vec::new() } else { outcome.take_undone() };
        if left.is_empty() {
            return Err(outcome.into_failure("checkin-not-begun").hint(text("checkin-not-begun-hint")));
        }
        outcome.add(run_errands(session, left, &patience, Some(FIRST)).await);
    }
    let mut left = session.store.update(|profile| {
        let said = profile.say_begun(&words.right).map_err(|_| Failure::new(text("checkin-stands-unsaid")))?;
        profile.shed();
        Ok::<_, Failure>(said)
    })?;
    if !outcome.is_over {
        left.extend(outcome.take_undone());
    }
    outcome.add(run_errands(session, left, &patience, None).await);
    let profile = session.store.load()?;
    Ok(tell_outcome("checkin-started", &profile, &outcome, session.terminal))
}

/// Renews or deletes. The same prompt, lines, requests and files whatever is typed.
async fn visit(session: &Session<'_>, action: Action, args: &VisitArgs) -> Result<ExitCode, Failure> {
    let profile = session.store.load()?;
    let check_in = profile.check_in.as_ref().ok_or_else(none_runs)?;
    if let Some(missed) = check_in.missed(now()) {
        session.terminal.say(text_with("checkin-missed", &[("when", &show_time(missed))]));
    }
    let word = args.word.read(session.terminal)?;
    let root = derive(word.clone(), check_in.salt).await?;
    let errands = session.store.update(|profile| {
        let stands = stands(profile);
        let failed = |_| Failure::new(text("checkin-unsealed")).hint(stands.clone());
        let errands = profile.visit_check_in(action, &root, &word, now()).map_err(failed)?.ok_or_else(none_runs)?;
        make_room(profile)?;
        Ok(errands)
    });
    let errands = errands.map_err(|failure: Failure| failure.hint(stands(&profile)))?;
    let outcome = run_errands(session, errands, &args.patience.patience(), None).await;
    let profile = session.store.update(|profile| {
        profile.end_check_in_if_empty(action);
        Ok::<_, Failure>(profile.clone())
    })?;
    let done = if action == Action::Renew { "checkin-renewed" } else { "checkin-stopped" };
    Ok(tell_outcome(done, &profile, &outcome, session.terminal))
}

/// Whether a check-in can begin: none runs, or what runs is over.
fn may_start(profile: &Profile, hold: u32, now: u64) -> Result<(), Failure> {
    if let Some(check_in) = profile.check_in.as_ref().filter(|check_in| check_in.holds(now)) {
        let until = show_time(check_in.until);
        return Err(Failure::new(text_with("checkin-runs", &[("until", &until)])).hint(text("checkin-runs-hint")));
    }
    let left = profile.check_in.iter().map(|check_in| check_in.deposits.len()).sum::<usize>();
    if left >= profile.lanes().len() * STARTS_MAX {
        return Err(Failure::new(text("checkin-too-many")).hint(text("checkin-too-many-hint")));
    }
    if now.saturating_add(hold.into()) > profile.expires {
        let when = show_time(profile.expires);
        return Err(Failure::new(text_with("checkin-expires", &[("when", &when)])).hint(text("checkin-expires-hint")));
    }
    Ok(())
}

/// An alert and its cancel must always have room.
fn make_room(profile: &mut Profile) -> Result<(), Failure> {
    profile.shed();
    if profile.has_room() { Ok(()) } else { Err(ProfileError::NoRoom.into()) }
}

fn none_runs() -> Failure {
    Failure::new(text("checkin-none")).hint(text("checkin-none-hint"))
}

/// Whether the check-in still stands, for whoever met an error.
fn stands(profile: &Profile) -> String {
    match &profile.check_in {
        Some(check_in) => text_with("checkin-stands", &[("until", &show_time(check_in.until))]),
        None => text("checkin-none"),
    }
}

/// Takes a good part of a second, and 64 MiB, whatever the word.
async fn derive(word: Word, salt: [u8; 32]) -> Result<RenewalRoot, Failure> {
    let derived = tokio::task::spawn_blocking(move || RenewalRoot::derive(&word, &salt)).await;
    derived.map_err(|_| Failure::new(text("passphrase-broken-off")))
}

fn new_salt() -> [u8; 32] {
    let mut salt = [0; 32];
    OsRng.fill_bytes(&mut salt);
    salt
}

/// How long a start waits for all relays before it tells the contacts.
const FIRST: Duration = Duration::from_secs(20);
