//! How notices are shown: those in the person's language first, old ones marked, nothing in them that moves the cursor.

use davylamp_protocol::card::{Card, Notice, NoticeKind};
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::week::DAY_SECONDS;
use serde_json::{Value, json};

use super::Told;
use crate::failure::Failure;
use crate::relay::now;
use crate::terminal::{Terminal, printable, show_time};
use crate::text::{Language, spoken, text, text_with};

pub(super) fn show(told: &[Told], failed: &[(Card, Failure)], as_of: Option<u64>, terminal: &Terminal) {
    let now = now();
    if told.is_empty() && failed.is_empty() {
        terminal.print(text("notices-nobody"));
    }
    for desk in told {
        print_desk(desk, now, terminal);
    }
    let failed = failed.iter().map(|(card, why)| json!({ "desk": card.desk.to_string(), "error": why.message }));
    terminal.json(&json!({
        "desks": told.iter().map(|desk| as_json(desk, now)).collect::<Vec<_>>(),
        "failed": failed.collect::<Vec<_>>(),
        "as_of": as_of,
    }));
}

/// A kind, in words.
pub(crate) fn kind_name(kind: NoticeKind) -> String {
    match kind {
        NoticeKind::Rights => text("notice-kind-rights"),
        NoticeKind::Security => text("notice-kind-security"),
        NoticeKind::Study => text("notice-kind-study"),
        NoticeKind::Other => text("notice-kind-other"),
    }
}

fn print_desk(told: &Told, now: u64, terminal: &Terminal) {
    terminal.print(text_with("notices-desk", &[("name", &printable(&told.card.name))]));
    terminal.print(text_with("notices-desk-words", &[("words", &fingerprint(&told.card.desk).join(" "))]));
    if !told.known {
        terminal.print(text("notices-desk-unknown"));
    }
    if now >= told.card.expires {
        terminal.print(text("card-expired"));
    }
    let notices = in_order(told, now);
    if notices.is_empty() {
        terminal.print(text("notices-none"));
    }
    for notice in notices {
        print_notice(notice, now, terminal);
    }
    terminal.print("");
}

fn print_notice(notice: &Notice, now: u64, terminal: &Terminal) {
    let (kind, language) = (kind_name(notice.kind), language_name(&notice.language));
    let published = show_time(notice.published);
    let values: [(&str, &dyn ToString); 4] =
        [("id", &notice.id), ("kind", &kind), ("language", &language), ("published", &published)];
    terminal.print("");
    terminal.print(text_with("notices-title", &[("title", &printable(&notice.title))]));
    terminal.print(text_with("notices-about", &values));
    if let Some(until) = notice.until.filter(|_| notice.is_past(now)) {
        terminal.print(text_with("notices-past", &[("until", &show_time(until))]));
    } else if is_old(notice, now) {
        terminal.print(text("notices-old"));
    }
    terminal.print("");
    terminal.print(printable(&notice.text));
}

/// Those in the person's language first, of these those that still stand, of these the newest.
fn in_order(told: &Told, now: u64) -> Vec<&Notice> {
    let mut notices: Vec<&Notice> = told.board.iter().flat_map(|board| &board.notices).collect();
    let spoken = spoken();
    notices.sort_by_key(|notice| {
        let other = Language::named(&notice.language) != Some(spoken);
        (other, notice.is_past(now), std::cmp::Reverse(notice.published))
    });
    notices
}

/// One that names no date of its own is doubted after half a year.
fn is_old(notice: &Notice, now: u64) -> bool {
    now.saturating_sub(notice.published) > OLD_AFTER
}

/// What those who speak it call it; the code, where it is none of the five.
fn language_name(code: &str) -> String {
    Language::named(code).map_or_else(|| code.to_owned(), |language| language.own_name().to_owned())
}

fn as_json(told: &Told, now: u64) -> Value {
    let notice = |notice: &Notice| {
        json!({
            "id": notice.id,
            "language": notice.language,
            "kind": notice.kind.name(),
            "published": notice.published,
            "until": notice.until,
            "past": notice.is_past(now),
            "old": is_old(notice, now),
            "title": notice.title,
            "text": notice.text,
        })
    };
    json!({
        "desk": told.card.desk.to_string(),
        "name": told.card.name,
        "fingerprint": fingerprint(&told.card.desk),
        "known": told.known,
        "card_expired": now >= told.card.expires,
        "serial": told.board.as_ref().map(|board| board.serial),
        "issued": told.board.as_ref().map(|board| board.issued),
        "notices": in_order(told, now).into_iter().map(notice).collect::<Vec<_>>(),
    })
}

const OLD_AFTER: u64 = 180 * DAY_SECONDS;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::test_card::{card, desk};
    use davylamp_protocol::card::NoticeBoard;

    fn notice(id: u64, language: &str, published: u64, until: Option<u64>) -> Notice {
        let (kind, title, text) = (NoticeKind::Other, "t".into(), "t".into());
        Notice { id, language: language.into(), kind, published, until, title, text }
    }

    #[test]
    fn the_persons_language_comes_first_then_what_stands_then_the_newest() {
        let notices = vec![
            notice(1, "es", 50, None),
            notice(2, "en-GB", 10, Some(20)),
            notice(3, "en", 10, None),
            notice(4, "en", 11, None),
        ];
        let desk = desk().verifier_key().clone();
        let board = Some(NoticeBoard { desk, serial: 4, issued: 50, notices });
        let told = Told { card: card(1), board, known: true };
        let order: Vec<u64> = in_order(&told, 60).iter().map(|notice| notice.id).collect();
        assert_eq!(order, [4, 3, 2, 1]);
    }

    #[test]
    fn a_notice_is_old_after_half_a_year() {
        let one = notice(1, "es", 1000, None);
        assert!(!is_old(&one, 1000 + OLD_AFTER) && is_old(&one, 1001 + OLD_AFTER) && !is_old(&one, 0));
    }
}
