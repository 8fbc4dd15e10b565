//! `desk init` on a terminal, by somebody who has never done it: what they need is said first, a slip is asked again, and
//! at the end they know what to do.

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::run;
use davylamp_tests::pty::{Pty, WIDE, flat};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{davylamp, path};
use davylamp_tests::stage::FAST;

const PASSPHRASE: &str = "copper lantern fjord umbrella kelp pebble";

#[test]
fn a_newcomer_who_errs_at_every_question_still_has_a_desk_at_the_end() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let home = path(&dir.path().join("desk"))?;
    let mut pty = Pty::davylamp(&["desk", "--home", &home, "init"], WIDE)?;
    pty.wait_for("Have these three things ready")?;
    pty.answer("Name of the desk", "")?;
    pty.wait_for("the name is empty")?;
    pty.press("Oficina legal minera\r")?;
    pty.answer("Languages that you read", "Español")?;
    pty.wait_for("short code")?;
    pty.press("es en\r")?;
    pty.answer("What you do", "reports=soon")?;
    pty.wait_for("not a time such as 3d")?;
    pty.press("cases=3d\r")?;
    pty.wait_for("not a role with a time")?;
    pty.press("reports=3d\r")?;
    pty.answer("Relay (http://host:port)", "nowhere")?;
    pty.wait_for("nowhere")?;
    pty.press(&format!("{}\r", relay.address))?;
    pty.answer("log verifier key", &relay.cosigner.to_string())?;
    pty.wait_for("the other one of the relay's two keys")?;
    pty.press(&format!("{}\r", relay.log))?;
    pty.answer("cosigner verifier key", &relay.cosigner.to_string())?;
    pty.answer("Name of its key", "two words")?;
    pty.wait_until(|pty| flat(&pty.text()).matches("Name of its key").count() == 2)?;
    pty.press("miners-legal.example\r")?;
    pty.answer("Passphrase of the desk's home", "short")?;
    pty.wait_for("at least 12 characters")?;
    ensure!(!std::path::Path::new(&home).join("format").exists(), "nothing is kept before the passphrase is set");
    // Only what is typed at the question is hidden.
    pty.wait_until(|pty| flat(&pty.text()).matches("Passphrase of the desk's home").count() == 2)?;
    pty.press(&format!("{PASSPHRASE}\r"))?;
    pty.answer("The same once more", "another passphrase")?;
    pty.wait_for("are not the same")?;
    pty.wait_until(|pty| flat(&pty.text()).matches("Passphrase of the desk's home").count() == 3)?;
    pty.press(&format!("{PASSPHRASE}\r"))?;
    pty.wait_until(|pty| flat(&pty.text()).matches("The same once more").count() == 2)?;
    pty.press(&format!("{PASSPHRASE}\r"))?;

    // The relay does not list it yet: what to give to the operator is said, and the wizard waits.
    pty.wait_for("Try again? (yes or no)")?;
    let told = flat(&pty.text());
    ensure!(told.contains("davylamp-relay desk add DIR miners-legal.example+"), "the operator's line: {told}");
    let key = told.split(' ').find(|word| word.starts_with("miners-legal.example+")).context("a key")?;
    relay.admit(key)?;
    pty.press("yes\r")?;
    pty.wait_for("The test report arrived")?;
    pty.wait_for("What to do now")?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(0), "{ended:?}");
    let said = flat(&ended.text);
    for part in
        ["Six words that show that a poster is yours", "davylamp desk watch", "Take the backup to another place"]
    {
        ensure!(said.contains(part), "{part:?} is said: {said}");
    }
    ensure!(!said.contains("copper lantern"), "the passphrase is never shown");
    let words = path(&dir.path().join("words"))?;
    std::fs::write(&words, PASSPHRASE)?;
    davylamp(&["desk", "--home", &home, "--passphrase-file", &words, "list"], "")?.done().map(drop)
}

/// A script gets one answer, as before: nothing asks for ever.
#[test]
fn where_nobody_sits_there_a_wrong_answer_is_the_end() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let home = path(&dir.path().join("desk"))?;
    for (typed, told) in [("", "input ended"), ("\n", "name is empty"), ("Desk\nEspañol\n", "short code")] {
        let refused = run(&Binaries::get()?.client, ["desk", "--home", &home, "init"], typed)?.with_code(2)?;
        ensure!(refused.stderr.contains(told), "{told:?}: {}", refused.stderr);
        ensure!(!std::path::Path::new(&home).exists(), "nothing is left");
    }
    Ok(())
}
