//! A town without a network: a report leaves it in a file, through two hands, and the answer comes back on a stick.

use std::fs;

use anyhow::{Context, Result, ensure};
use davylamp_tests::scenario::{davylamp, davylamp_without_network, messages_of_kind, path, sample, string};
use davylamp_tests::stage::{Stage, wait_for_message};

#[test]
fn a_report_leaves_and_its_answer_comes_back_without_a_network_where_the_reporter_is() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.desk.watch(&[])?;
    let [card, words, pack] = ["desk.card", "eight.words", "holiday.dat"].map(|name| stage.dir.path().join(name));
    let (card, words, pack) = (path(&card)?, path(&words)?, path(&pack)?);

    // While there is a network, somebody has the desk's card; then there is none.
    davylamp(&["contact", "show", "--to", &stage.desk.contact, "--card-out", &card], "")?.done()?;
    let text = path(&sample("threat-fr.txt"))?;
    let report = ["report", "--to", &card, "--text", &text, "--passphrase-out", &words, "--within", "2s"];
    davylamp_without_network(&[&report[..], &["--pack", &pack]].concat(), "")?.done()?;

    // Two hands: the first copies it under another name, the second has nothing but the copy.
    let copy = path(&stage.dir.path().join("second hand"))?;
    fs::copy(&pack, &copy)?;
    fs::remove_file(&pack)?;
    davylamp(&["courier", "post", &copy], "")?.done()?;
    fs::remove_file(&copy)?;

    let case = wait_for_message(&mut watch, "report")?;
    let shown = stage.desk.run(&["show", &case], "")?.done()?.json()?;
    let first_line = fs::read_to_string(&text)?.lines().next().context("the sample has a line")?.to_owned();
    ensure!(shown.to_string().contains(first_line.trim()), "the desk reads the reporter's words: {shown}");
    let reply = stage.file("reply.txt", "Nous avons prévenu l'avocate. Restez ensemble.\n")?;
    stage.desk.run(&["reply", &case, "--text", &reply], "")?.done()?;
    ensure!(watch.stop()?.code == Some(0));
    stage.desk.catch_up()?;

    let stick = path(&stage.dir.path().join("stick"))?;
    davylamp(&["courier", "mirror", &stick, "--to", &stage.desk.contact], "")?.done()?;
    let check = ["--json", "check", "--to", &card, "--passphrase-file", &words, "--from", &stick];
    let read = davylamp_without_network(&check, "")?.done()?.json()?;
    let texts = messages_of_kind(&read, "text");
    ensure!(texts.len() == 1 && string(&texts[0], "text")?.contains("prévenu l'avocate"), "{read}");
    ensure!(messages_of_kind(&read, "received").len() == 1, "the desk's machine had all of it: {read}");
    Ok(())
}
