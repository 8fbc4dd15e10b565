//! One field a line, in one order: what cards and notices are written in.

use std::fmt::Display;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::CardError;
use crate::log::note::VerifierKey;

/// Reads lines in the order in which they are asked for.
pub(super) struct Lines<'a> {
    rest: std::iter::Peekable<std::str::Split<'a, char>>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str, header: &str) -> Result<Self, CardError> {
        let body = text.strip_suffix('\n').ok_or(CardError::Format("end"))?;
        let mut rest = body.split('\n').peekable();
        rest.next_if_eq(&header).ok_or(CardError::Format("first line"))?;
        Ok(Self { rest })
    }

    /// Exactly one line of this field.
    pub(super) fn one<T>(&mut self, field: &'static str, read: impl Fn(&'a str) -> Option<T>) -> Result<T, CardError> {
        self.next(field).and_then(read).ok_or(CardError::Format(field))
    }

    /// One line of this field, or none.
    pub(super) fn maybe<T>(
        &mut self,
        field: &'static str,
        read: impl Fn(&'a str) -> Option<T>,
    ) -> Result<Option<T>, CardError> {
        self.next(field).map(|value| read(value).ok_or(CardError::Format(field))).transpose()
    }

    /// All lines of this field that follow each other.
    pub(super) fn many<T>(
        &mut self,
        field: &'static str,
        read: impl Fn(&'a str) -> Option<T>,
    ) -> Result<Vec<T>, CardError> {
        let mut values = Vec::new();
        while let Some(value) = self.next(field) {
            values.push(read(value).ok_or(CardError::Format(field))?);
        }
        Ok(values)
    }

    /// Nothing may follow.
    pub(super) fn end(mut self) -> Result<(), CardError> {
        self.rest.next().map_or(Ok(()), |_| Err(CardError::Format("last line")))
    }

    fn next(&mut self, field: &str) -> Option<&'a str> {
        let value = |line: &'a str| line.strip_prefix(field)?.strip_prefix(' ');
        let line = self.rest.next_if(|line| value(line).is_some())?;
        value(line)
    }
}

/// Writes what [`Lines`] reads.
pub(super) trait WriteLines {
    fn line(&mut self, field: &str, value: &dyn Display);
}

impl WriteLines for String {
    fn line(&mut self, field: &str, value: &dyn Display) {
        self.push_str(&format!("{field} {value}\n"));
    }
}

pub(super) fn decimal(value: &str) -> Option<u64> {
    value.parse().ok()
}

pub(super) fn vkey(value: &str) -> Option<VerifierKey> {
    VerifierKey::parse(value).ok()
}

pub(super) fn base64_32(value: &str) -> Option<[u8; 32]> {
    BASE64_STANDARD.decode(value).ok()?.try_into().ok()
}

pub(super) fn to_base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// 1 to `limit` bytes without control characters or white space at the ends.
pub(super) fn is_plain(value: &str, limit: usize) -> bool {
    (1..=limit).contains(&value.len()) && value.trim() == value && !value.chars().any(char::is_control)
}
