//! The optional fields of a report. Values of closed lists may be flags; names and other free words come from a file
//! or a prompt only: a command line is visible to others on the machine.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use davylamp_protocol::message::{
    Affected, AskedFor, Blacklist, ConsentLevel, DatePrecision, Kind, Link, LinkRole, Perpetrator, ReportFields,
    ValueList,
};
use serde::{Deserialize, Deserializer, de};

use crate::failure::Failure;
use crate::terminal::read_text;
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct FieldFlags {
    /// File with any of the fields (TOML or JSON), or - for standard input; flags add to it
    #[arg(long, value_name = "FILE|-")]
    fields: Option<PathBuf>,

    /// Ask every question there is, not only the eight that matter most; each may be left empty
    #[arg(long)]
    more: bool,

    /// What happened; may be given several times
    #[arg(long = "kind", value_name = "KIND", value_parser = values::<Kind>(), hide_possible_values = false)]
    kinds: Vec<Kind>,

    /// Who is affected; may be given several times
    #[arg(long, value_name = "WHO", value_parser = values::<Affected>())]
    affected: Vec<Affected>,

    /// Who did it; may be given several times
    #[arg(long = "perpetrator", value_name = "WHO", value_parser = values::<Perpetrator>())]
    perpetrators: Vec<Perpetrator>,

    /// What you ask for; may be given several times
    #[arg(long, value_name = "WHAT", value_parser = values::<AskedFor>())]
    asked_for: Vec<AskedFor>,

    /// The widest circle that may see the case
    #[arg(long, value_name = "LEVEL", value_parser = values::<ConsentLevel>())]
    may_see: Option<ConsentLevel>,

    /// Whether you want to be answered
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no())]
    contact_wanted: Option<bool>,
}

impl FieldFlags {
    /// The file, to tell how many inputs come by standard input.
    pub(crate) fn file(&self) -> &Option<PathBuf> {
        &self.fields
    }

    /// File and flags together.
    ///
    /// # Errors
    ///
    /// A [`Failure`] that names the field.
    pub(crate) fn read(&self) -> Result<ReportFields, Failure> {
        let mut fields = match &self.fields {
            Some(path) => parse(&read_text(path, MAX_FILE)?)?,
            None => ReportFields::default(),
        };
        fields.kinds.extend(&self.kinds);
        fields.affected.extend(&self.affected);
        fields.perpetrators.extend(&self.perpetrators);
        fields.asked_for.extend(&self.asked_for);
        fields.consent = self.may_see.or(fields.consent);
        fields.contact_wanted = self.contact_wanted.or(fields.contact_wanted);
        let fields = in_order(fields);
        check(&fields)?;
        Ok(fields)
    }

    /// Whether a person wants to be asked every question.
    pub(crate) fn more(&self) -> bool {
        self.more
    }
}

/// A file of fields.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct FieldsFile {
    #[serde(deserialize_with = "names")]
    kinds: Vec<Kind>,
    #[serde(deserialize_with = "names")]
    affected: Vec<Affected>,
    date: Option<String>,
    #[serde(deserialize_with = "name")]
    date_precision: Option<DatePrecision>,
    site: Option<String>,
    country: Option<String>,
    mineral: Option<String>,
    employer: Option<String>,
    employer_country: Option<String>,
    links: Vec<LinkInFile>,
    #[serde(deserialize_with = "names")]
    perpetrators: Vec<Perpetrator>,
    blacklist: Option<BlacklistInFile>,
    prior_threats: Option<String>,
    #[serde(deserialize_with = "names")]
    asked_for: Vec<AskedFor>,
    #[serde(deserialize_with = "name")]
    may_see: Option<ConsentLevel>,
    contact_wanted: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LinkInFile {
    #[serde(deserialize_with = "one_name")]
    role: LinkRole,
    name: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct BlacklistInFile {
    kept_by: Option<String>,
    circulated_by: Option<String>,
    used_by: Option<String>,
    refusals: Option<String>,
}

impl From<FieldsFile> for ReportFields {
    fn from(file: FieldsFile) -> Self {
        Self {
            kinds: file.kinds,
            affected: file.affected,
            date: file.date,
            date_precision: file.date_precision,
            site: file.site,
            country: file.country,
            mineral: file.mineral,
            employer: file.employer,
            employer_country: file.employer_country,
            links: file.links.into_iter().map(|link| Link { role: link.role, name: link.name }).collect(),
            perpetrators: file.perpetrators,
            blacklist: file.blacklist.map(|list| Blacklist {
                kept_by: list.kept_by,
                circulated_by: list.circulated_by,
                used_by: list.used_by,
                refusals: list.refusals,
            }),
            prior_threats: file.prior_threats,
            asked_for: file.asked_for,
            consent: file.may_see,
            contact_wanted: file.contact_wanted,
        }
    }
}

fn parse(content: &str) -> Result<ReportFields, Failure> {
    let file: Result<FieldsFile, String> = if content.trim_start().starts_with('{') {
        serde_json::from_str(content).map_err(|error| error.to_string())
    } else {
        // Its longer form would print the line, and so what the reporter wrote.
        toml::from_str(content).map_err(|error: toml::de::Error| error.message().to_owned())
    };
    file.map(Into::into).map_err(|why| Failure::usage(text_with("fields-wrong", &[("why", &why)])))
}

/// Lists ascending without repeats, countries in upper case: the one way to write them.
pub(super) fn in_order(mut fields: ReportFields) -> ReportFields {
    fn sort<T: Ord>(list: &mut Vec<T>) {
        list.sort_unstable();
        list.dedup();
    }
    sort(&mut fields.kinds);
    sort(&mut fields.affected);
    sort(&mut fields.perpetrators);
    sort(&mut fields.asked_for);
    fields.country = fields.country.map(|code| code.trim().to_uppercase());
    fields.employer_country = fields.employer_country.map(|code| code.trim().to_uppercase());
    fields.blacklist = fields.blacklist.filter(|list| *list != Blacklist::default());
    fields
}

fn check(fields: &ReportFields) -> Result<(), Failure> {
    fields.country.iter().chain(&fields.employer_country).try_for_each(|code| check_country(code))?;
    fields.date.iter().try_for_each(|date| check_date(date))
}

pub(super) fn check_country(code: &str) -> Result<(), Failure> {
    let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if is_code { Ok(()) } else { Err(Failure::usage(text("fields-country"))) }
}

pub(super) fn check_date(date: &str) -> Result<(), Failure> {
    if date.len() <= 40 { Ok(()) } else { Err(Failure::usage(text("fields-date"))) }
}

fn all_names<T: ValueList>() -> Vec<&'static str> {
    T::ALL.iter().map(|value| value.name()).collect()
}

