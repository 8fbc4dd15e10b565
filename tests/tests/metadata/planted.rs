//! All oracles, over originals and copies.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use davylamp_tests::metadata::corpus::Sample;
use davylamp_tests::metadata::oracle::{exiftool, mat2, tags};

use crate::copies::{Copied, copied};

/// Every oracle, over originals and copies; prints the table.
pub(crate) fn planted_is_gone(samples: Vec<Sample>) -> Result<()> {
    let (_dir, files) = copied(samples)?;
    let originals: Vec<PathBuf> = files.iter().map(|file| file.original.clone()).collect();
    let copies: Option<Vec<PathBuf>> = files.iter().map(|file| file.copy.clone()).collect();
    let copies = copies.with_context(|| format!("refused: {:?}", refusals(&files)))?;
    let (before, after) = (exiftool(&originals)?, exiftool(&copies)?);
    let mut table: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut faults = Vec::new();
    for (((file, copy), before), after) in files.iter().zip(&copies).zip(&before).zip(&after) {
        let there = file.found(&file.sample.bytes, before);
        ensure!(there.len() == file.sample.planted.len(), "{}: only {there:?} is planted", file.title());
        let bytes = fs::read(copy)?;
        let left = file.found(&bytes, after);
        let row = table.entry(file.sample.extension).or_default();
        *row = (row.0 + there.len(), row.1 + left.len());
        faults.extend(left.iter().map(|left| format!("{}: {left} is left", file.title())));
        let strange: Vec<String> = tags(after).difference(&allowed(file.sample.extension)?).cloned().collect();
        faults.extend(strange.iter().map(|tag| format!("{}: {tag} is on no list", file.title())));
        if !file.is_document() {
            let pixels = |bytes: &[u8]| image::load_from_memory(bytes).with_context(|| file.title());
            ensure!(pixels(&file.sample.bytes)? == pixels(&bytes)?, "{}: other pixels", file.title());
        }
    }
    // Debian's mat2 knows no WebP.
    let known = |path: &&PathBuf| path.extension().is_some_and(|extension| extension != "webp");
    for copy in copies.iter().filter(known) {
        faults.extend(mat2(copy)?);
    }
    // Not every original is one that mat2 can read.
    let seen = originals.iter().filter(known).filter(|file| matches!(mat2(file), Ok(Some(_)))).count();
    println!("mat2 sees metadata in {seen} of {} originals", originals.iter().filter(known).count());
    ensure!(seen * 3 > originals.iter().filter(known).count(), "mat2 sees too little in the originals");
    println!("{:<6} {:>8} {:>8} {:>8}", "format", "planted", "removed", "left");
    for (format, (planted, left)) in &table {
        println!("{format:<6} {planted:>8} {:>8} {left:>8}", planted - left);
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

fn refusals(files: &[Copied]) -> Vec<String> {
    let refused = files.iter().filter(|file| file.copy.is_none());
    refused.map(|file| format!("{}: {}", file.title(), file.said)).collect()
}

/// Tags that a copy may have: what the picture is, and nothing about its maker.
fn allowed(extension: &str) -> Result<BTreeSet<String>> {
    let lists: BTreeMap<String, BTreeSet<String>> = toml::from_str(include_str!("../../metadata-allow.toml"))?;
    let list = |name: &str| lists.get(name).cloned().with_context(|| format!("metadata-allow.toml has no {name}"));
    Ok(list("every")?.union(&list(extension)?).cloned().collect())
}
