//! Davylamp's wire format, as `SPEC.md` beside this crate lays it down: no I/O, no async, no clock of its own.
//!
//! | module | what | `SPEC.md` |
//! |---|---|---|
//! | [`hybrid`] | age's post-quantum recipient `mlkem768x25519` | 2 |
//! | [`log`] | entries, tree, notes, checkpoints, proofs, policies | 3–5 |

pub mod hybrid;
pub mod log;
