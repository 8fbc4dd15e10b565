use super::*;
use crate::panic::profile::tests::profile;
use davylamp_protocol::alert::{Stage, open_alert};
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::hybrid::HybridIdentity;

/// A profile of which the test holds the other side.
struct Armed {
    profile: Profile,
    identities: Vec<HybridIdentity>,
    lanes: Vec<AlertLane>,
}

fn armed(contacts: usize, relays: usize) -> Armed {
    let mut profile = profile(contacts, relays);
    let identities: Vec<_> = (0..contacts).map(|_| HybridIdentity::generate(&mut OsRng)).collect();
    for (contact, identity) in profile.contacts.iter_mut().zip(&identities) {
        contact.recipient = identity.to_recipient().to_bytes().to_vec();
    }
    let lanes = profile.contacts.iter().map(|contact| AlertLane::from_bytes(&contact.lane)).collect();
    Armed { profile, identities, lanes }
}

impl Armed {
    fn envelope(waiting: &Waiting) -> Envelope {
        Deposit::decode(&waiting.request.encoded().unwrap()).unwrap().envelope
    }

    /// Opens as the contact would: under any of the first keys of its lane.
    fn open(&self, waiting: &Waiting) -> (u64, AlertBody) {
        let origin = self.profile.line(waiting.contact, waiting.relay).unwrap().origin();
        let mut lane = self.lanes[waiting.contact].clone();
        for j in 0..20 {
            let opened = open_alert(&lane, &origin, &self.identities[waiting.contact], &Self::envelope(waiting));
            match opened {
                Ok((body, _)) => return (j, body),
                Err(_) => lane = lane.next(),
            }
        }
        panic!("it opens for nobody");
    }

    fn acknowledge(&mut self, waiting: &Waiting, stage: Stage) -> bool {
        let (_, body) = self.open(waiting);
        let origin = self.profile.line(waiting.contact, waiting.relay).unwrap().origin();
        self.profile.saw(waiting.contact, waiting.relay, &body.x.ack(&origin, stage), 77)
    }

    fn post_all(&mut self) {
        for waiting in self.profile.outbox.clone() {
            self.profile.posted(&waiting, Some(1000));
        }
    }

    fn kinds(&self) -> Vec<Kind> {
        self.profile.outbox.iter().map(|waiting| waiting.kind).collect()
    }
}

#[test]
fn an_alert_sealed_ahead_is_what_goes_out_and_each_contact_opens_its_own() {
    let mut armed = armed(2, 2);
    armed.profile.seal_ahead().unwrap();
    let ahead = armed.profile.ahead.clone().unwrap();
    armed.profile.raise(5).unwrap();
    assert!(armed.profile.outbox == ahead.waiting && armed.profile.ahead.is_none());
    for waiting in &armed.profile.outbox {
        let (j, body) = armed.open(waiting);
        assert!(j == 0 && matches!(body.content, AlertContent::Alert));
        assert_eq!(Some(body.x.name()), waiting.about);
    }
    assert_ne!(armed.profile.outbox[0].about, armed.profile.outbox[2].about, "no two contacts share an x");
    assert_eq!(armed.profile.outbox[0].about, armed.profile.outbox[1].about, "relays of one contact do");
}

#[test]
fn without_one_sealed_ahead_it_is_sealed_at_once() {
    let mut armed = armed(1, 1);
    armed.profile.raise(5).unwrap();
    let waiting = armed.profile.outbox[0].clone();
    assert!(matches!(armed.open(&waiting).1.content, AlertContent::Alert));
}

#[test]
fn each_sealing_has_a_key_of_its_own_and_the_device_keeps_the_newest_only() {
    let mut armed = armed(1, 1);
    armed.profile.seal_ahead().unwrap();
    armed.profile.raise(5).unwrap();
    armed.post_all();
    for _ in 0..3 {
        armed.profile.say_still().unwrap();
        armed.post_all();
    }
    armed.profile.call_off(&Word::typed("x"), false).unwrap();
    let waiting = armed.profile.outbox[0].clone();
    assert_eq!(armed.open(&waiting).0, 4);
    let newest = AlertLane::from_bytes(&armed.profile.contacts[0].lane);
    let origin = armed.profile.line(0, 0).unwrap().origin();
    assert!(open_alert(&newest, &origin, &armed.identities[0], &Armed::envelope(&waiting)).is_err());
}

