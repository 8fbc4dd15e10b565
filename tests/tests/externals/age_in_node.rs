//! age's hybrid recipient, both ways, with the npm package `age-encryption`.

use std::{
    io::{Read, Write},
    sync::Arc,
};

use age::{Decryptor, Encryptor, Identity, Recipient};
use anyhow::{Context, Result, anyhow, bail, ensure};
use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use davylamp_tests::externals::{Externals, NodePackages};
use libtest_mimic::Trial;
use rand::rngs::OsRng;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

const SCRIPT: &str = include_str!("../../node/age.mjs");
const TEXT: &[u8] = "Me quitaron el trabajo por hablar. \u{1f56f}".as_bytes();

type Test = fn(&Node) -> Result<()>;

pub(crate) fn trials(externals: &mut Externals) -> Vec<Trial> {
    let tests: [(&str, Test); 6] = [
        ("age_in_node_derives_the_same_recipient", derives_the_same_recipient),
        ("age_in_node_opens_what_is_sealed_here", opens_what_is_sealed_here),
        ("what_age_in_node_seals_opens_here", what_it_seals_opens_here),
        ("an_identity_made_by_age_in_node_works_here", its_identity_works_here),
        ("neither_side_opens_a_changed_file", nobody_opens_a_changed_file),
        ("neither_side_opens_what_is_sealed_to_another", nobody_opens_what_is_for_another),
    ];
    tests
        .into_iter()
        .map(|(name, test)| {
            let node = Node::new(externals);
            externals.trial(name, move || test(&node))
        })
        .collect()
}

fn derives_the_same_recipient(node: &Node) -> Result<()> {
    let identity = HybridIdentity::generate(&mut OsRng);
    let answer = node.ask(json!({"operation": "derive", "identity": secret(&identity)}))?;
    ensure!(field(&answer, "recipient")? == identity.to_recipient().to_string(), "another recipient: {answer}");
    Ok(())
}

fn opens_what_is_sealed_here(node: &Node) -> Result<()> {
    let identity = HybridIdentity::generate(&mut OsRng);
    for text in [TEXT, &[], &[7; 200_000]] {
        let sealed = seal(&identity.to_recipient(), text)?;
        ensure!(node.open(&secret(&identity), &sealed)? == text, "another text of {} bytes", text.len());
    }
    Ok(())
}

fn what_it_seals_opens_here(node: &Node) -> Result<()> {
    let identity = HybridIdentity::generate(&mut OsRng);
    for text in [TEXT, &[], &[7; 200_000]] {
        let sealed = node.seal(&[&identity.to_recipient().to_string()], text)?;
        ensure!(open(&identity, &sealed)? == text, "another text of {} bytes", text.len());
    }
    Ok(())
}

fn its_identity_works_here(node: &Node) -> Result<()> {
    let made = node.ask(json!({"operation": "generate"}))?;
    let identity = HybridIdentity::from_secret_string(&SecretString::from(field(&made, "identity")?))?;
    let recipient: HybridRecipient = field(&made, "recipient")?.parse()?;
    ensure!(identity.to_recipient() == recipient, "another recipient");
    ensure!(secret(&identity) == field(&made, "identity")?, "another identity string");
    ensure!(open(&identity, &seal(&recipient, TEXT)?)? == TEXT, "another text");
    Ok(())
}

fn nobody_opens_a_changed_file(node: &Node) -> Result<()> {
    let identity = HybridIdentity::generate(&mut OsRng);
    let sealed = seal(&identity.to_recipient(), TEXT)?;
    // Into the ML-KEM share, the X25519 share at its end, and the payload's last authenticator.
    let stanza = sealed.windows(14).position(|window| window == b"mlkem768x25519").context("stanza")? + 15;
    for at in [stanza, stanza + 1480, sealed.len() - 1] {
        let mut changed = sealed.clone();
        let byte = changed.get_mut(at).context("position")?;
        *byte = if *byte == b'A' { b'B' } else { b'A' };
        ensure!(open(&identity, &changed).is_err(), "byte {at} changed, and it opens here");
        ensure!(node.refuses(&secret(&identity), &changed)?, "byte {at} changed, and it opens in Node");
    }
    Ok(())
}

fn nobody_opens_what_is_for_another(node: &Node) -> Result<()> {
    let [identity, other] = [(); 2].map(|()| HybridIdentity::generate(&mut OsRng));
    let here = seal(&identity.to_recipient(), TEXT)?;
    ensure!(node.refuses(&secret(&other), &here)?, "Node opens what is not for it");
    let there = node.seal(&[&identity.to_recipient().to_string()], TEXT)?;
    ensure!(open(&other, &there).is_err(), "it opens here");
    Ok(())
}

/// The other implementation. A trial that asks it is listed under `age-encryption` in `externals.toml`.
pub(crate) struct Node(Arc<NodePackages>);

impl Node {
    pub(crate) fn new(externals: &Externals) -> Self {
        Self(externals.node())
    }

    fn ask(&self, request: Value) -> Result<Value> {
        let answer = self.0.run(SCRIPT, &request)?;
        match answer.get("refused").and_then(Value::as_str) {
            Some(reason) => bail!("refused: {reason}"),
            None => Ok(answer),
        }
    }

    fn seal(&self, recipients: &[&str], text: &[u8]) -> Result<Vec<u8>> {
        let text = hex::encode(text);
        let request = json!({"operation": "seal", "recipients": recipients, "text": text});
        Ok(hex::decode(field(&self.ask(request)?, "file")?)?)
    }

    /// The plaintext of an age file, opened with an identity string.
    pub(crate) fn open(&self, identity: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let answer = self.ask(opening(identity, sealed))?;
        Ok(hex::decode(field(&answer, "text")?)?)
    }

    /// Whether the age of this side says no; that it could not be asked is an error.
    fn refuses(&self, identity: &str, sealed: &[u8]) -> Result<bool> {
        let answer = self.0.run(SCRIPT, &opening(identity, sealed))?;
        Ok(answer.get("refused").is_some())
    }
}

fn opening(identity: &str, sealed: &[u8]) -> Value {
    json!({"operation": "open", "identity": identity, "file": hex::encode(sealed)})
}

fn seal(recipient: &HybridRecipient, text: &[u8]) -> Result<Vec<u8>> {
    let encryptor = Encryptor::with_recipients([recipient as &dyn Recipient].into_iter())?;
    let mut sealed = vec![];
    let mut writer = encryptor.wrap_output(&mut sealed)?;
    writer.write_all(text)?;
    writer.finish()?;
    Ok(sealed)
}

fn open(identity: &HybridIdentity, sealed: &[u8]) -> Result<Vec<u8>> {
    let mut text = vec![];
    let decryptor = Decryptor::new_buffered(sealed)?;
    decryptor.decrypt([identity as &dyn Identity].into_iter())?.read_to_end(&mut text)?;
    Ok(text)
}

fn secret(identity: &HybridIdentity) -> String {
    identity.to_secret_string().expose_secret().to_owned()
}

fn field<'a>(answer: &'a Value, name: &str) -> Result<&'a str> {
    answer.get(name).and_then(Value::as_str).ok_or_else(|| anyhow!("no {name} in {answer}"))
}
