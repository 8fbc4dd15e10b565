//! A real relay, read as any reader reads it: does anything that it publishes depend on what arrived?
//!
//! What a reader has of a tick is when its checkpoint came and how many entries came with it. Two experiments:
//!
//! - [`coins`]: before each tick a coin decides whether anything is posted. Because the coins are fair and apart from
//!   all else, the permutation test is exact, and nothing but the posts can be what it finds.
//! - [`suspects`]: the arrivals of many worlds, 30 days in minutes, and the observer of [`super::observer`].
//!
//! Both must find [`leaky`], a relay whose clock was made to tell.

pub mod coins;
pub mod leaky;
pub mod post;
pub mod reader;
pub mod suspects;
