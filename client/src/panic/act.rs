//! What a profile goes through: sealed ahead, raised, said again, called off, posted, acknowledged.
//!
//! All of it happens to the profile in memory; [`super::book::Book`] keeps it. Each sealing uses one key of each
//! contact's lane, and moves it on.

use davylamp_protocol::alert::{AlertBody, AlertContent, AlertLane, AlertName, Raised, Reached, Word, X, seal_alert};
use davylamp_protocol::attachment::Attachment;
use davylamp_protocol::clue::Tag;
use davylamp_protocol::deposit::{Deposit, Release};
use davylamp_protocol::envelope::SealError;
use rand::rngs::OsRng;

use super::profile::{Ahead, Alert, Contact, Followed, Kind, Profile, Request, Waiting};

/// One sealing for one contact.
struct Sealed {
    x: X,
    /// One for each relay.
    waiting: Vec<Waiting>,
}

impl Profile {
    /// Seals the next alert ahead, unless that is done.
    ///
    /// # Errors
    ///
    /// [`SealError`] for a recipient that cannot be sealed to.
    pub(crate) fn seal_ahead(&mut self) -> Result<(), SealError> {
        if self.ahead.is_none() {
            self.ahead = Some(self.seal_first(AlertContent::Alert)?);
        }
        Ok(())
    }

    /// What a press of the alarm does: says again that the alert under way goes on (gives true), or raises one.
    ///
    /// One that has been on a relay for a while may have been answered without this device having seen it, as after a
    /// crash: its old acknowledgement must not pass for an answer to this press, so the press rings anew.
    ///
    /// # Errors
    ///
    /// As [`Profile::raise`].
    pub(crate) fn press(&mut self, now: u64) -> Result<bool, SealError> {
        let since = self.alert.as_ref().map_or(now, |alert| alert.since);
        let may_be_answered = now.saturating_sub(since) >= RINGS_ANEW && self.furthest() > Some(Reached::Queued);
        let again = self.calls_on() && !may_be_answered;
        if !again {
            self.raise(now)?;
        }
        Ok(again)
    }

    /// Raises an alert: what was sealed ahead, where it is there.
    ///
    /// # Errors
    ///
    /// [`SealError`] where nothing was sealed ahead, and now cannot be.
    pub(crate) fn raise(&mut self, now: u64) -> Result<(), SealError> {
        let first = match self.ahead.take() {
            Some(ahead) => ahead,
            None => self.seal_first(AlertContent::Alert)?,
        };
        self.begin(first, false, now);
        Ok(())
    }

    /// Raises an alert sealed afresh, in place of one that could not be kept: what was sealed ahead still lies on disk,
    /// and a desk that has heard it once would not ring for it a second time.
    ///
    /// # Errors
    ///
    /// [`SealError`].
    pub(crate) fn raise_afresh(&mut self, now: u64) -> Result<(), SealError> {
        let followed = self.alert.take().map(|alert| alert.followed).unwrap_or_default();
        let is_about_it = |name: AlertName| followed.iter().any(|followed| *followed.raised.name() == name);
        self.outbox.retain(|waiting| !waiting.about.is_some_and(is_about_it));
        self.ahead = None;
        self.raise(now)
    }

    /// Raises a drill: the same but for one word inside.
    ///
    /// # Errors
    ///
    /// [`SealError`].
    pub(crate) fn raise_drill(&mut self, now: u64) -> Result<(), SealError> {
        let first = self.seal_first(AlertContent::Drill)?;
        self.begin(first, true, now);
        Ok(())
    }

    /// Says "still in danger" to every contact for whom nothing of the alert waits at all relays: what waits says so
    /// already, and each sealing brings the lane nearer to the end of what the desk looks for. Gives whether it was said.
    ///
    /// # Errors
    ///
    /// [`SealError`].
    pub(crate) fn say_still(&mut self) -> Result<bool, SealError> {
        let free: Vec<usize> = (0..self.contacts.len()).filter(|contact| self.has_free_lane(*contact)).collect();
        self.outbox.retain(|waiting| waiting.kind != Kind::Still || !free.contains(&waiting.contact));
        self.say(Kind::Still, &free, |about| AlertContent::Update {
            about,
            text: None,
            place: None,
            attachment: None,
        })?;
        if let Some(alert) = &mut self.alert {
            alert.stills = alert.stills.saturating_add(1);
        }
        Ok(!free.is_empty())
    }

