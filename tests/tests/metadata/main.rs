//! What is left of planted metadata in the copies that the client writes, by programs that are not ours: exiftool and
//! mat2. The same programs look at the originals first, so that nothing passes for want of planting.
//!
//! ```text
//! cargo test -p davylamp-tests --test metadata
//! ```

mod copies;
mod documents;
mod pictures;
mod planted;

use std::path::PathBuf;

use davylamp_tests::externals::Externals;
use libtest_mimic::Arguments;

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::from_args();
    let mut externals = Externals::load("metadata", PathBuf::from(env!("CARGO_TARGET_TMPDIR")))?;
    let mut trials = pictures::trials(&mut externals);
    trials.extend(documents::trials(&mut externals));
    trials.push(externals.list_trial());
    libtest_mimic::run(&arguments, trials).exit()
}
