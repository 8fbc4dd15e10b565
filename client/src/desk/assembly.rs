//! From stored envelopes to the messages of a case: by lane, in the order of their numbers, parts joined.

use std::collections::BTreeMap;

use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::message::{Message, MessageError};
use davylamp_protocol::thread::{Assembler, ContentBody, ReplyBody};

use super::home::{Direction, StoredMessage};

/// The messages of a case, oldest first, and what is missing between them.
pub(crate) struct Thread {
    pub(crate) messages: Vec<CaseMessage>,
    pub(crate) gaps: Vec<Gap>,
}

/// One message, whole.
pub(crate) struct CaseMessage {
    pub(crate) direction: Direction,
    /// Lane id of a session in hex, or the desk's lane.
    pub(crate) lane: String,
    /// Number of its first part in the lane.
    pub(crate) number: u32,
    /// When its last part came in or was sealed first, by the desk's clock.
    pub(crate) at: u64,
    /// Places in the log of its parts, as far as they are there.
    pub(crate) indexes: Vec<u64>,
    /// Whether every part is in the log.
    pub(crate) logged: bool,
    pub(crate) message: Result<Message, MessageError>,
}

/// Numbers of a lane, from the first to before the last, that are not there, or do not chain.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) lane: String,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// One part, whoever wrote it.
struct Part<'a> {
    stored: &'a StoredMessage,
    part: u8,
    parts: u8,
    fragment: Vec<u8>,
    previous: [u8; 32],
    chain: [u8; 32],
}

type Lanes<'a> = BTreeMap<(Side, String), BTreeMap<u32, Part<'a>>>;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Reporter,
    Desk,
}

impl Thread {
    /// Joins what was stored. What does not decode is left out: it was checked before it was stored.
    pub(crate) fn of(stored: &[StoredMessage], desk: DeskKey) -> Self {
        let mut lanes = Lanes::new();
        for stored in stored {
            if let Some((lane, number, part)) = read(stored, desk) {
                let numbers = lanes.entry(lane).or_default();
                // Of equal numbers the first logged counts; a desk's own re-post keeps its number.
                let earlier = numbers.get(&number).is_some_and(|known| place(known.stored) <= place(stored));
                if !earlier {
                    numbers.insert(number, part);
                }
            }
        }
        let mut thread = Self { messages: Vec::new(), gaps: Vec::new() };
        lanes.into_iter().for_each(|((side, lane), numbers)| thread.join(side, &lane, numbers));
        thread.messages.sort_by_key(|message| (message.at, message.indexes.first().copied(), message.number));
        thread
    }

    fn join(&mut self, side: Side, lane: &str, numbers: BTreeMap<u32, Part<'_>>) {
        let mut assembler = Assembler::default();
        let (mut expected, mut chain, mut left) = (0, [0; 32], 0);
        let mut taken: Vec<(u32, &StoredMessage)> = Vec::new();
        for (number, part) in numbers {
            if number != expected || part.previous != chain {
                self.gaps.push(Gap { lane: lane.to_owned(), from: expected, to: number });
                assembler = Assembler::default();
                taken.clear();
            }
            (expected, chain) = (number.saturating_add(1), part.chain);
            taken.push((number, part.stored));
            match assembler.push(part.part, part.parts, &part.fragment) {
                Ok(None) => {}
                Ok(Some(bytes)) => self.messages.push(message(side, lane, &std::mem::take(&mut taken), &bytes)),
                Err(_) => taken.clear(),
            }
            left = u32::from(part.parts - part.part - 1);
        }
        if assembler.is_waiting() {
            self.gaps.push(Gap { lane: lane.to_owned(), from: expected, to: expected.saturating_add(left) });
        }
    }
}

fn message(side: Side, lane: &str, taken: &[(u32, &StoredMessage)], bytes: &[u8]) -> CaseMessage {
    let decoded = Message::decode(bytes).and_then(|message| {
        let fits = if side == Side::Reporter { message.is_from_reporter() } else { message.is_from_desk() };
        if fits { Ok(message) } else { Err(MessageError::Malformed) }
    });
    CaseMessage {
        direction: if side == Side::Reporter { Direction::FromReporter } else { Direction::FromDesk },
        lane: lane.to_owned(),
        number: taken.first().map_or(0, |(number, _)| *number),
        at: taken.iter().map(|(_, stored)| stored.at).max().unwrap_or(0),
        indexes: taken.iter().filter_map(|(_, stored)| stored.index).collect(),
        logged: taken.iter().all(|(_, stored)| stored.index.is_some()),
        message: decoded,
    }
}

fn read(stored: &StoredMessage, desk: DeskKey) -> Option<((Side, String), u32, Part<'_>)> {
    let tag = Envelope::from_bytes(&stored.envelope)?.clue().tag;
    match stored.direction {
        Direction::FromReporter => {
            let body = ContentBody::decode(&stored.content, desk, &tag).ok()?;
            let chain = body.chain_hash(desk);
            let part = Part {
                stored,
                part: body.part,
                parts: body.parts,
                fragment: body.fragment.to_vec(),
                previous: body.previous,
                chain,
            };
            Some(((Side::Reporter, hex::encode(body.lane_id)), body.number, part))
        }
        // Told by the profile's alarms.
        Direction::FromProfile => None,
        Direction::FromDesk => {
            let draft = ReplyBody::decode(&stored.content, desk, &tag).ok()?.draft;
            let chain = draft.chain_hash();
            let part = Part {
                stored,
                part: draft.part,
                parts: draft.parts,
                fragment: draft.fragment.to_vec(),
                previous: draft.previous,
                chain,
            };
            Some(((Side::Desk, draft.lane.to_string()), draft.number, part))
        }
    }
}

/// What is in the log comes before what is not, by index; then by file.
fn place(stored: &StoredMessage) -> (u64, u64) {
    (stored.index.unwrap_or(u64::MAX), stored.file)
}

#[cfg(test)]
mod tests;
