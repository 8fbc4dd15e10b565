//! `claim`.

use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

#[derive(Args)]
pub(crate) struct ClaimArgs {}

pub(crate) async fn claim(_: ClaimArgs, _: &NetworkArgs, _: &Terminal) -> Result<ExitCode, Failure> {
    Err(Failure::new("not yet"))
}
