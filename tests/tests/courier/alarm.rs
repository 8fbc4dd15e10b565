//! An alert by hand: it rings at the desk, and the device learns who has it once it is on the network again.

use anyhow::{Context, Result, ensure};
use davylamp_tests::panic::defender::{Defender, Typed};
use davylamp_tests::process::Background;
use davylamp_tests::scenario::path;
use davylamp_tests::stage::Stage;
use serde_json::Value;

use crate::{PATIENCE, Silence, courier};

const QUIET: &[&str] = &["--cover-mean", "600", "--no-notify", "--ring-every", "3600"];

struct Scene {
    stage: Stage,
    defender: Defender,
}

impl Scene {
    /// A device that was armed while there was a network.
    fn set() -> Result<Self> {
        let stage = Stage::set()?;
        let defender = Defender::new(&stage.dir.path().join("panic"), &stage.dir.path().join("papers"))?;
        defender.arm(&[&stage.desk.contact], &[])?;
        Ok(Self { stage, defender })
    }

    fn file(&self, name: &str) -> Result<String> {
        path(&self.stage.dir.path().join(name))
    }
}

fn event(watch: &mut Background, name: &str) -> Result<Value> {
    watch.wait_for_event(PATIENCE, name)
}

fn events(stdout: &str, name: &str) -> Vec<Value> {
    let all = stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    all.filter(|event| event["event"] == name).collect()
}

#[test]
fn an_alert_by_hand_rings_and_resume_then_shows_who_has_it() -> Result<()> {
    let mut scene = Scene::set()?;
    scene.stage.relay.kill();
    let silence = Silence::at(&scene.stage.relay.address)?;
    let (pack, second) = (scene.file("pack")?, scene.file("second")?);
    let raised = scene.defender.run(&["panic", "--pack", &pack])?.with_code(4)?;
    let packed = events(&raised.stdout, "packed").pop().context("it says so")?;
    ensure!(packed["kept"] == true && packed["envelopes"] == 4 && packed["left"] == 0, "{packed}");
    let alert = packed["alert"].as_str().context("it has a name")?.to_owned();
    // Pressed again, it is the same alert: another pack of it, and never over the first.
    let before = std::fs::read(&pack)?;
    let refused = scene.defender.run(&["panic", "--pack", &pack])?.with_code(4)?;
    ensure!(
        refused.stderr.contains("could not be written") && refused.stderr.contains("waits here"),
        "{}",
        refused.stderr
    );
    ensure!(std::fs::read(&pack)? == before);
    let again = scene.defender.run(&["panic", "--pack", &second])?.with_code(4)?;
    ensure!(events(&again.stdout, "packed")[0]["alert"] == alert.as_str(), "{}", again.stdout);
    silence.ensure_kept()?;
    drop(silence);

    scene.stage.relay.crash_and_restart()?;
    let mut watch = scene.stage.desk.watch(QUIET)?;
    courier(&pack)?.done()?;
    courier(&second)?.done()?;
    let rang = event(&mut watch, "alert")?;
    let short = rang["alert"].as_str().context("an alert has a name")?.to_owned();
    ensure!(alert.starts_with(&short) && rang["drill"] == false, "{rang} {alert}");
    scene.stage.desk.run(&["ack", &short, "--by", "Rosa"], "")?.done()?;

    let resumed = scene.defender.run(&["panic", "--for", "60", "resume"])?.done()?;
    let shown = events(&resumed.stdout, "state");
    ensure!(shown.last().is_some_and(|event| event["state"] == "acknowledged"), "{}", resumed.stdout);
    let list = scene.stage.desk.run(&["ack"], "")?.done()?;
    ensure!(!list.stdout.contains("\"waiting\":true"), "{}", list.stdout);
    Ok(())
}

