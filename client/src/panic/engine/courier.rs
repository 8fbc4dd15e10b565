//! Carries one lane's requests to one relay, one after the other, for as long as it takes.

use std::sync::Arc;
use std::time::Duration;

use davylamp_protocol::deposit::Deposit;
use davylamp_protocol::log::note::VerifierKey;
use rand::Rng as _;
use rand::rngs::OsRng;
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};

use super::{Event, Pace};
use crate::panic::profile::{Profile, Waiting};
use crate::relay::{NetworkArgs, Relay, RelayError, Submitted};
use crate::text::text;

/// One relay of one contact.
#[derive(Clone)]
pub(super) struct Lane {
    pub(super) contact: usize,
    pub(super) relay: usize,
    pub(super) url: String,
    pub(super) log: VerifierKey,
    pub(super) network: NetworkArgs,
    pub(super) pace: Pace,
}

/// Sends what waits for `lane` in the latest `work`, and reports each answer. Ends with the engine.
pub(super) async fn run(lane: Lane, mut work: watch::Receiver<Arc<Profile>>, events: mpsc::Sender<Event>) {
    let mut relay = None;
    let mut failures = 0;
    loop {
        let next = lane.next(&work.borrow_and_update());
        let Some(waiting) = next else {
            failures = 0;
            if work.changed().await.is_err() {
                return;
            }
            continue;
        };
        let sent = match lane.reach(&mut relay).await {
            Ok(relay) => attempt(relay, &waiting, &lane.log).await,
            Err(error) => Err(error),
        };
        let reported = match sent {
            Ok(index) => {
                failures = 0;
                let posted = Event::Posted { waiting: Box::new(waiting.clone()), index };
                events.send(posted).await.is_ok()
                    && until(&mut work, |profile| lane.next(profile).as_ref() != Some(&waiting)).await
            }
            Err(why) => {
                // The next attempt takes another way: this one may be the trouble.
                relay = None;
                failures += 1;
                let pause = lane.pace.pause(failures, &why);
                let retry = Event::Retry { contact: lane.contact, why, pause };
                events.send(retry).await.is_ok() && {
                    let news = until(&mut work, |profile| lane.next(profile).as_ref() != Some(&waiting));
                    tokio::select! { () = sleep(pause) => true, go_on = news => go_on }
                }
            }
        };
        if !reported {
            return;
        }
    }
}

impl Lane {
    fn next(&self, profile: &Profile) -> Option<Waiting> {
        let mut outbox = profile.outbox.iter();
        outbox.find(|waiting| (waiting.contact, waiting.relay) == (self.contact, self.relay)).cloned()
    }

    /// A way to the relay of its own, as long as it works.
    pub(super) async fn reach<'r>(&self, relay: &'r mut Option<Relay>) -> Result<&'r Relay, RelayError> {
        if relay.is_none() {
            let (url, network) = (self.url.clone(), self.network.clone());
            // Looking for Tor waits for its ports.
            let connected = tokio::task::spawn_blocking(move || Relay::connect(&url, &network)).await;
            *relay = Some(connected.map_err(|error| RelayError::Unreachable(error.to_string()))??);
        }
        relay.as_ref().ok_or(RelayError::NoTor)
    }
}

/// Waits until the latest profile is as wanted; false when the engine is gone.
async fn until(work: &mut watch::Receiver<Arc<Profile>>, wanted: impl Fn(&Profile) -> bool) -> bool {
    work.wait_for(|profile| wanted(profile)).await.is_ok()
}

async fn attempt(relay: &Relay, waiting: &Waiting, log: &VerifierKey) -> Result<Option<u64>, RelayError> {
    timeout(ATTEMPT, send(relay, waiting, log)).await.map_err(|_| RelayError::Unreachable(text("relay-too-slow")))?
}

async fn send(relay: &Relay, waiting: &Waiting, log: &VerifierKey) -> Result<Option<u64>, RelayError> {
    let encoded = waiting.request.encoded().ok_or(RelayError::Malformed("outbox"))?;
    let deposit = Deposit::decode(&encoded).map_err(|_| RelayError::Malformed("outbox"))?;
    match relay.submit_once(&deposit, log).await? {
        Submitted::Proof(proof) => Ok(Some(proof.index)),
        Submitted::Promise => Ok(None),
    }
}

impl Pace {
    /// Doubles from the shortest to the longest, or to what the relay asked for; never two devices in step.
    pub(super) fn pause(&self, failures: u32, why: &RelayError) -> Duration {
        let asked = if let RelayError::Busy { after } = why { after.unwrap_or(0) } else { 0 };
        let doubled = self.retry_min.saturating_mul(1 << failures.saturating_sub(1).min(16));
        let pause = doubled.max(Duration::from_secs(asked)).min(self.retry_max).max(self.retry_min);
        pause.mul_f64(OsRng.gen_range(0.5..1.0))
    }
}

/// An attempt that hangs is given up: the same bytes again, another way, do no harm.
const ATTEMPT: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_the_shortest_to_the_longest_whatever_a_relay_asks() {
        let pace = Pace {
            repeat: Duration::from_secs(300),
            retry_min: Duration::from_secs(1),
            retry_max: Duration::from_secs(60),
        };
        let broken = RelayError::Unreachable("x".into());
        let between = |pause: Duration, from: u64, to: u64| {
            (Duration::from_millis(from)..=Duration::from_millis(to)).contains(&pause)
        };
        assert!(between(pace.pause(1, &broken), 500, 1000));
        assert!(between(pace.pause(3, &broken), 2000, 4000));
        for failures in [7, 40, u32::MAX] {
            assert!(between(pace.pause(failures, &broken), 30_000, 60_000));
        }
        assert!(between(pace.pause(1, &RelayError::Busy { after: Some(u64::MAX) }), 30_000, 60_000));
        assert!(between(pace.pause(1, &RelayError::Busy { after: None }), 500, 1000));
    }
}
