use davylamp_protocol::alert::{AlertContent, AlertLane, Judged, Words, open_alert};
use davylamp_protocol::cbor;
use davylamp_protocol::deposit::{Action, Deposit, Hold, Lapse, Outcome, Release, RenewalRoot};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::note::NoteSigner;
use rand::rngs::OsRng;

use super::errands::{Errand, What};
use super::*;
use crate::panic::profile::{Contact, RelayLine, VERSION, Way};

const SALT: [u8; 32] = [7; 32];
const NOW: u64 = 1_795_400_000;

/// Two contacts with two relays each, and what the contacts keep.
struct Stage {
    profile: Profile,
    desks: Vec<(AlertLane, HybridIdentity)>,
    words: Words,
    right: RenewalRoot,
    duress: RenewalRoot,
}

impl Stage {
    fn set() -> Self {
        let line = |seed: u8| {
            let log = NoteSigner::from_seed(&format!("log{seed}.example"), &[seed; 32]).unwrap();
            RelayLine {
                url: format!("http://127.0.0.1:{}", 8600 + u16::from(seed)),
                log: log.verifier_key().to_string(),
            }
        };
        let desks: Vec<_> = (1..3_u8).map(|n| (AlertLane::from_bytes(&[n; 32]), identity())).collect();
        let contact = |(lane, identity): &(AlertLane, HybridIdentity)| Contact {
            recipient: identity.to_recipient().to_bytes().to_vec(),
            lane: *lane.to_bytes(),
            relays: vec![line(1), line(2)],
            drilled: None,
        };
        let contacts = desks.iter().map(contact).collect();
        let (way, expires) = (Way::default(), NOW + 90 * 86_400);
        let profile = Profile {
            version: VERSION,
            expires,
            way,
            contacts,
            ahead: None,
            alert: None,
            outbox: vec![],
            check_in: None,
        };
        let words = Words::new(Word::typed("copper kettle"), Word::typed("tin kettle")).unwrap();
        let (right, duress) = (RenewalRoot::derive(&words.right, &SALT), RenewalRoot::derive(&words.duress, &SALT));
        Self { profile, desks, words, right, duress }
    }

    fn begin(&mut self) -> Vec<Deposit> {
        let check_in = CheckIn::new(SALT, 60, 10, NOW);
        let errands = self.profile.begin_check_in(check_in, &self.right, &self.duress).unwrap();
        errands.into_iter().filter_map(deposit).collect()
    }

    /// As if every relay had promised at once.
    fn stand(&mut self) -> Vec<Deposit> {
        let deposits = self.begin();
        for deposit in &deposits {
            let line = self.profile.contacts[0].relays[0].clone();
            let what = What::Deposit(deposit.clone());
            self.profile.answered(&Errand { contact: 0, line, what }, NOW);
        }
        self.profile.say_begun(&self.words.right.clone()).unwrap();
        self.profile.outbox.clear();
        deposits
    }

    /// What a desk reads in the words for it, the n-th sealing of its lane.
    fn hears(&self, desk: usize, n: usize, errands: &[Errand]) -> Option<AlertContent> {
        let (lane, identity) = &self.desks[desk];
        let lane = (0..n).fold(lane.clone(), |lane, _| lane.next());
        let words = errands.iter().filter_map(|errand| {
            let What::Word(waiting) = &errand.what else { return None };
            Some((errand.line.origin(), Deposit::decode(&waiting.request.encoded()?).ok()?.envelope))
        });
        words
            .filter_map(|(origin, envelope)| open_alert(&lane, &origin, identity, &envelope).ok())
            .map(|(body, _)| body.content)
            .next()
    }
}

fn identity() -> HybridIdentity {
    HybridIdentity::generate(&mut OsRng)
}

fn deposit(errand: Errand) -> Option<Deposit> {
    if let What::Deposit(deposit) = errand.what { Some(deposit) } else { None }
}

