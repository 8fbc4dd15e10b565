//! Exif (CIPA DC-008, on TIFF 6.0): where, when and with what a photograph was taken. Only the side that is up is kept,
//! in a record of ours; all else is read to be told, as far as it can be read.

use super::finding::{Category, Finding, Findings};

/// What a record says.
pub(super) struct Exif {
    /// 1 to 8, as in the standard; 1 is upright.
    pub(super) orientation: u8,
}

/// Reads a TIFF structure; what does not parse is passed over, for none of it is kept.
pub(super) fn read(tiff: &[u8], found: &mut Findings) -> Exif {
    let mut reading =
        Reading { tiff, is_little: tiff.starts_with(b"II"), found, orientation: 1, place: Place::default() };
    if let Some(first) = reading.u32(4) {
        reading.chain(first);
    }
    let Reading { place, orientation, found, .. } = reading;
    if let Some(finding) = place.finding() {
        found.add(finding);
    }
    Exif { orientation }
}

/// A TIFF structure that says which side is up, and nothing else.
pub(super) fn oriented(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    tiff.extend([0, 1]); // entries
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0; 4]); // no further directory
    tiff
}

/// Whether the record says nothing beyond which side is up: it is then ours.
pub(super) fn is_ours(tiff: &[u8]) -> bool {
    (2..=8).any(|orientation| tiff == oriented(orientation))
}

struct Reading<'a, 'f> {
    tiff: &'a [u8],
    is_little: bool,
    found: &'f mut Findings,
    orientation: u8,
    place: Place,
}

/// Degrees, minutes and seconds, and the half of the earth.
#[derive(Default)]
struct Place {
    is_there: bool,
    latitude: Option<f64>,
    longitude: Option<f64>,
    is_south: bool,
    is_west: bool,
}

impl Place {
    fn finding(&self) -> Option<Finding> {
        let signed = |degrees: f64, is_negative| if is_negative { -degrees } else { degrees };
        let value = self.latitude.zip(self.longitude).map(|(latitude, longitude)| {
            format!("{:.5}, {:.5}", signed(latitude, self.is_south), signed(longitude, self.is_west))
        });
        self.is_there.then(|| Finding::with(Category::Place, &value.unwrap_or_default()))
    }
}

/// One entry of a directory.
struct Entry<'a> {
    tag: u16,
    value: &'a [u8],
    kind: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Directory {
    Picture,
    Thumbnail,
    Camera,
    Place,
}

impl<'a> Reading<'a, '_> {
    fn chain(&mut self, first: u32) {
        let second = self.directory(first, Directory::Picture);
        if let Some(second) = second.filter(|second| *second != 0) {
            self.found.note(Category::Thumbnail);
            self.directory(second, Directory::Thumbnail);
        }
    }

    /// Reads the directory at an offset; gives where the next one is.
    fn directory(&mut self, at: u32, which: Directory) -> Option<u32> {
        let at = usize::try_from(at).ok()?;
        let count = usize::from(self.u16(at)?);
        let entries = at.checked_add(2)?;
        for number in 0..count {
            let Some(entry) = self.entry(entries.checked_add(number * ENTRY)?) else { continue };
            match which {
                Directory::Picture | Directory::Camera => self.told(&entry),
                Directory::Thumbnail => {}
                Directory::Place => self.placed(&entry),
            }
        }
        self.u32(entries.checked_add(count * ENTRY)?)
    }

    fn entry(&self, at: usize) -> Option<Entry<'a>> {
        let (tag, kind, count) = (self.u16(at)?, self.u16(at.checked_add(2)?)?, self.u32(at.checked_add(4)?)?);
        let width = match kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        let length = usize::try_from(count).ok()?.checked_mul(width)?;
        let inline = at.checked_add(8)?;
        let start = if length <= 4 { inline } else { usize::try_from(self.u32(inline)?).ok()? };
        let value = self.tiff.get(start..start.checked_add(length)?)?;
        Some(Entry { tag, value, kind })
    }

    /// What the picture's and the camera's directory say.
    fn told(&mut self, entry: &Entry<'_>) {
        let category = match entry.tag {
            0x0112 => return self.turned(entry),
            0x8825 => {
                self.place.is_there = true;
                return self.beneath(entry, Directory::Place);
            }
            0x8769 => return self.beneath(entry, Directory::Camera),
            0x010f | 0x0110 | 0x013c | 0xa433 | 0xa434 | 0xc614 => Category::Device,
            0x0131 | 0x9c9f | 0x000b => Category::Program,
            0x0132 | 0x9003 | 0x9004 => Category::Time,
            0x013b | 0x8298 | 0xa430 | 0x9c9d => Category::Author,
            0x010e | 0x9286 | 0x9c9b | 0x9c9c | 0x9c9e => Category::Note,
            0xa431 | 0xa435 | 0xa420 | 0xc62f => Category::Device,
            0x927c => return self.found.note(Category::MakerNotes),
            _ => return,
        };
        let value = if entry.kind == 2 { readable(entry.value) } else { String::new() };
        self.found.add(Finding::with(category, &value));
    }

    fn turned(&mut self, entry: &Entry<'_>) {
        let value = match (entry.kind, entry.value) {
            (3, [high, low]) => {
                if self.is_little {
                    u16::from_le_bytes([*high, *low])
                } else {
                    u16::from_be_bytes([*high, *low])
                }
            }
            _ => 1,
        };
        self.orientation = u8::try_from(value).ok().filter(|value| (1..=8).contains(value)).unwrap_or(1);
    }

    fn beneath(&mut self, entry: &Entry<'_>, which: Directory) {
        if let Some(at) = entry.value.try_into().ok().map(|bytes| self.number(bytes)) {
            self.directory(at, which);
        }
    }

    fn placed(&mut self, entry: &Entry<'_>) {
        match entry.tag {
            1 => self.place.is_south = entry.value.first() == Some(&b'S'),
            2 => self.place.latitude = self.degrees(entry.value),
            3 => self.place.is_west = entry.value.first() == Some(&b'W'),
            4 => self.place.longitude = self.degrees(entry.value),
            _ => {}
        }
    }

    fn degrees(&self, value: &[u8]) -> Option<f64> {
        let (parts, rest) = value.as_chunks::<8>();
        if parts.len() != 3 || !rest.is_empty() {
            return None;
        }
        let parts = parts.iter().map(|[a, b, c, d, e, f, g, h]| {
            let (above, below) = (self.number([*a, *b, *c, *d]), self.number([*e, *f, *g, *h]));
            f64::from(above) / f64::from(below.max(1))
        });
        Some(parts.rev().fold(0.0, |smaller, part| part + smaller / 60.0))
    }

    fn u16(&self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        Some(self.number(self.tiff.get(at..at.checked_add(4)?)?.try_into().ok()?))
    }

    fn number(&self, bytes: [u8; 4]) -> u32 {
        if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }
    }
}

fn readable(value: &[u8]) -> String {
    String::from_utf8_lossy(value).trim_matches(['\0', ' ']).to_owned()
}

/// Bytes of an entry of a directory.
const ENTRY: usize = 12;
