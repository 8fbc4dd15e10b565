//! JPEG (ITU-T T.81): a chain of segments, and between them the picture's compressed data.
//!
//! Kept: tables, frame and scans; an empty JFIF or a bare Adobe segment, which say how colours are written; which side
//! is up. Left behind: every other segment, what follows the picture's end, and second pictures there.

use zeroize::Zeroizing;

use super::exif::{self, oriented};
use super::finding::{Category, Finding, Findings};
use super::reader::Reader;
use super::{MetadataError, Rewrite};

/// Reads the file to its last byte, and rewrites it.
pub(super) fn rewrite(bytes: &[u8]) -> Result<Rewrite, MetadataError> {
    let mut reader = Reader::new(bytes);
    reader.take(2)?;
    let mut picture = Picture::default();
    loop {
        match marker(&mut reader)? {
            EOI if picture.scans > 0 => break,
            SOS => picture.scan(&mut reader)?,
            code => {
                let length = usize::from(reader.u16_be()?).checked_sub(2).ok_or(MetadataError::Damaged)?;
                picture.segment(code, reader.take(length)?)?;
            }
        }
    }
    if !reader.is_empty() {
        let is_picture = reader.rest().windows(3).any(|window| window == [0xff, SOI, 0xff]);
        picture.found.note(if is_picture { Category::SecondPicture } else { Category::Trailing });
    }
    Ok(picture.written())
}

/// What is kept of the file, and what it said.
#[derive(Default)]
struct Picture {
    found: Findings,
    has_jfif: bool,
    /// How the Adobe segment says that colours are turned into numbers.
    transform: Option<u8>,
    orientation: Option<u8>,
    /// Names of the components, once the frame is known.
    components: Vec<u8>,
    scans: usize,
    /// Tables, frame and scans, as they stood.
    kept: Zeroizing<Vec<u8>>,
}

impl Picture {
    fn segment(&mut self, code: u8, body: &[u8]) -> Result<(), MetadataError> {
        match code {
            DQT => quantisation(body)?,
            DHT => huffman(body)?,
            DRI if body.len() == 2 => {}
            0xc0..=0xc2 => self.frame(body)?,
            // Lossless, hierarchical, arithmetic: no camera writes them, and few programs read them.
            0xc3 | 0xc5..=0xcf | 0xdc | 0xde | 0xdf => return Err(MetadataError::RareKind),
            0xe0..=0xef | COM => {
                self.said(code, body)?;
                return Ok(());
            }
            _ => return Err(MetadataError::Damaged),
        }
        keep(&mut self.kept, code, body)
    }

    fn frame(&mut self, body: &[u8]) -> Result<(), MetadataError> {
        let mut reader = Reader::new(body);
        let (_precision, height, width) = (reader.u8()?, reader.u16_be()?, reader.u16_be()?);
        let count = usize::from(reader.u8()?);
        if !self.components.is_empty() || height == 0 || width == 0 || !(1..=4).contains(&count) {
            return Err(MetadataError::Damaged);
        }
        for _ in 0..count {
            let [name, _sampling, _table] = reader.array()?;
            self.components.push(name);
        }
        reader.end()
    }

    fn scan(&mut self, reader: &mut Reader<'_>) -> Result<(), MetadataError> {
        let length = usize::from(reader.u16_be()?).checked_sub(2).ok_or(MetadataError::Damaged)?;
        let head = reader.take(length)?;
        let mut parts = Reader::new(head);
        let count = usize::from(parts.u8()?);
        for _ in 0..count {
            let [name, _tables] = parts.array()?;
            if !self.components.contains(&name) {
                return Err(MetadataError::Damaged);
            }
        }
        parts.take(3)?;
        parts.end()?;
        let data = reader.take(compressed(reader.rest())?)?;
        if count == 0 || data.is_empty() {
            return Err(MetadataError::Damaged);
        }
        keep(&mut self.kept, SOS, head)?;
        self.kept.extend_from_slice(data);
        self.scans += 1;
        Ok(())
    }

    /// A segment that is left behind, or made anew.
    fn said(&mut self, code: u8, body: &[u8]) -> Result<(), MetadataError> {
        match code {
            0xe0 if body.starts_with(b"JFIF\0") => {
                self.has_jfif = true;
                if body.len() > JFIF.len() {
                    self.found.note(Category::Thumbnail);
                } else if body != JFIF {
                    self.found.note(Category::UnknownPart);
                }
            }
            0xe0 if body.starts_with(b"JFXX\0") => self.found.note(Category::Thumbnail),
            0xe1 if body.starts_with(EXIF) => self.exif(body.get(EXIF.len()..).unwrap_or_default()),
            0xe1 if body.starts_with(b"http://ns.adobe.com/") => self.found.note(Category::Program),
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => self.found.note(Category::ColourProfile),
            0xe2 if body.starts_with(b"MPF\0") => self.found.note(Category::SecondPicture),
            0xed => self.found.note(Category::Press),
            0xee if body.starts_with(b"Adobe") => return self.adobe(body),
            COM => self.found.add(Finding::with(Category::Note, &String::from_utf8_lossy(body))),
            _ => self.found.note(Category::UnknownPart),
        }
        Ok(())
    }

