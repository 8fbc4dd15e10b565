//! The ladder: what is done, and when, about an alarm that no person acknowledges.
//!
//! ```text
//! 5   /usr/local/bin/call duty-officer
//! 15  /usr/local/bin/call director
//! 20  @contacts
//! ```

use crate::desk::home::{Alarm, AlertProfile, Rung, Step};
use crate::failure::Failure;
use crate::text::text_with;

/// Reads a ladder: minutes, then a command or `@contacts`, a rung a line. Empty lines and those that begin with `#`
/// are nothing.
///
/// # Errors
/// A usage [`Failure`] that names the first bad line.
pub(crate) fn parse(content: &str) -> Result<Vec<Rung>, Failure> {
    let mut ladder = Vec::new();
    for (number, line) in (1_u32..).zip(content.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let bad = || Failure::usage(text_with("desk-ladder-bad", &[("number", &number), ("line", &line)]));
        ladder.push(rung(line).ok_or_else(bad)?);
    }
    if ladder.len() > RUNGS_MAX {
        return Err(Failure::usage(text_with("desk-ladder-long", &[("most", &RUNGS_MAX)])));
    }
    ladder.sort_by_key(|rung| rung.after);
    Ok(ladder)
}

fn rung(line: &str) -> Option<Rung> {
    let (minutes, step) = line.split_once(char::is_whitespace)?;
    let minutes: f64 = minutes.parse().ok()?;
    if !(0.0..=MINUTES_MAX).contains(&minutes) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a month of seconds")]
    let after = (minutes * 60.0).ceil() as u64;
    let step = match step.trim() {
        CONTACTS => Step::Contacts,
        word if word.starts_with('@') => return None,
        command => Step::Run(command.to_owned()),
    };
    Some(Rung { after, step })
}

/// One step that is due for one alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    /// Names it in [`Alarm::climbed`].
    pub(crate) key: String,
    pub(crate) after: u64,
    pub(crate) what: What,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Run(String),
    /// This contact is told.
    Tell(String),
}

/// What is due for `alarm` at `now`, and was not done.
pub(crate) fn due(ladder: &[Rung], profile: &AlertProfile, alarm: &Alarm, now: u64) -> Vec<Due> {
    if !alarm.is_open() || profile.muted {
        return Vec::new();
    }
    let reached = ladder.iter().filter(|rung| now >= alarm.since.saturating_add(rung.after));
    let steps = reached.flat_map(|rung| match &rung.step {
        Step::Run(command) => vec![(rung.after, What::Run(command.clone()))],
        Step::Contacts => profile.contacts.iter().map(|contact| (rung.after, What::Tell(contact.clone()))).collect(),
    });
    let all = steps.map(|(after, what)| Due { key: what.key(after), after, what });
    all.filter(|due| !alarm.climbed.contains(&due.key)).collect()
}

impl What {
    fn key(&self, after: u64) -> String {
        match self {
            Self::Run(command) => format!("{after} {command}"),
            // A contact is told once, however many rungs say so.
            Self::Tell(contact) => format!("{CONTACTS} {contact}"),
        }
    }
}

/// A rung as it is written.
pub(crate) fn line(rung: &Rung) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a month of seconds")]
    let minutes = rung.after as f64 / 60.0;
    let step = match &rung.step {
        Step::Run(command) => command,
        Step::Contacts => CONTACTS,
    };
    format!("{} {step}", (minutes * 1000.0).round() / 1000.0)
}

const CONTACTS: &str = "@contacts";
const RUNGS_MAX: usize = 64;
/// A month.
const MINUTES_MAX: f64 = 43_200.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::alerts::tests::profile;
    use crate::desk::home::{Acknowledged, AlarmKind};

    const NOW: u64 = 1_000_000;

    fn alarm() -> Alarm {
        Alarm::new([1; 16], AlarmKind::Alert, NOW)
    }

    #[test]
    fn a_ladder_is_read_in_any_order_and_written_back() {
        let ladder = parse("# night\n\n20 @contacts\n5  call  duty officer\n 0.5 beep\n").unwrap();
        assert_eq!(ladder.iter().map(line).collect::<Vec<_>>(), ["0.5 beep", "5 call  duty officer", "20 @contacts"]);
        assert_eq!(parse(&ladder.iter().map(|r| line(r) + "\n").collect::<String>()).unwrap(), ladder);
        assert!(parse("").unwrap().is_empty());
    }

    #[test]
    fn rejects_lines_that_are_no_rung() {
        for wrong in ["call", "5", "five call", "-1 call", "NaN call", "inf call", "50000 call", "5 @everybody", "5 "] {
            let failure = parse(&format!("1 true\n{wrong}\n")).unwrap_err();
            assert!(failure.message.contains('2'), "{failure}");
        }
        assert!(parse(&"1 true\n".repeat(65)).is_err());
    }

    #[test]
    fn a_rung_is_due_after_its_time_until_it_was_done() {
        let (ladder, mut alarm) = (parse("1 one\n2 two\n").unwrap(), alarm());
        let at = |seconds, alarm: &Alarm| due(&ladder, &profile(&[]), alarm, NOW + seconds);
        assert!(at(59, &alarm).is_empty());
        let first = at(60, &alarm);
        assert_eq!(first.iter().map(|due| &due.what).collect::<Vec<_>>(), [&What::Run("one".into())]);
        assert_eq!(at(120, &alarm).len(), 2, "a desk that was away catches up");
        alarm.climbed.insert(first[0].key.clone());
        assert!(at(61, &alarm).is_empty());
        assert_eq!(at(120, &alarm)[0].what, What::Run("two".into()));
    }

    #[test]
    fn every_contact_is_told_once() {
        let ladder = parse("1 @contacts\n2 @contacts\n").unwrap();
        let (named, mut alarm) = (profile(&["davylamp:a", "davylamp:b"]), alarm());
        let first = due(&ladder, &named, &alarm, NOW + 60);
        assert_eq!(first.len(), 2);
        alarm.climbed.extend(first.into_iter().map(|due| due.key));
        assert!(due(&ladder, &named, &alarm, NOW + 1000).is_empty());
        assert!(due(&ladder, &profile(&[]), &alarm, NOW + 1000).is_empty());
    }

    #[test]
    fn nothing_is_due_for_what_is_acknowledged_stood_down_or_muted() {
        let (ladder, known) = (parse("0 one\n").unwrap(), profile(&[]));
        let now = |profile: &AlertProfile, alarm: &Alarm| due(&ladder, profile, alarm, NOW + 1).len();
        assert_eq!(now(&known, &alarm()), 1);
        let acknowledged = Alarm { acknowledged: Some(Acknowledged { at: 1, by: "x".into() }), ..alarm() };
        let stood_down = Alarm { stood_down: Some(1), ..alarm() };
        assert_eq!((now(&known, &acknowledged), now(&known, &stood_down)), (0, 0));
        assert_eq!(now(&AlertProfile { muted: true, ..known }, &alarm()), 0);
        let mut again = acknowledged;
        again.reopen(NOW);
        assert_eq!(now(&profile(&[]), &again), 1);
    }
}
