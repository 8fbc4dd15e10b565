//! What a desk knows of one profile, and what follows from each thing that it hears (`SPEC.md` 12.6).
//!
//! ```text
//! body ─take→ acknowledge it (stage 1) · raised · updated · cancelled · alive          due → missed
//! a person ─acknowledge→ every x to acknowledge (stage 2)
//! ```
//!
//! No clock and no I/O: its caller stores the state together with what follows from it, then acts.

mod check_in;

use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use super::{AlertBody, AlertContent, AlertName, FOLLOWED_MAX, Judged, Words, X};
use crate::attachment::Attachment;
use crate::cbor::{self, NotCanonical};
use crate::thread::VERSION;
use check_in::{CheckIn, Renewal};

/// Sealings that are remembered, so that one that comes by a second relay is nothing new.
pub const KNOWN_MAX: usize = 4096;
/// Alerts that nobody need attend to any more, and that are remembered. Open ones are never given up.
pub const CLOSED_MAX: usize = 64;
/// Seconds after a profile's end in which it is still listened to: 90 days.
pub const LINGER: u64 = 90 * 86_400;
/// Seconds that a desk waits beyond deadline and grace, unless it was told otherwise: 15 minutes.
pub const ALARM_MARGIN: u64 = 900;

/// One profile, as its desk sees it. Its state holds secrets: it is sealed wherever it rests.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub struct Attendance {
    #[n(0)]
    version: u8,
    #[n(1)]
    words: Words,
    #[n(2)]
    expires: u64,
    #[n(3)]
    ended: Option<u64>,
    #[n(4)]
    alerts: Vec<Attended>,
    #[n(5)]
    known: Vec<ByteArray<16>>,
    #[n(6)]
    check_in: CheckIn,
}

/// One alert or drill of a profile.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub struct Attended {
    #[cbor(n(0), with = "minicbor::bytes")]
    name: AlertName,
    #[n(1)]
    drill: bool,
    #[n(2)]
    raised: bool,
    #[n(3)]
    acknowledged: bool,
    #[n(4)]
    right: bool,
    #[n(5)]
    duress: bool,
    #[n(6)]
    x: Option<X>,
    #[n(7)]
    about: Vec<X>,
}

/// What follows from something heard, in this order. To be stored with the state before it is acted on.
pub enum Effect {
    /// Post the acknowledgement of stage *received* on every log.
    Acknowledge(X),
    /// Ring.
    Raised {
        /// Which.
        name: AlertName,
        /// Whether it is a drill. Said again if an update had raised what turns out to be one.
        drill: bool,
        /// Whether only something about it was seen so far.
        by_update: bool,
    },
    /// Show more about an alert.
    Updated {
        /// Which.
        name: AlertName,
        /// In words.
        text: Option<String>,
        /// Where.
        place: Option<String>,
        /// What lies at the relay.
        attachment: Option<Box<Attachment>>,
    },
    /// Show a cancel; ring if it was the duress word.
    Cancelled {
        /// Which; zeros if it only ends the profile.
        name: AlertName,
        /// The word.
        judged: Judged,
        /// Whether the alert itself has not been seen.
        unseen: bool,
        /// Whether the alert is stood down now. A duress word, before or after, keeps it up.
        stood_down: bool,
        /// Whether the profile has ended.
        ends: bool,
    },
    /// Show a check-in; ring if it was the duress word.
    Alive {
        /// The word.
        judged: Judged,
        /// Whether it came after its deadline and grace.
        late: bool,
        /// The deadline that it sets, 0 for none.
        until: u64,
    },
    /// Ring: no check-in came.
    Missed {
        /// The deadline that passed.
        deadline: u64,
    },
}

impl Attendance {
    /// A profile as its arm message describes it.
    #[must_use]
    pub fn new(words: Words, expires: u64) -> Self {
        let (alerts, known, check_in) = (Vec::new(), Vec::new(), CheckIn::default());
        Self { version: VERSION, words, expires, ended: None, alerts, known, check_in }
    }

