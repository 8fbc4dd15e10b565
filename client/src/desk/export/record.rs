//! Records in a case's custody log of what leaves a desk: before anything is read for it, and when it has left.
//!
//! ```text
//! record_opening ─▶ head sealed ─▶ finish_waiting ─▶ messages are read ─▶ record_export ─▶ head sealed ─▶ finish_waiting ─▶ file
//! ```
//!
//! Event and sealed head become durable together, before anything is posted; what waits is posted in its order, the same
//! bytes however often it takes (`SPEC.md` 10.2 and 10.3).

use davylamp_protocol::card::Card;
use davylamp_protocol::clue::Scope;
use davylamp_protocol::evidence::{Action, By, CustodyLog, ExportRecord};
use davylamp_protocol::log::proof::TlogProof;
use davylamp_protocol::message::Deed;
use davylamp_protocol::week::DAY_SECONDS;
use ed25519_dalek::SigningKey;

use super::ledger::Ledger;
use super::{broken, no_card};
use crate::desk::account;
use crate::desk::home::{Case, Home, State};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, now};

/// Whether a run begins an attempt, or goes on with one that was broken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    New,
    WentOn,
}

/// Notes that `actor` is about to read a case for an export or a hand-over. Durable when it returns, its head sealed: it
/// is to be posted ([`finish_waiting`]) before anything is read.
///
/// # Errors
/// A [`Failure`] if there is no such case, or no card in the log whose key could sign.
pub(crate) fn record_opening(home: &Home, id: &str, actor: &str, reason: &str) -> Result<Attempt, Failure> {
    home.update(|state: &mut State| {
        let mut book = Book::open(home, id, state)?;
        let by = book.by(home, actor);
        if is_under_way(&book.log, book.ledger.is_any_waiting(), &by, reason, now()) {
            return Ok(Attempt::WentOn);
        }
        book.note(Action::OpenedForExport, by, reason, None)?;
        book.close(home, id, state.case(id)?)?;
        Ok(Attempt::New)
    })
}

/// Notes an export, with consent or without. An attempt that went on, and had come so far before, is not noted twice.
///
/// # Errors
/// As [`record_opening`].
pub(super) fn record_export(
    home: &Home,
    id: &str,
    attempt: Attempt,
    (action, actor, reason, record): (Action, &str, &str, ExportRecord),
) -> Result<(), Failure> {
    note_and_seal(home, id, attempt, (action, actor, reason, Some(record)))
}

/// Notes that a case was handed to another desk. Durable when it returns, its head sealed.
///
/// # Errors
/// As [`record_opening`].
pub(crate) fn record_handed_over(
    home: &Home,
    id: &str,
    attempt: Attempt,
    (actor, reason, record): (&str, &str, ExportRecord),
) -> Result<(), Failure> {
    note_and_seal(home, id, attempt, (Action::HandedOver, actor, reason, Some(record)))
}

/// Notes that a case was taken over from another desk, and, if it came with one, what its record said.
///
/// # Errors
/// As [`record_opening`].
pub(crate) fn record_received(
    home: &Home,
    id: &str,
    (actor, reason, record): (&str, &str, Option<ExportRecord>),
) -> Result<(), Failure> {
    note_and_seal(home, id, Attempt::New, (Action::Received, actor, reason, record))
}

fn note_and_seal(
    home: &Home,
    id: &str,
    attempt: Attempt,
    (action, actor, reason, record): (Action, &str, &str, Option<ExportRecord>),
) -> Result<(), Failure> {
    home.update(|state: &mut State| {
        let mut book = Book::open(home, id, state)?;
        let by = book.by(home, actor);
        let last = book.log.events().last();
        let is_noted = last.is_some_and(|last| last.action == action && last.export == record);
        if !(attempt == Attempt::WentOn && is_noted) {
            book.note(action, by, reason, record)?;
            book.close(home, id, state.case(id)?)?;
        }
        if action.is_export() {
            account::note(state.case_mut(id)?, home.role(), Deed::Exported, now());
        }
        Ok(())
    })
}

