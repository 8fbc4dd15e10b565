//! Davylamp's wire format, as `SPEC.md` beside this crate lays it down: no I/O, no async, no clock of its own.
//!
//! | module | what | `SPEC.md` |
//! |---|---|---|
//! | [`labelled`], [`cbor`], [`week`] | how inputs, structures and weeks are written | 1 |
//! | [`hybrid`] | age's post-quantum recipient `mlkem768x25519` | 2 |
//! | [`envelope`], [`clue`], [`scan`] | 4096 bytes, how they are recognised, and how they are found | 3 |
//! | [`log`] | entries, tree, notes, checkpoints, proofs, policies | 4 |
//! | [`card`], [`contact`] | what a desk publishes, and what a poster carries | 6 |
//! | [`keys`], [`words`] | a case's keys from its passphrase | 7 |
//! | [`thread`], [`message`] | openers, content, replies, and what they say | 8, 9 |
//! | [`evidence`] | case files, custody, claims | 10 |
//! | [`deposit`] | what the relay keeps before it publishes | 11 |
//! | [`alert`] | profiles, alerts, acknowledgements | 12 |
//! | [`attachment`] | files that travel beside the log | 16 |
//! | [`pack`], [`cloak`] | sealed envelopes in a file for a courier; files without a look of their own | 13 |

pub mod alert;
pub mod attachment;
pub mod card;
pub mod cbor;
pub mod cloak;
pub mod clue;
pub mod contact;
pub mod deposit;
pub mod envelope;
pub mod evidence;
pub mod hybrid;
pub mod keys;
pub mod labelled;
pub mod log;
pub mod message;
pub mod pack;
pub mod scan;
pub mod thread;
pub mod week;
pub mod words;
