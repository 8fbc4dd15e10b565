//! Joins envelopes to messages, lane by lane, and finds what is missing.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;
use zeroize::Zeroizing;

use super::prove::{Fault, Logged, ProvenPart, Reason, Spoken};
use super::shown::rows;
use crate::clue::DeskKey;
use crate::message::Message;
use crate::thread::{Assembler, Part, Sending, Standing};

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
    /// Other logs in which it stands as well, whole; by their relays' clocks later.
    pub also: Vec<Elsewhere>,
    /// Another log has another text of the reporter under a number of this one.
    pub contradicted: bool,
    /// The desk's clock at sealing; a reporter gives none.
    pub sealed_at: Option<u64>,
    /// What it says; `None` for something that this version cannot read.
    pub content: Option<Message>,
    /// Its bytes.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// The same message in another log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Folders of its parts there.
    pub paths: Vec<String>,
    /// Where the last part is.
    pub logged: Logged,
}

impl ProvenMessage {
    /// What kind of message it is: the name in `case.json`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.content.as_ref().map_or("unreadable", |content| rows(content).0)
    }

    /// Where it stands, the first first.
    pub fn places(&self) -> impl Iterator<Item = &Logged> {
        std::iter::once(&self.logged).chain(self.also.iter().map(|elsewhere| &elsewhere.logged))
    }

    /// Folders of its parts, log by log.
    pub(super) fn paths_by_log(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.paths).chain(self.also.iter().map(|elsewhere| &elsewhere.paths))
    }

    /// Folders of its parts, in every log.
    pub fn all_paths(&self) -> impl Iterator<Item = &String> {
        self.paths.iter().chain(self.also.iter().flat_map(|elsewhere| &elsewhere.paths))
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

/// Envelopes of one lane, by their numbers.
type Numbers<'a> = BTreeMap<u32, &'a ProvenPart>;

impl Threads {
    pub(super) fn join(desk: DeskKey, parts: &[ProvenPart]) -> Self {
        let mut lanes: BTreeMap<(Side, String), BTreeMap<&str, Numbers<'_>>> = BTreeMap::new();
        let mut threads = Self { messages: Vec::new(), gaps: Vec::new(), faults: Vec::new() };
        for part in parts {
            let logs = lanes.entry(lane_of(part)).or_default();
            if !logs.values().all(|numbers| may_stand_beside(part, numbers)) {
                threads.fault(part, Reason::Duplicate);
                continue;
            }
            // In the order of the log: of two, the first counts.
            match logs.entry(&part.logged.origin).or_default().entry(number_of(part)) {
                Entry::Vacant(place) => _ = place.insert(part),
                Entry::Occupied(_) => threads.fault(part, Reason::Duplicate),
            }
        }
        threads.check_author(parts);
        for ((side, lane), logs) in &lanes {
            match side {
                Side::Reporter => threads.join_sending(desk, lane, logs),
                Side::Desk => threads.join_answers(desk, lane, logs),
            }
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

    fn check_chain(&mut self, desk: DeskKey, lane: &Numbers<'_>) {
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

    /// A reporter's sending: each log's session by itself (their chains differ), then what is the same is one message.
    fn join_sending(&mut self, desk: DeskKey, lane: &str, logs: &BTreeMap<&str, Numbers<'_>>) {
        let (mut standings, mut rests) = (Vec::new(), Vec::new());
        for (log, numbers) in logs {
            self.check_chain(desk, numbers);
            let joined = Joined::of(numbers);
            standings.extend(joined.whole.into_iter().filter_map(|(parts, bytes)| standing(log, parts, bytes)));
            rests.push((*log, joined.rest));
        }
        standings.sort_by_key(|standing| first_come(&standing.of));
        let sending = Sending::fold(standings);
        for (log, rest) in rests {
            self.name_missing(lane, log, &rest, &sending);
        }
        for folded in sending.messages {
            let contradicted = folded.contradicted;
            let message = message(Side::Reporter, lane, folded.standings);
            self.messages.extend(message.map(|message| ProvenMessage { contradicted, ..message }));
        }
    }

    /// What one log has lost, as far as no other has it whole.
    fn name_missing(&mut self, lane: &str, log: &str, rest: &Rest<'_>, sending: &Sending<Vec<&ProvenPart>>) {
        let is_elsewhere = |part: &&ProvenPart| sending.has_part_elsewhere(log, number_of(part), fragment_of(part));
        for part in rest.stray.iter().filter(|part| !is_elsewhere(part)) {
            self.messages.extend(unreadable(Side::Reporter, lane, part));
        }
        let agrees = rest.loose.iter().all(is_elsewhere);
        let is_filled = |first, last: Option<u32>| {
            agrees && (first..=last.unwrap_or(first)).all(|number| sending.has_elsewhere(log, number))
        };
        for (first, last) in rest.gaps.iter().copied().filter(|(first, last)| !is_filled(*first, *last)) {
            let (lane, log) = (lane.to_owned(), Some(log.to_owned()));
            self.gaps.push(Gap { side: Side::Reporter, lane, log, first, last });
        }
    }

    /// A lane of the desk: its chain is the same in every log, and so its parts join over all of them.
    fn join_answers(&mut self, desk: DeskKey, lane: &str, logs: &BTreeMap<&str, Numbers<'_>>) {
        let mut all = Numbers::new();
        for (number, part) in logs.values().flatten() {
            all.entry(*number).or_insert(part);
        }
        self.check_chain(desk, &all);
        let joined = Joined::of(&all);
        for (parts, bytes) in joined.whole {
            let in_log = |log: &str, numbers| standing(log, same_numbers(&parts, numbers)?, bytes.clone());
            let mut standings: Vec<_> = logs.iter().filter_map(|(log, numbers)| in_log(log, numbers)).collect();
            standings.sort_by_key(|standing| first_come(&standing.of));
            if standings.is_empty() {
                standings.extend(standing("", parts, bytes));
            }
            self.messages.extend(message(Side::Desk, lane, standings));
        }
        self.messages.extend(joined.rest.stray.iter().filter_map(|part| unreadable(Side::Desk, lane, part)));
        for (first, last) in joined.rest.gaps {
            self.gaps.push(Gap { side: Side::Desk, lane: lane.to_owned(), log: None, first, last });
        }
    }
}

/// One number of a desk's lane says one thing, in whatever log. (What a reporter says in another log is another session.)
fn may_stand_beside(part: &ProvenPart, numbers: &Numbers<'_>) -> bool {
    match (numbers.get(&number_of(part)).map(|other| &other.spoken), &part.spoken) {
        (Some(Spoken::Desk(other)), Spoken::Desk(body)) => other.draft == body.draft,
        _ => true,
    }
}

/// The parts of one log under the numbers of these, if all are there.
fn same_numbers<'a>(parts: &[&ProvenPart], numbers: &Numbers<'a>) -> Option<Vec<&'a ProvenPart>> {
    parts.iter().map(|part| numbers.get(&number_of(part)).copied()).collect()
}

/// What the envelopes of one lane join to.
#[derive(Default)]
struct Joined<'a> {
    whole: Vec<(Vec<&'a ProvenPart>, Zeroizing<Vec<u8>>)>,
    rest: Rest<'a>,
}

/// What they do not join to.
#[derive(Default)]
struct Rest<'a> {
    /// Parts of no whole message.
    loose: Vec<&'a ProvenPart>,
    /// Those of them whose message has lost its head, or that do not fit: shown as what they are.
    stray: Vec<&'a ProvenPart>,
    /// The first and the last missing number.
    gaps: Vec<(u32, Option<u32>)>,
}

impl<'a> Joined<'a> {
    fn of(numbers: &Numbers<'a>) -> Self {
        let mut joined = Self::default();
        let (mut assembler, mut gathered, mut next) = (Assembler::default(), Vec::new(), 0);
        for (number, part) in numbers {
            if *number != next {
                joined.rest.gaps.push((next, number.checked_sub(1)));
                joined.rest.loose.append(&mut gathered);
                assembler = Assembler::default();
            }
            next = number.saturating_add(1);
            let (at, count, fragment) = fragment_of(part);
            gathered.push(*part);
            match assembler.push(at, count, fragment) {
                Ok(None) => {}
                Ok(Some(bytes)) => joined.whole.push((std::mem::take(&mut gathered), bytes)),
                Err(_) => {
                    joined.rest.stray.push(*part);
                    joined.rest.loose.append(&mut gathered);
                }
            }
        }
        if assembler.is_waiting() {
            joined.rest.gaps.push((next, None));
        }
        joined.rest.loose.append(&mut gathered);
        joined
    }
}

fn standing<'a>(
    log: &str,
    of: Vec<&'a ProvenPart>,
    bytes: Zeroizing<Vec<u8>>,
) -> Option<Standing<Vec<&'a ProvenPart>>> {
    let numbers = number_of(of.first()?)..=number_of(of.last()?);
    Some(Standing { log: log.to_owned(), numbers, bytes, of })
}

