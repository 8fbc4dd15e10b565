//! Keys that come too early, and those that end it.

use anyhow::{Result, ensure};
use davylamp_tests::guided::{Answers, Person};
use davylamp_tests::pty::{Pty, WIDE, Window, flat};
use davylamp_tests::stage::Stage;
use davylamp_tests::words::Words;

use crate::{PHONE, asks_to_send, at_noon};

/// A person whose story is told, at the question whether to send it.
fn has_told(stage: &Stage, window: Window) -> Result<(Person, Pty)> {
    let mut person = Person::who_speaks("en")?;
    let mut pty = at_noon(&["report", "--now", "--lang", "en", "--to", &stage.desk.contact], &[], window)?;
    person.begin(&mut pty)?;
    person.tell(&mut pty, &Answers { story: "They came at night.".into(), short: [""; 7], list: None }, false)?;
    Ok((person, pty))
}

#[test]
fn a_key_pressed_twice_passes_neither_the_summary_nor_the_eight_words() -> Result<()> {
    let stage = Stage::set()?;
    let words = Words::of("en")?;
    let (mut person, mut pty) = has_told(&stage, WIDE)?;
    // To the last question, past it, and twice more.
    pty.press("8\r\r\r\r")?;
    asks_to_send(&mut pty, "en", 2)?;
    person.answer(&mut pty, "guide-send-question", "x")?;
    person.answer(&mut pty, "guide-stop-question", "no")?;
    asks_to_send(&mut pty, "en", 3)?;
    pty.press("\r\r\r")?;
    let shown = flat(words.beginning("passphrase-written-down")?);
    pty.wait_until(|pty| pty.is_second() && flat(&pty.text()).contains(&shown))?;
    pty.press("\r")?;
    pty.wait_for(words.beginning("passphrase-back")?)?;
    pty.press("\x04")?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(2), "{ended:?}");
    // An Enter too many would have been taken for eight words.
    let taken = flat(&words.with("passphrase-count", &["8", "0"])?);
    ensure!(!flat(&ended.text).contains(&taken), "{}", ended.text);
    pty.is_restored()?;
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.is_empty(), "nothing was sent");
    Ok(())
}

#[test]
fn a_question_that_is_broken_off_sends_nothing_and_leaves_the_terminal_right() -> Result<()> {
    let stage = Stage::set()?;
    for (key, code, signal) in [("\x03", None, Some(2)), ("\x04", Some(2), None)] {
        let (mut person, mut pty) = has_told(&stage, PHONE)?;
        person.answer(&mut pty, "guide-send-question", "3")?;
        pty.wait_for(Words::of("en")?.beginning("guide-q-date-why")?)?;
        pty.resize(WIDE)?;
        pty.press(key)?;
        let ended = pty.end()?;
        ensure!((ended.code, ended.signal) == (code, signal), "{ended:?}");
        pty.is_restored()?;
    }
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.is_empty(), "nothing was sent");
    Ok(())
}
