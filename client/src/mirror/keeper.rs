//! Writes a mirror: what a relay showed and was verified, durable before the checkpoint that covers it.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use davylamp_protocol::card::key_hash;
use davylamp_protocol::log::Hash;
use davylamp_protocol::log::entry::{BODY_LEN, ENTRY_LEN, Entry};
use davylamp_protocol::log::group::Body;
use davylamp_protocol::log::tree::Frontier;
use sha2::{Digest as _, Sha256};

use super::checkpoints::{CHECKPOINTS, CHECKPOINTS_MAX, Checkpoints};
use super::error::{Fault, MirrorError};
use super::head::{HEAD, HEAD_MAX, Head};
use super::reading::CARDS;
use super::segments::{CHUNK, RECORD, SEGMENT, Segment, check_slot, read_file, walk};
use crate::files::{TEMPORARY, replace_public_file, sync_dir};
use crate::relay::{CardBundle, FoundCard, SeenCheckpoint};

/// A mirror that is being written. Holds its lock.
pub(crate) struct Keeper {
    dir: PathBuf,
    head: Head,
    checkpoints: Checkpoints,
    /// The tree of all that is there.
    edge: Frontier,
    /// The same at the newest checkpoint.
    settled: Frontier,
    /// The same at the start of each segment but the first.
    starts: Vec<Frontier>,
    /// The segment that grows: entries and bodies.
    open: Option<(Segment, File, File)>,
    lock: File,
}

impl Keeper {
    /// Begins a mirror in a directory that is empty or not there.
    ///
    /// # Errors
    ///
    /// [`Fault::NotEmpty`], [`Fault::Busy`]; the disk's.
    pub(crate) fn begin(dir: &Path, head: Head) -> Result<Self, MirrorError> {
        DirBuilder::new().recursive(true).create(dir).map_err(|error| disk(dir.display().to_string(), &error))?;
        let lock = lock(dir)?;
        if let Some(name) = names(dir)?.into_iter().find(|name| name != LOCK && !name.ends_with(TEMPORARY)) {
            return Err(MirrorError::new(name, Fault::NotEmpty));
        }
        write(dir, HEAD, head.encode().as_bytes())?;
        let edge = head.frontier.clone();
        Ok(Self::of(dir, head, Checkpoints::default(), edge, lock))
    }

    /// Begins anew a mirror that no checkpoint covers yet.
    ///
    /// # Errors
    ///
    /// The disk's.
    pub(crate) fn begin_again(mut self, head: Head) -> Result<Self, MirrorError> {
        self.edge = self.head.frontier.clone();
        self.cut_files()?;
        write(&self.dir, HEAD, head.encode().as_bytes())?;
        let edge = head.frontier.clone();
        Ok(Self::of(&self.dir, head, Checkpoints::default(), edge, self.lock))
    }

    /// Takes up what an earlier run left, verified as far as the newest checkpoint reaches, and beyond it as far as bodies
    /// fit their entries; `None` where no mirror was begun. `progress` hears of entries.
    ///
    /// # Errors
    ///
    /// [`Fault::Busy`]; [`MirrorError`] names what is damaged.
    pub(crate) fn open(dir: &Path, progress: impl FnMut(u64)) -> Result<Option<Self>, MirrorError> {
        if !dir.join(HEAD).exists() {
            return Ok(None);
        }
        let lock = lock(dir)?;
        let head = Head::decode(&read_file(dir, HEAD, HEAD_MAX)?)?;
        let checkpoints = match read_file(dir, CHECKPOINTS, CHECKPOINTS_MAX) {
            Err(MirrorError { fault: Fault::Absent, .. }) => Checkpoints::default(),
            bytes => Checkpoints::decode(&bytes?, &head.relay)?,
        };
        let mut starts = Vec::new();
        let signed: Vec<(u64, Hash)> =
            checkpoints.iter().map(|seen| (seen.verified.size, seen.verified.root)).collect();
        let edge = walk(dir, &head.frontier, &signed, |tree, _| note_start(&mut starts, tree, head.first()))?;
        let mut keeper = Self::of(dir, head, checkpoints, edge, lock);
        keeper.starts = starts;
        keeper.take_up(progress)?;
        keeper.cut_files()?;
        Ok(Some(keeper))
    }

