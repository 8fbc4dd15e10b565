//! What comes from a file, or from standard input where that is no terminal.

use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::failure::Failure;

/// Reads a file, or standard input for `-`, up to `limit` bytes.
pub(crate) fn read_input(path: &Path, limit: u64) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let named = path.display();
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(|error| Failure::new(format!("{named}: {error}")))?)
    };
    let mut bytes = Zeroizing::new(Vec::new());
    source.take(limit + 1).read_to_end(&mut bytes).map_err(|error| Failure::new(format!("{named}: {error}")))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::new(format!("{named}: longer than {limit} bytes")));
    }
    Ok(bytes)
}

/// The same, as text.
pub(crate) fn read_text(path: &Path, limit: u64) -> Result<Zeroizing<String>, Failure> {
    let bytes = read_input(path, limit)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Failure::new(format!("{}: not UTF-8 text", path.display())))?;
    Ok(Zeroizing::new(text.trim_start_matches('\u{feff}').to_owned()))
}
