//! A real relay, read as any reader reads it: does anything that it publishes depend on what arrived?
//!
//! What a reader has of a tick is when its checkpoint came and how many entries came with it. Before each tick a coin
//! decides whether anything is posted ([`coins`]). Because the coins are fair and apart from all else, the permutation
//! test is exact, and nothing but the posts can be what it finds. It must find [`leaky`], a relay whose clock was made
//! to tell.

pub mod coins;
pub mod leaky;
pub mod post;
pub mod reader;
