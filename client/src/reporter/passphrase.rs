//! The eight words: made here, shown once, asked back; or read from where the reporter keeps them.

use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::keys::{CaseKeys, PASSPHRASE_WORDS, Passphrase, PassphraseError};
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::files::parent;
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

/// Reads the words of an existing case: from a file, from standard input (`-`), or typed without echo.
///
/// # Errors
///
/// A [`Failure`] that names the word to look at, never the word itself.
pub(crate) fn read_passphrase(file: Option<&Path>, terminal: &Terminal) -> Result<Passphrase, Failure> {
    match file {
        Some(path) => Passphrase::parse(&read_text(path, MAX_LEN)?).map_err(wrong_words),
        None if terminal.is_interactive() => loop {
            match Passphrase::parse(&terminal.ask_secret(&text("passphrase-question"))?) {
                Err(error) => terminal.say(wrong_words(error).to_string()),
                Ok(passphrase) => break Ok(passphrase),
            }
        },
        None => Err(Failure::usage(text("passphrase-missing")).hint(text("passphrase-missing-hint"))),
    }
}

/// Makes the words of a new case. With `out` they are written there, to a new file that only its owner reads; else
/// they are shown, and asked back until they are right.
///
/// # Errors
///
/// A [`Failure`] if they cannot be written, or nobody is there to write them down.
pub(crate) fn new_passphrase(out: Option<&Path>, terminal: &Terminal) -> Result<Passphrase, Failure> {
    let passphrase = Passphrase::generate(&mut OsRng);
    match out {
        Some(path) => match write_new(path, &passphrase) {
            Err(failure) if terminal.is_interactive() => {
                // Much may have been typed by now.
                terminal.say(failure.to_string());
                teach(&passphrase, terminal)?;
            }
            written => written?,
        },
        None if terminal.is_interactive() => teach(&passphrase, terminal)?,
        None => {
            return Err(Failure::usage(text("passphrase-out-missing")).hint(text("passphrase-out-missing-hint")));
        }
    }
    Ok(passphrase)
}

/// Whether a file for the words can be made there, as far as can be told before.
///
/// # Errors
///
/// A [`Failure`] for one that is there already, or a directory that is not.
pub(crate) fn may_be_written(path: &Path) -> Result<(), Failure> {
    let named = |kind: io::ErrorKind| Failure::new(format!("{}: {}", path.display(), io::Error::from(kind)));
    match (path.symlink_metadata().is_ok(), parent(path).is_dir()) {
        (true, _) => Err(named(io::ErrorKind::AlreadyExists)),
        (false, false) => Err(named(io::ErrorKind::NotFound)),
        (false, true) => Ok(()),
    }
}

/// The keys of the case. Takes a good part of a second, and 64 MiB.
///
/// # Errors
///
/// A [`Failure`] if the work was broken off.
pub(crate) async fn case_keys(passphrase: Passphrase, desk: DeskKey) -> Result<CaseKeys, Failure> {
    let keys = tokio::task::spawn_blocking(move || passphrase.root().case(desk)).await;
    keys.map_err(|_| Failure::new(text("passphrase-broken-off")))
}

fn teach(passphrase: &Passphrase, terminal: &Terminal) -> Result<(), Failure> {
    terminal.say(text("guide-words-next"));
    let shown = Zeroizing::new(format!("{}\n\n    {}\n", text("passphrase-new"), passphrase.expose()));
    // What still stands there is no test of what was written down.
    terminal.show_for_a_while(&shown, &text("passphrase-written-down"))?;
    for _ in 0..ATTEMPTS {
        let typed = Passphrase::parse(&terminal.ask_secret(&text("passphrase-back"))?);
        match typed {
            Ok(typed) if typed.expose() == passphrase.expose() => {
                terminal.say(text("guide-words-keep"));
                return Ok(());
            }
            Ok(_) => terminal.say(text("passphrase-differs")),
            Err(error) => terminal.say(wrong_words(error).to_string()),
        }
    }
    terminal.say(text("passphrase-again"));
    teach(passphrase, terminal)
}

fn write_new(path: &Path, passphrase: &Passphrase) -> Result<(), Failure> {
    let named = |error: io::Error| Failure::new(format!("{}: {error}", path.display()));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(named)?;
    writeln!(file, "{}", passphrase.expose()).and_then(|()| file.sync_all()).map_err(|error| {
        // Half a passphrase opens nothing, and would stand in the way of the next attempt.
        let _ = std::fs::remove_file(path);
        named(error)
    })
}

fn wrong_words(error: PassphraseError) -> Failure {
    let message = match &error {
        PassphraseError::Count(count) => text_with("passphrase-count", &[("want", &PASSPHRASE_WORDS), ("got", count)]),
        PassphraseError::Unknown { place, nearest } => match nearest {
            Some(word) => text_with("passphrase-word-near", &[("place", place), ("word", word)]),
            None => text_with("passphrase-word", &[("place", place)]),
        },
        _ => error.to_string(),
    };
    Failure::new(message)
}

const MAX_LEN: u64 = 1024;
const ATTEMPTS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn words_are_written_to_a_new_file_that_only_the_owner_reads() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("words");
        let made = new_passphrase(Some(&path), &Terminal::new(true)).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let read = read_passphrase(Some(&path), &Terminal::new(true)).unwrap();
        assert_eq!(read.expose(), made.expose());
        assert!(new_passphrase(Some(&path), &Terminal::new(true)).is_err(), "never over another file");
    }

    #[test]
    fn errors_name_the_place_of_a_wrong_word_and_not_the_word() {
        let error = Passphrase::parse("zoom zoom zoom qqqqqqqqq zoom zoom zoom zoom").map_err(wrong_words).unwrap_err();
        assert!(error.message.contains('4') && !error.message.contains("qqq"), "{error}");
        let near = Passphrase::parse("zoom zoomm zoom zoom zoom zoom zoom zoom").map_err(wrong_words).unwrap_err();
        assert!(near.message.contains("zoom") && !near.message.contains("zoomm"), "{near}");
        assert!(Passphrase::parse("zoom").map_err(wrong_words).unwrap_err().message.contains('8'));
    }
}
