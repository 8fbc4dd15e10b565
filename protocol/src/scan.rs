//! Finding what is mine in the log, by clue alone (`SPEC.md` 3 and 8.4).
//!
//! A desk pays one X25519 for each entry and clue key; a reporter pays a look-up in a table of tags.

use std::collections::HashMap;

use crate::clue::{Clue, ClueSecret, DeskKey, Position, Scope, Tag, ThreadKey};
use crate::thread::DESK_LANES;

/// What an entry turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match<L> {
    /// An opener for one of the clue keys, by its place in the list that the scanner was given.
    Opener {
        /// Place of the clue key.
        clue_key: usize,
    },
    /// A thread message.
    Thread {
        /// The lane, as it was registered.
        lane: L,
        /// Its place in the lane.
        position: Position,
    },
}

/// A desk's view of the log: clue keys for openers, and the tags that are expected next.
pub struct Scanner<L> {
    origin: String,
    desk: DeskKey,
    clue_keys: Vec<ClueSecret>,
    expected: HashMap<Tag, (L, Position, ThreadKey)>,
}

impl<L: Copy> Scanner<L> {
    /// A scanner of the log called `origin`.
    #[must_use]
    pub fn new(origin: impl Into<String>, desk: DeskKey, clue_keys: Vec<ClueSecret>) -> Self {
        Self { origin: origin.into(), desk, clue_keys, expected: HashMap::new() }
    }

    /// Expects a message at `position` of a lane; gives its tag.
    pub fn expect(&mut self, lane: L, position: Position, key: &ThreadKey) -> Tag {
        let tag = key.tag(&self.origin, position);
        self.expected.insert(tag, (lane, position, key.clone()));
        tag
    }

    /// Expects it no longer.
    pub fn forget(&mut self, key: &ThreadKey, position: Position) {
        self.expected.remove(&key.tag(&self.origin, position));
    }

    /// Whether a tag is expected: the look-up alone.
    #[must_use]
    pub fn expects(&self, tag: &Tag) -> bool {
        self.expected.contains_key(tag)
    }

    /// Looks at one entry. Consumes nothing: a tag is done with only when its body opened too.
    #[must_use]
    pub fn scan(&self, clue: &Clue, body_hash: &[u8; 32]) -> Option<Match<L>> {
        if let Some((lane, position, key)) = self.expected.get(&clue.tag) {
            let ours = key.recognises(&self.origin, *position, clue, body_hash);
            return ours.then_some(Match::Thread { lane: *lane, position: *position });
        }
        let scope = Scope { origin: &self.origin, desk: self.desk };
        let clue_key = self.clue_keys.iter().position(|key| key.recognises(scope, clue, body_hash))?;
        Some(Match::Opener { clue_key })
    }
}

/// Numbers that are looked for in each desk lane and week, beyond the last hit.
pub const LOOK_AHEAD: u64 = 16;

/// A reporter's look-up table: which of a desk's tags a four-byte prefix may be.
pub struct ReplyTargets {
    by_prefix: HashMap<[u8; 4], Vec<(Tag, Position)>>,
    // One bit for each value of the first two bytes: nearly every look-up ends here.
    coarse: Box<[u64; 1024]>,
}

impl ReplyTargets {
    /// The tags of all desk lanes in `weeks`, numbers 0 to 15.
    #[must_use]
    pub fn new(key: &ThreadKey, origin: &str, weeks: impl Iterator<Item = u32> + Clone) -> Self {
        let mut targets = Self { by_prefix: HashMap::new(), coarse: Box::new([0; 1024]) };
        for lane in 0..DESK_LANES {
            for week in weeks.clone() {
                targets.extend(key, origin, (lane, week), 0);
            }
        }
        targets
    }

    /// Adds 16 numbers from `first` of one lane and week.
    pub fn extend(&mut self, key: &ThreadKey, origin: &str, (lane, week): (u8, u32), first: u64) {
        for n in first..first.saturating_add(LOOK_AHEAD) {
            let position = Position::Desk { lane, week, n };
            self.insert(key.tag(origin, position), position);
        }
    }

