//! The main job: a report reaches a desk, is answered, and the answer is read with passphrase and poster alone.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use davylamp_tests::process::Background;
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, messages_of_kind, path, sample, string};
use tempfile::TempDir;

const FAST: &[&str] = &["--tick-ms", "50", "--count", "8"];
const PATIENCE: Duration = Duration::from_secs(90);

struct Stage {
    dir: TempDir,
    // Held for as long as the stage stands.
    _relay: Relay,
    desk: Desk,
}

impl Stage {
    fn set() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let relay = Relay::start(&dir.path().join("relay"), FAST)?;
        let desk = Desk::found(dir.path(), &relay, &relay.address, &["--no-self-test"])?;
        Ok(Self { dir, _relay: relay, desk })
    }

    fn reporter(&self, name: &str) -> Result<Reporter> {
        Reporter::new(self.dir.path(), name, &self.desk.contact)
    }

    fn file(&self, name: &str, text: &str) -> Result<String> {
        let file = self.dir.path().join(name);
        std::fs::write(&file, text)?;
        path(&file)
    }
}

/// Waits until the desk has a message of this kind; gives its case.
fn wait_for_message(watch: &mut Background, kind: &str) -> Result<String> {
    let event = watch.wait_for(PATIENCE, |line| {
        let event: serde_json::Value = serde_json::from_str(line).ok()?;
        let fits = event.get("event")? == "message" && event.get("kind")? == kind;
        fits.then_some(event)
    })?;
    string(&event, "case")
}

/// Checks until an answer of this kind is there: groups are read once they are full, which takes some ticks.
fn check_for(reporter: &Reporter, kind: &str) -> Result<serde_json::Value> {
    let mut last = String::new();
    for _ in 0..20 {
        let done = reporter.check(&["--all"])?;
        if done.code == Some(0) {
            let check = done.json()?;
            if let Some(found) = messages_of_kind(&check, kind).pop() {
                return Ok(found);
            }
        }
        last = format!("{}\n{}", done.stdout, done.stderr);
    }
    anyhow::bail!("no {kind} came back\n{last}")
}

#[test]
fn a_report_is_received_answered_consented_and_closed() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.desk.watch(&[])?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("blacklisting-es.txt"))?, &["--now"])?;
    let case = wait_for_message(&mut watch, "report")?;

    let shown = stage.desk.run(&["show", &case], "")?.done()?;
    ensure!(shown.stdout.contains("conflictivo"), "the desk reads the words of the report");

    let words = stage.file("reply.txt", "La leímos. ¿Puede guardar una foto de la lista?\n")?;
    stage.desk.run(&["reply", &case, "--text", &words], "")?.done()?;
    let answer = check_for(&reporter, "text")?;
    ensure!(string(&answer, "text")?.contains("guardar una foto"), "the reporter reads the answer");
    check_for(&reporter, "received").context("the desk's machine says by itself that the session arrived")?;

    let (who, why) = (stage.file("who.txt", "Abogada del sindicato")?, stage.file("why.txt", "Para la demanda")?);
    stage.desk.run(&["ask-consent", &case, "--for", &who, "--why", &why, "--level", "counsel"], "")?.done()?;
    let id = string(&check_for(&reporter, "consent-request")?, "id")?;
    reporter.answer(&["--consent", &id], "")?;
    wait_for_message(&mut watch, "consent-answer")?;
    let list = stage.desk.run(&["list"], "")?.done()?;
    ensure!(list.stdout.contains("\"granted\":true"), "the desk sees the consent: {}", list.stdout);

    stage.desk.run(&["set-status", &case, "closed"], "")?.done()?;
    ensure!(string(&check_for(&reporter, "status")?, "status")? == "closed");
    let outcome = stage.file("outcome.txt", "Nos llamaron de vuelta.\n")?;
    reporter.answer(&["--outcome", &outcome, "--helped", "partly"], "")?;
    wait_for_message(&mut watch, "outcome")?;
    let ended = watch.stop()?;
    ensure!(ended.code == Some(0), "the watch ends when asked to: {}", ended.stderr);
    Ok(())
}

#[test]
fn a_report_of_over_five_thousand_bytes_arrives_whole() -> Result<()> {
    let stage = Stage::set()?;
    let long: String = (0..200).map(|n| format!("Línea {n}: el turno de noche no cobró las horas.\n")).collect();
    ensure!(long.len() > 5000);
    let reporter = stage.reporter("worker")?;
    reporter.report(&stage.file("long.txt", &long)?, &[])?;
    stage.desk.catch_up()?;
    let case = stage.desk.cases()?.pop().context("the desk has the case")?;
    let shown = stage.desk.run(&["show", &case], "")?.done()?.json()?;
    ensure!(shown.to_string().contains("Línea 0: el") && shown.to_string().contains("Línea 199: el"));
    Ok(())
}

#[test]
fn wrong_words_find_nothing_and_say_so() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("wages-sw.txt"))?, &[])?;
    stage.desk.catch_up()?;
    let words = std::fs::read_to_string(&reporter.passphrase)?;
    let mut wrong: Vec<&str> = words.split_whitespace().collect();
    wrong.reverse();
    let stranger = Reporter { passphrase: stage.file("wrong.words", &wrong.join(" "))?, ..stage.reporter("worker")? };
    let done = stranger.check(&[])?;
    ensure!(
        format!("{}{}", done.stdout, done.stderr).contains("nothing of yours here")
            || done.stdout.contains("\"found\":false")
    );
    Ok(())
}
