//! Requests to relays, each over a circuit of its own, tried until it is answered or nobody waits any more.

use std::cell::RefCell;
use std::time::Duration;

use davylamp_protocol::deposit::{Deposit, Visit};
use davylamp_protocol::log::note::VerifierKey;
use futures_util::StreamExt as _;
use rand::Rng as _;
use rand::rngs::OsRng;
use rand::seq::SliceRandom as _;
use tokio::time::Instant;

use super::Session;
use crate::failure::Failure;
use crate::panic::profile::{ProfileError, RelayLine, Waiting, letter};
use crate::relay::{NetworkArgs, Relay, RelayError, now};
use crate::signals::Signals;
use crate::text::{text, text_with};

/// One request to one relay of one contact.
pub(super) struct Errand {
    pub(super) contact: usize,
    pub(super) line: RelayLine,
    pub(super) what: What,
}

/// What is asked. A deposit and a visit tell of the word to whoever holds the salt: they live in memory only.
pub(super) enum What {
    Deposit(Deposit),
    Visit(Visit),
    /// A word to a contact's desk, out of the outbox.
    Word(Waiting),
}

/// How long relays are tried.
pub(super) struct Patience {
    /// Until then; `None` until somebody ends the command.
    pub(super) until: Option<Instant>,
    /// Between two attempts, at first.
    pub(super) least: Duration,
    /// Between two attempts, later.
    pub(super) most: Duration,
}

impl Patience {
    fn pause(&self, attempt: u32) -> Duration {
        let pause = self.least.saturating_mul(1_u32.checked_shl(attempt).unwrap_or(u32::MAX)).min(self.most);
        pause.div_f64(2.0) + pause.mul_f64(OsRng.gen_range(0.0..0.5))
    }
}

/// What became of errands.
#[derive(Default)]
pub(super) struct Outcome {
    /// Those that no relay answered.
    pub(super) undone: Vec<Undone>,
    /// Why an answer was not written down: the disk's trouble.
    pub(super) unkept: Option<ProfileError>,
    /// Whether the time is over, or somebody ended it.
    pub(super) is_over: bool,
}

/// One that was not answered.
pub(super) struct Undone {
    errand: Errand,
    pub(super) why: Option<RelayError>,
}

impl Undone {
    pub(super) fn contact(&self) -> usize {
        self.errand.contact
    }

    pub(super) fn relay(&self) -> &str {
        &self.errand.line.url
    }

    /// Whether it is a word to the desk, which stays in the outbox.
    pub(super) fn is_word(&self) -> bool {
        matches!(self.errand.what, What::Word(_))
    }
}

impl Outcome {
    /// What may still be tried; a relay that lied is not asked again.
    pub(super) fn take_undone(&mut self) -> Vec<Errand> {
        let (lies, left) = std::mem::take(&mut self.undone)
            .into_iter()
            .partition(|undone| undone.why.as_ref().is_some_and(RelayError::is_lie));
        self.undone = lies;
        let left: Vec<Undone> = left;
        left.into_iter().map(|undone| undone.errand).collect()
    }

    pub(super) fn add(&mut self, other: Self) {
        self.undone.extend(other.undone);
        self.unkept = self.unkept.take().or(other.unkept);
        self.is_over |= other.is_over;
    }

    /// What a command fails with that nothing came of.
    pub(super) fn into_failure(self, id: &str) -> Failure {
        let why = self.undone.into_iter().find_map(|undone| undone.why);
        let reason = why.as_ref().map_or_else(|| text("checkin-no-answer"), ToString::to_string);
        Failure { relay_error: why.map(|why| why.name()), ..Failure::new(text_with(id, &[("why", &reason)])) }
    }
}

