//! Makes the vectors of `testdata/vectors`: the parts that come out alike each time, and sealings, which do not.

#![allow(clippy::unwrap_used, reason = "what cannot be made is a failed test")]
#![allow(dead_code, reason = "the tests and the maker of their files each use a part")]

#[path = "mediation.rs"]
pub(crate) mod mediation;
#[path = "notice.rs"]
pub(crate) mod notice;
#[path = "pack.rs"]
pub(crate) mod pack;
#[path = "panic.rs"]
pub(crate) mod panic;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use davylamp_protocol::attachment::{Attachment, AttachmentSecret, Metadata};
use davylamp_protocol::clue::{ClueSecret, DeskKey, OpenerClue, Position, Scope, ThreadKey, dummy_clue};
use davylamp_protocol::envelope::{Envelope, hash_body, seal_body};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::keys::{CaseKeys, Passphrase};
use davylamp_protocol::labelled::{hash, input, kdf, prf, sign};
use davylamp_protocol::message::{
    Account, Affected, AskedFor, Blacklist, ConsentAnswer, ConsentLevel, ConsentRequest, DatePrecision, Deed, Handover,
    Helped, Kind, Link, LinkRole, Message, Outcome, Perpetrator, Received, RelayedAnswer, Report, ReportFields,
    Speaker, StaffRole, Status, StatusUpdate, Step, Text,
};
use davylamp_protocol::thread::{LaneWriter, ReplyDraft};
use ed25519_dalek::SigningKey;
use rand_core::{CryptoRng, OsRng, RngCore};
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// The log of every vector.
pub(crate) const ORIGIN: &str = "log.davylamp.example";
/// The desk of every vector.
pub(crate) const DESK: DeskKey = DeskKey([0xd5; 32]);
/// The scope of every vector.
pub(crate) const SCOPE: Scope<'_> = Scope { origin: ORIGIN, desk: DESK };
/// The reporter of every vector.
pub(crate) const PASSPHRASE: &str = "abacus abdomen abdominal zoologist zoology zoom abide ability";
/// Signs the frozen reply.
pub(crate) const SIGNER_SEED: [u8; 32] = [0x51; 32];
/// Opens the frozen opener and content.
pub(crate) const INTAKE_SEED: [u8; 32] = [0x1a; 32];
/// Finds the frozen opener.
pub(crate) const CLUE_SECRET: [u8; 32] = [0xc1; 32];
/// Opens the frozen dummy, whose recipient is otherwise forgotten.
pub(crate) const DUMMY_SEED: [u8; 32] = [0xdd; 32];
/// Where the frozen reply stands.
pub(crate) const REPLY_POSITION: Position = Position::Desk { lane: 3, week: 2969, n: 2 };

/// Draws given bytes: how a vector fixes what is else random.
pub(crate) struct Given(Vec<u8>);

impl RngCore for Given {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.0.drain(..bytes.len()).collect::<Vec<_>>());
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Given {}

/// The reporter's keys at [`DESK`].
pub(crate) fn case() -> CaseKeys {
    Passphrase::parse(PASSPHRASE).unwrap().root().case(DESK)
}

/// `labelled.json`: section 1.
pub(crate) fn labelled() -> Value {
    let (key, label) = ([0x0b; 32], "davylamp/v1/example");
    let signer = SigningKey::from_bytes(&SIGNER_SEED);
    let of = |fields: &[&[u8]]| {
        json!({
            "fields": fields.iter().map(hex::encode).collect::<Vec<_>>(),
            "input": hex::encode(&*input(label, fields)),
            "prf": hex::encode(*prf(&key, label, fields)),
            "kdf": hex::encode(*kdf(&key, b"salt", label, fields)),
            "hash": hex::encode(hash(label, fields)),
            "signature": hex::encode(sign(&signer, label, fields)),
        })
    };
    json!({
        "label": label,
        "key": hex::encode(key),
        "salt": hex::encode("salt"),
        "signing_seed": hex::encode(SIGNER_SEED),
        "signing_public": hex::encode(signer.verifying_key().to_bytes()),
        "cases": [of(&[]), of(&[b""]), of(&[b"ab", b"c"]), of(&[b"a", b"bc"]), of(&[&[0xff; 300]])],
    })
}

