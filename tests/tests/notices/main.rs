//! What a desk tells everybody: published, read by somebody else over a real relay and out of a mirror, withdrawn; lies
//! about it, consent, and an identity that is kept offline.

mod consent;
mod lies;
mod offline;

use anyhow::{Context, Result, ensure};
use davylamp_tests::http::Http;
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{Desk, davylamp, string};
use davylamp_tests::stage::Stage;
use serde_json::Value;

const CARDS: &str = "/v1/cards";

/// Publishes a notice; gives its number.
fn publish(desk: &Desk, title: &str, args: &[&str]) -> Result<u64> {
    let done = desk.run(&[&["notice", "publish", "--text", "-"], args].concat(), &written(title))?.done()?.json()?;
    done.pointer("/notices")
        .and_then(Value::as_array)
        .and_then(|ids| ids.last())
        .and_then(Value::as_u64)
        .context("it has a number")
}

/// The notices as somebody else reads them, who has the desk's poster.
fn read(desk: &Desk, args: &[&str]) -> Result<Finished> {
    davylamp(&[&["--json", "contact", "notices", "--to", &desk.contact], args].concat(), "")
}

/// Everything that the relay shows of desks: each note with its proof.
async fn shown(stage: &Stage) -> Result<Vec<Record>> {
    records(&Http::new(&stage.relay.address, &stage.relay.log)?.get(CARDS).await?)
}

/// A card or a board, and its proof.
type Record = (String, Vec<u8>);

/// A file of a notice: the title, then the text.
fn written(title: &str) -> String {
    format!("{title}\n\nNo firmes nada sin un abogado.\nLlama al sindicato.\n")
}

/// The titles of the first desk.
fn titles(read: &Finished) -> Result<Vec<String>> {
    let read = read.json()?;
    let notices = read.pointer("/desks/0/notices").and_then(Value::as_array).context("the first desk has notices")?;
    notices.iter().map(|notice| string(notice, "title")).collect()
}

/// Cards and boards of a bundle, each with its proof.
fn records(bundle: &[u8]) -> Result<Vec<Record>> {
    let (count, mut rest) = bundle.split_first_chunk().context("a count")?;
    let mut records = Vec::new();
    for _ in 0..u16::from_be_bytes(*count) {
        let (length, after) = rest.split_first_chunk().context("a length")?;
        let (note, after) = after.split_at(usize::try_from(u32::from_be_bytes(*length))?);
        let (length, after) = after.split_first_chunk().context("a length")?;
        let (proof, after) = after.split_at(u16::from_be_bytes(*length).into());
        records.push((String::from_utf8(note.to_vec())?, proof.to_vec()));
        rest = after;
    }
    Ok(records)
}

fn bundle_of(records: &[Record]) -> Result<Vec<u8>> {
    let mut out = u16::try_from(records.len())?.to_be_bytes().to_vec();
    for (note, proof) in records {
        out.extend(u32::try_from(note.len())?.to_be_bytes());
        out.extend(note.as_bytes());
        out.extend(u16::try_from(proof.len())?.to_be_bytes());
        out.extend(proof);
    }
    Ok(out)
}

