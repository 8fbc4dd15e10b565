//! The vectors of deposits and alerts: sections 11 and 12.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use davylamp_protocol::alert::{
    AlertBody, AlertContent, AlertLane, AlertName, Attendance, Raised, Stage, Word, Words, X, ack_hash, seal_ack,
    seal_alert,
};
use davylamp_protocol::clue::{Position, ThreadKey};
use davylamp_protocol::contact::Contact;
use davylamp_protocol::deposit::{
    Action, Deposit, Hold, Lapse, Promise, Release, RenewalRoot, SLIP_LEN, Visit, request_hash, verifier_of,
};
use davylamp_protocol::envelope::{Dummies, ENVELOPE_LEN, Envelope, open_body};
use davylamp_protocol::log::note::NoteSigner;
use davylamp_protocol::message::{Arm, Message};
use rand_core::OsRng;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{DESK, ORIGIN, identity};

/// The lane secret of the frozen profile.
pub(crate) const LANE_SECRET: [u8; 32] = [0x1a; 32];
/// Opens the frozen alerts.
pub(crate) const ALERT_SEED: [u8; 32] = [0xa1; 32];
/// The x of the first alert; the others count up from it.
pub(crate) const X0: u8 = 0x40;
/// The word and the duress word.
pub(crate) const WORDS: [&str; 2] = ["copper kettle", "tin kettle"];
/// When the frozen profile expires.
pub(crate) const EXPIRES: u64 = 1_800_000_000;
const ID: [u8; 16] = [0x1d; 16];
const SALT: [u8; 32] = [0x5a; 32];

/// The two words of the frozen profile.
pub(crate) fn words() -> Words {
    let [right, duress] = WORDS.map(|word| Word::normal(word).unwrap());
    Words::new(right, duress).unwrap()
}

/// `K(0)` of the frozen profile.
pub(crate) fn lane() -> AlertLane {
    AlertLane::new(&LANE_SECRET, DESK)
}

/// The log's key.
pub(crate) fn log() -> NoteSigner {
    NoteSigner::from_seed(ORIGIN, &[0x10; 32]).unwrap()
}

fn r(word: &str) -> Zeroizing<[u8; 32]> {
    RenewalRoot::derive(&Word::typed(word), &SALT).r(&ID)
}

