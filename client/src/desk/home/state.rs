//! What a desk remembers, apart from the messages themselves.

use std::collections::{BTreeMap, BTreeSet};

use davylamp_protocol::clue::{ClueSecret, DeskKey, Tag};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::tree::Frontier;
use davylamp_protocol::week::{DAY_SECONDS, week_of};
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

mod alert;
mod case;
mod notice;
mod table;

pub(crate) use alert::*;
pub(crate) use case::*;
pub(crate) use notice::*;
pub(crate) use table::*;

use super::secret::{Secret, base64};

/// The version that this program writes; an older one is migrated, a newer one refused.
pub(crate) const STATE_VERSION: u32 = 3;

/// The whole of `state.age`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) version: u32,
    /// The desk's verifier key.
    pub(crate) desk: String,
    /// Seed of the desk's identity; absent when it is kept on another machine.
    pub(crate) identity: Option<Secret>,
    pub(crate) profile: Profile,
    /// The newest is the last.
    pub(crate) online: Vec<OnlineKey>,
    /// The newest is the last.
    pub(crate) clue_keys: Vec<ClueKey>,
    pub(crate) intake: Vec<IntakeIdentity>,
    pub(crate) canary: Secret,
    /// No canary has had this number or a higher one.
    pub(crate) canary_next: u64,
    /// The newest is the last.
    pub(crate) cards: Vec<OwnCard>,
    /// SHA-256 of every lane secret taken, for as long as the intake identities that open it live.
    pub(crate) taken_lanes: Vec<TakenLane>,
    /// By the first 8 bytes of the lane secret's hash.
    pub(crate) lanes: BTreeMap<u64, Lane>,
    pub(crate) logs: Vec<LogPlace>,
    pub(crate) cases: BTreeMap<String, Case>,
    pub(crate) outbox: Vec<Pending>,
    /// Logs that were not scanned up to the present since the home was restored from a backup.
    #[serde(default)]
    pub(crate) rescan: BTreeSet<String>,
    #[serde(default)]
    pub(crate) alerts: Alerts,
    #[serde(default)]
    pub(crate) notices: Notices,
    /// The authority that stamps the time of case files, `http://host[:port][/path]`. Written only where there is one, so
    /// that an earlier program reads every other home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) time_authority: Option<String>,
}

/// What the card says of the desk.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) languages: Vec<String>,
    /// Role name and promised response time in seconds.
    pub(crate) roles: Vec<(String, u64)>,
    pub(crate) relays: Vec<RelayProfile>,
    #[serde(default)]
    pub(crate) policy: Vec<String>,
    pub(crate) lifetime_days: u16,
    /// What whoever opens this home is at the desk, unless they say otherwise; not on the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) works_as: Option<String>,
}

/// One relay of the card.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelayProfile {
    /// `http://host:port`.
    pub(crate) url: String,
    pub(crate) log: String,
    pub(crate) cosigner: String,
    pub(crate) retention_days: u16,
}

/// Signs replies; kept for the history even when a newer one signs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OnlineKey {
    pub(crate) seed: Secret,
    /// When it was made, or began to sign.
    pub(crate) since: u64,
}

/// Recognises openers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ClueKey {
    pub(crate) secret: Secret,
    /// Destroyed after this time.
    pub(crate) until: u64,
}

/// Opens a week's openers and content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct IntakeIdentity {
    pub(crate) week: u32,
    pub(crate) seed: Secret,
    /// Destroyed after this time, once every log was scanned up to it.
    pub(crate) until: u64,
}

/// A card that this desk signed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OwnCard {
    pub(crate) serial: u64,
    pub(crate) note: String,
    pub(crate) expires: u64,
    /// The online key it names.
    #[serde(with = "base64")]
    pub(crate) online_key: [u8; 32],
    /// Origin of a log, and the card's proof there.
    pub(crate) proofs: BTreeMap<String, String>,
}

/// A lane secret that was taken once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TakenLane {
    #[serde(with = "base64")]
    pub(crate) hash: [u8; 32],
    pub(crate) until: u64,
}

/// How far a log was followed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LogPlace {
    /// Name of the log.
    pub(crate) origin: String,
    /// [`Frontier::encode`] at the last checkpoint acted on.
    #[serde(with = "base64")]
    pub(crate) frontier: Vec<u8>,
    /// That checkpoint, as it was signed.
    pub(crate) checkpoint: Option<String>,
    /// Its cosigned time.
    pub(crate) time: u64,
    /// Entries for this desk that were found after their bodies had gone.
    #[serde(default)]
    pub(crate) lost: u64,
    /// Checkpoints that show that the relay lied, with what it did.
    #[serde(default)]
    pub(crate) evidence: Vec<Evidence>,
}

