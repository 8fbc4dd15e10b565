//! What a release wrote is read for ever: one test for each file of `testdata/vectors`.

#![expect(clippy::unwrap_used, reason = "a vector that cannot be read is a failed test")]

mod make;

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use davylamp_protocol::alert::{AlertBody, Attendance, Raised, Stage, X, open_alert, seal_alert};
use davylamp_protocol::card::NoticeBoard;
use davylamp_protocol::cloak;
use davylamp_protocol::clue::{ClueSecret, Position, ThreadKey};
use davylamp_protocol::deposit::{Action, Deposit, Hold, Promise, Release, Visit};
use davylamp_protocol::envelope::{Envelope, open_body, open_body_with_file_key};
use davylamp_protocol::hybrid::ExposedFileKey;
use davylamp_protocol::message::Message;
use davylamp_protocol::pack::Pack;
use davylamp_protocol::scan::{Match, ReplyTargets, Scanner};
use davylamp_protocol::thread::{ContentBody, OpenerBody, ReplyBody};
use serde_json::Value;

use make::{CLUE_SECRET, DESK, DUMMY_SEED, INTAKE_SEED, ORIGIN, REPLY_POSITION, identity};

#[test]
fn labelled_inputs_are_those_of_the_file() {
    assert_eq!(make::labelled(), parse(include_str!("../../testdata/vectors/labelled.json")));
}

#[test]
fn clues_are_those_of_the_file() {
    assert_eq!(make::clue(), parse(include_str!("../../testdata/vectors/clue.json")));
}

#[test]
fn keys_of_a_case_are_those_of_the_file() {
    assert_eq!(make::keys(), parse(include_str!("../../testdata/vectors/case.json")));
}

#[test]
fn messages_are_those_of_the_file_and_read_back() {
    let file = parse(include_str!("../../testdata/vectors/messages.json"));
    assert_eq!(make::messages(), file);
    for ((_, message), frozen) in make::samples().into_iter().zip(file["messages"].as_array().unwrap()) {
        assert_eq!(Message::decode(&bytes(&frozen["cbor"])), Ok(message));
    }
}

#[test]
fn what_lets_reporters_decide_is_that_of_the_file_and_reads_back() {
    let file = parse(include_str!("../../testdata/vectors/decide.json"));
    assert_eq!(make::decisions(), file);
    for ((_, message), frozen) in make::later().into_iter().zip(file["messages"].as_array().unwrap()) {
        assert_eq!(Message::decode(&bytes(&frozen["cbor"])), Ok(message));
    }
}

#[test]
fn what_names_attachments_is_that_of_the_file_and_reads_back() {
    let file = parse(include_str!("../../testdata/vectors/attachment.json"));
    assert_eq!(make::attachments(), file);
    for ((_, message), frozen) in make::attached().into_iter().zip(file["messages"].as_array().unwrap()) {
        assert_eq!(Message::decode(&bytes(&frozen["cbor"])), Ok(message));
    }
}

#[test]
fn the_sealed_envelopes_of_the_file_open() {
    let file = parse(include_str!("../../testdata/vectors/sealed.json"));
    let lane = open_opener(&envelope(&file["opener"]));
    open_content(&envelope(&file["content"]), &lane, &file);
    open_reply(&file["reply"], &bytes(&file["message"]));
    find_nothing_in_dummy(&file["dummy"]);
}

#[test]
fn deposits_are_those_of_the_file_and_read_back() {
    let file = parse(include_str!("../../testdata/vectors/deposit.json"));
    assert_eq!(make::panic::deposits(), file);
    for ((_, release), frozen) in make::panic::releases().into_iter().zip(file["deposits"].as_array().unwrap()) {
        let request = [&bytes(&frozen["slip"])[..], &[0xee; 4096]].concat();
        assert!(Deposit::decode(&request) == Ok(make::panic::deposit(release)));
    }
    for (action, frozen) in [Action::Renew, Action::Delete].into_iter().zip(file["visits"].as_array().unwrap()) {
        let request = [&bytes(&frozen["slip"])[..], &[0; 4096]].concat();
        assert!(Visit::decode(&request).is_ok_and(|visit| visit.action == action));
    }
    assert_eq!(Hold::decode(&bytes(&file["record"])), Ok(make::panic::hold()));
    let note = file["promise"]["note"].as_str().unwrap();
    assert!(Promise::verify(note.as_bytes(), &[0xab; 32], make::panic::log().verifier_key()).is_ok());
}

