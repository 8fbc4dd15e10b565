//! Shows what happens, and calls the desk's hook for what somebody must look at. Neither waits for the other.

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::{AlertEvent, Event, Watching};
use crate::desk::alerts::{call, notify};
use crate::desk::home::{HomeError, State};
use crate::terminal::Terminal;
use crate::text::text;

/// One voice for all tasks of a watch.
pub(super) struct Crier<'a> {
    watching: &'a Arc<Watching>,
    terminal: &'a Terminal,
    events: mpsc::Sender<Event>,
    calls: JoinSet<()>,
    at_once: Arc<Semaphore>,
}

impl<'a> Crier<'a> {
    pub(super) fn new(watching: &'a Arc<Watching>, terminal: &'a Terminal, events: mpsc::Sender<Event>) -> Self {
        Self { watching, terminal, events, calls: JoinSet::new(), at_once: Arc::new(Semaphore::new(CALLS)) }
    }

    pub(super) fn cry(&mut self, event: &Event) {
        event.show(self.terminal);
        let alarms = &self.watching.options.alarms;
        if alarms.notify && event.is_alarm() {
            let line = event.headline();
            self.calls.spawn(async move { notify(&text("desk-notify-title"), &line).await });
        }
        if let Some(command) = alarms.hook.clone().filter(|_| event.calls_hook()) {
            let (watching, events) = (Arc::clone(self.watching), self.events.clone());
            let (event, at_once) = (event.clone(), Arc::clone(&self.at_once));
            self.calls.spawn(async move {
                let _turn = at_once.acquire().await;
                hook(&watching, &event, &command, &events).await;
            });
        }
        while self.calls.try_join_next().is_some() {}
    }

    /// Until every call has ended.
    pub(super) async fn finish(&mut self, events: &mut mpsc::Receiver<Event>) {
        while self.calls.join_next().await.is_some() {
            while let Ok(event) = events.try_recv() {
                event.show(self.terminal);
            }
        }
    }
}

async fn hook(watching: &Watching, event: &Event, command: &str, events: &mpsc::Sender<Event>) {
    let Ok(json) = for_hook(event) else { return };
    let called = call(command, &json, &watching.options.alarms.patience).await;
    match called {
        // What cannot be written down is called for again after a restart: better twice than never.
        Ok(()) => drop(watching.home.update(|state: &mut State| {
            note_hooked(state, event);
            Ok::<_, HomeError>(())
        })),
        Err(error) => {
            let told = failed(watching, "--on-alert", &error.to_string());
            let _ = events.send(Event::Panic(told)).await;
        }
    }
}

/// That something happened, and not what the defender says of it: the desk does not see where its hook sends that.
fn for_hook(event: &Event) -> serde_json::Result<String> {
    let mut json = serde_json::to_value(event)?;
    if let (Some(fields), Some(AlertEvent::AlertUpdate { text, place, attached, .. })) =
        (json.as_object_mut(), event.alert())
    {
        fields.retain(|name, _| name != "text" && name != "place" && name != "attached");
        let says_more = text.is_some() || place.is_some() || attached.is_some();
        fields.insert("says_more".into(), says_more.into());
    }
    serde_json::to_string(&json)
}

/// Counts what was not reached.
pub(super) fn failed(watching: &Watching, what: &str, why: &str) -> AlertEvent {
    let failures = watching.home.update(|state: &mut State| {
        state.alerts.hook_failures += 1;
        Ok::<_, HomeError>(state.alerts.hook_failures)
    });
    AlertEvent::HookFailed { what: what.to_owned(), why: why.to_owned(), failures: failures.unwrap_or_default() }
}

fn note_hooked(state: &mut State, event: &Event) {
    let Some(event) = event.alert() else { return };
    let (named, group) = (event.alarms(), matches!(event, AlertEvent::AlertGroup { .. }));
    for (id, profile) in &mut state.alerts.profiles {
        for alarm in &mut profile.alarms {
            let is_named = named.iter().any(|(profile, alert)| *profile == id && *alert == alarm.short());
            alarm.hooked |= is_named || (group && alarm.grouped);
        }
    }
}

/// Hooks that run at once.
const CALLS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_hears_that_more_was_said_and_not_what() {
        let update = |text: Option<&str>| {
            let event = AlertEvent::AlertUpdate {
                profile: "p".into(),
                alert: "a".into(),
                drill: false,
                verified: true,
                text: text.map(str::to_owned),
                place: None,
                attached: None,
                rings: true,
            };
            for_hook(&Event::Panic(event)).unwrap()
        };
        let said = update(Some("dos camionetas"));
        assert!(said.contains("\"event\":\"alert-update\"") && said.contains("\"says_more\":true"), "{said}");
        assert!(!said.contains("camionetas"), "{said}");
        assert!(update(None).contains("\"says_more\":false"));
        let other = for_hook(&Event::Read { case: "c".into(), messages: 2 }).unwrap();
        assert_eq!(
            other,
            serde_json::to_string(&serde_json::json!({ "case": "c", "event": "read", "messages": 2 })).unwrap()
        );
    }
}