    fn insert(&mut self, tag: Tag, position: Position) {
        let prefix = prefix_of(&tag);
        let (word, bit) = coarse_place(prefix);
        if let Some(word) = self.coarse.get_mut(word) {
            *word |= bit;
        }
        let tags = self.by_prefix.entry(prefix).or_default();
        if !tags.contains(&(tag, position)) {
            tags.push((tag, position));
        }
    }

    /// Whether an entry with this tag prefix may be an answer. Fewer than one stranger in two checks passes.
    #[must_use]
    pub fn may_contain(&self, prefix: [u8; 4]) -> bool {
        let (word, bit) = coarse_place(prefix);
        self.coarse.get(word).is_some_and(|word| word & bit != 0) && self.by_prefix.contains_key(&prefix)
    }

    /// The position whose whole tag this is.
    #[must_use]
    pub fn position(&self, tag: &Tag) -> Option<Position> {
        let tags = self.by_prefix.get(&prefix_of(tag))?;
        tags.iter().find(|(candidate, _)| candidate == tag).map(|(_, position)| *position)
    }
}

/// The four bytes of a tag that stand in the tag bundles.
#[must_use]
pub fn prefix_of(tag: &Tag) -> [u8; 4] {
    *tag.first_chunk().expect("4 of 16 bytes")
}

