//! Three-way cases, as a desk sees them (`SPEC.md` 15): the reporter, a desk and a mediator, each marked.
//!
//! ```text
//! a join comes ──▶ table ──▶ card of the other desk ──▶ what this desk writes is sealed for it too
//! its copies come ──▶ held against table, card and signature ──▶ shown as its words, or as nothing
//! ```
//!
//! Nothing here speaks to a network while the home is locked: what is owed stands in the home until it is sealed.

mod commands;
mod settle;
mod show;
mod take;

use davylamp_protocol::card::{Card, GRACE};
use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::message::{Copy, Message};

pub(crate) use commands::{MediationCommand, mediation};
pub(crate) use settle::{is_any_due, settle};
pub(crate) use show::{held_back, party_of, print_tables, proposals_json, shown, tables_json};
pub(crate) use take::{News, absorb, take};

use super::assembly::Thread;
use super::home::{Case, Home, HomeError, State, Table};

/// What a copy is worth.
pub(crate) enum Worth {
    /// The other desk's words.
    Holds(Box<Message>),
    /// No card that names its signer is here yet.
    Unchecked,
    /// Not what it should be: nobody's words.
    Odd,
}

impl Worth {
    /// Whether it is the other desk's word that the table ends.
    fn is_end(&self) -> bool {
        matches!(self, Self::Holds(message) if matches!(**message, Message::Leave(_)))
    }
}

/// Holds a copy against its table and the other desk's cards: the other desk wrote and signed it, with a key that a card
/// names which could still be used then. A card that is newer than the copy counts: this desk may have been away when the
/// one before it was replaced.
pub(crate) fn judge(table: &Table, cards: &[Card], own: DeskKey, (copy, arrived): (&Copy, u64)) -> Worth {
    let is_others = table.desk().is_some_and(|desk| *desk.key_bytes() == copy.author);
    let Some(message) = copy.message().filter(|_| is_others && copy.table == table.id && copy.is_signed_for(own))
    else {
        return Worth::Odd;
    };
    if matches!(&message, Message::Leave(leave) if leave.by != table.other() || leave.table != table.id) {
        return Worth::Odd;
    }
    let naming = || cards.iter().filter(|card| card.online_key == copy.signer);
    if naming().any(|card| copy.at < card.expires.saturating_add(GRACE)) {
        Worth::Holds(Box::new(message))
    } else if naming().next().is_none() && table.asked_at <= arrived {
        Worth::Unchecked
    } else {
        Worth::Odd
    }
}

/// Whether a case holds copies of another desk, and nothing else: it is no reporter's.
pub(crate) fn is_lane_of_copies(case: &Case, thread: &Thread) -> bool {
    let mut messages = thread.messages.iter();
    !case.mediation.copies.is_empty() && messages.all(|message| matches!(message.message, Ok(Message::Copy(_))))
}

/// Cases that hold copies for the table `name`, hex.
fn lanes_for<'a>(state: &'a State, name: &str) -> Vec<(&'a String, &'a Case)> {
    state.cases.iter().filter(|(_, case)| case.mediation.copies.values().any(|table| table == name)).collect()
}

/// A copy for a table, when it came, each once.
fn copies_for(home: &Home, state: &State, name: &str) -> Result<Vec<(Copy, u64)>, HomeError> {
    let own = state.desk_key().ok_or_else(|| HomeError::Damaged(home.dir().to_owned()))?;
    let mut copies: Vec<(Copy, u64)> = Vec::new();
    for (id, case) in lanes_for(state, name) {
        for message in Thread::of(&home.case_messages(id, case)?, own).messages {
            let Ok(Message::Copy(copy)) = message.message else { continue };
            let known = copies.iter().any(|(known, _)| known.signature() == copy.signature());
            if !known && hex::encode(copy.table) == name {
                copies.push((copy, message.at));
            }
        }
    }
    copies.sort_by_key(|(copy, arrived)| (*arrived, copy.at));
    Ok(copies)
}

