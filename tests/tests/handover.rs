//! A case that outlives its desk: handed over through a relay, verified by the desk that takes it, handed on to counsel.

use anyhow::{Context, Result, ensure};
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, path, string};
use davylamp_tests::stage::{Stage, check_for};
use serde_json::Value;

const PHOTOGRAPH: &[u8] = include_bytes!("../../protocol/testdata/vectors/README.md");

#[test]
fn a_case_with_its_file_goes_over_is_verified_there_and_its_custody_goes_on() -> Result<()> {
    let scene = Scene::set()?;
    let refused = scene.hand_over(&[])?.with_code(1)?;
    ensure!(refused.stderr.contains("consent"), "{}", refused.stderr);
    scene.consent()?;
    scene.hand_over(&[])?.done()?;

    let there = scene.came()?;
    let (fetched, tar) = scene.fetch(&there)?;
    ensure!(fetched["whole"] == true, "{fetched}");
    let verdict = scene.verify(&tar)?.done()?.json()?;
    ensure!(verdict["outcome"] == "proven" && verdict["desk_named"] == true, "{verdict}");
    ensure!(verdict["attachments"][0]["there"] == true, "the file of the report is in it: {verdict}");
    let opened = path(&scene.stage.dir.path().join("opened"))?;
    davylamp(&["case", "open", &tar, "-C", &opened], "")?.done()?;
    let bag = std::fs::read_dir(&opened)?.next().context("the case's folder")??.path();
    ensure!(std::fs::read(bag.join("data/attachments/0001/file-1.bin"))? == PHOTOGRAPH);
    let custody = std::fs::read_to_string(bag.join("data/custody/log.jsonl"))?;
    ensure!(custody.lines().last().is_some_and(|last| last.contains("\"handed-over\"")), "{custody}");
    ensure!(custody.contains("\"opened-for-export\"") && custody.contains("\"role\":"), "{custody}");

    // Custody goes on where it came from, once however often it is fetched.
    let again = scene.taker.run(&["fetch", &there, "--now"], "")?.done()?.json()?;
    ensure!(again["whole"] == true);
    let kept = scene.taker.run(&["custody", &there], "")?.done()?.stdout;
    ensure!(kept.matches("custody of").count() == 1 && kept.contains(&scene.stage.desk.key), "{kept}");
    let told = check_for(&scene.reporter, "status")?;
    ensure!(string(&told, "status")? == "handed-on", "{told}");
    ensure!(string(&told, "text")?.contains("davylamp:"), "the reporter can write there: {told}");
    Ok(())
}

#[test]
fn the_desk_that_took_it_gives_counsel_a_file_that_holds_the_whole_of_the_other() -> Result<()> {
    let scene = Scene::set()?;
    scene.consent()?;
    scene.hand_over(&[])?.done()?;
    let there = scene.came()?;
    scene.fetch(&there)?;
    let (key, file) = (path(&scene.stage.dir.path().join("key"))?, path(&scene.stage.dir.path().join("case.age"))?);
    davylamp(&["counsel", "keygen", "-o", &key], "")?.done()?;
    let recipients = format!("{key}.recipients");
    let reason = scene.stage.file("reason", "Consintió en el despacho anterior; está en el expediente.")?;
    let args = ["export", &there, "-R", &recipients, "-o", &file, "--without-consent", &reason];
    scene.taker.run(&args, "")?.done()?;
    let opened = path(&scene.stage.dir.path().join("opened"))?;
    davylamp(&["case", "open", &file, "-i", &key, "-C", &opened], "")?.done()?;
    let bag = std::fs::read_dir(&opened)?.next().context("the case's folder")??.path();
    let custody = std::fs::read_to_string(bag.join("data/custody/log.jsonl"))?;
    ensure!(custody.contains("\"received\"") && custody.contains("custody of"), "{custody}");
    let attached = std::fs::read_dir(bag.join("data/attachments/0001"))?.next().context("the case within")??.path();
    let within = scene.verify(&path(&attached)?)?.done()?.json()?;
    ensure!(within["outcome"] == "proven", "{within}");
    Ok(())
}

