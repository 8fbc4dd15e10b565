//! The contact card: what a desk says of itself, signed (`SPEC.md` 6.1). The notice board is its sibling (6.3).
//!
//! ```text
//! davylamp-card/v1
//! desk miners-legal.example+5a1c…+AQ…
//! serial 3
//! name Oficina legal minera
//! role reports 259200
//! language es
//! issued 1763769600
//! expires 1766361600
//! clue-key …
//! online-key …
//! relay LOG-VKEY COSIGNER-VKEY 21 http://…
//! intake 2917 age1pq1…
//!
//! — miners-legal.example WhwcB…
//! ```

mod lines;
mod notice;

use sha2::{Digest, Sha256};

pub use notice::{NOTICE_HEADER, NOTICE_TEXT_MAX, NOTICES_MAX, Notice, NoticeBoard, NoticeKind, TITLE_MAX};

use self::lines::{Lines, WriteLines, base64_32, is_plain};
use crate::clue::{DeskKey, clue_key_is_usable};
use crate::hybrid::HybridRecipient;
use crate::log::entry::Entry;
use crate::log::note::{Algorithm, NoteSigner, SignedNote, VerifierKey, sign};
use crate::week::{DAY_SECONDS, WEEK_SECONDS, week_of, week_start};

/// The longest card or notice, in bytes.
pub const NOTE_MAX: usize = 64 * 1024;
/// The longest life of a card, in seconds.
pub const LIFETIME_MAX: u64 = 60 * DAY_SECONDS;
/// How long past its end a card can still be used, with a warning, in seconds.
pub const GRACE: u64 = 90 * DAY_SECONDS;

/// What a desk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Receives reports.
    Reports,
    /// Receives panic alerts.
    Alerts,
    /// Mediates.
    Mediation,
}

impl Role {
    /// All roles, in the order in which a card lists them.
    pub const ALL: [Self; 3] = [Self::Reports, Self::Alerts, Self::Mediation];

    /// The word in the card.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reports => "reports",
            Self::Alerts => "alerts",
            Self::Mediation => "mediation",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A relay that the desk reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRelay {
    /// Signs its checkpoints; the key's name is the log's origin.
    pub log: VerifierKey,
    /// Adds the time to them.
    pub cosigner: VerifierKey,
    /// Days for which bodies are kept.
    pub retention_days: u16,
    /// `http://host:port`: an onion, or loopback.
    pub url: String,
}

/// A contact card whose signature was verified, or one that is about to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The desk's identity.
    pub desk: VerifierKey,
    /// Higher than that of the card before.
    pub serial: u64,
    /// For people.
    pub name: String,
    /// What it does, and within how many seconds it promises to answer.
    pub roles: Vec<(Role, u64)>,
    /// BCP 47.
    pub languages: Vec<String>,
    /// Unix seconds.
    pub issued: u64,
    /// Unix seconds.
    pub expires: u64,
    /// X25519 public key for openers.
    pub clue_key: [u8; 32],
    /// Ed25519 public key that signs replies, custody and manifests.
    pub online_key: [u8; 32],
    /// Where it reads.
    pub relays: Vec<CardRelay>,
    /// Lines of a tlog-policy that the desk recommends; counsel decides.
    pub policy: Vec<String>,
    /// Recipients by week, without a gap.
    pub intake: Vec<(u32, HybridRecipient)>,
}

/// What to seal to now.
#[derive(Clone, Copy, Debug)]
pub struct Intake<'a> {
    /// The recipient.
    pub recipient: &'a HybridRecipient,
    /// Its week.
    pub week: u32,
    /// The card is past its end: warn, and still send.
    pub expired: bool,
}

/// Why a card or notice is not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum CardError {
    /// Not a note under this desk's key, or one that somebody changed.
    #[error("it is not signed by this desk")]
    Signature,
    /// Signed, and yet not what the format says.
    #[error("it does not keep to the format: {0}")]
    Format(&'static str),
    /// Beyond its end and the 90 days after it.
    #[error("it ended too long ago to be used")]
    Ended,
    /// The clock is before the card's first week.
    #[error("it is not valid yet, or this machine's clock is wrong")]
    NotYet,
}

impl Card {
    /// The desk's key as it goes into every derivation.
    #[must_use]
    pub fn desk_key(&self) -> DeskKey {
        DeskKey(*self.desk.key_bytes())
    }

