use super::*;
use crate::alert::Word;

const AT: u64 = 1_800_000_000;

fn attendance() -> Attendance {
    let words = Words::new(Word::typed("copper kettle"), Word::typed("tin kettle"));
    Attendance::new(words.unwrap_or_else(|error| panic!("{error}")), AT + 86_400)
}

fn x(byte: u8) -> X {
    X::from_bytes(&[byte; 32])
}

fn name(byte: u8) -> AlertName {
    x(byte).name()
}

fn alert(byte: u8) -> AlertBody {
    AlertBody { x: x(byte), content: AlertContent::Alert }
}

fn drill(byte: u8) -> AlertBody {
    AlertBody { x: x(byte), content: AlertContent::Drill }
}

fn update(byte: u8, about: u8) -> AlertBody {
    AlertBody {
        x: x(byte),
        content: AlertContent::Update { about: name(about), text: Some("ya".into()), place: None, attachment: None },
    }
}

fn cancel(byte: u8, about: u8, word: &str) -> AlertBody {
    AlertBody { x: x(byte), content: AlertContent::Cancel { about: name(about), word: Word::typed(word), ends: false } }
}

fn end(byte: u8, word: &str) -> AlertBody {
    AlertBody {
        x: x(byte),
        content: AlertContent::Cancel { about: AlertName::default(), word: Word::typed(word), ends: true },
    }
}

fn alive(byte: u8, word: &str, renews: u64, until: u64) -> AlertBody {
    AlertBody { x: x(byte), content: AlertContent::Alive { word: Word::typed(word), renews, until, grace: 60 } }
}

const RIGHT: &str = "Copper  Kettle";
const DURESS: &str = "tin kettle";

/// What follows, in short; that each begins with its own acknowledgement is checked here for all tests.
fn heard(attendance: &mut Attendance, body: &AlertBody) -> Vec<String> {
    let mut effects = attendance.take(body, AT).into_iter();
    match effects.next() {
        None => return vec!["nothing".into()],
        Some(Effect::Acknowledge(x)) => assert_eq!(x.expose(), body.x.expose()),
        Some(_) => panic!("acknowledged first"),
    }
    effects.map(|effect| short(&effect)).collect()
}

fn short(effect: &Effect) -> String {
    match effect {
        Effect::Acknowledge(_) => "acknowledge".into(),
        Effect::Raised { drill, by_update, .. } => format!("raised drill={drill} by_update={by_update}"),
        Effect::Updated { text, .. } => format!("updated {}", text.as_deref().unwrap_or_default()),
        Effect::Cancelled { judged, unseen, stood_down, ends, .. } => {
            format!("cancelled {judged:?} unseen={unseen} stood_down={stood_down} ends={ends}")
        }
        Effect::Alive { judged, late, until } => format!("alive {judged:?} late={late} until={until}"),
        Effect::Missed { deadline } => format!("missed {deadline}"),
    }
}

#[test]
fn an_alert_rings_once_by_however_many_relays_it_comes() {
    let mut desk = attendance();
    assert_eq!(heard(&mut desk, &alert(1)), ["raised drill=false by_update=false"]);
    assert_eq!(heard(&mut desk, &alert(1)), ["nothing"]);
    assert!(desk.alert(&name(1)).is_some_and(Attended::is_open));
}

#[test]
fn an_update_about_an_alert_that_was_not_seen_raises_it() {
    let mut desk = attendance();
    assert_eq!(heard(&mut desk, &update(2, 1)), ["raised drill=false by_update=true", "updated ya"]);
    assert_eq!(heard(&mut desk, &update(3, 1)), ["updated ya"]);
    assert!(heard(&mut desk, &alert(1)).is_empty());
}

#[test]
fn a_drill_hides_no_alert_and_an_alert_no_drill() {
    let mut desk = attendance();
    assert_eq!(heard(&mut desk, &drill(1)), ["raised drill=true by_update=false"]);
    assert_eq!(heard(&mut desk, &alert(2)), ["raised drill=false by_update=false"]);
    assert_eq!(desk.acknowledge(&name(1)).len(), 1);
    assert!(desk.alert(&name(2)).is_some_and(|alert| alert.is_open() && !alert.is_drill()));
}

