//! That no text gets past the catalogues: every literal that the sources say, print, ask or fail with is looked for.
//!
//! It sees what stands in the call itself, not what comes through a variable. What only desks and counsel see is not
//! looked at.

use std::path::Path;

#[test]
fn nothing_is_said_to_reporters_and_defenders_past_the_catalogues() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    visit(&sources, &mut |path, source| {
        let name = path.strip_prefix(&sources).unwrap().display().to_string();
        let is_elsewhere = ["desk", "counsel"].iter().any(|folder| name.starts_with(folder));
        if !is_elsewhere && !name.ends_with("tests.rs") && name != "text/bypass.rs" {
            found.extend(past(source).into_iter().map(|words| format!("{name}: {words}")));
        }
    });
    found.sort();
    let allowed = ALLOWED.map(|(place, _)| place);
    assert_eq!(found, allowed, "take new texts into client/locales/en; take from the list what is gone");
}

#[test]
fn what_gets_past_is_found_and_what_does_not_is_left() {
    let found = |source: &str| past(source).len();
    for past_it in [
        r#"terminal.say("hello there")"#,
        r#"terminal.print(format!("{n} left"))"#,
        "terminal\n.ask(\n    &format!(\"why {x}?\"))",
        r#"Failure::new("no")"#,
        "Failure::usage(error.to_string())",
        r#"failure.hint("try again")"#,
    ] {
        assert_eq!(found(past_it), 1, "{past_it}");
    }
    for right in [
        r#"terminal.say(text("panic-still"))"#,
        r#"terminal.print("")"#,
        r#"terminal.print(format!("{letter}  {}", state))"#,
        r#"Failure::new(text_with("warning", &[]))"#,
        "mod x {}\n#[cfg(test)]\nmod tests { fn f() { say(\"hello\") } }",
    ] {
        assert_eq!(found(right), 0, "{right}");
    }
}

/// What each call shows that is not from the catalogues.
fn past(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
    let mut found = Vec::new();
    for call in CALLS {
        for after in source.split(call).skip(1) {
            let shown = after.trim_start().trim_start_matches('&');
            let shown = shown.strip_prefix("format!(").unwrap_or(shown).trim_start();
            if let Some(literal) = shown.strip_prefix('"') {
                let literal = literal.split('"').next().unwrap();
                found.extend(has_words(literal).then(|| literal.to_owned()));
            } else if let Some(error) =
                shown.split([')', ',']).next().and_then(|first| first.strip_suffix(".to_string("))
            {
                // A failure's own text is from the catalogues.
                found.extend((error != "failure").then(|| format!("{error}.to_string")));
            }
        }
    }
    found
}

/// Two letters beside each other, outside of values.
fn has_words(literal: &str) -> bool {
    let outside = literal.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, after)| after));
    outside.flat_map(|piece| piece.split(|c: char| !c.is_alphabetic())).any(|word| word.len() > 1)
}

fn visit(folder: &Path, look: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, look);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            look(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}

const CALLS: [&str; 9] = [
    ".say(",
    ".print(",
    ".ask(",
    ".ask_secret(",
    ".ask_lines(",
    ".confirm(",
    "Failure::new(",
    "Failure::usage(",
    ".hint(",
];

/// Where, and why it may stay.
const ALLOWED: [(&str, &str); 2] = [
    ("terminal.rs: davylamp: {}", "the program's name"),
    ("terminal/prompts.rs: 1-{}, Enter = {}:", "no language is chosen yet; Enter is what the key says"),
];