    /// Signs the card.
    ///
    /// # Errors
    /// [`CardError::Format`] if a reader would not take it, [`CardError::Signature`] if the signer is another desk.
    pub fn sign(&self, signer: &NoteSigner) -> Result<String, CardError> {
        if *signer.verifier_key() != self.desk {
            return Err(CardError::Signature);
        }
        self.check()?;
        let note = sign(&self.to_text(), &[signer]).map_err(|_| CardError::Format("name"))?;
        Self::verify(note.as_bytes(), &self.desk)?;
        Ok(note)
    }

    /// Verifies the signature, and reads every field out of the signed text.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn verify(note: &[u8], desk: &VerifierKey) -> Result<Self, CardError> {
        let note = SignedNote::parse(note, NOTE_MAX).map_err(|_| CardError::Signature)?;
        let text = note.verify(desk).map_err(|_| CardError::Signature)?.as_str();
        let card = Self::read(text)?;
        if card.desk != *desk {
            return Err(CardError::Format("desk"));
        }
        // One spelling only: what was read must be written back to the same text.
        if card.to_text() != text {
            return Err(CardError::Format("spelling"));
        }
        card.check()?;
        Ok(card)
    }

    /// The recipient for `now`: this week's, or the last one for 90 days past the end.
    ///
    /// # Errors
    /// [`CardError::NotYet`], [`CardError::Ended`].
    pub fn intake_at(&self, now: u64) -> Result<Intake<'_>, CardError> {
        if now > self.expires.saturating_add(GRACE) {
            return Err(CardError::Ended);
        }
        let expired = now >= self.expires;
        let week = week_of(now.min(self.expires));
        let (week, recipient) = self.intake.iter().find(|(w, _)| *w == week).ok_or(CardError::NotYet)?;
        Ok(Intake { recipient, week: *week, expired })
    }

    /// Until when what is sealed to a week's intake can be logged and still be read, even by a desk that is then away for
    /// as long as a relay keeps it (`SPEC.md` 13.3). Unix seconds.
    #[must_use]
    pub fn readable_if_logged_by(&self, week: u32) -> u64 {
        let after_the_week = week_start(week).saturating_add(WEEK_SECONDS + 7 * DAY_SECONDS);
        if self.intake.last().is_none_or(|(last, _)| *last != week) {
            return after_the_week;
        }
        let retention = self.relays.iter().map(|relay| u64::from(relay.retention_days)).max().unwrap_or(0);
        let in_grace = self.expires.saturating_add(GRACE).saturating_sub(retention * DAY_SECONDS);
        after_the_week.max(in_grace)
    }

    fn read(text: &str) -> Result<Self, CardError> {
        let mut lines = Lines::new(text, HEADER)?;
        Ok(Self {
            desk: lines.one("desk", lines::vkey)?,
            serial: lines.one("serial", lines::decimal)?,
            name: lines.one("name", |value| Some(value.to_owned()))?,
            roles: lines.many("role", role)?,
            languages: lines.many("language", |value| Some(value.to_owned()))?,
            issued: lines.one("issued", lines::decimal)?,
            expires: lines.one("expires", lines::decimal)?,
            clue_key: lines.one("clue-key", base64_32)?,
            online_key: lines.one("online-key", base64_32)?,
            relays: lines.many("relay", CardRelay::from_line)?,
            policy: lines.many("policy", |value| Some(value.to_owned()))?,
            intake: lines.many("intake", intake)?,
        })
        .and_then(|card| lines.end().map(|()| card))
    }

    fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        text.line("desk", &self.desk);
        text.line("serial", &self.serial);
        text.line("name", &self.name);
        self.roles.iter().for_each(|(role, seconds)| text.line("role", &format!("{} {seconds}", role.name())));
        self.languages.iter().for_each(|language| text.line("language", language));
        text.line("issued", &self.issued);
        text.line("expires", &self.expires);
        text.line("clue-key", &lines::to_base64(&self.clue_key));
        text.line("online-key", &lines::to_base64(&self.online_key));
        for relay in &self.relays {
            text.line("relay", &relay.to_line());
        }
        self.policy.iter().for_each(|line| text.line("policy", line));
        self.intake.iter().for_each(|(week, recipient)| text.line("intake", &format!("{week} {recipient}")));
        text
    }

    /// The rules of the table in `SPEC.md` 6.1.
    fn check(&self) -> Result<(), CardError> {
        let rules: [(&'static str, bool); 11] = [
            ("desk", self.desk.algorithm() == Algorithm::Ed25519),
            ("serial", self.serial > 0),
            ("name", is_plain(&self.name, 120)),
            ("role", (1..=3).contains(&self.roles.len()) && self.roles.is_sorted_by(|a, b| a.0 < b.0)),
            ("language", (1..=16).contains(&self.languages.len()) && self.languages.iter().all(|l| is_language(l))),
            ("expires", self.issued < self.expires && self.expires - self.issued <= LIFETIME_MAX),
            ("clue-key", clue_key_is_usable(&self.clue_key)),
            ("online-key", VerifierKey::new("online", Algorithm::Ed25519, &self.online_key).is_ok()),
            ("relay", (1..=4).contains(&self.relays.len()) && self.relays.iter().all(CardRelay::is_sound)),
            ("policy", self.policy.len() <= 32 && self.policy.iter().all(|line| is_plain(line, 512))),
            ("intake", (1..=12).contains(&self.intake.len()) && self.covers_its_weeks()),
        ];
        rules.into_iter().find(|(_, holds)| !holds).map_or(Ok(()), |(line, _)| Err(CardError::Format(line)))
    }

    fn covers_its_weeks(&self) -> bool {
        let weeks = week_of(self.issued)..=week_of(self.expires);
        weeks.eq(self.intake.iter().map(|(week, _)| *week))
    }
}

