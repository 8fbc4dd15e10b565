//! What is on disk: damaged, half written, full, destroyed.

use super::super::steps::watch;
use super::*;

fn damage(path: &Path, offsets: &[usize]) {
    let mut bytes = std::fs::read(path).unwrap();
    offsets.iter().for_each(|offset| bytes[*offset] ^= 1);
    std::fs::write(path, bytes).unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target)
        } else {
            std::fs::copy(entry.path(), target).map(|_| ()).unwrap()
        }
    }
}

/// Every byte of every file below `dir`.
fn everything(dir: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(everything(&path)) } else { found.push(std::fs::read(path).unwrap()) }
    }
    found
}

fn holds(files: &[Vec<u8>], wanted: &[u8]) -> bool {
    files.iter().any(|file| file.windows(wanted.len()).any(|window| window == wanted))
}

#[test]
fn a_record_that_does_not_read_releases_and_half_of_one_does_not() {
    let (dir, clocks, mut core) = relay();
    let deposit = lapsing(7, 3600);
    core.accept(&deposit).unwrap();
    for half in [0, 4096] {
        drop(core);
        damage(&deposit_files(dir.path())[0], &[half + 50]);
        core = Core::open(dir.path(), &clocks);
        (0..3).for_each(|_| core.tick());
        assert_eq!((core.logged(&deposit), core.held()), (0, 1), "the other half is enough, and is copied");
    }
    drop(core);
    damage(&deposit_files(dir.path())[0], &[50, 4146]);
    let mut core = Core::open(dir.path(), &clocks);
    (0..3).for_each(|_| core.tick());
    assert_eq!((core.logged(&deposit), core.held()), (1, 0));
}

#[test]
fn an_envelope_that_does_not_read_is_counted_and_kept() {
    let (dir, clocks, mut core) = relay();
    let (lost, other, keyless) = (lapsing(7, 3600), lapsing(8, 3600), within(9, 3600));
    core.accept(&lost).unwrap();
    let file = deposit_files(dir.path())[0].clone();
    let keys = key_files(dir.path());
    core.accept(&keyless).unwrap();
    let key = key_files(dir.path()).into_iter().find(|path| !keys.contains(path)).unwrap();
    core.accept(&other).unwrap();
    drop(core);
    damage(&file, &[9000]);
    damage(&key, &[30, 4126]);
    assert!(check(dir.path().join("deposits")).is_err());
    let mut core = Core::open(dir.path(), &clocks);
    assert_eq!((core.held(), core.unreadable()), (1, 2));
    clocks.pass(2 * HOUR);
    (0..3).for_each(|_| core.tick());
    assert_eq!((core.logged(&lost), core.logged(&keyless), core.logged(&other)), (0, 0, 1));
    assert_eq!(core.unreadable(), 2);
    assert!(file.exists() && key.exists());
}

#[test]
fn one_that_is_damaged_while_it_is_held_is_counted_when_it_is_due() {
    let (dir, clocks, mut core) = relay();
    let deposit = lapsing(7, 3600);
    core.accept(&deposit).unwrap();
    damage(&deposit_files(dir.path())[0], &[9000]);
    clocks.pass(2 * HOUR);
    (0..3).for_each(|_| core.tick());
    assert_eq!((core.logged(&deposit), core.held(), core.unreadable()), (0, 0, 1));
}

#[test]
fn a_deposit_of_an_older_relays_directory_is_made() {
    let (dir, clocks, core) = relay();
    drop(core);
    std::fs::remove_dir_all(dir.path().join("deposits")).unwrap();
    assert_eq!(check(dir.path().join("deposits")).unwrap(), 0);
    let mut core = Core::open(dir.path(), &clocks);
    core.accept(&lapsing(7, 3600)).unwrap();
    assert_eq!(check(dir.path().join("deposits")).unwrap(), 1);
}

#[test]
fn orphans_are_destroyed_at_the_start() {
    let (dir, clocks, mut core) = relay();
    core.accept(&lapsing(7, 3600)).unwrap();
    drop(core);
    let deposits = dir.path().join("deposits");
    let name = "ab".repeat(16);
    for orphan in [format!("{name}.key"), format!("{name}.{name}.tmp"), format!("{name}.{name}.gone")] {
        std::fs::write(deposits.join(orphan), [9; 100]).unwrap();
    }
    let core = Core::open(dir.path(), &clocks);
    assert_eq!((core.held(), core.unreadable()), (1, 0));
    assert!(
        std::fs::read_dir(&deposits).unwrap().all(|e| !e.unwrap().file_name().to_str().unwrap().starts_with("abab"))
    );
}

