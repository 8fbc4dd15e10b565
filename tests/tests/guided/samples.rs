//! What five people report, each in their own language, and the fields that it must arrive with.

use anyhow::Result;
use davylamp_tests::guided::Answers;
use davylamp_tests::scenario::sample;
use serde_json::{Value, json};

/// A person's report.
pub(crate) struct Sample {
    pub(crate) language: &'static str,
    /// In `tests/samples`.
    file: &'static str,
    short: [&'static str; 7],
    list: Option<[&'static str; 4]>,
    fields: fn() -> Value,
}

impl Sample {
    /// The words as they are typed: line by line an empty one would end them.
    pub(crate) fn words(&self) -> Result<String> {
        let words = std::fs::read_to_string(sample(self.file))?;
        Ok(words.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"))
    }

    pub(crate) fn answers(&self, _plain: bool) -> Result<Answers> {
        Ok(Answers { story: self.words()?, short: self.short, list: self.list })
    }

    pub(crate) fn fields(&self) -> Value {
        (self.fields)()
    }
}

/// One for each language.
pub(crate) const SAMPLES: [Sample; 5] = [
    Sample {
        language: "es",
        file: "blacklisting-es.txt",
        short: ["1,2 3", "marzo", "el salar", "la principal", "1 2", "3 4", "2"],
        list: Some(["recursos humanos", "por correo", "contratistas", ""]),
        fields: || {
            json!({
                "kinds": ["threat", "blacklisting", "dismissal-for-organising"], "date": "marzo", "site": "el salar",
                "employer": "la principal", "perpetrators": ["employer", "contractor"],
                "asked_for": ["protection", "remedy"], "consent": "counsel",
                "blacklist": {
                    "kept_by": "recursos humanos", "circulated_by": "por correo", "used_by": "contratistas",
                    "refusals": null,
                },
            })
        },
    },
    Sample {
        language: "fr",
        file: "threat-fr.txt",
        short: ["1", "la nuit passée", "la carrière", "", "8", "3", "1"],
        list: None,
        fields: || {
            json!({
                "kinds": ["threat"], "date": "la nuit passée", "site": "la carrière", "perpetrators": ["unknown"],
                "asked_for": ["protection"], "consent": "desk-only",
            })
        },
    },
    Sample {
        language: "pt",
        file: "consent-pt.txt",
        short: ["8 11", "", "a aldeia", "a mineradora", "1", "1 5", "3"],
        list: None,
        fields: || {
            json!({
                "kinds": ["consent-violated", "land"], "site": "a aldeia", "employer": "a mineradora",
                "perpetrators": ["employer"], "asked_for": ["to-say-no", "to-be-heard"], "consent": "company",
            })
        },
    },
    Sample {
        language: "sw",
        file: "wages-sw.txt",
        short: ["14 15", "miezi miwili", "", "", "", "4", ""],
        list: None,
        fields: || json!({ "kinds": ["child-labour", "wages"], "date": "miezi miwili", "asked_for": ["remedy"] }),
    },
    Sample {
        language: "en",
        file: "panic-en.txt",
        short: ["1 5 7", "tonight", "Block C", "the contractor", "3", "3", "4"],
        list: None,
        fields: || {
            json!({
                "kinds": ["threat", "surveillance", "raid"], "date": "tonight", "site": "Block C",
                "employer": "the contractor", "perpetrators": ["private-security"], "asked_for": ["protection"],
                "consent": "public",
            })
        },
    },
];
