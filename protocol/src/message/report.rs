//! The report: the reporter's own words first, then whatever fields they chose to fill.

use minicbor::{Decode, Encode};

use super::fields::{Affected, AskedFor, ConsentLevel, DatePrecision, Kind, LinkRole, Perpetrator};
use crate::attachment::Attachment;
use crate::thread::VERSION;

/// A report.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Report {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    /// The reporter's own words, at most 64 KiB.
    #[n(2)]
    pub text: String,
    /// Optional fields.
    #[n(3)]
    pub fields: Option<ReportFields>,
    /// Files that travel beside the log.
    #[cbor(n(4), default, skip_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl Report {
    pub(super) const KIND: u8 = 1;

    /// A report without attachments; fields that say nothing are left out.
    #[must_use]
    pub fn new(text: impl Into<String>, fields: Option<ReportFields>) -> Self {
        let fields = fields.map(ReportFields::without_empty_maps).filter(|fields| *fields != ReportFields::default());
        Self { version: VERSION, kind: Self::KIND, text: text.into(), fields, attachments: Vec::new() }
    }
}

/// What a reporter may add to the story. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ReportFields {
    /// What happened.
    #[cbor(n(1), default, skip_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
    /// Who is affected.
    #[cbor(n(2), default, skip_if = "Vec::is_empty")]
    pub affected: Vec<Affected>,
    /// When, as written; at most 40 bytes.
    #[n(3)]
    pub date: Option<String>,
    /// How exact that is.
    #[n(4)]
    pub date_precision: Option<DatePrecision>,
    /// Where.
    #[n(5)]
    pub site: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[n(6)]
    pub country: Option<String>,
    /// What is mined.
    #[n(7)]
    pub mineral: Option<String>,
    /// The employer or company.
    #[n(8)]
    pub employer: Option<String>,
    /// Its home country, ISO 3166-1 alpha-2.
    #[n(9)]
    pub employer_country: Option<String>,
    /// Companies above the site in the chain.
    #[cbor(n(10), default, skip_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Who did it.
    #[cbor(n(11), default, skip_if = "Vec::is_empty")]
    pub perpetrators: Vec<Perpetrator>,
    /// About the list of names.
    #[n(12)]
    pub blacklist: Option<Blacklist>,
    /// Threats before.
    #[n(13)]
    pub prior_threats: Option<String>,
    /// What the reporter asks for.
    #[cbor(n(14), default, skip_if = "Vec::is_empty")]
    pub asked_for: Vec<AskedFor>,
    /// The widest circle that may see the case.
    #[n(15)]
    pub consent: Option<ConsentLevel>,
    /// Whether the reporter wants to be answered.
    #[n(16)]
    pub contact_wanted: Option<bool>,
}

/// A company above the site.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Link {
    /// What it is in the chain.
    #[n(1)]
    pub role: LinkRole,
    /// Its name.
    #[n(2)]
    pub name: String,
}

/// About a list of names that are not to be hired.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Blacklist {
    /// Who keeps it.
    #[n(1)]
    pub kept_by: Option<String>,
    /// Who circulates it.
    #[n(2)]
    pub circulated_by: Option<String>,
    /// Who uses it.
    #[n(3)]
    pub used_by: Option<String>,
    /// Who was refused work, when and where.
    #[n(4)]
    pub refusals: Option<String>,
}

impl ReportFields {
    fn without_empty_maps(mut self) -> Self {
        self.blacklist = self.blacklist.filter(|blacklist| *blacklist != Blacklist::default());
        self
    }

    /// Lists ascending without repeats, countries in upper case, the date short, no map empty: silence is written in
    /// one way only.
    pub(super) fn is_sound(&self) -> bool {
        let countries = self.country.iter().chain(&self.employer_country);
        is_ascending(&self.kinds)
            && is_ascending(&self.affected)
            && is_ascending(&self.perpetrators)
            && is_ascending(&self.asked_for)
            && *self != Self::default()
            && self.blacklist.as_ref().is_none_or(|blacklist| *blacklist != Blacklist::default())
            && self.date.as_ref().is_none_or(|date| date.len() <= 40)
            && countries.into_iter().all(|code| is_country(code))
    }
}

fn is_ascending<T: Ord>(list: &[T]) -> bool {
    list.is_sorted_by(|a, b| a < b)
}

/// Whether `code` has the form of ISO 3166-1 alpha-2.
fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}
