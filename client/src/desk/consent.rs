//! May this leave? Whatever goes from a case to anybody but its own reporter asks here, each time (`SPEC.md` 9.3).
//!
//! ```text
//! messages of the case ──▶ Decisions ──▶ counsel: answer 01020304, company: none, public: none
//! ```
//!
//! The messages themselves are read, and no copy of what they once said.

use davylamp_protocol::evidence::{ConsentBasis, Decisions};
use davylamp_protocol::message::{ConsentLevel, ValueList as _};
use serde_json::{Value, json};

use super::assembly::Thread;
use super::cases::thread;
use super::home::{Home, HomeError, State};
use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// On whose word something of the case may leave for a circle of this level, as it stands now.
pub(crate) fn basis(
    home: &Home,
    state: &State,
    id: &str,
    circle: ConsentLevel,
) -> Result<Option<ConsentBasis>, HomeError> {
    Ok(decisions(&thread(home, state, id, state.case(id)?)?).for_circle(circle))
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
