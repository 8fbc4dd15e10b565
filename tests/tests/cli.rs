//! What people meet when something is wrong: one clear line, a hint, the right exit code, and nothing lost.

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use davylamp_protocol::card::{Card, CardRelay, Role};
use davylamp_protocol::clue::ClueSecret;
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::note::NoteSigner;
use davylamp_protocol::week::{DAY_SECONDS, week_of};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::{Finished, run};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, path, sample, scan};
use rand::rngs::OsRng;
use tempfile::TempDir;

const FAST: &[&str] = &["--tick-ms", "50", "--count", "8"];

/// A refusal as it should be: exit code, one line that begins with the program's name, and every part of the text.
fn refused(done: &Finished, code: i32, parts: &[&str]) -> Result<()> {
    let said = &done.stderr;
    let begins = |line: &&str| line.starts_with("davylamp: ") || line.starts_with("davylamp-relay: ");
    ensure!(done.code == Some(code), "ended with {:?}, not {code}: {said}", done.code);
    ensure!(said.lines().filter(begins).count() == 1, "not one line of error: {said}");
    ensure!(said.lines().all(|line| line.chars().count() < 250) && !said.contains("panicked"), "{said}");
    for part in parts {
        ensure!(said.contains(part), "{part:?} is not in: {said}");
    }
    Ok(())
}

fn file(dir: &TempDir, name: &str, content: &str) -> Result<String> {
    let file = dir.path().join(name);
    fs::write(&file, content)?;
    path(&file)
}

fn somebody() -> Result<NoteSigner> {
    Ok(NoteSigner::from_seed("desk.example", &[7; 32])?)
}

/// A contact of a desk that is nowhere, at this relay.
fn contact_at(dir: &TempDir, relay: &str) -> Result<String> {
    file(dir, "contact", &format!("davylamp:{relay}#{}", somebody()?.verifier_key()))
}

fn eight_words(dir: &TempDir) -> Result<String> {
    file(dir, "eight.words", &"zoom ".repeat(8))
}

fn relay_command(args: &[&str]) -> Result<Finished> {
    // A relay that starts where it should not is ended.
    let binary = path(&Binaries::get()?.relay)?;
    run(Path::new("timeout"), [&["20", &binary], args].concat(), "")
}

/// Runs the client where no file may grow beyond `blocks` of 512 bytes: as on a full disk, and without being root.
fn on_a_full_disk(blocks: u32, args: &[&str]) -> Result<Finished> {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let client = path(&Binaries::get()?.client)?;
    run(Path::new("sh"), [&["-c", &script, "sh", &client], args].concat(), "")
}

#[test]
fn a_mistyped_word_is_named_by_its_place_and_the_nearest_is_suggested() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let contact = contact_at(&dir, "127.0.0.1:1")?;
    let check = |words: &str| -> Result<Finished> {
        let words = file(&dir, "words", words)?;
        davylamp(&["check", "--to", &contact, "--passphrase-file", &words], "")
    };
    let near = check("zoom zoom zoomm zoom zoom zoom zoom zoom")?;
    refused(&near, 1, &["word 3 is not in the word list", "perhaps it is \"zoom\""])?;
    ensure!(!near.stderr.contains("zoomm"), "what was typed may be a word of another secret: {}", near.stderr);
    refused(&check("zoom zoom zoom zoom zoom zoom zoom")?, 1, &["has 8 words, and this has 7"])?;
    refused(&check("")?, 1, &["has 8 words, and this has 0"])?;
    // Case and spacing are forgiven: it gets as far as the relay.
    refused(&check(" ZOOM zoom\tZoom zoom\nzoom zoom zoom zoom\n")?, 1, &["cannot be reached"])
}

