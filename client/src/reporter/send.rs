//! Sending a session: an opener, then the parts of one message, each an envelope of its own.
//!
//! Each goes over a circuit of its own, in random order: what arrives over one connection is always one envelope,
//! whether a report, an answer, an acknowledgement or a dummy.
//!
//! Every relay of the card gets a session of its own, sealed afresh under one lane id (`SPEC.md` 8.5), and all at the
//! same time: none waits for one that is down. The first that has all of it is enough.

use std::cell::Cell;

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::clue::Scope;
use davylamp_protocol::deposit::Deposit;
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::message::Message;
use davylamp_protocol::thread::{ContentError, LaneWriter};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use indicatif::ProgressBar;
use rand::Rng as _;
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
    /// One for each relay that took all of it.
    pub(crate) sessions: Vec<Session>,
    /// Relays that did not take it, and why.
    pub(crate) failed: Vec<String>,
}

/// One session at one relay.
#[derive(Debug, Serialize)]
pub(crate) struct Session {
    /// `host:port`.
    pub(crate) relay: String,
    /// The public lane id, hexadecimal: the same at every relay, and in the desk's *received*.
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

/// Sends `message` to every relay of the card, sealed afresh for each. One that takes all of it is enough.
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
    let lane_id = OsRng.r#gen();
    let sealed = lines(reached).map(|line| Handing::seal(reached, line, case, message, lane_id, sending.release));
    let mut handings = sealed.collect::<Result<Vec<_>, _>>()?;
    loop {
        hand_in_everywhere(reached, &mut handings, sending).await;
        let is_anywhere = handings.iter().any(Handing::is_done);
        if is_anywhere || !asks_to_go_on(&handings, sending.terminal) {
            break;
        }
    }
    sent(handings, sending)
}

/// What the relays took; the failures of some are warnings once one has all of it.
fn sent(handings: Vec<Handing<'_>>, sending: Sending<'_>) -> Result<Sent, Failure> {
    let several = handings.len() > 1;
    let mut sent = Sent { sessions: Vec::new(), failed: Vec::new() };
    let mut first_failure = None;
    for handing in handings {
        let Some(error) = &handing.failed else {
            sent.sessions.push(handing.session(sending.release));
            continue;
        };
        if several {
            let what = text_with("relay-failed", &[("relay", &handing.line.url), ("why", error)]);
            sending.terminal.say(text_with("warning", &[("what", &what)]));
        }
        sent.failed.push(format!("{}: {error}", handing.line.url));
        first_failure = first_failure.or_else(|| handing.cut_short());
    }
    match first_failure {
        Some(failure) if sent.sessions.is_empty() => Err(failure),
        _ => Ok(sent),
    }
}

/// Hands in what is left at every relay that has not lied. Says at once when one has all of it and others are under way.
async fn hand_in_everywhere(reached: &Reached, handings: &mut [Handing<'_>], sending: Sending<'_>) {
    let left = handings.iter().map(|handing| handing.left.len() as u64).sum();
    let bar = sending.terminal.progress(left, &text("send-progress"));
    let mut under_way: FuturesUnordered<_> =
        handings.iter_mut().map(|handing| handing.hand_in(reached, sending.network, &bar)).collect();
    let mut told = false;
    while let Some(handing) = under_way.next().await {
        if handing.is_done() && !told && !under_way.is_empty() {
            told = true;
            let line = text_with("send-first", &[("relay", &handing.address)]);
            bar.suspend(|| sending.terminal.say(line));
        }
    }
    bar.finish_and_clear();
}

/// The relay that the contact named, then the card's others.
fn lines(reached: &Reached) -> impl Iterator<Item = &CardRelay> {
    let first = &reached.found.relay;
    std::iter::once(first).chain(reached.card().relays.iter().filter(|line| line.log != first.log))
}

/// A session under way at one relay.
struct Handing<'a> {
    line: &'a CardRelay,
    /// The relay that was reached is spoken to under the name by which it was reached.
    address: String,
    lane_id: [u8; 16],
    /// How many envelopes it is.
    total: usize,
    /// What the relay has not taken; the opener is number 0.
    left: Vec<(usize, Deposit)>,
    handed: Vec<Handed>,
    /// Why not all of it is there, after the last attempt.
    failed: Option<RelayError>,
}