    /// Adds words or a place to the alert.
    ///
    /// # Errors
    ///
    /// [`SealError`].
    pub(crate) fn say_more(&mut self, text: Option<&str>, place: Option<&str>) -> Result<(), SealError> {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let everybody = self.everybody();
        self.say(Kind::Update, &everybody, |about| AlertContent::Update {
            about,
            text: owned(text),
            place: owned(place),
            attachment: None,
        })
    }

    /// Says to each contact where the file lies that was sealed for it; nothing to one that has none.
    ///
    /// # Errors
    ///
    /// [`SealError`].
    pub(crate) fn show(&mut self, named: &[Option<Attachment>]) -> Result<(), SealError> {
        for (place, attachment) in named.iter().enumerate().filter_map(|(at, named)| Some((at, named.as_ref()?))) {
            self.say(Kind::Update, &[place], |about| AlertContent::Update {
                about,
                text: None,
                place: None,
                attachment: Some(Box::new(attachment.clone())),
            })?;
        }
        Ok(())
    }

    /// Calls the alert off with whatever word was typed: nothing here depends on which it was.
    ///
    /// # Errors
    ///
    /// [`SealError`].
    pub(crate) fn call_off(&mut self, word: &Word, ends: bool) -> Result<(), SealError> {
        self.outbox.retain(|waiting| waiting.kind != Kind::Still);
        let everybody = self.everybody();
        self.say(Kind::Cancel, &everybody, |about| AlertContent::Cancel { about, word: word.clone(), ends })?;
        if let Some(alert) = &mut self.alert {
            alert.followed.iter_mut().for_each(|followed| followed.raised.cancel());
        }
        Ok(())
    }

    /// Says nothing more of the alert, not even that it is over.
    pub(crate) fn fall_silent(&mut self) {
        self.outbox.clear();
        for followed in self.alert.iter_mut().flat_map(|alert| &mut alert.followed) {
            followed.raised.cancel();
        }
    }

    /// Takes note that a relay proved to have `waiting`, at `index` of its log.
    pub(crate) fn posted(&mut self, waiting: &Waiting, index: Option<u64>) {
        self.outbox.retain(|other| other != waiting);
        let Some(line) = self.line(waiting.contact, waiting.relay) else { return };
        let origin = line.origin();
        let followed = self.alert.as_mut().and_then(|alert| alert.followed.get_mut(waiting.contact));
        // What belongs to an earlier alert says nothing about this one.
        let Some(followed) = followed.filter(|followed| Some(*followed.raised.name()) == waiting.about) else { return };
        if waiting.kind != Kind::Cancel {
            followed.raised.posted(&origin);
        }
        if let (Some(index), Some(place)) = (index, followed.places.get_mut(waiting.relay)) {
            place.get_or_insert(index.saturating_sub(LOOK_BACK));
        }
    }

    /// Takes note of a tag in the log of a lane; gives whether it is an acknowledgement that says more than was known.
    pub(crate) fn saw(&mut self, contact: usize, relay: usize, tag: &Tag, now: u64) -> bool {
        let Some(origin) = self.line(contact, relay).map(|line| line.origin()) else { return false };
        let Some(alert) = &mut self.alert else { return false };
        let Some(followed) = alert.followed.get_mut(contact) else { return false };
        if !followed.raised.sees(&origin, tag) {
            return false;
        }
        if alert.drill
            && followed.raised.reached() == Reached::Person
            && let Some(contact) = self.contacts.get_mut(contact)
        {
            contact.drilled = Some(now);
        }
        true
    }

    /// Forgets an alert that is done: called off everywhere, or with a person for a day.
    pub(crate) fn tidy(&mut self, now: u64) {
        let Some(alert) = &self.alert else { return };
        let waits = self.outbox.iter().any(|waiting| waiting.about.is_some());
        let old = now.saturating_sub(alert.since) > DAY;
        if !waits && (alert.is_cancelled() || (old && (alert.drill || !self.calls_on()))) {
            self.alert = None;
        }
    }

    /// Whether "still in danger" goes on: an alert that no person has, and nobody called off.
    pub(crate) fn calls_on(&self) -> bool {
        let alert = self.alert.as_ref().filter(|alert| !alert.drill);
        alert.is_some_and(|alert| alert.followed.iter().all(|followed| followed.raised.calls_on()))
    }

