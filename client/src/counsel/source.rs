//! A log to look in: a relay, which keeps only what is young and learns what is asked, or a mirror on a disk, which has all
//! that it covers and tells nobody (`SPEC.md` 10.3 and 14).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::clue::{Clue, Tag};
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::evidence::{Bridge, CaseMaterial, Claim, Fault, HeadEntry, Proven};
use davylamp_protocol::log::Hash;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::group::GROUP;

use super::online::{Log, bridges};
use crate::failure::Failure;
use crate::mirror::Mirror;
use crate::relay::{CardBundle, NetworkArgs, RelayError, TagWindow};
use crate::text::{text, text_with};

/// A log that was reached, or opened and verified.
pub(super) struct Source {
    log: Kind,
    origin: String,
    /// Tag prefixes of all that is looked through.
    window: TagWindow,
    /// Online keys of the desk's cards that lie in it.
    signers: Vec<[u8; 32]>,
}

enum Kind {
    Relay(Box<Log>),
    Mirror(Box<Mirror>),
}

/// An entry that bears one of the tags that were looked for.
pub(super) struct Bearer {
    /// Which of them.
    at: usize,
    pub(super) index: u64,
    entry: Entry,
    /// With its body; `None` if that is gone.
    pub(super) envelope: Option<Envelope>,
}

impl Bearer {
    /// As a custody head: the tags were those of all heads.
    pub(super) fn into_head(self) -> HeadEntry {
        let Self { at, index, entry, envelope } = self;
        HeadEntry { n: at as u64, index, entry, envelope }
    }
}

impl Source {
    /// A mirror where `place` is a directory, or else the relay at that address. It must be of a log that `lines` name.
    ///
    /// # Errors
    /// A [`Failure`] that says what does not hold, or cannot be reached.
    pub(super) async fn open(
        place: &str,
        lines: &[CardRelay],
        material: &CaseMaterial,
        network: &NetworkArgs,
    ) -> Result<Self, Failure> {
        if Path::new(place).is_dir() {
            return Self::carried(Path::new(place), lines, material);
        }
        let log = Log::reach(place, lines, network).await?;
        let signers = signers(&log.relay.cards().await?, material);
        let (origin, window) = (log.origin().to_owned(), log.window().await?);
        Ok(Self { log: Kind::Relay(Box::new(log)), origin, window, signers })
    }

    /// Nothing of the network is touched.
    fn carried(dir: &Path, lines: &[CardRelay], material: &CaseMaterial) -> Result<Self, Failure> {
        let mirror = Mirror::open(dir, &material.desk, |_, _| ())?;
        let log = &mirror.found().relay.log;
        if lines.iter().all(|line| line.log != *log) {
            let refusal = Failure::new(text_with("verify-log-other", &[("log", &log.name())]));
            return Err(refusal.hint(text("verify-log-other-hint")));
        }
        let (origin, signers, window) = (log.name().to_owned(), signers(mirror.bundle(), material), mirror.window());
        Ok(Self { log: Kind::Mirror(Box::new(mirror)), origin, window, signers })
    }

    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    pub(super) fn is_relay(&self) -> bool {
        matches!(self.log, Kind::Relay(_))
    }

    pub(super) fn signers(&self) -> &[[u8; 32]] {
        &self.signers
    }

    /// From the first entry that is looked through to the last that the log had.
    pub(super) fn searched(&self) -> Range<u64> {
        match &self.log {
            Kind::Relay(log) => self.window.first_kept..log.seen.verified.size,
            // What was logged before bodies were kept has none to be looked at.
            Kind::Mirror(mirror) => mirror.begins().1.max(mirror.begins().0)..newest_size(mirror),
        }
    }

    /// Sizes and times of checkpoints, oldest first.
    pub(super) fn times(&self) -> Vec<(u64, u64)> {
        match &self.log {
            Kind::Relay(log) => vec![(log.seen.verified.size, log.seen.time)],
            Kind::Mirror(mirror) => mirror.checkpoints().map(|seen| (seen.verified.size, seen.time)).collect(),
        }
    }

