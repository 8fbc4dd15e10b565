//! Telling a contact that the defender named: a report like any other, under a passphrase that nobody keeps.

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::clue::Scope;
use davylamp_protocol::keys::{CaseKeys, Passphrase};
use davylamp_protocol::message::{Message, Text};
use davylamp_protocol::thread::LaneWriter;
use rand::rngs::OsRng;

use crate::contact::Poster;
use crate::failure::Failure;
use crate::relay::{FoundCard, NetworkArgs, Relay, now};
use crate::text::text_with;

/// Sends `words` to the desk of this contact URI, through every relay of its card.
///
/// # Errors
/// The first failure, when no relay took all of it.
pub(crate) async fn tell(contact: &str, words: &str, network: &NetworkArgs) -> Result<(), Failure> {
    let poster = Poster::parse(contact)?;
    let found = find(&poster, network).await?;
    let desk = found.card.desk_key();
    let case = tokio::task::spawn_blocking(move || Passphrase::generate(&mut OsRng).root().case(desk)).await;
    let case = case.map_err(|error| Failure::new(error.to_string()))?;
    let message = Message::Text(Text::new(words)).encode();
    let (mut taken, mut failed) = (false, None);
    for line in &found.card.relays {
        match send(&found, line, &case, &message, network).await {
            Ok(()) => taken = true,
            Err(failure) => failed = failed.or(Some(failure)),
        }
    }
    failed.filter(|_| !taken).map_or(Ok(()), Err)
}

async fn find(poster: &Poster, network: &NetworkArgs) -> Result<FoundCard, Failure> {
    let mut failed = None;
    for address in &poster.relays {
        let found = match Relay::connect(address, network) {
            Ok(relay) => relay.find_card(&poster.desk).await,
            Err(error) => Err(error),
        };
        match found {
            Ok(found) => return Ok(found),
            Err(error) => failed = Some(error),
        }
    }
    Err(failed.unwrap_or(crate::relay::RelayError::CardMissing).into())
}

/// A session of its own for each relay: an opener, then the words.
async fn send(
    found: &FoundCard,
    line: &CardRelay,
    case: &CaseKeys,
    message: &[u8],
    network: &NetworkArgs,
) -> Result<(), Failure> {
    let unusable = |why: &dyn ToString| Failure::new(text_with("card-unusable", &[("why", &why.to_string())]));
    let scope = Scope { origin: line.log.name(), desk: found.card.desk_key() };
    let intake = found.card.intake_at(now()).map_err(|error| unusable(&error))?;
    let opened = LaneWriter::open(scope, &found.card.clue_key, intake.recipient, case, Vec::new(), &mut OsRng);
    let (mut lane, opener) = opened.map_err(|error| unusable(&error))?;
    let parts = lane.write(message).map_err(|error| unusable(&error))?;
    let relay = Relay::connect(&line.url, network)?;
    for envelope in std::iter::once(opener).chain(parts) {
        relay.post(&envelope, &line.log).await?;
    }
    Ok(())
}