#[test]
fn a_wrong_contact_is_told_from_a_wrong_relay() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let words = eight_words(&dir)?;
    let check = |contact: &str| -> Result<Finished> {
        let contact = file(&dir, "wrong.contact", contact)?;
        davylamp(&["check", "--to", &contact, "--passphrase-file", &words], "")
    };
    let key = somebody()?.verifier_key().to_string();
    let hint = "copy it whole from the poster";
    refused(&check("come to the office on Monday")?, 1, &["this is not a desk's contact", hint])?;
    let mistyped = key.replacen("desk", "dosk", 1);
    refused(
        &check(&format!("davylamp:127.0.0.1:1#{mistyped}"))?,
        1,
        &["the desk's key in the contact has a mistake", hint],
    )?;
    refused(&check(&format!("davylamp:127.0.0.1#{key}"))?, 1, &["the relay's address in the contact", hint])?;
    let missing = davylamp(&["check", "--to", "/nowhere/contact", "--passphrase-file", &words], "")?;
    refused(&missing, 1, &["/nowhere/contact: No such file"])?;
    refused(&davylamp(&["check", "--passphrase-file", &words], "")?, 2, &["no contact was given", "--to FILE"])?;

    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let stranger = check(&format!("davylamp:{}#{key}", relay.address))?;
    refused(&stranger, 1, &["the relay has no card of this desk", "ask for a new poster"])
}

#[test]
fn a_desk_is_verified_and_written_to_from_a_picture_of_its_poster() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let desk = Desk::found(dir.path(), &relay, &relay.address, &["--no-self-test"])?;
    let picture = path(&dir.path().join("poster.jpg"))?;
    scan(&desk.contact)?.save(&picture)?;

    let words = desk.fingerprint()?;
    let told = file(&dir, "told", &words)?;
    let verified = davylamp(&["contact", "verify", "--to", &picture, "--words", &told], "")?.done()?;
    ensure!(verified.stdout.contains("the same desk") && verified.stdout.contains(&words), "{}", verified.stdout);
    davylamp(&["contact", "verify", "--to", &desk.contact, "--card", &picture], "")?.done()?;
    let reporter = Reporter { contact: picture.clone(), ..Reporter::new(dir.path(), "worker", &desk.contact)? };
    reporter.report(&path(&sample("wages-sw.txt"))?, &["--now"])?;

    let elsewhere = file(&dir, "elsewhere", &format!("davylamp:127.0.0.1:1#{}", desk.key))?;
    let unreached = davylamp(&["contact", "verify", "--to", &elsewhere, "--words", &told], "")?.done()?;
    ensure!(unreached.stdout.contains("not looked up: the relay cannot be reached"), "{}", unreached.stdout);

    let other = file(&dir, "other", &words.split_whitespace().rev().collect::<Vec<_>>().join(" "))?;
    let wrong = davylamp(&["contact", "verify", "--to", &picture, "--words", &other], "")?;
    refused(&wrong, 1, &["THIS IS ANOTHER IDENTITY", "send nothing"])?;
    image::GrayImage::from_pixel(400, 300, image::Luma([128])).save(&picture)?;
    let blank = davylamp(&["contact", "verify", "--to", &picture, "--words", &told], "")?;
    refused(&blank, 1, &["no code to be read", "take it again"])?;
    fs::write(&picture, fs::read(&picture)?.get(..40).unwrap_or_default())?;
    refused(&davylamp(&["contact", "show", "--to", &picture], "")?, 1, &["this picture cannot be read"])
}

#[test]
fn a_relay_out_of_reach_is_said_so_and_nothing_is_lost() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (contact, words, text) = (contact_at(&dir, "127.0.0.1:1")?, eight_words(&dir)?, path(&sample("wages-sw.txt"))?);
    let parts = ["the relay cannot be reached: ", "refused", "nothing is lost; try again later"];
    let out = path(&dir.path().join("new.words"))?;
    let report = davylamp(&["report", "--to", &contact, "--text", &text, "--passphrase-out", &out], "")?;
    refused(&report, 1, &parts)?;
    ensure!(!Path::new(&out).exists(), "no case begins that has no report");
    refused(&davylamp(&["check", "--to", &contact, "--passphrase-file", &words], "")?, 1, &parts)?;
    let answer = ["answer", "--to", &contact, "--passphrase-file", &words, "--text", &text];
    refused(&davylamp(&answer, "")?, 1, &parts)?;
    // For scripts the same, on standard output.
    let json = davylamp(&["--json", "check", "--to", &contact, "--passphrase-file", &words], "")?.json()?;
    ensure!(json["error"].as_str().is_some_and(|error| error.contains("cannot be reached")), "{json}");
    Ok(())
}

