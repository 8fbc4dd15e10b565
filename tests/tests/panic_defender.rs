//! The defender's side of an alert, with the real programs: armed, drilled, raised, interrupted, called off, wiped.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::{Background, Finished};
use davylamp_tests::scenario::{davylamp, path};
use davylamp_tests::stage::Stage;
use serde_json::Value;

const RIGHT: &str = "copper kettle";
const DURESS: &str = "tin kettle";
const MEANING: &str = "I am Ana. If this rings, I am at the mine's gate.";
const FILE: usize = 262_144;
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody with an alert profile.
struct Defender {
    home: PathBuf,
    dir: PathBuf,
}

impl Defender {
    fn new(stage: &Stage) -> Result<Self> {
        let dir = stage.dir.path().to_owned();
        for (name, text) in [("word", RIGHT), ("duress", DURESS), ("other", "brass kettle"), ("meaning", MEANING)] {
            std::fs::write(dir.join(name), text)?;
        }
        Ok(Self { home: dir.join("panic"), dir })
    }

    fn armed(stage: &Stage) -> Result<Self> {
        let defender = Self::new(stage)?;
        defender.arm(stage, &[])?.done()?;
        Ok(defender)
    }

    fn arm(&self, stage: &Stage, args: &[&str]) -> Result<Finished> {
        let [word, duress, meaning] = ["word", "duress", "meaning"].map(|name| self.file(name));
        let from = ["arm", "--to", &stage.desk.contact, "--text", &meaning?, "--word-file", &word?];
        self.run(&[&from[..], &["--duress-file", &duress?], args].concat())
    }

    fn file(&self, name: &str) -> Result<String> {
        path(&self.dir.join(name))
    }

