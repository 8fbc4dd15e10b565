//! The last 48 hours of the public log on disk: content may have been logged before its opener.
//!
//! ```text
//! stream/<log>/<first index, 20 digits>
//!   0     "davylamp-stream1" ‖ u16 length ‖ frontier at the first index ‖ zeros     4129 bytes
//!   4129  entry (81) ‖ body (4048)                                                  4129 bytes each
//! ```
//!
//! What is here was public. A file that is lost or cut costs the look behind, never a message found already.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use davylamp_protocol::clue::Tag;
use davylamp_protocol::log::entry::{BODY_LEN, CLUE_LEN, ENTRY_LEN, Entry};
use davylamp_protocol::log::group::Body;
use davylamp_protocol::log::tree::Frontier;

use super::tree::TailTree;

/// The tail of one log: its records, its tags, its tree.
pub(super) struct Stream {
    dir: PathBuf,
    segments: VecDeque<Segment>,
    tags: HashMap<Tag, u64>,
    /// Earlier places of tags that stand there more than once: somebody copied a clue.
    repeats: Vec<(Tag, u64)>,
    tree: TailTree,
}

struct Segment {
    first: u64,
    count: u64,
    path: PathBuf,
    file: File,
}

impl Stream {
    /// Takes up the files in `dir` as far as they lead to `edge`, and drops what lies beyond it.
    pub(super) fn open(dir: &Path, edge: &Frontier) -> io::Result<Self> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        let mut stream = Self {
            dir: dir.to_owned(),
            segments: VecDeque::new(),
            tags: HashMap::new(),
            repeats: Vec::new(),
            tree: TailTree::new(edge.clone()),
        };
        stream.load(edge)?;
        if stream.tree.edge() != edge {
            stream.clear()?;
            stream.tree = TailTree::new(edge.clone());
        }
        Ok(stream)
    }

    fn load(&mut self, edge: &Frontier) -> io::Result<()> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            paths.push(entry?.path());
        }
        paths.sort();
        for path in paths {
            if !self.load_segment(&path, edge)? {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }

    /// Reads a segment that goes on from what was read; false when it does not.
    fn load_segment(&mut self, path: &Path, edge: &Frontier) -> io::Result<bool> {
        let file = File::options().read(true).write(true).open(path)?;
        let Some(frontier) = read_header(&file).filter(|frontier| frontier.size() < edge.size()) else {
            return Ok(false);
        };
        if self.segments.is_empty() {
            self.tree = TailTree::new(frontier.clone());
        }
        if self.tree.edge() != &frontier {
            return Ok(false);
        }
        let first = frontier.size();
        let whole = (file.metadata()?.len() / RECORD).saturating_sub(1).min(edge.size() - first);
        file.set_len((whole + 1) * RECORD)?;
        self.segments.push_back(Segment { first, count: 0, path: path.to_owned(), file });
        for _ in 0..whole {
            let index = self.tree.size();
            let Some((entry, _)) = self.record(index)? else { return Ok(false) };
            self.note(index, &entry);
        }
        Ok(true)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.tags.clear();
        self.repeats.clear();
        self.segments.drain(..).try_for_each(|segment| fs::remove_file(segment.path))
    }

    pub(super) fn tree(&self) -> &TailTree {
        &self.tree
    }

    /// Entries of the log so far.
    pub(super) fn size(&self) -> u64 {
        self.tree.size()
    }

    /// Where an entry with this tag stands, if it came within the last 48 hours.
    pub(super) fn find(&self, tag: &Tag) -> Option<u64> {
        self.tags.get(tag).copied()
    }

    /// Every place of the last 48 hours where one of these tags stands, first to last.
    pub(super) fn find_all(&self, tags: &[Tag]) -> Vec<u64> {
        let wanted: HashSet<&Tag> = tags.iter().collect();
        let repeats = self.repeats.iter().filter(|(tag, _)| wanted.contains(tag)).map(|(_, index)| *index);
        let mut places: Vec<u64> = tags.iter().filter_map(|tag| self.find(tag)).chain(repeats).collect();
        places.sort_unstable();
        places
    }

    /// Appends the next entry; a body that is not to be had is zeros.
    pub(super) fn push(&mut self, entry: &Entry, body: Option<&Body>) -> io::Result<()> {
        let index = self.size();
        if self.segments.back().is_none_or(|segment| segment.count >= SEGMENT) {
            self.begin_segment()?;
        }
        let mut record = [0; RECORD_LEN];
        let (left, right) = record.split_at_mut(ENTRY_LEN);
        left.copy_from_slice(&entry.encode());
        if let Some(body) = body {
            right.copy_from_slice(body);
        }
        if let Some(segment) = self.segments.back() {
            segment.file.write_all_at(&record, (1 + index - segment.first) * RECORD)?;
        }
        self.note(index, entry);
        Ok(())
    }

    fn note(&mut self, index: u64, entry: &Entry) {
        if let Some(segment) = self.segments.back_mut() {
            segment.count += 1;
        }
        if let Entry::Envelope { clue, .. } = entry {
            let tag = tag_of(clue);
            if let Some(earlier) = self.tags.insert(tag, index) {
                self.repeats.push((tag, earlier));
            }
        }
        self.tree.push(entry.leaf_hash());
    }

    fn begin_segment(&mut self) -> io::Result<()> {
        let first = self.size();
        let path = self.dir.join(format!("{first:020}"));
        let file = File::options().read(true).write(true).create(true).truncate(true).mode(0o600).open(&path)?;
        let frontier = self.tree.edge().encode();
        let mut header = MAGIC.to_vec();
        header.extend(u16::try_from(frontier.len()).unwrap_or(0).to_be_bytes());
        header.extend(frontier);
        header.resize(RECORD_LEN, 0);
        file.write_all_at(&header, 0)?;
        self.segments.push_back(Segment { first, count: 0, path, file });
        Ok(())
    }

    /// One kept record.
    pub(super) fn record(&self, index: u64) -> io::Result<Option<(Entry, Box<Body>)>> {
        let Some(segment) = self.segments.iter().rfind(|segment| segment.first <= index) else { return Ok(None) };
        let mut record = [0; RECORD_LEN];
        segment.file.read_exact_at(&mut record, (1 + index - segment.first) * RECORD)?;
        let (mut entry, mut body) = ([0; ENTRY_LEN], Box::new([0; BODY_LEN]));
        let (left, right) = record.split_at(ENTRY_LEN);
        entry.copy_from_slice(left);
        body.copy_from_slice(right);
        Ok(Entry::decode(&entry).ok().map(|entry| (entry, body)))
    }

    /// Makes what was pushed durable, and lets go of what is older than 48 hours or beyond the cap.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        if let Some(segment) = self.segments.back() {
            segment.file.sync_data()?;
        }
        while self.segments.len() > 1 && self.first_is_old()? {
            self.drop_first()?;
        }
        Ok(())
    }

    fn first_is_old(&self) -> io::Result<bool> {
        let Some(first) = self.segments.front() else { return Ok(false) };
        let written = first.file.metadata()?.modified()?;
        let age = SystemTime::now().duration_since(written).unwrap_or_default();
        Ok(age > LOOK_BEHIND || self.size() - first.first > RECORDS_MAX)
    }

    fn drop_first(&mut self) -> io::Result<()> {
        let (Some(first), Some(next)) = (self.segments.pop_front(), self.segments.front()) else { return Ok(()) };
        let end = next.first;
        if let Some(frontier) = read_header(&next.file) {
            self.tree.forget_before(frontier);
        }
        self.tags.retain(|_, index| *index >= end);
        self.repeats.retain(|(_, index)| *index >= end);
        fs::remove_file(first.path)
    }
}

