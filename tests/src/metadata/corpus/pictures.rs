//! Photographs with a value planted in each place where cameras, phones and programs put one.

use std::io::{Cursor, Write as _};

use flate2::Crc;
use flate2::write::ZlibEncoder;
use image::{ImageFormat, Rgb, RgbImage};

use super::{Sample, token};

/// All photographs: each place alone, all places together, and kinds that real programs write.
#[must_use]
pub fn pictures() -> Vec<Sample> {
    let mut samples = Vec::new();
    planted("jpg", &encoded(ImageFormat::Jpeg), JPEG, jpeg, &mut samples);
    planted("png", &encoded(ImageFormat::Png), PNG, png, &mut samples);
    planted("webp", &extended(&encoded(ImageFormat::WebP)), WEBP, webp, &mut samples);
    for (kind, bytes) in KINDS {
        let (plant, places): (Plant, &[&str]) = match kind.rsplit_once('.') {
            Some((_, "jpg")) => (jpeg, JPEG),
            Some((_, "png")) => (png, PNG),
            _ => (webp, WEBP),
        };
        let base = if kind.ends_with("webp") { extended(bytes) } else { bytes.to_vec() };
        let (name, extension) = kind.rsplit_once('.').unwrap_or((kind, ""));
        samples.push(all(name, extension, &base, places, plant));
    }
    samples
}

/// Pictures that must be refused, and why.
#[must_use]
pub fn refused() -> Vec<Sample> {
    let whole = encoded(ImageFormat::Png);
    let cut = encoded(ImageFormat::Jpeg);
    let mut beyond = Vec::new();
    // A second stream behind the pixels', in the same chunk: what an editor left of the picture before it was cut.
    each_chunk(&whole, |name, body| {
        let body = if name == b"IDAT" { [body, b"zqLeftBehind"].concat() } else { body.to_vec() };
        beyond.extend(chunk_png(name, &body));
    });
    let mut wrong = whole.clone();
    if let Some(byte) = wrong.get_mut(30) {
        *byte ^= 1;
    }
    [
        ("moving", "png", include_bytes!("../../../samples/metadata/moving.png").to_vec()),
        ("pixels-beyond", "png", [PNG_MAGIC, &beyond].concat()),
        ("wrong-checksum", "png", wrong),
        ("cut-short", "jpg", cut.get(..cut.len() - 40).unwrap_or_default().to_vec()),
        (
            "cut-short",
            "webp",
            encoded(ImageFormat::WebP).split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default(),
        ),
    ]
    .map(|(name, extension, bytes)| Sample { name: name.to_owned(), extension, bytes, planted: Vec::new() })
    .into()
}

/// A JPEG with every place planted, to be put into a document.
#[must_use]
pub fn camera_jpeg(prefix: &str) -> (Vec<u8>, Vec<String>) {
    let places = ["exif", "gps", "xmp", "comment"];
    let planted = places.map(|place| token(prefix, place));
    let bytes =
        places.iter().zip(&planted).fold(encoded(ImageFormat::Jpeg), |bytes, (place, token)| jpeg(bytes, place, token));
    (bytes, planted.into())
}

type Plant = fn(Vec<u8>, &str, &str) -> Vec<u8>;

fn planted(extension: &'static str, base: &[u8], places: &[&str], plant: Plant, samples: &mut Vec<Sample>) {
    for place in places {
        let token = token(extension, place);
        let bytes = plant(base.to_vec(), place, &token);
        samples.push(Sample { name: (*place).to_owned(), extension, bytes, planted: vec![token] });
    }
    samples.push(all("all", extension, base, places, plant));
}

fn all(name: &str, extension: &'static str, base: &[u8], places: &[&str], plant: Plant) -> Sample {
    let planted: Vec<String> = places.iter().map(|place| token(name, place)).collect();
    let bytes = places.iter().zip(&planted).fold(base.to_vec(), |bytes, (place, token)| plant(bytes, place, token));
    Sample { name: name.to_owned(), extension, bytes, planted }
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let colour =
        |x: u32, y: u32| [(x * 5 + y * 3) % 256, (x * y) % 256, (y * 7) % 256].map(|c| u8::try_from(c).unwrap_or(0));
    let picture = RgbImage::from_fn(48, 32, |x, y| Rgb(colour(x, y)));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture in memory is written");
    bytes.into_inner()
}

