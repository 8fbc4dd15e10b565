use super::*;
use davylamp_protocol::alert::Word;
use davylamp_protocol::cbor;
use davylamp_protocol::log::note::NoteSigner;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

fn words(right: &str, duress: &str) -> Words {
    let [right, duress] = [right, duress].map(|word| Word::normal(word).unwrap());
    Words::new(right, duress).ok().unwrap()
}

fn desks() -> Vec<Desk> {
    let log = NoteSigner::from_seed("log.example", &[2; 32]).unwrap().verifier_key().to_string();
    let relays = vec![RelayLine { url: "http://127.0.0.1:8600".into(), log }];
    [4, 5].map(|key| Desk { key: DeskKey([key; 32]), relays: relays.clone() }).into()
}

fn arm_with(words: &Words, meaning: &str) -> (Profile, Vec<Arm>) {
    prepare(&desks(), 1_800_000_000, Way::default(), words, meaning, &mut StdRng::seed_from_u64(7))
}

/// No guess can be checked against what is not there.
#[test]
fn the_words_and_the_text_leave_no_trace_in_the_profile() {
    let (one, one_arms) = arm_with(&words("copper kettle", "tin kettle"), "I am Ana");
    let (other, other_arms) = arm_with(&words("wooden spoon", "iron spoon"), "I am Berta, and I live elsewhere");
    assert_eq!(*cbor::encode(&one), *cbor::encode(&other));
    assert!(one_arms[0] != other_arms[0], "the contacts were told different words");
}

#[test]
fn no_two_contacts_share_a_lane_or_an_identity_and_the_device_keeps_neither_secret_nor_seed() {
    let (profile, arms) = arm_with(&words("copper kettle", "tin kettle"), "I am Ana");
    assert!(arms[0].lane_secret() != arms[1].lane_secret());
    assert!(arms[0].identity_seed() != arms[1].identity_seed());
    let kept = cbor::encode(&profile);
    let holds = |needle: &[u8]| kept.windows(needle.len()).any(|window| window == needle);
    for (arm, contact) in arms.iter().zip(&profile.contacts) {
        assert!(holds(&contact.lane) && holds(&contact.recipient), "the search finds what is there");
        assert!(!holds(&*arm.lane_secret()) && !holds(&*arm.identity_seed()));
    }
    for desk in desks() {
        assert!(!holds(&desk.key.0));
    }
}

#[test]
fn contacts_learn_of_each_other_only_when_the_defender_wants_that() {
    let (_, mut arms) = arm_with(&words("a", "b"), "");
    let of = |seed: u8| {
        let desk = NoteSigner::from_seed("desk.example", &[seed; 32]).unwrap().verifier_key().clone();
        Poster { desk, relays: vec!["http://127.0.0.1:8600".into()], card: None }
    };
    let posters = vec![of(1), of(2)];
    dress(&mut arms, vec![Some("code".into()), None], None);
    assert!(arms.iter().all(|arm| arm.contacts.is_empty()));
    assert_eq!((arms[0].invite.as_deref(), arms[1].invite.as_deref()), (Some("code"), None));
    dress(&mut arms, vec![None, None], Some(&posters));
    assert_eq!((arms[0].contacts.clone(), arms[1].contacts.clone()), (vec![of(2).uri()], vec![of(1).uri()]));
    for arm in arms {
        assert!(Message::decode(&Message::Arm(arm).encode()).is_ok());
    }
}
