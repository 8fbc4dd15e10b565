//! What only the log itself can show: proofs that join trees, later custody heads, earlier cut-offs.
//!
//! Asking a relay for one entry shows it which entry: a case is public to it from then on. Whoever minds brings a mirror of
//! the log, which asks nobody, or leaves this out.

use std::ops::Range;

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::clue::{Clue, DeskKey, Scope, Tag};
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::evidence::{
    Bridge, CaseMaterial, Claim, CutOff, Fault, HeadEntry, HeadsInLog, Proven, claim_tag,
};
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::feed::Frame;
use davylamp_protocol::log::group::GROUP;

use super::source::{Bearer, Source};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, RelayError, SeenCheckpoint, TagWindow};
use crate::text::text;

/// A relay that one of the case's cards names, and its newest checkpoint.
pub(crate) struct Log {
    pub(crate) relay: Relay,
    pub(crate) seen: SeenCheckpoint,
}

/// An entry found by its tag.
pub(crate) struct Found {
    pub(crate) index: u64,
    /// Its envelope; `None` if its body is gone, or its group is not full yet.
    pub(crate) envelope: Option<Envelope>,
}

impl Log {
    /// Asks the relay at `address` for a checkpoint of one of the logs that `lines` name.
    ///
    /// # Errors
    /// A [`Failure`] if it cannot be reached, or is none of them.
    pub(crate) async fn reach(address: &str, lines: &[CardRelay], network: &NetworkArgs) -> Result<Self, Failure> {
        let relay = Relay::connect(address, network)?;
        let mut last = None;
        for line in lines {
            match relay.checkpoint(line).await {
                Ok(seen) => return Ok(Self { relay, seen }),
                Err(error) => last = Some(error),
            }
        }
        Err(last.map_or_else(|| Failure::new(text("verify-relay-unknown")), Failure::from))
    }

    pub(crate) fn origin(&self) -> &str {
        &self.seen.verified.origin
    }

    /// A proof that joins two trees of this log.
    ///
    /// # Errors
    /// [`RelayError`].
    pub(crate) async fn join(&self, one: u64, other: u64) -> Result<Vec<davylamp_protocol::log::Hash>, RelayError> {
        self.relay.consistency_proof(one.min(other), one.max(other), &self.seen.verified).await
    }

    /// Tag prefixes of what the relay still keeps.
    ///
    /// # Errors
    /// [`RelayError`].
    pub(crate) async fn window(&self) -> Result<TagWindow, RelayError> {
        self.relay.tag_window(&self.seen.verified, |_, _| {}).await
    }

    /// The first entry of the window that bears `tag`.
    ///
    /// # Errors
    /// [`RelayError`].
    pub(crate) async fn find(&self, window: &TagWindow, tag: &Tag) -> Result<Option<Found>, RelayError> {
        let mut hits: Vec<u64> =
            window.entries().filter(|(_, prefix)| tag.starts_with(prefix)).map(|(index, _)| index).collect();
        hits.sort_unstable();
        for index in hits {
            let entries = self.relay.entries(index..index + 1, &self.seen.verified).await?;
            if let Some(Entry::Envelope { clue, .. }) = entries.first()
                && Clue::from_bytes(clue).tag == *tag
            {
                return Ok(Some(Found { index, envelope: self.envelope(index).await? }));
            }
        }
        Ok(None)
    }

