//! What is wrong with a command line, in the person's language. What clap rarely says stays in its English.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};

use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::text::{Language, text, text_with};

/// The language that `--lang` names, before anything else is read: help and errors are in it too.
pub(crate) fn language_of(args: &[OsString]) -> Option<Language> {
    let words: Vec<&str> = args.iter().take_while(|word| *word != "--").filter_map(|word| word.to_str()).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    let apart = || words.iter().zip(words.iter().skip(1)).find(|(word, _)| **word == "--lang").map(|(_, code)| *code);
    Language::named(joined.or_else(apart)?)
}

/// Shows help, or what is wrong; gives the exit code.
pub(crate) fn end(error: &Error, args: &[OsString], command: &Command) -> ExitCode {
    let Some(failure) = told(error) else {
        // Help, the version, and what has no words of ours.
        let _ = error.print();
        return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(crate::failure::USAGE));
    };
    let has = |flag: &str| args.iter().any(|word| word == flag);
    let hint = text_with("usage-help-hint", &[("command", &path(args, command))]);
    Terminal::new(has("--json")).plain(has("--plain")).fail(&failure.hint(hint))
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "clap's kinds are open, and those without words of ours stay clap's"
)]
fn told(error: &Error) -> Option<Failure> {
    let what = || one(error, ContextKind::InvalidArg);
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument => text_with("usage-unknown", &[("what", &what()?)]),
        ErrorKind::InvalidSubcommand => {
            text_with("usage-unknown-command", &[("what", &one(error, ContextKind::InvalidSubcommand)?)])
        }
        ErrorKind::MissingSubcommand => text("usage-command-missing"),
        ErrorKind::MissingRequiredArgument => {
            text_with("usage-missing", &[("what", &all(error, ContextKind::InvalidArg)?)])
        }
        ErrorKind::InvalidValue => match one(error, ContextKind::InvalidValue)? {
            value if value.is_empty() => text_with("usage-value-missing", &[("what", &what()?)]),
            value => text_with("usage-value", &[("value", &value), ("what", &what()?)]),
        },
        ErrorKind::ValueValidation => {
            let (value, why) = (one(error, ContextKind::InvalidValue)?, std::error::Error::source(error)?);
            text_with("usage-value-why", &[("value", &value), ("what", &what()?), ("why", &why)])
        }
        ErrorKind::ArgumentConflict => conflict(error)?,
        _ => return None,
    };
    let failure = Failure::usage(sentence);
    Some(hints(error).into_iter().fold(failure, Failure::hint))
}

fn conflict(error: &Error) -> Option<String> {
    let what = one(error, ContextKind::InvalidArg)?;
    let other = all(error, ContextKind::PriorArg)?;
    if what == other {
        return Some(text_with("usage-twice", &[("what", &what)]));
    }
    Some(text_with("usage-conflict", &[("what", &what), ("other", &other)]))
}

fn hints(error: &Error) -> Vec<String> {
    let nearest = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let nearest = nearest.into_iter().find_map(|kind| all(error, kind));
    let values = all(error, ContextKind::ValidValue);
    let nearest = nearest.map(|what| text_with("usage-nearest", &[("what", &what)]));
    nearest.into_iter().chain(values.map(|values| text_with("usage-values", &[("values", &values)]))).collect()
}

fn one(error: &Error, kind: ContextKind) -> Option<String> {
    if let ContextValue::String(value) = error.get(kind)? { Some(value.clone()) } else { None }
}

fn all(error: &Error, kind: ContextKind) -> Option<String> {
    if let ContextValue::Strings(values) = error.get(kind)? {
        return Some(values.join(", ")).filter(|values| !values.is_empty());
    }
    one(error, kind)
}

/// The command that was meant, as far as its words are commands: `davylamp desk card`.
fn path(args: &[OsString], command: &Command) -> String {
    let (mut at, mut path) = (command, command.get_name().to_owned());
    for word in args.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(sub) = at.find_subcommand(word) {
            (at, path) = (sub, format!("{path} {}", sub.get_name()));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::help;

    fn words(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    fn wrong(line: &str) -> Failure {
        let error = help::command().try_get_matches_from(words(line)).unwrap_err();
        told(&error).unwrap_or_else(|| panic!("{line}: {error}"))
    }

    #[test]
    fn the_language_is_found_wherever_it_stands_and_not_after_the_end_of_options() {
        assert_eq!(language_of(&words("davylamp report --lang sw")), Some(Language::Swahili));
        assert_eq!(language_of(&words("davylamp --lang=es report --help")), Some(Language::Spanish));
        for none in ["davylamp report", "davylamp --lang", "davylamp --lang xx", "davylamp report -- --lang sw"] {
            assert_eq!(language_of(&words(none)), None, "{none}");
        }
    }

    #[test]
    fn common_mistakes_are_told_in_our_own_words() {
        for (line, message, hint) in [
            (
                "davylamp report --passphrase-fil x",
                text_with("usage-unknown", &[("what", &"--passphrase-fil")]),
                Some("--passphrase-file"),
            ),
            ("davylamp reprot", text_with("usage-unknown-command", &[("what", &"reprot")]), Some("report")),
            ("davylamp report --to", text_with("usage-value-missing", &[("what", &"--to <FILE|->")]), None),
            ("davylamp courier verify", text_with("usage-missing", &[("what", &"<DIR>")]), None),
            (
                "davylamp completions tcsh",
                text_with("usage-value", &[("value", &"tcsh"), ("what", &"<SHELL>")]),
                Some("fish"),
            ),
        ] {
            let failure = wrong(line);
            assert_eq!((failure.message, failure.code), (message, crate::failure::USAGE), "{line}");
            let hinted = hint.is_none_or(|hint| failure.hints.iter().any(|found| found.contains(hint)));
            assert!(hinted, "{line}: {:?}", failure.hints);
        }
        assert!(wrong("davylamp --lang xx report").message.contains("xx"));
        assert!(wrong("davylamp --socks a:1 --direct report").message.contains("--direct"));
        assert!(wrong("davylamp report --now --now").message.contains("--now"));
    }

    #[test]
    fn the_hint_names_the_command_that_was_meant() {
        assert_eq!(path(&words("davylamp --lang es desk card publsih"), &help::command()), "davylamp desk card");
        assert_eq!(path(&words("davylamp"), &help::command()), "davylamp");
    }

    #[test]
    fn help_and_the_version_are_no_mistakes() {
        for line in ["davylamp --help", "davylamp report -h", "davylamp --version"] {
            let error = help::command().try_get_matches_from(words(line)).unwrap_err();
            assert!(told(&error).is_none() && error.exit_code() == 0, "{line}");
        }
    }
}
