//! XML as a tree, read by a real parser and written by ours: what is in no tree (comments, instructions, the choice of
//! prefixes, the order of declarations) is not in the copy.

use std::collections::BTreeSet;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use zeroize::Zeroizing;

use crate::metadata::MetadataError;

/// A name in a name space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The canonical prefix of a known name space; empty where there is none; nothing where it is unknown.
    pub(super) prefix: Option<&'static str>,
    pub(super) local: String,
}

#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) name: Name,
    pub(super) attributes: Vec<(Name, String)>,
    pub(super) children: Vec<Node>,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The name as it is written: `w:p`.
    pub(super) fn called(&self) -> String {
        self.name.written()
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known.written() == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All text in it.
    pub(super) fn words(&self) -> String {
        let of = |child: &Node| match child {
            Node::Element(element) => element.words(),
            Node::Text(text) => text.clone(),
        };
        self.children.iter().map(of).collect()
    }

    /// The bytes of a document with this root.
    pub(super) fn write(&self) -> Zeroizing<Vec<u8>> {
        let mut used = BTreeSet::new();
        self.prefixes(&mut used);
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned();
        let declared = SPACES.iter().filter(|(_, prefix)| *prefix != "xml" && used.contains(*prefix));
        let declared: String = declared.map(|(uri, prefix)| format!(" xmlns:{prefix}=\"{uri}\"")).collect();
        self.put(&mut out, &declared);
        Zeroizing::new(out.into_bytes())
    }

    fn prefixes(&self, used: &mut BTreeSet<&'static str>) {
        used.extend(self.name.prefix);
        used.extend(self.attributes.iter().filter_map(|(name, _)| name.prefix));
        let required = self.get("Requires").unwrap_or_default().split(' ');
        used.extend(
            required.filter_map(|word| SPACES.iter().find(|(_, prefix)| *prefix == word).map(|(_, prefix)| *prefix)),
        );
        self.elements().for_each(|element| element.prefixes(used));
    }

    fn put(&self, out: &mut String, declared: &str) {
        let name = self.called();
        out.push_str(&format!("<{name}{declared}"));
        for (name, value) in &self.attributes {
            out.push_str(&format!(" {}=\"{}\"", name.written(), escaped(value)));
        }
        if self.children.is_empty() {
            return out.push_str("/>");
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.put(out, ""),
                Node::Text(text) => out.push_str(&escaped(text)),
            }
        }
        out.push_str(&format!("</{name}>"));
    }
}

impl Name {
    pub(super) fn written(&self) -> String {
        match self.prefix {
            Some("") => self.local.clone(),
            Some(prefix) => format!("{prefix}:{}", self.local),
            None => format!("?:{}", self.local),
        }
    }
}

/// Reads a part. No document type, no entity but the five of XML itself, no depth that a stack could not bear.
pub(super) fn read(bytes: &[u8]) -> Result<Element, MetadataError> {
    if bytes.len() > MOST_BYTES {
        return Err(MetadataError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| MetadataError::Damaged)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        match reader.read_event().map_err(|_| MetadataError::Damaged)? {
            Event::Start(start) if root.is_none() && open.len() < DEEPEST => open.push(element(&reader, &start)?),
            Event::End(_) => {
                let closed = open.pop().ok_or(MetadataError::Damaged)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(closed)),
                    None => root = Some(closed),
                }
            }
            Event::Text(text) => say(&mut open, &text)?,
            Event::CData(text) => say(&mut open, &text)?,
            Event::GeneralRef(name) => say(&mut open, &unescaped(&format!("&{};", &*name))?)?,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            Event::Eof => break,
            Event::DocType(_) | Event::Start(_) | Event::Empty(_) => return Err(MetadataError::Damaged),
        }
    }
    if open.is_empty() { root.ok_or(MetadataError::Damaged) } else { Err(MetadataError::Damaged) }
}

fn say(open: &mut [Element], text: &str) -> Result<(), MetadataError> {
    match open.last_mut() {
        Some(element) => match element.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => element.children.push(Node::Text(text.to_owned())),
        },
        None if text.trim().is_empty() => {}
        None => return Err(MetadataError::Damaged),
    }
    Ok(())
}

fn element<R>(reader: &NsReader<R>, start: &BytesStart<'_>) -> Result<Element, MetadataError> {
    let (space, local) = reader.resolver().resolve_element(start.name());
    let name = named(&space, local.as_ref())?;
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| MetadataError::Damaged)?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (space, local) = reader.resolver().resolve_attribute(attribute.key);
        let name = named(&space, local.as_ref())?;
        let mut value = unescaped(&attribute.value)?;
        if name.local == "Requires" {
            value = required(reader, &value);
        }
        attributes.push((name, value));
    }
    Ok(Element { name, attributes, children: Vec::new() })
}

/// Prefixes that a choice requires, in canonical form; `?` for one that is unknown.
fn required<R>(reader: &NsReader<R>, prefixes: &str) -> String {
    let canonical = |prefix: &str| {
        let probe = format!("{prefix}:x");
        let (space, _) = reader.resolver().resolve_attribute(quick_xml::name::QName(&probe));
        named(&space, "x").ok().and_then(|name| name.prefix).unwrap_or("?")
    };
    prefixes.split_whitespace().map(canonical).collect::<Vec<_>>().join(" ")
}

fn named(space: &ResolveResult<'_>, local: &str) -> Result<Name, MetadataError> {
    let local = local.to_owned();
    let prefix = match space {
        ResolveResult::Unbound => Some(""),
        ResolveResult::Bound(space) => {
            let uri: &str = space.as_ref();
            SPACES.iter().find(|(known, _)| *known == uri).map(|(_, prefix)| *prefix)
        }
        ResolveResult::Unknown(_) => return Err(MetadataError::Damaged),
    };
    Ok(Name { prefix, local })
}

fn unescaped(raw: &str) -> Result<String, MetadataError> {
    quick_xml::escape::unescape(raw).map(Into::into).map_err(|_| MetadataError::Damaged)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // As they are they would be read back as spaces.
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

const MOST_BYTES: usize = 32 << 20;
const DEEPEST: usize = 200;

/// The name spaces that documents may use, and our prefix for each.
const SPACES: &[(&str, &str)] = &[
    ("http://www.w3.org/XML/1998/namespace", "xml"),
    ("http://schemas.openxmlformats.org/package/2006/content-types", "ct"),
    ("http://schemas.openxmlformats.org/package/2006/relationships", "rel"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "x"),
    ("http://schemas.openxmlformats.org/presentationml/2006/main", "p"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"),
    ("http://schemas.openxmlformats.org/drawingml/2006/chart", "c"),
    ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"),
    ("http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing", "xdr"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", "wpg"),
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"),
    ("urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "draw"),
    ("urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", "fo"),
    ("urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", "svg"),
    ("urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0", "number"),
    ("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest"),
    ("http://www.w3.org/1999/xlink", "xlink"),
];
