//! What is left behind: at the relay nothing of what was said or who spoke, on the reporter's machine nothing at all.
//!
//! Every audit first finds needles that were planted for it: one that finds nothing anywhere shows nothing.

use std::collections::BTreeSet;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::Background;
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, messages_of_kind, path, sample, string};
use davylamp_tests::wire::Wire;

const FAST: &[&str] = &["--tick-ms", "50", "--count", "8"];
const PATIENCE: Duration = Duration::from_secs(60);
/// Characters.
const PIECE: usize = 16;
const CLIENTS: [u8; 4] = [127, 7, 7, 7];

/// Bytes that must not be found, one way of writing of one secret.
struct Needle {
    what: String,
    bytes: Vec<u8>,
    /// So short that random bytes hold it by chance: not looked for in ciphertext.
    short: bool,
}

/// All needles, by their first two bytes.
struct Needles {
    all: Vec<Needle>,
    by_start: Vec<Vec<usize>>,
}

impl Needles {
    fn new(secrets: &[String]) -> Self {
        let mut all: Vec<Needle> = secrets.iter().flat_map(|secret| ways_to_write(secret)).collect();
        all.extend(ways_to_write_the_address());
        let mut by_start = vec![Vec::new(); 1 << 16];
        for (number, needle) in all.iter().enumerate() {
            start(&needle.bytes)
                .and_then(|start| by_start.get_mut(start))
                .into_iter()
                .for_each(|list| list.push(number));
        }
        Self { all, by_start }
    }

    /// The needles in `bytes`, by their numbers.
    fn find(&self, bytes: &[u8], ciphertext: bool) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for at in 0..bytes.len() {
            let here = bytes.get(at..).unwrap_or_default();
            let candidates = start(here).and_then(|start| self.by_start.get(start));
            for (number, needle) in candidates.into_iter().flatten().filter_map(|n| Some((*n, self.all.get(*n)?))) {
                if here.starts_with(&needle.bytes) && !(needle.short && ciphertext) {
                    found.insert(number);
                }
            }
        }
        found
    }

    fn what(&self, found: &BTreeSet<usize>) -> Vec<&str> {
        found.iter().filter_map(|number| self.all.get(*number)).map(|needle| needle.what.as_str()).collect()
    }

    /// All of them, one after the other.
    fn planted(&self) -> Vec<u8> {
        self.all.iter().flat_map(|needle| [b"\n~", needle.bytes.as_slice()].concat()).collect()
    }
}

fn start(bytes: &[u8]) -> Option<usize> {
    bytes.first_chunk().map(|first| usize::from(u16::from_be_bytes(*first)))
}

/// As text in the usual encodings, and as a program may write bytes: hexadecimal, and base64 at its three alignments.
fn ways_to_write(secret: &str) -> Vec<Needle> {
    let utf8 = secret.as_bytes().to_vec();
    let utf16: Vec<u16> = secret.encode_utf16().collect();
    let mut ways = vec![
        ("UTF-8".to_owned(), utf8.clone()),
        ("UTF-16LE".to_owned(), utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect()),
        ("UTF-16BE".to_owned(), utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect()),
        ("hex".to_owned(), hex::encode(&utf8).into_bytes()),
        ("HEX".to_owned(), hex::encode_upper(&utf8).into_bytes()),
    ];
    for shift in 0..3 {
        ways.push((format!("base64+{shift}"), base64_within(&STANDARD_NO_PAD, &utf8, shift)));
        ways.push((format!("base64url+{shift}"), base64_within(&URL_SAFE_NO_PAD, &utf8, shift)));
    }
    ways.dedup_by(|a, b| a.1 == b.1);
    let named = |(way, bytes)| Needle { what: format!("{secret:?} ({way})"), bytes, short: false };
    ways.into_iter().map(named).collect()
}

/// The characters of base64 that depend on `bytes` alone, where `shift` bytes precede them in a group of three.
fn base64_within(engine: &impl base64::Engine, bytes: &[u8], shift: usize) -> Vec<u8> {
    let text = engine.encode([&vec![0; shift], bytes].concat());
    let whole = (shift + bytes.len()) * 8 / 6;
    text.as_bytes().get((shift * 8).div_ceil(6)..whole).unwrap_or_default().to_vec()
}

