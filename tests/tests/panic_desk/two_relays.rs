//! A desk with two relays: the same sealing at both is one alert, acknowledged at both.

use anyhow::{Result, ensure};
use davylamp_protocol::alert::{AlertContent, Stage};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::Desk;
use davylamp_tests::stage::FAST;
use serde_json::json;

use crate::defender::{Armed, Defender, Log, short};
use crate::{QUIET, event};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_sealing_at_two_relays_is_one_alert_and_acknowledged_at_both() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relays = [Relay::start(&dir.path().join("r1"), FAST)?, Relay::start(&dir.path().join("r2"), FAST)?];
    let places = [(&relays[0], relays[0].address.as_str()), (&relays[1], relays[1].address.as_str())];
    let desk = Desk::found_at(dir.path(), &places, &["--no-self-test"])?;
    let mut watch = desk.watch(QUIET)?;
    for relay in &relays {
        event(&mut watch, "ready", &[("origin", relay.log.name().into())])?;
    }
    let logs = [Log::of(&relays[0])?, Log::of(&relays[1])?];
    let both = [&logs[0], &logs[1]];
    let mut defender = Defender::arm(&desk.key, &both, Armed::default()).await?;
    event(&mut watch, "profile", &[])?;
    let (alert, _) = defender.say(AlertContent::Alert, &both).await?;
    event(&mut watch, "alert", &[("alert", short(&alert).into())])?;
    // At one relay only, and far ahead of what the other has seen.
    let mut last = None;
    for _ in 0..70 {
        let update = AlertContent::Update { about: alert.x.name(), text: None, place: None, attachment: None };
        last = Some(defender.say(update, &both[..1]).await?.0);
    }
    let (second, _) = defender.say(AlertContent::Alert, &both[1..]).await?;
    event(&mut watch, "alert", &[("alert", short(&second).into())])?;
    for log in both {
        for body in [&alert, &second].into_iter().chain(&last) {
            log.received(body).await?;
        }
    }
    desk.run(&["ack", &short(&alert)], "")?.done()?;
    for log in both {
        log.wait_for(&alert.x.ack(&log.origin, Stage::Person)).await?;
        let places = log.places(&alert.x.ack(&log.origin, Stage::Received)).await?;
        ensure!(places.len() == 1, "{places:?}");
    }
    let list = desk.run(&["list"], "")?.done()?.json()?;
    ensure!(list["profiles"].as_array().map(Vec::len) == Some(1), "{list}");
    let alarms = list["profiles"][0]["alarms"].as_array().map(Vec::len);
    ensure!(alarms == Some(2), "one alert for each sealing: {list}");
    let told = watch.stop()?.stdout;
    let alerts = told.lines().filter(|line| line.contains(r#""event":"alert","#)).count();
    ensure!(alerts == 0, "no alert was told twice: {told}\n{}", json!(alerts));
    Ok(())
}
