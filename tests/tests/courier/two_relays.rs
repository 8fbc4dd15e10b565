//! A desk with two relays: one pack, a sealing for each, and one report in the end.

use anyhow::{Context, Result, ensure};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Reporter, davylamp, path, string};
use davylamp_tests::stage::FAST;
use serde_json::Value;

use crate::{card, courier};

#[test]
fn a_relay_that_is_away_is_named_and_what_is_for_it_goes_with_another_run() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let mut relays = [Relay::start(&dir.path().join("r1"), FAST)?, Relay::start(&dir.path().join("r2"), FAST)?];
    let profile =
        "name = \"Oficina\"\nkey_name = \"two.example\"\nlanguages = [\"es\"]\nroles = { reports = \"3d\" }\n";
    let lines: String = relays.iter().map(relay_lines).collect();
    std::fs::write(dir.path().join("config"), format!("{profile}{lines}"))?;
    let [home, key, config] = ["desk", "desk.key", "config"].map(|name| path(&dir.path().join(name)));
    let (home, key, config) = (home?, key?, config?);
    let own = ["--json", "desk", "--home", &home, "--key-file", &key];
    let desk = |args: &[&str]| davylamp(&[&own[..], args].concat(), "");
    let made = desk(&["init", "--no-publish", "--config", &config])?.done()?.json()?;
    relays.iter().try_for_each(|relay| relay.admit(&string(&made, "desk").unwrap_or_default()))?;
    let contact = string(&desk(&["init", "--no-self-test"])?.done()?.json()?, "contact_file")?;

    let card = card(&contact, dir.path())?;
    let (text, pack) = (path(&dir.path().join("text"))?, path(&dir.path().join("pack"))?);
    std::fs::write(&text, "Nos amenazaron en la puerta.\n")?;
    relays[1].kill();
    let packed = Reporter::new(dir.path(), "worker", &card)?.report(&text, &["--pack", &pack])?.json()?;
    let sessions = packed["sessions"].as_array().context("one for each relay")?;
    ensure!(sessions.len() == 2 && sessions[0]["session"] == sessions[1]["session"], "{packed}");

    let part = courier(&pack)?.with_code(1)?;
    let loads: Value = serde_json::from_str(part.stdout.lines().next().context("it says what is left")?)?;
    ensure!(loads["loads"][0]["posted"] == 4 && loads["loads"][1]["posted"] == 0, "{loads}");
    ensure!(part.stderr.contains(&format!("4 of 4 are not delivered to {}", relays[1].address)), "{}", part.stderr);
    ensure!(!part.stderr.contains(&relays[0].address), "{}", part.stderr);
    relays[1].crash_and_restart()?;
    let all = courier(&pack)?.done()?.json()?;
    ensure!(all["posted"] == true, "{all}");

    desk(&["watch", "--once"])?.done()?;
    let list = desk(&["list"])?.done()?.json()?;
    let cases = list["cases"].as_array().context("there are cases")?;
    ensure!(cases.len() == 1, "{list}");
    let shown = desk(&["show", &string(&cases[0], "case")?])?.done()?.json()?;
    ensure!(shown.to_string().matches("Nos amenazaron").count() == 1, "{shown}");
    Ok(())
}

fn relay_lines(relay: &Relay) -> String {
    let (log, cosigner) = (&relay.log, &relay.cosigner);
    format!(
        "[[relays]]\nurl = \"http://{}\"\nlog = \"{log}\"\ncosigner = \"{cosigner}\"\nretention_days = 21\n",
        relay.address
    )
}