    fn of(dir: &Path, head: Head, checkpoints: Checkpoints, edge: Frontier, lock: File) -> Self {
        Self {
            dir: dir.to_owned(),
            head,
            checkpoints,
            settled: edge.clone(),
            edge,
            starts: Vec::new(),
            open: None,
            lock,
        }
    }

    /// Which log, and where it begins.
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The newest checkpoint that covers what is there.
    pub(crate) fn newest(&self) -> Option<&SeenCheckpoint> {
        self.checkpoints.newest()
    }

    /// The tree of all that is there: where the feed goes on.
    pub(crate) fn edge(&self) -> &Frontier {
        &self.edge
    }

    /// Whether something is there that no checkpoint covers yet.
    pub(crate) fn is_ahead(&self) -> bool {
        self.edge.size() > self.settled.size()
    }

    /// Entries for which there is room until the next segment begins.
    pub(crate) fn room(&self) -> u64 {
        SEGMENT - self.edge.size() % SEGMENT
    }

    /// Appends entries of one segment, whose bodies fit.
    ///
    /// # Errors
    ///
    /// The disk's.
    pub(crate) fn append(&mut self, slots: &[(Entry, Box<Body>)]) -> Result<(), MirrorError> {
        let next = self.edge.size();
        let (segment, entries, bodies) = self.segment()?;
        let at = next - segment.range.start;
        let records: Vec<u8> = slots.iter().flat_map(|(entry, _)| entry.encode()).collect();
        let written = entries.write_all_at(&records, at * ENTRY_LEN as u64);
        written.map_err(|error| disk(segment.entries_name(), &error))?;
        let records: Vec<u8> = slots.iter().flat_map(|(_, body)| body.iter().copied()).collect();
        let written = bodies.write_all_at(&records, at * BODY_LEN as u64);
        written.map_err(|error| disk(segment.bodies_name(), &error))?;
        for (entry, _) in slots {
            note_start(&mut self.starts, &self.edge, self.head.first());
            self.edge.push(entry.leaf_hash());
        }
        Ok(())
    }

    /// Makes what was appended durable.
    ///
    /// # Errors
    ///
    /// The disk's.
    pub(crate) fn sync(&mut self) -> Result<(), MirrorError> {
        if let Some((segment, entries, bodies)) = &self.open {
            entries.sync_data().map_err(|error| disk(segment.entries_name(), &error))?;
            bodies.sync_data().map_err(|error| disk(segment.bodies_name(), &error))?;
        }
        Ok(())
    }

    /// Cuts off what came since the last segment began, or since the newest checkpoint; nothing that one covers.
    ///
    /// # Errors
    ///
    /// The disk's.
    pub(crate) fn step_back(&mut self) -> Result<(), MirrorError> {
        let (settled, next) = (self.settled.size(), self.edge.size());
        self.starts.retain(|start| start.size() < next || start.size() <= settled);
        let start = self.starts.last().filter(|start| start.size() > settled);
        self.edge = start.unwrap_or(&self.settled).clone();
        self.cut_files()
    }

    /// Puts a checkpoint that covers all that is there in place, with the cards.
    ///
    /// # Errors
    ///
    /// The disk's; what was covered before still is.
    pub(crate) fn settle(&mut self, seen: SeenCheckpoint, cards: &CardBundle) -> Result<(), MirrorError> {
        self.sync()?;
        self.write_cards(cards)?;
        self.checkpoints.push(seen);
        write(&self.dir, CHECKPOINTS, &self.checkpoints.encode())?;
        self.settled = self.edge.clone();
        Ok(())
    }

