//! What the clock brings: alarms that ring again, missed check-ins, the rungs of the ladder.
//!
//! All of it follows from the home as it is, so that another command's `ack` counts, and a restart neither forgets nor
//! repeats. A rung is noted once it was taken: one that a crash cut short is taken again.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use davylamp_protocol::alert::Attendance;
use davylamp_protocol::contact::fingerprint;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::cry::failed;
use super::{AlertEvent, Event, Waiting, Watching};
use crate::desk::alerts::{self, Due, What, contact_name, rungs_due};
use crate::desk::home::{Alarm, AlarmKind, AlarmName, AlertProfile, Alerts, HomeError, State};
use crate::desk::show::utc_time;
use crate::failure::Failure;
use crate::relay::now;
use crate::text::{text, text_with};

/// Rings for as long as the watch runs.
pub(super) async fn keep_ringing(watching: Arc<Watching>, events: mpsc::Sender<Event>) {
    let mut ringer = Ringer {
        pause: (watching.options.alarms.ring_every / 4).clamp(LOOK_LEAST, LOOK_EVERY),
        watching,
        events,
        stamp: None,
        alerts: None,
        checking_in: Vec::new(),
        rung: None,
        began: Instant::now(),
        seen: HashMap::new(),
        climbing: HashMap::new(),
        failures: HashMap::new(),
        climbs: JoinSet::new(),
    };
    loop {
        // What keeps the home from being read is told by the task that follows the log.
        let _ = ringer.look().await;
        tokio::time::sleep(ringer.pause).await;
    }
}

/// Rings for check-ins that were missed by now.
///
/// # Errors
/// The home's.
pub(super) fn check_ins(watching: &Watching) -> Result<Vec<AlertEvent>, HomeError> {
    let margin = watching.options.alarms.margin;
    let clock = now();
    let mut state = watching.home.read()?;
    let missing = |state: &mut State| {
        let ids: Vec<String> = state.alerts.profiles.keys().cloned().collect();
        let mut events = Vec::new();
        for id in ids {
            events.extend(alerts::check_in_due(state, &id, margin, clock)?);
        }
        Ok::<_, HomeError>(events)
    };
    // The home is written only where something is due.
    if missing(&mut state)?.is_empty() {
        return Ok(Vec::new());
    }
    watching.home.update(missing)
}

struct Ringer {
    watching: Arc<Watching>,
    events: mpsc::Sender<Event>,
    pause: Duration,
    /// Of the state that was read last.
    stamp: Option<(u64, SystemTime)>,
    alerts: Option<Alerts>,
    /// Whose check-ins run.
    checking_in: Vec<Attendance>,
    /// When it rang last.
    rung: Option<Instant>,
    began: Instant,
    /// When each open alarm was seen first: a clock that is set back holds no rung up.
    seen: HashMap<(String, AlarmName), Instant>,
    /// Rungs under way, and when those that failed are tried again.
    climbing: HashMap<Climb, Option<Instant>>,
    /// How often each failed.
    failures: HashMap<Climb, u32>,
    climbs: JoinSet<(Climb, Taken)>,
}

/// Profile, alarm, rung.
type Climb = (String, AlarmName, String);
/// What is told of a rung; or who was not reached, and why.
type Taken = Result<AlertEvent, (String, String)>;

impl Ringer {
    async fn look(&mut self) -> Result<(), HomeError> {
        if self.alerts.is_none() {
            self.reread().await?;
            self.greet().await;
        }
        if self.watching.home.stamp() != self.stamp {
            self.reread().await?;
        }
        if self.has_caught_up() {
            let (clock, margin) = (now(), self.watching.options.alarms.margin);
            if self.checking_in.iter().any(|attendance| alerts::is_check_in_due(attendance, margin, clock)) {
                for event in check_ins(&self.watching)? {
                    self.tell(event).await;
                }
            }
        }
        self.ring().await;
        self.climb();
        while let Some(Ok((climb, result))) = self.climbs.try_join_next() {
            self.climbed(climb, result).await;
        }
        Ok(())
    }

