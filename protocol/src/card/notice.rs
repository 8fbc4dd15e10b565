//! A notice: what a desk tells everybody (`SPEC.md` 6.3).

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::lines::{Lines, WriteLines, decimal, is_plain, vkey};
use super::{CardError, NOTE_MAX, is_language};
use crate::log::note::{NoteSigner, SignedNote, VerifierKey, sign};

/// The longest title, in bytes.
pub const TITLE_MAX: usize = 200;
const TEXT_MAX: usize = 32 * 1024;
const HEADER: &str = "davylamp-notice/v1";

/// A notice whose signature was verified, or one that is about to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The desk.
    pub desk: VerifierKey,
    /// Higher than that of the notice before.
    pub serial: u64,
    /// Unix seconds.
    pub issued: u64,
    /// BCP 47.
    pub language: String,
    /// One line.
    pub title: String,
    /// At most 32 KiB.
    pub text: String,
}

impl Notice {
    /// Signs the notice.
    ///
    /// # Errors
    /// [`CardError`] if a reader would not take it, or the signer is another desk.
    pub fn sign(&self, signer: &NoteSigner) -> Result<String, CardError> {
        self.check()?;
        let note = sign(&self.to_text(), &[signer]).map_err(|_| CardError::Format("title"))?;
        Self::verify(note.as_bytes(), &self.desk)?;
        Ok(note)
    }

    /// Verifies the signature, and reads every field out of the signed text.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn verify(note: &[u8], desk: &VerifierKey) -> Result<Self, CardError> {
        let note = SignedNote::parse(note, NOTE_MAX).map_err(|_| CardError::Signature)?;
        let text = note.verify(desk).map_err(|_| CardError::Signature)?.as_str();
        let notice = Self::read(text)?;
        if notice.desk != *desk || notice.to_text() != text {
            return Err(CardError::Format("spelling"));
        }
        notice.check()?;
        Ok(notice)
    }

    fn read(text: &str) -> Result<Self, CardError> {
        let mut lines = Lines::new(text, HEADER)?;
        let notice = Self {
            desk: lines.one("desk", vkey)?,
            serial: lines.one("serial", decimal)?,
            issued: lines.one("issued", decimal)?,
            language: lines.one("language", |value| Some(value.to_owned()))?,
            title: lines.one("title", |value| Some(value.to_owned()))?,
            text: lines.one("text", |value| String::from_utf8(BASE64_STANDARD.decode(value).ok()?).ok())?,
        };
        lines.end()?;
        Ok(notice)
    }

    fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        text.line("desk", &self.desk);
        text.line("serial", &self.serial);
        text.line("issued", &self.issued);
        text.line("language", &self.language);
        text.line("title", &self.title);
        text.line("text", &BASE64_STANDARD.encode(&self.text));
        text
    }

    fn check(&self) -> Result<(), CardError> {
        let rules = [
            ("serial", self.serial > 0),
            ("language", is_language(&self.language)),
            ("title", is_plain(&self.title, TITLE_MAX)),
            ("text", (1..=TEXT_MAX).contains(&self.text.len())),
        ];
        rules.into_iter().find(|(_, holds)| !holds).map_or(Ok(()), |(line, _)| Err(CardError::Format(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> (Notice, NoteSigner) {
        let signer = NoteSigner::from_seed("desk.example", &[1; 32]).unwrap();
        let desk = signer.verifier_key().clone();
        let (language, title, text) = ("es".into(), "Derechos en una redada".into(), "No firmes nada.\n".into());
        (Notice { desk, serial: 1, issued: 1_795_392_000, language, title, text }, signer)
    }

    #[test]
    fn reads_back_what_was_signed() {
        let (notice, signer) = sample();
        let note = notice.sign(&signer).unwrap();
        assert_eq!(Notice::verify(note.as_bytes(), &notice.desk), Ok(notice));
    }

    #[test]
    fn rejects_another_desk_a_changed_byte_and_broken_rules() {
        let (notice, signer) = sample();
        let other = NoteSigner::from_seed("desk.example", &[9; 32]).unwrap();
        assert!(notice.sign(&other).is_err());
        let note = notice.sign(&signer).unwrap().replace("serial 1", "serial 2");
        assert_eq!(Notice::verify(note.as_bytes(), &notice.desk), Err(CardError::Signature));
        assert!(Notice { serial: 0, ..notice.clone() }.sign(&signer).is_err());
        assert!(Notice { title: "a\nb".into(), ..notice.clone() }.sign(&signer).is_err());
        assert!(Notice { text: String::new(), ..notice }.sign(&signer).is_err());
    }
}
