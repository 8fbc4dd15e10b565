use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};

use super::*;
use crate::clue::{ClueSecret, DeskKey, Scope};

const DESK: DeskKey = DeskKey([9; 32]);
const SCOPE: Scope<'_> = Scope { origin: "log.example", desk: DESK };

fn identity(seed: u8) -> HybridIdentity {
    HybridIdentity::from_seed(Zeroizing::new([seed; 32]))
}

fn opens(body: &Body) -> bool {
    open_body(&[identity(1)], body).is_ok()
}

/// A body whose plaintext is whatever `write` leaves of the zeros.
fn crafted(write: impl FnOnce(&mut [u8])) -> Body {
    let write = |plaintext: &mut [u8]| {
        write(plaintext);
        Some(())
    };
    fill_body(&[&identity(1).to_recipient()], write).unwrap()
}

#[test]
fn every_content_length_fills_exactly_one_body() {
    let (mut rng, recipient, identities) = (StdRng::seed_from_u64(1), identity(1).to_recipient(), [identity(1)]);
    let mut content = vec![0; CONTENT_MAX];
    rng.fill_bytes(&mut content);
    for length in 0..=CONTENT_MAX {
        let content = &content[..length];
        let body = seal_body(&recipient, content).unwrap();
        if length % 16 == 0 {
            assert_eq!(*open_body(&identities, &body).unwrap().content, content, "{length}");
        }
    }
}

#[test]
fn age_s_random_grease_never_costs_the_longest_content_its_place() {
    let (recipient, content) = (identity(1).to_recipient(), [7; CONTENT_MAX]);
    for _ in 0..500 {
        let body = seal_body(&recipient, &content).unwrap();
        assert_eq!(Envelope::new(Clue::from_bytes(&[0; CLUE_LEN]), &body).as_bytes().len(), 4096);
    }
}

#[test]
fn rejects_a_content_that_is_too_long() {
    let recipient = identity(1).to_recipient();
    for length in [CONTENT_MAX + 1, BODY_LEN, 65_535, 65_536, 65_536 + 16] {
        assert!(matches!(seal_body(&recipient, &vec![0; length]), Err(SealError::TooLong(n)) if n == length));
    }
}

#[test]
fn rejects_padding_that_is_not_zero() {
    assert!(opens(&crafted(|_| ())));
    assert!(!opens(&crafted(|plaintext| plaintext[2] = 1)));
    assert!(!opens(&crafted(|plaintext| *plaintext.last_mut().unwrap() = 0x80)));
    assert!(!opens(&crafted(|plaintext| plaintext[..4].copy_from_slice(&[0, 1, 7, 1]))));
}

#[test]
fn rejects_a_length_that_its_sender_had_no_right_to_choose() {
    let of_length = |length: u16| crafted(|plaintext| plaintext[..2].copy_from_slice(&length.to_be_bytes()));
    assert!(opens(&of_length(2160)));
    for length in [2161, 2400, 4048, u16::MAX] {
        assert!(!opens(&of_length(length)), "{length}");
    }
}

#[test]
fn rejects_a_body_with_another_stanza_or_none_of_ours() {
    let (ours, theirs) = (identity(1).to_recipient(), identity(2).to_recipient());
    let classical = age::x25519::Identity::generate();
    for recipients in
        [&[&ours as &dyn age::Recipient, &theirs][..], &[&ours, &ours], &[&theirs], &[&classical.to_public()]]
    {
        let body = fill_body(recipients, |_| Some(())).unwrap();
        assert_eq!(open_body(&[identity(1)], &body).err(), Some(NotForUs));
    }
}

#[test]
fn opens_with_any_of_the_week_s_identities_and_no_other() {
    let body = seal_body(&identity(2).to_recipient(), b"text").unwrap();
    assert_eq!(*open_body(&[identity(1), identity(2), identity(3)], &body).unwrap().content, b"text");
    assert!(open_body(&[identity(1), identity(3)], &body).is_err());
    assert!(open_body(&[], &body).is_err());
}

