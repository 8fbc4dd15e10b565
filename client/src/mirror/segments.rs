//! Entries and bodies in files of 65,536, and the walk over all entries that leads to what the log signed.

use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use davylamp_protocol::log::Hash;
use davylamp_protocol::log::entry::{BODY_LEN, ENTRY_LEN, Entry};
use davylamp_protocol::log::group::{Body, GROUP, GroupError, check_body};
use davylamp_protocol::log::tree::Frontier;

use super::error::{Fault, MirrorError};
use super::head::HEAD;

/// Entries, each with its body.
pub(crate) type Slots = Vec<(Entry, Box<Body>)>;

/// The files of one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    number: u64,
    /// Its entries: the first segment of a mirror may begin within.
    pub(super) range: Range<u64>,
}

impl Segment {
    /// The segment that holds `index`, in a mirror that begins at `first`.
    pub(super) fn of(index: u64, first: u64) -> Self {
        let number = index / SEGMENT;
        let start = number * SEGMENT;
        Self { number, range: start.max(first)..start.saturating_add(SEGMENT) }
    }

    pub(super) fn entries_name(&self) -> String {
        format!("entries-{:06}.bin", self.number)
    }

    pub(super) fn bodies_name(&self) -> String {
        format!("bodies-{:06}.bin", self.number)
    }

    /// Its entries below `end`, as bytes.
    ///
    /// # Errors
    ///
    /// [`Fault::Length`] if they are not all there, or the file is longer than a segment.
    pub(super) fn read_entries(&self, dir: &Path, end: u64) -> Result<Vec<u8>, MirrorError> {
        self.read_entries_of(dir, self.range.start..end)
    }

    /// Says so if its bodies below `end` cannot all be there. They are not read.
    pub(super) fn check_bodies(&self, dir: &Path, end: u64) -> Result<(), MirrorError> {
        self.open(dir, &self.bodies_name(), self.length(end, BODY_LEN)?, BODY_LEN).map(drop)
    }

    /// Some of its entries, as bytes.
    pub(super) fn read_entries_of(&self, dir: &Path, range: Range<u64>) -> Result<Vec<u8>, MirrorError> {
        self.read(dir, &self.entries_name(), ENTRY_LEN, range)
    }

    /// Some of its bodies, as bytes.
    pub(super) fn read_bodies(&self, dir: &Path, range: Range<u64>) -> Result<Vec<u8>, MirrorError> {
        self.read(dir, &self.bodies_name(), BODY_LEN, range)
    }

    fn read(&self, dir: &Path, name: &str, record: usize, range: Range<u64>) -> Result<Vec<u8>, MirrorError> {
        let (start, end) = (self.length(range.start, record)?, self.length(range.end, record)?);
        let file = self.open(dir, name, end, record)?;
        let mut bytes = vec![0; end.saturating_sub(start)];
        file.read_exact_at(&mut bytes, start as u64).map_err(|error| MirrorError::disk(name, &error))?;
        Ok(bytes)
    }

    /// Index after the last entry that stands here whole, with its body.
    pub(super) fn whole(&self, dir: &Path) -> u64 {
        let count = |name: String, record: usize| {
            let length = dir.join(name).metadata().map_or(0, |found| found.len());
            length / record as u64
        };
        let count = count(self.entries_name(), ENTRY_LEN).min(count(self.bodies_name(), BODY_LEN));
        self.range.start.saturating_add(count).min(self.range.end)
    }

    /// Bytes of its records below `end`.
    fn length(&self, end: u64, record: usize) -> Result<usize, MirrorError> {
        let count = end.min(self.range.end).saturating_sub(self.range.start);
        let length = usize::try_from(count).ok().and_then(|count| count.checked_mul(record));
        length.ok_or_else(|| MirrorError::new(self.entries_name(), Fault::Length))
    }

    fn open(&self, dir: &Path, name: &str, least: usize, record: usize) -> Result<File, MirrorError> {
        let file = open_regular(dir, name)?;
        let length = file.metadata().map_err(|error| MirrorError::disk(name, &error))?.len();
        let most = (self.range.end - self.range.start) * record as u64;
        if (least as u64..=most).contains(&length) { Ok(file) } else { Err(MirrorError::new(name, Fault::Length)) }
    }
}

