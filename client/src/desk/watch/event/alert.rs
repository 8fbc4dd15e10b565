//! What alert profiles bring: one block or line for people, one JSON object for scripts.

use serde::Serialize;

use crate::desk::home::{Alarm, AlarmKind, AlertProfile};
use crate::desk::show::local_time;
use crate::terminal::printable;
use crate::text::{text, text_with};

/// One event. The JSON names are stable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(crate) enum AlertEvent {
    /// A defender armed a profile; its name is its case's.
    Profile { case: String, verified: bool, expires: u64 },
    /// An alert or a drill; `rings` is false where a person muted the profile, or it rings with a group.
    Alert { profile: String, alert: String, drill: bool, verified: bool, by_update: bool, rings: bool },
    /// Strangers raise more alerts than ring singly: so many wait.
    AlertGroup { count: usize, alerts: Vec<String> },
    /// More about an alert; without text and place, that the danger goes on.
    AlertUpdate {
        profile: String,
        alert: String,
        drill: bool,
        verified: bool,
        text: Option<String>,
        place: Option<String>,
        /// The name of a photograph or a document that came with it.
        #[serde(skip_serializing_if = "Option::is_none")]
        attached: Option<String>,
        rings: bool,
    },
    /// An alert was cancelled, with this word: right, duress or other.
    AlertCancel {
        profile: String,
        alert: String,
        drill: bool,
        verified: bool,
        word: &'static str,
        /// The alert itself has not come.
        unseen: bool,
        ends: bool,
        rings: bool,
    },
    /// A sign of life, with this word; `alert` is what a person acknowledges where it was the duress word.
    Alive {
        profile: String,
        word: &'static str,
        late: bool,
        until: u64,
        alert: Option<String>,
        verified: bool,
        rings: bool,
    },
    /// No sign of life came by this time and its grace.
    CheckInMissed { profile: String, alert: String, deadline: u64, verified: bool, rings: bool },
    /// A person has it.
    AlertAcknowledged { profile: String, alert: String, kind: AlarmKind, by: String },
    /// Nobody has these yet: told again and again.
    AlertWaiting {
        alerts: Vec<Waiting>,
        grouped: usize,
        /// The hook has not heard of these: the watch was stopped before.
        #[serde(skip)]
        unhooked: bool,
    },
    /// A rung of the ladder was taken.
    Escalated {
        profile: String,
        alert: String,
        kind: AlarmKind,
        duress: bool,
        verified: bool,
        since: u64,
        after: u64,
        /// The command, or the name of the contact's key.
        to: String,
    },
    /// A hook or a contact was not reached; so many since the home was made.
    HookFailed { what: String, why: String, failures: u64 },
}

/// An alarm that nobody has yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Waiting {
    pub(crate) profile: String,
    pub(crate) alert: String,
    pub(crate) kind: AlarmKind,
    pub(crate) duress: bool,
    pub(crate) verified: bool,
    pub(crate) since: u64,
}

impl AlertEvent {
    /// Whether somebody calls for help.
    pub(crate) fn rings(&self) -> bool {
        match self {
            Self::Alert { rings, .. } | Self::CheckInMissed { rings, .. } => *rings,
            // That the danger goes on is said every few minutes: what waits rings by itself.
            Self::AlertUpdate { rings, text, place, attached, .. } => {
                *rings && (text.is_some() || place.is_some() || attached.is_some())
            }
            Self::AlertCancel { rings, word, .. } | Self::Alive { rings, word, .. } => *rings && *word == DURESS,
            Self::AlertGroup { .. } | Self::AlertWaiting { .. } => true,
            Self::Profile { .. }
            | Self::AlertAcknowledged { .. }
            | Self::Escalated { .. }
            | Self::HookFailed { .. } => false,
        }
    }

    /// Whether the desk's hook hears of it: of each alarm once, and of every update. Never of a hook that failed.
    pub(crate) fn calls_hook(&self) -> bool {
        match self {
            Self::AlertWaiting { unhooked, .. } => *unhooked,
            Self::AlertUpdate { rings, .. } => *rings,
            Self::Profile { .. }
            | Self::Alert { .. }
            | Self::AlertGroup { .. }
            | Self::AlertCancel { .. }
            | Self::Alive { .. }
            | Self::CheckInMissed { .. }
            | Self::AlertAcknowledged { .. }
            | Self::Escalated { .. }
            | Self::HookFailed { .. } => self.rings(),
        }
    }