#[test]
fn a_drill_that_an_update_raised_is_shown_to_be_one_once_it_comes() {
    let mut desk = attendance();
    heard(&mut desk, &update(2, 1));
    assert_eq!(heard(&mut desk, &drill(1)), ["raised drill=true by_update=false"]);
    assert!(desk.alert(&name(1)).is_some_and(Attended::is_drill));
}

#[test]
fn only_the_right_word_stands_down() {
    for (word, expected, open) in [
        (RIGHT, "cancelled Right unseen=false stood_down=true ends=false", false),
        (DURESS, "cancelled Duress unseen=false stood_down=false ends=false", true),
        ("kettle", "cancelled Other unseen=false stood_down=false ends=false", true),
        ("", "cancelled Other unseen=false stood_down=false ends=false", true),
    ] {
        let mut desk = attendance();
        heard(&mut desk, &alert(1));
        assert_eq!(heard(&mut desk, &cancel(2, 1, word)), [expected]);
        assert_eq!(desk.alert(&name(1)).is_some_and(Attended::is_open), open);
    }
}

#[test]
fn a_duress_word_keeps_an_alert_up_before_the_right_word_and_after() {
    for words in [[RIGHT, DURESS], [DURESS, RIGHT]] {
        let mut desk = attendance();
        heard(&mut desk, &alert(1));
        heard(&mut desk, &cancel(2, 1, words[0]));
        let last = heard(&mut desk, &cancel(3, 1, words[1]));
        assert!(last[0].contains("stood_down=false"), "{last:?}");
        assert!(desk.alert(&name(1)).is_some_and(Attended::is_open));
    }
}

#[test]
fn a_cancel_holds_for_the_alert_that_comes_after_it_and_for_no_other() {
    let mut desk = attendance();
    let first = heard(&mut desk, &cancel(2, 1, RIGHT));
    assert_eq!(first, ["cancelled Right unseen=true stood_down=true ends=false"]);
    assert_eq!(heard(&mut desk, &alert(3)), ["raised drill=false by_update=false"]);
    assert!(heard(&mut desk, &alert(1)).is_empty());
    assert!(!desk.alert(&name(1)).is_some_and(Attended::is_open));
    let mut desk = attendance();
    for (byte, word) in [(2, DURESS), (3, "kettle")] {
        heard(&mut desk, &cancel(byte, 1, word));
    }
    assert!(desk.alert(&name(1)).is_some_and(Attended::is_open), "under duress without the alert itself");
    assert_eq!(heard(&mut desk, &alert(1)), ["raised drill=false by_update=false"]);
}

#[test]
fn an_update_after_the_right_word_is_shown_and_does_not_ring() {
    let mut desk = attendance();
    heard(&mut desk, &cancel(2, 1, RIGHT));
    assert_eq!(heard(&mut desk, &update(3, 1)), ["updated ya"]);
}

#[test]
fn a_person_acknowledges_the_alert_and_the_newest_about_it() {
    let mut desk = attendance();
    heard(&mut desk, &alert(1));
    (2..30).for_each(|byte| _ = heard(&mut desk, &update(byte, 1)));
    heard(&mut desk, &cancel(30, 1, "kettle"));
    let acknowledged: Vec<u8> = desk.acknowledge(&name(1)).iter().map(|x| x.expose()[0]).collect();
    assert_eq!(acknowledged.len(), 1 + FOLLOWED_MAX);
    assert_eq!((acknowledged[0], acknowledged.last()), (1, Some(&30)));
    assert!(desk.alert(&name(1)).is_some_and(|alert| alert.is_acknowledged() && !alert.is_open()));
    assert!(desk.acknowledge(&name(9)).is_empty());
}

#[test]
fn check_ins_move_the_deadline_under_the_right_word_only() {
    let mut desk = attendance();
    assert_eq!(heard(&mut desk, &alive(1, RIGHT, 0, AT + 100)), [format!("alive Right late=false until={}", AT + 100)]);
    for (byte, word) in [(2, DURESS), (3, "kettle")] {
        assert_eq!(heard(&mut desk, &alive(byte, word, AT + 100, AT + 200)).len(), 1);
        assert_eq!(desk.deadline(), Some((AT + 100, false)));
    }
    heard(&mut desk, &alive(4, RIGHT, AT + 100, AT + 200));
    assert_eq!(desk.deadline(), Some((AT + 200, false)));
}

