//! From a settled checkpoint to the home, in one write: what was found, and how far the log was followed.

use std::collections::{BTreeMap, BTreeSet};

use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::envelope::open_body_with_file_key;
use davylamp_protocol::message::Message;
use davylamp_protocol::thread::seen_tag;
use davylamp_protocol::week::DAY_SECONDS;
use sha2::{Digest as _, Sha256};

use super::event::{Event, kind_name};
use super::follower::Follower;
use super::found::{FoundAck, FoundAlert, FoundContent, FoundOpener, Settled};
use crate::desk::alerts;
use crate::desk::assembly::{CaseMessage, Place, Thread};
use crate::desk::home::{Case, Direction, Home, HomeError, Secret, State, StoredMessage, TakenLane};
use crate::desk::mediation::{self, News};
use crate::desk::{consent, custody};

/// What a commit leads to.
#[derive(Default)]
pub(crate) struct Committed {
    pub(crate) events: Vec<Event>,
    /// Lanes that are looked for no longer.
    pub(crate) dropped: Vec<u64>,
    /// Identities or clue keys were destroyed.
    pub(crate) keys_changed: bool,
    /// An alert profile was armed, moved on, or ended.
    pub(crate) profiles_changed: bool,
    /// Something waits to be posted.
    pub(crate) posts: bool,
    /// A table wants a card, or owes something.
    pub(crate) tables: bool,
}

/// Writes what `settled` covers. Nothing is written when the disk does not take it all.
pub(crate) fn commit(home: &Home, follower: &Follower, settled: &Settled, now: u64) -> Result<Committed, HomeError> {
    home.update(|state: &mut State| {
        let mut committed = Committed::default();
        let mut changed: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        for opener in &settled.batch.openers {
            open_lane(state, opener, settled.time, &mut committed);
        }
        for content in &settled.batch.contents {
            if let Some((case, file)) = store(home, state, follower, settled, content, now)? {
                changed.entry(case).or_default().insert(file);
            }
        }
        for (id, files) in &changed {
            announce(home, state, (id, follower.origin()), files, now, &mut committed)?;
        }
        for alert in &settled.batch.alerts {
            take_alert(home, state, follower, settled, alert, now, &mut committed)?;
        }
        for ack in &settled.batch.acks {
            note_ack(state, ack, now);
        }
        note_cards(state, settled, &mut committed);
        note_place(state, settled);
        prune(state, settled, &mut committed);
        // A follower may know lanes that the home no longer holds: their case was deleted.
        committed
            .dropped
            .extend(settled.batch.contents.iter().map(|c| c.handle).filter(|h| !state.lanes.contains_key(h)));
        Ok::<_, HomeError>(committed)
    })
}

/// Keeps what a profile said as evidence, and does what follows from it.
fn take_alert(
    home: &Home,
    state: &mut State,
    follower: &Follower,
    settled: &Settled,
    alert: &FoundAlert,
    now: u64,
    committed: &mut Committed,
) -> Result<(), HomeError> {
    let id = &alert.profile;
    let (Some(profile), Some(case)) = (state.alerts.profiles.get_mut(id), state.cases.get_mut(id)) else {
        return Ok(());
    };
    if !profile.take_place(follower.origin(), alert.index) {
        return Ok(());
    }
    profile.highest = profile.highest.max(Some(alert.j));
    let content = open_body_with_file_key(&alert.file_key, alert.envelope.body());
    let stored = StoredMessage {
        file: case.take_file(),
        direction: Direction::FromProfile,
        origin: follower.origin().to_owned(),
        index: Some(alert.index),
        envelope: alert.envelope.as_bytes().to_vec(),
        file_key: *alert.file_key.expose_bytes(),
        proof: follower.proof(settled, alert.index),
        content: content.map(|content| content.to_vec()).unwrap_or_default(),
        at: now,
    };
    home.store_message(id, case, &stored)?;
    let told = alerts::take(state, id, &alert.body, (settled.time, now))?;
    committed.events.extend(told.into_iter().map(Event::Panic));
    (committed.profiles_changed, committed.posts) = (true, true);
    Ok(())
}

/// After a restore: this stands in the log already, and does not go there again.
pub(super) fn note_ack(state: &mut State, ack: &FoundAck, now: u64) {
    state.outbox.retain(|pending| pending.tag != ack.tag);
    if let Some(profile) = state.alerts.profiles.get_mut(&ack.profile) {
        profile.acks.insert(hex::encode(ack.tag));
    }
    alerts::own_ack(state, &ack.profile, &ack.name, ack.stage, now);
}

fn open_lane(state: &mut State, opener: &FoundOpener, time: u64, committed: &mut Committed) {
    let id = case_id(state, &opener.name_hash);
    let case = state.cases.entry(id.clone()).or_insert_with(|| new_case(opener, time));
    if case.reply_recipient != opener.reply_recipient {
        // The case secret with another recipient: not from the hand that opened the case. It is nothing.
        committed.dropped.push(opener.handle);
        return;
    }
    let read = mark_read(case, opener, time);
    if read > 0 {
        committed.events.push(Event::Read { case: id.clone(), messages: read });
    }
    let mut lane = opener.lane.clone();
    lane.case = id;
    lane.opened_at = time;
    state.lanes.insert(opener.handle, lane);
    let until = state.intake.iter().map(|intake| intake.until).max().unwrap_or(time);
    state.taken_lanes.push(TakenLane { hash: opener.lane_hash, until });
}

