use std::collections::BTreeMap;

use davylamp_protocol::log::note::{CosignerKey, NoteSigner};
use davylamp_protocol::log::tree::Frontier;
use secrecy::SecretString;
use tempfile::TempDir;

use super::*;
use crate::desk::card::renew;

pub(crate) const NOW: u64 = 1_795_392_000;
pub(crate) const ORIGIN: &str = "log.example";

pub(crate) fn log() -> NoteSigner {
    NoteSigner::from_seed(ORIGIN, &[2; 32]).unwrap()
}

pub(crate) fn cosigner() -> CosignerKey {
    CosignerKey::from_seed("log.example/clock", &[3; 32]).unwrap()
}

/// The state of a desk with a card, at the beginning of a log.
pub(crate) fn state() -> State {
    let identity = Secret::of(&[1; 32]);
    let signer = NoteSigner::from_seed("desk.example", identity.expose()).unwrap();
    let mut state = State {
        version: STATE_VERSION,
        desk: signer.verifier_key().to_string(),
        identity: Some(identity),
        profile: Profile {
            name: "Oficina".into(),
            languages: vec!["es".into()],
            roles: vec![("reports".into(), 259_200)],
            relays: vec![RelayProfile {
                url: "http://127.0.0.1:1".into(),
                log: log().verifier_key().to_string(),
                cosigner: cosigner().verifier_key().to_string(),
                retention_days: 21,
            }],
            policy: vec![],
            lifetime_days: 30,
            works_as: None,
        },
        online: vec![],
        clue_keys: vec![],
        intake: vec![],
        canary: Secret::generate(),
        canary_next: 0,
        cards: vec![],
        taken_lanes: vec![],
        lanes: BTreeMap::new(),
        logs: vec![LogPlace {
            origin: ORIGIN.into(),
            frontier: Frontier::empty().encode(),
            checkpoint: None,
            time: 0,
            lost: 0,
            evidence: vec![],
        }],
        cases: BTreeMap::new(),
        outbox: vec![],
        rescan: Default::default(),
        alerts: Default::default(),
        notices: Default::default(),
        time_authority: None,
    };
    renew(&mut state, false, false, NOW).unwrap();
    state
}

pub(crate) fn case(seed: u8) -> Case {
    Case {
        vault: Secret::of(&[seed; 32]),
        name_hash: [seed; 32],
        key: Secret::of(&[seed; 32]),
        reply_recipient: HybridIdentity::from_seed(Zeroizing::new([seed; 32])).to_recipient().to_bytes().to_vec(),
        opened_at: NOW,
        next_file: 0,
        status: None,
        lanes: BTreeMap::new(),
        counters: vec![],
        sent: vec![],
        machine_lane: 0,
        worker_lane: 1,
        links: Default::default(),
        consents: vec![],
        may_leave: None,
        account: Default::default(),
        mediation: Default::default(),
    }
}

pub(crate) fn unlock(seed: u8) -> Unlock {
    Unlock::Identity(Box::new(HybridIdentity::from_seed(Zeroizing::new([seed; 32]))))
}

pub(crate) fn home() -> (TempDir, Home) {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::create(&dir.path().join("home"), &unlock(1), &state()).unwrap();
    (dir, home)
}

fn message(file: u64) -> StoredMessage {
    StoredMessage {
        file,
        direction: Direction::FromReporter,
        origin: ORIGIN.into(),
        index: Some(7),
        envelope: vec![1; 4096],
        file_key: [2; 16],
        proof: Some("proof".into()),
        content: b"words".to_vec(),
        at: NOW,
    }
}

fn home_with_case() -> (TempDir, Home) {
    let (dir, home) = home();
    home.update(|state| {
        let mut case = case(5);
        let file = case.take_file();
        home.store_message("abc", &case, &message(file))?;
        state.cases.insert("abc".into(), case);
        Ok::<_, HomeError>(())
    })
    .unwrap();
    (dir, home)
}

