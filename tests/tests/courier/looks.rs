//! What packs and profiles look like: one size, and nothing to see.

use std::collections::HashSet;

use anyhow::{Result, ensure};
use davylamp_tests::panic::defender::Defender;
use davylamp_tests::scenario::{Reporter, path};
use davylamp_tests::stage::Stage;

use crate::card;

const FILE: usize = 262_144;

/// Of byte counts against a uniform source: 255 degrees of freedom, 22.6 standard deviation.
fn chi_square(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    let expected = f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX)) / 256.0;
    counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum()
}

/// How far ones are from a half, and runs from theirs, in standard deviations.
fn bits(bytes: &[u8]) -> (f64, f64) {
    let bit = |n: usize| bytes[n / 8] >> (7 - n % 8) & 1;
    let total = bytes.len() * 8;
    let as_f64 = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let ones = as_f64((0..total).filter(|n| bit(*n) == 1).count());
    let turns = as_f64((1..total).filter(|n| bit(*n) != bit(n - 1)).count());
    let half = |n: f64| (n * 2.0 - as_f64(total)).abs() / as_f64(total).sqrt();
    (half(ones), half(turns))
}

fn blocks(bytes: &[u8]) -> HashSet<&[u8]> {
    bytes.windows(16).collect()
}

fn ensure_random(name: &str, bytes: &[u8]) -> Result<()> {
    ensure!(bytes.len() == FILE, "{name}: {} bytes", bytes.len());
    let (chi, (ones, turns)) = (chi_square(bytes), bits(bytes));
    println!("{name}: chi-square {chi:.0} of 255 ± 23, ones {ones:.1} σ, turns {turns:.1} σ");
    // Six standard deviations: once in 10^9 by chance.
    ensure!((chi - 255.0).abs() < 6.0 * 22.6 && ones < 6.0 && turns < 6.0, "{name} is not random to look at");
    for needle in ["age-encryption", "mlkem768", "davylamp", "127.0.0.1", "-grease"] {
        ensure!(!bytes.windows(needle.len()).any(|window| window == needle.as_bytes()), "{name}: {needle}");
    }
    ensure!(blocks(bytes).len() == FILE - 15, "{name}: a block stands twice");
    Ok(())
}

#[test]
fn packs_and_profiles_have_one_size_and_look_random_and_no_two_share_a_block() -> Result<()> {
    let stage = Stage::set()?;
    let card = card(&stage.desk.contact, stage.dir.path())?;
    let text = stage.file("text.txt", "Nos amenazaron.\n")?;
    let long = stage.file("long.txt", &"El turno de noche no cobró las horas.\n".repeat(900))?;
    let defender = Defender::new(&stage.dir.path().join("panic"), &stage.dir.path().join("papers"))?;
    defender.arm(&[&stage.desk.contact], &[])?;
    let mut files = vec![("profile", std::fs::read(stage.dir.path().join("panic/profile"))?)];
    for (name, text) in [("one", &text), ("other", &text), ("long", &long)] {
        let pack = path(&stage.dir.path().join(name))?;
        Reporter::new(stage.dir.path(), &format!("{name}-reporter"), &card)?.report(text, &["--pack", &pack])?;
        files.push((name, std::fs::read(pack)?));
    }
    for name in ["alert", "again"] {
        let pack = path(&stage.dir.path().join(name))?;
        defender.run(&["panic", "--pack", &pack])?.with_code(4)?;
        files.push((name, std::fs::read(pack)?));
    }
    for (place, (name, bytes)) in files.iter().enumerate() {
        ensure_random(name, bytes)?;
        for (other, theirs) in &files[..place] {
            ensure!(blocks(bytes).is_disjoint(&blocks(theirs)), "{name} and {other} share a block");
        }
    }
    Ok(())
}

#[test]
fn the_test_of_looks_finds_what_is_not_random() -> Result<()> {
    let pattern: Vec<u8> = (0..FILE).map(|n| u8::try_from(n % 251).unwrap_or(0)).collect();
    ensure!(ensure_random("pattern", &pattern).is_err());
    ensure!(ensure_random("zeros", &vec![0; FILE]).is_err());
    ensure!(chi_square(&pattern) > 1000.0);
    Ok(())
}
