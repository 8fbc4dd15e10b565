//! What a desk tells of others and of itself: answers passed on, and the account of its steps (`SPEC.md` 9.2).
//!
//! ```text
//! a3 00 01 01 0f 02 81 a3 01 19513d 02 02 03 01   an account: on 2026-12-10 a lawyer opened the case
//! ```

use minicbor::{Decode, Encode};

use super::fields::{Deed, Speaker, StaffRole};
use crate::thread::VERSION;

/// The longest name of whose words are passed on, in bytes of UTF-8.
pub const SPEAKER_MAX: usize = 200;
/// The most steps in one account.
pub const STEPS_MAX: usize = 64;
/// The longest words of a step, in bytes of UTF-8.
pub const STEP_WORDS_MAX: usize = 1024;

/// What a company or an official answered, passed on word for word.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RelayedAnswer {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// Whose words they are: 1 to [`SPEAKER_MAX`] bytes, no control character.
    #[n(2)]
    pub from: String,
    /// What they are.
    #[n(3)]
    pub role: Speaker,
    /// Their words, unedited.
    #[n(4)]
    pub text: String,
    /// When they answered, Unix seconds.
    #[n(5)]
    pub answered_at: Option<u64>,
    /// What the desk says to it.
    #[n(6)]
    pub comment: Option<String>,
}

impl RelayedAnswer {
    pub(super) const KIND: u8 = 9;

    /// An answer; its time and the desk's comment may be set afterwards.
    #[must_use]
    pub fn new(from: impl Into<String>, role: Speaker, text: impl Into<String>) -> Self {
        let (from, text) = (from.into(), text.into());
        Self { version: VERSION, kind: Self::KIND, from, role, text, answered_at: None, comment: None }
    }

    /// A name that stands on one line.
    pub(super) fn is_sound(&self) -> bool {
        (1..=SPEAKER_MAX).contains(&self.from.len()) && !self.from.chars().any(char::is_control)
    }
}

/// What the desk did with the case.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Account {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// 1 to [`STEPS_MAX`], by day.
    #[n(2)]
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Step {
    /// Days since 1970-01-01 UTC.
    #[n(1)]
    pub day: u32,
    /// Who did it.
    #[n(2)]
    pub role: StaffRole,
    /// What.
    #[n(3)]
    pub deed: Deed,
    /// In words: 1 to [`STEP_WORDS_MAX`] bytes.
    #[n(4)]
    pub words: Option<String>,
}

impl Account {
    pub(super) const KIND: u8 = 15;

    /// An account.
    #[must_use]
    pub fn new(steps: Vec<Step>) -> Self {
        Self { version: VERSION, kind: Self::KIND, steps }
    }

    /// Steps there are, by day, with words or none.
    pub(super) fn is_sound(&self) -> bool {
        let fits = |step: &Step| step.words.as_ref().is_none_or(|words| (1..=STEP_WORDS_MAX).contains(&words.len()));
        (1..=STEPS_MAX).contains(&self.steps.len())
            && self.steps.is_sorted_by_key(|step| step.day)
            && self.steps.iter().all(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Message, MessageError};

    fn step(day: u32, words: Option<&str>) -> Step {
        Step { day, role: StaffRole::Lawyer, deed: Deed::Opened, words: words.map(str::to_owned) }
    }

    fn decoded(message: &Message) -> Result<Message, MessageError> {
        Message::decode(&message.encode())
    }

    #[test]
    fn the_accounts_bytes_are_those_of_the_specification() {
        let account = Message::Account(Account::new(vec![step(20_797, None)]));
        assert_eq!(hex::encode(&*account.encode()), "a30001010f0281a30119513d02020301");
        assert_eq!(decoded(&account), Ok(account));
    }

    #[test]
    fn rejects_accounts_of_nothing_of_too_much_and_out_of_order() {
        let of = |steps| decoded(&Message::Account(Account::new(steps)));
        assert!(of(vec![step(1, None), step(1, Some("x")), step(2, None)]).is_ok());
        assert!(of(vec![step(1, None); STEPS_MAX]).is_ok());
        for wrong in [
            vec![],
            vec![step(2, None), step(1, None)],
            vec![step(1, None); STEPS_MAX + 1],
            vec![step(1, Some(""))],
            vec![step(1, Some(&"x".repeat(STEP_WORDS_MAX + 1)))],
        ] {
            assert_eq!(of(wrong), Err(MessageError::Malformed));
        }
    }

    #[test]
    fn rejects_relayed_words_of_nobody_and_names_of_several_lines() {
        let of = |from: &str| decoded(&Message::RelayedAnswer(RelayedAnswer::new(from, Speaker::Company, "No.")));
        assert!(of("Minera SA").is_ok());
        for wrong in ["", "Minera\nThe desk adds:", "\u{1b}[2J", &"x".repeat(SPEAKER_MAX + 1)] {
            assert_eq!(of(wrong), Err(MessageError::Malformed), "{wrong:?}");
        }
    }
}