#[test]
fn only_an_onion_or_this_machine_is_spoken_to_without_a_word() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let words = eight_words(&dir)?;
    let check = |relay: &str, args: &[&str]| -> Result<Finished> {
        let contact = contact_at(&dir, relay)?;
        davylamp(&[&["check", "--to", &contact, "--passphrase-file", &words], args].concat(), "")
    };
    for relay in ["relay.example:80", "192.0.2.1:8600", "127.0.0.1.example:80", "onion:80"] {
        let parts = [relay, "neither an onion address nor on this machine", "--direct"];
        refused(&check(relay, &[])?, 1, &parts)?;
        // A proxy does not make such an address anonymous enough to guess.
        refused(&check(relay, &["--socks", "127.0.0.1:1"])?, 1, &parts)?;
    }
    let onion = format!("{}.onion:80", "a".repeat(56));
    refused(&check(&onion, &["--socks", "tor.example:9050"])?, 1, &["not an address of a SOCKS5 proxy"])?;
    let gone = ["no Tor answers at 127.0.0.1:1", "then do the same again"];
    refused(&check(&onion, &["--socks", "127.0.0.1:1"])?, 1, &gone)?;
    let elsewhere = check("relay.example:80", &["--socks", "192.0.2.1:9050"])?;
    ensure!(elsewhere.stderr.contains("the proxy is on another machine"), "{}", elsewhere.stderr);
    let both = check(&onion, &["--direct", "--socks", "127.0.0.1:1"])?.with_code(2)?;
    ensure!(both.stderr.contains("do not go together"), "{}", both.stderr);
    if [9050, 9150].iter().any(|port| TcpStream::connect(("127.0.0.1", *port)).is_ok()) {
        return Ok(()); // something answers on Tor's ports here: its absence cannot be shown
    }
    let parts = ["no Tor runs here", "Tor Browser", "--socks HOST:PORT"];
    refused(&check(&onion, &[])?, 1, &parts)?;
    // --direct is for other relays: an onion never goes another way.
    refused(&check(&onion, &["--direct"])?, 1, &parts)
}

#[test]
fn a_desks_home_says_what_is_wrong_with_it_and_stays_as_it_is() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let desk = Desk::found(dir.path(), &relay, &relay.address, &["--no-self-test"])?;
    let home = dir.path().join("desk");
    let (shown_home, key) = (path(&home)?, path(&dir.path().join("desk.key"))?);
    let list = |key: &str| davylamp(&["desk", "--home", &shown_home, "--key-file", key, "list"], "");

    let other = path(&dir.path().join("other.key"))?;
    let elsewhere = path(&dir.path().join("elsewhere"))?;
    refused(
        &davylamp(&["desk", "--home", &elsewhere, "--key-file", &key, "list"], "")?,
        1,
        &["there is no desk in", "davylamp desk init"],
    )?;
    refused(&list(&file(&dir, "not.key", "hello")?)?, 1, &["holds no identity"])?;
    let identity = HybridIdentity::generate(&mut OsRng).to_secret_string();
    fs::write(&other, secrecy::ExposeSecret::expose_secret(&identity))?;
    refused(&list(&other)?, 1, &["does not open this home", "desk restore BACKUP"])?;
    let words = file(&dir, "desk.words", "not the right passphrase")?;
    let by_words = davylamp(&["desk", "--home", &shown_home, "--passphrase-file", &words, "list"], "")?;
    refused(&by_words, 1, &["does not open this home"])?;

    let altered = |name: &str, change: &dyn Fn(&mut Vec<u8>), parts: &[&str]| -> Result<()> {
        let kept = fs::read(home.join(name))?;
        let mut changed = kept.clone();
        change(&mut changed);
        fs::write(home.join(name), &changed)?;
        refused(&list(&key)?, 1, parts)?;
        refused(&desk.run_for_people(&["watch", "--once"], "")?, 1, parts)?;
        ensure!(fs::read(home.join(name))? == changed, "{name} was written though it was damaged");
        Ok(fs::write(home.join(name), kept)?)
    };
    altered(
        "format",
        &|bytes| *bytes = b"davylamp-desk 2\n".to_vec(),
        &["format was written by a newer version", "nothing was changed"],
    )?;
    altered("format", &|bytes| bytes.clear(), &["format was damaged or changed", "restore a backup"])?;
    let damaged = ["state.age was damaged or changed by somebody", "nothing was written", "desk restore"];
    altered("state.age", &|bytes| bytes.iter_mut().rev().take(1).for_each(|byte| *byte ^= 1), &damaged)?;
    altered("state.age", &|bytes| bytes.truncate(bytes.len() / 2), &damaged)?;
    altered("state.age", &|bytes| bytes.clear(), &damaged)?;
    let backup = fs::read(home.join("backup.age")).context("init wrote a backup")?;
    altered("state.age", &|bytes| bytes.clone_from(&backup), &damaged)?;
    altered("key.age", &|bytes| bytes.truncate(100), &["does not open this home"])?;
    list(&key)?.done().map(drop)
}

