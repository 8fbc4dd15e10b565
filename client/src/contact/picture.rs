//! The code of a poster, in a photograph or a scan.
//!
//! The picture may come from anybody: its size is bounded before it is decoded, and what it holds is only ever taken
//! for the URI of a contact, which is compared by voice like any other.

use std::collections::BTreeSet;
use std::io::Cursor;

use image::imageops::{FilterType, resize};
use image::{GrayImage, ImageFormat, ImageReader, Limits};
use rqrr::PreparedImage;

use super::SCHEME;
use crate::failure::Failure;
use crate::text::{text, text_with};

/// Whether `bytes` begin as a picture does, also one that cannot be read here.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    is_heic(bytes) || image::guess_format(bytes).is_ok()
}

/// The one `davylamp:` URI in the codes of a PNG, JPEG or WebP picture.
///
/// # Errors
///
/// A [`Failure`] for a picture that does not read, that has no such code, or two that differ.
pub(super) fn uri_in(bytes: &[u8]) -> Result<String, Failure> {
    let picture = decode(bytes)?;
    let mut codes = BTreeSet::new();
    for side in SIDES {
        codes.extend(read_codes(&at_most(&picture, side)));
        if codes.iter().any(|code| code.starts_with(SCHEME)) {
            break;
        }
    }
    let found_any = !codes.is_empty();
    let mut contacts = codes.into_iter().filter(|code| code.starts_with(SCHEME));
    match (contacts.next(), contacts.next()) {
        (Some(uri), None) => Ok(uri),
        (Some(_), Some(_)) => Err(Failure::new(text("picture-two-contacts")).hint(text("picture-two-contacts-hint"))),
        _ if found_any => Err(Failure::new(text("picture-other-code")).hint(text("picture-no-code-hint"))),
        _ => Err(Failure::new(text("picture-no-code")).hint(text("picture-no-code-hint"))),
    }
}

fn decode(bytes: &[u8]) -> Result<GrayImage, Failure> {
    if is_heic(bytes) {
        return Err(Failure::new(text("picture-heic")).hint(text("picture-heic-hint")));
    }
    let wrong = |why: &dyn ToString| Failure::new(text_with("picture-unreadable", &[("why", &why.to_string())]));
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| wrong(&error))?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) {
        return Err(wrong(&text("picture-format")));
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(SIDE_MAX), Some(SIDE_MAX));
    limits.max_alloc = Some(ALLOC_MAX);
    reader.limits(limits);
    Ok(reader.decode().map_err(|error| wrong(&error))?.into_luma8())
}

/// The picture with its longer side brought down to `side`: noise that hides a code goes with the size.
fn at_most(picture: &GrayImage, side: u32) -> GrayImage {
    let longer = picture.width().max(picture.height());
    if longer <= side {
        return picture.clone();
    }
    let scaled = |length: u32| u32::try_from(u64::from(length) * u64::from(side) / u64::from(longer)).unwrap_or(side);
    resize(picture, scaled(picture.width()).max(1), scaled(picture.height()).max(1), FilterType::Triangle)
}

fn read_codes(picture: &GrayImage) -> Vec<String> {
    let (Ok(width), Ok(height)) = (usize::try_from(picture.width()), usize::try_from(picture.height())) else {
        return Vec::new();
    };
    let pixels = picture.as_raw();
    let shade = |x: usize, y: usize| pixels.get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut prepared = PreparedImage::prepare_from_greyscale(width, height, shade);
    prepared.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, content)| content).collect()
}

/// What phones of one maker write; there is no decoder for it here.
fn is_heic(bytes: &[u8]) -> bool {
    let brand = bytes.get(4..12).unwrap_or_default();
    [b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc", b"ftypavif"].iter().any(|known| brand == *known)
}

/// Longer sides that are tried, in pixels: first where a photograph is sharp enough and not too large, then smaller and
/// larger ones.
const SIDES: [u32; 5] = [1600, 1000, 2600, 640, SIDE_MAX];
const SIDE_MAX: u32 = 16_384;
/// Bytes; a photograph of 100 megapixels fits.
const ALLOC_MAX: u64 = 512 << 20;

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "pixels and shades are in range where they are made")]
mod tests {
    use super::*;
    use crate::relay::test_card::desk;
    use image::codecs::jpeg::JpegEncoder;
    use image::{DynamicImage, Luma};
    use qrcode::{Color, QrCode};
    use rand::{Rng as _, SeedableRng as _};

    fn uri() -> String {
        format!("davylamp:pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion:80#{}", desk().verifier_key())
    }