    /// Profile and short name of the alarms that the hook has heard of with it.
    pub(crate) fn alarms(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Alert { profile, alert, .. }
            | Self::AlertCancel { profile, alert, .. }
            | Self::Alive { profile, alert: Some(alert), .. }
            | Self::CheckInMissed { profile, alert, .. } => vec![(profile, alert)],
            Self::AlertWaiting { alerts, .. } => {
                alerts.iter().map(|waiting| (waiting.profile.as_str(), waiting.alert.as_str())).collect()
            }
            Self::Alive { alert: None, .. }
            | Self::Profile { .. }
            | Self::AlertGroup { .. }
            | Self::AlertUpdate { .. }
            | Self::AlertAcknowledged { .. }
            | Self::Escalated { .. }
            | Self::HookFailed { .. } => Vec::new(),
        }
    }

    pub(super) fn is_duress(&self) -> bool {
        match self {
            Self::AlertCancel { word, .. } | Self::Alive { word, .. } => *word == DURESS,
            Self::AlertWaiting { alerts, .. } => alerts.iter().any(|alert| alert.duress),
            Self::Profile { .. }
            | Self::Alert { .. }
            | Self::AlertGroup { .. }
            | Self::AlertUpdate { .. }
            | Self::CheckInMissed { .. }
            | Self::AlertAcknowledged { .. }
            | Self::Escalated { .. }
            | Self::HookFailed { .. } => false,
        }
    }

    pub(super) fn line(&self) -> String {
        match self {
            Self::Profile { case, verified, expires } => text_with(
                "desk-profile-armed",
                &[("profile", case), ("who", &who(*verified)), ("time", &local_time(*expires))],
            ),
            Self::Alert { profile, alert, drill, verified, by_update, .. } => {
                let id = if *by_update { "desk-alert-by-update" } else { "desk-alert" };
                text_with(
                    id,
                    &[("what", &what(*drill)), ("alert", alert), ("profile", profile), ("who", &who(*verified))],
                )
            }
            Self::AlertGroup { count, .. } => text_with("desk-alert-group", &[("count", count)]),
            Self::AlertUpdate { profile, alert, drill, text, place, attached, .. } => {
                let said =
                    [("desk-update-text", text), ("desk-update-place", place), ("desk-update-attached", attached)];
                let more: Vec<String> = said
                    .into_iter()
                    .filter_map(|(id, said)| Some(text_with(id, &[("said", &said.as_deref().map(one_line)?)])))
                    .collect();
                let values: [(&str, &dyn ToString); 3] =
                    [("what", &what(*drill)), ("alert", alert), ("profile", profile)];
                if more.is_empty() {
                    return text_with("desk-alert-still", &values);
                }
                format!("{}\n{}", text_with("desk-alert-update", &values), more.join("\n"))
            }
            Self::AlertCancel { profile, alert, drill, word, unseen, ends, .. } => {
                let values: [(&str, &dyn ToString); 3] =
                    [("what", &what(*drill)), ("alert", alert), ("profile", profile)];
                let mut lines = vec![text_with(&format!("desk-cancel-{word}"), &values)];
                lines.extend(unseen.then(|| text("desk-cancel-unseen")));
                lines.extend((*ends && *word == RIGHT).then(|| text("desk-cancel-ends")));
                lines.join("\n")
            }
            Self::Alive { profile, word, late, until, alert, .. } => {
                let id = match (*word, *until) {
                    (RIGHT, 0) => "desk-alive-ends".to_owned(),
                    (RIGHT, _) if *late => "desk-alive-late".to_owned(),
                    (word, _) => format!("desk-alive-{word}"),
                };
                let alert = alert.clone().unwrap_or_default();
                text_with(&id, &[("profile", profile), ("alert", &alert), ("time", &local_time(*until))])
            }
            Self::CheckInMissed { profile, alert, deadline, verified, .. } => text_with(
                "desk-check-in-missed",
                &[("profile", profile), ("alert", alert), ("time", &local_time(*deadline)), ("who", &who(*verified))],
            ),
            Self::AlertAcknowledged { profile, alert, kind, by } => text_with(
                "desk-alert-acknowledged",
                &[("what", &kind_text(*kind)), ("alert", alert), ("profile", profile), ("by", &printable(by))],
            ),
            Self::AlertWaiting { alerts, grouped, .. } => {
                let mut lines = vec![text("desk-alert-waiting")];
                lines.extend(alerts.iter().map(Waiting::line));
                lines.extend((*grouped > 0).then(|| text_with("desk-alert-waiting-group", &[("count", grouped)])));
                lines.join("\n")
            }
            Self::Escalated { profile, alert, kind, to, .. } => text_with(
                "desk-escalated",
                &[("what", &kind_text(*kind)), ("alert", alert), ("profile", profile), ("to", &printable(to))],
            ),
            Self::HookFailed { what, why, failures } => {
                text_with("desk-hook-failed", &[("what", &printable(what)), ("why", why), ("failures", failures)])
            }
        }
    }
}