    fn args<'a>(home: &'a str, args: &[&'a str]) -> Vec<&'a str> {
        [&["--json", "panic", "--home", home, "--retry-min-ms", "20", "--retry-max-ms", "100"], args].concat()
    }

    fn run(&self, args: &[&str]) -> Result<Finished> {
        davylamp(&Self::args(&path(&self.home)?, args), "")
    }

    fn start(&self, args: &[&str]) -> Result<Background> {
        Background::start(&Binaries::get()?.client, Self::args(&path(&self.home)?, args))
    }

    fn status(&self) -> Result<Value> {
        self.run(&["status"])?.done()?.json()
    }

    fn cancel(&self, word: &str) -> Result<Finished> {
        self.run(&["cancel", "--word-file", &self.file(word)?])
    }

    /// Every byte that is kept, as it lies there and as the program itself reads it.
    fn kept(&self) -> Result<Vec<u8>> {
        let mut kept = Vec::new();
        for entry in std::fs::read_dir(&self.home)? {
            let entry = entry?;
            kept.extend(entry.file_name().as_encoded_bytes());
            kept.extend(std::fs::read(entry.path())?);
        }
        kept.extend(self.opened()?);
        Ok(kept)
    }

    fn opened(&self) -> Result<Vec<u8>> {
        let file = std::fs::read(self.home.join("profile"))?;
        ensure!(file.len() == FILE, "the profile has {} bytes", file.len());
        let (key, rest) = file.split_at(32);
        let (nonce, closed) = rest.split_at(12);
        let cipher = ChaCha20Poly1305::new(Key::from_slice(key));
        cipher.decrypt(Nonce::from_slice(nonce), closed).map_err(|_| anyhow::anyhow!("the profile is damaged"))
    }
}

fn state(event: &Value) -> Option<&str> {
    (event.get("event")? == "state").then(|| event.get("state")?.as_str())?
}

fn wait_for_state(process: &mut Background, wanted: &str) -> Result<()> {
    process.wait_for(PATIENCE, |line| {
        let event: Value = serde_json::from_str(line).ok()?;
        (state(&event)? == wanted).then_some(())
    })
}

fn states(finished: &Finished) -> Vec<String> {
    let events = finished.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    events.filter_map(|event| state(&event).map(str::to_owned)).collect()
}

/// Asks until it is so.
fn until(what: &str, mut is: impl FnMut() -> Result<bool>) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if is()? {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    bail!("never: {what}")
}

#[test]
fn an_unarmed_device_says_so_and_a_mistyped_word_sends_nothing() -> Result<()> {
    let stage = Stage::set()?;
    let defender = Defender::new(&stage)?;
    defender.run(&[])?.with_code(3)?;
    defender.run(&["status"])?.with_code(3)?;
    defender.run(&["drill"])?.with_code(3)?;
    defender.run(&["resume"])?.done()?;
    ensure!(!defender.home.exists(), "nothing was made");
    defender.arm(&stage, &[])?.done()?;
    let before = std::fs::read(defender.home.join("profile"))?;
    for wrong in [&["now"][..], &["--loud"], &["cancel", "copper"], &["drill", "--detach"], &["--detach", "drill"]] {
        defender.run(wrong)?.with_code(2)?;
    }
    ensure!(std::fs::read(defender.home.join("profile"))? == before, "nothing was touched");
    Ok(())
}

#[test]
fn an_alert_is_shown_no_further_than_its_proof_and_any_word_calls_it_off() -> Result<()> {
    let stage = Stage::set()?;
    let defender = Defender::armed(&stage)?;
    ensure!(defender.status()?["tested"] == false);
    let drill = defender.run(&["drill", "--for", "2"])?.with_code(5)?;
    ensure!(states(&drill) == ["queued", "on-the-relay"], "{}", drill.stdout);
    for word in ["word", "duress", "other"] {
        let mut alert = defender.start(&[])?;
        wait_for_state(&mut alert, "on-the-relay")?;
        let status = defender.status()?;
        ensure!(status["alert"]["drill"] == false && status["sealed_ahead"] == true, "{status}");
        let cancel = defender.cancel(word)?.done()?;
        ensure!(!cancel.stdout.contains(word) && cancel.stdout.contains("cancelled"), "{}", cancel.stdout);
        let ended = alert.wait_for_event(PATIENCE, "ended")?;
        ensure!(ended["exit"] == 7, "{ended}");
        defender.cancel(word)?.with_code(1)?;
    }
    Ok(())
}

/// No notification pops up where tests run.
const QUIET: &[&str] = &["--cover-mean", "600", "--no-notify"];

/// Waits for the desk to ring; gives the name by which its people acknowledge.
fn rings(watch: &mut Background, drill: bool) -> Result<String> {
    watch.wait_for(PATIENCE, |line| {
        let event: Value = serde_json::from_str(line).ok()?;
        let fits = event.get("event")? == "alert" && event.get("drill")? == drill;
        fits.then(|| event.get("alert")?.as_str().map(str::to_owned))?
    })
}

#[test]
fn a_drill_and_an_alert_are_followed_until_a_person_has_them() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.desk.watch(QUIET)?;
    watch.wait_for_event(PATIENCE, "ready")?;
    let defender = Defender::armed(&stage)?;
    for drill in [true, false] {
        let mut alert = defender.start(if drill { &["drill"] } else { &[] })?;
        let raised = alert.wait_for_event(PATIENCE, "raised")?;
        wait_for_state(&mut alert, "received")?;
        let name = rings(&mut watch, drill)?;
        ensure!(raised["alert"].as_str().is_some_and(|whole| whole.starts_with(&name)), "{raised} is {name}");
        // A machine has it: that is not a person, and is not shown as one.
        ensure!(defender.status()?["alert"]["states"][0]["state"] == "received");
        stage.desk.run(&["ack", &name], "")?.done()?;
        wait_for_state(&mut alert, "acknowledged")?;
        ensure!(alert.wait_for_event(PATIENCE, "ended")?["exit"] == 0);
    }
    let status = defender.status()?;
    ensure!(status["tested"] == true && status["contacts"][0]["drilled"].is_u64(), "{status}");
    // It is over, so pressing again is a new alert.
    let new = defender.run(&["--for", "1"])?;
    ensure!(matches!(new.code, Some(5 | 6)) && new.stdout.contains("queued"), "{}", new.stdout);
    rings(&mut watch, false)?;
    defender.cancel("duress")?.done()?;
    let judged = watch.wait_for_event(PATIENCE, "alert-cancel")?;
    ensure!(judged["word"] == "duress", "{judged}");
    Ok(())
}

#[test]
fn what_was_never_received_here_is_received_after_a_resume() -> Result<()> {
    let stage = Stage::set()?;
    let defender = Defender::armed(&stage)?;
    stage.desk.catch_up()?;
    let mut alert = defender.start(&[])?;
    wait_for_state(&mut alert, "on-the-relay")?;
    alert.kill();
    let _watch = stage.desk.watch(QUIET)?;
    until("the relay has the acknowledgement", || Ok(stage.desk.run(&["ack"], "")?.stdout.contains("\"alert\"")))?;
    let mut resumed = defender.start(&["resume"])?;
    wait_for_state(&mut resumed, "received")
}

