//! The manuals can be read: Flesch-Kincaid grade 8 at the most, over the prose of each page.

use anyhow::{Result, ensure};

use crate::page::{PAGES, Part, parts};

#[test]
fn the_manuals_ask_for_no_more_than_eight_years_of_school() -> Result<()> {
    for page in PAGES {
        let prose = prose(page)?;
        let grade = grade(&prose);
        println!("{page}: grade {grade:.1}, {} words", prose.split_whitespace().count());
        ensure!(grade <= 8.0, "{page}: grade {grade:.1}");
    }
    Ok(())
}

#[test]
fn the_measure_tells_plain_from_heavy() {
    assert!(grade("The dog runs. It is fun. We go home.") < 2.0);
    assert!(
        grade(
            "Organisational accountability necessitates comprehensive documentation of administrative irregularities."
        ) > 16.0
    );
}

/// Sentences, list items and table cells; without code, links' addresses and headings' marks.
fn prose(page: &str) -> Result<String> {
    let mut prose = String::new();
    for part in parts(page)? {
        let Part::Prose(line) = part else { continue };
        let text = line.trim().trim_start_matches(['#', '-', '>', '|', ' ']);
        if text.chars().all(|c| !c.is_alphabetic()) {
            prose.push('\n');
            continue;
        }
        // What stands in backticks is typed, not read: one short word.
        let said = text.split('`').enumerate().map(|(at, piece)| if at % 2 == 1 { "it" } else { piece });
        let said = said.collect::<String>().replace('|', ".\n").replace("](", " . (");
        let ends = line.starts_with('#') || line.trim_start().starts_with('|');
        prose += &said;
        prose.push_str(if ends { ".\n" } else { " " });
    }
    Ok(without_addresses(&prose))
}

fn without_addresses(prose: &str) -> String {
    let is_address = |word: &&str| word.contains("http") || word.starts_with('(') && word.contains('.');
    prose.split(' ').filter(|word| !is_address(word)).collect::<Vec<_>>().join(" ")
}

/// Flesch-Kincaid.
fn grade(prose: &str) -> f64 {
    let sentences: Vec<Vec<&str>> =
        prose.split(['.', '!', '?', ':', ';']).map(words).filter(|s| !s.is_empty()).collect();
    let words = sentences.iter().map(Vec::len).sum::<usize>() as f64;
    let syllables = sentences.iter().flatten().map(|word| syllables(word)).sum::<usize>() as f64;
    0.39 * words / sentences.len() as f64 + 11.8 * syllables / words - 15.59
}

fn words(sentence: &str) -> Vec<&str> {
    let words = sentence.split(|c: char| !(c.is_alphabetic() || c == '\''));
    words.filter(|word| word.chars().any(char::is_alphabetic)).collect()
}

/// Groups of vowels, without a silent end.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let silent = word.len() > 3
        && (word.ends_with('e') && !word.ends_with("le")
            || word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded"));
    let mut groups = 0;
    let mut before = false;
    for letter in word.chars() {
        let vowel = "aeiouyáéíóú".contains(letter);
        groups += usize::from(vowel && !before);
        before = vowel;
    }
    groups.saturating_sub(usize::from(silent)).max(1)
}
