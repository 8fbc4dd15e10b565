//! ODT (OASIS OpenDocument 1.3): one part for the text, one for its styles, pictures, and a list of them.

use super::package::Package;
use super::rules::{Attribute, Fate, Rules, apply};
use super::xml::{self, Element};
use super::{Category, MetadataError, Told};

/// A new archive of the parts that stay.
pub(super) fn rewrite(package: &Package, told: &mut Told) -> Result<Package, MetadataError> {
    let mut copy = Package::default();
    copy.put("mimetype".to_owned(), MEDIA_TYPE.as_bytes().to_vec());
    let mut pictures: Vec<(String, String)> = Vec::new();
    let mut listed = vec![("/".to_owned(), MEDIA_TYPE)];
    let parts: Vec<String> = package.names().map(str::to_owned).collect();
    for name in &parts {
        let bytes = package.get(name).unwrap_or_default();
        match name.as_str() {
            "mimetype" | "content.xml" | "styles.xml" | "META-INF/manifest.xml" => {}
            "meta.xml" => told.found.note(Category::Properties),
            "settings.xml" => told.found.note(Category::Printer),
            _ if name.starts_with("Thumbnails/") => told.found.note(Category::Thumbnail),
            _ if name.starts_with("Pictures/") => {
                let (bytes, extension, media_type) = told.picture(bytes)?;
                let now = format!("Pictures/image{}.{extension}", pictures.len() + 1);
                copy.put(now.clone(), bytes);
                listed.push((now.clone(), media_type));
                pictures.push((name.clone(), now));
            }
            _ if name.starts_with("Basic/") || name.starts_with("Scripts/") => return Err(MetadataError::Macros),
            _ if name.starts_with("Object") => return Err(MetadataError::Embedded),
            _ => told.found.note(Category::HiddenPart),
        }
    }
    if package.get("META-INF/manifest.xml").is_some_and(|list| xml::read(list).is_ok_and(|root| is_encrypted(&root))) {
        return Err(MetadataError::Encrypted);
    }
    for name in ["content.xml", "styles.xml"] {
        let Some(bytes) = package.get(name) else { continue };
        let attribute = |element: &Element, name: &str, value: &str| attribute(element, name, value, &pictures);
        let element = |element: &Element, told: &mut Told| fate(element, &pictures, told);
        let root = apply(xml::read(bytes)?, &Rules { element: &element, attribute: &attribute }, told)?;
        copy.put(name.to_owned(), root.ok_or(MetadataError::UnknownPart)?.write());
        listed.push((name.to_owned(), "text/xml"));
    }
    copy.put("META-INF/manifest.xml".to_owned(), manifest(&listed));
    Ok(copy)
}

fn is_encrypted(root: &Element) -> bool {
    root.called() == "manifest:encryption-data" || root.elements().any(is_encrypted)
}

fn manifest(parts: &[(String, &str)]) -> Vec<u8> {
    let name = |local: &str| xml::Name { prefix: Some("manifest"), local: local.to_owned() };
    let element = |local: &str, attributes: &[(&str, &str)]| Element {
        name: name(local),
        attributes: attributes.iter().map(|(local, value)| (name(local), (*value).to_owned())).collect(),
        children: Vec::new(),
    };
    let mut root = element("manifest", &[("version", "1.3")]);
    let entry = |(path, media_type): &(String, &str)| {
        xml::Node::Element(element("file-entry", &[("full-path", path), ("media-type", media_type)]))
    };
    root.children.extend(parts.iter().map(entry));
    root.write().to_vec()
}

fn fate(element: &Element, pictures: &[(String, String)], told: &mut Told) -> Fate {
    let called = element.called();
    let local = element.name.local.as_str();
    match called.as_str() {
        "text:tracked-changes" | "text:change" | "text:change-start" | "text:change-end" => {
            Fate::Refused(MetadataError::Changes)
        }
        "office:annotation" | "office:annotation-end" => Fate::Goes(Category::Comments),
        "office:meta" => Fate::Goes(Category::Properties),
        "office:settings" | "office:event-listeners" | "svg:font-face-src" => Fate::Goes(Category::HiddenPart),
        "office:scripts" if element.elements().next().is_none() => Fate::Goes(Category::HiddenPart),
        "office:scripts" => Fate::Refused(MetadataError::Macros),
        "office:forms" if element.elements().next().is_none() => Fate::Goes(Category::HiddenPart),
        "office:forms" | "draw:object" | "draw:object-ole" | "draw:applet" | "draw:plugin" => {
            Fate::Refused(MetadataError::Embedded)
        }
        "draw:floating-frame"
        | "office:dde-source"
        | "text:section-source"
        | "text:dde-connection"
        | "text:dde-connection-decls" => Fate::Refused(MetadataError::Linked),
        "svg:title" | "svg:desc" => Fate::Goes(Category::ObjectNames),
        "draw:image" | "style:background-image" | "draw:fill-image" => match element.get("xlink:href") {
            Some(href) if !is_inside(href, pictures) => Fate::Refused(MetadataError::Linked),
            _ => Fate::Stays,
        },
        "text:a" if element.get("xlink:href").is_some_and(is_web) => {
            told.left.note(Category::Links);
            Fate::Stays
        }
        _ if FIELDS.contains(&local) || local.starts_with("sender-") => {
            told.left.note(Category::Fields);
            Fate::Stays
        }
        "text:hidden-text" | "text:hidden-paragraph" => {
            told.left.note(Category::HiddenText);
            Fate::Stays
        }
        _ => Fate::Stays,
    }
}

fn attribute(element: &Element, name: &str, value: &str, pictures: &[(String, String)]) -> Attribute {
    match name {
        "xlink:href" => match pictures.iter().find(|(before, _)| inside(value) == before) {
            Some((_, now)) if now == value => Attribute::Stays,
            Some((_, now)) => Attribute::Becomes(now.clone()),
            None if element.called() == "text:a" && (is_web(value) || value.starts_with('#')) => Attribute::Stays,
            // A link needs an address: one that leads nowhere.
            None if element.called() == "text:a" => Attribute::Becomes("#".to_owned()),
            None => Attribute::Goes(Category::Template),
        },
        "draw:name" | "office:title" => Attribute::Goes(Category::ObjectNames),
        "fo:language"
        | "fo:country"
        | "fo:script"
        | "style:rfc-language-tag"
        | "style:language-asian"
        | "style:country-asian"
        | "style:language-complex"
        | "style:country-complex" => Attribute::Goes(Category::Language),
        "office:name" | "text:author-name" => Attribute::Goes(Category::Author),
        "xml:id" => Attribute::Goes(Category::RevisionIds),
        _ => Attribute::Stays,
    }
}

fn inside(href: &str) -> &str {
    href.strip_prefix("./").unwrap_or(href)
}

fn is_inside(href: &str, pictures: &[(String, String)]) -> bool {
    pictures.iter().any(|(before, _)| before == inside(href))
}

fn is_web(href: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|start| href.starts_with(start))
}

/// What the first part of every ODT says.
pub(super) const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";
/// Elements that fill in what a program knows.
const FIELDS: &[&str] = &[
    "author-name",
    "author-initials",
    "initial-creator",
    "creator",
    "file-name",
    "template-name",
    "creation-date",
    "creation-time",
    "modification-date",
    "modification-time",
    "print-date",
    "printed-by",
    "editing-cycles",
    "editing-duration",
    "title",
    "subject",
    "keywords",
    "description",
    "user-defined",
    "date",
    "time",
];
