//! When the network is off: sealed into a file, carried by hand, posted by somebody else from elsewhere.

#![expect(clippy::indexing_slicing, reason = "a test that panics has failed")]

mod alarm;
mod looks;
mod two_relays;

use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::panic::disk::starved;
use davylamp_tests::panic::gate::Gate;
use davylamp_tests::process::{Finished, run};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, path, sample};
use davylamp_tests::stage::{FAST, Stage, check_for, wait_for_message};

pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// Stands where a relay or a proxy would be, and hears whether anybody comes.
pub(crate) struct Silence(TcpListener);

impl Silence {
    pub(crate) fn at(address: &str) -> Result<Self> {
        let listener = TcpListener::bind(address).with_context(|| format!("cannot listen at {address}"))?;
        listener.set_nonblocking(true)?;
        Ok(Self(listener))
    }

    fn address(&self) -> Result<String> {
        Ok(self.0.local_addr()?.to_string())
    }

    /// Whether somebody came; turns them away.
    fn is_broken(&self) -> Result<bool> {
        match self.0.accept() {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn ensure_kept(&self) -> Result<()> {
        ensure!(!self.is_broken()?, "somebody came");
        Ok(())
    }
}

/// The desk's card, as the relay serves it, in a file.
pub(crate) fn card(contact: &str, dir: &Path) -> Result<String> {
    let card = path(&dir.join("card"))?;
    davylamp(&["contact", "show", "--to", contact, "--card-out", &card], "")?.done()?;
    Ok(card)
}

/// Another hand.
pub(crate) fn courier(file: &str) -> Result<Finished> {
    davylamp(&["--json", "courier", "post", file], "")
}

/// Two more hands at the same time.
fn two_couriers(one: &str, other: &str) -> Result<()> {
    std::thread::scope(|scope| {
        let both = [one, other].map(|file| scope.spawn(move || courier(file)?.done()));
        both.into_iter().try_for_each(|one| one.join().map_err(|_| anyhow::anyhow!("a courier panicked"))?.map(drop))
    })
}

/// A reporter who holds the card, and a place for packs.
fn reporter_with_card(stage: &Stage) -> Result<(Reporter, String)> {
    let card = card(&stage.desk.contact, stage.dir.path())?;
    Ok((Reporter::new(stage.dir.path(), "worker", &card)?, card))
}

fn file(stage: &Stage, name: &str) -> Result<String> {
    path(&stage.dir.path().join(name))
}

#[test]
fn a_report_by_hand_arrives_once_is_answered_and_the_answer_read() -> Result<()> {
    let mut stage = Stage::set()?;
    let (reporter, _) = reporter_with_card(&stage)?;
    let text = stage.file("text", "Nos amenazaron en la puerta de la mina.\n")?;
    let [pack, stick, copy] = ["pack", "holiday.jpg", "copy"].map(|name| file(&stage, name));
    let (pack, stick, copy) = (pack?, stick?, copy?);

    stage.relay.kill();
    let (relay, tor) = (Silence::at(&stage.relay.address)?, Silence::at("127.0.0.1:0")?);
    let packed = reporter.report(&text, &["--pack", &pack, "--socks", &tor.address()?])?.json()?;
    ensure!(packed["packed"] == true && packed["sent"] == false, "{packed}");
    relay.ensure_kept()?;
    tor.ensure_kept()?;
    // The control: without --pack somebody comes.
    let other = Reporter::new(stage.dir.path(), "other", &reporter.contact)?;
    let online = std::thread::scope(|scope| {
        let online = scope.spawn(|| other.report(&text, &[]).is_ok());
        while !online.is_finished() && !relay.is_broken()? {
            std::thread::yield_now();
        }
        drop(relay);
        anyhow::Ok(online.join().is_ok_and(|done| done))
    })?;
    ensure!(!online, "a report was sent to nobody");

    std::fs::copy(&pack, &stick)?;
    std::fs::copy(&pack, &copy)?;
    stage.relay.crash_and_restart()?;
    let mut watch = stage.desk.watch(&[])?;
    let posted = courier(&stick)?.done()?.json()?;
    ensure!(posted["posted"] == true && posted["loads"][0]["envelopes"] == 4, "{posted}");
    courier(&stick)?.done()?;
    two_couriers(&pack, &copy)?;

    let case = wait_for_message(&mut watch, "report")?;
    stage.desk.run(&["reply", &case, "--text", &stage.file("reply", "Vamos mañana.\n")?], "")?.done()?;
    let answer = check_for(&reporter, "text")?;
    ensure!(answer.to_string().contains("Vamos mañana"), "{answer}");
    check_for(&reporter, "received")?;
    ensure!(stage.desk.cases()? == [case.as_str()], "the report came once");
    let shown = stage.desk.run(&["show", &case], "")?.done()?.json()?;
    ensure!(shown.to_string().matches("Nos amenazaron").count() == 1, "{shown}");
    Ok(())
}

#[test]
fn an_answer_goes_by_hand_too_and_its_envelopes_are_published_at_random_times() -> Result<()> {
    let stage = Stage::set()?;
    let (reporter, _) = reporter_with_card(&stage)?;
    let mut watch = stage.desk.watch(&[])?;
    reporter.report(&path(&sample("threat-fr.txt"))?, &[])?;
    let case = wait_for_message(&mut watch, "report")?;
    let pack = file(&stage, "pack")?;
    let text = stage.file("more", "Y una cosa más: hay una lista.\n")?;
    let packed = reporter.answer(&["--text", &text, "--pack", &pack, "--within", "2s"], "")?.json()?;
    ensure!(packed["sessions"][0]["released_within"] == 2, "{packed}");
    two_couriers(&pack, &pack)?;
    courier(&pack)?.done()?;
    ensure!(wait_for_message(&mut watch, "text")? == case, "in the same case");
    check_for(&reporter, "received")?;
    let shown = stage.desk.run(&["show", &case], "")?.done()?.json()?;
    ensure!(shown.to_string().matches("hay una lista").count() == 1, "{shown}");
    Ok(())
}

#[test]
fn a_pack_needs_a_card_and_a_new_file_and_says_so_before_anything_is_asked() -> Result<()> {
    let stage = Stage::set()?;
    let (reporter, card) = reporter_with_card(&stage)?;
    let text = stage.file("text", "Nos amenazaron.\n")?;
    let there = stage.file("there", "an old letter")?;
    let words = file(&stage, "words")?;
    let of = |to: &str, pack: &str| {
        davylamp(&["report", "--to", to, "--text", &text, "--passphrase-out", &words, "--pack", pack], "")
    };
    let no_card = of(&stage.desk.contact, &file(&stage, "pack")?)?.with_code(1)?;
    ensure!(no_card.stderr.contains("card is needed") && no_card.stderr.contains("--card-out"), "{}", no_card.stderr);
    let exists = of(&card, &there)?.with_code(1)?;
    ensure!(exists.stderr.contains("not written over"), "{}", exists.stderr);
    let nowhere = of(&card, &file(&stage, "no/such/pack")?)?.with_code(1)?;
    ensure!(nowhere.stderr.contains("no such directory"), "{}", nowhere.stderr);
    ensure!(std::fs::read_to_string(&there)? == "an old letter");
    ensure!(!Path::new(&words).exists() && !Path::new(&file(&stage, "pack")?).exists(), "nothing was made");
    let again = davylamp(&["contact", "show", "--to", &stage.desk.contact, "--card-out", &card], "")?.with_code(1)?;
    ensure!(again.stderr.contains("exists"), "{}", again.stderr);

    let said = of(&card, &file(&stage, "pack")?)?.done()?;
    for part in ["no relay is asked", "clock says"] {
        ensure!(said.stderr.contains(part), "{part:?} is not in: {}", said.stderr);
    }
    for part in ["courier post", "good until", "Only \"received\"", "wipe"] {
        ensure!(said.stdout.contains(part), "{part:?} is not in: {}", said.stdout);
    }
    drop(reporter);
    Ok(())
}

#[test]
fn a_disk_that_is_full_keeps_nothing_half_written_and_the_person_is_told() -> Result<()> {
    let stage = Stage::set()?;
    let (_, card) = reporter_with_card(&stage)?;
    let (text, words) = (stage.file("text", "Nos amenazaron.\n")?, file(&stage, "words")?);
    let stick = stage.dir.path().join("stick");
    std::fs::create_dir(&stick)?;
    let mut report = starved(&Binaries::get()?.client);
    report.args(["report", "--to", &card, "--text", &text, "--passphrase-out", &words, "--pack"]);
    let output = report.arg(stick.join("pack")).output()?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.code() == Some(1) && stderr.contains("could not be written"), "{stderr}");
    ensure!(stderr.contains("make room") && stderr.contains("--passphrase-file"), "{stderr}");
    ensure!(std::fs::read_dir(&stick)?.next().is_none(), "something is left");
    Ok(())
}

#[test]
fn a_relay_killed_midway_leaves_the_rest_for_another_run() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let dir = tempfile::tempdir()?;
    let mut relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let gate = runtime.block_on(Gate::start(&relay.address))?;
    let desk = Desk::found(dir.path(), &relay, &gate.address, &["--no-self-test"])?;
    let reporter = Reporter::new(dir.path(), "worker", &card(&desk.contact, dir.path())?)?;
    let text = path(&dir.path().join("text"))?;
    std::fs::write(&text, "Línea tras línea.\n".repeat(600))?;
    let pack = path(&dir.path().join("pack"))?;
    reporter.report(&text, &["--pack", &pack])?;

