//! A mirror that somebody brought: verified under the card of a desk that the reader knows, and read without a trace.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use davylamp_protocol::card::{Card, CardRelay, NoticeBoard, key_hash};
use davylamp_protocol::log::Hash;
use davylamp_protocol::log::entry::{BODY_LEN, ENTRY_LEN, Entry};
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::tree::Frontier;
use sha2::{Digest as _, Sha256};

use super::checkpoints::{CHECKPOINTS, CHECKPOINTS_MAX, Checkpoints};
use super::error::{Fault, MirrorError};
use super::head::{HEAD, HEAD_MAX, Head};
use super::segments::{CHUNK, GROUP_LEN, SEGMENT, Segment, Slots, check_slot, read_file, walk};
use crate::relay::{BUNDLE_MAX, CardBundle, FoundBoard, FoundCard, RelayError, SeenCheckpoint, TagBundle, TagWindow};

/// A mirror whose card, checkpoints and entries were verified; bodies are as they are looked at.
pub(crate) struct Mirror {
    dir: PathBuf,
    head: Head,
    checkpoints: Checkpoints,
    /// The desk's card, and its line for this log.
    found: FoundCard,
    /// All cards and boards; only the desk's card was verified.
    bundle: CardBundle,
    /// The highest serial of each desk's boards in the log, by the hash of its key.
    boards: BTreeMap<[u8; 32], u64>,
    prefixes: Vec<TagBundle>,
    /// SHA-256 of each group's entries: the medium may show others the next time.
    digests: Vec<[u8; 32]>,
}

