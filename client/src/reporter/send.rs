//! Sending a session: an opener, then the parts of one message, each an envelope of its own.
//!
//! Each goes over a circuit of its own, in random order: what arrives over one connection is always one envelope,
//! whether a report, an answer, an acknowledgement or a dummy.

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::clue::Scope;
use davylamp_protocol::deposit::Deposit;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::message::Message;
use davylamp_protocol::thread::{ContentError, LaneWriter};
use futures_util::StreamExt as _;
use indicatif::ProgressBar;
use rand::rngs::OsRng;
use rand::seq::SliceRandom as _;
use serde::Serialize;

use super::reach::Reached;
use super::release::ReleaseArgs;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, RelayError, Submitted};
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
        let sealed = seal(reached, line, case, message)?;
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
    let handed = hand_in_all(address, &line.log, sealed.envelopes, sending).await?;
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

/// What a relay gave for one envelope.
pub(super) struct Handed {
    number: usize,
    /// Place and log, once it is published.
    pub(super) logged: Option<(u64, VerifiedCheckpoint)>,
}

/// Hands the envelopes in, some at a time and in random order. Where a person waits, the same bytes again for as long
/// as they like.
async fn hand_in_all(
    address: &str,
    log: &VerifierKey,
    envelopes: Vec<Envelope>,
    sending: Sending<'_>,
) -> Result<Vec<Handed>, Failure> {
    let total = envelopes.len();
    let bar = sending.terminal.progress(total as u64, &text("send-progress"));
    let deposits = envelopes.into_iter().map(|envelope| sending.release.deposit(envelope));
    let mut left: Vec<(usize, Deposit)> = deposits.enumerate().collect();
    let mut handed = Vec::with_capacity(total);
    loop {
        left.shuffle(&mut OsRng);
        let Err(error) = round(address, log, &mut left, &mut handed, sending.network, &bar).await else { break };
        bar.finish_and_clear();
        if error.is_lie() || !asks_to_go_on(&error, sending.terminal) {
            return Err(cut_short(error, handed.len(), total));
        }
    }
    bar.finish_and_clear();
    handed.sort_by_key(|handed| handed.number);
    Ok(handed)
}

/// Hands in what is left; what was taken moves to `handed`. Gives the first error, a lie as soon as it is met.
async fn round(
    address: &str,
    log: &VerifierKey,
    left: &mut Vec<(usize, Deposit)>,
    handed: &mut Vec<Handed>,
    network: &NetworkArgs,
    bar: &ProgressBar,
) -> Result<(), RelayError> {
    let mut failed = None;
    let mut done = Vec::new();
    let posts =
        left.iter().map(|(number, deposit)| async move { (*number, hand_in(address, log, deposit, network).await) });
    let mut posts = futures_util::stream::iter(posts).buffer_unordered(AT_ONCE);
    while let Some((number, result)) = posts.next().await {
        match result {
            Ok(logged) => {
                done.push(number);
                handed.push(Handed { number, logged });
                bar.inc(1);
            }
            Err(error) if error.is_lie() => return Err(error),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    drop(posts);
    left.retain(|(number, _)| !done.contains(number));
    failed.map_or(Ok(()), Err)
}

/// Hands one deposit in, over a circuit of its own. Gives its place and its log if it was published.
pub(super) async fn hand_in(
    address: &str,
    log: &VerifierKey,
    deposit: &Deposit,
    network: &NetworkArgs,
) -> Result<Option<(u64, VerifiedCheckpoint)>, RelayError> {
    let relay = Relay::connect(address, network)?;
    match relay.submit(deposit, log).await? {
        Submitted::Proof(proof) => Ok(relay.last_seen().map(|checkpoint| (proof.index, checkpoint))),
        Submitted::Promise => Ok(None),
    }
}

fn asks_to_go_on(error: &RelayError, terminal: &Terminal) -> bool {
    if !terminal.is_interactive() {
        return false;
    }
    terminal.say(error.to_string());
    terminal.confirm(&text("send-again-question")).unwrap_or(false)
}

fn cut_short(error: RelayError, posted: usize, total: usize) -> Failure {
    let is_lie = error.is_lie();
    let failure = Failure::from(error);
    if posted == 0 && is_lie {
        return failure;
    }
    failure.hint(text_with("send-cut-short-hint", &[("posted", &posted), ("total", &total)]))
}

/// Envelopes under way at a time.
const AT_ONCE: usize = 4;