fn lapse(deposit: &Deposit) -> Lapse {
    let Release::Lapse(lapse) = deposit.release else { panic!("a check-in's deposit lapses") };
    lapse
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn each_relay_of_each_contact_gets_an_alert_that_its_desk_can_read() {
    let mut stage = Stage::set();
    let deposits = stage.begin();
    assert_eq!(deposits.len(), 4);
    for (place, deposit) in deposits.iter().enumerate() {
        let (lane, identity) = &stage.desks[place / 2];
        let origin = format!("log{}.example", place % 2 + 1);
        let (body, _) = open_alert(lane, &origin, identity, &deposit.envelope).ok().unwrap();
        assert!(matches!(body.content, AlertContent::Alert));
        let check_in = stage.profile.check_in.as_ref().unwrap();
        assert_eq!(*check_in.names[place / 2], body.x.name(), "a later cancel can name it");
    }
    assert!(!stage.profile.promised() && !stage.profile.check_in.as_ref().unwrap().begun);
}

#[test]
fn the_right_word_renews_at_the_relay_the_duress_word_releases_and_the_device_does_the_same() {
    for (typed, action, released) in [
        ("Copper  KETTLE", Action::Renew, false),
        ("tin kettle", Action::Renew, true),
        ("tin kettle", Action::Delete, true),
    ] {
        let mut stage = Stage::set();
        let deposits = stage.stand();
        let word = Word::typed(typed);
        let root = RenewalRoot::derive(&word, &SALT);
        let errands = stage.profile.visit_check_in(action, &root, &word, NOW + 30).unwrap().unwrap();
        let visits: Vec<_> =
            errands.iter().filter_map(|e| if let What::Visit(visit) = &e.what { Some(visit) } else { None }).collect();
        assert_eq!((visits.len(), errands.len()), (4, 8));
        for visit in visits {
            let deposit = deposits.iter().find(|deposit| deposit.id == visit.id).unwrap();
            let mut hold = Hold::new(&lapse(deposit), 0, 1000);
            let outcome = hold.visit(visit, 30_000, 1000);
            assert!(matches!(outcome, Outcome::Held));
            assert_eq!(hold.is_due(70_001), released, "{typed}");
        }
        let judged = |desk| {
            let AlertContent::Alive { word, renews, until, grace } = stage.hears(desk, 2, &errands).unwrap() else {
                panic!("alive is said beside the visits")
            };
            (stage.words.judge(word.expose()), renews, until, grace)
        };
        let until = if action == Action::Renew { NOW + 90 } else { 0 };
        let expected = if released { Judged::Duress } else { Judged::Right };
        assert_eq!((judged(0), judged(1)), ((expected, NOW + 60, until, 10), (expected, NOW + 60, until, 10)));
    }
}

#[test]
fn nothing_that_is_written_down_lets_a_word_be_tried() {
    let mut stage = Stage::set();
    let deposits = stage.stand();
    let word = stage.words.right.clone();
    let errands = stage.profile.visit_check_in(Action::Renew, &stage.right, &word, NOW).unwrap().unwrap();
    let kept = cbor::encode(&stage.profile);
    assert!(contains(&kept, &SALT) && contains(&kept, &deposits[0].id), "the control: the salt and ids are there");
    for deposit in &deposits {
        let lapse = lapse(deposit);
        for root in [&stage.right, &stage.duress] {
            assert!(!contains(&kept, &*root.r(&deposit.id)));
        }
        assert!(!contains(&kept, &lapse.right) && !contains(&kept, &lapse.duress));
    }
    assert!(!contains(&kept, b"kettle"));
    assert!(errands.iter().any(|errand| matches!(errand.what, What::Word(_))), "what waits for desks is sealed");
}

#[test]
fn a_promise_moves_only_what_has_not_lapsed_and_a_late_word_calls_the_alert_off() {
    let mut stage = Stage::set();
    stage.stand();
    let word = stage.words.right.clone();
    let late = NOW + 71;
    assert_eq!(stage.profile.check_in.as_ref().unwrap().missed(late), Some(NOW + 70));
    let errands = stage.profile.visit_check_in(Action::Renew, &stage.right, &word, late).unwrap().unwrap();
    errands.iter().for_each(|errand| stage.profile.answered(errand, late));
    let check_in = stage.profile.check_in.clone().unwrap();
    assert!(!check_in.holds(late) && check_in.until == late + 60, "only the desks watch from now on");
    let names = check_in.names.clone();
    for (desk, name) in names.iter().enumerate() {
        let AlertContent::Cancel { about, word, ends } = stage.hears(desk, 3, &errands).unwrap() else {
            panic!("the alert that was raised is called off");
        };
        assert_eq!((about, stage.words.judge(word.expose()), ends), (**name, Judged::Right, false));
    }
    assert!(stage.profile.outbox.is_empty());
}

#[test]
fn a_stop_ends_it_once_every_relay_has_promised() {
    let mut stage = Stage::set();
    stage.stand();
    let word = stage.words.right.clone();
    let errands = stage.profile.visit_check_in(Action::Delete, &stage.right, &word, NOW).unwrap().unwrap();
    let (last, first) = errands
        .iter()
        .filter(|errand| matches!(errand.what, What::Visit(_)))
        .collect::<Vec<_>>()
        .split_last()
        .map(|(last, first)| (*last, first.to_vec()))
        .unwrap();
    first.iter().for_each(|errand| stage.profile.answered(errand, NOW));
    stage.profile.end_check_in_if_empty(Action::Delete);
    assert!(stage.profile.check_in.as_ref().is_some_and(|check_in| check_in.holds(NOW)), "one relay holds on");
    stage.profile.answered(last, NOW);
    stage.profile.end_check_in_if_empty(Action::Renew);
    assert!(stage.profile.check_in.is_some());
    stage.profile.end_check_in_if_empty(Action::Delete);
    assert!(stage.profile.check_in.is_none());
    assert!(stage.profile.visit_check_in(Action::Renew, &stage.right, &word, NOW).unwrap().is_none());
}

#[test]
fn a_start_after_one_that_was_not_finished_deletes_what_it_may_have_left() {
    let mut stage = Stage::set();
    let left = stage.begin();
    assert!(may_start(&stage.profile, 70, NOW).is_ok());
    let check_in = CheckIn::new(SALT, 60, 10, NOW);
    let errands = stage.profile.begin_check_in(check_in, &stage.right, &stage.duress).unwrap();
    let deleted = errands.iter().filter_map(|errand| match &errand.what {
        What::Visit(visit) if visit.action == Action::Delete => Some(visit.id),
        What::Deposit(_) | What::Visit(_) | What::Word(_) => None,
    });
    assert_eq!(deleted.collect::<Vec<_>>(), left.iter().map(|deposit| deposit.id).collect::<Vec<_>>());
    assert_eq!(stage.profile.check_in.as_ref().unwrap().deposits.len(), 8, "until a relay has promised to");
    errands.iter().for_each(|errand| stage.profile.answered(errand, NOW));
    assert_eq!(stage.profile.check_in.as_ref().unwrap().deposits.len(), 4);
    assert!(may_start(&stage.profile, 70, NOW).is_err(), "it runs");
    assert!(may_start(&stage.profile, 70, NOW + 71).is_ok(), "it is over");
    stage.profile.say_begun(&stage.words.right.clone()).unwrap();
    let again = CheckIn::new(SALT, 600, 10, NOW + 71);
    stage.profile.begin_check_in(again, &stage.right, &stage.duress).unwrap();
    let check_in = stage.profile.check_in.clone().unwrap();
    assert_eq!((check_in.renews, check_in.missed(NOW + 71)), (NOW + 60, None), "what lapsed before is no more counted");
    let words = stage.profile.say_begun(&stage.words.right.clone()).unwrap();
    assert!(matches!(
        stage.hears(0, 4, &words),
        Some(AlertContent::Alive { renews, until, .. }) if (renews, until) == (NOW + 60, NOW + 671)
    ));
    stage.profile.check_in = None;
    assert!(may_start(&stage.profile, 70, stage.profile.expires - 69).is_err(), "the profile ends before");
}

#[test]
fn words_for_desks_that_cannot_be_reached_stay_few_and_in_order() {
    let mut stage = Stage::set();
    stage.stand();
    let word = stage.words.right.clone();
    let lanes = |profile: &Profile| profile.contacts.iter().map(|contact| contact.lane).collect::<Vec<_>>();
    let of = |profile: &Profile, contact, relay| {
        profile.outbox.iter().filter(|waiting| (waiting.contact, waiting.relay) == (contact, relay)).count()
    };
    for n in 0..40 {
        let before = lanes(&stage.profile);
        let errands = stage.profile.visit_check_in(Action::Renew, &stage.right, &word, NOW + n).unwrap().unwrap();
        // The second contact's first relay answers; nobody else does.
        let answered = errands.iter().find(|e| matches!(&e.what, What::Word(w) if (w.contact, w.relay) == (1, 0)));
        stage.profile.answered(answered.unwrap(), NOW + n);
        let moved: Vec<bool> = before.iter().zip(lanes(&stage.profile)).map(|(old, new)| *old != new).collect();
        assert_eq!(moved, [n < 6, true], "a lane does not run ahead of its desk");
    }
    assert_eq!([of(&stage.profile, 0, 0), of(&stage.profile, 0, 1)], [6, 6]);
    assert_eq!([of(&stage.profile, 1, 0), of(&stage.profile, 1, 1)], [0, 1], "only the newest waits there");
}

#[test]
fn starts_that_come_to_nothing_are_counted() {
    let mut stage = Stage::set();
    for _ in 0..super::record::STARTS_MAX {
        assert!(may_start(&stage.profile, 70, NOW).is_ok());
        stage.begin();
    }
    assert!(may_start(&stage.profile, 70, NOW).is_err());
}
