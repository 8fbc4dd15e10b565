//! The usual table: a desk, a mediator and a reporter over one relay or two, each with files of their own.

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, path, sample};
use davylamp_tests::stage::FAST;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Table {
    pub(crate) dir: TempDir,
    pub(crate) relays: Vec<Relay>,
    pub(crate) desk: Desk,
    pub(crate) mediator: Desk,
    pub(crate) reporter: Reporter,
    /// The case, as the desk names it.
    pub(crate) case: String,
}

impl Table {
    /// A case at the desk; the mediator knows nothing yet. With two relays the mediator reads the second.
    pub(crate) fn set(relays: usize) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let start = |n: usize| Relay::start(&dir.path().join(format!("relay-{n}")), FAST);
        let relays: Vec<Relay> = (0..relays).map(start).collect::<Result<_>>()?;
        let (first, last) = (relays.first().context("a relay")?, relays.last().context("a relay")?);
        let names = ("Oficina legal minera", "miners-legal.example");
        let desk = Desk::found_as(&dir.path().join("a"), first, names, &["reports=3d"])?;
        let names = ("Mediadora del Sur", "mediator.example");
        let mediator = Desk::found_as(&dir.path().join("m"), last, names, &["mediation=7d"])?;
        let reporter = Reporter::new(dir.path(), "worker", &desk.contact)?;
        reporter.report(&path(&sample("wages-sw.txt"))?, &[])?;
        desk.catch_up()?;
        let case = desk.cases()?.pop().context("the report became a case")?;
        Ok(Self { dir, relays, desk, mediator, reporter, case })
    }

    /// The reporter invites the mediator, and both desks hear of it; gives the case as the mediator names it.
    pub(crate) fn invite(&self, args: &[&str]) -> Result<String> {
        let words = self.file("introduction", "Él conoce mi caso.")?;
        let own = ["--invite", &self.mediator.contact, "--text", &words];
        let done = self.reporter.answer(&[&own[..], args].concat(), "")?;
        ensure!(done.stderr.contains("all that was written before"), "it says what is not shared: {}", done.stderr);
        ensure!(done.stderr.contains(&self.mediator.fingerprint()?), "{}", done.stderr);
        self.desk.catch_up()?;
        self.mediator.catch_up()?;
        self.mediator.cases()?.pop().context("the invitation became a case")
    }

    /// A person at a desk writes to the reporter.
    pub(crate) fn say(&self, desk: &Desk, case: &str, words: &str) -> Result<Value> {
        desk.run(&["reply", case, "--text", &self.file("words", words)?], "")?.done()?.json()
    }

    /// The reporter writes to both.
    pub(crate) fn answer_both(&self, words: &str) -> Result<Value> {
        let words = self.file("words", words)?;
        self.reporter.answer(&["--with", &self.mediator.contact, "--text", &words], "")?.json()
    }

    pub(crate) fn show(&self, desk: &Desk, case: &str) -> Result<Value> {
        desk.run(&["show", case], "")?.done()?.json()
    }

    /// Reads both threads until they are as wanted.
    pub(crate) fn check_both(&self, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        self.checked(&["--with", &self.mediator.contact], wanted)
    }

    /// Reads the desk's thread until it is as wanted.
    pub(crate) fn check_until(&self, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        self.checked(&[], wanted)
    }

    /// Groups are read once they are full, which takes some ticks.
    fn checked(&self, args: &[&str], wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        let mut last = String::new();
        for _ in 0..20 {
            let done = self.reporter.check(&[&["--all"], args].concat())?;
            last = format!("{}\n{}", done.stdout, done.stderr);
            if done.code == Some(0) {
                let check = done.json()?;
                if wanted(&check) {
                    return Ok(check);
                }
            }
        }
        bail!("it did not come to that\n{last}")
    }

    /// What a person reads.
    pub(crate) fn check_for_people(&self, args: &[&str]) -> Result<String> {
        let own = ["check", "--to", &self.reporter.contact, "--passphrase-file", &self.reporter.passphrase];
        Ok(davylamp(&[&own[..], &["--all", "--now"], args].concat(), "")?.done()?.stdout)
    }

    /// No case, no copy, and no word that waits to be placed.
    pub(crate) fn mediator_has_nothing(&self) -> Result<()> {
        let list = self.mediator.run(&["list"], "")?.done()?.json()?;
        let nothing = serde_json::json!([]);
        ensure!(list["cases"] == nothing && list["unverified_tables"] == nothing, "{list}");
        Ok(())
    }

    /// Both know that it ended, and by whom; neither sends the other anything more.
    pub(crate) fn nothing_flows_after(&self, there: &str, by: &str) -> Result<()> {
        for (desk, case) in [(&self.desk, self.case.as_str()), (&self.mediator, there)] {
            let shown = self.show(desk, case)?;
            ensure!(shown["tables"][0]["open"] == false && shown["tables"][0]["ended_by"] == by, "{shown}");
        }
        ensure!(self.say(&self.desk, &self.case, "Después del fin, la oficina.")?["copies"] == 0);
        ensure!(self.say(&self.mediator, there, "Después del fin, la mediadora.")?["copies"] == 0);
        self.desk.catch_up()?;
        self.mediator.catch_up()?;
        ensure!(!has_words(&self.show(&self.mediator, there)?, "la oficina."), "the mediator hears no more");
        ensure!(!has_words(&self.show(&self.desk, &self.case)?, "la mediadora."), "nor does the desk");
        Ok(())
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> Result<String> {
        let file = self.dir.path().join(name);
        fs::write(&file, text)?;
        path(&file)
    }
}

fn messages(shown: &Value) -> impl Iterator<Item = &Value> {
    shown["messages"].as_array().into_iter().flatten()
}

/// Whether a message holds these words.
pub(crate) fn has_words(shown: &Value, words: &str) -> bool {
    messages(shown).any(|message| message["content"]["text"].as_str().is_some_and(|text| text.contains(words)))
}

/// Whose the messages with these words are: party and key, the reporter without one.
pub(crate) fn marks(shown: &Value, words: &str) -> Vec<(String, String)> {
    let field = |message: &Value, name: &str| message[name].as_str().unwrap_or_default().to_owned();
    let of = messages(shown).filter(|message| message["content"]["text"] == words);
    of.map(|message| (field(message, "party"), field(message, "key"))).collect()
}

/// Copies of the other desk.
pub(crate) fn copies(shown: &Value) -> Vec<&Value> {
    messages(shown).filter(|message| message["direction"] == "from-other-desk").collect()
}

/// Messages of a kind in a check.
pub(crate) fn kinds<'a>(check: &'a Value, kind: &str) -> Vec<&'a Value> {
    messages(check).filter(|message| message["content"]["kind"] == kind).collect()
}
