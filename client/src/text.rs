//! Every text that a person reads comes from here: Project Fluent catalogues under `locales/`, one folder a language.
//!
//! `build.rs` has seen to it that every language has every text, with the same values. A desk's own texts are in three
//! of the five languages; the others fall back to English.

#[cfg(test)]
mod bypass;
#[cfg(test)]
mod catalogue;
mod language;
#[cfg(test)]
mod readability;
#[cfg(test)]
mod review;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub(crate) use language::Language;

/// From now on texts are in this language.
pub(crate) fn speak(language: Language) {
    SPOKEN.store(language as usize, Ordering::Relaxed);
}

/// The language that texts are in.
pub(crate) fn spoken() -> Language {
    Language::ALL.get(SPOKEN.load(Ordering::Relaxed)).copied().unwrap_or(Language::English)
}

/// The text called `id`.
pub(crate) fn text(id: &str) -> String {
    text_with(id, &[])
}

/// The text called `id`, with its values.
pub(crate) fn text_with(id: &str, values: &[(&str, &dyn ToString)]) -> String {
    text_in(spoken(), id, values)
}

/// The same in a language of its own: what stands on paper for others.
pub(crate) fn text_in(language: Language, id: &str, values: &[(&str, &dyn ToString)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set((*name).to_owned(), FluentValue::from(value.to_string()));
    }
    let bundles = BUNDLES.get(language as usize).into_iter().chain(BUNDLES.first());
    let found = bundles.filter_map(|bundle| Some((bundle, bundle.get_message(id)?.value()?))).next();
    found.map_or_else(
        || id.to_owned(),
        |(bundle, pattern)| bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned(),
    )
}

static SPOKEN: AtomicUsize = AtomicUsize::new(0);

/// One for each of [`Language::ALL`].
static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| Language::ALL.into_iter().map(bundle).collect());

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let identifier = language.code().parse().unwrap_or_default();
    bundle_of(identifier, language.is_right_to_left(), catalogues(language))
}

fn bundle_of(
    identifier: LanguageIdentifier,
    is_right_to_left: bool,
    catalogues: &[(&str, &str)],
) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Isolation marks are invisible characters around every value: where all is written one way they only garble
    // copied text; where names of another direction stand in between, words change places without them.
    bundle.set_use_isolating(is_right_to_left);
    for (_, source) in catalogues {
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The catalogues of a language: name and source.
fn catalogues(language: Language) -> &'static [(&'static str, &'static str)] {
    CATALOGUES.iter().find(|(code, _)| *code == language.code()).map_or(&[], |(_, catalogues)| *catalogues)
}

const CATALOGUES: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_text_that_the_code_asks_for_is_there() {
        let mut missing = Vec::new();
        visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |source| {
            for call in ["text(\"", "text_with(\"", "text_with(\n", "text_in(\n"] {
                for after in source.split(call).skip(1) {
                    let id = after.trim_start().trim_start_matches('"').split('"').next().unwrap();
                    let is_id =
                        !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                    if is_id && BUNDLES[0].get_message(id).is_none() {
                        missing.push(id.to_owned());
                    }
                }
            }
        });
        assert!(missing.is_empty(), "missing texts: {missing:?}");
    }

    #[test]
    fn a_name_of_the_other_direction_is_kept_apart_where_a_language_is_written_from_the_right() {
        let catalogue = [("common", "goes-to = يذهب هذا إلى: { $name }.")];
        let shown = |is_right_to_left| {
            let bundle = bundle_of("ar".parse().unwrap(), is_right_to_left, &catalogue);
            let mut args = FluentArgs::new();
            args.set("name", "Fundación Sur (1)");
            let pattern = bundle.get_message("goes-to").unwrap().value().unwrap();
            bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
        };
        assert!(shown(true).contains("\u{2068}Fundación Sur (1)\u{2069}"));
        assert!(!shown(false).contains('\u{2068}'));
    }

    fn visit(folder: &Path, look: &mut dyn FnMut(&str)) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, look);
            } else if path.extension().is_some_and(|e| e == "rs") {
                look(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
}
