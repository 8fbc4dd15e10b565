//! `courier post`: hands in what somebody else sealed. Shows where it goes, and nothing else; keeps nothing.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use davylamp_protocol::cloak::FILE_LEN;
use davylamp_protocol::deposit::{Deposit, Release};
use davylamp_protocol::pack::{Load, Pack, UnpackError};
use futures_util::future::join_all;
use indicatif::ProgressBar;
use rand::rngs::OsRng;

use crate::failure::Failure;
use crate::relay::{Lot, NetworkArgs, RelayError};
use crate::reporter::asks_to_go_on;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct PostArgs {
    /// The file that you were given
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) async fn post(args: PostArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let pack = read(&args.file)?;
    for load in pack.loads() {
        let values: [(&str, &dyn ToString); 2] = [("envelopes", &load.envelopes.len()), ("relay", &load.address)];
        terminal.print(text_with("courier-load", &values));
    }
    let mut lots: Vec<Lot<'_>> = pack.loads().iter().map(|load| lot(load, pack.release())).collect();
    let errors = hand_in(&mut lots, network, terminal).await;
    terminal.json(&as_json(&lots, &errors));
    match left_behind(&lots, errors) {
        Some(failure) => Err(failure),
        None => {
            terminal.print(text("courier-done"));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn read(path: &Path) -> Result<Pack, Failure> {
    let mut bytes = Vec::with_capacity(FILE_LEN + 1);
    let read = File::open(path).and_then(|file| file.take(FILE_LEN as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    Pack::decode(&bytes).map_err(|error| match error {
        UnpackError::Newer => Failure::new(text("courier-newer")),
        UnpackError::NotAPack | _ => Failure::new(text("courier-not-a-pack")).hint(text("courier-not-a-pack-hint")),
    })
}

/// Deposits under ids of our own: those of another courier may be taken.
fn lot(load: &Load, release: Release) -> Lot<'_> {
    let deposits = load.envelopes.iter().map(|envelope| Deposit::new(release, envelope.clone(), &mut OsRng));
    Lot::new(&load.address, &load.log, deposits)
}

/// Goes to all relays at the same time, and to those that failed again for as long as whoever sits there likes. Gives
/// what is in the way at each.
async fn hand_in(lots: &mut [Lot<'_>], network: &NetworkArgs, terminal: &Terminal) -> Vec<Option<RelayError>> {
    let left = lots.iter().map(Lot::left).sum::<usize>();
    let bar = terminal.progress(left as u64, &text("send-progress"));
    loop {
        let rounds = lots.iter_mut().map(|lot| async { hand_in_lot(lot, network, &bar).await.err() });
        let errors = join_all(rounds).await;
        bar.finish_and_clear();
        match errors.iter().flatten().find(|error| !error.is_lie()) {
            Some(error) if asks_to_go_on(error, terminal) => {}
            _ => return errors,
        }
    }
}

async fn hand_in_lot(lot: &mut Lot<'_>, network: &NetworkArgs, bar: &ProgressBar) -> Result<(), RelayError> {
    if lot.left() == 0 { Ok(()) } else { lot.round(network, PAUSE, bar).await }
}

/// What is not delivered, if anything, and what to do about it.
fn left_behind(lots: &[Lot<'_>], errors: Vec<Option<RelayError>>) -> Option<Failure> {
    let failed = lots.iter().zip(errors).filter_map(|(lot, error)| Some((lot, error?)));
    let failures = failed.map(|(lot, error)| {
        let total = lot.left() + lot.taken();
        let values: [(&str, &dyn ToString); 4] =
            [("left", &lot.left()), ("total", &total), ("relay", &lot.address()), ("why", &error)];
        Failure { message: text_with("courier-left", &values), ..Failure::from(error) }
    });
    let all = failures.reduce(|mut all, failure| {
        all.message = format!("{}; {}", all.message, failure.message);
        all.hints.extend(failure.hints);
        all
    })?;
    Some(all.hint(text("courier-again-hint")))
}

fn as_json(lots: &[Lot<'_>], errors: &[Option<RelayError>]) -> serde_json::Value {
    let loads = lots.iter().zip(errors).map(|(lot, error)| {
        serde_json::json!({
            "relay": lot.address(),
            "envelopes": lot.left() + lot.taken(),
            "posted": lot.taken(),
            "relay_error": error.as_ref().map(RelayError::name),
        })
    });
    serde_json::json!({ "posted": errors.iter().all(Option::is_none), "loads": loads.collect::<Vec<_>>() })
}

/// The longest wait before an envelope: together they must not look like one hand's work at one moment.
const PAUSE: Duration = Duration::from_secs(3);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pack_gets_one_line_that_shows_nothing_of_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        for content in [&b""[..], b"secret \x1b[2J", &[7; FILE_LEN], &[7; FILE_LEN + 1]] {
            std::fs::write(&path, content).unwrap();
            let failure = read(&path).err().unwrap();
            assert_eq!(failure.message, text("courier-not-a-pack"));
        }
        assert!(read(&dir.path().join("missing")).err().unwrap().message.contains("missing"));
    }
}
