use super::*;

fn fresh() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    FileStore::create(dir.path()).unwrap();
    dir
}

fn record(number: u8) -> Record {
    let body = vec![number; BODY_LEN];
    let mut entry = [1; ENTRY_LEN];
    entry[49..].copy_from_slice(&Sha256::digest(&body));
    Record { entry, body: body.into() }
}

fn publish(store: &FileStore, first: u64, numbers: &[u8]) {
    let records: Vec<Record> = numbers.iter().map(|n| record(*n)).collect();
    store.append(first, &records).unwrap();
    let size = first + records.len() as u64;
    store.publish(&StoredHead { size, checkpoint: format!("size {size}") }).unwrap();
}

fn flip(path: &Path, offset: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[offset] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn what_was_published_is_there_after_reopening() {
    let dir = fresh();
    let store = FileStore::open(dir.path()).unwrap();
    publish(&store, 0, &[1, 2]);
    publish(&store, 2, &[3]);
    drop(store);
    let store = FileStore::open(dir.path()).unwrap();
    assert_eq!(store.head().unwrap().size, 3);
    assert_eq!(store.entries(2, 1).unwrap(), [record(3).entry]);
    assert_eq!(store.bodies(1, 1).unwrap(), record(2).body);
}

#[test]
fn what_was_appended_and_not_published_is_dropped() {
    let dir = fresh();
    let store = FileStore::open(dir.path()).unwrap();
    publish(&store, 0, &[1]);
    store.append(1, &[record(9)]).unwrap();
    assert!(matches!(store.entries(1, 1), Err(StoreError::Beyond)));
    drop(store);
    let store = FileStore::open(dir.path()).unwrap();
    assert!(store.unsettled().unwrap().is_empty());
    assert_eq!(std::fs::metadata(dir.path().join("bodies/00000000.seg")).unwrap().len(), 4048);
}

#[test]
fn a_second_relay_is_kept_out() {
    let dir = fresh();
    let _first = FileStore::open(dir.path()).unwrap();
    assert!(matches!(FileStore::open(dir.path()), Err(StoreError::Locked(_))));
}

#[test]
fn a_newer_a_missing_and_an_unreadable_format_are_refused() {
    let dir = fresh();
    let format = dir.path().join("format");
    std::fs::write(&format, "2\n").unwrap();
    assert!(matches!(FileStore::open(dir.path()), Err(StoreError::NewerFormat { found: 2, known: 1, .. })));
    std::fs::write(&format, "one\n").unwrap();
    assert!(matches!(FileStore::open(dir.path()), Err(StoreError::Damaged { .. })));
    std::fs::remove_file(&format).unwrap();
    assert!(matches!(FileStore::open(dir.path()), Err(StoreError::Absent(_))));
}

#[test]
fn a_log_is_never_made_over_another() {
    let dir = fresh();
    assert!(FileStore::create(dir.path()).is_err());
}

#[test]
fn short_and_missing_files_are_named() {
    for (file, keep) in [("entries/00000000.seg", 84), ("bodies/00000000.seg", 4047), ("checkpoint", 4096)] {
        let dir = fresh();
        publish(&FileStore::open(dir.path()).unwrap(), 0, &[1]);
        let path = dir.path().join(file);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..keep]).unwrap();
        let error = FileStore::open(dir.path()).err().unwrap();
        assert!(error.to_string().contains(file), "{error}");
        assert_eq!(std::fs::read(&path).unwrap().len(), keep, "nothing is repaired by guessing");
        std::fs::remove_file(&path).unwrap();
        assert!(FileStore::open(dir.path()).err().unwrap().to_string().contains(file));
    }
}

#[test]
fn a_damaged_entry_is_named_by_file_and_offset() {
    let dir = fresh();
    let store = FileStore::open(dir.path()).unwrap();
    publish(&store, 0, &[1, 2, 3]);
    flip(&dir.path().join("entries/00000000.seg"), 85 + 3);
    assert!(store.entries(0, 1).is_ok());
    assert!(matches!(store.entries(0, 3), Err(StoreError::Damaged { offset: 85, .. })));
}

#[test]
fn what_a_lost_checkpoint_covered_is_offered_again() {
    let dir = fresh();
    let store = FileStore::open(dir.path()).unwrap();
    publish(&store, 0, &[1]);
    publish(&store, 1, &[2, 3]);
    drop(store);
    flip(&dir.path().join("checkpoint"), 50);
    let store = FileStore::open(dir.path()).unwrap();
    assert_eq!(store.head().unwrap().size, 1);
    let entries: Vec<_> = store.unsettled().unwrap().iter().map(|r| r.entry).collect();
    assert_eq!(entries, [record(2).entry, record(3).entry]);
}

#[test]
fn an_append_of_a_wrong_size_is_refused() {
    let dir = fresh();
    let store = FileStore::open(dir.path()).unwrap();
    let mut wrong = record(1);
    wrong.body = vec![0; BODY_LEN - 1].into();
    assert!(store.append(0, &[wrong]).is_err());
}

#[test]
fn purged_segments_go_and_stay_gone() {
    let dir = fresh();
    let store = FileStore::open(dir.path()).unwrap();
    let records = vec![record(1); 4096];
    for first in (0..5).map(|n| n * 4096) {
        store.append(first, &records).unwrap();
    }
    store.publish(&StoredHead { size: 5 * 4096, checkpoint: String::new() }).unwrap();
    store.purge_bodies(RECORDS_PER_SEGMENT - 1).unwrap();
    assert_eq!(store.first_body(), 0, "only whole segments");
    store.purge_bodies(RECORDS_PER_SEGMENT + 7).unwrap();
    assert_eq!(store.first_body(), RECORDS_PER_SEGMENT);
    assert!(matches!(store.bodies(5, 1), Err(StoreError::Purged { first: RECORDS_PER_SEGMENT })));
    assert!(store.entries(5, 1).is_ok());
    drop(store);
    assert_eq!(FileStore::open(dir.path()).unwrap().first_body(), RECORDS_PER_SEGMENT);
}