#[test]
fn states_move_only_by_what_shows_them() {
    let mut armed = armed(2, 2);
    armed.profile.raise(5).unwrap();
    let outbox = armed.profile.outbox.clone();
    let reached =
        |armed: &Armed, contact: usize| armed.profile.alert.as_ref().unwrap().followed[contact].raised.reached();
    assert_eq!((reached(&armed, 0), reached(&armed, 1)), (Reached::Queued, Reached::Queued));
    armed.profile.posted(&outbox[1], Some(600));
    assert_eq!((reached(&armed, 0), reached(&armed, 1)), (Reached::OnRelay, Reached::Queued));
    assert!(armed.acknowledge(&outbox[0], Stage::Received));
    assert!(!armed.acknowledge(&outbox[0], Stage::Received), "once");
    assert_eq!((reached(&armed, 0), reached(&armed, 1)), (Reached::Received, Reached::Queued));
    // Another contact's acknowledgement, under the right log, says nothing here.
    let (_, foreign) = armed.open(&outbox[2]);
    let origin = armed.profile.line(0, 0).unwrap().origin();
    assert!(!armed.profile.saw(0, 0, &foreign.x.ack(&origin, Stage::Person), 77));
    assert!(!armed.profile.saw(9, 9, &[0; 16], 77));
    assert!(armed.profile.calls_on());
    assert!(armed.acknowledge(&outbox[1], Stage::Person));
    assert!(!armed.profile.calls_on());
    assert_eq!(armed.profile.furthest(), Some(Reached::Person));
}

#[test]
fn what_belongs_to_an_earlier_alert_moves_no_later_one() {
    let mut armed = armed(1, 1);
    armed.profile.raise(5).unwrap();
    let old = armed.profile.outbox[0].clone();
    armed.profile.call_off(&Word::typed("x"), false).unwrap();
    armed.profile.raise(6).unwrap();
    assert_eq!(armed.kinds(), [Kind::First, Kind::First, Kind::Cancel], "the newest goes first");
    armed.profile.posted(&old, Some(600));
    assert_eq!(armed.profile.furthest(), Some(Reached::Queued));
    assert!(!armed.acknowledge(&old, Stage::Person));
    assert_eq!(armed.kinds(), [Kind::First, Kind::Cancel]);
}

#[test]
fn still_in_danger_is_said_where_nothing_waits_and_takes_the_place_of_an_older_one() {
    let mut armed = armed(2, 2);
    armed.profile.raise(5).unwrap();
    let outbox = armed.profile.outbox.clone();
    assert!(!armed.profile.say_still().unwrap(), "the alert itself still waits everywhere");
    assert_eq!(armed.profile.outbox.len(), 4);
    // One relay of the first contact takes it; the other three do not.
    armed.profile.posted(&outbox[0], Some(600));
    assert!(armed.profile.say_still().unwrap());
    assert_eq!(armed.profile.outbox.iter().filter(|waiting| waiting.kind == Kind::Still).count(), 2);
    let free = armed.profile.outbox.iter().find(|w| (w.kind, w.relay) == (Kind::Still, 0)).cloned().unwrap();
    armed.profile.posted(&free, Some(601));
    for _ in 0..100 {
        armed.profile.say_still().unwrap();
        let next = armed.profile.outbox.iter().find(|w| (w.kind, w.relay) == (Kind::Still, 0)).cloned().unwrap();
        armed.profile.posted(&next, Some(602));
    }
    let stills: Vec<_> = armed.profile.outbox.iter().filter(|waiting| waiting.kind == Kind::Still).collect();
    assert_eq!(stills.len(), 1, "only the newest waits at the relay that is down");
    assert!(armed.profile.outbox.iter().filter(|w| w.contact == 1).all(|w| w.kind == Kind::First));
}

#[test]
fn an_alert_that_waits_for_days_does_not_run_ahead_of_what_the_desk_looks_for() {
    let mut armed = armed(1, 1);
    armed.profile.raise(5).unwrap();
    let lane = armed.profile.contacts[0].lane;
    for _ in 0..1000 {
        armed.profile.say_still().unwrap();
    }
    assert_eq!(armed.profile.contacts[0].lane, lane);
}

