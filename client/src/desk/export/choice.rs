//! A choice among the messages of a case. What bears on consent goes along whatever was chosen.
//!
//! ```text
//! --only 1,3-5        the numbers that `desk show` prints
//! ```

use std::collections::BTreeSet;
use std::str::FromStr;

use davylamp_protocol::message::Message;

use crate::desk::assembly::{CaseMessage, Thread};
use crate::desk::home::StoredMessage;
use crate::failure::Failure;
use crate::text::{text, text_with};

/// Numbers of messages, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice(BTreeSet<usize>);

impl FromStr for Choice {
    type Err = String;

    fn from_str(list: &str) -> Result<Self, String> {
        let numbers: Option<Vec<_>> = list.split(',').map(|part| range(part.trim())).collect();
        numbers.map(|ranges| Self(ranges.into_iter().flatten().collect())).ok_or_else(|| text("export-only-list"))
    }
}

/// `3` or `3-5`.
fn range(part: &str) -> Option<std::ops::RangeInclusive<usize>> {
    let (first, last) = part.split_once('-').unwrap_or((part, part));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (1 <= first && first <= last && last <= MOST).then_some(first..=last)
}

impl Choice {
    /// Keeps the envelopes of the chosen messages, and of those that always go along.
    ///
    /// # Errors
    /// A [`Failure`] for a number that no message has.
    pub(super) fn apply(&self, thread: &Thread, stored: &mut Vec<StoredMessage>) -> Result<(), Failure> {
        if let Some(number) = self.0.iter().find(|number| **number > thread.messages.len()) {
            let (most, hint) = (thread.messages.len(), text("export-only-hint"));
            return Err(Failure::new(text_with("export-only-none", &[("number", number), ("most", &most)])).hint(hint));
        }
        let chosen =
            (1..).zip(&thread.messages).filter(|(n, message)| self.0.contains(n) || always_goes_along(message));
        let places = chosen.flat_map(|(_, message)| &message.places);
        let files: BTreeSet<u64> = places.flat_map(|place| &place.files).copied().collect();
        stored.retain(|stored| files.contains(&stored.file));
        Ok(())
    }
}

/// What bears on consent, or could: what this version cannot read, and what another log contradicts.
fn always_goes_along(message: &CaseMessage) -> bool {
    let bears = |message: &Message| {
        matches!(message, Message::Report(_) | Message::ConsentRequest(_) | Message::ConsentAnswer(_))
    };
    message.contradicted || message.message.as_ref().map_or(true, bears)
}

const MOST: usize = 9_999;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_numbers_and_ranges() {
        assert_eq!("1,3-5, 9".parse(), Ok(Choice([1, 3, 4, 5, 9].into())));
        for wrong in ["", "0", "3-1", "1,,2", "a", "1-", "-1", "1-10000", "1;2"] {
            assert!(wrong.parse::<Choice>().is_err(), "{wrong}");
        }
    }
}
