//! A desk's contact card.

use std::process::ExitCode;
use clap::Subcommand;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

#[derive(Subcommand)]
pub(crate) enum ContactCommand {
    /// Show
    Show,
}
pub(crate) async fn run(_: ContactCommand, _: &NetworkArgs, _: &Terminal) -> Result<ExitCode, Failure> { Err(Failure::new("not yet")) }
