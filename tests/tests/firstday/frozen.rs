//! What earlier versions wrote must open for ever: `tests/frozen` holds homes, a backup and a relay's directory, made by
//! the programs of their time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::{Background, Finished, run};
use davylamp_tests::scenario::{davylamp, path, string};
use serde_json::Value;
use tempfile::TempDir;

/// A desk's home as it was frozen.
struct Old {
    dir: TempDir,
}

impl Old {
    fn home(version: u32) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        unpack(&format!("home-v{version}.tar.gz"), dir.path())?;
        Ok(Self { dir })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Result<Vec<String>> {
        let (home, key) = (path(&self.file("desk"))?, path(&self.file("desk.key"))?);
        let own = ["--json", "desk", "--home", &home, "--key-file", &key];
        Ok(own.iter().chain(args).map(ToString::to_string).collect())
    }

    fn run(&self, args: &[&str]) -> Result<Finished> {
        run(&Binaries::get()?.client, self.command(args)?, "")
    }

    /// Its one case, with what was said in it.
    fn has_its_case(&self) -> Result<()> {
        let case = fs::read_to_string(self.file("case"))?.trim().to_owned();
        let list = self.run(&["list"])?.done()?.json()?;
        let cases = list.get("cases").and_then(Value::as_array).context("list has cases")?;
        ensure!(cases.iter().any(|listed| string(listed, "case").is_ok_and(|id| id == case)), "{list}");
        let shown = self.run(&["show", &case])?.done()?.json()?;
        let messages = shown.get("messages").and_then(Value::as_array).context("show has messages")?;
        for words in ["Trabajo en una planta de salmuera", "Guarde una foto de la lista"] {
            let says =
                |message: &Value| message.pointer("/content/text").is_some_and(|text| text.to_string().contains(words));
            ensure!(messages.iter().any(says), "{words:?} is in {shown}");
        }
        ensure!(shown.pointer("/consents/0/granted") == Some(&Value::Bool(true)), "{shown}");
        Ok(())
    }
}

#[test]
fn a_home_of_the_first_version_is_migrated_beside_a_copy_and_keeps_its_case() -> Result<()> {
    let old = Old::home(1)?;
    let before = fs::read(old.file("desk/state.age"))?;
    let first = old.run(&["list"])?.done()?;
    ensure!(first.stderr.contains("state-1.age"), "the copy is named: {}", first.stderr);
    ensure!(fs::read(old.file("desk/state-1.age"))? == before, "the copy is what was there");
    ensure!(fs::read(old.file("desk/state.age"))? != before);
    let second = old.run(&["list"])?.done()?;
    ensure!(second.stderr.is_empty(), "said once: {}", second.stderr);
    old.has_its_case()
}

#[test]
fn the_copy_is_the_old_home_again() -> Result<()> {
    let old = Old::home(1)?;
    old.has_its_case()?;
    fs::rename(old.file("desk/state-1.age"), old.file("desk/state.age"))?;
    ensure!(old.run(&["list"])?.done()?.stderr.contains("state-1.age"), "it is of version 1 and is migrated");
    old.has_its_case()
}

#[test]
fn a_kill_at_any_moment_of_a_migration_costs_nothing() -> Result<()> {
    for step in 0..12_u64 {
        let old = Old::home(1)?;
        let before = fs::read(old.file("desk/state.age"))?;
        let mut child = Command::new(&Binaries::get()?.client)
            .args(old.command(&["list"])?)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        std::thread::sleep(Duration::from_millis(2 * step)); // the moment of the kill, another each time
        let _ = child.kill();
        child.wait()?;
        if let Ok(copy) = fs::read(old.file("desk/state-1.age")) {
            ensure!(copy == before, "a copy is whole or not there");
        } else {
            ensure!(fs::read(old.file("desk/state.age"))? == before, "never migrated without a copy");
        }
        old.has_its_case()?;
    }
    Ok(())
}

#[test]
fn a_damaged_home_of_the_first_version_is_refused_and_left_as_it_is() -> Result<()> {
    let old = Old::home(1)?;
    let state = old.file("desk/state.age");
    let whole = fs::read(&state)?;
    let mut changed = whole.clone();
    changed.iter_mut().rev().take(1).for_each(|byte| *byte ^= 1);
    for wrong in [changed, whole.get(..whole.len() / 2).unwrap_or_default().to_vec(), Vec::new()] {
        fs::write(&state, &wrong)?;
        let refused = old.run(&["list"])?.with_code(1)?;
        ensure!(refused.stderr.contains("nothing was written"), "{}", refused.stderr);
        ensure!(fs::read(&state)? == wrong && !old.file("desk/state-1.age").exists());
    }
    fs::write(&state, whole)?;
    old.has_its_case()
}

