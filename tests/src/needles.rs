//! Looking for what must not be found: secrets, in every usual way of writing, in every file of a directory.
//!
//! Every audit first finds needles that were planted for it: one that finds nothing anywhere shows nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Bytes that must not be found, one way of writing of one secret.
struct Needle {
    what: String,
    bytes: Vec<u8>,
    /// So short that random bytes hold it by chance: not looked for in ciphertext.
    short: bool,
}

/// All needles, by their first two bytes.
pub struct Needles {
    all: Vec<Needle>,
    by_start: Vec<Vec<usize>>,
}

impl Needles {
    /// Every way of writing of every secret, and of the address of the clients.
    #[must_use]
    pub fn new(secrets: &[String]) -> Self {
        let mut all: Vec<Needle> = secrets.iter().flat_map(|secret| ways_to_write(secret)).collect();
        all.extend(ways_to_write_the_address());
        let mut by_start = vec![Vec::new(); 1 << 16];
        for (number, needle) in all.iter().enumerate() {
            start(&needle.bytes)
                .and_then(|start| by_start.get_mut(start))
                .into_iter()
                .for_each(|list| list.push(number));
        }
        Self { all, by_start }
    }

    /// The needles in `bytes`, by their numbers.
    #[must_use]
    pub fn find(&self, bytes: &[u8], ciphertext: bool) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for at in 0..bytes.len() {
            let here = bytes.get(at..).unwrap_or_default();
            let candidates = start(here).and_then(|start| self.by_start.get(start));
            for (number, needle) in candidates.into_iter().flatten().filter_map(|n| Some((*n, self.all.get(*n)?))) {
                if here.starts_with(&needle.bytes) && !(needle.short && ciphertext) {
                    found.insert(number);
                }
            }
        }
        found
    }

    /// What needles say, by their numbers.
    #[must_use]
    pub fn what(&self, found: &BTreeSet<usize>) -> Vec<&str> {
        found.iter().filter_map(|number| self.all.get(*number)).map(|needle| needle.what.as_str()).collect()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// All of them, one after the other.
    #[must_use]
    pub fn planted(&self) -> Vec<u8> {
        self.all.iter().flat_map(|needle| [b"\n~", needle.bytes.as_slice()].concat()).collect()
    }
}

fn start(bytes: &[u8]) -> Option<usize> {
    bytes.first_chunk().map(|first| usize::from(u16::from_be_bytes(*first)))
}

/// As text in the usual encodings, and as a program may write bytes: hexadecimal, and base64 at its three alignments.
fn ways_to_write(secret: &str) -> Vec<Needle> {
    let utf8 = secret.as_bytes().to_vec();
    let utf16: Vec<u16> = secret.encode_utf16().collect();
    let mut ways = vec![
        ("UTF-8".to_owned(), utf8.clone()),
        ("UTF-16LE".to_owned(), utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect()),
        ("UTF-16BE".to_owned(), utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect()),
        ("hex".to_owned(), hex::encode(&utf8).into_bytes()),
        ("HEX".to_owned(), hex::encode_upper(&utf8).into_bytes()),
    ];
    for shift in 0..3 {
        ways.push((format!("base64+{shift}"), base64_within(&STANDARD_NO_PAD, &utf8, shift)));
        ways.push((format!("base64url+{shift}"), base64_within(&URL_SAFE_NO_PAD, &utf8, shift)));
    }
    ways.dedup_by(|a, b| a.1 == b.1);
    let named = |(way, bytes)| Needle { what: format!("{secret:?} ({way})"), bytes, short: false };
    ways.into_iter().map(named).collect()
}

/// The characters of base64 that depend on `bytes` alone, where `shift` bytes precede them in a group of three.
fn base64_within(engine: &impl Engine, bytes: &[u8], shift: usize) -> Vec<u8> {
    let text = engine.encode([&vec![0; shift], bytes].concat());
    let whole = (shift + bytes.len()) * 8 / 6;
    text.as_bytes().get((shift * 8).div_ceil(6)..whole).unwrap_or_default().to_vec()
}

/// The address of the clients as text and as numbers. Four raw bytes stand in random bytes by chance, about once in
/// 4 GiB: they are looked for outside of ciphertext only.
fn ways_to_write_the_address() -> Vec<Needle> {
    let mut all = ways_to_write("127.7.7.7");
    for text in ["7f070707", "7F070707", "7f07:707", "7f07:0707", "127, 7, 7, 7", "2131166983"] {
        all.push(Needle { what: format!("address {text:?}"), bytes: text.into(), short: false });
    }
    for (bytes, order) in [(CLIENTS, "network"), (u32::from_be_bytes(CLIENTS).to_le_bytes(), "host")] {
        all.push(Needle { what: format!("address, raw, {order} order"), bytes: bytes.into(), short: true });
    }
    all
}

