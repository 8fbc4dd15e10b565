//! Alerts, drills, updates, cancels, signs of life and acknowledgements are the same bytes to a reader of the log as
//! dummies are (`SPEC.md` 3 and 12).
//!
//! As in the protocol's test of openers and threads, each comparison has a control that it must notice. Clues come from
//! a fixed seed; age draws its own randomness for headers and bodies, whose limits are passed by chance less than once
//! in a thousand million runs.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what cannot be sealed or counted is a failed test")]

use std::collections::BTreeSet;

use curve25519_dalek::montgomery::MontgomeryPoint;
use davylamp_protocol::alert::{AlertBody, AlertContent, AlertLane, Stage, Word, X, seal_ack, seal_alert};
use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::envelope::{Body, Dummies, Envelope};
use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const ORIGIN: &str = "log.example";
const NAME: [u8; 16] = [7; 16];
/// Envelopes of each kind.
const ENVELOPES: usize = 600;

/// What a device seals, from the least to the most that fits.
fn contents() -> Vec<(&'static str, AlertContent)> {
    let cancel = |word: &str, ends| AlertContent::Cancel { about: NAME, word: Word::typed(word), ends };
    let alive =
        |word: &str| AlertContent::Alive { word: Word::typed(word), renews: 1, until: 4_000_000_000, grace: 3600 };
    let update = |text: Option<&str>, place: Option<&str>| AlertContent::Update {
        about: NAME,
        text: text.map(str::to_owned),
        place: place.map(str::to_owned),
        attachment: None,
    };
    vec![
        ("alert", AlertContent::Alert),
        ("drill", AlertContent::Drill),
        ("still in danger", update(None, None)),
        ("update", update(Some(&"x".repeat(1000)), Some(&"y".repeat(300)))),
        ("cancel", cancel("copper kettle", false)),
        ("cancel with the longest word", cancel(&"w".repeat(128), false)),
        ("cancel that ends the profile", cancel("", true)),
        ("alive", alive("copper kettle")),
        ("alive with the longest word", alive(&"w".repeat(128))),
    ]
}

fn envelopes_of_each_kind() -> Vec<(&'static str, Vec<Envelope>)> {
    let mut rng = StdRng::seed_from_u64(12);
    let recipient = HybridIdentity::generate(&mut rng).to_recipient();
    let dummies = Dummies::new(&mut rng);
    let mut kinds: Vec<_> =
        contents().iter().map(|(kind, content)| (*kind, sealed(content, &recipient, &mut rng))).collect();
    for (kind, stage) in [("received", Stage::Received), ("a person has it", Stage::Person)] {
        let ack = |rng: &mut StdRng| seal_ack(&dummies, X::generate(rng).ack(ORIGIN, stage), rng);
        kinds.push((kind, (0..ENVELOPES).map(|_| ack(&mut rng)).collect()));
    }
    kinds.push(("dummy", (0..ENVELOPES).map(|_| dummies.seal(&mut rng)).collect()));
    kinds
}