#[test]
fn a_full_disk_costs_nothing_but_the_attempt() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let desk = Desk::found(dir.path(), &relay, &relay.address, &["--no-self-test"])?;
    let (home, key) = (path(&dir.path().join("desk"))?, path(&dir.path().join("desk.key"))?);
    let own = ["desk", "--home", &home, "--key-file", &key];
    let files = || -> Result<Vec<_>> {
        let names = fs::read_dir(&home)?.chain(fs::read_dir(dir.path())?).map(|entry| Ok(entry?.path()));
        let mut names = names.collect::<Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    };
    desk.catch_up()?;
    let before = files()?;
    let full = ["no room left on the disk for", "nothing is lost", "make room and try again"];
    let backup = path(&dir.path().join("second.age"))?;
    refused(&on_a_full_disk(1, &[&own[..], &["backup", &backup]].concat())?, 1, &full)?;
    refused(&on_a_full_disk(1, &[&own[..], &["watch", "--once"]].concat())?, 1, &full)?;
    refused(&on_a_full_disk(1, &[&own[..], &["card", "publish"]].concat())?, 1, &full)?;
    let words = file(&dir, "new.words", "salmuera caliche puquio retamo")?;
    refused(&on_a_full_disk(0, &[&own[..], &["rekey", "--new-passphrase-file", &words]].concat())?, 1, &full)?;
    fs::remove_file(&words)?;
    ensure!(files()? == before, "something was left behind: {:?}", files()?);
    desk.catch_up()?;

    // A reporter whose words cannot be kept has sent nothing, and may try the same again.
    let reporter = Reporter::new(dir.path(), "worker", &desk.contact)?;
    let text = path(&sample("threat-fr.txt"))?;
    let words = ["--passphrase-out", &reporter.passphrase];
    let report = [&["report", "--now", "--to", &reporter.contact, "--text", &text], &words[..]].concat();
    refused(&on_a_full_disk(0, &report)?, 1, &["worker.words: "])?;
    ensure!(!Path::new(&reporter.passphrase).exists(), "half a passphrase was left");
    davylamp(&report, "")?.done()?;
    desk.catch_up()?;
    ensure!(desk.cases()?.len() == 1, "one report came, not two");
    desk.run(&["backup", &backup], "")?.done().map(drop)
}