    /// An envelope with its body; `None` if that is gone.
    pub(super) async fn envelope(&self, index: u64) -> Result<Option<Envelope>, RelayError> {
        let (group, place) = (index / GROUP as u64, index % GROUP as u64);
        match self.relay.group(group, &self.seen.verified).await {
            Ok(group) => {
                Ok(group.slots().nth(usize::try_from(place).unwrap_or(GROUP)).and_then(|(entry, body)| match entry {
                    Entry::Envelope { clue, .. } => Some(Envelope::new(Clue::from_bytes(clue), body)),
                    Entry::Card { .. } | Entry::Notice { .. } => None,
                }))
            }
            Err(RelayError::NotYet) => self.newest(index).await,
            Err(RelayError::Purged { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The same of a group that is not full yet: whoever uses it holds it against the entry.
    async fn newest(&self, index: u64) -> Result<Option<Envelope>, RelayError> {
        let mut feed = self.relay.feed(index, true).await?;
        for _ in 0..FRAMES {
            match feed.next().await? {
                Some(Frame::Slots { first, slots }) if first == index => {
                    return Ok(slots.first().and_then(|(entry, body)| match entry {
                        Entry::Envelope { clue, .. } => Some(Envelope::new(Clue::from_bytes(clue), body)),
                        Entry::Card { .. } | Entry::Notice { .. } => None,
                    }));
                }
                Some(Frame::Checkpoint(_) | Frame::KeepAlive) => {}
                Some(Frame::Slots { .. } | Frame::Entries { .. }) | None => return Ok(None),
            }
        }
        Ok(None)
    }
}

/// What the log showed.
pub(crate) struct Online {
    /// The log that was looked in.
    pub(crate) origin: String,
    /// Whether a relay was asked: it keeps only what is young, and learned of the case.
    pub(crate) is_relay: bool,
    pub(crate) bridges: Vec<Bridge>,
    /// Later heads, and what could not be told.
    pub(crate) heads: HeadsInLog,
    /// Forks, a cut tail, concealed heads.
    pub(crate) faults: Vec<Fault>,
    /// Proofs in the case file that lead to trees which the log did not show.
    pub(crate) not_compared: usize,
    /// A cut-off before the claim's: its place.
    pub(crate) earlier_cut_off: Option<u64>,
    /// From which entry on was searched, and how many entries the log had.
    pub(crate) searched: Range<u64>,
    /// Sizes and times of the checkpoints that say by when an entry was logged, oldest first.
    pub(super) times: Vec<(u64, u64)>,
}

impl Online {
    /// By when an entry was logged, Unix seconds, as the relay's clock says.
    pub(crate) fn logged_by(&self, index: u64) -> Option<u64> {
        self.times.iter().find(|(size, _)| *size > index).map(|(_, time)| *time)
    }
}

/// Looks in the log for what the case file cannot say by itself: `place` is a mirror's directory, or a relay's address.
///
/// # Errors
/// A [`Failure`] if the relay cannot be reached, or the mirror does not hold; if it lies, or is of none of the case's logs.
pub(crate) async fn ask(
    place: &str,
    material: &CaseMaterial,
    proven: &Proven,
    claim: Option<&Claim>,
    network: &NetworkArgs,
) -> Result<Online, Failure> {
    let mut lines: Vec<CardRelay> = Vec::new();
    for line in proven.cards.iter().rev().flat_map(|card| &card.card.relays) {
        if !lines.iter().any(|known| known.log == line.log && known.cosigner == line.cosigner) {
            lines.push(line.clone());
        }
    }
    let source = Source::open(place, &lines, material, network).await?;
    let scope = Scope { origin: source.origin(), desk: DeskKey(*material.desk.key_bytes()) };
    let heads = source.bearers(&material.custody_key.head_tags(scope)).await?;
    let heads: Vec<HeadEntry> = heads.into_iter().map(Bearer::into_head).collect();
    let mut heads = material.judge_heads(proven, scope.origin, source.signers(), &heads);
    let (mut faults, not_compared) = source.forks(proven).await?;
    faults.append(&mut heads.faults);
    let (bridges, earlier_cut_off) = match claim {
        Some(claim) => (source.bridges(proven, claim).await?, earlier(&source, claim, scope).await?),
        None => (Vec::new(), None),
    };
    let (searched, times) = (source.searched(), source.times());
    let (origin, is_relay) = (source.origin().to_owned(), source.is_relay());
    Ok(Online { origin, is_relay, bridges, heads, faults, not_compared, earlier_cut_off, searched, times })
}

pub(super) async fn bridges(log: &Log, proven: &Proven, claim: &Claim) -> Result<Vec<Bridge>, RelayError> {
    let cut_off = claim.cut_offs().find(|(post, _)| post.origin == log.origin()).map(|(_, cut_off)| cut_off);
    let Some(cut_off) = cut_off else { return Ok(Vec::new()) };
    let mut bridges = Vec::new();
    for (origin, size) in proven.claim_checkpoints() {
        if origin == log.origin() && size != cut_off.size {
            bridges.push(Bridge { origin, size, hashes: log.join(size, cut_off.size).await? });
        }
    }
    Ok(bridges)
}

async fn earlier(source: &Source, claim: &Claim, scope: Scope<'_>) -> Result<Option<u64>, Failure> {
    let author = claim.keys().author;
    let Some((post, _)) = claim.cut_offs().find(|(post, _)| post.origin == scope.origin) else { return Ok(None) };
    let found = source.bearers(&[claim_tag(&author, scope)]).await?;
    // Whoever was shown the author's key can post under its tag: only what the author signed counts.
    let is_authors = |bearer: &Bearer| {
        bearer.envelope.as_ref().is_none_or(|envelope| CutOff::open(&author, scope, envelope).is_ok())
    };
    let before = found.iter().filter(|bearer| bearer.index < post.proof.index && is_authors(bearer));
    Ok(before.map(|bearer| bearer.index).min())
}

/// Frames that are waited for: what was asked for is the first.
const FRAMES: usize = 64;
