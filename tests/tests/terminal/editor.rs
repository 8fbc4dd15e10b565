//! A story typed in the editor.

use std::process::Command;

use anyhow::{Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::pty::{NARROW, Pty, WIDE, Window};
use davylamp_tests::stage::Stage;
use rustix::process::Signal;

use crate::person::{begins_report, finish, learns_words, what_the_desk_reads};

const SCRIPTS: &[(&str, &str)] = &[
    ("Swahili", "Walinipiga, na mshahara haujalipwa tangu Machi."),
    ("Spanish", "¿Qué pasó? Echaron a tres; «lista negra», año 2026."),
    ("French", "Ça fait trois mois, l’œil fermé, où rien n’est payé."),
    ("Portuguese", "Não pagaram; às vezes ameaçam com a polícia, João."),
    ("Arabic", "قالوا إنّ أسماءنا في القائمة، ولن يعمل أحدٌ منّا."),
    ("Hindi", "उन्होंने हमें धमकाया: क्षति, ज्ञान, श्रमिक, र्‍य।"),
    ("Chinese", "他们把我们列入黑名单，三个月没有发工资。𠮷"),
    ("combining", "e\u{301} a\u{323}\u{300} 👩‍👩‍👧‍👦 한\u{1100}\u{1161}"),
];

#[test]
fn every_script_arrives_as_it_was_typed_and_pasted() -> Result<()> {
    let stage = Stage::set()?;
    let mut pty = begins_report(&stage, &[], NARROW)?;
    let mut whole = String::new();
    for (script, line) in SCRIPTS {
        pty.press(&format!("{line}\r"))?;
        whole.push_str(&format!("{line}\n"));
        let room = format!("{} of 65536 bytes", whole.len());
        pty.wait_for(&room).map_err(|error| error.context(*script))?;
    }
    let pasted = SCRIPTS.map_lines();
    pty.paste(&pasted)?;
    whole.push_str(&pasted);
    pty.wait_for(&format!("{} of 65536 bytes", whole.len()))?;
    finish(&mut pty)?;
    let (_, ended) = learns_words(&mut pty)?;
    ensure!(ended.code == Some(0), "{ended:?}");
    let read = what_the_desk_reads(&stage)?;
    ensure!(read == whole, "{read:?} is not {whole:?}");
    for (script, line) in SCRIPTS {
        ensure!(!pty.seen_on_first().contains(line), "{script} stands on the first screen");
    }
    pty.is_restored()
}

trait Lines {
    fn map_lines(&self) -> String;
}

impl Lines for &[(&str, &str)] {
    fn map_lines(&self) -> String {
        self.iter().map(|(_, line)| format!("\t{line}\n\n")).collect()
    }
}

#[test]
fn nothing_is_lost_when_the_window_changes_and_what_is_too_long_is_refused() -> Result<()> {
    let stage = Stage::set()?;
    let mut pty = begins_report(&stage, &[], WIDE)?;
    pty.press("First line that is long enough to be broken in a narrow window.\r")?;
    pty.wait_for("64 of 65536 bytes")?;
    // It is drawn anew without a key.
    pty.resize(NARROW)?;
    pty.wait_until(|pty| {
        pty.screen().contains("\nFirst line that is long enough to be\nbroken in a narrow window.\n")
    })?;
    for window in [NARROW, Window { rows: 3, columns: 9 }, Window { rows: 1, columns: 1 }, NARROW] {
        pty.resize(window)?;
        pty.press("more ")?;
    }
    let first = format!("First line that is long enough to be broken in a narrow window.\n{}", "more ".repeat(4));
    pty.wait_for(&format!("{} of 65536 bytes", first.len()))?;
    pty.paste(&"x".repeat(65536 - first.len() + 1))?;
    pty.wait_for("THERE IS NO ROOM FOR THAT")?;
    let fits = "y".repeat(65536 - first.len());
    pty.paste(&fits)?;
    pty.wait_for("65536 of 65536 bytes")?;
    pty.press("z")?;
    pty.wait_for("THERE IS NO ROOM FOR THAT")?;
    finish(&mut pty)?;
    let (_, ended) = learns_words(&mut pty)?;
    ensure!(ended.code == Some(0), "{ended:?}");
    ensure!(what_the_desk_reads(&stage)? == first + &fits);
    Ok(())
}

#[test]
fn leaving_is_asked_for_sends_nothing_and_restores_the_terminal() -> Result<()> {
    let stage = Stage::set()?;
    for key in ["\x03", "\x1b"] {
        let mut pty = begins_report(&stage, &[], NARROW)?;
        pty.press("Words that nobody will read.")?;
        pty.press(key)?;
        pty.wait_for("Leave? Nothing is sent")?;
        pty.press("n")?;
        pty.wait_for("Ctrl-D: finished")?;
        pty.wait_for("Words that nobody will read.")?;
        pty.press(key)?;
        pty.wait_for("Leave? Nothing is sent")?;
        pty.press("y")?;
        let ended = pty.end()?;
        ensure!(ended.code == Some(1) && ended.text.contains("stopped; nothing was sent"), "{ended:?}");
        ensure!(!pty.seen_on_first().contains("nobody will read"));
        pty.is_restored()?;
    }
    for (signal, number) in [(Signal::TERM, 15), (Signal::HUP, 1), (Signal::INT, 2)] {
        let mut pty = begins_report(&stage, &[], WIDE)?;
        pty.press("Words that nobody will read.")?;
        pty.wait_for("nobody will read.")?;
        pty.signal(signal)?;
        let ended = pty.end()?;
        ensure!(ended.signal == Some(number) && ended.text.contains("stopped; nothing was sent"), "{ended:?}");
        ensure!(!pty.seen_on_first().contains("nobody will read"));
        pty.is_restored()?;
    }
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.is_empty());
    Ok(())
}

