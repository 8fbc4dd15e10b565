//! What a desk remembers, apart from the messages themselves.

use std::collections::{BTreeMap, BTreeSet};

use davylamp_protocol::clue::{ClueSecret, DeskKey, Tag, ThreadKey};
use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::tree::Frontier;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

use super::secret::{Secret, base64};

/// The version that this program writes; an older one is migrated, a newer one refused.
pub(crate) const STATE_VERSION: u32 = 1;

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

/// One sending session of a reporter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Lane {
    pub(crate) case: String,
    pub(crate) origin: String,
    /// The lane key, bound to the desk.
    pub(crate) key: Secret,
    /// Time of the checkpoint that covered the opener.
    pub(crate) opened_at: u64,
    /// The public lane id, once a content message named it.
    pub(crate) lane_id: Option<String>,
    /// All numbers below it were taken.
    pub(crate) next: u64,
    /// Numbers taken beyond `next`.
    pub(crate) beyond: BTreeSet<u64>,
    /// When the last content came, by this machine's clock.
    pub(crate) last_content: Option<u64>,
    /// Nothing is missing up to the last content, and it ended a message.
    pub(crate) complete: bool,
    /// The desk's machine has sent *received*.
    pub(crate) acknowledged: bool,
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

/// One reporter's case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Case {
    /// Opens the case's files. Deleting the case removes it.
    pub(crate) vault: Secret,
    /// Names the case whatever secret it has: `HASH(label, case secret)`.
    #[serde(with = "base64")]
    pub(crate) name_hash: [u8; 32],
    /// The bound case key: tags of the desk's messages.
    pub(crate) key: Secret,
    /// What answers are sealed to.
    #[serde(with = "base64")]
    pub(crate) reply_recipient: Vec<u8>,
    pub(crate) opened_at: u64,
    /// Next number of a stored message file.
    pub(crate) next_file: u64,
    /// The last status that the desk set.
    pub(crate) status: Option<u8>,
    /// Desk lanes: the next part's number and the hash that it must carry.
    pub(crate) lanes: BTreeMap<u8, DeskLane>,
    /// The next n by origin, lane and week.
    pub(crate) counters: Vec<Counter>,
    /// What was sent and how far it came.
    pub(crate) sent: Vec<Sent>,
    /// Lane of the desk's machine.
    pub(crate) machine_lane: u8,
    /// Lane of its people.
    pub(crate) worker_lane: u8,
    /// Cases that belong together in the desk's eyes.
    #[serde(default)]
    pub(crate) links: BTreeSet<String>,
    /// Consent requests and what was answered.
    #[serde(default)]
    pub(crate) consents: Vec<Consent>,
}

/// A lane of the desk in a case.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct DeskLane {
    pub(crate) number: u32,
    #[serde(with = "base64")]
    pub(crate) previous: [u8; 32],
}

/// No desk message of this lane and week has had this n or a higher one in that log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Counter {
    pub(crate) origin: String,
    pub(crate) lane: u8,
    pub(crate) week: u32,
    pub(crate) next: u64,
}

/// One part of a desk message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sent {
    pub(crate) lane: u8,
    pub(crate) number: u32,
    /// File of the case that holds its first sealing.
    pub(crate) file: u64,
    pub(crate) written_at: u64,
    /// When the reporter's `seen` named it.
    pub(crate) read_at: Option<u64>,
    /// Every sealing of it.
    pub(crate) sealings: Vec<Sealing>,
}

/// One posting of a part.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sealing {
    pub(crate) origin: String,
    #[serde(with = "base64")]
    pub(crate) tag: Tag,
    pub(crate) sealed_at: u64,
    /// Its place in the log, once it is there.
    pub(crate) index: Option<u64>,
}

/// A consent request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Consent {
    #[serde(with = "base64")]
    pub(crate) id: [u8; 4],
    pub(crate) level: u8,
    pub(crate) for_whom: String,
    pub(crate) asked_at: u64,
    /// Granted or refused.
    pub(crate) answer: Option<bool>,
}

/// An envelope that is not in the log yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) case: String,
    pub(crate) origin: String,
    /// File of the case that takes the proof.
    pub(crate) file: u64,
    #[serde(with = "base64")]
    pub(crate) tag: Tag,
    #[serde(with = "base64")]
    pub(crate) envelope: Vec<u8>,
    pub(crate) sealed_at: u64,
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
        self.online.last().map(|key| SigningKey::from_bytes(key.seed.expose()))
    }

    /// The identities that open intake, newest week first.
    pub(crate) fn intake_identities(&self) -> Vec<HybridIdentity> {
        self.intake.iter().rev().map(|intake| HybridIdentity::from_seed(intake.seed.to_seed())).collect()
    }

    pub(crate) fn clue_secrets(&self) -> Vec<ClueSecret> {
        self.clue_keys.iter().rev().map(|key| ClueSecret::from_bytes(key.secret.expose())).collect()
    }
}

impl LogPlace {
    /// The right edge of the tree that was acted on.
    pub(crate) fn frontier(&self) -> Option<Frontier> {
        Frontier::decode(&self.frontier).ok()
    }
}

impl Lane {
    pub(crate) fn thread_key(&self) -> ThreadKey {
        ThreadKey::from_bound(self.key.to_seed())
    }

    /// Numbers that may come next: the gaps, and 16 beyond the highest taken.
    pub(crate) fn expected(&self) -> impl Iterator<Item = u64> + '_ {
        let end = self.beyond.last().map_or(self.next, |last| last + 1) + LANE_LOOK_AHEAD;
        (self.next..end).filter(|n| !self.beyond.contains(n))
    }

    /// Notes that number `n` was taken.
    pub(crate) fn take(&mut self, n: u64) {
        self.beyond.insert(n);
        while self.beyond.remove(&self.next) {
            self.next += 1;
        }
    }

    /// Whether number `n` was taken before.
    pub(crate) fn has_taken(&self, n: u64) -> bool {
        n < self.next || self.beyond.contains(&n)
    }
}

impl Case {
    pub(crate) fn thread_key(&self) -> ThreadKey {
        ThreadKey::from_bound(self.key.to_seed())
    }

    pub(crate) fn recipient(&self) -> Option<HybridRecipient> {
        HybridRecipient::from_bytes(self.reply_recipient.as_slice().try_into().ok()?).ok()
    }

    pub(crate) fn vault_identity(&self) -> HybridIdentity {
        HybridIdentity::from_seed(self.vault.to_seed())
    }

    /// Takes the next n of a lane and week, for ever.
    pub(crate) fn take_n(&mut self, origin: &str, lane: u8, week: u32) -> u64 {
        let same = |counter: &&mut Counter| counter.origin == origin && counter.lane == lane && counter.week == week;
        if let Some(counter) = self.counters.iter_mut().find(same) {
            counter.next += 1;
            return counter.next - 1;
        }
        self.counters.push(Counter { origin: origin.to_owned(), lane, week, next: 1 });
        0
    }

    /// Takes the next file number.
    pub(crate) fn take_file(&mut self) -> u64 {
        self.next_file += 1;
        self.next_file - 1
    }

    /// How wide the circle is that the reporter agreed to by an answer.
    pub(crate) fn granted(&self) -> Option<&Consent> {
        self.consents.iter().rfind(|consent| consent.answer == Some(true))
    }
}

/// Message numbers that are expected beyond the last one.
pub(crate) const LANE_LOOK_AHEAD: u64 = 16;
