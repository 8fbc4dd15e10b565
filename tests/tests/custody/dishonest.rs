//! A desk that lies with all its own keys: it makes a bag anew out of what it has, proves it anew, and signs it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use davylamp_protocol::evidence::{CaseMaterial, build, online_signer};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::checkpoint::Checkpoint;
use davylamp_protocol::log::proof::TlogProof;
use davylamp_protocol::log::tree::{MemoryTree, prove_inclusion};
use davylamp_tests::http::Http;
use davylamp_tests::relay::Relay;
use secrecy::SecretString;
use serde_json::Value;

/// Makes the bag in `from` anew in `to`, with proofs of now, and signs it with the desk's online key.
pub(crate) fn make_anew(from: &Path, to: &Path, relay: &Relay, desk: &Path) -> Result<()> {
    let mut files = BTreeMap::new();
    read_all(from, from, &mut files)?;
    let mut material = CaseMaterial::read(&files).map_err(|(path, error)| anyhow::anyhow!("{path}: {error}"))?;
    for message in &mut material.messages {
        message.proof = prove_now(relay, message.proof.index)?;
    }
    let signer = online_signer(&material.desk, &online_seed(desk)?)?;
    for (name, bytes) in build(&material, &signer)? {
        let file = to.join(name);
        fs::create_dir_all(file.parent().context("a folder")?)?;
        fs::write(file, bytes)?;
    }
    Ok(())
}

fn read_all(root: &Path, dir: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let file = entry?.path();
        if file.is_dir() {
            read_all(root, &file, files)?;
        } else {
            let name = file.strip_prefix(root)?.to_str().context("a bag's names are plain")?.to_owned();
            files.insert(name, fs::read(&file)?);
        }
    }
    Ok(())
}

/// The proof of an entry under the newest checkpoint, as anybody can put it together.
fn prove_now(relay: &Relay, index: u64) -> Result<TlogProof> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let http = Http::new(&relay.address, &relay.log)?;
        let note = http.get("/checkpoint").await?;
        let checkpoint = Checkpoint::verify(&note, &relay.log)?;
        let mut tree = MemoryTree::new();
        http.entries(&checkpoint).await?.iter().for_each(|entry| tree.push(entry.leaf_hash()));
        ensure!(tree.root() == checkpoint.root, "the entries are those of the checkpoint");
        let hashes = prove_inclusion(checkpoint.size, index, &tree)?;
        Ok(TlogProof { extra: None, index, hashes, checkpoint: String::from_utf8(note)? })
    })
}

/// Out of the desk's home: whoever runs the desk has it.
fn online_seed(dir: &Path) -> Result<[u8; 32]> {
    let home = dir.join("desk");
    let key = fs::read_to_string(dir.join("desk.key"))?;
    let inner = String::from_utf8(unseal(&key, &fs::read(home.join("key.age"))?)?)?;
    let state = unseal(&inner, &fs::read(home.join("state.age"))?)?;
    let json = state.iter().position(|byte| *byte == b'\n').and_then(|end| state.get(end..)).context("a header")?;
    let state: Value = serde_json::from_slice(json)?;
    let online = state["online"].as_array().and_then(|keys| keys.last()).context("an online key")?;
    let seed = BASE64_STANDARD.decode(online["seed"].as_str().context("a seed")?)?;
    seed.try_into().map_err(|_| anyhow::anyhow!("not 32 bytes"))
}

fn unseal(identity: &str, sealed: &[u8]) -> Result<Vec<u8>> {
    let line = identity.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).context("an identity")?;
    let identity = HybridIdentity::from_secret_string(&SecretString::from(line.to_owned()));
    let identity = identity.map_err(|_| anyhow::anyhow!("not an identity"))?;
    let mut opened = Vec::new();
    let decryptor = age::Decryptor::new_buffered(sealed)?;
    decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity))?.read_to_end(&mut opened)?;
    Ok(opened)
}
