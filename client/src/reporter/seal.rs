//! Sealing a session for one relay of a desk: an opener, then the parts of one message, each an envelope of its own.

use davylamp_protocol::card::{Card, CardRelay};
use davylamp_protocol::clue::Scope;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::message::Message;
use davylamp_protocol::thread::{ContentError, LaneWriter};
use rand::rngs::OsRng;

use super::reach::intake_at;
use crate::failure::Failure;
use crate::text::{text, text_with};

/// Names a sending to the desk, at all of its relays.
pub(crate) type LaneId = [u8; 16];

/// Envelopes of a session, opener first.
pub(crate) struct Sealed {
    /// The public lane id, hexadecimal.
    pub(crate) session: String,
    /// To hand in, in any order.
    pub(crate) envelopes: Vec<Envelope>,
}

/// Seals `message` for the desk of `card` at one of its relays: never the same bytes for two, but one lane id (`SPEC.md`
/// 8.5).
///
/// # Errors
///
/// A [`Failure`] if the message is too long, or the card cannot be used at `time`.
pub(crate) fn seal(
    card: &Card,
    line: &CardRelay,
    time: u64,
    case: &CaseKeys,
    message: &Message,
    lane_id: LaneId,
) -> Result<Sealed, Failure> {
    let scope = Scope { origin: line.log.name(), desk: card.desk_key() };
    let intake = intake_at(card, time)?.recipient;
    let (lane, opener) =
        LaneWriter::open(scope, &card.clue_key, intake, case, Vec::new(), &mut OsRng).map_err(unsealed)?;
    let mut envelopes = vec![opener];
    envelopes.extend(lane.named(lane_id).write(&message.encode()).map_err(unsealed)?);
    Ok(Sealed { session: hex::encode(lane_id), envelopes })
}

fn unsealed(error: ContentError) -> Failure {
    if let ContentError::Parts(why) = error {
        return Failure::new(text_with("send-too-long", &[("why", &why)])).hint(text("send-too-long-hint"));
    }
    Failure::new(text_with("card-unusable", &[("why", &error)]))
}