#[test]
fn a_file_key_opens_its_own_body_and_no_other() {
    let recipient = identity(1).to_recipient();
    let (body, other) = (seal_body(&recipient, b"text").unwrap(), seal_body(&recipient, b"text").unwrap());
    let file_key = open_body(&[identity(1)], &body).unwrap().file_key;
    assert_eq!(*open_body_with_file_key(&file_key, &body).unwrap(), b"text");
    assert_eq!(open_body_with_file_key(&file_key, &other), Err(NotForUs));
    assert_eq!(open_body_with_file_key(&ExposedFileKey::from_bytes([0; 16]), &body), Err(NotForUs));
    let padded = crafted(|plaintext| plaintext[2] = 1);
    let identities = [identity(1)];
    let captured = CapturingIdentity::new(&identities);
    assert!(decrypt(&captured, &padded).is_err());
    let padded_key = captured.into_file_key().unwrap();
    assert_eq!(open_body_with_file_key(&padded_key, &padded), Err(NotForUs), "counsel checks the padding too");
}

#[test]
fn the_maker_s_file_key_is_the_receiver_s() {
    let (key, position) = (ThreadKey::new(&[1; 32], DESK), Position::Canary { n: 0 });
    let sealed = seal_thread_exposing(&key, "log.example", position, &identity(1).to_recipient(), b"text").unwrap();
    let opened = open_body(&[identity(1)], sealed.envelope.body()).unwrap();
    assert_eq!(opened.file_key.expose_bytes(), sealed.file_key.expose_bytes());
    assert_eq!(*open_body_with_file_key(&sealed.file_key, sealed.envelope.body()).unwrap(), b"text");
}

#[test]
fn rejects_a_change_or_a_cut_anywhere() {
    let body = seal_body(&identity(1).to_recipient(), b"text").unwrap();
    for place in (0..BODY_LEN).step_by(97).chain([BODY_LEN - 1]) {
        let mut changed = body;
        changed[place] ^= 1;
        assert!(!opens(&changed), "{place}");
        let mut cut = body;
        // Never so late that the bytes may have been zeros already.
        cut[place.min(BODY_LEN - 16)..].fill(0);
        assert!(!opens(&cut), "{place}");
    }
}

#[test]
fn takes_4096_bytes_and_gives_them_back() {
    let bytes: Vec<u8> = StdRng::seed_from_u64(2).sample_iter(rand::distributions::Standard).take(4097).collect();
    let envelope = Envelope::from_bytes(&bytes[..4096]).unwrap();
    assert_eq!(envelope.as_bytes(), &bytes[..4096]);
    assert_eq!(Envelope::new(envelope.clue(), envelope.body()).as_bytes(), envelope.as_bytes());
    for wrong in [&bytes[..0], &bytes[..48], &bytes[..4095], &bytes[..4097]] {
        assert!(Envelope::from_bytes(wrong).is_none());
    }
}

#[test]
fn an_opener_is_recognised_with_its_own_body_only() {
    let mut rng = StdRng::seed_from_u64(3);
    let (clue_key, recipient) = (ClueSecret::generate(&mut rng), identity(1).to_recipient());
    let begin = |rng: &mut StdRng| OpenerClue::begin(SCOPE, &clue_key.public(), rng).unwrap();
    let content = |ephemeral: [u8; 32]| Zeroizing::new(ephemeral.to_vec());
    let [one, other] = [0; 2].map(|_| seal_opener(begin(&mut rng), &recipient, content).unwrap());
    assert!(clue_key.recognises(SCOPE, &one.clue(), &one.body_hash()));
    assert!(!clue_key.recognises(SCOPE, &one.clue(), &other.body_hash()));
    let opened = open_body(&[identity(1)], one.body()).unwrap();
    assert_eq!(*opened.content, one.clue().ephemeral, "the body was given the ephemeral to repeat");
}

#[test]
fn nobody_opens_a_dummy_and_no_two_are_alike() {
    let mut rng = StdRng::seed_from_u64(4);
    let dummies = Dummies::new(&mut rng);
    let [one, other] = [0; 2].map(|_| dummies.seal(&mut rng));
    assert!(!opens(one.body()));
    assert_ne!(one.clue(), other.clue());
    assert_ne!(one.body_hash(), other.body_hash());
}
