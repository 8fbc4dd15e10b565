//! A mediator in the case: another desk with a home of its own.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Cue, ONCE, Play};
use crate::process::Finished;
use crate::scenario::string;

impl Play<'_> {
    /// Proposed, invited, written to and read; removed, and gone.
    pub(super) fn mediate(&mut self, case: &str) -> Result<()> {
        let contact = self.found_mediator()?;
        let (text, why) = (self.cast.paper("reply")?, self.cast.paper("why")?);
        self.desk("desk mediation propose", &[case, "--mediator", &contact, "--why", &why], &[])?;
        self.with_words("answer", &["--invite", &contact, "--text", &text, "--now"], &[])?;
        self.desk("desk watch", ONCE, &[])?;
        self.mediator("desk watch", ONCE)?;
        self.desk("desk reply", &[case, "--text", &text], &[])?;
        self.with_words("answer", &["--with", &contact, "--text", &text, "--now"], &[])?;
        self.with_words("check", &["--with", &contact, "--all", "--now"], &[])?;
        self.mediator("desk watch", ONCE)?;
        let list = self.mediator("desk list", &[])?.json()?;
        let there = list.get("cases").and_then(Value::as_array).and_then(|cases| cases.first());
        let there = string(there.context("the invitation became a case")?, "case")?;
        self.mediator("desk show", &[&there])?;
        // Each before it has heard of the other's end.
        self.desk("desk mediation remove", &[case], &[])?;
        self.mediator("desk mediation leave", &[&there, "--text", &text])?;
        self.with_words("answer", &["--with", &contact, "--remove-mediator", "--now"], &[])?;
        self.hand_over(case, &contact, &there)
    }

    /// The whole case, with its photograph, for that desk.
    fn hand_over(&mut self, case: &str, contact: &str, known: &str) -> Result<()> {
        self.desk("desk handover", &[case, "--to", contact, "--now"], &[])?;
        self.mediator("desk watch", ONCE)?;
        let list = self.mediator("desk list", &[])?.json()?;
        let cases = list.get("cases").and_then(Value::as_array).into_iter().flatten();
        let mut cases = cases.filter_map(|case| case.get("case")?.as_str());
        let came = cases.find(|case| *case != known).context("the hand-over became a case")?.to_owned();
        self.mediator("desk fetch", &[&came, "--now"])?;
        Ok(())
    }

    fn found_mediator(&mut self) -> Result<String> {
        let (log, cosigner) = (self.relay.log.to_string(), self.relay.cosigner.to_string());
        let address = format!("http://{}", self.address);
        let profile = ["--name", "Mediadora del Sur", "--key-name", "mediator.example", "--language", "es"];
        let place = ["--role", "mediation=7d", "--relay", &address, "--log-key", &log, "--cosigner-key", &cosigner];
        let made = self.mediator("desk init", &[&["--no-publish"], &profile[..], &place].concat())?.json()?;
        self.relay.admit(&string(&made, "desk")?)?;
        let [poster, contact, backup] =
            ["mediator.html", "mediator.txt", "mediator.age"].map(|name| self.cast.paper(name));
        let (poster, contact, backup) = (poster?, contact?, backup?);
        let args = ["--no-self-test", "--poster", &poster, "--backup", &backup];
        let cue = self.mediator_cue("desk init", &args)?.asked_for(&[&poster, &contact, &backup]);
        self.play(cue)?;
        Ok(contact)
    }

    fn mediator(&mut self, command: &'static str, args: &[&str]) -> Result<Finished> {
        let cue = self.mediator_cue(command, args)?;
        self.play(cue)
    }

    fn mediator_cue(&self, command: &'static str, args: &[&str]) -> Result<Cue> {
        let (home, key) = (self.cast.paper("mediator home")?, self.cast.paper("mediator key")?);
        let words = ["desk", "--home", &home, "--key-file", &key].into_iter().chain(command.split(' ').skip(1));
        Ok(Cue::new(command, words.chain(args.iter().copied())).asked_for(&[&key]).beneath(&[&home]))
    }
}
