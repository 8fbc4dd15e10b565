//! Photographs.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use davylamp_tests::externals::Externals;
use davylamp_tests::metadata::corpus::{Sample, pictures, token};
use davylamp_tests::metadata::oracle::exiftool;
use libtest_mimic::{Failed, Trial};

use crate::copies::copied;
use crate::planted::planted_is_gone;

pub(crate) fn trials(externals: &mut Externals) -> Vec<Trial> {
    vec![
        externals.trial("nothing_planted_is_left_in_a_picture", || planted_is_gone(pictures::pictures())),
        externals.trial("nothing_that_exiftool_writes_is_left_in_a_picture", || planted_is_gone(by_exiftool()?)),
        Trial::test("pictures_that_are_not_exact_are_refused", || {
            refused().map_err(|error| Failed::from(format!("{error:#}")))
        }),
    ]
}

fn refused() -> Result<()> {
    let (_dir, files) = copied(pictures::refused())?;
    for file in &files {
        ensure!(file.copy.is_none(), "{} was rewritten", file.title());
    }
    println!("pictures refused, as they must be: {}", files.len());
    Ok(())
}

/// Pictures into which exiftool wrote as cameras and programs do: an independent hand. It writes no WebP.
fn by_exiftool() -> Result<Vec<Sample>> {
    let dir = tempfile::tempdir()?;
    let mut samples = Vec::new();
    for base in ["progressive.jpg", "restart.jpg", "palette.png"] {
        let from = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/metadata").join(base);
        let to = dir.path().join(base);
        let (name, extension) = base.split_once('.').context("a name has an extension")?;
        let extension = ["jpg", "png"].into_iter().find(|known| *known == extension).context("known")?;
        let written: Vec<(String, String)> =
            TAGS.iter().map(|tag| (format!("-{tag}="), token(name, &tag.replace(':', "-")))).collect();
        let words = written.iter().map(|(tag, token)| format!("{tag}{token}"));
        let output = Command::new("exiftool").args(words).args(PLACE).arg("-o").arg(&to).arg(&from).output()?;
        ensure!(output.status.success(), "exiftool: {}", String::from_utf8_lossy(&output.stderr));
        let bytes = fs::read(&to)?;
        let said = exiftool(&[to])?.pop().context("one file")?.to_string();
        // Not every format has room for every tag.
        let planted: Vec<String> =
            written.into_iter().map(|(_, token)| token).filter(|token| said.contains(token)).collect();
        ensure!(planted.len() >= 4, "{base}: {planted:?}");
        samples.push(Sample { name: format!("exiftool-{name}"), extension, bytes, planted });
    }
    Ok(samples)
}

const TAGS: &[&str] = &[
    "IFD0:Artist",
    "IFD0:Software",
    "IFD0:Model",
    "ExifIFD:UserComment",
    "ExifIFD:SerialNumber",
    "ExifIFD:OwnerName",
    "GPS:GPSAreaInformation",
    "XMP-dc:Creator",
    "XMP-xmpMM:DocumentID",
    "XMP-photoshop:City",
    "IPTC:By-line",
    "Photoshop:URL",
    "Comment",
    "PNG:Author",
];
const PLACE: &[&str] = &[
    "-GPS:GPSLatitude=1.29194",
    "-GPS:GPSLatitudeRef=S",
    "-GPS:GPSLongitude=36.82194",
    "-GPS:GPSLongitudeRef=E",
    "-ExifIFD:DateTimeOriginal=2025:03:14 15:09:26",
];
