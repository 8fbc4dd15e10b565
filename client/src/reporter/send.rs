//! Sending a session to every relay of a card, each envelope over a circuit of its own.

use std::time::Duration;

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::message::Message;
use serde::Serialize;

use super::reach::Reached;
use super::release::ReleaseArgs;
use super::seal::{Sealed, seal};
use crate::failure::Failure;
use crate::relay::{Handed, Lot, NetworkArgs, RelayError};
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// A session that at least one relay took.
#[derive(Debug, Serialize)]
pub(crate) struct Sent {
    /// Names the session, as the desk's *received* will; one for each relay, hexadecimal.
    pub(crate) sessions: Vec<Session>,
    /// Relays that did not take it, and why.
    pub(crate) failed: Vec<String>,
}

/// One session at one relay.
#[derive(Debug, Serialize)]
pub(crate) struct Session {
    /// `host:port`.
    pub(crate) relay: String,
    /// The public lane id, hexadecimal.
    pub(crate) session: String,
    /// How many envelopes it is.
    pub(crate) envelopes: usize,
    /// Where they stand in the log, opener first. Nobody knows before they are published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) indexes: Vec<u64>,
    /// Seconds within which the relay promised to publish them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) released_within: Option<u32>,
}

/// How a command sends.
#[derive(Clone, Copy)]
pub(super) struct Sending<'a> {
    pub(super) release: ReleaseArgs,
    pub(super) network: &'a NetworkArgs,
    pub(super) terminal: &'a Terminal,
}

/// Sends `message` to every relay of the card, sealed afresh for each.
///
/// # Errors
///
/// A [`Failure`] if the message is too long, or no relay took all of it.
pub(super) async fn send(
    reached: &Reached,
    case: &CaseKeys,
    message: &Message,
    sending: Sending<'_>,
) -> Result<Sent, Failure> {
    let mut sent = Sent { sessions: Vec::new(), failed: Vec::new() };
    let mut first_failure = None;
    for line in lines(reached) {
        let sealed = seal(reached.card(), line, reached.time, case, message)?;
        match session(reached, line, sealed, sending).await {
            Ok(session) => sent.sessions.push(session),
            Err(failure) => {
                if reached.card().relays.len() > 1 {
                    let what = text_with("relay-failed", &[("relay", &line.url), ("why", &failure.message)]);
                    sending.terminal.say(text_with("warning", &[("what", &what)]));
                }
                sent.failed.push(format!("{}: {}", line.url, failure.message));
                first_failure.get_or_insert(failure);
            }
        }
    }
    match first_failure {
        Some(failure) if sent.sessions.is_empty() => Err(failure),
        _ => Ok(sent),
    }
}

/// The relay that the contact named, then the card's others.
fn lines(reached: &Reached) -> impl Iterator<Item = &CardRelay> {
    let first = &reached.found.relay;
    std::iter::once(first).chain(reached.card().relays.iter().filter(|line| line.log != first.log))
}

async fn session(
    reached: &Reached,
    line: &CardRelay,
    sealed: Sealed,
    sending: Sending<'_>,
) -> Result<Session, Failure> {
    let is_first = line.log == reached.found.relay.log;
    // The relay that was reached is spoken to under the name by which it was reached.
    let address = if is_first { reached.relay.address() } else { &line.url };
    let envelopes = sealed.envelopes.len();
    let deposits = sealed.envelopes.into_iter().map(|envelope| sending.release.deposit(envelope));
    let handed = hand_in_all(Lot::new(address, &line.log, deposits), sending).await?;
    let shown = handed.iter().filter_map(|handed| Some(handed.logged.as_ref()?.1.clone())).collect();
    if is_first {
        goes_on(reached, shown).await?;
    }
    Ok(Session {
        relay: address.to_owned(),
        session: sealed.session,
        envelopes,
        indexes: handed.iter().filter_map(|handed| Some(handed.logged.as_ref()?.0)).collect(),
        released_within: sending.release.window(),
    })
}

/// Has the relay show that the logs in which it proved envelopes go on from the one that it showed at first, and from
/// each other: a history made for one reporter alone would never reach the desk. A promise proves no log, and there is
/// nothing to show.
pub(super) async fn goes_on(reached: &Reached, mut shown: Vec<VerifiedCheckpoint>) -> Result<(), RelayError> {
    shown.push(reached.seen.verified.clone());
    shown.sort_by_key(|checkpoint| checkpoint.size);
    for pair in shown.windows(2) {
        if let [old, new] = pair
            && (old.size, old.root) != (new.size, new.root)
        {
            reached.relay.consistency(old, new).await?;
        }
    }
    Ok(())
}

/// Hands a lot in. Where a person waits, the same bytes again for as long as they like.
async fn hand_in_all(mut lot: Lot<'_>, sending: Sending<'_>) -> Result<Vec<Handed>, Failure> {
    let total = lot.left();
    let bar = sending.terminal.progress(total as u64, &text("send-progress"));
    while let Err(error) = lot.round(sending.network, Duration::ZERO, &bar).await {
        bar.finish_and_clear();
        if error.is_lie() || !asks_to_go_on(&error, sending.terminal) {
            return Err(cut_short(error, lot.taken(), total));
        }
    }
    bar.finish_and_clear();
    Ok(lot.into_handed())
}

/// Asks whoever sits there, if anybody does.
pub(crate) fn asks_to_go_on(error: &RelayError, terminal: &Terminal) -> bool {
    if !terminal.is_interactive() {
        return false;
    }
    terminal.say(error.to_string());
    terminal.confirm(&text("send-again-question")).unwrap_or(false)
}

fn cut_short(error: RelayError, posted: usize, total: usize) -> Failure {
    let failure = Failure::from(error);
    if posted == 0 {
        return failure;
    }
    failure.hint(text_with("send-cut-short-hint", &[("posted", &posted), ("total", &total)]))
}
