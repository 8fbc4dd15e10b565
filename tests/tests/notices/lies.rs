//! Boards that are forged, replayed or hidden: by a relay, by a carrier, by another desk.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use axum::http::Method;
use davylamp_protocol::card::NoticeBoard;
use davylamp_protocol::log::note::{NoteSigner, sign};
use davylamp_tests::proxy::{Lie, Proxy};
use davylamp_tests::scenario::{Desk, davylamp, path};
use davylamp_tests::stage::Stage;

use crate::{CARDS, Record, bundle_of, publish, read, shown, titles};

/// A relay that shows other cards and boards than it has.
struct Shows(Vec<u8>);

impl Lie for Shows {
    fn answer(&self, _: &Method, path: &str, bytes: Vec<u8>) -> Vec<u8> {
        if path.starts_with(CARDS) { self.0.clone() } else { bytes }
    }
}

fn is_board(record: &Record) -> bool {
    record.0.starts_with("davylamp-notice/v1\n")
}

/// What a reader of the desk's poster meets behind a relay that shows these records.
async fn read_behind(stage: &Stage, records: &[Record], args: &[&str]) -> Result<davylamp_tests::process::Finished> {
    let proxy = Proxy::start(&stage.relay.address, Arc::new(Shows(bundle_of(records)?))).await?;
    let contact = stage.file("lied.contact", &format!("davylamp:{}#{}\n", proxy.address, stage.desk.key))?;
    davylamp(&[&["--json", "contact", "notices", "--to", &contact], args].concat(), "")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_board_that_the_desk_did_not_sign_or_the_log_does_not_prove_is_named() -> Result<()> {
    let stage = Stage::set()?;
    publish(&stage.desk, "Derechos", &[])?;
    let old = shown(&stage).await?;
    publish(&stage.desk, "Seguridad", &[])?;
    let new = shown(&stage).await?;
    let card = new.iter().find(|record| !is_board(record)).context("the card")?.clone();
    let board = new.iter().find(|record| is_board(record)).context("the board")?.clone();
    let before = old.iter().find(|record| is_board(record)).context("the board before")?.clone();
    let done = read_behind(&stage, &[card.clone(), before.clone(), board.clone()], &[]).await?.done()?;
    ensure!(titles(&done)?.len() == 2, "of two boards the newer counts: {}", done.stdout);
    let (text, _) = board.0.rsplit_once("\n\n").context("a note has signatures")?;
    let impostor = NoteSigner::from_seed("miners-legal.example", &[7; 32])?;
    let swapped = sign(&format!("{text}\n"), &[&impostor])?;
    for (what, note, proof) in [
        ("relay-notice-forged", board.0.replace("kind other", "kind rights"), &board.1),
        ("relay-notice-forged", swapped, &board.1),
        ("relay-notice-not-logged", board.0.clone(), &before.1),
        ("relay-notice-not-logged", before.0.clone(), &board.1),
        ("relay-notice-not-logged", board.0.clone(), &card.1),
    ] {
        let done = read_behind(&stage, &[card.clone(), (note, proof.clone())], &[]).await?.with_code(1)?;
        ensure!(done.json()?["relay_error"] == what, "not {what}: {}", done.stdout);
    }
    let done = read_behind(&stage, &[board], &[]).await?.with_code(1)?;
    ensure!(done.json()?["relay_error"] == "relay-card-missing", "{}", done.stdout);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_board_that_does_not_hold_hides_no_other_desks_notices() -> Result<()> {
    let stage = Stage::set()?;
    publish(&stage.desk, "Derechos", &[])?;
    let other = another_desk(&stage, "second")?;
    publish(&other, "Salud", &[])?;
    let mut records = shown(&stage).await?;
    let of_other = |record: &Record| is_board(record) && record.0.contains(&other.key);
    let forged = records.iter_mut().find(|record| of_other(record)).context("the other's board")?;
    forged.0 = forged.0.replace("kind other", "kind rights");
    let done = read_behind(&stage, &records, &["--all"]).await?.done()?;
    ensure!(titles(&done)? == ["Derechos"], "{}", done.stdout);
    ensure!(
        done.json()?["failed"][0]["desk"] == other.key.as_str() && done.stderr.contains("do not hold"),
        "{}",
        done.stderr
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_relay_takes_no_board_twice_no_older_one_and_none_of_a_stranger() -> Result<()> {
    let stage = Stage::set()?;
    publish(&stage.desk, "Derechos", &[])?;
    let old = shown(&stage).await?.into_iter().find(is_board).context("the board")?.0;
    publish(&stage.desk, "Seguridad", &[])?;
    let put = async |note: &str| -> Result<u16> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        let request = http.put(format!("http://{}{CARDS}", stage.relay.address)).body(note.to_owned());
        Ok(request.header("content-type", "application/octet-stream").send().await?.status().as_u16())
    };
    ensure!(put(&old).await? == 409, "an older board");
    let stranger = NoteSigner::from_seed("miners-legal.example", &[7; 32])?;
    let desk = stranger.verifier_key().clone();
    let board = NoticeBoard { desk, serial: 9, issued: 1_795_478_400, notices: vec![] }.sign(&stranger)?;
    ensure!(put(&board).await? == 403, "a desk that nobody listed");
    ensure!(titles(&read(&stage.desk, &[])?.done()?)?.len() == 2);
    Ok(())
}

/// The desk's own watch looks at what others are shown, and follows the log.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_rings_at_a_board_that_it_did_not_make_and_at_an_old_one_that_others_are_shown() -> Result<()> {
    let stage = Stage::set()?;
    publish(&stage.desk, "Derechos", &[])?;
    let thief = stage.desk.copied(&stage.dir.path().join("thief"))?;
    let quiet = stage.desk.catch_up()?;
    ensure!(!quiet.stdout.contains("foreign-notice"), "{}", quiet.stdout);
    publish(&thief, "Firma todo", &[])?;
    let rings = stage.desk.catch_up()?;
    ensure!(rings.stdout.contains(r#""event":"foreign-notice","serial":2"#), "{}", rings.stdout);
    ensure!(rings.stderr.contains("somebody has its identity key"), "{}", rings.stderr);
    Ok(())
}

#[test]
fn a_mirror_shows_notices_without_a_network_and_an_older_board_than_its_log_is_refused() -> Result<()> {
    let stage = Stage::set()?;
    publish(&stage.desk, "Derechos", &[])?;
    let dir = stage.dir.path().join("mirror");
    let mirror = || davylamp(&["courier", "mirror", &path(&dir)?, "--to", &stage.desk.contact], "")?.done();
    mirror()?;
    let old = std::fs::read(dir.join("cards/cards.bin"))?;
    publish(&stage.desk, "Seguridad", &[])?;
    mirror()?;
    let from =
        |args: &[&str]| davylamp(&[&["--json", "contact", "notices", "--from", &path(&dir)?], args].concat(), "");
    let known = from(&["--to", &stage.desk.contact])?.done()?;
    ensure!(titles(&known)?.len() == 2 && known.json()?["desks"][0]["known"] == true, "{}", known.stdout);
    let anybody = from(&[])?.done()?.json()?;
    ensure!(anybody["desks"][0]["known"] == false && anybody["as_of"].is_u64(), "{anybody}");
    std::fs::write(dir.join("cards/cards.bin"), old)?;
    let refused = from(&["--to", &stage.desk.contact])?.with_code(1)?;
    ensure!(refused.stderr.contains("old notices") && refused.stderr.contains("number 1"), "{}", refused.stderr);
    Ok(())
}

/// A second desk at the same relay.
fn another_desk(stage: &Stage, name: &str) -> Result<Desk> {
    let dir = stage.dir.path().join(name);
    std::fs::create_dir(&dir)?;
    found(&dir, stage)
}

fn found(dir: &Path, stage: &Stage) -> Result<Desk> {
    Desk::found(dir, &stage.relay, &stage.relay.address, &["--no-self-test"])
}