#[test]
fn a_missed_check_in_rings_once_and_a_late_one_goes_on() {
    let mut desk = attendance();
    heard(&mut desk, &alive(1, RIGHT, 0, AT - 1000));
    let rings = |desk: &mut Attendance, now| desk.due(now, ALARM_MARGIN).iter().map(short).collect::<Vec<_>>();
    assert!(rings(&mut desk, AT - 1000 + 60 + 900).is_empty());
    assert_eq!(rings(&mut desk, AT - 1000 + 60 + 901), [format!("missed {}", AT - 1000)]);
    assert!(rings(&mut desk, AT).is_empty());
    assert!(heard(&mut desk, &alive(2, RIGHT, AT - 1000, AT + 100))[0].contains("late=true"));
    assert_eq!(desk.deadline(), Some((AT + 100, false)));
    assert_eq!(rings(&mut desk, AT + 10_000).len(), 1);
}

#[test]
fn a_start_that_waited_for_a_lost_stop_is_shown_late_when_the_deadline_is_rung_for() {
    let mut desk = attendance();
    heard(&mut desk, &alive(1, RIGHT, 0, AT + 100));
    heard(&mut desk, &alive(3, RIGHT, 0, AT + 9000));
    let effects: Vec<_> = desk.due(AT + 2000, ALARM_MARGIN).iter().map(short).collect();
    assert_eq!(effects, [format!("missed {}", AT + 100), format!("alive Right late=true until={}", AT + 9000)]);
}

#[test]
fn only_the_right_word_ends_a_profile_and_its_deadline() {
    for (word, ends) in [(RIGHT, true), (DURESS, false), ("kettle", false)] {
        let mut desk = attendance();
        heard(&mut desk, &alive(1, RIGHT, 0, AT + 100));
        heard(&mut desk, &alert(2));
        assert!(heard(&mut desk, &end(3, word))[0].ends_with(&format!("ends={ends}")));
        assert_eq!((desk.has_ended(), desk.deadline().is_none()), (ends, ends));
        assert!(desk.alert(&name(2)).is_some_and(Attended::is_open), "it named no alert");
        assert_eq!(desk.listens_until(), if ends { AT } else { AT + 86_400 } + LINGER);
    }
}

#[test]
fn an_ended_profile_still_rings_and_takes_no_deadline() {
    let mut desk = attendance();
    heard(&mut desk, &end(1, RIGHT));
    heard(&mut desk, &alive(2, RIGHT, 0, AT + 100));
    assert_eq!(desk.deadline(), None);
    assert_eq!(heard(&mut desk, &alert(3)), ["raised drill=false by_update=false"]);
}

#[test]
fn a_flood_of_closed_alerts_pushes_out_no_open_one() {
    let mut desk = attendance();
    heard(&mut desk, &alert(0));
    for byte in 1..=200 {
        heard(&mut desk, &alert(byte));
        desk.acknowledge(&name(byte));
    }
    assert!(desk.alert(&name(0)).is_some_and(Attended::is_open));
    assert!(desk.alerts().count() <= CLOSED_MAX + 2);
}

#[test]
fn its_state_reads_back_and_another_does_not() {
    let mut desk = attendance();
    for body in [alert(1), update(2, 1), cancel(3, 1, DURESS), alive(4, RIGHT, 0, AT), alive(5, RIGHT, 7, AT)] {
        heard(&mut desk, &body);
    }
    desk.acknowledge(&name(1));
    let state = desk.encode_state();
    let read = Attendance::decode_state(&state).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.encode_state(), state);
    let mut later = read;
    later.version = 2;
    assert!(Attendance::decode_state(&later.encode_state()).is_err());
    assert!(Attendance::decode_state(&state[1..]).is_err());
    assert!(Attendance::decode_state(&[&state[..], &[0]].concat()).is_err());
}