/// `clue.json`: section 3.
pub(crate) fn clue() -> Value {
    let (secret, body_hash, scalar) = ([0x5e; 32], [0xb0; 32], [0xe0; 32]);
    let key = ThreadKey::new(&secret, DESK);
    let positions = [
        ("reporter", Position::Reporter { n: 0 }, json!([0])),
        ("reporter", Position::Reporter { n: 258 }, json!([258])),
        ("desk", Position::Desk { lane: 0, week: 2969, n: 0 }, json!([0, 2969, 0])),
        ("desk", Position::Desk { lane: 15, week: 2970, n: 15 }, json!([15, 2970, 15])),
        ("canary", Position::Canary { n: 7 }, json!([7])),
        ("custody", Position::Custody { n: 1 }, json!([1])),
        ("claim", Position::Claim, json!([0])),
    ];
    let threads = positions.map(|(who, position, fields)| {
        let clue = key.clue(ORIGIN, position, &body_hash);
        json!({ "who": who, "fields": fields, "clue": hex::encode(clue.to_bytes()) })
    });
    let desk = ClueSecret::from_bytes(&CLUE_SECRET);
    let opener = OpenerClue::begin(SCOPE, &desk.public(), &mut Given(scalar.to_vec())).unwrap();
    json!({
        "origin": ORIGIN,
        "desk": hex::encode(DESK.0),
        "body_hash": hex::encode(body_hash),
        "secret": hex::encode(secret),
        "bound": hex::encode(key.to_bound()),
        "threads": threads,
        "opener": {
            "clue_secret": hex::encode(CLUE_SECRET),
            "clue_key": hex::encode(desk.public()),
            "scalar": hex::encode(scalar),
            "clue": hex::encode(opener.finish(&body_hash).to_bytes()),
        },
    })
}

/// `case.json`: section 7.
pub(crate) fn keys() -> Value {
    let case = case();
    json!({
        "passphrase": PASSPHRASE,
        "desk": hex::encode(DESK.0),
        "case_secret": hex::encode(*case.case_secret),
        "reply_seed": hex::encode(**case.reply_identity.expose_seed()),
        "reply_recipient_sha256": hex::encode(sha256(&case.reply_identity.to_recipient().to_bytes())),
        "author_verifier": hex::encode(case.author.verifier()),
        "author_mac_key": hex::encode(case.author.mac.expose()),
        "commitment": hex::encode(case.author.commitment()),
        "mac_of_text": hex::encode(case.author.mac.authenticate(DESK, &[3; 16], b"text")),
    })
}

/// `messages.json`: section 9, every kind, and every field of a report.
pub(crate) fn messages() -> Value {
    let samples = samples().map(|(name, message)| json!({ "name": name, "cbor": hex::encode(&*message.encode()) }));
    json!({ "messages": samples })
}

