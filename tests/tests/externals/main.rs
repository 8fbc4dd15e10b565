//! Davylamp against programs that are not ours. What each test needs stands in `externals.toml`.

mod age_in_node;
mod case_file;

use std::path::PathBuf;

use davylamp_tests::externals::Externals;
use libtest_mimic::{Arguments, Trial};

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::from_args();
    let mut externals = Externals::load("externals", PathBuf::from(env!("CARGO_TARGET_TMPDIR")))?;
    let mut trials: Vec<Trial> = age_in_node::trials(&mut externals);
    trials.extend(case_file::trials(&mut externals));
    trials.push(externals.list_trial());
    libtest_mimic::run(&arguments, trials).exit()
}