/// The releases of the frozen deposits.
pub(crate) fn releases() -> [(&'static str, Release); 3] {
    let [right, duress] = WORDS.map(|word| verifier_of(&r(word)));
    [
        ("now", Release::Now),
        ("within", Release::Within { seconds: 21_600 }),
        ("lapse", Release::Lapse(Lapse { hold: 46_800, right, duress })),
    ]
}

/// The frozen deposit of a release, of an envelope that anybody can write down.
pub(crate) fn deposit(release: Release) -> Deposit {
    Deposit { id: ID, release, envelope: Envelope::from_bytes(&[0xee; ENVELOPE_LEN]).unwrap() }
}

/// The frozen visit.
pub(crate) fn visit(action: Action) -> Visit {
    Visit { action, id: ID, r: r(WORDS[0]), nonce: [0x77; 16] }
}

/// `deposit.json`: section 11.
pub(crate) fn deposits() -> Value {
    let slips = releases().map(|(name, release)| {
        let (slip, hash) = slip_and_hash(&deposit(release).encode());
        json!({ "release": name, "slip": slip, "request": hash })
    });
    let visits = [("renew", Action::Renew), ("delete", Action::Delete)].map(|(name, action)| {
        let (slip, hash) = slip_and_hash(&visit(action).encode());
        json!({ "action": name, "slip": slip, "request": hash })
    });
    let renewals = WORDS.map(
        |word| json!({ "word": word, "r": hex::encode(*r(word)), "verifier": hex::encode(verifier_of(&r(word))) }),
    );
    let promise = Promise { request: [0xab; 32], time: 1_795_400_000 };
    json!({
        "envelope": "4096 bytes ee",
        "id": hex::encode(ID),
        "salt": hex::encode(SALT),
        "renewals": renewals,
        "deposits": slips,
        "visits": visits,
        "promise": { "log": log().verifier_key().to_string(), "note": promise.sign(&log()) },
        "record": hex::encode(hold().encode()),
    })
}

fn slip_and_hash(request: &[u8]) -> (String, String) {
    (hex::encode(request.first_chunk::<SLIP_LEN>().unwrap()), hex::encode(request_hash(request)))
}

/// The frozen lapsing deposit, after two wrong words.
pub(crate) fn hold() -> Hold {
    let [_, _, (_, Release::Lapse(lapse))] = releases() else { panic!("the third lapses") };
    let mut hold = Hold::new(&lapse, 1_000_000, 60_000);
    for nonce in [[1; 16], [2; 16]] {
        let wrong = Visit { r: Zeroizing::new([0; 32]), nonce, ..visit(Action::Renew) };
        let _ = hold.visit(&wrong, 1_000_000, 60_000);
    }
    hold
}

/// The frozen arm message, with every field.
pub(crate) fn arm() -> Message {
    let [lane, seed] = [LANE_SECRET, ALERT_SEED].map(Zeroizing::new);
    let mut arm = Arm::new(&lane, &seed, EXPIRES, &words(), "Llamen a Rosa");
    arm.invite = Some("zoom abacus".into());
    arm.contacts = vec![Contact { relay: "127.0.0.1:8600".into(), desk: log().verifier_key().clone() }.to_string()];
    Message::Arm(arm)
}

/// `alert.json`: section 12.
pub(crate) fn alerts() -> Value {
    let body_hash = [0xb0; 32];
    let lanes = [lane(), lane().next(), lane().next().next()].map(|lane| {
        let clue = ThreadKey::from_bound(lane.to_bytes()).clue(ORIGIN, Position::Alert, &body_hash);
        json!({ "key": hex::encode(*lane.to_bytes()), "clue": hex::encode(clue.to_bytes()) })
    });
    let x = X::from_bytes(&[X0; 32]);
    let acks = [Stage::Received, Stage::Person].map(|stage| {
        let ack = x.ack(ORIGIN, stage);
        json!({ "stage": stage as u8, "ack": hex::encode(ack), "hash": hex::encode(ack_hash(&ack)) })
    });
    json!({
        "origin": ORIGIN,
        "desk": hex::encode(DESK.0),
        "lane_secret": hex::encode(LANE_SECRET),
        "body_hash": hex::encode(body_hash),
        "lanes": lanes,
        "x": hex::encode(x.expose()),
        "name": hex::encode(x.name()),
        "acks": acks,
        "arm": hex::encode(&*arm().encode()),
    })
}

fn x(place: u8) -> X {
    X::from_bytes(&[X0 + place; 32])
}

/// A body of each kind: about the first, where it is about one.
pub(crate) fn bodies() -> Vec<(&'static str, AlertBody)> {
    let (about, word) = (x(0).name(), || Word::typed(" COPPER kettle"));
    let update = |text: Option<&str>, place: Option<&str>| AlertContent::Update {
        about,
        text: text.map(Into::into),
        place: place.map(Into::into),
        attachment: None,
    };
    let contents = vec![
        ("alert", AlertContent::Alert),
        ("drill", AlertContent::Drill),
        ("update", update(Some("Vienen por mí"), Some("Mina Norte, puerta 2"))),
        ("update without words", update(None, None)),
        ("cancel", AlertContent::Cancel { about, word: word(), ends: false }),
        ("end", AlertContent::Cancel { about: AlertName::default(), word: word(), ends: true }),
        ("start", AlertContent::Alive { word: word(), renews: 0, until: EXPIRES, grace: 3600 }),
        ("renew", AlertContent::Alive { word: word(), renews: EXPIRES, until: EXPIRES + 43_200, grace: 3600 }),
        ("stop", AlertContent::Alive { word: word(), renews: EXPIRES + 43_200, until: 0, grace: 3600 }),
    ];
    (0..).zip(contents).map(|(place, (name, content))| (name, AlertBody { x: x(place), content })).collect()
}

/// `sealed-alerts.json`: section 12.3 and 12.4.
pub(crate) fn sealed() -> Value {
    let recipient = identity(ALERT_SEED).to_recipient();
    let sealed = bodies().into_iter().map(|(name, body)| {
        let envelope = seal_alert(&lane(), ORIGIN, &recipient, &body).unwrap();
        let content = open_body(&[identity(ALERT_SEED)], envelope.body()).unwrap().content;
        json!({ "name": name, "cbor": hex::encode(&*content), "envelope": BASE64.encode(envelope.as_bytes()) })
    });
    let ack = seal_ack(&Dummies::new(&mut OsRng), x(0).ack(ORIGIN, Stage::Person), &mut OsRng);
    json!({
        "lane_key": hex::encode(*lane().to_bytes()),
        "seed": hex::encode(ALERT_SEED),
        "bodies": sealed.collect::<Vec<_>>(),
        "acknowledgement": BASE64.encode(ack.as_bytes()),
    })
}

/// `alert-state.json`: what rests on a device and at a desk.
pub(crate) fn states() -> Value {
    json!({ "raised": hex::encode(&*raised().encode_state()), "attendance": hex::encode(&*attendance().encode_state()) })
}

/// An alert with an update, received.
pub(crate) fn raised() -> Raised {
    let mut raised = Raised::new(&x(0), &[ORIGIN, "b.example"]);
    raised.follow(&x(2), &[ORIGIN, "b.example"]);
    raised.sees(ORIGIN, &x(2).ack(ORIGIN, Stage::Received));
    raised
}

/// A desk that has heard all but the end and the stop, with the last deadline missed.
pub(crate) fn attendance() -> Attendance {
    let mut attendance = Attendance::new(words(), EXPIRES);
    for (name, body) in bodies().into_iter().filter(|(name, _)| !["end", "stop"].contains(name)) {
        assert!(!attendance.take(&body, EXPIRES).is_empty(), "{name}");
    }
    attendance.acknowledge(&x(1).name());
    assert_eq!(attendance.due(EXPIRES + 43_200 + 3600 + 901, 900).len(), 1);
    attendance
}
