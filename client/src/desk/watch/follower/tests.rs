use davylamp_protocol::alert::{AlertBody, AlertContent, AlertLane, Word, Words, X, seal_alert};
use davylamp_protocol::card::Card;
use davylamp_protocol::clue::Scope;
use davylamp_protocol::envelope::Dummies;
use davylamp_protocol::hybrid::HybridRecipient;
use davylamp_protocol::keys::{CaseKeys, Passphrase};
use davylamp_protocol::log::checkpoint::add_cosignature;
use davylamp_protocol::log::tree::{Frontier, MemoryTree};
use davylamp_protocol::message::{Arm, Message, Text};
use davylamp_protocol::thread::LaneWriter;
use rand::rngs::OsRng;
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::*;
use crate::desk::assembly::Thread;
use crate::desk::home::tests::{NOW, ORIGIN, cosigner, home, log};
use crate::desk::home::{Direction, Home, HomeError, SignedBoard};
use crate::desk::watch::commit::commit;
use crate::desk::watch::event::{AlertEvent, Event};

/// A relay and a desk that follows it.
struct Stage {
    _dir: TempDir,
    home: Home,
    card: Card,
    follower: Follower,
    tree: MemoryTree,
    /// The relay's clock.
    time: u64,
}

impl Stage {
    fn new() -> Self {
        let (dir, home) = home();
        let state = home.read().unwrap();
        let card = Card::verify(state.cards[0].note.as_bytes(), &state.desk().unwrap()).unwrap();
        let follower = follow(&home, &state);
        Self { _dir: dir, home, card, follower, tree: MemoryTree::new(), time: NOW + 10 }
    }

    fn restart(&mut self) {
        let state = self.home.read().unwrap();
        self.follower = follow(&self.home, &state);
        let mut tree = MemoryTree::new();
        std::mem::swap(&mut tree, &mut self.tree);
        assert_eq!(self.follower.next(), tree.size());
        self.tree = tree;
    }

    fn session(&self, case: &CaseKeys, words: &[&str]) -> Vec<Envelope> {
        let scope = Scope { origin: ORIGIN, desk: self.card.desk_key() };
        let intake = self.card.intake_at(NOW + 1).unwrap();
        let opened = LaneWriter::open(scope, &self.card.clue_key, intake.recipient, case, vec![], &mut OsRng);
        let (mut lane, opener) = opened.unwrap();
        let mut envelopes = vec![opener];
        for words in words {
            envelopes.extend(lane.write(&Message::Text(Text::new(*words)).encode()).unwrap());
        }
        envelopes
    }

    fn case(&self) -> CaseKeys {
        Passphrase::generate(&mut OsRng).root().case(self.card.desk_key())
    }

    /// Logs these, and streams them.
    fn log(&mut self, envelopes: &[Envelope]) -> Result<(), Trouble> {
        let first = self.tree.size();
        let slots: Vec<_> = envelopes.iter().map(slot).collect();
        slots.iter().for_each(|(entry, _)| self.tree.push(entry.leaf_hash()));
        self.follower.take(Frame::Slots { first, slots }).map(drop)
    }

    fn note(&self, size: u64, root: davylamp_protocol::log::Hash) -> Vec<u8> {
        let note = Checkpoint { origin: ORIGIN.into(), size, root }.sign(&log()).unwrap();
        add_cosignature(&note, &cosigner(), self.time).unwrap().into_bytes()
    }

    /// Signs what was logged, and gives what the desk makes of it.
    fn sign(&mut self) -> Settled {
        let note = self.note(self.tree.size(), self.tree.root());
        self.follower.take(Frame::Checkpoint(note)).unwrap().unwrap()
    }

    fn commit(&mut self) -> Vec<Event> {
        let settled = self.sign();
        commit(&self.home, &self.follower, &settled, NOW + 11).unwrap().events
    }

    fn lie(&mut self, frame: Frame) -> Lie {
        let Err(Trouble::Lied { what, .. }) = self.follower.take(frame) else { panic!("a lie went unseen") };
        what
    }
}

