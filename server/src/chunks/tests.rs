use super::*;

const NOW: u64 = 1_800_000_000;
const KEEP: Duration = Duration::from_secs(21 * 86_400);

fn open(dir: &Path, quota: u64) -> Chunks {
    open_within(dir, Limits { quota, reserve: 0 })
}

fn open_within(dir: &Path, limits: Limits) -> Chunks {
    let state = Arc::new(State::open(&dir.join("state")).unwrap());
    Chunks::open_within(dir, state, limits).unwrap()
}

async fn put(chunks: &Chunks, id: u8, chunk: Bytes, now: u64) -> Result<(), NotKept> {
    chunks.put(chunks.room_to_send().await?, [id; 32], chunk, now).await
}

fn hour_dir(dir: &Path) -> PathBuf {
    dir.join("chunks").join((NOW / HOUR).to_string())
}

fn file(dir: &Path, id: u8) -> PathBuf {
    hour_dir(dir).join(hex::encode([id; 32]))
}

fn damage(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[100_000] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

fn chunk(byte: u8) -> Bytes {
    vec![byte; CHUNK_LEN].into()
}

fn held(chunks: &Chunks) -> u64 {
    chunks.held() / CHUNK_LEN as u64
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_and_others_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), u64::MAX);
    for _ in 0..3 {
        assert_eq!(put(&chunks, 1, chunk(7), NOW).await, Ok(()));
    }
    assert_eq!(put(&chunks, 1, chunk(8), NOW).await, Err(NotKept::Conflict));
    assert_eq!(chunks.get(&[1; 32]).unwrap().unwrap(), chunk(7));
    assert_eq!((chunks.get(&[2; 32]).unwrap(), held(&chunks)), (None, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_all_kept_and_of_two_under_one_id_one() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), u64::MAX);
    let puts = (0..64).map(|n: u8| put(&chunks, n / 2, chunk(n), NOW));
    let kept = futures_util::future::join_all(puts).await;
    let (good, bad): (Vec<_>, Vec<_>) = kept.into_iter().partition(Result::is_ok);
    assert_eq!((good.len(), bad.len(), held(&chunks)), (32, 32, 32));
    assert!(bad.iter().all(|put| *put == Err(NotKept::Conflict)));
}

#[tokio::test]
async fn the_quota_holds_and_makes_room_again_after_retention() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), 2 * CHUNK_LEN as u64);
    assert_eq!(put(&chunks, 1, chunk(1), NOW).await, Ok(()));
    assert_eq!(put(&chunks, 2, chunk(2), NOW).await, Ok(()));
    assert_eq!(put(&chunks, 3, chunk(3), NOW).await, Err(NotKept::Full));
    assert_eq!(put(&chunks, 2, chunk(2), NOW).await, Ok(()), "it is there already");
    chunks.sweep(KEEP, NOW + KEEP.as_secs()).unwrap();
    assert_eq!(held(&chunks), 2, "none goes early");
    chunks.sweep(KEEP, NOW + KEEP.as_secs() + HOUR).unwrap();
    assert_eq!((held(&chunks), chunks.get(&[1; 32]).unwrap()), (0, None));
    assert_eq!(put(&chunks, 3, chunk(3), NOW).await, Ok(()));
    assert_eq!(std::fs::read_dir(dir.path().join("chunks")).unwrap().count(), 1);
}

#[tokio::test]
async fn chunks_outlive_a_restart_and_a_sweep_long_after_takes_them() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), u64::MAX);
    put(&chunks, 1, chunk(1), NOW).await.unwrap();
    drop(chunks);
    let chunks = open(dir.path(), u64::MAX);
    assert_eq!((chunks.get(&[1; 32]).unwrap().unwrap(), held(&chunks)), (chunk(1).to_vec(), 1));
    assert_eq!(put(&chunks, 1, chunk(2), NOW).await, Err(NotKept::Conflict));
}

#[tokio::test]
async fn what_a_stop_left_over_is_removed_and_what_is_gone_is_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), u64::MAX);
    put(&chunks, 1, chunk(1), NOW).await.unwrap();
    put(&chunks, 2, chunk(2), NOW).await.unwrap();
    drop(chunks);
    let hour = hour_dir(dir.path());
    std::fs::remove_file(hour.join(hex::encode([2; 32]))).unwrap();
    for stray in [hex::encode([9; 32]), format!("{}.tmp", hex::encode([1; 32]))] {
        std::fs::write(hour.join(stray), b"half").unwrap();
    }
    let chunks = open(dir.path(), u64::MAX);
    assert_eq!((held(&chunks), std::fs::read_dir(&hour).unwrap().count()), (1, 1));
    assert_eq!(chunks.get(&[2; 32]).unwrap(), None);
    assert_eq!(put(&chunks, 2, chunk(3), NOW).await, Ok(()));
}

#[tokio::test]
async fn a_damaged_chunk_is_not_given_and_the_check_counts_it() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), u64::MAX);
    for id in 1..=4 {
        put(&chunks, id, chunk(id), NOW).await.unwrap();
    }
    drop(chunks);
    assert_eq!(check(dir.path()).unwrap(), Chunked { whole: 4, damaged: 0, orphans: 0 });
    damage(&file(dir.path(), 1));
    std::fs::write(file(dir.path(), 2), b"cut short").unwrap();
    std::fs::write(file(dir.path(), 3), [chunk(3), chunk(3)].concat()).unwrap();
    std::fs::write(file(dir.path(), 9), b"not in the index").unwrap();
    std::fs::write(file(dir.path(), 4).with_extension("tmp"), b"half").unwrap();
    for _ in 0..2 {
        let found = check(dir.path()).unwrap();
        assert_eq!(found, Chunked { whole: 1, damaged: 3, orphans: 2 }, "and nothing was changed");
    }
    let chunks = open(dir.path(), u64::MAX);
    for _ in 0..2 {
        let given = [1, 2, 3, 4].map(|id| chunks.get(&[id; 32]).unwrap().is_some());
        assert_eq!((given, chunks.damaged()), ([false, false, false, true], 3));
    }
}