#[test]
fn opens_with_its_passphrase_and_with_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let with = |words: &str| Unlock::Passphrase(SecretString::from(words.to_owned()));
    Home::create(&dir.path().join("h"), &with("correct horse"), &state()).unwrap();
    let home = Home::open(&dir.path().join("h"), &with("correct horse")).unwrap();
    assert_eq!(home.read().unwrap().profile.name, "Oficina");
    for wrong in ["Correct horse", ""] {
        assert!(matches!(Home::open(home.dir(), &with(wrong)), Err(HomeError::WrongKey)), "{wrong:?}");
    }
    assert!(matches!(Home::open(home.dir(), &unlock(1)), Err(HomeError::WrongKey)));
}

#[test]
fn a_new_key_opens_and_the_old_one_does_not() {
    let (_dir, home) = home();
    home.rekey(&unlock(2)).unwrap();
    assert!(Home::open(home.dir(), &unlock(2)).is_ok());
    assert!(matches!(Home::open(home.dir(), &unlock(1)), Err(HomeError::WrongKey)));
}

#[test]
fn a_changed_cut_or_foreign_state_is_damaged() {
    let (_dir, home) = home();
    let path = home.dir().join(STATE);
    let whole = std::fs::read(&path).unwrap();
    let mut changed = whole.clone();
    *changed.last_mut().unwrap() ^= 1;
    let foreign = files::seal(STATE, &HybridIdentity::generate(&mut OsRng).to_recipient(), b"{}").unwrap();
    for wrong in [changed, whole[..whole.len() - 1].to_vec(), vec![], foreign] {
        std::fs::write(&path, &wrong).unwrap();
        assert!(matches!(home.read(), Err(HomeError::Damaged(_))));
        assert!(matches!(home.update(|_| Ok::<_, HomeError>(())), Err(HomeError::Damaged(_))));
        assert_eq!(std::fs::read(&path).unwrap(), wrong, "nothing is written over it");
    }
}

#[test]
fn one_file_cannot_stand_in_for_another() {
    let (_dir, home) = home_with_case();
    let state = home.read().unwrap();
    let case = &state.cases["abc"];
    home.store_message("abc", case, &message(1)).unwrap();
    let dir = home.dir().join("cases/abc");
    std::fs::copy(dir.join("000000.age"), dir.join("000001.age")).unwrap();
    assert!(matches!(home.case_message("abc", case, 1), Err(HomeError::Damaged(_))));
    assert!(home.case_message("abc", case, 0).unwrap().is_some());
}

#[test]
fn a_message_that_was_taken_away_is_damage() {
    let (_dir, home) = home_with_case();
    std::fs::remove_file(home.dir().join("cases/abc/000000.age")).unwrap();
    let state = home.read().unwrap();
    assert!(matches!(home.case_messages("abc", &state.cases["abc"]), Err(HomeError::Damaged(_))));
}

#[test]
fn a_newer_home_is_refused_and_left_as_it_is() {
    let (_dir, home) = home();
    let format = home.dir().join(FORMAT);
    std::fs::write(&format, "davylamp-desk 2\n").unwrap();
    assert!(matches!(Home::open(home.dir(), &unlock(1)), Err(HomeError::Newer(_))));
    std::fs::write(&format, "something else\n").unwrap();
    assert!(matches!(Home::open(home.dir(), &unlock(1)), Err(HomeError::Damaged(_))));
    std::fs::write(&format, FORMAT_LINE).unwrap();
    home.update(|state| {
        state.version = STATE_VERSION + 1;
        Ok::<_, HomeError>(())
    })
    .unwrap();
    assert!(matches!(home.read(), Err(HomeError::Newer(_))));
    let unknown = br#"{"version":99,"all":"else"}"#;
    replace_file(&home.dir().join(STATE), &files::seal(STATE, &home.recipient, unknown).unwrap()).unwrap();
    assert!(matches!(home.read(), Err(HomeError::Newer(_))));
}

