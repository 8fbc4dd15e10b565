//! From nothing to a drill that a person acknowledged, at a real relay and desk: how much there is to decide.

use std::time::Duration;

use anyhow::{Result, ensure};
use davylamp_tests::process::Background;
use davylamp_tests::pty::{NARROW, Pty};
use davylamp_tests::scenario::davylamp;
use davylamp_tests::stage::Stage;
use serde_json::Value;

/// Somebody who arms, and counts the questions that Enter alone does not answer.
struct Armer {
    pty: Pty,
    asked: usize,
    decided: usize,
}

impl Armer {
    fn answer(&mut self, question: &str, typed: &str) -> Result<()> {
        self.pty.wait_for(question)?;
        self.type_in(typed)
    }

    /// A question that was asked before, and stands there still.
    fn answer_again(&mut self, question: &str, time: usize, typed: &str) -> Result<()> {
        self.pty.wait_until(|pty| pty.seen().matches(question).count() >= time)?;
        self.type_in(typed)
    }

    fn type_in(&mut self, typed: &str) -> Result<()> {
        self.asked += 1;
        self.decided += usize::from(!typed.is_empty());
        self.pty.press(&format!("{typed}\r"))
    }
}

#[test]
fn a_first_acknowledged_drill_takes_fewer_than_twelve_decisions() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.desk.watch(&["--cover-mean", "600", "--no-notify"])?;
    watch.wait_for_event(PATIENCE, "ready")?;
    let home = stage.dir.path().join("panic").display().to_string();
    let contact = std::fs::read_to_string(&stage.desk.contact)?;

    let pty = Pty::davylamp(&["--plain", "panic", "--home", &home, "arm"], NARROW)?;
    let mut armer = Armer { pty, asked: 0, decided: 0 };
    armer.answer("a photograph of the poster:", contact.trim())?;
    armer.answer("Another contact (or Enter to go on):", "")?;
    armer.answer("told you? (yes or no)", "yes")?;
    armer.answer("whom to call.", "I am Ana. Call my sister.\r")?;
    armer.answer("The word that calls an alert off:", "copper kettle")?;
    armer.answer("Once more:", "copper kettle")?;
    armer.answer("The word for when you are forced:", "tin kettle")?;
    armer.answer_again("Once more:", 2, "tin kettle")?;
    armer.answer("(or Enter if you have none):", "")?;
    let armed = armer.pty.end()?;
    ensure!(armed.code == Some(0), "{armed:?}");
    ensure!(!armer.pty.seen().contains("copper kettle"), "a word was shown");
    watch.wait_for_event(PATIENCE, "profile")?;

    // The drill itself asks nothing.
    let mut drill = Pty::davylamp(&["--plain", "panic", "--home", &home, "drill"], NARROW)?;
    let alert = rings(&mut watch)?;
    stage.desk.run(&["ack", &alert, "--by", "Rosa"], "")?.done()?;
    drill.wait_for("A  acknowledged by a person")?;
    let drilled = drill.end()?;
    ensure!(drilled.code == Some(0), "{drilled:?}");
    let status = davylamp(&["--json", "panic", "--home", &home, "status"], "")?.done()?.json()?;
    ensure!(status.get("tested") == Some(&Value::Bool(true)), "{status}");
    println!("to a first acknowledged drill: {} questions, {} decisions", armer.asked, armer.decided);
    ensure!(armer.decided < 12, "{} decisions", armer.decided);
    Ok(())
}

/// Waits for the desk to ring for a drill; gives the name by which its people acknowledge.
fn rings(watch: &mut Background) -> Result<String> {
    watch.wait_for(PATIENCE, |line| {
        let event: Value = serde_json::from_str(line).ok()?;
        let fits = event.get("event")? == "alert" && event.get("drill")? == true;
        fits.then(|| event.get("alert")?.as_str().map(str::to_owned))?
    })
}

const PATIENCE: Duration = Duration::from_secs(90);
