//! Custody: what is done with a case is recorded before it is done, and what a desk leaves out shows in the log
//! (`SPEC.md` 10.2 and 10.3). Real relay, desk, counsel and mirror; the dishonest desk has its own keys and the protocol.

#![expect(clippy::indexing_slicing, reason = "a test that panics has failed")]

mod broken_off;
mod concealed;
mod dishonest;
mod told;
mod world;
