//! A defender who seals by hand what a device would, and posts it without the client.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use davylamp_protocol::alert::{AlertBody, AlertContent, AlertLane, Stage, Word, Words, X, seal_alert};
use davylamp_protocol::clue::{Scope, Tag};
use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use davylamp_protocol::keys::Passphrase;
use davylamp_protocol::labelled::Secret32;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::message::{Arm, Message};
use davylamp_protocol::thread::LaneWriter;
use davylamp_tests::http::Http;
use davylamp_tests::relay::Relay;
use rand::RngCore as _;
use rand::rngs::OsRng;

pub(crate) const RIGHT: &str = "copper kettle";
pub(crate) const DURESS: &str = "tin kettle";

/// One relay, spoken to without the client.
pub(crate) struct Log {
    pub(crate) http: Http,
    pub(crate) origin: String,
}

impl Log {
    pub(crate) fn of(relay: &Relay) -> Result<Self> {
        Ok(Self { http: Http::new(&relay.address, &relay.log)?, origin: relay.log.name().to_owned() })
    }

    /// Places in the log where this tag stands.
    pub(crate) async fn places(&self, tag: &Tag) -> Result<Vec<usize>> {
        let entries = self.http.entries(&self.http.checkpoint().await?).await?;
        let is = |entry: &Entry| matches!(entry, Entry::Envelope { clue, .. } if clue.ends_with(tag));
        Ok(entries.iter().enumerate().filter(|(_, entry)| is(entry)).map(|(place, _)| place).collect())
    }

    /// Waits until it stands there.
    pub(crate) async fn wait_for(&self, tag: &Tag) -> Result<usize> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if let Some(place) = self.places(tag).await?.first() {
                return Ok(*place);
            }
            tokio::time::sleep(Duration::from_millis(20)).await; // polling, bounded above
        }
        bail!("no acknowledgement came into {}", self.origin)
    }

    /// Whether every body's machine-made acknowledgement stands there.
    pub(crate) async fn received(&self, body: &AlertBody) -> Result<usize> {
        self.wait_for(&body.x.ack(&self.origin, Stage::Received)).await
    }
}

/// How a profile is armed.
#[derive(Default)]
pub(crate) struct Armed {
    pub(crate) invite: Option<String>,
    pub(crate) contacts: Vec<String>,
}

pub(crate) struct Defender {
    recipient: HybridRecipient,
    lane: AlertLane,
}

impl Defender {
    /// Arms a profile at `desk`, through every log.
    pub(crate) async fn arm(desk: &str, logs: &[&Log], armed: Armed) -> Result<Self> {
        let desk: VerifierKey = desk.parse()?;
        let card = logs.first().context("a log")?.http.card(&desk).await?;
        let (mut secret, mut seed) = (Secret32::default(), Secret32::default());
        OsRng.fill_bytes(secret.as_mut());
        OsRng.fill_bytes(seed.as_mut());
        let words = Words::new(Word::normal(RIGHT)?, Word::normal(DURESS)?)?;
        let mut arm = Arm::new(&secret, &seed, now() + 86_400, &words, "Llamen a la comunidad");
        (arm.invite, arm.contacts) = (armed.invite, armed.contacts);
        let message = Message::Arm(arm).encode();
        let case = Passphrase::generate(&mut OsRng).root().case(card.desk_key());
        for log in logs {
            let scope = Scope { origin: &log.origin, desk: card.desk_key() };
            let intake = card.intake_at(now())?;
            let (mut lane, opener) =
                LaneWriter::open(scope, &card.clue_key, intake.recipient, &case, Vec::new(), &mut OsRng)?;
            log.http.post(&opener).await?;
            for part in lane.write(&message)? {
                log.http.post(&part).await?;
            }
        }
        Ok(Self {
            recipient: HybridIdentity::from_seed(seed).to_recipient(),
            lane: AlertLane::new(&secret, card.desk_key()),
        })
    }

    /// Seals under the next key, not yet posted.
    pub(crate) fn seal(&mut self, content: AlertContent) -> Sealed {
        let lane = self.lane.next();
        Sealed {
            body: AlertBody { x: X::generate(&mut OsRng), content },
            lane: std::mem::replace(&mut self.lane, lane),
            recipient: self.recipient.clone(),
        }
    }

    /// Seals under the next key, and posts to these logs; gives the place in the last one.
    pub(crate) async fn say(&mut self, content: AlertContent, logs: &[&Log]) -> Result<(AlertBody, u64)> {
        let sealed = self.seal(content);
        let mut place = 0;
        for log in logs {
            place = sealed.post(log).await?;
        }
        Ok((sealed.body, place))
    }

    pub(crate) async fn cancel(&mut self, about: &AlertBody, word: &str, log: &Log) -> Result<AlertBody> {
        let content = AlertContent::Cancel { about: about.x.name(), word: Word::typed(word), ends: false };
        Ok(self.say(content, &[log]).await?.0)
    }

    pub(crate) async fn alive(&mut self, word: &str, (renews, until): (u64, u64), log: &Log) -> Result<AlertBody> {
        let content = AlertContent::Alive { word: Word::typed(word), renews, until, grace: 1 };
        Ok(self.say(content, &[log]).await?.0)
    }
}

/// One sealing, to be posted anywhere.
pub(crate) struct Sealed {
    pub(crate) body: AlertBody,
    lane: AlertLane,
    recipient: HybridRecipient,
}

impl Sealed {
    pub(crate) async fn post(&self, log: &Log) -> Result<u64> {
        let envelope = seal_alert(&self.lane, &log.origin, &self.recipient, &self.body)?;
        Ok(log.http.post(&envelope).await?.index)
    }
}

pub(crate) fn short(body: &AlertBody) -> String {
    hex::encode(body.x.name()).chars().take(8).collect()
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
