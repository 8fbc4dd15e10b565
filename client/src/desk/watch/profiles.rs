//! The alert profiles whose messages are looked for in one log.
//!
//! A tag here is never used up: whoever holds a profile may seal under one key again, and every body counts.

use std::collections::{BTreeMap, HashMap, HashSet};

use davylamp_protocol::alert::{AlertBody, AlertLane, LOOK_AHEAD, Stage, open_alert};
use davylamp_protocol::clue::Tag;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::hybrid::{ExposedFileKey, HybridIdentity};

use super::found::FoundAck;
use crate::desk::home::{AlertProfile, State};

/// Profiles, and the tags by which they are found.
pub(super) struct Profiles {
    origin: String,
    known: BTreeMap<String, Followed>,
    tags: HashMap<Tag, (String, u64)>,
    /// Places in the log that were taken.
    taken: HashSet<u64>,
    /// Own acknowledgements, looked for after a restore only.
    acks: Option<HashMap<Tag, FoundAck>>,
}

/// One profile. Every key from the first is kept: the tags of all are looked for.
struct Followed {
    identity: HybridIdentity,
    lanes: Vec<AlertLane>,
    /// So many of them have their tags in the table.
    tagged: usize,
}

/// One opened message of a profile.
pub(super) struct OpenedAlert {
    pub(super) profile: String,
    pub(super) j: u64,
    pub(super) file_key: ExposedFileKey,
    pub(super) body: AlertBody,
}

impl Profiles {
    pub(super) fn new(state: &State, origin: &str) -> Self {
        let acks = state.rescan.contains(origin).then(HashMap::new);
        let (known, tags) = (BTreeMap::new(), HashMap::new());
        let mut profiles = Self { origin: origin.to_owned(), known, tags, taken: HashSet::new(), acks };
        profiles.reload(state);
        profiles
    }

    /// Follows what `state` follows now; gives the tags that are new.
    pub(super) fn reload(&mut self, state: &State) -> Vec<Tag> {
        let gone: Vec<String> =
            self.known.keys().filter(|id| !state.alerts.profiles.contains_key(*id)).cloned().collect();
        for id in gone {
            self.known.remove(&id);
            self.tags.retain(|_, (profile, _)| *profile != id);
        }
        let mut added = Vec::new();
        for (id, profile) in &state.alerts.profiles {
            self.taken.extend(profile.places.iter().filter(|(origin, _)| *origin == self.origin).map(|(_, at)| *at));
            self.known.entry(id.clone()).or_insert_with(|| Followed::new(profile));
            added.extend(self.extend(id, profile.highest));
        }
        added
    }

    /// Looks for every key up to 64 beyond the highest that was seen; gives the tags that are new.
    fn extend(&mut self, id: &str, highest: Option<u64>) -> Vec<Tag> {
        let Some(followed) = self.known.get_mut(id) else { return Vec::new() };
        let wanted = highest.map_or(0, |highest| highest.saturating_add(1)).saturating_add(LOOK_AHEAD);
        let mut added = Vec::new();
        // Each is one HMAC: a desk that was away for long does some thousands.
        while (followed.lanes.len() as u64) < wanted {
            let Some(next) = followed.lanes.last().map(AlertLane::next) else { break };
            followed.lanes.push(next);
        }
        for (j, lane) in (0_u64..).zip(&followed.lanes).skip(followed.tagged) {
            let tag = lane.tag(&self.origin);
            self.tags.insert(tag, (id.to_owned(), j));
            added.push(tag);
        }
        followed.tagged = followed.lanes.len();
        added
    }

    /// Whether an entry may be for a profile: the look-up alone.
    pub(super) fn expects(&self, tag: &Tag) -> bool {
        self.tags.contains_key(tag)
    }

    /// Every tag that is looked for.
    pub(super) fn tags(&self) -> Vec<Tag> {
        self.tags.keys().copied().collect()
    }

    /// Opens what a profile said at this place of the log, once; with the tags that are new for it.
    pub(super) fn open(&mut self, index: u64, envelope: &Envelope) -> Option<(OpenedAlert, Vec<Tag>)> {
        let (id, j) = self.tags.get(&envelope.clue().tag)?.clone();
        if self.taken.contains(&index) {
            return None;
        }
        let followed = self.known.get(&id)?;
        let lane = followed.lanes.get(usize::try_from(j).ok()?)?;
        let (body, file_key) = open_alert(lane, &self.origin, &followed.identity, envelope).ok()?;
        self.taken.insert(index);
        self.expect_acks(&id, &body);
        let added = self.extend(&id, Some(j));
        Some((OpenedAlert { profile: id, j, file_key, body }, added))
    }

    fn expect_acks(&mut self, id: &str, body: &AlertBody) {
        let Some(acks) = &mut self.acks else { return };
        for stage in [Stage::Received, Stage::Person] {
            let tag = body.x.ack(&self.origin, stage);
            acks.insert(tag, FoundAck { profile: id.to_owned(), name: body.x.name(), stage, tag });
        }
    }

    /// What this desk acknowledged before it was restored.
    pub(super) fn own_ack(&self, tag: &Tag) -> Option<FoundAck> {
        self.acks.as_ref()?.get(tag).cloned()
    }

    /// Every acknowledgement that is looked for.
    pub(super) fn expected_acks(&self) -> Vec<FoundAck> {
        self.acks.iter().flat_map(HashMap::values).cloned().collect()
    }
}

impl Followed {
    fn new(profile: &AlertProfile) -> Self {
        let first = AlertLane::from_bytes(profile.lane.expose());
        Self { identity: profile.hybrid_identity(), lanes: vec![first], tagged: 0 }
    }
}
