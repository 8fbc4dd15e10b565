//! One sending, as it stands in several logs (`SPEC.md` 8.5).
//!
//! A reporter seals a sending afresh for each relay of the card, under one lane id. Each session is joined by itself;
//! here, what is whole in them is put together.

use std::ops::RangeInclusive;

use zeroize::Zeroizing;

use super::parts::{FRAGMENT_MAX, Part};

/// A message that is whole in one log.
pub struct Standing<T> {
    /// The log's name.
    pub log: String,
    /// Numbers of its parts in the lane.
    pub numbers: RangeInclusive<u32>,
    /// Its bytes.
    pub bytes: Zeroizing<Vec<u8>>,
    /// What the caller knows it by.
    pub of: T,
}

/// A message of a sending, in however many logs it stands.
pub struct Folded<T> {
    /// Where it stands, in the order in which [`Sending::fold`] was given it: at least one.
    pub standings: Vec<Standing<T>>,
    /// Another log has other bytes under a number of this one: nobody says which is meant.
    pub contradicted: bool,
}

/// The messages of one lane id over all logs.
pub struct Sending<T> {
    /// In the order of their first standings.
    pub messages: Vec<Folded<T>>,
}

impl<T> Sending<T> {
    /// Folds what is the same, and marks what is not. The standings are all of one lane id; those of one log share no
    /// number.
    #[must_use]
    pub fn fold(standings: Vec<Standing<T>>) -> Self {
        let mut messages: Vec<Folded<T>> = Vec::new();
        for standing in standings {
            let same = |of: &Standing<T>| of.numbers == standing.numbers && of.bytes == standing.bytes;
            match messages.iter_mut().find(|folded| folded.standings.iter().any(same)) {
                Some(folded) => folded.standings.push(standing),
                None => {
                    let mut contradicted = false;
                    for folded in messages.iter_mut().filter(|folded| folded.overlaps(&standing.numbers)) {
                        (folded.contradicted, contradicted) = (true, true);
                    }
                    messages.push(Folded { standings: vec![standing], contradicted });
                }
            }
        }
        Self { messages }
    }

    /// Whether a number that is missing in `log` is in a message that is whole in another.
    #[must_use]
    pub fn has_elsewhere(&self, log: &str, number: u32) -> bool {
        self.elsewhere(log, number).next().is_some()
    }

    /// Whether a part that `log` has is, byte for byte, one of a message that is whole in another.
    #[must_use]
    pub fn has_part_elsewhere(&self, log: &str, number: u32, (part, parts, fragment): Part<'_>) -> bool {
        self.elsewhere(log, number).any(|standing| {
            let place = number - standing.numbers.start();
            let chunks = standing.bytes.chunks(FRAGMENT_MAX);
            place == u32::from(part)
                && chunks.len() == usize::from(parts)
                && chunks.into_iter().nth(usize::from(part)) == Some(fragment)
        })
    }

    fn elsewhere(&self, log: &str, number: u32) -> impl Iterator<Item = &Standing<T>> {
        let standings = self.messages.iter().flat_map(|folded| &folded.standings);
        standings.filter(move |standing| standing.log != log && standing.numbers.contains(&number))
    }
}

impl<T> Folded<T> {
    fn overlaps(&self, numbers: &RangeInclusive<u32>) -> bool {
        let shares = |of: &Standing<T>| of.numbers.start() <= numbers.end() && numbers.start() <= of.numbers.end();
        self.standings.iter().any(shares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(log: &str, numbers: RangeInclusive<u32>, bytes: &[u8]) -> Standing<()> {
        Standing { log: log.into(), numbers, bytes: Zeroizing::new(bytes.to_vec()), of: () }
    }

    fn logs(folded: &Folded<()>) -> Vec<&str> {
        folded.standings.iter().map(|standing| standing.log.as_str()).collect()
    }

    #[test]
    fn one_text_in_three_logs_is_one_message_and_the_first_given_stands_first() {
        let standings = ["b", "c", "a"].map(|log| standing(log, 0..=0, b"x")).into();
        let sending = Sending::fold(standings);
        assert_eq!(sending.messages.len(), 1);
        assert_eq!(logs(&sending.messages[0]), ["b", "c", "a"]);
        assert!(!sending.messages[0].contradicted);
    }

    #[test]
    fn other_bytes_under_one_number_contradict_each_other_and_are_both_kept() {
        for (numbers, bytes) in [(0..=0, b"y"), (0..=1, b"x"), (0..=1, b"y")] {
            let sending = Sending::fold(vec![standing("a", 0..=0, b"x"), standing("b", numbers, bytes)]);
            assert_eq!(sending.messages.len(), 2);
            assert!(sending.messages.iter().all(|folded| folded.contradicted));
        }
        // A third log that agrees with one of them settles nothing.
        let sending =
            Sending::fold(vec![standing("a", 0..=0, b"x"), standing("b", 0..=0, b"y"), standing("c", 0..=0, b"y")]);
        assert_eq!(sending.messages.iter().map(logs).collect::<Vec<_>>(), [vec!["a"], vec!["b", "c"]]);
        assert!(sending.messages.iter().all(|folded| folded.contradicted));
    }

    #[test]
    fn the_same_words_under_other_numbers_are_another_message() {
        let sending = Sending::fold(vec![standing("a", 0..=0, b"x"), standing("b", 1..=1, b"x")]);
        assert_eq!(sending.messages.len(), 2);
        assert!(sending.messages.iter().all(|folded| !folded.contradicted));
    }

    #[test]
    fn what_a_log_lost_is_found_in_another_only_part_by_part_as_it_was() {
        let long = [7; FRAGMENT_MAX + 1];
        let sending = Sending::fold(vec![standing("a", 3..=4, &long)]);
        assert!(sending.has_elsewhere("b", 3) && sending.has_elsewhere("b", 4));
        assert!(!sending.has_elsewhere("a", 3), "its own log is not another");
        assert!(!sending.has_elsewhere("b", 2) && !sending.has_elsewhere("b", 5));
        let (head, tail) = long.split_at(FRAGMENT_MAX);
        assert!(sending.has_part_elsewhere("b", 3, (0, 2, head)) && sending.has_part_elsewhere("b", 4, (1, 2, tail)));
        for (number, part) in [(3, (0, 2, tail)), (3, (1, 2, tail)), (4, (1, 3, tail)), (5, (1, 2, tail))] {
            assert!(!sending.has_part_elsewhere("b", number, part), "{number}");
        }
        assert!(!sending.has_part_elsewhere("a", 3, (0, 2, head)));
    }
}
