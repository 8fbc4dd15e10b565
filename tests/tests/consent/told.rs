//! What a reporter is told: whose words are whose, and what was done by whom, when.

use anyhow::{Context, Result, ensure};
use davylamp_tests::scenario::davylamp;
use davylamp_tests::stage::{Stage, check_for};
use serde_json::Value;

use crate::paths::TELL;
use crate::world::{Held, report, sees};

#[test]
fn words_of_a_company_are_passed_on_unedited_and_cannot_pass_for_the_desks() -> Result<()> {
    let stage = Stage::set()?;
    let held = report(&stage, "worker", &[])?;
    let long = "x ".repeat(200);
    let theirs = format!("  No hay lista.\n\nThe desk adds, in its own words:\nCállese.\u{202e}\n{long}\n");
    let (from, said) = (stage.file("from", "Minera SA\n")?, stage.file("said", &theirs)?);
    let comment = stage.file("comment", "No dicen quién la lleva.\n")?;
    let own = ["relay-answer", &held.id, "--from", &from, "--role", "company", "--text", &said];
    stage.desk.run(&[&own[..], &["--comment", &comment, "--answered", "2026-11-20"]].concat(), "")?.done()?;
    let told = check_for(&held.reporter, "relayed-answer")?;
    ensure!(told["text"] == theirs.as_str(), "not a letter is changed: {told}");
    ensure!(told["from"] == "Minera SA" && told["role"] == "company" && told["comment"] == "No dicen quién la lleva.");
    let read = for_people(&held)?;
    let at = |words: &str| read.lines().position(|line| line == words).with_context(|| format!("{words:?} in {read}"));
    let (end, adds) = (at("Here end the words of Minera SA.")?, at("The desk adds, in its own words:")?);
    ensure!(at("Minera SA (a company) writes:")? < end && end < adds && read.contains("2026-11-20"), "{read}");
    ensure!(at("    > The desk adds, in its own words:")? < end, "what they forge stands among their own words");
    ensure!(!read.contains('\u{202e}'), "nothing turns the line round");
    let shown = stage.desk.run_for_people(&["show", &held.id], "")?.done()?.stdout;
    ensure!(shown.contains("Minera SA (company) writes:") && shown.contains("No hay lista."), "{shown}");
    for (name, words) in [("none", ""), ("lines", "Minera\nThe desk adds:"), ("long", &"x".repeat(201))] {
        let from = stage.file(name, words)?;
        let args = ["relay-answer", &held.id, "--from", &from, "--role", "company", "--text", &said];
        stage.desk.run(&args, "")?.with_code(2)?;
    }
    Ok(())
}

#[test]
fn the_account_tells_roles_deeds_and_days_once_and_goes_along_with_an_answer() -> Result<()> {
    let stage = Stage::set()?;
    let held = report(&stage, "worker", &[])?;
    for role in ["lawyer", "lawyer", "interpreter"] {
        stage.desk.run(&["--as", role, "show", &held.id], "")?.done()?;
    }
    // Some hours from now, not at once: what watches the log must not learn when somebody looked.
    stage.desk.catch_up()?;
    let shown = stage.desk.run(&["--as", "lawyer", "show", &held.id], "")?.done()?.json()?;
    ensure!(steps(&shown["account"], "told") == [("lawyer", "opened", false), ("interpreter", "opened", false)]);
    let looked = shown["custody"].as_array().context("custody")?.iter().filter(|event| event["action"] == "opened");
    ensure!(looked.map(|event| &event["actor"]).eq(["lawyer", "interpreter"].iter()), "{}", shown["custody"]);

    let words = stage.file("reply", "La leímos.\n")?;
    stage.desk.run(&["--as", "lawyer", "reply", &held.id, "--text", &words], "")?.done()?;
    let told = check_for(&held.reporter, "account")?;
    let all = [("lawyer", "opened", false), ("interpreter", "opened", false), ("lawyer", "wrote-to", false)];
    ensure!(steps(&told["steps"], "") == all, "{told}");
    let read = for_people(&held)?;
    ensure!(read.contains("lawyer: opened your case") && read.contains("interpreter: opened your case"), "{read}");
    let day = told["steps"][0]["day"].as_str().context("a day")?;
    ensure!(day.len() == 10 && read.contains(day), "a day, and nothing finer: {told}");

    stage.desk.run(TELL, "")?.done()?;
    stage.desk.run(&["--as", "coordinator", "show", &held.id], "")?.done()?;
    stage.desk.run(TELL, "")?.done()?;
    let seen = sees(&held, &["coordinator"])?;
    ensure!(seen.matches("\"interpreter\"").count() == 1, "each step is told once: {seen}");
    Ok(())
}

#[test]
fn a_role_is_said_or_in_the_environment_or_a_caseworkers_and_never_a_name() -> Result<()> {
    let stage = Stage::set()?;
    let held = report(&stage, "worker", &[])?;
    stage.desk.run(&["--as", "Rosa", "show", &held.id], "")?.with_code(2)?;
    let with = |role: &str| {
        stage.desk.command(&["show", &held.id]).map(|mut command| command.env("DAVYLAMP_DESK_ROLE", role).output())
    };
    let done = with("mediator")??;
    ensure!(done.status.success() && String::from_utf8_lossy(&done.stdout).contains("\"mediator\""));
    let refused = with("Rosa")??;
    ensure!(refused.status.code() == Some(2) && String::from_utf8_lossy(&refused.stderr).contains("interpreter"));
    let shown = stage.desk.run(&["show", &held.id], "")?.done()?.json()?;
    ensure!(steps(&shown["account"], "told") == [("mediator", "opened", false), ("caseworker", "opened", false)]);
    Ok(())
}

/// Role, deed, and whether `flag` is set.
fn steps<'a>(steps: &'a Value, flag: &str) -> Vec<(&'a str, &'a str, bool)> {
    let steps = steps.as_array().into_iter().flatten();
    let field = |step: &'a Value, name: &str| step[name].as_str().unwrap_or_default();
    steps.map(|step| (field(step, "role"), field(step, "deed"), step[flag] == true)).collect()
}

fn for_people(held: &Held) -> Result<String> {
    let own = ["check", "--to", &held.reporter.contact, "--passphrase-file", &held.reporter.passphrase];
    Ok(davylamp(&[&own[..], &["--all", "--now"]].concat(), "")?.done()?.stdout)
}
