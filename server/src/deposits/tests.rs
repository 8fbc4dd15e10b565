use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use davylamp_protocol::deposit::{Action, DepositId, Lapse, Release, verifier_of};
use davylamp_protocol::envelope::Envelope;
use zeroize::Zeroizing;

use super::clock::tests::Turned;
use super::*;
use crate::keys::Keys;
use crate::ledger::Ledger;
use crate::sequencer::{Clock, DummySource, Pace, Rhythm, Sequencer};
use crate::store::{BODY_LEN, FileStore};

mod disk;

const RIGHT: u8 = 1;
const DURESS: u8 = 2;
const WRONG: u8 = 3;
const HOUR: u64 = 3_600_000;
const GRAIN: Duration = Duration::from_secs(60);
const TWO_DAYS: i64 = 2 * 86_400_000;

struct Still;

impl Clock for Still {
    fn now(&self) -> Instant {
        Instant::now()
    }
    fn unix_seconds(&self) -> u64 {
        1_800_000_000
    }
}

struct Dummies;

impl DummySource for Dummies {
    fn dummy(&mut self) -> [u8; 4096] {
        let mut dummy = [0xdd; 4096];
        dummy[..8].copy_from_slice(&rand::random::<u64>().to_be_bytes());
        dummy
    }
}

/// A relay's core without its network: ticks and rounds come when the test says so.
struct Core {
    keeper: Keeper,
    sequencer: Arc<Sequencer>,
    ledger: Arc<Ledger>,
    pace: Pace,
}

impl Core {
    fn make(dir: &Path) {
        FileStore::create(dir).unwrap();
    }

    fn open(dir: &Path, clocks: &Turned) -> Self {
        let keys = Keys::from_seeds("example.org/relay", &[1; 32], &[2; 32]).unwrap();
        let store = Arc::new(FileStore::open(dir).unwrap());
        let ledger = Arc::new(Ledger::open(store, keys, 1_800_000_000).unwrap());
        let rhythm = Rhythm { tick: Duration::from_secs(2), count: 8, cap: 8 };
        let sequencer = Arc::new(Sequencer::new(Arc::clone(&ledger), rhythm, Box::new(Dummies), Box::new(Still)));
        let keeper = Keeper::open(dir, GRAIN, Box::new(clocks.clone()), Arc::clone(&sequencer)).unwrap();
        Self { keeper, sequencer, ledger, pace: Pace::new(8, 8) }
    }

    fn tick(&mut self) {
        self.sequencer.tick(&mut self.pace).unwrap();
        self.keeper.round();
    }

    fn accept(&mut self, deposit: &Deposit) -> Result<(), Declined> {
        let taken = self.keeper.accept(deposit);
        taken.and(self.keeper.commit())
    }

    fn visit(&mut self, id: DepositId, action: Action, r: u8) {
        self.keeper.visit(&Visit { action, id, r: Zeroizing::new([r; 32]), nonce: rand::random() }).unwrap();
        self.keeper.commit().unwrap();
        self.keeper.round();
    }

    /// How often the envelope was logged.
    fn logged(&self, deposit: &Deposit) -> usize {
        let size = self.ledger.head().size;
        let bodies = self.ledger.store().bodies(0, usize::try_from(size).unwrap()).unwrap();
        bodies.as_chunks::<BODY_LEN>().0.iter().filter(|body| *body == deposit.envelope.body()).count()
    }

    fn held(&self) -> u64 {
        self.keeper.counts().held.load(Ordering::Relaxed)
    }

    fn unreadable(&self) -> u64 {
        self.keeper.counts().unreadable.load(Ordering::Relaxed)
    }
}

fn envelope(number: u8) -> Envelope {
    let mut bytes = [0xe0; 4096];
    bytes[..8].copy_from_slice(&[number; 8]);
    bytes[100..108].copy_from_slice(&[number; 8]);
    Envelope::from_bytes(&bytes).unwrap()
}

