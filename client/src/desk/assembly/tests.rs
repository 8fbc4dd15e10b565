use davylamp_protocol::clue::{ClueSecret, Scope};
use davylamp_protocol::envelope::{open_body, seal_opener};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::keys::{CaseKeys, Passphrase};
use davylamp_protocol::message::{Received, Text};
use davylamp_protocol::thread::LaneWriter;
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
        let recipient = self.intake.to_recipient();
        let clue = ClueSecret::generate(&mut OsRng).public();
        let (mut lane, _) = LaneWriter::open(SCOPE, &clue, &recipient, &self.case, vec![], &mut OsRng).unwrap();
        let envelopes = messages.iter().flat_map(|message| lane.write(&message.encode()).unwrap());
        (first..).zip(envelopes).map(|(index, envelope)| self.store(&envelope, index)).collect()
    }

    fn store(&self, envelope: &Envelope, index: u64) -> StoredMessage {
        let opened = open_body(std::slice::from_ref(&self.intake), envelope.body()).unwrap();
        StoredMessage {
            file: index,
            direction: Direction::FromReporter,
            origin: "log.example".into(),
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
    assert!(Thread::of(&[reporter.store(&opener, 0)], DESK).messages.is_empty());
}