impl CardRelay {
    /// The value of a card's `relay` line.
    #[must_use]
    pub fn to_line(&self) -> String {
        format!("{} {} {} {}", self.log, self.cosigner, self.retention_days, self.url)
    }

    /// Reads the value of a `relay` line. Its spelling is the caller's to hold against [`CardRelay::to_line`].
    #[must_use]
    pub fn from_line(value: &str) -> Option<Self> {
        let mut parts = value.split(' ');
        let relay = Self {
            log: lines::vkey(parts.next()?)?,
            cosigner: lines::vkey(parts.next()?)?,
            retention_days: lines::decimal(parts.next()?)?.try_into().ok()?,
            url: parts.next()?.to_owned(),
        };
        (parts.next().is_none() && relay.is_sound()).then_some(relay)
    }

    fn is_sound(&self) -> bool {
        self.log.algorithm() == Algorithm::Ed25519
            && self.cosigner.algorithm() == Algorithm::CosignatureV1
            && (1..=365).contains(&self.retention_days)
            && self.url.starts_with("http://")
            && is_plain(&self.url, 255)
            && !self.url.contains(' ')
    }
}

fn role(value: &str) -> Option<(Role, u64)> {
    let (name, seconds) = value.split_once(' ')?;
    Some((Role::from_name(name)?, lines::decimal(seconds)?))
}

fn intake(value: &str) -> Option<(u32, HybridRecipient)> {
    let (week, recipient) = value.split_once(' ')?;
    Some((lines::decimal(week)?.try_into().ok()?, recipient.parse().ok()?))
}