#[test]
fn a_press_says_that_it_goes_on_and_rings_anew_where_an_answer_may_have_been_missed() {
    let mut armed = armed(1, 1);
    let name = |armed: &Armed| armed.profile.alert.as_ref().map(|alert| *alert.followed[0].raised.name());
    assert!(!armed.profile.press(1000).unwrap(), "the first raises");
    let first = name(&armed);
    assert!(armed.profile.press(1059).unwrap(), "two seconds are no new alarm");
    assert!(armed.profile.press(9000).unwrap(), "one that no relay has cannot have been answered");
    assert!(armed.profile.press(3).unwrap(), "nor does a clock that was set back make it old");
    armed.post_all();
    assert!(armed.profile.press(1059).unwrap());
    assert!(!armed.profile.press(1060).unwrap());
    assert_ne!(name(&armed), first);
    let waiting = armed.profile.outbox[0].clone();
    assert!(matches!(armed.open(&waiting).1.content, AlertContent::Alert), "it rings");
    assert!(armed.profile.press(1061).unwrap());
    armed.acknowledge(&waiting, Stage::Person);
    assert!(!armed.profile.press(1062).unwrap(), "after an answer it rings at once");
}

#[test]
fn a_cancel_stops_the_repeats_and_goes_behind_the_alert_that_it_ends() {
    let mut armed = armed(1, 1);
    armed.profile.raise(5).unwrap();
    armed.profile.call_off(&Word::typed("Any  Thing"), false).unwrap();
    assert_eq!(armed.kinds(), [Kind::First, Kind::Cancel]);
    assert!(!armed.profile.calls_on());
    let [first, cancel] = [0, 1].map(|place| armed.profile.outbox[place].clone());
    let AlertContent::Cancel { about, word, ends } = armed.open(&cancel).1.content else { panic!("a cancel") };
    assert_eq!((Some(about), word.expose(), ends), (first.about, "any thing", false));
    armed.profile.posted(&cancel, Some(9));
    assert_eq!(armed.profile.furthest(), Some(Reached::Queued), "a cancel on the relay is no alert there");
    // Whoever acknowledges the cancel has seen the alert; it is shown as before.
    armed.profile.posted(&first, Some(9));
    assert!(armed.acknowledge(&cancel, Stage::Received));
}

#[test]
fn every_word_leaves_the_same_traces() {
    let mut sizes = Vec::new();
    for word in ["copper kettle", "tin kettle", "", &"x".repeat(500)] {
        let mut armed = armed(2, 2);
        armed.profile.raise(5).unwrap();
        armed.post_all();
        armed.profile.call_off(&Word::typed(word), true).unwrap();
        let alert = armed.profile.alert.clone().unwrap();
        let requests: Vec<_> =
            armed.profile.outbox.iter().map(|waiting| waiting.request.encoded().unwrap().len()).collect();
        sizes.push((armed.kinds(), requests, alert.is_cancelled(), alert.stills, armed.profile.furthest()));
    }
    assert!(sizes.iter().all(|one| *one == sizes[0]));
}

#[test]
fn the_end_of_a_profile_needs_no_alert() {
    let mut armed = armed(1, 1);
    armed.profile.call_off(&Word::typed("x"), true).unwrap();
    let waiting = armed.profile.outbox[0].clone();
    let AlertContent::Cancel { about, ends, .. } = armed.open(&waiting).1.content else { panic!("a cancel") };
    assert_eq!((about, ends, waiting.about), ([0; 16], true, None));
}

#[test]
fn a_drill_is_acknowledged_as_an_alert_and_marks_the_contact() {
    let mut armed = armed(2, 1);
    armed.profile.seal_ahead().unwrap();
    armed.profile.raise_drill(5).unwrap();
    assert!(armed.profile.ahead.is_some(), "what was sealed ahead stays for an alert");
    assert!(!armed.profile.calls_on(), "a drill is not said again");
    let waiting = armed.profile.outbox[1].clone();
    assert!(matches!(armed.open(&waiting).1.content, AlertContent::Drill));
    armed.acknowledge(&waiting, Stage::Received);
    assert_eq!(armed.profile.contacts[1].drilled, None);
    armed.acknowledge(&waiting, Stage::Person);
    assert_eq!((armed.profile.contacts[0].drilled, armed.profile.contacts[1].drilled), (None, Some(77)));
}

