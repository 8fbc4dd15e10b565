//! A relay that lies is detected and named, by the real client.
//!
//! | module | what lies |
//! |---|---|
//! | [`feed`] | the stream that a desk follows |
//! | [`answers`] | what a reporter reads and posts |
//! | [`cards`] | the desk's card, as anybody sees it |
//! | [`forks`] | two relays with one key: forks, roll-backs, receipts for what is dropped |
//! | [`mirror`] | the stream that a courier takes along |
//! | [`clues`] | what anybody can post to an honest relay |
//!
//! Each module has its control: the same steps, the truth, and a different end.

#![expect(clippy::indexing_slicing, clippy::wildcard_enum_match_arm, reason = "a test that panics has failed")]

mod answers;
mod cards;
mod clues;
mod feed;
mod forks;
mod mirror;
mod stage;