/// Half from one profile, one sealing after the other; half from as many profiles.
fn sealed(content: &AlertContent, recipient: &HybridRecipient, rng: &mut StdRng) -> Vec<Envelope> {
    let mut lane = AlertLane::new(&rng.r#gen(), DeskKey([9; 32]));
    let mut seal = |number: usize| {
        lane = if number < ENVELOPES / 2 { lane.next() } else { AlertLane::new(&rng.r#gen(), DeskKey([9; 32])) };
        let body = AlertBody { x: X::generate(rng), content: content.clone() };
        seal_alert(&lane, ORIGIN, recipient, &body).unwrap()
    };
    (0..ENVELOPES).map(&mut seal).collect()
}

/// Pearson's statistic of 256 equally likely values: above [`CHI_SQUARE_LIMIT`] once in 10⁹.
fn chi_square(bytes: impl Iterator<Item = u8>) -> f64 {
    let mut counts = [0_u32; 256];
    bytes.for_each(|byte| counts[usize::from(byte)] += 1);
    let expected = f64::from(counts.iter().sum::<u32>()) / 256.0;
    counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum()
}

const CHI_SQUARE_LIMIT: f64 = 420.0;

/// On the curve rather than its twist, and in the subgroup of the base point.
fn is_public_key(ephemeral: &[u8; 32]) -> bool {
    let point = MontgomeryPoint(*ephemeral).to_edwards(0);
    ephemeral[31] < 0x80 && point.is_some_and(|point| point.is_torsion_free())
}

/// Bytes of an age header, up to the nonce.
fn header_len(body: &Body) -> usize {
    body.windows(5).position(|bytes| bytes == b"\n--- ").unwrap() + 5 + 43 + 1
}

fn header_lengths(envelopes: &[Envelope]) -> Vec<usize> {
    envelopes.iter().map(|envelope| header_len(envelope.body())).collect()
}

/// Kolmogorov's and Smirnov's distance of two samples.
fn distance(one: &[usize], other: &[usize]) -> f64 {
    let part = |sample: &[usize], value| sample.iter().filter(|length| **length <= value).count();
    let share = |sample: &[usize], value| {
        f64::from(u32::try_from(part(sample, value)).unwrap()) / f64::from(u32::try_from(sample.len()).unwrap())
    };
    let values = one.iter().chain(other);
    values.map(|value| (share(one, *value) - share(other, *value)).abs()).fold(0.0, f64::max)
}

/// Passed by chance once in 10⁹ comparisons of 600 with 600: √(ln(2·10⁹)/2) · √(2/600).
const DISTANCE_LIMIT: f64 = 0.19;

#[test]
fn tags_and_ephemerals_of_every_kind_are_uniform_keys_and_none_repeats() {
    let kinds = envelopes_of_each_kind();
    let (mut tags, mut ephemerals) = (BTreeSet::new(), BTreeSet::new());
    for (kind, envelopes) in &kinds {
        let clues: Vec<_> = envelopes.iter().map(Envelope::clue).collect();
        assert!(clues.iter().all(|clue| is_public_key(&clue.ephemeral)), "{kind}");
        for place in 0..16 {
            let statistic = chi_square(clues.iter().map(|clue| clue.tag[place]));
            assert!(statistic < CHI_SQUARE_LIMIT, "{kind}, byte {place} of the tag: {statistic}");
        }
        for place in 0..31 {
            let statistic = chi_square(clues.iter().map(|clue| clue.ephemeral[place]));
            assert!(statistic < CHI_SQUARE_LIMIT, "{kind}, byte {place} of the ephemeral: {statistic}");
        }
        tags.extend(clues.iter().map(|clue| clue.tag));
        ephemerals.extend(clues.iter().map(|clue| clue.ephemeral));
    }
    assert_eq!((tags.len(), ephemerals.len()), (kinds.len() * ENVELOPES, kinds.len() * ENVELOPES));
}

#[test]
fn headers_and_bodies_of_every_kind_are_those_of_dummies() {
    let kinds = envelopes_of_each_kind();
    let dummies = header_lengths(&kinds.last().unwrap().1);
    for (kind, envelopes) in &kinds {
        let payload = envelopes.iter().flat_map(|envelope| &envelope.body()[header_len(envelope.body())..]);
        let statistic = chi_square(payload.copied());
        assert!(statistic < CHI_SQUARE_LIMIT, "{kind}: {statistic}");
        let distance = distance(&header_lengths(envelopes), &dummies);
        assert!(distance < DISTANCE_LIMIT, "headers of {kind} and of dummies: {distance}");
    }
}

#[test]
fn the_tests_notice_a_counter_a_number_that_is_no_key_and_a_header_without_grease() {
    let mut rng = StdRng::seed_from_u64(13);
    assert!(chi_square((0..ENVELOPES).map(|n| n.to_be_bytes()[6])) > CHI_SQUARE_LIMIT);
    let random: Vec<[u8; 32]> = (0..ENVELOPES).map(|_| rng.r#gen()).collect();
    assert!(random.iter().filter(|bytes| is_public_key(bytes)).count() < ENVELOPES / 10);
    let kinds = envelopes_of_each_kind();
    let dummies = header_lengths(&kinds.last().unwrap().1);
    assert!(distance(&dummies, &[1627; ENVELOPES]) > DISTANCE_LIMIT);
}

#[test]
fn a_key_of_a_lane_that_were_used_twice_would_be_noticed() {
    let mut rng = StdRng::seed_from_u64(14);
    let recipient = HybridIdentity::generate(&mut rng).to_recipient();
    let lane = AlertLane::new(&rng.r#gen(), DeskKey([9; 32]));
    let mut tag = || {
        let body = AlertBody { x: X::generate(&mut rng), content: AlertContent::Alert };
        seal_alert(&lane, ORIGIN, &recipient, &body).unwrap().clue().tag
    };
    assert_eq!(tag(), tag());
}
