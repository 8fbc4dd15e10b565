//! What a relay keeps of alerts and check-ins: nothing that names anybody, and of a released deposit nothing at all.
//!
//! The attacker of the second test has a copy of the deposit's file from before its release, and all of the relay's
//! directory from after it. The same attack on the directory from before must succeed, or it shows nothing.

use std::collections::BTreeSet;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use davylamp_protocol::deposit::{Deposit, REQUEST_LEN, Release};
use davylamp_protocol::envelope::ENVELOPE_LEN;
use davylamp_tests::needles::{CLIENTS, Needles, audit, ensure_clean, files, pieces, prove_that_the_audit_finds};
use davylamp_tests::panic::defender::{Defender, MEANING, Typed};
use davylamp_tests::panic::stand::Ears;
use davylamp_tests::panic::told::Teller;
use davylamp_tests::relay::{Relay, copy};
use davylamp_tests::scenario::{Desk, path};
use davylamp_tests::wire::Wire;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);

/// A relay behind a recorder, a desk that watches, an armed device; the clients come from an address of their own.
struct Stage {
    ears: Ears,
    watch: Teller,
    defender: Defender,
    desk: Desk,
    wire: Wire,
    relay: Relay,
    dir: TempDir,
}

impl Stage {
    async fn set() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let apart = dir.path().join("relay-tmp");
        fs::create_dir(&apart)?;
        let args = ["--tick-ms", "50", "--count", "8", "--deposit-grain-seconds", "1"];
        let relay = Relay::start_apart(&dir.path().join("relay"), &args, &apart)?;
        let wire = Wire::start(&relay.address, IpAddr::from(CLIENTS)).await?;
        let desk = Desk::found(dir.path(), &relay, &wire.address, &["--no-self-test"])?;
        let ears = Ears::default();
        let hears = ears.clone();
        let watch = Teller::start(desk.command(&["watch"])?, move |told| hears.hear(told))?;
        ears.wait_for(PATIENCE, |told| told.is("ready"))?;
        let defender = Defender::new(&dir.path().join("device"), &dir.path().join("papers"))?;
        defender.arm(&[&desk.contact], &[])?;
        ears.wait_for(PATIENCE, |told| told.is("profile"))?;
        Ok(Self { ears, watch, defender, desk, wire, relay, dir })
    }

    fn file(&self, name: &str, text: &str) -> Result<String> {
        let file = self.dir.path().join(name);
        fs::write(&file, text)?;
        path(&file)
    }

    fn check_in(&self, every: &str) -> Result<()> {
        let (right, duress) = (self.defender.paper(Typed::Right)?, self.defender.paper(Typed::Duress)?);
        let words = ["--word-file", &right, "--duress-file", &duress];
        self.defender.run(&[&["checkin", "start", "--every", every, "--grace", "1s"], &words[..]].concat())?.done()?;
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_relay_keeps_no_word_no_text_and_no_address_of_who_calls_for_help() -> Result<()> {
    let stage = Stage::set().await?;
    let (words, place) = ("They took Julia and the list with the names.", "Calle Bolívar 418, second floor");
    let (words_file, place_file) = (stage.file("words", words)?, stage.file("place", place)?);
    stage.defender.run(&["panic", "--for", "2"])?.with_code(6)?;
    stage.defender.run(&["panic", "update", "--text", &words_file, "--place", &place_file])?.done()?;
    let raised = stage.ears.wait_for(PATIENCE, |told| told.is("alert"))?;
    stage.desk.run(&["ack", raised.text("alert"), "--by", "Licenciada Quiroga"], "")?.done()?;
    stage.defender.with_word(&["panic", "cancel"], Typed::Duress)?.done()?;
    stage.ears.wait_for(PATIENCE, |told| told.is("alert-cancel") && told.text("word") == "duress")?;
    stage.check_in("1h")?;
    for typed in [Typed::Wrong, Typed::Right] {
        stage.defender.with_word(&["checkin", "now"], typed)?.done()?;
    }
    ensure!(!stage.wire.take().is_empty(), "the clients came from 127.7.7.7");

    let typed = Typed::ALL.map(|typed| typed.word().to_owned());
    let secrets: Vec<String> =
        [MEANING, words, place, "Licenciada Quiroga"].into_iter().flat_map(pieces).chain(typed).collect();
    let needles = Needles::new(&secrets);
    let (data, apart) = (stage.relay.dir.clone(), stage.dir.path().join("relay-tmp"));
    for place in [&data, &apart] {
        prove_that_the_audit_finds(place, &needles)?;
        ensure_clean(place, &needles)?;
    }
    drop(stage.watch);
    let said = stage.relay.stop()?;
    let read = ensure_clean(&data, &needles)? + ensure_clean(&apart, &needles)?;
    for output in [&said.stdout, &said.stderr] {
        let found = needles.find(output.as_bytes(), false);
        ensure!(found.is_empty(), "the relay said {:?}", needles.what(&found));
    }
    // What is public there must be found, or the audit looks in the wrong place.
    let public = Needles::new(&["Oficina legal minera".to_owned()]);
    ensure!(!audit(&data, &public)?.1.is_empty(), "the desk's card is kept");
    println!("{} needles, {read} bytes of data", needles.count());
    Ok(())
}

/// Requests of 4,352 bytes that were sent, as the wire saw them.
fn deposits(wire: &Wire) -> Vec<Deposit> {
    let sent = wire.take();
    let ends = sent.iter().filter_map(|passed| passed.up.last_chunk::<REQUEST_LEN>());
    ends.filter_map(|request| Deposit::decode(request).ok()).collect()
}

/// Every 32 bytes in `dir` that its format calls a key, and every name of a file that is, or was, a deposit's.
fn keys(dir: &Path) -> Result<BTreeSet<[u8; 32]>> {
    let mut keys = BTreeSet::new();
    for file in files(dir)? {
        let Ok(bytes) = fs::read(&file) else { continue };
        let starts = bytes.windows(8).enumerate().filter(|(_, window)| *window == b"dvlampdk").map(|(at, _)| at + 16);
        keys.extend(starts.filter_map(|at| bytes.get(at..)?.first_chunk::<32>().copied()));
    }
    Ok(keys)
}

/// Opens the request in each of `sealed` (a deposit's file: its name, its bytes) with every key there is.
fn recover(sealed: &[(String, Vec<u8>)], keys: &BTreeSet<[u8; 32]>) -> Vec<Vec<u8>> {
    let mut recovered = Vec::new();
    for (name, bytes) in sealed {
        let Some(file) = name.split('.').nth(1).and_then(|name| hex::decode(name).ok()) else { continue };
        let part = [b"davylamp/deposit/request/".as_slice(), &file].concat();
        let Some((nonce, rest)) = bytes.get(8192..).and_then(|request| request.split_first_chunk::<12>()) else {
            continue;
        };
        let Some(ciphertext) = rest.get(..REQUEST_LEN + 16) else { continue };
        for key in keys {
            let cipher = ChaCha20Poly1305::new(Key::from_slice(key));
            let opened = cipher.decrypt(Nonce::from_slice(nonce), Payload { msg: ciphertext, aad: &part });
            recovered.extend(opened);
        }
    }
    recovered
}

/// Files of deposits: their names and bytes.
fn sealed_files(dir: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let found = files(&dir.join("deposits"))?;
    let named = found.iter().filter_map(|file| Some((file.file_name()?.to_str()?.to_owned(), fs::read(file).ok()?)));
    Ok(named.filter(|(_, bytes)| bytes.len() == 16_384).collect())
}

/// What names a deposit, and what is in it, in the forms in which a program would write it.
fn marks(deposit: &Deposit, keys: &BTreeSet<[u8; 32]>) -> Result<Vec<Vec<u8>>> {
    let Release::Lapse(lapse) = &deposit.release else { bail!("the check-in's deposit lapses") };
    let mut raw = vec![deposit.id.to_vec(), lapse.right.to_vec(), lapse.duress.to_vec()];
    raw.extend(keys.iter().map(|key| key.to_vec()));
    let written = raw.iter().flat_map(|mark| [hex::encode(mark).into_bytes(), hex::encode_upper(mark).into_bytes()]);
    Ok(written.chain(raw.clone()).collect())
}

fn holding(dir: &Path, marks: &[Vec<u8>]) -> Result<Vec<PathBuf>> {
    let mut holding = Vec::new();
    for file in files(dir)? {
        let Ok(bytes) = fs::read(&file) else { continue };
        let name = file.as_os_str().as_encoded_bytes();
        let has = |mark: &Vec<u8>| {
            bytes.windows(mark.len()).any(|w| w == mark) || name.windows(mark.len()).any(|w| w == mark)
        };
        if marks.iter().any(has) {
            holding.push(file);
        }
    }
    Ok(holding)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_of_a_released_check_in_can_be_recovered_from_the_relays_directory() -> Result<()> {
    let stage = Stage::set().await?;
    let data = stage.relay.dir.clone();
    let _ = stage.wire.take();
    stage.check_in("4s")?;
    let mut deposits = deposits(&stage.wire);
    deposits.retain(|deposit| matches!(deposit.release, Release::Lapse(_)));
    let deposit = deposits.pop().context("the check-in was deposited")?;
    let (envelope, before) = (deposit.envelope.as_bytes().to_vec(), stage.dir.path().join("before"));
    copy(&data, &before)?;

    // The attack works while the deposit is held: this is its control.
    let (old_files, old_keys) = (sealed_files(&before)?, keys(&before)?);
    let recovered = recover(&old_files, &old_keys);
    ensure!(
        recovered.iter().any(|request| request.ends_with(&envelope)),
        "a held deposit opens with the keys beside it"
    );

    let missed = stage.ears.wait_for(PATIENCE, |told| told.is("alert"))?;
    println!("released: {}", missed.event);
    let deadline = Instant::now() + PATIENCE;
    let old: BTreeSet<&String> = old_files.iter().map(|(name, _)| name).collect();
    while sealed_files(&data)?.iter().any(|(name, _)| old.contains(name) && name.contains('.')) {
        ensure!(Instant::now() < deadline, "the deposit's file is still there");
        tokio::time::sleep(Duration::from_millis(20)).await; // polling, bounded above
    }
    drop(stage.watch);
    stage.relay.stop()?;

    let keys_left = keys(&data)?;
    ensure!(keys_left.is_disjoint(&old_keys), "its key is still there");
    let (old, new) = (recover(&old_files, &keys_left), recover(&sealed_files(&data)?, &keys_left));
    ensure!([old, new].concat().iter().all(|request| !request.ends_with(&envelope)), "the deposit was recovered");
    let marks = marks(&deposit, &old_keys)?;
    let planted = data.join("planted");
    for mark in &marks {
        fs::write(&planted, [b"x".as_slice(), mark, b"y"].concat())?;
        ensure!(
            holding(&data, std::slice::from_ref(mark))? == [planted.clone()],
            "the search is blind, or it is there"
        );
    }
    fs::remove_file(&planted)?;
    ensure!(holding(&data, &marks)?.is_empty(), "found in {:?}", holding(&data, &marks)?);
    // What was published is in the log, as every envelope: its body, and nothing that says that it was deposited.
    let body = envelope.get(ENVELOPE_LEN - 4048..).context("an envelope has a body")?.to_vec();
    let published = holding(&data, &[body])?;
    ensure!(
        published.len() == 1 && published.iter().all(|file| file.starts_with(data.join("bodies"))),
        "{published:?}"
    );
    println!("{} marks in {} files: none", marks.len(), files(&data)?.len());
    Ok(())
}