    // What the relay has taken it cannot say: no answer passes until it is dead.
    gate.forget_posts();
    gate.hold(true);
    let posts = gate.posts();
    let cut = std::thread::scope(|scope| {
        let courier = scope.spawn(|| courier(&pack));
        while posts.entries().len() < 2 && !courier.is_finished() {
            std::thread::sleep(Duration::from_millis(5));
        }
        relay.kill();
        gate.hold(false);
        courier.join().map_err(|_| anyhow::anyhow!("the courier panicked"))?
    })?;
    let cut = cut.with_code(1)?;
    let lines: Vec<&str> = cut.stdout.lines().collect();
    let left: serde_json::Value = serde_json::from_str(lines.first().context("what is left is said")?)?;
    ensure!(left["posted"] == false && left["loads"][0]["envelopes"] == 8, "{left}");
    ensure!(cut.stderr.contains("8 are not delivered") && cut.stderr.contains("run it again"), "{}", cut.stderr);

    relay.crash_and_restart()?;
    courier(&pack)?.done()?;
    desk.catch_up()?;
    ensure!(desk.cases()?.len() == 1, "once");
    let shown = desk.run(&["show", &desk.cases()?[0]], "")?.done()?.json()?;
    ensure!(shown.to_string().matches("Línea tras línea").count() == 600, "whole");
    Ok(())
}

