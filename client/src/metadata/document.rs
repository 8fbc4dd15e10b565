//! Documents: DOCX, XLSX and PPTX (ECMA-376), and ODT (OASIS OpenDocument), which are zip archives of XML.
//!
//! Of the archive only the names and bytes of its parts are read, and it is packed anew. Of the parts only those are
//! taken that the document itself leads to, and that are of a kind on a list. Their XML is read into a tree and written
//! anew, without what names people, machines, times and revisions, and without every name space that is not on a list.
//! Pictures are rewritten in turn. What cannot be left out without changing what the document says is refused.
//!
//! | module | what |
//! |---|---|
//! | [`package`] | the archive |
//! | [`xml`] | trees of elements, with canonical prefixes |
//! | [`office`] | DOCX, XLSX, PPTX: parts, relationships |
//! | [`rules`] | which elements and attributes stay |
//! | [`text`] | ODT |

mod office;
mod package;
mod rules;
mod text;
mod xml;

use zeroize::Zeroizing;

use super::finding::{Category, Findings};
use super::{Format, MetadataError, Rewrite};
use package::Package;

/// What the archive holds, by the names of its parts; nothing where it is no document.
pub(super) fn identify(bytes: &[u8]) -> Option<Format> {
    let names = package::names(bytes)?;
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("[Content_Types].xml") {
        let mains = [
            ("word/document.xml", Format::Docx),
            ("xl/workbook.xml", Format::Xlsx),
            ("ppt/presentation.xml", Format::Pptx),
        ];
        return mains.into_iter().find(|(main, _)| has(main)).map(|(_, format)| format);
    }
    let is_text = has("content.xml") && package::first_is(bytes, "mimetype", text::MEDIA_TYPE);
    is_text.then_some(Format::Odt)
}

/// Reads the whole archive, and writes a new one.
pub(super) fn rewrite(format: Format, bytes: &[u8]) -> Result<Rewrite, MetadataError> {
    let package = Package::read(bytes)?;
    let mut told = Told::default();
    if *package.write()? != *bytes {
        told.found.note(Category::Archive);
    }
    told.left.note(Category::Words);
    let copy =
        if format == Format::Odt { text::rewrite(&package, &mut told)? } else { office::rewrite(&package, &mut told)? };
    Ok(Rewrite { bytes: copy.write()?, found: told.found.into_sorted(), left: told.left.into_sorted() })
}

/// What is found, and what is left, while a document is read.
#[derive(Default)]
struct Told {
    found: Findings,
    left: Findings,
}

impl Told {
    /// A picture inside, rewritten; with its neutral extension and media type.
    fn picture(&mut self, bytes: &[u8]) -> Result<(Zeroizing<Vec<u8>>, &'static str, &'static str), MetadataError> {
        let examined = match super::identify(bytes) {
            format if format.is_picture() => super::examine(bytes)?,
            _ => return Err(MetadataError::Media),
        };
        let inside = |mut finding: super::Finding| {
            finding.inside = true;
            finding
        };
        self.found.extend(examined.found.into_iter().map(inside));
        self.left.extend(examined.left.into_iter().map(inside));
        Ok((examined.rewritten.ok_or(MetadataError::Media)?, examined.extension, examined.media_type))
    }
}
