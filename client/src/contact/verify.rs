//! `contact verify`: a changed identity is refused loudly.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::log::note::VerifierKey;

use super::poster::{Poster, read_file, read_poster};
use super::show::current_card;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::{Terminal, printable, read_text};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// File with the contact (a davylamp: URI, a photograph or scan of its code, or a card), or - for standard input
    #[arg(long, value_name = "FILE|-")]
    to: Option<PathBuf>,

    /// File with the six words that the desk told you, or - for standard input; asked for when missing
    #[arg(long, value_name = "FILE|-", conflicts_with = "card")]
    words: Option<PathBuf>,

    /// A second contact, photograph or card, which came another way
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
}

pub(super) async fn verify(args: VerifyArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let poster = read_poster(args.to.as_deref(), terminal)?;
    match &args.card {
        Some(path) => compare(&poster, &read_file(path)?)?,
        None => compare_words(&poster.desk, &told_words(args.words.as_deref(), terminal)?)?,
    }
    // The words are the answer; what the relay adds is the desk's name.
    let card = match current_card(&poster, network).await {
        Err(error) if error.is_lie() => return Err(error.into()),
        card => card,
    };
    let words = fingerprint(&poster.desk).join(" ");
    match &card {
        Ok(card) => terminal.print(text_with("verify-same", &[("name", &printable(&card.name)), ("words", &words)])),
        Err(why) => terminal.print(text_with("verify-same-unreached", &[("words", &words), ("why", why)])),
    }
    let card = card.ok();
    terminal.json(&serde_json::json!({
        "same": true,
        "desk": poster.desk.to_string(),
        "name": card.as_ref().map(|card| &card.name),
        "serial": card.as_ref().map(|card| card.serial),
    }));
    Ok(ExitCode::SUCCESS)
}

/// Two contacts of one desk; of two cards, the one in hand must not be the older.
fn compare(held: &Poster, second: &Poster) -> Result<(), Failure> {
    if held.desk != second.desk {
        return Err(another_identity(&held.desk, &fingerprint(&second.desk).join(" ")));
    }
    match (&held.card, &second.card) {
        (Some(card), Some(_)) => Ok(second.accepts(card)?),
        _ => Ok(()),
    }
}

fn compare_words(desk: &VerifierKey, told: &str) -> Result<(), Failure> {
    let told = told.to_lowercase();
    let same = told.split_whitespace().eq(fingerprint(desk));
    if same { Ok(()) } else { Err(another_identity(desk, &told.split_whitespace().collect::<Vec<_>>().join(" "))) }
}

fn told_words(file: Option<&Path>, terminal: &Terminal) -> Result<String, Failure> {
    match file {
        Some(path) => Ok(read_text(path, MAX_WORDS)?.to_string()),
        // The right words are not shown first: whoever reads them off the screen has compared nothing.
        None if terminal.is_interactive() => terminal.ask(&text("verify-question")),
        None => Err(Failure::usage(text("verify-missing"))),
    }
}

fn another_identity(desk: &VerifierKey, other: &str) -> Failure {
    let here = fingerprint(desk).join(" ");
    let other: String = other.chars().filter(|c| !c.is_control()).collect();
    Failure::new(text_with("verify-another", &[("here", &here), ("other", &other)])).hint(text("verify-another-hint"))
}

const MAX_WORDS: u64 = 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::test_card::{card, desk};
    use davylamp_protocol::log::note::NoteSigner;

    #[test]
    fn the_six_words_are_compared_whatever_their_case_and_spacing() {
        let desk = desk();
        let words = fingerprint(desk.verifier_key()).join("  ").to_uppercase();
        assert!(compare_words(desk.verifier_key(), &format!(" {words}\n")).is_ok());
    }

    #[test]
    fn other_fewer_and_more_words_are_refused() {
        let desk = desk();
        let right = fingerprint(desk.verifier_key());
        let other = NoteSigner::from_seed("desk.example", &[9; 32]).unwrap();
        assert!(compare_words(desk.verifier_key(), &fingerprint(other.verifier_key()).join(" ")).is_err());
        assert!(compare_words(desk.verifier_key(), &right[..5].join(" ")).is_err());
        assert!(compare_words(desk.verifier_key(), &format!("{} zoom", right.join(" "))).is_err());
        assert!(compare_words(desk.verifier_key(), "").is_err());
    }

    #[test]
    fn another_identity_and_an_older_card_are_refused() {
        let of = |serial| Poster::parse(&card(serial).sign(&desk()).unwrap()).unwrap();
        let other = NoteSigner::from_seed("desk.example", &[9; 32]).unwrap();
        let other = Poster::parse(&format!("davylamp:127.0.0.1:8600#{}", other.verifier_key())).unwrap();
        assert!(compare(&of(2), &of(2)).is_ok());
        assert!(compare(&of(2), &of(1)).is_ok());
        assert!(compare(&of(1), &of(2)).is_err());
        assert!(compare(&of(1), &other).is_err());
    }
}
