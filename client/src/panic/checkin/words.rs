//! The two words of a profile, typed without echo or read from files.

use std::path::{Path, PathBuf};

use clap::Args;
use davylamp_protocol::alert::{Word, Words};

use crate::failure::Failure;
use crate::panic::word::typed_word;
use crate::terminal::{Terminal, read_text};
use crate::text::text;

/// Where the word of a visit comes from.
#[derive(Args)]
pub(super) struct WordArgs {
    /// File with the word, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    word_file: Option<PathBuf>,
}

/// Where the words of a new check-in come from.
#[derive(Args)]
pub(super) struct NewWordArgs {
    /// File with the word that you armed with, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    word_file: Option<PathBuf>,

    /// File with the duress word that you armed with, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    duress_file: Option<PathBuf>,
}

impl WordArgs {
    /// Whatever was typed: one question, one answer, and nothing depends on which word it was.
    pub(super) fn read(&self, terminal: &Terminal) -> Result<Word, Failure> {
        if self.word_file.is_none() && terminal.is_interactive() {
            terminal.say(text("talk-checkin-word-why"));
        }
        typed_word(self.word_file.as_deref(), terminal)
    }
}

impl NewWordArgs {
    /// Both words. The device cannot tell whether they are those that it was armed with: they are asked for twice.
    pub(super) fn read(&self, terminal: &Terminal) -> Result<Words, Failure> {
        let dash = Some(Path::new("-"));
        if self.word_file.as_deref() == dash && self.duress_file.as_deref() == dash {
            return Err(Failure::usage(text("standard-input-twice")));
        }
        if terminal.is_interactive() && (self.word_file.is_none() || self.duress_file.is_none()) {
            terminal.say(text("talk-checkin-words-why"));
        }
        let right = new_word(self.word_file.as_deref(), "checkin-right-question", terminal)?;
        let duress = new_word(self.duress_file.as_deref(), "checkin-duress-question", terminal)?;
        Words::new(right, duress).map_err(|_| Failure::new(text("checkin-words-alike")))
    }
}

fn new_word(file: Option<&Path>, question: &str, terminal: &Terminal) -> Result<Word, Failure> {
    let word = |typed: &str| Word::normal(typed).map_err(|_| Failure::new(text("checkin-word-length")));
    match file {
        Some(path) => word(&read_text(path, MAX_LEN)?),
        None if terminal.is_interactive() => loop {
            let typed = word(&terminal.ask_secret(&text(question))?)?;
            if word(&terminal.ask_secret(&text("checkin-word-again"))?)?.expose() == typed.expose() {
                break Ok(typed);
            }
            terminal.say(text("checkin-word-differs"));
        },
        None => Err(missing()),
    }
}

fn missing() -> Failure {
    Failure::usage(text("checkin-word-missing")).hint(text("checkin-word-missing-hint"))
}

const MAX_LEN: u64 = 1024;
