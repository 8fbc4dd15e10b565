//! Short conversations on a terminal as wide as a telephone's: what is chosen by number is what the desk reads, and Enter
//! alone gives nothing away.

mod drill;

use anyhow::{Context, Result, ensure};
use davylamp_tests::pty::{Ended, NARROW, Pty, flat};
use davylamp_tests::scenario::{Reporter, davylamp, string};
use davylamp_tests::stage::{Stage, check_for};
use serde_json::Value;

#[test]
fn by_enter_alone_an_answer_is_words_for_the_desk() -> Result<()> {
    let stage = Stage::set()?;
    let (reporter, case) = reported(&stage)?;
    let mut pty = begin("answer", &reporter)?;
    pty.answer("Your number, from 1 to 4 (Enter means 1):", "")?;
    pty.wait_for("Your words to the desk.")?;
    pty.press("They came back today.\r\r")?;
    pty.answer("Press Enter to send it.", "")?;
    let ended = ends_well(&mut pty)?;
    ensure!(flat(&ended.text).contains("The desk Oficina legal minera will see this"), "{}", ended.text);
    let read = only(read_by_desk(&stage, &case, "text")?)?;
    ensure!(read.to_string().contains("They came back today."), "{read}");
    Ok(())
}

#[test]
fn how_it_went_is_never_taken_for_granted() -> Result<()> {
    let stage = Stage::set()?;
    let (reporter, case) = reported(&stage)?;
    let mut pty = begin("answer", &reporter)?;
    pty.answer("Your number, from 1 to 4 (Enter means 1):", "4")?;
    pty.answer("Your number, from 1 to 3:", "")?;
    // Not before the question stands there again: what is typed earlier stands in its line.
    pty.answer("Please type a number from 1 to 3. Your number, from 1 to 3:", "2")?;
    pty.wait_for("how did it go?")?;
    pty.press("They pay again.\r\r")?;
    pty.answer("Press Enter to send it.", "")?;
    ends_well(&mut pty)?;
    let read = only(read_by_desk(&stage, &case, "outcome")?)?;
    ensure!(string(&read, "helped")? == "partly", "{read}");
    Ok(())
}

#[test]
fn what_the_desk_asks_is_answered_where_it_is_read_and_enter_leaves_it() -> Result<()> {
    let stage = Stage::set()?;
    let (reporter, case) = reported(&stage)?;
    let (whom, why) = (stage.file("whom", "Maria Quispe, lawyer")?, stage.file("why", "She can go to court.")?);
    stage.desk.run(&["ask-consent", &case, "--for", &whom, "--why", &why], "")?.done()?;
    let id = string(&check_for(&reporter, "consent-request")?, "id")?;

    let mut pty = begin("check", &reporter)?;
    pty.answer("Enter = later:", "")?;
    let later = ends_well(&mut pty)?;
    ensure!(flat(&later.text).contains(&format!("Nothing was sent about {id}.")), "{}", later.text);
    ensure!(flat(&later.text).contains("Nobody sees it for this unless you say yes."), "{}", later.text);
    ensure!(read_by_desk(&stage, &case, "consent-answer")?.is_empty());

    let mut pty = begin("check", &reporter)?;
    pty.answer("Enter = later:", "y")?;
    pty.answer("Go on? (yes or no)", "no")?;
    ends_well(&mut pty)?;
    ensure!(read_by_desk(&stage, &case, "consent-answer")?.is_empty(), "a yes that was not repeated was sent");

    let mut pty = begin("check", &reporter)?;
    pty.answer("Enter = later:", "y")?;
    pty.answer("Go on? (yes or no)", "yes")?;
    pty.answer("Press Enter to send it.", "")?;
    ends_well(&mut pty)?;
    let read = only(read_by_desk(&stage, &case, "consent-answer")?)?;
    ensure!(string(&read, "id")? == id && read.get("granted") == Some(&Value::Bool(true)), "{read}");
    Ok(())
}

#[test]
fn a_drill_for_a_screen_reader_draws_nothing() -> Result<()> {
    let stage = Stage::set()?;
    let home = stage.dir.path().join("panic").display().to_string();
    let right = stage.file("right", "copper kettle")?;
    let (duress, meaning) = (stage.file("duress", "tin kettle")?, stage.file("meaning", "Soy Ana.\n")?);
    let words = ["--word-file", &right, "--duress-file", &duress, "--text", &meaning];
    davylamp(&[&["panic", "--home", &home, "arm", "--to", &stage.desk.contact], &words[..]].concat(), "")?.done()?;
    let mut pty = Pty::davylamp(&["--plain", "panic", "--home", &home, "--for", "5", "drill"], NARROW)?;
    pty.wait_for("A  on the relay, proof verified")?;
    pty.end()?;
    ensure!(!pty.seen().contains('\x1b'), "{:?}", pty.seen());
    ensure!(pty.seen().matches("on the relay, proof verified").count() == 1, "{}", pty.seen());
    Ok(())
}

/// A reporter whose report the desk has, and its case.
fn reported(stage: &Stage) -> Result<(Reporter, String)> {
    let reporter = stage.reporter("worker")?;
    reporter.report(&stage.file("story", "They named three of us.")?, &[])?;
    stage.desk.catch_up()?;
    Ok((reporter, stage.desk.cases()?.pop().context("a case")?))
}

fn begin(command: &str, reporter: &Reporter) -> Result<Pty> {
    let own = ["--plain", command, "--now", "--to", &reporter.contact, "--passphrase-file", &reporter.passphrase];
    let all: &[&str] = if command == "check" { &["--all"] } else { &[] };
    Pty::davylamp(&[&own[..], all].concat(), NARROW)
}

/// That it went well, drew nothing, and wrote no line wider than the window.
fn ends_well(pty: &mut Pty) -> Result<Ended> {
    let ended = pty.end()?;
    ensure!(ended.code == Some(0), "{ended:?}");
    ensure!(!pty.seen().contains('\x1b'), "{:?}", pty.seen());
    let wide = ended.text.lines().find(|line| line.chars().count() > usize::from(NARROW.columns));
    ensure!(wide.is_none(), "{wide:?}");
    Ok(ended)
}

/// The contents of this kind that the desk has.
fn read_by_desk(stage: &Stage, case: &str, kind: &str) -> Result<Vec<Value>> {
    stage.desk.catch_up()?;
    let shown = stage.desk.run(&["show", case], "")?.done()?.json()?;
    let messages = shown.get("messages").and_then(Value::as_array).context("messages")?;
    let of_kind = messages.iter().filter(|message| message.get("kind").is_some_and(|found| found == kind));
    Ok(of_kind.filter_map(|message| message.get("content")).cloned().collect())
}

fn only(mut contents: Vec<Value>) -> Result<Value> {
    ensure!(contents.len() == 1, "{contents:?}");
    contents.pop().context("one")
}
