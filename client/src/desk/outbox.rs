//! What the desk sends: sealed and stored before anything is posted, posted until it is in the log, and sealed anew
//! until it was read.

use davylamp_protocol::alert::{Stage, X, seal_ack};
use davylamp_protocol::clue::{Position, Scope};
use davylamp_protocol::envelope::{Dummies, Envelope, open_body_with_file_key};
use davylamp_protocol::log::proof::TlogProof;
use davylamp_protocol::message::Message;
use davylamp_protocol::thread::{ReplyBody, ReplyDraft, fragments};
use davylamp_protocol::week::{DAY_SECONDS, week_of};
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use super::home::{DeskLane, Direction, Home, HomeError, Pending, Sealing, Sent, State, StoredMessage};
use crate::failure::Failure;
use crate::text::text;

/// Seals `message` for every log of the desk and stores it; posting comes after. Call it within [`Home::update`].
pub(crate) fn write(
    home: &Home,
    state: &mut State,
    id: &str,
    lane: u8,
    message: &Message,
    now: u64,
) -> Result<(), Failure> {
    if !state.rescan.is_empty() {
        return Err(Failure::new(text("desk-restored")).hint(text("desk-restored-hint")));
    }
    let encoded = message.encode();
    for (part, parts, fragment) in fragments(&encoded).map_err(|error| Failure::new(error.to_string()))? {
        let case = state.case_mut(id)?;
        let place = case.lanes.entry(lane).or_insert_with(DeskLane::default);
        let draft = ReplyDraft {
            lane,
            number: place.number,
            previous: place.previous,
            part,
            parts,
            fragment: Zeroizing::new(fragment.to_vec()),
        };
        place.number += 1;
        place.previous = draft.chain_hash();
        case.sent.push(Sent {
            lane,
            number: draft.number,
            file: case.next_file,
            written_at: now,
            read_at: None,
            sealings: Vec::new(),
        });
        for origin in origins(state) {
            seal(home, state, id, &origin, &draft, now)?;
        }
    }
    Ok(())
}

/// Seals one part for one log, at a position that was never used.
fn seal(home: &Home, state: &mut State, id: &str, origin: &str, draft: &ReplyDraft, now: u64) -> Result<(), Failure> {
    let damaged = || HomeError::Damaged(home.dir().to_owned());
    let (desk, signer) = state.desk_key().zip(state.signer()).ok_or_else(damaged)?;
    let log_size = state.log(origin).and_then(|log| log.frontier()).map_or(0, |frontier| frontier.size());
    let case = state.case_mut(id)?;
    let week = week_of(now);
    let position = Position::Desk { lane: draft.lane, week, n: case.take_n(origin, draft.lane, week) };
    let (key, recipient) = (case.thread_key(), case.recipient().ok_or_else(damaged)?);
    let sealed = draft
        .seal(Scope { origin, desk }, &key, position, &recipient, &signer, now, log_size)
        .map_err(|error| Failure::new(error.to_string()))?;
    let content = open_body_with_file_key(&sealed.file_key, sealed.envelope.body());
    let stored = StoredMessage {
        file: case.take_file(),
        direction: Direction::FromDesk,
        origin: origin.to_owned(),
        index: None,
        envelope: sealed.envelope.as_bytes().to_vec(),
        file_key: *sealed.file_key.expose_bytes(),
        proof: None,
        content: content.map_err(|error| Failure::new(error.to_string()))?.to_vec(),
        at: now,
    };
    let tag = sealed.envelope.clue().tag;
    let sealing = Sealing { origin: origin.to_owned(), tag, sealed_at: now, index: None };
    if let Some(sent) = case.sent.iter_mut().find(|s| (s.lane, s.number) == (draft.lane, draft.number)) {
        sent.sealings.push(sealing);
    }
    home.store_message(id, case, &stored)?;
    state.outbox.push(Pending {
        case: id.to_owned(),
        origin: origin.to_owned(),
        file: Some(stored.file),
        tag,
        envelope: stored.envelope.clone(),
        sealed_at: now,
        to: None,
    });
    Ok(())
}

/// Notes that a pending envelope is in the log.
pub(crate) fn posted(home: &Home, pending: &Pending, proof: &TlogProof) -> Result<(), HomeError> {
    home.update(|state: &mut State| {
        state.outbox.retain(|other| other.tag != pending.tag);
        // The case may have been deleted meanwhile.
        let Some(case) = state.cases.get_mut(&pending.case) else { return Ok(()) };
        let mut sealings = case.sent.iter_mut().flat_map(|sent| &mut sent.sealings);
        if let Some(sealing) = sealings.find(|sealing| sealing.tag == pending.tag) {
            sealing.index = Some(proof.index);
        }
        let Some(file) = pending.file else { return Ok(()) };
        if let Some(mut stored) = home.case_message(&pending.case, case, file)? {
            stored.index = Some(proof.index);
            stored.proof = Some(proof.encode());
            home.store_message(&pending.case, case, &stored)?;
        }
        Ok::<_, HomeError>(())
    })
}

