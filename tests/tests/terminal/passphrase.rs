//! The new passphrase, and secrets that are typed.

use std::process::Command;

use anyhow::{Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::pty::{NARROW, Pty, WIDE};
use davylamp_tests::scenario::davylamp;
use davylamp_tests::stage::Stage;
use rustix::process::Signal;

use crate::person::{begins_report, ensure_no_words, finish, learns_words, shown_words, what_the_desk_reads};

#[test]
fn the_new_passphrase_is_never_on_the_first_screen_nor_in_the_scroll_back() -> Result<()> {
    let stage = Stage::set()?;
    for window in [WIDE, NARROW] {
        let story = stage.file("story", "They named three of us.")?;
        let mut pty = Pty::davylamp(&["report", "--now", "--to", &stage.desk.contact, "--text", &story], window)?;
        pty.answer("fingerprint? (yes or no)", "yes")?;
        shown_words(&mut pty)?;
        ensure!(pty.is_second(), "{}", pty.screen());
        let (words, ended) = learns_words(&mut pty)?;
        ensure!(ended.code == Some(0) && ended.text.contains("Your report is on the relay"), "{ended:?}");
        ensure_no_words(&words, &ended.text)?;
        ensure_no_words(&words, &pty.seen_on_first())?;
        ensure!(pty.seen().contains(&words.join(" ")) || window == NARROW, "the control: they were shown");
        pty.is_restored()?;
    }
    Ok(())
}

#[test]
fn every_way_out_leaves_the_terminal_as_it_was_and_no_words_on_it() -> Result<()> {
    let stage = Stage::set()?;
    let story = stage.file("story", "They named three of us.")?;
    type Way = (&'static str, fn(&Pty) -> Result<()>, i32);
    let ways: &[Way] = &[
        ("Ctrl-C", |pty| pty.press("\x03"), 2),
        ("Ctrl-backslash", |pty| pty.press("\x1c"), 3),
        ("SIGTERM", |pty| pty.signal(Signal::TERM), 15),
        ("SIGHUP", |pty| pty.signal(Signal::HUP), 1),
    ];
    for typed in [false, true] {
        for (way, leave, signal) in ways {
            let mut pty = Pty::davylamp(&["report", "--now", "--to", &stage.desk.contact, "--text", &story], WIDE)?;
            pty.answer("fingerprint? (yes or no)", "yes")?;
            let words = shown_words(&mut pty)?;
            if typed {
                pty.press("\r")?;
                pty.wait_for("Type the eight words, to be sure")?;
                pty.press("half of them")?;
            }
            leave(&pty)?;
            let ended = pty.end()?;
            ensure!(ended.signal == Some(*signal), "{way}: {ended:?}");
            ensure!(ended.text.contains("stopped; nothing was sent"), "{way}: {}", ended.text);
            ensure!(!ended.text.contains("half of them"), "{way}: {}", ended.text);
            ensure_no_words(&words, &ended.text)?;
            ensure_no_words(&words, &pty.seen_on_first())?;
            pty.is_restored()?;
        }
        // The end of input is an error like any other.
        let mut pty = Pty::davylamp(&["report", "--now", "--to", &stage.desk.contact, "--text", &story], WIDE)?;
        pty.answer("fingerprint? (yes or no)", "yes")?;
        let words = shown_words(&mut pty)?;
        if typed {
            pty.press("\r")?;
            pty.wait_for("Type the eight words, to be sure")?;
        }
        pty.press("\x04")?;
        let ended = pty.end()?;
        ensure!(ended.code == Some(2), "{ended:?}");
        ensure_no_words(&words, &ended.text)?;
        pty.is_restored()?;
    }
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.is_empty(), "nothing was sent");
    Ok(())
}

#[test]
fn suspended_it_shows_no_words_and_a_terminal_in_order() -> Result<()> {
    let stage = Stage::set()?;
    let story = stage.file("story", "They named three of us.")?;
    let mut shell = Command::new("bash");
    shell.args(["--norc", "--noprofile", "-i"]).env("PS1", "shell> ").env("HISTFILE", "/dev/null");
    let mut pty = Pty::start(shell, WIDE)?;
    pty.wait_for("shell>")?;
    let client = Binaries::get()?.client.display().to_string();
    pty.press(&format!("{client} report --now --to {} --text {story}\r", stage.desk.contact))?;
    pty.answer("fingerprint? (yes or no)", "yes")?;
    let words = shown_words(&mut pty)?;
    for _ in 0..2 {
        pty.press("\x1a")?;
        pty.wait_until(|pty| !pty.is_second() && pty.screen().contains("Stopped"))?;
        ensure_no_words(&words, &pty.screen())?;
        // The shell has a line editor of its own: the modes are asked for by a command.
        pty.press("clear; stty -a | grep -oE -- '-?(echo|icanon|isig)\\b'\r")?;
        pty.wait_until(|pty| ["isig", "icanon", "echo"].iter().all(|mode| pty.screen().lines().any(|l| l == *mode)))?;
        pty.press("clear; fg\r")?;
        ensure!(shown_words(&mut pty)? == words && pty.is_second());
    }
    pty.press("\r")?;
    pty.wait_for("Type the eight words, to be sure")?;
    pty.press("half\x1a")?;
    pty.wait_for("Stopped")?;
    pty.press("fg\r")?;
    // What was typed before is gone; the question is asked anew.
    pty.wait_until(|pty| pty.screen().matches("Type the eight words").count() == 2)?;
    pty.press(&format!("{}\r", words.join(" ")))?;
    pty.wait_for("Your report is on the relay")?;
    pty.press("exit\r")?;
    let ended = pty.end()?;
    ensure_no_words(&words, &ended.text)?;
    ensure_no_words(&words, &pty.seen_on_first())
}

#[test]
fn plain_mode_draws_nothing_and_says_that_it_cannot_take_the_words_off() -> Result<()> {
    let stage = Stage::set()?;
    for dumb in [false, true] {
        let mut command = Command::new(&Binaries::get()?.client);
        command.args(["report", "--now", "--to", &stage.desk.contact]);
        if dumb {
            command.env("TERM", "dumb")
        } else {
            command.arg("--plain")
        };
        let mut pty = Pty::start(command, NARROW)?;
        crate::person::comes_to_the_story(&mut pty)?;
        pty.wait_for("An empty line ends it.")?;
        pty.press("Walitupiga.\rJina langu si hapa.\r\r")?;
        crate::person::leaves_the_rest(&mut pty)?;
        pty.wait_for("What comes now is secret")?;
        pty.wait_for(if dumb { "nothing can take it off again here" } else { "It will be taken off this screen" })?;
        pty.answer("Show it? (yes or no)", "yes")?;
        let (words, ended) = learns_words(&mut pty)?;
        ensure!(ended.code == Some(0), "{ended:?}");
        let seen = pty.seen();
        ensure!(!seen.contains("\x1b[?1049h"), "{seen:?}");
        if dumb {
            ensure!(!seen.contains('\x1b'), "no escape reaches a terminal that knows none: {seen:?}");
        } else {
            ensure_no_words(&words, &ended.text)?;
        }
        pty.is_restored()?;
        ensure!(what_the_desk_reads(&stage)?.starts_with("Walitupiga.\nJina langu si hapa."));
    }
    Ok(())
}

#[test]
fn in_plain_mode_nothing_is_shown_to_whoever_declines() -> Result<()> {
    let stage = Stage::set()?;
    let story = stage.file("story", "They named three of us.")?;
    let own = ["report", "--plain", "--now", "--to", &stage.desk.contact, "--text", &story];
    let mut pty = Pty::davylamp(&own, WIDE)?;
    pty.answer("fingerprint? (yes or no)", "yes")?;
    pty.answer("Show it? (yes or no)", "no")?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(1) && ended.text.contains("--passphrase-out FILE"), "{ended:?}");
    ensure!(!ended.text.contains("only way back"), "{ended:?}");
    Ok(())
}

