//! The self-test: a report sent as a stranger would, received as the desk does, and forgotten.

use std::time::Duration;

use davylamp_protocol::card::Card;
use davylamp_protocol::clue::{DeskKey, Scope};
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::keys::Passphrase;
use davylamp_protocol::message::{Message, Report};
use davylamp_protocol::thread::LaneWriter;
use rand::rngs::OsRng;

use super::contact;
use crate::desk::home::Home;
use crate::desk::watch::{self, Event};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, now};
use crate::terminal::Terminal;
use crate::text::text;

/// Sends a report as a stranger would, and receives it as the desk does.
pub(super) async fn self_test(home: Home, network: &NetworkArgs, terminal: &Terminal) -> Result<Home, Failure> {
    terminal.say(text("desk-self-test"));
    let state = home.read()?;
    let contact = contact(&state)?;
    let relay = Relay::connect(&contact.relay, network)?;
    let found = relay.find_card(&contact.desk).await?;
    let envelopes = test_report(&found.card, found.relay.log.name())?;
    for envelope in &envelopes {
        relay.post(envelope, &found.relay.log).await?;
    }
    let before: Vec<String> = state.cases.keys().cloned().collect();
    let mut home = home;
    for _ in 0..SELF_TEST_ROUNDS {
        let (same, events) = watch::catch_up(home, network).await?;
        home = same;
        let whole = events.iter().find_map(|event| {
            let Event::Message { case, .. } = event else { return None };
            (!before.contains(case)).then(|| case.clone())
        });
        if let Some(case) = whole {
            home.delete_case(&case)?;
            terminal.say(text("desk-self-test-passed"));
            return Ok(home);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Err(Failure::new(text("desk-self-test-failed")).hint(text("desk-self-test-failed-hint")))
}

fn test_report(card: &Card, origin: &str) -> Result<Vec<Envelope>, Failure> {
    let failure = |error: &dyn ToString| Failure::new(error.to_string());
    let desk = DeskKey(*card.desk.key_bytes());
    let case = Passphrase::generate(&mut OsRng).root().case(desk);
    let intake = card.intake_at(now()).map_err(|e| failure(&e))?;
    let scope = Scope { origin, desk };
    let opened = LaneWriter::open(scope, &card.clue_key, intake.recipient, &case, Vec::new(), &mut OsRng);
    let (mut lane, opener) = opened.map_err(|e| failure(&e))?;
    let report = Message::Report(Report::new(text("desk-self-test-report"), None));
    let mut envelopes = vec![opener];
    envelopes.extend(lane.write(&report.encode()).map_err(|e| failure(&e))?);
    Ok(envelopes)
}

/// Rounds of catching up, a second apart.
const SELF_TEST_ROUNDS: u32 = 60;
