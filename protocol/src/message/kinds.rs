//! The short kinds: everything but the report.

use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

use super::fields::{ConsentLevel, Helped, Status};
use crate::attachment::Attachment;
use crate::thread::VERSION;

/// Words, either way.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Text {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// UTF-8, at most 64 KiB.
    #[n(2)]
    pub text: String,
    /// Files that travel beside the log; none from a desk.
    #[cbor(n(3), default, skip_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl Text {
    pub(super) const KIND: u8 = 2;

    /// A text without attachments.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { version: VERSION, kind: Self::KIND, text: text.into(), attachments: Vec::new() }
    }
}

/// Which of the reporter's sessions arrived: sent by the desk's machine, once for each.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Received {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// Public lane ids.
    #[n(2)]
    pub(super) lanes: Vec<ByteArray<16>>,
}

impl Received {
    pub(super) const KIND: u8 = 3;

    /// Acknowledges sessions by their lane ids.
    #[must_use]
    pub fn new(lanes: Vec<[u8; 16]>) -> Self {
        Self { version: VERSION, kind: Self::KIND, lanes: lanes.into_iter().map(ByteArray::from).collect() }
    }

    /// The lane ids.
    pub fn lanes(&self) -> impl Iterator<Item = [u8; 16]> + '_ {
        self.lanes.iter().map(|lane| **lane)
    }
}

/// How the case stands.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StatusUpdate {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// The status.
    #[n(2)]
    pub status: Status,
    /// In words.
    #[n(3)]
    pub text: Option<String>,
    /// By when the desk promises the next step, Unix seconds.
    #[n(4)]
    pub promised_by: Option<u64>,
}

impl StatusUpdate {
    pub(super) const KIND: u8 = 4;

    /// A status.
    #[must_use]
    pub fn new(status: Status, text: Option<String>, promised_by: Option<u64>) -> Self {
        Self { version: VERSION, kind: Self::KIND, status, text, promised_by }
    }
}

/// Names a consent request within its case.
pub type ConsentId = [u8; 4];

/// The desk asks for consent, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ConsentRequest {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// Names the request.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub id: ConsentId,
    /// Who would see the case.
    #[n(3)]
    pub for_whom: String,
    /// Why.
    #[n(4)]
    pub why: String,
    /// How wide the circle would be.
    #[n(5)]
    pub level: ConsentLevel,
    /// What exactly would be shown.
    #[n(6)]
    pub what: Option<String>,
    /// What happens then.
    #[n(7)]
    pub then: Option<String>,
}

impl ConsentRequest {
    pub(super) const KIND: u8 = 5;

    /// A request; what would be shown, and what happens then, may be set afterwards.
    #[must_use]
    pub fn new(id: ConsentId, for_whom: impl Into<String>, why: impl Into<String>, level: ConsentLevel) -> Self {
        let (for_whom, why) = (for_whom.into(), why.into());
        Self { version: VERSION, kind: Self::KIND, id, for_whom, why, level, what: None, then: None }
    }
}

/// The reporter consents, or refuses.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ConsentAnswer {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// The request.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub id: ConsentId,
    /// Yes or no.
    #[n(3)]
    pub granted: bool,
    /// In words.
    #[n(4)]
    pub text: Option<String>,
}

impl ConsentAnswer {
    pub(super) const KIND: u8 = 6;

    /// An answer.
    #[must_use]
    pub fn new(id: ConsentId, granted: bool, text: Option<String>) -> Self {
        Self { version: VERSION, kind: Self::KIND, id, granted, text }
    }
}

/// Whether it helped, in the reporter's words.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Outcome {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// Yes, partly, no.
    #[n(2)]
    pub helped: Helped,
    /// In words.
    #[n(3)]
    pub text: String,
}

impl Outcome {
    pub(super) const KIND: u8 = 7;

    /// An outcome.
    #[must_use]
    pub fn new(helped: Helped, text: impl Into<String>) -> Self {
        Self { version: VERSION, kind: Self::KIND, helped, text: text.into() }
    }
}