/// The address of the clients as text and as numbers. Four raw bytes stand in random bytes by chance, about once in
/// 4 GiB: they are looked for outside of ciphertext only.
fn ways_to_write_the_address() -> Vec<Needle> {
    let mut all = ways_to_write("127.7.7.7");
    for text in ["7f070707", "7F070707", "7f07:707", "7f07:0707", "127, 7, 7, 7", "2131166983"] {
        all.push(Needle { what: format!("address {text:?}"), bytes: text.into(), short: false });
    }
    for (bytes, order) in [(CLIENTS, "network"), (u32::from_be_bytes(CLIENTS).to_le_bytes(), "host")] {
        all.push(Needle { what: format!("address, raw, {order} order"), bytes: bytes.into(), short: true });
    }
    all
}

/// Files beneath `dir`, links not followed.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { files.extend(self::files(&entry.path())?) } else { files.push(entry.path()) }
    }
    Ok(files)
}

/// Every file beneath `dir` and its name; what was found, by file.
fn audit(dir: &Path, needles: &Needles) -> Result<(u64, Vec<String>)> {
    let (mut bytes_read, mut found) = (0, Vec::new());
    for file in files(dir)? {
        let Ok(bytes) = fs::read(&file) else { continue }; // gone meanwhile: the relay runs
        bytes_read += u64::try_from(bytes.len())?;
        let inside = file.strip_prefix(dir)?;
        let ciphertext = ["bodies", "entries", "nodes"].iter().any(|name| inside.starts_with(name));
        let name = needles.find(inside.as_os_str().as_encoded_bytes(), false);
        let content = needles.find(&bytes, ciphertext);
        found.extend(needles.what(&(&name | &content)).iter().map(|what| format!("{}: {what}", file.display())));
    }
    Ok((bytes_read, found))
}

/// Plants every needle, sees that the audit finds each, and takes them away again.
fn prove_that_the_audit_finds(dir: &Path, needles: &Needles) -> Result<()> {
    let deep = dir.join("planted").join("deeper");
    fs::create_dir_all(&deep)?;
    fs::write(deep.join("file"), needles.planted())?;
    let found = audit(dir, needles)?.1;
    fs::remove_dir_all(dir.join("planted"))?;
    let missed = needles.all.iter().filter(|needle| !found.iter().any(|line| line.ends_with(&needle.what)));
    let missed: Vec<_> = missed.map(|needle| &needle.what).collect();
    ensure!(missed.is_empty(), "the audit of {} is blind to {missed:?}", dir.display());
    Ok(())
}

fn ensure_clean(dir: &Path, needles: &Needles) -> Result<u64> {
    let (bytes, found) = audit(dir, needles)?;
    ensure!(found.is_empty(), "found {found:#?}");
    Ok(bytes)
}

/// Pieces of a text's lines, and the end of each line: long enough that none is there by chance, short enough that a
/// part of the text is found too.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        let end = chars.get(chars.len().saturating_sub(PIECE)..).unwrap_or_default();
        let whole = chars.chunks_exact(PIECE);
        pieces.extend(whole.chain([end]).map(String::from_iter).filter(|piece| piece.len() >= PIECE / 2));
    }
    pieces
}

/// Two words that follow each other, with what may stand between them. A single word is as short as three letters,
/// and stands in random bytes, or in an honest text, by chance; a pair does not.
fn word_pairs(words: &str) -> Vec<String> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let pairs = words.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let joined = |(a, b): (&str, &str)| [" ", "-", "\n", "\",\"", "\", \""].map(|between| format!("{a}{between}{b}"));
    pairs.flat_map(joined).collect()
}

/// A full run: report, reply, check, consent, status, outcome. Gives the secrets of all who took part.
struct Run<'a> {
    dir: &'a Path,
    desk: Desk,
    reporter: Reporter,
    secrets: Vec<String>,
}

