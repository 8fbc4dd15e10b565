use std::path::Path;

use davylamp_protocol::log::proof::TlogProof;

use super::*;
use crate::store::{BODY_LEN, FileStore};

fn keys() -> Keys {
    Keys::from_seeds("example.org/relay", &[1; 32], &[2; 32]).unwrap()
}

fn open(dir: &Path) -> Result<Ledger, LedgerError> {
    Ledger::open(Arc::new(FileStore::open(dir)?), keys(), 1_800_000_000)
}

fn record(number: u64) -> Record {
    use sha2::{Digest as _, Sha256};
    let mut body = vec![0; BODY_LEN];
    body[..8].copy_from_slice(&(number + 1).to_be_bytes());
    let mut entry = [1; ENTRY_LEN];
    entry[49..].copy_from_slice(&Sha256::digest(&body));
    Record { entry, body: body.into() }
}

fn filled(entries: u64) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    FileStore::create(dir.path()).unwrap();
    let ledger = open(dir.path()).unwrap();
    let records: Vec<Record> = (0..entries).map(record).collect();
    for tick in records.chunks(100) {
        ledger.commit(tick, 1_800_000_000).unwrap();
    }
    dir
}

fn check(ledger: &Ledger, at: u64) {
    let proof = TlogProof::decode(ledger.proof(at).unwrap().as_bytes()).unwrap();
    proof.verify(leaf_hash(&record(at).entry), ledger.keys().log_verifier()).unwrap();
}

#[test]
fn proofs_verify_before_and_after_a_restart() {
    let dir = filled(2000);
    let ledger = open(dir.path()).unwrap();
    assert_eq!(ledger.head().size, 2000);
    for at in [0, 1, 255, 256, 1023, 1024, 1791, 1999] {
        check(&ledger, at);
        assert_eq!(ledger.find(&record(at).entry).unwrap(), Some(at));
    }
    assert_eq!(ledger.find(&record(5000).entry).unwrap(), None);
    assert!(ledger.proof(2000).is_err());
}

#[test]
fn lost_short_and_wrong_nodes_are_rebuilt() {
    for kept in [Vec::new(), vec![7; 40], vec![7; 32 * 7]] {
        let dir = filled(2000);
        std::fs::write(dir.path().join("nodes"), kept).unwrap();
        check(&open(dir.path()).unwrap(), 700);
        assert_eq!(std::fs::read(dir.path().join("nodes")).unwrap().len(), 32 * 7);
    }
}

#[test]
fn entries_that_do_not_hash_to_the_signed_root_are_refused() {
    let dir = filled(300);
    let path = dir.path().join("entries/00000000.seg");
    let mut bytes = std::fs::read(&path).unwrap();
    // A damage that a checksum does not show: the record is whole, and another.
    let (first, rest) = bytes.split_at_mut(85 * 299);
    rest[..85].copy_from_slice(&first[..85]);
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(open(dir.path()), Err(LedgerError::Store(StoreError::Mismatch(_)))));
}

#[test]
fn a_flipped_bit_in_the_window_is_found_at_the_start() {
    let dir = filled(300);
    let path = dir.path().join("entries/00000000.seg");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[85 * 7 + 60] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(open(dir.path()), Err(LedgerError::Store(StoreError::Damaged { offset: 595, .. }))));
}

#[test]
fn a_log_of_another_key_is_refused() {
    let dir = filled(10);
    let other = Keys::from_seeds("example.org/relay", &[9; 32], &[2; 32]).unwrap();
    let store = Arc::new(FileStore::open(dir.path()).unwrap());
    assert!(matches!(Ledger::open(store, other, 0), Err(LedgerError::Key(_))));
}

#[test]
fn a_damaged_checkpoint_slot_never_leads_to_a_second_history() {
    let dir = filled(300);
    let (size, root) = {
        let head = open(dir.path()).unwrap().head();
        (head.size, head.root)
    };
    // The newest of the four slots written (sizes 0, 100, 200, 300) stands first.
    let path = dir.path().join("checkpoint");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let head = open(dir.path()).unwrap().head();
    assert_eq!((head.size, head.root), (size, root));
}
