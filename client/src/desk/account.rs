//! What was done with a case, and when its reporter is told (`SPEC.md` 9.2): steps of a role and a day, no names.
//!
//! ```text
//! desk show ──note──▶ steps of the case ──some hours later, at most once a day──▶ account ──▶ reporter
//! desk reply ─note──▶                   ──at once, along with the reply─────────▶
//! ```

use davylamp_protocol::message::{Account, Deed, Message, STEPS_MAX, StaffRole, Step, ValueList as _};
use davylamp_protocol::week::DAY_SECONDS;
use rand::Rng as _;
use rand::rngs::OsRng;
use serde_json::{Value, json};

use super::home::{Case, Home, HomeError, State, TakenStep};
use super::{custody, outbox};
use crate::failure::Failure;
use crate::relay::now;

/// Notes a step, once for each role, deed and day; says whether it is new. Call it within [`Home::update`].
pub(crate) fn note(case: &mut Case, role: StaffRole, deed: Deed, clock: u64) -> bool {
    let step = TakenStep { day: day_of(clock), role: role.code(), deed: deed.code() };
    let book = &mut case.account;
    if book.steps.contains(&step) {
        return false;
    }
    book.steps.push(step);
    if book.due.is_none() {
        // The log must not show when somebody looked.
        let first = book.last.map_or(clock, |last| clock.max(last.saturating_add(DAY_SECONDS)));
        book.due = Some(first.saturating_add(OsRng.gen_range(0..=WITHIN)));
    }
    true
}

/// Notes that somebody looks at a case: in its custody, and for its reporter, once for each role and day.
pub(crate) fn note_opened(home: &Home, id: &str) -> Result<(), HomeError> {
    let (role, clock) = (home.role(), now());
    let day = day_of(clock);
    let known = |case: &Case| case.account.steps.contains(&taken(day, role, Deed::Opened));
    let state = home.read()?;
    // A defender's profile has no reporter who comes back for answers.
    if state.alerts.profiles.contains_key(id) || known(state.case(id)?) {
        return Ok(());
    }
    home.update(|state: &mut State| {
        let case = state.case_mut(id)?;
        if note(case, role, Deed::Opened, clock) {
            custody::append(home, id, case, clock, "opened", role.name())?;
        }
        Ok::<_, HomeError>(())
    })
}

/// Seals an account of what the reporter was not told yet, if there is anything. Call it within [`Home::update`].
pub(crate) fn tell(home: &Home, state: &mut State, id: &str, clock: u64) -> Result<bool, Failure> {
    let case = state.case_mut(id)?;
    let told = case.account.told;
    let mut steps: Vec<Step> =
        case.account.steps.iter().skip(told).take(STEPS_MAX).filter_map(TakenStep::as_step).collect();
    if steps.is_empty() {
        return Ok(false);
    }
    case.account.told = told + steps.len();
    (case.account.last, case.account.due) = (Some(clock), None);
    // A clock that was set back must not keep the account from being one.
    steps.sort_by_key(|step| step.day);
    let lane = case.machine_lane;
    outbox::write(home, state, id, lane, &Message::Account(Account::new(steps)), clock)?;
    Ok(true)
}

/// Whether [`tell_due`] has something to do.
pub(crate) fn is_any_due(state: &State, clock: u64, at_once: bool) -> bool {
    due(state, clock, at_once).next().is_some()
}

/// Tells every reporter whose time has come; `at_once`, whatever the time. Call it within [`Home::update`].
pub(crate) fn tell_due(home: &Home, state: &mut State, clock: u64, at_once: bool) -> Result<(), Failure> {
    let due: Vec<String> = due(state, clock, at_once).cloned().collect();
    due.iter().try_for_each(|id| tell(home, state, id, clock).map(drop))
}

fn due(state: &State, clock: u64, at_once: bool) -> impl Iterator<Item = &String> {
    let is_due = move |case: &Case| case.account.due.is_some_and(|due| at_once || due <= clock);
    // After a restore nothing is sealed before it is known what was.
    let cases = state.cases.iter().filter(|_| state.rescan.is_empty());
    cases.filter(move |(_, case)| is_due(case)).map(|(id, _)| id)
}

/// Every step, told or not.
pub(crate) fn as_json(case: &Case) -> Value {
    let steps = case.account.steps.iter().enumerate().filter_map(|(at, step)| Some((at, step.as_step()?)));
    let step = |(at, step): (usize, Step)| json!({ "day": show_day(step.day), "role": step.role.name(), "deed": step.deed.name(), "told": at < case.account.told });
    steps.map(step).collect()
}

