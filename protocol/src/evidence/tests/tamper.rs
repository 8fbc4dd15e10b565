//! The tamper matrix: every file and every line altered once alone, once with the manifests recomputed, and once by somebody
//! who holds the desk's online key, who renders and signs everything anew. And what only a desk could try.

use zeroize::Zeroizing;

use super::*;
use crate::envelope::seal_thread_exposing;
use crate::evidence::bag::signature;
use crate::evidence::fixture::entry_of;
use crate::evidence::render::{BAG_INFO, BAGIT, MANIFEST, TAG_MANIFEST};
use crate::log::note::NoteSigner;
use crate::thread::ContentBody;
use sha2::{Digest, Sha256};

/// Where to alter a file: the middle of each line of a text, and places all over; both ends always.
fn places(bytes: &[u8]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..bytes.len()).step_by((bytes.len() / 12).max(1)).collect();
    places.extend(bytes.len().checked_sub(1));
    if std::str::from_utf8(bytes).is_ok() {
        let mut start = 0;
        for line in bytes.split(|byte| *byte == b'\n') {
            places.extend((!line.is_empty()).then_some(start + line.len() / 2));
            start += line.len() + 1;
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// As any program would that makes BagIt bags.
fn remanifest(files: &mut Files) {
    let of = |files: &Files, wanted: &dyn Fn(&str) -> bool| {
        let lines = files.iter().filter(|(path, _)| wanted(path));
        lines.map(|(path, bytes)| format!("{}  {path}\n", hex::encode(Sha256::digest(bytes)))).collect::<String>()
    };
    let payload = of(files, &|path| path.starts_with("data/"));
    files.insert(MANIFEST.into(), payload.into_bytes());
    let tags = of(files, &|path| [BAGIT, BAG_INFO, MANIFEST].contains(&path));
    files.insert(TAG_MANIFEST.into(), tags.into_bytes());
}

fn resign(files: &mut Files, signer: &NoteSigner) {
    let note = signature(files, signer).unwrap_or_default();
    files.insert(SIGNATURE_FILE.into(), note.into_bytes());
}

/// The desk itself: reads what it can of the altered bag, and renders and signs everything anew.
fn rerender(files: &mut Files, signer: &NoteSigner) {
    if let Ok(material) = CaseMaterial::read(files) {
        *files = render::files(&material, &material.prove());
    }
    remanifest(files);
    resign(files, signer);
}

/// Cosignatures of keys that the reader's policy does not ask for are nobody's business.
fn is_meaningless(path: &str, bytes: &[u8], at: usize) -> bool {
    let line = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |start| start + 1);
    path.ends_with(".tlog-proof") && bytes[line..].starts_with("— ".as_bytes()) && {
        let name = &bytes[line + "— ".len()..];
        // Another name, and the line is no longer the relay's or the witness's.
        !name.starts_with(b"log.example ")
    }
}

#[test]
fn every_file_and_line_altered_alone_is_caught_and_named() {
    let files = Fixture::exported().build();
    for (path, bytes) in &files {
        for at in places(bytes) {
            let mut altered = files.clone();
            altered.get_mut(path).unwrap()[at] ^= 1;
            let verdict = verify(&altered, &Given::default());
            assert_eq!(verdict.outcome, Outcome::Broken, "{path} at {at}");
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let named = verdict.faults.iter().any(|fault| fault.path == *path || fault.path == folder);
            assert!(named, "{path} at {at}: {:?}", verdict.faults);
        }
    }
}

#[test]
fn every_file_and_line_altered_is_caught_with_the_manifests_recomputed() {
    let files = Fixture::exported().build();
    for (path, bytes) in files.iter().filter(|(path, _)| ![MANIFEST, TAG_MANIFEST].contains(&path.as_str())) {
        for at in places(bytes) {
            let mut altered = files.clone();
            altered.get_mut(path).unwrap()[at] ^= 1;
            remanifest(&mut altered);
            assert_eq!(verify(&altered, &Given::default()).outcome, Outcome::Broken, "{path} at {at}");
        }
    }
}

#[test]
fn what_is_rendered_cannot_be_altered_even_by_the_desk() {
    let fixture = Fixture::exported();
    let files = fixture.build();
    for path in ["data/case.json", "data/case.html", "data/case.schema.json", "data/README.txt", BAG_INFO, BAGIT] {
        for at in places(&files[path]) {
            let mut altered = files.clone();
            altered.get_mut(path).unwrap()[at] ^= 1;
            remanifest(&mut altered);
            resign(&mut altered, &fixture.signer());
            let named = verify(&altered, &Given::default()).faults.iter().any(|fault| fault.path == path);
            assert!(named, "{path} at {at}");
        }
    }
}

#[test]
fn what_is_proven_cannot_be_altered_even_by_the_desk_that_renders_and_signs_anew() {
    let fixture = Fixture::exported();
    let (files, policy) = (fixture.build(), fixture.relay.policy("W1"));
    let given = Given { policy: Some(&policy), desk: Some(fixture.desk_vkey()), ..Given::default() };
    let rendered = ["data/case.json", "data/case.html", "data/case.schema.json", "data/README.txt"];
    for (path, bytes) in
        files.iter().filter(|(path, _)| path.starts_with("data/") && !rendered.contains(&path.as_str()))
    {
        for at in places(bytes) {
            let mut altered = files.clone();
            altered.get_mut(path).unwrap()[at] ^= 1;
            rerender(&mut altered, &fixture.signer());
            let verdict = verify(&altered, &given);
            // A witness whose line is gone is a quorum that is not met.
            let caught = verdict.outcome == Outcome::Broken
                || (verdict.outcome == Outcome::Unanchored && path.ends_with("proof.tlog-proof"))
                || is_meaningless(path, bytes, at);
            assert!(caught, "{path} at {at}: {:?}", verdict.outcome);
        }
    }
}

#[test]
fn a_file_that_is_missing_or_one_too_many_is_caught() {
    let fixture = Fixture::exported();
    let files = fixture.build();
    for path in files.keys() {
        for again in [false, true] {
            let mut altered = files.clone();
            altered.remove(path);
            if again && ![MANIFEST, TAG_MANIFEST, SIGNATURE_FILE].contains(&path.as_str()) {
                remanifest(&mut altered);
                resign(&mut altered, &fixture.signer());
            }
            assert_eq!(verify(&altered, &Given::default()).outcome, Outcome::Broken, "{path}");
        }
    }
    for path in [
        "data/evil.html",
        "evil.txt",
        "data/messages/0001/more",
        "data/messages/0042/envelope",
        "data/messages/1/envelope",
    ] {
        let mut altered = files.clone();
        altered.insert(path.into(), b"x".to_vec());
        remanifest(&mut altered);
        resign(&mut altered, &fixture.signer());
        let faults = faults(&altered);
        assert!(faults.contains(&format!("{path}: does not belong into a case file")), "{faults:?}");
    }
}

#[test]
fn an_empty_bag_and_a_foreign_one_are_broken() {
    assert_eq!(verify(&Files::new(), &Given::default()).outcome, Outcome::Broken);
    let foreign = Files::from([("bagit.txt".into(), b"BagIt-Version: 1.0\n".to_vec())]);
    assert_eq!(verify(&foreign, &Given::default()).outcome, Outcome::Broken);
}

/// The first reason for which the desk's own attempt is broken.
fn attempt(fixture: &Fixture, change: impl FnOnce(&mut CaseMaterial)) -> Vec<Reason> {
    let mut material = fixture.material.clone();
    change(&mut material);
    let mut files = render::files(&material, &material.prove());
    resign(&mut files, &fixture.signer());
    let verdict = verify(&files, &Given::default());
    assert_eq!(verdict.outcome, Outcome::Broken);
    verdict.faults.into_iter().map(|fault| fault.reason).collect()
}

#[test]
fn leaving_out_a_message_card_event_or_head_after_the_export_shows() {
    let fixture = Fixture::exported();
    for at in 0..fixture.material.messages.len() {
        assert!(attempt(&fixture, |m| drop(m.messages.remove(at))).contains(&Reason::Contents), "message {at}");
    }
    assert!(attempt(&fixture, |m| m.cards.clear()).contains(&Reason::UnknownLog));
    assert!(attempt(&fixture, |m| drop(m.heads.pop())).contains(&Reason::Uncovered));
    assert!(
        attempt(&fixture, |m| drop(m.heads.remove(0)))
            .contains(&Reason::Head(HeadError::NotForUs(crate::envelope::NotForUs)))
    );
    let shortened = attempt(&fixture, |m| {
        let text = m.custody.encode();
        let cut = text.trim_end().rfind('\n').unwrap() + 1;
        m.custody = CustodyLog::decode(m.desk_key(), &text.as_bytes()[..cut]).unwrap();
    });
    assert!(shortened.contains(&Reason::HeadCovers) && shortened.contains(&Reason::NoExport));
    let with_its_head = attempt(&fixture, |m| {
        let text = m.custody.encode();
        let cut = text.trim_end().rfind('\n').unwrap() + 1;
        m.custody = CustodyLog::decode(m.desk_key(), &text.as_bytes()[..cut]).unwrap();
        m.heads.pop();
    });
    assert_eq!(with_its_head, [Reason::NoExport]);
}

#[test]
fn another_past_in_the_custody_log_does_not_fit_its_heads() {
    let fixture = Fixture::exported();
    let reasons = attempt(&fixture, |m| {
        let mut other = CustodyLog::new(m.desk_key());
        for event in m.custody.events() {
            let reason = if event.n == 0 { "nothing happened" } else { &event.reason };
            other.append(event.time, event.action, By::named(&event.actor), reason, event.export.clone()).unwrap();
        }
        m.custody = other;
    });
    assert!(reasons.contains(&Reason::HeadCovers));
}

#[test]
fn envelopes_keys_and_proofs_cannot_change_places() {
    let fixture = Fixture::exported();
    let swap = |part: fn(&mut MessageEvidence, &mut MessageEvidence)| {
        attempt(&fixture, |m| {
            let (left, right) = m.messages.split_at_mut(1);
            part(&mut left[0], &mut right[0]);
        })
    };
    let is_proof = |reasons: Vec<Reason>| reasons.iter().any(|reason| matches!(reason, Reason::Proof(_)));
    assert!(is_proof(swap(|a, b| std::mem::swap(&mut a.envelope, &mut b.envelope))));
    assert!(is_proof(swap(|a, b| std::mem::swap(&mut a.proof, &mut b.proof))));
    assert!(swap(|a, b| std::mem::swap(&mut a.file_key, &mut b.file_key)).contains(&Reason::Opens));
    assert!(attempt(&fixture, |m| m.messages.swap(0, 1)).contains(&Reason::Order));
    let swapped = attempt(&fixture, |m| m.heads.swap(0, 1));
    assert!(swapped.contains(&Reason::Head(HeadError::NotForUs(crate::envelope::NotForUs))));
}

/// A content body as the desk could make one: it knows the case, and not the author keys.
fn forged(fixture: &Fixture, change: impl FnOnce(&mut ContentBody)) -> crate::envelope::Sealed {
    let proven = fixture.material.prove();
    let first = proven.parts.iter().find_map(|part| match &part.spoken {
        Spoken::Reporter(body) => Some(body.clone()),
        Spoken::Desk(_) => None,
    });
    let mut body = first.unwrap();
    change(&mut body);
    let key = crate::clue::ThreadKey::new(&[77; 32], fixture.desk_key());
    let position = crate::clue::Position::Reporter { n: u64::from(body.number) };
    body.tag = key.tag("log.example", position);
    let content = body.encode(fixture.desk_key());
    seal_thread_exposing(&key, "log.example", position, &fixture.intake.to_recipient(), &content).unwrap()
}

fn with_forged(change: impl FnOnce(&mut ContentBody), logged: bool) -> (Fixture, Vec<Reason>) {
    let mut fixture = Fixture::with_case();
    let sealed = forged(&fixture, change);
    let proof = match logged {
        true => fixture.relay.log(entry_of(&sealed.envelope)),
        false => fixture.material.messages.last().unwrap().proof.clone(),
    };
    fixture.material.messages.push(MessageEvidence { envelope: sealed.envelope, file_key: sealed.file_key, proof });
    fixture.export(Action::Exported, "answer 01020304", "why");
    let reasons = fixture.material.prove().faults.into_iter().map(|fault| fault.reason).collect();
    (fixture, reasons)
}

#[test]
fn what_the_desk_adds_is_unlogged_or_a_duplicate_or_breaks_the_chain_or_is_by_another_author() {
    let (_, reasons) = with_forged(|body| body.lane_id = [9; 16], false);
    assert!(reasons.iter().any(|reason| matches!(reason, Reason::Proof(_))), "{reasons:?}");
    let (_, reasons) = with_forged(|_| {}, true);
    assert!(reasons.contains(&Reason::Duplicate), "{reasons:?}");
    let (_, reasons) = with_forged(|body| (body.number, body.previous) = (2, [3; 32]), true);
    assert!(reasons.contains(&Reason::Chain), "{reasons:?}");
    let other = |body: &mut ContentBody| (body.lane_id, body.commitment) = ([9; 16], [8; 32]);
    assert!(with_forged(other, true).1.contains(&Reason::Author));
}

#[test]
fn a_whole_lane_that_the_desk_added_is_not_the_authors_under_a_claim() {
    let added = |body: &mut ContentBody| {
        (body.lane_id, body.parts) = ([9; 16], 1);
        body.fragment = Zeroizing::new(Message::Text(Text::new("I lied")).encode().to_vec());
    };
    let (mut fixture, reasons) = with_forged(added, true);
    assert_eq!(reasons, [], "before a claim, the desk could have written all of it");
    let claim = super::claims::claim(&mut fixture, true);
    let verdict = verify(&fixture.build(), &Given { claim: Some(&claim), ..Given::default() });
    assert_eq!((verdict.outcome, verdict.claim.unwrap()), (Outcome::Broken, Err(ClaimError::Mac)));
}

#[test]
fn a_reply_by_a_key_that_no_card_names_is_caught() {
    let mut fixture = Fixture::with_case();
    fixture.online = ed25519_dalek::SigningKey::from_bytes(&[50; 32]);
    fixture.reply(&Message::Text(Text::new("from an intruder")));
    let reasons: Vec<_> = fixture.material.prove().faults.into_iter().map(|fault| fault.reason).collect();
    assert!(reasons.contains(&Reason::Signer));
}

#[test]
fn two_trees_of_one_size_are_a_fork() {
    let mut fixture = Fixture::exported();
    let size = fixture.relay.tree.size();
    let mut fork = Fixture::empty();
    let entry = fixture.material.messages[0].entry();
    let index = fork.relay.tree.size();
    fork.relay.tree.push(entry.leaf_hash());
    while fork.relay.tree.size() < size {
        fork.relay.tree.push(crate::log::leaf_hash(b"another history"));
    }
    fixture.material.messages[0].proof = fork.relay.prove(index);
    let honest = fixture.material.messages[1].proof.index;
    fixture.material.messages[1].proof = fixture.relay.prove(honest);
    let reasons: Vec<_> = fixture.material.prove().faults.into_iter().map(|fault| fault.reason).collect();
    assert!(reasons.contains(&Reason::Fork), "{reasons:?}");
}
