//! The words: agreed on once, typed later, and never kept. Nothing here tells one typed word from another.

use std::path::Path;

use davylamp_protocol::alert::{BadWord, Word, Words};
use davylamp_protocol::words;
use rand::rngs::OsRng;

use crate::failure::Failure;
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

/// Reads whatever word is typed, or stands in a file. No word is refused.
///
/// # Errors
///
/// A [`Failure`] for a file that cannot be read, or input that ended.
pub(crate) fn typed_word(file: Option<&Path>, terminal: &Terminal) -> Result<Word, Failure> {
    match file {
        Some(path) => Ok(Word::typed(&read_text(path, FILE_MAX)?)),
        None => Ok(Word::typed(&terminal.ask_secret(&text("panic-word-question"))?)),
    }
}

/// Agrees on the two words: from files, or typed twice each, with two suggestions.
///
/// # Errors
///
/// A [`Failure`] for words that cannot be told apart, or that nobody is there to type.
pub(crate) fn new_words(word: Option<&Path>, duress: Option<&Path>, terminal: &Terminal) -> Result<Words, Failure> {
    if terminal.is_interactive() && (word.is_none() || duress.is_none()) {
        terminal.say(text("panic-words-advice"));
        terminal.say(text_with("panic-words-suggestion", &[("one", &suggestion()), ("other", &suggestion())]));
    }
    loop {
        let right = new_word(word, "panic-new-word", terminal)?;
        let other = new_word(duress, "panic-new-duress-word", terminal)?;
        match Words::new(right, other) {
            Err(error) if word.is_none() || duress.is_none() => terminal.say(unfit(error).to_string()),
            words => return words.map_err(unfit),
        }
    }
}

fn new_word(file: Option<&Path>, question: &str, terminal: &Terminal) -> Result<Word, Failure> {
    match file {
        Some(path) => Word::normal(&read_text(path, FILE_MAX)?).map_err(unfit),
        None if terminal.is_interactive() => loop {
            let once = Word::normal(&terminal.ask_secret(&text(question))?);
            let again = terminal.ask_secret(&text("panic-word-again"))?;
            match once {
                Ok(word) if word.expose() == Word::typed(&again).expose() => return Ok(word),
                Ok(_) => terminal.say(text("panic-word-differs")),
                Err(error) => terminal.say(unfit(error).to_string()),
            }
        },
        None => Err(Failure::usage(text("panic-word-missing")).hint(text("panic-word-missing-hint"))),
    }
}

/// Two words of the list: short enough to remember, too many to guess at five guesses.
fn suggestion() -> String {
    format!("{} {}", words::draw(&mut OsRng), words::draw(&mut OsRng))
}

fn unfit(error: BadWord) -> Failure {
    match error {
        BadWord::Alike => Failure::usage(text("panic-words-alike")),
        BadWord::Length | _ => Failure::usage(text_with("panic-word-unfit", &[("why", &error)])),
    }
}

const FILE_MAX: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    fn file(dir: &Path, name: &str, content: &str) -> std::path::PathBuf {
        let path = dir.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    #[test]
    fn words_from_files_are_taken_in_normal_form() {
        let dir = tempfile::tempdir().unwrap();
        let (one, other) = (file(dir.path(), "one", "Copper  Kettle\n"), file(dir.path(), "other", "tin kettle\n"));
        let words = new_words(Some(&one), Some(&other), &Terminal::new(true)).unwrap();
        assert_eq!((words.right.expose(), words.duress.expose()), ("copper kettle", "tin kettle"));
        assert_eq!(typed_word(Some(&one), &Terminal::new(true)).unwrap().expose(), "copper kettle");
    }

    #[test]
    fn words_alike_empty_and_missing_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let terminal = Terminal::new(true);
        let (one, same) = (file(dir.path(), "one", "Tin kettle"), file(dir.path(), "same", "tin  KETTLE\n"));
        let empty = file(dir.path(), "empty", " \n");
        for (word, duress) in [(&one, &same), (&empty, &one), (&one, &empty), (&one, &dir.path().join("none"))] {
            assert!(new_words(Some(word), Some(duress), &terminal).is_err());
        }
    }

    #[test]
    fn any_typed_word_is_taken_even_none_at_all() {
        let dir = tempfile::tempdir().unwrap();
        for content in ["", "x", &"x ".repeat(2000)] {
            let path = file(dir.path(), "word", content);
            assert!(typed_word(Some(&path), &Terminal::new(true)).is_ok());
        }
    }
}