#[test]
fn a_cancel_by_hand_looks_the_same_for_every_word_and_stands_down_for_the_right_one() -> Result<()> {
    for typed in Typed::ALL {
        let scene = Scene::set()?;
        let mut watch = scene.stage.desk.watch(QUIET)?;
        event(&mut watch, "profile")?;
        scene.defender.run(&["panic", "--for", "1"])?;
        event(&mut watch, "alert")?;
        let pack = scene.file("pack")?;
        let cancelled = scene.defender.with_word(&["panic", "cancel", "--pack", &pack], typed)?.with_code(4)?;
        let told = events(&cancelled.stdout, "packed").pop().context("it says so")?;
        let fields = [&told["kept"], &told["envelopes"], &told["relays"], &told["left"]].map(ToString::to_string);
        ensure!(fields == ["true", "4", "1", "0"] && cancelled.stderr.is_empty(), "{told} {}", cancelled.stderr);
        ensure!(std::fs::metadata(&pack)?.len() == 262_144);
        courier(&pack)?.done()?;
        let heard = event(&mut watch, "alert-cancel")?;
        let word = match typed {
            Typed::Right => "right",
            Typed::Duress => "duress",
            Typed::Wrong => "other",
        };
        ensure!(heard["word"] == word, "{typed:?}: {heard}");
    }
    Ok(())
}

#[test]
fn updates_and_drills_go_by_hand_and_what_sends_no_alert_takes_no_pack() -> Result<()> {
    let scene = Scene::set()?;
    for wrong in [&["status"][..], &["disarm"], &["arm"], &["--detach"]] {
        let pack = scene.file("never")?;
        scene.defender.run(&[&["panic", "--pack", &pack][..], wrong].concat())?.with_code(2)?;
        ensure!(!std::path::Path::new(&pack).exists(), "{wrong:?}");
    }
    let nothing = scene.file("nothing")?;
    scene.defender.run(&["panic", "resume", "--pack", &nothing])?.done()?;
    ensure!(!std::path::Path::new(&nothing).exists(), "nothing waited");

    let mut watch = scene.stage.desk.watch(QUIET)?;
    event(&mut watch, "profile")?;
    let drill = scene.file("drill")?;
    scene.defender.run(&["panic", "drill", "--pack", &drill])?.with_code(4)?;
    courier(&drill)?.done()?;
    ensure!(event(&mut watch, "alert")?["drill"] == true);

    let [first, more] = [scene.file("first")?, scene.file("more")?];
    scene.defender.run(&["panic", "--pack", &first])?.with_code(4)?;
    let place = scene.stage.file("place", "Oruro, plaza")?;
    scene.defender.run(&["panic", "update", "--place", &place, "--pack", &more])?.with_code(4)?;
    // The later one alone is enough: what waits is all in it.
    courier(&more)?.done()?;
    ensure!(event(&mut watch, "alert")?["drill"] == false);
    let update = event(&mut watch, "alert-update")?;
    ensure!(update.to_string().contains("Oruro"), "{update}");
    Ok(())
}

#[test]
fn an_alert_goes_into_a_pack_where_the_profile_cannot_be_kept_and_the_person_is_told() -> Result<()> {
    let scene = Scene::set()?;
    let home = scene.stage.dir.path().join("panic");
    // Somebody else has the lock of the profile, and does not let go.
    let held = std::fs::File::open(&home)?;
    held.lock()?;
    let pack = scene.file("pack")?;
    let raised = scene.defender.run(&["panic", "--pack", &pack])?.with_code(4)?;
    ensure!(raised.stderr.contains("in the file alone"), "{}", raised.stderr);
    let lost = scene.defender.run(&["panic", "--pack", &scene.file("no/such/pack")?])?.with_code(1)?;
    ensure!(lost.stderr.contains("NOTHING WAS RAISED"), "{}", lost.stderr);
    drop(held);
    let mut watch = scene.stage.desk.watch(QUIET)?;
    courier(&pack)?.done()?;
    event(&mut watch, "alert").map(drop)
}
