//! A desk's notice board: what it tells everybody, all of it in one signed note (`SPEC.md` 6.3).
//!
//! ```text
//! davylamp-notice/v1
//! desk miners-legal.example+5a1c…+AQ…
//! serial 4
//! issued 1795478400
//! notice 2
//! language es
//! kind rights
//! published 1795392000
//! title Derechos en una redada
//! text Tm8gZmlybWVzIG5hZGEuCg==
//!
//! — miners-legal.example WhwcB…
//! ```

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::lines::{Lines, WriteLines, decimal, is_plain, vkey};
use super::{CardError, NOTE_MAX, is_language};
use crate::log::note::{NoteSigner, SignedNote, VerifierKey, sign};

/// The longest title, in bytes.
pub const TITLE_MAX: usize = 200;
/// The longest text of a notice, in bytes.
pub const NOTICE_TEXT_MAX: usize = 32 * 1024;
/// The most notices that a board has.
pub const NOTICES_MAX: usize = 16;
/// The first line of a board: by it a relay tells it from a card.
pub const NOTICE_HEADER: &str = "davylamp-notice/v1";

/// A board whose signature was verified, or one that is about to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeBoard {
    /// The desk.
    pub desk: VerifierKey,
    /// Higher than that of the board before.
    pub serial: u64,
    /// Unix seconds.
    pub issued: u64,
    /// By their ids, ascending; none withdraws all.
    pub notices: Vec<Notice>,
}

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The serial of the board that it first stood on.
    pub id: u64,
    /// BCP 47.
    pub language: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// Unix seconds.
    pub published: u64,
    /// Past its date from then on, Unix seconds.
    pub until: Option<u64>,
    /// One line, at most [`TITLE_MAX`] bytes.
    pub title: String,
    /// At most [`NOTICE_TEXT_MAX`] bytes.
    pub text: String,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// What people may ask for.
    Rights,
    /// How to keep safe.
    Security,
    /// A study of a project, or a plan of it.
    Study,
    /// Anything else.
    Other,
}

impl NoticeKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Rights, Self::Security, Self::Study, Self::Other];

    /// The word in the board.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rights => "rights",
            Self::Security => "security",
            Self::Study => "study",
            Self::Other => "other",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl NoticeBoard {
    /// Signs the board.
    ///
    /// # Errors
    /// [`CardError`] if a reader would not take it, or the signer is another desk.
    pub fn sign(&self, signer: &NoteSigner) -> Result<String, CardError> {
        if *signer.verifier_key() != self.desk {
            return Err(CardError::Signature);
        }
        let note = sign(&self.to_text()?, &[signer]).map_err(|_| CardError::Format("title"))?;
        if note.len() > NOTE_MAX {
            return Err(CardError::Format("length"));
        }
        Self::verify(note.as_bytes(), &self.desk)?;
        Ok(note)
    }

    /// Verifies the signature, and reads every field out of the signed text.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn verify(note: &[u8], desk: &VerifierKey) -> Result<Self, CardError> {
        let note = SignedNote::parse(note, NOTE_MAX).map_err(|_| CardError::Signature)?;
        let board = Self::read_text(note.verify(desk).map_err(|_| CardError::Signature)?.as_str())?;
        if board.desk == *desk { Ok(board) } else { Err(CardError::Format("desk")) }
    }

    /// Reads the text of a board that nobody has signed yet.
    ///
    /// # Errors
    /// [`CardError::Format`] names the line.
    pub fn read_text(text: &str) -> Result<Self, CardError> {
        let mut lines = Lines::new(text, NOTICE_HEADER)?;
        let mut board = Self {
            desk: lines.one("desk", vkey)?,
            serial: lines.one("serial", decimal)?,
            issued: lines.one("issued", decimal)?,
            notices: Vec::new(),
        };
        while let Some(id) = lines.maybe("notice", decimal)? {
            if board.notices.len() == NOTICES_MAX {
                return Err(CardError::Format("notice"));
            }
            board.notices.push(Notice::read(id, &mut lines)?);
        }
        lines.end()?;
        // One spelling only: what was read must be written back to the same text.
        if board.to_text()? == text { Ok(board) } else { Err(CardError::Format("spelling")) }
    }

    /// The text that is signed.
    ///
    /// # Errors
    /// [`CardError::Format`] names the line that a reader would not take.
    pub fn to_text(&self) -> Result<String, CardError> {
        self.check()?;
        let mut text = format!("{NOTICE_HEADER}\n");
        text.line("desk", &self.desk);
        text.line("serial", &self.serial);
        text.line("issued", &self.issued);
        self.notices.iter().for_each(|notice| notice.write(&mut text));
        Ok(text)
    }

    /// The rules of the tables in `SPEC.md` 6.3.
    fn check(&self) -> Result<(), CardError> {
        let ascend = self.notices.is_sorted_by(|a, b| a.id < b.id);
        let known = self.notices.iter().all(|notice| (1..=self.serial).contains(&notice.id));
        let rules = [
            ("serial", self.serial > 0),
            ("notice", self.notices.len() <= NOTICES_MAX && ascend && known),
            ("published", self.notices.iter().all(|notice| notice.published <= self.issued)),
        ];
        hold(rules)?;
        self.notices.iter().try_for_each(Notice::check)
    }
}

