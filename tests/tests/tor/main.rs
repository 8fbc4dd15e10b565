//! The real programs over a real Tor: a private network on loopback, onion end to end.
//!
//! One network serves all of these tests; each has a relay, an onion service, and clients of its own.

#![expect(clippy::indexing_slicing, reason = "a test that panics has failed")]

mod alarms;
mod cut;
mod isolation;
mod packets;
mod reports;
mod service;
mod stage;

use std::path::PathBuf;

use davylamp_tests::externals::Externals;
use libtest_mimic::{Arguments, Trial};

use crate::stage::{Ground, Test};

fn main() -> anyhow::Result<()> {
    let mut arguments = Arguments::from_args();
    // They wait more than they work.
    arguments.test_threads.get_or_insert(4);
    let mut externals = Externals::load("tor", PathBuf::from(env!("CARGO_TARGET_TMPDIR")))?;
    let ground = Ground::default();
    let tests = [reports::TESTS, alarms::TESTS, cut::TESTS, isolation::TESTS, service::TESTS, packets::TESTS].concat();
    let trial = |&(name, body): &Test| {
        let ground = ground.clone();
        externals.trial(name, move || body(&ground))
    };
    let mut trials: Vec<Trial> = tests.iter().map(trial).collect();
    trials.push(externals.list_trial());
    let conclusion = libtest_mimic::run(&arguments, trials);
    // `exit` drops nothing, and the network's processes and files must go.
    drop(ground);
    conclusion.exit()
}
