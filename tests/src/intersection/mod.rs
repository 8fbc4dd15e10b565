//! The intersection attack: who was connected whenever something was published? (`docs/intersection.md`)
//!
//! An observer has the public log, and the exact times at which each of 50 suspects was connected to Tor over 30 days.
//! One of them is the reporter. What is published is decided by the relay's own types ([`davylamp_server::sequencer`],
//! [`davylamp_server::deposits`]), driven by a clock that is simulated; [`replay`] looks at a real relay in real time.
//!
//! | module | what |
//! |---|---|
//! | [`chance`] | draws from distributions |
//! | [`people`] | when people are connected |
//! | [`world`] | suspects, and everything that is sent in 30 days |
//! | [`publication`] | the log that comes of it: at once, or by the relay's tick; a flooder, and planted leaks |
//! | [`observer`] | the likelihood that each suspect is the reporter |
//! | [`statistics`] | exact and normal tests, their power and sample size, intervals |
//! | [`trial`] | many worlds under one arm, and what the observer makes of them |
//! | [`arms`] | the arms of the table |
//! | [`replay`] | a real relay, before which coins decide who posts |

#![expect(
    clippy::indexing_slicing,
    reason = "arithmetic over tables whose lengths are known: a mistake ends an experiment"
)]

pub mod arms;
pub mod chance;
pub mod observer;
pub mod people;
pub mod publication;
pub mod replay;
pub mod statistics;
pub mod trial;
pub mod world;

/// Milliseconds since the beginning of a world, which is a Monday's midnight.
pub type Time = u64;

/// Milliseconds of a second.
pub const SECOND: Time = 1000;
/// Milliseconds of a minute.
pub const MINUTE: Time = 60 * SECOND;
/// Milliseconds of an hour.
pub const HOUR: Time = 60 * MINUTE;
/// Milliseconds of a day.
pub const DAY: Time = 24 * HOUR;