/// What may be posted now. After a restore, an acknowledgement of an alert may stand in its log already: it waits
/// until the desk has looked there, so that no tag stands there twice.
pub(crate) fn waiting(state: &State) -> impl Iterator<Item = &Pending> {
    state.outbox.iter().filter(|pending| !(pending.is_ack() && state.rescan.contains(&pending.origin)))
}

/// Queues the acknowledgement `x` at `stage` for every log of the desk. Call it within [`Home::update`].
pub(crate) fn acknowledge(state: &mut State, case: &str, x: &X, stage: Stage, now: u64) {
    let dummies = Dummies::new(&mut OsRng);
    for origin in origins(state) {
        let tag = x.ack(&origin, stage);
        let Some(profile) = state.alerts.profiles.get_mut(case) else { return };
        if !profile.acks.insert(hex::encode(tag)) {
            continue;
        }
        let envelope = seal_ack(&dummies, tag, &mut OsRng).as_bytes().to_vec();
        let case = case.to_owned();
        state.outbox.push(Pending { case, origin, file: None, tag, envelope, sealed_at: now, to: None });
    }
}

/// The envelope to post.
pub(crate) fn envelope(pending: &Pending) -> Option<Envelope> {
    Envelope::from_bytes(&pending.envelope)
}

/// Whether an answer must be sealed anew: nobody read it, and it goes soon, waited too long to be posted, or was signed by
/// a key that the card no longer names.
pub(crate) fn is_any_due(state: &State, now: u64) -> bool {
    !due(state, now).is_empty()
}

/// Seals anew what is due (DECISIONS: for 90 days, always under a new tag). Call it within [`Home::update`].
pub(crate) fn renew(home: &Home, state: &mut State, now: u64) -> Result<usize, Failure> {
    let due = due(state, now);
    for (id, origin, file, stale) in &due {
        state.outbox.retain(|pending| Some(pending.tag) != *stale);
        let desk = state.desk_key().ok_or_else(|| HomeError::Damaged(home.dir().to_owned()))?;
        let stored = home.case_message(id, state.case(id)?, *file)?;
        let draft = stored.and_then(|stored| {
            let tag = Envelope::from_bytes(&stored.envelope)?.clue().tag;
            ReplyBody::decode(&stored.content, desk, &tag).ok().map(|body| body.draft)
        });
        if let Some(draft) = draft {
            seal(home, state, id, origin, &draft, now)?;
        }
    }
    Ok(due.len())
}

type Due = (String, String, u64, Option<[u8; 16]>);

fn due(state: &State, now: u64) -> Vec<Due> {
    let mut due = Vec::new();
    let signs_since = state.signs_since();
    for (id, case) in &state.cases {
        for sent in case.sent.iter().filter(|sent| sent.read_at.is_none() && now < sent.written_at + KEEP_POSTING) {
            for relay in &state.profile.relays {
                let Some(origin) = origin_of(&relay.log) else { continue };
                let Some(last) = sent.sealings.iter().rfind(|sealing| sealing.origin == origin) else { continue };
                let lives = if last.index.is_some() {
                    (u64::from(relay.retention_days) * DAY_SECONDS).saturating_sub(MARGIN)
                } else {
                    MARGIN
                };
                if now >= last.sealed_at + lives || (last.sealed_at..now).contains(&signs_since) {
                    due.push((id.clone(), origin, sent.file, last.index.is_none().then_some(last.tag)));
                }
            }
        }
    }
    due
}

fn origins(state: &State) -> Vec<String> {
    state.profile.relays.iter().filter_map(|relay| origin_of(&relay.log)).collect()
}

fn origin_of(log: &str) -> Option<String> {
    log.parse::<davylamp_protocol::log::note::VerifierKey>().ok().map(|key| key.name().to_owned())
}

/// An answer that nobody read is posted again for so long.
const KEEP_POSTING: u64 = 90 * DAY_SECONDS;
/// Sealed anew so long before its body goes; and so long after a sealing that never reached the log.
const MARGIN: u64 = 2 * DAY_SECONDS;

#[cfg(test)]
mod tests;