impl Run<'_> {
    fn secret_file(&mut self, name: &str, text: &str) -> Result<String> {
        self.secrets.extend(pieces(text));
        let file = self.dir.join(name);
        fs::write(&file, text)?;
        path(&file)
    }

    fn everything(&mut self) -> Result<()> {
        let mut watch = self.desk.watch(&[])?;
        let report = self.secret_file("report.txt", &fs::read_to_string(sample("blacklisting-es.txt"))?)?;
        self.reporter.report(&report, &["--kind", "blacklisting", "--asked-for", "protection"])?;
        let case = wait_for_message(&mut watch, "report")?;
        let reply = self.secret_file("reply.txt", "Hemos leído todo. Guarde una foto de la lista, por favor.\n")?;
        self.desk.run(&["reply", &case, "--text", &reply], "")?.done()?;
        check_for(&self.reporter, "text")?;
        let who = self.secret_file("who.txt", "Licenciada Quiroga, abogada del sindicato")?;
        let why = self.secret_file("why.txt", "Para presentar una demanda en el juzgado laboral")?;
        self.desk.run(&["ask-consent", &case, "--for", &who, "--why", &why, "--level", "counsel"], "")?.done()?;
        let id = string(&check_for(&self.reporter, "consent-request")?, "id")?;
        let words = self.secret_file("consent.txt", "De acuerdo, pero sin mostrar mi nombre a nadie.\n")?;
        self.reporter.answer(&["--consent", &id, "--text", &words], "")?;
        wait_for_message(&mut watch, "consent-answer")?;
        self.desk.run(&["set-status", &case, "closed"], "")?.done()?;
        check_for(&self.reporter, "status")?;
        let outcome = self.secret_file("outcome.txt", "Nos llamaron de vuelta al trabajo en agosto.\n")?;
        self.reporter.answer(&["--outcome", &outcome, "--helped", "partly"], "")?;
        wait_for_message(&mut watch, "outcome")?;
        watch.stop()?;
        self.publish_with_a_passphrase()?;
        self.secrets.extend(word_pairs(&fs::read_to_string(&self.reporter.passphrase)?));
        let key = fs::read_to_string(self.dir.join("desk.key"))?;
        let key = key.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).context("the desk's key file")?;
        self.secrets.extend(pieces(key));
        Ok(())
    }

    fn publish_with_a_passphrase(&mut self) -> Result<()> {
        let words = self.secret_file("desk.words", "salmuera caliche puquio retamo vizcacha")?;
        self.desk.run(&["rekey", "--new-passphrase-file", &words], "")?.done()?;
        let home = path(&self.dir.join("desk"))?;
        davylamp(&["desk", "--home", &home, "--passphrase-file", &words, "card", "publish"], "")?.done()?;
        Ok(())
    }
}

fn wait_for_message(watch: &mut Background, kind: &str) -> Result<String> {
    let event = watch.wait_for(PATIENCE, |line| {
        let event: serde_json::Value = serde_json::from_str(line).ok()?;
        (event.get("event")? == "message" && event.get("kind")? == kind).then_some(event)
    })?;
    string(&event, "case")
}

/// Checks until an answer of this kind is there: groups are read once they are full.
fn check_for(reporter: &Reporter, kind: &str) -> Result<serde_json::Value> {
    for _ in 0..30 {
        let check = reporter.check(&["--all"])?.done()?.json()?;
        if let Some(found) = messages_of_kind(&check, kind).pop() {
            return Ok(found);
        }
    }
    bail!("no {kind} came back")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_relay_keeps_no_plaintext_no_words_and_no_address() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let temporary = dir.path().join("relay-tmp");
    fs::create_dir(&temporary)?;
    let relay = Relay::start_apart(&dir.path().join("relay"), FAST, &temporary)?;
    let wire = Wire::start(&relay.address, IpAddr::from(CLIENTS)).await?;
    let desk = Desk::found(dir.path(), &relay, &wire.address, &[])?;
    let reporter = Reporter::new(dir.path(), "worker", &desk.contact)?;
    let mut run = Run { dir: dir.path(), desk, reporter, secrets: Vec::new() };
    run.everything()?;
    ensure!(!wire.take().is_empty(), "the clients came from 127.7.7.7");
    let needles = Needles::new(&run.secrets);
    let data = relay.dir.clone();

    // While it runs: it may remove what it keeps for as long as it lives.
    for place in [&data, &temporary] {
        prove_that_the_audit_finds(place, &needles)?;
        ensure_clean(place, &needles)?;
    }
    let said = relay.stop()?;
    let (read, _) = (ensure_clean(&data, &needles)?, ensure_clean(&temporary, &needles)?);
    for output in [&said.stdout, &said.stderr] {
        let planted = [output.as_bytes(), &needles.planted()].concat();
        ensure!(needles.find(&planted, false).len() == needles.all.len(), "the audit of the outputs is blind");
        let found = needles.find(output.as_bytes(), false);
        ensure!(found.is_empty(), "the relay said {:?}", needles.what(&found));
    }
    // What is public there must be found, or the audit looks in the wrong place.
    let public = Needles::new(&["Oficina legal minera".to_owned()]);
    ensure!(!audit(&data, &public)?.1.is_empty(), "the desk's card is kept");
    println!("{} needles, {read} bytes of data, {} of output", needles.all.len(), said.stderr.len());
    Ok(())
}

