//! A frozen case file with attachments, altered in each way, by whoever: caught by `case verify`, and named.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use davylamp_protocol::evidence::{SIGNATURE_FILE, online_signer};
use davylamp_protocol::log::note::{NoteSigner, VerifierKey, sign};
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{davylamp, path};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::tree;

/// A copy of the sample.
struct Sample {
    dir: TempDir,
}

impl Sample {
    fn copied() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        for (name, bytes) in tree(&frozen())? {
            if frozen().join(&name).is_dir() {
                fs::create_dir_all(dir.path().join(name))?;
            } else {
                let file = dir.path().join(name);
                fs::create_dir_all(file.parent().context("it is in a folder")?)?;
                fs::write(file, bytes)?;
            }
        }
        Ok(Self { dir })
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn verify(&self, args: &[&str]) -> Result<Finished> {
        let [bag, policy, desk] = ["bag", "policy", "desk"].map(|name| path(&self.at(name)));
        let own = ["--json", "case", "verify", &bag?, "--policy", &policy?, "--desk", &desk?];
        davylamp(&[&own[..], args].concat(), "")
    }

    /// As any program would that makes BagIt bags.
    fn write_manifests(&self) -> Result<()> {
        let bag = tree(&self.at("bag"))?;
        let files = bag.iter().filter(|(name, _)| self.at("bag").join(name).is_file());
        let line = |(name, bytes): (&PathBuf, &Vec<u8>)| {
            format!("{}  {}\n", hex::encode(Sha256::digest(bytes)), name.display())
        };
        let payload: String = files.filter(|(name, _)| name.starts_with("data")).map(line).collect();
        fs::write(self.at("bag/manifest-sha256.txt"), payload)?;
        let tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"].into_iter();
        let tags = tags.map(|name| anyhow::Ok(line((&name.into(), &fs::read(self.at("bag").join(name))?))));
        fs::write(self.at("bag/tagmanifest-sha256.txt"), tags.collect::<Result<String>>()?)?;
        Ok(())
    }

    fn sign(&self, signer: &NoteSigner) -> Result<()> {
        let manifest = fs::read_to_string(self.at("bag/tagmanifest-sha256.txt"))?;
        fs::write(self.at("bag").join(SIGNATURE_FILE), sign(&manifest, &[signer])?)?;
        Ok(())
    }
}

fn frozen() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocol/testdata/attached-case-file-v1")
}

fn signer(seed: u8) -> Result<NoteSigner> {
    let desk = VerifierKey::parse(fs::read_to_string(frozen().join("desk"))?.trim())?;
    Ok(online_signer(&desk, &[seed; 32])?)
}

/// The seeds of the sample's desk, and of somebody else.
const ONLINE: u8 = 5;
const FOREIGN: u8 = 66;

#[test]
fn the_sample_is_proven_and_its_claim_covers_its_attachments() -> Result<()> {
    let sample = Sample::copied()?;
    let claim = path(&sample.at("claim.json"))?;
    let verdict = sample.verify(&["--claim", &claim])?.done()?.json()?;
    let attachments = verdict["attachments"].as_array().context("it lists attachments")?;
    let there: Vec<_> = attachments.iter().map(|one| one["there"] == true).collect();
    ensure!(there == [true, true, true, true, false], "{verdict}");
    ensure!(attachments.iter().all(|one| one["covered"] == true), "{verdict}");
    let said = davylamp(&["case", "verify", &path(&sample.at("bag"))?, "--claim", &claim], "")?.with_code(3)?.stdout;
    for words in ["4 attached files are here", "photo-9.jpg", "covers 5 attached files"] {
        ensure!(said.contains(words), "{words}: {said}");
    }
    Ok(())
}

