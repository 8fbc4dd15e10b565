//! Sending a session: an opener, then the parts of one message, each an envelope of its own.
//!
//! Every relay of the card gets a session of its own, sealed afresh under one lane id (`SPEC.md` 8.5), and all at the
//! same time: none waits for one that is down. The first that has all of it is enough.

use std::time::Duration;

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::message::Message;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use indicatif::ProgressBar;
use rand::Rng as _;
use rand::rngs::OsRng;
use serde::Serialize;

use super::reach::Reached;
use super::release::ReleaseArgs;
use super::seal::{LaneId, seal};
use crate::failure::Failure;
use crate::relay::{Lot, NetworkArgs, RelayError};
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
pub(crate) struct Sending<'a> {
    pub(crate) release: ReleaseArgs,
    pub(crate) network: &'a NetworkArgs,
    pub(crate) terminal: &'a Terminal,
}

/// Sends `message` to every relay of the card, sealed afresh for each. One that takes all of it is enough.
///
/// # Errors
///
/// A [`Failure`] if the message is too long, or no relay took all of it.
pub(crate) async fn send(
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
        let failures = handings.iter().filter_map(Handing::failure);
        if is_anywhere || !asks_to_go_on(failures, sending.terminal) {
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
    let left = handings.iter().map(|handing| handing.lot.left() as u64).sum();
    let bar = sending.terminal.progress(left, &text("send-progress"));
    let mut under_way: FuturesUnordered<_> =
        handings.iter_mut().map(|handing| handing.hand_in(reached, sending.network, &bar)).collect();
    let mut told = false;
    while let Some(handing) = under_way.next().await {
        if handing.is_done() && !told && !under_way.is_empty() {
            told = true;
            let line = text_with("send-first", &[("relay", &handing.lot.address())]);
            bar.suspend(|| sending.terminal.say(line));
        }
    }
    bar.finish_and_clear();
}

/// The relay that the contact named, then the card's others.
pub(crate) fn lines(reached: &Reached) -> impl Iterator<Item = &CardRelay> {
    let first = &reached.found.relay;
    std::iter::once(first).chain(reached.card().relays.iter().filter(|line| line.log != first.log))
}

/// A session under way at one relay.
struct Handing<'a> {
    line: &'a CardRelay,
    /// The public lane id, hexadecimal.
    session: String,
    /// How many envelopes it is.
    total: usize,
    /// The opener first.
    lot: Lot<'a>,
    /// Why not all of it is there, after the last attempt.
    failed: Option<RelayError>,
}

impl<'a> Handing<'a> {
    fn seal(
        reached: &'a Reached,
        line: &'a CardRelay,
        case: &CaseKeys,
        message: &Message,
        lane_id: LaneId,
        release: ReleaseArgs,
    ) -> Result<Self, Failure> {
        let sealed = seal(reached.card(), line, reached.time, case, message, lane_id)?;
        let is_first = line.log == reached.found.relay.log;
        // The relay that was reached is spoken to under the name by which it was reached.
        let address = if is_first { reached.relay.address() } else { &line.url };
        let total = sealed.envelopes.len();
        let deposits = sealed.envelopes.into_iter().map(|envelope| release.deposit(envelope));
        let lot = Lot::new(address, &line.log, deposits);
        Ok(Self { line, session: sealed.session, total, lot, failed: None })
    }

    fn is_done(&self) -> bool {
        self.lot.left() == 0 && self.failed.is_none()
    }

    fn has_lied(&self) -> bool {
        self.failed.as_ref().is_some_and(RelayError::is_lie)
    }

    /// The relay, and why it has not all of it.
    fn failure(&self) -> Option<(&str, &RelayError)> {
        Some((self.lot.address(), self.failed.as_ref()?))
    }

    /// One round over all that is left. Nothing more is given to a relay that lied.
    async fn hand_in(&mut self, reached: &Reached, network: &NetworkArgs, bar: &ProgressBar) -> &Self {
        if !self.has_lied() {
            self.failed = match self.lot.round(network, Duration::ZERO, bar).await {
                Ok(()) if self.line.log == reached.found.relay.log => goes_on(reached, self.shown()).await.err(),
                round => round.err(),
            };
        }
        self
    }

    fn shown(&self) -> Vec<VerifiedCheckpoint> {
        self.lot.logged().map(|(_, checkpoint)| checkpoint.clone()).collect()
    }

    fn session(self, release: ReleaseArgs) -> Session {
        Session {
            relay: self.lot.address().to_owned(),
            session: self.session,
            envelopes: self.total,
            indexes: self.lot.logged().map(|(index, _)| index).collect(),
            released_within: release.window(),
        }
    }

    fn cut_short(self) -> Option<Failure> {
        let (posted, total, is_lie) = (self.lot.taken(), self.total, self.has_lied());
        let failure = Failure::from(self.failed?);
        if posted == 0 && is_lie {
            return Some(failure);
        }
        Some(failure.hint(text_with("send-cut-short-hint", &[("posted", &posted), ("total", &total)])))
    }
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

/// Where a person waits, the same bytes again for as long as they like; but never to a relay that lied.
pub(crate) fn asks_to_go_on<'a>(
    failures: impl Iterator<Item = (&'a str, &'a RelayError)>,
    terminal: &Terminal,
) -> bool {
    let passing: Vec<_> = failures.filter(|(_, why)| !why.is_lie()).collect();
    if !terminal.is_interactive() || passing.is_empty() {
        return false;
    }
    for (relay, why) in passing {
        terminal.say(text_with("relay-failed", &[("relay", &relay), ("why", why)]));
    }
    terminal.confirm(&text("send-again-question")).unwrap_or(false)
}
