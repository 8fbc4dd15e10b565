//! A case, its lanes, and what was sent in it.

use std::collections::{BTreeMap, BTreeSet};

use davylamp_protocol::clue::{Tag, ThreadKey};
use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use davylamp_protocol::message::{ConsentLevel, ValueList as _};
use serde::{Deserialize, Serialize};

use super::super::secret::{Secret, base64};
use super::table::Mediation;

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
    /// For which circles something of it may leave, by their codes, and on whose word: as `consent.rs` read it from the
    /// messages when the last of them came. `None` in a home of an earlier version, until it is read.
    #[serde(default)]
    pub(crate) may_leave: Option<BTreeMap<u8, String>>,
    /// What was done with it, and what its reporter knows of that.
    #[serde(default)]
    pub(crate) account: AccountBook,
    #[serde(default)]
    pub(crate) mediation: Mediation,
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

/// Steps that were taken with a case, and how far its reporter was told of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct AccountBook {
    /// In the order in which they were taken.
    pub(crate) steps: Vec<TakenStep>,
    /// So many of them were told.
    pub(crate) told: usize,
    /// From this time on the machine tells the others.
    pub(crate) due: Option<u64>,
    /// When the reporter was told last.
    pub(crate) last: Option<u64>,
}

/// One step, in the codes of the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TakenStep {
    pub(crate) day: u32,
    pub(crate) role: u8,
    pub(crate) deed: u8,
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

    /// On whose word something of the case may leave for a circle of this level: `report` or `answer 01020304`.
    pub(crate) fn granted_for(&self, circle: ConsentLevel) -> Option<&str> {
        self.may_leave.as_ref()?.get(&circle.code()).map(String::as_str)
    }

    /// Takes the next file number.
    pub(crate) fn take_file(&mut self) -> u64 {
        self.next_file += 1;
        self.next_file - 1
    }
}

/// Message numbers that are expected beyond the last one.
pub(crate) const LANE_LOOK_AHEAD: u64 = 16;