fn jpeg(bytes: Vec<u8>, place: &str, token: &str) -> Vec<u8> {
    let text = token.as_bytes();
    match place {
        "exif" => segment(&bytes, 0xe1, &[b"Exif\0\0", &exif(token, Where::Camera)[..]].concat()),
        "gps" => segment(&bytes, 0xe1, &[b"Exif\0\0", &exif(token, Where::Place)[..]].concat()),
        "maker-notes" => segment(&bytes, 0xe1, &[b"Exif\0\0", &exif(token, Where::MakerNotes)[..]].concat()),
        "thumbnail" => segment(&bytes, 0xe1, &[b"Exif\0\0", &exif(token, Where::Thumbnail)[..]].concat()),
        "jfif-thumbnail" => {
            segment(&bytes, 0xe0, &[b"JFXX\0\x10", &jpeg(encoded(ImageFormat::Jpeg), "comment", token)[..]].concat())
        }
        "xmp" => segment(&bytes, 0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", xmp(token).as_bytes()].concat()),
        "xmp-extended" => {
            let (whole, guid) = (xmp(token), [b'A'; 32]);
            let length = u32::try_from(whole.len()).expect("short").to_be_bytes();
            let head = [&b"http://ns.adobe.com/xmp/extension/\0"[..], &guid, &length, &[0; 4]].concat();
            segment(&bytes, 0xe1, &[&head[..], whole.as_bytes()].concat())
        }
        "iptc" => segment(&bytes, 0xed, &iptc(token)),
        "comment" => segment(&bytes, 0xfe, text),
        "icc" => segment(&bytes, 0xe2, &[b"ICC_PROFILE\0\x01\x01", &icc(token)[..]].concat()),
        "unknown" => segment(&bytes, 0xe7, text),
        "multi-picture" => {
            let index = segment(&bytes, 0xe2, &[b"MPF\0", &exif(token, Where::Camera)[..]].concat());
            [index, jpeg(encoded(ImageFormat::Jpeg), "gps", token)].concat()
        }
        "trailing" => [bytes, text.to_vec()].concat(),
        other => unreachable!("no such place: {other}"),
    }
}

fn segment(bytes: &[u8], code: u8, body: &[u8]) -> Vec<u8> {
    let (start, rest) = bytes.split_at(2);
    let length = u16::try_from(body.len() + 2).expect("a planted segment is short").to_be_bytes();
    [start, &[0xff, code], &length, body, rest].concat()
}

fn png(bytes: Vec<u8>, place: &str, token: &str) -> Vec<u8> {
    let text = token.as_bytes();
    match place {
        "text" => chunk_in(&bytes, b"tEXt", &[b"Author\0", text].concat()),
        "packed-text" => chunk_in(&bytes, b"zTXt", &[b"Comment\0\0", &packed(text)[..]].concat()),
        "world-text" => chunk_in(&bytes, b"iTXt", &[b"Title\0\0\0en\0\0", text].concat()),
        "xmp" => chunk_in(&bytes, b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", xmp(token).as_bytes()].concat()),
        "exif" => chunk_in(&bytes, b"eXIf", &exif(token, Where::Place)),
        "time" => {
            // The value to look for is the time itself: it has no room for words.
            let with = chunk_in(&bytes, b"tIME", &[0x07, 0xe9, 3, 14, 15, 9, 26]);
            chunk_in(&with, b"tEXt", &[b"Creation Time\0", text].concat())
        }
        "icc" => chunk_in(&bytes, b"iCCP", &[text, b"\0\0", &packed(&icc(token))[..]].concat()),
        "unknown" => chunk_in(&bytes, b"zqXy", text),
        "trailing" => [bytes, text.to_vec()].concat(),
        other => unreachable!("no such place: {other}"),
    }
}

/// Puts a chunk right behind the header.
fn chunk_in(bytes: &[u8], name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let (start, rest) = bytes.split_at(33);
    [start, &chunk_png(name, body), rest].concat()
}

fn chunk_png(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(name);
    crc.update(body);
    let length = u32::try_from(body.len()).expect("a planted chunk is short").to_be_bytes();
    [&length[..], name, body, &crc.sum().to_be_bytes()].concat()
}

fn each_chunk(bytes: &[u8], mut see: impl FnMut(&[u8; 4], &[u8])) {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).expect("it fits");
        let (name, after) = after.split_first_chunk::<4>().expect("a chunk has a name");
        let (body, after) = after.split_at(length);
        see(name, body);
        rest = after.get(4..).unwrap_or_default();
    }
}

fn webp(bytes: Vec<u8>, place: &str, token: &str) -> Vec<u8> {
    let text = token.as_bytes();
    match place {
        "exif" => riff_with(&bytes, b"EXIF", &exif(token, Where::Place)),
        "xmp" => riff_with(&bytes, b"XMP ", xmp(token).as_bytes()),
        "icc" => riff_with(&bytes, b"ICCP", &icc(token)),
        "unknown" => riff_with(&bytes, b"zqXy", text),
        "trailing" => [bytes, text.to_vec()].concat(),
        other => unreachable!("no such place: {other}"),
    }
}

