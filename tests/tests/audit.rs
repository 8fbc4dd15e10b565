//! What is left behind at the relay: nothing of what was said, nor of who spoke.
//!
//! Every audit first finds needles that were planted for it: one that finds nothing anywhere shows nothing.

use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use davylamp_tests::needles::{CLIENTS, Needles, audit, ensure_clean, pieces, prove_that_the_audit_finds, word_pairs};
use davylamp_tests::process::Background;
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, messages_of_kind, path, sample, string};
use davylamp_tests::wire::Wire;

const FAST: &[&str] = &["--tick-ms", "50", "--count", "8"];
const PATIENCE: Duration = Duration::from_secs(60);

/// A full run: report, reply, check, consent, status, outcome. Gives the secrets of all who took part.
struct Run<'a> {
    dir: &'a Path,
    desk: Desk,
    reporter: Reporter,
    secrets: Vec<String>,
}

impl Run<'_> {
    fn secret_file(&mut self, name: &str, text: &str) -> Result<String> {
        self.secrets.extend(pieces(text));
        let file = self.dir.join(name);
        fs::write(&file, text)?;
        path(&file)
    }

    fn everything(&mut self) -> Result<()> {
        let mut watch = self.desk.watch(&[])?;
        let report = self.secret_file("report.txt", &fs::read_to_string(sample("blacklisting-es.txt"))?)?;
        self.reporter.report(&report, &["--kind", "blacklisting", "--asked-for", "protection"])?;
        let case = wait_for_message(&mut watch, "report")?;
        let reply = self.secret_file("reply.txt", "Hemos leído todo. Guarde una foto de la lista, por favor.\n")?;
        self.desk.run(&["reply", &case, "--text", &reply], "")?.done()?;
        check_for(&self.reporter, "text")?;
        let who = self.secret_file("who.txt", "Licenciada Quiroga, abogada del sindicato")?;
        let why = self.secret_file("why.txt", "Para presentar una demanda en el juzgado laboral")?;
        self.desk.run(&["ask-consent", &case, "--for", &who, "--why", &why, "--level", "counsel"], "")?.done()?;
        let id = string(&check_for(&self.reporter, "consent-request")?, "id")?;
        let words = self.secret_file("consent.txt", "De acuerdo, pero sin mostrar mi nombre a nadie.\n")?;
        self.reporter.answer(&["--consent", &id, "--text", &words], "")?;
        wait_for_message(&mut watch, "consent-answer")?;
        self.desk.run(&["set-status", &case, "closed"], "")?.done()?;
        check_for(&self.reporter, "status")?;
        let outcome = self.secret_file("outcome.txt", "Nos llamaron de vuelta al trabajo en agosto.\n")?;
        self.reporter.answer(&["--outcome", &outcome, "--helped", "partly"], "")?;
        wait_for_message(&mut watch, "outcome")?;
        watch.stop()?;
        self.publish_with_a_passphrase()?;
        self.secrets.extend(word_pairs(&fs::read_to_string(&self.reporter.passphrase)?));
        let key = fs::read_to_string(self.dir.join("desk.key"))?;
        let key = key.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).context("the desk's key file")?;
        self.secrets.extend(pieces(key));
        Ok(())
    }

    fn publish_with_a_passphrase(&mut self) -> Result<()> {
        let words = self.secret_file("desk.words", "salmuera caliche puquio retamo vizcacha")?;
        self.desk.run(&["rekey", "--new-passphrase-file", &words], "")?.done()?;
        let home = path(&self.dir.join("desk"))?;
        davylamp(&["desk", "--home", &home, "--passphrase-file", &words, "card", "publish"], "")?.done()?;
        Ok(())
    }
}

fn wait_for_message(watch: &mut Background, kind: &str) -> Result<String> {
    let event = watch.wait_for(PATIENCE, |line| {
        let event: serde_json::Value = serde_json::from_str(line).ok()?;
        (event.get("event")? == "message" && event.get("kind")? == kind).then_some(event)
    })?;
    string(&event, "case")
}

/// Checks until an answer of this kind is there: groups are read once they are full.
fn check_for(reporter: &Reporter, kind: &str) -> Result<serde_json::Value> {
    for _ in 0..30 {
        let check = reporter.check(&["--all"])?.done()?.json()?;
        if let Some(found) = messages_of_kind(&check, kind).pop() {
            return Ok(found);
        }
    }
    bail!("no {kind} came back")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_relay_keeps_no_plaintext_no_words_and_no_address() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let temporary = dir.path().join("relay-tmp");
    fs::create_dir(&temporary)?;
    let relay = Relay::start_apart(&dir.path().join("relay"), FAST, &temporary)?;
    let wire = Wire::start(&relay.address, IpAddr::from(CLIENTS)).await?;
    let desk = Desk::found(dir.path(), &relay, &wire.address, &[])?;
    let reporter = Reporter::new(dir.path(), "worker", &desk.contact)?;
    let mut run = Run { dir: dir.path(), desk, reporter, secrets: Vec::new() };
    run.everything()?;
    ensure!(!wire.take().is_empty(), "the clients came from 127.7.7.7");
    let needles = Needles::new(&run.secrets);
    let data = relay.dir.clone();

    // While it runs: it may remove what it keeps for as long as it lives.
    for place in [&data, &temporary] {
        prove_that_the_audit_finds(place, &needles)?;
        ensure_clean(place, &needles)?;
    }
    let said = relay.stop()?;
    let (read, _) = (ensure_clean(&data, &needles)?, ensure_clean(&temporary, &needles)?);
    for output in [&said.stdout, &said.stderr] {
        let planted = [output.as_bytes(), &needles.planted()].concat();
        ensure!(needles.find(&planted, false).len() == needles.count(), "the audit of the outputs is blind");
        let found = needles.find(output.as_bytes(), false);
        ensure!(found.is_empty(), "the relay said {:?}", needles.what(&found));
    }
    // What is public there must be found, or the audit looks in the wrong place.
    let public = Needles::new(&["Oficina legal minera".to_owned()]);
    ensure!(!audit(&data, &public)?.1.is_empty(), "the desk's card is kept");
    println!("{} needles, {read} bytes of data, {} of output", needles.count(), said.stderr.len());
    Ok(())
}