/// Runs all of them at once, in random order; writes each answer down as it comes. Gives back sooner what is not done
/// after `at_most`.
pub(super) async fn run_errands(
    session: &Session<'_>,
    mut errands: Vec<Errand>,
    patience: &Patience,
    at_most: Option<Duration>,
) -> Outcome {
    errands.shuffle(&mut OsRng);
    let troubles: Vec<RefCell<Option<RelayError>>> = errands.iter().map(|_| RefCell::default()).collect();
    let mut outcome = Outcome::default();
    let mut done = vec![false; errands.len()];
    {
        let tried = errands.iter().zip(&troubles).enumerate();
        let tried = tried
            .map(|(n, (errand, trouble))| async move { (n, until_answered(session, errand, trouble, patience).await) });
        let mut answers = futures_util::stream::iter(tried).buffer_unordered(AT_ONCE);
        let over = over(patience.until);
        let pause = tokio::time::sleep(at_most.unwrap_or(Duration::MAX));
        tokio::pin!(over, pause);
        loop {
            tokio::select! {
                answer = answers.next() => match answer {
                    None => break,
                    Some((n, Some(sent))) => {
                        done.get_mut(n).into_iter().for_each(|done| *done = true);
                        let kept = errands.get(n).map(|errand| keep(session, errand, sent));
                        outcome.unkept = kept.and_then(Result::err).or(outcome.unkept);
                    }
                    // A lie: more of it is not asked for.
                    Some((_, None)) => {}
                },
                () = &mut over => {
                    outcome.is_over = true;
                    break;
                }
                () = &mut pause, if at_most.is_some() => break,
            }
        }
    }
    let left = errands.into_iter().zip(troubles).zip(done).filter(|(_, done)| !done);
    outcome.undone = left.map(|((errand, why), _)| Undone { errand, why: why.into_inner() }).collect();
    outcome.undone.sort_by(|a, b| (a.contact(), a.relay()).cmp(&(b.contact(), b.relay())));
    outcome
}

fn keep(session: &Session<'_>, errand: &Errand, sent: u64) -> Result<(), ProfileError> {
    session.store.update(|profile| {
        profile.answered(errand, sent);
        Ok(())
    })
}

/// Tries until it is answered; gives when the answered attempt began, by this machine's clock, or `None` for a lie.
async fn until_answered(
    session: &Session<'_>,
    errand: &Errand,
    trouble: &RefCell<Option<RelayError>>,
    patience: &Patience,
) -> Option<u64> {
    for attempt in 0.. {
        let sent = now();
        let answer = tokio::time::timeout(ANSWER, once(errand, &session.network)).await;
        let answer = answer.unwrap_or_else(|_| Err(RelayError::Unreachable(text("relay-too-slow"))));
        let Err(error) = answer else { return Some(sent) };
        let is_lie = error.is_lie();
        if trouble.replace(Some(error.clone())).is_none() {
            let who = letter(errand.contact);
            let values: [(&str, &dyn ToString); 3] = [("contact", &who), ("relay", &errand.line.url), ("why", &error)];
            session.terminal.say(text_with("checkin-trying", &values));
        }
        if is_lie {
            return None;
        }
        tokio::time::sleep(patience.pause(attempt)).await;
    }
    None
}

async fn once(errand: &Errand, network: &NetworkArgs) -> Result<(), RelayError> {
    let log: VerifierKey = errand.line.log_key().ok_or(RelayError::Malformed("log key"))?;
    let relay = Relay::connect(&errand.line.url, network)?;
    match &errand.what {
        What::Deposit(deposit) => relay.submit_once(deposit, &log).await.map(drop),
        What::Visit(visit) => relay.visit_once(visit, &log).await.map(drop),
        What::Word(waiting) => {
            let request = waiting.request.encoded().and_then(|request| Deposit::decode(&request).ok());
            let deposit = request.ok_or(RelayError::Malformed("outbox"))?;
            relay.submit_once(&deposit, &log).await.map(drop)
        }
    }
}

/// Ends when the time is over, or somebody asks for it.
async fn over(until: Option<Instant>) {
    let limit = async {
        match until {
            Some(until) => tokio::time::sleep_until(until).await,
            None => std::future::pending().await,
        }
    };
    let asked = async {
        match Signals::new() {
            Ok(mut signals) => signals.end_or_hang_up().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = limit => {}
        () = asked => {}
    }
}

/// 8 contacts with 2 relays, a visit and a word each.
const AT_ONCE: usize = 32;
/// A relay answers after its next tick; circuits take their time.
const ANSWER: Duration = Duration::from_secs(90);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_their_most_and_never_run_in_step() {
        let patience = Patience { until: None, least: Duration::from_secs(1), most: Duration::from_secs(60) };
        for (attempt, most) in [(0, 1), (1, 2), (5, 32), (6, 60), (31, 60), (32, 60), (u32::MAX, 60)] {
            let pause = patience.pause(attempt);
            let most = Duration::from_secs(most);
            assert!(pause >= most / 2 && pause <= most, "{attempt}: {pause:?}");
        }
    }
}
