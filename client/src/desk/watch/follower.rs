//! Follows one log: verifies what the relay streams, and finds what is the desk's.
//!
//! Nothing that was found counts before a checkpoint signed it: finds wait in a [`Batch`] until the root of the
//! entries streamed so far is the root that the log signed.

use std::collections::{BTreeMap, HashSet};
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
use davylamp_protocol::thread::{ContentBody, OpenerBody, SeenTag};
use sha2::{Digest as _, Sha256};

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
    stream: Stream,
    batch: Batch,
    last: Option<VerifiedCheckpoint>,
    /// The note of `last`, as it was signed.
    last_note: Option<String>,
}

/// What a tag is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Watched {
    /// A reporter's lane.
    Lane(u64),
    /// The desk's own canary.
    Canary,
    /// The desk's own message, looked for after a restore.
    Own,
}

/// What was found since the last checkpoint.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) openers: Vec<FoundOpener>,
    pub(crate) contents: Vec<FoundContent>,
    pub(crate) canaries: Vec<u64>,
    /// Own desk messages, found after a restore.
    pub(crate) own: Vec<Tag>,
    /// Serials of card entries under the desk's key.
    pub(crate) cards: Vec<(u64, [u8; 32])>,
    /// Entries for this desk whose body the relay has no more.
    pub(crate) lost: u64,
}

impl Batch {
    /// Whether nothing in it need be written down.
    pub(crate) fn is_empty(&self) -> bool {
        self.openers.is_empty()
            && self.contents.is_empty()
            && self.own.is_empty()
            && self.cards.is_empty()
            && self.lost == 0
    }
}

/// A sending session that began.
pub(crate) struct FoundOpener {
    pub(crate) handle: u64,
    pub(crate) lane_hash: [u8; 32],
    pub(crate) lane: Lane,
    pub(crate) name_hash: [u8; 32],
    pub(crate) case_key: Secret,
    pub(crate) reply_recipient: Vec<u8>,
    pub(crate) seen: Vec<SeenTag>,
}

/// A content message.
pub(crate) struct FoundContent {
    pub(crate) handle: u64,
    pub(crate) index: u64,
    pub(crate) envelope: Envelope,
    pub(crate) file_key: [u8; 16],
    pub(crate) content: Vec<u8>,
    pub(crate) ends_message: bool,
}

/// A checkpoint that fits, and what it covers.
pub(crate) struct Settled {
    pub(crate) place: LogPlace,
    pub(crate) batch: Batch,
    pub(crate) checkpoint: VerifiedCheckpoint,
    pub(crate) note: String,
    pub(crate) time: u64,
}

/// What a relay was caught at. The names are stable: scripts read them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Trouble {
    /// The relay showed something that contradicts what it signed.
    #[error("{what}")]
    Lied {
        what: Lie,
        /// The checkpoint that shows it, if one does.
        checkpoint: Option<String>,
    },
    /// This machine's disk.
    #[error("{0}")]
    Disk(#[from] io::Error),
}

/// The kinds of lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Lie {
    /// Entries that are not those that were signed, or a log that split.
    #[error("fork")]
    Fork,
    /// A body that its entry does not commit to.
    #[error("altered-body")]
    AlteredBody,
    /// Zeros for a body that is still to be kept.
    #[error("withheld-body")]
    WithheldBody,
    /// A checkpoint of fewer entries than before.
    #[error("shrunk")]
    Shrunk,
    /// Entries that skip or repeat a place.
    #[error("out-of-order")]
    OutOfOrder,
    /// A receipt for something that is not in the log.
    #[error("dropped")]
    Dropped,
    /// A checkpoint that the log's key did not sign.
    #[error("bad-signature")]
    BadSignature,
    /// No time on a checkpoint, or one that the relay's clock key did not sign.
    #[error("bad-time")]
    BadTime,
}