#[test]
fn a_home_of_the_first_version_is_read_and_becomes_one_of_this() {
    let (_dir, home) = home();
    let mut old = serde_json::to_value(state()).unwrap();
    let fields = old.as_object_mut().unwrap();
    fields.remove("alerts");
    fields.insert("version".into(), 1.into());
    let pending = r#"{"case":"abc","origin":"log.example","file":3,"tag":"AAAAAAAAAAAAAAAAAAAAAA==","envelope":"","sealed_at":1}"#;
    fields.insert("outbox".into(), serde_json::from_str(&format!("[{pending}]")).unwrap());
    let mut before_tables = serde_json::to_value(case(2)).unwrap();
    before_tables.as_object_mut().unwrap().remove("mediation").unwrap();
    fields.insert("cases".into(), serde_json::json!({ "abc": before_tables }));
    let sealed = files::seal(STATE, &home.recipient, &serde_json::to_vec(&old).unwrap()).unwrap();
    replace_file(&home.dir().join(STATE), &sealed).unwrap();
    assert_eq!(home.read().unwrap().outbox[0].file, Some(3));
    assert!(home.read().unwrap().case("abc").unwrap().mediation.tables.is_empty());
    home.update(|_| Ok::<_, HomeError>(())).unwrap();
    assert_eq!(home.read().unwrap().version, STATE_VERSION);
    let mut foreign = serde_json::to_value(state()).unwrap();
    foreign.as_object_mut().unwrap().insert("else".into(), 1.into());
    let sealed = files::seal(STATE, &home.recipient, &serde_json::to_vec(&foreign).unwrap()).unwrap();
    replace_file(&home.dir().join(STATE), &sealed).unwrap();
    assert!(matches!(home.read(), Err(HomeError::Damaged(_))));
}

#[test]
fn there_is_one_home_in_a_directory() {
    let (dir, home) = home();
    assert!(matches!(Home::create(home.dir(), &unlock(1), &state()), Err(HomeError::Exists(_))));
    assert!(matches!(Home::open(dir.path(), &unlock(1)), Err(HomeError::Absent(_))));
}

#[test]
fn changes_made_at_once_are_all_kept() {
    let (_dir, home) = home();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    home.update(|state| {
                        state.canary_next += 1;
                        Ok::<_, HomeError>(())
                    })
                    .unwrap();
                }
            });
        }
    });
    assert_eq!(home.read().unwrap().canary_next, 40);
}

#[test]
fn a_change_that_fails_is_not_written() {
    let (_dir, home) = home();
    let result = home.update(|state| {
        state.canary_next = 9;
        Err::<(), _>(HomeError::NoCase("x".into()))
    });
    assert!(matches!(result, Err(HomeError::NoCase(_))));
    assert_eq!(home.read().unwrap().canary_next, 0);
}

#[test]
fn what_could_not_be_replaced_stands_and_nothing_half_written_stays() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("target");
    std::fs::create_dir(&target).unwrap();
    std::fs::write(target.join("inside"), b"old").unwrap();
    assert!(matches!(replace_file(&target, b"new"), Err(HomeError::Io(..))));
    assert_eq!(std::fs::read(target.join("inside")).unwrap(), b"old");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    assert!(matches!(replace_file(&dir.path().join("no/such"), b"new"), Err(HomeError::Io(..))));
}

#[test]
fn a_deleted_case_leaves_nothing_that_opens() {
    let (_dir, home) = home_with_case();
    assert_eq!(home.case_messages("abc", &home.read().unwrap().cases["abc"]).unwrap().len(), 1);
    home.delete_case("abc").unwrap();
    assert!(matches!(home.read().unwrap().case("abc"), Err(HomeError::NoCase(_))));
    assert!(!home.dir().join("cases/abc").exists());
    assert!(matches!(home.delete_case("abc"), Err(HomeError::NoCase(_))));
}

