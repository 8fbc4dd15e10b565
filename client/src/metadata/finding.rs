//! What a file says about somebody, as a person is told it.

use serde::Serialize;

use crate::terminal::printable;
use crate::text::{text, text_with};

/// One thing that a file says, or that stays in its copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    pub(crate) category: Category,
    /// What it says, where it helps to see it: on the person's own screen only.
    pub(crate) value: Option<String>,
    /// It stands in a picture inside the document.
    pub(crate) inside: bool,
}

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Category {
    // Found, and left behind.
    Place,
    Time,
    Device,
    Author,
    Note,
    Thumbnail,
    MakerNotes,
    Program,
    Press,
    ColourProfile,
    SecondPicture,
    Trailing,
    UnknownPart,
    Properties,
    Comments,
    RevisionIds,
    Template,
    Printer,
    ObjectNames,
    Archive,
    HiddenPart,
    Language,
    // Left in the copy.
    Picture,
    Compression,
    Orientation,
    Words,
    Links,
    Fields,
    HiddenText,
    NotHandled,
}

impl Category {
    fn id(self) -> &'static str {
        match self {
            Self::Place => "metadata-found-place",
            Self::Time => "metadata-found-time",
            Self::Device => "metadata-found-device",
            Self::Author => "metadata-found-author",
            Self::Note => "metadata-found-note",
            Self::Thumbnail => "metadata-found-thumbnail",
            Self::MakerNotes => "metadata-found-maker",
            Self::Program => "metadata-found-program",
            Self::Press => "metadata-found-press",
            Self::ColourProfile => "metadata-found-colour",
            Self::SecondPicture => "metadata-found-second",
            Self::Trailing => "metadata-found-trailing",
            Self::UnknownPart => "metadata-found-unknown",
            Self::Properties => "metadata-found-properties",
            Self::Comments => "metadata-found-comments",
            Self::RevisionIds => "metadata-found-revisions",
            Self::Template => "metadata-found-template",
            Self::Printer => "metadata-found-printer",
            Self::ObjectNames => "metadata-found-names",
            Self::Archive => "metadata-found-archive",
            Self::HiddenPart => "metadata-found-hidden",
            Self::Language => "metadata-found-language",
            Self::Picture => "metadata-left-picture",
            Self::Compression => "metadata-left-compression",
            Self::Orientation => "metadata-left-orientation",
            Self::Words => "metadata-left-words",
            Self::Links => "metadata-left-links",
            Self::Fields => "metadata-left-fields",
            Self::HiddenText => "metadata-left-hidden",
            Self::NotHandled => "metadata-left-all",
        }
    }
}

impl Finding {
    pub(crate) fn new(category: Category) -> Self {
        Self { category, value: None, inside: false }
    }

    pub(crate) fn with(category: Category, value: &str) -> Self {
        let value: String = printable(value.trim()).replace(['\n', '\t'], " ").chars().take(LONGEST).collect();
        Self { value: Some(value).filter(|value| !value.is_empty()), ..Self::new(category) }
    }

    /// One line, in the person's language.
    pub(crate) fn line(&self) -> String {
        let said = text(self.category.id());
        let said = match &self.value {
            Some(value) => text_with("metadata-with-value", &[("what", &said), ("value", value)]),
            None => said,
        };
        if self.inside { text_with("metadata-inside", &[("what", &said)]) } else { said }
    }
}

/// Findings, each once.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn note(&mut self, category: Category) {
        if !self.0.iter().any(|known| known.category == category && !known.inside) {
            self.0.push(Finding::new(category));
        }
    }

    pub(super) fn add(&mut self, finding: Finding) {
        if self.0.len() < MOST && !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    pub(super) fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        findings.into_iter().for_each(|finding| self.add(finding));
    }

    /// In the order of their weight; a bare one is left out where one says more.
    pub(super) fn into_sorted(self) -> Vec<Finding> {
        let says_more = |bare: &Finding| {
            let same = |other: &&Finding| other.category == bare.category && other.inside == bare.inside;
            bare.value.is_none() && self.0.iter().filter(same).any(|other| other.value.is_some())
        };
        let mut kept: Vec<Finding> = self.0.iter().filter(|finding| !says_more(finding)).cloned().collect();
        kept.sort_by_key(|finding| (finding.inside, finding.category));
        kept
    }
}

/// Characters of a value that are shown.
const LONGEST: usize = 120;
/// A hostile file fills no screen.
const MOST: usize = 64;
