//! Delivery, acknowledgement, cancel and check-in, checked in every state that a bounded run can reach.
//!
//! The transition functions are the code's own: [`Raised`](davylamp_protocol::alert::Raised),
//! [`Attendance`](davylamp_protocol::alert::Attendance) and [`Hold`](davylamp_protocol::deposit::Hold), restarted from
//! what they stored before each step. What holds *for ever after* is not left to the checker's `eventually` (which looks
//! at no cycles): every reachable state is carried on, by the same transitions, with nothing lost from there on, and must
//! arrive. That is stronger, and it is a plain invariant.
//!
//! A property that nothing refutes shows little: each is refuted by at least one variant that is broken on purpose.

#![expect(clippy::unwrap_used, reason = "what the machines do not take is a failed test")]
#![expect(clippy::indexing_slicing, reason = "places and relays are the model's own")]

mod alerts;
mod cast;

use std::time::Instant;

use davylamp_protocol::alert::Judged;
use stateright::{Checker, HasDiscoveries, Model};

use alerts::{ARRIVES, Alerts, Broken, NOT_FURTHER, RINGS, STANDS_DOWN};
use cast::Said;

const RIGHT: Said = Said::Cancel { about: 0, word: Judged::Right };
const DURESS: Said = Said::Cancel { about: 0, word: Judged::Duress };
const OTHER: Said = Said::Cancel { about: 0, word: Judged::Other };
const UPDATE: Said = Said::Update { about: 0 };

/// Two relays, two sealings.
const PAIRS: [[Said; 2]; 4] =
    [[Said::Alert, UPDATE], [Said::Alert, RIGHT], [Said::Alert, DURESS], [Said::Drill, Said::Alert]];

/// One relay, three sealings.
const TRIPLES: [[Said; 3]; 6] = [
    [Said::Alert, Said::Alert, RIGHT],
    [Said::Alert, Said::Drill, DURESS],
    [Said::Drill, Said::Alert, OTHER],
    [Said::Alert, UPDATE, RIGHT],
    [Said::Alert, RIGHT, DURESS],
    [Said::Drill, Said::Alert, UPDATE],
];

fn holds(said: &[Said], relays: usize) -> usize {
    let started = Instant::now();
    let checker = Alerts::new(said, relays, None).checker().threads(2).spawn_bfs().join();
    for property in [ARRIVES, NOT_FURTHER, RINGS, STANDS_DOWN] {
        if let Some(path) = checker.discovery(property) {
            panic!("{said:?}: not so: {property}\n{:?}", path.into_actions());
        }
    }
    assert!(checker.is_done());
    let states = checker.unique_state_count();
    println!("{said:?} {relays}: {states} states, depth {}, {:?}", checker.max_depth(), started.elapsed());
    states
}

fn refutes(broken: Broken, said: &[Said], property: &'static str) {
    let checker =
        Alerts::new(said, 1, Some(broken)).checker().finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    assert!(checker.discovery(property).is_some(), "{broken:?} goes unnoticed");
}

#[test]
fn alerts_hold_with_two_relays() {
    PAIRS.iter().for_each(|said| _ = holds(said, 2));
}

#[test]
fn alerts_hold_with_three_sealings() {
    TRIPLES.iter().for_each(|said| _ = holds(said, 1));
}

#[test]
fn broken_variants_are_refuted() {
    refutes(Broken::AnyAckCounts, &[Said::Drill, Said::Alert], NOT_FURTHER);
    refutes(Broken::ProofCountsAsReceived, &[Said::Alert], NOT_FURTHER);
    refutes(Broken::OutboxInMemory, &[Said::Alert], ARRIVES);
    refutes(Broken::AcksInMemory, &[Said::Alert], ARRIVES);
    refutes(Broken::TagsAreUsedUp, &[Said::Drill, Said::Alert], RINGS);
    refutes(Broken::CancelForTheNewest, &[Said::Alert, Said::Alert, RIGHT], STANDS_DOWN);
    refutes(Broken::AnyWordStandsDown, &[Said::Alert, OTHER], STANDS_DOWN);
}
