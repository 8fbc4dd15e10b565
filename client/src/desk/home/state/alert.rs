//! Alert profiles of defenders, and what rings for them (`SPEC.md` 12).

use std::collections::{BTreeMap, BTreeSet};

use davylamp_protocol::attachment::Attachment;
use davylamp_protocol::cbor;
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::week::DAY_SECONDS;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::secret::{Secret, SecretBytes, base64};

/// All that a desk keeps for alerts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Alerts {
    /// By the case in which the profile was armed: its name.
    pub(crate) profiles: BTreeMap<String, AlertProfile>,
    pub(crate) invites: Vec<Invite>,
    /// What is done about an alarm that no person acknowledges, soonest first.
    pub(crate) ladder: Vec<Rung>,
    /// When the group of alerts from strangers rang last, by this machine's clock.
    pub(crate) group_told_at: u64,
    /// Hooks that failed for good.
    pub(crate) hook_failures: u64,
}

/// A defender's profile.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AlertProfile {
    /// Seed of the identity that opens its alerts.
    pub(crate) identity: Secret,
    /// K(0).
    pub(crate) lane: Secret,
    pub(crate) armed_at: u64,
    /// After this time it raises nothing; its tags are looked for 90 days longer.
    pub(crate) expires: u64,
    /// What an alert from here means.
    pub(crate) text: String,
    /// It bore an invite code of this desk.
    pub(crate) verified: bool,
    /// Whom the defender lets this desk tell when nobody here acknowledges.
    pub(crate) contacts: Vec<String>,
    pub(crate) muted: bool,
    /// The highest j seen.
    pub(crate) highest: Option<u64>,
    /// Tags of every acknowledgement that was sealed, in hexadecimal: none stands twice in a log.
    pub(crate) acks: BTreeSet<String>,
    /// Where each sealing stands, so that none is stored twice.
    pub(crate) places: BTreeSet<(String, u64)>,
    /// [`davylamp_protocol::alert::Attendance`], encoded.
    pub(crate) attendance: SecretBytes,
    pub(crate) alarms: Vec<Alarm>,
}

/// 16 bytes that name an alert to its device and to its desk.
pub(crate) type AlarmName = [u8; 16];

/// Something that a person at the desk must look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Alarm {
    #[serde(with = "base64")]
    pub(crate) name: AlarmName,
    pub(crate) kind: AlarmKind,
    /// When it was raised, or rang anew under duress, by this machine's clock.
    pub(crate) since: u64,
    /// Its alert was not seen, only an update or a cancel of it.
    pub(crate) unseen: bool,
    /// The duress word was given.
    pub(crate) duress: bool,
    /// From a stranger, one of too many an hour: rings with the others.
    pub(crate) grouped: bool,
    /// The right word stood it down.
    pub(crate) stood_down: Option<u64>,
    pub(crate) acknowledged: Option<Acknowledged>,
    /// The desk's hook has heard of it.
    pub(crate) hooked: bool,
    /// Rungs of the ladder that were done for it.
    pub(crate) climbed: BTreeSet<String>,
    /// What its updates said, the newest last.
    #[serde(default)]
    pub(crate) said: Vec<Said>,
}

/// What an update said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) at: u64,
    pub(crate) text: Option<String>,
    pub(crate) place: Option<String>,
    /// What lies at the relay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attachment: Option<Attached>,
}

/// An attachment at rest: the CBOR that the update had, in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attached(pub(crate) Attachment);

impl Serialize for Attached {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        base64::serialize(cbor::encode(&self.0).as_slice(), serializer)
    }
}

impl<'de> Deserialize<'de> for Attached {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes: Vec<u8> = base64::deserialize(deserializer)?;
        cbor::decode(&bytes).map(Self).map_err(D::Error::custom)
    }
}

/// What an alarm is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AlarmKind {
    /// An alert.
    Alert,
    /// The same, only to practise.
    Drill,
    /// The duress word beside a check-in.
    Duress,
    /// No sign of life in time.
    CheckInMissed,
}

/// Who has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Acknowledged {
    pub(crate) at: u64,
    pub(crate) by: String,
}

/// A code that a defender types while arming; good once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Invite {
    pub(crate) code: String,
    pub(crate) made_at: u64,
    /// The profile that bore it.
    pub(crate) profile: Option<String>,
}

