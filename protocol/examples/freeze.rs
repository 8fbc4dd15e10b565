//! Writes the vectors of `testdata/vectors` that are not there yet; never over one that is.
//!
//! ```text
//! cargo run -p davylamp-protocol --example freeze
//! ```
//!
//! A vector that has been released is changed by nobody: a new format gets a new file beside it.

#[path = "../tests/frozen/make.rs"]
mod make;

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

use serde_json::Value;

fn main() -> std::io::Result<()> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/vectors");
    std::fs::create_dir_all(&directory)?;
    write_new(&directory.join("labelled.json"), make::labelled)?;
    write_new(&directory.join("clue.json"), make::clue)?;
    write_new(&directory.join("case.json"), make::keys)?;
    write_new(&directory.join("messages.json"), make::messages)?;
    write_new(&directory.join("sealed.json"), make::sealed)?;
    write_new(&directory.join("deposit.json"), make::panic::deposits)?;
    write_new(&directory.join("alert.json"), make::panic::alerts)?;
    write_new(&directory.join("alert-state.json"), make::panic::states)?;
    write_new(&directory.join("sealed-alerts.json"), make::panic::sealed)?;
    write_new(&directory.join("notice.json"), make::notice::file)?;
    write_new(&directory.join("pack.json"), make::pack::packs)?;
    write_new(&directory.join("mediation.json"), make::mediation::mediation)?;
    write_new(&directory.join("decide.json"), make::decisions)?;
    write_new(&directory.join("attachment.json"), make::attachments)
}

fn write_new(path: &Path, make: impl FnOnce() -> Value) -> std::io::Result<()> {
    match File::create_new(path) {
        Ok(mut file) => writeln!(file, "{:#}", make()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
