//! May this leave? Whatever goes from a case to anybody but its own reporter asks here, each time (`SPEC.md` 9.3).
//!
//! ```text
//! messages of the case ──▶ Decisions ──▶ counsel: answer 01020304, company: none, public: none
//!                                    ╰─▶ Case::granted_for, renewed with every message that comes
//! ```

use std::collections::BTreeMap;

use davylamp_protocol::evidence::{ConsentBasis, Decisions};
use davylamp_protocol::message::{ConsentLevel, ValueList as _};
use serde_json::{Value, json};

use super::assembly::Thread;
use super::cases::thread;
use super::home::{Home, HomeError, State};
use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// What stands after these messages, as [`Case::granted_for`](super::home::Case::granted_for) keeps it.
pub(crate) fn standing(thread: &Thread) -> BTreeMap<u8, String> {
    let decisions = decisions(thread);
    let granted =
        |circle: &ConsentLevel| Some((circle.code(), ConsentBasis::text_of(Some(decisions.for_circle(*circle)?))));
    CIRCLES.iter().filter_map(granted).collect()
}

/// Reads what was decided in cases of an earlier version's home, which did not keep it. A case that cannot be read is
/// left as it is: nothing may leave it, and every other one can be worked with.
pub(crate) fn catch_up(home: &Home) -> Result<(), HomeError> {
    let state = home.read()?;
    let unread = state.cases.iter().filter(|(_, case)| case.may_leave.is_none() && case.next_file > 0);
    let read = unread.filter_map(|(id, case)| Some((id, standing(&thread(home, &state, id, case).ok()?))));
    let read: Vec<_> = read.collect();
    if read.is_empty() {
        return Ok(());
    }
    home.update(|state: &mut State| {
        for (id, standing) in read {
            // A message that came meanwhile has brought it.
            state.cases.get_mut(id).into_iter().for_each(|case| _ = case.may_leave.get_or_insert(standing.clone()));
        }
        Ok(())
    })
}

/// What the reporter decided, in the order in which it came.
pub(crate) fn decisions(thread: &Thread) -> Decisions {
    let mut decisions = Decisions::default();
    for message in &thread.messages {
        if let Ok(content) = &message.message {
            decisions.take(content, message.contradicted);
        }
    }
    decisions
}

/// What is said where there is no consent.
pub(crate) fn refusal(id: &str) -> Failure {
    Failure::new(text("export-no-consent")).hint(text_with("export-no-consent-hint", &[("case", &id)]))
}

/// A line for each circle.
pub(crate) fn print(decisions: &Decisions, terminal: &Terminal) {
    for circle in CIRCLES {
        let basis = decisions.for_circle(circle);
        let (named, id) = match basis {
            None => ("none", String::new()),
            Some(ConsentBasis::Report) => ("report", String::new()),
            Some(ConsentBasis::Answer(id)) => ("answer", hex::encode(id)),
        };
        let values: [(&str, &dyn ToString); 3] = [("circle", &circle.name()), ("basis", &named), ("id", &id)];
        terminal.print(text_with("desk-consent-circle", &values));
    }
}

/// `{"counsel": "answer 01020304", "company": "none", "public": "none"}`.
pub(crate) fn as_json(decisions: &Decisions) -> Value {
    CIRCLES.iter().map(|circle| (circle.name(), json!(ConsentBasis::text_of(decisions.for_circle(*circle))))).collect()
}

const CIRCLES: [ConsentLevel; 3] = [ConsentLevel::Counsel, ConsentLevel::Company, ConsentLevel::Public];

#[cfg(test)]
mod tests {
    use super::super::home::tests::{case, home};
    use super::super::home::{Direction, StoredMessage};
    use super::*;

    #[test]
    fn nothing_may_leave_a_case_whose_messages_were_not_read() {
        let mut case = case(1);
        assert_eq!(CIRCLES.map(|circle| case.granted_for(circle)), [None; 3]);
        case.may_leave = Some([(ConsentLevel::Counsel.code(), "report".to_owned())].into());
        assert_eq!(CIRCLES.map(|circle| case.granted_for(circle)), [Some("report"), None, None]);
        assert_eq!(case.granted_for(ConsentLevel::DeskOnly), None);
    }

    #[test]
    fn a_case_of_an_earlier_home_is_read_once_and_a_broken_one_stops_nothing() {
        let (_dir, home) = home();
        let fill = |id: &str, files: u64| {
            home.update(|state: &mut State| {
                let mut old = case(5);
                old.next_file = files;
                Ok::<_, HomeError>(state.cases.insert(id.to_owned(), old))
            })
            .unwrap()
        };
        fill("new", 0);
        // Its one file is not there.
        fill("broken", 1);
        let before = home.stamp();
        catch_up(&home).unwrap();
        assert_eq!(home.stamp(), before, "nothing was read, nothing is written");
        let message = StoredMessage {
            file: 0,
            direction: Direction::FromReporter,
            origin: "log.example".into(),
            index: Some(1),
            envelope: vec![0; 4096],
            file_key: [0; 16],
            proof: None,
            content: vec![],
            at: 1,
        };
        fill("old", 1);
        home.store_message("old", home.read().unwrap().case("old").unwrap(), &message).unwrap();
        catch_up(&home).unwrap();
        let state = home.read().unwrap();
        let kept = ["new", "broken", "old"].map(|id| state.case(id).unwrap().may_leave.is_some());
        assert_eq!(kept, [false, false, true]);
    }
}
