//! A defender with an alert profile, contacts that watch, and relays that keep deposits.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::{Background, Finished};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, davylamp, path, string};
use serde_json::Value;
use tempfile::TempDir;

/// Ticks of 50 ms, and deadlines to the second.
pub(crate) const GRAIN: &[&str] = &["--tick-ms", "50", "--count", "8", "--deposit-grain-seconds", "1"];
const QUIET: &[&str] = &["--cover-mean", "600", "--no-notify", "--alarm-margin", "3"];
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// One defender, one desk, one relay.
pub(crate) struct Stage {
    pub(crate) dir: TempDir,
    pub(crate) relay: Relay,
    pub(crate) desk: Desk,
}

impl Stage {
    pub(crate) fn set() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let relay = Relay::start(&dir.path().join("relay"), GRAIN)?;
        let via = relay.address.clone();
        Self::behind(dir, relay, &via)
    }

    /// The desk and all who read its card reach the relay at `via`.
    pub(crate) fn behind(dir: TempDir, relay: Relay, via: &str) -> Result<Self> {
        let desk = Desk::found(dir.path(), &relay, via, &["--no-self-test"])?;
        Ok(Self { dir, relay, desk })
    }

    pub(crate) fn watch(&self) -> Result<Background> {
        let mut watch = self.desk.watch(QUIET)?;
        watch.wait_for_event(PATIENCE, "ready")?;
        Ok(watch)
    }

    /// Somebody who has armed, and whom the desk knows.
    pub(crate) fn defender(&self, name: &str, watch: &mut Background) -> Result<Defender> {
        let defender = Defender::armed(self.dir.path(), name, &self.desk.contact)?;
        event(watch, "profile", &[])?;
        Ok(defender)
    }

    /// How many alarms wait for a person.
    pub(crate) fn alarms(&self) -> Result<usize> {
        let waiting = self.desk.run(&["ack"], "")?.done()?.json()?;
        Ok(waiting["waiting"].as_array().context("ack says what waits")?.len())
    }
}

/// A desk that is reached at two relays.
pub(crate) fn desk_at(dir: &Path, relays: &[&Relay]) -> Result<(Background, String)> {
    let line = |relay: &&Relay| {
        let (url, log, cosigner) = (&relay.address, &relay.log, &relay.cosigner);
        format!("[[relays]]\nurl = \"http://{url}\"\nlog = \"{log}\"\ncosigner = \"{cosigner}\"\nretention_days = 21\n")
    };
    let lines: String = relays.iter().map(line).collect();
    let profile = "name = \"Oficina\"\nkey_name = \"two.example\"\nlanguages = [\"es\"]\nroles = { alerts = \"1h\" }\n";
    let config = path(&dir.join("config"))?;
    std::fs::write(&config, format!("{profile}{lines}"))?;
    let (home, key) = (path(&dir.join("desk"))?, path(&dir.join("desk.key"))?);
    let own = ["--json", "desk", "--home", &home, "--key-file", &key];
    let made = davylamp(&[&own[..], &["init", "--no-publish", "--config", &config]].concat(), "")?.done()?.json()?;
    let key = string(&made, "desk")?;
    relays.iter().try_for_each(|relay| relay.admit(&key))?;
    let done = davylamp(&[&own[..], &["init", "--no-self-test"]].concat(), "")?.done()?.json()?;
    let mut watch = Background::start(&Binaries::get()?.client, [&own[..], &["watch"], QUIET].concat())?;
    for _ in relays {
        watch.wait_for_event(PATIENCE, "ready")?;
    }
    Ok((watch, string(&done, "contact_file")?))
}

/// Somebody with a profile and words in files.
pub(crate) struct Defender {
    dir: PathBuf,
    pub(crate) home: String,
}

impl Defender {
    pub(crate) fn new(dir: &Path, name: &str) -> Result<Self> {
        let dir = dir.join(name);
        std::fs::create_dir(&dir)?;
        for (name, text) in [("right", "copper kettle"), ("duress", "tin kettle"), ("wrong", "brass kettle")] {
            std::fs::write(dir.join(name), text)?;
        }
        std::fs::write(dir.join("meaning"), "Soy Ana. Llamen a la comunidad.\n")?;
        Ok(Self { home: path(&dir.join("panic"))?, dir })
    }

    pub(crate) fn armed(dir: &Path, name: &str, contact: &str) -> Result<Self> {
        let defender = Self::new(dir, name)?;
        let [right, duress, meaning] = ["right", "duress", "meaning"].map(|name| defender.file(name));
        let (right, duress, meaning) = (right?, duress?, meaning?);
        let words = ["--word-file", &right, "--duress-file", &duress, "--text", &meaning];
        let arm = ["--json", "panic", "--home", &defender.home, "arm", "--to", contact];
        davylamp(&[&arm[..], &words[..]].concat(), "")?.done()?;
        Ok(defender)
    }

    pub(crate) fn file(&self, name: &str) -> Result<String> {
        path(&self.dir.join(name))
    }

    /// Starts one, with the words that it was armed with.
    pub(crate) fn start(&self, every: &str, grace: &str, args: &[&str]) -> Result<Finished> {
        let (right, duress) = (self.file("right")?, self.file("duress")?);
        let own = ["--json", "start", "--every", every, "--grace", grace, "--word-file", &right];
        self.checkin(&[&own[..], &["--duress-file", &duress], QUICK, args].concat())
    }

    /// `now` or `stop`, with one of the words.
    pub(crate) fn visit(&self, command: &str, word: &str, args: &[&str]) -> Result<Finished> {
        let word = self.file(word)?;
        self.checkin(&[&["--json", command, "--word-file", &word], QUICK, args].concat())
    }

    pub(crate) fn status(&self) -> Result<Value> {
        self.checkin(&["--json", "status"])?.json()
    }

    pub(crate) fn checkin(&self, args: &[&str]) -> Result<Finished> {
        davylamp(&[&["checkin", "--home", &self.home], args].concat(), "")
    }
}

/// Waits for an event of this name, of which these fields are so.
pub(crate) fn event(watch: &mut Background, name: &str, fields: &[(&str, Value)]) -> Result<Value> {
    let found = watch.wait_for(PATIENCE, |line| {
        let event: Value = serde_json::from_str(line).ok()?;
        let fits = event["event"] == name && fields.iter().all(|(field, value)| event[*field] == *value);
        fits.then_some(event)
    });
    found.with_context(|| format!("no {name} with {fields:?}"))
}

/// That it stands, with a promise of every relay.
pub(crate) fn stands(done: &Finished, relays: usize) -> Result<()> {
    let said = done.json()?;
    let held = said["relays"].as_array().context("it says what relays hold")?;
    ensure!(said["stands"] == true && held.len() == relays, "{said}");
    ensure!(held.iter().all(|relay| relay["until"].is_u64() && relay["lapsed"] == false), "{said}");
    Ok(())
}

const QUICK: &[&str] = &["--retry-min-ms", "20", "--retry-max-ms", "200"];
