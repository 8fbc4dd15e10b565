//! Tiles, entry bundles (C2SP `tlog-tiles`) and bundles of tag prefixes: the log as static files.
//!
//! ```text
//! tile/0/x001/x234/067          256 leaf hashes, from leaf 1234067·256
//! tile/1/000.p/17               17 hashes, each over 256 leaves
//! tile/entries/x001/x234/067    256 entries, each `u16 BE length ‖ 81 bytes`
//! ```

use std::fmt::Write as _;

use super::entry::{ENTRY_LEN, Entry, EntryError, TAG_PREFIX_LEN};
use super::{HASH_LEN, Hash, decimal};

/// Which file of a tiled log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TilePath {
    /// Hashes: `tile/<level>/<index>[.p/<width>]`.
    Hashes {
        /// Tile level, 0 to 7: each spans eight levels of the tree.
        level: u8,
        /// The tile's number in its level.
        index: u64,
        /// Hashes in the tile, 1 to 256.
        width: u16,
    },
    /// Entries: `tile/entries/<index>[.p/<width>]`.
    Entries {
        /// The bundle's number.
        index: u64,
        /// Entries in the bundle, 1 to 256.
        width: u16,
    },
}

impl TilePath {
    /// The path below the log's prefix, without a leading slash. A full tile has no width in its path.
    #[must_use]
    pub fn format(&self) -> String {
        let (kind, index, width) = match *self {
            Self::Hashes { level, index, width } => (level.to_string(), index, width),
            Self::Entries { index, width } => ("entries".to_owned(), index, width),
        };
        let mut path = format!("tile/{kind}/{}", format_index(index));
        if width != TILE_WIDTH {
            // Writing to a string does not fail.
            let _ = write!(path, ".p/{width}");
        }
        path
    }

    /// Reads a path below the log's prefix, without a leading slash.
    ///
    /// # Errors
    ///
    /// [`TileError::Path`] for anything that [`TilePath::format`] does not write, or a tile that no log of 2^64
    /// entries has.
    pub fn parse(path: &str) -> Result<Self, TileError> {
        if path.len() > MAX_PATH_LEN {
            return Err(TileError::Path);
        }
        let (kind, rest) = path.strip_prefix("tile/").and_then(|rest| rest.split_once('/')).ok_or(TileError::Path)?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, parse_width(width).ok_or(TileError::Path)?),
            None => (rest, TILE_WIDTH),
        };
        let index = parse_index(index).ok_or(TileError::Path)?;
        let tile = match kind {
            "entries" => Self::Entries { index, width },
            level => Self::Hashes { level: parse_level(level, index).ok_or(TileError::Path)?, index, width },
        };
        if tile.format() == path && index <= max_index(0) { Ok(tile) } else { Err(TileError::Path) }
    }

    /// How many hashes or entries of this tile the tree of `size` leaves fills, at most 256; 0 if none.
    #[must_use]
    pub fn width_at(&self, size: u64) -> u16 {
        let (level, index) = match *self {
            Self::Hashes { level, index, .. } => (level, index),
            Self::Entries { index, .. } => (0, index),
        };
        let filled = size.checked_shr(u32::from(level) * 8).unwrap_or(0);
        let before = index.saturating_mul(TILE_WIDTH.into());
        u16::try_from(filled.saturating_sub(before).min(TILE_WIDTH.into())).unwrap_or(TILE_WIDTH)
    }

    /// Hashes or entries in the tile, 1 to 256.
    #[must_use]
    pub const fn width(&self) -> u16 {
        match *self {
            Self::Hashes { width, .. } | Self::Entries { width, .. } => width,
        }
    }
}

/// An entry bundle: `u16 BE length ‖ entry`, entry after entry.
#[must_use]
pub fn encode_bundle(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::with_capacity(entries.len() * BUNDLE_STRIDE);
    for entry in entries {
        out.extend_from_slice(&ENTRY_PREFIX);
        out.extend_from_slice(&entry.encode());
    }
    out
}

/// Reads an entry bundle of exactly `count` entries.
///
/// # Errors
///
/// [`TileError::Length`] unless it holds `count` records of 81 bytes, [`TileError::Entry`] for a wrong entry.
pub fn decode_bundle(bytes: &[u8], count: usize) -> Result<Vec<Entry>, TileError> {
    records::<BUNDLE_STRIDE>(bytes, count)?.iter().map(bundle_record).collect()
}

