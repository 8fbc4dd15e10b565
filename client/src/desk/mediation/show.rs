//! A table as a person sees it, and as a script does: every message with whose it is.

use davylamp_protocol::card::Card;
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::message::{Message, Party, ValueList as _};
use serde_json::{Value, json};

use super::{Worth, copies_for, judge};
use crate::desk::home::{Case, Home, HomeError, State, Table};
use crate::desk::show::{content_json, local_time};
use crate::desk::watch::kind_name;
use crate::terminal::{Terminal, printable};
use crate::text::{text, text_with};

/// A copy of the other desk's words.
pub(crate) struct Shown {
    /// When it came, by this desk's clock.
    pub(crate) at: u64,
    said_at: u64,
    party: Party,
    name: String,
    key: String,
    worth: Worth,
    /// It came after the table had ended here.
    late: bool,
}

/// The copies that came for the tables of a case, oldest first.
pub(crate) fn shown(home: &Home, state: &State, case: &Case) -> Result<Vec<Shown>, HomeError> {
    let own = state.desk_key().ok_or_else(|| HomeError::Damaged(home.dir().to_owned()))?;
    let mut all = Vec::new();
    for table in &case.mediation.tables {
        let cards = table.cards();
        for (copy, at) in copies_for(home, state, &hex::encode(table.id))? {
            let worth = judge(table, &cards, own, (&copy, at));
            // The copy that brings the end comes with it, not after it.
            let late = !worth.is_end() && table.ended.is_some_and(|ended| at > ended.at);
            let key = table.desk().map(|desk| desk.to_string()).unwrap_or_default();
            all.push(Shown { at, said_at: copy.at, party: table.other(), name: name_in(&cards), key, worth, late });
        }
    }
    all.sort_by_key(|shown| shown.at);
    Ok(all)
}

impl Shown {
    pub(crate) fn print(&self, terminal: &Terminal) {
        let (message, kind) = match &self.worth {
            Worth::Odd => return terminal.print(text("desk-mediation-odd")),
            Worth::Unchecked => (String::new(), "copy"),
            Worth::Holds(message) => (words(message), kind_name(message)),
        };
        let from =
            text_with(&format!("desk-mediation-from-{}", self.party.name()), &[("name", &printable(&self.name))]);
        let values: [(&str, &dyn ToString); 4] = [
            ("from", &from),
            ("kind", &text(&format!("desk-kind-{kind}"))),
            ("time", &local_time(self.said_at)),
            ("state", &String::new()),
        ];
        terminal.print(text_with("desk-message-head", &values));
        if self.late {
            terminal.print(text("desk-mediation-late"));
        }
        if matches!(self.worth, Worth::Unchecked) {
            terminal.print(text("desk-mediation-unchecked"));
        }
        printable(&message).lines().for_each(|line| terminal.print(format!("  {line}")));
    }

    pub(crate) fn json(&self) -> Value {
        let (worth, message) = match &self.worth {
            Worth::Holds(message) => ("holds", Some(message.as_ref())),
            Worth::Unchecked => ("unchecked", None),
            Worth::Odd => ("odd", None),
        };
        json!({
            "direction": "from-other-desk",
            "party": self.party.name(),
            "name": self.name,
            "key": self.key,
            "at": self.at,
            "said_at": self.said_at,
            "worth": worth,
            "after_the_end": self.late,
            "kind": message.map(kind_name),
            "content": message.map(content_json),
        })
    }
}

/// What another desk said, in words.
fn words(message: &Message) -> String {
    match message {
        Message::Text(m) => m.text.clone(),
        Message::Status(m) => [m.status.name().to_owned(), m.text.clone().unwrap_or_default()].join("\n"),
        Message::Leave(m) => {
            let head = text(&format!("desk-mediation-ended-{}", m.by.name()));
            [head, m.text.clone().unwrap_or_default()].join("\n")
        }
        Message::Report(_)
        | Message::Received(_)
        | Message::ConsentRequest(_)
        | Message::ConsentAnswer(_)
        | Message::Outcome(_)
        | Message::Arm(_)
        | Message::RelayedAnswer(_)
        | Message::Account(_)
        | Message::Join(_)
        | Message::Copy(_)
        | Message::Table(_)
        | Message::Handover(_) => String::new(),
    }
}

/// The tables and proposals of a case, a line each.
pub(crate) fn print_tables(case: &Case, terminal: &Terminal) {
    for proposal in &case.mediation.proposals {
        let id = match proposal.answer {
            None => "desk-mediation-proposal-waits",
            Some(true) => "desk-mediation-proposal-accepted",
            Some(false) => "desk-mediation-proposal-refused",
        };
        terminal.print(text_with(id, &[("name", &printable(&proposal.name))]));
    }
    for table in &case.mediation.tables {
        let words = table.desk().map(|desk| fingerprint(&desk).join(" ")).unwrap_or_default();
        let id = format!("desk-mediation-with-{}", table.other().name());
        terminal.print(text_with(&id, &[("name", &printable(&name(table))), ("words", &words)]));
        if let Some(by) = table.ended.and_then(|ended| Party::from_code(ended.by)) {
            terminal.print(text(&format!("desk-mediation-ended-{}", by.name())));
        }
    }
}

/// The same for scripts.
pub(crate) fn tables_json(case: &Case) -> Value {
    let table = |table: &Table| {
        json!({
            "table": hex::encode(table.id),
            "seat": table.seat().name(),
            "other": {
                "party": table.other().name(),
                "name": name(table),
                "key": table.desk().map(|desk| desk.to_string()),
                "fingerprint": table.desk().map(|desk| fingerprint(&desk)),
            },
            "open": table.ended.is_none(),
            "ended_by": table.ended.and_then(|ended| Party::from_code(ended.by)).map(|by| by.name()),
            "owed": table.owed.len(),
        })
    };
    case.mediation.tables.iter().map(table).collect()
}

/// Proposals for scripts.
pub(crate) fn proposals_json(case: &Case) -> Value {
    let proposals = case.mediation.proposals.iter();
    proposals
        .map(|proposal| {
            json!({
                "id": hex::encode(proposal.id), "name": proposal.name, "key": proposal.mediator, "accepted": proposal.answer,
            })
        })
        .collect()
}

/// Who this desk is in a case, and the reporter beside it: for messages that are not copies.
pub(crate) fn party_of(case: &Case, from_reporter: bool) -> Party {
    let seat = case.mediation.tables.last().map_or(Party::Desk, Table::seat);
    if from_reporter { Party::Reporter } else { seat }
}

/// Copies for tables that no reporter had this desk come to: case and table, without a word of them.
pub(crate) fn held_back(state: &State) -> Vec<(String, String)> {
    let known = |name: &String| {
        state.cases.values().flat_map(|case| &case.mediation.tables).any(|table| hex::encode(table.id) == *name)
    };
    let mut held: Vec<(String, String)> = Vec::new();
    for (id, case) in &state.cases {
        let names = case.mediation.copies.values().filter(|name| !known(name));
        held.extend(names.map(|name| (id.clone(), name.clone())));
    }
    held.dedup();
    held
}

/// The other desk's name, out of its newest card.
fn name(table: &Table) -> String {
    name_in(&table.cards())
}

fn name_in(cards: &[Card]) -> String {
    cards.last().map(|card| card.name.clone()).unwrap_or_default()
}