    /// Reads the home; tells what somebody has acknowledged meanwhile, perhaps by another command.
    async fn reread(&mut self) -> Result<(), HomeError> {
        let stamp = self.watching.home.stamp();
        let new = self.watching.home.read()?.alerts;
        let mut told = Vec::new();
        if let Some(old) = &self.alerts {
            for (id, _, alarm) in new.alarms() {
                let before = old.profiles.get(id).and_then(|profile| profile.alarm(&alarm.name));
                let had = before.is_some_and(|before| before.acknowledged.is_some() && before.since == alarm.since);
                if let Some(who) = alarm.acknowledged.as_ref().filter(|_| !had) {
                    let (profile, alert, by) = (id.clone(), alarm.short(), who.by.clone());
                    told.push(AlertEvent::AlertAcknowledged { profile, alert, kind: alarm.kind, by });
                }
            }
        }
        let open: HashSet<(String, AlarmName)> = new.ringing().map(|(id, _, alarm)| (id.clone(), alarm.name)).collect();
        self.seen.retain(|alarm, _| open.contains(alarm));
        let is_open = |(id, name, _): &Climb| open.contains(&(id.clone(), *name));
        self.climbing.retain(|climb, _| is_open(climb));
        self.failures.retain(|climb, _| is_open(climb));
        open.into_iter().for_each(|alarm| {
            self.seen.entry(alarm).or_insert_with(Instant::now);
        });
        self.checking_in = alerts::checking_in(&new);
        (self.stamp, self.alerts) = (stamp, Some(new));
        for event in told {
            self.tell(event).await;
        }
        Ok(())
    }

    /// After a start: what waits since before rings at once, and the hook hears of what it has not heard of.
    async fn greet(&mut self) {
        let Some(alerts) = &self.alerts else { return };
        let unhooked: Vec<Waiting> = alerts
            .ringing()
            .filter(|(.., alarm)| !alarm.hooked)
            .map(|(id, profile, alarm)| Waiting::of(id, profile, alarm))
            .collect();
        if self.watching.options.alarms.hook.is_some() && !unhooked.is_empty() {
            self.rung = Some(Instant::now());
            self.tell(AlertEvent::AlertWaiting { alerts: unhooked, grouped: 0, unhooked: true }).await;
        } else if let Some(event) = waiting(alerts) {
            self.rung = Some(Instant::now());
            self.tell(event).await;
        }
    }

    /// A missed check-in is judged only by who has seen what the relay shows, or has tried for a while.
    fn has_caught_up(&self) -> bool {
        let ready = self.watching.ready.lock().unwrap_or_else(PoisonError::into_inner).len();
        ready >= self.watching.logs || self.began.elapsed() > CATCH_UP
    }

    async fn ring(&mut self) {
        let Some(event) = self.alerts.as_ref().and_then(waiting) else {
            self.rung = None;
            return;
        };
        // What is new rang when it came.
        let rung = *self.rung.get_or_insert_with(Instant::now);
        if rung.elapsed() >= self.watching.options.alarms.ring_every {
            self.rung = Some(Instant::now());
            self.tell(event).await;
        }
    }

    /// Takes the rungs whose time has come. Of a group, the oldest alarm stands for all.
    fn climb(&mut self) {
        let Some(alerts) = &self.alerts else { return };
        let lead = alerts.ringing().filter(|(.., alarm)| alarm.grouped).min_by_key(|(.., alarm)| alarm.since);
        let lead = lead.map(|(_, _, alarm)| alarm.name);
        for (id, profile, alarm) in alerts.ringing().filter(|(.., alarm)| !alarm.grouped || Some(alarm.name) == lead) {
            let waited = self.seen.get(&(id.clone(), alarm.name)).map_or(0, |seen| seen.elapsed().as_secs());
            let clock = now().max(alarm.since.saturating_add(waited));
            for due in rungs_due(&alerts.ladder, profile, alarm, clock) {
                let climb = (id.clone(), alarm.name, due.key.clone());
                let rests = match self.climbing.get(&climb) {
                    None => false,
                    Some(None) => true,
                    Some(Some(at)) => Instant::now() < *at,
                };
                if rests {
                    continue;
                }
                self.climbing.insert(climb.clone(), None);
                let task = take_rung(Arc::clone(&self.watching), Step::of(id, profile, alarm, due));
                self.climbs.spawn(async move { (climb, task.await) });
            }
        }
    }

    async fn climbed(&mut self, climb: Climb, result: Taken) {
        match result {
            Ok(event) => {
                self.note_climbed(&climb);
                self.tell(event).await;
            }
            Err((what, why)) => {
                // A command was called four times, and is given up; a contact is told as soon as that can be done.
                let is_contact = climb.2.starts_with('@');
                let times = self.failures.get(&climb).copied().unwrap_or(0);
                if is_contact {
                    let rest = REST.saturating_mul(1 << times.min(5)).min(REST_MAX);
                    self.failures.insert(climb.clone(), times + 1);
                    self.climbing.insert(climb.clone(), Some(Instant::now() + rest));
                } else {
                    self.note_climbed(&climb);
                }
                if times == 0 {
                    let event = failed(&self.watching, &what, &why);
                    self.tell(event).await;
                }
            }
        }
    }

