//! What travels in a profile's lane (`SPEC.md` 12.3).
//!
//! ```text
//! { 0: 1, 1: 10, 2: bound, 3: tag, 4: x }                        an alert: nothing else, since it is sealed ahead
//! { 0: 1, 1: 12, 2: bound, 3: tag, 4: x, 5: name, 8: "…" }       a cancel, with whatever word was typed
//! ```

use minicbor::{Decode, Encode};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{AlertLane, AlertName, Word, X};
use crate::attachment::Attachment;
use crate::cbor;
use crate::clue::{Position, Tag};
use crate::envelope::{Envelope, NotForUs, SealError, open_body, seal_thread};
use crate::hybrid::{ExposedFileKey, HybridIdentity, HybridRecipient};
use crate::thread::VERSION;

/// The longest words of an update, in bytes of UTF-8.
pub const TEXT_MAX: usize = 1000;
/// The longest place of an update, in bytes of UTF-8.
pub const PLACE_MAX: usize = 300;

/// One sealing: its secret and what it says.
#[derive(Clone)]
pub struct AlertBody {
    /// Fresh for each sealing.
    pub x: X,
    /// What it says.
    pub content: AlertContent,
}

/// What a device says to a contact. To all others the kinds look alike.
#[derive(Clone)]
pub enum AlertContent {
    /// Help. Its name is that of its x.
    Alert,
    /// An alert that is meant to try the way.
    Drill,
    /// More about an alert; without words and place it says *still in danger*.
    Update {
        /// Which alert or drill.
        about: AlertName,
        /// 1 to [`TEXT_MAX`] bytes.
        text: Option<String>,
        /// 1 to [`PLACE_MAX`] bytes.
        place: Option<String>,
        /// A photograph or a document that lies at the relay.
        attachment: Option<Box<Attachment>>,
    },
    /// Stands down an alert, ends the profile, or seems to: the desk judges by the word.
    Cancel {
        /// Which alert or drill; zeros in a cancel that only ends the profile.
        about: AlertName,
        /// [`Word::typed`], whatever it was.
        word: Word,
        /// Whether the profile ends too.
        ends: bool,
    },
    /// A check-in.
    Alive {
        /// [`Word::typed`], whatever it was.
        word: Word,
        /// The deadline that it renews, Unix seconds; 0 to start.
        renews: u64,
        /// The next deadline, Unix seconds ([`AlertContent::next_deadline`]); 0 to stop.
        until: u64,
        /// Seconds after the deadline in which it is not yet missed.
        grace: u32,
    },
}

impl AlertContent {
    /// Value rules that the types do not carry. [`open_alert`] rejects what breaks them, and [`seal_alert`] refuses.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Alert | Self::Drill | Self::Alive { .. } => true,
            Self::Update { about, text, place, attachment } => {
                *about != NO_ALERT
                    && fits(text.as_deref(), TEXT_MAX)
                    && fits(place.as_deref(), PLACE_MAX)
                    && attachment.as_ref().is_none_or(|attachment| attachment.is_sound())
            }
            Self::Cancel { about, ends, .. } => *ends || *about != NO_ALERT,
        }
    }

    /// The deadline for a check-in at `now` that renews `renews`: `every` seconds on, and later than the one before
    /// whatever became of the clock. A desk hears check-ins in any order, and tells them apart by their deadlines.
    #[must_use]
    pub const fn next_deadline(renews: u64, now: u64, every: u64) -> u64 {
        let next = now.saturating_add(every);
        if next > renews { next } else { renews.saturating_add(1) }
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Alert => ALERT,
            Self::Update { .. } => UPDATE,
            Self::Cancel { .. } => CANCEL,
            Self::Alive { .. } => ALIVE,
            Self::Drill => DRILL,
        }
    }
}

/// Absent, or with something in it: silence is written in one way only.
fn fits(text: Option<&str>, most: usize) -> bool {
    text.is_none_or(|text| (1..=most).contains(&text.len()))
}

#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop, Default)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    #[cbor(n(2), with = "minicbor::bytes")]
    bound: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    tag: Tag,
    #[cbor(n(4), with = "minicbor::bytes")]
    x: [u8; 32],
    #[cbor(n(5), with = "minicbor::bytes")]
    about: Option<AlertName>,
    #[n(6)]
    text: Option<String>,
    #[n(7)]
    place: Option<String>,
    #[n(8)]
    word: Option<String>,
    #[n(9)]
    renews: Option<u64>,
    #[n(10)]
    until: Option<u64>,
    #[n(11)]
    grace: Option<u32>,
    #[n(12)]
    ends: Option<bool>,
    #[n(13)]
    #[zeroize(skip)] // its secret wipes itself
    attachment: Option<Attachment>,
}