#[test]
fn a_released_deposit_is_nowhere_in_the_directory() {
    let (dir, clocks, mut core) = relay();
    let deposits = [lapsing(7, 3600), within(8, 60), lapsing(9, 36_000)];
    deposits.iter().for_each(|deposit| core.accept(deposit).unwrap());
    core.visit(deposits[2].id, Action::Renew, WRONG);
    // The control: what the files hold opens with the keys beside them, and the request is in it.
    let secrets = opened(dir.path());
    let requests: Vec<_> = deposits.iter().map(|deposit| deposit.encode().to_vec()).collect();
    assert!(requests.iter().all(|request| secrets.requests.contains(request)));
    let sealed = sealed_bytes(dir.path());
    assert_eq!(secrets.keys.len(), 3);
    let before = everything(dir.path());
    assert!(secrets.keys.iter().chain(&sealed).all(|bytes| holds(&before, bytes)));
    // Two are published, the third is deleted.
    clocks.pass(HOUR + 60_000);
    (0..3).for_each(|_| core.tick());
    core.visit(deposits[2].id, Action::Delete, RIGHT);
    assert_eq!(deposits.each_ref().map(|deposit| core.logged(deposit)), [1, 1, 0]);
    core.keeper.close();
    let after = everything(dir.path());
    assert!(deposit_files(dir.path()).is_empty() && key_files(dir.path()).is_empty());
    for gone in secrets.keys.iter().chain(&sealed) {
        assert!(!holds(&after, gone));
    }
    for (deposit, request) in deposits.iter().zip(&requests) {
        assert!(!holds(&after, &deposit.id) && !holds(&after, &request[..256]));
    }
    for verifier in [22..54, 54..86].map(|at: std::ops::Range<usize>| &requests[0][at]) {
        assert!(!holds(&after, verifier));
    }
    // Those that were published are in the log, of course; the deleted one is nowhere.
    let telling = |deposit: &Deposit| deposit.envelope.body()[44..68].to_vec();
    assert!(holds(&after, &telling(&deposits[0])) && !holds(&after, &telling(&deposits[2])));
    assert!(opened(dir.path()).requests.is_empty());
}

struct Opened {
    keys: Vec<Vec<u8>>,
    requests: Vec<Vec<u8>>,
}

/// What somebody who took the directory can read: every file tried under every key.
fn opened(dir: &Path) -> Opened {
    use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
    let keys: Vec<Vec<u8>> = key_files(dir).iter().map(|path| std::fs::read(path).unwrap()[16..48].to_vec()).collect();
    let mut requests = Vec::new();
    for path in deposit_files(dir) {
        let bytes = std::fs::read(&path).unwrap();
        let name = hex::decode(path.extension().unwrap().to_str().unwrap()).unwrap();
        let aad = [b"davylamp/deposit/request/".as_slice(), &name].concat();
        for key in &keys {
            let cipher = chacha20poly1305::ChaCha20Poly1305::new_from_slice(key).unwrap();
            let payload = Payload { msg: &bytes[8204..12_572], aad: &aad };
            requests.extend(cipher.decrypt(bytes[8192..8204].into(), payload));
        }
    }
    Opened { keys, requests }
}

fn sealed_bytes(dir: &Path) -> Vec<Vec<u8>> {
    let files = deposit_files(dir).into_iter().map(|path| std::fs::read(path).unwrap());
    files.flat_map(|bytes| [0, 4096, 8192, 11_000].map(|at| bytes[at..at + 32].to_vec())).collect()
}

/// Watches `work` on a relay in which `held` deposits are, and hands a copy of the directory after each step to `check`.
fn at_each_step(
    prepare: impl FnOnce(&mut Core, &Turned),
    work: impl FnOnce(&mut Core, &Turned),
    check: impl Fn(&mut Core, &Turned),
) -> usize {
    let (dir, clocks, mut core) = relay();
    prepare(&mut core, &clocks);
    let copies = tempfile::tempdir().unwrap();
    let count = std::rc::Rc::new(std::cell::Cell::new(0));
    let (from, to, counter) = (dir.path().to_owned(), copies.path().to_owned(), std::rc::Rc::clone(&count));
    let look = move || {
        copy(&from, &to.join(counter.get().to_string()));
        counter.set(counter.get() + 1);
        Ok(())
    };
    watch::watched(look, || work(&mut core, &clocks));
    for step in 0..count.get() {
        let copied = copies.path().join(step.to_string());
        check(&mut Core::open(&copied, &clocks), &clocks);
        assert_eq!(key_files(&copied).len(), deposit_files(&copied).len(), "no key is left without its deposit");
    }
    count.get()
}

