//! Section 15.

use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::keys::Passphrase;
use davylamp_protocol::log::note::NoteSigner;
use davylamp_protocol::message::{Copy, Join, Leave, Message, Party, Status, StatusUpdate, Table, TableId, Text};
use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use super::{DESK, PASSPHRASE, SIGNER_SEED};

/// The mediator of every vector.
pub(crate) const MEDIATOR: DeskKey = DeskKey([0xe7; 32]);

/// `mediation.json`.
pub(crate) fn mediation() -> Value {
    let samples = samples().map(|(name, message)| json!({ "name": name, "cbor": hex::encode(&*message.encode()) }));
    json!({
        "passphrase": PASSPHRASE,
        "desk": hex::encode(DESK.0),
        "mediator": hex::encode(MEDIATOR.0),
        "table": hex::encode(table()),
        "signing_seed": hex::encode(SIGNER_SEED),
        "messages": samples,
    })
}

fn table() -> TableId {
    Passphrase::parse(PASSPHRASE).unwrap().root().table(DESK, MEDIATOR)
}

/// Messages of a table, with and without what is optional.
pub(crate) fn samples() -> [(&'static str, Message); 9] {
    let uri = |port| {
        let desk = NoteSigner::from_seed("mediator.example", &[0x3d; 32]).unwrap();
        format!("davylamp:127.0.0.1:{port}#{}", desk.verifier_key())
    };
    let mut accepted = Join::new(table(), vec![uri(8600), uri(8601)], Party::Mediator);
    (accepted.proposal, accepted.text) = (Some([1, 2, 3, 4]), Some("Ella media".into()));
    let signer = SigningKey::from_bytes(&SIGNER_SEED);
    let leave = || Message::Leave(Leave::new(table(), Party::Mediator, Some("Gracias".into())));
    let copy =
        |message| Message::Copy(Copy::sign(table(), (DESK, MEDIATOR), 1_795_400_000, &message, &signer).unwrap());
    let proposed = Table::propose([1, 2, 3, 4], vec![uri(8600)], "Mediadora".into(), "Para hablar".into());
    [
        ("join", Message::Join(Join::new(table(), vec![uri(8600)], Party::Desk))),
        ("join that accepts a proposal", Message::Join(accepted)),
        ("copy of words", copy(Message::Text(Text::new("Quédense en casa")))),
        ("copy of a status", copy(Message::Status(StatusUpdate::new(Status::Working, None, Some(1_800_000_000))))),
        ("copy of an end", copy(leave())),
        ("end by the reporter", Message::Leave(Leave::new(table(), Party::Reporter, None))),
        ("end by the mediator", leave()),
        ("proposal", Message::Table(proposed)),
        ("open table", Message::Table(Table::open(table(), vec![uri(8600)]))),
    ]
}
