//! One line of the custody log: who did what with a case, when, why (`SPEC.md` 10.2).
//!
//! ```text
//! {"n":1,"time":1795478390,"action":"opened-for-export","actor":"M. Rojas","role":"lawyer","key":"6e…","reason":"…","prev":"d1…"}
//! ```

use serde::{Deserialize, Serialize};

use crate::clue::DeskKey;
use crate::labelled::hash;
use crate::message::StaffRole;

/// The longest actor, in bytes.
pub const MAX_ACTOR: usize = 200;
/// The longest reason, in bytes.
pub const MAX_REASON: usize = 4096;
/// The longest purpose of an export, in bytes.
pub const MAX_PURPOSE: usize = 200;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// The case began.
    Opened,
    /// Somebody read it.
    Read,
    /// Somebody answered.
    Answered,
    /// The reporter consented or refused.
    Consent,
    /// Handed to counsel, with consent.
    Exported,
    /// Handed to counsel without consent; the reason says why.
    ExportedWithoutConsent,
    /// Shown to a colleague.
    Shared,
    /// Closed.
    Closed,
    /// What the reason says.
    Other,
    /// Somebody is about to read it for an export or a hand-over.
    OpenedForExport,
    /// Handed to another desk.
    HandedOver,
    /// Taken over from another desk.
    Received,
}

impl Action {
    /// Whether the case left the desk: it was exported or handed over.
    #[must_use]
    pub fn is_export(self) -> bool {
        matches!(self, Self::Exported | Self::ExportedWithoutConsent | Self::HandedOver)
    }

    /// The name in the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Read => "read",
            Self::Answered => "answered",
            Self::Consent => "consent",
            Self::Exported => "exported",
            Self::ExportedWithoutConsent => "exported-without-consent",
            Self::Shared => "shared",
            Self::Closed => "closed",
            Self::Other => "other",
            Self::OpenedForExport => "opened-for-export",
            Self::HandedOver => "handed-over",
            Self::Received => "received",
        }
    }

    /// Those that came with roles and keys.
    fn needs_hand(self) -> bool {
        matches!(self, Self::OpenedForExport | Self::HandedOver | Self::Received)
    }
}

/// By whom: a name as the desk uses it, what they are there, and the key of their machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// As the desk names its people.
    pub actor: String,
    /// What they are at the desk; `None` for the reporter and for a machine by itself.
    pub role: Option<StaffRole>,
    /// The online key that signs the head over this event.
    pub key: Option<[u8; 32]>,
}

impl By {
    /// Of whom nothing but the name is known, as in logs of before there were roles.
    #[must_use]
    pub fn named(actor: &str) -> Self {
        Self { actor: actor.to_owned(), role: None, key: None }
    }
}

/// What an export handed over, on whose word, and what the receiver is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportRecord {
    /// [`CaseMaterial::contents`](super::super::CaseMaterial::contents), in hex.
    pub contents: String,
    /// [`ConsentBasis`](super::super::ConsentBasis) as text, or `none`.
    pub consent: String,
    /// SHA-256 of each recipient string, in hex.
    pub recipients: Vec<String>,
    /// For what it may be used.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub purpose: Option<String>,
    /// Until when the receiver is asked to keep it, Unix seconds. Nothing enforces it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires: Option<u64>,
    /// Whether it is a selection.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub only: bool,
}

impl ExportRecord {
    /// Of a whole case, with nothing asked of the receiver.
    #[must_use]
    pub fn new(contents: [u8; 32], consent: String, recipients: Vec<String>) -> Self {
        Self { contents: hex::encode(contents), consent, recipients, purpose: None, expires: None, only: false }
    }
}

/// One line of the custody log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyEvent {
    /// From 0.
    pub n: u32,
    /// Unix seconds, by the desk's clock.
    pub time: u64,
    /// What was done.
    pub action: Action,
    /// By whom, as the desk names its people.
    pub actor: String,
    /// What they are at the desk.
    #[serde(with = "role_name", skip_serializing_if = "Option::is_none", default)]
    pub role: Option<StaffRole>,
    /// The online key of their machine.
    #[serde(with = "hex_key", skip_serializing_if = "Option::is_none", default)]
    pub key: Option<[u8; 32]>,
    /// Why.
    pub reason: String,
    /// With an export or a hand-over.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub export: Option<ExportRecord>,
    /// Hash of the event before, in hex.
    pub prev: String,
}

impl CustodyEvent {
    pub(super) fn line(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers are always JSON")
    }

    pub(super) fn hash(&self, desk: DeskKey) -> [u8; 32] {
        hash(EVENT, &[&desk.0, self.line().as_bytes()])
    }

    pub(super) fn is_sound(&self) -> bool {
        let actor = (1..=MAX_ACTOR).contains(&self.actor.len()) && !self.actor.chars().any(char::is_control);
        let reason = self.reason.len() <= MAX_REASON && !self.reason.chars().any(|c| c.is_control() && c != '\n');
        let hand = !self.action.needs_hand() || (self.role.is_some() && self.key.is_some());
        let export = match &self.export {
            Some(export) => (self.action.is_export() || self.action == Action::Received) && export.is_sound(),
            None => !self.action.is_export(),
        };
        actor && reason && hand && export
    }

    /// Whether it has what the first logs did not know.
    pub(super) fn is_of_today(&self) -> bool {
        let asks = |export: &ExportRecord| export.purpose.is_some() || export.expires.is_some() || export.only;
        self.role.is_some() || self.key.is_some() || self.action.needs_hand() || self.export.as_ref().is_some_and(asks)
    }
}

impl ExportRecord {
    fn is_sound(&self) -> bool {
        let is_hash = |text: &String| text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let consent =
            (1..=64).contains(&self.consent.len()) && self.consent.bytes().all(|b| (b' '..=b'~').contains(&b));
        let purpose = |text: &String| (1..=MAX_PURPOSE).contains(&text.len()) && !text.chars().any(char::is_control);
        is_hash(&self.contents)
            && consent
            && (1..=64).contains(&self.recipients.len())
            && self.recipients.iter().all(is_hash)
            && self.purpose.as_ref().is_none_or(purpose)
            && self.expires != Some(0)
    }
}

/// A role by its name.
mod role_name {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::message::{StaffRole, ValueList as _};

    pub(super) fn serialize<S: Serializer>(role: &Option<StaffRole>, serializer: S) -> Result<S::Ok, S::Error> {
        role.map(StaffRole::name).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<StaffRole>, D::Error> {
        let name = String::deserialize(deserializer)?;
        StaffRole::from_name(&name).map(Some).ok_or_else(|| D::Error::custom("no such role"))
    }
}

/// 32 bytes in lower-case hex.
mod hex_key {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(key: &Option<[u8; 32]>, serializer: S) -> Result<S::Ok, S::Error> {
        key.map(hex::encode).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<[u8; 32]>, D::Error> {
        let mut key = [0; 32];
        hex::decode_to_slice(String::deserialize(deserializer)?, &mut key).map_err(D::Error::custom)?;
        Ok(Some(key))
    }
}

const EVENT: &str = "davylamp/v1/custody-event";
