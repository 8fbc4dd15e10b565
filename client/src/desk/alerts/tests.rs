use std::collections::BTreeSet;

use davylamp_protocol::alert::{AlertBody, AlertContent, Attendance, Word, Words, X};
use davylamp_protocol::message::Arm;
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use super::*;
use crate::desk::home::tests::{NOW, state};
use crate::desk::home::{AlarmKind, AlertProfile, Alerts, Invite, Secret, SecretBytes, State};
use crate::desk::watch::AlertEvent;

pub(crate) fn profile(contacts: &[&str]) -> AlertProfile {
    let words = Words::new(Word::normal("copper kettle").unwrap(), Word::normal("tin kettle").unwrap()).unwrap();
    AlertProfile {
        identity: Secret::generate(),
        lane: Secret::generate(),
        armed_at: NOW,
        expires: NOW + 86_400,
        text: "Llamen a la comunidad".into(),
        verified: false,
        contacts: contacts.iter().map(ToString::to_string).collect(),
        muted: false,
        highest: None,
        acks: BTreeSet::new(),
        places: BTreeSet::new(),
        attendance: SecretBytes::of(Attendance::new(words, NOW + 86_400).encode_state()),
        alarms: Vec::new(),
    }
}

fn desk(profiles: &[(&str, AlertProfile)]) -> State {
    let mut state = state();
    state.alerts.profiles.extend(profiles.iter().map(|(id, profile)| ((*id).to_owned(), profile.clone())));
    state
}

fn body(content: AlertContent) -> AlertBody {
    AlertBody { x: X::generate(&mut OsRng), content }
}

fn cancel(about: &AlertBody, word: &str) -> AlertBody {
    body(AlertContent::Cancel { about: about.x.name(), word: Word::typed(word), ends: false })
}

fn hear(state: &mut State, id: &str, body: &AlertBody) -> Vec<AlertEvent> {
    take(state, id, body, (NOW + 1, NOW + 2)).unwrap()
}

fn rings(alerts: &Alerts) -> usize {
    alerts.ringing().count()
}

#[test]
fn an_alert_rings_and_is_acknowledged_once_for_every_log() {
    let mut state = desk(&[("a", profile(&[]))]);
    let alert = body(AlertContent::Alert);
    assert!(matches!(&hear(&mut state, "a", &alert)[..], [AlertEvent::Alert { rings: true, drill: false, .. }]));
    assert_eq!((state.outbox.len(), rings(&state.alerts)), (1, 1));
    assert!(hear(&mut state, "a", &alert).is_empty(), "the same by another relay");
    assert_eq!(state.outbox.len(), 1);
    assert!(state.outbox[0].is_ack());
}

#[test]
fn the_right_word_stands_down_the_duress_word_rings_and_another_does_nothing() {
    let alert = body(AlertContent::Alert);
    let after = |word: &str| {
        let mut state = desk(&[("a", profile(&[]))]);
        hear(&mut state, "a", &alert);
        let name = alert.x.name();
        let acknowledged = crate::desk::home::Acknowledged { at: NOW, by: "x".into() };
        if word == "tin kettle" {
            state.alerts.alarm_mut("a", &name).unwrap().acknowledged = Some(acknowledged);
        }
        let events = hear(&mut state, "a", &cancel(&alert, word));
        let alarm = state.alerts.profiles["a"].alarm(&name).unwrap().clone();
        (events, alarm)
    };
    let (events, alarm) = after("Copper  Kettle");
    assert!(matches!(events[..], [AlertEvent::AlertCancel { word: "right", .. }]));
    assert!(!alarm.is_open());
    let (events, alarm) = after("tin kettle");
    assert!(matches!(events[..], [AlertEvent::AlertCancel { word: "duress", rings: true, .. }]) && events[0].rings());
    assert!(alarm.is_open() && alarm.duress, "although somebody had it");
    let (events, alarm) = after("gold kettle");
    assert!(matches!(events[..], [AlertEvent::AlertCancel { word: "other", .. }]) && !events[0].rings());
    assert!(alarm.is_open() && !alarm.duress);
}

#[test]
fn a_cancel_that_comes_first_holds_for_its_alert() {
    let mut state = desk(&[("a", profile(&[]))]);
    let alert = body(AlertContent::Alert);
    let events = hear(&mut state, "a", &cancel(&alert, "copper kettle"));
    assert!(matches!(events[..], [AlertEvent::AlertCancel { unseen: true, .. }]));
    assert!(hear(&mut state, "a", &alert).is_empty());
    assert_eq!((rings(&state.alerts), state.outbox.len()), (0, 2), "acknowledged all the same");
}

#[test]
fn an_update_of_an_alert_that_was_not_seen_raises_it_once() {
    let mut state = desk(&[("a", profile(&[]))]);
    let alert = body(AlertContent::Alert);
    let update = body(AlertContent::Update {
        about: alert.x.name(),
        text: Some("estoy aquí".into()),
        place: None,
        attachment: None,
    });
    let events = hear(&mut state, "a", &update);
    assert!(
        matches!(events[..], [AlertEvent::Alert { by_update: true, .. }, AlertEvent::AlertUpdate { .. }]),
        "{events:?}"
    );
    assert!(hear(&mut state, "a", &alert).is_empty());
    assert_eq!(rings(&state.alerts), 1);
}

#[test]
fn a_drill_rings_and_says_that_it_is_one() {
    let mut state = desk(&[("a", profile(&[]))]);
    let events = hear(&mut state, "a", &body(AlertContent::Drill));
    assert!(matches!(events[..], [AlertEvent::Alert { drill: true, rings: true, .. }]));
    assert_eq!(state.alerts.profiles["a"].alarms[0].kind, AlarmKind::Drill);
}

