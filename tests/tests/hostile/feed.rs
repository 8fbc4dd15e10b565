//! Lies in the stream: the desk ends with exit code 4, says which, and has taken nothing.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, ensure};
use davylamp_protocol::log::entry::{BODY_LEN, Entry};
use davylamp_protocol::log::feed::Frame;
use davylamp_tests::http::Http;
use davylamp_tests::proxy::{Honest, Lie};
use serde_json::Value;

use crate::stage::{Frames, Keys, Purged, Stage, caught, hour_ago, until};

type Slot = (Entry, Box<[u8; BODY_LEN]>);

/// Changes the slots of each frame of the feed.
fn slots(change: impl Fn(&mut Vec<Slot>) + Send + Sync + 'static) -> Box<dyn Lie> {
    Box::new(Frames(move |frame| match frame {
        Frame::Slots { first, mut slots } => {
            change(&mut slots);
            vec![Frame::Slots { first, slots }]
        }
        other => vec![other],
    }))
}

/// Changes the bodies that are there.
fn bodies(change: impl Fn(&mut [u8; BODY_LEN]) + Send + Sync + 'static) -> Box<dyn Lie> {
    slots(move |slots| slots.iter_mut().filter(|(entry, _)| entry.has_body()).for_each(|(_, body)| change(body)))
}

/// Changes each checkpoint.
fn checkpoints(change: impl Fn(Vec<u8>) -> Vec<u8> + Send + Sync + 'static) -> Box<dyn Lie> {
    Box::new(Frames(move |frame| match frame {
        Frame::Checkpoint(note) => vec![Frame::Checkpoint(change(note))],
        other => vec![other],
    }))
}

/// Leaves out one entry, and numbers all that follow as if it had never been.
fn truncated() -> Box<dyn Lie> {
    let done = AtomicBool::new(false);
    Box::new(Frames(move |frame| match frame {
        Frame::Slots { first, mut slots } if !done.swap(true, Ordering::SeqCst) => {
            slots.pop();
            vec![Frame::Slots { first, slots }]
        }
        Frame::Slots { first, slots } => vec![Frame::Slots { first: first - 1, slots }],
        other => vec![other],
    }))
}

fn repeat_one(slots: &mut [Slot]) {
    slots[1] = slots[0].clone();
}

fn alter_clue(slots: &mut Vec<Slot>) {
    if let Some(Entry::Envelope { clue, .. }) = slots.iter_mut().map(|(entry, _)| entry).find(|entry| entry.has_body())
    {
        clue[47] ^= 1;
    }
}

fn lies(old: Vec<u8>, keys: Keys) -> Vec<(&'static str, Box<dyn Lie>)> {
    let replayed = |frame: Frame| match frame {
        Frame::Slots { .. } => vec![frame.clone(), frame],
        other => vec![other],
    };
    let skipped = |frame: Frame| match frame {
        Frame::Slots { first, slots } => vec![Frame::Slots { first: first + 1, slots: slots[1..].to_vec() }],
        other => vec![other],
    };
    vec![
        ("altered-body", bodies(|body| body[4000] ^= 1)),
        ("withheld-body", bodies(|body| body.fill(0))),
        ("fork", slots(alter_clue)),
        ("fork", slots(|slots| slots.swap(0, 1))),
        ("out-of-order", truncated()),
        ("fork", slots(|slots| repeat_one(slots))),
        ("out-of-order", Box::new(Frames(replayed))),
        ("out-of-order", Box::new(Frames(skipped))),
        ("shrunk", checkpoints(move |_| old.clone())),
        ("bad-signature", checkpoints(|note| String::from_utf8_lossy(&note).replacen('\n', "\n1", 1).into_bytes())),
        ("bad-time", checkpoints(move |note| keys.resign(&note, None).unwrap_or_default())),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_lie_in_the_stream_is_named_and_nothing_is_taken_from_it() -> Result<()> {
    let stage = Stage::set().await?;
    let http = Http::new(&stage.relay.address, &stage.relay.log)?;
    let old = http.get("/checkpoint").await?;
    let before = http.checkpoint().await?.size;
    until("a longer log", async || Ok(http.checkpoint().await?.size > before)).await?;
    stage.desk.catch_up()?;
    stage.report("worker")?;
    for (n, (what, lie)) in lies(old, Keys::of(&stage.relay)?).into_iter().enumerate() {
        stage.lie(lie);
        let desk = stage.another(&format!("desk-{n}"))?;
        caught(&desk, what)?;
        ensure!(desk.cases()?.is_empty(), "{what}: something was taken all the same");
    }
    stage.lie(Honest);
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.len() == 1, "the control: the truth brings the report");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_is_cut_or_shows_what_is_old_is_told() -> Result<()> {
    let stage = Stage::set().await?;
    stage.report("worker")?;
    stage.lie(Cut);
    let done = stage.another("cut")?.run(&["watch", "--once"], "")?.with_code(1)?;
    ensure!(done.stderr.contains("stream is broken off"), "{}", done.stderr);
    let mut watch = stage.another("cut-watch")?.watch(&[])?;
    let event = watch.wait_for_event(crate::stage::PATIENCE, "unreachable")?;
    ensure!(event["why"].as_str().is_some_and(|why| why.contains("broken off")), "{event}");

    let keys = Keys::of(&stage.relay)?;
    stage.lie(checkpoints(move |note| keys.resign(&note, hour_ago()).unwrap_or_default()));
    let stale = stage.another("stale")?.catch_up()?;
    ensure!(stale_minutes(&stale.stdout) == Some(60), "{}", stale.stdout);
    stage.lie(Honest);
    let control = stage.desk.catch_up()?;
    ensure!(stale_minutes(&control.stdout).is_none(), "{}", control.stdout);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_whose_body_is_said_to_be_gone_too_early_is_an_alarm() -> Result<()> {
    let stage = Stage::set().await?;
    stage.report("worker")?;
    let http = Http::new(&stage.relay.address, &stage.relay.log)?;
    let first = http.checkpoint().await?.size;
    let old = move |from: &str| from.split('&').next().and_then(|n| n.parse().ok()).is_some_and(|n: u64| n < first);
    let path = move |path: &str| path.contains("&bodies=1") && path.strip_prefix("/v1/feed?from=").is_some_and(old);
    let desk = stage.another("purged")?;
    stage.lie(Purged { first, path });
    // The desk knows by its own clock that nothing of this is old enough to be purged.
    let done = desk.run(&["watch", "--once"], "")?.with_code(4)?;
    ensure!(
        done.stdout.contains("\"what\":\"withheld-body\"") && done.stderr.contains("holds back"),
        "{}",
        done.stdout
    );
    ensure!(desk.cases()?.is_empty());
    stage.lie(Honest);
    let control = stage.desk.catch_up()?;
    ensure!(
        !control.stdout.contains("relay-lied") && stage.desk.cases()?.len() == 1,
        "the control: {}",
        control.stdout
    );
    Ok(())
}

fn stale_minutes(stdout: &str) -> Option<u64> {
    let events = stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    events.filter(|event| event["event"] == "stale").find_map(|event| event["minutes"].as_u64())
}

struct Cut;

impl Lie for Cut {
    fn cut(&self) -> Option<usize> {
        Some(1000)
    }
}
