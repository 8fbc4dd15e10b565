//! Originals and their copies, side by side on disk.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use davylamp_tests::metadata::corpus::documents::unpacked;
use davylamp_tests::metadata::corpus::{Sample, holds};
use davylamp_tests::scenario::davylamp;
use serde_json::Value;
use tempfile::TempDir;

/// A file, and its copy where it was not refused.
pub(crate) struct Copied {
    pub(crate) sample: Sample,
    pub(crate) original: PathBuf,
    pub(crate) copy: Option<PathBuf>,
    /// What the client said of it.
    pub(crate) said: Value,
}

impl Copied {
    /// Where it was planted, and in what.
    pub(crate) fn title(&self) -> String {
        format!("{} in {}", self.sample.name, self.sample.extension)
    }

    pub(crate) fn is_document(&self) -> bool {
        self.sample.bytes.starts_with(b"PK")
    }

    /// What was planted and can still be found, in the bytes or in what exiftool says.
    pub(crate) fn found(&self, bytes: &[u8], exiftool: &Value) -> Vec<&str> {
        let said = exiftool.to_string();
        let parts = if self.is_document() { unpacked(bytes) } else { Vec::new() };
        let in_parts =
            |planted: &str| parts.iter().any(|(name, bytes)| name.contains(planted) || holds(bytes, planted));
        let planted = self.sample.planted.iter().map(String::as_str);
        planted.filter(|planted| holds(bytes, planted) || said.contains(planted) || in_parts(planted)).collect()
    }
}

/// Has the client rewrite all of them, in one call; gives where they lie, for as long as it is kept.
pub(crate) fn copied(samples: Vec<Sample>) -> Result<(TempDir, Vec<Copied>)> {
    let dir = tempfile::tempdir()?;
    let mut originals = Vec::new();
    for (number, sample) in samples.iter().enumerate() {
        let path = dir.path().join(format!("original-{number}.{}", sample.extension));
        fs::write(&path, &sample.bytes)?;
        originals.push(path.to_str().context("the path is UTF-8")?.to_owned());
    }
    let output = dir.path().join("copies");
    let output = output.to_str().context("the path is UTF-8")?;
    let files: Vec<&str> = originals.iter().map(String::as_str).collect();
    let args = [&["--json", "metadata", "--output", output][..], &files].concat();
    let done = davylamp(&args, "")?;
    let told = done.json()?;
    let told = told.get("files").and_then(Value::as_array).context("it tells of files")?;
    ensure!(told.len() == samples.len(), "{} of {} were told of", told.len(), samples.len());
    let is_refused = told.iter().any(|said| said.get("refused").is_some_and(|why| !why.is_null()));
    ensure!(done.code == Some(i32::from(is_refused)), "ended with {:?}", done.code);
    let copied = samples.into_iter().zip(originals).zip(told).map(|((sample, original), said)| Copied {
        sample,
        original: original.into(),
        copy: said.get("written").and_then(Value::as_str).map(PathBuf::from),
        said: said.clone(),
    });
    let copied = copied.collect();
    Ok((dir, copied))
}