impl Notice {
    /// Whether it is past its date.
    #[must_use]
    pub fn is_past(&self, now: u64) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    fn read(id: u64, lines: &mut Lines<'_>) -> Result<Self, CardError> {
        Ok(Self {
            id,
            language: lines.one("language", |value| Some(value.to_owned()))?,
            kind: lines.one("kind", NoticeKind::from_name)?,
            published: lines.one("published", decimal)?,
            until: lines.maybe("until", decimal)?,
            title: lines.one("title", |value| Some(value.to_owned()))?,
            text: lines.one("text", |value| String::from_utf8(BASE64_STANDARD.decode(value).ok()?).ok())?,
        })
    }

    fn write(&self, text: &mut String) {
        text.line("notice", &self.id);
        text.line("language", &self.language);
        text.line("kind", &self.kind.name());
        text.line("published", &self.published);
        self.until.iter().for_each(|until| text.line("until", until));
        text.line("title", &self.title);
        text.line("text", &BASE64_STANDARD.encode(&self.text));
    }

    fn check(&self) -> Result<(), CardError> {
        hold([
            ("language", is_language(&self.language)),
            ("until", self.until.is_none_or(|until| until > self.published)),
            ("title", is_plain(&self.title, TITLE_MAX)),
            ("text", (1..=NOTICE_TEXT_MAX).contains(&self.text.len())),
        ])
    }
}