fn values<T: ValueList + Send + Sync>() -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all_names::<T>()).try_map(|name| T::from_name(&name).ok_or("not in the list"))
}

fn yes_or_no() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["yes", "no"]).map(|answer| answer == "yes")
}

fn names<'de, T: ValueList, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    names.iter().map(|name| of_name(name)).collect()
}

fn name<'de, T: ValueList, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    one_name(deserializer).map(Some)
}

fn one_name<'de, T: ValueList, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    of_name(&String::deserialize(deserializer)?)
}

fn of_name<T: ValueList, E: de::Error>(name: &str) -> Result<T, E> {
    T::from_name(name).ok_or_else(|| E::custom(format!("one of {}", all_names::<T>().join(", "))))
}

const MAX_FILE: u64 = 256 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    const TOML: &str = r#"
        kinds = ["blacklisting", "threat", "threat"]
        date = "hacia marzo"
        date-precision = "about"
        country = "cl"
        links = [{ role = "smelter", name = "Fundición Norte" }]
        may-see = "counsel"
        contact-wanted = true

        [blacklist]
        kept-by = "contratista"
    "#;

    #[test]
    fn a_toml_file_gives_fields_in_their_one_order() {
        let fields = in_order(parse(TOML).unwrap());
        assert_eq!(fields.kinds, [Kind::Threat, Kind::Blacklisting]);
        assert_eq!(fields.country.as_deref(), Some("CL"));
        assert_eq!(fields.links[0].role, LinkRole::Smelter);
        assert_eq!(fields.consent, Some(ConsentLevel::Counsel));
        assert_eq!(fields.blacklist.as_ref().unwrap().kept_by.as_deref(), Some("contratista"));
        assert!(check(&fields).is_ok());
    }

    #[test]
    fn json_says_the_same() {
        let json = r#"{ "kinds": ["wages"], "asked-for": ["remedy"], "date-precision": "month" }"#;
        let fields = parse(json).unwrap();
        assert_eq!((fields.kinds, fields.asked_for), (vec![Kind::Wages], vec![AskedFor::Remedy]));
        assert_eq!(fields.date_precision, Some(DatePrecision::Month));
    }

    #[test]
    fn unknown_fields_values_and_types_are_refused_without_repeating_what_was_written() {
        for wrong in
            ["employr = 'Secreta SA'", "kinds = ['Secreta']", "site = 7", "kinds = 'threat'", "not toml Secreta"]
        {
            let failure = parse(wrong).unwrap_err();
            assert!(!failure.to_string().contains("Secreta"), "{failure}");
        }
    }

    #[test]
    fn long_dates_and_country_names_are_refused() {
        let with = |country: &str, date: &str| ReportFields {
            country: Some(country.into()),
            date: Some(date.into()),
            ..ReportFields::default()
        };
        assert!(check(&with("CL", "2026")).is_ok());
        assert!(check(&with("CHL", "2026")).is_err());
        assert!(check(&with("1L", "2026")).is_err());
        assert!(check(&with("CL", &"9".repeat(41))).is_err());
    }
}
