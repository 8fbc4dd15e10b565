//! A check-in in the profile: what was left with which relay, until when it was promised, and what the desks are told.

use davylamp_protocol::alert::{AlertBody, AlertContent, AlertLane, AlertName, Word, X, seal_alert};
use davylamp_protocol::deposit::{Action, Deposit, Lapse, Release, RenewalRoot, Visit, verifier_of};
use davylamp_protocol::envelope::{Envelope, SealError};
use rand::Rng as _;
use rand::rngs::OsRng;

use super::errands::{Errand, What};
use crate::panic::profile::{CheckIn, Contact, Deposited, Kind, Profile, RelayLine, Request, Waiting};

impl CheckIn {
    pub(super) fn new(salt: [u8; 32], every: u32, grace: u32, now: u64) -> Self {
        let until = now.saturating_add(every.into());
        Self { salt, every, grace, until, deposits: Vec::new(), names: Vec::new(), begun: false, renews: 0 }
    }

    /// Seconds from a renewal to the alert.
    pub(super) fn hold(&self) -> u32 {
        self.every.saturating_add(self.grace)
    }

    /// When the deadline with its grace passed, as far as the relays promised; `None` while it has not, anywhere.
    pub(super) fn missed(&self, now: u64) -> Option<u64> {
        self.promises().filter(|until| *until <= now).min()
    }

    /// Whether a relay still holds an alert, as far as it promised.
    pub(crate) fn holds(&self, now: u64) -> bool {
        self.promises().any(|until| until > now)
    }

    fn promises(&self) -> impl Iterator<Item = u64> + '_ {
        self.deposits.iter().filter(|deposit| !deposit.left).filter_map(|deposit| deposit.until)
    }
}

impl Profile {
    /// Seals one alert for each contact, and makes a deposit of it for each relay. What an earlier check-in may have
    /// left is to be deleted. The deposits' ids are in the profile before any relay hears of them.
    pub(super) fn begin_check_in(
        &mut self,
        mut check_in: CheckIn,
        right: &RenewalRoot,
        duress: &RenewalRoot,
    ) -> Result<Vec<Errand>, SealError> {
        let before = self.check_in.take();
        check_in.renews = before.as_ref().map_or(0, |old| if old.begun { old.until } else { old.renews });
        let mut left = before.map(|before| before.deposits).unwrap_or_default();
        left.iter_mut().for_each(|deposit| deposit.left = true);
        let mut errands = self.visits(&left, Action::Delete, right);
        for (place, contact) in self.contacts.iter_mut().enumerate() {
            let x = X::generate(&mut OsRng);
            check_in.names.push(x.name().into());
            let body = AlertBody { x, content: AlertContent::Alert };
            for (relay, (envelope, line)) in seal(contact, &body)?.into_iter().enumerate() {
                let mut deposit = Deposit::new(Release::Now, envelope, &mut OsRng);
                let lapse = |root: &RenewalRoot| verifier_of(&root.r(&deposit.id));
                let (right, duress) = (lapse(right), lapse(duress));
                deposit.release = Release::Lapse(Lapse { hold: check_in.hold(), right, duress });
                check_in.deposits.push(Deposited { id: deposit.id, contact: place, relay, until: None, left: false });
                errands.push(Errand { contact: place, line, what: What::Deposit(deposit) });
            }
        }
        check_in.deposits.extend(left);
        self.check_in = Some(check_in);
        Ok(errands)
    }

    /// Says to each contact that a check-in has begun, and when its first deadline is.
    pub(super) fn say_begun(&mut self, word: &Word) -> Result<Vec<Errand>, SealError> {
        let Some(check_in) = &mut self.check_in else { return Ok(Vec::new()) };
        check_in.begun = true;
        let (renews, until, grace) = (check_in.renews, check_in.until, check_in.grace);
        self.say_alive(&AlertContent::Alive { word: word.clone(), renews, until, grace })?;
        Ok(self.unsaid())
    }

    /// Renews or deletes everything that was left with relays, and tells the contacts. `None` where no check-in runs.
    pub(super) fn visit_check_in(
        &mut self,
        action: Action,
        root: &RenewalRoot,
        word: &Word,
        now: u64,
    ) -> Result<Option<Vec<Errand>>, SealError> {
        let Some(held) = self.check_in.as_ref().map(|check_in| check_in.deposits.clone()) else { return Ok(None) };
        let mut errands = self.visits(&held, action, root);
        let Some(check_in) = &mut self.check_in else { return Ok(None) };
        let (renews, grace, is_missed) = (check_in.until, check_in.grace, check_in.missed(now).is_some());
        let next = now.saturating_add(check_in.every.into());
        let until = if action == Action::Renew { next } else { 0 };
        let names = check_in.names.clone();
        if action == Action::Renew {
            check_in.until = next;
        }
        self.say_alive(&AlertContent::Alive { word: word.clone(), renews, until, grace })?;
        if is_missed {
            // The relays raised it. Whoever typed the word means that alert: which word it was, the desk alone tells.
            for (place, name) in names.iter().enumerate() {
                let cancel = AlertContent::Cancel { about: **name, word: word.clone(), ends: false };
                self.say_to(place, Kind::Cancel, cancel, Some(**name))?;
            }
        }
        errands.extend(self.unsaid());
        Ok(Some(errands))
    }

