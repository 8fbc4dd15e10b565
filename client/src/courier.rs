//! A courier's commands: carrying what others sealed to a relay. A courier can open none of it.

mod post;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

#[derive(Subcommand)]
pub(crate) enum CourierCommand {
    /// Post what somebody else sealed to a file
    Post(post::PostArgs),
}

pub(crate) async fn run(
    command: CourierCommand,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    match command {
        CourierCommand::Post(args) => post::post(args, network, terminal).await,
    }
}
