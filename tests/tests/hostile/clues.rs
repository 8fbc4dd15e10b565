//! What anybody can post to an honest relay: copied clues, and replayed bodies under other clues. The desk takes none.

use anyhow::{Context, Result, ensure};
use davylamp_protocol::clue::Clue;
use davylamp_protocol::envelope::{Dummies, Envelope};
use davylamp_protocol::log::entry::Entry;
use davylamp_tests::http::Http;
use davylamp_tests::scenario::Desk;
use rand::rngs::OsRng;
use serde_json::Value;

use crate::stage::{Stage, until};

/// An envelope as it was logged, at an index of a full group.
async fn logged(http: &Http, index: u64) -> Result<Envelope> {
    until("a full group", async || Ok(http.checkpoint().await?.size >= (index / 16 + 1) * 16)).await?;
    let group = http.group_of(index, &http.checkpoint().await?).await?;
    let slot = usize::try_from(index % 16)?;
    let (entry, body) = group.slots().nth(slot).context("a group has sixteen slots")?;
    let Entry::Envelope { clue, .. } = entry else { anyhow::bail!("entry {index} is no envelope") };
    Ok(Envelope::new(Clue::from_bytes(clue), body))
}

/// Its cases, and all that is in them.
fn contents(desk: &Desk) -> Result<Vec<Value>> {
    let mut cases = desk.cases()?;
    cases.sort();
    cases.iter().map(|case| desk.run(&["show", case], "")?.done()?.json()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copied_clues_and_replayed_bodies_bring_the_desk_nothing() -> Result<()> {
    let stage = Stage::set().await?;
    let unaware = stage.another("unaware")?;
    let (_, sent) = stage.report("worker")?;
    stage.desk.catch_up()?;
    let before = contents(&stage.desk)?;
    ensure!(before.len() == 1, "the report made a case");

    let http = Http::new(&stage.relay.address, &stage.relay.log)?;
    let indexes: Vec<u64> = serde_json::from_value(sent["sessions"][0]["indexes"].clone())?;
    let [opener, content] = indexes[..] else { anyhow::bail!("a short report has two envelopes: {indexes:?}") };
    ensure!(http.post(&logged(&http, opener).await?).await?.index == opener, "the same bytes keep their place");
    let (opener, content) = (logged(&http, opener).await?, logged(&http, content).await?);
    let dummies = Dummies::new(&mut OsRng);
    let (a, b) = (dummies.seal(&mut OsRng), dummies.seal(&mut OsRng));
    let forged = [
        Envelope::new(opener.clue(), a.body()),
        Envelope::new(content.clue(), b.body()),
        Envelope::new(content.clue(), opener.body()),
        Envelope::new(opener.clue(), content.body()),
        Envelope::new(dummies.seal(&mut OsRng).clue(), opener.body()),
        Envelope::new(dummies.seal(&mut OsRng).clue(), content.body()),
    ];
    for (n, envelope) in forged.iter().enumerate() {
        http.post(envelope).await.with_context(|| format!("forgery {n}: an honest relay cannot tell"))?;
    }
    stage.desk.catch_up()?;
    ensure!(contents(&stage.desk)? == before, "a forgery was taken");
    unaware.catch_up()?;
    ensure!(unaware.cases()?.len() == 1, "a desk that reads all of it at once takes the report once");

    stage.report("another")?;
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.len() == 2, "the control: a true report is taken");
    Ok(())
}