#[test]
fn a_crash_while_accepting_keeps_what_was_held_and_takes_a_retry() {
    let (held, new) = (lapsing(7, 3600), lapsing(8, 3600));
    let steps = at_each_step(
        |core, _| core.accept(&held).unwrap(),
        |core, _| core.accept(&new).unwrap(),
        |core, clocks| {
            core.accept(&new).unwrap();
            core.keeper.round();
            assert_eq!((core.held(), core.unreadable()), (2, 0));
            clocks.pass(HOUR + 60_000);
            (0..3).for_each(|_| core.tick());
            assert_eq!((core.logged(&held), core.logged(&new)), (1, 1));
        },
    );
    assert!(steps >= 7, "{steps}");
}

#[test]
fn a_crash_while_visited_leaves_the_visit_done_or_not() {
    for (r, action) in [(RIGHT, Action::Renew), (RIGHT, Action::Delete), (DURESS, Action::Renew)] {
        let deposit = lapsing(7, 3600);
        let steps = at_each_step(
            |core, _| core.accept(&deposit).unwrap(),
            |core, _| core.visit(deposit.id, action, r),
            |core, _| {
                assert_eq!(core.unreadable(), 0);
                core.visit(deposit.id, action, r);
                (0..3).for_each(|_| core.tick());
                let expected = match (r, action) {
                    (RIGHT, Action::Renew) => (0, 1),
                    (RIGHT, Action::Delete) => (0, 0),
                    _ => (1, 0),
                };
                assert_eq!((core.logged(&deposit), core.held()), expected);
            },
        );
        assert!(steps >= 2, "{steps}");
    }
}

#[test]
fn a_crash_after_a_deletion_was_acknowledged_never_publishes() {
    let deposit = lapsing(7, 3600);
    let steps = at_each_step(
        |core, _| {
            core.accept(&deposit).unwrap();
            core.keeper
                .visit(&Visit {
                    action: Action::Delete,
                    id: deposit.id,
                    r: Zeroizing::new([RIGHT; 32]),
                    nonce: rand::random(),
                })
                .unwrap();
        },
        |core, _| core.keeper.round(),
        |core, clocks| {
            clocks.pass(2 * HOUR);
            (0..3).for_each(|_| core.tick());
            assert_eq!((core.logged(&deposit), core.held(), core.unreadable()), (0, 0, 0));
        },
    );
    assert!(steps >= 8, "{steps}");
}

#[test]
fn a_crash_while_releasing_logs_it_once() {
    let (due, other) = (lapsing(7, 3600), lapsing(8, 36_000));
    let steps = at_each_step(
        |core, _| {
            core.accept(&due).unwrap();
            core.accept(&other).unwrap();
        },
        |core, clocks| {
            clocks.pass(HOUR + 60_000);
            (0..3).for_each(|_| core.tick());
            assert_eq!(core.logged(&due), 1);
        },
        |core, _| {
            (0..3).for_each(|_| core.tick());
            assert_eq!((core.logged(&due), core.logged(&other), core.held(), core.unreadable()), (1, 0, 1, 0));
        },
    );
    assert!(steps >= 8, "{steps}");
}

/// Has the disk fill up after `steps` changes, for as long as `work` runs; answers whether it did.
fn full_after<T>(steps: usize, work: impl FnOnce() -> T) -> (T, bool) {
    let (left, met) = (std::cell::Cell::new(steps), std::rc::Rc::new(std::cell::Cell::new(false)));
    let told = std::rc::Rc::clone(&met);
    let look = move || match left.get().checked_sub(1) {
        Some(less) => {
            left.set(less);
            Ok(())
        }
        None => {
            told.set(true);
            Err(std::io::ErrorKind::StorageFull.into())
        }
    };
    (watch::watched(look, work), met.get())
}

