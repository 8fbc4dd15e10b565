//! Every command of the client, and what it leaves behind. What each test needs stands in `externals.toml`.

mod files;
mod wiping;

use std::path::PathBuf;

use davylamp_tests::externals::Externals;
use libtest_mimic::{Arguments, Trial};

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::from_args();
    let mut externals = Externals::load("confine", PathBuf::from(env!("CARGO_TARGET_TMPDIR")))?;
    let mut trials: Vec<Trial> = files::trials(&mut externals);
    trials.extend(wiping::trials(&mut externals));
    trials.push(externals.list_trial());
    libtest_mimic::run(&arguments, trials).exit()
}
