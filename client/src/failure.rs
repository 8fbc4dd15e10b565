//! What a person reads when something did not work: one line, then hints.

use std::fmt;

use crate::text::text_with;

/// A failed command. Exit code 1 unless said otherwise.
#[derive(Debug)]
pub(crate) struct Failure {
    /// One line, lower case, no full stop.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hints: Vec<String>,
    /// Exit code.
    pub(crate) code: u8,
    /// The stable name, for scripts, of what a relay did.
    pub(crate) relay_error: Option<&'static str>,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hints: Vec::new(), code: FAILED, relay_error: None }
    }

    /// Wrong use, exit code 2.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: USAGE, ..Self::new(message) }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(crate) fn with_code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.hints.iter().try_for_each(|hint| write!(f, "\n{}", text_with("talk-hint", &[("hint", hint)])))
    }
}

impl std::error::Error for Failure {}

/// Not done.
pub(crate) const FAILED: u8 = 1;
/// Wrong use.
pub(crate) const USAGE: u8 = 2;