#[test]
fn pressing_again_says_that_it_goes_on_and_words_and_a_place_follow() -> Result<()> {
    let stage = Stage::set()?;
    let defender = Defender::armed(&stage)?;
    defender.run(&["update"])?.with_code(1)?;
    let mut alert = defender.start(&[])?;
    wait_for_state(&mut alert, "on-the-relay")?;
    let again = defender.run(&["--for", "1"])?.with_code(5)?;
    ensure!(again.stdout.contains("\"still\""), "{}", again.stdout);
    let mut more = defender.start(&["--repeat", "1"])?;
    for _ in 0..3 {
        more.wait_for_event(PATIENCE, "still")?;
    }
    more.kill();
    let words = stage.file("words", "They are at the door.\n")?;
    defender.run(&["update", "--text", &words, "--place", &words])?.done()?;
    defender.run(&["update"])?.with_code(2)?;
    let long = stage.file("long", &"x".repeat(1001))?;
    defender.run(&["update", "--text", &long])?.with_code(2)?;
    defender.run(&["drill"])?.with_code(1)?;
    defender.arm(&stage, &["--replace"])?.with_code(1)?;
    defender.cancel("word")?.done()?;
    alert.wait_for_event(PATIENCE, "ended")?;
    Ok(())
}

#[test]
fn an_alert_waits_for_a_relay_that_is_down_and_goes_on_after_a_crash() -> Result<()> {
    let mut stage = Stage::set()?;
    let defender = Defender::armed(&stage)?;
    let address = stage.relay.address.clone();
    let relay_dir = stage.relay.dir.clone();
    let gone =
        std::mem::replace(&mut stage.relay, davylamp_tests::relay::Relay::start(&stage.dir.path().join("x"), &[])?);
    gone.stop()?;
    let queued = defender.run(&["--for", "1"])?.with_code(4)?;
    ensure!(states(&queued) == ["queued"] && queued.stdout.contains("\"retry\""), "{}", queued.stdout);
    // Killed in the middle of it, again and again.
    for delay in 0..20 {
        let mut alert = defender.start(&["--repeat", "1"])?;
        std::thread::sleep(Duration::from_millis(delay * 3));
        alert.kill();
        ensure!(defender.status()?["alert"]["states"][0]["state"] == "queued");
    }
    let mut relay = Background::start(
        &Binaries::get()?.relay,
        ["run", &path(&relay_dir)?, "--listen", &address, "--tick-ms", "50", "--count", "8"],
    )?;
    relay.wait_for(PATIENCE, |line| line.starts_with("listening").then_some(()))?;
    let mut resumed = defender.start(&["resume"])?;
    wait_for_state(&mut resumed, "on-the-relay")?;
    until("the outbox is empty", || Ok(defender.status()?["waiting"] == 0))?;
    resumed.kill();
    defender.cancel("word")?.done()?;
    defender.run(&["resume"])?.done()?;
    Ok(())
}

#[test]
fn detached_it_goes_on_by_itself_and_ends_when_called_off() -> Result<()> {
    let stage = Stage::set()?;
    let defender = Defender::armed(&stage)?;
    defender.run(&["--detach"])?.with_code(4)?;
    until("the relay has it", || Ok(defender.status()?["alert"]["states"][0]["state"] == "on-the-relay"))?;
    defender.cancel("word")?.done()?;
    until("it is done", || Ok(defender.status()?["alert"].is_null()))?;
    // With its home gone it would go on from memory: who deletes a home must not silence an alert.
    until("its process ends", || Ok(!runs_with(&path(&defender.home)?)?))
}