fn coarse_place(prefix: [u8; 4]) -> (usize, u64) {
    let [high, low, ..] = prefix;
    let value = u16::from_be_bytes([high, low]);
    (usize::from(value >> 6), 1 << (value & 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clue::OpenerClue;
    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};

    const DESK: DeskKey = DeskKey([9; 32]);
    const SCOPE: Scope<'_> = Scope { origin: "log.example", desk: DESK };

    fn scanner(key: &ThreadKey, clue_key: ClueSecret) -> Scanner<u8> {
        let mut scanner = Scanner::new("log.example", DESK, vec![clue_key]);
        scanner.expect(1, Position::Reporter { n: 0 }, key);
        scanner
    }

    #[test]
    fn finds_its_opener_and_thread_message_and_nothing_else() {
        let mut rng = StdRng::seed_from_u64(1);
        let (key, clue_key) = (ThreadKey::new(&[1; 32], DESK), ClueSecret::generate(&mut rng));
        let opener = OpenerClue::begin(SCOPE, &clue_key.public(), &mut rng).unwrap().finish(&[5; 32]);
        let thread = key.clue("log.example", Position::Reporter { n: 0 }, &[5; 32]);
        let scanner = scanner(&key, clue_key);
        assert_eq!(scanner.scan(&opener, &[5; 32]), Some(Match::Opener { clue_key: 0 }));
        let expected = Match::Thread { lane: 1, position: Position::Reporter { n: 0 } };
        assert_eq!(scanner.scan(&thread, &[5; 32]), Some(expected));
        assert_eq!(scanner.scan(&crate::clue::dummy_clue(&mut rng), &[5; 32]), None);
    }

    #[test]
    fn rejects_a_copied_clue_on_another_body_and_consumes_nothing() {
        let mut rng = StdRng::seed_from_u64(2);
        let (key, clue_key) = (ThreadKey::new(&[1; 32], DESK), ClueSecret::generate(&mut rng));
        let opener = OpenerClue::begin(SCOPE, &clue_key.public(), &mut rng).unwrap().finish(&[5; 32]);
        let thread = key.clue("log.example", Position::Reporter { n: 0 }, &[5; 32]);
        let scanner = scanner(&key, clue_key);
        assert_eq!(scanner.scan(&opener, &[6; 32]), None);
        assert_eq!(scanner.scan(&thread, &[6; 32]), None);
        assert!(scanner.scan(&thread, &[5; 32]).is_some(), "the true one is still found");
    }

    #[test]
    fn rejects_a_low_order_ephemeral_and_another_log_or_desk() {
        let mut rng = StdRng::seed_from_u64(3);
        let clue_key = ClueSecret::generate(&mut rng);
        for scope in [Scope { origin: "other.example", ..SCOPE }, Scope { desk: DeskKey([8; 32]), ..SCOPE }] {
            let clue = OpenerClue::begin(scope, &clue_key.public(), &mut rng).unwrap().finish(&[5; 32]);
            assert!(!clue_key.recognises(SCOPE, &clue, &[5; 32]));
        }
        let low_order = Clue { ephemeral: [0; 32], tag: [0; 16] };
        assert!(!clue_key.recognises(SCOPE, &low_order, &[5; 32]));
        assert!(OpenerClue::begin(SCOPE, &[0; 32], &mut rng).is_err());
    }

    #[test]
    fn a_check_looks_for_1024_tags_and_for_more_beyond_a_hit() {
        let key = ThreadKey::new(&[1; 32], DESK);
        let mut targets = ReplyTargets::new(&key, "log.example", 10..14);
        assert_eq!(targets.by_prefix.values().map(Vec::len).sum::<usize>(), 1024);
        let position = Position::Desk { lane: 3, week: 12, n: 16 };
        let tag = key.tag("log.example", position);
        assert_eq!(targets.position(&tag), None);
        targets.extend(&key, "log.example", (3, 12), 16);
        assert!(targets.may_contain(prefix_of(&tag)));
        assert_eq!(targets.position(&tag), Some(position));
    }

    /// `DESIGN.md` promises fewer than one false hit in two checks: 1,024 prefixes of four bytes, looked for among the
    /// 86,400 entries of each of 21 days.
    #[test]
    fn strangers_pass_the_prefix_in_fewer_than_one_of_two_checks() {
        let (entries, targets) = (21.0 * 86_400.0, 1024.0);
        let false_hits = entries * targets / 2_f64.powi(32);
        assert!((0.43..0.44).contains(&false_hits), "{false_hits}");

        // The table itself adds none: what passes is exactly a target's four bytes.
        let key = ThreadKey::new(&[1; 32], DESK);
        let targets = ReplyTargets::new(&key, "log.example", 10..14);
        let mut rng = StdRng::seed_from_u64(4);
        let passed = (0..1_814_400).filter(|_| targets.may_contain(rng.r#gen())).count();
        assert!(passed <= 6, "{passed}: more than 6 come by chance less than once in a million runs");
        for (prefix, tags) in &targets.by_prefix {
            assert!(targets.may_contain(*prefix));
            let [a, b, c, d] = *prefix;
            let neighbour = [a, b, c, d ^ 1];
            assert_eq!(targets.may_contain(neighbour), targets.by_prefix.contains_key(&neighbour));
            assert!(tags.iter().all(|(tag, position)| targets.position(tag) == Some(*position)));
        }
    }

    #[test]
    fn rejects_a_tag_that_shares_only_its_prefix() {
        let key = ThreadKey::new(&[1; 32], DESK);
        let targets = ReplyTargets::new(&key, "log.example", 10..14);
        let position = Position::Desk { lane: 0, week: 10, n: 0 };
        let mut tag = key.tag("log.example", position);
        assert_eq!(targets.position(&tag), Some(position));
        tag[15] ^= 1;
        assert!(targets.may_contain(prefix_of(&tag)));
        assert_eq!(targets.position(&tag), None);
        assert_eq!(targets.position(&[0; 16]), None);
        let other_case = ThreadKey::new(&[2; 32], DESK).tag("log.example", position);
        let other_desk = ThreadKey::new(&[1; 32], DeskKey([8; 32])).tag("log.example", position);
        for stranger in [other_case, other_desk, key.tag("other.example", position)] {
            assert_eq!(targets.position(&stranger), None);
        }
    }

    #[test]
    fn forgets_what_it_no_longer_expects_and_finds_with_any_of_its_clue_keys() {
        let mut rng = StdRng::seed_from_u64(5);
        let clue_keys: Vec<_> = (0..3).map(|_| ClueSecret::generate(&mut rng)).collect();
        let opener = OpenerClue::begin(SCOPE, &clue_keys[2].public(), &mut rng).unwrap().finish(&[5; 32]);
        let mut scanner: Scanner<u8> = Scanner::new("log.example", DESK, clue_keys);
        assert_eq!(scanner.scan(&opener, &[5; 32]), Some(Match::Opener { clue_key: 2 }));
        let (key, position) = (ThreadKey::new(&[1; 32], DESK), Position::Reporter { n: 0 });
        let tag = scanner.expect(7, position, &key);
        assert!(scanner.expects(&tag));
        scanner.forget(&key, position);
        assert!(!scanner.expects(&tag));
        assert_eq!(scanner.scan(&key.clue("log.example", position, &[5; 32]), &[5; 32]), None);
    }
}
