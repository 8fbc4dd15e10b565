//! `davylamp courier verify`: whether a copy that is about to be carried is whole.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::mirror;
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// The mirror
    dir: PathBuf,
}

/// Which log it is, the mirror itself says here; whoever reads it holds it against their own card.
pub(crate) fn verify(args: &VerifyArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let bar = terminal.progress(0, &text("check-mirror-progress"));
    let found = mirror::verify(&args.dir, |done, most| {
        bar.set_length(most);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let found = found?;
    let entries = found.size - found.first;
    let values: [(&str, &dyn ToString); 3] =
        [("entries", &entries), ("time", &show_time(found.time)), ("cards", &found.cards)];
    terminal.print(text_with("mirror-whole", &values));
    terminal.json(&serde_json::json!({
        "whole": true,
        "first": found.first,
        "size": found.size,
        "as_of": found.time,
        "cards": found.cards,
    }));
    Ok(ExitCode::SUCCESS)
}
