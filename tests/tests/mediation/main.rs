//! A mediator in a case (`SPEC.md` 15): invited, proposed, heard by all three, removed by each; and what is not its.

#![expect(clippy::indexing_slicing, reason = "a test that panics has failed")]

mod forged;
mod table;

use anyhow::{Result, ensure};
use serde_json::json;

use table::{Table, copies, has_words, kinds, marks};

#[test]
fn a_mediator_that_the_reporter_invited_hears_and_is_heard_until_the_reporter_removes_it() -> Result<()> {
    let table = Table::set(1)?;
    table.desk.run(&["reply", &table.case, "--text", &table.file("before", "Antes de todo.")?], "")?.done()?;
    let there = table.invite(&[])?;

    let copied = table.say(&table.desk, &table.case, "La oficina propone una reunión.")?;
    ensure!(copied["copies"] == 1, "{copied}");
    table.mediator.catch_up()?;
    let copied = table.say(&table.mediator, &there, "La mediadora escucha a los dos.")?;
    ensure!(copied["copies"] == 1, "{copied}");
    table.desk.run(&["set-status", &table.case, "working"], "")?.done()?;
    table.mediator.catch_up()?;
    table.desk.catch_up()?;
    table.answer_both("Acepto la reunión.")?;
    table.desk.catch_up()?;
    table.mediator.catch_up()?;

    // Each sees the others' words, marked as theirs, and its own.
    let at_desk = table.show(&table.desk, &table.case)?;
    ensure!(at_desk["tables"][0]["seat"] == "desk" && at_desk["tables"][0]["open"] == true, "{at_desk}");
    ensure!(marks(&at_desk, "La mediadora escucha a los dos.") == [("mediator".into(), table.mediator.key.clone())]);
    ensure!(marks(&at_desk, "La oficina propone una reunión.") == [("desk".into(), table.desk.key.clone())]);
    ensure!(marks(&at_desk, "Acepto la reunión.") == [("reporter".into(), String::new())], "{at_desk}");
    let at_mediator = table.show(&table.mediator, &there)?;
    ensure!(at_mediator["tables"][0]["seat"] == "mediator", "{at_mediator}");
    ensure!(marks(&at_mediator, "La oficina propone una reunión.") == [("desk".into(), table.desk.key.clone())]);
    ensure!(
        marks(&at_mediator, "La mediadora escucha a los dos.") == [("mediator".into(), table.mediator.key.clone())]
    );
    ensure!(marks(&at_mediator, "Acepto la reunión.") == [("reporter".into(), String::new())], "{at_mediator}");
    ensure!(copies(&at_mediator).iter().any(|copy| copy["kind"] == "status"), "{at_mediator}");
    ensure!(copies(&at_mediator).iter().all(|copy| copy["worth"] == "holds"), "{at_mediator}");
    ensure!(!has_words(&at_mediator, "Antes de todo."), "what was written before is not shared: {at_mediator}");
    ensure!(table.mediator.cases()?.len() == 1, "the desk's lanes are no case of their own");
    ensure!(table.desk.cases()?.len() == 1, "nor the mediator's");
    let people = table.mediator.run_for_people(&["show", &there], "")?.done()?.stdout;
    ensure!(people.contains("The desk Oficina legal minera") && people.contains("La oficina propone"), "{people}");

    // The reporter sees both in one order, each marked; and without --with is told how.
    let check = table.check_both(|check| has_words(check, "La oficina") && has_words(check, "La mediadora"))?;
    ensure!(marks(&check, "La mediadora escucha a los dos.") == [("mediator".into(), table.mediator.key.clone())]);
    ensure!(marks(&check, "La oficina propone una reunión.") == [("desk".into(), table.desk.key.clone())]);
    let times: Vec<u64> =
        check["messages"].as_array().into_iter().flatten().filter_map(|m| m["sealed_at"].as_u64()).collect();
    ensure!(times.is_sorted() && times.len() >= 4, "{check}");
    let alone = table.check_for_people(&[])?;
    ensure!(alone.contains(&format!("davylamp check --to {} --with FILE", table.reporter.contact)), "{alone}");
    ensure!(alone.contains(&table.mediator.fingerprint()?), "{alone}");
    let told = table.check_for_people(&["--with", &table.mediator.contact])?;
    ensure!(told.contains("The mediator Mediadora del Sur writes:"), "{told}");
    ensure!(told.contains("The desk Oficina legal minera writes:"), "{told}");
    ensure!(told.matches(&table.mediator.fingerprint()?).count() <= 2, "the words stand once, and in the invitation");

    // Removed: the mediator knows, the desk does not yet. What it still sends comes after the end.
    table.reporter.answer(&["--with", &table.mediator.contact, "--remove-mediator"], "")?;
    table.mediator.catch_up()?;
    ensure!(table.say(&table.mediator, &there, "Demasiado tarde.")?["copies"] == 0);
    std::thread::sleep(std::time::Duration::from_secs(2)); // arrivals are told apart by the second
    ensure!(table.say(&table.desk, &table.case, "Todavía no lo sé.")?["copies"] == 1);
    table.mediator.catch_up()?;
    let late = table.show(&table.mediator, &there)?;
    let is_late = |copy: &&serde_json::Value| copy["after_the_end"] == true;
    ensure!(copies(&late).iter().copied().filter(is_late).count() == 1, "{late}");
    table.desk.catch_up()?;
    table.nothing_flows_after(&there, "reporter")?;
    table.check_both(|check| kinds(check, "leave").len() == 2)?;
    Ok(())
}