/// Cases that hold nothing but copies for the tables of the case `id`: they go when it is deleted.
pub(crate) fn copies_beside(state: &State, id: &str) -> Vec<String> {
    let Ok(case) = state.case(id) else { return Vec::new() };
    let own = |name: &String| case.mediation.tables.iter().any(|table| hex::encode(table.id) == *name);
    let beside = |case: &Case| !case.mediation.copies.is_empty() && case.mediation.copies.values().all(own);
    state.cases.iter().filter(|(_, case)| beside(case)).map(|(id, _)| id.clone()).collect()
}

/// Notes a copy of what this desk writes to the reporter for every other desk at a table.
pub(crate) fn owe(case: &mut Case, message: &Message, at: u64) -> usize {
    if !matches!(message, Message::Text(_) | Message::Status(_)) {
        return 0;
    }
    case.mediation.open_mut().map(|table| table.owe(message, at)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::home::Secret;
    use crate::relay::test_card::{ISSUED, card, desk};
    use crate::reporter::contacts_of;
    use davylamp_protocol::message::{Leave, Party, Text, ValueList as _};
    use davylamp_protocol::week::DAY_SECONDS;
    use ed25519_dalek::SigningKey;

    const OWN: DeskKey = DeskKey([0xb; 32]);
    const T: [u8; 32] = [7; 32];
    const END: u64 = ISSUED + 7 * DAY_SECONDS + GRACE;

    fn table() -> Table {
        Table {
            id: T,
            other: Party::Mediator.code(),
            contacts: contacts_of(&card(1)),
            seed: Secret::generate(),
            cards: vec![card(1).sign(&desk()).unwrap()],
            asked_at: ISSUED,
            wants_card: false,
            opened_at: ISSUED,
            ended: None,
            owed: vec![],
            untold: vec![],
        }
    }

    /// The key that the card names is the desk's own in these tests.
    fn signer() -> SigningKey {
        SigningKey::from_bytes(&[1; 32])
    }

    fn other() -> DeskKey {
        DeskKey(*desk().verifier_key().key_bytes())
    }

    fn words(at: u64, key: &SigningKey) -> Copy {
        Copy::sign(T, (other(), OWN), at, &Message::Text(Text::new("hola")), key).unwrap()
    }

    fn worth(copy: &Copy, arrived: u64) -> &'static str {
        match judge(&table(), &table().cards(), OWN, (copy, arrived)) {
            Worth::Holds(_) => "holds",
            Worth::Unchecked => "unchecked",
            Worth::Odd => "odd",
        }
    }

    #[test]
    fn a_copy_holds_until_the_card_that_names_its_signer_cannot_be_used_any_more() {
        let worth = |at| worth(&words(at, &signer()), ISSUED);
        assert_eq!([worth(ISSUED - 1), worth(ISSUED), worth(END - 1)], ["holds"; 3], "a card may be renewed meanwhile");
        assert_eq!([worth(END), worth(u64::MAX)], ["odd"; 2]);
    }

    #[test]
    fn a_signer_that_no_card_names_is_unchecked_until_the_relay_was_asked_and_odd_from_then_on() {
        let stranger = words(ISSUED + 1, &SigningKey::from_bytes(&[6; 32]));
        assert_eq!(worth(&stranger, ISSUED), "unchecked");
        assert_eq!(worth(&stranger, ISSUED - 1), "odd");
    }

    #[test]
    fn another_author_table_receiver_or_seat_makes_a_copy_odd() {
        let message = Message::Text(Text::new("hola"));
        let sign = |table, author, receiver, message: &Message| {
            Copy::sign(table, (author, receiver), ISSUED, message, &signer()).unwrap()
        };
        let leave = |table, by| Message::Leave(Leave::new(table, by, None));
        assert_eq!(worth(&sign(T, other(), OWN, &leave(T, Party::Mediator)), ISSUED), "holds");
        for wrong in [
            sign([8; 32], other(), OWN, &message),
            sign(T, DeskKey([9; 32]), OWN, &message),
            sign(T, other(), DeskKey([9; 32]), &message),
            sign(T, other(), OWN, &leave(T, Party::Desk)),
            sign(T, other(), OWN, &leave(T, Party::Reporter)),
            sign(T, other(), OWN, &leave([8; 32], Party::Mediator)),
        ] {
            assert_eq!(worth(&wrong, ISSUED), "odd");
        }
    }
}