fn new_case(opener: &FoundOpener, time: u64) -> Case {
    Case {
        vault: Secret::generate(),
        name_hash: opener.name_hash,
        key: opener.case_key.clone(),
        reply_recipient: opener.reply_recipient.clone(),
        opened_at: time,
        next_file: 0,
        status: None,
        lanes: BTreeMap::new(),
        counters: Vec::new(),
        sent: Vec::new(),
        machine_lane: 0,
        worker_lane: 1,
        links: BTreeSet::new(),
        consents: Vec::new(),
        may_leave: None,
        account: Default::default(),
        mediation: Default::default(),
    }
}

/// Eight letters and digits of the case's hash; longer where another case has them.
fn case_id(state: &State, name_hash: &[u8; 32]) -> String {
    let letter = |byte: &u8| ALPHABET.get(usize::from(byte & 31)).map(|letter| char::from(*letter));
    let letters: String = name_hash.iter().filter_map(letter).collect();
    (CASE_ID..letters.len())
        .filter_map(|length| letters.get(..length))
        .find(|id| state.cases.get(*id).is_none_or(|case| case.name_hash == *name_hash))
        .map_or_else(|| letters.clone(), str::to_owned)
}

fn mark_read(case: &mut Case, opener: &FoundOpener, time: u64) -> usize {
    let mut read = 0;
    for sent in case.sent.iter_mut().filter(|sent| sent.read_at.is_none()) {
        if sent.sealings.iter().any(|sealing| opener.seen.contains(&seen_tag(&sealing.tag))) {
            sent.read_at = Some(time);
            read += 1;
        }
    }
    read
}

fn store(
    home: &Home,
    state: &mut State,
    follower: &Follower,
    settled: &Settled,
    content: &FoundContent,
    now: u64,
) -> Result<Option<(String, u64)>, HomeError> {
    let Some(lane) = state.lanes.get_mut(&content.handle) else { return Ok(None) };
    if let Some(seen) = follower.lane(content.handle) {
        (lane.next, lane.beyond, lane.lane_id) = (seen.next, seen.beyond.clone(), seen.lane_id.clone());
    }
    lane.last_content = Some(now);
    lane.complete = lane.beyond.is_empty() && (content.ends_message || lane.complete);
    let id = lane.case.clone();
    let Some(case) = state.cases.get_mut(&id) else { return Ok(None) };
    let stored = StoredMessage {
        file: case.take_file(),
        direction: Direction::FromReporter,
        origin: follower.origin().to_owned(),
        index: Some(content.index),
        envelope: content.envelope.as_bytes().to_vec(),
        file_key: content.file_key,
        proof: follower.proof(settled, content.index),
        content: content.content.clone(),
        at: now,
    };
    home.store_message(&id, case, &stored)?;
    if stored.file == 0 {
        custody::append(home, &id, case, now, "received", "watch")?;
    }
    Ok(Some((id, stored.file)))
}

/// Tells of the messages that became whole, and notes answers to consent requests. What another relay has brought
/// already is neither told nor counted again.
fn announce(
    home: &Home,
    state: &mut State,
    (id, origin): (&str, &str),
    files: &BTreeSet<u64>,
    now: u64,
    committed: &mut Committed,
) -> Result<(), HomeError> {
    let desk = state.desk_key().unwrap_or(DeskKey([0; 32]));
    let (mut armed, mut at_table) = (None, Vec::new());
    let case = state.case_mut(id)?;
    let stored = home.case_messages(id, case)?;
    let is_new = |place: &Place| place.files.iter().any(|file| files.contains(file));
    let comes_first = |message: &CaseMessage| message.places.first().is_some_and(is_new);
    let thread = Thread::of(&stored, desk);
    case.may_leave = Some(consent::standing(&thread));
    let mut messages = thread.messages;
    messages.retain(|message| message.direction == Direction::FromReporter);
    // Copies come in lanes that are nobody's case.
    let is_copy = |message: &CaseMessage| matches!(message.message, Ok(Message::Copy(_)));
    if files.contains(&0) && (messages.is_empty() || !messages.iter().all(is_copy)) {
        committed.events.push(Event::Case { case: id.to_owned() });
    }
    // Parts come in any order: only what is whole is acknowledged.
    let whole = messages.iter().filter(|message| message.places.iter().any(is_new));
    let whole: BTreeSet<String> = whole.map(|message| message.lane.clone()).collect();
    let doubted = messages.iter().filter(|message| message.contradicted && comes_first(message));
    let doubted: BTreeSet<String> = doubted.map(|message| message.lane.clone()).collect();
    for message in messages {
        let news = comes_first(&message);
        if !(news || message.contradicted && doubted.contains(&message.lane)) {
            continue;
        }
        if let Ok(Message::ConsentAnswer(answer)) = &message.message {
            let asked = case.consents.iter_mut().find(|consent| consent.id == answer.id);
            if let Some(consent) = asked {
                // Where another relay says something else there is no consent.
                let granted = answer.granted && !message.contradicted;
                consent.answer = Some(granted);
                let action = if granted { "consent-granted" } else { "consent-refused" };
                custody::append(home, id, case, now, action, &hex::encode(answer.id))?;
            }
        }
        let (index, contradicted) = (message.indexes.last().copied(), message.contradicted);
        if let Ok(content) = &message.message {
            at_table.push(News { lane: message.lane.clone(), message: content.clone(), contradicted, index });
        }
        if !news || is_copy(&message) {
            continue;
        }
        if let Ok(Message::Arm(arm)) = message.message {
            armed = Some(arm);
            continue;
        }
        let kind = message.message.as_ref().map_or("unknown", kind_name).to_owned();
        committed.events.push(Event::Message { case: id.to_owned(), kind, index, contradicted });
    }
    if let Some(told) = armed.and_then(|message| alerts::arm(state, id, &message, desk, now)) {
        committed.events.push(Event::Panic(told));
        committed.profiles_changed = true;
    }
    committed.events.extend(mediation::take(home, state, id, at_table, now)?);
    committed.tables |= mediation::is_any_due(state);
    for lane in state.lanes.values_mut().filter(|lane| lane.case == id && lane.origin == origin) {
        lane.complete |= lane.lane_id.as_ref().is_some_and(|id| whole.contains(id));
    }
    Ok(())
}

