//! A desk's commands.

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;
use clap::Args;
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct DeskArgs {}
pub(crate) async fn run(_: DeskArgs, _: &NetworkArgs, _: &Terminal) -> Result<ExitCode, Failure> {
    Err(Failure::new("not yet"))
}