#[test]
fn a_courier_writes_nothing_and_needs_no_home() -> Result<()> {
    let stage = Stage::set()?;
    let (reporter, _) = reporter_with_card(&stage)?;
    let pack = file(&stage, "pack")?;
    reporter.report(&path(&sample("wages-sw.txt"))?, &["--pack", &pack])?;
    let empty = stage.dir.path().join("empty");
    std::fs::create_dir(&empty)?;
    let mut post = std::process::Command::new("bash");
    // No file can grow by a byte. What goes out on pipes is not limited.
    post.args(["-c", "ulimit -f 0; exec \"$@\"", "bash"])
        .arg(&Binaries::get()?.client)
        .args(["courier", "post", &pack]);
    let output = post.env("HOME", &empty).env("TMPDIR", &empty).current_dir(&empty).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    ensure!(std::fs::read_dir(&empty)?.next().is_none(), "something was made");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(said.contains(&format!("4 sealed envelopes for {}", stage.relay.address)), "{said}");
    ensure!(said.contains("wipe"), "{said}");
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.len() == 1);
    Ok(())
}

#[test]
fn what_is_no_pack_gets_one_line_and_no_relay_hears_of_it() -> Result<()> {
    let mut stage = Stage::set()?;
    let (reporter, _) = reporter_with_card(&stage)?;
    let pack = file(&stage, "pack")?;
    reporter.report(&path(&sample("wages-sw.txt"))?, &["--pack", &pack])?;
    stage.relay.kill();
    let silence = Silence::at(&stage.relay.address)?;
    let good = std::fs::read(&pack)?;
    let mut flipped = good.clone();
    flipped[100_000] ^= 1;
    let cut = good[..good.len() - 1].to_vec();
    let longer = [&good[..], b"\n"].concat();
    let secret = b"MARKER-a-letter-of-somebody".to_vec();
    for (name, bytes) in [("flipped", flipped), ("cut", cut), ("longer", longer), ("secret", secret), ("empty", vec![])]
    {
        std::fs::write(file(&stage, name)?, bytes)?;
        let refused = davylamp(&["courier", "post", &file(&stage, name)?], "")?.with_code(1)?;
        ensure!(refused.stderr.starts_with("davylamp: this is not a pack"), "{name}: {}", refused.stderr);
        ensure!(refused.stdout.is_empty() && refused.stderr.lines().count() == 2, "{name}: {}", refused.stderr);
        ensure!(!refused.stderr.contains("MARKER"), "{}", refused.stderr);
    }
    run(&Binaries::get()?.client, ["courier", "post", &file(&stage, "missing")?], "")?.with_code(1)?;
    run(&Binaries::get()?.client, ["courier", "post"], "")?.with_code(2)?;
    silence.ensure_kept()
}
