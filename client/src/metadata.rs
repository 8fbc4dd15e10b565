//! What a photograph or a document says about its maker, and a copy of it that no longer does.
//!
//! People were found by the place that a phone writes into a photograph. What is copied here is what is on a list, part
//! by part; what is not on it is left behind, and a file that does not parse to its last byte is refused. The copy is
//! read again by the same code, which must find nothing in it.
//!
//! | module | what |
//! |---|---|
//! | [`jpeg`], [`png`], [`webp`] | photographs, segment by segment or chunk by chunk |
//! | [`document`] | DOCX, XLSX, PPTX and ODT, part by part |
//! | [`exif`] | what cameras write: read for the person, and for which side is up |
//! | [`finding`] | what a file says, and what stays, in plain words |
//! | [`error`] | why a file is refused, and what to do |
//! | [`command`] | `davylamp metadata` |

mod command;
mod document;
mod error;
mod exif;
mod finding;
mod jpeg;
mod png;
mod reader;
#[cfg(test)]
mod tests;
mod webp;

use zeroize::Zeroizing;

pub(crate) use command::{MetadataArgs, metadata, neutral_name, tell};
pub(crate) use error::MetadataError;
pub(crate) use finding::{Category, Finding};

/// What a file is, by its content: names lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Jpeg,
    Png,
    WebP,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    /// Nothing that is rewritten here.
    Other,
}

impl Format {
    /// Media type and neutral extension.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Jpeg => ("image/jpeg", "jpg"),
            Self::Png => ("image/png", "png"),
            Self::WebP => ("image/webp", "webp"),
            Self::Docx => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            Self::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
            Self::Pptx => ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
            Self::Odt => ("application/vnd.oasis.opendocument.text", "odt"),
            Self::Other => ("application/octet-stream", "bin"),
        }
    }

    /// Whether it is a picture; else a document, or unknown.
    pub(crate) fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::WebP)
    }
}

/// What was found in a file.
pub(crate) struct Examined {
    pub(crate) format: Format,
    pub(crate) media_type: &'static str,
    /// Neutral, without a dot.
    pub(crate) extension: &'static str,
    /// What the original says about who made it, where, when and with what.
    pub(crate) found: Vec<Finding>,
    /// The copy that is without it; none for a format that is not handled.
    pub(crate) rewritten: Option<Zeroizing<Vec<u8>>>,
    /// What the copy still shows.
    pub(crate) left: Vec<Finding>,
}

/// What a format's reader makes of a file.
struct Rewrite {
    bytes: Zeroizing<Vec<u8>>,
    found: Vec<Finding>,
    left: Vec<Finding>,
}

/// Reads the whole file, says what it tells, and rewrites it without that.
///
/// # Errors
///
/// Why it cannot be rewritten. Nothing of a refused file may be passed on unless the person said `--keep-metadata`; what
/// it is [`identify`] still says.
pub(crate) fn examine(bytes: &[u8]) -> Result<Examined, MetadataError> {
    let format = identify(bytes);
    let (media_type, extension) = format.names();
    let Some(rewrite) = rewrite(format, bytes)? else {
        let left = vec![Finding::new(Category::NotHandled)];
        return Ok(Examined { format, media_type, extension, found: Vec::new(), rewritten: None, left });
    };
    // What was rewritten must hold nothing by its own reader's light, or the reader is wrong.
    let again = rewrite_again(format, &rewrite.bytes)?;
    if !again.found.is_empty() || again.bytes != rewrite.bytes {
        return Err(MetadataError::NotStable);
    }
    let Rewrite { bytes, found, left } = rewrite;
    Ok(Examined { format, media_type, extension, found, rewritten: Some(bytes), left })
}

/// What the file is, by its content; the rest of it may still be damaged.
pub(crate) fn identify(bytes: &[u8]) -> Format {
    if bytes.starts_with(jpeg::MAGIC) {
        Format::Jpeg
    } else if bytes.starts_with(png::MAGIC) {
        Format::Png
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Format::WebP
    } else if bytes.starts_with(b"PK\x03\x04") {
        document::identify(bytes).unwrap_or(Format::Other)
    } else {
        Format::Other
    }
}

fn rewrite(format: Format, bytes: &[u8]) -> Result<Option<Rewrite>, MetadataError> {
    if format != Format::Other && bytes.len() > MOST {
        return Err(MetadataError::TooLarge);
    }
    match format {
        Format::Jpeg => jpeg::rewrite(bytes).map(Some),
        Format::Png => png::rewrite(bytes).map(Some),
        Format::WebP => webp::rewrite(bytes).map(Some),
        Format::Docx | Format::Xlsx | Format::Pptx | Format::Odt => document::rewrite(format, bytes).map(Some),
        Format::Other => Ok(None),
    }
}

fn rewrite_again(format: Format, bytes: &[u8]) -> Result<Rewrite, MetadataError> {
    let again = if identify(bytes) == format { rewrite(format, bytes)? } else { None };
    again.ok_or(MetadataError::NotStable)
}

/// Bytes of the largest file that is rewritten: all of it is in memory, several times.
pub(crate) const MOST: usize = 128 << 20;
