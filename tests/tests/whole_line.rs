//! The main job: a report reaches a desk, is answered, and the answer is read with passphrase and poster alone.

use anyhow::{Context, Result, ensure};
use davylamp_tests::scenario::{Reporter, path, sample, string};
use davylamp_tests::stage::{Stage, check_for, wait_for_message};

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
