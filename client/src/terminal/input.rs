//! What comes from a file, or from standard input where that is no terminal.

use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::text::text_with;

/// Reads a file, or standard input for `-`, up to `limit` bytes.
pub(crate) fn read_input(path: &Path, limit: u64) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let unread =
        |error: io::Error| Failure::new(text_with("talk-file-unread", &[("path", &path.display()), ("why", &error)]));
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(unread)?)
    };
    let mut bytes = Zeroizing::new(Vec::new());
    source.take(limit + 1).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 > limit {
        return Err(Failure::new(text_with("talk-file-long", &[("path", &path.display()), ("limit", &limit)])));
    }
    Ok(bytes)
}

/// The same, as text.
pub(crate) fn read_text(path: &Path, limit: u64) -> Result<Zeroizing<String>, Failure> {
    let bytes = read_input(path, limit)?;
    let not_text = |_| Failure::new(text_with("talk-file-not-text", &[("path", &path.display())]));
    let words = std::str::from_utf8(&bytes).map_err(not_text)?;
    Ok(Zeroizing::new(words.trim_start_matches('\u{feff}').to_owned()))
}