impl Wire {
    fn of(lane: &AlertLane, origin: &str, body: &AlertBody) -> Self {
        let mut wire = Self::default();
        (wire.version, wire.kind, wire.x) = (VERSION, body.content.kind(), *body.x.expose());
        (wire.bound, wire.tag) = (lane.bound(origin), lane.tag(origin));
        match &body.content {
            AlertContent::Alert | AlertContent::Drill => {}
            AlertContent::Update { about, text, place, attachment } => {
                (wire.about, wire.attachment) = (Some(*about), attachment.as_deref().cloned());
                (wire.text, wire.place) = (text.clone(), place.clone());
            }
            AlertContent::Cancel { about, word, ends } => {
                (wire.about, wire.word) = (Some(*about), Some(word.expose().to_owned()));
                wire.ends = ends.then_some(true);
            }
            AlertContent::Alive { word, renews, until, grace } => {
                wire.word = Some(word.expose().to_owned());
                (wire.renews, wire.until, wire.grace) = (Some(*renews), Some(*until), Some(*grace));
            }
        }
        wire
    }

    fn into_content(mut self) -> Option<AlertContent> {
        Some(match self.kind {
            ALERT => AlertContent::Alert,
            DRILL => AlertContent::Drill,
            UPDATE => AlertContent::Update {
                about: self.about?,
                text: self.text.take(),
                place: self.place.take(),
                attachment: self.attachment.take().map(Box::new),
            },
            CANCEL => AlertContent::Cancel { about: self.about?, word: self.word()?, ends: self.ends.is_some() },
            ALIVE => {
                let (renews, until, grace) = (self.renews?, self.until?, self.grace?);
                AlertContent::Alive { word: self.word()?, renews, until, grace }
            }
            _ => return None,
        })
    }

    fn word(&self) -> Option<Word> {
        self.word.as_deref().map(Word::typed)
    }
}

/// Seals `body` to a profile's recipient, for the log called `origin`.
///
/// # Errors
/// [`SealError`] when the content is not [sound](AlertContent::is_sound) or the recipient unusable.
pub fn seal_alert(
    lane: &AlertLane,
    origin: &str,
    recipient: &HybridRecipient,
    body: &AlertBody,
) -> Result<Envelope, SealError> {
    if !body.content.is_sound() {
        return Err(SealError::Unsound);
    }
    let content = cbor::encode(&Wire::of(lane, origin, body));
    seal_thread(lane.thread(), origin, Position::Alert, recipient, &content)
}

/// Opens an envelope that was found by [`AlertLane::tag`] in the log called `origin`. The file key shows it to counsel.
///
/// # Errors
/// [`NotForUs`], whatever the reason: a copied clue, another log or desk, a body that is not canonical.
pub fn open_alert(
    lane: &AlertLane,
    origin: &str,
    identity: &HybridIdentity,
    envelope: &Envelope,
) -> Result<(AlertBody, ExposedFileKey), NotForUs> {
    let clue = envelope.clue();
    if !lane.thread().recognises(origin, Position::Alert, &clue, &envelope.body_hash()) {
        return Err(NotForUs);
    }
    let opened = open_body(std::slice::from_ref(identity), envelope.body())?;
    let body = decode(lane, origin, &clue.tag, &opened.content).ok_or(NotForUs)?;
    Ok((body, opened.file_key))
}

fn decode(lane: &AlertLane, origin: &str, tag: &Tag, content: &[u8]) -> Option<AlertBody> {
    let wire: Wire = cbor::decode(content).ok()?;
    if wire.version != VERSION || !bool::from(wire.bound.ct_eq(&lane.bound(origin))) || wire.tag != *tag {
        return None;
    }
    let x = X::from_bytes(&wire.x);
    let body = AlertBody { x, content: wire.into_content()? };
    // Written again, a field that the kind has no use for would be gone, and a word would be in normal form.
    let same = *cbor::encode(&Wire::of(lane, origin, &body)) == content;
    (same && body.content.is_sound()).then_some(body)
}

const ALERT: u8 = 10;
const UPDATE: u8 = 11;
const CANCEL: u8 = 12;
const ALIVE: u8 = 13;
const DRILL: u8 = 14;
/// What a cancel is about that only ends the profile.
const NO_ALERT: AlertName = [0; 16];

#[cfg(test)]
mod tests;
