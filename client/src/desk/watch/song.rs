//! What is asked of a relay beside the stream, over circuits of its own: that canaries are taken, and that everybody
//! is shown the desk's newest card.
//!
//! A receipt is signed. Whoever holds one and is streamed another log holds two signed histories: a relay that drops
//! what it gave a receipt for is caught by the desk's own cover.

use std::sync::Arc;
use std::time::Duration;

use davylamp_protocol::clue::{Position, ThreadKey};
use davylamp_protocol::envelope::{Envelope, seal_thread};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::Hash;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::proof::TlogProof;
use rand::rngs::OsRng;
use tokio::sync::mpsc;

use super::Watching;
use super::canary::next_pause;
use crate::desk::home::{Home, HomeError, RelayProfile, State};
use crate::relay::{NetworkArgs, Relay, RelayError};

/// What the tasks beside the stream tell the one that follows it.
pub(super) enum Song {
    /// A canary is about to be posted.
    Posting(u64),
    /// The relay proved that it logged one.
    Receipt(Receipt),
    /// What the relay shows others as this desk's card.
    Card(Result<(), RelayError>),
    /// The relay's answer to a canary was a lie.
    Lied(RelayError),
}

/// A verified receipt.
pub(super) struct Receipt {
    /// Its place in the log.
    pub(super) index: u64,
    /// What must stand there.
    pub(super) leaf: Hash,
    /// The checkpoint that says so, as it was signed.
    pub(super) checkpoint: String,
}

impl Receipt {
    fn of(envelope: &Envelope, proof: TlogProof) -> Self {
        let entry = Entry::Envelope { clue: envelope.clue().to_bytes(), body_hash: envelope.body_hash() };
        Self { index: proof.index, leaf: entry.leaf_hash(), checkpoint: proof.checkpoint }
    }
}

/// Posts cover, and looks at the card now and then, for ever.
pub(super) async fn sing(watching: Arc<Watching>, relay: RelayProfile, told: mpsc::Sender<Song>) {
    tokio::join!(keep_singing(&watching, &relay, &told), keep_looking(&watching, &relay, &told));
}

/// Posts cover: to the relay each is an envelope like any other, to this desk it is a canary.
async fn keep_singing(watching: &Watching, relay: &RelayProfile, told: &mpsc::Sender<Song>) {
    let recipient = HybridIdentity::generate(&mut OsRng).to_recipient();
    let (mut next, mut end) = (0, 0);
    loop {
        tokio::time::sleep(next_pause(watching.options.cover_mean)).await;
        if next == end {
            let Ok(taken) = take_numbers(watching) else { continue };
            (next, end) = taken;
        }
        let (n, key) = (next, canary_key(watching));
        next += 1;
        let (Some(key), Ok(log)) = (key, relay.log.parse::<VerifierKey>()) else { continue };
        let Ok(envelope) = seal_thread(&key, log.name(), Position::Canary { n }, &recipient, &[]) else { continue };
        if told.send(Song::Posting(n)).await.is_err() {
            return;
        }
        let (url, network, told) = (relay.url.clone(), watching.network.clone(), told.clone());
        // The next one does not wait for this one's answer. What fails is missed, and that rings.
        tokio::spawn(async move {
            let Ok(relay) = Relay::connect(&url, &network) else { return };
            let song = match relay.post(&envelope, &log).await {
                Ok(proof) => Song::Receipt(Receipt::of(&envelope, proof)),
                Err(error) if error.is_lie() => Song::Lied(error),
                Err(_) => return,
            };
            let _ = told.send(song).await;
        });
    }
}

async fn keep_looking(watching: &Watching, relay: &RelayProfile, told: &mpsc::Sender<Song>) {
    loop {
        let card = look_at_card(&watching.home, relay, &watching.network).await;
        if told.send(Song::Card(card)).await.is_err() {
            return;
        }
        tokio::time::sleep(CARD_EVERY).await;
    }
}

/// Asks as any reporter would, over a circuit of its own, for this desk's card and its notices.
///
/// # Errors
/// [`RelayError::CardRolledBack`] for a card older than the relay has logged, [`RelayError::CardMissing`] for none,
/// [`RelayError::NoticeRolledBack`] for an older board or none; those of [`Relay::find_card`].
pub(super) async fn look_at_card(home: &Home, relay: &RelayProfile, network: &NetworkArgs) -> Result<(), RelayError> {
    // What was proven before the question was asked: a newer one may be on its way.
    let Some((desk, known)) = logged_card(home, relay) else { return Ok(()) };
    let board = logged_board(home, relay);
    let bundle = Relay::connect(&relay.url, network)?.cards().await?;
    let card = bundle.find(&desk, |_| Ok(()))?.card;
    if card.serial < known {
        return Err(RelayError::CardRolledBack { known, shown: card.serial });
    }
    let shown = bundle.board(&card)?.map_or(0, |found| found.board.serial);
    if shown < board { Err(RelayError::NoticeRolledBack { known: board, shown }) } else { Ok(()) }
}

/// The serial number of the newest board, if this relay gave a receipt for it.
fn logged_board(home: &Home, relay: &RelayProfile) -> u64 {
    let logged = |state: State| {
        let log: VerifierKey = relay.log.parse().ok()?;
        state.notices.newest.filter(|board| board.proofs.contains_key(log.name())).map(|board| board.serial)
    };
    home.read().ok().and_then(logged).unwrap_or(0)
}

/// The highest serial number that this relay gave a receipt for.
fn logged_card(home: &Home, relay: &RelayProfile) -> Option<(VerifierKey, u64)> {
    let state = home.read().ok()?;
    let log: VerifierKey = relay.log.parse().ok()?;
    let logged = state.cards.iter().filter(|card| card.proofs.contains_key(log.name()));
    Some((state.desk()?, logged.map(|card| card.serial).max()?))
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

const CANARY_RUN: u64 = 64;
const CARD_EVERY: Duration = Duration::from_secs(600);