#[test]
fn alerts_are_those_of_the_file_and_the_arm_message_reads_back() {
    let file = parse(include_str!("../../testdata/vectors/alert.json"));
    assert_eq!(make::panic::alerts(), file);
    assert_eq!(Message::decode(&bytes(&file["arm"])), Ok(make::panic::arm()));
}

#[test]
fn states_are_those_of_the_file_and_read_back() {
    let file = parse(include_str!("../../testdata/vectors/alert-state.json"));
    assert_eq!(make::panic::states(), file);
    assert_eq!(Raised::decode_state(&bytes(&file["raised"])), Ok(make::panic::raised()));
    let attendance = Attendance::decode_state(&bytes(&file["attendance"])).map(|state| state.encode_state());
    assert_eq!(attendance, Ok(make::panic::attendance().encode_state()));
}

#[test]
fn the_sealed_alerts_of_the_file_open() {
    let file = parse(include_str!("../../testdata/vectors/sealed-alerts.json"));
    let (lane, seed) = (make::panic::lane(), make::panic::ALERT_SEED);
    let mut tags = HashSet::new();
    for ((_, body), frozen) in make::panic::bodies().into_iter().zip(file["bodies"].as_array().unwrap()) {
        let envelope = envelope(&frozen["envelope"]);
        let (opened, file_key) = open_alert(&lane, ORIGIN, &identity(seed), &envelope).unwrap();
        let content = open_body_with_file_key(&file_key, envelope.body()).unwrap();
        assert_eq!(*content, bytes(&frozen["cbor"]));
        assert_eq!([content_of(&opened), content_of(&body)], [&bytes(&frozen["cbor"])[..]; 2]);
        tags.insert(envelope.clue().tag);
    }
    assert_eq!(tags.len(), 1, "one key, one tag, whatever is said");
    let ack = envelope(&file["acknowledgement"]).clue().tag;
    assert!(make::panic::raised().sees(ORIGIN, &ack));
    assert_eq!(ack, X::from_bytes(&[make::panic::X0; 32]).ack(ORIGIN, Stage::Person));
}

/// The CBOR that a body is sealed as.
fn content_of(body: &AlertBody) -> Vec<u8> {
    let (lane, recipient) = (make::panic::lane(), identity([3; 32]).to_recipient());
    let envelope = seal_alert(&lane, ORIGIN, &recipient, body).unwrap();
    open_body(&[identity([3; 32])], envelope.body()).unwrap().content.to_vec()
}

#[test]
fn notice_boards_are_those_of_the_file_and_read_back() {
    let file = parse(include_str!("../../testdata/vectors/notice.json"));
    assert_eq!(make::notice::file(), file);
    let signer = make::notice::signer();
    for ((_, board), frozen) in make::notice::boards().into_iter().zip(file["boards"].as_array().unwrap()) {
        let note = frozen["note"].as_str().unwrap();
        assert_eq!(NoticeBoard::verify(note.as_bytes(), signer.verifier_key()), Ok(board));
    }
}

#[test]
fn packs_are_those_of_the_file_and_read_back() {
    let file = parse(include_str!("../../testdata/vectors/pack.json"));
    assert_eq!(make::pack::packs(), file);
    let content = make::pack::content();
    let written = make::pack::cloaked(&content);
    assert_eq!(*cloak::decode(&written).unwrap(), content);
    let pack = Pack::decode(&written).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(pack.release(), Release::Within { seconds: make::pack::SECONDS });
    assert!(pack.loads() == [make::pack::load()]);
    assert_eq!(pack.encode(&mut make::pack::head()), written);
}

