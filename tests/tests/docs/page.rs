//! A page of `docs/`, taken apart.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The manuals of people who set things up, work with them, or judge what comes out.
pub(crate) const PAGES: [&str; 3] = ["install.md", "desk.md", "counsel.md"];

/// A block between fences, or the prose around it.
pub(crate) enum Part {
    /// What follows the fence on its line, and the lines inside.
    Block(String, Vec<String>),
    /// A line of prose.
    Prose(String),
}

/// The folder of the sources.
pub(crate) fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The parts of a page, in their order.
pub(crate) fn parts(page: &str) -> Result<Vec<Part>> {
    let path = sources().join("docs").join(page);
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut parts = Vec::new();
    let mut open: Option<(String, Vec<String>)> = None;
    for line in text.lines() {
        match (line.trim_start().strip_prefix("```"), open.take()) {
            (Some(_), Some((info, lines))) => parts.push(Part::Block(info, lines)),
            (Some(info), None) => open = Some((info.trim().to_owned(), Vec::new())),
            (None, Some((info, mut lines))) => {
                lines.push(line.to_owned());
                open = Some((info, lines));
            }
            (None, None) => parts.push(Part::Prose(line.to_owned())),
        }
    }
    anyhow::ensure!(open.is_none(), "a block of {page} has no end");
    Ok(parts)
}
