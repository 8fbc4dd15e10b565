//! What messages of a case, and copies beside it, do to its tables.

use davylamp_protocol::message::{Join, Leave, Message, Party, Table as Told, ValueList as _};

use super::{Worth, copies_for, judge};
use crate::desk::custody;
use crate::desk::home::{Case, Ended, Home, HomeError, Secret, State, Table};
use crate::desk::watch::Event;

/// What came in a case, whole.
pub(crate) struct News {
    pub(crate) lane: String,
    pub(crate) message: Message,
    pub(crate) contradicted: bool,
    pub(crate) index: Option<u64>,
}

/// Takes what is about a table; gives what is to be told. Call it within [`Home::update`].
pub(crate) fn take(
    home: &Home,
    state: &mut State,
    id: &str,
    news: Vec<News>,
    now: u64,
) -> Result<Vec<Event>, HomeError> {
    let own = state.desk().map(|desk| *desk.key_bytes());
    let mut events = Vec::new();
    for News { lane, message, contradicted, index } in news {
        let case = state.case_mut(id)?;
        match message {
            // Where another relay says something else there is no invitation; an end is an end.
            Message::Join(join) if !contradicted && join.desk().map(|desk| *desk.key_bytes()) != own => {
                let table = join.table;
                if sit_down(case, join, now) {
                    custody::append(home, id, case, now, "table-joined", "watch")?;
                    absorb(home, state, &hex::encode(table), now)?;
                }
            }
            // Doubt about an invitation is none.
            Message::Join(join) if contradicted => {
                case.mediation.left.insert(hex::encode(join.table));
                end_in(home, state, id, (join.table, Party::Reporter), now)?;
            }
            Message::Leave(leave) if leave.by == Party::Reporter => {
                case.mediation.left.insert(hex::encode(leave.table));
                end_in(home, state, id, (leave.table, Party::Reporter), now)?;
            }
            Message::ConsentAnswer(answer) if !answer.granted || contradicted => {
                let proposed = case.mediation.proposals.iter_mut();
                proposed.filter(|proposal| proposal.id == answer.id).for_each(|p| p.answer = p.answer.or(Some(false)));
            }
            Message::Copy(copy) => {
                let name = hex::encode(copy.table);
                case.mediation.copies.insert(lane, name.clone());
                let case = case_of(state, &name).unwrap_or_else(|| id.to_owned());
                events.push(Event::Message { case, kind: "copy".into(), index, contradicted: false });
                absorb(home, state, &name, now)?;
            }
            Message::Report(_)
            | Message::Text(_)
            | Message::Received(_)
            | Message::Status(_)
            | Message::ConsentRequest(_)
            | Message::ConsentAnswer(_)
            | Message::Outcome(_)
            | Message::Arm(_)
            | Message::RelayedAnswer(_)
            | Message::Account(_)
            | Message::Join(_)
            | Message::Leave(_)
            | Message::Table(_)
            | Message::Handover(_) => {}
        }
    }
    Ok(events)
}

/// The reporter's case at this desk whose table has this name.
fn case_of(state: &State, name: &str) -> Option<String> {
    let has = |case: &Case| case.mediation.tables.iter().any(|table| hex::encode(table.id) == name);
    state.cases.iter().find(|(_, case)| has(case)).map(|(id, _)| id.clone())
}

/// Whether the join was new.
fn sit_down(case: &mut Case, join: Join, now: u64) -> bool {
    let mediation = &mut case.mediation;
    if mediation.tables.iter().any(|table| table.id == join.table) {
        return false;
    }
    let accepted = |id: &[u8; 4]| join.proposal.as_ref() == Some(id);
    mediation.proposals.iter_mut().filter(|proposal| accepted(&proposal.id)).for_each(|p| p.answer = Some(true));
    let left = mediation.left.contains(&hex::encode(join.table));
    let mut table = Table {
        id: join.table,
        other: join.other.code(),
        contacts: join.contacts.clone(),
        seed: Secret::generate(),
        cards: Vec::new(),
        asked_at: 0,
        wants_card: false,
        opened_at: now,
        ended: left.then_some(Ended { at: now, by: Party::Reporter.code() }),
        owed: Vec::new(),
        untold: Vec::new(),
    };
    if left {
        table.tell(&Message::Leave(Leave::new(join.table, Party::Reporter, None)));
    } else {
        table.tell(&Message::Table(Told::open(join.table, join.contacts)));
    }
    mediation.tables.push(table);
    true
}

/// Ends the table of a case, if it is there and open; what was sealed for the other desk and not posted goes.
pub(super) fn end_in(
    home: &Home,
    state: &mut State,
    id: &str,
    (name, by): ([u8; 32], Party),
    now: u64,
) -> Result<(), HomeError> {
    let case = state.case_mut(id)?;
    let Some(table) = case.mediation.open_mut().find(|table| table.id == name) else { return Ok(()) };
    table.ended = Some(Ended { at: now, by: by.code() });
    table.owed.clear();
    if by != table.seat() {
        table.tell(&Message::Leave(Leave::new(name, by, None)));
    }
    let name = hex::encode(name);
    state.outbox.retain(|pending| pending.to.as_ref().is_none_or(|to| to.table != name));
    custody::append(home, id, state.case(id)?, now, &format!("table-ended-by-{}", by.name()), "watch")
}

/// Looks at the copies for a table once more: an end that the other desk signed ends it, and a signer that no card names
/// wants one. Call it within [`Home::update`].
pub(crate) fn absorb(home: &Home, state: &mut State, name: &str, now: u64) -> Result<(), HomeError> {
    let Some(id) = case_of(state, name) else { return Ok(()) };
    let own = state.desk_key().ok_or_else(|| HomeError::Damaged(home.dir().to_owned()))?;
    let copies = copies_for(home, state, name)?;
    let tables = &mut state.case_mut(&id)?.mediation.tables;
    let Some(table) = tables.iter_mut().find(|table| hex::encode(table.id) == name) else { return Ok(()) };
    let cards = table.cards();
    let worth: Vec<Worth> = copies.iter().map(|(copy, at)| judge(table, &cards, own, (copy, *at))).collect();
    table.wants_card = worth.iter().any(|worth| matches!(worth, Worth::Unchecked));
    let (table, other) = (table.id, table.other());
    if worth.iter().any(Worth::is_end) {
        end_in(home, state, &id, (table, other), now)?;
    }
    Ok(())
}