/// With the chunk that announces others, where it is not there.
fn extended(bytes: &[u8]) -> Vec<u8> {
    if bytes.get(12..16) == Some(b"VP8X") {
        return bytes.to_vec();
    }
    let canvas = [0, 0, 0, 0, 47, 0, 0, 31, 0, 0];
    let (head, rest) = bytes.split_at(12);
    riff(&[head.get(8..).unwrap_or_default(), &chunk_riff(b"VP8X", &canvas), rest].concat())
}

fn riff_with(bytes: &[u8], name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = bytes.get(4..8).and_then(|size| size.try_into().ok()).map(u32::from_le_bytes).unwrap_or(0);
    let end = 8 + usize::try_from(size).expect("it fits");
    let (inside, trailing) = bytes.split_at(end);
    // The chunk that announces others ends at 30; a colour profile follows it, all else comes last.
    let (before, after) = inside.split_at(if name == b"ICCP" { 30 } else { end });
    let before = before.get(8..).unwrap_or_default();
    let mut inside = riff(&[before, &chunk_riff(name, body), after].concat());
    if let Some(flags) = inside.get_mut(20) {
        *flags |= match name {
            b"ICCP" => 0x20,
            b"EXIF" => 0x08,
            b"XMP " => 0x04,
            _ => 0,
        };
    }
    [inside, trailing.to_vec()].concat()
}

fn riff(body: &[u8]) -> Vec<u8> {
    [b"RIFF", &u32::try_from(body.len()).expect("short").to_le_bytes()[..], body].concat()
}

fn chunk_riff(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("short").to_le_bytes();
    let padding: &[u8] = if body.len() % 2 == 1 { &[0] } else { &[] };
    [&name[..], &length, body, padding].concat()
}

/// Where in an Exif record the value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Camera,
    Place,
    MakerNotes,
    Thumbnail,
}

/// An Exif record as phones write it: camera, times, place, maker notes, a thumbnail; which side is up (6).
fn exif(token: &str, place: Where) -> Vec<u8> {
    let say = |which: Where| if which == place { token.to_owned() } else { "-".to_owned() };
    let ascii = |text: &str| (2_u16, [text.as_bytes(), b"\0"].concat());
    let rational = |parts: [u32; 3]| {
        (5_u16, parts.iter().flat_map(|part| [part.to_be_bytes(), 1_u32.to_be_bytes()].concat()).collect::<Vec<u8>>())
    };
    let thumbnail = jpeg(encoded(ImageFormat::Jpeg), "comment", &say(Where::Thumbnail));
    let camera = vec![
        (0x9003, ascii("2025:03:14 15:09:26")),
        (0x927c, (7, say(Where::MakerNotes).into_bytes())),
        (0x9286, (7, [b"ASCII\0\0\0", say(Where::Camera).as_bytes()].concat())),
        (0xa431, ascii(&say(Where::Camera))),
    ];
    let gps = vec![
        (1, ascii("S")),
        (2, rational([1, 17, 31])),
        (3, ascii("E")),
        (4, rational([36, 49, 19])),
        (0x1c, (7, [b"ASCII\0\0\0", say(Where::Place).as_bytes()].concat())),
    ];
    let head = vec![
        (0x010e, ascii(&say(Where::Camera))),
        (0x010f, ascii("Telefoni")),
        (0x0110, ascii(&say(Where::Camera))),
        (0x0112, (3, vec![0, 6])),
        (0x0132, ascii("2025:03:14 15:09:26")),
        (0x013b, ascii(&say(Where::Camera))),
    ];
    tiff(head, camera, gps, &thumbnail)
}

type Entries = Vec<(u16, (u16, Vec<u8>))>;

fn tiff(mut head: Entries, camera: Entries, gps: Entries, thumbnail: &[u8]) -> Vec<u8> {
    let long = |value: usize| (4_u16, u32::try_from(value).expect("short").to_be_bytes().to_vec());
    let size = |entries: &Entries| {
        entries
            .iter()
            .fold(6, |sum, (_, (_, value))| sum + 12 + if value.len() > 4 { value.len() + value.len() % 2 } else { 0 })
    };
    let camera_at = 8 + size(&head) + 24;
    let gps_at = camera_at + size(&camera);
    let second_at = gps_at + size(&gps);
    head.push((0x8769, long(camera_at)));
    head.push((0x8825, long(gps_at)));
    let second = vec![(0x0103, (3, vec![0, 6])), (0x0201, long(second_at + 6 + 36)), (0x0202, long(thumbnail.len()))];
    let mut bytes = b"MM\0\x2a\0\0\0\x08".to_vec();
    directory(&mut bytes, &head, second_at);
    directory(&mut bytes, &camera, 0);
    directory(&mut bytes, &gps, 0);
    directory(&mut bytes, &second, 0);
    bytes.extend_from_slice(thumbnail);
    bytes
}

