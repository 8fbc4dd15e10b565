//! Two relays with one key and one past: each lie is a signature away from being evidence.

use anyhow::{Result, ensure};
use axum::http::Method;
use davylamp_protocol::log::feed::Frame;
use davylamp_tests::http::Http;
use davylamp_tests::process::Background;
use davylamp_tests::proxy::{Honest, Lie};
use davylamp_tests::relay::Relay;
use serde_json::Value;

use crate::stage::{Answer, FAST, Frames, PATIENCE, Stage, caught, refused, until};

/// Sends what `decide` picks to the other relay.
struct Elsewhere<F> {
    other: String,
    decide: F,
}

impl<F: Fn(&Method, &str) -> bool + Send + Sync + 'static> Lie for Elsewhere<F> {
    fn upstream(&self, method: &Method, path: &str) -> Option<String> {
        (self.decide)(method, path).then(|| self.other.clone())
    }
}

/// The relay of the stage, split in two.
async fn split(stage: &mut Stage, args: &[&str]) -> Result<Relay> {
    let dir = stage.dir.path().join("fork");
    stage.relay.fork(&dir)?.run(args)
}

/// Waits until the stage's relay, or another of its key, has more than `size` entries.
async fn longer_than(relay: &Relay, size: u64) -> Result<()> {
    let http = Http::new(&relay.address, &relay.log)?;
    until("a longer log", async || Ok(http.checkpoint().await?.size > size)).await
}

async fn size_of(relay: &Relay) -> Result<u64> {
    Ok(Http::new(&relay.address, &relay.log)?.checkpoint().await?.size)
}

/// The first of these events.
fn first_of(watch: &mut Background, names: &[&str]) -> Result<Value> {
    watch.wait_for(PATIENCE, |line| {
        let event: Value = serde_json::from_str(line).ok()?;
        names.contains(&event.get("event")?.as_str()?).then_some(event)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_dropped_after_its_receipt_is_caught_by_the_desks_canary() -> Result<()> {
    let mut stage = Stage::set().await?;
    let fork = split(&mut stage, FAST).await?;
    let mut control = stage.another("control")?.watch(&["--cover-mean", "0.2"])?;
    let event = first_of(&mut control, &["fresh", "relay-lied", "cut-off"])?;
    ensure!(event["event"] == "fresh", "the control: {event}");
    drop(control);

    // Posts get a valid receipt, of a log that the desk is not shown.
    stage.lie(Elsewhere { other: fork.address.clone(), decide: |method: &Method, _: &str| method == Method::POST });
    let desk = stage.another("dropped")?;
    let mut watch = desk.watch(&["--cover-mean", "0.2"])?;
    let event = first_of(&mut watch, &["fresh", "relay-lied", "cut-off"])?;
    ensure!(event["event"] == "relay-lied" && event["what"] == "dropped", "{event}");
    ensure!(watch.stop()?.code == Some(4), "a caught relay has an exit code of its own");

    // Both signed histories are kept as evidence. The desk goes on reading: whoever stands on the way could else silence it.
    stage.lie(Honest);
    desk.catch_up().map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_that_proves_nothing_is_named_by_the_desk() -> Result<()> {
    let stage = Stage::set().await?;
    stage.lie(Answer("/v1/deposits", |receipt: Vec<u8>| vec![0; receipt.len()]));
    let mut watch = stage.desk.watch(&["--cover-mean", "0.2"])?;
    let event = first_of(&mut watch, &["relay-lied", "cut-off"])?;
    ensure!(event["event"] == "relay-lied" && event["what"] == "relay-receipt", "{event}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_whose_stream_stands_still_says_that_it_is_cut_off() -> Result<()> {
    let stage = Stage::set().await?;
    let mut watch = stage.desk.watch(&["--cover-mean", "0.2"])?;
    let event = first_of(&mut watch, &["fresh", "cut-off"])?;
    ensure!(event["event"] == "fresh", "the control: {event}");
    // From now on it is told that all is quiet; its posts get true receipts.
    stage.lie(Frames(|_| vec![Frame::KeepAlive]));
    let event = first_of(&mut watch, &["cut-off", "relay-lied"])?;
    ensure!(event["event"] == "cut-off" && event["missed"].as_u64() >= Some(2), "{event}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forked_or_shortened_log_is_named() -> Result<()> {
    let mut stage = Stage::set().await?;
    let fork = split(&mut stage, FAST).await?;
    let frozen = stage.dir.path().join("short");
    let short = stage.relay.fork(&frozen)?;
    longer_than(&stage.relay, size_of(&stage.relay).await? + 100).await?;
    let (reporter, _) = stage.report("worker")?;
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.len() == 1, "the control: the true log brings the report");

    longer_than(&fork, size_of(&stage.relay).await?).await?;
    stage.lie(Elsewhere { other: fork.address.clone(), decide: |_: &Method, path: &str| path.starts_with("/v1/feed") });
    caught(&stage.another("forked")?, "fork")?;

    let short = short.run(&["--tick-ms", "60000", "--count", "1"])?;
    stage.lie(Elsewhere { other: short.address.clone(), decide: |_: &Method, _: &str| true });
    caught(&stage.another("shortened")?, "shrunk")?;

    // The reporter reads one history, and gets a receipt of the other.
    let decide = |method: &Method, path: &str| method == Method::POST || path.starts_with("/tile/");
    stage.lie(Elsewhere { other: fork.address.clone(), decide });
    refused(reporter.check(&[])?, "relay-forked")?;
    stage.lie(Honest);
    reporter.check(&[])?.done()?;
    stage.desk.catch_up()?;
    Ok(())
}
