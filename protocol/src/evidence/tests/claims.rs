//! What a claim shows, and what makes it worthless.

use super::*;
use crate::log::note::NoteSigner;

fn counsel() -> NoteSigner {
    NoteSigner::from_seed("rojas.example", &[20; 32]).unwrap()
}

fn challenge(checkpoints: Vec<(String, u64)>) -> String {
    Challenge {
        counsel: "Estudio Rojas".into(),
        key: counsel().verifier_key().clone(),
        nonce: [21; 32],
        issued: NOW,
        checkpoints,
    }
    .sign(&counsel())
    .unwrap()
}

fn cut_off(fixture: &Fixture) -> CutOff {
    CutOff { size: fixture.relay.tree.size(), root: fixture.relay.tree.root() }
}

fn post(fixture: &mut Fixture, cut_off: CutOff) -> CutOffPost {
    let envelope = cut_off.seal(&fixture.case.author, fixture.scope()).unwrap();
    let proof = fixture.relay.log(super::super::fixture::entry_of(&envelope));
    let consistency = fixture.relay.consistency(cut_off.size, fixture.relay.tree.size());
    CutOffPost { origin: super::super::fixture::ORIGIN.into(), envelope, proof, consistency }
}

fn bridges(fixture: &Fixture, cut_off: CutOff) -> Vec<Bridge> {
    let checkpoints = fixture.material.prove().claim_checkpoints();
    let bridge = |(origin, size): (String, u64)| {
        let (old, new) = (size.min(cut_off.size), size.max(cut_off.size));
        Bridge { origin, size, hashes: fixture.relay.consistency(old, new) }
    };
    checkpoints.into_iter().map(bridge).collect()
}

/// Counsel asks, the reporter fixes the cut-off now, and claims.
pub(super) fn claim(fixture: &mut Fixture, bridged: bool) -> Claim {
    let cut_off = cut_off(fixture);
    claim_at(fixture, cut_off, bridged)
}

fn claim_at(fixture: &mut Fixture, cut_off: CutOff, bridged: bool) -> Claim {
    let post = post(fixture, cut_off);
    let bridges = if bridged { bridges(fixture, cut_off) } else { vec![] };
    let note = challenge(fixture.material.prove().claim_checkpoints());
    let desk = fixture.desk_vkey().clone();
    let claim = Claim::make(&desk, &fixture.case.author, &note, vec![post], bridges).unwrap();
    Claim::decode(claim.encode().as_bytes()).unwrap()
}

fn covers(fixture: &Fixture, claim: &Claim) -> Result<Vec<Covered>, ClaimError> {
    verify(&fixture.build(), &Given { claim: Some(claim), ..Given::default() }).claim.unwrap()
}

fn reasons(covered: &[Covered]) -> Vec<Result<(), ClaimFault>> {
    covered.iter().map(|part| part.covered).collect()
}

#[test]
fn a_claim_covers_what_was_logged_before_its_cut_off() {
    let mut fixture = Fixture::exported();
    let claim = claim(&mut fixture, true);
    assert_eq!(reasons(&covers(&fixture, &claim).unwrap()), [Ok(()); 3]);
}

#[test]
fn without_a_bridge_a_message_is_not_covered_and_the_reader_can_bring_one() {
    let mut fixture = Fixture::exported();
    let cut_off = cut_off(&fixture);
    let claim = claim_at(&mut fixture, cut_off, false);
    let covered = reasons(&covers(&fixture, &claim).unwrap());
    assert!(covered.iter().all(|part| matches!(part, Err(ClaimFault::NoBridge(_)))));
    let brought = bridges(&fixture, cut_off);
    let given = Given { claim: Some(&claim), bridges: &brought, ..Given::default() };
    let verdict = verify(&fixture.build(), &given);
    assert_eq!(reasons(&verdict.claim.unwrap().unwrap()), [Ok(()); 3]);
    let wrong: Vec<_> =
        brought.iter().cloned().map(|b| Bridge { hashes: vec![crate::log::Hash([9; 32])], ..b }).collect();
    let verdict = verify(&fixture.build(), &Given { bridges: &wrong, ..given });
    assert_eq!(reasons(&verdict.claim.unwrap().unwrap()), [Err(ClaimFault::Bridge); 3]);
}

#[test]
fn what_was_logged_after_the_cut_off_is_never_covered() {
    let mut fixture = Fixture::with_case();
    let early = cut_off(&fixture);
    fixture.reporter(&[Message::Text(Text::new("later"))]);
    fixture.export(Action::Exported, "answer 01020304", "for the labour court");
    let claim = claim_at(&mut fixture, early, true);
    let covered = reasons(&covers(&fixture, &claim).unwrap());
    assert_eq!(covered, [Ok(()), Ok(()), Ok(()), Err(ClaimFault::After)]);
}

#[test]
fn a_smaller_cut_off_tree_is_joined_as_a_prefix() {
    let mut fixture = Fixture::empty();
    fixture.reporter(&[Message::Text(Text::new("one"))]);
    // The proof leads to the tree with the dummy behind the message, the cut-off to the tree before the dummy.
    let size = fixture.material.messages[0].proof.index + 1;
    let root = crate::log::tree::root(size, &fixture.relay.tree).unwrap();
    fixture.export(Action::ExportedWithoutConsent, "none", "court order");
    let claim = claim_at(&mut fixture, CutOff { size, root }, true);
    assert_eq!(reasons(&covers(&fixture, &claim).unwrap()), [Ok(())]);
}

