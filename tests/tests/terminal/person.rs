//! Somebody at a terminal who reports to a desk.

use anyhow::{Context, Result, ensure};
use davylamp_tests::pty::{Ended, Pty, Window};
use davylamp_tests::stage::Stage;

/// `davylamp report` at the question for the story.
pub(crate) fn begins_report(stage: &Stage, args: &[&str], window: Window) -> Result<Pty> {
    let mut pty = Pty::davylamp(&[&["report", "--now", "--to", &stage.desk.contact], args].concat(), window)?;
    comes_to_the_story(&mut pty)?;
    Ok(pty)
}

/// Passes what stands before the story, up to the editor.
pub(crate) fn comes_to_the_story(pty: &mut Pty) -> Result<()> {
    pty.answer("Enter = English:", "")?;
    pty.answer("To stop, press Ctrl-C.", "")?;
    pty.answer("fingerprint? (yes or no)", "yes")?;
    pty.wait_for("What happened?")
}

/// Finishes the text in the editor, and leaves all that follows empty.
pub(crate) fn finish(pty: &mut Pty) -> Result<()> {
    pty.press("\x04")?;
    pty.wait_for("Finished?")?;
    pty.press("\r")?;
    leaves_the_rest(pty)
}

/// Passes the questions after the story, and sends.
pub(crate) fn leaves_the_rest(pty: &mut Pty) -> Result<()> {
    for number in 2..=8 {
        // A long list has moved it out of a small window by the time that it is looked for.
        let place = format!("Question {number} of 8");
        pty.wait_until(|pty| pty.seen_on_first().contains(&place))?;
        pty.press("\r")?;
    }
    pty.answer("Enter: go on and send it.", "")
}

/// The eight words that are shown, once they are.
pub(crate) fn shown_words(pty: &mut Pty) -> Result<Vec<String>> {
    pty.wait_for("Press Enter when you have written them down")?;
    let shown = pty.text();
    let between =
        shown.split_once("read your answers.").context("advice")?.1.split_once("Press Enter").context("question")?.0;
    let words: Vec<String> = between.split_whitespace().map(str::to_owned).collect();
    ensure!(words.len() == 8, "{shown}");
    Ok(words)
}

/// Learns the words, types them, and waits for the end.
pub(crate) fn learns_words(pty: &mut Pty) -> Result<(Vec<String>, Ended)> {
    let words = shown_words(pty)?;
    pty.press("\r")?;
    pty.wait_for("Type the eight words, to be sure")?;
    ensure!(!pty.echoes()?, "typed words would be shown");
    pty.press(&format!("{}\r", words.join(" ")))?;
    let ended = pty.end()?;
    Ok((words, ended))
}

/// What the desk reads of its only case.
pub(crate) fn what_the_desk_reads(stage: &Stage) -> Result<String> {
    stage.desk.catch_up()?;
    let case = stage.desk.cases()?.pop().context("a case")?;
    let shown = stage.desk.run(&["show", &case], "")?.done()?.json()?;
    let read = shown.pointer("/messages/0/content/text").and_then(|text| text.as_str());
    Ok(read.with_context(|| format!("a text in {shown}"))?.to_owned())
}

/// That no two of the words stand side by side anywhere in `text`.
pub(crate) fn ensure_no_words(words: &[String], text: &str) -> Result<()> {
    let found = davylamp_tests::pty::flat(text);
    for pair in words.windows(2) {
        ensure!(!found.contains(&pair.join(" ")), "{pair:?} stands in: {found}");
    }
    Ok(())
}
