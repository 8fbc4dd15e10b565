//! Programs that know nothing of Davylamp look at what it wrote: exiftool, and Debian's mat2.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use super::corpus::documents::unpacked;

/// What exiftool says of each file, in the order in which they were given: all tags, those it does not know, and those of
/// files within.
///
/// # Errors
/// When it does not run, or passes over one.
pub fn exiftool(files: &[PathBuf]) -> Result<Vec<Value>> {
    let output = Command::new("exiftool").args(["-a", "-u", "-g1", "-ee3", "-json"]).args(files).output()?;
    let said: Vec<Value> = serde_json::from_slice(&output.stdout).context("exiftool writes JSON")?;
    ensure!(said.len() == files.len(), "exiftool: {}", String::from_utf8_lossy(&output.stderr));
    Ok(said)
}

/// The tags of what exiftool said, as `Group:Tag`, without those of the file system and of exiftool itself.
#[must_use]
pub fn tags(said: &Value) -> BTreeSet<String> {
    let groups = said.as_object().into_iter().flatten();
    let told = groups.filter(|(group, _)| !matches!(group.as_str(), "SourceFile" | "System"));
    told.flat_map(|(group, tags)| tags.as_object().into_iter().flatten().map(move |(tag, _)| format!("{group}:{tag}")))
        .collect()
}

/// What mat2 still sees in a file; nothing where it finds it harmless.
///
/// # Errors
/// When it does not run, or cannot read the file.
pub fn mat2(file: &Path) -> Result<Option<String>> {
    let output = Command::new("mat2").arg("--show").arg(file).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success() && said.contains(name(file)), "mat2: {}: {said}{wrong}", file.display());
    let told = said.lines().filter(|line| !line.starts_with("[+") && !line.contains("No metadata found"));
    let harmful =
        told.map(str::trim).any(|line| !line.is_empty() && !HARMLESS.iter().any(|known| line.starts_with(known)));
    Ok(Some(said.clone()).filter(|_| harmful))
}

/// What mat2 shows of a picture that has to stay: which side is up, colours, and that the segment which tells how a JPEG's
/// colours are written has no flags and a fixed version.
const HARMLESS: [&str; 8] = [
    "APP14Flags0: (none)",
    "APP14Flags1: (none)",
    "ColorTransform: ",
    "DCTEncodeVersion: 100",
    "ExifByteOrder: Big-endian (Motorola, MM)",
    "Orientation: ",
    "Palette: ",
    "Transparency: ",
];

/// Whether the parts of a document parse as XML, and its relationships lead to parts.
///
/// # Errors
/// What is wrong with it.
pub fn whole(bytes: &[u8]) -> Result<()> {
    let parts = unpacked(bytes);
    for (name, bytes) in parts.iter().filter(|(name, _)| name.ends_with(".xml") || name.ends_with(".rels")) {
        let mut reader = Reader::from_str(std::str::from_utf8(bytes)?);
        loop {
            let event = reader.read_event().with_context(|| name.clone())?;
            if matches!(event, Event::Eof) {
                break;
            }
            if let Event::Start(element) | Event::Empty(element) = event
                && name.ends_with(".rels")
            {
                let value = |wanted: &str| -> Option<String> {
                    let mut all = element.attributes().flatten();
                    let found = all.find(|attribute| attribute.key.local_name().as_ref() == wanted)?;
                    Some(found.value.into_owned())
                };
                let is_outside = value("TargetMode").is_some();
                let target = value("Target").filter(|_| !is_outside);
                let leads = |target: &String| parts.iter().any(|(part, _)| format!("/{part}") == *target);
                ensure!(target.iter().all(leads), "{name} leads to {target:?}");
            }
        }
    }
    Ok(())
}

fn name(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}
