//! From messages of a profile to what the desk knows and does. All of it within one write of the home.

use davylamp_protocol::alert::{AlertBody, AlertLane, Attendance, Effect, Judged, Stage, X};
use davylamp_protocol::attachment::Attachment;
use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::labelled::hash;
use davylamp_protocol::message::{Arm, PROFILE_LIFETIME_MAX};

use crate::desk::home::{
    Alarm, AlarmKind, AlarmName, AlertProfile, Alerts, Attached, HomeError, Said, Secret, SecretBytes, State,
    short_name,
};
use crate::desk::outbox;
use crate::desk::watch::{AlertEvent, DURESS, OTHER, RIGHT};

/// Registers the profile that `message` arms in a case. The first one counts: the same comes over each relay.
pub(crate) fn arm(state: &mut State, case: &str, message: &Arm, desk: DeskKey, now: u64) -> Option<AlertEvent> {
    let words = message.words().ok()?;
    if state.alerts.profiles.contains_key(case) {
        return None;
    }
    let expires = message.expires.min(now.saturating_add(PROFILE_LIFETIME_MAX));
    let verified = message.invite.as_deref().is_some_and(|code| take_invite(&mut state.alerts, code, case));
    let profile = AlertProfile {
        identity: Secret::of(&message.identity_seed()),
        lane: Secret::of(&AlertLane::new(&message.lane_secret(), desk).to_bytes()),
        armed_at: now,
        expires,
        text: message.text.clone(),
        verified,
        contacts: message.contacts.clone(),
        muted: false,
        highest: None,
        acks: Default::default(),
        places: Default::default(),
        attendance: SecretBytes::of(Attendance::new(words, expires).encode_state()),
        alarms: Vec::new(),
    };
    state.alerts.profiles.insert(case.to_owned(), profile);
    Some(AlertEvent::Profile { case: case.to_owned(), verified, expires })
}

fn take_invite(alerts: &mut Alerts, code: &str, case: &str) -> bool {
    let code = normal_code(code);
    let Some(invite) = alerts.invites.iter_mut().find(|invite| invite.profile.is_none() && invite.code == code) else {
        return false;
    };
    invite.profile = Some(case.to_owned());
    true
}