    /// Keeps two checkpoints that contradict each other.
    ///
    /// # Errors
    ///
    /// The disk's.
    pub(crate) fn keep_evidence(&self, seen: &SeenCheckpoint) -> Result<(), MirrorError> {
        self.make_dir(EVIDENCE)?;
        for seen in self.newest().into_iter().chain([seen]) {
            let hash = hex::encode(Sha256::digest(&seen.note).first_chunk::<8>().unwrap_or(&[0; 8]));
            let name = format!("{EVIDENCE}/{}-{hash}.checkpoint", seen.verified.size);
            write(&self.dir, &name, seen.note.as_bytes())?;
        }
        Ok(())
    }

    /// Drops whole segments of entries before `kept`; gives how many entries.
    ///
    /// # Errors
    ///
    /// The disk's.
    pub(crate) fn prune(&mut self, kept: u64) -> Result<u64, MirrorError> {
        let last = kept.min(self.settled.size());
        let Some(start) = self.starts.iter().rfind(|start| start.size() <= last).cloned() else { return Ok(0) };
        let dropped = start.size() - self.head.first();
        // Each step leaves a mirror that reads: fewer checkpoints, then a later beginning, then fewer files.
        self.checkpoints.forget_before(start.size());
        write(&self.dir, CHECKPOINTS, &self.checkpoints.encode())?;
        self.head = Head { kept: start.size(), frontier: start, ..self.head.clone() };
        write(&self.dir, HEAD, self.head.encode().as_bytes())?;
        let first = self.head.first();
        self.starts.retain(|start| start.size() > first);
        self.cut_files()?;
        Ok(dropped)
    }

    /// Bytes that all of it takes, about.
    pub(crate) fn bytes(&self) -> u64 {
        (self.edge.size() - self.head.first()) * RECORD
    }

    /// What lies beyond the newest checkpoint, as far as it fits together.
    fn take_up(&mut self, mut progress: impl FnMut(u64)) -> Result<(), MirrorError> {
        loop {
            let from = self.edge.size();
            let segment = Segment::of(from, self.head.first());
            let end = segment.range.end.min(from + CHUNK).min(segment.whole(&self.dir));
            if end <= from {
                return Ok(());
            }
            let entries = segment.read_entries_of(&self.dir, from..end)?;
            let bodies = segment.read_bodies(&self.dir, from..end)?;
            let bodies = bodies.as_chunks::<BODY_LEN>().0;
            for (record, body) in entries.as_chunks::<ENTRY_LEN>().0.iter().zip(bodies) {
                let Ok(entry) = Entry::decode(record) else { return Ok(()) };
                if check_slot(&segment, self.edge.size(), &entry, body).is_err() {
                    return Ok(());
                }
                note_start(&mut self.starts, &self.edge, self.head.first());
                self.edge.push(entry.leaf_hash());
            }
            progress(self.edge.size());
        }
    }

    /// The files that grow, cut to the edge.
    fn segment(&mut self) -> Result<(&Segment, &File, &File), MirrorError> {
        let segment = Segment::of(self.edge.size(), self.head.first());
        if self.open.as_ref().is_none_or(|(open, ..)| *open != segment) {
            self.sync()?;
            let (entries, bodies) = (segment.entries_name(), segment.bodies_name());
            let files = (self.open_file(&entries)?, self.open_file(&bodies)?);
            sync_dir(&self.dir).map_err(|error| disk(self.dir.display().to_string(), &error))?;
            self.open = Some((segment, files.0, files.1));
        }
        let (segment, entries, bodies) = self.open.as_ref().expect("it was opened a line above");
        Ok((segment, entries, bodies))
    }

    fn open_file(&self, name: &str) -> Result<File, MirrorError> {
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(self.dir.join(name));
        opened.map_err(|error| disk(name, &error))
    }