/// A hash tile: hash after hash.
#[must_use]
pub fn encode_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Reads a hash tile of exactly `count` hashes.
///
/// # Errors
///
/// [`TileError::Length`] unless it is `count` times 32 bytes.
pub fn decode_hashes(bytes: &[u8], count: usize) -> Result<Vec<Hash>, TileError> {
    Ok(records::<HASH_LEN>(bytes, count)?.iter().copied().map(Hash).collect())
}

/// A bundle of tag prefixes: 4 bytes an entry ([`Entry::tag_prefix`]), in log order.
#[must_use]
pub fn encode_tags(entries: &[Entry]) -> Vec<u8> {
    entries.iter().flat_map(Entry::tag_prefix).collect()
}

/// Reads a bundle of exactly `count` tag prefixes, at most [`TAG_BUNDLE`].
///
/// # Errors
///
/// [`TileError::Length`] unless it is `count` times 4 bytes.
pub fn decode_tags(bytes: &[u8], count: usize) -> Result<&[[u8; TAG_PREFIX_LEN]], TileError> {
    if count > TAG_BUNDLE {
        return Err(TileError::Length);
    }
    records(bytes, count)
}

/// Why bytes or a path are not a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TileError {
    /// Not the path of a tile.
    #[error("malformed tile path")]
    Path,
    /// Not as many records as expected.
    #[error("tile has the wrong length")]
    Length,
    /// A record is not an entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
}

fn records<const N: usize>(bytes: &[u8], count: usize) -> Result<&[[u8; N]], TileError> {
    match bytes.as_chunks() {
        (records, []) if records.len() == count => Ok(records),
        _ => Err(TileError::Length),
    }
}

fn bundle_record(record: &[u8; BUNDLE_STRIDE]) -> Result<Entry, TileError> {
    let (prefix, entry) = record.split_first_chunk::<2>().ok_or(TileError::Length)?;
    if *prefix != ENTRY_PREFIX {
        return Err(TileError::Length);
    }
    Ok(Entry::decode(entry.try_into().map_err(|_| TileError::Length)?)?)
}

/// Three digits an element, all but the last behind an `x`: 1234067 is `x001/x234/067`.
fn format_index(index: u64) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    path
}

fn parse_index(path: &str) -> Option<u64> {
    path.split('/').try_fold(0_u64, |index, element| {
        let digits = element.strip_prefix('x').unwrap_or(element);
        let digits = Some(digits).filter(|digits| digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()))?;
        index.checked_mul(1000)?.checked_add(digits.parse().ok()?)
    })
}

fn parse_width(text: &str) -> Option<u16> {
    let width = decimal(text).and_then(|width| u16::try_from(width).ok())?;
    (1..TILE_WIDTH).contains(&width).then_some(width)
}

fn parse_level(text: &str, index: u64) -> Option<u8> {
    let level = decimal(text).and_then(|level| u8::try_from(level).ok())?;
    (level <= MAX_LEVEL && index <= max_index(level)).then_some(level)
}

/// The last tile of a level, in a log of 2^64 − 1 entries.
const fn max_index(level: u8) -> u64 {
    match (u64::MAX >> (8 * (level as u32))).checked_shr(8) {
        Some(index) => index,
        None => 0,
    }
}