impl Follower {
    /// Goes on from where `state` says that this log was acted on.
    pub(crate) fn new(
        state: &State,
        place: &LogPlace,
        (log, cosigner): (VerifierKey, VerifierKey),
        dir: &Path,
    ) -> Result<Self, Trouble> {
        let desk = state.desk_key().ok_or_else(damaged)?;
        let edge = place.frontier().ok_or_else(damaged)?;
        let last = place.checkpoint.as_ref().and_then(|note| Checkpoint::verify(note.as_bytes(), &log).ok());
        let mut follower = Self {
            scanner: Scanner::new(place.origin.clone(), desk, state.clue_secrets()),
            identities: state.intake_identities(),
            lanes: BTreeMap::new(),
            taken: state.taken_lanes.iter().map(|taken| taken.hash).collect(),
            stream: Stream::open(&dir.join(log_name(&place.origin)), &edge)?,
            batch: Batch::default(),
            last_note: place.checkpoint.clone(),
            key_hash: Sha256::digest(&state.desk).into(),
            origin: place.origin.clone(),
            log,
            cosigner,
            desk,
            last,
        };
        for (handle, lane) in state.lanes.iter().filter(|(_, lane)| lane.origin == place.origin) {
            follower.adopt(*handle, lane.clone());
        }
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
        self.last_note.as_deref()
    }

    /// The leaf of an entry of the last 48 hours.
    pub(crate) fn leaf(&self, index: u64) -> Option<Hash> {
        let (entry, _) = self.stream.record(index).ok()??;
        Some(entry.leaf_hash())
    }

    /// Looks for a canary that is about to be posted.
    pub(crate) fn expect_canary(&mut self, key: &ThreadKey, n: u64) {
        self.scanner.expect(Watched::Canary, Position::Canary { n }, key);
    }

    /// Looks for a message of the desk's own.
    pub(crate) fn expect_own(&mut self, key: &ThreadKey, position: Position) -> Tag {
        self.scanner.expect(Watched::Own, position, key)
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
            }
            Entry::Envelope { clue, body_hash } => self.envelope(index, Clue::from_bytes(clue), *body_hash, body)?,
            Entry::Card { .. } | Entry::Notice { .. } => {}
        }
        Ok(())
    }

    fn envelope(&mut self, index: u64, clue: Clue, body_hash: [u8; 32], body: Option<&Body>) -> io::Result<()> {
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
        (u64::from(content.number) == n && same_lane).then_some((opened, content))
    }

    fn settle(&mut self, note: Vec<u8>) -> Result<Option<Settled>, Trouble> {
        let text = String::from_utf8_lossy(&note).into_owned();
        let lie = |what| Trouble::Lied { what, checkpoint: Some(text.clone()) };
        let checkpoint = Checkpoint::verify(&note, &self.log).map_err(|_| lie(Lie::BadSignature))?;
        let time = cosignature_time(&note, &self.cosigner).ok().flatten().ok_or_else(|| lie(Lie::BadTime))?;
        if self.last.as_ref().is_some_and(|last| checkpoint.size < last.size) {
            return Err(lie(Lie::Shrunk));
        }
        if checkpoint.size != self.next() || checkpoint.root != self.stream.tree().edge().root() {
            return Err(lie(Lie::Fork));
        }
        self.stream.settle()?;
        self.last = Some(checkpoint.clone());
        self.last_note = Some(text.clone());
        let place = LogPlace {
            origin: self.origin.clone(),
            frontier: self.stream.tree().edge().encode(),
            checkpoint: Some(text.clone()),
            time,
            lost: 0,
            evidence: Vec::new(),
        };
        Ok(Some(Settled { place, batch: std::mem::take(&mut self.batch), checkpoint, note: text, time }))
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

fn damaged() -> Trouble {
    Trouble::Disk(io::Error::new(io::ErrorKind::InvalidData, "the state does not fit together"))
}

const CASE_NAME: &str = "davylamp/v1/case-name";

#[cfg(test)]
mod tests;