/// A code as it is compared: people add capitals and spaces.
pub(super) fn normal_code(code: &str) -> String {
    code.split(|c: char| c.is_whitespace() || c == '-')
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// Takes one body of a profile; `at` is the log's time. What was taken before, at another relay, changes nothing.
///
/// # Errors
/// [`HomeError::Damaged`] when the profile's own record cannot be read.
pub(crate) fn take(
    state: &mut State,
    id: &str,
    body: &AlertBody,
    (at, now): (u64, u64),
) -> Result<Vec<AlertEvent>, HomeError> {
    let effects = with_attendance(state, id, |attendance| attendance.take(body, at))?;
    apply(state, id, effects, Some(body), now)
}

/// Whether signs of life are missing; the desk's own clock decides.
///
/// # Errors
/// As [`take`].
pub(crate) fn check_in_due(state: &mut State, id: &str, margin: u64, now: u64) -> Result<Vec<AlertEvent>, HomeError> {
    let effects = with_attendance(state, id, |attendance| attendance.due(now, margin))?;
    apply(state, id, effects, None, now)
}

/// The profiles whose check-ins run, as [`is_check_in_due`] asks for them.
pub(crate) fn checking_in(alerts: &Alerts) -> Vec<Attendance> {
    let attendances = alerts.profiles.values().map(|profile| Attendance::decode_state(profile.attendance.expose()));
    attendances.filter_map(Result::ok).filter(|attendance| matches!(attendance.deadline(), Some((_, false)))).collect()
}

/// Whether a sign of life is missing now.
pub(crate) fn is_check_in_due(attendance: &Attendance, margin: u64, now: u64) -> bool {
    let passed = attendance.deadline().is_some_and(|(until, _)| now > until);
    passed && !attendance.clone().due(now, margin).is_empty()
}

/// After a restore: an acknowledgement of this desk's own stands in the log.
pub(crate) fn own_ack(state: &mut State, id: &str, name: &AlarmName, stage: Stage, now: u64) {
    if stage == Stage::Person
        && let Some(alarm) = state.alerts.alarm_mut(id, name)
    {
        let by = crate::text::text("desk-before-restore");
        alarm.acknowledged.get_or_insert(crate::desk::home::Acknowledged { at: now, by });
    }
}

/// Reads, changes and writes a profile's attendance.
pub(super) fn with_attendance<T>(
    state: &mut State,
    id: &str,
    change: impl FnOnce(&mut Attendance) -> T,
) -> Result<T, HomeError> {
    let no_profile = || HomeError::NoCase(id.to_owned());
    let profile = state.alerts.profiles.get_mut(id).ok_or_else(no_profile)?;
    let damaged = || HomeError::Damaged(id.into());
    let mut attendance = Attendance::decode_state(profile.attendance.expose()).map_err(|_| damaged())?;
    let result = change(&mut attendance);
    profile.attendance = SecretBytes::of(attendance.encode_state());
    Ok(result)
}

fn apply(
    state: &mut State,
    id: &str,
    effects: Vec<Effect>,
    body: Option<&AlertBody>,
    now: u64,
) -> Result<Vec<AlertEvent>, HomeError> {
    let mut events = Vec::new();
    let waited = grouped(&state.alerts);
    for effect in effects {
        if let Effect::Acknowledge(x) = &effect {
            outbox::acknowledge(state, id, x, Stage::Received, now);
            continue;
        }
        events.extend(tell(&mut state.alerts, id, effect, body, now));
    }
    if let Some(profile) = state.alerts.profiles.get_mut(id) {
        forget_closed(profile);
    }
    // Not more than once a minute, whatever comes: what waits rings by itself.
    if grouped(&state.alerts) > waited && state.alerts.group_told_at.abs_diff(now) >= GROUP_EVERY {
        state.alerts.group_told_at = now;
        events.push(group_event(&state.alerts));
    }
    Ok(events)
}

/// What an effect means for the profile's alarms, and what is told of it.
fn tell(alerts: &mut Alerts, id: &str, effect: Effect, body: Option<&AlertBody>, now: u64) -> Option<AlertEvent> {
    let crowded = is_crowded(alerts, now);
    let profile = alerts.profiles.get_mut(id)?;
    let mut told = Told { id, crowded: crowded && !profile.verified, now, profile };
    match effect {
        Effect::Acknowledge(_) => None,
        Effect::Raised { name, drill, by_update } => Some(told.raised(name, drill, by_update)),
        Effect::Updated { name, text, place, attachment } => Some(told.updated(&name, text, place, attachment)),
        Effect::Cancelled { name, judged, unseen, stood_down, ends } => {
            Some(told.cancelled(name, judged, (unseen, stood_down), ends))
        }
        Effect::Alive { judged, late, until } => Some(told.alive(judged, late, until, body.map(|body| &body.x))),
        Effect::Missed { deadline } => Some(told.missed(deadline)),
    }
}

struct Told<'a> {
    id: &'a str,
    /// Strangers raised as many alerts within the hour as ring singly.
    crowded: bool,
    now: u64,
    profile: &'a mut AlertProfile,
}

