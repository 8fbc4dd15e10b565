//! `desk watch`: follows the desk's logs for as long as it runs.
//!
//! One task a log follows it and decides what is acknowledged; one a log posts cover and canaries over a circuit of
//! its own; one posts what waits. They meet only in the home, which each of them changes whole.

mod canary;
mod commit;
mod cry;
mod event;
mod follow;
mod follower;
mod found;
mod post;
mod profiles;
mod rescan;
mod ring;
mod song;
mod stream;
mod tables;
mod tree;

use std::collections::HashSet;
use std::process::ExitCode;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clap::Args;
use davylamp_protocol::alert::ALARM_MARGIN;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;

pub(crate) use event::{AlertEvent, DURESS, Event, OTHER, RIGHT, Waiting, kind_name, kind_text, one_line};
pub(crate) use post::post_waiting;

use self::cry::Crier;
use self::follow::{Alarms, Options, follow, lied};
use super::alerts::Patience;
use super::home::{Home, State};
use super::mediation::settle;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::signals::Signals;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// `davylamp desk watch`.
#[derive(Args)]
pub(crate) struct WatchArgs {
    /// Catch up with the log, acknowledge, post what waits, and end
    #[arg(long)]
    once: bool,

    /// Mean seconds between cover messages, which are also the canaries
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    cover_mean: f64,

    /// Tell reporters at once what was done, not some hours later: the log then shows when it was
    #[arg(long, hide = true)]
    account_at_once: bool,

    #[command(flatten)]
    alarms: AlarmArgs,
}

/// How alarms ring.
#[derive(Args)]
struct AlarmArgs {
    /// Run this command line (by sh -c) for every alarm, with the event as JSON on its standard input
    #[arg(long, value_name = "CMD")]
    on_alert: Option<String>,

    /// Seconds after which what nobody has acknowledged rings again
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    ring_every: f64,

    /// Seconds beyond a check-in's deadline and grace before the desk rings by itself
    #[arg(long, value_name = "SECONDS", default_value_t = ALARM_MARGIN)]
    alarm_margin: u64,

    /// No notifications on the desktop
    #[arg(long)]
    no_notify: bool,

    /// Seconds before a failed hook is called again
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, hide = true)]
    hook_pause: f64,
}

impl AlarmArgs {
    fn alarms(&self) -> Result<Alarms, Failure> {
        let seconds = |seconds: f64| match Duration::try_from_secs_f64(seconds) {
            Ok(time) if !time.is_zero() => Ok(time),
            _ => Err(Failure::usage(text("desk-watch-seconds-bad"))),
        };
        Ok(Alarms {
            margin: self.alarm_margin,
            ring_every: seconds(self.ring_every)?,
            hook: self.on_alert.clone(),
            notify: !self.no_notify,
            patience: Patience { pause: seconds(self.hook_pause)?, ..Patience::default() },
        })
    }
}