#[test]
fn suspended_the_story_is_off_the_screen_and_comes_back_whole() -> Result<()> {
    let stage = Stage::set()?;
    let mut shell = Command::new("bash");
    shell.args(["--norc", "--noprofile", "-i"]).env("PS1", "shell> ").env("HISTFILE", "/dev/null");
    let mut pty = Pty::start(shell, WIDE)?;
    pty.wait_for("shell>")?;
    let client = Binaries::get()?.client.display().to_string();
    pty.press(&format!("{client} report --now --to {}\r", stage.desk.contact))?;
    crate::person::comes_to_the_story(&mut pty)?;
    pty.press("Half of the story")?;
    pty.wait_for("Half of the story")?;
    pty.press("\x1a")?;
    pty.wait_until(|pty| !pty.is_second() && pty.screen().contains("Stopped"))?;
    ensure!(!pty.screen().contains("Half of"), "{}", pty.screen());
    pty.resize(NARROW)?;
    pty.press("clear; fg\r")?;
    pty.wait_until(|pty| pty.is_second() && pty.screen().contains("Half of the story"))?;
    pty.press(", and the rest.")?;
    pty.wait_for("Half of the story, and the rest.")?;
    finish(&mut pty)?;
    let words = crate::person::shown_words(&mut pty)?;
    pty.press("\r")?;
    pty.wait_for("Type the eight words, to be sure")?;
    pty.press(&format!("{}\r", words.join(" ")))?;
    pty.wait_for("the relay keeps answers no longer.")?;
    pty.press("exit\r")?;
    pty.end()?;
    ensure!(!pty.seen_on_first().contains("Half of"), "{}", pty.seen_on_first());
    ensure!(what_the_desk_reads(&stage)? == "Half of the story, and the rest.");
    Ok(())
}

#[test]
fn a_relay_that_goes_away_costs_nobody_the_story() -> Result<()> {
    let mut stage = Stage::set()?;
    let mut pty = begins_report(&stage, &[], WIDE)?;
    pty.press("A story that took an hour.")?;
    finish(&mut pty)?;
    let words = crate::person::shown_words(&mut pty)?;
    stage.relay.kill();
    pty.press("\r")?;
    pty.wait_for("Type the eight words, to be sure")?;
    pty.press(&format!("{}\r", words.join(" ")))?;
    pty.answer("What was sent stays; nothing is sent twice. (yes or no)", "no")?;
    pty.answer("What you typed is still here. Try again?", "perhaps")?;
    pty.wait_until(|pty| pty.screen().matches("What you typed is still here.").count() >= 2)?;
    stage.relay.crash_and_restart()?;
    pty.press("yes\r")?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(0), "{ended:?}");
    ensure!(what_the_desk_reads(&stage)? == "A story that took an hour.");
    Ok(())
}
