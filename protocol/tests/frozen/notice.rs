//! `notice.json`: a board of two notices and an empty one, signed, and how their entries stand in the log.

use davylamp_protocol::card::{Notice, NoticeBoard, NoticeKind, entry_of_notice};
use davylamp_protocol::log::note::NoteSigner;
use serde_json::{Value, json};

/// Signs the frozen boards.
pub(crate) const SEED: [u8; 32] = [0x6e; 32];
const ISSUED: u64 = 1_795_478_400;

pub(crate) fn signer() -> NoteSigner {
    NoteSigner::from_seed("desk.davylamp.example", &SEED).unwrap()
}

/// A board with every line, and one that withdraws all.
pub(crate) fn boards() -> [(&'static str, NoticeBoard); 2] {
    let rights = Notice {
        id: 2,
        language: "es".into(),
        kind: NoticeKind::Rights,
        published: ISSUED - 86_400,
        until: None,
        title: "Derechos en una redada".into(),
        text: "No firmes nada.\nPide un abogado.".into(),
    };
    let study = Notice {
        id: 4,
        language: "en".into(),
        kind: NoticeKind::Study,
        published: ISSUED,
        until: Some(ISSUED + 7_776_000),
        title: "The water study of the second shaft".into(),
        text: "The whole study is at the union's office.".into(),
    };
    let board =
        |serial, notices| NoticeBoard { desk: signer().verifier_key().clone(), serial, issued: ISSUED, notices };
    [("two notices", board(4, vec![rights, study])), ("none", board(5, vec![]))]
}

/// The whole file.
pub(crate) fn file() -> Value {
    let signer = signer();
    let boards = boards().map(|(name, board)| {
        let note = board.sign(&signer).unwrap();
        let entry = entry_of_notice(&note, &board.desk, board.serial);
        json!({ "name": name, "note": note, "entry": hex::encode(entry.encode()) })
    });
    json!({ "seed": hex::encode(SEED), "desk": signer.verifier_key().to_string(), "boards": boards })
}