    fn exif(&mut self, tiff: &[u8]) {
        if !exif::is_ours(tiff) {
            self.found.note(Category::Device);
        }
        let read = exif::read(tiff, &mut self.found);
        self.orientation.get_or_insert(read.orientation);
    }

    fn adobe(&mut self, body: &[u8]) -> Result<(), MetadataError> {
        let transform = *body.get(11).filter(|transform| **transform <= 2).ok_or(MetadataError::Damaged)?;
        self.transform = Some(transform);
        if body != adobe(transform) {
            self.found.note(Category::Program);
        }
        Ok(())
    }

    fn written(self) -> Rewrite {
        let mut left = vec![Finding::new(Category::Picture), Finding::new(Category::Compression)];
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.kept.len() + 128));
        let mut put = |code: u8, body: &[u8]| {
            let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
            bytes.extend([0xff, code]);
            bytes.extend(length.to_be_bytes());
            bytes.extend_from_slice(body);
        };
        if self.has_jfif {
            put(0xe0, JFIF);
        }
        if let Some(orientation) = self.orientation.filter(|orientation| *orientation != 1) {
            put(0xe1, &[EXIF, &oriented(orientation)].concat());
            left.push(Finding::new(Category::Orientation));
        }
        if let Some(transform) = self.transform {
            put(0xee, &adobe(transform));
        }
        bytes.splice(0..0, [0xff, SOI]);
        bytes.extend_from_slice(&self.kept);
        bytes.extend([0xff, EOI]);
        Rewrite { bytes, found: self.found.into_sorted(), left }
    }
}

/// The next marker's code; any number of fill bytes may stand before it.
fn marker(reader: &mut Reader<'_>) -> Result<u8, MetadataError> {
    if reader.u8()? != 0xff {
        return Err(MetadataError::Damaged);
    }
    loop {
        match reader.u8()? {
            0xff => {}
            code => return Ok(code),
        }
    }
}

/// Bytes of compressed data before the next marker that is neither a stuffed zero nor a restart.
fn compressed(bytes: &[u8]) -> Result<usize, MetadataError> {
    let mut pairs = bytes.windows(2).enumerate();
    let end = pairs.find(|(_, pair)| matches!(pair, [0xff, code] if !matches!(code, 0 | 0xd0..=0xd7)));
    end.map(|(at, _)| at).ok_or(MetadataError::Damaged)
}

fn keep(kept: &mut Vec<u8>, code: u8, body: &[u8]) -> Result<(), MetadataError> {
    let length = u16::try_from(body.len() + 2).map_err(|_| MetadataError::Damaged)?;
    kept.extend([0xff, code]);
    kept.extend(length.to_be_bytes());
    kept.extend_from_slice(body);
    Ok(())
}

fn quantisation(body: &[u8]) -> Result<(), MetadataError> {
    let mut reader = Reader::new(body);
    while !reader.is_empty() {
        let head = reader.u8()?;
        let width = match head >> 4 {
            0 => 1,
            1 => 2,
            _ => return Err(MetadataError::Damaged),
        };
        if head & 0x0f > 3 {
            return Err(MetadataError::Damaged);
        }
        reader.take(64 * width)?;
    }
    Ok(())
}

fn huffman(body: &[u8]) -> Result<(), MetadataError> {
    let mut reader = Reader::new(body);
    while !reader.is_empty() {
        let head = reader.u8()?;
        let counts: [u8; 16] = reader.array()?;
        let symbols: usize = counts.iter().map(|count| usize::from(*count)).sum();
        // Codes of n bits take 1/2^n of all; more than all is no code.
        let taken: u32 = counts.iter().zip(1_u32..).map(|(count, bits)| u32::from(*count) << (16 - bits)).sum();
        if head & 0x0f > 3 || head >> 4 > 1 || symbols > 256 || taken > 1 << 16 {
            return Err(MetadataError::Damaged);
        }
        reader.take(symbols)?;
    }
    Ok(())
}

/// An Adobe segment that says how colours are written, and nothing of the program.
fn adobe(transform: u8) -> [u8; 12] {
    [b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, transform]
}

/// How every JPEG begins.
pub(super) const MAGIC: &[u8] = &[0xff, SOI, 0xff];
const EXIF: &[u8] = b"Exif\0\0";
/// Version 1.1, square dots, no thumbnail.
const JFIF: &[u8] = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const DQT: u8 = 0xdb;
const DHT: u8 = 0xc4;
const DRI: u8 = 0xdd;
const COM: u8 = 0xfe;