#[test]
fn a_disk_that_fills_up_while_accepting_leaves_nothing_half_held() {
    for retried in [false, true] {
        for steps in 0.. {
            let (dir, clocks, mut core) = relay();
            let (held, new) = (lapsing(7, 3600), lapsing(8, 3600));
            core.accept(&held).unwrap();
            let (taken, met) = full_after(steps, || core.accept(&new));
            if !met {
                assert!(steps >= 7, "{steps}");
                break;
            }
            assert_eq!(taken, Err(Declined::Full));
            if retried {
                core.accept(&new).unwrap();
            }
            core.keeper.round();
            let expected = core.held();
            assert!(expected == 2 || expected == 1 && !retried, "after {steps}");
            drop(core);
            let mut core = Core::open(dir.path(), &clocks);
            assert_eq!((core.held(), core.unreadable()), (expected, 0), "after {steps}");
            assert_eq!(key_files(dir.path()).len(), deposit_files(dir.path()).len());
            clocks.pass(HOUR + 60_000);
            (0..3).for_each(|_| core.tick());
            assert_eq!((core.logged(&held), core.held()), (1, 0));
        }
    }
}

#[test]
fn a_disk_that_fails_while_visited_or_releasing_is_tried_again() {
    for steps in 0.. {
        let (dir, clocks, mut core) = relay();
        let (due, deleted, kept) = (lapsing(7, 3600), lapsing(8, 3600), lapsing(9, 36_000));
        [&due, &deleted, &kept].iter().for_each(|deposit| core.accept(deposit).unwrap());
        let right = |id, action| Visit { action, id, r: Zeroizing::new([RIGHT; 32]), nonce: rand::random() };
        let ((), met) = full_after(steps, || {
            if core.keeper.visit(&right(deleted.id, Action::Delete)).is_err() {
                return;
            }
            clocks.pass(HOUR + 60_000);
            (0..3).for_each(|_| core.tick());
        });
        core.keeper.visit(&right(deleted.id, Action::Delete)).unwrap();
        clocks.pass(HOUR + 60_000);
        (0..3).for_each(|_| core.tick());
        let outcome = [&due, &deleted, &kept].map(|deposit| core.logged(deposit));
        assert_eq!((outcome, core.held(), core.unreadable()), ([1, 0, 0], 1, 0), "after {steps}");
        assert_eq!((deposit_files(dir.path()).len(), key_files(dir.path()).len()), (1, 1));
        if !met {
            assert!(steps >= 12, "{steps}");
            break;
        }
    }
}

/// A key and a lapsing deposit as the first release wrote them: 52 bytes of the key, both records, the request.
const FROZEN: &[u8] = include_bytes!("frozen.bin");
const FROZEN_NAME: &str = "00112233445566778899aabbccddeeff";

#[test]
fn what_was_written_once_is_read_for_ever() {
    let (dir, clocks, core) = relay();
    drop(core);
    let mut key = vec![0; 8192];
    let mut deposit = vec![0; 16_384];
    key[..52].copy_from_slice(&FROZEN[..52]);
    key[4096..4148].copy_from_slice(&FROZEN[..52]);
    deposit[..348].copy_from_slice(&FROZEN[52..400]);
    deposit[4096..4444].copy_from_slice(&FROZEN[400..748]);
    deposit[8192..12_572].copy_from_slice(&FROZEN[748..]);
    let deposits = dir.path().join("deposits");
    std::fs::write(deposits.join(format!("{FROZEN_NAME}.key")), key).unwrap();
    std::fs::write(deposits.join(format!("{FROZEN_NAME}.{FROZEN_NAME}")), deposit).unwrap();
    std::fs::remove_file(deposits.join("clock")).unwrap();
    // It was written in November 2026, and is not due where no time has passed since.
    clocks.step_wall(-30 * TWO_DAYS);
    let frozen = lapsing(7, 3600);
    let mut core = Core::open(dir.path(), &clocks);
    assert_eq!((core.held(), core.unreadable()), (1, 0));
    core.visit(frozen.id, Action::Renew, WRONG);
    core.tick();
    assert_eq!((core.logged(&frozen), core.held()), (0, 1), "three wrong words were written down, and two make five");
    core.visit(frozen.id, Action::Renew, WRONG);
    core.tick();
    assert_eq!((core.logged(&frozen), core.held()), (1, 0));
}