#[test]
fn a_desk_hands_nothing_to_itself_and_a_changed_case_file_is_not_taken() -> Result<()> {
    let scene = Scene::set()?;
    scene.consent()?;
    let own = ["handover", &scene.case, "--to", &scene.stage.desk.contact, "--now"];
    scene.stage.desk.run(&own, "")?.with_code(2)?;
    scene.hand_over(&[])?.done()?;
    let there = scene.came()?;
    // The relay gives other bytes in a chunk's place: nothing of it is taken.
    for hour in std::fs::read_dir(scene.stage.relay.dir.join("chunks"))? {
        for chunk in std::fs::read_dir(hour?.path())? {
            let chunk = chunk?.path();
            let mut bytes = std::fs::read(&chunk)?;
            if let Some(byte) = bytes.get_mut(5000) {
                *byte ^= 1;
            }
            std::fs::write(&chunk, bytes)?;
        }
    }
    let fetched = scene.taker.run(&["fetch", &there, "--now"], "")?.with_code(1)?.json()?;
    ensure!(fetched["attachments"][0]["state"] == "gone", "{fetched}");
    let kept = scene.taker.run(&["custody", &there], "")?.done()?.stdout;
    ensure!(!kept.contains("custody of"), "{kept}");
    Ok(())
}

/// A desk with a case and its file, and a desk that is to take it.
struct Scene {
    stage: Stage,
    taker: Desk,
    reporter: Reporter,
    case: String,
}

impl Scene {
    fn set() -> Result<Self> {
        let stage = Stage::set()?;
        let place = stage.dir.path().join("taker");
        let taker = Desk::found_as(&place, &stage.relay, ("Sindicato del Norte", "norte.example"), &["reports=3d"])?;
        let reporter = stage.reporter("worker")?;
        let photograph = stage.dir.path().join("photograph");
        std::fs::write(&photograph, PHOTOGRAPH)?;
        let words = stage.file("report", "Nos amenazaron en la mina Norte.")?;
        reporter.report(&words, &["--attach", &path(&photograph)?, "--keep-metadata"])?;
        stage.desk.catch_up()?;
        let case = stage.desk.cases()?.pop().context("the desk has the case")?;
        stage.desk.run(&["fetch", &case, "--now"], "")?.done()?;
        Ok(Self { stage, taker, reporter, case })
    }

    fn consent(&self) -> Result<()> {
        let (whom, why) = (self.stage.file("whom", "Sindicato del Norte")?, self.stage.file("why", "Cerramos")?);
        let ask = ["ask-consent", &self.case, "--for", &whom, "--why", &why, "--level", "counsel"];
        self.stage.desk.run(&ask, "")?.done()?;
        let id = string(&check_for(&self.reporter, "consent-request")?, "id")?;
        self.reporter.answer(&["--consent", &id], "")?;
        self.stage.desk.catch_up().map(drop)
    }

    fn hand_over(&self, args: &[&str]) -> Result<Finished> {
        let own = ["handover", &self.case, "--to", &self.taker.contact, "--now"];
        self.stage.desk.run(&[&own[..], args].concat(), "")
    }

    /// The case at the desk that takes it.
    fn came(&self) -> Result<String> {
        self.taker.catch_up()?;
        self.taker.cases()?.pop().context("the hand-over became a case")
    }

    fn fetch(&self, case: &str) -> Result<(Value, String)> {
        let out = path(&self.stage.dir.path().join("out"))?;
        let fetched = self.taker.run(&["fetch", case, "--now", "--output", &out], "")?.done()?.json()?;
        let tar = fetched.pointer("/attachments/0/file").and_then(Value::as_str).context("the case file came")?;
        let tar = tar.to_owned();
        Ok((fetched, tar))
    }

    /// As the taking desk does, with a policy of its own and the giving desk's poster.
    fn verify(&self, tar: &str) -> Result<Finished> {
        let policy = self.stage.file("policy", &format!("log {}\nquorum none\n", self.stage.relay.log))?;
        davylamp(&["--json", "case", "verify", tar, "--policy", &policy, "--desk", &self.stage.desk.contact], "")
    }
}
