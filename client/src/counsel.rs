//! A legal team's commands: keys, challenges, case files.

pub(crate) mod archive;
mod challenge;
pub(crate) mod custody;
mod keygen;
pub(crate) mod keys;
pub(crate) mod online;
mod open;
mod source;
pub(crate) mod timestamp;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

#[derive(Subcommand)]
pub(crate) enum CounselCommand {
    /// Make the keys of a legal team: one that opens case files, and one that signs challenges
    Keygen(keygen::KeygenArgs),
    /// Write a challenge for a reporter, who may answer it with a claim
    Challenge(challenge::ChallengeArgs),
}

#[derive(Subcommand)]
pub(crate) enum CaseCommand {
    /// Unpack a case file into a new folder
    Open(open::OpenArgs),
    /// Say what a case file shows, and what it does not
    Verify(verify::VerifyArgs),
}

pub(crate) fn run(command: CounselCommand, terminal: &Terminal) -> Result<ExitCode, Failure> {
    match command {
        CounselCommand::Keygen(args) => keygen::keygen(&args, terminal),
        CounselCommand::Challenge(args) => challenge::challenge(&args, terminal),
    }
}

pub(crate) async fn run_case(
    command: CaseCommand,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    match command {
        CaseCommand::Open(args) => open::open(&args, terminal),
        CaseCommand::Verify(args) => verify::verify(&args, network, terminal).await,
    }
}
