use std::sync::LazyLock;

use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::clue::ClueSecret;
use crate::envelope::open_body;
use crate::hybrid::HybridIdentity;
use crate::keys::Passphrase;
use crate::scan::{Match, Scanner};
use crate::thread::{Assembler, seen_tag};

const DESK: DeskKey = DeskKey([9; 32]);
const ORIGIN: &str = "log.example";
const SCOPE: Scope<'_> = Scope { origin: ORIGIN, desk: DESK };
const TAG: Tag = [3; 16];

static CASE: LazyLock<CaseKeys> = LazyLock::new(|| {
    Passphrase::parse("abacus abdomen zoom zoology abacus abdomen zoom zoology").unwrap().root().case(DESK)
});
static INTAKE: LazyLock<HybridIdentity> = LazyLock::new(|| HybridIdentity::from_seed(Zeroizing::new([4; 32])));

fn body() -> ContentBody {
    let body = ContentBody {
        tag: TAG,
        lane_id: [6; 16],
        number: 1,
        previous: [7; 32],
        part: 0,
        parts: 1,
        fragment: Zeroizing::new(b"text".to_vec()),
        commitment: CASE.author.commitment(),
        mac: [0; 32],
    };
    body.authenticated(DESK, &CASE.author.mac)
}

fn altered(change: impl FnOnce(&mut Wire)) -> Result<ContentBody, NotForUs> {
    let bytes = body().encode(DESK);
    let mut wire: Wire = cbor::decode(&bytes).unwrap();
    change(&mut wire);
    ContentBody::decode(&cbor::encode(&wire), DESK, &TAG)
}

#[test]
fn reads_back_what_it_wrote() {
    assert!(ContentBody::decode(&body().encode(DESK), DESK, &TAG) == Ok(body()));
}

#[test]
fn rejects_another_desk_tag_or_version() {
    let bytes = body().encode(DESK);
    assert!(ContentBody::decode(&bytes, DeskKey([8; 32]), &TAG).is_err());
    assert!(ContentBody::decode(&bytes, DESK, &[4; 16]).is_err());
    assert!(altered(|wire| wire.desk = [8; 32]).is_err());
    assert!(altered(|wire| wire.tag = [4; 16]).is_err());
    assert!(altered(|wire| wire.version = 2).is_err());
}

#[test]
fn rejects_what_is_not_canonical() {
    let bytes = body().encode(DESK);
    let trailing = [&bytes[..], &[0]].concat();
    let long_version = [&bytes[..2], &[0x18, 1], &bytes[3..]].concat();
    for wrong in [&[][..], &bytes[1..], &bytes[..bytes.len() - 1], &trailing, &long_version] {
        assert!(ContentBody::decode(wrong, DESK, &TAG).is_err());
    }
    assert!(altered(|wire| wire.mac = None).is_err());
}

#[test]
fn rejects_parts_and_fragments_out_of_bounds() {
    assert!(altered(|wire| (wire.part, wire.parts) = (63, 64)).is_ok());
    for (part, parts) in [(0, 0), (1, 1), (64, 65), (0, 65), (255, 255)] {
        assert!(altered(|wire| (wire.part, wire.parts) = (part, parts)).is_err(), "{part} of {parts}");
    }
    assert!(altered(|wire| wire.fragment = vec![0; FRAGMENT_MAX]).is_ok());
    assert!(altered(|wire| wire.fragment = vec![0; FRAGMENT_MAX + 1]).is_err());
}

#[test]
fn rejects_a_first_message_that_follows_another() {
    assert!(altered(|wire| (wire.number, wire.previous) = (0, [0; 32])).is_ok());
    assert!(altered(|wire| wire.number = 0).is_err());
}

#[test]
fn stands_only_at_the_position_of_its_number() {
    assert!(body().stands_at(Position::Reporter { n: 1 }));
    assert!(!body().stands_at(Position::Reporter { n: 0 }));
    assert!(!body().stands_at(Position::Desk { lane: 0, week: 0, n: 1 }));
    assert!(!body().stands_at(Position::Canary { n: 1 }));
}

