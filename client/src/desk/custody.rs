//! Who did what with a case: a chain of events, each naming the hash of the one before.

use std::process::ExitCode;

use davylamp_protocol::message::ValueList as _;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::export::record::custody_now;
use super::home::{Case, Home, HomeError, base64};
use crate::counsel::custody as custody_words;
use crate::failure::Failure;
use crate::terminal::{Terminal, printable};
use crate::text::text_with;

/// One event of a case's custody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event {
    /// Unix seconds.
    pub(crate) time: u64,
    /// What was done: a stable name.
    pub(crate) action: String,
    /// Who did it, and to whom, in the desk's own words.
    pub(crate) actor: String,
    /// What they are at the desk; none where the machine noted it by itself, and in what was noted before there were roles.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) role: Option<String>,
    /// SHA-256 of the event before, as JSON; zeros for the first.
    #[serde(with = "base64")]
    pub(crate) prev: [u8; 32],
}

/// Appends an event. Call it within [`Home::update`], so that two commands do not append to one end.
pub(crate) fn append(
    home: &Home,
    id: &str,
    case: &Case,
    time: u64,
    action: &str,
    actor: &str,
) -> Result<(), HomeError> {
    let mut events = read(home, id, case)?;
    let prev = events.last().map_or([0; 32], digest);
    let role = (!is_by_machine(action, actor)).then(|| home.role().name().to_owned());
    events.push(Event { time, action: action.to_owned(), actor: actor.to_owned(), role, prev });
    let json = serde_json::to_vec(&events).expect("events have string keys and no failing values");
    home.write_case_file(id, case, CUSTODY, &json)
}

/// All events of a case, first to last, their chain checked.
pub(crate) fn read(home: &Home, id: &str, case: &Case) -> Result<Vec<Event>, HomeError> {
    let Some(json) = home.read_case_file(id, &case.vault_identity(), CUSTODY)? else { return Ok(Vec::new()) };
    let damaged = || HomeError::Damaged(home.dir().join("cases").join(id).join(CUSTODY));
    let events: Vec<Event> = serde_json::from_slice(&json).map_err(|_| damaged())?;
    let mut prev = [0; 32];
    for event in &events {
        if event.prev != prev {
            return Err(damaged());
        }
        prev = digest(event);
    }
    Ok(events)
}

/// What a watch takes out of the log, whoever started it.
fn is_by_machine(action: &str, actor: &str) -> bool {
    actor == "watch" || matches!(action, "consent-granted" | "consent-refused")
}

/// `davylamp desk custody`: who had the case in hand, as the next case file will say.
pub(crate) fn show(home: &Home, id: &str, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let (log, (posted, waiting)) = custody_now(home, id)?;
    terminal.print(text_with("desk-custody-head", &[("case", &id)]));
    custody_words::lines(&log).iter().for_each(|line| terminal.print(printable(line)));
    terminal.print(text_with("desk-custody-heads", &[("posted", &posted), ("waiting", &waiting)]));
    let heads = json!({ "posted": posted, "waiting": waiting });
    terminal.json(&json!({ "case": id, "custody": custody_words::as_json(&log), "heads": heads }));
    Ok(ExitCode::SUCCESS)
}

fn digest(event: &Event) -> [u8; 32] {
    Sha256::digest(serde_json::to_vec(event).expect("an event has no failing values")).into()
}

const CUSTODY: &str = "custody.age";
