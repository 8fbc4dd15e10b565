//! Davylamp's relay: an append-only, Merkle-committed log of fixed-size ciphertexts, published at a constant rate.
//!
//! It holds nothing worth seizing: no accounts, no sessions, no addresses, and no key that opens an envelope.
//!
//! | module | what |
//! |---|---|
//! | [`settings`] | flags, environment and file |
//! | [`keys`] | the log's key and the cosigner's |
//! | [`store`] | segment files and small state; what is durable when |
//! | [`ledger`] | the tree over the store, proofs, idempotency |
//! | [`sequencer`] | the tick |
//! | [`deposits`] | envelopes that are published later |
//! | [`chunks`] | pieces of attachments |
//! | [`serve`] | HTTP |
#![forbid(unsafe_code)]

mod api;
pub mod chunks;
pub mod deposits;
pub mod desks;
pub mod fsck;
pub mod keys;
pub mod ledger;
mod metrics;
pub mod retention;
pub mod sequencer;
mod serve;
pub mod settings;
pub mod store;

pub use serve::{Parts, ServeError, serve, serve_with};
