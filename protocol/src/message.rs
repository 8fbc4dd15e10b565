//! Messages: what the joined fragments of a thread hold (`SPEC.md` 9).
//!
//! Adding a kind: a row in `SPEC.md` 9, a file in `message/`, a variant here, its frozen sample.

mod arm;
mod fields;
mod handover;
mod kinds;
mod report;
mod table;
mod told;

use minicbor::Decoder;
use zeroize::Zeroizing;

pub use arm::{ARM_TEXT_MAX, Arm, CONTACTS_MAX, INVITE_MAX, PROFILE_LIFETIME_MAX};
pub use fields::{
    Affected, AskedFor, ConsentLevel, DatePrecision, Deed, Helped, Kind, LinkRole, Party, Perpetrator, Speaker,
    StaffRole, Status, TableStep, ValueList,
};
pub use handover::Handover;
pub use kinds::{ConsentAnswer, ConsentId, ConsentRequest, Outcome, Received, StatusUpdate, Text};
pub use report::{Blacklist, Link, Report, ReportFields};
pub use table::{Copy, Join, Leave, TABLE_CONTACTS_MAX, Table, TableId};
pub use told::{Account, RelayedAnswer, SPEAKER_MAX, STEP_WORDS_MAX, STEPS_MAX, Step};

use crate::attachment::{Attachment, are_sound};
use crate::cbor::{self, NotCanonical};
use crate::thread::VERSION;

/// The longest text in a message, in bytes of UTF-8.
pub const TEXT_MAX: usize = 64 * 1024;

/// One message of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "messages are held one at a time, and half a kilobyte is little")]
pub enum Message {
    /// A threat, a blacklisting, …, in the reporter's own words.
    Report(Report),
    /// Further words, either way.
    Text(Text),
    /// The desk's machine has a session's lanes.
    Received(Received),
    /// How the case stands.
    Status(StatusUpdate),
    /// The desk asks who else may see the case.
    ConsentRequest(ConsentRequest),
    /// The reporter decides.
    ConsentAnswer(ConsentAnswer),
    /// Whether it helped.
    Outcome(Outcome),
    /// The keys and the meaning of an alert profile.
    Arm(Arm),
    /// The desk passes on what somebody else answered.
    RelayedAnswer(RelayedAnswer),
    /// What the desk did with the case.
    Account(Account),
    /// The reporter has a desk speak with another one.
    Join(Join),
    /// What another desk said at a table.
    Copy(Copy),
    /// A table ends.
    Leave(Leave),
    /// What a desk tells of a table.
    Table(Table),
    /// Another desk hands a case over.
    Handover(Handover),
}

/// Why bytes are not a message.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum MessageError {
    /// Not the canonical encoding of any kind, or a text over [`TEXT_MAX`].
    #[error("not a message of this version")]
    Malformed,
    /// A kind that only a later version knows.
    #[error("a message of kind {0}, which this version does not know")]
    UnknownKind(u8),
}

impl From<NotCanonical> for MessageError {
    fn from(_: NotCanonical) -> Self {
        Self::Malformed
    }
}

