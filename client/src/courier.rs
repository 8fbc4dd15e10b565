//! A courier carries what others sealed, and what a relay published, where there is no network. They need no secret and
//! can open none of it.

mod mirror;
mod post;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

#[derive(Subcommand)]
pub(crate) enum CourierCommand {
    /// Take a relay's log along, so that others read their answers without a network (check --from)
    Mirror(mirror::MirrorArgs),
    /// Read all of such a mirror, as after copying it: whether each byte that counts is what the log signed
    Verify(verify::VerifyArgs),
    /// Post what somebody else sealed to a file
    Post(post::PostArgs),
}

pub(crate) async fn run(
    command: CourierCommand,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    match command {
        CourierCommand::Mirror(args) => mirror::mirror(args, network, terminal).await,
        CourierCommand::Verify(args) => verify::verify(&args, terminal),
        CourierCommand::Post(args) => post::post(args, network, terminal).await,
    }
}