    /// A body that opened in the profile's lane, logged at `at`. Nothing follows from an x that is known: it is the same
    /// sealing at another relay.
    pub fn take(&mut self, body: &AlertBody, at: u64) -> Vec<Effect> {
        let name = body.x.name();
        if self.known.iter().any(|known| **known == name) {
            return Vec::new();
        }
        self.remember(name);
        let mut effects = vec![Effect::Acknowledge(body.x.clone())];
        match &body.content {
            AlertContent::Alert => effects.extend(self.raise(name, body, false)),
            AlertContent::Drill => effects.extend(self.raise(name, body, true)),
            AlertContent::Update { about, text, place, attachment } => {
                effects.extend(self.update(*about, body));
                let (text, place, attachment) = (text.clone(), place.clone(), attachment.clone());
                effects.push(Effect::Updated { name: *about, text, place, attachment });
            }
            AlertContent::Cancel { about, word, ends } => {
                let judged = self.words.judge(word.expose());
                effects.push(self.cancel(*about, body, judged, *ends, at));
            }
            AlertContent::Alive { word, renews, until, grace } => {
                let judged = self.words.judge(word.expose());
                let late = self.check_in.is_late(at);
                effects.push(Effect::Alive { judged, late, until: *until });
                if judged == Judged::Right && self.ended.is_none() {
                    self.check_in.hear(Renewal { renews: *renews, until: *until, grace: *grace });
                }
            }
        }
        self.forget_closed();
        effects
    }

    fn raise(&mut self, name: AlertName, body: &AlertBody, drill: bool) -> Option<Effect> {
        let alert = self.entry(name);
        let corrected = alert.raised && alert.drill != drill;
        (alert.x, alert.drill) = (Some(body.x.clone()), drill);
        let news = corrected || (!alert.raised && !alert.is_stood_down());
        alert.raised = true;
        news.then_some(Effect::Raised { name, drill, by_update: false })
    }

    /// An update about an alert that was not seen raises it, unless the right word has stood it down.
    fn update(&mut self, about: AlertName, body: &AlertBody) -> Option<Effect> {
        let alert = self.entry(about);
        alert.keep_about(&body.x);
        let news = !alert.raised && !alert.is_stood_down();
        alert.raised |= news;
        news.then_some(Effect::Raised { name: about, drill: false, by_update: true })
    }

    fn cancel(&mut self, about: AlertName, body: &AlertBody, judged: Judged, ends: bool, at: u64) -> Effect {
        let ends = ends && judged == Judged::Right;
        if ends {
            self.ended.get_or_insert(at);
            self.check_in = CheckIn::default();
        }
        let mut effect =
            Effect::Cancelled { name: about, judged, unseen: false, stood_down: judged == Judged::Right, ends };
        if let (Some(alert), Effect::Cancelled { unseen, stood_down, .. }) = (self.entry_of_cancel(about), &mut effect)
        {
            alert.keep_about(&body.x);
            alert.right |= judged == Judged::Right;
            alert.duress |= judged == Judged::Duress;
            (*unseen, *stood_down) = (!alert.raised, alert.is_stood_down());
        }
        effect
    }

    /// Zeros: the cancel only ends the profile.
    fn entry_of_cancel(&mut self, about: AlertName) -> Option<&mut Attended> {
        (about != AlertName::default()).then(|| self.entry(about))
    }

    /// A person has it. Gives every x to acknowledge at stage *person*: the alert's own, and the newest about it. None
    /// for an alert that is not known.
    pub fn acknowledge(&mut self, name: &AlertName) -> Vec<X> {
        let Some(alert) = self.alerts.iter_mut().find(|alert| alert.name == *name) else { return Vec::new() };
        alert.acknowledged = true;
        alert.x.iter().chain(&alert.about).cloned().collect()
    }

