//! Case files, with programs that know nothing of Davylamp: PyPI's `bagit`, and age in Node.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::{fs, io};

use age::{Decryptor, Identity};
use anyhow::{Context, Result, bail, ensure};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_tests::externals::{Externals, NodePackages};
use libtest_mimic::Trial;
use secrecy::SecretString;
use serde_json::json;

const SCRIPT: &str = include_str!("../../node/age.mjs");

pub(crate) fn trials(externals: &mut Externals) -> Vec<Trial> {
    let node = externals.node();
    vec![
        externals.trial("bagit_accepts_a_case_file", accepts),
        externals.trial("bagit_refuses_an_altered_case_file", refuses_altered),
        externals.trial("bagit_refuses_a_case_file_with_a_message_left_out", refuses_shortened),
        externals.trial("age_in_node_opens_a_case_file_that_was_exported", move || opens_in_node(&node)),
    ]
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocol/testdata")
}

fn accepts() -> Result<()> {
    validate(&samples().join("case-file-v1/bag"))
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
