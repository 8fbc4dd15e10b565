//! What a desk tells of tables, for people and scripts.

use std::path::Path;

use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::message::{Leave, Message, Party, Table, TableStep, ValueList as _};
use serde_json::{Value, json};

use crate::reporter::replies::DeskMessage;
use crate::terminal::{Terminal, printable};
use crate::text::{text, text_with};

/// The end of a table.
pub(crate) fn print_leave(leave: &Leave, when: &str, terminal: &Terminal) {
    let id = match leave.by {
        Party::Reporter => "mediation-ended-reporter",
        Party::Desk => "mediation-ended-desk",
        Party::Mediator => "mediation-ended-mediator",
    };
    terminal.print(text_with(id, &[("when", &when)]));
    if let Some(words) = &leave.text {
        terminal.print(printable(words));
    }
    terminal.print(text("mediation-seen"));
}

/// A proposal, or a table that is open.
pub(crate) fn print_table(table: &Table, when: &str, terminal: &Terminal) {
    let words = table.desk().map(|desk| fingerprint(&desk).join(" ")).unwrap_or_default();
    let contact = table.contacts.join("\n");
    match (table.step, table.proposal) {
        (TableStep::Proposed, Some(id)) => {
            let name = printable(table.name.as_deref().unwrap_or_default());
            let why = printable(table.why.as_deref().unwrap_or_default());
            let values: [(&str, &dyn ToString); 5] =
                [("when", &when), ("name", &name), ("words", &words), ("why", &why), ("contact", &contact)];
            terminal.print(text_with("mediation-proposed", &values));
            terminal.print(text_with("mediation-proposed-how", &[("id", &hex::encode(id))]));
        }
        (TableStep::Proposed | TableStep::Open, _) => {
            let values: [(&str, &dyn ToString); 3] = [("when", &when), ("words", &words), ("contact", &contact)];
            terminal.print(text_with("mediation-open", &values));
        }
    }
}

/// The same for scripts.
pub(crate) fn table_json(table: &Table) -> Value {
    json!({
        "kind": "table",
        "step": table.step.name(),
        "proposal": table.proposal.map(hex::encode),
        "table": table.table.map(hex::encode),
        "contacts": table.contacts,
        "key": table.desk().map(|desk| desk.to_string()),
        "fingerprint": table.desk().map(|desk| fingerprint(&desk)),
        "name": table.name,
        "why": table.why,
    })
}

/// Tables that a desk said are open, and of which it did not say the end.
pub(crate) fn open_tables(messages: &[DeskMessage]) -> Vec<&Table> {
    let ended = |table: &Table| {
        let ends =
            |message: &DeskMessage| matches!(&message.message, Message::Leave(m) if Some(m.table) == table.table);
        messages.iter().any(ends)
    };
    let told = messages.iter().filter_map(|message| {
        let Message::Table(table) = &message.message else { return None };
        (table.step == TableStep::Open).then_some(table)
    });
    told.filter(|table| !ended(table)).collect()
}

/// Says how to read both threads, where one shows that a third party sits at the table.
pub(crate) fn print_open(messages: &[DeskMessage], to: Option<&Path>, terminal: &Terminal) {
    if open_tables(messages).is_empty() {
        return;
    }
    let to = to.map_or_else(|| "FILE".to_owned(), |to| to.display().to_string());
    terminal.print("");
    terminal.print(text_with("mediation-read-both", &[("to", &to)]));
}
