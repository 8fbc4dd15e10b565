//! A report and its answer, onion end to end.

use anyhow::{Result, ensure};
use davylamp_tests::scenario::{messages_of_kind, path, sample, string};
use davylamp_tests::stage::wait_for_message;

use crate::stage::{Ground, Stage, Test, event};

pub(crate) const TESTS: &[Test] = &[(
    "a_report_is_received_answered_and_its_answer_read_over_tor",
    a_report_is_received_answered_and_its_answer_read_over_tor,
)];

fn a_report_is_received_answered_and_its_answer_read_over_tor(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "report")?;
    let socks = stage.tor.socks.to_string();
    let over_tor = ["--now", "--socks", &socks];
    let mut watch = stage.watch(&stage.desk, &["--cover-mean", "3"])?;
    let reporter = stage.reporter("worker")?;
    let sent = reporter.report(&path(&sample("blacklisting-es.txt"))?, &over_tor)?.json()?;
    ensure!(sent["sessions"][0]["relay"] == stage.onion.address.as_str(), "{sent}");
    let case = wait_for_message(&mut watch, "report")?;
    ensure!(stage.desk.run(&["show", &case], "")?.done()?.stdout.contains("conflictivo"));

    let words = stage.file("reply.txt", "La leímos. ¿Puede guardar una foto de la lista?\n")?;
    stage.at_desk(&["reply", &case, "--text", &words])?.done()?;
    let answer = loop {
        // A group is read once it is full: within sixteen entries, two seconds.
        let check = reporter.check(&[&["--all"], &over_tor[..]].concat())?.done()?.json()?;
        if let Some(found) = messages_of_kind(&check, "text").pop() {
            break found;
        }
        ensure!(check["relay_error"].is_null(), "{check}");
    };
    ensure!(string(&answer, "text")?.contains("guardar una foto"), "{answer}");

    let more = stage.file("more.txt", "Sí, la tengo.\n")?;
    reporter.answer(&[&["--text", &more], &over_tor[..]].concat(), "")?;
    wait_for_message(&mut watch, "text")?;
    event(&mut watch, "fresh", &[])?;
    ensure!(watch.stop()?.code == Some(0));
    Ok(())
}
