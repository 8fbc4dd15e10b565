//! Every text that a person reads comes from here: Project Fluent catalogues under `locales/`.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let mut bundle = FluentBundle::new_concurrent(vec![langid!("en")]);
    // Isolation marks are invisible characters around every value: on a terminal they only garble copied text.
    bundle.set_use_isolating(false);
    for (_, source) in CATALOGUES {
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
});

/// The text called `id`.
pub(crate) fn text(id: &str) -> String {
    text_with(id, &[])
}

/// The text called `id`, with its values.
pub(crate) fn text_with(id: &str, values: &[(&str, &dyn ToString)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set((*name).to_owned(), FluentValue::from(value.to_string()));
    }
    let pattern = ENGLISH.get_message(id).and_then(|message| message.value());
    pattern.map_or_else(
        || id.to_owned(),
        |pattern| ENGLISH.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned(),
    )
}

const CATALOGUES: &[(&str, &str)] = &[
    ("common", include_str!("../locales/en/common.ftl")),
    ("reporter", include_str!("../locales/en/reporter.ftl")),
    ("desk", include_str!("../locales/en/desk.ftl")),
    ("counsel", include_str!("../locales/en/counsel.ftl")),
    ("panic", include_str!("../locales/en/panic.ftl")),
    ("checkin", include_str!("../locales/en/checkin.ftl")),
    ("mirror", include_str!("../locales/en/mirror.ftl")),
    ("courier", include_str!("../locales/en/courier.ftl")),
    ("wipe", include_str!("../locales/en/wipe.ftl")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_catalogues_parse_and_no_id_stands_twice() {
        let mut seen = std::collections::HashSet::new();
        for (name, source) in CATALOGUES {
            assert!(FluentResource::try_new((*source).to_owned()).is_ok(), "{name}.ftl");
            for line in source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
                let id = line.split_whitespace().next().unwrap();
                assert!(seen.insert(id), "{id} stands twice");
            }
        }
    }

    #[test]
    fn every_text_that_the_code_asks_for_is_there() {
        let mut missing = Vec::new();
        visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |source| {
            for call in ["text(\"", "text_with(\"", "text_with(\n"] {
                for after in source.split(call).skip(1) {
                    let id = after.trim_start().trim_start_matches('"').split('"').next().unwrap();
                    let is_id =
                        !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                    if is_id && ENGLISH.get_message(id).is_none() {
                        missing.push(id.to_owned());
                    }
                }
            }
        });
        assert!(missing.is_empty(), "missing texts: {missing:?}");
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
