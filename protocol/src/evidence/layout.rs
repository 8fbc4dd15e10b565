//! Where things are in a case file, and how large they may be (`SPEC.md` 10.1).

use std::collections::BTreeMap;

/// A case file: path beneath the bag, with `/` between its parts, and bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The most bytes of a whole bag, attachments apart.
pub const MAX_BAG: u64 = 256 * 1024 * 1024;
/// The most bytes of one file in it.
pub const MAX_BAG_FILE: u64 = 64 * 1024 * 1024;
/// The most messages, cards or heads.
pub const MAX_ITEMS: usize = 9_999;

/// What attachments stand beneath.
pub const ATTACHMENTS: &str = "data/attachments/";

pub(super) const DESK: &str = "data/desk.txt";
pub(super) const CUSTODY_KEY: &str = "data/custody/key";
pub(super) const CUSTODY_LOG: &str = "data/custody/log.jsonl";
pub(super) const CASE_JSON: &str = "data/case.json";
pub(super) const CASE_SCHEMA: &str = "data/case.schema.json";
pub(super) const CASE_HTML: &str = "data/case.html";
pub(super) const README: &str = "data/README.txt";

pub(super) const ENVELOPE: &str = "envelope";
pub(super) const FILE_KEY: &str = "file-key";
pub(super) const NOTE: &str = "card.note";
pub(super) const PROOF: &str = "proof.tlog-proof";
pub(super) const CHECKPOINT: &str = "checkpoint";
pub(super) const TOKEN: &str = "token.tsr";

/// What there are several of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Card,
    Message,
    Head,
    Time,
}

impl Item {
    const fn folder(self) -> &'static str {
        match self {
            Self::Card => "data/cards",
            Self::Message => "data/messages",
            Self::Head => "data/custody/heads",
            Self::Time => "data/times",
        }
    }

    /// The folder of number `at`, from 0: the first is called 0001.
    pub(super) fn path(self, at: usize) -> String {
        format!("{}/{:04}", self.folder(), at + 1)
    }
}

/// A hex secret or key on a line of its own.
pub(super) fn hex_line(bytes: &[u8]) -> Vec<u8> {
    format!("{}\n", hex::encode(bytes)).into_bytes()
}

/// Reads [`hex_line`]: lower case, one newline.
pub(super) fn parse_hex_line<const N: usize>(line: &[u8]) -> Option<[u8; N]> {
    let bytes: [u8; N] = hex::decode(line.strip_suffix(b"\n")?).ok()?.try_into().ok()?;
    (hex_line(&bytes) == line).then_some(bytes)
}