    /// The furthest that the alert has come at any contact.
    pub(crate) fn furthest(&self) -> Option<Reached> {
        self.alert.as_ref()?.followed.iter().map(|followed| followed.raised.reached()).max()
    }

    fn everybody(&self) -> Vec<usize> {
        (0..self.contacts.len()).collect()
    }

    /// Whether a relay of the contact has all that was said of the alert.
    fn has_free_lane(&self, contact: usize) -> bool {
        let relays = self.contacts.get(contact).map_or(0, |contact| contact.relays.len());
        let waits = |relay: usize| {
            let mut outbox = self.outbox.iter();
            outbox.any(|w| (w.contact, w.relay) == (contact, relay) && w.about.is_some())
        };
        (0..relays).any(|relay| !waits(relay))
    }

    /// Seals `content` for these contacts, for the outbox, and follows its acknowledgements with the alert's.
    fn say(&mut self, kind: Kind, to: &[usize], content: impl Fn(AlertName) -> AlertContent) -> Result<(), SealError> {
        for &place in to {
            let mut followed = self.alert.as_mut().and_then(|alert| alert.followed.get_mut(place));
            let name = followed.as_ref().map(|followed| *followed.raised.name());
            let Some(contact) = self.contacts.get_mut(place) else { continue };
            let mut sealed = seal(contact, place, kind, content(name.unwrap_or(NO_ALERT)))?;
            sealed.waiting.iter_mut().for_each(|waiting| waiting.about = name);
            self.outbox.append(&mut sealed.waiting);
            if let Some(followed) = &mut followed {
                followed.raised.follow(&sealed.x, &borrowed(&origins(contact)));
            }
        }
        Ok(())
    }

    fn seal_first(&mut self, content: AlertContent) -> Result<Ahead, SealError> {
        let mut ahead = Ahead { followed: Vec::new(), waiting: Vec::new() };
        for (place, contact) in self.contacts.iter_mut().enumerate() {
            let mut sealed = seal(contact, place, Kind::First, content.clone())?;
            let name = sealed.x.name();
            sealed.waiting.iter_mut().for_each(|waiting| waiting.about = Some(name));
            ahead.waiting.append(&mut sealed.waiting);
            let raised = Raised::new(&sealed.x, &borrowed(&origins(contact)));
            ahead.followed.push(Followed { raised, places: vec![None; contact.relays.len()] });
        }
        Ok(ahead)
    }

    fn begin(&mut self, first: Ahead, drill: bool, now: u64) {
        if self.alert.as_ref().is_some_and(|alert| alert.drill) {
            self.outbox.retain(|waiting| waiting.about.is_none());
        }
        self.outbox.retain(|waiting| waiting.kind != Kind::Still);
        // Before whatever else waits.
        self.outbox.splice(0..0, first.waiting);
        self.alert = Some(Alert { drill, since: now, stills: 0, followed: first.followed });
    }
}

/// Seals for one contact, once for each of its relays, and moves its lane on.
fn seal(contact: &mut Contact, place: usize, kind: Kind, content: AlertContent) -> Result<Sealed, SealError> {
    let recipient = contact.recipient().ok_or(SealError::Recipient)?;
    let lane = AlertLane::from_bytes(&contact.lane);
    let body = AlertBody { x: X::generate(&mut OsRng), content };
    let mut waiting = Vec::new();
    for (relay, line) in contact.relays.iter().enumerate() {
        let envelope = seal_alert(&lane, &line.origin(), &recipient, &body)?;
        let request = Deposit::new(Release::Now, envelope, &mut OsRng).encode();
        let request = Request::keep(request.first_chunk().expect("a request has one length"));
        waiting.push(Waiting { contact: place, relay, kind, request, about: None });
    }
    contact.lane = *lane.next().to_bytes();
    Ok(Sealed { x: body.x, waiting })
}

fn origins(contact: &Contact) -> Vec<String> {
    contact.relays.iter().map(|relay| relay.origin()).collect()
}

fn borrowed(origins: &[String]) -> Vec<&str> {
    origins.iter().map(String::as_str).collect()
}

/// The name that no alert has: for what ends a profile while none is under way.
const NO_ALERT: AlertName = [0; 16];
/// A desk may have found an alert at another relay, and acknowledged it here before our own post stood in this log.
const LOOK_BACK: u64 = 512;
const DAY: u64 = 86_400;

/// Seconds after which a press of the alarm rings anew where a relay has the alert.
const RINGS_ANEW: u64 = 60;

#[cfg(test)]
mod tests;
