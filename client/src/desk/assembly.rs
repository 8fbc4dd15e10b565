//! From stored envelopes to the messages of a case: by lane, in the order of their numbers, parts joined; what a reporter
//! sent to several relays is one message (`SPEC.md` 8.5).

use std::collections::BTreeMap;

use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::message::{Message, MessageError};
use davylamp_protocol::thread::{Assembler, ContentBody, Folded, ReplyBody, Sending, Standing};
use zeroize::Zeroizing;

use super::home::{Direction, StoredMessage};

/// The messages of a case, oldest first, and what is missing between them.
pub(crate) struct Thread {
    pub(crate) messages: Vec<CaseMessage>,
    pub(crate) gaps: Vec<Gap>,
}

/// One message, whole.
pub(crate) struct CaseMessage {
    pub(crate) direction: Direction,
    /// Lane id of a sending in hex, or the desk's lane.
    pub(crate) lane: String,
    /// Number of its first part in the lane.
    pub(crate) number: u32,
    /// When its last part came in or was sealed first, by the desk's clock.
    pub(crate) at: u64,
    /// Places in the log of its parts, as far as they are there; where it was whole first.
    pub(crate) indexes: Vec<u64>,
    /// Whether every part is in the log.
    pub(crate) logged: bool,
    /// Where it stands: at each relay that brought the whole of it, in the order in which they did.
    pub(crate) places: Vec<Place>,
    /// Another relay brought another text under a number of this one.
    pub(crate) contradicted: bool,
    pub(crate) message: Result<Message, MessageError>,
}

/// A message in one log.
pub(crate) struct Place {
    pub(crate) origin: String,
    /// Files of the case that hold its parts.
    pub(crate) files: Vec<u64>,
    pub(crate) indexes: Vec<u64>,
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

/// A reporter's lane is one in each log, with a chain of its own; the desk's chains are the same in all.
type Lanes<'a> = BTreeMap<(Side, String), BTreeMap<&'a str, BTreeMap<u32, Part<'a>>>>;

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
                let log = if lane.0 == Side::Reporter { stored.origin.as_str() } else { "" };
                let numbers = lanes.entry(lane).or_default().entry(log).or_default();
                // Of equal numbers the first logged counts; a desk's own re-post keeps its number.
                let earlier = numbers.get(&number).is_some_and(|known| place(known.stored) <= place(stored));
                if !earlier {
                    numbers.insert(number, part);
                }
            }
        }
        let mut thread = Self { messages: Vec::new(), gaps: Vec::new() };
        lanes.into_iter().for_each(|((side, lane), logs)| thread.join(side, &lane, logs));
        thread.messages.sort_by_key(|message| (message.at, message.indexes.first().copied(), message.number));
        thread
    }

    /// Each log by itself; then what is whole in several is one message, and what one has lost another may have.
    fn join<'a>(&mut self, side: Side, lane: &str, logs: BTreeMap<&str, BTreeMap<u32, Part<'a>>>) {
        let (mut whole, mut rests) = (Vec::new(), Vec::new());
        for (log, numbers) in logs {
            let joined = Joined::of(log, numbers);
            whole.extend(joined.whole);
            rests.push((log, joined.loose, joined.gaps));
        }
        // Numbers of files rise as envelopes come in.
        whole.sort_by_key(|standing: &Standing<Vec<_>>| standing.of.iter().map(|stored| stored.file).max());
        let sending = Sending::fold(whole);
        for (log, loose, gaps) in rests {
            let is_part = |(number, part): &(u32, Part<'_>)| {
                sending.has_part_elsewhere(log, *number, (part.part, part.parts, &part.fragment))
            };
            let agrees = loose.iter().all(is_part);
            let is_filled = |gap: &Gap| {
                // Without a missing number it is the chain that broke.
                agrees && gap.from < gap.to && (gap.from..gap.to).all(|number| sending.has_elsewhere(log, number))
            };
            let open = gaps.into_iter().map(|(from, to)| Gap { lane: lane.to_owned(), from, to });
            self.gaps.extend(open.filter(|gap| !is_filled(gap)));
        }
        self.messages.extend(sending.messages.into_iter().filter_map(|folded| message(side, lane, &folded)));
    }
}

/// What one log has of a lane.
#[derive(Default)]
struct Joined<'a> {
    whole: Vec<Standing<Vec<&'a StoredMessage>>>,
    /// Parts of no whole message.
    loose: Vec<(u32, Part<'a>)>,
    /// From a missing number to before the next.
    gaps: Vec<(u32, u32)>,
}

impl<'a> Joined<'a> {
    fn of(log: &str, numbers: BTreeMap<u32, Part<'a>>) -> Self {
        let mut joined = Self::default();
        let mut assembler = Assembler::default();
        let (mut expected, mut chain, mut left) = (0, [0; 32], 0);
        let mut taken: Vec<(u32, Part<'_>)> = Vec::new();
        for (number, part) in numbers {
            if number != expected || part.previous != chain {
                joined.gaps.push((expected, number));
                assembler = Assembler::default();
                joined.loose.append(&mut taken);
            }
            (expected, chain) = (number.saturating_add(1), part.chain);
            left = u32::from(part.parts - part.part - 1);
            let pushed = assembler.push(part.part, part.parts, &part.fragment);
            taken.push((number, part));
            match pushed {
                Ok(None) => {}
                Ok(Some(bytes)) => joined.whole.extend(standing(log, &std::mem::take(&mut taken), bytes)),
                Err(_) => joined.loose.append(&mut taken),
            }
        }
        if assembler.is_waiting() {
            joined.gaps.push((expected, expected.saturating_add(left)));
        }
        joined.loose.append(&mut taken);
        joined
    }
}

fn standing<'a>(
    log: &str,
    taken: &[(u32, Part<'a>)],
    bytes: Zeroizing<Vec<u8>>,
) -> Option<Standing<Vec<&'a StoredMessage>>> {
    let numbers = taken.first()?.0..=taken.last()?.0;
    let of = taken.iter().map(|(_, part)| part.stored).collect();
    Some(Standing { log: log.to_owned(), numbers, bytes, of })
}

fn message(side: Side, lane: &str, folded: &Folded<Vec<&StoredMessage>>) -> Option<CaseMessage> {
    let Standing { numbers, bytes, of, .. } = folded.standings.first()?;
    let decoded = Message::decode(bytes).and_then(|message| {
        let fits = if side == Side::Reporter { message.is_from_reporter() } else { message.is_from_desk() };
        if fits { Ok(message) } else { Err(MessageError::Malformed) }
    });
    let indexes = |of: &[&StoredMessage]| of.iter().filter_map(|stored| stored.index).collect();
    let places = folded.standings.iter().map(|standing| Place {
        origin: standing.log.clone(),
        files: standing.of.iter().map(|stored| stored.file).collect(),
        indexes: indexes(&standing.of),
    });
    Some(CaseMessage {
        direction: if side == Side::Reporter { Direction::FromReporter } else { Direction::FromDesk },
        lane: lane.to_owned(),
        number: *numbers.start(),
        at: of.iter().map(|stored| stored.at).max().unwrap_or(0),
        indexes: indexes(of),
        logged: of.iter().all(|stored| stored.index.is_some()),
        places: places.collect(),
        contradicted: folded.contradicted,
        message: decoded,
    })
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
