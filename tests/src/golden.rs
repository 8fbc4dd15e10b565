//! Golden captures: what a person sees, kept in `tests/golden`, so that a change of it is seen by whoever reviews.
//! `DAVYLAMP_BLESS=1` writes them anew.

use std::path::Path;

use anyhow::{Result, ensure};
use unicode_width::UnicodeWidthStr as _;

/// That no line is wider than the window, but for what was typed.
///
/// # Errors
/// The lines that are.
pub fn fits(seen: &str, columns: usize, typed: &str) -> Result<()> {
    let without_answer = |line: &str| {
        let answer = typed.lines().filter(|typed| !typed.is_empty()).find_map(|typed| line.strip_suffix(typed));
        answer.map_or(line.width(), |question| question.trim_end().width())
    };
    let is_wide = |line: &&str| without_answer(line) > columns && !typed.contains(line.trim());
    let wide: Vec<_> = seen.lines().filter(is_wide).collect();
    ensure!(wide.is_empty(), "wider than {columns} columns: {wide:#?}");
    Ok(())
}

/// Holds `seen` against the capture `name`.
///
/// # Errors
/// Where they differ, or there is no capture of this name.
pub fn hold(name: &str, seen: &str) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    let seen = format!("{}\n", seen.trim_end());
    if std::env::var_os("DAVYLAMP_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
        std::fs::write(&path, &seen)?;
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    ensure!(golden == seen, "{name} is not what it was; DAVYLAMP_BLESS=1 keeps what is seen now:\n{seen}");
    Ok(())
}