/// Whether any process has `word` among its arguments.
fn runs_with(word: &str) -> Result<bool> {
    for process in std::fs::read_dir("/proc")? {
        // One that ends meanwhile is gone.
        let line = std::fs::read(process?.path().join("cmdline")).unwrap_or_default();
        if line.split(|byte| *byte == 0).any(|argument| argument == word.as_bytes()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a profile must not hold, it does not hold, as it lies there and as the program reads it.
#[test]
fn the_home_holds_nothing_that_leads_to_a_contact_or_to_a_word() -> Result<()> {
    let stage = Stage::set()?;
    let defender = Defender::armed(&stage)?;
    let update = "They took Luis to the barracks.";
    let words = stage.file("words", update)?;
    let contact = std::fs::read_to_string(&stage.desk.contact)?;
    let key = stage.desk.key.clone();
    let base64 = key.splitn(3, '+').nth(2).context("a verifier key ends in its bytes")?.to_owned();
    let raw = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &base64)?;
    let mut needles: Vec<Vec<u8>> = [RIGHT, DURESS, MEANING, update, "Oficina", "miners-legal", contact.trim(), &key]
        .map(|needle| needle.as_bytes().to_vec())
        .into();
    needles.extend([base64.into_bytes(), raw.clone(), raw[1..].to_vec()]);
    let first = defender.kept()?;
    let mut alert = defender.start(&[])?;
    wait_for_state(&mut alert, "on-the-relay")?;
    defender.run(&["update", "--text", &words])?.done()?;
    let during = defender.kept()?;
    alert.kill();
    defender.cancel("word")?.done()?;
    let after = defender.kept()?;
    for (when, kept) in [("armed", &first), ("raised", &during), ("called off", &after)] {
        let holds = |needle: &[u8]| kept.windows(needle.len()).any(|window| window == needle);
        ensure!(holds(stage.relay.address.as_bytes()), "the search finds the relay's address ({when})");
        for needle in &needles {
            ensure!(!holds(needle), "{when}: {:?}", String::from_utf8_lossy(needle));
        }
        // What was sent is opened by nobody here: no age identity, and no key of a message.
        ensure!(!holds(b"AGE-SECRET-KEY"), "{when}");
    }
    // An earlier message: its bytes were sealed ahead, went through the outbox, and are gone.
    let sealed = envelopes(&first);
    ensure!(sealed.len() == 1 && sealed.iter().all(|envelope| !contains(&after, envelope)), "{}", sealed.len());
    Ok(())
}

/// The bodies of age files in a profile: each begins alike.
fn envelopes(kept: &[u8]) -> Vec<Vec<u8>> {
    let begins = b"age-encryption.org/v1\n";
    let places = kept.windows(begins.len()).enumerate().filter(|(_, window)| window == begins).map(|(place, _)| place);
    places.filter_map(|place| kept.get(place..place + 4000).map(<[u8]>::to_vec)).collect()
}

fn contains(kept: &[u8], needle: &[u8]) -> bool {
    kept.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn disarming_is_the_same_for_every_word_and_leaves_nothing() -> Result<()> {
    let mut seen = Vec::new();
    let stage = Stage::set()?;
    for word in ["word", "duress", "other"] {
        let defender = Defender::armed(&stage)?;
        let done = defender.run(&["disarm", "--word-file", &defender.file(word)?])?.done()?;
        let left: Vec<_> =
            std::fs::read_dir(&defender.home)?.map(|entry| Ok(entry?.file_name())).collect::<Result<_>>()?;
        ensure!(left.is_empty(), "{left:?}");
        seen.push((done.stdout, done.stderr));
        defender.run(&[])?.with_code(3)?;
    }
    ensure!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    Ok(())
}

#[test]
fn a_damaged_profile_says_so_and_can_be_replaced() -> Result<()> {
    let stage = Stage::set()?;
    let defender = Defender::armed(&stage)?;
    defender.arm(&stage, &[])?.with_code(1)?;
    let profile = defender.home.join("profile");
    flip(&profile, 1000)?;
    let failed = defender.run(&[])?.with_code(1)?;
    ensure!(failed.stderr.contains("damaged"), "{}", failed.stderr);
    defender.arm(&stage, &[])?.with_code(1)?;
    defender.arm(&stage, &["--replace"])?.done()?;
    defender.run(&["--for", "1"])?.with_code(5)?;
    Ok(())
}

fn flip(file: &Path, place: usize) -> Result<()> {
    let mut bytes = std::fs::read(file)?;
    *bytes.get_mut(place).context("the file is longer")? ^= 1;
    Ok(std::fs::write(file, bytes)?)
}

/// From the start of the process to the first byte at the relay. The bound is that of a loaded machine and a debug
/// build; what a release build takes is in `docs/measurements.md`.
#[test]
fn the_first_byte_goes_out_at_once() -> Result<()> {
    let mut stage = Stage::set()?;
    let defender = Defender::armed(&stage)?;
    let address = stage.relay.address.clone();
    let gone =
        std::mem::replace(&mut stage.relay, davylamp_tests::relay::Relay::start(&stage.dir.path().join("x"), &[])?);
    gone.stop()?;
    let listener = TcpListener::bind(&address)?;
    let start = Instant::now();
    let mut alert = defender.start(&[])?;
    let (mut stream, _) = listener.accept()?;
    let mut byte = [0];
    std::io::Read::read_exact(&mut stream, &mut byte)?;
    let took = start.elapsed();
    alert.kill();
    ensure!(took < Duration::from_millis(500), "{took:?}");
    Ok(())
}