fn lapsing(number: u8, hold: u32) -> Deposit {
    let [right, duress] = [RIGHT, DURESS].map(|r| verifier_of(&Zeroizing::new([r; 32])));
    Deposit { id: [number; 16], release: Release::Lapse(Lapse { hold, right, duress }), envelope: envelope(number) }
}

fn within(number: u8, seconds: u32) -> Deposit {
    Deposit { id: [number; 16], release: Release::Within { seconds }, envelope: envelope(number) }
}

fn relay() -> (tempfile::TempDir, Turned, Core) {
    let (dir, clocks) = (tempfile::tempdir().unwrap(), Turned::new());
    Core::make(dir.path());
    let core = Core::open(dir.path(), &clocks);
    (dir, clocks, core)
}

/// Files of deposits and keys, sorted by name.
fn files(dir: &Path, last: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let all = std::fs::read_dir(dir.join("deposits")).unwrap().map(|entry| entry.unwrap().path());
    let wanted = |path: &PathBuf| path.extension().is_some_and(|ext| last(ext.to_str().unwrap()));
    let mut found: Vec<PathBuf> = all.filter(wanted).collect();
    found.sort();
    found
}

fn deposit_files(dir: &Path) -> Vec<PathBuf> {
    files(dir, |last| last.len() == 32)
}

fn key_files(dir: &Path) -> Vec<PathBuf> {
    files(dir, |last| last == "key")
}

#[test]
fn a_lapsing_deposit_is_published_once_its_hold_is_over_and_not_before() {
    let (_dir, clocks, mut core) = relay();
    let deposit = lapsing(7, 3600);
    core.accept(&deposit).unwrap();
    clocks.pass(HOUR - 1);
    core.tick();
    core.tick();
    assert_eq!(core.logged(&deposit), 0);
    clocks.pass(60_000);
    core.tick();
    core.tick();
    core.tick();
    assert_eq!((core.logged(&deposit), core.held()), (1, 0));
}

#[test]
fn twenty_restarts_with_stepping_clocks_never_publish_early_and_lose_nothing() {
    let (dir, clocks, core) = relay();
    drop(core);
    let (held, drawn) = (lapsing(7, 24 * 3600), within(8, 3600));
    let mut core = Core::open(dir.path(), &clocks);
    core.accept(&held).unwrap();
    let mut passed = 0;
    for restart in 0..20_u64 {
        let step = if restart % 2 == 0 { TWO_DAYS } else { -TWO_DAYS };
        clocks.step_wall(step);
        // The relay runs for a while, and sees the step before it goes.
        core.tick();
        clocks.pass(HOUR);
        core.tick();
        drop(core);
        match restart % 4 {
            // The same boot, stepped again while the relay is down.
            0 => clocks.step_wall(-step),
            1 => clocks.step_wall(step),
            // A reboot, over which the clock goes back, or not.
            2 => clocks.reboot(0),
            _ => {
                clocks.reboot(0);
                clocks.step_wall(-TWO_DAYS);
            }
        }
        passed += HOUR;
        core = Core::open(dir.path(), &clocks);
        assert_eq!((core.logged(&held), core.held()), (0, 1), "after restart {restart}");
    }
    core.accept(&drawn).unwrap();
    clocks.pass(24 * HOUR - passed - 60_000);
    core.tick();
    core.tick();
    assert_eq!(core.logged(&held), 0, "a minute before");
    clocks.pass(120_000);
    (0..3).for_each(|_| core.tick());
    assert_eq!((core.logged(&held), core.logged(&drawn), core.held()), (1, 1, 0));
}

#[test]
fn a_clock_set_forward_during_a_reboot_publishes_early_by_no_more_than_that() {
    let (dir, clocks, mut core) = relay();
    let (near, far) = (lapsing(7, 47 * 3600), lapsing(8, 49 * 3600));
    core.accept(&near).unwrap();
    core.accept(&far).unwrap();
    drop(core);
    clocks.reboot(0);
    clocks.step_wall(TWO_DAYS);
    let mut core = Core::open(dir.path(), &clocks);
    (0..3).for_each(|_| core.tick());
    assert_eq!((core.logged(&near), core.logged(&far)), (1, 0));
}