impl Waiting {
    pub(crate) fn of(profile_id: &str, profile: &AlertProfile, alarm: &Alarm) -> Self {
        Self {
            profile: profile_id.to_owned(),
            alert: alarm.short(),
            kind: alarm.kind,
            duress: alarm.duress,
            verified: profile.verified,
            since: alarm.since,
        }
    }

    /// One line, as `watch` and `ack` show it.
    pub(crate) fn line(&self) -> String {
        let values: [(&str, &dyn ToString); 5] = [
            ("what", &kind_text(self.kind)),
            ("alert", &self.alert),
            ("profile", &self.profile),
            ("who", &who(self.verified)),
            ("time", &local_time(self.since)),
        ];
        let line = text_with("desk-waiting-row", &values);
        if self.duress { format!("{line} {}", text("desk-waiting-duress")) } else { line }
    }
}

/// Somebody else wrote it: lines of their own would look like this desk's.
pub(crate) fn one_line(said: &str) -> String {
    printable(&said.lines().collect::<Vec<_>>().join(" / "))
}

fn what(drill: bool) -> String {
    text(if drill { "desk-kind-drill" } else { "desk-kind-alert" })
}

fn who(verified: bool) -> String {
    text(if verified { "desk-verified" } else { "desk-unverified" })
}

pub(crate) fn kind_text(kind: AlarmKind) -> String {
    text(match kind {
        AlarmKind::Alert => "desk-kind-alert",
        AlarmKind::Drill => "desk-kind-drill",
        AlarmKind::Duress => "desk-kind-duress",
        AlarmKind::CheckInMissed => "desk-kind-check-in-missed",
    })
}

/// Stable names of judged words.
pub(crate) const RIGHT: &str = "right";
pub(crate) const DURESS: &str = "duress";
pub(crate) const OTHER: &str = "other";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::watch::Event;

    fn update(text: Option<&str>, rings: bool) -> AlertEvent {
        AlertEvent::AlertUpdate {
            profile: "abc".into(),
            alert: "0011".into(),
            drill: false,
            verified: true,
            text: text.map(str::to_owned),
            place: None,
            attached: None,
            rings,
        }
    }

    #[test]
    fn scripts_read_one_flat_object() {
        let event = AlertEvent::CheckInMissed {
            profile: "abc".into(),
            alert: "00112233".into(),
            deadline: 7,
            verified: false,
            rings: true,
        };
        let json = serde_json::to_string(&Event::Panic(event)).unwrap();
        assert_eq!(
            json,
            r#"{"event":"check-in-missed","profile":"abc","alert":"00112233","deadline":7,"verified":false,"rings":true}"#
        );
        let waiting = AlertEvent::AlertWaiting { alerts: vec![], grouped: 2, unhooked: true };
        let json = serde_json::to_string(&Event::Panic(waiting)).unwrap();
        assert_eq!(json, r#"{"event":"alert-waiting","alerts":[],"grouped":2}"#);
    }

    #[test]
    fn what_a_stranger_writes_stays_on_one_line_without_control_characters() {
        let line = update(Some("a\nUNDER DURESS: b\u{1b}[2J"), true).line();
        assert!(line.lines().count() == 2 && !line.contains('\u{1b}'), "{line}");
    }

    #[test]
    fn that_the_danger_goes_on_calls_the_hook_and_rings_by_what_waits() {
        assert!(!update(None, true).rings() && update(None, true).calls_hook());
        assert!(update(Some("x"), true).rings());
        assert!(!update(Some("x"), false).rings() && !update(Some("x"), false).calls_hook());
    }

    #[test]
    fn the_hook_never_hears_of_itself_and_of_what_waits_only_after_a_restart() {
        let failed = AlertEvent::HookFailed { what: "x".into(), why: "y".into(), failures: 1 };
        assert!(!failed.calls_hook() && Event::Panic(failed).is_alarm());
        assert!(Event::CutOff { origin: "x".into(), missed: 2 }.calls_hook(), "of the desk's own silence it does");
        assert!(!Event::Back { origin: "x".into() }.calls_hook());
        let waiting = |unhooked| AlertEvent::AlertWaiting { alerts: vec![], grouped: 0, unhooked };
        assert!(waiting(true).calls_hook() && !waiting(false).calls_hook());
    }
}