/// One message of each kind, and a report without fields.
pub(crate) fn samples() -> [(&'static str, Message); 9] {
    let text = || "Quédense en casa".to_owned();
    [
        ("report without fields", Message::Report(Report::new("Me amenazaron", None))),
        ("report with every field", Message::Report(Report::new("Me amenazaron", Some(every_field())))),
        ("text", Message::Text(Text::new(text()))),
        ("received", Message::Received(Received::new(vec![[1; 16], [2; 16]]))),
        ("status", Message::Status(StatusUpdate::new(Status::Working, Some(text()), Some(1_800_000_000)))),
        ("status without text", Message::Status(StatusUpdate::new(Status::Closed, None, None))),
        (
            "consent request",
            Message::ConsentRequest(ConsentRequest::new([1, 2, 3, 4], "Abogada", text(), ConsentLevel::Counsel)),
        ),
        ("consent answer", Message::ConsentAnswer(ConsentAnswer::new([1, 2, 3, 4], false, Some(text())))),
        ("outcome", Message::Outcome(Outcome::new(Helped::Partly, text()))),
    ]
}

/// `decide.json`: kinds and keys of section 9 that came later.
pub(crate) fn decisions() -> Value {
    let samples = later().map(|(name, message)| json!({ "name": name, "cbor": hex::encode(&*message.encode()) }));
    json!({ "messages": samples })
}

/// A request with every key, words passed on, and an account.
pub(crate) fn later() -> [(&'static str, Message); 4] {
    let step = |day, role, deed, words: Option<&str>| Step { day, role, deed, words: words.map(str::to_owned) };
    let mut request = ConsentRequest::new([1, 2, 3, 4], "Abogada", "Para el juicio", ConsentLevel::Counsel);
    (request.what, request.then) = (Some("El relato, sin nombres".into()), Some("Presenta la demanda".into()));
    let relayed = RelayedAnswer::new("Minera SA", Speaker::Company, "No existe tal lista.\n");
    let mut commented = RelayedAnswer::new("Inspector Díaz", Speaker::Official, "Se abrió una investigación.");
    commented.answered_at = Some(1_800_000_000);
    commented.comment = Some("No dicen quién la lleva.".into());
    let account = vec![
        step(20_797, StaffRole::Lawyer, Deed::Opened, None),
        step(20_797, StaffRole::Caseworker, Deed::WroteTo, None),
        step(20_798, StaffRole::Other, Deed::Other, Some("Fuimos a la mina")),
    ];
    [
        ("consent request with every key", Message::ConsentRequest(request)),
        ("relayed answer", Message::RelayedAnswer(relayed)),
        ("relayed answer with every key", Message::RelayedAnswer(commented)),
        ("account", Message::Account(Account::new(account))),
    ]
}

/// `attachment.json`: section 16, what names a file, and where its chunks are.
pub(crate) fn attachments() -> Value {
    let secret = AttachmentSecret::from_bytes(ATTACHMENT_SECRET);
    let ids = [0, 1, 17_407].map(|n| json!({ "n": n, "id": hex::encode(secret.chunk_id(ORIGIN, n)) }));
    let messages = attached().map(|(name, message)| json!({ "name": name, "cbor": hex::encode(&*message.encode()) }));
    json!({ "secret": hex::encode(ATTACHMENT_SECRET), "origin": ORIGIN, "chunk_ids": ids, "messages": messages })
}

/// Every message that names a file.
pub(crate) fn attached() -> [(&'static str, Message); 3] {
    let attachment = |name: &str, metadata| Attachment {
        name: name.into(),
        media_type: "image/jpeg".into(),
        size: 200_000,
        content_hash: [0xc1; 32],
        secret: AttachmentSecret::from_bytes(ATTACHMENT_SECRET),
        chunks: 1,
        sealed_hash: [0x5e; 32],
        origin: ORIGIN.into(),
        metadata,
    };
    let both = || vec![attachment("photo-1.jpg", Metadata::Rewritten), attachment("photo-2.jpg", Metadata::Kept)];
    let (mut report, mut words) = (Report::new("Me amenazaron", None), Text::new("Otra foto"));
    (report.attachments, words.attachments) = (both(), both());
    let handover = Handover::new(attachment("case-0102030405060708.tar", Metadata::Kept), Some("Cerramos".into()));
    [
        ("report with attachments", Message::Report(report)),
        ("text with attachments", Message::Text(words)),
        ("handover", Message::Handover(handover)),
    ]
}

const ATTACHMENT_SECRET: [u8; 32] = [0x5a; 32];

fn every_field() -> ReportFields {
    ReportFields {
        kinds: vec![Kind::Threat, Kind::Blacklisting, Kind::Other],
        affected: vec![Affected::Worker, Affected::Union],
        date: Some("3 de mayo".into()),
        date_precision: Some(DatePrecision::About),
        site: Some("Mina Norte".into()),
        country: Some("CL".into()),
        mineral: Some("cobre".into()),
        employer: Some("Minera SA".into()),
        employer_country: Some("CA".into()),
        links: vec![Link { role: LinkRole::Smelter, name: "Fundición".into() }],
        perpetrators: vec![Perpetrator::Employer, Perpetrator::Police],
        blacklist: Some(Blacklist {
            kept_by: Some("a".into()),
            circulated_by: Some("b".into()),
            used_by: Some("c".into()),
            refusals: Some("d".into()),
        }),
        prior_threats: Some("dos veces".into()),
        asked_for: vec![AskedFor::Protection, AskedFor::ToBeHeard],
        consent: Some(ConsentLevel::Counsel),
        contact_wanted: Some(true),
    }
}

/// `sealed.json`: one envelope of each kind. Never made twice alike: the file in the repository is the vector.
pub(crate) fn sealed() -> Value {
    let (case, intake) = (case(), identity(INTAKE_SEED).to_recipient());
    let clue_key = ClueSecret::from_bytes(&CLUE_SECRET).public();
    let (mut lane, opener) = LaneWriter::open(SCOPE, &clue_key, &intake, &case, vec![[7; 8]], &mut OsRng).unwrap();
    let message = Message::Text(Text::new("frozen")).encode();
    let content = lane.write(&message).unwrap().remove(0);
    json!({
        "origin": ORIGIN,
        "desk": hex::encode(DESK.0),
        "clue_secret": hex::encode(CLUE_SECRET),
        "intake_seed": hex::encode(INTAKE_SEED),
        "passphrase": PASSPHRASE,
        "message": hex::encode(&*message),
        "opener": BASE64.encode(opener.as_bytes()),
        "content": BASE64.encode(content.as_bytes()),
        "lane_id": hex::encode(lane.lane_id()),
        "reply": sealed_reply(&case, &message),
        "dummy": sealed_dummy(),
    })
}

fn sealed_reply(case: &CaseKeys, message: &[u8]) -> Value {
    let signer = SigningKey::from_bytes(&SIGNER_SEED);
    let draft = ReplyDraft {
        lane: 3,
        number: 0,
        previous: [0; 32],
        part: 0,
        parts: 1,
        fragment: Zeroizing::new(message.to_vec()),
    };
    let key = ThreadKey::new(&case.case_secret, DESK);
    let recipient = case.reply_identity.to_recipient();
    let sealed = draft.seal(SCOPE, &key, REPLY_POSITION, &recipient, &signer, 1_795_400_000, 1000).unwrap();
    json!({
        "position": { "lane": 3, "week": 2969, "n": 2 },
        "signer": hex::encode(signer.verifying_key().to_bytes()),
        "sealed_at": 1_795_400_000,
        "log_size": 1000,
        "chain_hash": hex::encode(draft.chain_hash()),
        "file_key": hex::encode(sealed.file_key.expose_bytes()),
        "envelope": BASE64.encode(sealed.envelope.as_bytes()),
    })
}

fn sealed_dummy() -> Value {
    let body = seal_body(&identity(DUMMY_SEED).to_recipient(), &[]).unwrap();
    let envelope = Envelope::new(dummy_clue(&mut OsRng), &body);
    json!({
        "seed": hex::encode(DUMMY_SEED),
        "body_hash": hex::encode(hash_body(&body)),
        "envelope": BASE64.encode(envelope.as_bytes()),
    })
}

/// The identity of a seed.
pub(crate) fn identity(seed: [u8; 32]) -> HybridIdentity {
    HybridIdentity::from_seed(Zeroizing::new(seed))
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).into()
}