impl<'a> Handing<'a> {
    fn seal(
        reached: &'a Reached,
        line: &'a CardRelay,
        case: &CaseKeys,
        message: &Message,
        lane_id: [u8; 16],
        release: ReleaseArgs,
    ) -> Result<Self, Failure> {
        let scope = Scope { origin: line.log.name(), ..reached.scope() };
        let intake = reached.intake()?.recipient;
        let (lane, opener) = LaneWriter::open(scope, &reached.card().clue_key, intake, case, Vec::new(), &mut OsRng)
            .map_err(unsealed)?;
        let content = lane.named(lane_id).write(&message.encode()).map_err(unsealed)?;
        let envelopes = std::iter::once(opener).chain(content);
        let left: Vec<_> = envelopes.map(|envelope| release.deposit(envelope)).enumerate().collect();
        let is_first = line.log == reached.found.relay.log;
        let address = if is_first { reached.relay.address() } else { &line.url };
        Ok(Self {
            line,
            address: address.to_owned(),
            lane_id,
            total: left.len(),
            left,
            handed: Vec::new(),
            failed: None,
        })
    }

    fn is_done(&self) -> bool {
        self.left.is_empty() && self.failed.is_none()
    }

    fn has_lied(&self) -> bool {
        self.failed.as_ref().is_some_and(RelayError::is_lie)
    }

    /// One round over all that is left, some at a time and in random order; the same bytes as before. Nothing more is
    /// given to a relay that lied.
    async fn hand_in(&mut self, reached: &Reached, network: &NetworkArgs, bar: &ProgressBar) -> &Self {
        if !self.has_lied() {
            self.left.shuffle(&mut OsRng);
            let log = &self.line.log;
            self.failed = match round(&self.address, log, &mut self.left, &mut self.handed, network, bar).await {
                Ok(()) if *log == reached.found.relay.log => goes_on(reached, self.shown()).await.err(),
                round => round.err(),
            };
        }
        self
    }

    fn shown(&self) -> Vec<VerifiedCheckpoint> {
        self.handed.iter().filter_map(|handed| Some(handed.logged.as_ref()?.1.clone())).collect()
    }

    fn session(mut self, release: ReleaseArgs) -> Session {
        self.handed.sort_by_key(|handed| handed.number);
        Session {
            relay: self.address,
            session: hex::encode(self.lane_id),
            envelopes: self.total,
            indexes: self.handed.iter().filter_map(|handed| Some(handed.logged.as_ref()?.0)).collect(),
            released_within: release.window(),
        }
    }

    fn cut_short(self) -> Option<Failure> {
        let (posted, total) = (self.handed.len(), self.total);
        let is_lie = self.has_lied();
        let failure = Failure::from(self.failed?);
        if posted == 0 && is_lie {
            return Some(failure);
        }
        Some(failure.hint(text_with("send-cut-short-hint", &[("posted", &posted), ("total", &total)])))
    }
}

fn unsealed(error: ContentError) -> Failure {
    if let ContentError::Parts(why) = error {
        return Failure::new(text_with("send-too-long", &[("why", &why)])).hint(text("send-too-long-hint"));
    }
    Failure::new(text_with("card-unusable", &[("why", &error)]))
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

/// Hands in what is left; what was taken moves to `handed`. Gives the first error, a lie as soon as it is met. After an
/// error nothing more is begun: it would wait as long for the same.
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
    let goes_on = Cell::new(true);
    let begun = left.iter().take_while(|_| goes_on.get());
    let posts = begun.map(|(number, deposit)| async move { (*number, hand_in(address, log, deposit, network).await) });
    let mut posts = futures_util::stream::iter(posts).buffer_unordered(AT_ONCE);
    while let Some((number, result)) = posts.next().await {
        match result {
            Ok(logged) => {
                done.push(number);
                handed.push(Handed { number, logged });
                bar.inc(1);
            }
            Err(error) if error.is_lie() => return Err(error),
            Err(error) => {
                goes_on.set(false);
                failed = failed.or(Some(error));
            }
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

/// No relay has all of it: where a person waits, the same bytes again for as long as they like.
fn asks_to_go_on(handings: &[Handing<'_>], terminal: &Terminal) -> bool {
    let failures =
        || handings.iter().filter(|handing| !handing.has_lied()).filter_map(|h| Some((h, h.failed.as_ref()?)));
    if !terminal.is_interactive() || failures().next().is_none() {
        return false;
    }
    for (handing, why) in failures() {
        terminal.say(text_with("relay-failed", &[("relay", &handing.address), ("why", why)]));
    }
    terminal.confirm(&text("send-again-question")).unwrap_or(false)
}

/// Envelopes under way at a time, at each relay.
const AT_ONCE: usize = 4;
