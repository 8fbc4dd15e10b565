//! WebP (RFC 9649): a RIFF file with chunks for the picture, its transparency, and its frames where it moves.
//!
//! Kept: VP8X with the flags that still hold, ANIM, ANMF, ALPH, VP8, VP8L; which side is up. Left behind: all else.

use zeroize::Zeroizing;

use super::exif::{self, oriented};
use super::finding::{Category, Finding, Findings};
use super::reader::{Reader, length};
use super::{MetadataError, Rewrite};

/// Reads the file to its last byte, and rewrites it.
pub(super) fn rewrite(bytes: &[u8]) -> Result<Rewrite, MetadataError> {
    let mut outer = Reader::new(bytes);
    outer.take(4)?;
    let size = length(outer.u32_le()?)?;
    let mut reader = Reader::new(outer.take(size)?);
    reader.take(4)?;
    let mut picture = Picture::default();
    if !outer.is_empty() {
        picture.found.note(Category::Trailing);
    }
    while !reader.is_empty() {
        let (name, body) = chunk(&mut reader)?;
        picture.chunk(name, body)?;
    }
    picture.written()
}

fn chunk<'a>(reader: &mut Reader<'a>) -> Result<(&'a [u8; 4], &'a [u8]), MetadataError> {
    let name = reader.take(4)?.try_into().map_err(|_| MetadataError::Damaged)?;
    let length = length(reader.u32_le()?)?;
    let body = reader.take(length)?;
    if length % 2 == 1 {
        reader.take(1)?;
    }
    Ok((name, body))
}

#[derive(Default)]
struct Picture {
    found: Findings,
    /// Canvas and flags, where the file has them.
    canvas: Option<(u8, [u8; 6])>,
    orientation: Option<u8>,
    has_picture: bool,
    frames: usize,
    kept: Zeroizing<Vec<u8>>,
}

impl Picture {
    fn chunk(&mut self, name: &[u8; 4], body: &[u8]) -> Result<(), MetadataError> {
        let is_first = self.kept.is_empty() && self.canvas.is_none();
        match name {
            b"VP8X" if is_first => return self.canvas(body),
            b"VP8X" => return Err(MetadataError::Damaged),
            b"VP8 " | b"VP8L" if !self.has_picture && self.frames == 0 => {
                picture(name, body)?;
                self.has_picture = true;
                put(&mut self.kept, *name, body)?;
            }
            b"ALPH" if !self.has_picture && self.frames == 0 && self.canvas.is_some() => {
                put(&mut self.kept, *name, body)?;
            }
            b"ANIM" if body.len() == 6 && self.moves() && self.kept.is_empty() => put(&mut self.kept, *name, body)?,
            b"ANMF" if self.moves() && !self.has_picture => {
                let frame = self.frame(body)?;
                put(&mut self.kept, *name, &frame)?;
                self.frames += 1;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" => return Err(MetadataError::Damaged),
            b"EXIF" => self.exif(body),
            b"XMP " => self.found.note(Category::Program),
            b"ICCP" => self.found.note(Category::ColourProfile),
            _ => self.found.note(Category::UnknownPart),
        }
        Ok(())
    }

    fn moves(&self) -> bool {
        self.canvas.is_some_and(|(flags, _)| flags & MOVES != 0)
    }

    fn canvas(&mut self, body: &[u8]) -> Result<(), MetadataError> {
        let mut reader = Reader::new(body);
        let [flags, reserved @ ..]: [u8; 4] = reader.array()?;
        self.canvas = Some((flags, reader.array()?));
        if reserved != [0; 3] || flags & !(ALPHA | MOVES | EXIF | XMP | ICC) != 0 {
            self.found.note(Category::UnknownPart);
        }
        reader.end()
    }

    /// A frame: its place and time, and the chunks of one picture.
    fn frame(&mut self, body: &[u8]) -> Result<Vec<u8>, MetadataError> {
        let mut reader = Reader::new(body);
        let mut head: [u8; 16] = reader.array()?;
        if let Some(flags) = head.last_mut() {
            *flags &= 0b11;
        }
        let (mut kept, mut has_picture) = (head.to_vec(), false);
        while !reader.is_empty() {
            let (name, body) = chunk(&mut reader)?;
            match name {
                b"VP8 " | b"VP8L" if !has_picture => {
                    picture(name, body)?;
                    has_picture = true;
                }
                b"ALPH" if !has_picture && kept.len() == head.len() => {}
                b"VP8 " | b"VP8L" | b"ALPH" => return Err(MetadataError::Damaged),
                _ => {
                    self.found.note(Category::UnknownPart);
                    continue;
                }
            }
            put(&mut kept, *name, body)?;
        }
        if has_picture { Ok(kept) } else { Err(MetadataError::Damaged) }
    }

    fn exif(&mut self, body: &[u8]) {
        // Some programs write it with JPEG's heading.
        let tiff = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
        if !exif::is_ours(body) {
            self.found.note(Category::Device);
        }
        let read = exif::read(tiff, &mut self.found);
        self.orientation.get_or_insert(read.orientation);
    }

    fn written(self) -> Result<Rewrite, MetadataError> {
        if !self.has_picture && self.frames == 0 {
            return Err(MetadataError::Damaged);
        }
        let turned = self.orientation.filter(|orientation| *orientation != 1 && self.canvas.is_some());
        let mut left = vec![Finding::new(Category::Picture), Finding::new(Category::Compression)];
        let mut body = Zeroizing::new(b"WEBP".to_vec());
        if let Some((flags, canvas)) = self.canvas {
            let flags = flags & (ALPHA | MOVES) | if turned.is_some() { EXIF } else { 0 };
            put(&mut body, *b"VP8X", &[&[flags, 0, 0, 0][..], &canvas].concat())?;
        }
        body.extend_from_slice(&self.kept);
        if let Some(orientation) = turned {
            put(&mut body, *b"EXIF", &oriented(orientation))?;
            left.push(Finding::new(Category::Orientation));
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(body.len() + 8));
        bytes.extend_from_slice(b"RIFF");
        bytes.extend(u32::try_from(body.len()).map_err(|_| MetadataError::TooLarge)?.to_le_bytes());
        bytes.extend_from_slice(&body);
        Ok(Rewrite { bytes, found: self.found.into_sorted(), left })
    }
}

fn put(bytes: &mut Vec<u8>, name: [u8; 4], body: &[u8]) -> Result<(), MetadataError> {
    bytes.extend(name);
    bytes.extend(u32::try_from(body.len()).map_err(|_| MetadataError::TooLarge)?.to_le_bytes());
    bytes.extend_from_slice(body);
    if body.len() % 2 == 1 {
        bytes.push(0);
    }
    Ok(())
}

/// The first bytes of the two codecs: a key frame with its start code, or the lossless signature.
fn picture(name: &[u8; 4], body: &[u8]) -> Result<(), MetadataError> {
    let is_right = match name {
        b"VP8L" => body.first() == Some(&0x2f),
        _ => body.first().is_some_and(|first| first & 1 == 0) && body.get(3..6) == Some(&[0x9d, 0x01, 0x2a]),
    };
    if is_right { Ok(()) } else { Err(MetadataError::Damaged) }
}

const MOVES: u8 = 0x02;
const XMP: u8 = 0x04;
const EXIF: u8 = 0x08;
const ALPHA: u8 = 0x10;
const ICC: u8 = 0x20;