    fn code(content: &str, module: u32) -> GrayImage {
        const QUIET: u32 = 4;
        let code = QrCode::new(content).unwrap();
        let (width, colors) = (code.width() as u32, code.to_colors());
        let is_dark = |x: u32, y: u32| x < width && y < width && colors[(y * width + x) as usize] == Color::Dark;
        let side = (width + 2 * QUIET) * module;
        GrayImage::from_fn(side, side, |x, y| {
            let dark = is_dark((x / module).wrapping_sub(QUIET), (y / module).wrapping_sub(QUIET));
            Luma([if dark { 0 } else { 255 }])
        })
    }

    fn png(picture: GrayImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    /// On a wall of another shade, seen from the side and turned, unevenly lit, with noise, as a JPEG of low quality.
    fn photographed(code: &GrayImage, turned: f64) -> Vec<u8> {
        let mut rng = rand::rngs::StdRng::seed_from_u64(7);
        let (side, (sin, cos)) = (1900_u32, turned.sin_cos());
        let extent = f64::from(code.width());
        let photograph = GrayImage::from_fn(side, side, |x, y| {
            let (u, v) = (f64::from(x) / 950.0 - 1.0, f64::from(y) / 950.0 - 1.0);
            let (u, v) = (u * cos - v * sin, u * sin + v * cos);
            let depth = 1.0 + 0.18 * u + 0.08 * v;
            let (u, v) = ((u / depth * 0.75 + 0.5) * extent, (v / depth * 0.75 + 0.5) * extent);
            let inside = (0.0..extent).contains(&u) && (0.0..extent).contains(&v);
            let paper = if inside { f64::from(code.get_pixel(u as u32, v as u32).0[0]) * 0.75 + 20.0 } else { 120.0 };
            let light = 0.65 + 0.35 * f64::from(x) / f64::from(side);
            Luma([(paper * light + rng.gen_range(-14.0..14.0)).clamp(0.0, 255.0) as u8])
        });
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 45).encode_image(&photograph).unwrap();
        bytes
    }

    fn refused(bytes: &[u8]) -> String {
        uri_in(bytes).unwrap_err().message
    }

    #[test]
    fn a_scanned_poster_gives_its_contact_at_any_size() {
        for module in [2, 4, 12, 60] {
            assert_eq!(uri_in(&png(code(&uri(), module))).unwrap(), uri(), "{module} pixels a module");
        }
    }

    #[test]
    fn a_photograph_from_the_side_turned_and_badly_lit_gives_its_contact() {
        for turned in [0.0, 0.35, 1.6, 3.3] {
            assert_eq!(uri_in(&photographed(&code(&uri(), 8), turned)).unwrap(), uri(), "turned by {turned}");
        }
    }

    #[test]
    fn a_picture_with_two_contacts_with_none_or_with_another_code_is_refused() {
        let (one, other) = (code(&uri(), 4), code(&uri().replace("pg6m", "qg6m"), 4));
        let mut both = GrayImage::from_pixel(one.width() * 2, one.height(), Luma([255]));
        image::imageops::overlay(&mut both, &one, 0, 0);
        image::imageops::overlay(&mut both, &other, one.width().into(), 0);
        assert_eq!(refused(&png(both)), text("picture-two-contacts"));
        assert_eq!(refused(&png(code("https://example.org", 4))), text("picture-other-code"));
        assert_eq!(refused(&png(GrayImage::from_pixel(300, 200, Luma([90])))), text("picture-no-code"));
    }

    #[test]
    fn what_is_no_picture_is_not_taken_for_one_and_a_broken_one_is_refused() {
        assert!(!is_picture(uri().as_bytes()) && !is_picture(b"") && !is_picture(b"davylamp-card/v1\n"));
        let whole = png(code(&uri(), 4));
        assert!(is_picture(&whole) && uri_in(&whole[..whole.len() / 2]).is_err());
        assert_eq!(refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), text("picture-heic"));
        assert!(is_picture(b"GIF89a\x01\0\x01\0\0\0\0;") && uri_in(b"GIF89a\x01\0\x01\0\0\0\0;").is_err());
    }

    #[test]
    fn a_picture_that_claims_to_be_enormous_is_not_unpacked() {
        let mut bytes = png(GrayImage::new(4, 4));
        bytes[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert!(uri_in(&bytes).is_err());
    }

    #[test]
    fn damaged_pictures_never_end_the_program() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(11);
        let whole = code(&uri(), 3);
        for _ in 0..60 {
            let mut damaged = whole.clone();
            for _ in 0..rng.gen_range(1..4000) {
                let at = (rng.gen_range(0..whole.width()), rng.gen_range(0..whole.height()));
                damaged.put_pixel(at.0, at.1, Luma([rng.r#gen()]));
            }
            let _ = uri_in(&png(damaged));
            let mut bytes = png(whole.clone());
            let at = rng.gen_range(0..bytes.len());
            bytes[at] ^= rng.gen_range(1..=255_u8);
            let _ = uri_in(&bytes);
        }
    }
}
