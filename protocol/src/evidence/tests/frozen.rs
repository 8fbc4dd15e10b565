//! Case files of the first version, kept for ever: `testdata/case-file-v1/`, and with attachments `testdata/attached-case-file-v1/`.

use std::path::{Path, PathBuf};

use super::*;
use crate::log::note::VerifierKey;
use crate::log::policy::Policy;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
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

fn is_proven_for_ever(folder: &Path, attachments: usize, parts: usize) {
    let mut files = Files::new();
    collect(&folder.join("bag"), &folder.join("bag"), &mut files);
    let attached = files.extract_if(.., |path, _| path.starts_with(ATTACHMENTS)).collect();
    let attached = super::attached::measured(&attached);
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let policy = Policy::parse(&read("policy")).unwrap();
    let desk = VerifierKey::parse(std::str::from_utf8(&read("desk")).unwrap().trim()).unwrap();
    let claim = Claim::decode(&read("claim.json")).unwrap();
    let given = Given { policy: Some(&policy), desk: Some(&desk), claim: Some(&claim), ..Given::default() };
    let verdict = verify_with(&files, &attached, &given);
    assert_eq!(verdict.faults, []);
    assert_eq!(verdict.outcome, Outcome::Proven);
    let covered = verdict.claim.unwrap().unwrap();
    assert_eq!(covered.iter().filter(|part| part.covered.is_ok()).count(), parts);
    assert_eq!(verdict.proven.unwrap().claimed_attachments(&covered).count(), attachments);
}

#[test]
fn the_first_versions_case_file_is_proven_for_ever() {
    is_proven_for_ever(&folder("case-file-v1"), 0, 3);
}

#[test]
fn the_first_case_file_with_attachments_is_proven_for_ever() {
    is_proven_for_ever(&folder("attached-case-file-v1"), 5, 5);
}

/// For a new version of the format, `DAVYLAMP_FREEZE_INTO` names a new folder that the sample is written to as well; that with
/// attachments goes where `DAVYLAMP_FREEZE_ATTACHED_INTO` says.
#[test]
fn a_fresh_sample_is_proven_as_the_frozen_one_is() {
    freeze(Fixture::exported(), &Files::new(), "DAVYLAMP_FREEZE_INTO");
    let (fixture, attached) = super::attached::with_photographs();
    freeze(fixture, &attached, "DAVYLAMP_FREEZE_ATTACHED_INTO");
}

fn freeze(mut fixture: Fixture, attached: &Files, into: &str) {
    let files = fixture.build();
    let claim = super::claims::claim(&mut fixture, true);
    let relay = &fixture.relay;
    let policy =
        format!("log {}\nwitness W1 {}\nquorum W1\n", relay.signer.verifier_key(), relay.witness.verifier_key());
    let desk = fixture.desk_vkey().clone();
    let trusted = Policy::parse(policy.as_bytes()).unwrap();
    let given = Given { policy: Some(&trusted), desk: Some(&desk), claim: Some(&claim), ..Given::default() };
    assert_eq!(verify_with(&files, &super::attached::measured(attached), &given).outcome, Outcome::Proven);
    if let Some(folder) = std::env::var_os(into).map(PathBuf::from) {
        std::fs::create_dir(&folder).expect("a sample is never written over another");
        for (name, bytes) in files.iter().chain(attached) {
            write(&folder.join("bag").join(name), bytes);
        }
        write(&folder.join("policy"), policy.as_bytes());
        write(&folder.join("desk"), format!("{desk}\n").as_bytes());
        write(&folder.join("claim.json"), claim.encode().as_bytes());
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}
