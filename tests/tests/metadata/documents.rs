//! Documents.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use davylamp_tests::externals::Externals;
use davylamp_tests::metadata::corpus::documents;
use davylamp_tests::metadata::oracle::whole;
use libtest_mimic::{Failed, Trial};

use crate::copies::copied;
use crate::planted::planted_is_gone;

pub(crate) fn trials(externals: &mut Externals) -> Vec<Trial> {
    let plain = |result: Result<()>| result.map_err(|error| Failed::from(format!("{error:#}")));
    vec![
        externals.trial("nothing_planted_is_left_in_a_document", || planted_is_gone(documents::documents())),
        Trial::test("documents_that_cannot_be_rewritten_in_silence_are_refused", move || plain(refused())),
        Trial::test("copies_of_documents_are_whole", move || plain(whole_copies())),
    ]
}

fn refused() -> Result<()> {
    let (_dir, files) = copied(documents::refused())?;
    for file in &files {
        ensure!(file.copy.is_none(), "{} was rewritten", file.title());
    }
    println!("documents refused, as they must be: {}", files.len());
    Ok(())
}

/// Every part parses, and every relationship leads to a part.
fn whole_copies() -> Result<()> {
    let (_dir, files) = copied(documents::documents())?;
    let copies: Option<Vec<PathBuf>> = files.iter().map(|file| file.copy.clone()).collect();
    for (file, copy) in files.iter().zip(copies.context("one was refused")?) {
        whole(&std::fs::read(copy)?).with_context(|| file.title())?;
    }
    Ok(())
}