fn follow(home: &Home, state: &State) -> Follower {
    let keys = (log().verifier_key().clone(), cosigner().verifier_key().clone());
    let dir = home.dir().join("stream");
    Follower::new(state, state.log(ORIGIN).unwrap(), keys, &dir, || None).unwrap()
}

fn slot(envelope: &Envelope) -> (Entry, Box<Body>) {
    let entry = Entry::Envelope { clue: envelope.clue().to_bytes(), body_hash: envelope.body_hash() };
    (entry, Box::new(*envelope.body()))
}

fn dummy() -> Envelope {
    Dummies::new(&mut OsRng).seal(&mut OsRng)
}

#[test]
fn a_session_becomes_a_case_whose_messages_are_proven() {
    let mut stage = Stage::new();
    let session = stage.session(&stage.case(), &["uno", "dos"]);
    stage.log(&[dummy(), session[0].clone(), dummy(), session[1].clone(), session[2].clone()]).unwrap();
    let events = stage.commit();
    assert!(matches!(&events[..], [Event::Case { .. }, Event::Message { .. }, Event::Message { .. }]), "{events:?}");
    let state = stage.home.read().unwrap();
    let (id, case) = state.cases.first_key_value().unwrap();
    let stored = stage.home.case_messages(id, case).unwrap();
    assert_eq!(Thread::of(&stored, state.desk_key().unwrap()).messages.len(), 2);
    for message in stored {
        let proof = TlogProof::decode(message.proof.as_ref().unwrap().as_bytes()).unwrap();
        let (entry, _) = slot(&Envelope::from_bytes(&message.envelope).unwrap());
        assert_eq!(Some(proof.index), message.index);
        assert!(proof.verify(entry.leaf_hash(), log().verifier_key()).is_ok());
    }
}

#[test]
fn content_logged_before_its_opener_is_found_even_across_a_restart() {
    let mut stage = Stage::new();
    let session = stage.session(&stage.case(), &["uno", "dos"]);
    stage.log(&[session[2].clone(), session[1].clone()]).unwrap();
    assert!(stage.commit().is_empty());
    stage.restart();
    stage.log(&[dummy(), session[0].clone()]).unwrap();
    assert_eq!(stage.commit().len(), 3);
}