#[test]
fn a_random_release_falls_into_its_window() {
    let (_dir, clocks, mut core) = relay();
    let deposits: Vec<Deposit> = (0..40).map(|number| within(number, 1000)).collect();
    deposits.iter().for_each(|deposit| core.accept(deposit).unwrap());
    clocks.pass(500_000);
    (0..20).for_each(|_| core.tick());
    let half: usize = deposits.iter().map(|deposit| core.logged(deposit)).sum();
    assert!((5..36).contains(&half), "{half} of 40 in the first half: one in a hundred million");
    clocks.pass(500_000);
    (0..20).for_each(|_| core.tick());
    assert!(deposits.iter().all(|deposit| core.logged(deposit) == 1));
    assert_eq!(core.held(), 0);
}

#[test]
fn right_keeps_duress_and_five_wrong_release() {
    for action in [Action::Renew, Action::Delete] {
        let (_dir, clocks, mut core) = relay();
        let [kept, duress, wrong] = [7, 8, 9].map(|number| lapsing(number, 3600));
        [&kept, &duress, &wrong].iter().for_each(|deposit| core.accept(deposit).unwrap());
        clocks.pass(HOUR / 2);
        core.visit(kept.id, Action::Renew, RIGHT);
        core.visit(duress.id, action, DURESS);
        (0..4).for_each(|_| core.visit(wrong.id, action, WRONG));
        core.tick();
        assert_eq!([&kept, &duress, &wrong].map(|deposit| core.logged(deposit)), [0, 1, 0], "with the next tick");
        core.visit(wrong.id, action, WRONG);
        clocks.pass(HOUR / 2 + 120_000);
        core.tick();
        core.tick();
        assert_eq!([&kept, &duress, &wrong].map(|deposit| core.logged(deposit)), [0, 1, 1]);
        assert_eq!(core.held(), 1);
    }
}

#[test]
fn a_visit_survives_a_restart() {
    let (dir, clocks, mut core) = relay();
    let (renewed, wrong) = (lapsing(7, 3600), lapsing(8, 36_000));
    core.accept(&renewed).unwrap();
    core.accept(&wrong).unwrap();
    clocks.pass(HOUR / 2);
    core.visit(renewed.id, Action::Renew, RIGHT);
    for _ in 0..5 {
        assert_eq!(core.logged(&wrong), 0);
        core.visit(wrong.id, Action::Renew, WRONG);
        drop(core);
        core = Core::open(dir.path(), &clocks);
    }
    clocks.pass(HOUR / 2 + 1000);
    (0..3).for_each(|_| core.tick());
    assert_eq!((core.logged(&renewed), core.logged(&wrong)), (0, 1));
}

#[test]
fn deleting_destroys_without_publishing() {
    let (dir, clocks, mut core) = relay();
    let deposit = lapsing(7, 3600);
    core.accept(&deposit).unwrap();
    assert_eq!((deposit_files(dir.path()).len(), key_files(dir.path()).len()), (1, 1));
    core.visit(deposit.id, Action::Delete, RIGHT);
    assert_eq!((deposit_files(dir.path()).len(), key_files(dir.path()).len(), core.held()), (0, 0, 0));
    clocks.pass(2 * HOUR);
    (0..3).for_each(|_| core.tick());
    assert_eq!(core.logged(&deposit), 0);
}

#[test]
fn visits_to_nobody_change_nothing() {
    let (dir, clocks, mut core) = relay();
    let (held, drawn) = (lapsing(7, 3600), within(8, 3600));
    core.accept(&held).unwrap();
    core.accept(&drawn).unwrap();
    let before: Vec<Vec<u8>> = deposit_files(dir.path()).iter().map(|path| std::fs::read(path).unwrap()).collect();
    for r in [RIGHT, DURESS, WRONG, WRONG, WRONG, WRONG, WRONG] {
        for action in [Action::Renew, Action::Delete] {
            core.visit([99; 16], action, r);
            core.visit(drawn.id, action, r);
        }
    }
    let after: Vec<Vec<u8>> = deposit_files(dir.path()).iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert!(before == after);
    clocks.pass(HOUR);
    (0..3).for_each(|_| core.tick());
    assert_eq!((core.logged(&held), core.logged(&drawn)), (1, 1));
}