#[test]
fn a_mac_covers_every_field_and_the_author_s_key_alone_makes_it() {
    assert!(body().mac_matches(DESK, &CASE.author.mac));
    assert!(!body().mac_matches(DeskKey([8; 32]), &CASE.author.mac));
    assert!(!body().mac_matches(DESK, &AuthorMacKey::from_bytes(&[1; 32])));
    let changes: [fn(&mut Wire); 7] = [
        |wire| wire.lane_id = [5; 16],
        |wire| wire.number = 2,
        |wire| wire.previous = [8; 32],
        |wire| wire.parts = 2,
        |wire| wire.fragment = b"texT".to_vec(),
        |wire| wire.commitment = [8; 32],
        |wire| wire.mac = Some([8; 32]),
    ];
    for change in changes {
        let changed = altered(change).expect("the desk cannot tell before a claim");
        assert!(!changed.mac_matches(DESK, &CASE.author.mac));
    }
}

/// What a desk and its log do with a session: entries in, messages out.
fn receive(envelopes: &[Envelope], clue_key: ClueSecret) -> (OpenerBody, Vec<ContentBody>) {
    let mut scanner: Scanner<()> = Scanner::new(ORIGIN, DESK, vec![clue_key]);
    let (opener, content) = envelopes.split_first().unwrap();
    assert_eq!(scanner.scan(&opener.clue(), &opener.body_hash()), Some(Match::Opener { clue_key: 0 }));
    let opened = open_body(std::slice::from_ref(&*INTAKE), opener.body()).unwrap();
    let opened = OpenerBody::decode(&opened.content, DESK, &opener.clue().ephemeral).unwrap();
    let lane = ThreadKey::new(&opened.lane_secret, DESK);
    let bodies = (0..).zip(content).map(|(n, envelope)| {
        let position = Position::Reporter { n };
        scanner.expect((), position, &lane);
        let found = scanner.scan(&envelope.clue(), &envelope.body_hash());
        assert_eq!(found, Some(Match::Thread { lane: (), position }));
        let opened = open_body(std::slice::from_ref(&*INTAKE), envelope.body()).unwrap();
        let body = ContentBody::decode(&opened.content, DESK, &envelope.clue().tag).unwrap();
        assert!(body.stands_at(position));
        body
    });
    let bodies = bodies.collect();
    (opened, bodies)
}

fn send(messages: &[&[u8]], clue_key: &ClueSecret, seed: u64) -> (Vec<Envelope>, [u8; 16]) {
    let mut rng = StdRng::seed_from_u64(seed);
    let (intake, seen) = (INTAKE.to_recipient(), vec![seen_tag(&TAG)]);
    let (mut lane, opener) = LaneWriter::open(SCOPE, &clue_key.public(), &intake, &CASE, seen, &mut rng).unwrap();
    let content = messages.iter().flat_map(|message| lane.write(message).unwrap()).collect();
    ([vec![opener], content].concat(), lane.lane_id())
}

