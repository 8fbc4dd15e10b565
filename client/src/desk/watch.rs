//! `desk watch`: follows the desk's logs for as long as it runs.
//!
//! One task a log follows it and decides what is acknowledged; one a log posts cover and canaries over a circuit of
//! its own; one posts what waits. They meet only in the home, which each of them changes whole.

mod canary;
mod commit;
mod event;
mod follow;
mod follower;
mod found;
mod post;
mod rescan;
mod song;
mod stream;
mod tree;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;

pub(crate) use event::{Event, kind_name};
pub(crate) use post::post_waiting;

use self::follow::{Options, follow};
use super::home::{Home, State};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::terminal::Terminal;
use crate::text::text;

/// `davylamp desk watch`.
#[derive(Args)]
pub(crate) struct WatchArgs {
    /// Catch up with the log, acknowledge, post what waits, and end
    #[arg(long)]
    once: bool,

    /// Mean seconds between cover messages, which are also the canaries
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    cover_mean: f64,
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
    let state = home.read()?;
    card_age(&state).into_iter().for_each(|event| event.show(terminal));
    let watching = Arc::new(Watching {
        home,
        network: network.clone(),
        options: Options { once: args.once, cover_mean: Duration::from_secs_f64(args.cover_mean) },
        posts: Notify::new(),
    });
    let (sender, mut events) = mpsc::channel(EVENTS);
    let mut logs = JoinSet::new();
    for relay in state.profile.relays.clone() {
        logs.spawn(follow(Arc::clone(&watching), relay, sender.clone()));
    }
    let poster = (!args.once).then(|| tokio::spawn(post::keep_posting(Arc::clone(&watching), sender.clone())));
    drop(sender);
    let mut terminate = Signals::new()?;
    let mut failed = None;
    loop {
        tokio::select! {
            Some(event) = events.recv() => event.show(terminal),
            ended = logs.join_next() => match ended {
                Some(Ok(Ok(()))) => {}
                Some(Ok(Err(failure))) => failed = Some(failure),
                Some(Err(error)) => failed = Some(Failure::new(error.to_string())),
                None => break,
            },
            () = terminate.wait() => break,
        }
    }
    if let Some(poster) = poster {
        poster.abort();
    }
    while let Ok(event) = events.try_recv() {
        event.show(terminal);
    }
    if let Some(failure) = failed {
        return Err(failure);
    }
    if args.once {
        post_waiting(&watching.home, network, None).await?;
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
}

/// Follows every log once, to its present end. For `init`'s self-test.
pub(crate) async fn catch_up(home: Home, network: &NetworkArgs) -> Result<(Home, Vec<Event>), Failure> {
    let options = Options { once: true, cover_mean: Duration::from_secs(60) };
    let relays = home.read()?.profile.relays;
    let watching = Arc::new(Watching { home, network: network.clone(), options, posts: Notify::new() });
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

/// SIGTERM, SIGINT and SIGHUP.
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(|error| Failure::new(error.to_string()));
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}

const EVENTS: usize = 256;
