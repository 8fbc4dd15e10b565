//! Hostile files: cut short, with bits turned, and planted.

#[allow(
    dead_code,
    unreachable_pub,
    clippy::pedantic,
    reason = "the whole-system tests use it too, as a module of theirs"
)]
#[path = "../../../tests/src/metadata/corpus/mod.rs"]
mod corpus;

use image::DynamicImage;

use super::*;
use corpus::{Sample, documents, holds, pictures};

#[test]
fn nothing_planted_is_in_the_copy_of_a_picture_and_its_pixels_are_the_same() {
    let samples = pictures::pictures();
    assert!(samples.len() > 30);
    for sample in samples {
        let what = format!("{}.{}", sample.name, sample.extension);
        let examined = examine(&sample.bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(examined.extension, sample.extension, "{what}");
        assert!(!examined.found.is_empty(), "{what}");
        let copy = examined.rewritten.unwrap();
        holds_nothing(&sample, &copy);
        assert!(pixels(&sample.bytes) == pixels(&copy), "{what}: other pixels");
    }
}

#[test]
fn the_side_that_is_up_is_kept_and_the_place_is_told() {
    let (photo, _) = pictures::camera_jpeg("turned");
    let examined = examine(&photo).unwrap();
    assert!(examined.found.contains(&Finding::with(Category::Place, "-1.29194, 36.82194")), "{:?}", examined.found);
    let copy = examined.rewritten.unwrap();
    assert!(copy.windows(12).any(|window| window == [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]));
    assert!(examined.left.contains(&Finding::new(Category::Orientation)));
}

#[test]
fn pictures_that_are_not_exact_are_refused() {
    for sample in pictures::refused() {
        assert!(examine(&sample.bytes).is_err(), "{}.{}", sample.name, sample.extension);
    }
}

#[test]
fn nothing_planted_is_in_the_copy_of_a_document() {
    let samples = documents::documents();
    assert!(samples.len() > 40);
    for sample in samples {
        let what = format!("{}.{}", sample.name, sample.extension);
        let examined = examine(&sample.bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(examined.extension, sample.extension, "{what}");
        assert!(examined.left.contains(&Finding::new(Category::Words)), "{what}");
        let copy = examined.rewritten.unwrap();
        holds_nothing(&sample, &copy);
        let names = |bytes: &[u8]| documents::unpacked(bytes).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert!(names(&copy).len() > 4, "{what}");
    }
}

#[test]
fn documents_that_cannot_be_rewritten_in_silence_are_refused() {
    for sample in documents::refused() {
        assert!(examine(&sample.bytes).is_err(), "{}.{}", sample.name, sample.extension);
        assert_ne!(identify(&sample.bytes), Format::Other);
    }
}

#[test]
fn documents_cut_or_changed_anywhere_yield_nothing_that_was_planted() {
    for sample in together(documents::documents()) {
        // Each byte would take an hour: the archive's end, where its list is, and a sweep of all of it.
        let step = sample.bytes.len() / 24;
        let end = sample.bytes.len().saturating_sub(16)..sample.bytes.len();
        for at in (0..sample.bytes.len()).step_by(step).chain(end) {
            yields_nothing(&sample, &sample.bytes[..at]);
            let mut bytes = sample.bytes.clone();
            bytes[at] ^= 1 << (at % 8);
            yields_nothing(&sample, &bytes);
        }
    }
}

#[test]
fn other_files_are_named_as_such_and_not_rewritten() {
    for bytes in [&b""[..], b"%PDF-1.7", b"words", b"PK\x03\x04", b"\xff\xd8"] {
        let examined = examine(bytes).unwrap();
        assert_eq!(examined.format, Format::Other);
        assert!(examined.rewritten.is_none());
    }
}

#[test]
fn pictures_cut_anywhere_yield_nothing_that_was_planted() {
    for sample in together(pictures::pictures()) {
        for length in 0..sample.bytes.len() {
            yields_nothing(&sample, &sample.bytes[..length]);
        }
    }
}

#[test]
fn pictures_with_a_bit_turned_anywhere_yield_nothing_that_was_planted() {
    for sample in together(pictures::pictures()) {
        let mut bytes = sample.bytes.clone();
        for at in 0..bytes.len() {
            bytes[at] ^= 1 << (at % 8);
            yields_nothing(&sample, &bytes);
            bytes[at] ^= 1 << (at % 8);
        }
    }
}

/// Those with more than one place.
fn together(samples: Vec<Sample>) -> Vec<Sample> {
    samples.into_iter().filter(|sample| sample.planted.len() > 1).collect()
}

/// Refused, or without what was planted.
fn yields_nothing(sample: &Sample, bytes: &[u8]) {
    if let Ok(Examined { rewritten: Some(copy), .. }) = examine(bytes) {
        holds_nothing(sample, &copy);
    }
}

/// In the bytes, and in those of the parts of an archive.
fn holds_nothing(sample: &Sample, copy: &[u8]) {
    let mut places = vec![copy.to_vec()];
    if copy.starts_with(b"PK") {
        places.extend(documents::unpacked(copy).into_iter().map(|(_, bytes)| bytes));
    }
    for planted in &sample.planted {
        assert!(!places.iter().any(|bytes| holds(bytes, planted)), "{}.{}: {planted}", sample.name, sample.extension);
    }
}

fn pixels(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}
