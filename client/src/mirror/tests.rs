//! Mirrors of a small log: written, read, and then cut, changed, swapped and exchanged in every file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use davylamp_protocol::card::{Card, entry_of_card};
use davylamp_protocol::envelope::hash_body;
use davylamp_protocol::log::Hash;
use davylamp_protocol::log::checkpoint::{Checkpoint, add_cosignature};
use davylamp_protocol::log::entry::{BODY_LEN, Entry};
use davylamp_protocol::log::group::Body;
use davylamp_protocol::log::leaf_hash;
use davylamp_protocol::log::note::{CosignerKey, NoteSigner};
use davylamp_protocol::log::proof::TlogProof;
use davylamp_protocol::log::tree::{Frontier, MemoryTree, prove_inclusion};
use tempfile::TempDir;

use super::segments::{GROUP_LEN, SEGMENT};
use super::*;
use crate::relay::test_card::{card, desk, encode_bundle, log};
use crate::relay::{CardBundle, RelayError, SeenCheckpoint};

/// A note of the test log, of a tree that nobody has.
pub(super) fn signed(size: u64, time: u64) -> String {
    sign(&log(), size, Hash([7; 32]), time)
}

fn sign(log: &NoteSigner, size: u64, root: Hash, time: u64) -> String {
    let note = Checkpoint { origin: log.name().into(), size, root }.sign(log).unwrap();
    let clock = CosignerKey::from_seed("log.example/clock", &[3; 32]).unwrap();
    add_cosignature(&note, &clock, time).unwrap()
}

/// A log whose first 65,280 entries are in no mirror; the others end one segment and begin the next.
struct Log {
    key: NoteSigner,
    card: Card,
    note: String,
    slots: Slots,
    tree: MemoryTree,
}

impl Log {
    fn new(count: u8) -> Self {
        Self::of(log(), count)
    }

    fn of(key: NoteSigner, count: u8) -> Self {
        let mut card = card(5);
        // The mirror is of the second relay that the desk reads.
        let mut line = card.relays[0].clone();
        line.log = key.verifier_key().clone();
        card.relays[0].log = NoteSigner::from_seed("first.example", &[6; 32]).unwrap().verifier_key().clone();
        card.relays.push(line);
        let note = card.sign(&desk()).unwrap();
        let mut tree: MemoryTree = (0..FIRST).map(|i| leaf_hash(&i.to_be_bytes())).collect();
        let mut slots = Slots::new();
        for i in 0..FILLERS + u64::from(count) {
            let mut body = Box::new([i.to_le_bytes()[0]; BODY_LEN]);
            body[..8].copy_from_slice(&i.to_be_bytes());
            let mut slot = (Entry::Envelope { clue: [7; 48], body_hash: hash_body(&body) }, body);
            if i == CARD_AT - FIRST {
                slot = (entry_of_card(&note, desk().verifier_key(), 5), Box::new([0; BODY_LEN]));
            }
            tree.push(slot.0.leaf_hash());
            slots.push(slot);
        }
        Self { key, card, note, slots, tree }
    }

    fn frontier(&self) -> Frontier {
        let mut frontier = Frontier::empty();
        (0..FIRST).for_each(|i| frontier.push(leaf_hash(&i.to_be_bytes())));
        frontier
    }

    fn head(&self) -> Head {
        Head { relay: self.card.relays[1].clone(), kept: FIRST, frontier: self.frontier() }
    }

    /// The checkpoint of the first `count` entries of the mirror.
    fn seen(&self, count: usize, time: u64) -> SeenCheckpoint {
        let mut frontier = self.frontier();
        self.slots[..count].iter().for_each(|(entry, _)| frontier.push(entry.leaf_hash()));
        let note = sign(&self.key, frontier.size(), frontier.root(), time);
        SeenCheckpoint::read(note.as_bytes(), &self.card.relays[1]).ok().unwrap()
    }

    fn cards(&self) -> CardBundle {
        let hashes = prove_inclusion(self.tree.size(), CARD_AT, &self.tree).unwrap();
        let checkpoint = sign(&self.key, self.tree.size(), self.tree.root(), 9);
        let proof = TlogProof { extra: None, index: CARD_AT, hashes, checkpoint };
        CardBundle::decode(encode_bundle(&[(&self.note, &proof)])).ok().unwrap()
    }

    fn append(&self, keeper: &mut Keeper, mut range: std::ops::Range<usize>) {
        while !range.is_empty() {
            let room = usize::try_from(keeper.room()).unwrap().min(range.len());
            keeper.append(&self.slots[range.start..range.start + room]).unwrap();
            range.start += room;
        }
    }

