use super::*;
use crate::attachment::SIZE_MAX;
use crate::attachment::tests::sample as attached;
use crate::clue::DeskKey;
use crate::envelope::seal_body;
use zeroize::Zeroizing;

const ORIGIN: &str = "log.example";
const ABOUT: AlertName = [7; 16];

fn lane() -> AlertLane {
    AlertLane::new(&[1; 32], DeskKey([9; 32]))
}

fn identity() -> HybridIdentity {
    HybridIdentity::from_seed(Zeroizing::new([2; 32]))
}

fn samples() -> Vec<AlertContent> {
    let word = || Word::typed("Copper Kettle");
    vec![
        AlertContent::Alert,
        AlertContent::Drill,
        AlertContent::Update { about: ABOUT, text: None, place: None, attachment: None },
        AlertContent::Update {
            about: ABOUT,
            text: None,
            place: None,
            attachment: Some(Box::new(attached("photo-1.jpg"))),
        },
        AlertContent::Update {
            about: ABOUT,
            text: Some("x".repeat(TEXT_MAX)),
            place: Some("y".repeat(PLACE_MAX)),
            attachment: None,
        },
        AlertContent::Cancel { about: ABOUT, word: word(), ends: false },
        AlertContent::Cancel { about: NO_ALERT, word: Word::typed(""), ends: true },
        AlertContent::Alive { word: word(), renews: 0, until: 1_800_000_000, grace: 3600 },
        AlertContent::Alive { word: word(), renews: 1_800_000_000, until: 0, grace: 0 },
    ]
}

fn body(content: AlertContent) -> AlertBody {
    AlertBody { x: X::from_bytes(&[3; 32]), content }
}

fn content_of(body: &AlertBody) -> Zeroizing<Vec<u8>> {
    cbor::encode(&Wire::of(&lane(), ORIGIN, body))
}

fn read(content: &[u8]) -> Option<AlertBody> {
    decode(&lane(), ORIGIN, &lane().tag(ORIGIN), content)
}

fn altered(content: AlertContent, change: impl FnOnce(&mut Wire)) -> Option<AlertBody> {
    let mut wire = Wire::of(&lane(), ORIGIN, &body(content));
    change(&mut wire);
    read(&cbor::encode(&wire))
}

#[test]
fn every_kind_opens_to_what_was_sealed() {
    let recipient = identity().to_recipient();
    for content in samples() {
        let body = body(content);
        let envelope = seal_alert(&lane(), ORIGIN, &recipient, &body).unwrap();
        assert_eq!(envelope.clue().tag, lane().tag(ORIGIN));
        let (opened, file_key) = open_alert(&lane(), ORIGIN, &identity(), &envelope).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(content_of(&opened), content_of(&body));
        let shown = crate::envelope::open_body_with_file_key(&file_key, envelope.body()).unwrap();
        assert_eq!(shown, content_of(&body));
    }
}

#[test]
fn another_key_log_desk_or_identity_opens_nothing() {
    let envelope = seal_alert(&lane(), ORIGIN, &identity().to_recipient(), &body(AlertContent::Alert)).unwrap();
    let stranger = HybridIdentity::from_seed(Zeroizing::new([4; 32]));
    let other_desk = AlertLane::new(&[1; 32], DeskKey([8; 32]));
    assert!(open_alert(&lane(), ORIGIN, &identity(), &envelope).is_ok());
    assert!(open_alert(&lane(), "log.exampl", &identity(), &envelope).is_err());
    assert!(open_alert(&lane().next(), ORIGIN, &identity(), &envelope).is_err());
    assert!(open_alert(&other_desk, ORIGIN, &identity(), &envelope).is_err());
    assert!(open_alert(&lane(), ORIGIN, &stranger, &envelope).is_err());
}

#[test]
fn a_copied_clue_on_another_body_is_nothing() {
    let recipient = identity().to_recipient();
    let envelope = seal_alert(&lane(), ORIGIN, &recipient, &body(AlertContent::Alert)).unwrap();
    let other = seal_body(&recipient, &content_of(&body(AlertContent::Drill))).unwrap();
    let copied = Envelope::new(envelope.clue(), &other);
    assert!(open_alert(&lane(), ORIGIN, &identity(), &copied).is_err());
}

/// Who copied a profile can seal under its key, but not in the name of another desk's or log's key.
#[test]
fn rejects_another_bound_tag_or_version() {
    assert!(altered(AlertContent::Alert, |_| ()).is_some());
    assert!(altered(AlertContent::Alert, |wire| wire.bound[31] ^= 1).is_none());
    assert!(altered(AlertContent::Alert, |wire| wire.bound = lane().bound("log.exampl")).is_none());
    assert!(altered(AlertContent::Alert, |wire| wire.tag[0] ^= 1).is_none());
    assert!(altered(AlertContent::Alert, |wire| wire.version = 2).is_none());
    for kind in [0, 9, 15, 255] {
        assert!(altered(AlertContent::Alert, |wire| wire.kind = kind).is_none());
    }
}

