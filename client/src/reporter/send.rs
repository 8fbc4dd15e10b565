//! Sending a session: an opener, then the parts of one message, each an envelope of its own.

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::clue::Scope;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::message::Message;
use davylamp_protocol::thread::{ContentError, LaneWriter};
use rand::rngs::OsRng;
use serde::Serialize;

use super::reach::Reached;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, RelayError};
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// A session that at least one relay proved.
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
    /// Where the envelopes stand in the log.
    pub(crate) indexes: Vec<u64>,
}

/// Sends `message` to every relay of the card, sealed afresh for each.
///
/// # Errors
///
/// A [`Failure`] if the message is too long, or no relay took all of it.
pub(crate) async fn send(
    reached: &Reached,
    case: &CaseKeys,
    message: &Message,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<Sent, Failure> {
    let mut sent = Sent { sessions: Vec::new(), failed: Vec::new() };
    let mut first_failure = None;
    for line in lines(reached) {
        let sealed = seal(reached, line, case, message)?;
        let result = if line.log == reached.found.relay.log {
            let session = post_all(&reached.relay, line, sealed, terminal).await;
            match session {
                Ok(session) => goes_on(reached).await.map(|()| session).map_err(Failure::from),
                failed => failed,
            }
        } else {
            match Relay::connect(&line.url, network) {
                Ok(relay) => post_all(&relay, line, sealed, terminal).await,
                Err(error) => Err(error.into()),
            }
        };
        match result {
            Ok(session) => sent.sessions.push(session),
            Err(failure) => {
                if reached.card().relays.len() > 1 {
                    let what = text_with("relay-failed", &[("relay", &line.url), ("why", &failure.message)]);
                    terminal.say(text_with("warning", &[("what", &what)]));
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

/// Has the relay show that the log in which it proved the envelopes goes on from the one that it showed at first: a
/// history made for one reporter alone would never reach the desk.
pub(super) async fn goes_on(reached: &Reached) -> Result<(), RelayError> {
    match reached.relay.last_seen() {
        Some(last) => reached.relay.consistency(&reached.seen.verified, &last).await,
        None => Ok(()),
    }
}

/// Envelopes of a session, opener first.
struct Sealed {
    session: String,
    envelopes: Vec<Envelope>,
}

fn seal(reached: &Reached, line: &CardRelay, case: &CaseKeys, message: &Message) -> Result<Sealed, Failure> {
    let scope = Scope { origin: line.log.name(), ..reached.scope() };
    let intake = reached.intake()?.recipient;
    let (mut lane, opener) =
        LaneWriter::open(scope, &reached.card().clue_key, intake, case, Vec::new(), &mut OsRng).map_err(unsealed)?;
    let mut envelopes = vec![opener];
    envelopes.extend(lane.write(&message.encode()).map_err(unsealed)?);
    Ok(Sealed { session: hex::encode(lane.lane_id()), envelopes })
}

fn unsealed(error: ContentError) -> Failure {
    if let ContentError::Parts(why) = error {
        return Failure::new(text_with("send-too-long", &[("why", &why)])).hint(text("send-too-long-hint"));
    }
    Failure::new(text_with("card-unusable", &[("why", &error)]))
}

async fn post_all(relay: &Relay, line: &CardRelay, sealed: Sealed, terminal: &Terminal) -> Result<Session, Failure> {
    let total = sealed.envelopes.len();
    let bar = terminal.progress(total as u64, &text("send-progress"));
    let mut indexes = Vec::with_capacity(total);
    for envelope in &sealed.envelopes {
        let index = bar_safe(&bar, post_one(relay, line, envelope, terminal)).await;
        indexes.push(index.map_err(|error| cut_short(error, indexes.len(), total))?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Session { relay: relay.address().to_owned(), session: sealed.session, indexes })
}

/// Clears the bar if `work` fails, so that the failure's line stands alone.
async fn bar_safe<T, E>(bar: &indicatif::ProgressBar, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    work.await.inspect_err(|_| bar.finish_and_clear())
}

/// Posts one envelope; where a person waits, the same bytes again for as long as they like.
async fn post_one(
    relay: &Relay,
    line: &CardRelay,
    envelope: &Envelope,
    terminal: &Terminal,
) -> Result<u64, RelayError> {
    loop {
        match relay.post(envelope, &line.log).await {
            Ok(proof) => return Ok(proof.index),
            Err(error) if !error.is_lie() && terminal.is_interactive() => {
                terminal.say(error.to_string());
                if !terminal.confirm(&text("send-again-question")).unwrap_or(false) {
                    return Err(error);
                }
            }
            Err(error) => return Err(error),
        }
    }
}

fn cut_short(error: RelayError, posted: usize, total: usize) -> Failure {
    let failure = Failure::from(error);
    if posted == 0 {
        return failure;
    }
    failure.hint(text_with("send-cut-short-hint", &[("posted", &posted), ("total", &total)]))
}
