//! Alerts at the desk: profiles, what rings for them, who has it (`SPEC.md` 12.6).

mod commands;
mod escalate;
mod hook;
mod ladder;
mod show;
mod take;

pub(crate) use commands::{AckArgs, InviteArgs, LadderCommand, MuteArgs, ack, invite, ladder, mute};
pub(crate) use escalate::tell;
pub(crate) use hook::{Patience, call, notify};
pub(crate) use ladder::{Due, What, due as rungs_due};
pub(crate) use show::{contact_name, print_profile, print_profiles, profile_json};
pub(crate) use take::{arm, check_in_due, checking_in, is_check_in_due, own_ack, take};

#[cfg(test)]
pub(crate) mod tests;
