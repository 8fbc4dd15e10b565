//! Posting what waits in the outbox.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use davylamp_protocol::clue::Tag;
use davylamp_protocol::log::note::VerifierKey;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{Event, Watching};
use crate::desk::home::{Home, Pending, State};
use crate::desk::{account, outbox};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, now};

/// Posts what waits, of one case or of all; gives how many are in the log now. What the relay did not take stays.
///
/// # Errors
/// The first failure, after everything was tried.
pub(crate) async fn post_waiting(home: &Home, network: &NetworkArgs, case: Option<&str>) -> Result<usize, Failure> {
    let state = home.read()?;
    let mut waiting = Vec::new();
    for pending in outbox::waiting(&state).filter(|pending| case.is_none_or(|case| pending.case == case)) {
        waiting.push(post(home, route(&state, pending), network, pending));
    }
    let mut posts = futures_util::stream::iter(waiting).buffer_unordered(AT_ONCE);
    let (mut posted, mut failed) = (0, None);
    while let Some(result) = posts.next().await {
        match result {
            Ok(()) => posted += 1,
            Err(failure) => failed = failed.or(Some(failure)),
        }
    }
    failed.map_or(Ok(posted), Err)
}

/// Address and log of the relay that an envelope is for.
type Route = (String, VerifierKey);

fn route(state: &State, pending: &Pending) -> Option<Route> {
    if let Some(to) = &pending.to {
        return Some((to.url.clone(), to.log.parse().ok()?));
    }
    state.profile.relays.iter().find_map(|relay| {
        let log: VerifierKey = relay.log.parse().ok()?;
        (log.name() == pending.origin).then_some((relay.url.clone(), log))
    })
}

async fn post(home: &Home, route: Option<Route>, network: &NetworkArgs, pending: &Pending) -> Result<(), Failure> {
    // The relay left the profile: the next renewal goes to those that are in it.
    let Some(((url, log), envelope)) = route.zip(outbox::envelope(pending)) else { return Ok(()) };
    // A circuit of its own for each: the relay must not learn that two of them come from one hand.
    let proof = Relay::connect(&url, network)?.post(&envelope, &log).await?;
    outbox::posted(home, pending, &proof)?;
    Ok(())
}

/// Posts whenever something waits, and seals anew what nobody read. An acknowledgement of an alert waits for nothing
/// that is under way: somebody counts the seconds.
pub(super) async fn keep_posting(watching: Arc<Watching>, events: mpsc::Sender<Event>) {
    let mut poster = Poster { watching, posts: JoinSet::new(), under_way: HashSet::new(), again: HashMap::new() };
    loop {
        // What keeps the home from being read is told by the task that follows the log.
        if let Ok(state) = poster.watching.home.read() {
            poster.start(&state);
            if let Ok(true) = tell_due(&poster.watching, &state) {
                continue;
            }
            if let Ok(Some(count)) = renew(&poster.watching.home, &state) {
                let _ = events.send(Event::Renewed { messages: count }).await;
                continue;
            }
        }
        poster.wait().await;
    }
}

struct Poster {
    watching: Arc<Watching>,
    posts: JoinSet<(Tag, Result<(), Failure>)>,
    under_way: HashSet<Tag>,
    /// When what failed is tried again.
    again: HashMap<Tag, Instant>,
}

impl Poster {
    fn start(&mut self, state: &State) {
        let waiting: HashSet<Tag> = state.outbox.iter().map(|pending| pending.tag).collect();
        self.again.retain(|tag, _| waiting.contains(tag));
        for pending in outbox::waiting(state) {
            let rests = self.again.get(&pending.tag).is_some_and(|at| Instant::now() < *at);
            let crowded = self.posts.len() >= AT_ONCE && !pending.is_ack();
            let Some(route) = route(state, pending) else { continue };
            if rests || crowded || !self.under_way.insert(pending.tag) {
                continue;
            }
            let (watching, pending) = (Arc::clone(&self.watching), pending.clone());
            self.posts.spawn(async move {
                let posted = post(&watching.home, Some(route), &watching.network, &pending).await;
                (pending.tag, posted)
            });
        }
    }

    /// Until something came to be posted, was posted, or is to be tried again.
    async fn wait(&mut self) {
        let next = self.again.values().min().map_or(AGAIN, |at| at.saturating_duration_since(Instant::now()));
        tokio::select! {
            () = self.watching.posts.notified() => {}
            Some(ended) = self.posts.join_next(), if !self.posts.is_empty() => {
                let Ok((tag, result)) = ended else { return };
                self.under_way.remove(&tag);
                // The failure itself is told by the task that follows the log.
                if result.is_err() {
                    self.again.insert(tag, Instant::now() + REST);
                }
            }
            () = tokio::time::sleep(next.clamp(LEAST, AGAIN)) => {}
        }
    }
}

/// Seals the accounts whose time has come; says whether there were any.
pub(super) fn tell_due(watching: &Watching, state: &State) -> Result<bool, Failure> {
    let (clock, at_once) = (now(), watching.options.account_at_once);
    if !account::is_any_due(state, clock, at_once) {
        return Ok(false);
    }
    let home = &watching.home;
    home.update(|state: &mut State| account::tell_due(home, state, clock, at_once)).map(|()| true)
}

fn renew(home: &Home, state: &State) -> Result<Option<usize>, Failure> {
    let now = now();
    if !outbox::is_any_due(state, now) {
        return Ok(None);
    }
    home.update(|state: &mut State| outbox::renew(home, state, now)).map(Some)
}

const AT_ONCE: usize = 8;
const AGAIN: Duration = Duration::from_secs(30);
/// After a post that failed, which tried several times by itself.
const REST: Duration = Duration::from_secs(5);
const LEAST: Duration = Duration::from_millis(200);
