//! Case files, with programs that know nothing of Davylamp: PyPI's `bagit`, and age in Node.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::{fs, io};

use age::{Decryptor, Identity};
use anyhow::{Context, Result, bail, ensure};
use davylamp_protocol::attachment::{AttachmentSecret, chunks_for, seal};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::labelled::kdf;
use davylamp_tests::externals::{Externals, NodePackages};
use libtest_mimic::Trial;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use sha2::{Digest as _, Sha256};

const SCRIPT: &str = include_str!("../../node/age.mjs");
const TLOG: &str = include_str!("../../node/tlog.mjs");

pub(crate) fn trials(externals: &mut Externals) -> Vec<Trial> {
    let node = externals.node();
    let (prover, opener) = (Arc::clone(&node), Arc::clone(&node));
    vec![
        externals.trial("bagit_accepts_a_case_file", accepts),
        externals.trial("bagit_refuses_an_altered_case_file", refuses_altered),
        externals.trial("bagit_refuses_a_case_file_with_a_message_left_out", refuses_shortened),
        externals.trial("bagit_accepts_a_case_file_with_attachments", accepts_attached),
        externals.trial("bagit_refuses_an_altered_attachment", refuses_altered_attachment),
        externals.trial("node_checks_every_proof_of_a_case_file_by_itself", move || proofs_in_node(&prover)),
        externals.trial("age_in_node_opens_a_sealed_attachment", move || attachment_in_node(&opener)),
        externals.trial("age_in_node_opens_a_case_file_that_was_exported", move || opens_in_node(&node)),
    ]
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocol/testdata")
}

fn accepts() -> Result<()> {
    validate(&samples().join("case-file-v1/bag"))
}

fn accepts_attached() -> Result<()> {
    validate(&attached_bag())
}

fn refuses_altered_attachment() -> Result<()> {
    let bag = tempfile::tempdir()?;
    copy_folder(&attached_bag(), bag.path())?;
    let folder = fs::read_dir(bag.path().join("data/attachments"))?.next().context("an attachment")??.path();
    let file = fs::read_dir(folder)?.next().context("its file")??.path();
    let mut bytes = fs::read(&file)?;
    *bytes.last_mut().context("it is not empty")? ^= 1;
    fs::write(file, bytes)?;
    ensure!(validate(bag.path()).is_err(), "an altered attachment was accepted");
    Ok(())
}

fn attached_bag() -> PathBuf {
    samples().join("attached-case-file-v1/bag")
}

/// Messages, cards and heads: each entry is made here from the bytes in the bag, and proven there.
fn proofs_in_node(node: &Arc<NodePackages>) -> Result<()> {
    let policy = fs::read_to_string(samples().join("attached-case-file-v1/policy"))?;
    let logs: Vec<&str> = policy.lines().filter_map(|line| line.strip_prefix("log ")).collect();
    let mut proven = 0;
    for kind in ["messages", "custody/heads"] {
        for folder in fs::read_dir(attached_bag().join("data").join(kind))? {
            let folder = folder?.path();
            let envelope = fs::read(folder.join("envelope"))?;
            let (clue, body) = envelope.split_at(48);
            let entry = [&[1], clue, &Sha256::digest(body)].concat();
            let proof = fs::read_to_string(folder.join("proof.tlog-proof"))?;
            let ask = |entry: &[u8], proof: &str| -> Result<bool> {
                for log in &logs {
                    let vkey = log.split_whitespace().next().unwrap_or_default();
                    let request = json!({ "entry": hex::encode(entry), "proof": proof, "vkey": vkey });
                    if node.run(TLOG, &request)?.get("refused").is_none() {
                        return Ok(true);
                    }
                }
                Ok(false)
            };
            ensure!(ask(&entry, &proof)?, "{}", folder.display());
            let mut other = entry.clone();
            *other.last_mut().context("an entry has bytes")? ^= 1;
            ensure!(!ask(&other, &proof)?, "another entry was accepted");
            ensure!(!ask(&entry, &proof.replacen("\n\n", "\nAAAA\n\n", 1))?, "another proof was accepted");
            proven += 1;
        }
    }
    ensure!(proven > 3, "the bag has messages and heads: {proven}");
    Ok(())
}

fn attachment_in_node(node: &Arc<NodePackages>) -> Result<()> {
    let (secret, origin, content) = (AttachmentSecret::from_bytes([9; 32]), "example.org", b"the list of names");
    let (size, mut sealed) = (content.len() as u64, Vec::new());
    let chunks = chunks_for(size).context("it can be attached")?;
    seal(&mut &content[..], size, (&secret, origin), chunks, &mut sealed)?;
    // As section 16.2 of the specification has it, by hand.
    let seed = kdf(&[9; 32], &[], "davylamp/v1/attachment-identity", &[origin.as_bytes()]);
    let identity = HybridIdentity::from_seed(seed).to_secret_string();
    let request = json!({ "operation": "open", "identity": identity.expose_secret(), "file": hex::encode(&sealed) });
    let answer = node.run(SCRIPT, &request)?;
    let opened = hex::decode(answer.get("text").and_then(|text| text.as_str()).with_context(|| answer.to_string())?)?;
    ensure!(opened.starts_with(content) && opened.iter().skip(content.len()).all(|byte| *byte == 0));
    Ok(())
}

fn refuses_altered() -> Result<()> {
    let bag = copy_of_the_sample()?;
    let page = bag.path().join("data/case.html");
    let altered = fs::read_to_string(&page)?.replacen("Case ", "case ", 1);
    fs::write(page, altered)?;
    ensure!(validate(bag.path()).is_err(), "an altered page was accepted");
    Ok(())
}

fn refuses_shortened() -> Result<()> {
    let bag = copy_of_the_sample()?;
    fs::remove_dir_all(bag.path().join("data/messages/0003"))?;
    ensure!(validate(bag.path()).is_err(), "a missing message was accepted");
    Ok(())
}

fn validate(bag: &Path) -> Result<()> {
    let output = Command::new("python3").args(["-m", "bagit", "--validate", "--quiet"]).arg(bag).output()?;
    if output.status.success() { Ok(()) } else { bail!("bagit: {}", String::from_utf8_lossy(&output.stderr)) }
}

fn copy_of_the_sample() -> Result<tempfile::TempDir> {
    let copy = tempfile::tempdir()?;
    copy_folder(&samples().join("case-file-v1/bag"), copy.path())?;
    Ok(copy)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn opens_in_node(node: &Arc<NodePackages>) -> Result<()> {
    let folder = samples().join("exported-case-file-v1");
    let file = fs::read(folder.join("case.age"))?;
    let text = fs::read_to_string(folder.join("identity"))?;
    let identity = text.lines().find(|line| !line.starts_with('#')).context("identity file")?;
    let answer = node.run(SCRIPT, &json!({ "operation": "open", "identity": identity, "file": hex::encode(&file) }))?;
    let opened = answer.get("text").and_then(|text| text.as_str()).with_context(|| answer.to_string())?;
    let opened = hex::decode(opened)?;
    let own = HybridIdentity::from_secret_string(&SecretString::from(identity.to_owned()))?;
    let mut expected = Vec::new();
    Decryptor::new_buffered(file.as_slice())?
        .decrypt(std::iter::once(&own as &dyn Identity))?
        .read_to_end(&mut expected)?;
    ensure!(opened == expected, "Node opened another text");
    ensure!(opened.windows(9).any(|bytes| bytes == b"bagit.txt"), "no bag in it");
    Ok(())
}