    /// Cuts what lies beyond the edge, and removes what an interrupted run left.
    fn cut_files(&mut self) -> Result<(), MirrorError> {
        self.open = None;
        let (first, next) = (self.head.first(), self.edge.size());
        let last = Segment::of(next, first);
        let keeps = |name: &str| {
            (first / SEGMENT..=next / SEGMENT).any(|number| {
                let segment = Segment::of((number * SEGMENT).max(first), first);
                segment.range.start < next && (name == segment.entries_name() || name == segment.bodies_name())
            })
        };
        for name in names(&self.dir)?.into_iter().chain(self.unfinished_cards()) {
            let is_segment = (name.starts_with("entries-") || name.starts_with("bodies-")) && name.ends_with(".bin");
            if name.ends_with(TEMPORARY) || (is_segment && !keeps(&name)) {
                fs::remove_file(self.dir.join(&name)).map_err(|error| disk(name, &error))?;
            }
        }
        if last.range.start < next {
            for (name, record) in [(last.entries_name(), ENTRY_LEN), (last.bodies_name(), BODY_LEN)] {
                let length = (next - last.range.start) * record as u64;
                self.open_file(&name)?.set_len(length).map_err(|error| disk(name, &error))?;
            }
        }
        Ok(())
    }

    fn unfinished_cards(&self) -> impl Iterator<Item = String> {
        let names = names(&self.dir.join(CARDS_DIR)).unwrap_or_default().into_iter();
        names.filter(|name| name.ends_with(TEMPORARY)).map(|name| format!("{CARDS_DIR}/{name}"))
    }

    fn write_cards(&self, cards: &CardBundle) -> Result<(), MirrorError> {
        self.make_dir(CARDS_DIR)?;
        for found in cards.cards() {
            write(&self.dir, &card_name(&found), found.note.as_bytes())?;
        }
        write(&self.dir, CARDS, cards.as_bytes())
    }

    fn make_dir(&self, name: &str) -> Result<(), MirrorError> {
        DirBuilder::new().recursive(true).create(self.dir.join(name)).map_err(|error| disk(name, &error))
    }
}

/// A name that every file system takes, whatever the desk's key is called.
fn card_name(found: &FoundCard) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '.' { c.to_ascii_lowercase() } else { '_' };
    let name: String = found.card.desk.name().chars().take(NAME).map(plain).collect();
    let hash = key_hash(&found.card.desk);
    format!("{CARDS_DIR}/{name}-{}.card", hex::encode(hash.first_chunk::<8>().unwrap_or(&[0; 8])))
}

fn note_start(starts: &mut Vec<Frontier>, tree: &Frontier, first: u64) {
    let known = starts.last().map_or(first, Frontier::size);
    if tree.size().is_multiple_of(SEGMENT) && tree.size() > known {
        starts.push(tree.clone());
    }
}

/// What stands in a directory.
fn names(dir: &Path) -> Result<Vec<String>, MirrorError> {
    let entries = fs::read_dir(dir).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| disk(dir.display().to_string(), &error))?;
    Ok(entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

fn lock(dir: &Path) -> Result<File, MirrorError> {
    let opened = File::options().create(true).truncate(false).write(true).open(dir.join(LOCK));
    let file = opened.map_err(|error| disk(LOCK, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(MirrorError::new(LOCK, Fault::Busy)),
        Err(TryLockError::Error(error)) => Err(disk(LOCK, &error)),
    }
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), MirrorError> {
    replace_public_file(&dir.join(name), bytes).map_err(|error| disk(name, &error))
}

fn disk(file: impl Into<String>, error: &io::Error) -> MirrorError {
    MirrorError::disk(file, error)
}

const LOCK: &str = "lock";
const CARDS_DIR: &str = "cards";
const EVIDENCE: &str = "evidence";
/// Characters of a desk's name.
const NAME: usize = 40;
