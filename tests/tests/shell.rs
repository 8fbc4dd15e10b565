//! What a shell and `man` make of what is generated for them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::confine::play::commands_of_the_client;
use davylamp_tests::process::run;
use davylamp_tests::scenario::{davylamp, path};

/// What bash offers for the last word of a line.
fn completed(script: &str, words: &[&str]) -> Result<Vec<String>> {
    let (last, before) = words.split_last().context("a line has words")?;
    let previous = before.last().copied().unwrap_or_default();
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let program = words.first().copied().unwrap_or_default();
    let ask = format!(
        "source '{script}'; complete -p {program} >&2; COMP_WORDS=({}); COMP_CWORD={}; COMPREPLY=(); \
        _{} {program} '{last}' '{previous}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        quoted.join(" "),
        words.len() - 1,
        program.replace('-', "__"),
    );
    let done = run(Path::new("bash"), ["--norc", "-c", &ask], "")?.done()?;
    ensure!(done.stderr.contains("complete"), "nothing is registered: {}", done.stderr);
    Ok(done.stdout.lines().map(str::to_owned).collect())
}

#[test]
fn bash_completes_commands_options_and_values() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let script = path(&dir.path().join("davylamp.bash"))?;
    fs::write(&script, davylamp(&["completions", "bash"], "")?.done()?.stdout)?;
    ensure!(completed(&script, &["davylamp", "contact", "no"])? == ["notices"]);
    ensure!(completed(&script, &["davylamp", "desk", "notice", "with"])? == ["withdraw"]);
    let options = completed(&script, &["davylamp", "report", "--pass"])?;
    ensure!(options.iter().any(|option| option == "--passphrase-file"), "{options:?}");
    ensure!(completed(&script, &["davylamp", "completions", "zs"])? == ["zsh"]);
    ensure!(completed(&script, &["davylamp", "nothing-like-it"])?.iter().all(String::is_empty));
    Ok(())
}

#[test]
fn every_shell_has_a_script_and_an_unknown_one_is_refused() -> Result<()> {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = davylamp(&["completions", shell], "")?.done()?.stdout;
        ensure!(script.contains("notices") && script.contains("davylamp"), "{shell}: {script}");
    }
    davylamp(&["completions", "tcsh"], "")?.with_code(2)?;
    Ok(())
}

#[test]
fn every_command_has_a_page_and_man_shows_it() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let pages = dir.path().join("man");
    davylamp(&["manual", &path(&pages)?], "")?.done()?;
    let formats = run(Path::new("sh"), ["-c", "command -v man groff"], "")?.code == Some(0);
    for command in commands_of_the_client()? {
        let page = path(&pages.join(format!("davylamp-{}.1", command.replace(' ', "-"))))?;
        ensure!(Path::new(&page).is_file(), "{command} has no page");
        let words: Vec<&str> = command.split(' ').chain(["-h"]).collect();
        let help = davylamp(&words, "")?.done()?.stdout;
        let about = help.lines().next().context("help begins with what it is for")?;
        if formats {
            let shown = run(Path::new("man"), ["-P", "cat", "-l", &page], "")?.done()?;
            let flat = |text: &str| text.replace('\u{2010}', "-").split_whitespace().collect::<Vec<_>>().join(" ");
            let begins = flat(about).chars().take(30).collect::<String>();
            ensure!(shown.stdout.contains("SYNOPSIS"), "{command}: {}", shown.stdout);
            ensure!(flat(&shown.stdout).contains(&begins), "{command}: {begins:?} is not in {}", shown.stdout);
        }
    }
    Ok(())
}

#[test]
fn the_relay_has_the_same() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (script, pages) = (path(&dir.path().join("relay.bash"))?, path(&dir.path().join("man"))?);
    let relay = |args: &[&str]| run(&Binaries::get()?.relay, args, "")?.done();
    fs::write(&script, relay(&["completions", "bash"])?.stdout)?;
    ensure!(completed(&script, &["davylamp-relay", "bud"])? == ["budget"]);
    relay(&["manual", &pages])?;
    for page in ["davylamp-relay.1", "davylamp-relay-run.1", "davylamp-relay-desk-add.1"] {
        ensure!(Path::new(&pages).join(page).is_file(), "{page}");
    }
    Ok(())
}