/// `2026-12-10`.
pub(crate) fn show_day(day: u32) -> String {
    let seconds = i64::from(day).saturating_mul(86_400);
    time::OffsetDateTime::from_unix_timestamp(seconds).map_or_else(|_| day.to_string(), |time| time.date().to_string())
}

fn day_of(clock: u64) -> u32 {
    u32::try_from(clock / DAY_SECONDS).unwrap_or(u32::MAX)
}

fn taken(day: u32, role: StaffRole, deed: Deed) -> TakenStep {
    TakenStep { day, role: role.code(), deed: deed.code() }
}

impl TakenStep {
    fn as_step(&self) -> Option<Step> {
        let (role, deed) = StaffRole::from_code(self.role).zip(Deed::from_code(self.deed))?;
        Some(Step { day: self.day, role, deed, words: None })
    }
}

/// An account comes within so long after the first step of it.
const WITHIN: u64 = 6 * 3600;

#[cfg(test)]
mod tests {
    use super::super::home::tests::{NOW, case, home};
    use super::*;

    fn home_with_case() -> (tempfile::TempDir, Home) {
        let (dir, home) = home();
        home.update(|state: &mut State| Ok::<_, HomeError>(state.cases.insert("abc".into(), case(5)))).unwrap();
        (dir, home)
    }

    fn noted(case: &mut Case, deed: Deed, clock: u64) -> u64 {
        assert!(note(case, StaffRole::Lawyer, deed, clock));
        case.account.due.unwrap()
    }

    #[test]
    fn a_step_is_noted_once_for_its_role_deed_and_day() {
        let mut case = case(1);
        noted(&mut case, Deed::Opened, NOW);
        assert!(!note(&mut case, StaffRole::Lawyer, Deed::Opened, NOW + 60));
        assert!(note(&mut case, StaffRole::Interpreter, Deed::Opened, NOW + 60));
        assert!(note(&mut case, StaffRole::Lawyer, Deed::WroteTo, NOW + 60));
        assert!(note(&mut case, StaffRole::Lawyer, Deed::Opened, NOW + DAY_SECONDS));
        assert_eq!(case.account.steps.len(), 4);
    }

    #[test]
    fn the_time_of_opening_is_hidden_in_the_hours_after_it_and_a_day_after_the_last_account() {
        let dues: Vec<u64> = (0..64).map(|_| noted(&mut case(1), Deed::Opened, NOW)).collect();
        assert!(dues.iter().all(|due| (NOW..=NOW + WITHIN).contains(due)));
        // 64 draws from 21,601 moments that are all within the first hour: (1/6)^64.
        assert!(dues.iter().any(|due| *due > NOW + 3600) && dues.iter().any(|due| *due != dues[0]));
        let mut case = case(1);
        case.account.last = Some(NOW);
        assert!(noted(&mut case, Deed::Opened, NOW + 60) >= NOW + DAY_SECONDS);
    }

    #[test]
    fn an_account_is_sealed_when_it_is_due_and_tells_each_step_once() {
        let (_dir, home) = home_with_case();
        home.update(|state: &mut State| {
            let due = noted(state.case_mut("abc")?, Deed::Opened, NOW);
            assert!(
                !is_any_due(state, due - 1, false) && is_any_due(state, due - 1, true) && is_any_due(state, due, false)
            );
            tell_due(&home, state, due, false)?;
            assert_eq!(state.outbox.len(), 1);
            assert!(!is_any_due(state, u64::MAX, true) && !tell(&home, state, "abc", due)?);
            assert_eq!(state.case("abc")?.account.told, 1);
            Ok::<_, Failure>(())
        })
        .unwrap();
    }

    #[test]
    fn nothing_is_told_before_a_restored_desk_knows_what_it_said() {
        let (_dir, home) = home_with_case();
        home.update(|state: &mut State| {
            noted(state.case_mut("abc")?, Deed::Opened, NOW);
            state.rescan.insert("log.example".into());
            assert!(!is_any_due(state, u64::MAX, true));
            Ok::<_, HomeError>(())
        })
        .unwrap();
    }

    #[test]
    fn who_looks_is_in_custody_by_role_once_a_day() {
        let (_dir, home) = home_with_case();
        let home = home.opened_by(StaffRole::Interpreter);
        for _ in 0..3 {
            note_opened(&home, "abc").unwrap();
        }
        let state = home.read().unwrap();
        let events = custody::read(&home, "abc", state.case("abc").unwrap()).unwrap();
        assert_eq!(events.iter().map(|e| (&*e.action, &*e.actor)).collect::<Vec<_>>(), [("opened", "interpreter")]);
        assert!(note_opened(&home, "none").is_err());
    }
}