impl Mirror {
    /// Verifies what `dir` holds with the card of `desk`, which must come another way; `progress` hears how many of how
    /// many entries are done. Nothing is written.
    ///
    /// # Errors
    ///
    /// [`MirrorError`] names the file, and what of it does not hold.
    pub(crate) fn open(
        dir: &Path,
        desk: &VerifierKey,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Self, MirrorError> {
        let head = Head::decode(&read_file(dir, HEAD, HEAD_MAX)?)?;
        let bundle = read_bundle(dir)?;
        let found = bundle.find(desk, |_| Ok(())).map_err(of_cards)?;
        if found.relay.log != head.relay.log {
            let wanted = found.relay.log.name().to_owned();
            return Err(MirrorError::new(HEAD, Fault::OtherLog { wanted }));
        }
        let checkpoints = read_checkpoints(dir, &found.relay)?;
        let end = checkpoints.newest().map_or(0, |newest| newest.verified.size);
        if checkpoints.iter().next().is_some_and(|oldest| oldest.verified.size < head.first()) {
            return Err(MirrorError::new(HEAD, Fault::Form));
        }
        let mut signed: Vec<_> = checkpoints.iter().map(|seen| (seen.verified.size, seen.verified.root)).collect();
        // Where the card's own proof leads is the same log.
        signed.push((found.logged.size, found.logged.root));
        signed.retain(|(size, _)| (head.first()..=end).contains(size));
        signed.sort_by_key(|(size, _)| *size);
        let mut seen = Seen { desk: key_hash(desk), ..Seen::default() };
        walk(dir, &head.frontier, &signed, |edge, entry| {
            let index = edge.size();
            if index.is_multiple_of(SEGMENT) {
                progress(index.saturating_sub(head.first()), end.saturating_sub(head.first()));
            }
            seen.take(index, entry);
        })?;
        if seen.newest_card > found.card.serial {
            let fault = Fault::OldCard { logged: seen.newest_card, shown: found.card.serial };
            return Err(MirrorError::new(CARDS, fault));
        }
        let Seen { prefixes, digests, boards, .. } = seen.finish();
        Ok(Self { dir: dir.to_owned(), head, checkpoints, found, bundle, boards, prefixes, digests })
    }

    /// The same with no desk that the reader knows: by a card that lies in it, and so by the carrier's word which log it
    /// is.
    ///
    /// # Errors
    ///
    /// [`MirrorError`], as [`Mirror::open`]; [`RelayError::CardMissing`] within it where no card is of this log.
    pub(crate) fn open_by_itself(dir: &Path) -> Result<Self, MirrorError> {
        let head = Head::decode(&read_file(dir, HEAD, HEAD_MAX)?)?;
        let bundle = read_bundle(dir)?;
        let own = bundle.cards().find(|found| found.relay.log == head.relay.log);
        let desk = own.ok_or_else(|| of_cards(RelayError::CardMissing))?.card.desk;
        Self::open(dir, &desk, |_, _| ())
    }

    /// All cards and boards; each is to be verified by whoever takes it.
    pub(crate) fn bundle(&self) -> &CardBundle {
        &self.bundle
    }

    /// A desk's card and its newest board, which must not be older than one that stands in the log.
    ///
    /// # Errors
    ///
    /// [`MirrorError`] names the bundle, and what of it does not hold.
    pub(crate) fn board(&self, desk: &VerifierKey) -> Result<(Card, Option<NoticeBoard>), MirrorError> {
        let card = self.bundle.find(desk, |_| Ok(())).map_err(of_cards)?.card;
        let found: Option<FoundBoard> = self.bundle.board(&card).map_err(of_cards)?;
        let shown = found.as_ref().map_or(0, |found| found.board.serial);
        match self.boards.get(&key_hash(desk)) {
            Some(known) if *known > shown => Err(of_cards(RelayError::NoticeRolledBack { known: *known, shown })),
            _ => Ok((card, found.map(|found| found.board))),
        }
    }

    /// The desk's card, and its line for this log.
    pub(crate) fn found(&self) -> &FoundCard {
        &self.found
    }

    /// The checkpoints that it was verified against, oldest first: by the time of the first that covers an entry, that
    /// entry was logged.
    pub(crate) fn checkpoints(&self) -> impl Iterator<Item = &SeenCheckpoint> {
        self.checkpoints.iter()
    }

    /// Its first entry, and the first whose body the relay kept when it was begun: the carrier's word.
    pub(crate) fn begins(&self) -> (u64, u64) {
        (self.head.first(), self.head.kept)
    }

    /// The log's roots at these sizes, by the entries; none before the mirror's first entry, or beyond its end.
    ///
    /// # Errors
    ///
    /// [`Fault::Entries`] if the entries are no longer those that were verified.
    pub(crate) fn roots_at(&self, sizes: &BTreeSet<u64>) -> Result<BTreeMap<u64, Hash>, MirrorError> {
        let end = self.checkpoints.newest().map(|newest| (newest.verified.size, newest.verified.root));
        let mut roots = BTreeMap::new();
        let mut note = |edge: &Frontier| {
            if sizes.contains(&edge.size()) {
                roots.insert(edge.size(), edge.root());
            }
        };
        let last = walk(&self.dir, &self.head.frontier, end.as_slice(), |edge, _| note(edge))?;
        note(&last);
        Ok(roots)
    }

    /// The tag prefixes of all its entries.
    pub(crate) fn window(&self) -> TagWindow {
        TagWindow { bundles: self.prefixes.iter().rev().cloned().collect(), first_kept: self.head.first() }
    }

    /// The entries of a group, each with its body: fewer than 16 at the mirror's end.
    ///
    /// # Errors
    ///
    /// [`Fault::BodyAltered`], [`Fault::BodyMissing`]; [`Fault::Entries`] if they are no longer those that were
    /// verified.
    pub(crate) fn group(&self, number: u64) -> Result<Slots, MirrorError> {
        let end = self.checkpoints.newest().map_or(0, |newest| newest.verified.size);
        let range = number * GROUP_LEN..end.min((number + 1) * GROUP_LEN);
        let segment = Segment::of(range.start, self.head.first());
        let bytes = segment.read_entries_of(&self.dir, range.clone())?;
        let place = number.checked_sub(self.head.first() / GROUP_LEN).and_then(|at| usize::try_from(at).ok());
        if place.and_then(|at| self.digests.get(at)) != Some(&Sha256::digest(&bytes).into()) {
            return Err(MirrorError::new(segment.entries_name(), Fault::Entries { size: range.end }));
        }
        slots(&self.dir, &segment, range, &bytes)
    }
}

/// Reads all of a mirror, every body too, by its own word which log it is: for whoever carries it. Gives the newest
/// checkpoint.
///
/// # Errors
///
/// [`MirrorError`] names the file, and what of it does not hold.
pub(crate) fn verify(dir: &Path, mut progress: impl FnMut(u64, u64)) -> Result<VerifiedMirror, MirrorError> {
    let head = Head::decode(&read_file(dir, HEAD, HEAD_MAX)?)?;
    let checkpoints = read_checkpoints(dir, &head.relay)?;
    let signed: Vec<_> = checkpoints.iter().map(|seen| (seen.verified.size, seen.verified.root)).collect();
    let edge = walk(dir, &head.frontier, &signed, |_, _| ())?;
    let (first, size) = (head.first(), edge.size());
    let mut next = first;
    while next < size {
        let segment = Segment::of(next, first);
        let end = segment.range.end.min(next + CHUNK).min(size);
        let entries = segment.read_entries_of(dir, next..end)?;
        slots(dir, &segment, next..end, &entries)?;
        next = end;
        progress(next - first, size - first);
    }
    let bundle = read_bundle(dir)?;
    let time = checkpoints.newest().map_or(0, |newest| newest.time);
    Ok(VerifiedMirror { first, size, time, cards: bundle.cards().count() })
}

/// What a whole reading found.
pub(crate) struct VerifiedMirror {
    /// Its first entry.
    pub(crate) first: u64,
    /// Entries of the log at its end.
    pub(crate) size: u64,
    /// The relay's clock then, Unix seconds.
    pub(crate) time: u64,
    /// Cards that hold under the keys that they name themselves.
    pub(crate) cards: usize,
}

/// Entries that were verified, with their bodies.
fn slots(dir: &Path, segment: &Segment, range: Range<u64>, entries: &[u8]) -> Result<Slots, MirrorError> {
    let bodies = segment.read_bodies(dir, range.clone())?;
    let records = entries.as_chunks::<ENTRY_LEN>().0;
    let mut slots = Slots::with_capacity(records.len());
    for (index, (record, body)) in range.zip(records.iter().zip(bodies.as_chunks::<BODY_LEN>().0)) {
        let fault = || MirrorError::new(segment.entries_name(), Fault::Entry { index });
        let entry = Entry::decode(record).map_err(|_| fault())?;
        check_slot(segment, index, &entry, body)?;
        slots.push((entry, Box::new(*body)));
    }
    Ok(slots)
}

/// What the walk gathers.
#[derive(Default)]
struct Seen {
    desk: [u8; 32],
    newest_card: u64,
    boards: BTreeMap<[u8; 32], u64>,
    prefixes: Vec<TagBundle>,
    digests: Vec<[u8; 32]>,
    group: Sha256,
    in_group: u64,
}

impl Seen {
    fn take(&mut self, index: u64, entry: &Entry) {
        if self.prefixes.is_empty() || index.is_multiple_of(SEGMENT) {
            self.prefixes.push(TagBundle { first: index, prefixes: Vec::new() });
        }
        if let Some(bundle) = self.prefixes.last_mut() {
            bundle.prefixes.push(entry.tag_prefix());
        }
        if let Entry::Card { key_hash, serial, .. } = entry
            && *key_hash == self.desk
        {
            self.newest_card = self.newest_card.max(*serial);
        }
        if let Entry::Notice { key_hash, serial, .. } = entry {
            let newest = self.boards.entry(*key_hash).or_default();
            *newest = (*newest).max(*serial);
        }
        self.group.update(entry.encode());
        self.in_group += 1;
        if self.in_group == GROUP_LEN {
            self.end_group();
        }
    }

    fn end_group(&mut self) {
        self.digests.push(self.group.finalize_reset().into());
        self.in_group = 0;
    }

    fn finish(mut self) -> Self {
        if self.in_group > 0 {
            self.end_group();
        }
        self
    }
}

fn of_cards(error: RelayError) -> MirrorError {
    MirrorError::new(CARDS, Fault::Cards(error))
}

fn read_bundle(dir: &Path) -> Result<CardBundle, MirrorError> {
    let bytes = read_file(dir, CARDS, BUNDLE_MAX as u64)?;
    CardBundle::decode(bytes).map_err(of_cards)
}

fn read_checkpoints(dir: &Path, relay: &CardRelay) -> Result<Checkpoints, MirrorError> {
    match read_file(dir, CHECKPOINTS, CHECKPOINTS_MAX) {
        Err(MirrorError { fault: Fault::Absent, .. }) => Err(MirrorError::new(CHECKPOINTS, Fault::Unfinished)),
        bytes => Checkpoints::decode(&bytes?, relay),
    }
}

/// The bundle of cards.
pub(super) const CARDS: &str = "cards/cards.bin";