/// Hashes all entries from `edge` on, and holds the tree at each of `signed` (sizes ascending, none below the edge)
/// against the root that the log signed there. `visit` hears of each entry, and of the tree before it: nothing is
/// believed before the walk came to its end. Gives the frontier there.
///
/// # Errors
///
/// [`Fault::Length`], [`Fault::Entry`], [`Fault::Entries`].
pub(super) fn walk(
    dir: &Path,
    edge: &Frontier,
    signed: &[(u64, Hash)],
    mut visit: impl FnMut(&Frontier, &Entry),
) -> Result<Frontier, MirrorError> {
    let (first, mut edge) = (edge.size(), edge.clone());
    let mut from = first;
    for (size, root) in signed {
        while edge.size() < *size {
            let segment = Segment::of(edge.size(), first);
            let begin = segment.length(edge.size(), ENTRY_LEN)?;
            let bytes = segment.read_entries(dir, *size)?;
            segment.check_bodies(dir, *size)?;
            for record in bytes.get(begin..).unwrap_or_default().as_chunks().0 {
                let index = edge.size();
                let fault = || MirrorError::new(segment.entries_name(), Fault::Entry { index });
                let entry = Entry::decode(record).map_err(|_| fault())?;
                visit(&edge, &entry);
                edge.push(entry.leaf_hash());
            }
        }
        if edge.root() != *root {
            let files = names(from..*size, first);
            // A wrong frontier leads to a wrong root as well.
            let files = if from == first && first > 0 { format!("{HEAD}, {files}") } else { files };
            return Err(MirrorError::new(files, Fault::Entries { size: *size }));
        }
        from = *size;
    }
    Ok(edge)
}

/// Holds a body against its entry.
///
/// # Errors
///
/// [`Fault::BodyAltered`], [`Fault::BodyMissing`].
pub(super) fn check_slot(segment: &Segment, index: u64, entry: &Entry, body: &Body) -> Result<(), MirrorError> {
    let fault = match check_body(0, entry, body) {
        Ok(()) => return Ok(()),
        Err(GroupError::Withheld { .. }) => Fault::BodyMissing { index },
        Err(_) => Fault::BodyAltered { index },
    };
    Err(MirrorError::new(segment.bodies_name(), fault))
}

/// A file of the mirror, of up to `most` bytes.
pub(super) fn read_file(dir: &Path, name: &str, most: u64) -> Result<Vec<u8>, MirrorError> {
    let mut bytes = Vec::new();
    let read = open_regular(dir, name)?.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| MirrorError::disk(name, &error))?;
    if bytes.len() as u64 > most { Err(MirrorError::new(name, Fault::Length)) } else { Ok(bytes) }
}

/// A pipe or a device on a stranger's medium would never end.
fn open_regular(dir: &Path, name: &str) -> Result<File, MirrorError> {
    let path = dir.join(name);
    let found = path.metadata().map_err(|error| MirrorError::disk(name, &error))?;
    if !found.is_file() {
        return Err(MirrorError::new(name, Fault::Form));
    }
    File::open(path).map_err(|error| MirrorError::disk(name, &error))
}

/// The files that hold these entries, for a person.
fn names(range: Range<u64>, first: u64) -> String {
    let (start, end) = (Segment::of(range.start, first), Segment::of(range.end.saturating_sub(1), first));
    if start == end { start.entries_name() } else { format!("{} … {}", start.entries_name(), end.entries_name()) }
}

/// Entries in a file.
pub(crate) const SEGMENT: u64 = 65_536;
/// Bytes that an entry takes with its body.
pub(crate) const RECORD: u64 = (ENTRY_LEN + BODY_LEN) as u64;
/// Records that are read at a time: 4 MB.
pub(super) const CHUNK: u64 = 1024;
/// Entries in a group.
pub(super) const GROUP_LEN: u64 = GROUP as u64;
