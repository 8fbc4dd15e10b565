//! Lies in what a reporter reads and posts: exit code 1, a stable name in the JSON, a sentence for people.

use std::sync::Mutex;

use anyhow::{Context, Result, ensure};
use axum::http::Method;
use davylamp_protocol::log::entry::{BODY_LEN, ENTRY_LEN};
use davylamp_protocol::log::group::GROUP;
use davylamp_tests::http::Http;
use davylamp_tests::process::Finished;
use davylamp_tests::proxy::{Honest, Lie};
use davylamp_tests::scenario::{Reporter, messages_of_kind, path, sample};
use serde_json::Value;

use crate::stage::{Answer, Keys, Purged, Stage, hour_ago, refused, until};

const CHECKPOINT: &str = "/checkpoint";
const TAGS: &str = "/v1/tags/";
const GROUPS: &str = "/v1/groups/";
const POST: &str = "/v1/deposits";

/// Changes the answers to paths that begin so.
fn alter(prefix: &'static str, change: impl Fn(&mut Vec<u8>) + Send + Sync + 'static) -> Box<dyn Lie> {
    Box::new(Answer(prefix, move |mut bytes: Vec<u8>| {
        change(&mut bytes);
        bytes
    }))
}

/// Gives the first such answer for ever.
#[derive(Default)]
struct Replay {
    prefix: &'static str,
    first: Mutex<Option<Vec<u8>>>,
}

impl Replay {
    fn of(prefix: &'static str) -> Box<dyn Lie> {
        Box::new(Self { prefix, first: Mutex::default() })
    }
}

impl Lie for Replay {
    fn answer(&self, _: &Method, path: &str, bytes: Vec<u8>) -> Vec<u8> {
        if !path.starts_with(self.prefix) {
            return bytes;
        }
        self.first.lock().map_or(Vec::new(), |mut first| first.get_or_insert(bytes).clone())
    }
}

fn entries(group: &mut [u8]) -> std::slice::ChunksExactMut<'_, u8> {
    group[..GROUP * ENTRY_LEN].chunks_exact_mut(ENTRY_LEN)
}

/// The bodies of a group that are there; a card has none.
fn bodies(group: &mut [u8]) -> impl Iterator<Item = &mut [u8]> {
    let bodies = group[GROUP * ENTRY_LEN..][..GROUP * BODY_LEN].chunks_exact_mut(BODY_LEN);
    bodies.filter(|body| body.iter().any(|byte| *byte != 0))
}

/// Two neighbours, each with its body.
fn reorder(group: &mut [u8]) {
    group[..2 * ENTRY_LEN].rotate_left(ENTRY_LEN);
    group[GROUP * ENTRY_LEN..][..2 * BODY_LEN].rotate_left(BODY_LEN);
}

fn lies_about_the_log(keys: Keys, another: Vec<u8>) -> Vec<(&'static str, Box<dyn Lie>)> {
    let untimed = move |note: &mut Vec<u8>| *note = keys.resign(note, None).unwrap_or_default();
    vec![
        ("relay-checkpoint", alter(CHECKPOINT, |note| note[0] ^= 1)),
        ("relay-checkpoint", alter(CHECKPOINT, |note| note.truncate(40))),
        ("relay-not-timed", alter(CHECKPOINT, untimed)),
        ("relay-tag-bundle", alter(TAGS, |tags| tags.iter_mut().for_each(|byte| *byte ^= 1))),
        ("relay-length", alter(TAGS, |tags| tags.truncate(tags.len() - 1))),
        ("relay-body-altered", alter(GROUPS, |group| bodies(group).for_each(|body| body[4000] ^= 1))),
        ("relay-body-withheld", alter(GROUPS, |group| bodies(group).for_each(|body| body.fill(0)))),
        ("relay-entries-altered", alter(GROUPS, |group| entries(group).for_each(|entry| entry[1] ^= 1))),
        ("relay-entries-altered", alter(GROUPS, |group| reorder(group))),
        ("relay-entries-altered", alter(GROUPS, move |group| group.clone_from(&another))),
        ("relay-length", alter(GROUPS, |group| group.truncate(ENTRY_LEN))),
    ]
}

fn lies_about_the_receipt() -> Vec<(&'static str, Box<dyn Lie>)> {
    vec![
        ("relay-receipt", alter(POST, |receipt| receipt[2..].reverse())),
        ("relay-receipt", alter(POST, |receipt| receipt.fill(0))),
        ("relay-length", alter(POST, |receipt| receipt.truncate(1000))),
        ("relay-receipt", Replay::of(POST)),
    ]
}

