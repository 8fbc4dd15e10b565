//! Lies about the desk's card: altered, swapped, rolled back, withheld, not logged.
//!
//! A reporter who holds a poster only has nothing to compare a serial number with: an older card of the same desk, with
//! its own proof, passes unless the newer card's entry is among the groups that a check reads. The desk itself notices,
//! and so does whoever holds the newer card as a file.

use anyhow::{Context, Result, ensure};
use davylamp_protocol::log::note::{self, NoteSigner};
use davylamp_tests::http::Http;
use davylamp_tests::proxy::{Honest, Lie};
use davylamp_tests::scenario::{Reporter, davylamp};

use crate::stage::{Answer, Stage, caught, refused};

const CARDS: &str = "/v1/cards";

/// A bundle with one card.
#[derive(Clone)]
struct Shown {
    note: String,
    proof: Vec<u8>,
}

impl Shown {
    async fn by(stage: &Stage) -> Result<Self> {
        let bytes = Http::new(&stage.relay.address, &stage.relay.log)?.get(CARDS).await?;
        let rest = bytes.strip_prefix(&[0, 1]).context("the bundle has one card")?;
        let (length, rest) = rest.split_first_chunk().context("a length")?;
        let (note, rest) = rest.split_at(usize::try_from(u32::from_be_bytes(*length))?);
        let (_, proof) = rest.split_first_chunk::<2>().context("a length")?;
        Ok(Self { note: String::from_utf8(note.to_vec())?, proof: proof.to_vec() })
    }

    fn bundle(&self) -> Result<Vec<u8>> {
        let mut out = vec![0, 1];
        out.extend(u32::try_from(self.note.len())?.to_be_bytes());
        out.extend(self.note.as_bytes());
        out.extend(u16::try_from(self.proof.len())?.to_be_bytes());
        out.extend(&self.proof);
        Ok(out)
    }

    /// The same text under somebody else's signature in the desk's name.
    fn swapped(&self) -> Result<Self> {
        let (text, _) = self.note.rsplit_once("\n\n").context("a note has signatures")?;
        let impostor = NoteSigner::from_seed("miners-legal.example", &[7; 32])?;
        Ok(Self { note: note::sign(&format!("{text}\n"), &[&impostor])?, ..self.clone() })
    }
}

fn always(bytes: Vec<u8>) -> impl Lie {
    Answer(CARDS, move |_| bytes.clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_is_not_the_desks_newest_is_named() -> Result<()> {
    let stage = Stage::set().await?;
    let (reporter, _) = stage.report("worker")?;
    let old = Shown::by(&stage).await?;
    stage.desk.run(&["card", "publish"], "")?.done()?;
    let new = Shown::by(&stage).await?;
    ensure!(old.note != new.note && new.note.contains("\nserial 2\n"), "{}", new.note);
    let altered = Shown { note: new.note.replace("Oficina", "oficina"), ..new.clone() };
    let elsewhere = Shown { note: new.note.clone(), proof: old.proof.clone() };
    let cut = [&new.bundle()?[..], &[0]].concat();
    let lies = [
        ("relay-card-forged", altered.bundle()?),
        ("relay-card-forged", new.swapped()?.bundle()?),
        ("relay-card-not-logged", elsewhere.bundle()?),
        ("relay-malformed", cut),
    ];
    for (n, (name, bundle)) in lies.into_iter().enumerate() {
        stage.lie(always(bundle));
        refused(reporter.check(&[])?, name)?;
        caught(&stage.another(&format!("desk-{n}"))?, name)?;
    }
    rolled_back(&stage, &reporter, &old, &new)?;
    withheld(&stage, &reporter)?;
    stage.lie(Honest);
    reporter.check(&[])?.done().context("the control")?;
    let control = stage.desk.catch_up().context("the control")?;
    ensure!(!control.stdout.contains("card-gone"), "{}", control.stdout);
    Ok(())
}

/// By the desk, by a reporter with the newer card in hand, and by whoever compares two cards.
fn rolled_back(stage: &Stage, reporter: &Reporter, old: &Shown, new: &Shown) -> Result<()> {
    let (old_file, new_file) = (stage.file("old.card", &old.note)?, stage.file("new.card", &new.note)?);
    stage.lie(always(old.bundle()?));
    caught(&stage.another("rolled-back")?, "relay-card-rolled-back")?;
    let holder = Reporter { contact: new_file.clone(), passphrase: reporter.passphrase.clone() };
    refused(holder.check(&[])?, "relay-card-rolled-back")?;
    let compared = davylamp(&["contact", "verify", "--to", &old_file, "--card", &new_file], "")?.with_code(1)?;
    ensure!(compared.stderr.contains("old card of this desk"), "{}", compared.stderr);
    davylamp(&["contact", "verify", "--to", &new_file, "--card", &old_file], "")?.done()?;
    stage.lie(Honest);
    holder.check(&[])?.done().context("the control")?;
    Ok(())
}

/// An operator may strike a desk off: the desk is told, loudly, and goes on reading.
fn withheld(stage: &Stage, reporter: &Reporter) -> Result<()> {
    stage.lie(always(vec![0, 0]));
    refused(reporter.check(&[])?, "relay-card-missing")?;
    let desk = stage.another("withheld")?;
    let done = desk.catch_up()?;
    ensure!(done.stdout.contains("\"event\":\"card-gone\""), "{}", done.stdout);
    ensure!(desk.cases()?.len() == 1, "reports are read all the same");
    Ok(())
}
