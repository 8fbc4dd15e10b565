//! Consent is what the reporter said last; a request says who would see what, why, and what then.

use anyhow::{Result, ensure};
use davylamp_tests::pty::{Pty, WIDE};
use davylamp_tests::scenario::{davylamp, string};
use davylamp_tests::stage::{Stage, check_for};

use crate::world::{Held, answer, ask, at, report};

fn exports(stage: &Stage, held: &Held) -> Result<bool> {
    let (recipients, file) = (at(stage, "lawyer.key.recipients")?, at(stage, "case.age")?);
    let done = stage.desk.run(&["export", &held.id, "-R", &recipients, "-o", &file], "")?;
    if done.code == Some(0) {
        std::fs::remove_file(&file)?;
        return Ok(true);
    }
    done.with_code(1)?;
    Ok(false)
}

#[test]
fn consent_is_final_until_the_reporter_changes_it() -> Result<()> {
    let stage = Stage::set()?;
    davylamp(&["counsel", "keygen", "-o", &at(&stage, "lawyer.key")?], "")?.done()?;
    let held = report(&stage, "worker", &[])?;
    ensure!(!exports(&stage, &held)?, "nobody was asked");
    let request = ask(&stage, &held, "counsel")?;
    ensure!(!exports(&stage, &held)?, "nobody has answered");
    for (how, may) in [("--consent", true), ("--refuse", false), ("--consent", true)] {
        answer(&stage, &held, how, &request)?;
        ensure!(exports(&stage, &held)? == may, "after {how}");
        let shown = stage.desk.run(&["show", &held.id], "")?.done()?.json()?;
        let counsel = if may { format!("answer {request}") } else { "none".to_owned() };
        ensure!(shown["may_leave_for"]["counsel"] == counsel.as_str(), "{}", shown["may_leave_for"]);
        ensure!(shown["may_leave_for"]["company"] == "none");
    }
    let wider = ask(&stage, &held, "company")?;
    answer(&stage, &held, "--refuse", &wider)?;
    ensure!(exports(&stage, &held)?, "who will not have the company see it may still want a lawyer to");
    Ok(())
}

#[test]
fn a_request_says_who_would_see_what_why_and_what_then() -> Result<()> {
    let stage = Stage::set()?;
    let held = report(&stage, "worker", &[])?;
    let file = |name: &str, words: &str| stage.file(name, words);
    let (who, why) = (file("who", "Abogada Quiroga")?, file("why", "Para la demanda")?);
    let (what, then) = (file("what", "El relato, sin nombres")?, file("then", "Le escribe antes del juicio")?);
    let args = ["ask-consent", &held.id, "--for", &who, "--why", &why, "--what", &what, "--then", &then];
    let first = stage.desk.run(&args, "")?.done()?.json()?;
    ensure!(first["open_before"] == serde_json::json!([]), "{first}");
    let asked = check_for(&held.reporter, "consent-request")?;
    ensure!(asked["what"] == "El relato, sin nombres" && asked["then"] == "Le escribe antes del juicio", "{asked}");
    let read = for_people(&held)?;
    let id = string(&asked, "id")?;
    for said in [
        "Abogada Quiroga",
        "Para la demanda",
        "El relato, sin nombres",
        "Le escribe antes del juicio",
        "lawyers",
        "Nobody sees it before",
        "You can change your answer later",
        &format!("--refuse {id}"),
    ] {
        ensure!(read.contains(said), "{said:?} is not in {read}");
    }
    let again = stage.desk.run(&args, "")?.done()?;
    ensure!(again.stderr.contains(&id) && again.json()?["open_before"] == serde_json::json!([id]), "{}", again.stderr);
    answer(&stage, &held, "--refuse", &id)?;
    let third = stage.desk.run(&args, "")?.done()?;
    ensure!(third.stderr.contains("said no") && third.json()?["refused_before"] == serde_json::json!([id]));
    Ok(())
}

#[test]
fn at_a_terminal_each_question_says_what_it_is_for_and_enter_alone_sends_nothing() -> Result<()> {
    let stage = Stage::set()?;
    let held = report(&stage, "worker", &[])?;
    let begin = || -> Result<Pty> {
        let mut pty = Pty::start(stage.desk.command(&["--plain", "ask-consent", &held.id])?, WIDE)?;
        pty.wait_for("Nothing leaves before they say yes.")?;
        pty.answer("Who would see the case:", "Abogada Quiroga")?;
        pty.answer("Why, in plain words.", "Para la demanda\r")?;
        pty.answer("What exactly would they see?", "El relato")?;
        pty.answer("What happens then?", "")?;
        pty.answer("counsel, company or public?", "everyone")?;
        pty.wait_for("consent is asked for counsel, company or public")?;
        pty.press("company\r")?;
        pty.wait_for("The reporter will read:")?;
        pty.wait_for("What they would see: El relato")?;
        Ok(pty)
    };
    let mut pty = begin()?;
    pty.answer("Send it? (yes or no)", "")?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(1) && ended.text.contains("nothing was sent"), "{}", ended.text);
    let consents = || -> Result<serde_json::Value> {
        Ok(stage.desk.run(&["show", &held.id], "")?.done()?.json()?["consents"].clone())
    };
    ensure!(consents()? == serde_json::json!([]), "{}", consents()?);
    let mut pty = begin()?;
    pty.answer("Send it? (yes or no)", "yes")?;
    ensure!(pty.end()?.code == Some(0));
    let asked = check_for(&held.reporter, "consent-request")?;
    ensure!(asked["level"] == "company" && asked["what"] == "El relato" && asked["then"].is_null(), "{asked}");
    ensure!(asked["why"] == "Para la demanda" && consents()?[0]["id"] == asked["id"], "{asked}");
    Ok(())
}

fn for_people(held: &Held) -> Result<String> {
    let own = ["check", "--to", &held.reporter.contact, "--passphrase-file", &held.reporter.passphrase];
    Ok(davylamp(&[&own[..], &["--all", "--now"]].concat(), "")?.done()?.stdout)
}