/// A card that ended `days` ago, put at the relay; gives the contact.
async fn ended_card(dir: &TempDir, relay: &Relay, days: u64, seed: u8) -> Result<String> {
    let signer = NoteSigner::from_seed("old-desk.example", &[seed; 32])?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let expires = now - days * DAY_SECONDS;
    let issued = expires - 14 * DAY_SECONDS;
    let card = Card {
        desk: signer.verifier_key().clone(),
        serial: 1,
        name: "Oficina de ayer".into(),
        roles: vec![(Role::Reports, 3 * DAY_SECONDS)],
        languages: vec!["es".into()],
        issued,
        expires,
        clue_key: ClueSecret::generate(&mut OsRng).public(),
        online_key: *signer.verifier_key().key_bytes(),
        relays: vec![CardRelay {
            log: relay.log.clone(),
            cosigner: relay.cosigner.clone(),
            retention_days: 21,
            url: format!("http://{}", relay.address),
        }],
        policy: Vec::new(),
        intake: (week_of(issued)..=week_of(expires))
            .map(|week| (week, HybridIdentity::generate(&mut OsRng).to_recipient()))
            .collect(),
    };
    relay.admit(&card.desk.to_string())?;
    let put = reqwest::Client::builder().no_proxy().build()?.put(format!("http://{}/v1/cards", relay.address));
    let answer = put.header("content-type", "application/octet-stream").body(card.sign(&signer)?).send().await?;
    ensure!(answer.status().is_success(), "{}", answer.text().await?);
    file(dir, &format!("ended-{days}"), &format!("davylamp:{}#{}", relay.address, card.desk))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_card_warns_and_one_that_ended_long_ago_is_refused() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let text = path(&sample("threat-fr.txt"))?;
    let report = |contact: &str, words: &str| -> Result<Finished> {
        let words = path(&dir.path().join(words))?;
        davylamp(&["report", "--to", contact, "--text", &text, "--passphrase-out", &words], "")
    };
    let expired = ended_card(&dir, &relay, 10, 1).await?;
    let sent = report(&expired, "expired.words")?.done()?;
    ensure!(sent.stderr.contains("warning: the desk's card expired on "), "{}", sent.stderr);
    let words = path(&dir.path().join("expired.words"))?;
    let checked = davylamp(&["check", "--to", &expired, "--passphrase-file", &words], "")?.done()?;
    ensure!(checked.stderr.contains("warning: the desk's card expired on "), "{}", checked.stderr);

    let ended = ended_card(&dir, &relay, 100, 2).await?;
    let parts = ["ended more than 90 days ago", "could not be read", "for its new contact"];
    refused(&report(&ended, "ended.words")?, 1, &parts)?;
    ensure!(!dir.path().join("ended.words").exists(), "no case begins that has no report");
    let answer = ["answer", "--to", &ended, "--passphrase-file", &words, "--text", &text];
    refused(&davylamp(&answer, "")?, 1, &parts)
}

#[test]
fn a_relays_commands_refuse_what_is_wrong() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (home, nowhere) = (dir.path().join("relay"), path(&dir.path().join("nowhere"))?);
    let relay = Relay::start(&home, FAST)?;
    let shown = path(&home)?;
    let start = ["run", &shown, "--listen", "127.0.0.1:0"];
    refused(&relay_command(&["run", &nowhere])?, 1, &["nowhere: no relay here"])?;
    refused(&relay_command(&["fsck", &nowhere])?, 1, &["no relay here"])?;
    refused(
        &relay_command(&["desk", "add", &nowhere, &somebody()?.verifier_key().to_string()])?,
        1,
        &["no relay here"],
    )?;
    ensure!(!Path::new(&nowhere).exists(), "asking made something");
    refused(&relay_command(&["init", &shown])?, 1, &["there is a relay here already"])?;
    refused(&relay_command(&start)?, 1, &["another relay has this directory open"])?;
    refused(&relay_command(&["fsck", &shown])?, 1, &["another relay has this directory open"])?;
    refused(
        &relay_command(&["run", &shown, "--listen", "0.0.0.0:0"])?,
        1,
        &["not a loopback address", "--listen-anywhere"],
    )?;
    for wrong in ["", "desk", "desk.example+00000000+AQ=="] {
        refused(&relay_command(&["desk", "add", &shown, wrong])?, 1, &["not a verifier key"])?;
    }
    let mistyped = somebody()?.verifier_key().to_string().replacen("desk", "dosk", 1);
    refused(&relay_command(&["desk", "add", &shown, &mistyped])?, 1, &["not a verifier key"])?;
    refused(&relay_command(&["desk", "remove", &shown, &mistyped])?, 1, &["not listed"])?;
    ensure!(relay_command(&["desk", "list", &shown])?.done()?.stdout.is_empty(), "a wrong key was listed");
    relay.stop().map(drop)
}