    /// A mirror that was taken in two runs.
    fn mirror(&self) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = Keeper::begin(dir.path(), self.head()).unwrap();
        self.append(&mut keeper, 0..100);
        keeper.settle(self.seen(100, 1000), &self.cards()).unwrap();
        self.append(&mut keeper, 100..self.slots.len());
        keeper.settle(self.seen(self.slots.len(), 200_000), &self.cards()).unwrap();
        dir
    }
}

fn open(dir: &Path) -> Result<Mirror, MirrorError> {
    Mirror::open(dir, desk().verifier_key(), |_, _| ())
}

/// All that a reader can get out of it.
fn read(dir: &Path) -> Result<Vec<(Entry, Box<Body>)>, MirrorError> {
    let mirror = open(dir)?;
    let end = mirror.checkpoints().last().unwrap().verified.size;
    let groups = mirror.begins().0 / GROUP_LEN..end.div_ceil(GROUP_LEN);
    Ok(groups.map(|number| mirror.group(number)).collect::<Result<Vec<_>, _>>()?.concat())
}

fn failed(dir: &Path) -> (String, Fault) {
    let error = read(dir).unwrap_err();
    (error.file, error.fault)
}

/// Every file by its name, but the lock.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in ["", "cards/", "evidence/"] {
        for entry in fs::read_dir(dir.join(folder)).into_iter().flatten() {
            let entry = entry.unwrap();
            let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_file() && name != "lock" {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

#[test]
fn a_mirror_reads_back_and_reading_writes_nothing() {
    let log = Log::new(40);
    let dir = log.mirror();
    let before = files(dir.path());
    assert_eq!(read(dir.path()).unwrap(), log.slots);
    let mirror = open(dir.path()).unwrap();
    assert_eq!((mirror.found().card.serial, &mirror.found().relay), (5, &log.card.relays[1]));
    assert_eq!(mirror.checkpoints().map(|seen| seen.time).collect::<Vec<_>>(), [1000, 200_000]);
    let window = mirror.window();
    assert_eq!(window.prefix(FIRST), Some([7; 4]));
    assert_eq!(window.prefix(CARD_AT), Some([0; 4]));
    assert_eq!((window.prefix(FIRST - 1), window.entries().count()), (None, log.slots.len()));
    assert_eq!(files(dir.path()), before);
    let names: Vec<&String> = before.keys().collect();
    assert_eq!(
        names,
        [
            "bodies-000000.bin",
            "bodies-000001.bin",
            "cards/cards.bin",
            &format!(
                "cards/desk.example-{}.card",
                &hex::encode(davylamp_protocol::card::key_hash(desk().verifier_key()))[..16]
            ),
            "checkpoints.bin",
            "entries-000000.bin",
            "entries-000001.bin",
            "mirror.txt"
        ]
    );
}

#[test]
fn a_missing_file_is_named() {
    let log = Log::new(40);
    let dir = log.mirror();
    for (name, bytes) in files(dir.path()).into_iter().filter(|(name, _)| !name.ends_with(".card")) {
        fs::remove_file(dir.path().join(&name)).unwrap();
        let fault = if name == "checkpoints.bin" { Fault::Unfinished } else { Fault::Absent };
        assert_eq!(failed(dir.path()), (name.clone(), fault));
        fs::write(dir.path().join(&name), bytes).unwrap();
    }
    assert_eq!(failed(Path::new("no-such-mirror")), ("mirror.txt".into(), Fault::Absent));
    assert!(read(dir.path()).is_ok());
}

#[test]
fn a_file_that_is_cut_anywhere_is_named() {
    let log = Log::new(40);
    let dir = log.mirror();
    for (name, bytes) in files(dir.path()).into_iter().filter(|(name, _)| !name.ends_with(".card")) {
        let step = (bytes.len() / 40).max(1);
        for length in (0..bytes.len()).step_by(step).chain([bytes.len() - 1]) {
            fs::write(dir.path().join(&name), &bytes[..length]).unwrap();
            match read(dir.path()) {
                Err(error) => assert_eq!(error.file, name, "{length}: {error}"),
                // Cut between two notes it is an older mirror.
                Ok(slots) => assert!(name == "checkpoints.bin" && slots == log.slots[..100], "{name} {length}"),
            }
        }
        fs::write(dir.path().join(&name), bytes).unwrap();
    }
    assert!(read(dir.path()).is_ok());
}

#[test]
fn a_changed_byte_is_named_or_changes_nothing_that_is_read() {
    let log = Log::new(40);
    let dir = log.mirror();
    let mut unnoticed = BTreeMap::new();
    for (name, bytes) in files(dir.path()).into_iter().filter(|(name, _)| !name.ends_with(".card")) {
        // An odd step meets every field of a record.
        let step = (bytes.len() / 300).max(1) | 1;
        for at in (0..bytes.len()).step_by(step) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x04;
            fs::write(dir.path().join(&name), changed).unwrap();
            match read(dir.path()) {
                Err(error) => assert!(error.file.contains(&name), "{name} {at}: {error}"),
                Ok(slots) => {
                    assert_eq!(slots, log.slots, "{name} {at}");
                    *unnoticed.entry(name.clone()).or_insert(0) += 1;
                }
            }
        }
        fs::write(dir.path().join(&name), bytes).unwrap();
    }
    // The carrier's word in the head, and what nobody signed in the bundle's proof: its time.
    let names: Vec<&str> = unnoticed.keys().map(String::as_str).collect();
    assert_eq!(names, ["cards/cards.bin", "mirror.txt"]);
}

#[test]
fn every_byte_of_an_entry_and_of_a_body_counts() {
    let log = Log::new(40);
    let dir = log.mirror();
    for (name, record) in [("entries-000001.bin", 81), ("bodies-000001.bin", 4048)] {
        let bytes = fs::read(dir.path().join(name)).unwrap();
        for at in (0..record).step_by(record / 81) {
            let mut changed = bytes.clone();
            changed[3 * record + at] ^= 1;
            fs::write(dir.path().join(name), changed).unwrap();
            let (file, fault) = failed(dir.path());
            let index = FIRST + FILLERS + 3;
            let by_entry = matches!(fault, Fault::Entries { .. } | Fault::Entry { .. });
            let fits = if record == 81 { by_entry } else { fault == Fault::BodyAltered { index } };
            assert!(fits && file.contains(name), "{name} {at} {file}");
        }
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    let mut bodies = fs::read(dir.path().join("bodies-000001.bin")).unwrap();
    bodies[..4048].fill(0);
    fs::write(dir.path().join("bodies-000001.bin"), bodies).unwrap();
    assert_eq!(failed(dir.path()), ("bodies-000001.bin".into(), Fault::BodyMissing { index: FIRST + FILLERS }));
}

#[test]
fn swapped_files_and_those_of_another_log_are_named() {
    let log = Log::new(200);
    let other = Log::of(NoteSigner::from_seed("other.example", &[9; 32]).unwrap(), 200);
    let forged = Log::of(NoteSigner::from_seed("log.example", &[9; 32]).unwrap(), 200);
    let (dir, elsewhere, fake) = (log.mirror(), other.mirror(), forged.mirror());
    let own = files(dir.path());
    for (from, to) in [("entries-000000.bin", "entries-000001.bin"), ("bodies-000000.bin", "bodies-000001.bin")] {
        let bytes = fs::read(dir.path().join(from)).unwrap();
        fs::write(dir.path().join(to), &bytes).unwrap();
        assert!(failed(dir.path()).0.contains(to), "{to}");
        fs::write(dir.path().join(to), &own[to]).unwrap();
    }
    for from in [elsewhere.path(), fake.path()] {
        for name in ["mirror.txt", "checkpoints.bin"] {
            fs::copy(from.join(name), dir.path().join(name)).unwrap();
            let (file, fault) = failed(dir.path());
            assert_eq!(file, name, "{fault:?}");
            assert!(
                matches!(fault, Fault::OtherLog { .. } | Fault::Checkpoint(RelayError::Checkpoint(_))),
                "{fault:?}"
            );
            fs::write(dir.path().join(name), &own[name]).unwrap();
        }
    }
    assert!(read(dir.path()).is_ok());
}

#[test]
fn only_the_readers_own_desk_says_which_log_it_is() {
    let log = Log::new(40);
    let dir = log.mirror();
    let stranger = NoteSigner::from_seed("desk.example", &[8; 32]).unwrap();
    let error = Mirror::open(dir.path(), stranger.verifier_key(), |_, _| ()).err().unwrap();
    assert_eq!(error, MirrorError::new("cards/cards.bin", Fault::Cards(RelayError::CardMissing)));
    // Who makes a whole log, with a card to fit, does not have the desk's signature.
    let mut card = log.card.clone();
    card.desk = stranger.verifier_key().clone();
    let bundle = |note: &str| {
        let proof =
            TlogProof { extra: None, index: 0, hashes: vec![], checkpoint: sign(&log.key, 1, Hash([7; 32]), 9) };
        encode_bundle(&[(note, &proof)])
    };
    let mut forged = card.sign(&stranger).unwrap();
    forged = forged.replace(&stranger.verifier_key().to_string(), &desk().verifier_key().to_string());
    fs::write(dir.path().join("cards/cards.bin"), bundle(&forged)).unwrap();
    assert!(matches!(failed(dir.path()).1, Fault::Cards(RelayError::CardForged(_))));
    fs::write(dir.path().join("cards/cards.bin"), bundle(&log.note)).unwrap();
    assert!(matches!(failed(dir.path()).1, Fault::Cards(RelayError::CardNotLogged)));
}

#[test]
fn a_card_older_than_the_one_that_was_logged_is_named() {
    let mut log = Log::new(40);
    let newer = entry_of_card("a newer card", desk().verifier_key(), 6);
    *log.slots.last_mut().unwrap() = (newer, Box::new([0; BODY_LEN]));
    log.tree =
        (0..FIRST).map(|i| leaf_hash(&i.to_be_bytes())).chain(log.slots.iter().map(|(e, _)| e.leaf_hash())).collect();
    let dir = log.mirror();
    assert_eq!(failed(dir.path()), ("cards/cards.bin".into(), Fault::OldCard { logged: 6, shown: 5 }));
}

#[test]
fn what_a_run_left_is_taken_up_and_what_does_not_fit_is_cut() {
    let log = Log::new(60);
    let total = log.slots.len();
    let whole = log.mirror();
    for kept in [0, 90, 100, 255, 256, 257, total] {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = Keeper::begin(dir.path(), log.head()).unwrap();
        if kept >= 100 {
            log.append(&mut keeper, 0..100);
            keeper.settle(log.seen(100, 1000), &log.cards()).unwrap();
        }
        log.append(&mut keeper, if kept >= 100 { 100..kept } else { 0..kept });
        drop(keeper);
        // As a crash leaves it: bodies ahead of their entries, half a record, an unfinished file.
        for name in [if kept < 256 { "bodies-000000.bin" } else { "bodies-000001.bin" }, "entries-000001.bin"] {
            let file = dir.path().join(name);
            let mut bytes = fs::read(&file).unwrap_or_default();
            bytes.extend([9; 50]);
            fs::write(file, bytes).unwrap();
        }
        fs::write(dir.path().join("checkpoints.0123.tmp"), [0; 9]).unwrap();
        let mut keeper = Keeper::open(dir.path(), |_| ()).unwrap().unwrap();
        assert_eq!(keeper.edge().size(), FIRST + kept as u64, "{kept}");
        assert_eq!(keeper.is_ahead(), ![0, 100].contains(&kept));
        if kept < 100 {
            log.append(&mut keeper, kept..100);
            keeper.settle(log.seen(100, 1000), &log.cards()).unwrap();
        }
        log.append(&mut keeper, kept.max(100)..total);
        keeper.settle(log.seen(total, 200_000), &log.cards()).unwrap();
        assert_eq!(files(dir.path()), files(whole.path()), "{kept}");
    }
}

#[test]
fn a_torn_body_or_entry_beyond_the_checkpoint_is_cut_and_one_before_it_is_named() {
    let log = Log::new(60);
    for (name, record) in [("entries-000000.bin", 81), ("bodies-000000.bin", 4048)] {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = Keeper::begin(dir.path(), log.head()).unwrap();
        log.append(&mut keeper, 0..100);
        keeper.settle(log.seen(100, 1000), &log.cards()).unwrap();
        log.append(&mut keeper, 100..200);
        drop(keeper);
        let file = dir.path().join(name);
        let mut bytes = fs::read(&file).unwrap();
        bytes[150 * record..151 * record].fill(0);
        fs::write(&file, &bytes).unwrap();
        let keeper = Keeper::open(dir.path(), |_| ()).unwrap().unwrap();
        assert_eq!(keeper.edge().size(), FIRST + 150, "{name}");
        drop(keeper);
        if record == 81 {
            bytes[50 * record..51 * record].fill(0);
            fs::write(&file, &bytes).unwrap();
            let error = Keeper::open(dir.path(), |_| ()).err().unwrap();
            assert_eq!(error, MirrorError::new(name, Fault::Entry { index: FIRST + 50 }));
        }
    }
}

#[test]
fn stepping_back_goes_to_the_segments_start_and_then_to_the_checkpoint_and_no_further() {
    let log = Log::new(60);
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = Keeper::begin(dir.path(), log.head()).unwrap();
    log.append(&mut keeper, 0..100);
    keeper.settle(log.seen(100, 1000), &log.cards()).unwrap();
    log.append(&mut keeper, 100..300);
    for expected in [FIRST + FILLERS, FIRST + 100, FIRST + 100] {
        keeper.step_back().unwrap();
        assert_eq!(keeper.edge().size(), expected);
    }
    assert!(!keeper.is_ahead());
    log.append(&mut keeper, 100..log.slots.len());
    keeper.settle(log.seen(log.slots.len(), 200_000), &log.cards()).unwrap();
    drop(keeper);
    assert_eq!(read(dir.path()).unwrap(), log.slots);
}

#[test]
fn whole_segments_are_dropped_and_the_rest_reads() {
    let log = Log::new(60);
    let dir = log.mirror();
    let mut keeper = Keeper::open(dir.path(), |_| ()).unwrap().unwrap();
    assert_eq!(keeper.prune(FIRST + FILLERS - 1).unwrap(), 0, "no whole segment");
    assert_eq!(keeper.prune(FIRST + FILLERS + 7).unwrap(), FILLERS);
    drop(keeper);
    assert_eq!(read(dir.path()).unwrap(), log.slots[256..]);
    assert_eq!(open(dir.path()).unwrap().begins(), (SEGMENT, SEGMENT));
    assert!(!files(dir.path()).contains_key("bodies-000000.bin"));
    // Cut short after the head was replaced: the files that are no longer part of it do no harm, and go the next time.
    fs::write(dir.path().join("bodies-000000.bin"), [1; 9]).unwrap();
    assert_eq!(read(dir.path()).unwrap(), log.slots[256..]);
    drop(Keeper::open(dir.path(), |_| ()).unwrap().unwrap());
    assert!(!files(dir.path()).contains_key("bodies-000000.bin"));
}

#[test]
fn an_unfinished_mirror_can_begin_anew_elsewhere_in_the_log() {
    let log = Log::new(60);
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = Keeper::begin(dir.path(), log.head()).unwrap();
    log.append(&mut keeper, 0..300);
    assert!(keeper.newest().is_none());
    let mut later = log.frontier();
    log.slots[..256].iter().for_each(|(entry, _)| later.push(entry.leaf_hash()));
    let mut keeper = keeper.begin_again(Head { frontier: later, ..log.head() }).unwrap();
    assert_eq!(files(dir.path()).into_keys().collect::<Vec<_>>(), ["mirror.txt"]);
    log.append(&mut keeper, 256..log.slots.len());
    keeper.settle(log.seen(log.slots.len(), 1000), &log.cards()).unwrap();
    assert_eq!(read(dir.path()).unwrap(), log.slots[256..]);
    assert_eq!(open(dir.path()).unwrap().begins(), (SEGMENT, FIRST));
}

#[test]
fn one_writer_at_a_time_and_never_among_other_things() {
    let log = Log::new(40);
    let dir = log.mirror();
    let keeper = Keeper::open(dir.path(), |_| ()).unwrap().unwrap();
    assert_eq!(Keeper::open(dir.path(), |_| ()).err().unwrap().fault, Fault::Busy);
    assert!(read(dir.path()).is_ok(), "a reader need not wait");
    drop(keeper);
    assert!(Keeper::open(Path::new("no-such-mirror"), |_| ()).unwrap().is_none());
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("holiday.jpg"), [1]).unwrap();
    let error = Keeper::begin(other.path(), log.head()).err().unwrap();
    assert_eq!(error, MirrorError::new("holiday.jpg", Fault::NotEmpty));
}

/// It is read for ever.
#[test]
fn the_frozen_mirror_reads() {
    let sample = Path::new(SAMPLE);
    let slots = read(sample).unwrap();
    let mirror = open(sample).unwrap();
    assert_eq!((slots.len(), mirror.begins(), mirror.found().card.serial), (3, (0, 0), 5));
    assert_eq!(mirror.checkpoints().map(|seen| seen.time).collect::<Vec<_>>(), [1_795_400_000, 1_795_500_000]);
    assert!(matches!(slots[1].0, Entry::Card { serial: 5, .. }));
    let verified = verify(sample, |_, _| ()).unwrap();
    assert_eq!((verified.size, verified.time), (3, 1_795_500_000));
    // What is continued stays readable, too.
    let copy = tempfile::tempdir().unwrap();
    for (name, bytes) in files(sample) {
        fs::create_dir_all(copy.path().join("cards")).unwrap();
        fs::write(copy.path().join(name), bytes).unwrap();
    }
    let keeper = Keeper::open(copy.path(), |_| ()).unwrap().unwrap();
    assert_eq!((keeper.edge().size(), keeper.is_ahead()), (3, false));
}

#[test]
fn what_is_written_today_has_the_form_of_the_sample() {
    let temporary = tempfile::tempdir().unwrap();
    // The sample was written by this, with DAVYLAMP_FREEZE=testdata/mirror-v1. A new format gets one beside it.
    let dir = std::env::var_os("DAVYLAMP_FREEZE").map_or_else(|| temporary.path().join("mirror"), Into::into);
    freeze(&dir);
    let (new, old) = (verify(&dir, |_, _| ()).unwrap(), verify(Path::new(SAMPLE), |_, _| ()).unwrap());
    assert_eq!((new.size, new.time), (old.size, old.time));
    let shape = |dir: &Path| {
        let of_log = files(dir).into_iter().filter(|(name, _)| !name.starts_with("cards/"));
        of_log.map(|(name, bytes)| (name, bytes.len())).collect::<Vec<_>>()
    };
    assert_eq!(shape(&dir), shape(Path::new(SAMPLE)));
}

fn freeze(dir: &Path) {
    let card = card(5);
    let note = card.sign(&desk()).unwrap();
    let body = |i: u8| Box::new([i; BODY_LEN]);
    let envelope = |i: u8| (Entry::Envelope { clue: [i; 48], body_hash: hash_body(&body(i)) }, body(i));
    let slots = [envelope(1), (entry_of_card(&note, desk().verifier_key(), 5), Box::new([0; BODY_LEN])), envelope(3)];
    let tree: MemoryTree = slots.iter().map(|(entry, _)| entry.leaf_hash()).collect();
    let first: MemoryTree = slots[..2].iter().map(|(entry, _)| entry.leaf_hash()).collect();
    let seen = |tree: &MemoryTree, time| {
        let note = sign(&log(), tree.size(), tree.root(), time);
        SeenCheckpoint::read(note.as_bytes(), &card.relays[0]).ok().unwrap()
    };
    let hashes = prove_inclusion(2, 1, &first).unwrap();
    let proof = TlogProof { extra: None, index: 1, hashes, checkpoint: seen(&first, 1_795_400_000).note };
    let cards = CardBundle::decode(encode_bundle(&[(&note, &proof)])).ok().unwrap();
    let head = Head { relay: card.relays[0].clone(), kept: 0, frontier: Frontier::empty() };
    let mut keeper = Keeper::begin(dir, head).unwrap();
    keeper.append(&slots[..2]).unwrap();
    keeper.settle(seen(&first, 1_795_400_000), &cards).unwrap();
    keeper.append(&slots[2..]).unwrap();
    keeper.settle(seen(&tree, 1_795_500_000), &cards).unwrap();
    drop(keeper);
    fs::remove_file(dir.join("lock")).unwrap();
}

#[test]
fn a_whole_reading_finds_what_no_answer_would_meet() {
    let log = Log::new(40);
    let dir = log.mirror();
    let total = FIRST + log.slots.len() as u64;
    assert_eq!(verify(dir.path(), |_, _| ()).unwrap().size, total);
    for (index, name) in
        [(0, "bodies-000000.bin"), (255, "bodies-000000.bin"), (256, "bodies-000001.bin"), (295, "bodies-000001.bin")]
    {
        let kept = fs::read(dir.path().join(name)).unwrap();
        let mut changed = kept.clone();
        changed[index % 256 * 4048 + 4000] ^= 1;
        fs::write(dir.path().join(name), changed).unwrap();
        let error = verify(dir.path(), |_, _| ()).err().unwrap();
        assert_eq!(error, MirrorError::new(name, Fault::BodyAltered { index: FIRST + index as u64 }));
        fs::write(dir.path().join(name), kept).unwrap();
    }
    let cards = dir.path().join("cards/cards.bin");
    fs::write(&cards, [0]).unwrap();
    assert_eq!(verify(dir.path(), |_, _| ()).err().unwrap().file, "cards/cards.bin");
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/mirror-v1");
const FIRST: u64 = SEGMENT - FILLERS;
/// Entries of the mirror's first segment.
const FILLERS: u64 = 256;
const CARD_AT: u64 = FIRST + 9;