/// Hashes or entries in a full tile.
pub const TILE_WIDTH: u16 = 256;
/// Entries in a full bundle of tag prefixes.
pub const TAG_BUNDLE: usize = 65_536;
const MAX_LEVEL: u8 = 7;
const BUNDLE_STRIDE: usize = 2 + ENTRY_LEN;
const ENTRY_PREFIX: [u8; 2] = [0, 81];
/// `tile/entries/` and an index of 20 digits and a width.
const MAX_PATH_LEN: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(level: u8, index: u64, width: u16) -> TilePath {
        TilePath::Hashes { level, index, width }
    }

    fn entries(count: u8) -> Vec<Entry> {
        let entry = |i| Entry::Envelope { clue: [i; 48], body_hash: [i; 32] };
        (0..count).map(entry).collect()
    }

    #[test]
    fn paths_are_those_of_the_specification() {
        for (tile, path) in [
            (hashes(0, 1_234_067, 256), "tile/0/x001/x234/067"),
            (hashes(1, 0, 17), "tile/1/000.p/17"),
            (hashes(7, 0, 1), "tile/7/000.p/1"),
            (TilePath::Entries { index: 999, width: 255 }, "tile/entries/999.p/255"),
            (TilePath::Entries { index: 1000, width: 256 }, "tile/entries/x001/000"),
        ] {
            assert_eq!(tile.format(), path);
            assert_eq!(TilePath::parse(path), Ok(tile));
        }
    }

    #[test]
    fn other_spellings_of_paths_are_rejected() {
        for wrong in [
            "",
            "tile",
            "tile/",
            "tile/0",
            "tile/0/",
            "/tile/0/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/00/000",
            "tile/8/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/data/000",
            "tile/0/x000/000",
            "tile/0/001/000",
            "tile/0/x001",
            "tile/0/x001/x000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/+1",
            "tile/0/000.p/",
            "tile/0/000.p/1/2",
            "tile/0/000.p/1.p/1",
            "tile/0/000/",
            "tile/0/+00",
            "tile/7/001",
            "tile/6/256",
            "tile/entries/x999/x999/x999/x999/x999/x999/999",
            "tile/0/../000",
            "tile/0/x018/x446/x744/x073/x709/x551/616.p/255",
            "tile/0/x072/x057/x594/x037/x927/936",
        ] {
            assert_eq!(TilePath::parse(wrong), Err(TileError::Path), "{wrong}");
        }
        assert_eq!(TilePath::parse(&format!("tile/0/{}000", "x001/".repeat(1000))), Err(TileError::Path));
        assert!(TilePath::parse("tile/0/x072/x057/x594/x037/x927/935").is_ok());
    }

    #[test]
    fn widths_are_those_of_the_specifications_tree_of_70000() {
        let width = |level, index| hashes(level, index, 1).width_at(70_000);
        assert_eq!([width(0, 272), width(0, 273), width(0, 274)], [256, 112, 0]);
        assert_eq!([width(1, 0), width(1, 1), width(2, 0), width(3, 0)], [256, 17, 1, 0]);
        assert_eq!(hashes(1, 0, 1).width_at(256), 1);
        assert_eq!(TilePath::Entries { index: 273, width: 1 }.width_at(70_000), 112);
        assert_eq!(hashes(7, u64::MAX, 1).width_at(u64::MAX), 0);
    }

    #[test]
    fn bundles_read_back() {
        for count in [0, 1, 255] {
            let entries = entries(count);
            let bytes = encode_bundle(&entries);
            assert_eq!(bytes.len(), usize::from(count) * 83);
            assert_eq!(decode_bundle(&bytes, count.into()), Ok(entries));
        }
    }

    #[test]
    fn bundles_of_other_lengths_or_records_are_rejected() {
        let bytes = encode_bundle(&entries(3));
        for (bytes, count) in
            [(&bytes[..], 2), (&bytes, 4), (&bytes[..248], 3), (&[bytes.as_slice(), &[0]].concat(), 3)]
        {
            assert_eq!(decode_bundle(bytes, count), Err(TileError::Length));
        }
        let mut prefix = bytes.clone();
        prefix[84] = 80;
        assert_eq!(decode_bundle(&prefix, 3), Err(TileError::Length));
        let mut kind = bytes;
        kind[85] = 9;
        assert_eq!(decode_bundle(&kind, 3), Err(TileError::Entry(EntryError::Kind(9))));
    }

    #[test]
    fn hashes_and_tags_read_back_at_their_length_only() {
        let entries = entries(5);
        let leaves: Vec<_> = entries.iter().map(Entry::leaf_hash).collect();
        let tile = encode_hashes(&leaves);
        assert_eq!(decode_hashes(&tile, 5), Ok(leaves));
        assert_eq!(decode_hashes(&tile, 4), Err(TileError::Length));
        assert_eq!(decode_hashes(&tile[..159], 5), Err(TileError::Length));
        let tags = encode_tags(&entries);
        assert_eq!(decode_tags(&tags, 5).unwrap()[3], [3; 4]);
        assert_eq!(decode_tags(&tags, 6), Err(TileError::Length));
        assert_eq!(decode_tags(&tags[..19], 5), Err(TileError::Length));
        assert_eq!(decode_tags(&vec![0; 4 * TAG_BUNDLE + 4], TAG_BUNDLE + 1), Err(TileError::Length));
    }
}