impl Message {
    /// Deterministic CBOR.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Report(m) => cbor::encode(m),
            Self::Text(m) => cbor::encode(m),
            Self::Received(m) => cbor::encode(m),
            Self::Status(m) => cbor::encode(m),
            Self::ConsentRequest(m) => cbor::encode(m),
            Self::ConsentAnswer(m) => cbor::encode(m),
            Self::Outcome(m) => cbor::encode(m),
            Self::Arm(m) => cbor::encode(m),
            Self::RelayedAnswer(m) => cbor::encode(m),
            Self::Account(m) => cbor::encode(m),
            Self::Join(m) => cbor::encode(m),
            Self::Copy(m) => cbor::encode(m),
            Self::Leave(m) => cbor::encode(m),
            Self::Table(m) => cbor::encode(m),
            Self::Handover(m) => cbor::encode(m),
        }
    }

    /// Reads exactly one message.
    ///
    /// # Errors
    /// [`MessageError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        if bytes.len() > 2 * TEXT_MAX {
            return Err(MessageError::Malformed);
        }
        let message = match kind_of(bytes).ok_or(MessageError::Malformed)? {
            Report::KIND => Self::Report(cbor::decode(bytes)?),
            Text::KIND => Self::Text(cbor::decode(bytes)?),
            Received::KIND => Self::Received(cbor::decode(bytes)?),
            StatusUpdate::KIND => Self::Status(cbor::decode(bytes)?),
            ConsentRequest::KIND => Self::ConsentRequest(cbor::decode(bytes)?),
            ConsentAnswer::KIND => Self::ConsentAnswer(cbor::decode(bytes)?),
            Outcome::KIND => Self::Outcome(cbor::decode(bytes)?),
            Arm::KIND => Self::Arm(cbor::decode(bytes)?),
            RelayedAnswer::KIND => Self::RelayedAnswer(cbor::decode(bytes)?),
            Account::KIND => Self::Account(cbor::decode(bytes)?),
            Join::KIND => Self::Join(cbor::decode(bytes)?),
            Copy::KIND => Self::Copy(cbor::decode(bytes)?),
            Leave::KIND => Self::Leave(cbor::decode(bytes)?),
            Table::KIND => Self::Table(cbor::decode(bytes)?),
            Handover::KIND => Self::Handover(cbor::decode(bytes)?),
            unknown => return Err(MessageError::UnknownKind(unknown)),
        };
        if message.is_sound() { Ok(message) } else { Err(MessageError::Malformed) }
    }

    /// Whether a reporter may send it. A desk's kinds in a reporter's lane are nothing, and the other way round. A desk
    /// that sends copies to another writes in a lane as a reporter does.
    #[must_use]
    pub fn is_from_reporter(&self) -> bool {
        matches!(
            self,
            Self::Report(_)
                | Self::Text(_)
                | Self::ConsentAnswer(_)
                | Self::Outcome(_)
                | Self::Arm(_)
                | Self::Join(_)
                | Self::Copy(_)
                | Self::Leave(_)
                | Self::Handover(_)
        )
    }

    /// Whether a desk may send it.
    #[must_use]
    pub fn is_from_desk(&self) -> bool {
        self.attachments().is_empty() && self.is_kind_of_desk()
    }

    /// The files that it names.
    #[must_use]
    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Self::Report(m) => &m.attachments,
            Self::Text(m) => &m.attachments,
            Self::Handover(m) => std::slice::from_ref(&m.case_file),
            Self::Received(_)
            | Self::Status(_)
            | Self::ConsentRequest(_)
            | Self::ConsentAnswer(_)
            | Self::Outcome(_)
            | Self::Arm(_)
            | Self::RelayedAnswer(_)
            | Self::Account(_)
            | Self::Join(_)
            | Self::Copy(_)
            | Self::Leave(_)
            | Self::Table(_) => &[],
        }
    }

    fn is_kind_of_desk(&self) -> bool {
        matches!(
            self,
            Self::Text(_)
                | Self::Received(_)
                | Self::Status(_)
                | Self::ConsentRequest(_)
                | Self::RelayedAnswer(_)
                | Self::Account(_)
                | Self::Leave(_)
                | Self::Table(_)
        )
    }

    /// Value rules that the types do not carry. [`Message::decode`] rejects what breaks them: ask before sealing.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Report(m) => {
                fits(&m.text) && m.fields.as_ref().is_none_or(ReportFields::is_sound) && are_sound(&m.attachments)
            }
            Self::Text(m) => fits(&m.text) && are_sound(&m.attachments),
            Self::Received(m) => !m.lanes.is_empty(),
            Self::Status(m) => m.text.as_deref().is_none_or(fits),
            Self::ConsentRequest(m) => {
                fits(&m.for_whom)
                    && fits(&m.why)
                    && [&m.what, &m.then].into_iter().flatten().all(|text| fits(text))
                    && matches!(m.level, ConsentLevel::Counsel | ConsentLevel::Company | ConsentLevel::Public)
            }
            Self::ConsentAnswer(m) => m.text.as_deref().is_none_or(fits),
            Self::Outcome(m) => fits(&m.text),
            Self::Arm(m) => m.is_sound(),
            Self::RelayedAnswer(m) => m.is_sound() && fits(&m.text) && m.comment.as_deref().is_none_or(fits),
            Self::Account(m) => m.is_sound(),
            Self::Join(m) => m.is_sound(),
            Self::Copy(m) => m.is_sound(),
            Self::Leave(m) => m.text.as_deref().is_none_or(fits),
            Self::Table(m) => m.is_sound(),
            Self::Handover(m) => m.is_sound(),
        }
    }
}

fn fits(text: &str) -> bool {
    text.len() <= TEXT_MAX
}

