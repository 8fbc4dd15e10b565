//! What a log shows of a case's custody: later heads, cut tails, concealed heads; and events under the wrong key.

use ed25519_dalek::SigningKey;

use super::*;
use crate::clue::Scope;
use crate::envelope::Envelope;
use crate::evidence::fixture::{ORIGIN, entry_of};
use crate::evidence::render;
use crate::log::proof::TlogProof;

/// A head as anybody finds it who has the log.
fn found(n: u64, envelope: &Envelope, proof: &TlogProof) -> HeadEntry {
    HeadEntry { n, index: proof.index, entry: entry_of(envelope), envelope: Some(envelope.clone()) }
}

/// All heads that the fixture posted.
fn all(fixture: &Fixture) -> Vec<HeadEntry> {
    (0..).zip(&fixture.material.heads).map(|(n, head)| found(n, &head.envelope, &head.proof)).collect()
}

fn judge(material: &CaseMaterial, found: &[HeadEntry]) -> HeadsInLog {
    material.judge_heads(&material.prove(), ORIGIN, &[], found)
}

/// Seals a head and logs it.
fn post(fixture: &mut Fixture, n: u64, head: Head, signer: &SigningKey) -> HeadEntry {
    let envelope = fixture.material.custody_key.seal_head(fixture.scope(), n, head, signer).unwrap();
    let proof = fixture.relay.log(entry_of(&envelope));
    found(n, &envelope, &proof)
}

fn by_lawyer(key: [u8; 32]) -> By {
    By { role: Some(StaffRole::Lawyer), key: Some(key), ..By::named("M. Rojas") }
}

/// Exported twice; gives what the first counsel has.
fn exported_twice() -> (Fixture, CaseMaterial) {
    let mut fixture = Fixture::exported();
    let first = fixture.material.clone();
    let key = fixture.online.verifying_key().to_bytes();
    let time = fixture.relay.time;
    fixture.material.custody.append(time, Action::OpenedForExport, by_lawyer(key), "again", None).unwrap();
    fixture.post_head();
    fixture.export(Action::Exported, "answer 01020304", "again");
    (fixture, first)
}

#[test]
fn a_bag_with_openings_roles_and_keys_is_proven_and_says_so_in_its_schema() {
    let (fixture, _) = exported_twice();
    let files = fixture.build();
    assert_eq!(verify(&files, &Given::default()).faults, []);
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    assert!(text("data/case.schema.json").contains("opened-for-export"));
    assert!(text("data/case.json").contains("\"role\": \"lawyer\""));
    assert!(text("data/case.html").contains("<bdi>M. Rojas</bdi> (lawyer)"));
    let before = Fixture::exported().build();
    assert_eq!(before["data/case.schema.json"], include_bytes!("../case.schema.json"));
}

#[test]
fn an_event_under_another_key_than_its_heads_is_caught() {
    let mut fixture = Fixture::exported();
    let time = fixture.relay.time;
    fixture.material.custody.append(time, Action::OpenedForExport, by_lawyer([9; 32]), "again", None).unwrap();
    fixture.post_head();
    fixture.export(Action::Exported, "answer 01020304", "again");
    let material = &fixture.material;
    let reasons: Vec<_> = material.prove().faults.into_iter().map(|fault| fault.reason).collect();
    assert!(reasons.contains(&Reason::EventKey), "{reasons:?}");
    assert!(matches!(build(material, &fixture.signer()), Err(BuildError::Broken(_))));
}

#[test]
fn the_bags_own_heads_are_nothing_new() {
    let (fixture, _) = exported_twice();
    assert_eq!(judge(&fixture.material, &all(&fixture)), HeadsInLog::default());
}

#[test]
fn the_first_counsel_is_told_of_later_heads_and_nothing_is_broken() {
    let (fixture, first) = exported_twice();
    let heads = judge(&first, &all(&fixture));
    assert_eq!(heads.later.iter().map(|head| (head.n, head.events)).collect::<Vec<_>>(), [(2, 3), (3, 4)]);
    assert_eq!((heads.faults, heads.untold), (vec![], vec![]));
}

#[test]
fn a_bag_made_anew_without_its_tail_is_caught() {
    let (mut fixture, first) = exported_twice();
    // The desk proves the same messages anew, so as to date the bag after the second export, and leaves that out.
    let mut cut = CaseMaterial { heads: first.heads, custody: first.custody, ..fixture.material.clone() };
    let last = cut.messages.last_mut().unwrap();
    last.proof = fixture.relay.prove(last.proof.index);
    let mut files = render::files(&cut, &cut.prove());
    let note = crate::evidence::bag::signature(&files, &fixture.signer()).unwrap();
    files.insert(SIGNATURE_FILE.into(), note.into_bytes());
    let mut verdict = verify(&files, &Given::default());
    assert_eq!(verdict.faults, [], "the bag by itself is whole");
    let heads = judge(&cut, &all(&fixture));
    let index = fixture.material.heads[2].proof.index;
    assert_eq!(heads.faults[0].reason, Reason::TailCut { n: 2, index });
    assert!(heads.faults[0].to_string().contains("custody tail cut") && heads.later.is_empty());
    verdict.add_from_log(heads.faults);
    assert_eq!(verdict.outcome, Outcome::Broken);
}

