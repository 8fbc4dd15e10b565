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
            eprintln!("davylamp-relay: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes; a cause that the error tells already is not told again.
fn told(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |told, cause| match cause.to_string() {
        cause if told.is_empty() => cause,
        cause if told.ends_with(&cause) => told,
        cause => format!("{told}: {cause}"),
    })
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let io = || std::io::Error::other("no room");
        let store = davylamp_server::store::StoreError::Io { path: "a".into(), source: io() };
        assert_eq!(told(&Err::<(), _>(store).context("not made").unwrap_err()), "not made: a: no room");
        assert_eq!(told(&Err::<(), _>(io()).context("not made").unwrap_err()), "not made: no room");
        assert_eq!(told(&anyhow::anyhow!("alone")), "alone");
    }
}
