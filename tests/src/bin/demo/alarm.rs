//! The demo's second half: a defender arms, drills, raises the alarm, is answered, calls it off, and then does not come back.

use std::process::Command;

use anyhow::{Context, Result, bail};
use davylamp_tests::process::Background;
use davylamp_tests::scenario::string;
use serde_json::Value;

use crate::{PATIENCE, Stage, shown, step};

pub(crate) fn alarm(stage: &Stage<'_>, watch: &mut Background) -> Result<()> {
    step(
        "A defender arms an alarm, while all is calm",
        "Two words are sealed to the desk: one says \"safe\", the other \"forced\". The device keeps neither.",
    );
    let said = stage.desk(&["invite"])?;
    let code = said.lines().next().and_then(|line| line.split_once(": ")).context("invite prints a code")?.1;
    stage.write("invite.txt", &format!("{code}\n"))?;
    stage.write(
        "alarm.txt",
        "Maestra, presidenta del sindicato. Si suena: llamen a mi hermana y al juzgado de guardia.\n",
    )?;
    stage.write("safe.word", "lámpara verde\n")?;
    stage.write("forced.word", "agua clara\n")?;
    let arm =
        ["panic", "--home", HOME, "arm", "--to", "poster.txt", "--text", "alarm.txt", "--invite-file", "invite.txt"];
    stage.run(&[&arm[..], &["--word-file", "safe.word", "--duress-file", "forced.word"]].concat())?;
    let profile = watch.wait_for_event(PATIENCE, "profile")?;
    let invited = profile.get("verified").and_then(Value::as_bool).context("a profile is verified or not")?;
    println!("\n    [desk watch] an alarm profile, invited by this desk: {invited}");

    step("A drill", "The same way and the same bytes as an alarm; only inside does it say that it is a drill.");
    let drill = Raised::start(stage, &["drill"])?;
    drill.answer(stage, watch, true)?;

    step("Two seconds", "No word, no question, no passphrase. What is shown is what is proven.");
    let alarm = Raised::start(stage, &[])?;
    alarm.answer(stage, watch, false)?;

    step("It is over", "Whatever word is typed, the device does and shows the same.");
    stage.run(&["panic", "--home", HOME, "cancel", "--word-file", "safe.word"])?;
    let cancel = watch.wait_for_event(PATIENCE, "alert-cancel")?;
    println!("\n    [desk watch] called off with the {} word", string(&cancel, "word")?);
    stage.run(&["panic", "--home", HOME, "status"])?;

    step(
        "A check-in that nobody renews",
        "The relay holds a sealed alarm. If the defender does not come back in time, it raises itself.",
    );
    let words = ["--word-file", "safe.word", "--duress-file", "forced.word"];
    let start = ["checkin", "--home", HOME, "start", "--every", "4s", "--grace", "1s"];
    stage.run(&[&start[..], &words].concat())?;
    stage.run(&["checkin", "--home", HOME, "now", "--word-file", "safe.word"])?;
    println!("\n    … and then silence.");
    let alert = watch.wait_for_event(PATIENCE, "alert")?;
    println!("\n    [desk watch] ALERT {} of profile {}", string(&alert, "alert")?, string(&alert, "profile")?);
    Ok(())
}

/// An alarm, or a drill, that goes on in the background until a person has it.
struct Raised(Background);

impl Raised {
    fn start(stage: &Stage<'_>, what: &[&str]) -> Result<Self> {
        let args = [&["panic", "--home", HOME], what].concat();
        println!("\n    $ davylamp {}", shown(&args));
        let mut command = Command::new(stage.client);
        command.current_dir(&stage.dir).arg("--json").args(args);
        Ok(Self(Background::spawn(command)?))
    }

    fn answer(mut self, stage: &Stage<'_>, watch: &mut Background, drill: bool) -> Result<()> {
        for state in ["queued", "on-the-relay", "received"] {
            self.reaches(state)?;
        }
        let alert = watch.wait_for(PATIENCE, |line| {
            let event: Value = serde_json::from_str(line).ok()?;
            (event.get("event")? == "alert" && event.get("drill")? == drill).then_some(event)
        })?;
        let name = &string(&alert, "alert")?;
        println!("\n    [desk watch] {} {name}", if drill { "DRILL" } else { "ALERT" });
        stage.desk(&["ack", name, "--by", "the night shift"])?;
        println!();
        self.reaches("acknowledged")?;
        let ended = self.0.wait_for_event(PATIENCE, "ended")?;
        if ended.get("exit").and_then(Value::as_u64) != Some(0) {
            bail!("it ended otherwise: {ended}");
        }
        Ok(())
    }

    fn reaches(&mut self, wanted: &str) -> Result<()> {
        let contact = self.0.wait_for(PATIENCE, |line| {
            let event: Value = serde_json::from_str(line).ok()?;
            let fits = event.get("event")? == "state" && event.get("state")? == wanted;
            fits.then(|| event.get("contact")?.as_str().map(str::to_owned)).flatten()
        })?;
        println!("    {contact}  {wanted}");
        Ok(())
    }
}

const HOME: &str = "defender";