/// The tag that a clue ends in.
fn tag_of(clue: &[u8; CLUE_LEN]) -> Tag {
    *clue.last_chunk().expect("a clue ends in its tag")
}

fn read_header(file: &File) -> Option<Frontier> {
    let mut header = [0; RECORD_LEN];
    file.read_exact_at(&mut header, 0).ok()?;
    let rest = header.strip_prefix(MAGIC)?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    Frontier::decode(rest.get(..usize::from(u16::from_be_bytes(*length)))?).ok()
}

const MAGIC: &[u8] = b"davylamp-stream1";
/// Bytes of a record, and of the header.
const RECORD_LEN: usize = ENTRY_LEN + BODY_LEN;
const RECORD: u64 = RECORD_LEN as u64;
/// Records in a segment: 17 MB.
const SEGMENT: u64 = 4096;
const LOOK_BEHIND: Duration = Duration::from_secs(48 * 3600);
/// 1.7 GB: more than 48 hours of a log at rest, less than what a flooder could make a desk keep.
const RECORDS_MAX: u64 = 400_000;

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp_protocol::log::tree::prove_inclusion;

    fn entry(i: u8) -> Entry {
        Entry::Envelope { clue: [i; CLUE_LEN], body_hash: [i; 32] }
    }

    #[test]
    fn goes_on_after_a_restart_and_drops_what_was_not_acted_on() {
        let dir = tempfile::tempdir().unwrap();
        let mut stream = Stream::open(dir.path(), &Frontier::empty()).unwrap();
        (0..5).for_each(|i| stream.push(&entry(i), Some(&[i; BODY_LEN])).unwrap());
        let acted_on = stream.tree().edge().clone();
        (5..8).for_each(|i| stream.push(&entry(i), None).unwrap());
        drop(stream);
        let stream = Stream::open(dir.path(), &acted_on).unwrap();
        assert_eq!(stream.size(), 5);
        assert_eq!((stream.find(&[3; 16]), stream.find(&[6; 16])), (Some(3), None));
        assert_eq!(stream.record(3).unwrap().unwrap().1, Box::new([3; BODY_LEN]));
        assert!(prove_inclusion(5, 2, stream.tree()).is_ok());
    }

    #[test]
    fn starts_afresh_when_its_files_do_not_lead_to_the_place_acted_on() {
        let dir = tempfile::tempdir().unwrap();
        let mut stream = Stream::open(dir.path(), &Frontier::empty()).unwrap();
        (0..5).for_each(|i| stream.push(&entry(i), None).unwrap());
        drop(stream);
        let mut other = Frontier::empty();
        (0..5).for_each(|i| other.push(entry(i + 1).leaf_hash()));
        let stream = Stream::open(dir.path(), &other).unwrap();
        assert_eq!((stream.size(), stream.find(&[3; 16])), (5, None));
        assert_eq!(stream.tree().edge(), &other);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