impl Told<'_> {
    /// The alarm of this name, made if it is not there.
    fn alarm(&mut self, name: AlarmName, kind: AlarmKind) -> &mut Alarm {
        let place = self.profile.alarms.iter().position(|alarm| alarm.name == name).unwrap_or_else(|| {
            let alarm = Alarm { grouped: self.crowded, ..Alarm::new(name, kind, self.now) };
            self.profile.alarms.push(alarm);
            self.profile.alarms.len() - 1
        });
        self.profile.alarms.get_mut(place).expect("it was found or just put there")
    }

    fn raised(&mut self, name: AlarmName, drill: bool, by_update: bool) -> AlertEvent {
        let kind = if drill { AlarmKind::Drill } else { AlarmKind::Alert };
        let (id, verified, muted) = (self.id.to_owned(), self.profile.verified, self.profile.muted);
        let alarm = self.alarm(name, kind);
        (alarm.kind, alarm.unseen) = (kind, by_update);
        let rings = !muted && !alarm.grouped && alarm.is_open();
        AlertEvent::Alert { profile: id, alert: short_name(&name), drill, verified, by_update, rings }
    }

    fn updated(
        &mut self,
        name: &AlarmName,
        text: Option<String>,
        place: Option<String>,
        attachment: Option<Box<Attachment>>,
    ) -> AlertEvent {
        let attached = attachment.as_ref().map(|attachment| attachment.name.clone());
        let said = Said {
            at: self.now,
            text: text.clone(),
            place: place.clone(),
            attachment: attachment.map(|attachment| Attached(*attachment)),
        };
        if let Some(alarm) = self.profile.alarm_mut(name) {
            alarm.hear(said);
        }
        let (drill, grouped) = self.known(name);
        AlertEvent::AlertUpdate {
            profile: self.id.to_owned(),
            alert: short_name(name),
            drill,
            verified: self.profile.verified,
            text,
            place,
            attached,
            rings: !grouped && !self.profile.muted,
        }
    }

    fn cancelled(
        &mut self,
        name: AlarmName,
        judged: Judged,
        (unseen, stood_down): (bool, bool),
        ends: bool,
    ) -> AlertEvent {
        let (id, verified, muted, now) = (self.id.to_owned(), self.profile.verified, self.profile.muted, self.now);
        if ends {
            self.profile.expires = self.profile.expires.min(now);
            self.stand_down_check_ins();
        }
        // Zeros: it is about no alert, and only ends the profile.
        if name != AlarmName::default() || judged == Judged::Duress {
            let alarm = self.alarm(name, AlarmKind::Alert);
            alarm.unseen |= unseen;
            if stood_down {
                alarm.stood_down = Some(now);
            }
            if judged == Judged::Duress {
                // Whoever has the alert already must hear this too.
                alarm.reopen(now);
                alarm.duress = true;
            }
        }
        let (drill, grouped) = self.known(&name);
        AlertEvent::AlertCancel {
            profile: id,
            alert: short_name(&name),
            drill,
            verified,
            word: word(judged),
            unseen,
            ends,
            rings: !grouped && !muted,
        }
    }

    fn alive(&mut self, judged: Judged, late: bool, until: u64, x: Option<&X>) -> AlertEvent {
        let name = x.map(X::name).filter(|_| judged == Judged::Duress);
        let grouped = name.is_some_and(|name| self.alarm(name, AlarmKind::Duress).grouped);
        if judged == Judged::Right {
            self.stand_down_check_ins();
        }
        AlertEvent::Alive {
            profile: self.id.to_owned(),
            word: word(judged),
            late,
            until,
            alert: name.as_ref().map(short_name),
            verified: self.profile.verified,
            rings: !grouped && !self.profile.muted,
        }
    }

    fn stand_down_check_ins(&mut self) {
        let missed = self.profile.alarms.iter_mut().filter(|alarm| alarm.kind == AlarmKind::CheckInMissed);
        missed.filter(|alarm| alarm.is_open()).for_each(|alarm| alarm.stood_down = Some(self.now));
    }

    fn missed(&mut self, deadline: u64) -> AlertEvent {
        let fields: [&[u8]; 2] = [self.profile.lane.expose(), &deadline.to_be_bytes()];
        // Names it at this desk only: no message of the profile does.
        let name = *hash(MISSED_NAME, &fields).first_chunk().expect("16 of 32 bytes");
        let grouped = self.alarm(name, AlarmKind::CheckInMissed).grouped;
        AlertEvent::CheckInMissed {
            profile: self.id.to_owned(),
            alert: short_name(&name),
            deadline,
            verified: self.profile.verified,
            rings: !grouped && !self.profile.muted,
        }
    }

    /// Whether an alarm is a drill, and whether it rings with the group.
    fn known(&self, name: &AlarmName) -> (bool, bool) {
        self.profile.alarm(name).map_or((false, false), |alarm| (alarm.kind == AlarmKind::Drill, alarm.grouped))
    }
}

fn word(judged: Judged) -> &'static str {
    match judged {
        Judged::Right => RIGHT,
        Judged::Duress => DURESS,
        Judged::Other => OTHER,
    }
}

/// Whether profiles without an invite raised as many alarms within the last hour as ring singly.
fn is_crowded(alerts: &Alerts, now: u64) -> bool {
    let strangers = alerts.alarms().filter(|(_, profile, _)| !profile.verified && !profile.muted);
    strangers.filter(|(.., alarm)| alarm.since.saturating_add(HOUR) > now).count() >= SINGLY
}

/// The oldest that nobody need look at go first; what is open is never given up.
fn forget_closed(profile: &mut AlertProfile) {
    let mut excess = profile.alarms.iter().filter(|alarm| !alarm.is_open()).count().saturating_sub(CLOSED_MAX);
    profile.alarms.retain(|alarm| {
        let goes = excess > 0 && !alarm.is_open();
        excess -= usize::from(goes);
        !goes
    });
}

/// How many alarms ring as a group.
fn grouped(alerts: &Alerts) -> usize {
    alerts.ringing().filter(|(.., alarm)| alarm.grouped).count()
}

fn group_event(alerts: &Alerts) -> AlertEvent {
    let waiting = alerts.ringing().filter(|(.., alarm)| alarm.grouped);
    AlertEvent::AlertGroup {
        count: grouped(alerts),
        alerts: waiting.map(|(.., alarm)| alarm.short()).take(GROUP_NAMED).collect(),
    }
}

const HOUR: u64 = 3600;
/// Alarms of profiles without an invite that ring singly within an hour.
const SINGLY: usize = 5;
/// Alarms that a profile is shown to have had.
const CLOSED_MAX: usize = 256;
const GROUP_EVERY: u64 = 60;
const GROUP_NAMED: usize = 100;
const MISSED_NAME: &str = "davylamp/v1/check-in-missed";