#[test]
fn a_claim_of_another_passphrase_desk_or_challenge_does_not_hold() {
    let mut fixture = Fixture::exported();
    let mut stranger = Fixture::exported();
    let words = "zoom zoom zoom zoom zoom zoom zoom zoom";
    stranger.case = crate::keys::Passphrase::parse(words).unwrap().root().case(stranger.desk_key());
    let false_claim = claim(&mut stranger, true);
    assert!(matches!(covers(&fixture, &false_claim), Err(ClaimError::Commitment)));
    let claim = claim(&mut fixture, true);
    let given = Given { claim: Some(&claim), challenge: Some("another"), ..Given::default() };
    let verdict = verify(&fixture.build(), &given);
    assert_eq!((verdict.outcome, verdict.claim.unwrap()), (Outcome::Broken, Err(ClaimError::OtherChallenge)));
    let other = NoteSigner::from_seed("desk.example", &[90; 32]).unwrap();
    let proven = fixture.material.prove();
    assert_eq!(claim.covers(other.verifier_key(), &[], &proven.parts, &[]), Err(ClaimError::Desk));
}

#[test]
fn a_cut_off_must_be_posted_in_the_log_after_its_tree_and_be_a_tree_of_the_log() {
    let mut fixture = Fixture::exported();
    let right = cut_off(&fixture);
    let with = |fixture: &Fixture, post: CutOffPost| {
        let note = challenge(vec![]);
        let claim = Claim::make(fixture.desk_vkey(), &fixture.case.author, &note, vec![post], vec![]).unwrap();
        covers(fixture, &claim).map(|_| ())
    };
    let good = post(&mut fixture, right);
    assert_eq!(with(&fixture, good.clone()), Ok(()));
    let elsewhere = CutOffPost { proof: fixture.relay.prove(3), ..good.clone() };
    assert!(matches!(with(&fixture, elsewhere), Err(ClaimError::Proof(_))));
    let unjoined = CutOffPost { consistency: vec![], ..good };
    assert!(matches!(with(&fixture, unjoined), Err(ClaimError::Tree(_))));
    let invented = CutOff { root: crate::log::Hash([1; 32]), ..right };
    let invented = post(&mut fixture, invented);
    assert!(matches!(with(&fixture, invented), Err(ClaimError::Tree(_))));
    let ahead = CutOff { size: right.size + 100, root: right.root };
    let envelope = ahead.seal(&fixture.case.author, fixture.scope()).unwrap();
    let proof = fixture.relay.log(super::super::fixture::entry_of(&envelope));
    let ahead = CutOffPost { origin: "log.example".into(), envelope, proof, consistency: vec![] };
    assert!(matches!(with(&fixture, ahead), Err(ClaimError::Tree(_))));
}

#[test]
fn only_the_author_can_post_a_cut_off_even_once_the_keys_are_known() {
    let fixture = Fixture::exported();
    let (author, scope) = (fixture.case.author.verifier(), fixture.scope());
    let cut_off = cut_off(&fixture);
    let envelope = cut_off.seal(&fixture.case.author, scope).unwrap();
    assert_eq!(envelope.clue().tag, claim_tag(&author, scope));
    assert_eq!(CutOff::open(&author, scope, &envelope), Ok(cut_off));
    let mut forger = crate::keys::Passphrase::parse("zoom zoom zoom zoom zoom zoom zoom zoom")
        .unwrap()
        .root()
        .case(fixture.desk_key())
        .author;
    assert_eq!(CutOff::open(&forger.verifier(), scope, &envelope), Err(CutOffPostError::NotForUs));
    forger.signing = ed25519_dalek::SigningKey::from_bytes(&[61; 32]);
    let forged = cut_off.seal(&forger, scope).unwrap();
    assert_eq!(CutOff::open(&author, scope, &forged), Err(CutOffPostError::NotForUs));
    let elsewhere = crate::clue::Scope { origin: "other.example", ..scope };
    assert_eq!(CutOff::open(&author, elsewhere, &envelope), Err(CutOffPostError::NotForUs));
}

#[test]
fn every_changed_letter_of_a_claim_file_is_caught() {
    let mut fixture = Fixture::exported();
    let claim = claim(&mut fixture, true);
    let text = claim.encode();
    let given_policy = fixture.relay.policy("W1");
    let files = fixture.build();
    // All of them would take minutes: each third, over every field.
    for at in (0..text.len()).step_by(3) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let Ok(claim) = Claim::decode(&bytes) else { continue };
        let given = Given { policy: Some(&given_policy), claim: Some(&claim), ..Given::default() };
        let holds = verify(&files, &given).claim.unwrap();
        // What its signature leaves out proves itself: proofs, bridges, cosignatures that nobody asked for.
        let harmless = text[..at].rfind("\\n\\u").is_some() || holds.is_err() || is_cosignature(&text, at);
        let uncovered = holds.is_ok_and(|parts| parts.iter().any(|part| part.covered.is_err()));
        assert!(harmless || uncovered, "byte {at}: …{}", &text[at.saturating_sub(60)..at]);
    }
}

/// Within a cosignature line of the cut-off post's proof, which the claim does not stand on.
fn is_cosignature(text: &str, at: usize) -> bool {
    let line = text[..at].rfind("\\n").map_or(0, |start| start + 2);
    text[line..].starts_with('—') && !text[line..].starts_with("— log.example ")
}
