//! Follows one log: verifies what the relay streams, and finds what is the desk's.
//!
//! Nothing that was found counts before a checkpoint signed it: finds wait in a [`Batch`] until the root of the
//! entries streamed so far is the root that the log signed.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::io;
use std::path::Path;

use davylamp_protocol::clue::{Clue, DeskKey, Position, Tag, ThreadKey};
use davylamp_protocol::envelope::{Envelope, hash_body, open_body};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::labelled::hash;
use davylamp_protocol::log::Hash;
use davylamp_protocol::log::checkpoint::{Checkpoint, VerifiedCheckpoint, cosignature_time};
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::feed::Frame;
use davylamp_protocol::log::group::Body;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::proof::TlogProof;
use davylamp_protocol::log::tree::prove_inclusion;
use davylamp_protocol::scan::{Match, Scanner};
use davylamp_protocol::thread::{ContentBody, OpenerBody};
use sha2::{Digest as _, Sha256};

use super::found::{Batch, FoundAck, FoundAlert, FoundContent, FoundOpener, Lie, Settled, Trouble, Watched, damaged};
use super::profiles::{OpenedAlert, Profiles};
use super::stream::Stream;
use crate::desk::home::{Lane, LogPlace, Secret, State};

/// One log, followed.
pub(crate) struct Follower {
    origin: String,
    log: VerifierKey,
    cosigner: VerifierKey,
    desk: DeskKey,
    /// SHA-256 of the desk's verifier key, as its card entries bear it.
    key_hash: [u8; 32],
    scanner: Scanner<Watched>,
    identities: Vec<HybridIdentity>,
    lanes: BTreeMap<u64, Lane>,
    taken: HashSet<[u8; 32]>,
    profiles: Profiles,
    stream: Stream,
    batch: Batch,
    last: Option<VerifiedCheckpoint>,
    /// The note of `last`, as it was signed, and its cosigned time.
    last_note: Option<(String, u64)>,
    /// Canaries and own messages that are looked for, oldest first.
    others: VecDeque<(Watched, Position, ThreadKey)>,
    /// The home's state as it is now.
    state: Box<dyn Fn() -> Option<State> + Send + Sync>,
}

impl Follower {
    /// Goes on from where `state` says that this log was acted on.
    pub(crate) fn new(
        state: &State,
        place: &LogPlace,
        (log, cosigner): (VerifierKey, VerifierKey),
        dir: &Path,
        reread: impl Fn() -> Option<State> + Send + Sync + 'static,
    ) -> Result<Self, Trouble> {
        let desk = state.desk_key().ok_or_else(damaged)?;
        let edge = place.frontier().ok_or_else(damaged)?;
        let last = place.checkpoint.as_ref().and_then(|note| Checkpoint::verify(note.as_bytes(), &log).ok());
        let mut follower = Self {
            scanner: Scanner::new(place.origin.clone(), desk, state.clue_secrets()),
            identities: state.intake_identities(),
            lanes: BTreeMap::new(),
            taken: state.taken_lanes.iter().map(|taken| taken.hash).collect(),
            profiles: Profiles::new(state, &place.origin),
            stream: Stream::open(&dir.join(log_name(&place.origin)), &edge)?,
            batch: Batch::default(),
            others: VecDeque::new(),
            state: Box::new(reread),
            key_hash: Sha256::digest(&state.desk).into(),
            origin: place.origin.clone(),
            log,
            cosigner,
            desk,
            last,
            last_note: place.checkpoint.clone().map(|note| (note, place.time)),
        };
        for (handle, lane) in state.lanes.iter().filter(|(_, lane)| lane.origin == place.origin) {
            follower.adopt(*handle, lane.clone());
        }
        // A profile armed over another log may have raised an alert in this one before this desk was stopped.
        follower.look_behind_for_all()?;
        Ok(follower)
    }

