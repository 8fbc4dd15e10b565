//! A case file of the first version, kept for ever: `testdata/case-file-v1/`.

use std::path::{Path, PathBuf};

use super::*;
use crate::log::note::VerifierKey;
use crate::log::policy::Policy;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/case-file-v1")
}

fn collect(folder: &Path, root: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, root, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

#[test]
fn the_first_versions_case_file_is_proven_for_ever() {
    let mut files = Files::new();
    collect(&folder().join("bag"), &folder().join("bag"), &mut files);
    let read = |name: &str| std::fs::read(folder().join(name)).unwrap();
    let policy = Policy::parse(&read("policy")).unwrap();
    let desk = VerifierKey::parse(std::str::from_utf8(&read("desk")).unwrap().trim()).unwrap();
    let claim = Claim::decode(&read("claim.json")).unwrap();
    let given = Given { policy: Some(&policy), desk: Some(&desk), claim: Some(&claim), ..Given::default() };
    let verdict = verify(&files, &given);
    assert_eq!(verdict.faults, []);
    assert_eq!(verdict.outcome, Outcome::Proven);
    let covered = verdict.claim.unwrap().unwrap();
    assert_eq!(covered.iter().filter(|part| part.covered.is_ok()).count(), 3);
}

#[test]
#[ignore = "writes the frozen sample anew: only for a new version of the format, into a folder of its own"]
fn write_the_frozen_sample() {
    let mut fixture = Fixture::exported();
    let files = fixture.build();
    let claim = super::claims::claim(&mut fixture, true);
    let _ = std::fs::remove_dir_all(folder());
    for (name, bytes) in &files {
        let path = folder().join("bag").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let relay = &fixture.relay;
    let policy =
        format!("log {}\nwitness W1 {}\nquorum W1\n", relay.signer.verifier_key(), relay.witness.verifier_key());
    std::fs::write(folder().join("policy"), policy).unwrap();
    std::fs::write(folder().join("desk"), format!("{}\n", fixture.desk_vkey())).unwrap();
    std::fs::write(folder().join("claim.json"), claim.encode()).unwrap();
}