/// What is altered, beneath the bag, and what a verdict must name then: one of these.
type Alteration = (&'static str, fn(&Path) -> Result<()>, &'static [&'static str]);

const ONE: &str = "data/attachments/0001/photo-1.jpg";
const TWO: &str = "data/attachments/0002/photo-2.png";
const CUSTODY: &str = "data/custody/log.jsonl";

const MATRIX: &[Alteration] = &[
    ("a byte of an attachment", |bag| flip(&bag.join(ONE)), &[ONE]),
    ("two attachments swapped", |bag| swap(&bag.join(ONE), &bag.join(TWO)), &[ONE, TWO]),
    ("an attachment removed", |bag| Ok(fs::remove_file(bag.join(ONE))?), &[ONE, CUSTODY]),
    ("a file added", |bag| add(bag, "data/attachments/0001/x.jpg"), &["data/attachments/0001/x.jpg"]),
    ("a number added", |bag| add(bag, "data/attachments/0042/x.jpg"), &["data/attachments/0042/x.jpg"]),
    (
        "the missing one added, with other bytes",
        |bag| add(bag, "data/attachments/0005/photo-9.jpg"),
        &["data/attachments/0005/photo-9.jpg"],
    ),
    (
        "an attachment renamed",
        |bag| Ok(fs::rename(bag.join(ONE), bag.join("data/attachments/0001/photo-3.jpg"))?),
        &["data/attachments/0001/photo-3.jpg"],
    ),
    ("a byte more", |bag| grow(&bag.join(ONE)), &[ONE]),
    ("the hash in case.json", |bag| rehash(bag), &["data/case.json"]),
    (
        "the message that has the hash",
        |bag| flip(&bag.join("data/messages/0007/envelope")),
        &["data/messages/0007", "data/messages/0007/envelope"],
    ),
    ("case.html", |bag| flip(&bag.join("data/case.html")), &["data/case.html"]),
    ("case.json", |bag| flip(&bag.join("data/case.json")), &["data/case.json"]),
    ("custody", |bag| flip(&bag.join(CUSTODY)), &[CUSTODY, "data/custody/heads/0001"]),
    ("custody cut", |bag| cut(&bag.join(CUSTODY)), &[CUSTODY]),
];

fn flip(file: &Path) -> Result<()> {
    let mut bytes = fs::read(file)?;
    let middle = bytes.len() / 2;
    *bytes.get_mut(middle).context("it is not empty")? ^= 1;
    Ok(fs::write(file, bytes)?)
}

fn swap(one: &Path, other: &Path) -> Result<()> {
    let (first, second) = (fs::read(one)?, fs::read(other)?);
    fs::write(one, second)?;
    Ok(fs::write(other, first)?)
}

fn add(bag: &Path, name: &str) -> Result<()> {
    let file = bag.join(name);
    fs::create_dir_all(file.parent().context("it is in a folder")?)?;
    Ok(fs::write(file, "planted")?)
}

fn grow(file: &Path) -> Result<()> {
    let mut bytes = fs::read(file)?;
    bytes.push(0);
    Ok(fs::write(file, bytes)?)
}

fn rehash(bag: &Path) -> Result<()> {
    let (json, hash) =
        (fs::read_to_string(bag.join("data/case.json"))?, hex::encode(Sha256::digest(fs::read(bag.join(ONE))?)));
    ensure!(json.contains(&hash), "the hash is there to be altered");
    Ok(fs::write(bag.join("data/case.json"), json.replace(&hash, &"0".repeat(64)))?)
}

fn cut(file: &Path) -> Result<()> {
    let text = fs::read_to_string(file)?;
    let end = text.trim_end().rfind('\n').context("it has two lines")?;
    Ok(fs::write(file, &text[..=end])?)
}

#[test]
fn every_alteration_is_caught_and_named_whoever_makes_it() -> Result<()> {
    for (what, alter, named) in MATRIX {
        for signed_by in [None, Some(None), Some(Some(FOREIGN)), Some(Some(ONLINE))] {
            let sample = Sample::copied()?;
            alter(&sample.at("bag"))?;
            if let Some(seed) = signed_by {
                sample.write_manifests()?;
                seed.map(|seed| sample.sign(&signer(seed)?)).transpose()?;
            }
            let verdict = sample.verify(&[])?.with_code(1)?.json()?;
            let faults = verdict["faults"].as_array().context("it lists faults")?;
            let is_named = faults.iter().any(|fault| named.iter().any(|path| fault["path"] == *path));
            ensure!(is_named, "{what}, {signed_by:?}: {faults:?}");
        }
    }
    Ok(())
}

#[test]
fn writing_and_signing_anew_what_was_not_altered_breaks_nothing() -> Result<()> {
    let sample = Sample::copied()?;
    sample.write_manifests()?;
    sample.sign(&signer(ONLINE)?)?;
    sample.verify(&[])?.done()?;
    sample.sign(&signer(FOREIGN)?)?;
    sample.verify(&[])?.with_code(1).map(drop)
}
