//! `docs/translations.md` and a page a language under `docs/translations/`: every text with its context, so that a
//! native speaker can correct it without reading code. Made from the catalogues: `DAVYLAMP_BLESS=1` writes them anew.

use std::fmt::Write as _;
use std::path::PathBuf;

use unicode_width::UnicodeWidthStr as _;

use super::Language;
use super::catalogue::entered;

#[test]
fn the_pages_for_reviewers_show_the_texts_as_they_are() {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/translations");
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        let path = docs.join(format!("{}.md", language.code()));
        let page = page(language);
        if std::env::var_os("DAVYLAMP_BLESS").is_some() {
            std::fs::create_dir_all(&docs).unwrap();
            std::fs::write(&path, &page).unwrap();
        }
        let stands = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(stands == page, "{} is old: DAVYLAMP_BLESS=1 cargo test -p davylamp review", path.display());
    }
}

#[test]
fn every_word_fits_a_window_of_forty_columns() {
    let mut wide = Vec::new();
    for language in Language::ALL {
        for (name, texts) in entered(language) {
            for text in texts {
                let broken = text.shown.split_whitespace().filter(|word| word.width() > 38);
                wide.extend(broken.map(|word| format!("{} {name} {}: {word}", language.code(), text.id)));
            }
        }
    }
    assert!(wide.is_empty(), "{wide:#?}");
}

/// Labels that stand beneath each other begin what they name in one column.
#[test]
fn labels_that_stand_in_a_column_are_of_one_width() {
    for language in Language::ALL {
        let texts: Vec<_> = entered(language).into_iter().flat_map(|(_, texts)| texts).collect();
        let column = |id: &str| {
            let shown = &texts.iter().find(|text| text.id == id)?.shown;
            Some(shown.split_once('{')?.0.width())
        };
        let of_cards = ["card-desk", "card-languages", "card-relay", "card-fingerprint", "card-contact"];
        let columns: Vec<_> = of_cards.iter().filter_map(|id| column(id)).collect();
        assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "{}: {columns:?}", language.code());
    }
}

/// A word that says no must not be taken for yes.
#[test]
fn no_answer_is_both_yes_and_no() {
    for language in Language::ALL {
        let words = |id: &str| super::text_in(language, id, &[]);
        let (yes, no) = (words("yes-answers"), words("no-answers"));
        let both: Vec<_> = yes.split_whitespace().filter(|word| no.split_whitespace().any(|no| no == *word)).collect();
        assert!(both.is_empty(), "{}: {both:?}", language.code());
        assert!(yes.split_whitespace().count() > 0 && no.split_whitespace().count() > 0);
    }
}

fn page(language: Language) -> String {
    let english = entered(Language::English);
    let theirs: Vec<_> = entered(language).into_iter().flat_map(|(_, texts)| texts).collect();
    let mut page = format!(
        "# {} ({})\n\nHow to correct a text: [translations](../translations.md).\n",
        language.own_name(),
        language.code()
    );
    for (name, texts) in english {
        let rows: Vec<_> =
            texts.iter().filter_map(|text| Some((text, theirs.iter().find(|other| other.id == text.id)?))).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = write!(page, "\n## {name}\n");
        let mut section = "";
        for (text, other) in rows {
            if text.section != section {
                section = &text.section;
                let _ = write!(page, "\n### {section}\n");
            }
            let _ = write!(page, "\n`{}`\n\n", text.id);
            quote(&mut page, &text.shown);
            page.push_str(">\n");
            quote(&mut page, &other.shown);
        }
    }
    page
}

fn quote(page: &mut String, shown: &str) {
    let lines: Vec<_> = shown.lines().map(|line| format!("> {}", line.replace('<', "\\<"))).collect();
    let _ = writeln!(page, "{}", lines.join("  \n"));
}