#[test]
fn another_head_of_one_number_is_a_concealed_export() {
    let (mut fixture, first) = exported_twice();
    let posted = all(&fixture);
    // The desk begins again from the first export, as if the second had not been, and uses its number.
    fixture.material = first;
    let key = fixture.online.verifying_key().to_bytes();
    fixture.material.custody.append(NOW * 2, Action::OpenedForExport, by_lawyer(key), "again", None).unwrap();
    fixture.export(Action::Exported, "answer 01020304", "the only one since");
    assert_eq!(verify(&fixture.build(), &Given::default()).faults, [], "the bag by itself is whole");
    let heads = judge(&fixture.material, &posted);
    let index = posted[2].index;
    assert_eq!(heads.faults[0].reason, Reason::HeadConcealed { n: 2, index });
    assert!(heads.faults[0].to_string().contains("custody head concealed"));
    assert_eq!(heads.faults[0].path, "data/custody/heads/0003");
}

#[test]
fn what_a_stranger_posts_under_a_tag_breaks_nothing() {
    let (mut fixture, first) = exported_twice();
    let stranger = SigningKey::from_bytes(&[66; 32]);
    let head = Head { events: 1, hash: [1; 32] };
    // Whoever has the custody secret seals under its tags, and has no key of the desk.
    let by_stranger = post(&mut fixture, 1, head, &stranger);
    assert_eq!(judge(&first, std::slice::from_ref(&by_stranger)).untold, [(1, by_stranger.index)]);
    assert_eq!(judge(&first, std::slice::from_ref(&by_stranger)).faults, []);
    let known = first.judge_heads(
        &first.prove(),
        ORIGIN,
        &[stranger.verifying_key().to_bytes()],
        std::slice::from_ref(&by_stranger),
    );
    assert_eq!(known.faults.len(), 1, "the control: a key of a card that came later");
    // Whoever has not gets no further than the tag.
    let mut copied = by_stranger.clone();
    (copied.n, copied.entry) = (0, entry_of(&first.messages[0].envelope));
    copied.envelope = Some(first.messages[0].envelope.clone());
    assert_eq!(judge(&first, &[copied]), HeadsInLog::default());
}

#[test]
fn a_wrong_signature_another_log_and_a_body_that_is_gone_count_for_nothing() {
    let (fixture, first) = exported_twice();
    let posted = all(&fixture);
    let gone: Vec<_> = posted.iter().map(|entry| HeadEntry { envelope: None, ..entry.clone() }).collect();
    let heads = judge(&first, &gone);
    assert_eq!(heads.untold, [(2, posted[2].index), (3, posted[3].index)], "its own need no body");
    assert_eq!((heads.faults, heads.later), (vec![], vec![]));
    let elsewhere = first.judge_heads(&first.prove(), "other.example", &[], &posted);
    assert_eq!(elsewhere, HeadsInLog::default(), "a head is sealed for one log");
    // A body that is not the entry's.
    let swapped = HeadEntry { envelope: posted[3].envelope.clone(), ..posted[2].clone() };
    assert_eq!(judge(&first, &[swapped]).untold, [(2, posted[2].index)]);
    for at in (48..4096).step_by(97) {
        let mut bytes = *posted[2].envelope.as_ref().unwrap().as_bytes();
        bytes[at] ^= 1;
        let envelope = Envelope::from_bytes(&bytes).unwrap();
        let wrong = HeadEntry { entry: entry_of(&envelope), envelope: Some(envelope), ..posted[2].clone() };
        assert_eq!(judge(&first, &[wrong]), HeadsInLog::default(), "byte {at}");
    }
}

#[test]
fn a_log_with_another_root_for_a_size_in_the_bag_is_a_fork() {
    let fixture = Fixture::exported();
    let proven = fixture.material.prove();
    let honest = |size: u64| {
        let logged = proven.trees_in(ORIGIN).find(|(_, logged)| logged.size == size);
        logged.map(|(_, logged)| logged.root)
    };
    assert!(proven.trees_in(ORIGIN).count() == 9 && proven.forks(ORIGIN, honest).is_empty());
    assert_eq!(proven.forks(ORIGIN, |_| None), []);
    let forks = proven.forks(ORIGIN, |_| Some(crate::log::Hash([7; 32])));
    assert!(forks.len() == 9 && forks.iter().all(|fault| fault.reason == Reason::Fork));
    assert_eq!(proven.forks("other.example", |_| Some(crate::log::Hash([7; 32]))), []);
}

#[test]
fn the_tags_are_those_that_heads_bear_each_once() {
    let fixture = Fixture::exported();
    let tags = fixture.material.custody_key.head_tags(Scope { origin: ORIGIN, desk: fixture.desk_key() });
    for (n, head) in fixture.material.heads.iter().enumerate() {
        assert_eq!(tags[n], head.envelope.clue().tag);
    }
    let once: std::collections::BTreeSet<_> = tags.iter().collect();
    assert_eq!((tags.len(), once.len()), (MAX_ITEMS + 1, MAX_ITEMS + 1));
}

/// What the first release with roles wrote is read for ever, to these bytes and this hash.
#[test]
fn the_first_log_with_roles_and_keys_is_read_for_ever() {
    let desk = crate::clue::DeskKey([1; 32]);
    let text = include_str!("../../../testdata/custody-log-v1-roles.jsonl");
    let log = CustodyLog::decode(desk, text.as_bytes()).unwrap();
    assert_eq!((log.encode().as_str(), log.events().len()), (text, 4));
    assert_eq!(
        hex::encode(log.head().unwrap().hash),
        "cac55efba4f6b6e531c05c26ebecb968b2549d77fa9f06749d65d6a1cb69c486"
    );
}