#[test]
fn content_far_beyond_the_look_ahead_is_found_as_the_gaps_close() {
    let mut stage = Stage::new();
    let words: Vec<String> = (0..20).map(|n| n.to_string()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let session = stage.session(&stage.case(), &words);
    let mut backwards = session.clone();
    backwards.reverse();
    stage.log(&backwards).unwrap();
    assert_eq!(stage.sign().batch.contents.len(), 20);
}

#[test]
fn a_replayed_opener_is_nothing_now_and_after_a_restart() {
    let mut stage = Stage::new();
    let session = stage.session(&stage.case(), &["uno"]);
    stage.log(&[session[0].clone(), session[0].clone(), session[1].clone(), session[1].clone()]).unwrap();
    let settled = stage.sign();
    assert_eq!((settled.batch.openers.len(), settled.batch.contents.len()), (1, 1));
    commit(&stage.home, &stage.follower, &settled, NOW).unwrap();
    stage.restart();
    stage.log(&[session[0].clone(), session[1].clone()]).unwrap();
    assert!(stage.sign().batch.is_empty());
}

#[test]
fn a_body_under_a_strangers_clue_and_a_clue_on_a_strangers_body_are_nothing_and_consume_nothing() {
    let mut stage = Stage::new();
    let session = stage.session(&stage.case(), &["uno"]);
    let scope = Scope { origin: ORIGIN, desk: stage.card.desk_key() };
    let own = davylamp_protocol::clue::OpenerClue::begin(scope, &stage.card.clue_key, &mut OsRng).unwrap();
    let moved = Envelope::new(own.finish(&session[0].body_hash()), session[0].body());
    let copied = Envelope::new(session[0].clue(), dummy().body());
    let copied_content = Envelope::new(session[1].clue(), dummy().body());
    stage.log(&[moved, copied, copied_content]).unwrap();
    assert!(stage.sign().batch.is_empty());
    stage.log(&[session[0].clone(), Envelope::new(session[1].clue(), dummy().body()), session[1].clone()]).unwrap();
    let settled = stage.sign();
    assert_eq!((settled.batch.openers.len(), settled.batch.contents.len()), (1, 1));
}

#[test]
fn the_case_secret_with_another_recipient_is_nothing() {
    let mut stage = Stage::new();
    let case = stage.case();
    let session = stage.session(&case, &["uno"]);
    let thief = CaseKeys { case_secret: case.case_secret.clone(), ..stage.case() };
    let stolen = stage.session(&thief, &["dos"]);
    stage.log(&session).unwrap();
    stage.commit();
    stage.log(&stolen).unwrap();
    assert!(stage.commit().is_empty());
    assert_eq!(stage.home.read().unwrap().cases.len(), 1);
}

#[test]
fn nothing_counts_before_it_is_signed() {
    let mut stage = Stage::new();
    let session = stage.session(&stage.case(), &["uno"]);
    stage.log(&session).unwrap();
    let forked: Frontier = Frontier::empty();
    let note = stage.note(2, forked.root());
    assert_eq!(stage.lie(Frame::Checkpoint(note)), Lie::Fork);
    let state = stage.home.read().unwrap();
    assert!(state.cases.is_empty());
    stage.follower = follow(&stage.home, &state);
    assert_eq!(stage.follower.next(), 0, "what was not signed is streamed again");
}

#[test]
fn every_lie_has_its_name() {
    let logged = || {
        let mut stage = Stage::new();
        stage.log(&[dummy(), dummy(), dummy()]).unwrap();
        stage.sign();
        stage
    };
    let mut stage = logged();
    let (entry, mut body) = slot(&dummy());
    body[9] ^= 1;
    assert_eq!(stage.lie(Frame::Slots { first: 3, slots: vec![(entry, body)] }), Lie::AlteredBody);
    let zeros = Box::new([0; davylamp_protocol::envelope::BODY_LEN]);
    assert_eq!(logged().lie(Frame::Slots { first: 3, slots: vec![(entry, zeros)] }), Lie::WithheldBody);
    assert_eq!(logged().lie(Frame::Slots { first: 4, slots: vec![slot(&dummy())] }), Lie::OutOfOrder);
    assert_eq!(logged().lie(Frame::Slots { first: 2, slots: vec![slot(&dummy())] }), Lie::OutOfOrder);
    let mut stage = logged();
    let older = stage.note(2, stage.tree.root());
    assert_eq!(stage.lie(Frame::Checkpoint(older)), Lie::Shrunk);
    let mut stage = logged();
    let untimed = Checkpoint { origin: ORIGIN.into(), size: 3, root: stage.tree.root() }.sign(&log()).unwrap();
    assert_eq!(stage.lie(Frame::Checkpoint(untimed.clone().into_bytes())), Lie::BadTime);
    let unsigned = untimed.replace(ORIGIN, "log.exampl3");
    assert_eq!(logged().lie(Frame::Checkpoint(unsigned.into_bytes())), Lie::BadSignature);
    let mut stage = logged();
    let longer = stage.note(4, stage.tree.root());
    assert_eq!(stage.lie(Frame::Checkpoint(longer)), Lie::OutOfOrder);
}

#[test]
fn a_card_that_the_desk_did_not_make_is_told_and_its_own_is_not() {
    let mut stage = Stage::new();
    let own = stage.home.read().unwrap().cards[0].note.clone();
    let other = Entry::Card { key_hash: stage.follower.key_hash, serial: 9, note_hash: [7; 32] };
    let entries = vec![davylamp_protocol::card::entry_of_card(&own, &stage.card.desk, 1), other];
    entries.iter().for_each(|entry| stage.tree.push(entry.leaf_hash()));
    stage.follower.take(Frame::Entries { first: 0, entries }).unwrap();
    assert_eq!(stage.commit(), [Event::ForeignCard { serial: 9 }]);
}

#[test]
fn a_notice_board_that_the_desk_did_not_make_rings_and_its_own_does_not() {
    let mut stage = Stage::new();
    let own = [5; 32];
    let signed = SignedBoard { serial: 1, hash: own };
    let add = |state: &mut State| {
        state.notices.signed.push(signed.clone());
        Ok::<_, HomeError>(())
    };
    stage.home.update(add).unwrap();
    let key_hash = stage.follower.key_hash;
    let of = |key_hash, serial, note_hash| Entry::Notice { key_hash, serial, note_hash };
    let entries = vec![of(key_hash, 1, own), of([1; 32], 2, [6; 32]), of(key_hash, 2, [7; 32])];
    entries.iter().for_each(|entry| stage.tree.push(entry.leaf_hash()));
    stage.follower.take(Frame::Entries { first: 0, entries }).unwrap();
    let events = stage.commit();
    assert_eq!(events, [Event::ForeignNotice { serial: 2 }]);
    assert!(events[0].is_alarm());
}

#[test]
fn a_message_without_its_body_is_counted_as_lost() {
    let mut stage = Stage::new();
    let session = stage.session(&stage.case(), &["uno"]);
    let (entry, _) = slot(&session[0]);
    stage.tree.push(entry.leaf_hash());
    stage.follower.take(Frame::Entries { first: 0, entries: vec![entry] }).unwrap();
    assert_eq!(stage.sign().batch.lost, 1);
}

#[test]
fn a_canary_is_seen_with_its_body_only_under_its_own_clue() {
    let mut stage = Stage::new();
    let key = ThreadKey::new(&[4; 32], stage.card.desk_key());
    stage.follower.expect_canary(&key, 5);
    let recipient = HybridIdentity::generate(&mut OsRng).to_recipient();
    let position = Position::Canary { n: 5 };
    let canary = davylamp_protocol::envelope::seal_thread(&key, ORIGIN, position, &recipient, &[]).unwrap();
    stage.log(&[Envelope::new(canary.clue(), dummy().body())]).unwrap();
    assert!(stage.sign().batch.canaries.is_empty());
    stage.log(&[canary]).unwrap();
    assert_eq!(stage.sign().batch.canaries, [5]);
}

const DAY: u64 = 86_400;

#[test]
fn an_intake_identity_goes_only_when_every_log_was_scanned_past_its_time() {
    let mut stage = Stage::new();
    let weeks = stage.home.read().unwrap().intake.len();
    let until = stage.home.read().unwrap().intake.iter().map(|intake| intake.until).min().unwrap();
    let behind = |state: &mut State| {
        let mut other = state.logs[0].clone();
        other.origin = "other.example".into();
        state.logs.push(other);
        Ok::<_, crate::desk::home::HomeError>(())
    };
    stage.home.update(behind).unwrap();
    stage.time = until;
    stage.commit();
    stage.time = until + 1;
    stage.commit();
    assert_eq!(stage.home.read().unwrap().intake.len(), weeks, "the other log is not scanned so far");
    stage
        .home
        .update(|state| {
            state.logs.pop();
            Ok::<_, crate::desk::home::HomeError>(())
        })
        .unwrap();
    let settled = stage.sign();
    assert!(commit(&stage.home, &stage.follower, &settled, NOW).unwrap().keys_changed);
    let intake = stage.home.read().unwrap().intake;
    assert!(intake.len() < weeks && intake.iter().all(|intake| intake.until > until));
}

#[test]
fn a_lane_without_content_is_dropped_after_72_hours_and_one_with_content_lives() {
    let mut stage = Stage::new();
    let (empty, full) = (stage.session(&stage.case(), &["uno"]), stage.session(&stage.case(), &["dos"]));
    stage.log(&[empty[0].clone(), full[0].clone(), full[1].clone()]).unwrap();
    stage.commit();
    stage.time += 3 * DAY;
    stage.commit();
    assert_eq!(stage.home.read().unwrap().lanes.len(), 2);
    stage.time += 1;
    let settled = stage.sign();
    let dropped = commit(&stage.home, &stage.follower, &settled, NOW).unwrap().dropped;
    let state = stage.home.read().unwrap();
    assert_eq!((dropped.len(), state.lanes.len(), state.cases.len()), (1, 1, 1));
    assert_eq!(state.taken_lanes.len(), 2, "its replay is still nothing");
    stage.time += 178 * DAY;
    stage.commit();
    assert!(stage.home.read().unwrap().lanes.is_empty());
    assert_eq!(stage.home.read().unwrap().cases.len(), 1, "the case itself stays");
}

#[test]
fn a_deleted_cases_further_messages_are_nothing() {
    let mut stage = Stage::new();
    let session = stage.session(&stage.case(), &["uno", "dos"]);
    stage.log(&session[..2]).unwrap();
    stage.commit();
    let id = stage.home.read().unwrap().cases.keys().next().unwrap().clone();
    stage.home.delete_case(&id).unwrap();
    stage.log(&session[2..]).unwrap();
    assert!(stage.commit().is_empty());
    assert!(stage.home.read().unwrap().cases.is_empty());
}

/// A profile that was armed, and the device's side of it.
fn arm(stage: &mut Stage) -> (AlertLane, HybridRecipient) {
    let words = Words::new(Word::normal("copper kettle").unwrap(), Word::normal("tin kettle").unwrap()).unwrap();
    let secret = |byte| Zeroizing::new([byte; 32]);
    let message = Message::Arm(Arm::new(&secret(7), &secret(8), NOW + 86_400, &words, "x"));
    let case = stage.case();
    let scope = Scope { origin: ORIGIN, desk: stage.card.desk_key() };
    let intake = stage.card.intake_at(NOW + 1).unwrap();
    let opened = LaneWriter::open(scope, &stage.card.clue_key, intake.recipient, &case, vec![], &mut OsRng);
    let (mut lane, opener) = opened.unwrap();
    let mut session = vec![opener];
    session.extend(lane.write(&message.encode()).unwrap());
    stage.log(&session).unwrap();
    let events = stage.commit();
    assert!(matches!(events.last(), Some(Event::Panic(AlertEvent::Profile { .. }))), "{events:?}");
    stage.follower.reload_profiles(&stage.home.read().unwrap()).unwrap();
    let recipient = HybridIdentity::from_seed(secret(8)).to_recipient();
    (AlertLane::new(&secret(7), stage.card.desk_key()), recipient)
}

fn alert(lane: &AlertLane, recipient: &HybridRecipient, origin: &str) -> Envelope {
    let body = AlertBody { x: X::generate(&mut OsRng), content: AlertContent::Alert };
    seal_alert(lane, origin, recipient, &body).unwrap()
}

fn alarms(stage: &Stage) -> usize {
    stage.home.read().unwrap().alerts.alarms().count()
}

#[test]
fn an_alert_is_kept_as_evidence_and_its_tag_is_never_used_up() {
    let mut stage = Stage::new();
    let (lane, recipient) = arm(&mut stage);
    let copied = |clue: Clue| Envelope::new(clue, dummy().body());
    let (first, second) = (alert(&lane, &recipient, ORIGIN), alert(&lane, &recipient, ORIGIN));
    assert_eq!(first.clue().tag, second.clue().tag);
    stage.log(&[copied(first.clue()), first.clone(), copied(first.clue()), second]).unwrap();
    stage.commit();
    assert_eq!(alarms(&stage), 2);
    let state = stage.home.read().unwrap();
    let (id, profile) = state.alerts.profiles.first_key_value().unwrap();
    let kept = stage.home.case_messages(id, &state.cases[id]).unwrap();
    let proofs: Vec<_> = kept.iter().filter(|kept| kept.direction == Direction::FromProfile).collect();
    assert_eq!((proofs.len(), profile.places.len(), state.outbox.len()), (2, 2, 2));
    let proof = TlogProof::decode(proofs[0].proof.as_ref().unwrap().as_bytes()).unwrap();
    assert!(proof.verify(slot(&first).0.leaf_hash(), log().verifier_key()).is_ok());
    assert!(!format!("{state:?}").contains("kettle"));
}

#[test]
fn an_alert_for_another_log_profile_or_desk_is_nothing() {
    let mut stage = Stage::new();
    let (lane, recipient) = arm(&mut stage);
    let stranger = HybridIdentity::generate(&mut OsRng).to_recipient();
    let other_log = alert(&lane, &recipient, "other.example");
    let other_log = Envelope::new(lane_clue(&lane, &recipient), other_log.body());
    let other_desk = AlertLane::new(&[7; 32], DeskKey([1; 32]));
    stage.log(&[alert(&lane, &stranger, ORIGIN), other_log, alert(&other_desk, &recipient, ORIGIN)]).unwrap();
    stage.commit();
    assert_eq!(alarms(&stage), 0);
    stage.log(&[alert(&lane, &recipient, ORIGIN)]).unwrap();
    stage.commit();
    assert_eq!(alarms(&stage), 1, "the true one is still found");
}

fn lane_clue(lane: &AlertLane, recipient: &HybridRecipient) -> Clue {
    alert(lane, recipient, ORIGIN).clue()
}

#[test]
fn keys_far_ahead_are_found_as_those_between_come_even_across_a_restart() {
    let mut stage = Stage::new();
    let (first, recipient) = arm(&mut stage);
    let lanes: Vec<AlertLane> = std::iter::successors(Some(first), |lane| Some(lane.next())).take(130).collect();
    stage.log(&[alert(&lanes[127], &recipient, ORIGIN)]).unwrap();
    stage.commit();
    assert_eq!(alarms(&stage), 0, "129 ahead of nothing");
    stage.restart();
    stage.log(&[alert(&lanes[63], &recipient, ORIGIN)]).unwrap();
    stage.commit();
    assert_eq!(alarms(&stage), 2, "the later one stood there already");
    assert_eq!(stage.home.read().unwrap().alerts.profiles.values().next().unwrap().highest, Some(127));
}

#[test]
fn what_a_batch_holds_is_not_lost_by_a_crash_before_it_was_written() {
    let mut stage = Stage::new();
    let (lane, recipient) = arm(&mut stage);
    stage.log(&[alert(&lane, &recipient, ORIGIN)]).unwrap();
    let state = stage.home.read().unwrap();
    let place = stage.follower.next();
    stage.follower = follow(&stage.home, &state);
    assert_eq!(stage.follower.next(), place - 1);
    let (entry, body) = slot(&alert(&lane, &recipient, ORIGIN));
    let mut tree = MemoryTree::new();
    std::mem::swap(&mut tree, &mut stage.tree);
    // The relay streams it again.
    let frame = Frame::Slots { first: place - 1, slots: vec![(entry, body)] };
    stage.follower.take(frame).unwrap();
    let mut edge = state.log(ORIGIN).unwrap().frontier().unwrap();
    edge.push(entry.leaf_hash());
    let note = stage.note(place, edge.root());
    let settled = stage.follower.take(Frame::Checkpoint(note)).unwrap().unwrap();
    assert_eq!(settled.batch.alerts.len(), 1);
}

#[test]
fn an_alert_whose_body_is_gone_is_lost_and_told() {
    let mut stage = Stage::new();
    let (lane, recipient) = arm(&mut stage);
    let (entry, _) = slot(&alert(&lane, &recipient, ORIGIN));
    stage.tree.push(entry.leaf_hash());
    let first = stage.follower.next();
    stage.follower.take(Frame::Entries { first, entries: vec![entry] }).unwrap();
    assert_eq!(stage.sign().batch.lost, 1);
}
