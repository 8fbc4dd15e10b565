//! The arms of the table in `docs/intersection.md`.

use super::publication::{Fault, Flood, Publication, Ticking};
use super::trial::Arm;
use super::world::{Bursts, Traffic};

/// A relay of four desks and sixty reporters elsewhere, 30 days.
pub const TRAFFIC: Traffic = Traffic { days: 30, others: 60, desks: 4, bursts: Bursts::None };
/// The same without canaries: the traffic of a system that has none.
pub const ORDINARY: Traffic = Traffic { desks: 0, ..TRAFFIC };

/// A small one: one desk, ten reporters elsewhere.
pub const SMALL: Traffic = Traffic { others: 10, desks: 1, ..TRAFFIC };

/// The relay as it is meant to be used: the advantage must be zero, and is tested against 0.05.
#[must_use]
pub fn breathing() -> Vec<Arm> {
    let elsewhere = Traffic { bursts: Bursts::Elsewhere, ..TRAFFIC };
    vec![
        tick("b: tick", TRAFFIC, Ticking::default()),
        tick("b: tick; bursts that the reporter has no part in", elsewhere, Ticking::default()),
        tick("c: tick and deposits", TRAFFIC, DEPOSITS),
        tick("c: tick and deposits; bursts that the reporter has no part in", elsewhere, DEPOSITS),
    ]
}

/// What the log of a system that publishes at once shows.
#[must_use]
pub fn immediate() -> Vec<Arm> {
    let at_once = |name, traffic, dummies| Arm { name, traffic, publication: Publication::AtOnce { dummies } };
    vec![
        at_once("a: at once", ORDINARY, false),
        at_once("a: at once; ten others", Traffic { others: 10, ..ORDINARY }, false),
        at_once("a: at once; canaries of four desks", TRAFFIC, false),
        at_once("a: at once; canaries, and one dummy a second at random times", TRAFFIC, true),
    ]
}

/// What leaks when the relay is driven beyond what it is made for.
#[must_use]
pub fn pressed() -> Vec<Arm> {
    let joined = Traffic { bursts: Bursts::Joined, ..TRAFFIC };
    let flooded = |one_in, ticking: Ticking| Ticking { flood: Some(Flood { one_in }), ..ticking };
    let b = Ticking::default();
    vec![
        tick("b: flooded", TRAFFIC, flooded(1, b)),
        tick("b: flooded a quarter of the time", TRAFFIC, flooded(4, b)),
        tick("b: flooded; one desk, ten others", SMALL, flooded(1, b)),
        tick("b: flooded; no canaries", ORDINARY, flooded(1, b)),
        tick("c: flooded", TRAFFIC, flooded(1, DEPOSITS)),
        tick("c: flooded; one desk, ten others", SMALL, flooded(1, DEPOSITS)),
        tick("c: flooded; no canaries", ORDINARY, flooded(1, DEPOSITS)),
        // By the counts alone, which a deposit does not change: the observer looks for acts, as under (b).
        tick("b and c: bursts that the reporter is part of", joined, b),
    ]
}

/// Relays that are broken on purpose: the same observer must find them out.
#[must_use]
pub fn planted() -> Vec<Arm> {
    let broken = |fault| Ticking { fault, ..Ticking::default() };
    vec![
        tick("planted: whoever comes is published at once", ORDINARY, broken(Fault::Early)),
        tick("planted: no dummies", ORDINARY, broken(Fault::NoDummies)),
    ]
}

fn tick(name: &'static str, traffic: Traffic, ticking: Ticking) -> Arm {
    Arm { name, traffic, publication: Publication::Tick(ticking) }
}

const DEPOSITS: Ticking = Ticking { deposits: true, flood: None, fault: Fault::None, every_tick: false };
