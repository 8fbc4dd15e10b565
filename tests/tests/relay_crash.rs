//! A relay that is killed at any moment keeps every promise that it made.

use std::time::Duration;

use anyhow::{Result, ensure};
use davylamp_protocol::envelope::{Dummies, Envelope};
use davylamp_protocol::log::tree::MemoryTree;
use davylamp_tests::http::{Http, body_in, entry_of};
use davylamp_tests::relay::Relay;
use rand::rngs::OsRng;
use rand::{Rng, SeedableRng, rngs::StdRng};

/// Rounds of `kill -9`; a campaign sets the variable and writes its figure into `docs/measurements.md`.
fn rounds() -> u32 {
    std::env::var("DAVYLAMP_CRASH_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(8)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_envelope_survives_kill_nine() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let mut relay = Relay::start(&dir.path().join("relay"), &["--tick-ms", "20", "--count", "4"])?;
    let http = Http::new(&relay.address, &relay.log)?;
    let mut rng = StdRng::seed_from_u64(11);
    let mut kept: Vec<(Envelope, u64)> = Vec::new();
    let mut roots = Vec::new();
    for _ in 0..rounds() {
        let posting = tokio::spawn(post_until_it_dies(http.clone()));
        tokio::time::sleep(Duration::from_millis(rng.gen_range(50..400))).await; // the moment of the kill is random
        let before = http.checkpoint().await?;
        roots.push((before.size, before.root));
        relay.crash_and_restart()?;
        kept.extend(posting.await?);
    }
    ensure!(!kept.is_empty(), "nothing was acknowledged: the test shows nothing");
    let now = http.checkpoint().await?;
    let entries = http.entries(&now).await?;
    for (envelope, index) in &kept {
        let entry = entries.get(usize::try_from(*index)?);
        ensure!(entry == Some(&entry_of(envelope)), "entry {index} was acknowledged and is gone");
        ensure!(http.post(envelope).await?.index == *index, "posting it again gives its place");
    }
    for (envelope, index) in kept.iter().filter(|(_, index)| index / 16 < now.size / 16) {
        let group = http.group_of(*index, &now).await?;
        ensure!(body_in(&group, *index)? == envelope.body(), "body {index} was acknowledged and is gone");
    }
    let mut tree = MemoryTree::new();
    let mut roots = roots.into_iter().peekable();
    for entry in &entries {
        while let Some((_, root)) = roots.next_if(|(size, _)| *size == tree.size()) {
            ensure!(tree.root() == root, "a checkpoint that was served is not part of today's log");
        }
        tree.push(entry.leaf_hash());
    }
    println!("{} acknowledged, {} rounds, all present", kept.len(), rounds());
    Ok(())
}

/// Posts one after the other, until the relay no longer answers.
async fn post_until_it_dies(http: Http) -> Vec<(Envelope, u64)> {
    let dummies = Dummies::new(&mut OsRng);
    let mut kept = Vec::new();
    loop {
        let envelope = dummies.seal(&mut OsRng);
        match http.post(&envelope).await {
            Ok(proof) => kept.push((envelope, proof.index)),
            Err(_) => return kept,
        }
    }
}
