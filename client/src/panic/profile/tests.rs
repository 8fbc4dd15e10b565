use super::*;
use crate::panic::profile::file::{decode, encode};
use davylamp_protocol::cloak::{CONTENT_MAX, FILE_LEN};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::note::NoteSigner;
use rand::rngs::OsRng;
use std::fs::File;
use std::path::Path;

pub(crate) fn profile(contacts: usize, relays: usize) -> Profile {
    let line = |relay: usize| {
        let seed = [u8::try_from(relay).unwrap() + 1; 32];
        let log = NoteSigner::from_seed(&format!("log{relay}.example"), &seed).unwrap().verifier_key().to_string();
        RelayLine { url: format!("http://127.0.0.1:{}", 8600 + relay), log }
    };
    let contact = |_| Contact {
        recipient: HybridIdentity::generate(&mut OsRng).to_recipient().to_bytes().to_vec(),
        lane: rand::random(),
        relays: (0..relays).map(line).collect(),
        drilled: None,
    };
    Profile {
        version: VERSION,
        expires: 1_800_000_000,
        way: Way::default(),
        contacts: (0..contacts).map(contact).collect(),
        ahead: None,
        alert: None,
        outbox: vec![],
        check_in: None,
    }
}

fn waiting(contact: usize, relay: usize) -> Waiting {
    let mut request = [0; request::REQUEST_LEN];
    rand::RngCore::fill_bytes(&mut OsRng, &mut request[256..]);
    Waiting { contact, relay, kind: Kind::First, request: Request::keep(&request), about: None }
}

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::new(Some(&dir.path().join("panic"))).unwrap();
    (dir, store)
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_profile_comes_back_and_its_file_has_one_size_and_looks_random() {
    let mut full = profile(8, 2);
    full.outbox = full.lanes().into_iter().map(|(contact, relay)| waiting(contact, relay)).collect();
    for profile in [profile(1, 1), full] {
        let (one, other) = (encode(&profile).ok().unwrap(), encode(&profile).ok().unwrap());
        assert_eq!((one.len(), other.len()), (FILE_LEN, FILE_LEN));
        assert!(decode(&one).is_ok_and(|read| read == profile));
        // Two writings of one profile share bytes only by chance: one in 256.
        let alike = one.iter().zip(other.iter()).filter(|(a, b)| a == b).count();
        assert!(alike < FILE_LEN / 128, "{alike}");
    }
}

#[test]
fn cut_changed_and_newer_files_are_told_apart() {
    let good = encode(&profile(2, 1)).ok().unwrap();
    for place in [0, 31, 32, 43, 44, 100_000, FILE_LEN - 1] {
        let mut bad = good.to_vec();
        bad[place] ^= 1;
        assert!(matches!(decode(&bad), Err(ProfileError::Damaged)), "{place}");
    }
    assert!(matches!(decode(&good[1..]), Err(ProfileError::Damaged)));
    assert!(matches!(decode(&[good.as_slice(), &[0]].concat()), Err(ProfileError::Damaged)));
    assert!(matches!(decode(&[]), Err(ProfileError::Damaged)));
    let newer = encode(&Profile { version: VERSION + 1, ..profile(1, 1) }).ok().unwrap();
    assert!(matches!(decode(&newer), Err(ProfileError::Newer)));
    let older = encode(&Profile { version: 0, ..profile(1, 1) }).ok().unwrap();
    assert!(matches!(decode(&older), Err(ProfileError::Damaged)));
}

#[test]
fn what_points_nowhere_is_damage() {
    let mut wrong = [profile(1, 1), profile(1, 1), profile(1, 1), profile(9, 1), profile(1, 3), profile(1, 0)];
    wrong[0].outbox = vec![waiting(1, 0)];
    wrong[1].outbox = vec![waiting(0, 1)];
    wrong[2].contacts[0].recipient.pop();
    for profile in wrong {
        assert!(matches!(decode(&encode(&profile).ok().unwrap()), Err(ProfileError::Damaged)));
    }
}

#[test]
fn more_than_fits_is_refused_and_the_old_profile_stands() {
    let (_dir, store) = store();
    store.create(&profile(1, 1), false).unwrap();
    let full = store.update(|profile| {
        profile.outbox = (0..=CONTENT_MAX / 4096).map(|_| waiting(0, 0)).collect();
        Ok::<_, ProfileError>(())
    });
    assert!(matches!(full, Err(ProfileError::NoRoom)));
    assert!(store.load().unwrap().outbox.is_empty());
}

#[test]
fn a_profile_is_not_written_over_unless_asked() {
    let (_dir, store) = store();
    assert!(matches!(store.load(), Err(ProfileError::Absent)));
    assert!(matches!(store.update(|_| Ok::<_, ProfileError>(())), Err(ProfileError::Absent)));
    let (first, second) = (profile(1, 1), profile(2, 1));
    store.create(&first, false).unwrap();
    assert!(matches!(store.create(&second, false), Err(ProfileError::Exists)));
    assert!(store.load().unwrap() == first);
    store.create(&second, true).unwrap();
    assert!(store.load().unwrap() == second);
}

#[test]
fn what_a_crash_left_is_wiped_by_the_next_writing() {
    let (_dir, store) = store();
    store.create(&profile(1, 1), false).unwrap();
    let left = store.dir().join("profile.0123456789abcdef.tmp");
    std::fs::write(&left, b"half a profile").unwrap();
    let other = File::open(&left);
    assert!(store.load().is_ok());
    store.update(|_| Ok::<_, ProfileError>(())).unwrap();
    assert_eq!(names(store.dir()), ["lock", "profile"]);
    let mut content = Vec::new();
    std::io::Read::read_to_end(&mut other.unwrap(), &mut content).unwrap();
    assert!(content.iter().all(|byte| *byte == 0), "its bytes are overwritten");
}

#[test]
fn a_replaced_profile_is_overwritten_and_a_destroyed_one_is_gone() {
    let (_dir, store) = store();
    store.create(&profile(1, 1), false).unwrap();
    let mut old = File::open(store.dir().join("profile")).unwrap();
    let before = store.mark();
    store.update(|_| Ok::<_, ProfileError>(())).unwrap();
    assert_ne!(store.mark(), before);
    let mut content = Vec::new();
    std::io::Read::read_to_end(&mut old, &mut content).unwrap();
    assert!(content.len() == FILE_LEN && content.iter().all(|byte| *byte == 0));
    store.destroy().unwrap();
    assert!(!store.is_armed());
    assert_eq!(names(store.dir()), ["lock"]);
}

#[test]
fn two_writers_lose_nothing_of_each_other() {
    let (_dir, store) = store();
    store.create(&profile(1, 1), false).unwrap();
    let writers = (0..4).map(|_| {
        let store = store.clone();
        std::thread::spawn(move || {
            for _ in 0..5 {
                store
                    .update(|profile| {
                        profile.expires += 1;
                        Ok::<_, ProfileError>(())
                    })
                    .unwrap();
            }
        })
    });
    writers.collect::<Vec<_>>().into_iter().for_each(|writer| writer.join().unwrap());
    assert_eq!(store.load().unwrap().expires, profile(1, 1).expires + 20);
}