fn directory(bytes: &mut Vec<u8>, entries: &Entries, next: usize) {
    let mut values = Vec::new();
    let beyond = bytes.len() + 6 + 12 * entries.len();
    bytes.extend(u16::try_from(entries.len()).expect("few").to_be_bytes());
    for (tag, (kind, value)) in entries {
        let width = match kind {
            3 => 2,
            4 => 4,
            5 => 8,
            _ => 1,
        };
        bytes.extend(tag.to_be_bytes());
        bytes.extend(kind.to_be_bytes());
        bytes.extend(u32::try_from(value.len() / width).expect("short").to_be_bytes());
        if value.len() > 4 {
            bytes.extend(u32::try_from(beyond + values.len()).expect("short").to_be_bytes());
            values.extend_from_slice(value);
            values.extend(vec![0; value.len() % 2]);
        } else {
            bytes.extend_from_slice(value);
            bytes.extend(vec![0; 4 - value.len()]);
        }
    }
    bytes.extend(u32::try_from(next).expect("short").to_be_bytes());
    bytes.extend(values);
}

fn xmp(token: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
         <rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/'><xmp:CreatorTool>{token}</xmp:CreatorTool>\
         </rdf:Description></rdf:RDF></x:xmpmeta>"
    )
}

/// Photoshop's record with the press' by-line in it.
fn iptc(token: &str) -> Vec<u8> {
    let length = |bytes: usize| u16::try_from(bytes).expect("short").to_be_bytes();
    let line = [&[0x1c, 2, 80][..], &length(token.len()), token.as_bytes()].concat();
    let padding: &[u8] = if line.len() % 2 == 1 { &[0] } else { &[] };
    [b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0", &length(line.len())[..], &line, padding].concat()
}

/// A colour profile that has only a description.
fn icc(token: &str) -> Vec<u8> {
    let number = |value: usize| u32::try_from(value).expect("short").to_be_bytes();
    let mut text = [b"text\0\0\0\0", token.as_bytes(), b"\0"].concat();
    text.resize(text.len().next_multiple_of(4), 0);
    let mut profile = vec![0; 128];
    profile.extend([number(1), *b"cprt", number(144), number(text.len())].concat());
    profile.extend(text);
    let size = number(profile.len());
    let fields: [(usize, &[u8]); 6] =
        [(0, &size), (8, &[2, 0x10, 0, 0]), (12, b"mntr"), (16, b"RGB "), (20, b"XYZ "), (36, b"acsp")];
    for (at, value) in fields {
        profile.splice(at..at + 4, value.iter().copied());
    }
    profile
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).expect("memory takes it");
    packer.finish().expect("memory takes it")
}

const PNG_MAGIC: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[&str] = &[
    "exif",
    "gps",
    "maker-notes",
    "thumbnail",
    "jfif-thumbnail",
    "xmp",
    "xmp-extended",
    "iptc",
    "comment",
    "icc",
    "unknown",
    "multi-picture",
    "trailing",
];
const PNG: &[&str] = &["text", "packed-text", "world-text", "xmp", "exif", "time", "icc", "unknown", "trailing"];
const WEBP: &[&str] = &["exif", "xmp", "icc", "unknown", "trailing"];
/// Written by libjpeg-turbo, libwebp and Pillow: progressive, with restarts, four inks, lossy, with transparency, moving.
const KINDS: &[(&str, &[u8])] = &[
    ("progressive.jpg", include_bytes!("../../../samples/metadata/progressive.jpg")),
    ("restart.jpg", include_bytes!("../../../samples/metadata/restart.jpg")),
    ("cmyk.jpg", include_bytes!("../../../samples/metadata/cmyk.jpg")),
    ("palette.png", include_bytes!("../../../samples/metadata/palette.png")),
    ("lossy.webp", include_bytes!("../../../samples/metadata/lossy.webp")),
    ("alpha.webp", include_bytes!("../../../samples/metadata/alpha.webp")),
    ("moving.webp", include_bytes!("../../../samples/metadata/moving.webp")),
];