#[test]
fn a_backup_restores_the_cases_and_asks_for_a_look_at_the_log() {
    let (dir, home) = home_with_case();
    let (file, to) = (dir.path().join("b.age"), dir.path().join("restored"));
    backup(&home, &unlock(1), &file).unwrap();
    assert!(matches!(restore(&to, &unlock(2), &file), Err(HomeError::WrongKey)));
    assert!(matches!(restore(home.dir(), &unlock(1), &file), Err(HomeError::Exists(_))));
    let restored = restore(&to, &unlock(1), &file).unwrap();
    let state = restored.read().unwrap();
    assert_eq!(restored.case_messages("abc", &state.cases["abc"]).unwrap()[0].content, b"words");
    assert!(state.rescan.contains(ORIGIN));
    let cut = std::fs::read(&file).unwrap();
    std::fs::write(&file, &cut[..cut.len() / 2]).unwrap();
    assert!(matches!(restore(&dir.path().join("other"), &unlock(1), &file), Err(HomeError::WrongKey)));
}

#[test]
fn a_card_keeps_its_keys_for_as_long_as_somebody_may_use_it() {
    let mut state = state();
    let expires = NOW + 30 * 86_400;
    assert_eq!(state.cards[0].expires, expires);
    assert!(state.clue_keys[0].until >= expires + 90 * 86_400);
    let last = state.intake.iter().max_by_key(|intake| intake.week).unwrap();
    assert_eq!(last.until, expires + 90 * 86_400);
    let first = state.intake.iter().min_by_key(|intake| intake.week).unwrap();
    assert_eq!(first.until, NOW + (7 + 21 + 7) * 86_400);
    renew(&mut state, true, true, NOW + 86_400).unwrap();
    assert_eq!((state.cards[1].serial, state.clue_keys.len(), state.online.len()), (2, 2, 2));
}

#[test]
fn a_lane_expects_its_gaps_and_sixteen_beyond() {
    let mut lane = Lane {
        case: "abc".into(),
        origin: ORIGIN.into(),
        key: Secret::generate(),
        opened_at: 0,
        lane_id: None,
        next: 0,
        beyond: Default::default(),
        last_content: None,
        complete: false,
        acknowledged: false,
    };
    assert!(lane.expected().eq(0..16));
    lane.take(2);
    assert!(lane.expected().eq([0, 1].into_iter().chain(3..19)));
    assert!(lane.has_taken(2) && !lane.has_taken(1));
    lane.take(0);
    lane.take(1);
    assert_eq!((lane.next, lane.beyond.len()), (3, 0));
    assert!(lane.expected().eq(3..19));
}

#[test]
fn a_new_online_key_signs_once_a_relay_has_its_card() {
    let mut state = state();
    state.cards[0].proofs.insert(ORIGIN.into(), "proof".into());
    let old = state.signing_key().unwrap().seed.verifier();
    renew(&mut state, true, true, NOW + 60).unwrap();
    assert_eq!((state.signing_key().unwrap().seed.verifier(), state.signs_since()), (old, 0));
    let new = state.cards[1].online_key;
    state.begins_to_sign(&new, NOW + 90);
    state.cards[1].proofs.insert(ORIGIN.into(), "proof".into());
    assert_eq!((state.signing_key().unwrap().seed.verifier(), state.signs_since()), (new, NOW + 90));
    // The next relay that takes the card changes nothing.
    state.begins_to_sign(&new, NOW + 95);
    assert_eq!(state.signs_since(), NOW + 90);
}

#[test]
fn a_rotation_leaves_no_key_of_the_card_before_and_forgets_none() {
    let mut state = state();
    let intake: Vec<_> = state.intake.iter().map(|own| *own.seed.expose()).collect();
    state.rotate_intake(NOW + 60);
    renew(&mut state, true, true, NOW + 60).unwrap();
    let named = |note: &str| -> Vec<String> {
        let is_key = |line: &&str| ["clue-key ", "online-key ", "intake "].iter().any(|name| line.starts_with(name));
        note.lines().filter(is_key).map(str::to_owned).collect()
    };
    let (before, after) = (named(&state.cards[0].note), named(&state.cards[1].note));
    assert_eq!(before.len(), after.len());
    assert!(after.iter().all(|line| !before.contains(line)));
    assert!(intake.iter().all(|seed| state.intake.iter().any(|own| own.seed.expose() == seed)));
    assert!(state.intake.iter().all(|own| own.until > NOW));
}
