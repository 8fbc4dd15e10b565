//! A desk's contact: what a poster says, what its card says, and whether they are one and the same desk.

mod notices;
mod picture;
mod poster;
mod show;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

pub(crate) use notices::kind_name;
pub(crate) use poster::{Poster, read_poster};
pub(crate) use show::role_line;

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

#[derive(Subcommand)]
pub(crate) enum ContactCommand {
    /// Show the desk's card, its fingerprint and a QR code of the contact
    Show(show::ShowArgs),
    /// Compare the fingerprint, or a second card, with the contact
    Verify(verify::VerifyArgs),
    /// Read what desks tell everybody: rights, safety, studies of projects
    Notices(notices::NoticesArgs),
}

pub(crate) async fn run(
    command: ContactCommand,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    match command {
        ContactCommand::Show(args) => show::show(args, network, terminal).await,
        ContactCommand::Notices(args) => notices::notices(args, network, terminal).await,
        ContactCommand::Verify(args) => verify::verify(args, network, terminal).await,
    }
}

/// How the URI of a contact begins.
const SCHEME: &str = "davylamp:";