/// Runs until it is told to end, or every relay was caught lying.
pub(crate) async fn watch(
    home: Home,
    args: &WatchArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    if !(args.cover_mean.is_finite() && args.cover_mean > 0.0) {
        return Err(Failure::usage(text("desk-cover-mean-bad")));
    }
    let alarms = args.alarms.alarms()?;
    let state = home.read()?;
    card_age(&state).into_iter().for_each(|event| event.show(terminal));
    let (cover_mean, account_at_once) = (Duration::from_secs_f64(args.cover_mean), args.account_at_once);
    let options = Options { once: args.once, cover_mean, account_at_once, alarms };
    let watching = Arc::new(Watching::new(home, network, options, state.profile.relays.len()));
    let (sender, mut events) = mpsc::channel(EVENTS);
    let mut logs = JoinSet::new();
    for relay in state.profile.relays.clone() {
        logs.spawn(follow(Arc::clone(&watching), relay, sender.clone()));
    }
    let mut beside = JoinSet::new();
    if !args.once {
        beside.spawn(post::keep_posting(Arc::clone(&watching), sender.clone()));
        beside.spawn(tables::keep_tables(Arc::clone(&watching)));
        beside.spawn(ring::keep_ringing(Arc::clone(&watching), sender.clone()));
    }
    let mut crier = Crier::new(&watching, terminal, sender);
    let mut terminate = Signals::new()?;
    let mut failed = None;
    loop {
        tokio::select! {
            Some(event) = events.recv() => {
                // Who ends the watch once it has said so must learn it by the exit code, however fast they are.
                if let Event::RelayLied { origin, what } = &event {
                    failed = failed.or_else(|| Some(lied(origin, what)));
                }
                crier.cry(&event);
            }
            ended = logs.join_next() => match ended {
                Some(Ok(Ok(()))) => {}
                Some(Ok(Err(failure))) => failed = Some(failure),
                Some(Err(error)) => failed = Some(Failure::new(error.to_string())),
                None => break,
            },
            // They run for ever: a watch that posts or rings no longer must not look as if it did.
            Some(Err(error)) = beside.join_next() => {
                failed = Some(Failure::new(error.to_string()));
                break;
            }
            () = terminate.end_or_hang_up() => break,
        }
    }
    beside.abort_all();
    while let Ok(event) = events.try_recv() {
        crier.cry(&event);
    }
    if let Some(failure) = failed {
        crier.finish(&mut events).await;
        return Err(failure);
    }
    if args.once {
        ring::check_ins(&watching)?.into_iter().for_each(|event| crier.cry(&Event::Panic(event)));
        post::tell_due(&watching, &watching.home.read()?)?;
        // What the other desk's relay does not let happen now stays owed, and keeps nothing else back.
        if let Err(failure) = settle(&watching.home, network).await {
            terminal.say(text_with("warning", &[("what", &failure.message)]));
        }
        post_waiting(&watching.home, network, None).await?;
        crier.finish(&mut events).await;
    }
    Ok(ExitCode::SUCCESS)
}

/// What the tasks share.
pub(crate) struct Watching {
    pub(crate) home: Home,
    network: NetworkArgs,
    options: Options,
    /// Something waits to be posted.
    posts: Notify,
    /// A table wants a card, or owes something.
    tables: Notify,
    /// Counts up whenever an alert profile was armed, moved on, or ended.
    profiles: AtomicU64,
    /// How many logs are followed.
    logs: usize,
    /// Logs that were caught up with.
    ready: Mutex<HashSet<String>>,
}

impl Watching {
    fn new(home: Home, network: &NetworkArgs, options: Options, logs: usize) -> Self {
        let (posts, tables, profiles) = (Notify::new(), Notify::new(), AtomicU64::new(0));
        let ready = Mutex::default();
        Self { home, network: network.clone(), options, posts, tables, profiles, logs, ready }
    }
}

/// Follows every log once, to its present end. For `init`'s self-test.
pub(crate) async fn catch_up(home: Home, network: &NetworkArgs) -> Result<(Home, Vec<Event>), Failure> {
    let alarms = Alarms {
        margin: ALARM_MARGIN,
        ring_every: Duration::from_secs(30),
        hook: None,
        notify: false,
        patience: Patience::default(),
    };
    let options = Options { once: true, cover_mean: Duration::from_secs(60), account_at_once: false, alarms };
    let relays = home.read()?.profile.relays;
    let watching = Arc::new(Watching::new(home, network, options, relays.len()));
    let (sender, mut receiver) = mpsc::channel(EVENTS);
    let mut events = Vec::new();
    for relay in relays {
        let mut task = tokio::spawn(follow(Arc::clone(&watching), relay, sender.clone()));
        loop {
            tokio::select! {
                Some(event) = receiver.recv() => events.push(event),
                ended = &mut task => {
                    ended.map_err(|error| Failure::new(error.to_string()))??;
                    break;
                }
            }
        }
    }
    drop(sender);
    while let Some(event) = receiver.recv().await {
        events.push(event);
    }
    let watching = Arc::into_inner(watching).ok_or_else(|| Failure::new(text("desk-still-busy")))?;
    Ok((watching.home, events))
}

/// A card that ends within a week, or has ended.
fn card_age(state: &State) -> Option<Event> {
    let expires = i64::try_from(state.cards.last()?.expires).ok()?;
    let days = (expires - i64::try_from(now()).ok()?).div_euclid(86_400);
    (days < 7).then_some(Event::CardEnds { days })
}

const EVENTS: usize = 256;
