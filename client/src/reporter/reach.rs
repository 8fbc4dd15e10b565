//! Finding the desk: relay, card, checkpoint, and the time to go by.

use std::ops::Deref;
use std::path::Path;

use davylamp_protocol::card::{Card, CardError, Intake};
use davylamp_protocol::clue::Scope;
use davylamp_protocol::week::DAY_SECONDS;

use crate::contact::Poster;
use crate::failure::Failure;
use crate::relay::{FoundCard, NetworkArgs, Relay, RelayError, SeenCheckpoint, now};
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

/// A desk's card and a log's newest checkpoint, all of it verified, whoever showed it: a relay, or a mirror of it.
pub(crate) struct Shown {
    /// The card, and which of its lines this log is.
    pub(crate) found: FoundCard,
    /// The newest checkpoint.
    pub(crate) seen: SeenCheckpoint,
    /// Unix seconds to go by: at a relay this machine's clock, or the relay's where the two are more than a day apart; in
    /// a mirror the relay's when it was taken.
    pub(crate) time: u64,
    /// Size and time of earlier checkpoints of this log, oldest first.
    pub(crate) earlier: Vec<(u64, u64)>,
    /// What a person was warned of.
    pub(crate) warnings: Vec<String>,
}

/// A relay that has the desk's card, and what it showed.
pub(crate) struct Reached {
    /// The relay.
    pub(crate) relay: Relay,
    shown: Shown,
}

impl Deref for Reached {
    type Target = Shown;

    fn deref(&self) -> &Shown {
        &self.shown
    }
}

impl Shown {
    /// The card.
    pub(crate) fn card(&self) -> &Card {
        &self.found.card
    }

    /// Which envelopes are for this relay and desk.
    pub(crate) fn scope(&self) -> Scope<'_> {
        Scope { origin: self.found.relay.log.name(), desk: self.card().desk_key() }
    }

    /// What to seal to.
    ///
    /// # Errors
    ///
    /// A [`Failure`] when the card ended more than 90 days ago, or has not begun.
    pub(crate) fn intake(&self) -> Result<Intake<'_>, Failure> {
        intake_at(self.card(), self.time)
    }

    /// The time since which entries may have been logged that are there, but for a retention period.
    pub(crate) fn since(&self) -> u64 {
        self.earlier.first().map_or(self.time, |(_, time)| *time)
    }

    /// Warns a person.
    pub(crate) fn warn(&mut self, warning: String, terminal: &Terminal) {
        terminal.say(text_with("warning", &[("what", &warning)]));
        self.warnings.push(warning);
    }
}

/// What is sealed to at `time`.
///
/// # Errors
///
/// A [`Failure`] when the card ended more than 90 days before, or has not begun.
pub(super) fn intake_at(card: &Card, time: u64) -> Result<Intake<'_>, Failure> {
    card.intake_at(time).map_err(|error| {
        if error == CardError::Ended {
            Failure::new(text("card-ended")).hint(text("card-ended-hint"))
        } else {
            Failure::new(text_with("card-unusable", &[("why", &error)])).hint(text("relay-stale-hint"))
        }
    })
}

/// The warning about a card that has expired by `time`.
pub(super) fn expiry_warning(card: &Card, time: u64) -> Option<String> {
    (time >= card.expires).then(|| text_with("card-expired-since", &[("since", &show_time(card.expires))]))
}

/// Asks the contact's relays, one after the other, for the desk's card and the newest checkpoint. A relay that lies is
/// named, and no other one is asked. Before there is a card, what names one relay leads to no other.
///
/// # Errors
///
/// The last relay's error as a [`Failure`].
pub(crate) async fn reach(poster: &Poster, network: &NetworkArgs, terminal: &Terminal) -> Result<Reached, Failure> {
    let mut failed = None;
    for address in &poster.relays {
        match reach_at(address, poster, network).await {
            Ok(reached) => return Ok(warned(reached, terminal)),
            Err(error) if error.is_lie() => return Err(error.into()),
            Err(error) => {
                if poster.relays.len() > 1 {
                    terminal.say(text_with("relay-failed", &[("relay", address), ("why", &error)]));
                }
                failed = Some(error);
            }
        }
    }
    let failed = failed.unwrap_or(RelayError::CardMissing);
    let only_one = failed.may_pass() && poster.names_one_relay();
    let failure = Failure::from(failed);
    Err(if only_one { failure.hint(text("contact-one-relay-hint")) } else { failure })
}

async fn reach_at(address: &str, poster: &Poster, network: &NetworkArgs) -> Result<Reached, RelayError> {
    let relay = Relay::connect(address, network)?;
    let found = relay.find_card(&poster.desk).await?;
    poster.accepts(&found.card)?;
    let seen = relay.checkpoint(&found.relay).await?;
    let time = time_to_go_by(now(), seen.time);
    let shown = Shown { found, seen, time, earlier: Vec::new(), warnings: Vec::new() };
    Ok(Reached { relay, shown })
}

fn warned(mut reached: Reached, terminal: &Terminal) -> Reached {
    let shown = &mut reached.shown;
    if let Some(stale) = shown.seen.stale() {
        shown.warn(stale.to_string(), terminal);
    }
    if shown.time == shown.seen.time && shown.time.abs_diff(now()) > DAY_SECONDS {
        shown.warn(text("clock-wrong"), terminal);
    }
    if let Some(expired) = expiry_warning(shown.card(), shown.time) {
        shown.warn(expired, terminal);
    }
    reached
}

/// A clock that is more than a day off is not believed: the week's intake would be the wrong one.
fn time_to_go_by(own: u64, relays: u64) -> u64 {
    if own.abs_diff(relays) > DAY_SECONDS { relays } else { own }
}

/// At most one input can come by standard input.
///
/// # Errors
///
/// A usage [`Failure`] for more.
pub(crate) fn one_standard_input(inputs: &[Option<&Path>]) -> Result<(), Failure> {
    let dashes = inputs.iter().flatten().filter(|path| **path == Path::new("-")).count();
    if dashes > 1 { Err(Failure::usage(text("standard-input-twice"))) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_within_a_day_is_kept_and_another_is_not() {
        assert_eq!(time_to_go_by(1_000_000, 1_086_400), 1_000_000);
        assert_eq!(time_to_go_by(1_000_000, 1_086_401), 1_086_401);
        assert_eq!(time_to_go_by(1_086_401, 1_000_000), 1_000_000);
    }

    #[test]
    fn standard_input_serves_one_question_only() {
        let dash = Some(Path::new("-"));
        assert!(one_standard_input(&[dash, None, Some(Path::new("file"))]).is_ok());
        assert!(one_standard_input(&[dash, None, dash]).is_err());
    }
}