/// Kept when a relay was caught.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Evidence {
    pub(crate) what: String,
    pub(crate) seen_at: u64,
    /// The checkpoint acted on before.
    pub(crate) before: Option<String>,
    /// The one that contradicts it.
    pub(crate) checkpoint: String,
}

/// An envelope that is not in the log yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) case: String,
    pub(crate) origin: String,
    /// File of the case that takes the proof; none for the acknowledgement of an alert, and for a copy.
    #[serde(default)]
    pub(crate) file: Option<u64>,
    #[serde(with = "base64")]
    pub(crate) tag: Tag,
    #[serde(with = "base64")]
    pub(crate) envelope: Vec<u8>,
    pub(crate) sealed_at: u64,
    /// For another desk: at its relay, which need not be one of this desk's.
    #[serde(default)]
    pub(crate) to: Option<OtherDesk>,
}

/// Where a copy goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OtherDesk {
    /// Name of the table, hex.
    pub(crate) table: String,
    /// `http://host:port`.
    pub(crate) url: String,
    /// Verifier key of the log.
    pub(crate) log: String,
}

impl State {
    /// The desk's verifier key.
    pub(crate) fn desk(&self) -> Option<VerifierKey> {
        self.desk.parse().ok()
    }

    /// The desk's raw key.
    pub(crate) fn desk_key(&self) -> Option<DeskKey> {
        self.desk().map(|desk| DeskKey(*desk.key_bytes()))
    }

    pub(crate) fn case(&self, id: &str) -> Result<&Case, super::HomeError> {
        self.cases.get(id).ok_or_else(|| super::HomeError::NoCase(id.to_owned()))
    }

    pub(crate) fn case_mut(&mut self, id: &str) -> Result<&mut Case, super::HomeError> {
        self.cases.get_mut(id).ok_or_else(|| super::HomeError::NoCase(id.to_owned()))
    }

    pub(crate) fn log(&self, origin: &str) -> Option<&LogPlace> {
        self.logs.iter().find(|log| log.origin == origin)
    }

    pub(crate) fn log_mut(&mut self, origin: &str) -> Option<&mut LogPlace> {
        self.logs.iter_mut().find(|log| log.origin == origin)
    }

    /// The online key that signs now.
    pub(crate) fn signer(&self) -> Option<SigningKey> {
        self.signing_key().map(|key| SigningKey::from_bytes(key.seed.expose()))
    }

    /// That of the newest card that a relay has: nobody believes one that no card names yet.
    pub(crate) fn signing_key(&self) -> Option<&OnlineKey> {
        let published = self.cards.iter().rfind(|card| !card.proofs.is_empty());
        let named = published.and_then(|card| self.online.iter().rfind(|key| key.seed.verifier() == card.online_key));
        named.or(self.online.last())
    }

    /// Since when it does; 0 if none did before it.
    pub(crate) fn signs_since(&self) -> u64 {
        let first = self.online.first().map(|key| key.seed.verifier());
        self.signing_key().filter(|key| first != Some(key.seed.verifier())).map_or(0, |key| key.since)
    }

    /// A relay has a card: the key that it names signs from `now` on, unless it did before.
    pub(crate) fn begins_to_sign(&mut self, online_key: &[u8; 32], now: u64) {
        let signs = self.signing_key().is_some_and(|key| key.seed.verifier() == *online_key);
        let named = self.online.iter_mut().rfind(|key| key.seed.verifier() == *online_key);
        if let Some(key) = named.filter(|_| !signs) {
            key.since = now;
        }
    }

    /// Makes the identities anew of all weeks that the next card names. The old ones stay until their time is over.
    pub(crate) fn rotate_intake(&mut self, now: u64) {
        let last = week_of(now + u64::from(self.profile.lifetime_days) * DAY_SECONDS);
        let weeks = week_of(now)..=last;
        self.intake.extend(weeks.map(|week| IntakeIdentity { week, seed: Secret::generate(), until: 0 }));
    }

    /// The identities that open intake, newest week first.
    pub(crate) fn intake_identities(&self) -> Vec<HybridIdentity> {
        self.intake.iter().rev().map(|intake| HybridIdentity::from_seed(intake.seed.to_seed())).collect()
    }

    pub(crate) fn clue_secrets(&self) -> Vec<ClueSecret> {
        self.clue_keys.iter().rev().map(|key| ClueSecret::from_bytes(key.secret.expose())).collect()
    }
}

impl Pending {
    /// Whether it acknowledges an alert: its tag says all, and no case file takes its proof.
    pub(crate) fn is_ack(&self) -> bool {
        self.file.is_none() && self.to.is_none()
    }
}

impl LogPlace {
    /// The right edge of the tree that was acted on.
    pub(crate) fn frontier(&self) -> Option<Frontier> {
        Frontier::decode(&self.frontier).ok()
    }
}
