//! The next board: what changes, whether it may, and what is kept of it.

use std::collections::BTreeMap;

use davylamp_protocol::card::{CardError, NOTICES_MAX, Notice, NoticeBoard, NoticeKind, TITLE_MAX};
use davylamp_protocol::log::note::{NoteSigner, sign as sign_note};
use davylamp_protocol::message::{ConsentLevel, ValueList as _};
use sha2::{Digest as _, Sha256};

use crate::desk::card::signer;
use crate::desk::custody;
use crate::desk::home::{DraftBoard, Home, OwnBoard, SignedBoard, State};
use crate::desk::offline::Drafted;
use crate::failure::Failure;
use crate::text::{text, text_with};

/// What the next board has that this one has not, or the other way round.
pub(super) enum Change {
    Add(Fresh),
    Withdraw(Vec<u64>),
    WithdrawAll,
}

/// A notice that no board had yet.
pub(super) struct Fresh {
    pub(super) language: String,
    pub(super) kind: NoticeKind,
    /// Seconds.
    pub(super) lasts: Option<u64>,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) case: Option<String>,
}

impl Fresh {
    fn notice(&self, id: u64, published: u64) -> Notice {
        Notice {
            id,
            language: self.language.clone(),
            kind: self.kind,
            published,
            until: self.lasts.map(|lasts| published + lasts),
            title: self.title.clone(),
            text: self.text.clone(),
        }
    }
}

/// A board, and the cases that its notices were drawn from.
type Made = (NoticeBoard, BTreeMap<u64, String>);

/// Signs the next board here, and takes it up.
pub(super) fn sign(home: &Home, state: &mut State, change: &Change, now: u64) -> Result<(), Failure> {
    let (board, cases) = next(state, change, now)?;
    let note = board.sign(&signer(state)?).map_err(bad)?;
    take(home, state, note, (board, cases), now)
}

/// Keeps the next board as what the offline machine is to sign; gives its text.
pub(super) fn draft(state: &mut State, change: &Change, now: u64) -> Result<String, Failure> {
    let (board, cases) = next(state, change, now)?;
    let text = board.to_text().map_err(bad)?;
    state.notices.draft = Some(DraftBoard { text: text.clone(), cases });
    Ok(text)
}

/// Takes up what the offline machine signed: it must be the draft that this home made last, and nothing else.
pub(super) fn take_signed(home: &Home, state: &mut State, note: String, now: u64) -> Result<(), Failure> {
    let board = read(state, &note)?;
    if state.notices.newest.as_ref().is_some_and(|newest| newest.note == note) {
        return Ok(());
    }
    let text = board.to_text().map_err(bad)?;
    let Some(draft) = state.notices.draft.clone().filter(|draft| draft.text == text) else {
        return Err(
            Failure::new(crate::text::text("desk-notice-other")).hint(crate::text::text("desk-notice-other-hint"))
        );
    };
    take(home, state, note, (board, draft.cases), now)?;
    state.notices.draft = None;
    Ok(())
}

/// Signs a draft: what comes out is a board, or an error.
pub(in crate::desk) fn sign_text(unsigned: &str, signer: &NoteSigner) -> Result<Drafted, Failure> {
    let note = sign_note(unsigned, &[signer]).map_err(|error| Failure::new(error.to_string()))?;
    let board = NoticeBoard::verify(note.as_bytes(), signer.verifier_key()).map_err(bad)?;
    let values: [(&str, &dyn ToString); 2] = [("serial", &board.serial), ("count", &board.notices.len())];
    let titles = board.notices.iter().map(|notice| format!("  {} {}", notice.id, notice.title));
    let shown = [text_with("desk-notice-to-sign", &values)].into_iter().chain(titles).collect();
    Ok(Drafted { note, serial: board.serial, shown, question: "desk-notice-ask-sign", done: "desk-notice-signed" })
}

