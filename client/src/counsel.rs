//! A legal team's commands.

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum CounselCommand {
    /// Make
    Keygen,
}
#[derive(Subcommand)]
pub(crate) enum CaseCommand {
    /// Verify
    Verify,
}
pub(crate) fn run(_: CounselCommand, _: &Terminal) -> Result<ExitCode, Failure> {
    Err(Failure::new("not yet"))
}
pub(crate) async fn run_case(_: CaseCommand, _: &NetworkArgs, _: &Terminal) -> Result<ExitCode, Failure> {
    Err(Failure::new("not yet"))
}
