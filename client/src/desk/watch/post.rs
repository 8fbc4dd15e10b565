//! Posting what waits in the outbox.

use std::sync::Arc;
use std::time::Duration;

use davylamp_protocol::log::note::VerifierKey;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;

use super::{Event, Watching};
use crate::desk::home::{Home, Pending, State};
use crate::desk::outbox;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, now};

/// Posts what waits, of one case or of all; gives how many are in the log now. What the relay did not take stays.
///
/// # Errors
/// The first failure, after everything was tried.
pub(crate) async fn post_waiting(home: &Home, network: &NetworkArgs, case: Option<&str>) -> Result<usize, Failure> {
    let state = home.read()?;
    let mut waiting = Vec::new();
    for pending in state.outbox.iter().filter(|pending| case.is_none_or(|case| pending.case == case)) {
        waiting.push(post(home, &state, network, pending));
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

async fn post(home: &Home, state: &State, network: &NetworkArgs, pending: &Pending) -> Result<(), Failure> {
    let relay = state.profile.relays.iter().find_map(|relay| {
        let log: VerifierKey = relay.log.parse().ok()?;
        (log.name() == pending.origin).then_some((relay.url.clone(), log))
    });
    // The relay left the profile: the next renewal goes to those that are in it.
    let Some(((url, log), envelope)) = relay.zip(outbox::envelope(pending)) else { return Ok(()) };
    let proof = Relay::connect(&url, network)?.post(&envelope, &log).await?;
    outbox::posted(home, pending, &proof)?;
    Ok(())
}

/// Posts whenever something waits, and seals anew what nobody read.
pub(super) async fn keep_posting(watching: Arc<Watching>, events: mpsc::Sender<Event>) {
    loop {
        if let Ok(Some(count)) = renew(&watching.home) {
            let _ = events.send(Event::Renewed { messages: count }).await;
        }
        // A failure here is told by the task that follows the log; what waits is tried again.
        let _ = post_waiting(&watching.home, &watching.network, None).await;
        let _ = tokio::time::timeout(AGAIN, watching.posts.notified()).await;
    }
}

fn renew(home: &Home) -> Result<Option<usize>, Failure> {
    let now = now();
    if !outbox::is_any_due(&home.read()?, now) {
        return Ok(None);
    }
    home.update(|state: &mut State| outbox::renew(home, state, now)).map(Some)
}

const AT_ONCE: usize = 8;
const AGAIN: Duration = Duration::from_secs(30);