#[test]
fn a_home_of_a_later_layout_is_refused_and_left_as_it_is() -> Result<()> {
    let old = Old::home(1)?;
    let before = fs::read(old.file("desk/state.age"))?;
    fs::write(old.file("desk/format"), "davylamp-desk 2\n")?;
    let refused = old.run(&["list"])?.with_code(1)?;
    ensure!(refused.stderr.contains("newer version") && refused.stderr.contains("nothing was changed"));
    ensure!(fs::read(old.file("desk/state.age"))? == before && !old.file("desk/state-1.age").exists());
    Ok(())
}

#[test]
fn a_backup_of_the_first_version_restores() -> Result<()> {
    let old = Old::home(1)?;
    fs::remove_dir_all(old.file("desk"))?;
    old.run(&["restore", &path(&frozen("backup-v1.age"))?])?.done()?;
    old.has_its_case()
}

/// Alerts came with the second version.
#[test]
fn a_home_of_the_second_version_keeps_its_case_and_its_alerts() -> Result<()> {
    let old = Old::home(2)?;
    old.has_its_case()?;
    let waits = old.run(&["ack"])?.done()?.stdout;
    ensure!(waits.contains("alert"), "the alert still waits: {waits}");
    let shown = old.run(&["list"])?.done()?.json()?;
    ensure!(shown.pointer("/profiles/0/profile").is_some(), "{shown}");
    Ok(())
}

#[test]
fn a_relay_of_the_first_format_is_whole_and_its_log_goes_on() -> Result<()> {
    let dir = tempfile::tempdir()?;
    unpack("relay-v1.tar.gz", dir.path())?;
    let (binary, store) = (&Binaries::get()?.relay, path(&dir.path().join("relay"))?);
    let checked = run(binary, ["fsck", "--json", &store], "")?.done()?.json()?;
    ensure!(checked.get("entries") == Some(&37.into()) && checked.get("bodies") == Some(&37.into()), "{checked}");
    let args = ["run", &store, "--listen", "127.0.0.1:0", "--tick-ms", "50"];
    let mut relay = Background::start(binary, args)?;
    let listening = |line: &str| line.strip_prefix("listening http://").map(str::to_owned);
    let address = relay.wait_for(Duration::from_secs(60), listening)?;
    let line = fs::read_to_string(dir.path().join("relay/desks"))?;
    let contact = dir.path().join("contact");
    fs::write(&contact, format!("davylamp:{address}#{}\n", line.trim()))?;
    // The card that was published then is served, with a proof in the tree of today.
    let shown = davylamp(&["--json", "contact", "show", "--to", &path(&contact)?], "")?.done()?.json()?;
    ensure!(shown.to_string().contains("Oficina legal minera"), "{shown}");
    relay.stop()?.done()?;
    let after = run(binary, ["fsck", "--json", &store], "")?.done()?.json()?;
    ensure!(after.get("entries").and_then(Value::as_u64).is_some_and(|entries| entries >= 37), "{after}");
    Ok(())
}

#[test]
fn a_relay_of_a_later_format_is_refused_and_left_as_it_is() -> Result<()> {
    let dir = tempfile::tempdir()?;
    unpack("relay-v1.tar.gz", dir.path())?;
    let store = dir.path().join("relay");
    fs::write(store.join("format"), "2\n")?;
    let before = fs::read(store.join("checkpoint"))?;
    for command in ["run", "fsck"] {
        let refused = run(&Binaries::get()?.relay, [command, &path(&store)?], "")?.with_code(1)?;
        ensure!(refused.stderr.contains("format 2"), "{}", refused.stderr);
    }
    ensure!(fs::read(store.join("checkpoint"))? == before);
    Ok(())
}

fn unpack(name: &str, dir: &Path) -> Result<()> {
    let unpacked = Command::new("tar").arg("-xzf").arg(frozen(name)).arg("-C").arg(dir).status();
    ensure!(unpacked.context("tar was not found")?.success(), "{name} does not unpack");
    Ok(())
}

fn frozen(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("frozen").join(name)
}
