use davylamp_protocol::clue::Tag;
use davylamp_protocol::envelope::open_body;
use davylamp_protocol::hybrid::{ExposedFileKey, HybridIdentity};
use davylamp_protocol::log::checkpoint::Checkpoint;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::message::Text;
use tempfile::TempDir;

use super::*;
use crate::desk::home::tests::{NOW, ORIGIN, case, home, log};

const DAY: u64 = DAY_SECONDS;

/// A home with one case, to whose reporter this identity belongs.
fn home_with_case() -> (TempDir, Home, HybridIdentity) {
    let (dir, home) = home();
    home.update(|state| {
        state.cases.insert("abc".into(), case(5));
        Ok::<_, HomeError>(())
    })
    .unwrap();
    (dir, home, HybridIdentity::from_seed(Zeroizing::new([5; 32])))
}

fn say(home: &Home, words: &str, now: u64) -> Result<(), Failure> {
    let message = Message::Text(Text::new(words));
    home.update(|state| write(home, state, "abc", 1, &message, now))
}

/// What the relay answers: the envelope is the first of a log.
fn proof(pending: &Pending) -> TlogProof {
    let envelope = envelope(pending).unwrap();
    let entry = Entry::Envelope { clue: envelope.clue().to_bytes(), body_hash: envelope.body_hash() };
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size: 1, root: entry.leaf_hash() }.sign(&log()).unwrap();
    TlogProof { extra: None, index: 0, hashes: vec![], checkpoint }
}

fn post(home: &Home) {
    for pending in home.read().unwrap().outbox {
        posted(home, &pending, &proof(&pending)).unwrap();
    }
}

fn tags(home: &Home) -> Vec<Tag> {
    let state = home.read().unwrap();
    state.cases["abc"].sent[0].sealings.iter().map(|sealing| sealing.tag).collect()
}

fn renew_at(home: &Home, now: u64) -> usize {
    home.update(|state| renew(home, state, now)).unwrap()
}

#[test]
fn a_message_is_durable_and_openable_before_it_is_posted() {
    let (_dir, home, reporter) = home_with_case();
    say(&home, &"x".repeat(3000), NOW).unwrap();
    let state = home.read().unwrap();
    let (case, desk) = (&state.cases["abc"], state.desk_key().unwrap());
    assert_eq!((state.outbox.len(), case.sent.len()), (2, 2));
    let mut previous = [0; 32];
    for (n, pending) in (0..).zip(&state.outbox) {
        let envelope = envelope(pending).unwrap();
        let position = Position::Desk { lane: 1, week: week_of(NOW), n };
        assert_eq!(pending.tag, case.thread_key().tag(ORIGIN, position));
        let opened = open_body(std::slice::from_ref(&reporter), envelope.body()).unwrap();
        let body = ReplyBody::decode(&opened.content, desk, &pending.tag).unwrap();
        assert_eq!((u64::from(body.draft.number), body.draft.previous), (n, previous));
        previous = body.draft.chain_hash();
        let stored = home.case_message("abc", case, pending.file.unwrap()).unwrap().unwrap();
        let file_key = ExposedFileKey::from_bytes(stored.file_key);
        assert_eq!(*open_body_with_file_key(&file_key, envelope.body()).unwrap(), *opened.content);
    }
}

#[test]
fn what_is_posted_leaves_the_outbox_and_keeps_its_proof() {
    let (_dir, home, _) = home_with_case();
    say(&home, "hola", NOW).unwrap();
    post(&home);
    let state = home.read().unwrap();
    assert!(state.outbox.is_empty());
    assert_eq!(state.cases["abc"].sent[0].sealings[0].index, Some(0));
    let stored = home.case_message("abc", &state.cases["abc"], 0).unwrap().unwrap();
    assert!(stored.proof.is_some() && stored.index == Some(0));
}

#[test]
fn posting_for_a_case_that_was_deleted_meanwhile_does_nothing() {
    let (_dir, home, _) = home_with_case();
    say(&home, "hola", NOW).unwrap();
    let pending = home.read().unwrap().outbox[0].clone();
    home.delete_case("abc").unwrap();
    posted(&home, &pending, &proof(&pending)).unwrap();
    assert!(home.read().unwrap().outbox.is_empty());
}