#[test]
fn the_same_request_again_changes_nothing_and_another_of_its_id_is_refused() {
    let (dir, clocks, mut core) = relay();
    let deposit = lapsing(7, 3600);
    for _ in 0..3 {
        core.accept(&deposit).unwrap();
    }
    assert_eq!(core.accept(&lapsing(7, 3601)), Err(Declined::Conflict));
    assert_eq!(core.accept(&within(7, 3600)), Err(Declined::Conflict));
    assert_eq!(core.held(), 0, "counted by rounds");
    core.keeper.round();
    assert_eq!(core.held(), 1);
    drop(core);
    let mut core = Core::open(dir.path(), &clocks);
    core.accept(&deposit).unwrap();
    assert_eq!(core.accept(&lapsing(7, 3601)), Err(Declined::Conflict));
    clocks.pass(HOUR + 60_000);
    (0..3).for_each(|_| core.tick());
    // Published: taken with thanks, and not held again.
    core.accept(&deposit).unwrap();
    core.accept(&Deposit { id: [70; 16], ..lapsing(7, 60) }).unwrap();
    clocks.pass(HOUR);
    (0..3).for_each(|_| core.tick());
    assert_eq!((core.logged(&deposit), core.held()), (1, 0));
}

#[test]
fn one_envelope_in_two_deposits_and_a_post_is_logged_once() {
    let (_dir, clocks, mut core) = relay();
    let (first, second) = (lapsing(7, 3600), Deposit { id: [8; 16], ..lapsing(7, 7200) });
    core.accept(&first).unwrap();
    core.accept(&second).unwrap();
    let _post = core.sequencer.submit(&bytes::Bytes::copy_from_slice(first.envelope.as_bytes())).unwrap();
    clocks.pass(HOUR + 60_000);
    (0..3).for_each(|_| core.tick());
    assert_eq!(core.held(), 1);
    clocks.pass(HOUR);
    (0..3).for_each(|_| core.tick());
    assert_eq!((core.logged(&first), core.held()), (1, 0));
}

#[test]
fn the_caps_hold() {
    let (_dir, _clocks, mut core) = relay();
    core.keeper.limit(3, 2);
    let lapses = (1..=4).map(|number| core.accept(&lapsing(number, 3600))).collect::<Vec<_>>();
    let draws = (5..=7).map(|number| core.accept(&within(number, 3600))).collect::<Vec<_>>();
    assert_eq!(lapses, [Ok(()), Ok(()), Ok(()), Err(Declined::Saturated)]);
    assert_eq!(draws, [Ok(()), Ok(()), Err(Declined::Saturated)]);
    core.accept(&lapsing(2, 3600)).unwrap();
    core.visit([1; 16], Action::Delete, RIGHT);
    core.accept(&lapsing(4, 3600)).unwrap();
}

#[test]
fn a_saturated_sequencer_leaves_deposits_held_and_room_for_those_who_post() {
    let (_dir, clocks, mut core) = relay();
    let deposit = lapsing(7, 60);
    core.accept(&deposit).unwrap();
    let half = crate::sequencer::MAX_WAITING / 2;
    for number in 0..half as u64 {
        let mut envelope = vec![0; 4096];
        envelope[..8].copy_from_slice(&number.to_be_bytes());
        let _ = core.sequencer.submit(&envelope.into()).unwrap();
    }
    clocks.pass(HOUR);
    core.keeper.round();
    assert_eq!((core.sequencer.backlog(), core.held()), (half, 1));
    core.tick();
    assert_eq!(core.sequencer.backlog(), half - 8 + 1);
}