#[test]
fn what_is_published_is_read_by_others_and_what_is_withdrawn_is_not() -> Result<()> {
    let stage = Stage::set()?;
    ensure!(titles(&read(&stage.desk, &[])?.done()?)?.is_empty(), "nothing was published yet");
    let first = publish(&stage.desk, "Derechos en una redada", &["--kind", "rights", "--until", "90d"])?;
    let second = publish(&stage.desk, "How to keep safe", &["--kind", "security", "--language", "en"])?;
    let found = read(&stage.desk, &["--lang", "en"])?.done()?;
    ensure!(titles(&found)? == ["How to keep safe", "Derechos en una redada"], "{}", found.stdout);
    let found = read(&stage.desk, &["--lang", "es"])?.done()?;
    ensure!(titles(&found)? == ["Derechos en una redada", "How to keep safe"], "{}", found.stdout);
    let desk = found.json()?["desks"][0].clone();
    ensure!(desk["known"] == true && desk["notices"][0]["kind"] == "rights", "{desk}");
    ensure!(desk["notices"][0]["text"] == "No firmes nada sin un abogado.\nLlama al sindicato.", "{desk}");
    for event in stage.desk.catch_up()?.stdout.lines() {
        ensure!(!event.contains("foreign"), "the desk's own notices ring: {event}");
    }
    stage.desk.run(&["notice", "withdraw", &second.to_string()], "")?.done()?;
    ensure!(titles(&read(&stage.desk, &[])?.done()?)? == ["Derechos en una redada"]);
    let listed = stage.desk.run(&["notice", "list"], "")?.done()?.json()?;
    ensure!(listed["notices"][0]["id"] == first && listed["waits"] == serde_json::json!([]), "{listed}");
    stage.desk.run(&["notice", "withdraw", &second.to_string()], "")?.with_code(1)?;
    stage.desk.run(&["notice", "withdraw", "--all"], "")?.done()?;
    ensure!(titles(&read(&stage.desk, &[])?.done()?)?.is_empty());
    Ok(())
}

#[test]
fn somebody_without_a_contact_is_warned_that_a_desk_may_be_anybody() -> Result<()> {
    let stage = Stage::set()?;
    publish(&stage.desk, "Derechos en una redada", &[])?;
    let words = stage.desk.fingerprint()?;
    let args = ["--lang", "en", "contact", "notices", "--relay", &stage.relay.address];
    let found = davylamp(&args, "")?.done()?;
    for part in [&words, "It may be anybody", "Derechos en una redada", "Llama al sindicato."] {
        ensure!(found.stdout.contains(part), "{part:?} is not in {}", found.stdout);
    }
    let known = davylamp(&["--lang", "en", "contact", "notices", "--to", &stage.desk.contact, "--all"], "")?.done()?;
    ensure!(known.stdout.contains(&words) && !known.stdout.contains("It may be anybody"), "{}", known.stdout);
    Ok(())
}

#[test]
fn nothing_in_a_notice_moves_the_cursor() -> Result<()> {
    let stage = Stage::set()?;
    let text = "Derechos\n\nuno\u{1b}[2Jdos\u{202e}tres\n";
    stage.desk.run(&["notice", "publish", "--text", "-"], text)?.done()?;
    let found = davylamp(&["contact", "notices", "--to", &stage.desk.contact], "")?.done()?;
    ensure!(found.stdout.contains("uno\u{fffd}[2Jdos\u{fffd}tres"), "{}", found.stdout);
    Ok(())
}

#[test]
fn what_is_no_notice_is_refused_and_nothing_goes_out() -> Result<()> {
    let stage = Stage::set()?;
    let long = "a".repeat(201);
    for (text, code) in [("", 2), ("only a title", 2), (&*format!("{long}\n\ntext"), 2)] {
        stage.desk.run(&["notice", "publish", "--text", "-"], text)?.with_code(code)?;
    }
    stage.desk.run(&["notice", "publish", "--text", "-", "--language", "Español"], &written("a"))?.with_code(2)?;
    stage.desk.run(&["notice", "publish", "--text", "-", "--kind", "gossip"], &written("a"))?.with_code(2)?;
    ensure!(titles(&read(&stage.desk, &[])?.done()?)?.is_empty());
    Ok(())
}

#[test]
fn a_relay_that_is_away_gets_the_notices_later() -> Result<()> {
    let mut stage = Stage::set()?;
    stage.relay.kill();
    let done = stage.desk.run(&["notice", "publish", "--text", "-"], &written("Derechos"))?.with_code(1)?;
    ensure!(done.stderr.contains("publish --again"), "{}", done.stderr);
    let listed = stage.desk.run(&["notice", "list"], "")?.done()?.json()?;
    ensure!(listed["waits"].as_array().is_some_and(|waits| waits.len() == 1), "{listed}");
    stage.relay.crash_and_restart()?;
    stage.desk.run(&["notice", "publish", "--again"], "")?.done()?;
    ensure!(titles(&read(&stage.desk, &[])?.done()?)? == ["Derechos"]);
    Ok(())
}
