//! A courier carries what others sealed, and what a relay published, to where there is no network. They need no secret
//! and learn nothing.

mod mirror;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

#[derive(Subcommand)]
pub(crate) enum CourierCommand {
    /// Take a relay's log along, so that others read their answers without a network (check --from)
    Mirror(mirror::MirrorArgs),
}

pub(crate) async fn run(
    command: CourierCommand,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    match command {
        CourierCommand::Mirror(args) => mirror::mirror(args, network, terminal).await,
    }
}
