//! A desk's commands.

use std::process::ExitCode;
use clap::Args;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

#[derive(Args)]
pub(crate) struct DeskArgs {}
pub(crate) async fn run(_: DeskArgs, _: &NetworkArgs, _: &Terminal) -> Result<ExitCode, Failure> { Err(Failure::new("not yet")) }
