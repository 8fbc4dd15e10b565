//! The English catalogue is made from the doc comments, and held against them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::*;
use crate::text::{Language, text_in};

/// Whose catalogue a text belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Book {
    /// `help.ftl`, in all languages.
    Everybody,
    /// `desk-help.ftl`: what desks and counsel use.
    Desks,
}

/// Every text of the help: its id and its English.
fn all() -> Vec<(Book, String, String)> {
    let mut found = Vec::new();
    gather(&Cli::command(), &[], &mut found);
    found
}

fn gather(command: &Command, path: &[String], found: &mut Vec<(Book, String, String)>) {
    let whose =
        |path: &[String]| path.first().is_some_and(|first| ["desk", "counsel", "case"].contains(&first.as_str()));
    let book = if whose(path) { Book::Desks } else { Book::Everybody };
    // What a desk's commands are called is seen by everybody who asks for help.
    let about_book = if path.len() > 1 { book } else { Book::Everybody };
    let mut add = |book, id: String, text: Option<String>| {
        found.extend(text.filter(|text| !text.is_empty()).map(|text| (book, id, text)));
    };
    let about = about_id(path);
    add(about_book, about.clone(), command.get_about().map(ToString::to_string));
    let long = command.get_long_about().map(ToString::to_string);
    add(
        about_book,
        long_id(&about),
        long.filter(|long| Some(long) != command.get_about().map(ToString::to_string).as_ref()),
    );
    add(book, after_id(path), command.get_after_help().map(ToString::to_string));
    for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
        let id = arg_id(path, arg);
        add(book, id.clone(), arg.get_help().map(ToString::to_string));
        add(book, long_id(&id), arg.get_long_help().map(ToString::to_string));
    }
    for sub in command.get_subcommands() {
        gather(sub, &[path, &[sub.get_name().to_owned()]].concat(), found);
    }
}

fn written(book: Book) -> String {
    let mut out = format!("# {}\n", if book == Book::Desks { OF_DESKS } else { OF_EVERYBODY });
    out.push_str("# Made from the doc comments of the commands: DAVYLAMP_BLESS=1 cargo test -p davylamp help::\n");
    for (_, id, text) in all().into_iter().filter(|(whose, ..)| *whose == book) {
        let text = text.replace('{', "\u{0}").replace('}', "{\"}\"}").replace('\u{0}', "{\"{\"}");
        let text = if text.contains('\n') { format!("\n    {}", text.replace('\n', "\n    ")) } else { text };
        let text: String = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        let _ = writeln!(out, "{id} ={}{text}", if text.starts_with('\n') { "" } else { " " });
    }
    out
}

fn file(book: Book) -> PathBuf {
    let name = if book == Book::Desks { "desk-help.ftl" } else { "help.ftl" };
    Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en").join(name)
}

#[test]
fn the_english_catalogues_are_those_of_the_doc_comments() {
    for book in [Book::Everybody, Book::Desks] {
        let (file, written) = (file(book), written(book));
        if std::env::var_os("DAVYLAMP_BLESS").is_some() {
            std::fs::write(&file, &written).unwrap();
        }
        let found = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(found == written, "{} is not what the commands say; DAVYLAMP_BLESS=1 writes it anew", file.display());
    }
}

#[test]
fn each_text_reads_back_as_the_doc_comment() {
    // What was blessed just now is compiled in by the next run only.
    if std::env::var_os("DAVYLAMP_BLESS").is_some() {
        return;
    }
    for (_, id, english) in all() {
        let english: String = english.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        assert_eq!(text_in(Language::English, &id, &[]), english, "{id}");
    }
}

#[test]
fn ids_are_those_of_the_path() {
    let ids: Vec<String> = all().into_iter().map(|(_, id, _)| id).collect();
    for id in ["help", "help--json", "help-report", "help-report--to", "help-desk-card-publish--draft", "help-desk"] {
        assert!(ids.iter().any(|found| found == id), "{id}");
    }
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id stands for two texts");
}

#[test]
fn every_language_has_a_command_line_that_is_sound() {
    for language in Language::ALL {
        command_in(language).debug_assert();
        assert!(
            parser_in(language).try_get_matches_from(["davylamp", "--json", "desk", "--home", "x", "list"]).is_ok()
        );
    }
}

/// Without what only breaks lines.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shows_its_texts(command: &Command, path: &[String], language: Language) {
    let help = flat(&command.clone().render_long_help().to_string());
    let of = |id: &str| flat(&text_in(language, id, &[]));
    let about = of(&about_id(path));
    assert!(path.is_empty() || help.starts_with(&about), "{about:?} does not begin {help}");
    assert!(help.contains(&format!("{}: davylamp", of("help-usage"))), "{help}");
    for arg in command.get_arguments().filter(|arg| !arg.is_hide_set() && !arg.is_global_set()) {
        let id = arg_id(path, arg);
        let own = ["help", "version"].contains(&arg.get_id().as_str());
        let text = if own { of(&format!("{}-flag", arg.get_id())) } else { of(&id) };
        assert!(text == id || help.contains(&text), "{id}: {text:?} is not in {help}");
    }
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        shows_its_texts(sub, &[path, &[sub.get_name().to_owned()]].concat(), language);
    }
}

#[test]
fn the_help_of_every_command_is_made_of_its_languages_texts() {
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        shows_its_texts(&parser_in(language), &[], language);
    }
}

const OF_EVERYBODY: &str = "What --help says of the commands that reporters, defenders and couriers use.";
const OF_DESKS: &str = "What --help says of the commands that desks and counsel use.";
