//! Reads the message catalogues, and fails where a language lacks a text, has one too many, or names other values than
//! English does. What is right becomes one table for `src/text/catalogues.rs`.
//!
//! ```text
//! locales/en/reporter.ftl          every catalogue of this folder is one; its ids are what the program may ask for
//! locales/{fr,es,pt,sw}/reporter.ftl   the same ids, each with the same values
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

fn main() {
    println!("cargo:rerun-if-changed=locales");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("locales");
    let mut faults = Vec::new();
    let mut table = String::from("&[\n");
    let english = read(&root.join("en"), &mut faults);
    for language in LANGUAGES {
        let folder = root.join(language);
        let catalogues = if language == "en" { english.clone() } else { read(&folder, &mut faults) };
        compare(language, &english, &catalogues, &mut faults);
        let _ = writeln!(table, "    (\"{language}\", &[");
        for name in catalogues.keys() {
            let path = folder.join(format!("{name}.ftl"));
            let _ = writeln!(table, "        (\"{name}\", include_str!({path:?})),");
        }
        table.push_str("    ]),\n");
    }
    table.push(']');
    if !faults.is_empty() {
        eprintln!("the catalogues under client/locales do not agree:");
        faults.iter().for_each(|fault| eprintln!("  {fault}"));
        std::process::exit(1);
    }
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it")).join("catalogues.rs");
    std::fs::write(out, table).expect("the output directory takes files");
}

/// Ids of a catalogue, each with the names of its values.
type Catalogue = BTreeMap<String, BTreeSet<String>>;

/// The catalogues of one language, by name.
fn read(folder: &Path, faults: &mut Vec<String>) -> BTreeMap<String, Catalogue> {
    let mut catalogues = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return catalogues };
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let source = std::fs::read_to_string(&path).expect("a catalogue is UTF-8");
        let place = path.display();
        let resource = fluent_syntax::parser::parse(source.as_str()).unwrap_or_else(|(resource, errors)| {
            faults.extend(errors.iter().map(|error| format!("{place}: {error}")));
            resource
        });
        let mut catalogue = Catalogue::new();
        for entry in &resource.body {
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name.to_owned();
                    if !seen.insert(id.clone()) {
                        faults.push(format!("{place}: {id} stands twice"));
                    }
                    let mut values = BTreeSet::new();
                    message.value.iter().for_each(|pattern| values_of(pattern, &mut values));
                    catalogue.insert(id, values);
                }
                Entry::Junk { content } => faults.push(format!("{place}: no message: {content:?}")),
                Entry::Term(_) | Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            }
        }
        catalogues.insert(name, catalogue);
    }
    catalogues
}

fn compare(
    language: &str,
    english: &BTreeMap<String, Catalogue>,
    theirs: &BTreeMap<String, Catalogue>,
    faults: &mut Vec<String>,
) {
    for (name, catalogue) in english.iter().filter(|(name, _)| is_read_in(language, name)) {
        let file = format!("locales/{language}/{name}.ftl");
        let Some(other) = theirs.get(name) else {
            faults.push(format!("{file}: missing"));
            continue;
        };
        for (id, values) in catalogue {
            match other.get(id) {
                None => faults.push(format!("{file}: {id} is missing")),
                Some(others) if others != values => {
                    faults.push(format!("{file}: {id} names {others:?}, English names {values:?}"));
                }
                Some(_) => {}
            }
        }
        faults.extend(other.keys().filter(|id| !catalogue.contains_key(*id)).map(|id| format!("{file}: {id} is none")));
    }
    let stray = theirs.keys().filter(|name| !english.contains_key(*name));
    faults.extend(stray.map(|name| format!("locales/{language}/{name}.ftl: English has none")));
}

/// What a desk and counsel read is in three languages; all else in five.
fn is_read_in(language: &str, catalogue: &str) -> bool {
    // `desk-notice` is the desk's too.
    let family = catalogue.split('-').next().unwrap_or(catalogue);
    OF_DESKS.contains(&language) || !DESK_CATALOGUES.contains(&family)
}

fn values_of(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, values);
        }
    }
}

fn of_expression(expression: &Expression<&str>, values: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, values),
        Expression::Select { selector, variants } => {
            of_inline(selector, values);
            variants.iter().for_each(|variant| values_of(&variant.value, values));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, values),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

const LANGUAGES: [&str; 5] = ["en", "fr", "es", "pt", "sw"];
const OF_DESKS: [&str; 3] = ["en", "fr", "es"];
const DESK_CATALOGUES: [&str; 2] = ["desk", "counsel"];
