//! A case goes over to another desk: its whole case file, in a lane of the giving desk (`SPEC.md` 10.9).

use minicbor::{Decode, Encode};

use super::fits;
use crate::attachment::Attachment;
use crate::thread::VERSION;

/// A desk hands a case over to the desk that reads this.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Handover {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// The tar of the case's bag. It proves itself: nothing else in this message has to be believed.
    #[n(2)]
    pub case_file: Attachment,
    /// Words for the desk that takes the case.
    #[n(3)]
    pub text: Option<String>,
}

impl Handover {
    pub(super) const KIND: u8 = 20;
    /// What a case file is called as an attachment.
    pub const MEDIA_TYPE: &str = "application/x-tar";

    /// Hands over the case in `case_file`.
    #[must_use]
    pub fn new(case_file: Attachment, text: Option<String>) -> Self {
        Self { version: VERSION, kind: Self::KIND, case_file, text }
    }

    pub(super) fn is_sound(&self) -> bool {
        self.case_file.is_sound() && self.text.as_deref().is_none_or(fits)
    }
}