/// The first rule that does not hold is the error.
fn hold<const N: usize>(rules: [(&'static str, bool); N]) -> Result<(), CardError> {
    rules.into_iter().find(|(_, holds)| !holds).map_or(Ok(()), |(line, _)| Err(CardError::Format(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUED: u64 = 1_795_478_400;

    fn notice(id: u64) -> Notice {
        let (language, title, text) = ("es".into(), "Derechos en una redada".into(), "No firmes nada.\n".into());
        Notice { id, language, kind: NoticeKind::Rights, published: ISSUED - 86_400, until: None, title, text }
    }

    fn sample() -> (NoticeBoard, NoteSigner) {
        let signer = NoteSigner::from_seed("desk.example", &[1; 32]).unwrap();
        let study = Notice { language: "en".into(), kind: NoticeKind::Study, until: Some(ISSUED + 1), ..notice(4) };
        let desk = signer.verifier_key().clone();
        (NoticeBoard { desk, serial: 4, issued: ISSUED, notices: vec![notice(2), study] }, signer)
    }

    #[test]
    fn reads_back_what_was_signed() {
        let (board, signer) = sample();
        let empty = NoticeBoard { notices: vec![], ..board.clone() };
        for board in [board, empty] {
            let note = board.sign(&signer).unwrap();
            assert_eq!(NoticeBoard::verify(note.as_bytes(), &board.desk), Ok(board));
        }
    }

    #[test]
    fn rejects_another_desk_and_every_changed_byte() {
        let (board, signer) = sample();
        let other = NoteSigner::from_seed("desk.example", &[9; 32]).unwrap();
        assert_eq!(board.sign(&other), Err(CardError::Signature));
        let note = board.sign(&signer).unwrap();
        assert_eq!(NoticeBoard::verify(note.as_bytes(), other.verifier_key()), Err(CardError::Signature));
        for at in 0..note.len() {
            let mut changed = note.clone().into_bytes();
            changed[at] ^= 1;
            assert!(NoticeBoard::verify(&changed, &board.desk).is_err(), "byte {at}");
        }
    }

    #[test]
    fn rejects_a_desks_signature_under_another_desks_name() {
        let (board, signer) = sample();
        let other = NoteSigner::from_seed("desk.example", &[9; 32]).unwrap().verifier_key().clone();
        let text = NoticeBoard { desk: other, ..board.clone() }.to_text().unwrap();
        let note = sign(&text, &[&signer]).unwrap();
        assert_eq!(NoticeBoard::verify(note.as_bytes(), &board.desk), Err(CardError::Format("desk")));
    }

    #[test]
    fn rejects_signed_text_that_breaks_a_rule() {
        let (board, signer) = sample();
        type Change = fn(&mut NoticeBoard);
        let changes: [(Change, &str); 11] = [
            (|b| b.serial = 0, "serial"),
            (|b| b.serial = 3, "notice"),
            (|b| b.notices.reverse(), "notice"),
            (|b| b.notices[1].id = 2, "notice"),
            (|b| b.notices = (1..=17).map(notice).collect(), "notice"),
            (|b| b.notices[0].published = ISSUED + 1, "published"),
            (|b| b.notices[0].until = Some(b.notices[0].published), "until"),
            (|b| b.notices[0].language = "ES".into(), "language"),
            (|b| b.notices[0].title = "a\nnotice 3".into(), "title"),
            (|b| b.notices[0].text = String::new(), "text"),
            (|b| b.notices[0].text = "a".repeat(NOTICE_TEXT_MAX + 1), "text"),
        ];
        for (change, line) in changes {
            let mut wrong = board.clone();
            change(&mut wrong);
            assert_eq!(wrong.sign(&signer), Err(CardError::Format(line)));
        }
    }

    #[test]
    fn rejects_a_board_that_no_relay_takes() {
        let (mut board, signer) = sample();
        board.notices.iter_mut().for_each(|notice| notice.text = "a".repeat(NOTICE_TEXT_MAX));
        assert_eq!(board.sign(&signer), Err(CardError::Format("length")));
        board.notices.pop();
        assert!(board.sign(&signer).is_ok());
    }

    #[test]
    fn rejects_signed_text_with_lines_added_missing_repeated_swapped_or_spelt_otherwise() {
        let (board, signer) = sample();
        let text = board.to_text().unwrap();
        let resign = |text: &str| NoticeBoard::verify(sign(text, &[&signer]).unwrap().as_bytes(), &board.desk);
        assert!(resign(&text).is_ok());
        let (kind, day) = ("kind rights\n", "published 1795392000\n");
        for wrong in [
            format!("{text}extra line\n"),
            text.replace(kind, ""),
            text.replace(kind, "kind wrongs\n"),
            text.replace(kind, &format!("{kind}{kind}")),
            text.replace(&format!("{kind}{day}"), &format!("{day}{kind}")),
            text.replace("serial 4", "serial 04"),
            text.replace("notice 2\n", ""),
            text.replace("text Tm8gZmlybWVzIG5hZGEuCg==\n", "text Tm8gZmlybWVzIG5hZGEuCg\n"),
            text.replace("text Tm8gZmlybWVzIG5hZGEuCg==\n", "text /w==\n"),
            text.replace("davylamp-notice/v1", "davylamp-notice/v2"),
        ] {
            assert_ne!(wrong, text);
            assert!(resign(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_notice_is_past_its_date_from_that_second_on() {
        let study = Notice { until: Some(ISSUED), ..notice(1) };
        assert!(study.is_past(ISSUED) && !study.is_past(ISSUED - 1) && !notice(1).is_past(u64::MAX));
    }
}