#[test]
fn rejects_fields_that_the_kind_has_no_use_for() {
    let additions: [fn(&mut Wire); 8] = [
        |wire| wire.about = Some(ABOUT),
        |wire| wire.text = Some("x".into()),
        |wire| wire.place = Some("x".into()),
        |wire| wire.word = Some("x".into()),
        |wire| wire.renews = Some(1),
        |wire| wire.until = Some(1),
        |wire| wire.grace = Some(1),
        |wire| wire.ends = Some(true),
    ];
    for add in additions {
        assert!(altered(AlertContent::Alert, add).is_none());
        assert!(altered(AlertContent::Drill, add).is_none());
    }
    let cancel = || AlertContent::Cancel { about: ABOUT, word: Word::typed("x"), ends: false };
    assert!(altered(cancel(), |wire| wire.text = Some("x".into())).is_none());
    assert!(altered(cancel(), |wire| wire.until = Some(1)).is_none());
}

#[test]
fn rejects_fields_that_the_kind_lacks() {
    let cancel = || AlertContent::Cancel { about: ABOUT, word: Word::typed("x"), ends: true };
    let alive = || AlertContent::Alive { word: Word::typed("x"), renews: 1, until: 2, grace: 3 };
    assert!(altered(cancel(), |wire| wire.about = None).is_none());
    assert!(altered(cancel(), |wire| wire.word = None).is_none());
    assert!(altered(alive(), |wire| wire.word = None).is_none());
    assert!(altered(alive(), |wire| wire.renews = None).is_none());
    assert!(altered(alive(), |wire| wire.until = None).is_none());
    assert!(altered(alive(), |wire| wire.grace = None).is_none());
}

#[test]
fn the_longest_update_with_the_longest_attachment_fits_into_an_envelope() {
    let mut attachment = attached(&"a".repeat(64));
    (attachment.size, attachment.chunks) = (SIZE_MAX, 17_408);
    (attachment.media_type, attachment.origin) = (format!("image/{}", "x".repeat(90)), "o".repeat(255));
    let (text, place) = (Some("x".repeat(TEXT_MAX)), Some("y".repeat(PLACE_MAX)));
    let content = AlertContent::Update { about: ABOUT, text, place, attachment: Some(Box::new(attachment)) };
    let sealed = seal_alert(&lane(), ORIGIN, &identity().to_recipient(), &body(content));
    assert!(sealed.is_ok());
}

#[test]
fn rejects_an_attachment_against_the_rules_or_where_none_belongs() {
    let update = || AlertContent::Update { about: ABOUT, text: None, place: None, attachment: None };
    assert!(altered(update(), |wire| wire.attachment = Some(attached("photo-1.jpg"))).is_some());
    assert!(altered(update(), |wire| wire.attachment = Some(attached("../a"))).is_none());
    assert!(altered(AlertContent::Alert, |wire| wire.attachment = Some(attached("photo-1.jpg"))).is_none());
}

#[test]
fn rejects_long_and_empty_texts_words_out_of_form_and_false_where_nothing_belongs() {
    let update = || AlertContent::Update { about: ABOUT, text: None, place: None, attachment: None };
    let cancel = || AlertContent::Cancel { about: ABOUT, word: Word::typed("x"), ends: false };
    assert!(altered(update(), |wire| wire.text = Some("x".repeat(TEXT_MAX + 1))).is_none());
    assert!(altered(update(), |wire| wire.place = Some("x".repeat(PLACE_MAX + 1))).is_none());
    assert!(altered(update(), |wire| wire.text = Some(String::new())).is_none());
    assert!(altered(update(), |wire| wire.about = Some(NO_ALERT)).is_none());
    assert!(altered(cancel(), |wire| wire.about = Some(NO_ALERT)).is_none());
    assert!(altered(cancel(), |wire| wire.ends = Some(false)).is_none());
    assert!(altered(cancel(), |wire| wire.word = Some("X".into())).is_none());
    assert!(altered(cancel(), |wire| wire.word = Some(" x".into())).is_none());
    assert!(altered(cancel(), |wire| wire.word = Some("x".repeat(129))).is_none());
}

#[test]
fn what_would_not_be_read_is_not_sealed() {
    for content in [
        AlertContent::Update { about: NO_ALERT, text: None, place: None, attachment: None },
        AlertContent::Update { about: ABOUT, text: Some("x".repeat(TEXT_MAX + 1)), place: None, attachment: None },
        AlertContent::Cancel { about: NO_ALERT, word: Word::typed("x"), ends: false },
    ] {
        let sealed = seal_alert(&lane(), ORIGIN, &identity().to_recipient(), &body(content));
        assert!(matches!(sealed, Err(SealError::Unsound)));
    }
}

#[test]
fn whatever_is_accepted_after_a_change_is_canonical() {
    for content in samples() {
        let bytes = content_of(&body(content));
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.to_vec();
                changed[place] ^= 1 << bit;
                let Some(accepted) = read(&changed) else { continue };
                assert_eq!(*content_of(&accepted), changed);
            }
        }
        assert!(read(&[&bytes[..], &[0]].concat()).is_none());
        assert!(read(&bytes[..bytes.len() - 1]).is_none());
    }
    assert!(read(&[]).is_none());
}

#[test]
fn a_deadline_is_later_than_the_one_before_even_if_the_clock_went_back() {
    assert_eq!(AlertContent::next_deadline(0, 100, 50), 150);
    assert_eq!(AlertContent::next_deadline(140, 100, 50), 150);
    assert_eq!(AlertContent::next_deadline(150, 100, 50), 151);
    assert_eq!(AlertContent::next_deadline(9000, 100, 50), 9001);
    assert_eq!(AlertContent::next_deadline(0, u64::MAX, 50), u64::MAX);
}
