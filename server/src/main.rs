//! `davylamp-relay`: makes, runs and checks a relay.
#![forbid(unsafe_code)]

mod commands;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = commands::Cli::parse();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("davylamp-relay: {error:#}");
            ExitCode::FAILURE
        }
    }
}