fn lies_about_the_promise() -> Vec<(&'static str, Box<dyn Lie>)> {
    vec![
        ("relay-promise", alter(POST, |promise| promise[2..].reverse())),
        ("relay-promise", alter(POST, |promise| promise.fill(0))),
        ("relay-length", alter(POST, |promise| promise.truncate(1000))),
        // A true promise, of another deposit.
        ("relay-promise", Replay::of(POST)),
    ]
}

/// A report that the desk has answered; the answer's group is full.
async fn answered(stage: &Stage) -> Result<Reporter> {
    let (reporter, _) = stage.report("worker")?;
    stage.desk.catch_up()?;
    let case = stage.desk.cases()?.pop().context("the report arrived")?;
    let words = stage.file("words.txt", "Tumeisoma.\n")?;
    stage.desk.run(&["reply", &case, "--text", &words], "")?.done()?;
    until("an answer", async || Ok(has_answer(&reporter.check(&["--all"])?))).await?;
    Ok(reporter)
}

/// In what was found, which stands before what went wrong.
fn has_answer(check: &Finished) -> bool {
    let mut documents = check.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    documents.any(|document| !messages_of_kind(&document, "text").is_empty())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_lie_to_a_check_is_named() -> Result<()> {
    let stage = Stage::set().await?;
    let reporter = answered(&stage).await?;
    let http = Http::new(&stage.relay.address, &stage.relay.log)?;
    let another = http.get(&format!("{GROUPS}0?size={}", http.checkpoint().await?.size)).await?;
    for (name, lie) in lies_about_the_log(Keys::of(&stage.relay)?, another) {
        stage.lie(lie);
        let check = reporter.check(&[])?;
        ensure!(!has_answer(&check), "{name}: an answer was read out of what was altered");
        refused(check, name)?;
    }
    for (name, lie) in lies_about_the_receipt().into_iter().take(3) {
        stage.lie(lie);
        let check = reporter.check(&[])?;
        ensure!(has_answer(&check), "what was proven before the lie is shown all the same");
        refused(check, name)?;
    }
    let keys = Keys::of(&stage.relay)?;
    stage.lie(alter(CHECKPOINT, move |note| *note = keys.resign(note, hour_ago()).unwrap_or_default()));
    let stale = reporter.check(&[])?.done()?;
    ensure!(stale.json()?["stale"] == "relay-stale" && stale.stderr.contains("60 minutes ago"), "{}", stale.stderr);
    stage.lie(Purged { first: u64::MAX, path: |path: &str| path.starts_with(GROUPS) });
    let gone = reporter.check(&[])?;
    ensure!(!has_answer(&gone), "{}", gone.stdout);
    let gone = gone.done()?;
    ensure!(gone.json()?["gone"].as_u64() >= Some(1) && gone.stderr.contains("no longer keeps it"), "{}", gone.stderr);
    stage.lie(Honest);
    let control = reporter.check(&[])?.done()?;
    let found = control.json()?;
    ensure!(has_answer(&control) && found["stale"].is_null() && found["gone"] == 0, "the control: {found}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_without_a_receipt_or_promise_of_its_own_is_not_called_sent() -> Result<()> {
    let stage = Stage::set().await?;
    let text = path(&sample("wages-sw.txt"))?;
    let report = |name: &str, when: &[&str]| -> Result<Finished> {
        let words = path(&stage.dir.path().join(name))?;
        let to = ["--json", "report", "--to", &stage.desk.contact, "--passphrase-out", &words, "--text", &text];
        davylamp_tests::scenario::davylamp(&[&to[..], when].concat(), "")
    };
    for (n, (name, lie)) in lies_about_the_receipt().into_iter().enumerate() {
        stage.lie(lie);
        refused(report(&format!("words-{n}"), &["--now"])?, name)?;
    }
    for (n, (name, lie)) in lies_about_the_promise().into_iter().enumerate() {
        stage.lie(lie);
        refused(report(&format!("more-words-{n}"), &[])?, name)?;
    }
    stage.lie(Honest);
    ensure!(report("words", &["--now"])?.done()?.json()?["sent"] == true, "the control");
    ensure!(report("more-words", &[])?.done()?.json()?["sent"] == true, "the control of the promises");
    Ok(())
}