#[test]
fn strangers_ring_as_a_group_above_five_an_hour_and_the_invited_never_do() {
    let invited = AlertProfile { verified: true, ..profile(&[]) };
    let mut state = desk(&[("a", profile(&[])), ("b", invited)]);
    for _ in 0..5 {
        let events = hear(&mut state, "a", &body(AlertContent::Alert));
        assert!(matches!(events[..], [AlertEvent::Alert { rings: true, .. }]));
    }
    let sixth = hear(&mut state, "a", &body(AlertContent::Alert));
    assert!(
        matches!(sixth[..], [AlertEvent::Alert { rings: false, .. }, AlertEvent::AlertGroup { count: 1, .. }]),
        "{sixth:?}"
    );
    let seventh = hear(&mut state, "a", &body(AlertContent::Alert));
    assert!(
        matches!(seventh[..], [AlertEvent::Alert { rings: false, .. }]),
        "not again within the minute: {seventh:?}"
    );
    for _ in 0..7 {
        let events = hear(&mut state, "b", &body(AlertContent::Alert));
        assert!(matches!(events[..], [AlertEvent::Alert { rings: true, .. }]));
    }
    let hour = |state: &mut State, body: &AlertBody| take(state, "a", body, (NOW, NOW + 3700)).unwrap();
    assert!(matches!(hour(&mut state, &body(AlertContent::Alert))[..], [AlertEvent::Alert { rings: true, .. }]));
}

#[test]
fn a_muted_profile_is_acknowledged_and_does_not_ring() {
    let mut state = desk(&[("a", AlertProfile { muted: true, ..profile(&[]) })]);
    let alert = body(AlertContent::Alert);
    assert!(matches!(hear(&mut state, "a", &alert)[..], [AlertEvent::Alert { rings: false, .. }]));
    let events = hear(&mut state, "a", &cancel(&alert, "tin kettle"));
    assert!(!events[0].rings() && !events[0].calls_hook());
    assert_eq!((rings(&state.alerts), state.outbox.len()), (0, 2));
}

#[test]
fn a_missed_check_in_rings_once_and_a_late_one_stands_it_down() {
    let mut state = desk(&[("a", profile(&[]))]);
    let alive = |word: &str, renews: u64, until: u64| {
        body(AlertContent::Alive { word: Word::typed(word), renews, until, grace: 10 })
    };
    hear(&mut state, "a", &alive("copper kettle", 0, NOW + 100));
    let due = |state: &mut State, now: u64| check_in_due(state, "a", 5, now).unwrap();
    assert!(due(&mut state, NOW + 115).is_empty());
    assert!(matches!(due(&mut state, NOW + 116)[..], [AlertEvent::CheckInMissed { rings: true, .. }]));
    assert!(due(&mut state, NOW + 500).is_empty());
    assert_eq!(rings(&state.alerts), 1);
    let late = take(&mut state, "a", &alive("copper kettle", NOW + 100, NOW + 900), (NOW + 500, NOW + 500)).unwrap();
    assert!(matches!(late[..], [AlertEvent::Alive { late: true, .. }]));
    assert_eq!(rings(&state.alerts), 0);
}

#[test]
fn a_check_in_under_duress_rings_and_another_word_counts_for_nothing() {
    let mut state = desk(&[("a", profile(&[]))]);
    let alive =
        |word: &str| body(AlertContent::Alive { word: Word::typed(word), renews: 0, until: NOW + 50, grace: 1 });
    let other = hear(&mut state, "a", &alive("gold kettle"));
    assert!(matches!(other[..], [AlertEvent::Alive { word: "other", .. }]) && !other[0].rings());
    let duress = hear(&mut state, "a", &alive("tin kettle"));
    assert!(matches!(duress[..], [AlertEvent::Alive { word: "duress", alert: Some(_), .. }]) && duress[0].rings());
    assert_eq!(rings(&state.alerts), 1);
    assert!(check_in_due(&mut state, "a", 0, NOW + 1000).unwrap().is_empty(), "neither moved a deadline");
}

#[test]
fn an_invite_code_is_good_once_however_it_is_typed() {
    let mut state = state();
    let desk = state.desk_key().unwrap();
    state.alerts.invites.push(Invite { code: "acid bone cape dust".into(), made_at: NOW, profile: None });
    let words = Words::new(Word::normal("copper kettle").unwrap(), Word::normal("tin kettle").unwrap()).unwrap();
    let message = |code: Option<&str>| {
        let secret = |byte| Zeroizing::new([byte; 32]);
        let mut arm = Arm::new(&secret(1), &secret(2), NOW + 1000 * 86_400, &words, "x");
        arm.invite = code.map(str::to_owned);
        arm
    };
    let mut armed = |case: &str, code| match arm(&mut state, case, &message(code), desk, NOW) {
        Some(AlertEvent::Profile { verified, expires, .. }) => Some((verified, expires)),
        _ => None,
    };
    let expires = NOW + 180 * 86_400;
    assert_eq!(armed("a", Some("acid bone cape")), Some((false, expires)));
    assert_eq!(armed("b", None), Some((false, expires)));
    assert_eq!(armed("c", Some(" Acid bone\nCAPE  dust")), Some((true, expires)));
    assert_eq!(armed("c", Some("acid bone cape dust")), None, "the same over another relay");
    assert_eq!(armed("d", Some("acid bone cape dust")), Some((false, expires)));
    assert_eq!(state.alerts.invites[0].profile.as_deref(), Some("c"));
}