/// Files beneath `dir`, links not followed.
///
/// # Errors
/// Whatever the file system says.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { files.extend(self::files(&entry.path())?) } else { files.push(entry.path()) }
    }
    Ok(files)
}

/// Every file beneath `dir` and its name; how many bytes were read, and what was found, by file.
///
/// # Errors
/// Whatever the file system says.
pub fn audit(dir: &Path, needles: &Needles) -> Result<(u64, Vec<String>)> {
    let (mut bytes_read, mut found) = (0, Vec::new());
    for file in files(dir)? {
        let Ok(bytes) = fs::read(&file) else { continue }; // gone meanwhile: the relay runs
        bytes_read += u64::try_from(bytes.len())?;
        let inside = file.strip_prefix(dir)?;
        let ciphertext = ["bodies", "entries", "nodes"].iter().any(|name| inside.starts_with(name));
        let name = needles.find(inside.as_os_str().as_encoded_bytes(), false);
        let content = needles.find(&bytes, ciphertext);
        found.extend(needles.what(&(&name | &content)).iter().map(|what| format!("{}: {what}", file.display())));
    }
    Ok((bytes_read, found))
}

/// Plants every needle, sees that the audit finds each, and takes them away again.
///
/// # Errors
/// Names those that it does not find.
pub fn prove_that_the_audit_finds(dir: &Path, needles: &Needles) -> Result<()> {
    let deep = dir.join("planted").join("deeper");
    fs::create_dir_all(&deep)?;
    fs::write(deep.join("file"), needles.planted())?;
    let found = audit(dir, needles)?.1;
    fs::remove_dir_all(dir.join("planted"))?;
    let missed = needles.all.iter().filter(|needle| !found.iter().any(|line| line.ends_with(&needle.what)));
    let missed: Vec<_> = missed.map(|needle| &needle.what).collect();
    ensure!(missed.is_empty(), "the audit of {} is blind to {missed:?}", dir.display());
    Ok(())
}

/// Audits `dir`; gives how many bytes were read.
///
/// # Errors
/// Names what was found.
pub fn ensure_clean(dir: &Path, needles: &Needles) -> Result<u64> {
    let (bytes, found) = audit(dir, needles)?;
    ensure!(found.is_empty(), "found {found:#?}");
    Ok(bytes)
}

/// Pieces of a text's lines, and the end of each line: long enough that none is there by chance, short enough that a
/// part of the text is found too.
#[must_use]
pub fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        let end = chars.get(chars.len().saturating_sub(PIECE)..).unwrap_or_default();
        let whole = chars.chunks_exact(PIECE);
        pieces.extend(whole.chain([end]).map(String::from_iter).filter(|piece| piece.len() >= PIECE / 2));
    }
    pieces
}

/// Two words that follow each other, with what may stand between them. A single word is as short as three letters,
/// and stands in random bytes, or in an honest text, by chance; a pair does not.
#[must_use]
pub fn word_pairs(words: &str) -> Vec<String> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let pairs = words.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let joined = |(a, b): (&str, &str)| [" ", "-", "\n", "\",\"", "\", \""].map(|between| format!("{a}{between}{b}"));
    pairs.flat_map(joined).collect()
}

/// Characters.
const PIECE: usize = 16;
/// Where the clients of an audit connect from: an address that nothing else here has.
pub const CLIENTS: [u8; 4] = [127, 7, 7, 7];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_a_text_and_base64_is_found_at_every_alignment() {
        assert_eq!(
            pieces("uno dos tres cuatro cinco\nseis\n\nsiete ocho"),
            ["uno dos tres cua", "res cuatro cinco", "siete ocho"]
        );
        let secret = "Guarde una foto de la lista";
        let needles = Needles::new(&[secret.to_owned()]);
        for before in ["", "a", "ab", "abc"] {
            let hidden = URL_SAFE_NO_PAD.encode(format!("{before}{secret}, por favor"));
            assert!(!needles.find(hidden.as_bytes(), true).is_empty(), "{hidden}");
        }
        assert!(needles.find(b"Guarde una foto de la listA", true).is_empty());
        assert!(needles.find(&CLIENTS, true).is_empty() && !needles.find(&CLIENTS, false).is_empty());
    }
}