    fn note_climbed(&mut self, (id, name, key): &Climb) {
        // What cannot be written down is not taken again while this watch runs.
        let _ = self.watching.home.update(|state: &mut State| {
            if let Some(alarm) = state.alerts.alarm_mut(id, name) {
                alarm.climbed.insert(key.clone());
            }
            Ok::<_, HomeError>(())
        });
    }

    async fn tell(&self, event: AlertEvent) {
        // Nobody listens any more: the command is ending.
        let _ = self.events.send(Event::Panic(event)).await;
    }
}

/// What rings again: each alarm that nobody has, the group as one.
fn waiting(alerts: &Alerts) -> Option<AlertEvent> {
    let grouped = alerts.ringing().filter(|(.., alarm)| alarm.grouped).count();
    let singly = alerts.ringing().filter(|(.., alarm)| !alarm.grouped);
    let mut rows: Vec<Waiting> = singly.map(|(id, profile, alarm)| Waiting::of(id, profile, alarm)).collect();
    rows.sort_by_key(|row| (!row.duress, row.since));
    (grouped > 0 || !rows.is_empty()).then_some(AlertEvent::AlertWaiting { alerts: rows, grouped, unhooked: false })
}

/// One rung for one alarm.
struct Step {
    due: Due,
    event: AlertEvent,
    kind: AlarmKind,
    duress: bool,
    since: u64,
}

impl Step {
    fn of(id: &str, profile: &AlertProfile, alarm: &Alarm, due: Due) -> Self {
        let to = match &due.what {
            What::Run(command) => command.clone(),
            What::Tell(contact) => contact_name(contact),
        };
        let event = AlertEvent::Escalated {
            profile: id.to_owned(),
            alert: alarm.short(),
            kind: alarm.kind,
            duress: alarm.duress,
            verified: profile.verified,
            since: alarm.since,
            after: due.after,
            to,
        };
        Self { due, event, kind: alarm.kind, duress: alarm.duress, since: alarm.since }
    }
}

async fn take_rung(watching: Arc<Watching>, step: Step) -> Taken {
    let result = match &step.due.what {
        What::Run(command) => {
            let json = serde_json::to_string(&step.event).unwrap_or_default();
            let called = alerts::call(command, &json, &watching.options.alarms.patience).await;
            called.map_err(|error| (command.clone(), error.to_string()))
        }
        What::Tell(contact) => {
            let told = match words_for_contact(&watching, &step) {
                Ok(words) => alerts::tell(contact, &words, &watching.network).await,
                Err(error) => Err(error.into()),
            };
            told.map_err(|failure: Failure| (contact_name(contact), failure.message))
        }
    };
    result.map(|()| step.event)
}

fn words_for_contact(watching: &Watching, step: &Step) -> Result<String, HomeError> {
    let state = watching.home.read()?;
    let words = state.desk().map(|desk| fingerprint(&desk).join(" ")).unwrap_or_default();
    let what = text(match (step.kind, step.duress) {
        (AlarmKind::Alert, true) => "desk-contact-what-alert-duress",
        (AlarmKind::Alert, false) => "desk-contact-what-alert",
        (AlarmKind::Drill, _) => "desk-contact-what-drill",
        (AlarmKind::Duress, _) => "desk-contact-what-duress",
        (AlarmKind::CheckInMissed, _) => "desk-contact-what-check-in-missed",
    });
    let values: [(&str, &dyn ToString); 4] =
        [("desk", &state.profile.name), ("words", &words), ("what", &what), ("time", &utc_time(step.since))];
    Ok(text_with("desk-contact-message", &values))
}

/// The home is looked at so often: a stamp, and nothing more while it is the same.
const LOOK_EVERY: Duration = Duration::from_millis(500);
const LOOK_LEAST: Duration = Duration::from_millis(50);
/// A relay that cannot be followed hides no missed check-in for longer.
const CATCH_UP: Duration = Duration::from_secs(60);
/// Before a contact that was not reached is tried again; doubled up to the most.
const REST: Duration = Duration::from_secs(30);
const REST_MAX: Duration = Duration::from_secs(600);
