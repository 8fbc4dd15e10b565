//! A desk with two relays: the same sealing at both is one alert, acknowledged at both.

use anyhow::{Result, ensure};
use davylamp_protocol::alert::{AlertContent, Stage};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::Background;
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{davylamp, path, string};
use davylamp_tests::stage::FAST;
use serde_json::json;

use crate::defender::{Armed, Defender, Log, short};
use crate::{QUIET, event};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_sealing_at_two_relays_is_one_alert_and_acknowledged_at_both() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relays = [Relay::start(&dir.path().join("r1"), FAST)?, Relay::start(&dir.path().join("r2"), FAST)?];
    let config: String = relays.iter().map(relay_lines).collect();
    let profile = "name = \"Oficina\"\nkey_name = \"two.example\"\nlanguages = [\"es\"]\nroles = { alerts = \"1h\" }\n";
    std::fs::write(dir.path().join("config"), format!("{profile}{config}"))?;
    let (home, key) = (path(&dir.path().join("desk"))?, path(&dir.path().join("desk.key"))?);
    let config = path(&dir.path().join("config"))?;
    let own = ["--json", "desk", "--home", &home, "--key-file", &key];
    let desk = |args: &[&str]| davylamp(&[&own[..], args].concat(), "");
    let made = desk(&["init", "--no-publish", "--config", &config])?.done()?.json()?;
    let key = string(&made, "desk")?;
    relays.iter().try_for_each(|relay| relay.admit(&key))?;
    desk(&["init", "--no-self-test"])?.done()?;

    let watching = [&own[..], &["watch"], QUIET].concat();
    let mut watch = Background::start(&Binaries::get()?.client, watching)?;
    for relay in &relays {
        event(&mut watch, "ready", &[("origin", relay.log.name().into())])?;
    }
    let logs = [Log::of(&relays[0])?, Log::of(&relays[1])?];
    let both = [&logs[0], &logs[1]];
    let mut defender = Defender::arm(&key, &both, Armed::default()).await?;
    event(&mut watch, "profile", &[])?;
    let (alert, _) = defender.say(AlertContent::Alert, &both).await?;
    event(&mut watch, "alert", &[("alert", short(&alert).into())])?;
    // At one relay only, and far ahead of what the other has seen.
    let mut last = None;
    for _ in 0..70 {
        let update = AlertContent::Update { about: alert.x.name(), text: None, place: None };
        last = Some(defender.say(update, &both[..1]).await?.0);
    }
    let (second, _) = defender.say(AlertContent::Alert, &both[1..]).await?;
    event(&mut watch, "alert", &[("alert", short(&second).into())])?;
    for log in both {
        for body in [&alert, &second].into_iter().chain(&last) {
            log.received(body).await?;
        }
    }
    desk(&["ack", &short(&alert)])?.done()?;
    for log in both {
        log.wait_for(&alert.x.ack(&log.origin, Stage::Person)).await?;
        let places = log.places(&alert.x.ack(&log.origin, Stage::Received)).await?;
        ensure!(places.len() == 1, "{places:?}");
    }
    let list = desk(&["list"])?.done()?.json()?;
    ensure!(list["profiles"].as_array().map(Vec::len) == Some(1), "{list}");
    let alarms = list["profiles"][0]["alarms"].as_array().map(Vec::len);
    ensure!(alarms == Some(2), "one alert for each sealing: {list}");
    let told = watch.stop()?.stdout;
    let alerts = told.lines().filter(|line| line.contains(r#""event":"alert","#)).count();
    ensure!(alerts == 0, "no alert was told twice: {told}\n{}", json!(alerts));
    Ok(())
}

fn relay_lines(relay: &Relay) -> String {
    format!(
        "[[relays]]\nurl = \"http://{}\"\nlog = \"{}\"\ncosigner = \"{}\"\nretention_days = 21\n",
        relay.address, relay.log, relay.cosigner
    )
}