fn is_language(tag: &str) -> bool {
    let subtags = || tag.split('-');
    let primary = tag.split('-').next().unwrap_or_default();
    tag.len() <= 35
        && (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && subtags().all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// SHA-256 of a verifier key's text: how a card's entry names its desk.
#[must_use]
pub fn key_hash(desk: &VerifierKey) -> [u8; 32] {
    Sha256::digest(desk.to_string()).into()
}

/// The log entry of a card.
#[must_use]
pub fn entry_of_card(note: &str, desk: &VerifierKey, serial: u64) -> Entry {
    Entry::Card { key_hash: key_hash(desk), serial, note_hash: Sha256::digest(note).into() }
}

/// The log entry of a notice board.
#[must_use]
pub fn entry_of_notice(note: &str, desk: &VerifierKey, serial: u64) -> Entry {
    Entry::Notice { key_hash: key_hash(desk), serial, note_hash: Sha256::digest(note).into() }
}

const HEADER: &str = "davylamp-card/v1";

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::clue::ClueSecret;
    use crate::hybrid::HybridIdentity;
    use crate::log::note::CosignerKey;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    pub(crate) const ISSUED: u64 = 1_795_392_000;

    pub(crate) fn sample() -> (Card, NoteSigner) {
        let mut rng = StdRng::seed_from_u64(4);
        let signer = NoteSigner::from_seed("desk.example", &[1; 32]).unwrap();
        let weeks = week_of(ISSUED)..=week_of(ISSUED + 14 * DAY_SECONDS);
        let card = Card {
            desk: signer.verifier_key().clone(),
            serial: 1,
            name: "Oficina legal minera".into(),
            roles: vec![(Role::Reports, 259_200), (Role::Mediation, 604_800)],
            languages: vec!["es".into(), "en".into()],
            issued: ISSUED,
            expires: ISSUED + 14 * DAY_SECONDS,
            clue_key: ClueSecret::generate(&mut rng).public(),
            online_key: *signer.verifier_key().key_bytes(),
            relays: vec![CardRelay {
                log: NoteSigner::from_seed("log.example", &[2; 32]).unwrap().verifier_key().clone(),
                cosigner: CosignerKey::from_seed("log.example/clock", &[3; 32]).unwrap().verifier_key().clone(),
                retention_days: 21,
                url: "http://127.0.0.1:8600".into(),
            }],
            policy: vec![],
            intake: weeks.map(|week| (week, HybridIdentity::generate(&mut rng).to_recipient())).collect(),
        };
        (card, signer)
    }

    #[test]
    fn reads_back_what_was_signed() {
        let (card, signer) = sample();
        let note = card.sign(&signer).unwrap();
        assert_eq!(Card::verify(note.as_bytes(), &card.desk), Ok(card));
    }

    #[test]
    fn rejects_another_desk_and_every_changed_byte() {
        let (card, signer) = sample();
        let note = card.sign(&signer).unwrap();
        let other = NoteSigner::from_seed("desk.example", &[9; 32]).unwrap();
        assert_eq!(Card::verify(note.as_bytes(), other.verifier_key()), Err(CardError::Signature));
        assert_eq!(card.sign(&other), Err(CardError::Signature));
        for at in (0..note.len()).step_by(7) {
            let mut changed = note.clone().into_bytes();
            changed[at] ^= 1;
            assert!(Card::verify(&changed, &card.desk).is_err(), "byte {at}");
        }
    }

    #[test]
    fn rejects_signed_text_that_breaks_a_rule() {
        let (card, signer) = sample();
        type Change = fn(&mut Card);
        let changes: [(Change, &str); 8] = [
            (|c| c.serial = 0, "serial"),
            (|c| c.name = "a\nrole alerts 1".into(), "name"),
            (|c| c.roles.reverse(), "role"),
            (|c| c.languages = vec!["ES".into()], "language"),
            (|c| c.expires = c.issued + LIFETIME_MAX + 1, "expires"),
            (|c| c.clue_key = [0; 32], "clue-key"),
            (|c| c.relays.clear(), "relay"),
            (|c| drop(c.intake.pop()), "intake"),
        ];
        for (change, line) in changes {
            let mut wrong = card.clone();
            change(&mut wrong);
            assert_eq!(wrong.sign(&signer), Err(CardError::Format(line)));
        }
    }

    #[test]
    fn rejects_signed_text_with_lines_added_repeated_or_swapped() {
        let (card, signer) = sample();
        let text = card.to_text();
        let resign = |text: &str| Card::verify(sign(text, &[&signer]).unwrap().as_bytes(), &card.desk);
        assert!(resign(&text).is_ok());
        assert!(resign(&format!("{text}extra line\n")).is_err());
        assert!(resign(&text.replace("serial 1\n", "serial 1\nserial 1\n")).is_err());
        assert!(resign(&text.replace("serial 1\n", "serial 01\n")).is_err());
        assert!(resign(&text.replace("language es\nlanguage en\n", "")).is_err());
        assert!(resign(&text.replace("davylamp-card/v1", "davylamp-card/v2")).is_err());
    }

    #[test]
    fn what_is_sealed_to_a_week_is_read_until_a_week_after_it_and_to_the_last_one_for_longer() {
        let (card, _) = sample();
        let [first, last] = [card.intake.first(), card.intake.last()].map(|intake| intake.unwrap().0);
        assert_eq!(card.readable_if_logged_by(first), week_start(first) + 2 * WEEK_SECONDS);
        let kept = u64::from(card.relays[0].retention_days) * DAY_SECONDS;
        assert_eq!(card.readable_if_logged_by(last), card.expires + GRACE - kept);
        let mut longest = card.clone();
        longest.relays[0].retention_days = 365;
        assert_eq!(longest.readable_if_logged_by(last), week_start(last) + 2 * WEEK_SECONDS);
    }

    #[test]
    fn an_expired_card_can_be_used_for_90_days_and_says_so() {
        let (card, _) = sample();
        assert!(!card.intake_at(ISSUED).unwrap().expired);
        let late = card.intake_at(card.expires + GRACE).unwrap();
        assert!(late.expired);
        assert_eq!(late.week, week_of(card.expires));
        assert_eq!(card.intake_at(card.expires + GRACE + 1).unwrap_err(), CardError::Ended);
        assert_eq!(card.intake_at(ISSUED - 1).unwrap_err(), CardError::NotYet);
    }
}
