//! What is owed at tables: the other desk's card, copies sealed to it, and word to the reporter.

use davylamp_protocol::card::Card;
use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::contact::Contact;
use davylamp_protocol::message::{Copy, Message};
use ed25519_dalek::SigningKey;
use rand::Rng as _;
use rand::rngs::OsRng;

use super::absorb;
use crate::desk::home::{Home, HomeError, OtherDesk, Pending, State, Table};
use crate::desk::outbox;
use crate::failure::Failure;
use crate::relay::{FoundCard, NetworkArgs, Relay, RelayError, now};
use crate::reporter::seal;

/// Fetches cards that are wanted, then seals what is owed. What a relay does not let happen stays owed.
///
/// # Errors
/// The first failure, after everything was tried.
pub(crate) async fn settle(home: &Home, network: &NetworkArgs) -> Result<(), Failure> {
    let mut failed: Option<Failure> = None;
    for table in wanting(&home.read()?) {
        match fetch(&table, network).await {
            Ok(found) => home.update(|state: &mut State| learn(home, state, &table, &found))?,
            Err(error) => failed = failed.or(Some(error.into())),
        }
    }
    if is_any_owed(&home.read()?) {
        home.update(|state: &mut State| pay(home, state, now()))?;
    }
    failed.map_or(Ok(()), Err)
}

/// Whether a card is wanted, or something is owed.
pub(crate) fn is_any_due(state: &State) -> bool {
    is_any_owed(state) || !wanting(state).is_empty()
}

fn is_any_owed(state: &State) -> bool {
    let mut tables = state.cases.values().flat_map(|case| &case.mediation.tables);
    tables.any(|table| !table.owed.is_empty() || !table.untold.is_empty())
}

/// Tables whose other desk is to be asked for its card: before each sealing, too, lest it have a newer one.
fn wanting(state: &State) -> Vec<Table> {
    let tables = state.cases.values().flat_map(|case| &case.mediation.tables);
    let wants = |table: &&Table| {
        let begins = table.cards.is_empty() && table.ended.is_none();
        begins || table.wants_card || !table.owed.is_empty()
    };
    tables.filter(wants).cloned().collect()
}

/// The card that the other desk's relays show; none that is older than the one known.
async fn fetch(table: &Table, network: &NetworkArgs) -> Result<FoundCard, RelayError> {
    let known = table.cards().last().map_or(0, |card| card.serial);
    let mut failed = RelayError::CardMissing;
    for contact in table.contacts.iter().filter_map(|uri| uri.parse::<Contact>().ok()) {
        let found = match Relay::connect(&contact.relay, network) {
            Ok(relay) => relay.find_card(&contact.desk).await,
            Err(error) => Err(error),
        };
        match found {
            Ok(found) if found.card.serial >= known => return Ok(found),
            Ok(found) => return Err(RelayError::CardRolledBack { known, shown: found.card.serial }),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn learn(home: &Home, state: &mut State, of: &Table, found: &FoundCard) -> Result<(), HomeError> {
    let tables = state.cases.values_mut().flat_map(|case| &mut case.mediation.tables);
    for table in tables.filter(|table| table.id == of.id) {
        if table.cards.last() != Some(&found.note) {
            table.cards.push(found.note.clone());
        }
        // One second on: what came before this look was judged by it.
        table.asked_at = now() + 1;
    }
    absorb(home, state, &hex::encode(of.id), now())
}

fn pay(home: &Home, state: &mut State, clock: u64) -> Result<(), Failure> {
    let ids: Vec<String> = state.cases.keys().cloned().collect();
    for id in ids {
        // After a restore nothing is sent before the log was read again.
        if state.rescan.is_empty() {
            tell(home, state, &id, clock)?;
        }
        let damaged = || HomeError::Damaged(home.dir().to_owned());
        let signer = state.desk_key().zip(state.signer()).ok_or_else(damaged)?;
        let mut pending = Vec::new();
        for table in &mut state.case_mut(&id)?.mediation.tables {
            pending.extend(seal_owed(&id, table, &signer, clock)?);
        }
        state.outbox.extend(pending);
    }
    Ok(())
}

/// The desk's machine tells the reporter.
fn tell(home: &Home, state: &mut State, id: &str, clock: u64) -> Result<(), Failure> {
    let case = state.case_mut(id)?;
    let lane = case.machine_lane;
    let untold: Vec<_> = case.mediation.tables.iter_mut().flat_map(|table| std::mem::take(&mut table.untold)).collect();
    for message in untold {
        if let Ok(message) = Message::decode(message.expose()) {
            outbox::write(home, state, id, lane, &message, clock)?;
        }
    }
    Ok(())
}

fn seal_owed(
    case: &str,
    table: &mut Table,
    (own, signer): &(DeskKey, SigningKey),
    clock: u64,
) -> Result<Vec<Pending>, Failure> {
    // A card that ended long ago cannot be sealed to: it stays owed until there is a newer one.
    let Some(card) = table.cards().pop().filter(|card| card.intake_at(clock).is_ok()) else { return Ok(Vec::new()) };
    let mut pending = Vec::new();
    for owed in std::mem::take(&mut table.owed) {
        let message = Message::decode(owed.message.expose()).ok();
        let copy = message.and_then(|m| Copy::sign(table.id, (*own, card.desk_key()), owed.at, &m, signer));
        if let Some(copy) = copy {
            pending.extend(seal_copy(case, table, &card, &Message::Copy(copy), clock)?);
        }
    }
    Ok(pending)
}

/// One session for each relay of the other desk, under one lane id, as a reporter's sending.
fn seal_copy(case: &str, table: &Table, card: &Card, copy: &Message, clock: u64) -> Result<Vec<Pending>, Failure> {
    let (keys, lane_id) = (table.keys(card.desk_key()), OsRng.r#gen());
    let mut pending = Vec::new();
    for line in &card.relays {
        let to = OtherDesk { table: hex::encode(table.id), url: line.url.clone(), log: line.log.to_string() };
        let sealed = seal(card, line, clock, &keys, copy, lane_id)?;
        pending.extend(sealed.envelopes.into_iter().map(|envelope| Pending {
            case: case.to_owned(),
            origin: line.log.name().to_owned(),
            file: None,
            tag: envelope.clue().tag,
            envelope: envelope.as_bytes().to_vec(),
            sealed_at: clock,
            to: Some(to.clone()),
        }));
    }
    Ok(pending)
}
