//! PNG (W3C, third edition): a signature, and chunks with a checksum each.
//!
//! Kept: IHDR, PLTE, tRNS, gAMA, cHRM, sRGB, the pixels in one IDAT, IEND. The pixels' data must end where the pixels
//! end: an editor that cut a picture is known to have left the rest behind. A picture of several (APNG) is refused: to
//! drop the others would change what it shows.

use flate2::{Crc, Decompress, FlushDecompress, Status};
use zeroize::Zeroizing;

use super::finding::{Category, Finding, Findings};
use super::reader::{Reader, length};
use super::{MetadataError, Rewrite, exif};

/// Reads the file to its last byte, and rewrites it.
pub(super) fn rewrite(bytes: &[u8]) -> Result<Rewrite, MetadataError> {
    let mut reader = Reader::new(bytes);
    reader.take(MAGIC.len())?;
    let header = Header::read(chunk(&mut reader)?)?;
    let mut picture = Picture {
        header,
        found: Findings::default(),
        before: Vec::new(),
        pixels: Zeroizing::default(),
        is_past: false,
    };
    loop {
        match chunk(&mut reader)? {
            (b"IEND", []) => break,
            (name, body) => picture.chunk(name, body)?,
        }
    }
    if !reader.is_empty() {
        picture.found.note(Category::Trailing);
    }
    picture.written()
}

/// A chunk whose checksum is right.
fn chunk<'a>(reader: &mut Reader<'a>) -> Result<(&'a [u8; 4], &'a [u8]), MetadataError> {
    let length = length(reader.u32_be()?)?;
    let checked =
        reader.rest().get(..length.checked_add(4).ok_or(MetadataError::Damaged)?).ok_or(MetadataError::Damaged)?;
    let name = reader.take(4)?.try_into().map_err(|_| MetadataError::Damaged)?;
    let body = reader.take(length)?;
    let mut crc = Crc::new();
    crc.update(checked);
    if crc.sum() == reader.u32_be()? { Ok((name, body)) } else { Err(MetadataError::Damaged) }
}

struct Header {
    body: [u8; 13],
    width: u64,
    height: u64,
    depth: u8,
    colours: Colours,
    is_interlaced: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Colours {
    Grey,
    True,
    Palette,
    GreyAlpha,
    TrueAlpha,
}

impl Header {
    fn read((name, body): (&[u8; 4], &[u8])) -> Result<Self, MetadataError> {
        let mut reader = Reader::new(body);
        let (width, height) = (u64::from(reader.u32_be()?), u64::from(reader.u32_be()?));
        let [depth, colours, compression, filter, interlace] = reader.array()?;
        reader.end()?;
        let colours = match (colours, depth) {
            (0, 1 | 2 | 4 | 8 | 16) => Colours::Grey,
            (2, 8 | 16) => Colours::True,
            (3, 1 | 2 | 4 | 8) => Colours::Palette,
            (4, 8 | 16) => Colours::GreyAlpha,
            (6, 8 | 16) => Colours::TrueAlpha,
            _ => return Err(MetadataError::Damaged),
        };
        let is_right = name == b"IHDR" && compression == 0 && filter == 0 && interlace <= 1;
        if !is_right || width == 0 || height == 0 || width > SIDE || height > SIDE {
            return Err(MetadataError::Damaged);
        }
        let body = body.try_into().map_err(|_| MetadataError::Damaged)?;
        Ok(Self { body, width, height, depth, colours, is_interlaced: interlace == 1 })
    }

    /// Bytes of all lines, each with its filter's byte before it.
    fn unpacked(&self) -> u64 {
        let samples = match self.colours {
            Colours::Grey | Colours::Palette => 1,
            Colours::GreyAlpha => 2,
            Colours::True => 3,
            Colours::TrueAlpha => 4,
        };
        let bits = samples * u64::from(self.depth);
        let lines = |width: u64, height: u64| {
            if width == 0 { 0 } else { height.saturating_mul(1 + width.saturating_mul(bits).div_ceil(8)) }
        };
        if !self.is_interlaced {
            return lines(self.width, self.height);
        }
        let pass = |(x, y, across, down): &(u64, u64, u64, u64)| {
            lines(self.width.saturating_sub(*x).div_ceil(*across), self.height.saturating_sub(*y).div_ceil(*down))
        };
        ADAM7.iter().map(pass).sum()
    }
}

struct Picture {
    header: Header,
    found: Findings,
    /// Chunks that are kept before the pixels.
    before: Vec<([u8; 4], Vec<u8>)>,
    pixels: Zeroizing<Vec<u8>>,
    /// Another chunk came after the pixels: no more of them may.
    is_past: bool,
}

impl Picture {
    fn chunk(&mut self, name: &[u8; 4], body: &[u8]) -> Result<(), MetadataError> {
        if name == b"IDAT" {
            if self.is_past {
                return Err(MetadataError::Damaged);
            }
            self.pixels.extend_from_slice(body);
            return Ok(());
        }
        self.is_past = !self.pixels.is_empty();
        let has_palette = self.before.iter().any(|(name, _)| name == b"PLTE");
        let is_kept = match (name, body.len()) {
            (b"PLTE", 3..=768) if body.len().is_multiple_of(3) && !has_palette => {
                // More colours than the pixels can name would be words that nobody sees.
                if self.header.colours == Colours::Palette && body.len() > 3 << self.header.depth {
                    return Err(MetadataError::Damaged);
                }
                self.header.colours == Colours::Palette
            }
            (b"tRNS", length) => self.transparency(length, has_palette)?,
            (b"gAMA", 4) | (b"cHRM", 32) => true,
            (b"sRGB", 1) => body.first().is_some_and(|intent| *intent <= 3),
            (b"PLTE" | b"gAMA" | b"cHRM" | b"sRGB", _) => return Err(MetadataError::Damaged),
            (b"acTL" | b"fcTL" | b"fdAT", _) => return Err(MetadataError::Moving),
            // A small letter says that the picture can be shown without it.
            ([first, ..], _) if first.is_ascii_lowercase() => false,
            _ => return Err(MetadataError::Damaged),
        };
        if is_kept {
            self.keep(*name, body)
        } else {
            self.said(name, body);
            Ok(())
        }
    }

