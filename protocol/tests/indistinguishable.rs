//! Openers, thread messages and dummies are the same bytes to all but their makers (`SPEC.md` 3).
//!
//! Each comparison has a control that it must notice: a test that never fails shows nothing. Clues come from a fixed
//! seed. Headers and bodies do not, for age draws its own randomness: their limits are passed by chance less than once
//! in a thousand million runs.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what cannot be sealed or counted is a failed test")]

use std::array::from_fn;

use curve25519_dalek::montgomery::MontgomeryPoint;
use davylamp_protocol::clue::{Clue, ClueSecret, DeskKey, OpenerClue, Position, Scope, ThreadKey, dummy_clue};
use davylamp_protocol::envelope::{BODY_LEN, Body, Dummies, ENVELOPE_LEN, Envelope, seal_opener, seal_thread};
use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use zeroize::Zeroizing;

const DESK: DeskKey = DeskKey([9; 32]);
const SCOPE: Scope<'_> = Scope { origin: "log.example", desk: DESK };
/// Clues of each kind.
const CLUES: u64 = 4096;
/// Whole envelopes of each kind.
const ENVELOPES: u64 = 400;

fn clues_of_each_kind() -> [(&'static str, Vec<Clue>); 3] {
    let mut rng = StdRng::seed_from_u64(1);
    let (clue_key, case) = (ClueSecret::generate(&mut rng).public(), ThreadKey::new(&rng.r#gen(), DESK));
    let openers = (0..CLUES).map(|_| {
        let opener = OpenerClue::begin(SCOPE, &clue_key, &mut rng).unwrap();
        opener.finish(&rng.r#gen())
    });
    let openers = openers.collect();
    let threads = (0..CLUES).map(|n| {
        let lane = u8::try_from(n % 16).unwrap();
        // Half from reporters in lanes of their own, half from the desk.
        if n % 2 == 0 {
            ThreadKey::new(&rng.r#gen(), DESK).clue(SCOPE.origin, Position::Reporter { n: n / 2 }, &rng.r#gen())
        } else {
            case.clue(SCOPE.origin, Position::Desk { lane, week: 2969, n: n / 16 }, &rng.r#gen())
        }
    });
    let threads = threads.collect();
    let dummies = (0..CLUES).map(|_| dummy_clue(&mut rng)).collect();
    [("openers", openers), ("thread messages", threads), ("dummies", dummies)]
}

/// Of these, how many are public keys: on the curve rather than its twist, and in the subgroup of the base point.
fn share_of_public_keys(ephemerals: impl ExactSizeIterator<Item = [u8; 32]>) -> f64 {
    let count = ephemerals.len();
    let public = |ephemeral: &[u8; 32]| {
        let point = MontgomeryPoint(*ephemeral).to_edwards(0);
        ephemeral[31] < 0x80 && point.is_some_and(|point| point.is_torsion_free())
    };
    share(ephemerals.filter(public).count(), count)
}

fn share_on_curve(ephemerals: impl ExactSizeIterator<Item = [u8; 32]>) -> f64 {
    let count = ephemerals.len();
    share(ephemerals.filter(|ephemeral| MontgomeryPoint(*ephemeral).to_edwards(0).is_some()).count(), count)
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}

#[test]
fn every_ephemeral_is_a_public_key_whatever_the_kind() {
    for (kind, clues) in clues_of_each_kind() {
        assert!((share_of_public_keys(clues.iter().map(|clue| clue.ephemeral)) - 1.0).abs() < f64::EPSILON, "{kind}");
    }
}

#[test]
fn the_test_of_ephemerals_notices_random_bytes() {
    let mut rng = StdRng::seed_from_u64(2);
    let random: Vec<[u8; 32]> = (0..CLUES).map(|_| rng.r#gen()).collect();
    let masked: Vec<[u8; 32]> =
        random.iter().map(|bytes| from_fn(|i| bytes[i] & if i == 31 { 0x7f } else { 0xff })).collect();
    assert!((0.46..0.54).contains(&share_on_curve(masked.iter().copied())), "half of all numbers are on the curve");
    assert!(share_of_public_keys(masked.into_iter()) < 0.1, "a sixteenth is in the subgroup");
    assert!(share_of_public_keys(random.into_iter()) < 0.1);
}

/// Pearson's statistic of 256 equally likely values: 255 on average, and above [`CHI_SQUARE_LIMIT`] once in 10⁹.
fn chi_square(bytes: impl Iterator<Item = u8>) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in bytes {
        counts[usize::from(byte)] += 1;
    }
    let expected = f64::from(counts.iter().sum::<u32>()) / 256.0;
    counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum()
}

const CHI_SQUARE_LIMIT: f64 = 420.0;

#[test]
fn every_byte_of_tags_and_ephemerals_is_uniform_whatever_the_kind() {
    for (kind, clues) in clues_of_each_kind() {
        for place in 0..16 {
            let statistic = chi_square(clues.iter().map(|clue| clue.tag[place]));
            assert!(statistic < CHI_SQUARE_LIMIT, "{kind}, byte {place} of the tag: {statistic}");
        }
        // The last byte holds seven bits: a public key is below 2^255.
        for place in 0..31 {
            let statistic = chi_square(clues.iter().map(|clue| clue.ephemeral[place]));
            assert!(statistic < CHI_SQUARE_LIMIT, "{kind}, byte {place} of the ephemeral: {statistic}");
        }
        let last = chi_square(clues.iter().map(|clue| clue.ephemeral[31] << 1 | clue.tag[0] & 1));
        assert!(last < CHI_SQUARE_LIMIT, "{kind}, the ephemeral's last byte: {last}");
    }
}

#[test]
fn the_test_of_bytes_notices_a_counter_and_a_favoured_value() {
    let mut rng = StdRng::seed_from_u64(3);
    let counter = (0..CLUES).map(|n| n.to_be_bytes()[6]);
    assert!(chi_square(counter) > CHI_SQUARE_LIMIT);
    let favoured: Vec<u8> = (0..CLUES).map(|n| if n % 16 == 0 { 7 } else { rng.r#gen() }).collect();
    assert!(chi_square(favoured.into_iter()) > CHI_SQUARE_LIMIT);
}

fn envelopes_of_each_kind() -> [(&'static str, Vec<Envelope>); 3] {
    let mut rng = StdRng::seed_from_u64(4);
    let intake = HybridIdentity::generate(&mut rng).to_recipient();
    let clue_key = ClueSecret::generate(&mut rng).public();
    let openers = (0..ENVELOPES).map(|_| opener(&clue_key, &intake, &mut rng)).collect();
    let threads = (0..ENVELOPES).map(|_| thread(&intake, &mut rng)).collect();
    let dummies = Dummies::new(&mut rng);
    let dummies = (0..ENVELOPES).map(|_| dummies.seal(&mut rng)).collect();
    [("openers", openers), ("thread messages", threads), ("dummies", dummies)]
}

fn opener(clue_key: &[u8; 32], intake: &HybridRecipient, rng: &mut StdRng) -> Envelope {
    let content = |ephemeral: [u8; 32]| Zeroizing::new(ephemeral.repeat(45));
    seal_opener(OpenerClue::begin(SCOPE, clue_key, rng).unwrap(), intake, content).unwrap()
}

/// A thread message of any length, from nothing to all that fits.
fn thread(intake: &HybridRecipient, rng: &mut StdRng) -> Envelope {
    let (key, mut content) = (ThreadKey::new(&rng.r#gen(), DESK), vec![0; rng.gen_range(0..=2160)]);
    rng.fill_bytes(&mut content);
    seal_thread(&key, SCOPE.origin, Position::Reporter { n: 0 }, intake, &content).unwrap()
}

/// Bytes of an age header, up to the nonce.
fn header_len(body: &Body) -> usize {
    let mac = body.windows(5).position(|bytes| bytes == b"\n--- ").unwrap();
    mac + 5 + 43 + 1
}

/// Kolmogorov's and Smirnov's distance of two samples.
fn distance(one: &[usize], other: &[usize]) -> f64 {
    let below = |sample: &[usize], value| share(sample.iter().filter(|length| **length <= value).count(), sample.len());
    let values = one.iter().chain(other);
    values.map(|value| (below(one, *value) - below(other, *value)).abs()).fold(0.0, f64::max)
}

/// Passed by chance once in 10⁹ comparisons of 400 with 400: √(ln(2·10⁹)/2) · √(2/400).
const DISTANCE_LIMIT: f64 = 0.232;

#[test]
fn sizes_headers_and_bodies_do_not_tell_the_kinds_apart() {
    let kinds = envelopes_of_each_kind().map(|(kind, envelopes)| {
        assert!(envelopes.iter().all(|envelope| envelope.as_bytes().len() == ENVELOPE_LEN), "{kind}");
        let payload = envelopes.iter().flat_map(|envelope| &envelope.body()[header_len(envelope.body())..]);
        let statistic = chi_square(payload.copied());
        assert!(statistic < CHI_SQUARE_LIMIT, "{kind}: {statistic}");
        let lengths: Vec<usize> = envelopes.iter().map(|envelope| header_len(envelope.body())).collect();
        (kind, lengths)
    });
    for (kind, lengths) in &kinds {
        let distance = distance(lengths, &kinds[2].1);
        assert!(distance < DISTANCE_LIMIT, "headers of {kind} and dummies: {distance}");
        assert!(lengths.iter().all(|length| (1627..BODY_LEN - 2160 - 2 - 32).contains(length)), "{kind}");
    }
}

#[test]
fn the_test_of_headers_notices_one_without_grease_and_one_with_more() {
    let [_, _, (_, dummies)] = envelopes_of_each_kind();
    let lengths: Vec<usize> = dummies.iter().map(|envelope| header_len(envelope.body())).collect();
    assert!(distance(&lengths, &[1627; 400]) > DISTANCE_LIMIT);
    let more: Vec<usize> = lengths.iter().map(|length| length + 60).collect();
    assert!(distance(&lengths, &more) > DISTANCE_LIMIT);
}
