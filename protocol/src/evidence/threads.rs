//! Joins envelopes to messages, lane by lane, and finds what is missing.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;
use zeroize::Zeroizing;

use super::prove::{Fault, Logged, ProvenPart, Reason, Spoken};
use super::shown::rows;
use crate::clue::DeskKey;
use crate::message::Message;
use crate::thread::Assembler;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The reporter.
    Reporter,
    /// The desk.
    Desk,
}

/// A message, joined from its parts.
#[derive(Clone)]
pub struct ProvenMessage {
    /// Who speaks.
    pub side: Side,
    /// Lane id in hex, or the desk's lane number.
    pub lane: String,
    /// Number of the first part in the lane.
    pub number: u32,
    /// Folders of its parts.
    pub paths: Vec<String>,
    /// Where the last part is: by then the whole message was in the log.
    pub logged: Logged,
    /// The desk's clock at sealing; a reporter gives none.
    pub sealed_at: Option<u64>,
    /// What it says; `None` for something that this version cannot read.
    pub content: Option<Message>,
    /// Its bytes.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl ProvenMessage {
    /// What kind of message it is: the name in `case.json`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.content.as_ref().map_or("unreadable", |content| rows(content).0)
    }
}

/// Numbers of a lane that are not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Whose.
    pub side: Side,
    /// Lane id in hex, or the desk's lane number.
    pub lane: String,
    /// The log, for a reporter's lane.
    pub log: Option<String>,
    /// The first missing number.
    pub first: u32,
    /// The last missing number; absent where more was announced and it is not known how much is missing.
    pub last: Option<u32>,
}

pub(super) struct Threads {
    pub(super) messages: Vec<ProvenMessage>,
    pub(super) gaps: Vec<Gap>,
    pub(super) faults: Vec<Fault>,
}

/// Side, lane, and the log of a reporter's lane.
type LaneName = (Side, String, Option<String>);

impl Threads {
    pub(super) fn join(desk: DeskKey, parts: &[ProvenPart]) -> Self {
        let mut lanes: BTreeMap<LaneName, BTreeMap<u32, &ProvenPart>> = BTreeMap::new();
        let mut threads = Self { messages: Vec::new(), gaps: Vec::new(), faults: Vec::new() };
        for part in parts {
            // In the order of the log: of two, the first counts.
            match lanes.entry(lane_of(part)).or_default().entry(number_of(part)) {
                Entry::Vacant(place) => _ = place.insert(part),
                Entry::Occupied(_) => threads.fault(part, Reason::Duplicate),
            }
        }
        threads.check_author(parts);
        for (name, lane) in &lanes {
            threads.check_chain(desk, lane);
            threads.join_lane(name, lane);
        }
        let when = |message: &ProvenMessage| (message.logged.relay_time, message.logged.index);
        threads.messages.sort_by_key(when);
        threads
    }

    fn fault(&mut self, part: &ProvenPart, reason: Reason) {
        self.faults.push(Fault { path: part.path.clone(), reason });
    }

    fn check_author(&mut self, parts: &[ProvenPart]) {
        let mut commitment = None;
        for part in parts {
            if let Spoken::Reporter(body) = &part.spoken
                && *commitment.get_or_insert(body.commitment) != body.commitment
            {
                self.fault(part, Reason::Author);
            }
        }
    }

    fn check_chain(&mut self, desk: DeskKey, lane: &BTreeMap<u32, &ProvenPart>) {
        let mut before: Option<&ProvenPart> = None;
        for part in lane.values().copied() {
            let number = number_of(part);
            let expected = match before {
                _ if number == 0 => Some([0; 32]),
                Some(before) if number_of(before).checked_add(1) == Some(number) => Some(chain_hash(desk, before)),
                _ => None,
            };
            if expected.is_some_and(|hash| hash != previous_of(part)) {
                self.fault(part, Reason::Chain);
            }
            before = Some(part);
        }
    }

    fn join_lane(&mut self, name: &LaneName, lane: &BTreeMap<u32, &ProvenPart>) {
        let (mut assembler, mut gathered, mut next) = (Assembler::default(), Vec::new(), 0);
        for part in lane.values().copied() {
            let number = number_of(part);
            if number != next {
                self.gap(name, next, number.checked_sub(1));
                (assembler, gathered) = (Assembler::default(), Vec::new());
            }
            next = number.saturating_add(1);
            let (at, count, fragment) = fragment_of(part);
            gathered.push(part);
            match assembler.push(at, count, fragment) {
                Ok(None) => {}
                Ok(Some(bytes)) => self.messages.extend(message(name, &std::mem::take(&mut gathered), bytes)),
                // The tail of a message whose head is in a gap, or parts that do not fit: shown as what it is.
                Err(_) => {
                    let fragment = Zeroizing::new(fragment.to_vec());
                    self.messages.extend(message(name, &[part], fragment).map(unreadable));
                    gathered.clear();
                }
            }
        }
        if assembler.is_waiting() {
            self.gap(name, next, None);
        }
    }

    fn gap(&mut self, (side, lane, log): &LaneName, first: u32, last: Option<u32>) {
        self.gaps.push(Gap { side: *side, lane: lane.clone(), log: log.clone(), first, last });
    }
}

fn message((side, lane, _): &LaneName, parts: &[&ProvenPart], bytes: Zeroizing<Vec<u8>>) -> Option<ProvenMessage> {
    let (first, last) = (parts.first()?, parts.last()?);
    let content = Message::decode(&bytes).ok().filter(|message| match side {
        Side::Reporter => message.is_from_reporter(),
        Side::Desk => message.is_from_desk(),
    });
    let sealed_at = match &first.spoken {
        Spoken::Reporter(_) => None,
        Spoken::Desk(body) => Some(body.sealed_at),
    };
    // Parts are released in any order: the message was whole when the last of them was logged.
    let logged = parts.iter().map(|part| &part.logged).max_by_key(|logged| logged.index).unwrap_or(&last.logged);
    Some(ProvenMessage {
        side: *side,
        lane: lane.clone(),
        number: number_of(first),
        paths: parts.iter().map(|part| part.path.clone()).collect(),
        logged: logged.clone(),
        sealed_at,
        content,
        bytes,
    })
}

fn unreadable(message: ProvenMessage) -> ProvenMessage {
    ProvenMessage { content: None, ..message }
}

fn lane_of(part: &ProvenPart) -> LaneName {
    match &part.spoken {
        Spoken::Reporter(body) => (Side::Reporter, hex::encode(body.lane_id), Some(part.logged.origin.clone())),
        Spoken::Desk(body) => (Side::Desk, body.draft.lane.to_string(), None),
    }
}

fn number_of(part: &ProvenPart) -> u32 {
    match &part.spoken {
        Spoken::Reporter(body) => body.number,
        Spoken::Desk(body) => body.draft.number,
    }
}

fn previous_of(part: &ProvenPart) -> [u8; 32] {
    match &part.spoken {
        Spoken::Reporter(body) => body.previous,
        Spoken::Desk(body) => body.draft.previous,
    }
}

fn chain_hash(desk: DeskKey, part: &ProvenPart) -> [u8; 32] {
    match &part.spoken {
        Spoken::Reporter(body) => body.chain_hash(desk),
        Spoken::Desk(body) => body.draft.chain_hash(),
    }
}

fn fragment_of(part: &ProvenPart) -> (u8, u8, &[u8]) {
    match &part.spoken {
        Spoken::Reporter(body) => (body.part, body.parts, &body.fragment),
        Spoken::Desk(body) => (body.draft.part, body.draft.parts, &body.draft.fragment),
    }
}
