//! Tor killed midway, and no Tor at all: what happened is said plainly, and nothing is lost.

use std::time::Instant;

use anyhow::{Result, anyhow, ensure};
use davylamp_tests::panic::oracle::short;
use davylamp_tests::panic::told::signal;
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{davylamp, path};
use davylamp_tests::stage::wait_for_message;
use davylamp_tests::tor::streams::Streams;

use crate::alarms::acknowledge;
use crate::stage::{Ground, PATIENCE, Stage, Test, event};

pub(crate) const TESTS: &[Test] = &[
    ("a_report_that_loses_its_tor_says_so_and_arrives_when_it_is_repeated", a_report_that_loses_its_tor),
    ("an_alert_that_loses_its_tor_stays_queued_and_goes_out_when_it_is_back", an_alert_that_loses_its_tor),
    ("a_desk_notices_that_the_onion_is_gone_and_goes_on_when_it_is_back", a_desk_notices_that_the_onion_is_gone),
    ("without_tor_each_command_says_so_and_sends_nothing", without_tor_each_command_says_so),
];

fn a_report_that_loses_its_tor(ground: &Ground) -> Result<()> {
    // One entry a tick: its dozen parts take some seconds, and tor is gone before.
    let stage = Stage::set_with(ground, "cut-report", &["--tick-ms", "500", "--count", "1"])?;
    let own = stage.client()?;
    let socks = own.socks.to_string();
    let text: String = (0..400).map(|n| format!("Línea {n}: el turno de noche no cobró las horas.\n")).collect();
    let text = stage.file("long.txt", &text)?;
    let words = path(&stage.dir.path().join("worker.words"))?;
    let args = ["--json", "report", "--now", "--socks", &socks, "--to", &stage.desk.contact, "--text", &text];

    let mut streams = Streams::of(&own, &stage.onion.address)?;
    let cut = std::thread::scope(|scope| -> Result<Finished> {
        let report = scope.spawn(|| davylamp(&[&args[..], &["--passphrase-out", &words]].concat(), ""));
        // The first finds the desk; those after it carry one part each.
        streams.wait_for(3, Instant::now() + PATIENCE)?;
        own.kill();
        report.join().map_err(|_| anyhow!("the report's thread"))?
    })?
    .with_code(1)?;
    let (errors, hints) = (lines(&cut, "davylamp: "), lines(&cut, "hint: "));
    ensure!(errors == [format!("davylamp: no Tor answers at {socks}")], "{}", cut.stderr);
    ensure!(hints.iter().any(|hint| hint.contains("start Tor")), "{}", cut.stderr);
    ensure!(hints.iter().any(|hint| hint.contains("again with the same eight words")), "{}", cut.stderr);
    ensure!(!cut.stdout.contains("\"sent\":true"), "{}", cut.stdout);

    own.restart()?;
    davylamp(&[&args[..], &["--passphrase-file", &words]].concat(), "")?.done()?;
    let mut watch = stage.watch(&stage.desk, &[])?;
    let case = wait_for_message(&mut watch, "report")?;
    let shown = stage.desk.run(&["show", &case], "")?.done()?.stdout;
    ensure!(shown.contains("Línea 0: el") && shown.contains("Línea 399: el"), "all of it is there");
    ensure!(stage.desk.cases()?.len() == 1, "it is one case");
    Ok(())
}

fn an_alert_that_loses_its_tor(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "cut-alert")?;
    let own = stage.client()?;
    let mut watch = stage.watch(&stage.desk, &[])?;
    let defender = stage.defender(&own, &[&stage.desk])?;
    event(&mut watch, "profile", &[])?;

    // What was posted waits for an answer that does not come before tor is gone.
    let mut streams = Streams::of(&own, &stage.onion.address)?;
    signal(stage.relay.id(), "STOP")?;
    let mut alert = defender.start(&["panic", "--retry-min-ms", "100", "--retry-max-ms", "1000"], |_| {})?;
    let raised = alert.wait_for(PATIENCE, |told| told.is("raised"))?;
    streams.wait_for(1, Instant::now() + PATIENCE)?;
    own.kill();
    signal(stage.relay.id(), "CONT")?;
    alert.wait_for(PATIENCE, |told| told.is("retry") && told.text("why") == "relay-tor-gone")?;
    let status = defender.run(&["panic", "status"])?;
    ensure!(status.stdout.contains("queued"), "{}", status.stdout);

    own.restart()?;
    for state in ["on-the-relay", "received"] {
        alert.wait_for(PATIENCE, |told| told.text("state") == state)?;
    }
    event(&mut watch, "alert", &[("drill", false.into())])?;
    acknowledge(&stage, &short(raised.text("alert")))?;
    alert.wait_for(PATIENCE, |told| told.text("state") == "acknowledged")?;
    ensure!(alert.wait(PATIENCE)?.success(), "{}", alert.stderr());
    Ok(())
}

fn a_desk_notices_that_the_onion_is_gone(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "cut-watch")?;
    let mut watch = stage.watch(&stage.desk, &["--cover-mean", "1"])?;
    event(&mut watch, "fresh", &[])?;
    stage.onion.kill();
    event(&mut watch, "unreachable", &[])?;
    // Its own canaries do not come back either: silence is not taken for peace.
    event(&mut watch, "cut-off", &[])?;
    stage.onion.restart()?;
    stage.network.wait_until_reachable(&stage.onion)?;
    event(&mut watch, "back", &[])?;
    event(&mut watch, "fresh", &[])?;
    let socks = stage.tor.socks.to_string();
    stage.reporter("worker")?.report(&stage.file("text", "Sigue igual.\n")?, &["--now", "--socks", &socks])?;
    wait_for_message(&mut watch, "report").map(drop)
}

fn without_tor_each_command_says_so(ground: &Ground) -> Result<()> {
    let stage = Stage::set(ground, "no-tor")?;
    let own = stage.client()?;
    let defender = stage.defender(&own, &[&stage.desk])?;
    own.kill();
    let gone = own.socks.to_string();
    let text = stage.file("text", "No me pagaron.\n")?;
    let words = stage.file("words", WORDS)?;
    let to = ["--socks", &gone, "--to", &stage.desk.contact];
    let with_words = ["--passphrase-file", &words];
    let refused = |command: &[&str]| -> Result<()> {
        let done = davylamp(command, "")?.with_code(1)?;
        let (errors, hints) = (lines(&done, "davylamp: "), lines(&done, "hint: "));
        ensure!(errors == [format!("davylamp: no Tor answers at {gone}")], "{command:?}: {done:?}");
        ensure!(hints.iter().any(|hint| hint.contains("start Tor")), "{command:?}: {done:?}");
        Ok(())
    };
    refused(&[&["contact", "show"], &to[..]].concat())?;
    refused(&[&["check"], &to[..], &with_words].concat())?;
    refused(&[&["report", "--now", "--text", &text], &to[..], &with_words].concat())?;
    refused(&[&["answer", "--text", &text], &to[..], &with_words].concat())?;
    let alert = defender.run(&["panic", "--for", "3"])?.with_code(4)?;
    ensure!(alert.stdout.contains("relay-tor-gone"), "{alert:?}");
    Ok(())
}

fn lines<'a>(done: &'a Finished, start: &str) -> Vec<&'a str> {
    done.stderr.lines().filter(|line| line.starts_with(start)).collect()
}

const WORDS: &str = "zoom zoom zoom zoom zoom zoom zoom zoom\n";
