//! Exporting a case file.

use std::process::ExitCode;

use clap::Args;

use super::home::Home;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

/// `davylamp desk export`.
#[derive(Args)]
pub(crate) struct ExportArgs {}

pub(crate) async fn export(_: &Home, _: ExportArgs, _: &NetworkArgs, _: &Terminal) -> Result<ExitCode, Failure> {
    Err(Failure::new("not yet"))
}