#[test]
fn messages_of_a_table_are_those_of_the_file_read_back_and_are_signed_for_the_mediator_alone() {
    let file = parse(include_str!("../../testdata/vectors/mediation.json"));
    assert_eq!(make::mediation::mediation(), file);
    let mut copies = 0;
    for ((_, message), frozen) in make::mediation::samples().into_iter().zip(file["messages"].as_array().unwrap()) {
        let read = Message::decode(&bytes(&frozen["cbor"])).unwrap();
        assert_eq!(read, message);
        if let Message::Copy(copy) = read {
            copies += 1;
            assert!(copy.is_signed_for(make::mediation::MEDIATOR) && !copy.is_signed_for(DESK));
        }
    }
    assert_eq!(copies, 3);
}

fn open_opener(opener: &Envelope) -> ThreadKey {
    let desk: Scanner<()> = Scanner::new(ORIGIN, DESK, vec![ClueSecret::from_bytes(&CLUE_SECRET)]);
    assert_eq!(desk.scan(&opener.clue(), &opener.body_hash()), Some(Match::Opener { clue_key: 0 }));
    let opened = open_body(&[identity(INTAKE_SEED)], opener.body()).unwrap();
    let body = OpenerBody::decode(&opened.content, DESK, &opener.clue().ephemeral).unwrap();
    assert_eq!(*body.case_secret, *make::case().case_secret);
    assert_eq!(body.reply_recipient, make::case().reply_identity.to_recipient());
    assert_eq!(body.seen, [[7; 8]]);
    ThreadKey::new(&body.lane_secret, DESK)
}

fn open_content(content: &Envelope, lane: &ThreadKey, file: &Value) {
    let (clue, position) = (content.clue(), Position::Reporter { n: 0 });
    assert!(lane.recognises(ORIGIN, position, &clue, &content.body_hash()));
    let opened = open_body(&[identity(INTAKE_SEED)], content.body()).unwrap();
    let body = ContentBody::decode(&opened.content, DESK, &clue.tag).unwrap();
    assert!(body.stands_at(position));
    assert_eq!(body.lane_id.as_slice(), bytes(&file["lane_id"]));
    assert_eq!(*body.fragment, bytes(&file["message"]));
    assert!(body.mac_matches(DESK, &make::case().author.mac));
    assert_eq!(body.commitment, make::case().author.commitment());
}

fn open_reply(file: &Value, message: &[u8]) {
    let (reply, case) = (envelope(&file["envelope"]), make::case());
    let key = ThreadKey::new(&case.case_secret, DESK);
    let clue = reply.clue();
    assert_eq!(ReplyTargets::new(&key, ORIGIN, 2966..2970).position(&clue.tag), Some(REPLY_POSITION));
    assert!(key.recognises(ORIGIN, REPLY_POSITION, &clue, &reply.body_hash()));
    let opened = open_body(&[case.reply_identity], reply.body()).unwrap();
    let body = ReplyBody::decode(&opened.content, DESK, &clue.tag).unwrap_or_else(|error| panic!("{error}"));
    assert!(body.stands_at(REPLY_POSITION));
    assert_eq!(*body.draft.fragment, message);
    assert_eq!(body.draft.chain_hash().as_slice(), bytes(&file["chain_hash"]));
    assert_eq!(body.signer.as_slice(), bytes(&file["signer"]));
    assert_eq!((body.sealed_at, body.log_size), (1_795_400_000, 1000));
    let file_key = ExposedFileKey::from_bytes(bytes(&file["file_key"]).try_into().unwrap());
    assert_eq!(open_body_with_file_key(&file_key, reply.body()), Ok(opened.content));
}

fn find_nothing_in_dummy(file: &Value) {
    let dummy = envelope(&file["envelope"]);
    let mut desk: Scanner<()> = Scanner::new(ORIGIN, DESK, vec![ClueSecret::from_bytes(&CLUE_SECRET)]);
    desk.expect((), Position::Reporter { n: 0 }, &ThreadKey::new(&make::case().case_secret, DESK));
    assert_eq!(desk.scan(&dummy.clue(), &dummy.body_hash()), None);
    assert!(open_body(&[identity(INTAKE_SEED)], dummy.body()).is_err());
    assert!(open_body(&[identity(DUMMY_SEED)], dummy.body()).unwrap().content.is_empty());
}

fn parse(file: &str) -> Value {
    serde_json::from_str(file).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn envelope(value: &Value) -> Envelope {
    Envelope::from_bytes(&BASE64.decode(value.as_str().unwrap()).unwrap()).unwrap()
}
