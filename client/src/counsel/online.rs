//! What only the log itself can show: proofs that join trees, later custody heads, earlier cut-offs.
//!
//! Asking for one entry shows the relay which entry: a case is public to it from then on. Whoever minds asks the reporter
//! for a claim that brings its own proofs, and leaves this out.

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::clue::{Clue, DeskKey, Scope, Tag};
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::evidence::{Bridge, CaseMaterial, Claim, CutOff, Proven, claim_tag};
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::group::GROUP;

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

    async fn envelope(&self, index: u64) -> Result<Option<Envelope>, RelayError> {
        let (group, place) = (index / GROUP as u64, index % GROUP as u64);
        match self.relay.group(group, &self.seen.verified).await {
            Ok(group) => {
                Ok(group.slots().nth(usize::try_from(place).unwrap_or(GROUP)).and_then(|(entry, body)| match entry {
                    Entry::Envelope { clue, .. } => Some(Envelope::new(Clue::from_bytes(clue), body)),
                    Entry::Card { .. } | Entry::Notice { .. } => None,
                }))
            }
            Err(RelayError::Purged { .. } | RelayError::NotYet) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// What the log showed.
pub(crate) struct Online {
    /// The log that was asked.
    pub(crate) origin: String,
    pub(crate) bridges: Vec<Bridge>,
    /// A head of the custody log beyond those in the case file: its place.
    pub(crate) later_head: Option<u64>,
    /// A cut-off before the claim's: its place.
    pub(crate) earlier_cut_off: Option<u64>,
    /// From which entry on was searched.
    pub(crate) from: u64,
}

/// Asks the log what the case file cannot say by itself.
///
/// # Errors
/// A [`Failure`] if the relay cannot be reached, lies, or is none of the case's.
pub(crate) async fn ask(
    address: &str,
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
    let log = Log::reach(address, &lines, network).await?;
    let window = log.window().await?;
    let desk = DeskKey(*material.desk.key_bytes());
    let origin = log.origin().to_owned();
    let scope = Scope { origin: &origin, desk };
    let next = u64::try_from(material.heads.len()).unwrap_or(u64::MAX);
    let later = log.find(&window, &material.custody_key.tag(scope, next)).await?;
    let (bridges, earlier_cut_off) = match claim {
        Some(claim) => (bridges(&log, proven, claim).await?, earlier(&log, &window, claim, scope).await?),
        None => (Vec::new(), None),
    };
    let (from, later_head) = (window.first_kept, later.map(|found| found.index));
    Ok(Online { bridges, later_head, earlier_cut_off, from, origin })
}

async fn bridges(log: &Log, proven: &Proven, claim: &Claim) -> Result<Vec<Bridge>, RelayError> {
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

async fn earlier(log: &Log, window: &TagWindow, claim: &Claim, scope: Scope<'_>) -> Result<Option<u64>, RelayError> {
    let author = claim.keys().author;
    let Some((post, _)) = claim.cut_offs().find(|(post, _)| post.origin == scope.origin) else { return Ok(None) };
    let found = log.find(window, &claim_tag(&author, scope)).await?.filter(|found| found.index < post.proof.index);
    // Whoever was shown the author's key can post under its tag: only what the author signed counts.
    Ok(found
        .filter(|found| found.envelope.as_ref().is_none_or(|envelope| CutOff::open(&author, scope, envelope).is_ok()))
        .map(|found| found.index))
}
