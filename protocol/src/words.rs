//! The EFF large word list: passphrases, and fingerprints that are read aloud.

use std::collections::HashMap;
use std::sync::LazyLock;

use rand_core::CryptoRngCore;

/// Words in the list.
pub const WORDS: usize = 7776;

static LIST: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("words/eff-large.txt").lines().collect());
static INDEX: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| LIST.iter().enumerate().map(|(i, w)| (*w, i)).collect());

/// The list, in its published order.
#[must_use]
pub fn list() -> &'static [&'static str] {
    &LIST
}

/// Whether `word`, in lower case, is in the list.
#[must_use]
pub fn contains(word: &str) -> bool {
    INDEX.contains_key(word)
}

/// One word, uniformly.
#[must_use]
pub fn draw(rng: &mut impl CryptoRngCore) -> &'static str {
    loop {
        if let Some(word) = from_u32(rng.next_u32()) {
            return word;
        }
    }
}

/// The word that a uniform `u32` stands for, or none for the few that would favour the list's beginning.
#[must_use]
pub fn from_u32(value: u32) -> Option<&'static str> {
    let words = u32::try_from(WORDS).expect("7776 fits");
    let limit = u32::MAX - u32::MAX % words;
    if value >= limit {
        return None;
    }
    list().get(usize::try_from(value % words).ok()?).copied()
}

/// The list word nearest to a mistyped one, if one is within two edits: to ask "did you mean".
#[must_use]
pub fn nearest(word: &str) -> Option<&'static str> {
    list()
        .iter()
        .map(|candidate| (edits(word, candidate), *candidate))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(b.chars()) {
            let best = (diagonal + usize::from(x != y)).min(left + 1).min(*cell + 1);
            diagonal = std::mem::replace(cell, best);
            left = best;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_the_published_one() {
        assert_eq!(list().len(), WORDS);
        assert_eq!((list()[0], list()[WORDS - 1]), ("abacus", "zoom"));
    }

    #[test]
    fn suggests_the_word_that_was_meant_and_nothing_far_off() {
        assert_eq!(nearest("abacuss"), Some("abacus"));
        assert_eq!(nearest("zoologyy"), Some("zoology"));
        assert_eq!(nearest("xxxxxxxxxx"), None);
    }

    #[test]
    fn draws_without_favouring_the_beginning() {
        assert_eq!(from_u32(0), Some("abacus"));
        assert_eq!(from_u32(7775), Some("zoom"));
        assert_eq!(from_u32(u32::MAX), None);
    }
}