    /// What follows from the time alone. Rings once for a deadline, `margin` seconds after its grace.
    pub fn due(&mut self, now: u64, margin: u64) -> Vec<Effect> {
        let Some(deadline) = self.check_in.miss(now, margin) else { return Vec::new() };
        let mut effects = vec![Effect::Missed { deadline }];
        let gone_on = self.check_in.settle();
        effects.extend(gone_on.into_iter().map(|until| Effect::Alive { judged: Judged::Right, late: true, until }));
        effects
    }

    /// Every alert that is remembered, the oldest first.
    pub fn alerts(&self) -> impl Iterator<Item = &Attended> {
        self.alerts.iter()
    }

    /// One of them.
    #[must_use]
    pub fn alert(&self, name: &AlertName) -> Option<&Attended> {
        self.alerts.iter().find(|alert| alert.name == *name)
    }

    /// The deadline that runs, and whether it was missed already.
    #[must_use]
    pub fn deadline(&self) -> Option<(u64, bool)> {
        self.check_in.deadline()
    }

    /// Whether a cancel with the word has ended the profile.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// Until when its tags are looked for, Unix seconds.
    #[must_use]
    pub fn listens_until(&self) -> u64 {
        self.ended.unwrap_or(self.expires).min(self.expires).saturating_add(LINGER)
    }

    /// Deterministic CBOR, with the secrets in it.
    #[must_use]
    pub fn encode_state(&self) -> Zeroizing<Vec<u8>> {
        cbor::encode(self)
    }

    /// Reads exactly what [`Attendance::encode_state`] wrote.
    ///
    /// # Errors
    /// [`NotCanonical`], also for a later version's.
    pub fn decode_state(bytes: &[u8]) -> Result<Self, NotCanonical> {
        cbor::decode(bytes).and_then(|state: Self| if state.version == VERSION { Ok(state) } else { Err(NotCanonical) })
    }

    fn remember(&mut self, name: AlertName) {
        if self.known.len() >= KNOWN_MAX {
            self.known.remove(0);
        }
        self.known.push(name.into());
    }

    fn entry(&mut self, name: AlertName) -> &mut Attended {
        let place = self.alerts.iter().position(|alert| alert.name == name).unwrap_or_else(|| {
            self.alerts.push(Attended::new(name));
            self.alerts.len() - 1
        });
        self.alerts.get_mut(place).expect("found, or pushed just now")
    }

    /// The oldest closed ones go first; who floods a desk with alerts pushes out none that is open.
    fn forget_closed(&mut self) {
        let mut excess = self.alerts.iter().filter(|alert| !alert.is_open()).count().saturating_sub(CLOSED_MAX);
        self.alerts.retain(|alert| {
            let goes = excess > 0 && !alert.is_open();
            excess -= usize::from(goes);
            !goes
        });
    }
}

impl Attended {
    const fn new(name: AlertName) -> Self {
        let (drill, raised, acknowledged, right, duress) = (false, false, false, false, false);
        Self { name, drill, raised, acknowledged, right, duress, x: None, about: Vec::new() }
    }

    fn keep_about(&mut self, x: &X) {
        if self.about.len() >= FOLLOWED_MAX {
            self.about.remove(0);
        }
        self.about.push(x.clone());
    }

    /// Which.
    #[must_use]
    pub const fn name(&self) -> &AlertName {
        &self.name
    }

    /// Whether it is a drill, as far as is known.
    #[must_use]
    pub const fn is_drill(&self) -> bool {
        self.drill
    }

    /// Whether it, or an update about it, was seen.
    #[must_use]
    pub const fn is_raised(&self) -> bool {
        self.raised
    }

    /// Whether a person has it.
    #[must_use]
    pub const fn is_acknowledged(&self) -> bool {
        self.acknowledged
    }

    /// Whether the right word cancelled it and no duress word did.
    #[must_use]
    pub const fn is_stood_down(&self) -> bool {
        self.right && !self.duress
    }

    /// Whether somebody must still attend to it: escalate what stays so.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        (self.raised || self.duress) && !self.acknowledged && !self.is_stood_down()
    }
}

#[cfg(test)]
mod tests;