/// Posts every head that waits, in its order, and keeps the proofs. The same bytes, however often it takes. Gives the
/// place of the last.
///
/// # Errors
/// What the relay, or the network, says. What is posted is kept.
pub(crate) async fn finish_waiting(home: &Home, id: &str, network: &NetworkArgs) -> Result<Option<u64>, Failure> {
    let mut last = None;
    loop {
        let state = home.read()?;
        let waiting = Ledger::read(home, id, state.case(id)?)?.waiting()?;
        let Some((n, origin, envelope)) = waiting else { return Ok(last) };
        let cards = state.cards.iter().rev();
        let cards = cards.filter_map(|card| Card::verify(card.note.as_bytes(), &state.desk()?).ok());
        let line = cards.flat_map(|card| card.relays).find(|line| line.log.name() == origin).ok_or_else(no_card)?;
        let proof: TlogProof = Relay::connect(&line.url, network)?.post(&envelope, &line.log).await?;
        home.update(|state: &mut State| {
            let case = state.case(id)?;
            let mut ledger = Ledger::read(home, id, case)?;
            ledger.set_proof(n, &proof);
            ledger.write(home, id, case)?;
            Ok::<_, Failure>(())
        })?;
        last = Some(proof.index);
    }
}

/// A case's custody as the next head will cover it, and how many heads are in the log and wait. What no head covers yet has
/// no key. Nothing is written.
///
/// # Errors
/// A [`Failure`] if there is no such case, or its files are damaged.
pub(crate) fn custody_now(home: &Home, id: &str) -> Result<(CustodyLog, (usize, usize)), Failure> {
    let state = home.read()?;
    let (case, desk) = (state.case(id)?, state.desk_key().ok_or_else(no_card)?);
    let mut ledger = Ledger::read(home, id, case)?;
    let mut log = ledger.log(desk)?;
    ledger.take_events(home, id, case, &mut log, None)?;
    Ok((log, ledger.heads()))
}

/// Whether the log ends in an attempt of the same hand for the same reason that may go on: an opening of the last day, or
/// an export whose head is not in the log yet, so that no file was made.
fn is_under_way(log: &CustodyLog, head_waits: bool, by: &By, reason: &str, clock: u64) -> bool {
    log.events().last().is_some_and(|last| {
        let same = (&last.actor, last.role, last.key, last.reason.as_str()) == (&by.actor, by.role, by.key, reason);
        let opened = last.action == Action::OpenedForExport && clock.saturating_sub(last.time) < DAY_SECONDS;
        same && (opened || last.action.is_export() && head_waits)
    })
}

/// A case's custody log while it is written to, with all that the desk has noted of the case since.
struct Book {
    ledger: Ledger,
    log: CustodyLog,
    origin: String,
    desk: davylamp_protocol::clue::DeskKey,
    signer: SigningKey,
}

impl Book {
    /// Call it within [`Home::update`].
    fn open(home: &Home, id: &str, state: &State) -> Result<Self, Failure> {
        let desk = state.desk_key().ok_or_else(no_card)?;
        let (card, signer) = newest_card(state)?;
        let origin = card.relays.first().ok_or_else(no_card)?.log.name().to_owned();
        let case = state.case(id)?;
        let mut ledger = Ledger::read(home, id, case)?;
        let mut log = ledger.log(desk)?;
        ledger.take_events(home, id, case, &mut log, Some(signer.verifying_key().to_bytes()))?;
        Ok(Self { ledger, log, origin, desk, signer })
    }

    /// Whoever runs the program, under a name that they chose.
    fn by(&self, home: &Home, actor: &str) -> By {
        By { actor: actor.to_owned(), role: Some(home.role()), key: Some(self.signer.verifying_key().to_bytes()) }
    }

    fn note(&mut self, action: Action, by: By, reason: &str, record: Option<ExportRecord>) -> Result<(), Failure> {
        self.log.append(now(), action, by, reason, record).map_err(|error| broken(&error))?;
        let scope = Scope { origin: &self.origin, desk: self.desk };
        self.ledger.add_head(&self.log, scope, &self.signer)
    }

    fn close(&self, home: &Home, id: &str, case: &Case) -> Result<(), Failure> {
        Ok(self.ledger.write(home, id, case)?)
    }
}

/// The newest card that is in a log, and its online key.
pub(super) fn newest_card(state: &State) -> Result<(Card, SigningKey), Failure> {
    let desk = state.desk().ok_or_else(no_card)?;
    let logged = state.cards.iter().filter(|card| !card.proofs.is_empty());
    let newest = logged.max_by_key(|card| card.serial).ok_or_else(no_card)?;
    let card = Card::verify(newest.note.as_bytes(), &desk).map_err(|_| no_card())?;
    let online = state.online.iter().rfind(|key| key.seed.verifier() == card.online_key).ok_or_else(no_card)?;
    Ok((card, SigningKey::from_bytes(online.seed.expose())))
}