/// A step of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rung {
    /// Seconds after which it is taken.
    pub(crate) after: u64,
    pub(crate) step: Step,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Step {
    /// `sh -c` runs it.
    Run(String),
    /// The contacts that the defender named are told.
    Contacts,
}

impl Alarm {
    pub(crate) fn new(name: AlarmName, kind: AlarmKind, now: u64) -> Self {
        Self {
            name,
            kind,
            since: now,
            unseen: false,
            duress: kind == AlarmKind::Duress,
            grouped: false,
            stood_down: None,
            acknowledged: None,
            hooked: false,
            climbed: BTreeSet::new(),
            said: Vec::new(),
        }
    }

    /// Nobody has it yet, and nobody stood it down.
    pub(crate) fn is_open(&self) -> bool {
        self.acknowledged.is_none() && self.stood_down.is_none()
    }

    /// Begins anew, as if just raised.
    pub(crate) fn reopen(&mut self, now: u64) {
        self.since = now;
        (self.stood_down, self.acknowledged, self.hooked) = (None, None, false);
        self.climbed.clear();
    }

    /// Keeps what an update says; of many the newest.
    pub(crate) fn hear(&mut self, said: Said) {
        if said.text.is_none() && said.place.is_none() && said.attachment.is_none() {
            return;
        }
        if self.said.len() >= SAID_MAX {
            self.said.remove(0);
        }
        self.said.push(said);
    }

    /// Eight hexadecimal digits: what people type.
    pub(crate) fn short(&self) -> String {
        short_name(&self.name)
    }
}

/// The first eight hexadecimal digits of an alarm's name.
pub(crate) fn short_name(name: &AlarmName) -> String {
    hex::encode(name).chars().take(SHORT).collect()
}

impl AlertProfile {
    pub(crate) fn alarm(&self, name: &AlarmName) -> Option<&Alarm> {
        self.alarms.iter().find(|alarm| alarm.name == *name)
    }

    pub(crate) fn alarm_mut(&mut self, name: &AlarmName) -> Option<&mut Alarm> {
        self.alarms.iter_mut().find(|alarm| alarm.name == *name)
    }

    /// Notes that what stands there was taken; false if it was before. Of each log the newest are remembered: more
    /// than are kept of it on disk to be looked at again.
    pub(crate) fn take_place(&mut self, origin: &str, index: u64) -> bool {
        let new = self.places.insert((origin.to_owned(), index));
        let of_log = || self.places.range((origin.to_owned(), 0)..=(origin.to_owned(), u64::MAX));
        if of_log().count() > PLACES_MAX
            && let Some(oldest) = of_log().next().cloned()
        {
            self.places.remove(&oldest);
        }
        new
    }

    /// When its tags are looked for no longer.
    pub(crate) fn watched_until(&self) -> u64 {
        self.expires.saturating_add(WATCHED_AFTER)
    }

    pub(crate) fn hybrid_identity(&self) -> HybridIdentity {
        HybridIdentity::from_seed(self.identity.to_seed())
    }
}

impl Alerts {
    /// Every alarm with its profile's name.
    pub(crate) fn alarms(&self) -> impl Iterator<Item = (&String, &AlertProfile, &Alarm)> {
        self.profiles.iter().flat_map(|(id, profile)| profile.alarms.iter().map(move |alarm| (id, profile, alarm)))
    }

    /// What rings now.
    pub(crate) fn ringing(&self) -> impl Iterator<Item = (&String, &AlertProfile, &Alarm)> {
        self.alarms().filter(|(_, profile, alarm)| alarm.is_open() && !profile.muted)
    }

    pub(crate) fn alarm_mut(&mut self, profile: &str, name: &AlarmName) -> Option<&mut Alarm> {
        self.profiles.get_mut(profile)?.alarm_mut(name)
    }
}

const SHORT: usize = 8;
/// Updates of an alert that are shown; all of them stay in the vault.
const SAID_MAX: usize = 64;
const PLACES_MAX: usize = 4096;
/// Tags of a profile are looked for so long after its end.
const WATCHED_AFTER: u64 = 90 * DAY_SECONDS;