#[test]
fn words_typed_for_a_case_are_not_shown_and_a_wrong_one_is_asked_for_again() -> Result<()> {
    let stage = Stage::set()?;
    let mut pty = Pty::davylamp(&["check", "--now", "--to", &stage.desk.contact], WIDE)?;
    pty.wait_for("The eight words of your case")?;
    ensure!(!pty.echoes()?);
    pty.press("secretive zzyzx\r")?;
    pty.wait_for("has 8 words, and this has 2")?;
    pty.wait_until(|pty| pty.text().matches("The eight words of your case").count() == 2)?;
    pty.press(&format!("{}\r", "zoom ".repeat(8)))?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(0) && ended.text.contains("Nothing of yours here"), "{ended:?}");
    ensure!(!pty.seen().contains("secretive") && !pty.seen().contains("zoom"), "{}", pty.seen());
    pty.is_restored()
}

#[test]
fn a_story_from_the_editor_and_words_from_the_screen_make_a_report() -> Result<()> {
    let stage = Stage::set()?;
    let mut pty = begins_report(&stage, &[], NARROW)?;
    pty.press("They named three of us.")?;
    finish(&mut pty)?;
    let (words, ended) = learns_words(&mut pty)?;
    ensure!(ended.code == Some(0), "{ended:?}");
    ensure!(!pty.seen_on_first().contains("named three"), "the story stands on the first screen");
    ensure_no_words(&words, &pty.seen_on_first())?;
    ensure!(what_the_desk_reads(&stage)? == "They named three of us.");
    pty.is_restored()
}

#[test]
fn the_word_that_calls_an_alert_off_is_typed_without_echo() -> Result<()> {
    let stage = Stage::set()?;
    let [right, duress] = ["copper kettle", "tin kettle"].map(|word| stage.file(&word.replace(' ', "-"), word));
    let (right, duress, meaning) = (right?, duress?, stage.file("meaning", "Soy Ana.\n")?);
    let home = stage.dir.path().join("panic").display().to_string();
    let words = ["--word-file", &right, "--duress-file", &duress, "--text", &meaning];
    let arm = ["panic", "--home", &home, "arm", "--to", &stage.desk.contact];
    davylamp(&[&arm[..], &words].concat(), "")?.done()?;
    davylamp(&["panic", "--home", &home, "--for", "1"], "")?;
    // Left first, and the alert goes on.
    for leave in ["\x03", "tin kettle\r"] {
        let mut pty = Pty::davylamp(&["panic", "--home", &home, "cancel"], WIDE)?;
        pty.wait_for("Your word:")?;
        ensure!(!pty.echoes()?);
        pty.press(leave)?;
        let ended = pty.end()?;
        ensure!(
            (ended.code, ended.signal) == if leave == "\x03" { (None, Some(2)) } else { (Some(0), None) },
            "{ended:?}"
        );
        ensure!(!pty.seen().contains("kettle"), "{}", pty.seen());
        pty.is_restored()?;
    }
    Ok(())
}
