//! What a desk does besides reading: cover, which is its canary, and a stranger's look at its own card.

use std::sync::Arc;
use std::time::Duration;

use davylamp_protocol::clue::{Position, ThreadKey};
use davylamp_protocol::envelope::seal_thread;
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::note::VerifierKey;
use rand::rngs::OsRng;
use tokio::sync::mpsc;

use super::canary::next_pause;
use super::{Event, Watching};
use crate::desk::home::{HomeError, RelayProfile, State};
use crate::relay::{Relay, RelayError};

/// Posts cover for ever: to the relay each is an envelope like any other, to this desk it is a canary.
pub(super) async fn keep_singing(watching: Arc<Watching>, relay: RelayProfile, told: mpsc::Sender<u64>) {
    let recipient = HybridIdentity::generate(&mut OsRng).to_recipient();
    let (mut next, mut end) = (0, 0);
    loop {
        tokio::time::sleep(next_pause(watching.options.cover_mean)).await;
        if next == end {
            let Ok(taken) = take_numbers(&watching) else { continue };
            (next, end) = taken;
        }
        let (n, key) = (next, canary_key(&watching));
        next += 1;
        let (Some(key), Ok(log)) = (key, relay.log.parse::<VerifierKey>()) else { continue };
        let Ok(envelope) = seal_thread(&key, log.name(), Position::Canary { n }, &recipient, &[]) else { continue };
        if told.send(n).await.is_err() {
            return;
        }
        let (url, network) = (relay.url.clone(), watching.network.clone());
        // The next one does not wait for this one's answer. What fails is missed, and that rings.
        tokio::spawn(async move {
            if let Ok(relay) = Relay::connect(&url, &network) {
                let _ = relay.post(&envelope, &log).await;
            }
        });
    }
}

/// Looks now and then, as a stranger would, whether the relay shows this desk's newest card.
pub(super) async fn keep_looking(
    watching: Arc<Watching>,
    relay: RelayProfile,
    origin: String,
    events: mpsc::Sender<Event>,
) {
    let mut told = None;
    loop {
        if let Some(serial) = hidden_card(&watching, &relay, &origin).await
            && told.replace(serial) != Some(serial)
        {
            let _ = events.send(Event::CardNotServed { origin: origin.clone(), serial }).await;
        }
        tokio::time::sleep(next_pause(CARD_LOOK_MEAN).max(CARD_LOOK_MIN)).await;
    }
}

/// The serial number of the newest card, when the relay has it and shows another.
async fn hidden_card(watching: &Watching, relay: &RelayProfile, origin: &str) -> Option<u64> {
    let state = watching.home.read().ok()?;
    let own = state.cards.iter().rfind(|card| card.proofs.contains_key(origin))?;
    let shown = Relay::connect(&relay.url, &watching.network).ok()?.find_card(&state.desk()?).await;
    let hidden = match shown {
        Ok(found) => found.card.serial < own.serial,
        Err(error) => error.is_lie() || error == RelayError::CardMissing,
    };
    hidden.then_some(own.serial)
}

fn canary_key(watching: &Watching) -> Option<ThreadKey> {
    let state = watching.home.read().ok()?;
    Some(ThreadKey::new(state.canary.expose(), state.desk_key()?))
}

/// Takes a run of canary numbers, so that the home is not written for each.
fn take_numbers(watching: &Watching) -> Result<(u64, u64), HomeError> {
    watching.home.update(|state: &mut State| {
        let first = state.canary_next;
        state.canary_next += CANARY_RUN;
        Ok((first, state.canary_next))
    })
}

/// Canary numbers that are taken at a time.
const CANARY_RUN: u64 = 64;
/// Between two looks at the own card.
const CARD_LOOK_MEAN: Duration = Duration::from_secs(240);
const CARD_LOOK_MIN: Duration = Duration::from_secs(60);