#[test]
fn a_restored_home_sends_nothing_before_it_looked() {
    let (_dir, home, _) = home_with_case();
    home.update(|state| {
        state.rescan.insert(ORIGIN.into());
        Ok::<_, HomeError>(())
    })
    .unwrap();
    assert!(say(&home, "hola", NOW).is_err());
    let state = home.read().unwrap();
    assert!(state.outbox.is_empty() && state.cases["abc"].sent.is_empty());
}

#[test]
fn an_answer_to_no_case_and_one_that_is_too_long_are_refused_and_leave_nothing() {
    let (_dir, home, _) = home_with_case();
    assert!(say(&home, &"x".repeat(200_000), NOW).is_err());
    let message = Message::Text(Text::new("hola"));
    assert!(home.update(|state| write(&home, state, "xyz", 1, &message, NOW)).is_err());
    let state = home.read().unwrap();
    assert!(state.outbox.is_empty() && state.cases["abc"].lanes.is_empty());
}

#[test]
fn an_unread_answer_is_sealed_anew_before_its_body_goes_under_another_tag() {
    let (_dir, home, reporter) = home_with_case();
    say(&home, "hola", NOW).unwrap();
    post(&home);
    assert_eq!(renew_at(&home, NOW + 19 * DAY - 1), 0);
    assert_eq!(renew_at(&home, NOW + 19 * DAY), 1);
    assert_eq!(renew_at(&home, NOW + 19 * DAY), 0, "once");
    let tags = tags(&home);
    assert!(tags.len() == 2 && tags[0] != tags[1]);
    let state = home.read().unwrap();
    let opened = open_body(std::slice::from_ref(&reporter), envelope(&state.outbox[0]).unwrap().body()).unwrap();
    let body = ReplyBody::decode(&opened.content, state.desk_key().unwrap(), &tags[1]).unwrap();
    assert_eq!((body.draft.number, body.sealed_at), (0, NOW + 19 * DAY));
}

#[test]
fn a_read_answer_and_one_of_ninety_days_ago_are_not_sealed_anew() {
    let (_dir, home, _) = home_with_case();
    say(&home, "hola", NOW).unwrap();
    post(&home);
    assert_eq!(renew_at(&home, NOW + 90 * DAY), 0);
    home.update(|state| {
        state.case_mut("abc")?.sent[0].read_at = Some(NOW + 1);
        Ok::<_, HomeError>(())
    })
    .unwrap();
    assert_eq!(renew_at(&home, NOW + 20 * DAY), 0);
}

#[test]
fn a_sealing_that_never_reached_the_log_is_replaced() {
    let (_dir, home, _) = home_with_case();
    say(&home, "hola", NOW).unwrap();
    assert_eq!(renew_at(&home, NOW + 2 * DAY), 1);
    let state = home.read().unwrap();
    assert_eq!(state.outbox.len(), 1);
    assert_eq!(Some(&state.outbox[0].tag), tags(&home).last());
}

#[test]
fn an_acknowledgement_is_sealed_once_and_waits_until_a_restored_home_has_looked() {
    let (_dir, home, _) = home_with_case();
    let x = X::generate(&mut OsRng);
    let again = |home: &Home| {
        home.update(|state| {
            acknowledge(state, "abc", &x, Stage::Received, NOW);
            Ok::<_, HomeError>(waiting(state).count())
        })
        .unwrap()
    };
    assert_eq!(again(&home), 0, "of no profile");
    home.update(|state| {
        state.alerts.profiles.insert("abc".into(), crate::desk::alerts::tests::profile(&[]));
        state.rescan.insert(ORIGIN.into());
        Ok::<_, HomeError>(())
    })
    .unwrap();
    assert_eq!(again(&home), 0);
    home.update(|state| {
        state.rescan.clear();
        Ok::<_, HomeError>(())
    })
    .unwrap();
    assert_eq!(again(&home), 1);
    let pending = home.read().unwrap().outbox[0].clone();
    assert_eq!(pending.tag, x.ack(ORIGIN, Stage::Received));
    posted(&home, &pending, &proof(&pending)).unwrap();
    assert_eq!(again(&home), 0, "no tag stands in a log twice");
}