/// A reporter's machine: every place where programs keep things, fresh and empty.
struct Machine {
    places: Vec<(&'static str, PathBuf)>,
    work: PathBuf,
}

impl Machine {
    fn new(dir: &Path) -> Result<Self> {
        let names = ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"];
        let places = names.into_iter().chain(["XDG_RUNTIME_DIR"]).map(|name| (name, dir.join(name)));
        let machine = Self { places: places.collect(), work: dir.join("work") };
        machine.places.iter().map(|(_, place)| place).chain([&machine.work]).try_for_each(fs::create_dir)?;
        Ok(machine)
    }

    fn run(&self, args: &[&str]) -> Result<()> {
        let output = Command::new(&Binaries::get()?.client)
            .args(args)
            .envs(self.places.iter().map(|(name, place)| (*name, place)))
            .current_dir(&self.work)
            .stdin(Stdio::null())
            .output()?;
        ensure!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// Names of everything that is there now.
    fn left(&self) -> Result<Vec<PathBuf>> {
        let mut left = Vec::new();
        for place in self.places.iter().map(|(_, place)| place).chain([&self.work]) {
            left.extend(fs::read_dir(place)?.filter_map(|entry| Some(entry.ok()?.path())));
        }
        Ok(left)
    }
}

#[test]
fn reporters_commands_store_nothing_that_was_not_asked_for() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let desk = Desk::found(dir.path(), &relay, &relay.address, &["--no-self-test"])?;
    let (to, text) = (["--to", &desk.contact], path(&sample("threat-fr.txt"))?);
    let machine = Machine::new(dir.path())?;
    machine.run(&[&["report", "--text", &text, "--passphrase-out", "words"], &to[..]].concat())?;
    ensure!(machine.left()? == [machine.work.join("words")], "only what was asked for: {:?}", machine.left()?);
    let words = path(&dir.path().join("words"))?;
    fs::rename(machine.work.join("words"), &words)?;

    let mine = [&to[..], &["--passphrase-file", &words]].concat();
    machine.run(&[&["report", "--text", &text], &mine[..]].concat())?;
    machine.run(&[&["check"], &mine[..]].concat())?;
    machine.run(&[&["answer", "--text", &text], &mine[..]].concat())?;
    machine.run(&[&["--json", "check", "--all"], &mine[..]].concat())?;
    machine.run(&[&["contact", "show"], &to[..]].concat())?;
    let told = dir.path().join("six.words");
    fs::write(&told, desk.fingerprint()?)?;
    machine.run(&[&["contact", "verify", "--words", &path(&told)?], &to[..]].concat())?;
    ensure!(machine.left()?.is_empty(), "left behind: {:?}", machine.left()?);
    Ok(())
}

#[test]
fn pieces_cover_a_text_and_base64_is_found_at_every_alignment() {
    assert_eq!(
        pieces("uno dos tres cuatro cinco\nseis\n\nsiete ocho"),
        ["uno dos tres cua", "res cuatro cinco", "siete ocho"]
    );
    let secret = "Guarde una foto de la lista";
    let needles = Needles::new(&[secret.to_owned()]);
    for before in ["", "a", "ab", "abc"] {
        let hidden = URL_SAFE_NO_PAD.encode(format!("{before}{secret}, por favor"));
        assert!(!needles.find(hidden.as_bytes(), true).is_empty(), "{hidden}");
    }
    assert!(needles.find(b"Guarde una foto de la listA", true).is_empty());
    assert!(needles.find(&CLIENTS, true).is_empty() && !needles.find(&CLIENTS, false).is_empty());
}