#[cfg(test)]
mod tests {
    use davylamp_protocol::message::StaffRole;

    use super::*;
    use crate::desk::custody;
    use crate::desk::home::HomeError;
    use crate::desk::home::tests::{NOW, case, home};

    /// A desk with a case that was opened, and a card that is in the log.
    fn home_with_case() -> (tempfile::TempDir, Home) {
        let (dir, home) = home();
        home.update(|state: &mut State| {
            let case = case(5);
            custody::append(&home, "abc", &case, NOW, "received", "watch")?;
            state.cases.insert("abc".into(), case);
            let proof = ("log.example".to_owned(), "a proof".to_owned());
            state.cards.iter_mut().for_each(|card| card.proofs.extend([proof.clone()]));
            Ok::<_, HomeError>(())
        })
        .unwrap();
        (dir, home.opened_by(StaffRole::Lawyer))
    }

    fn ledger(home: &Home) -> (Ledger, CustodyLog) {
        let state = home.read().unwrap();
        let ledger = Ledger::read(home, "abc", state.case("abc").unwrap()).unwrap();
        let log = ledger.log(state.desk_key().unwrap()).unwrap();
        (ledger, log)
    }

    fn actions(home: &Home) -> Vec<&'static str> {
        ledger(home).1.events().iter().map(|event| event.action.name()).collect()
    }

    /// As if the relay had answered.
    fn prove_all(home: &Home) {
        home.update(|state: &mut State| {
            let case = state.case("abc")?;
            let mut ledger = Ledger::read(home, "abc", case)?;
            let proof = TlogProof { extra: None, index: 1, hashes: vec![], checkpoint: "a\n\nb\n".into() };
            while let Some((n, ..)) = ledger.waiting()? {
                ledger.set_proof(n, &proof);
            }
            ledger.write(home, "abc", case)?;
            Ok::<_, Failure>(())
        })
        .unwrap();
    }

    fn export(home: &Home, attempt: Attempt, contents: u8) {
        let given = ExportRecord::new([contents; 32], "report".into(), vec!["ab".repeat(32)]);
        record_export(home, "abc", attempt, (Action::Exported, "M. Rojas", "court", given)).unwrap();
    }

    #[test]
    fn an_opening_says_who_in_which_role_with_which_key_and_why_and_its_head_is_sealed_with_it() {
        let (_dir, home) = home_with_case();
        assert_eq!(record_opening(&home, "abc", "M. Rojas", "court").unwrap(), Attempt::New);
        let (ledger, log) = ledger(&home);
        let key = newest_card(&home.read().unwrap()).unwrap().0.online_key;
        let [received, opened] = log.events() else { panic!("{log:?}") };
        assert_eq!((received.role, received.key), (None, Some(key)), "a watch is nobody");
        let who = (opened.actor.as_str(), opened.role, opened.key, opened.reason.as_str());
        assert_eq!(who, ("M. Rojas", Some(StaffRole::Lawyer), Some(key), "court"));
        let (n, origin, envelope) = ledger.waiting().unwrap().unwrap();
        let scope = Scope { origin: &origin, desk: home.read().unwrap().desk_key().unwrap() };
        let (head, signer) = ledger.key().open_head(scope, n as u64, &envelope).unwrap();
        assert_eq!((n, head, signer), (0, log.head().unwrap(), key));
    }

    #[test]
    fn an_attempt_that_was_broken_off_goes_on_and_is_noted_once() {
        let (_dir, home) = home_with_case();
        // Broken off before the opening's head was posted, and after.
        assert_eq!(record_opening(&home, "abc", "M. Rojas", "court").unwrap(), Attempt::New);
        assert_eq!(record_opening(&home, "abc", "M. Rojas", "court").unwrap(), Attempt::WentOn);
        prove_all(&home);
        assert_eq!(record_opening(&home, "abc", "M. Rojas", "court").unwrap(), Attempt::WentOn);
        export(&home, Attempt::WentOn, 7);
        // Broken off before the export's head was posted: no file was made.
        assert_eq!(record_opening(&home, "abc", "M. Rojas", "court").unwrap(), Attempt::WentOn);
        export(&home, Attempt::WentOn, 7);
        assert_eq!(actions(&home), ["opened", "opened-for-export", "exported"]);
        // A message has come meanwhile: what was recorded is not what is handed over.
        assert_eq!(record_opening(&home, "abc", "M. Rojas", "court").unwrap(), Attempt::WentOn);
        export(&home, Attempt::WentOn, 8);
        assert_eq!(actions(&home).len(), 4);
        prove_all(&home);
        assert_eq!(record_opening(&home, "abc", "M. Rojas", "court").unwrap(), Attempt::New, "the file may be out");
    }

    #[test]
    fn another_person_reason_or_deed_between_is_an_opening_of_its_own() {
        let (_dir, home) = home_with_case();
        let opening = |home: &Home, who, why| record_opening(home, "abc", who, why).unwrap();
        assert_eq!(opening(&home, "M. Rojas", "court"), Attempt::New);
        assert_eq!(opening(&home, "A. Soto", "court"), Attempt::New);
        assert_eq!(opening(&home, "A. Soto", "press"), Attempt::New);
        let home = home.opened_by(StaffRole::Interpreter);
        assert_eq!(opening(&home, "A. Soto", "press"), Attempt::New);
        home.update(|state| custody::append(&home, "abc", state.case("abc")?, NOW, "replied", "x")).unwrap();
        assert_eq!(opening(&home, "A. Soto", "press"), Attempt::New);
        let openings = actions(&home).iter().filter(|action| **action == "opened-for-export").count();
        assert_eq!(openings, 5);
        let (ledger, _) = ledger(&home);
        assert_eq!(ledger.waiting().unwrap().map(|(n, ..)| n), Some(0), "they are posted in their order");
    }

    #[test]
    fn a_day_later_it_is_another_opening() {
        let (_dir, home) = home_with_case();
        record_opening(&home, "abc", "M. Rojas", "court").unwrap();
        let (_, log) = ledger(&home);
        let last = log.events().last().unwrap();
        let by = By { actor: last.actor.clone(), role: last.role, key: last.key };
        assert!(is_under_way(&log, false, &by, "court", last.time + DAY_SECONDS - 1));
        assert!(!is_under_way(&log, false, &by, "court", last.time + DAY_SECONDS));
        assert!(is_under_way(&log, false, &by, "court", last.time - 99), "a clock that was set back");
        let other = By { key: Some([1; 32]), ..by };
        assert!(!is_under_way(&log, false, &other, "court", last.time), "the online key was changed");
    }

    #[test]
    fn a_hand_over_and_what_was_received_are_noted_with_their_records() {
        let (_dir, home) = home_with_case();
        let given = ExportRecord::new([7; 32], "report".into(), vec!["ab".repeat(32)]);
        record_received(&home, "abc", ("M. Rojas", "from another desk", Some(given.clone()))).unwrap();
        let attempt = record_opening(&home, "abc", "M. Rojas", "the office closes").unwrap();
        record_handed_over(&home, "abc", attempt, ("M. Rojas", "the office closes", given.clone())).unwrap();
        assert_eq!(actions(&home), ["opened", "received", "opened-for-export", "handed-over"]);
        let (_, log) = ledger(&home);
        assert_eq!(log.events().last().unwrap().export, Some(given));
        assert!(record_opening(&home, "none", "M. Rojas", "").is_err());
    }

    #[test]
    fn what_is_shown_of_custody_has_what_no_head_covers_yet_and_writes_nothing() {
        let (_dir, home) = home_with_case();
        record_opening(&home, "abc", "M. Rojas", "court").unwrap();
        home.update(|state| custody::append(&home, "abc", state.case("abc")?, NOW, "replied", "lawyer")).unwrap();
        let (log, heads) = custody_now(&home, "abc").unwrap();
        let last = log.events().last().unwrap();
        assert_eq!((last.action, last.role, last.key), (Action::Answered, Some(StaffRole::Lawyer), None));
        assert_eq!((log.events().len(), heads), (3, (0, 1)));
        assert_eq!(ledger(&home).1.events().len(), 2);
    }

    #[test]
    fn without_a_card_in_the_log_nothing_is_recorded() {
        let (_dir, home) = home_with_case();
        let unpublish = |state: &mut State| -> Result<(), HomeError> {
            state.cards.iter_mut().for_each(|card| card.proofs.clear());
            Ok(())
        };
        home.update(unpublish).unwrap();
        assert!(record_opening(&home, "abc", "M. Rojas", "court").is_err());
        assert_eq!(actions(&home).len(), 0);
    }
}
