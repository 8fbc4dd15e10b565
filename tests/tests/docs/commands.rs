//! Every command that a manual names exists: its words and its options stand in `--help`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::run;

use crate::page::{PAGES, Part, parts};

#[test]
fn every_command_in_the_manuals_exists() -> Result<()> {
    let mut helps = Helps::default();
    let mut faults = Vec::new();
    let mut count = 0;
    for page in PAGES.into_iter().chain(["operating.md"]) {
        for line in commands(page)? {
            count += 1;
            faults.extend(helps.fault(&line)?.map(|fault| format!("{page}: {line}: {fault}")));
        }
    }
    ensure!(count > 60, "the manuals are found: {count} commands");
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[test]
fn a_command_or_option_that_does_not_exist_is_noticed() -> Result<()> {
    let mut helps = Helps::default();
    let wrong = ["davylamp desk rotat", "davylamp desk watch --onc", "davylamp check -z", "davylamp-relay start DIR"];
    for line in wrong {
        ensure!(helps.fault(line)?.is_some(), "{line} passed");
    }
    for line in ["davylamp desk show CASE", "davylamp desk --home NEW init", "davylamp panic", "davylamp-relay run DIR"]
    {
        ensure!(helps.fault(line)?.is_none(), "{line}: {:?}", helps.fault(line)?);
    }
    Ok(())
}

/// The commands of a page: lines of its shell blocks, and what stands between backticks in sentences.
fn commands(page: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for part in parts(page)? {
        match part {
            Part::Block(info, lines) if info.split(' ').next() == Some("sh") => {
                let joined = lines.join("\n").replace("\\\n", " ");
                found.extend(joined.lines().flat_map(in_line));
            }
            Part::Block(..) => {}
            Part::Prose(line) => found.extend(line.split('`').skip(1).step_by(2).filter_map(command)),
        }
    }
    Ok(found)
}

/// A shell line can hold several: after pipes, `&&`, `$(`.
fn in_line(line: &str) -> Vec<String> {
    let line = line.split(" #").next().unwrap_or_default();
    line.split(['|', ';', '&', '(', '`']).filter_map(command).collect()
}

fn command(piece: &str) -> Option<String> {
    let piece = piece.trim();
    let is_ours = PROGRAMS.iter().any(|name| piece.split([' ', '\n']).next() == Some(*name));
    (is_ours && piece.contains(' ')).then(|| piece.to_owned())
}

/// What stands between quotes is one word for the shell.
fn in_one_word(line: &str) -> String {
    let pieces = line.split('"').enumerate();
    pieces.map(|(at, piece)| if at % 2 == 1 { "QUOTED" } else { piece }).collect()
}

/// What `--help` says, by the words of the command.
#[derive(Default)]
struct Helps(BTreeMap<Vec<String>, String>);

impl Helps {
    /// What is wrong with a command, if anything.
    fn fault(&mut self, line: &str) -> Result<Option<String>> {
        let line = in_one_word(line);
        let words: Vec<&str> = line.split_whitespace().take_while(|word| !word.starts_with(['>', '<'])).collect();
        let (program, rest) = words.split_first().context("a command has a word")?;
        let mut at = vec![(*program).to_owned()];
        let mut options = BTreeSet::new();
        let mut takes_value = false;
        for word in rest {
            let help = self.help(&at)?;
            if let Some(option) = word.strip_prefix('-').map(|_| word.split('=').next().unwrap_or(word)) {
                let Some(takes) = option_of(&help, option) else { return Ok(Some(format!("no option {option}"))) };
                options.insert(option.to_owned());
                takes_value = takes && !word.contains('=');
            } else if std::mem::take(&mut takes_value) {
            } else if subcommands(&help).contains(*word) {
                at.push((*word).to_owned());
            } else if help.contains("<COMMAND>") || !help.lines().any(|line| line == "Arguments:") {
                return Ok(Some(format!("no {word:?} after {}", at.join(" "))));
            }
        }
        Ok(None)
    }

    fn help(&mut self, words: &[String]) -> Result<String> {
        if let Some(known) = self.0.get(words) {
            return Ok(known.clone());
        }
        let (program, rest) = words.split_first().context("a command has a word")?;
        let binaries = Binaries::get()?;
        let binary: &Path = if program == "davylamp" { &binaries.client } else { &binaries.relay };
        let args = rest.iter().map(String::as_str).chain(["--help"]);
        let help = run(binary, args, "")?.done()?.stdout;
        self.0.insert(words.to_vec(), help.clone());
        Ok(help)
    }
}

/// Whether there is such an option; whether it takes a value.
fn option_of(help: &str, option: &str) -> Option<bool> {
    let is_line = |line: &&str| line.trim_start().starts_with('-');
    help.lines().filter(is_line).find_map(|line| {
        let names = line.trim_start().split("  ").next().unwrap_or_default();
        let is_named = names.split([' ', ',']).any(|name| name == option);
        is_named.then(|| names.contains('<'))
    })
}

fn subcommands(help: &str) -> BTreeSet<&str> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).collect()
}

const PROGRAMS: [&str; 2] = ["davylamp", "davylamp-relay"];
