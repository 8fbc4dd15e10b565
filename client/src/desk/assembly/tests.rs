use davylamp_protocol::clue::{ClueSecret, Scope};
use davylamp_protocol::envelope::{open_body, seal_opener};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::keys::{CaseKeys, Passphrase};
use davylamp_protocol::message::{Received, Text};
use davylamp_protocol::thread::LaneWriter;
use rand::Rng as _;
use rand::rngs::OsRng;

use super::*;

const DESK: DeskKey = DeskKey([9; 32]);
const SCOPE: Scope<'_> = Scope { origin: "log.example", desk: DESK };

struct Reporter {
    intake: HybridIdentity,
    case: CaseKeys,
}

impl Reporter {
    fn new() -> Self {
        Self { intake: HybridIdentity::generate(&mut OsRng), case: Passphrase::generate(&mut OsRng).root().case(DESK) }
    }

    /// What the desk stores of one session.
    fn session(&self, messages: &[Message], first: u64) -> Vec<StoredMessage> {
        self.sent_to("log.example", OsRng.r#gen(), messages, first)
    }

    /// What it stores of a sending at one relay.
    fn sent_to(&self, origin: &str, lane_id: [u8; 16], messages: &[Message], first: u64) -> Vec<StoredMessage> {
        let recipient = self.intake.to_recipient();
        let clue = ClueSecret::generate(&mut OsRng).public();
        let scope = Scope { origin, desk: DESK };
        let (lane, _) = LaneWriter::open(scope, &clue, &recipient, &self.case, vec![], &mut OsRng).unwrap();
        let mut lane = lane.named(lane_id);
        let envelopes = messages.iter().flat_map(|message| lane.write(&message.encode()).unwrap());
        (first..).zip(envelopes).map(|(index, envelope)| self.store(origin, &envelope, index)).collect()
    }

    fn store(&self, origin: &str, envelope: &Envelope, index: u64) -> StoredMessage {
        let opened = open_body(std::slice::from_ref(&self.intake), envelope.body()).unwrap();
        StoredMessage {
            file: index,
            direction: Direction::FromReporter,
            origin: origin.into(),
            index: Some(index),
            envelope: envelope.as_bytes().to_vec(),
            file_key: *opened.file_key.expose_bytes(),
            proof: None,
            content: opened.content.to_vec(),
            at: index,
        }
    }
}

fn words(text: &str) -> Message {
    Message::Text(Text::new(text))
}

fn long() -> Message {
    words(&"x".repeat(5000))
}

#[test]
fn joins_parts_in_whatever_order_they_came() {
    let mut stored = Reporter::new().session(&[long(), words("second")], 0);
    stored.reverse();
    let thread = Thread::of(&stored, DESK);
    let messages: Vec<_> = thread.messages.iter().map(|m| m.message.clone().unwrap()).collect();
    assert_eq!(messages.len(), 2);
    assert!(messages.contains(&long()) && messages.contains(&words("second")));
    assert!(thread.gaps.is_empty());
}

#[test]
fn names_what_is_missing_and_reads_what_is_whole() {
    let whole = Reporter::new().session(&[long(), words("second"), words("third")], 0);
    let without = |gone: usize| {
        let mut stored = whole.clone();
        stored.remove(gone);
        Thread::of(&stored, DESK)
    };
    let thread = without(1);
    assert_eq!(thread.messages.len(), 2, "the long one is not whole");
    assert_eq!(thread.gaps.iter().map(|gap| (gap.from, gap.to)).collect::<Vec<_>>(), [(1, 2)]);
    let cut = Thread::of(&whole[..2], DESK);
    assert_eq!((cut.messages.len(), cut.gaps.len()), (0, 1), "its end has not come");
    assert_eq!((cut.gaps[0].from, cut.gaps[0].to), (2, 3));
    let thread = without(3);
    assert_eq!(thread.messages.len(), 2, "the first and the third are");
    assert_eq!(thread.gaps.iter().map(|gap| (gap.from, gap.to)).collect::<Vec<_>>(), [(3, 4)]);
}

#[test]
fn the_first_logged_of_one_number_counts() {
    let mut stored = Reporter::new().session(&[words("one")], 4);
    let mut later = stored[0].clone();
    (later.index, later.file, later.at) = (Some(9), 9, 9);
    stored.insert(0, later);
    let thread = Thread::of(&stored, DESK);
    assert_eq!(thread.messages.len(), 1);
    assert_eq!(thread.messages[0].indexes, [4]);
}

#[test]
fn sessions_stand_by_themselves_and_another_desks_message_is_left_out() {
    let reporter = Reporter::new();
    let mut stored = reporter.session(&[words("one")], 0);
    stored.extend(reporter.session(&[words("two")], 1));
    assert_eq!(Thread::of(&stored, DESK).messages.len(), 2);
    assert!(Thread::of(&stored, DeskKey([8; 32])).messages.is_empty());
}

#[test]
fn a_desks_kind_in_a_reporters_lane_is_unreadable() {
    let stored = Reporter::new().session(&[Message::Received(Received::new(vec![[1; 16]]))], 0);
    let thread = Thread::of(&stored, DESK);
    assert!(thread.messages[0].message.is_err());
}

#[test]
fn an_opener_that_was_stored_by_mistake_is_left_out() {
    let reporter = Reporter::new();
    let clue_key = ClueSecret::generate(&mut OsRng).public();
    let clue = davylamp_protocol::clue::OpenerClue::begin(SCOPE, &clue_key, &mut OsRng).unwrap();
    let opener = seal_opener(clue, &reporter.intake.to_recipient(), |_| zeroize::Zeroizing::new(vec![0xa0])).unwrap();
    assert!(Thread::of(&[reporter.store(SCOPE.origin, &opener, 0)], DESK).messages.is_empty());
}

const LANE: [u8; 16] = [3; 16];

fn places(message: &CaseMessage) -> Vec<&str> {
    message.places.iter().map(|place| place.origin.as_str()).collect()
}

#[test]
fn a_sending_to_two_relays_is_one_message_whichever_brought_it_first() {
    let reporter = Reporter::new();
    let both = |first: &str, second: &str| {
        let mut stored = reporter.sent_to(first, LANE, &[long(), words("second")], 0);
        // The same indexes in another log are other places.
        let mut late = reporter.sent_to(second, LANE, &[long(), words("second")], 0);
        late.iter_mut().for_each(|stored| (stored.file, stored.at) = (stored.file + 10, 99));
        stored.extend(late);
        Thread::of(&stored, DESK)
    };
    for (first, second) in [("a.example", "b.example"), ("b.example", "a.example")] {
        let thread = both(first, second);
        assert_eq!((thread.messages.len(), thread.gaps.len()), (2, 0));
        for message in &thread.messages {
            assert_eq!(places(message), [first, second]);
            assert!(!message.contradicted && message.at < 99);
        }
    }
}

#[test]
fn what_one_relay_lost_the_other_completes_and_what_both_lost_is_named() {
    let reporter = Reporter::new();
    let whole = reporter.sent_to("a.example", LANE, &[long(), words("second")], 0);
    for lost in 0..4 {
        let mut other = reporter.sent_to("b.example", LANE, &[long(), words("second")], 10);
        other.remove(lost);
        let thread = Thread::of(&[whole.clone(), other].concat(), DESK);
        assert_eq!((thread.messages.len(), thread.gaps.len()), (2, 0), "lost {lost}");
    }
    // Each lost another part: neither has it whole, and parts of two logs are not joined.
    let (mut one, mut other) = (whole.clone(), reporter.sent_to("b.example", LANE, &[long(), words("second")], 10));
    one.remove(0);
    other.remove(1);
    let thread = Thread::of(&[one, other].concat(), DESK);
    assert_eq!((thread.messages.len(), thread.gaps.len()), (1, 2));
}

#[test]
fn two_texts_in_one_place_are_both_shown_and_named() {
    let reporter = Reporter::new();
    let of = |one: &[Message], other: &[Message]| {
        let stored = [reporter.sent_to("a.example", LANE, one, 0), reporter.sent_to("b.example", LANE, other, 10)];
        Thread::of(&stored.concat(), DESK)
    };
    for (one, other) in [(words("yes"), words("no")), (long(), words("no")), (words("yes"), long())] {
        let thread = of(std::slice::from_ref(&one), std::slice::from_ref(&other));
        let texts: Vec<_> = thread.messages.iter().map(|message| message.message.clone().unwrap()).collect();
        assert_eq!(texts, [one, other]);
        assert!(thread.messages.iter().all(|message| message.contradicted));
    }
    let thread = of(&[words("same"), words("yes")], &[words("same"), words("no")]);
    assert_eq!(thread.messages.iter().map(|message| message.contradicted).collect::<Vec<_>>(), [false, true, true]);
    // A head that never became whole, and says something else, hides behind nothing either.
    let other = words(&"y".repeat(5000));
    let stored = [
        reporter.sent_to("a.example", LANE, &[long()], 0),
        reporter.sent_to("b.example", LANE, &[other], 10).into_iter().take(1).collect(),
    ];
    assert_eq!(Thread::of(&stored.concat(), DESK).gaps.len(), 1);
}

#[test]
fn what_was_sent_twice_under_two_names_is_two_messages() {
    let reporter = Reporter::new();
    let stored = [
        reporter.sent_to("a.example", LANE, &[words("one")], 0),
        reporter.sent_to("b.example", [4; 16], &[words("one")], 10),
    ];
    let thread = Thread::of(&stored.concat(), DESK);
    assert_eq!(thread.messages.len(), 2);
    assert!(thread.messages.iter().all(|message| !message.contradicted));
}

#[test]
fn a_chain_that_breaks_is_named_at_whatever_relay() {
    let reporter = Reporter::new();
    let mut broken = reporter.sent_to("b.example", LANE, &[words("one"), words("two")], 10);
    // Of another session under the same name: it follows from another first message.
    let other = reporter.sent_to("b.example", LANE, &[words("else"), words("two")], 20);
    broken.splice(1.., other.into_iter().skip(1));
    let whole = reporter.sent_to("a.example", LANE, &[words("one"), words("two")], 0);
    assert_eq!(Thread::of(&broken, DESK).gaps.len(), 1);
    assert_eq!(Thread::of(&[whole, broken].concat(), DESK).gaps.len(), 1);
}