#[tokio::test]
async fn who_sends_a_damaged_chunk_again_mends_it() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), 2 * CHUNK_LEN as u64);
    put(&chunks, 1, chunk(1), NOW).await.unwrap();
    put(&chunks, 2, chunk(2), NOW).await.unwrap();
    damage(&file(dir.path(), 1));
    assert_eq!(chunks.get(&[1; 32]).unwrap(), None);
    std::fs::remove_file(file(dir.path(), 2)).unwrap();
    assert_eq!(put(&chunks, 1, chunk(9), NOW).await, Err(NotKept::Conflict));
    // A day later, and with the quota reached: it takes no more room, and its hour stays.
    for id in [1, 2] {
        assert_eq!(put(&chunks, id, chunk(id), NOW + 86_400).await, Ok(()));
        assert_eq!(chunks.get(&[id; 32]).unwrap().unwrap(), chunk(id));
    }
    assert_eq!((held(&chunks), chunks.damaged()), (2, 0));
    chunks.sweep(KEEP, NOW + KEEP.as_secs() + HOUR).unwrap();
    assert_eq!((held(&chunks), chunks.get(&[1; 32]).unwrap()), (0, None));
}

#[tokio::test]
async fn chunks_leave_the_log_its_room_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open_within(dir.path(), Limits { quota: u64::MAX, reserve: 0 });
    put(&chunks, 1, chunk(1), NOW).await.unwrap();
    drop(chunks);
    let chunks = open_within(dir.path(), Limits { quota: u64::MAX, reserve: u64::MAX });
    assert_eq!(put(&chunks, 2, chunk(2), NOW).await, Err(NotKept::Full));
    assert_eq!(put(&chunks, 1, chunk(1), NOW).await, Ok(()), "it is there already");
    assert!(chunks.get(&[1; 32]).unwrap().is_some());
}

#[tokio::test]
async fn a_quota_of_nothing_takes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), 0);
    assert_eq!(put(&chunks, 1, chunk(1), NOW).await, Err(NotKept::Full));
    assert_eq!(std::fs::read_dir(dir.path().join("chunks")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_failed_write_is_not_taken_for_held() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), u64::MAX);
    // The disk says no: a file stands where the hour's directory would.
    std::fs::write(hour_dir(dir.path()), b"in the way").unwrap();
    assert_eq!(put(&chunks, 1, chunk(1), NOW).await, Err(NotKept::Unavailable));
    assert_eq!((held(&chunks), chunks.get(&[1; 32]).unwrap()), (0, None));
    std::fs::remove_file(hour_dir(dir.path())).unwrap();
    assert_eq!(put(&chunks, 1, chunk(1), NOW).await, Ok(()));
    assert_eq!((held(&chunks), chunks.get(&[1; 32]).unwrap().unwrap()), (1, chunk(1).to_vec()));
}

#[tokio::test]
async fn no_error_names_a_chunk() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), u64::MAX);
    put(&chunks, 1, chunk(1), NOW).await.unwrap();
    std::fs::remove_file(file(dir.path(), 1)).unwrap();
    std::fs::create_dir(file(dir.path(), 1)).unwrap();
    let error = chunks.get(&[1; 32]).unwrap_err().to_string();
    assert!(error.contains("chunks") && !error.contains(&hex::encode([1; 8])), "{error}");
    assert!(chunks.files.write(NOW / HOUR, &[1; 32], &chunk(2)).is_err_and(|e| !e.to_string().contains("0101")));
    assert!(chunks.files.remove(NOW / HOUR, &[1; 32]).is_err_and(|e| !e.to_string().contains("0101")));
}

#[tokio::test]
async fn an_index_that_does_not_read_costs_its_chunk_and_not_the_relay() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), u64::MAX);
    put(&chunks, 1, chunk(1), NOW).await.unwrap();
    put(&chunks, 2, chunk(2), NOW).await.unwrap();
    drop(chunks);
    let db = sled::open(dir.path().join("state")).unwrap();
    let key = [b"chunk/".as_slice(), &[1; 32]].concat();
    let mut value = db.get(&key).unwrap().unwrap().to_vec();
    value[10] ^= 1;
    db.insert(key, value).unwrap();
    drop(db);
    assert_eq!(check(dir.path()).unwrap(), Chunked { whole: 1, damaged: 1, orphans: 1 });
    let chunks = open(dir.path(), u64::MAX);
    assert_eq!((held(&chunks), chunks.get(&[1; 32]).unwrap()), (1, None));
    assert_eq!(put(&chunks, 1, chunk(3), NOW).await, Ok(()));
}

#[tokio::test]
async fn no_file_says_more_than_the_hour() {
    let dir = tempfile::tempdir().unwrap();
    let chunks = open(dir.path(), u64::MAX);
    put(&chunks, 1, chunk(1), NOW + 77).await.unwrap();
    let modified = file(dir.path(), 1).metadata().unwrap().modified().unwrap();
    let seconds = modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert_eq!(seconds, NOW / HOUR * HOUR);
}
