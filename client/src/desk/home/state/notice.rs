//! What a desk tells everybody, and where each notice came from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::secret::base64;

/// The desk's notice boards.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notices {
    /// The newest one that was signed.
    pub(crate) newest: Option<OwnBoard>,
    /// Every one that was signed: their entries are this desk's own.
    pub(crate) signed: Vec<SignedBoard>,
    /// The text that waits for the offline machine.
    pub(crate) draft: Option<DraftBoard>,
}

/// A board that this desk signed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OwnBoard {
    pub(crate) serial: u64,
    pub(crate) note: String,
    /// The case that a notice was drawn from, by the notice's id.
    pub(crate) cases: BTreeMap<u64, String>,
    /// Origin of a log, and the board's proof there.
    pub(crate) proofs: BTreeMap<String, String>,
}

/// What is kept of each board.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SignedBoard {
    pub(crate) serial: u64,
    /// SHA-256 of the signed note.
    #[serde(with = "base64")]
    pub(crate) hash: [u8; 32],
}

/// A board that is not signed yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DraftBoard {
    pub(crate) text: String,
    /// As in [`OwnBoard::cases`].
    pub(crate) cases: BTreeMap<u64, String>,
}