#[test]
fn a_proposal_is_the_reporters_to_refuse_or_accept_and_the_desk_can_take_it_back() -> Result<()> {
    let table = Table::set(1)?;
    let why = table.file("why", "Para que alguien neutral escuche.")?;
    let propose = ["mediation", "propose", &table.case, "--mediator", &table.mediator.contact, "--why", &why];
    let refused =
        table.desk.run(&["mediation", "propose", &table.case, "--mediator", &table.desk.contact, "--why", &why], "")?;
    refused.with_code(2)?;
    let first = table.desk.run(&propose, "")?.done()?.json()?["proposal"].clone();
    let early = table.desk.run(&["mediation", "remove", &table.case], "")?.with_code(1)?;
    ensure!(early.stderr.contains("nothing goes to the mediator before they invite it"), "{}", early.stderr);

    let asked = table.check_until(|check| !kinds(check, "table").is_empty())?;
    let proposed = &kinds(&asked, "table")[0]["content"];
    ensure!(proposed["proposal"] == first && proposed["name"] == "Mediadora del Sur", "{proposed}");
    ensure!(proposed["key"] == table.mediator.key.as_str(), "{proposed}");
    let words = proposed["fingerprint"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
    ensure!(words.collect::<Vec<_>>().join(" ") == table.mediator.fingerprint()?, "{proposed}");
    table.reporter.answer(&["--refuse", first.as_str().unwrap_or_default()], "")?;
    table.desk.catch_up()?;
    let shown = table.show(&table.desk, &table.case)?;
    ensure!(shown["proposals"][0]["accepted"] == false && shown["tables"] == json!([]), "{shown}");
    ensure!(table.say(&table.desk, &table.case, "Seguimos los dos solos.")?["copies"] == 0);
    table.mediator.catch_up()?;
    table.mediator_has_nothing()?;

    let second = table.desk.run(&propose, "")?.done()?.json()?["proposal"].clone();
    ensure!(table.say(&table.desk, &table.case, "Todavía los dos solos.")?["copies"] == 0);
    table.mediator.catch_up()?;
    table.mediator_has_nothing()?;
    let there = table.invite(&["--consent", second.as_str().unwrap_or_default()])?;
    let shown = table.show(&table.desk, &table.case)?;
    let answers: Vec<_> = shown["proposals"].as_array().into_iter().flatten().map(|p| p["accepted"].clone()).collect();
    ensure!(answers == [json!(false), json!(true)], "{shown}");
    ensure!(shown["consents"] == json!([]) && shown["consented"].is_null(), "it widens nothing else: {shown}");
    ensure!(table.say(&table.desk, &table.case, "Ahora somos tres.")?["copies"] == 1);
    table.mediator.catch_up()?;
    let at_mediator = table.show(&table.mediator, &there)?;
    ensure!(has_words(&at_mediator, "Ahora somos tres.") && !has_words(&at_mediator, "solos"), "{at_mediator}");

    table.mediator.run(&["mediation", "remove", &there], "")?.with_code(1)?;
    let ended = table.desk.run(&["mediation", "remove", &table.case], "")?.done()?.json()?;
    ensure!(ended["ended"] == 1, "{ended}");
    table.mediator.catch_up()?;
    table.nothing_flows_after(&there, "desk")?;
    let check = table.check_both(|check| kinds(check, "leave").len() == 2)?;
    ensure!(kinds(&check, "leave").iter().all(|end| end["content"]["by"] == "desk"), "{check}");
    Ok(())
}

#[test]
fn a_mediator_at_another_relay_hears_and_leaves() -> Result<()> {
    let table = Table::set(2)?;
    let there = table.invite(&[])?;
    table.say(&table.desk, &table.case, "Desde otro relé.")?;
    table.mediator.catch_up()?;
    table.say(&table.mediator, &there, "Y de vuelta.")?;
    table.desk.catch_up()?;
    let (at_desk, at_mediator) = (table.show(&table.desk, &table.case)?, table.show(&table.mediator, &there)?);
    ensure!(marks(&at_mediator, "Desde otro relé.") == [("desk".into(), table.desk.key.clone())], "{at_mediator}");
    ensure!(marks(&at_desk, "Y de vuelta.") == [("mediator".into(), table.mediator.key.clone())], "{at_desk}");
    table.check_both(|check| has_words(check, "Desde otro relé.") && has_words(check, "Y de vuelta."))?;

    table.desk.run(&["mediation", "leave", &table.case], "")?.with_code(1)?;
    let bye = table.file("bye", "Gracias a los dos.")?;
    table.mediator.run(&["mediation", "leave", &there, "--text", &bye], "")?.done()?;
    table.desk.catch_up()?;
    ensure!(has_words(&table.show(&table.desk, &table.case)?, "Gracias a los dos."), "the desk reads its farewell");
    table.nothing_flows_after(&there, "mediator")?;
    let check = table.check_both(|check| kinds(check, "leave").len() == 2)?;
    ensure!(kinds(&check, "leave").iter().all(|end| end["content"]["by"] == "mediator"), "{check}");
    table
        .reporter
        .answer(&["--invite", &table.desk.contact], "")
        .err()
        .map(drop)
        .ok_or_else(|| anyhow::anyhow!("itself"))
}