/// A board under this desk's key.
pub(super) fn read(state: &State, note: &str) -> Result<NoticeBoard, Failure> {
    let desk = state.desk().ok_or_else(|| Failure::new(text("desk-card-other")))?;
    NoticeBoard::verify(note.as_bytes(), &desk).map_err(bad)
}

/// Whether a notice may be drawn from this case: only with the reporter's yes to going public, and there is no way
/// around it.
pub(super) fn check_consent(state: &State, case: &str) -> Result<(), Failure> {
    match state.case(case)?.granted_for(ConsentLevel::Public) {
        Some(_) => Ok(()),
        None => Err(Failure::new(text_with("desk-notice-no-consent", &[("case", &case)]))
            .hint(text_with("desk-notice-no-consent-hint", &[("case", &case)]))),
    }
}

fn next(state: &State, change: &Change, now: u64) -> Result<Made, Failure> {
    let desk = state.desk().ok_or_else(|| Failure::new(text("desk-card-other")))?;
    let newest = state.notices.newest.as_ref();
    let before = newest.map(|newest| read(state, &newest.note)).transpose()?;
    let mut cases = newest.map(|newest| newest.cases.clone()).unwrap_or_default();
    // A clock that was set back must not date a notice after its board.
    let issued = now.max(before.as_ref().map_or(0, |board| board.issued));
    let serial = before.as_ref().map_or(1, |board| board.serial + 1);
    let mut notices = before.map(|board| board.notices).unwrap_or_default();
    match change {
        Change::Add(fresh) => {
            if notices.len() == NOTICES_MAX {
                return Err(Failure::new(text_with("desk-notice-full", &[("most", &NOTICES_MAX)])));
            }
            still_agreed(state, &cases)?;
            fresh.case.iter().try_for_each(|case| check_consent(state, case))?;
            notices.push(fresh.notice(serial, issued));
            cases.extend(fresh.case.clone().map(|case| (serial, case)));
        }
        Change::Withdraw(ids) => {
            if let Some(id) = ids.iter().find(|id| !notices.iter().any(|notice| notice.id == **id)) {
                return Err(Failure::new(text_with("desk-notice-unknown", &[("id", id)])));
            }
            notices.retain(|notice| !ids.contains(&notice.id));
        }
        Change::WithdrawAll if notices.is_empty() => return Err(Failure::new(text("desk-notice-none"))),
        Change::WithdrawAll => notices.clear(),
    }
    cases.retain(|id, _| notices.iter().any(|notice| notice.id == *id));
    Ok((NoticeBoard { desk, serial, issued, notices }, cases))
}

/// Signing anew says everything anew: what a reporter no longer agrees to has to go first.
fn still_agreed(state: &State, cases: &BTreeMap<u64, String>) -> Result<(), Failure> {
    cases.iter().try_for_each(|(id, case)| {
        check_consent(state, case)
            .map_err(|failure| failure.hint(text_with("desk-notice-withdraw-hint", &[("id", id)])))
    })
}

/// Keeps a signed board before anybody else has it, and writes into the custody of each case what became of its words.
fn take(home: &Home, state: &mut State, note: String, (board, cases): Made, now: u64) -> Result<(), Failure> {
    let before = state.notices.newest.as_ref();
    if let Some(known) = before.filter(|newest| board.serial <= newest.serial) {
        let values: [(&str, &dyn ToString); 2] = [("known", &known.serial), ("shown", &board.serial)];
        return Err(Failure::new(text_with("desk-notice-rolled-back", &values)));
    }
    let old = before.map(|newest| newest.cases.clone()).unwrap_or_default();
    let added = cases.iter().filter(|(id, _)| !old.contains_key(id));
    for (id, case) in added {
        // Asked again: a draft may have lain for weeks.
        check_consent(state, case)?;
        note_custody(home, state, case, now, &format!("notice-{id}-published"))?;
    }
    let gone = old.iter().filter(|(id, case)| !cases.contains_key(id) && state.cases.contains_key(*case));
    for (id, case) in gone {
        note_custody(home, state, case, now, &format!("notice-{id}-withdrawn"))?;
    }
    state.notices.signed.push(SignedBoard { serial: board.serial, hash: Sha256::digest(&note).into() });
    state.notices.newest = Some(OwnBoard { serial: board.serial, note, cases, proofs: BTreeMap::new() });
    Ok(())
}

