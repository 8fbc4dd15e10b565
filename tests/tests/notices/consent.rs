//! A notice that is drawn from a case: only with the reporter's yes to going public, and never around it.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use davylamp_tests::scenario::{Reporter, path, sample, string};
use davylamp_tests::stage::{Stage, check_for};

use crate::{publish, read, titles, written};

const TITLE: &str = "La lista negra de la mina";

#[test]
fn a_case_is_told_of_only_when_its_reporter_agreed_that_everybody_may_know() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("blacklisting-es.txt"))?, &[])?;
    stage.desk.catch_up()?;
    let case = stage.desk.cases()?.pop().context("the desk has the case")?;
    refused(&stage, &case, "nobody was asked")?;
    ask(&stage, &case, "counsel")?;
    answer(&stage, &reporter, true)?;
    refused(&stage, &case, "a lawyer may see it, and nobody else")?;
    ask(&stage, &case, "public")?;
    refused(&stage, &case, "there is no answer yet")?;
    answer(&stage, &reporter, false)?;
    refused(&stage, &case, "the answer was no")?;
    ask(&stage, &case, "public")?;
    answer(&stage, &reporter, true)?;
    let id = publish(&stage.desk, TITLE, &["--case", &case])?;
    ensure!(titles(&read(&stage.desk, &[])?.done()?)? == [TITLE]);
    let listed = stage.desk.run(&["notice", "list"], "")?.done()?.json()?;
    ensure!(listed["notices"][0]["case"] == case.as_str() && listed["notices"][0]["agreed"] == true, "{listed}");
    stage.desk.run(&["notice", "withdraw", &id.to_string()], "")?.done()?;
    let shown = stage.desk.run(&["show", &case], "")?.done()?.stdout;
    for action in [format!("notice-{id}-published"), format!("notice-{id}-withdrawn")] {
        ensure!(shown.contains(&action), "{action} is not in the custody: {shown}");
    }
    Ok(())
}

fn refused(stage: &Stage, case: &str, why: &str) -> Result<()> {
    let draft = path(&stage.dir.path().join("draft"))?;
    for more in [&[][..], &["--draft", &draft]] {
        let args = [&["notice", "publish", "--text", "-", "--case", case], more].concat();
        let done = stage.desk.run(&args, &written(TITLE))?.with_code(1).context(why.to_owned())?;
        ensure!(done.stderr.contains("has not agreed"), "{why}: {}", done.stderr);
    }
    ensure!(titles(&read(&stage.desk, &[])?.done()?)?.is_empty() && !std::fs::exists(&draft)?, "{why}");
    Ok(())
}

fn ask(stage: &Stage, case: &str, level: &str) -> Result<()> {
    let (whom, why) = (stage.file("whom", "Todos")?, stage.file("why", "Para que otros lo sepan")?);
    stage.desk.run(&["ask-consent", case, "--for", &whom, "--why", &why, "--level", level], "")?.done()?;
    Ok(())
}

/// Answers the newest question: the one that was not there before.
fn answer(stage: &Stage, reporter: &Reporter, yes: bool) -> Result<()> {
    let answered = stage.dir.path().join("answered");
    let known: BTreeSet<String> =
        std::fs::read_to_string(&answered).unwrap_or_default().lines().map(str::to_owned).collect();
    for _ in 0..20 {
        let id = string(&check_for(reporter, "consent-request")?, "id")?;
        if known.contains(&id) {
            continue;
        }
        let args = if yes { ["--consent", &id] } else { ["--refuse", &id] };
        reporter.answer(&args, "")?;
        stage.desk.catch_up()?;
        std::fs::write(&answered, known.into_iter().chain([id]).collect::<Vec<_>>().join("\n"))?;
        return Ok(());
    }
    anyhow::bail!("the question did not come")
}