#[test]
fn an_alert_takes_the_place_of_a_drill_that_still_waits() {
    let mut armed = armed(1, 1);
    armed.profile.raise_drill(5).unwrap();
    armed.profile.raise(6).unwrap();
    assert_eq!(armed.kinds(), [Kind::First]);
    let waiting = armed.profile.outbox[0].clone();
    assert!(matches!(armed.open(&waiting).1.content, AlertContent::Alert));
}

#[test]
fn words_and_a_place_are_sealed_and_too_much_is_refused() {
    let mut armed = armed(1, 1);
    armed.profile.raise(5).unwrap();
    armed.profile.say_more(Some("they are at the door"), Some("Calle 5")).unwrap();
    let waiting = armed.profile.outbox[1].clone();
    let AlertContent::Update { text, place, .. } = armed.open(&waiting).1.content else { panic!("an update") };
    assert_eq!((text.as_deref(), place.as_deref()), (Some("they are at the door"), Some("Calle 5")));
    assert!(armed.profile.say_more(Some(&"x".repeat(1001)), None).is_err());
}

#[test]
fn what_is_done_is_forgotten_and_nothing_before() {
    let mut armed = armed(1, 1);
    armed.profile.raise(100).unwrap();
    armed.profile.tidy(100 + 10 * DAY);
    assert!(armed.profile.alert.is_some(), "nobody has it");
    armed.profile.call_off(&Word::typed("x"), false).unwrap();
    armed.profile.tidy(100);
    assert!(armed.profile.alert.is_some(), "the cancel waits");
    armed.post_all();
    armed.profile.tidy(100);
    assert!(armed.profile.alert.is_none());
    armed.profile.raise(100).unwrap();
    let waiting = armed.profile.outbox[0].clone();
    armed.post_all();
    armed.acknowledge(&waiting, Stage::Person);
    armed.profile.tidy(101);
    assert!(armed.profile.alert.is_some(), "the screen still shows it");
    armed.profile.tidy(101 + DAY);
    assert!(armed.profile.alert.is_none());
}

#[test]
fn eight_contacts_with_two_relays_fit_with_an_update_and_a_cancel_that_all_wait() {
    let mut armed = armed(8, 2);
    armed.profile.seal_ahead().unwrap();
    armed.profile.raise(5).unwrap();
    armed.profile.seal_ahead().unwrap();
    armed.profile.say_more(Some("x"), None).unwrap();
    armed.profile.shed();
    assert!(armed.profile.has_room());
    let mut more = armed.profile.clone();
    more.say_more(Some("x"), None).unwrap();
    more.shed();
    assert!(!more.has_room(), "room for a cancel is kept free");
    armed.profile.call_off(&Word::typed("x"), false).unwrap();
    armed.profile.shed();
    assert!(armed.profile.ahead.is_none());
    let dir = tempfile::tempdir().unwrap();
    let store = crate::panic::profile::Store::new(crate::panic::profile::Place::dir(dir.path()));
    store.create(&armed.profile, false).unwrap();
    assert!(store.load().unwrap() == armed.profile);
}

#[test]
fn what_could_not_be_kept_is_raised_afresh_and_the_rest_still_waits() {
    let mut armed = armed(2, 1);
    armed.profile.raise(1).unwrap();
    let earlier = armed.profile.outbox.clone();
    armed.profile.seal_ahead().unwrap();
    let kept = armed.profile.clone();
    let names = |profile: &Profile| -> Vec<AlertName> {
        let alert = profile.alert.as_ref().unwrap();
        alert.followed.iter().map(|followed| *followed.raised.name()).collect()
    };
    let mut next = kept.clone();
    next.raise(2).unwrap();
    let ahead = names(&next);
    next.raise_afresh(2).unwrap();
    assert!(names(&next).iter().all(|name| !ahead.contains(name)), "the next trigger raises what lies ahead on disk");
    assert!(earlier.iter().all(|waiting| next.outbox.contains(waiting)), "an earlier alert that waits goes out too");
    assert!(next.outbox.iter().all(|waiting| !ahead.contains(&waiting.about.unwrap())));
    let opened: Vec<u64> = next.outbox.iter().map(|waiting| armed.open(waiting).0).collect();
    assert_eq!(next.outbox.len(), 4, "{opened:?}");
}
