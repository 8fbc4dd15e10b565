//! Copies that nobody signed, or somebody else did: sealed by hand, since no client would.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, ensure};
use davylamp_protocol::clue::{DeskKey, Scope};
use davylamp_protocol::keys::{Passphrase, Root};
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::message::{Copy, Leave, Message, Party, TableId, Text};
use davylamp_protocol::thread::LaneWriter;
use davylamp_tests::http::Http;
use davylamp_tests::scenario::{davylamp, path};
use rand::rngs::OsRng;

use crate::table::{Table, copies, has_words, marks};

/// What a copy claims.
struct Claim {
    table: TableId,
    author: DeskKey,
    receiver: DeskKey,
    message: Message,
    signer: [u8; 32],
}

/// Posts a copy in a lane of a stranger's at the mediator.
async fn send(table: &Table, claim: &Claim, lane: u8) -> Result<()> {
    let (desk, relay) = (table.mediator.key.parse::<VerifierKey>()?, &table.relays[0]);
    let http = Http::new(&relay.address, &relay.log)?;
    let card = http.card(&desk).await?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let signer = ed25519_dalek::SigningKey::from_bytes(&claim.signer);
    let copy = Copy::sign(claim.table, (claim.author, claim.receiver), now, &claim.message, &signer);
    let copy = Message::Copy(copy.ok_or_else(|| anyhow::anyhow!("not a message that is copied"))?);
    let keys = Root::from_random([lane; 32].into()).case(card.desk_key());
    let (scope, intake) = (Scope { origin: relay.log.name(), desk: card.desk_key() }, card.intake_at(now)?);
    let (mut writer, opener) =
        LaneWriter::open(scope, &card.clue_key, intake.recipient, &keys, Vec::new(), &mut OsRng)?;
    http.post(&opener).await?;
    for part in writer.write(&copy.encode())? {
        http.post(&part).await?;
    }
    Ok(())
}

fn key(desk: &str) -> Result<DeskKey> {
    Ok(DeskKey(*desk.parse::<VerifierKey>()?.key_bytes()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_with_the_right_table_and_a_wrong_key_is_nobodys_words_and_ends_nothing() -> Result<()> {
    let table = Table::set(1)?;
    let there = table.invite(&[])?;
    table.say(&table.desk, &table.case, "Palabras verdaderas.")?;
    let (author, receiver) = (key(&table.desk.key)?, key(&table.mediator.key)?);
    let words = Passphrase::parse(&std::fs::read_to_string(&table.reporter.passphrase)?)?;
    let name = words.root().table(author, receiver);
    let forged = |message| Claim { table: name, author, receiver, message, signer: [0x66; 32] };
    send(&table, &forged(Message::Text(Text::new("Palabras falsas uno."))), 1).await?;
    send(&table, &forged(Message::Leave(Leave::new(name, Party::Desk, None))), 2).await?;
    let stranger = ed25519_dalek::SigningKey::from_bytes(&[0x66; 32]).verifying_key().to_bytes();
    let message = Message::Text(Text::new("Palabras falsas dos."));
    send(&table, &Claim { author: DeskKey(stranger), ..forged(message) }, 3).await?;
    let message = Message::Text(Text::new("Palabras falsas tres."));
    send(&table, &Claim { receiver: author, ..forged(message) }, 4).await?;
    table.mediator.catch_up()?;

    let shown = table.show(&table.mediator, &there)?;
    ensure!(marks(&shown, "Palabras verdaderas.").len() == 1, "{shown}");
    let odd = copies(&shown).into_iter().filter(|copy| copy["worth"] == "odd" && copy["content"].is_null());
    ensure!(odd.count() == 4, "{shown}");
    ensure!(!has_words(&shown, "Palabras falsas") && !shown.to_string().contains("falsas"), "{shown}");
    ensure!(shown["tables"][0]["open"] == true, "{shown}");
    let people = table.mediator.run_for_people(&["show", &there], "")?.done()?.stdout;
    ensure!(people.matches("did not sign for you").count() == 4 && !people.contains("falsas"), "{people}");
    ensure!(table.mediator.cases()?.len() == 1, "no case of its own");

    // A table that no reporter opened here is held back, and goes into no case file.
    let elsewhere = Claim { table: [0x77; 32], ..forged(Message::Text(Text::new("Palabras falsas cuatro."))) };
    send(&table, &elsewhere, 5).await?;
    table.mediator.catch_up()?;
    let list = table.mediator.run(&["list"], "")?.done()?.json()?;
    let held = &list["unverified_tables"][0];
    ensure!(held["table"] == hex::encode([0x77; 32]) && list["cases"].as_array().map(Vec::len) == Some(1), "{list}");
    let lane = held["case"].as_str().unwrap_or_default();
    ensure!(!table.show(&table.mediator, lane)?.to_string().contains("falsas"), "not even by its name");
    let (lawyer, file) = (table.dir.path().join("lawyer.key"), table.dir.path().join("case.age"));
    let (lawyer, file) = (path(&lawyer)?, path(&file)?);
    davylamp(&["counsel", "keygen", "-o", &lawyer], "")?.done()?;
    let export = ["export", lane, "-R", &format!("{lawyer}.recipients"), "-o", &file];
    let refused = table.mediator.run(&export, "")?.with_code(1)?;
    ensure!(refused.stderr.contains("they go into no case file"), "{}", refused.stderr);
    Ok(())
}
