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
mod check_in;
mod replay;

use std::time::Instant;

use davylamp_protocol::alert::Judged;
use stateright::{Checker, HasDiscoveries, Model};

use alerts::{ARRIVES, Alerts, Broken, NOT_FURTHER, RINGS, STANDS_DOWN};
use cast::Said;
use check_in::CheckIns;

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

/// One relay with every fault, without the desk; the desk with every word, without the relay; both, with two relays.
fn check_ins() -> [CheckIns; 3] {
    let words = vec![Judged::Right, Judged::Duress, Judged::Other];
    let all = CheckIns { relays: 1, words, rounds: 2, horizon: 4, faults: true, desk: false, broken: None };
    let two = vec![Judged::Right, Judged::Duress];
    [
        all.clone(),
        CheckIns { relays: 0, rounds: 3, horizon: 3, desk: true, ..all.clone() },
        CheckIns { relays: 2, words: two, rounds: 1, horizon: 4, faults: false, desk: true, ..all },
    ]
}

#[test]
fn check_ins_hold() {
    for run in check_ins() {
        let started = Instant::now();
        let checker = run.clone().checker().threads(2).spawn_bfs().join();
        for property in [check_in::MISSED_PUBLISHES, check_in::KEPT_STAYS, check_in::DUE, check_in::DESK_RINGS] {
            if let Some(path) = checker.discovery(property) {
                panic!("{run:?}: not so: {property}\n{:?}\n{:?}", path.clone().into_actions(), path.last_state());
            }
        }
        assert!(checker.is_done());
        assert!(run.relays == 0 || checker.discovery(check_in::PUBLISHED).is_some());
        println!(
            "{run:?}: {} states, depth {}, {:?}",
            checker.unique_state_count(),
            checker.max_depth(),
            started.elapsed()
        );
    }
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

fn refutes_check_in(broken: check_in::Broken, property: &'static str) {
    let [all, desk, _] = check_ins();
    let run = if broken == check_in::Broken::AnyWordMoves { desk } else { all };
    let model = CheckIns { broken: Some(broken), ..run };
    let checker = model.checker().finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    assert!(checker.discovery(property).is_some(), "{broken:?} goes unnoticed");
}

#[test]
fn broken_check_ins_are_refuted() {
    refutes_check_in(check_in::Broken::WrongWordRenews, check_in::DUE);
    refutes_check_in(check_in::Broken::WrongOnesAreForgotten, check_in::DUE);
    refutes_check_in(check_in::Broken::DuressDeletes, check_in::MISSED_PUBLISHES);
    refutes_check_in(check_in::Broken::RestartLoses, check_in::MISSED_PUBLISHES);
    refutes_check_in(check_in::Broken::DamagedIsDropped, check_in::MISSED_PUBLISHES);
    refutes_check_in(check_in::Broken::WallClock, check_in::KEPT_STAYS);
    refutes_check_in(check_in::Broken::AnyWordMoves, check_in::DESK_RINGS);
}

#[test]
fn real_envelopes_follow_the_traces_of_deliveries() {
    let scripts = PAIRS.iter().map(|said| (said.to_vec(), 2)).chain(TRIPLES.iter().map(|said| (said.to_vec(), 1)));
    let mut steps = 0;
    for ((said, relays), seed) in scripts.flat_map(|script| (0..4).map(move |seed| (script.clone(), seed))) {
        let model = Alerts::new(&said, relays, None);
        let trace = replay::walk(&model, seed, 60);
        replay::alerts(&model, &trace);
        steps += trace.len();
    }
    assert!(steps > 500, "{steps} steps are no sample");
    println!("replayed {steps} steps of deliveries");
}

#[test]
fn real_requests_follow_the_traces_of_check_ins() {
    let mut steps = 0;
    for run in check_ins() {
        for seed in 0..16 {
            let trace = replay::walk(&run, seed, 40);
            replay::check_ins(&trace);
            steps += trace.len();
        }
    }
    assert!(steps > 500, "{steps} steps are no sample");
    println!("replayed {steps} steps of check-ins");
}