fn note_custody(home: &Home, state: &State, case: &str, now: u64, action: &str) -> Result<(), Failure> {
    Ok(custody::append(home, case, state.case(case)?, now, action, home.role().name())?)
}

/// What the format does not take, in words for whoever wrote it.
fn bad(error: CardError) -> Failure {
    let line = if let CardError::Format(line) = error { line } else { "" };
    match line {
        "title" => Failure::usage(text_with("desk-notice-title", &[("limit", &TITLE_MAX)])),
        "length" => Failure::usage(text("desk-notice-too-long")),
        "language" => Failure::usage(text("desk-notice-language")),
        _ => Failure::new(text_with("desk-notice-bad", &[("why", &error)])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::home::tests::{NOW, case, home};
    use crate::desk::home::{Consent, HomeError, Secret};

    fn fresh(title: &str, case: Option<&str>) -> Change {
        let (language, text) = ("es".into(), "No firmes nada.".into());
        let case = case.map(str::to_owned);
        Change::Add(Fresh { language, kind: NoticeKind::Rights, lasts: None, title: title.into(), text, case })
    }

    fn consent(level: ConsentLevel, answer: Option<bool>) -> Consent {
        Consent { id: [1; 4], level: level.code(), for_whom: "todos".into(), asked_at: NOW, answer }
    }

    fn with_case(home: &Home, consents: Vec<Consent>) {
        let mut otter = case(3);
        let decided = consents.iter().rfind(|consent| consent.level == ConsentLevel::Public.code());
        let agreed = decided.filter(|consent| consent.answer == Some(true));
        otter.may_leave = Some(agreed.map(|consent| (consent.level, "answer".to_owned())).into_iter().collect());
        otter.consents = consents;
        home.update(|state: &mut State| {
            state.cases.insert("otter".into(), otter.clone());
            Ok::<_, HomeError>(())
        })
        .unwrap();
    }

    fn publish(home: &Home, change: &Change) -> Result<(), Failure> {
        home.update(|state: &mut State| sign(home, state, change, NOW))
    }

    fn standing(home: &Home) -> Vec<u64> {
        let state = home.read().unwrap();
        let newest = state.notices.newest.clone().unwrap();
        read(&state, &newest.note).unwrap().notices.iter().map(|notice| notice.id).collect()
    }

    fn actions(home: &Home) -> Vec<String> {
        let state = home.read().unwrap();
        custody::read(home, "otter", &state.cases["otter"]).unwrap().into_iter().map(|event| event.action).collect()
    }

    #[test]
    fn a_number_is_never_used_again() {
        let (_dir, home) = home();
        publish(&home, &fresh("uno", None)).unwrap();
        publish(&home, &fresh("dos", None)).unwrap();
        publish(&home, &Change::Withdraw(vec![2])).unwrap();
        publish(&home, &fresh("tres", None)).unwrap();
        assert_eq!(standing(&home), [1, 4]);
        publish(&home, &Change::WithdrawAll).unwrap();
        assert_eq!(standing(&home), [0; 0]);
        assert!(publish(&home, &Change::WithdrawAll).is_err());
        assert!(publish(&home, &Change::Withdraw(vec![1])).is_err());
    }

    #[test]
    fn a_seventeenth_notice_and_one_that_is_too_long_are_refused_and_change_nothing() {
        let (_dir, home) = home();
        for n in 0..NOTICES_MAX {
            publish(&home, &fresh(&n.to_string(), None)).unwrap();
        }
        assert!(publish(&home, &fresh("más", None)).is_err());
        publish(&home, &Change::Withdraw(vec![1])).unwrap();
        assert!(publish(&home, &fresh(&"a".repeat(TITLE_MAX + 1), None)).is_err());
        assert_eq!(standing(&home).len(), NOTICES_MAX - 1);
    }

    #[test]
    fn a_case_is_drawn_from_only_with_a_yes_to_going_public() {
        let (_dir, home) = home();
        let change = fresh("caso", Some("otter"));
        assert!(publish(&home, &change).is_err(), "no such case");
        let public = ConsentLevel::Public;
        for consents in [
            vec![],
            vec![consent(public, None)],
            vec![consent(public, Some(false))],
            vec![consent(ConsentLevel::Counsel, Some(true))],
            vec![consent(public, Some(true)), consent(public, Some(false))],
        ] {
            with_case(&home, consents);
            assert!(publish(&home, &change).is_err());
            assert!(home.update(|state: &mut State| draft(state, &change, NOW)).is_err());
        }
        assert!(actions(&home).is_empty() && home.read().unwrap().notices.newest.is_none());
        with_case(&home, vec![consent(public, Some(true))]);
        publish(&home, &change).unwrap();
        assert_eq!(actions(&home), ["notice-1-published"]);
    }

    #[test]
    fn a_yes_that_was_taken_back_stops_every_signing_until_the_notice_is_withdrawn() {
        let (_dir, home) = home();
        with_case(&home, vec![consent(ConsentLevel::Public, Some(true))]);
        publish(&home, &fresh("caso", Some("otter"))).unwrap();
        home.update(|state: &mut State| {
            state.case_mut("otter")?.may_leave = Some(Default::default());
            Ok::<_, HomeError>(())
        })
        .unwrap();
        assert!(publish(&home, &fresh("otra", None)).is_err());
        publish(&home, &Change::Withdraw(vec![1])).unwrap();
        publish(&home, &fresh("otra", None)).unwrap();
        assert_eq!(actions(&home), ["notice-1-published", "notice-1-withdrawn"]);
    }

    fn signed_elsewhere(home: &Home, text: &str) -> String {
        let signer = signer(&home.read().unwrap()).unwrap();
        sign_text(text, &signer).unwrap().note
    }

    #[test]
    fn only_the_last_draft_is_taken_and_its_consent_is_asked_for_again() {
        let (_dir, home) = home();
        with_case(&home, vec![consent(ConsentLevel::Public, Some(true))]);
        let drafted = |change: &Change| home.update(|state: &mut State| draft(state, change, NOW)).unwrap();
        let take = |note: &str| home.update(|state: &mut State| take_signed(&home, state, note.to_owned(), NOW));
        let first = signed_elsewhere(&home, &drafted(&fresh("caso", Some("otter"))));
        let second = signed_elsewhere(&home, &drafted(&fresh("otra", Some("otter"))));
        assert!(take(&first).is_err(), "another draft was made since");
        assert!(take(&second.replace("otra", "otro")).is_err());
        with_case(&home, vec![consent(ConsentLevel::Public, Some(false))]);
        assert!(take(&second).is_err(), "the yes was taken back while the draft lay there");
        with_case(&home, vec![consent(ConsentLevel::Public, Some(true))]);
        take(&second).unwrap();
        take(&second).unwrap();
        assert_eq!((standing(&home), actions(&home).len()), (vec![1], 1));
    }

    #[test]
    fn another_identity_signs_no_board_of_this_desk() {
        let (_dir, home) = home();
        let text = home.update(|state: &mut State| draft(state, &fresh("uno", None), NOW)).unwrap();
        let name = home.read().unwrap().desk().unwrap().name().to_owned();
        let other = NoteSigner::from_seed(&name, Secret::generate().expose()).unwrap();
        assert!(sign_text(&text, &other).is_err());
    }
}
