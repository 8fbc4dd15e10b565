//! Time stamps beside a case: what they are over, and what must not stand there. The tokens are stand-ins: here none is read.

use super::*;
use crate::evidence::timestamp::TimeEvidence;

fn stamp(checkpoint: &str, token: &[u8]) -> TimeEvidence {
    TimeEvidence { checkpoint: checkpoint.to_owned(), token: token.to_vec() }
}

fn newest(fixture: &Fixture) -> TimeEvidence {
    stamp(fixture.material.checkpoint_to_stamp().unwrap(), b"token")
}

/// Faults of a case with the stamps that `make` makes of the right one.
fn refused(make: impl FnOnce(TimeEvidence) -> Vec<TimeEvidence>) -> Vec<Fault> {
    let mut fixture = Fixture::exported();
    fixture.material.times = make(newest(&fixture));
    assert!(matches!(build(&fixture.material, &fixture.signer()), Err(BuildError::Broken(_))));
    fixture.material.prove().faults
}

#[test]
fn a_stamp_over_the_last_head_covers_the_whole_case() {
    let mut fixture = Fixture::exported();
    fixture.material.times = vec![newest(&fixture)];
    let files = fixture.build();
    assert_eq!(files["data/times/0001/token.tsr"], b"token");
    let head = fixture.material.heads.last().unwrap();
    assert_eq!(files["data/times/0001/checkpoint"], head.proof.checkpoint.as_bytes());
    let verdict = verify(&files, &Given::default());
    assert_eq!(verdict.faults, []);
    let (material, proven) = (verdict.material.unwrap(), verdict.proven.unwrap());
    assert_eq!(material.times, fixture.material.times);
    let time = &proven.times[0];
    assert!(time.covers_all);
    assert_eq!(time.covers.len(), material.cards.len() + material.messages.len() + material.heads.len());
    assert_eq!((time.origin.as_str(), time.size), ("log.example", fixture.relay.tree.size()));
}

#[test]
fn a_stamp_over_an_earlier_checkpoint_covers_only_what_leads_to_that_tree() {
    let mut fixture = Fixture::exported();
    let first = fixture.material.messages[0].proof.checkpoint.clone();
    fixture.material.times = vec![stamp(&first, b"token")];
    let verdict = verify(&fixture.build(), &Given::default());
    assert_eq!(verdict.faults, []);
    let proven = verdict.proven.unwrap();
    assert!(!proven.times[0].covers_all);
    assert_eq!(proven.times[0].covers.iter().collect::<Vec<_>>(), ["data/messages/0001"]);
}

#[test]
fn a_case_file_differs_by_its_stamps_and_their_manifests_alone() {
    let mut fixture = Fixture::exported();
    let plain = fixture.build();
    fixture.material.times = vec![newest(&fixture)];
    let stamped = fixture.build();
    let changed: Vec<_> = stamped.iter().filter(|(path, bytes)| plain.get(*path) != Some(bytes)).collect();
    let changed: Vec<_> = changed.into_iter().map(|(path, _)| path.as_str()).collect();
    let manifests = ["bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", SIGNATURE_FILE];
    let stamps = ["data/times/0001/checkpoint", "data/times/0001/token.tsr"];
    let mut expected = [&manifests[..], &stamps].concat();
    expected.sort_unstable();
    assert_eq!(changed, expected);
    assert!(plain.keys().all(|path| !path.contains("times")));
}

#[test]
fn a_stamp_over_anything_else_is_refused() {
    let wrong: [fn(&str) -> String; 4] = [
        // The same tree without its cosignatures: a token is over bytes.
        |own| own.lines().take(5).map(|line| format!("{line}\n")).collect(),
        |_| Fixture::exported().relay.prove(0).checkpoint,
        |_| String::new(),
        |own| format!("{own}\n"),
    ];
    for of in wrong {
        let faults = refused(|own| vec![stamp(&of(&own.checkpoint), &own.token)]);
        assert_eq!(faults, [Fault { path: "data/times/0001".into(), reason: Reason::Time }]);
    }
}

#[test]
fn an_empty_a_long_a_repeated_and_a_fifth_stamp_are_refused() {
    let first = |faults: Vec<Fault>| (faults[0].path.clone(), faults[0].reason.clone());
    let with = |own: &TimeEvidence, token: &[u8]| stamp(&own.checkpoint, token);
    let at = |number: u32| (format!("data/times/{number:04}"), Reason::Time);
    assert_eq!(first(refused(|own| vec![with(&own, b"")])), at(1));
    assert_eq!(first(refused(|own| vec![with(&own, &vec![0; MAX_TOKEN + 1])])), at(1));
    assert_eq!(first(refused(|own| vec![own.clone(), own])), at(2));
    assert_eq!(first(refused(|own| (0..5).map(|n| with(&own, &[n])).collect())), at(5));
}

#[test]
fn half_a_stamp_and_a_further_file_are_refused() {
    let mut fixture = Fixture::exported();
    fixture.material.times = vec![newest(&fixture)];
    let files = fixture.build();
    for gone in ["data/times/0001/checkpoint", "data/times/0001/token.tsr"] {
        let mut files = files.clone();
        files.remove(gone);
        assert_eq!(verify(&files, &Given::default()).outcome, Outcome::Broken, "{gone}");
    }
    let mut more = files;
    more.insert("data/times/0001/roots.pem".into(), b"believe me".to_vec());
    assert!(faults(&more).iter().any(|fault| fault.contains("roots.pem: does not belong")));
}
