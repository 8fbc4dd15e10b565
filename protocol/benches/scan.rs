//! What reading the log costs: a desk's scan beside the X25519 that it cannot do without, and a reporter's look-ups.

mod ratio;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use davylamp_protocol::clue::{Clue, ClueSecret, DeskKey, Position, ThreadKey, dummy_clue};
use davylamp_protocol::scan::{ReplyTargets, Scanner};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use ratio::{Ratio, compare, verdict};
use x25519_dalek::{PublicKey, StaticSecret};

const DESK: DeskKey = DeskKey([9; 32]);
const ORIGIN: &str = "log.example";
/// Entries in a block; a block of each kind is timed by turns.
const ENTRIES: usize = 500;
const ROUNDS: usize = 41;
/// Tags that a desk with 250 open lanes expects.
const EXPECTED: u64 = 1000;
/// 21 days of two entries every two seconds: what a reporter's check looks through.
const PREFIXES: usize = 1_814_400;
const SCAN_GOAL: f64 = 0.85;
const LOOK_UP_GOAL: f64 = 1e6;

fn main() -> ExitCode {
    let mut rng = StdRng::seed_from_u64(1);
    let scan = scan(&mut rng);
    let look_ups = look_ups(&mut rng);
    println!("entries scanned, one clue key   {:>11.0} a second", per_second(scan.ours));
    println!("raw X25519 on the same core     {:>11.0} a second", per_second(scan.raw));
    println!("scan to raw                     {:>11.3}            goal ≥ {SCAN_GOAL}", 1.0 / scan.ratio);
    println!("a reporter's look-ups           {look_ups:>11.0} a second   goal ≥ {LOOK_UP_GOAL:.0}");
    verdict(&[("scan", 1.0 / scan.ratio >= SCAN_GOAL), ("look-ups", look_ups >= LOOK_UP_GOAL)])
}

fn scan(rng: &mut StdRng) -> Ratio {
    let entries: Vec<(Clue, [u8; 32])> = (0..ENTRIES).map(|_| (dummy_clue(rng), rng.r#gen())).collect();
    let secret: [u8; 32] = rng.r#gen();
    let mut scanner: Scanner<()> = Scanner::new(ORIGIN, DESK, vec![ClueSecret::from_bytes(&secret)]);
    let lane = ThreadKey::new(&rng.r#gen(), DESK);
    for n in 0..EXPECTED {
        scanner.expect((), Position::Reporter { n }, &lane);
    }
    let raw_secret = StaticSecret::from(secret);
    let ours = || entries.iter().filter(|(clue, body_hash)| scanner.scan(clue, body_hash).is_some()).count();
    let raw = || {
        for (clue, _) in &entries {
            black_box(raw_secret.diffie_hellman(&PublicKey::from(clue.ephemeral)));
        }
    };
    compare(ROUNDS, 1, ours, raw)
}

fn per_second(block: std::time::Duration) -> f64 {
    500.0 / block.as_secs_f64()
}

fn look_ups(rng: &mut StdRng) -> f64 {
    let targets = ReplyTargets::new(&ThreadKey::new(&rng.r#gen(), DESK), ORIGIN, 2966..2970);
    let prefixes: Vec<[u8; 4]> = (0..PREFIXES).map(|_| rng.r#gen()).collect();
    let start = Instant::now();
    let hits = prefixes.iter().filter(|prefix| targets.may_contain(**prefix)).count();
    black_box(hits);
    1_814_400.0 / start.elapsed().as_secs_f64()
}
