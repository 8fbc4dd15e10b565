//! The client's texts, by language and id, so that a test drives a conversation in any language.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use fluent_syntax::ast::{Entry, PatternElement};

/// The languages of reporters.
pub const LANGUAGES: [&str; 5] = ["en", "fr", "es", "pt", "sw"];

/// Makes a command speak English, whatever this machine speaks; `LANG` alone may still say otherwise afterwards.
pub fn in_english(command: &mut Command) {
    for name in ["LC_ALL", "LC_MESSAGES", "LANGUAGE"] {
        command.env_remove(name);
    }
    command.env("LANG", "en");
}

/// The texts of one language.
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Reads the client's catalogues.
    ///
    /// # Errors
    /// When they are not there.
    pub fn of(language: &str) -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../client/locales").join(language);
        let mut texts = BTreeMap::new();
        for entry in folder.read_dir().with_context(|| format!("{}", folder.display()))? {
            let source = std::fs::read_to_string(entry?.path())?;
            let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(resource, _)| resource);
            for entry in resource.body {
                let Entry::Message(message) = entry else { continue };
                let Some(pattern) = message.value else { continue };
                let pieces = pattern.elements.into_iter().map(|element| match element {
                    PatternElement::TextElement { value } => value,
                    PatternElement::Placeable { .. } => VALUE.to_owned(),
                });
                texts.insert(message.id.name, pieces.collect());
            }
        }
        Ok(Self(texts))
    }

    /// The text called `id`, up to its first value: what a test waits for.
    ///
    /// # Errors
    /// When there is none.
    pub fn beginning(&self, id: &str) -> Result<&str> {
        Ok(self.whole(id)?.split(VALUE).next().unwrap_or_default().trim())
    }

    /// The same from its last value on: how a question ends before it is answered.
    ///
    /// # Errors
    /// When there is none.
    pub fn ending(&self, id: &str) -> Result<&str> {
        Ok(self.whole(id)?.rsplit(VALUE).next().unwrap_or_default().trim())
    }

    /// The text called `id`, with these values in their order.
    ///
    /// # Errors
    /// When there is none.
    pub fn with(&self, id: &str, values: &[&str]) -> Result<String> {
        let mut pieces = self.whole(id)?.split(VALUE);
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for (number, piece) in pieces.enumerate() {
            text.push_str(values.get(number).context("a value for each")?);
            text.push_str(piece);
        }
        Ok(text)
    }

    /// The first word of a list of words, such as `yes-answers`.
    ///
    /// # Errors
    /// When there is none.
    pub fn first(&self, id: &str) -> Result<&str> {
        self.whole(id)?.split_whitespace().next().context("a word")
    }

    fn whole(&self, id: &str) -> Result<&str> {
        self.0.get(id).map(String::as_str).with_context(|| format!("no text {id}"))
    }
}

const VALUE: &str = "\u{0}";