    /// Takes note of what a relay answered.
    pub(super) fn answered(&mut self, errand: &Errand, sent: u64) {
        match &errand.what {
            What::Word(waiting) => self.outbox.retain(|other| other != waiting),
            What::Deposit(deposit) => self.promised_until(deposit.id, sent),
            What::Visit(visit) if visit.action == Action::Renew => self.promised_until(visit.id, sent),
            What::Visit(visit) => {
                let check_in = self.check_in.iter_mut();
                check_in.for_each(|check_in| check_in.deposits.retain(|deposit| deposit.id != visit.id));
            }
        }
    }

    /// Whether any relay promised to hold an alert.
    pub(super) fn promised(&self) -> bool {
        self.check_in.as_ref().is_some_and(|check_in| check_in.promises().next().is_some())
    }

    /// After a stop: nothing is left at any relay.
    pub(super) fn end_check_in_if_empty(&mut self, action: Action) {
        let is_empty = self.check_in.as_ref().is_some_and(|check_in| check_in.deposits.is_empty());
        if action == Action::Delete && is_empty {
            self.check_in = None;
        }
    }

    fn promised_until(&mut self, id: [u8; 16], sent: u64) {
        let Some(check_in) = &mut self.check_in else { return };
        let lapses = sent.saturating_add(check_in.hold().into());
        let deposit = check_in.deposits.iter_mut().find(|deposit| deposit.id == id);
        // What has lapsed is gone: a relay answers alike, and holds nothing.
        if let Some(deposit) = deposit.filter(|deposit| deposit.until.is_none_or(|until| until > sent)) {
            deposit.until = Some(lapses);
        }
    }

    /// Seals a sign of life for every contact, into the outbox. What a contact gets by another relay takes the place of
    /// what waits for one that is away. For a contact of which all relays are away nothing more is sealed once so much
    /// waits: a lane must not run ahead of what its desk looks for, and others need the room.
    fn say_alive(&mut self, alive: &AlertContent) -> Result<(), SealError> {
        let most = (WORDS_MAX / self.lanes().len().max(1)).max(1);
        for place in 0..self.contacts.len() {
            let relays = self.contacts.get(place).map_or(0, |contact| contact.relays.len());
            let waits = |relay| self.outbox.iter().filter(|w| (w.contact, w.relay) == (place, relay)).count();
            let least = (0..relays).map(waits).min().unwrap_or(0);
            if least == 0 {
                self.outbox.retain(|waiting| waiting.contact != place || waiting.kind != Kind::Alive);
            }
            if least < most {
                self.say_to(place, Kind::Alive, alive.clone(), None)?;
            }
        }
        Ok(())
    }

    /// Seals `content` for one contact, into the outbox.
    fn say_to(
        &mut self,
        place: usize,
        kind: Kind,
        content: AlertContent,
        about: Option<AlertName>,
    ) -> Result<(), SealError> {
        let Some(contact) = self.contacts.get_mut(place) else { return Ok(()) };
        let body = AlertBody { x: X::generate(&mut OsRng), content };
        for (relay, (envelope, _)) in seal(contact, &body)?.into_iter().enumerate() {
            let request = Deposit::new(Release::Now, envelope, &mut OsRng).encode();
            let request = Request::keep(request.first_chunk().expect("a request has one length"));
            self.outbox.push(Waiting { contact: place, relay, kind, request, about });
        }
        Ok(())
    }

    /// All that waits to be said for check-ins, of earlier commands too.
    fn unsaid(&self) -> Vec<Errand> {
        let names = self.check_in.iter().flat_map(|check_in| &check_in.names);
        let names: Vec<AlertName> = names.map(|name| **name).collect();
        let about_ours = |waiting: &&Waiting| waiting.about.is_some_and(|about| names.contains(&about));
        let waiting = self.outbox.iter().filter(|waiting| waiting.kind == Kind::Alive || about_ours(waiting));
        let errand = |waiting: &Waiting| {
            let line = self.line(waiting.contact, waiting.relay)?.clone();
            Some(Errand { contact: waiting.contact, line, what: What::Word(waiting.clone()) })
        };
        waiting.filter_map(errand).collect()
    }

    fn visits(&self, held: &[Deposited], action: Action, root: &RenewalRoot) -> Vec<Errand> {
        let errand = |held: &Deposited| {
            let line = self.line(held.contact, held.relay)?.clone();
            let action = if held.left { Action::Delete } else { action };
            let visit = Visit { action, id: held.id, r: root.r(&held.id), nonce: OsRng.r#gen() };
            Some(Errand { contact: held.contact, line, what: What::Visit(visit) })
        };
        held.iter().filter_map(errand).collect()
    }
}

/// Seals for one contact, once for each of its relays, and moves its lane on.
fn seal(contact: &mut Contact, body: &AlertBody) -> Result<Vec<(Envelope, RelayLine)>, SealError> {
    let recipient = contact.recipient().ok_or(SealError::Recipient)?;
    let lane = AlertLane::from_bytes(&contact.lane);
    let seal = |line: &RelayLine| Ok((seal_alert(&lane, &line.origin(), &recipient, body)?, line.clone()));
    let sealed = contact.relays.iter().map(seal).collect::<Result<_, SealError>>()?;
    contact.lane = *lane.next().to_bytes();
    Ok(sealed)
}

/// Starts that were not finished, for each relay. Each has used a key of the lane that the desk has not seen.
pub(super) const STARTS_MAX: usize = 16;
/// Signs of life that wait, for all relays together.
const WORDS_MAX: usize = 24;
