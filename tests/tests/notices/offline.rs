//! An identity that never sees a network: draft here, sign there, publish here.

use std::fs;

use anyhow::{Context, Result, ensure};
use davylamp_tests::process::Finished;
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{davylamp, davylamp_without_network, path, string};
use davylamp_tests::stage::FAST;
use tempfile::TempDir;

use crate::{titles, written};

/// A desk whose identity is on another machine.
struct Apart {
    dir: TempDir,
    // Held for as long as the stage stands.
    _relay: Relay,
}

impl Apart {
    fn set() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let relay = Relay::start(&dir.path().join("relay"), FAST)?;
        let apart = Self { dir, _relay: relay };
        fs::write(apart.dir.path().join("passphrase"), "ocho palabras que nadie sabe\n")?;
        let made = apart.sign(&["card", "sign", "--make", "miners-legal.example"])?.done()?.json()?;
        let key = string(&made, "desk")?;
        let relay = &apart._relay;
        relay.admit(&key)?;
        let key_file = apart.file("desk.vkey")?;
        fs::write(&key_file, &key)?;
        let (url, log, cosigner) =
            (format!("http://{}", relay.address), relay.log.to_string(), relay.cosigner.to_string());
        let profile =
            ["init", "--no-publish", "--offline-identity", &key_file, "--name", "Oficina", "--language", "es"];
        let place = ["--role", "reports=3d", "--relay", &url, "--log-key", &log, "--cosigner-key", &cosigner];
        apart.desk(&[&profile[..], &place].concat(), "")?.done()?;
        let (draft, card) = (apart.file("card.draft")?, apart.file("card")?);
        apart.desk(&["card", "publish", "--draft", &draft], "")?.done()?;
        apart.sign(&["card", "sign", "--yes", &draft, "-o", &card])?.done()?;
        apart.desk(&["card", "publish", "--signed", &card], "")?.done()?;
        Ok(apart)
    }

    fn file(&self, name: &str) -> Result<String> {
        path(&self.dir.path().join(name))
    }

    /// At the desk, which has no identity.
    fn desk(&self, args: &[&str], input: &str) -> Result<Finished> {
        let (home, key) = (self.file("desk")?, self.file("desk.key")?);
        davylamp(&[&["--json", "desk", "--home", &home, "--key-file", &key], args].concat(), input)
    }

    /// At the other machine.
    fn sign(&self, args: &[&str]) -> Result<Finished> {
        let (identity, words) = (self.file("identity")?, self.file("passphrase")?);
        let own = ["--json", "desk", "--passphrase-file", &words];
        davylamp_without_network(&[&own[..], args, &["--identity", &identity]].concat(), "")
    }

    /// The titles that others read, by the card as a contact.
    fn titles(&self) -> Result<Vec<String>> {
        titles(&davylamp(&["--json", "contact", "notices", "--to", &self.file("card")?], "")?.done()?)
    }
}

#[test]
fn notices_are_drafted_here_signed_there_and_published_here() -> Result<()> {
    let stage = Apart::set()?;
    let refused = stage.desk(&["notice", "publish", "--text", "-"], &written("Derechos"))?.with_code(2)?;
    ensure!(refused.stderr.contains("--draft"), "{}", refused.stderr);
    let [draft, board, other] = ["draft", "board", "other"].map(|name| stage.file(name));
    let (draft, board, other) = (draft?, board?, other?);
    stage.desk(&["notice", "publish", "--text", "-", "--draft", &draft], &written("Derechos"))?.done()?;
    ensure!(stage.titles()?.is_empty(), "a draft is not published");
    let signed = stage.sign(&["notice", "sign", "--yes", &draft, "-o", &board])?.done()?;
    ensure!(signed.stderr.contains("Derechos"), "whoever signs sees what: {}", signed.stderr);
    stage.desk(&["notice", "publish", "--signed", &board], "")?.done()?;
    ensure!(stage.titles()? == ["Derechos"]);
    stage.desk(&["notice", "publish", "--signed", &board], "")?.done().context("the same again")?;
    let text = fs::read_to_string(&draft)?;
    fs::write(&draft, text.replace("serial 1", "serial 2"))?;
    stage.sign(&["notice", "sign", "--yes", &draft, "-o", &other])?.done()?;
    let refused = stage.desk(&["notice", "publish", "--signed", &other], "")?.with_code(1)?;
    ensure!(refused.stderr.contains("not the draft"), "{}", refused.stderr);
    stage.desk(&["notice", "withdraw", "--all", "--draft", &draft], "")?.done()?;
    stage.sign(&["notice", "sign", "--yes", &draft, "-o", &other])?.done()?;
    stage.desk(&["notice", "publish", "--signed", &other], "")?.done()?;
    ensure!(stage.titles()?.is_empty());
    stage.desk(&["notice", "publish", "--signed", &board], "")?.with_code(1).context("an old board again")?;
    Ok(())
}

#[test]
fn a_draft_that_no_reader_would_take_is_not_signed() -> Result<()> {
    let stage = Apart::set()?;
    let (draft, board) = (stage.file("draft")?, stage.file("board")?);
    stage.desk(&["notice", "publish", "--text", "-", "--draft", &draft], &written("Derechos"))?.done()?;
    let text = fs::read_to_string(&draft)?;
    for wrong in
        [text.replace("notice 1", "notice 2"), text.replace("kind other", "kind gossip"), format!("{text}more\n")]
    {
        ensure!(wrong != text, "the control");
        fs::write(&draft, wrong)?;
        stage.sign(&["notice", "sign", "--yes", &draft, "-o", &board])?.with_code(1)?;
        ensure!(!fs::exists(&board)?, "nothing is written");
    }
    Ok(())
}