/// Orders standings: by their relays' clocks; a proof that gives no time comes last.
fn first_come(parts: &[&ProvenPart]) -> Option<(bool, Option<u64>, u64)> {
    whole_at(parts).map(|logged| (logged.relay_time.is_none(), logged.relay_time, logged.index))
}

/// Parts are released in any order: the message was whole when the last of them was logged.
fn whole_at<'a>(parts: &[&'a ProvenPart]) -> Option<&'a Logged> {
    // Of equal indexes (in two logs) the last counts.
    parts.iter().map(|part| &part.logged).max_by_key(|logged| logged.index)
}

fn message(side: Side, lane: &str, standings: Vec<Standing<Vec<&ProvenPart>>>) -> Option<ProvenMessage> {
    let place = |parts: &[&ProvenPart]| {
        let paths = parts.iter().map(|part| part.path.clone()).collect();
        Some(Elsewhere { paths, logged: whole_at(parts)?.clone() })
    };
    let mut standings = standings.into_iter();
    let Standing { numbers, bytes, of, .. } = standings.next()?;
    let content = Message::decode(&bytes).ok().filter(|message| match side {
        Side::Reporter => message.is_from_reporter(),
        Side::Desk => message.is_from_desk(),
    });
    let sealed_at = match &of.first()?.spoken {
        Spoken::Reporter(_) => None,
        Spoken::Desk(body) => Some(body.sealed_at),
    };
    let Elsewhere { paths, logged } = place(&of)?;
    Some(ProvenMessage {
        side,
        lane: lane.to_owned(),
        number: *numbers.start(),
        paths,
        logged,
        also: standings.filter_map(|standing| place(&standing.of)).collect(),
        contradicted: false,
        sealed_at,
        content,
        bytes,
    })
}

fn unreadable(side: Side, lane: &str, part: &ProvenPart) -> Option<ProvenMessage> {
    let bytes = Zeroizing::new(fragment_of(part).2.to_vec());
    let message = message(side, lane, vec![standing(&part.logged.origin, vec![part], bytes)?])?;
    Some(ProvenMessage { content: None, ..message })
}

pub(super) fn lane_of(part: &ProvenPart) -> (Side, String) {
    match &part.spoken {
        Spoken::Reporter(body) => (Side::Reporter, hex::encode(body.lane_id)),
        Spoken::Desk(body) => (Side::Desk, body.draft.lane.to_string()),
    }
}

pub(super) fn number_of(part: &ProvenPart) -> u32 {
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

pub(super) fn fragment_of(part: &ProvenPart) -> Part<'_> {
    match &part.spoken {
        Spoken::Reporter(body) => (body.part, body.parts, &body.fragment),
        Spoken::Desk(body) => (body.draft.part, body.draft.parts, &body.draft.fragment),
    }
}