    fn transparency(&self, length: usize, has_palette: bool) -> Result<bool, MetadataError> {
        let fits = match self.header.colours {
            Colours::Grey => length == 2,
            Colours::True => length == 6,
            Colours::Palette => has_palette && (1..=256).contains(&length),
            Colours::GreyAlpha | Colours::TrueAlpha => false,
        };
        if fits { Ok(true) } else { Err(MetadataError::Damaged) }
    }

    fn keep(&mut self, name: [u8; 4], body: &[u8]) -> Result<(), MetadataError> {
        let is_twice = self.before.iter().any(|(known, _)| *known == name);
        if is_twice || self.is_past {
            return Err(MetadataError::Damaged);
        }
        self.before.push((name, body.to_owned()));
        Ok(())
    }

    fn said(&mut self, name: &[u8; 4], body: &[u8]) {
        match name {
            b"tEXt" | b"zTXt" | b"iTXt" => {
                let word = body.split(|byte| *byte == 0).next().unwrap_or_default();
                let word = String::from_utf8_lossy(word).into_owned();
                let category = if word.contains("XML:com.adobe") { Category::Program } else { Category::Note };
                self.found.add(Finding::with(category, &word));
            }
            b"eXIf" => {
                self.found.note(Category::Device);
                exif::read(body, &mut self.found);
            }
            b"iCCP" => self.found.note(Category::ColourProfile),
            b"tIME" => self.found.add(Finding::with(Category::Time, &time(body))),
            _ => self.found.note(Category::UnknownPart),
        }
    }

    fn written(self) -> Result<Rewrite, MetadataError> {
        let has_palette = self.before.iter().any(|(name, _)| name == b"PLTE");
        if self.header.colours == Colours::Palette && !has_palette {
            return Err(MetadataError::Damaged);
        }
        ends_with_the_pixels(&self.pixels, self.header.unpacked())?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.pixels.len() + 1024));
        bytes.extend_from_slice(MAGIC);
        put(&mut bytes, *b"IHDR", &self.header.body)?;
        for (name, body) in &self.before {
            put(&mut bytes, *name, body)?;
        }
        put(&mut bytes, *b"IDAT", &self.pixels)?;
        put(&mut bytes, *b"IEND", &[])?;
        Ok(Rewrite { bytes, found: self.found.into_sorted(), left: vec![Finding::new(Category::Picture)] })
    }
}

fn put(bytes: &mut Vec<u8>, name: [u8; 4], body: &[u8]) -> Result<(), MetadataError> {
    let length = u32::try_from(body.len()).map_err(|_| MetadataError::TooLarge)?;
    let mut crc = Crc::new();
    crc.update(&name);
    crc.update(body);
    bytes.extend(length.to_be_bytes());
    bytes.extend(name);
    bytes.extend_from_slice(body);
    bytes.extend(crc.sum().to_be_bytes());
    Ok(())
}

/// Unpacks the pixels to nowhere: they must be as many as the header says, and nothing may follow them.
fn ends_with_the_pixels(packed: &[u8], due: u64) -> Result<(), MetadataError> {
    if due > UNPACKED {
        return Err(MetadataError::Bomb);
    }
    let mut inflate = Decompress::new(true);
    let mut scratch = Zeroizing::new(vec![0; 64 << 10]);
    loop {
        let before = (inflate.total_in(), inflate.total_out());
        let from = usize::try_from(before.0).ok().and_then(|read| packed.get(read..)).ok_or(MetadataError::Damaged)?;
        let status =
            inflate.decompress(from, &mut scratch, FlushDecompress::None).map_err(|_| MetadataError::Damaged)?;
        if inflate.total_out() > due {
            return Err(MetadataError::Damaged);
        }
        let is_all = inflate.total_out() == due && u64::try_from(packed.len()) == Ok(inflate.total_in());
        match status {
            Status::StreamEnd if is_all => return Ok(()),
            Status::StreamEnd => return Err(MetadataError::Damaged),
            Status::Ok | Status::BufError if before == (inflate.total_in(), inflate.total_out()) => {
                return Err(MetadataError::Damaged);
            }
            Status::Ok | Status::BufError => {}
        }
    }
}

fn time(body: &[u8]) -> String {
    match body {
        [high, low, month, day, hour, minute, _] => {
            format!("{}-{month:02}-{day:02} {hour:02}:{minute:02}", u16::from_be_bytes([*high, *low]))
        }
        _ => String::new(),
    }
}

/// How every PNG begins.
pub(super) const MAGIC: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The standard's own limit to width and height.
const SIDE: u64 = (1 << 31) - 1;
/// Most bytes that the pixels unpack to.
const UNPACKED: u64 = 1 << 30;
/// Of each pass of an interlaced picture: first column and row, step across and down.
const ADAM7: [(u64, u64, u64, u64); 7] =
    [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
