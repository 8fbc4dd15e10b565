//! `davylamp case open`, and how every command gets at a case file's files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::evidence::Files;
use serde_json::json;

use super::archive::{self, MAX_SEALED};
use super::keys::Identities;
use crate::failure::Failure;
use crate::terminal::{Terminal, read_input};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct OpenArgs {
    /// The case file
    file: PathBuf,

    /// File with the identity that opens it
    #[arg(short, long, value_name = "FILE")]
    identity: PathBuf,

    /// The folder beneath which the case's folder is made
    #[arg(short = 'C', long = "directory", value_name = "DIR", default_value = ".")]
    directory: PathBuf,
}

pub(crate) fn open(args: &OpenArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let (root, files) = unseal(&args.file, &args.identity)?;
    let folder = args.directory.join(root);
    archive::write_new_folder(&files, &folder)?;
    terminal.print(text_with("case-opened", &[("path", &folder.display())]));
    terminal.say(text_with("case-opened-hint", &[("path", &folder.display())]));
    terminal.json(&json!({ "folder": folder, "files": files.len() }));
    Ok(ExitCode::SUCCESS)
}

/// The files of an unpacked folder, or of a sealed case file.
pub(super) fn read_case(path: &Path, identity: Option<&Path>) -> Result<Files, Failure> {
    if path.is_dir() {
        return archive::read_folder(path);
    }
    let identity = identity.ok_or_else(|| Failure::usage(text("case-needs-identity")))?;
    unseal(path, identity).map(|(_, files)| files)
}

fn unseal(path: &Path, identity: &Path) -> Result<(String, Files), Failure> {
    let sealed = read_input(path, MAX_SEALED)?;
    let tar = Identities::read(identity)?.open(&sealed, MAX_SEALED)?;
    archive::unpack(&tar)
}