fn note_cards(state: &State, settled: &Settled, committed: &mut Committed) {
    let own: BTreeSet<[u8; 32]> = state.cards.iter().map(|card| Sha256::digest(&card.note).into()).collect();
    for (serial, hash) in &settled.batch.cards {
        if !own.contains(hash) {
            committed.events.push(Event::ForeignCard { serial: *serial });
        }
    }
    for (serial, hash) in &settled.batch.notices {
        if !state.notices.signed.iter().any(|own| own.hash == *hash) {
            committed.events.push(Event::ForeignNotice { serial: *serial });
        }
    }
}

fn note_place(state: &mut State, settled: &Settled) {
    if settled.batch.lost > 0
        && let Some(log) = state.log_mut(&settled.place.origin)
    {
        log.lost += settled.batch.lost;
    }
    if let Some(log) = state.log_mut(&settled.place.origin) {
        log.frontier = settled.place.frontier.clone();
        log.checkpoint = settled.place.checkpoint.clone();
        log.time = settled.time;
    }
}

/// Lets go of what has had its time, by the slowest log's clock: an identity goes only when its week was scanned.
fn prune(state: &mut State, settled: &Settled, committed: &mut Committed) {
    let scanned = state.logs.iter().map(|log| log.time).min().unwrap_or(0);
    let keys = state.intake.len() + state.clue_keys.len();
    state.intake.retain(|intake| intake.until >= scanned);
    state.clue_keys.retain(|key| key.until >= scanned);
    let profiles = state.alerts.profiles.len();
    state.alerts.profiles.retain(|_, profile| profile.watched_until() >= scanned);
    committed.profiles_changed |= profiles != state.alerts.profiles.len();
    state.taken_lanes.retain(|taken| taken.until >= scanned);
    committed.keys_changed = keys != state.intake.len() + state.clue_keys.len();
    let mut old: Vec<u64> = Vec::new();
    let mut empty: Vec<(u64, u64)> = Vec::new();
    for (handle, lane) in state.lanes.iter().filter(|(_, lane)| lane.origin == settled.place.origin) {
        let age = settled.time.saturating_sub(lane.opened_at);
        if age > LANE_LIVES || (lane.last_content.is_none() && age > EMPTY_LANE_LIVES) {
            old.push(*handle);
        } else if lane.last_content.is_none() {
            empty.push((lane.opened_at, *handle));
        }
    }
    empty.sort_unstable();
    let excess = empty.len().saturating_sub(EMPTY_LANES_MAX);
    old.extend(empty.into_iter().take(excess).map(|(_, handle)| handle));
    for handle in old {
        state.lanes.remove(&handle);
        committed.dropped.push(handle);
    }
    let live: BTreeSet<&String> = state.lanes.values().map(|lane| &lane.case).collect();
    let keep = |id: &String, case: &Case| case.next_file > 0 || live.contains(id);
    let gone: Vec<String> = state.cases.iter().filter(|(id, case)| !keep(id, case)).map(|(id, _)| id.clone()).collect();
    gone.iter().for_each(|id| {
        state.cases.remove(id);
    });
}

/// Without the letters and digits that are taken for one another.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const CASE_ID: usize = 8;
/// A lane without content is dropped after 72 hours, one with content after 180 days.
const EMPTY_LANE_LIVES: u64 = 3 * DAY_SECONDS;
const LANE_LIVES: u64 = 180 * DAY_SECONDS;
/// Lanes that may wait for their first content: openers cost a flooder one envelope each.
const EMPTY_LANES_MAX: usize = 8192;