/// Reads keys 0 and 1 of the map: version 1, then the kind.
fn kind_of(bytes: &[u8]) -> Option<u8> {
    let mut decoder = Decoder::new(bytes);
    decoder.map().ok()??;
    let head = (decoder.u8().ok()?, decoder.u8().ok()?, decoder.u8().ok()?);
    (head == (0, VERSION, 1)).then(|| decoder.u8().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachment::tests::sample as attached;

    fn samples() -> Vec<Message> {
        let mut request = ConsentRequest::new([1, 2, 3, 4], "Abogada", "para el juicio", ConsentLevel::Counsel);
        (request.what, request.then) = (Some("el relato, sin nombres".into()), Some("presenta la demanda".into()));
        let mut relayed = RelayedAnswer::new("Minera SA", Speaker::Company, "No existe tal lista.");
        (relayed.answered_at, relayed.comment) = (Some(1_800_000_000), Some("no dicen nada de la lista".into()));
        let mut samples = vec![
            Message::Report(Report::new(
                "Me amenazaron",
                Some(ReportFields {
                    kinds: vec![Kind::Threat, Kind::Blacklisting],
                    country: Some("CL".into()),
                    consent: Some(ConsentLevel::Counsel),
                    ..ReportFields::default()
                }),
            )),
            Message::Text(Text::new("más")),
            Message::Received(Received::new(vec![[7; 16]])),
            Message::Status(StatusUpdate::new(Status::Working, Some("estamos en ello".into()), Some(1_800_000_000))),
            Message::ConsentRequest(ConsentRequest::new(
                [1, 2, 3, 4],
                "Abogada",
                "para el juicio",
                ConsentLevel::Counsel,
            )),
            Message::ConsentAnswer(ConsentAnswer::new([1, 2, 3, 4], true, None)),
            Message::Outcome(Outcome::new(Helped::Partly, "algo")),
            Message::Arm(arm::tests::sample()),
            Message::ConsentRequest(request),
            Message::RelayedAnswer(relayed),
            Message::Account(Account::new(vec![
                Step { day: 20_797, role: StaffRole::Lawyer, deed: Deed::Opened, words: None },
                Step { day: 20_798, role: StaffRole::Caseworker, deed: Deed::Other, words: Some("fuimos".into()) },
            ])),
        ];
        samples.extend(table::tests::samples());
        let photographs = || vec![attached("photo-1.jpg"), attached("photo-2.jpg")];
        let (mut report, mut words) = (Report::new("la lista", None), Text::new("otra foto"));
        (report.attachments, words.attachments) = (photographs(), photographs());
        samples.extend([Message::Report(report), Message::Text(words)]);
        samples.push(Message::Handover(Handover::new(attached("case-0102030405060708.tar"), Some("cierra".into()))));
        samples
    }

    #[test]
    fn every_kind_reads_back_what_it_wrote() {
        for message in samples() {
            assert_eq!(Message::decode(&message.encode()), Ok(message));
        }
    }

    #[test]
    fn rejects_unknown_kinds_versions_trailing_bytes_and_truncation() {
        for message in samples() {
            let bytes = message.encode();
            let mut longer = bytes.to_vec();
            longer.push(0);
            assert_eq!(Message::decode(&longer), Err(MessageError::Malformed));
            assert_eq!(Message::decode(&bytes[..bytes.len() - 1]), Err(MessageError::Malformed));
            let mut version = bytes.to_vec();
            version[2] = 2;
            assert_eq!(Message::decode(&version), Err(MessageError::Malformed));
            let mut kind = bytes.to_vec();
            kind[4] = 23;
            assert_eq!(Message::decode(&kind), Err(MessageError::UnknownKind(23)));
        }
        assert_eq!(Message::decode(&[]), Err(MessageError::Malformed));
    }

    #[test]
    fn rejects_lists_out_of_order_or_with_repeats_and_bad_countries() {
        let with = |fields| Message::decode(&Message::Report(Report::new("x", Some(fields))).encode());
        let kinds = |kinds: &[Kind]| ReportFields { kinds: kinds.to_vec(), ..ReportFields::default() };
        assert!(with(kinds(&[Kind::Threat, Kind::Wages])).is_ok());
        assert!(with(kinds(&[Kind::Wages, Kind::Threat])).is_err());
        assert!(with(kinds(&[Kind::Threat, Kind::Threat])).is_err());
        assert!(with(ReportFields { country: Some("cl".into()), ..ReportFields::default() }).is_err());
        assert!(with(ReportFields { date: Some("x".repeat(41)), ..ReportFields::default() }).is_err());
    }

    #[test]
    fn rejects_texts_over_the_limit_in_every_kind() {
        let (fits, long) = ("x".repeat(TEXT_MAX), "x".repeat(TEXT_MAX + 1));
        let samples = |text: &str| {
            let text = text.to_owned();
            let mut explained = ConsentRequest::new([0; 4], "x", "y", ConsentLevel::Public);
            explained.then = Some(text.clone());
            [
                Message::Report(Report::new(text.clone(), None)),
                Message::Text(Text::new(text.clone())),
                Message::Status(StatusUpdate::new(Status::Closed, Some(text.clone()), None)),
                Message::ConsentRequest(ConsentRequest::new([0; 4], "x", text.clone(), ConsentLevel::Public)),
                Message::ConsentAnswer(ConsentAnswer::new([0; 4], false, Some(text.clone()))),
                Message::Outcome(Outcome::new(Helped::No, text.clone())),
                Message::ConsentRequest(explained),
                Message::RelayedAnswer(RelayedAnswer::new("x", Speaker::Other, text)),
            ]
        };
        for (fits, long) in samples(&fits).into_iter().zip(samples(&long)) {
            assert!(fits.is_sound());
            assert!(Message::decode(&fits.encode()).is_ok());
            assert!(!long.is_sound());
            assert_eq!(Message::decode(&long.encode()), Err(MessageError::Malformed));
        }
    }

    #[test]
    fn rejects_attachments_against_the_rules_and_takes_none_from_a_desk() {
        let with = |attachments| {
            let mut words = Text::new("x");
            words.attachments = attachments;
            Message::Text(words)
        };
        let read = |message: &Message| Message::decode(&message.encode());
        let one = with(vec![attached("photo-1.jpg")]);
        assert!(read(&one).is_ok() && one.is_from_reporter() && !one.is_from_desk());
        assert!(with(vec![]).is_from_desk());
        assert!(read(&with(vec![attached("photo-1.jpg"), attached("photo-1.jpg")])).is_err());
        assert!(read(&with(vec![attached("../etc/passwd")])).is_err());
        let mut empty = attached("photo-1.jpg");
        empty.size = 0;
        assert!(read(&with(vec![empty])).is_err());
    }

    #[test]
    fn rejects_an_empty_acknowledgement_and_consent_for_nobody_else() {
        let request = ConsentRequest::new([0; 4], "x", "y", ConsentLevel::DeskOnly);
        for wrong in [Message::Received(Received::new(vec![])), Message::ConsentRequest(request)] {
            assert_eq!(Message::decode(&wrong.encode()), Err(MessageError::Malformed));
        }
    }

    #[test]
    fn silence_in_a_report_is_written_in_one_way_only() {
        let silent = ReportFields { blacklist: Some(Blacklist::default()), ..ReportFields::default() };
        assert_eq!(Report::new("x", Some(silent.clone())), Report::new("x", None));
        let mut report = Report::new("x", Some(ReportFields { site: Some("y".into()), ..ReportFields::default() }));
        for fields in [ReportFields::default(), silent] {
            report.fields = Some(fields);
            assert_eq!(Message::decode(&Message::Report(report.clone()).encode()), Err(MessageError::Malformed));
        }
    }

    #[test]
    fn hostile_bytes_are_rejected_without_a_panic_or_an_allocation_of_their_choosing() {
        let nested = [&[0xa3, 0, 1, 1, 2, 3][..], &[0x81; 100_000]].concat();
        let claimed = [&[0xa3, 0, 1, 1, 3, 2, 0x9b][..], &[0x7f; 8]].concat();
        let long_text = [&[0xa3, 0, 1, 1, 2, 2, 0x7b][..], &[0xff; 8]].concat();
        let too_long = vec![0xa3; 2 * TEXT_MAX + 1];
        for wrong in [nested, claimed, long_text, too_long] {
            assert_eq!(Message::decode(&wrong), Err(MessageError::Malformed));
        }
    }

    #[test]
    fn whatever_is_accepted_after_a_change_is_canonical() {
        for message in samples() {
            let bytes = message.encode();
            for place in 0..bytes.len() {
                for bit in 0..8 {
                    let mut changed = bytes.to_vec();
                    changed[place] ^= 1 << bit;
                    let Ok(accepted) = Message::decode(&changed) else { continue };
                    assert_eq!(*accepted.encode(), changed);
                    assert_ne!(accepted, message);
                }
            }
        }
    }
}