#[test]
fn a_long_report_and_a_short_text_arrive_whole_in_one_session() {
    let clue_key = ClueSecret::generate(&mut StdRng::seed_from_u64(1));
    let report: Vec<u8> = (0..6000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let (envelopes, lane_id) = send(&[&report, b"more"], &clue_key, 2);
    assert_eq!(envelopes.len(), 1 + 4 + 1);
    let (opener, bodies) = receive(&envelopes, clue_key);
    assert_eq!(*opener.case_secret, *CASE.case_secret);
    assert_eq!(opener.reply_recipient, CASE.reply_identity.to_recipient());
    assert_eq!(opener.seen, [[3; 8]]);

    let mut assembler = Assembler::default();
    let joined = bodies.iter().filter_map(|body| assembler.push(body.part, body.parts, &body.fragment).unwrap());
    assert_eq!(joined.map(|message| message.to_vec()).collect::<Vec<_>>(), [report, b"more".to_vec()]);
    let mut previous = [0; 32];
    for (number, body) in (0..).zip(&bodies) {
        assert_eq!((body.number, body.lane_id, body.previous), (number, lane_id, previous));
        assert_eq!(body.commitment, CASE.author.commitment());
        assert!(body.mac_matches(DESK, &CASE.author.mac));
        previous = body.chain_hash(DESK);
    }
}

#[test]
fn an_omission_shows_in_the_chain() {
    let clue_key = ClueSecret::generate(&mut StdRng::seed_from_u64(3));
    let (_, bodies) = receive(&send(&[b"a", b"b", b"c"], &clue_key, 4).0, clue_key);
    let [first, second, third] = bodies.try_into().map_err(|_| "three").unwrap();
    assert_eq!(third.previous, second.chain_hash(DESK));
    assert_ne!(third.previous, first.chain_hash(DESK));
    assert_ne!(second.chain_hash(DESK), second.chain_hash(DeskKey([8; 32])));
}

#[test]
fn two_sessions_of_one_case_share_nothing_that_the_log_shows() {
    let clue_key = ClueSecret::generate(&mut StdRng::seed_from_u64(5));
    let (one, other) = (send(&[b"a"], &clue_key, 6), send(&[b"a"], &clue_key, 7));
    assert_ne!(one.1, other.1);
    for (one, other) in one.0.iter().zip(&other.0) {
        assert_ne!(one.clue().tag, other.clue().tag);
        assert_ne!(one.clue().ephemeral, other.clue().ephemeral);
        assert_ne!(one.body_hash(), other.body_hash());
    }
}

/// The attack that a symbolic proof attempt finds without the echo: a logged body under the attacker's own lane.
#[test]
fn a_body_moved_under_another_s_clue_is_nothing() {
    let mut rng = StdRng::seed_from_u64(8);
    let clue_key = ClueSecret::generate(&mut rng);
    let (envelopes, _) = send(&[b"secret"], &clue_key, 9);

    let opener = &envelopes[0];
    let clue = OpenerClue::begin(SCOPE, &clue_key.public(), &mut rng).unwrap().finish(&opener.body_hash());
    assert!(clue_key.recognises(SCOPE, &clue, &opener.body_hash()), "the attacker's clue is a good one");
    let opened = open_body(std::slice::from_ref(&*INTAKE), opener.body()).unwrap();
    assert!(OpenerBody::decode(&opened.content, DESK, &clue.ephemeral).is_err());

    let (content, lane) = (&envelopes[1], ThreadKey::new(&[66; 32], DESK));
    let clue = lane.clue(ORIGIN, Position::Reporter { n: 0 }, &content.body_hash());
    assert!(lane.recognises(ORIGIN, Position::Reporter { n: 0 }, &clue, &content.body_hash()));
    let opened = open_body(std::slice::from_ref(&*INTAKE), content.body()).unwrap();
    assert!(ContentBody::decode(&opened.content, DESK, &clue.tag).is_err());
}

#[test]
fn what_was_meant_for_one_desk_is_nothing_at_another() {
    let clue_key = ClueSecret::generate(&mut StdRng::seed_from_u64(10));
    let (envelopes, _) = send(&[b"a"], &clue_key, 11);
    let other: Scanner<()> = Scanner::new(ORIGIN, DeskKey([8; 32]), vec![clue_key]);
    for envelope in &envelopes {
        assert_eq!(other.scan(&envelope.clue(), &envelope.body_hash()), None);
        let opened = open_body(std::slice::from_ref(&*INTAKE), envelope.body()).unwrap();
        let clue = envelope.clue();
        assert!(OpenerBody::decode(&opened.content, DeskKey([8; 32]), &clue.ephemeral).is_err());
        assert!(ContentBody::decode(&opened.content, DeskKey([8; 32]), &clue.tag).is_err());
    }
}

#[test]
fn refuses_a_card_whose_clue_key_has_low_order_and_a_message_that_is_too_long() {
    let mut rng = StdRng::seed_from_u64(12);
    let intake = INTAKE.to_recipient();
    let refused = LaneWriter::open(SCOPE, &[0; 32], &intake, &CASE, vec![], &mut rng);
    assert!(matches!(refused, Err(ContentError::ClueKey(BadClueKey))));
    let clue_key = ClueSecret::generate(&mut rng);
    let (mut lane, _) = LaneWriter::open(SCOPE, &clue_key.public(), &intake, &CASE, vec![], &mut rng).unwrap();
    let longest = FRAGMENT_MAX * usize::from(PARTS_MAX);
    assert!(matches!(lane.write(&vec![0; longest + 1]), Err(ContentError::Parts(PartsError::TooLong))));
    assert_eq!(lane.write(b"still good").unwrap().len(), 1);
}
