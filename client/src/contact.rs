//! A desk's contact card.

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum ContactCommand {
    /// Show
    Show,
}
pub(crate) async fn run(_: ContactCommand, _: &NetworkArgs, _: &Terminal) -> Result<ExitCode, Failure> {
    Err(Failure::new("not yet"))
}