    /// All entries that bear one of `tags`, in the order of the log.
    ///
    /// # Errors
    /// What the relay, or the mirror, says.
    pub(super) async fn bearers(&self, tags: &[Tag]) -> Result<Vec<Bearer>, Failure> {
        let by_tag: HashMap<&Tag, usize> = tags.iter().enumerate().map(|(at, tag)| (tag, at)).collect();
        let prefixes: BTreeSet<[u8; 4]> = tags.iter().filter_map(|tag| tag.first_chunk().copied()).collect();
        let searched = self.searched();
        let hits =
            self.window.entries().filter(|(index, prefix)| searched.contains(index) && prefixes.contains(prefix));
        let hits: BTreeSet<u64> = hits.map(|(index, _)| index).collect();
        let mut bearers = Vec::new();
        for index in hits {
            let Some(entry) = self.entry(index).await? else { continue };
            let Entry::Envelope { clue, .. } = &entry else { continue };
            if let Some(at) = by_tag.get(&Clue::from_bytes(clue).tag).copied() {
                let envelope = self.envelope(index).await?;
                bearers.push(Bearer { at, index, entry, envelope });
            }
        }
        Ok(bearers)
    }

    async fn entry(&self, index: u64) -> Result<Option<Entry>, Failure> {
        match &self.log {
            Kind::Relay(log) => Ok(log.relay.entries(index..index + 1, &log.seen.verified).await?.pop()),
            Kind::Mirror(mirror) => {
                Ok(mirror.group(group(index))?.into_iter().nth(place(index)).map(|(entry, _)| entry))
            }
        }
    }

    async fn envelope(&self, index: u64) -> Result<Option<Envelope>, Failure> {
        match &self.log {
            Kind::Relay(log) => Ok(log.envelope(index).await?),
            Kind::Mirror(mirror) => {
                let slot = mirror.group(group(index))?.into_iter().nth(place(index));
                Ok(slot.and_then(|(entry, body)| match entry {
                    Entry::Envelope { clue, .. } => Some(Envelope::new(Clue::from_bytes(&clue), &body)),
                    Entry::Card { .. } | Entry::Notice { .. } => None,
                }))
            }
        }
    }

    /// Proofs of the case that lead to trees which are not this log's, and how many lead to trees that it does not show.
    ///
    /// # Errors
    /// What the relay, or the mirror, says.
    pub(super) async fn forks(&self, proven: &Proven) -> Result<(Vec<Fault>, usize), Failure> {
        let roots = match &self.log {
            Kind::Mirror(mirror) => {
                let sizes = proven.trees_in(&self.origin).map(|(_, logged)| logged.size).collect();
                mirror.roots_at(&sizes)?
            }
            Kind::Relay(log) => self.roots_of_relay(log, proven).await?,
        };
        let unknown = proven.trees_in(&self.origin).filter(|(_, logged)| !roots.contains_key(&logged.size)).count();
        Ok((proven.forks(&self.origin, |size| roots.get(&size).copied()), unknown))
    }

    /// The roots in the case that the relay shows to be its own; an impossible one where it cannot.
    async fn roots_of_relay(&self, log: &Log, proven: &Proven) -> Result<BTreeMap<u64, Hash>, Failure> {
        let mut roots = BTreeMap::new();
        for (_, logged) in proven.trees_in(&self.origin) {
            if logged.size > log.seen.verified.size || roots.contains_key(&logged.size) {
                continue;
            }
            let root = match log.relay.extends(logged.size, logged.root, &log.seen.verified).await {
                Ok(()) => logged.root,
                Err(RelayError::Forked { .. }) => NO_ROOT,
                Err(error) => return Err(error.into()),
            };
            roots.insert(logged.size, root);
        }
        Ok(roots)
    }

    /// Proofs that join a claim's trees. A mirror gives none: a claim brings its own, or a relay is asked.
    ///
    /// # Errors
    /// What the relay says.
    pub(super) async fn bridges(&self, proven: &Proven, claim: &Claim) -> Result<Vec<Bridge>, RelayError> {
        match &self.log {
            Kind::Relay(log) => bridges(log, proven, claim).await,
            Kind::Mirror(_) => Ok(Vec::new()),
        }
    }
}

/// Every card of the desk that lies in the log and holds.
fn signers(bundle: &CardBundle, material: &CaseMaterial) -> Vec<[u8; 32]> {
    let own = bundle.cards().filter(|found| found.card.desk == material.desk);
    own.map(|found| found.card.online_key).collect()
}

fn newest_size(mirror: &Mirror) -> u64 {
    mirror.checkpoints().last().map_or(0, |seen| seen.verified.size)
}

fn group(index: u64) -> u64 {
    index / GROUP as u64
}

fn place(index: u64) -> usize {
    usize::try_from(index % GROUP as u64).unwrap_or(GROUP)
}

/// No tree has it: a hash of nothing that anybody knows.
const NO_ROOT: Hash = Hash([0; 32]);
