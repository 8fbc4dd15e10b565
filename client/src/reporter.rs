//! A reporter's commands. They write nothing to disk unless asked to.

mod answer;
mod attached;
mod check;
mod claim;
mod fields;
mod guide;
mod mediation;
mod mirrored;
mod pack;
mod passphrase;
mod reach;
mod release;
mod replies;
mod report;
mod seal;
mod search;
mod send;
mod show;
mod source;
mod talk;

pub(crate) use answer::{AnswerArgs, answer};
pub(crate) use check::{CheckArgs, check};
pub(crate) use claim::{ClaimArgs, claim};
pub(crate) use mediation::contacts_of;
pub(crate) use pack::unwritten;
pub(crate) use reach::{Reached, one_standard_input, reach};
pub(crate) use release::ReleaseArgs;
pub(crate) use report::{ReportArgs, report};
pub(crate) use seal::seal;
pub(crate) use send::{Sending, asks_to_go_on, lines, send};