    /// Entries so far: where the feed goes on.
    pub(crate) fn next(&self) -> u64 {
        self.stream.size()
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Entries under the newest checkpoint that fits.
    pub(crate) fn settled_size(&self) -> u64 {
        self.last.as_ref().map_or(0, |last| last.size)
    }

    /// That checkpoint, as it was signed.
    pub(crate) fn settled_note(&self) -> Option<&str> {
        self.last_note.as_ref().map(|(note, _)| note.as_str())
    }

    /// The leaf of an entry of the last 48 hours.
    pub(crate) fn leaf(&self, index: u64) -> Option<Hash> {
        let (entry, _) = self.stream.record(index).ok()??;
        Some(entry.leaf_hash())
    }

    /// Looks for a canary that is about to be posted.
    pub(crate) fn expect_canary(&mut self, key: &ThreadKey, n: u64) {
        self.expect_other(Watched::Canary, Position::Canary { n }, key);
        while self.others.len() > OTHERS_MAX
            && let Some((_, position, key)) = self.others.pop_front()
        {
            self.scanner.forget(&key, position);
        }
    }

    /// Looks for a message of the desk's own.
    pub(crate) fn expect_own(&mut self, key: &ThreadKey, position: Position) -> Tag {
        self.expect_other(Watched::Own, position, key)
    }

    fn expect_other(&mut self, what: Watched, position: Position, key: &ThreadKey) -> Tag {
        self.others.push_back((what, position, key.clone()));
        self.scanner.expect(what, position, key)
    }

    /// Looks for a lane no longer.
    pub(crate) fn drop_lane(&mut self, handle: u64) {
        if let Some(lane) = self.lanes.remove(&handle) {
            let key = lane.thread_key();
            lane.expected().for_each(|n| self.scanner.forget(&key, Position::Reporter { n }));
        }
    }

    /// The keys changed: a card was renewed, or an identity destroyed.
    pub(crate) fn reload_keys(&mut self, state: &State) {
        self.identities = state.intake_identities();
        self.scanner = Scanner::new(self.origin.clone(), self.desk, state.clue_secrets());
        for (handle, lane) in std::mem::take(&mut self.lanes) {
            self.adopt(handle, lane);
        }
        for (what, position, key) in &self.others {
            self.scanner.expect(*what, *position, key);
        }
    }

    /// Profiles were armed, or have moved on in another log.
    ///
    /// # Errors
    /// The disk's.
    pub(crate) fn reload_profiles(&mut self, state: &State) -> io::Result<()> {
        let added = self.profiles.reload(state);
        self.look_behind_for_alerts(added)
    }

    /// Own acknowledgements that stand in the log of the last 48 hours, after a restore.
    pub(crate) fn own_acks(&self) -> Vec<FoundAck> {
        let standing = |ack: &FoundAck| self.stream.find(&ack.tag).is_some();
        self.profiles.expected_acks().into_iter().filter(standing).collect()
    }

    fn adopt(&mut self, handle: u64, lane: Lane) {
        let key = lane.thread_key();
        for n in lane.expected() {
            self.scanner.expect(Watched::Lane(handle), Position::Reporter { n }, &key);
        }
        self.lanes.insert(handle, lane);
    }

    /// Takes a frame; gives what a checkpoint settled.
    ///
    /// # Errors
    /// [`Trouble`]: from then on this follower is of no use.
    pub(crate) fn take(&mut self, frame: Frame) -> Result<Option<Settled>, Trouble> {
        match frame {
            Frame::KeepAlive => Ok(None),
            Frame::Checkpoint(note) => self.settle(note),
            Frame::Entries { first, entries } => {
                self.check_place(first)?;
                entries.iter().try_for_each(|entry| self.entry(entry, None))?;
                Ok(None)
            }
            Frame::Slots { first, slots } => {
                self.check_place(first)?;
                slots.iter().try_for_each(|(entry, body)| self.entry(entry, Some(body)))?;
                Ok(None)
            }
        }
    }

    fn check_place(&self, first: u64) -> Result<(), Trouble> {
        if first == self.next() { Ok(()) } else { Err(self.lie(Lie::OutOfOrder, None)) }
    }

    fn entry(&mut self, entry: &Entry, body: Option<&Body>) -> Result<(), Trouble> {
        let index = self.next();
        if let (Entry::Envelope { body_hash, .. }, Some(body)) = (entry, body)
            && hash_body(body) != *body_hash
        {
            let withheld = body.iter().all(|byte| *byte == 0);
            return Err(self.lie(if withheld { Lie::WithheldBody } else { Lie::AlteredBody }, None));
        }
        self.stream.push(entry, body)?;
        match entry {
            Entry::Card { key_hash, serial, note_hash } if *key_hash == self.key_hash => {
                self.batch.cards.push((*serial, *note_hash));
                // From here on openers may be for the new card's keys.
                if let Some(state) = (self.state)() {
                    self.reload_keys(&state);
                }
            }
            Entry::Notice { key_hash, serial, note_hash } if *key_hash == self.key_hash => {
                self.batch.notices.push((*serial, *note_hash));
            }
            Entry::Envelope { clue, body_hash } => self.envelope(index, Clue::from_bytes(clue), *body_hash, body)?,
            Entry::Card { .. } | Entry::Notice { .. } => {}
        }
        Ok(())
    }

    fn envelope(&mut self, index: u64, clue: Clue, body_hash: [u8; 32], body: Option<&Body>) -> io::Result<()> {
        if self.profiles.expects(&clue.tag) {
            return self.alert(index, clue, body);
        }
        self.batch.acks.extend(self.profiles.own_ack(&clue.tag));
        let Some(found) = self.scanner.scan(&clue, &body_hash) else { return Ok(()) };
        match (found, body) {
            (Match::Thread { lane: Watched::Canary, position: Position::Canary { n } }, Some(_)) => {
                self.batch.canaries.push(n);
            }
            (Match::Thread { lane: Watched::Own, .. }, _) => self.batch.own.push(clue.tag),
            (Match::Thread { lane: Watched::Lane(handle), position: Position::Reporter { n } }, Some(body)) => {
                let mut wanted = self.content(handle, n, index, clue, body);
                self.look_behind(handle, &mut wanted)?;
            }
            (Match::Opener { .. }, Some(body)) => {
                if let Some(handle) = self.opener(&clue, body) {
                    let mut wanted = self.lanes.get(&handle).map(|lane| lane.expected().collect()).unwrap_or_default();
                    self.look_behind(handle, &mut wanted)?;
                }
            }
            (_, None) => self.batch.lost += 1,
            (Match::Thread { .. }, Some(_)) => {}
        }
        Ok(())
    }

    /// Opens what a profile may have said; what does not open is nothing.
    fn alert(&mut self, index: u64, clue: Clue, body: Option<&Body>) -> io::Result<()> {
        let Some(body) = body else {
            self.batch.lost += 1;
            return Ok(());
        };
        let envelope = Envelope::new(clue, body);
        let Some((opened, added)) = self.profiles.open(index, &envelope) else { return Ok(()) };
        let OpenedAlert { profile, j, file_key, body } = opened;
        self.batch.alerts.push(FoundAlert { profile, j, index, envelope, file_key, body });
        self.look_behind_for_alerts(added)
    }

    fn look_behind_for_all(&mut self) -> io::Result<()> {
        let tags = self.profiles.tags();
        self.look_behind_for_alerts(tags)
    }

    /// An alert may have been logged before its profile's arming was whole, or far ahead of the others.
    fn look_behind_for_alerts(&mut self, tags: Vec<Tag>) -> io::Result<()> {
        for index in self.stream.find_all(&tags) {
            let Some((Entry::Envelope { clue, body_hash }, body)) = self.stream.record(index)? else { continue };
            // A body that was gone when it was streamed is zeros here.
            if hash_body(&body) == body_hash {
                self.alert(index, Clue::from_bytes(&clue), Some(&body))?;
            }
        }
        Ok(())
    }

    /// A lane's content may have been logged before its opener, or before the message that moved the look-ahead.
    fn look_behind(&mut self, handle: u64, wanted: &mut Vec<u64>) -> io::Result<()> {
        while let Some(n) = wanted.pop() {
            let Some(key) = self.lanes.get(&handle).map(Lane::thread_key) else { return Ok(()) };
            let position = Position::Reporter { n };
            let Some(index) = self.stream.find(&key.tag(&self.origin, position)) else { continue };
            let Some((Entry::Envelope { clue, body_hash }, body)) = self.stream.record(index)? else { continue };
            let clue = Clue::from_bytes(&clue);
            if hash_body(&body) == body_hash && key.recognises(&self.origin, position, &clue, &body_hash) {
                wanted.extend(self.content(handle, n, index, clue, &body));
            }
        }
        Ok(())
    }

    /// Opens an opener; what is not one, or was seen before, is nothing.
    fn opener(&mut self, clue: &Clue, body: &Body) -> Option<u64> {
        let opened = open_body(&self.identities, body).ok()?;
        let opener = OpenerBody::decode(&opened.content, self.desk, &clue.ephemeral).ok()?;
        let lane_hash: [u8; 32] = Sha256::digest(opener.lane_secret.as_slice()).into();
        if !self.taken.insert(lane_hash) {
            return None;
        }
        let handle = u64::from_be_bytes(*lane_hash.first_chunk()?);
        let key = ThreadKey::new(&opener.lane_secret, self.desk);
        let lane = Lane {
            case: String::new(),
            origin: self.origin.clone(),
            key: Secret::of(key.to_bound()),
            opened_at: 0,
            lane_id: None,
            next: 0,
            beyond: Default::default(),
            last_content: None,
            complete: false,
            acknowledged: false,
        };
        self.adopt(handle, lane.clone());
        self.batch.openers.push(FoundOpener {
            handle,
            lane_hash,
            lane,
            name_hash: hash(CASE_NAME, &[&*opener.case_secret]),
            case_key: Secret::of(ThreadKey::new(&opener.case_secret, self.desk).to_bound()),
            reply_recipient: opener.reply_recipient.to_bytes().to_vec(),
            seen: opener.seen,
        });
        Some(handle)
    }

    /// Opens a content message; gives the numbers that it makes expected. What is not one consumes nothing.
    fn content(&mut self, handle: u64, n: u64, index: u64, clue: Clue, body: &Body) -> Vec<u64> {
        let Some((opened, content)) = self.open_content(handle, n, &clue, body) else { return Vec::new() };
        let Some(lane) = self.lanes.get_mut(&handle) else { return Vec::new() };
        let before: HashSet<u64> = lane.expected().collect();
        lane.lane_id = Some(hex::encode(content.lane_id));
        lane.take(n);
        let key = lane.thread_key();
        let added: Vec<u64> = lane.expected().filter(|n| !before.contains(n)).collect();
        self.scanner.forget(&key, Position::Reporter { n });
        for n in &added {
            self.scanner.expect(Watched::Lane(handle), Position::Reporter { n: *n }, &key);
        }
        self.batch.contents.push(FoundContent {
            handle,
            index,
            envelope: Envelope::new(clue, body),
            file_key: *opened.file_key.expose_bytes(),
            content: opened.content.to_vec(),
            ends_message: content.part + 1 == content.parts,
        });
        added
    }

    fn open_content(
        &self,
        handle: u64,
        n: u64,
        clue: &Clue,
        body: &Body,
    ) -> Option<(davylamp_protocol::envelope::Opened, ContentBody)> {
        let lane = self.lanes.get(&handle).filter(|lane| !lane.has_taken(n))?;
        let opened = open_body(&self.identities, body).ok()?;
        let content = ContentBody::decode(&opened.content, self.desk, &clue.tag).ok()?;
        let same_lane = lane.lane_id.as_ref().is_none_or(|id| *id == hex::encode(content.lane_id));
        (content.stands_at(Position::Reporter { n }) && same_lane).then_some((opened, content))
    }

    fn settle(&mut self, note: Vec<u8>) -> Result<Option<Settled>, Trouble> {
        let text = String::from_utf8_lossy(&note).into_owned();
        // What the log did not sign shows nothing about the log: anybody on the way could have written it.
        let checkpoint = Checkpoint::verify(&note, &self.log).map_err(|_| self.lie(Lie::BadSignature, None))?;
        let time = cosignature_time(&note, &self.cosigner).ok().flatten();
        let signed = |what| Trouble::Lied { what, checkpoint: Some(text.clone()) };
        let time = time.ok_or_else(|| signed(Lie::BadTime))?;
        if self.last.as_ref().is_some_and(|last| checkpoint.size < last.size) {
            return Err(signed(Lie::Shrunk));
        }
        if checkpoint.size != self.next() {
            return Err(signed(Lie::OutOfOrder));
        }
        if checkpoint.root != self.stream.tree().edge().root() {
            return Err(signed(Lie::Fork));
        }
        self.stream.settle()?;
        self.last = Some(checkpoint.clone());
        self.last_note = Some((text.clone(), time));
        Ok(Some(self.covered(checkpoint, text, time)))
    }

    /// What was found behind the newest checkpoint since it was settled: it is covered already.
    pub(crate) fn found_behind(&mut self) -> Option<Settled> {
        let (checkpoint, (note, time)) = (self.last.clone()?, self.last_note.clone()?);
        let covered = checkpoint.size == self.next() && !self.batch.alerts.is_empty();
        covered.then(|| self.covered(checkpoint, note, time))
    }

    fn covered(&mut self, checkpoint: VerifiedCheckpoint, note: String, time: u64) -> Settled {
        let place = LogPlace {
            origin: self.origin.clone(),
            frontier: self.stream.tree().edge().encode(),
            checkpoint: Some(note.clone()),
            time,
            lost: 0,
            evidence: Vec::new(),
        };
        Settled { place, batch: std::mem::take(&mut self.batch), checkpoint, note, time }
    }

    /// The proof of an entry of the last 48 hours under a settled checkpoint.
    pub(crate) fn proof(&self, settled: &Settled, index: u64) -> Option<String> {
        let hashes = prove_inclusion(settled.checkpoint.size, index, self.stream.tree()).ok()?;
        Some(TlogProof { extra: None, index, hashes, checkpoint: settled.note.clone() }.encode())
    }

    /// The lane as the follower knows it.
    pub(crate) fn lane(&self, handle: u64) -> Option<&Lane> {
        self.lanes.get(&handle)
    }

    fn lie(&self, what: Lie, checkpoint: Option<String>) -> Trouble {
        Trouble::Lied { what, checkpoint }
    }
}

/// The directory of a log's stream.
fn log_name(origin: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(origin).into();
    hex::encode(hash.first_chunk::<8>().unwrap_or(&[0; 8]))
}

/// Own messages that are looked for after a restore come first, and are let go first.
const OTHERS_MAX: usize = 1 << 20;
const CASE_NAME: &str = "davylamp/v1/case-name";

#[cfg(test)]
mod tests;
