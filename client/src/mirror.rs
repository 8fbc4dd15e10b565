//! A mirror: the verified feed of one log in files, to be read where there is no network (`SPEC.md` 14).
//!
//! ```text
//! mirror.txt           which log, and the frontier at its first entry
//! entries-000000.bin   81 bytes an entry, 65,536 entries a file
//! bodies-000000.bin    4048 bytes a body
//! checkpoints.bin      what covers them, newest last; put in place after them
//! cards/               the relay's card bundle, and each card in a file of its own
//! ```
//!
//! [`Mirror`] reads one and believes neither the medium nor whoever carried it. [`Keeper`] writes one, from a relay that
//! it does not believe either.

mod checkpoints;
mod error;
mod head;
mod keeper;
mod reading;
mod segments;

pub(crate) use error::{Fault, MirrorError, Trouble};
pub(crate) use head::{ALIGNED, Head};
pub(crate) use keeper::Keeper;
pub(crate) use reading::{Mirror, verify};
pub(crate) use segments::{RECORD, Slots};

#[cfg(test)]
mod tests;
