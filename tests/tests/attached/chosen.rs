//! An export of chosen messages, to several readers, for a purpose and until a day.

use std::fs;

use anyhow::{Context, Result, ensure};
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{Reporter, davylamp, path, sample, string};
use davylamp_tests::stage::{Stage, check_for};
use serde_json::Value;

struct Case {
    stage: Stage,
    id: String,
}

impl Case {
    /// Reported, answered twice, and consented to.
    fn consented() -> Result<Self> {
        let stage = Stage::set()?;
        let reporter: Reporter = stage.reporter("worker")?;
        reporter.report(&path(&sample("blacklisting-es.txt"))?, &[])?;
        stage.desk.catch_up()?;
        let id = stage.desk.cases()?.pop().context("the desk has the case")?;
        let (who, why) = (stage.file("who", "Abogada")?, stage.file("why", "Para la demanda")?);
        stage.desk.run(&["ask-consent", &id, "--for", &who, "--why", &why], "")?.done()?;
        let asked = string(&check_for(&reporter, "consent-request")?, "id")?;
        reporter.answer(&["--consent", &asked], "")?;
        stage.desk.catch_up()?;
        stage.file("policy", &format!("log {}\nquorum none\n", stage.relay.log))?;
        for name in ["one", "two"] {
            davylamp(&["counsel", "keygen", "-o", &path(&stage.dir.path().join(name))?], "")?.done()?;
        }
        Ok(Self { stage, id })
    }

    fn at(&self, name: &str) -> Result<String> {
        path(&self.stage.dir.path().join(name))
    }

    fn export(&self, to: &[&str], args: &[&str]) -> Result<Finished> {
        let (file, mut own) = (self.at("case.age")?, vec!["export".to_owned(), self.id.clone()]);
        own.extend(["-o".to_owned(), file]);
        for name in to {
            own.extend(["-R".to_owned(), self.at(name)?]);
        }
        let own: Vec<&str> = own.iter().map(String::as_str).chain(args.iter().copied()).collect();
        self.stage.desk.run(&own, "")
    }

    fn verify(&self, key: &str) -> Result<Finished> {
        let [file, key, policy] = ["case.age", key, "policy"].map(|name| self.at(name));
        davylamp(&["--json", "case", "verify", &file?, "-i", &key?, "--policy", &policy?], "")
    }
}

#[test]
fn several_recipients_each_open_it_and_nobody_else() -> Result<()> {
    let case = Case::consented()?;
    let both = format!(
        "{}{}",
        fs::read_to_string(case.at("one.recipients")?)?,
        fs::read_to_string(case.at("two.recipients")?)?
    );
    let both = case.stage.file("both", &both)?;
    case.export(&["one.recipients", "two.recipients", "both"], &[])?.done()?;
    ensure!(!both.is_empty());
    for key in ["one", "two"] {
        let verdict = case.verify(key)?.done()?.json()?;
        let recipients = verdict.pointer("/export/recipients").and_then(Value::as_array).context("it lists them")?;
        ensure!(recipients.len() == 2, "once each: {verdict}");
    }
    davylamp(&["counsel", "keygen", "-o", &case.at("three")?], "")?.done()?;
    case.verify("three")?.with_code(1)?;
    Ok(())
}

#[test]
fn post_quantum_and_classical_recipients_do_not_go_together_in_two_files() -> Result<()> {
    let case = Case::consented()?;
    case.stage.file("classical", &format!("{}\n", age::x25519::Identity::generate().to_public()))?;
    let refused = case.export(&["one.recipients", "classical"], &[])?.with_code(1)?;
    ensure!(refused.stderr.contains("post-quantum and classical"), "{}", refused.stderr);
    ensure!(fs::metadata(case.at("case.age")?).is_err(), "nothing was written");
    Ok(())
}

#[test]
fn a_choice_keeps_what_bears_on_consent_and_is_said_with_purpose_and_day() -> Result<()> {
    let case = Case::consented()?;
    let purpose = case.stage.file("purpose", "the hearing in March\n")?;
    let whole = case.stage.desk.run(&["--json", "show", &case.id], "")?.done()?.json()?;
    let all = whole["messages"].as_array().context("it has messages")?;
    ensure!((1..).zip(all).all(|(n, message)| message["message"] == n), "each message has its number: {whole}");
    let all = all.len();
    let done =
        case.export(&["one.recipients"], &["--only", "1", "--purpose", &purpose, "--expires", "2099-12-31"])?.done()?;
    ensure!(done.stderr.contains("were left out"), "{}", done.stderr);
    let verdict = case.verify("one")?.done()?.json()?;
    ensure!(verdict["export"]["purpose"] == "the hearing in March" && verdict["export"]["only"] == true, "{verdict}");
    ensure!(verdict["export"]["expires"] == 4_102_444_799_u64, "the end of that day: {verdict}");
    let kept = verdict["messages"].as_u64().context("it counts messages")?;
    ensure!(kept >= 3 && kept < all as u64, "report, request and answer, of {all}: {kept}");
    ensure!(verdict["consent"].as_str().is_some_and(|basis| basis.starts_with("answer ")), "{verdict}");
    let [file, key, policy] = ["case.age", "one", "policy"].map(|name| case.at(name));
    let said = davylamp(&["case", "verify", &file?, "-i", &key?, "--policy", &policy?], "")?.done()?.stdout;
    for words in ["the desk chose among the messages", "the hearing in March", "2099-12-31"] {
        ensure!(said.contains(words), "{words}: {said}");
    }
    Ok(())
}

#[test]
fn a_number_that_no_message_has_a_day_that_is_over_and_a_long_purpose_are_refused() -> Result<()> {
    let case = Case::consented()?;
    let long = case.stage.file("long", &"a".repeat(201))?;
    for (args, code) in [
        (["--only", "99"], 1),
        (["--only", "0"], 2),
        (["--only", "x"], 2),
        (["--expires", "2020-01-01"], 2),
        (["--expires", "tomorrow"], 2),
        (["--purpose", long.as_str()], 2),
    ] {
        case.export(&["one.recipients"], &args)?.with_code(code)?;
        ensure!(fs::metadata(case.at("case.age")?).is_err(), "nothing was written");
    }
    Ok(())
}