#[test]
fn a_damaged_relay_does_not_start_and_is_not_reset() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let home = dir.path().join("relay");
    let relay = Relay::start(&home, FAST)?;
    let _ = Desk::found(dir.path(), &relay, &relay.address, &["--no-self-test"])?;
    relay.stop()?;
    let shown = path(&home)?;
    let damaged = |name: &str, change: &dyn Fn(&mut Vec<u8>), parts: &[&str]| -> Result<()> {
        let file = home.join(name);
        let kept = fs::read(&file)?;
        let mut changed = kept.clone();
        change(&mut changed);
        fs::write(&file, &changed)?;
        let done = relay_command(&["run", &shown, "--listen", "127.0.0.1:0"])?;
        refused(&done, 1, parts).with_context(|| name.to_owned())?;
        ensure!(fs::read(&file)? == changed, "{name} was written though it was damaged");
        Ok(fs::write(&file, kept)?)
    };
    let flip = |bytes: &mut Vec<u8>| bytes.iter_mut().for_each(|byte| *byte ^= 1);
    damaged("checkpoint", &flip, &["checkpoint"])?;
    damaged("checkpoint", &|bytes| bytes.clear(), &["checkpoint"])?;
    damaged("checkpoint", &|bytes| bytes.fill(0), &["checkpoint"])?;
    damaged("entries/00000000.seg", &|bytes| bytes.truncate(bytes.len() / 2), &["00000000.seg", "missing or was cut"])?;
    damaged("log.key", &flip, &["log.key"])?;
    damaged("log.key", &|bytes| bytes.truncate(40), &["log.key"])?;
    damaged("format", &|bytes| *bytes = b"2\n".to_vec(), &["format 2, this relay knows up to 1"])?;
    let entries = home.join("entries/00000000.seg");
    let mut bytes = fs::read(&entries)?;
    bytes.iter_mut().skip(85 * 3).take(1).for_each(|byte| *byte ^= 1);
    fs::write(&entries, bytes)?;
    refused(&relay_command(&["fsck", &shown])?, 1, &["00000000.seg"])
}

/// Every command of a program, from its own help; each of them explained.
fn commands(program: &Path, above: &[String]) -> Result<usize> {
    let args: Vec<&str> = above.iter().map(String::as_str).chain(["--help"]).collect();
    let help = run(program, &args, "")?.done()?;
    let named = format!("{} {}", program.display(), args.join(" "));
    ensure!(help.stdout.contains("Usage: ") && help.stderr.is_empty(), "{named}: {}", help.stderr);
    ensure!(help.stdout.lines().next().is_some_and(|line| !line.starts_with("Usage")), "{named} explains nothing");
    let listed =
        help.stdout.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let mut count = 1;
    // Words that are too long for a line go on in the next, further in.
    for line in listed.filter(|line| !line.starts_with("   ")) {
        let (name, about) = line.trim().split_once(' ').with_context(|| format!("{named}: {line:?} has no words"))?;
        ensure!(about.trim().len() > 3, "{named}: {line:?}");
        if name != "help" {
            count += commands(program, &[above, &[name.to_owned()]].concat())?;
        }
    }
    Ok(count)
}

#[test]
fn every_command_explains_itself() -> Result<()> {
    let binaries = Binaries::get()?;
    let (client, relay) = (commands(&binaries.client, &[])?, commands(&binaries.relay, &[])?);
    ensure!(client >= 25 && relay >= 8, "{client} and {relay} commands");
    Ok(())
}
