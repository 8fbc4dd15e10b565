//! DOCX, XLSX, PPTX (ECMA-376 part 2): parts that relationships lead to, from the archive's root.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::package::Package;
use super::rules::{Attribute, Fate, Rules, apply};
use super::xml::{self, Element};
use super::{Category, MetadataError, Told};

/// A new archive of the parts that stay.
pub(super) fn rewrite(package: &Package, told: &mut Told) -> Result<Package, MetadataError> {
    let types = Types::read(package)?;
    let mut copy = Copy { package, types, told, parts: BTreeMap::new(), media: 0 };
    let roots = copy.relationships("")?;
    let main = roots.iter().find(|relation| relation.kind == "officeDocument").ok_or(MetadataError::Damaged)?;
    let main_target = main.target.clone();
    let roots = copy.kept("", roots)?;
    let mut open = VecDeque::from([main_target]);
    while let Some(name) = open.pop_front() {
        if !copy.parts.contains_key(&name) {
            open.extend(copy.part(&name)?);
        }
    }
    copy.written(&roots)
}

/// One relationship of a part.
struct Relation {
    id: String,
    /// The last word of its type.
    kind: String,
    /// A part's name, or an address.
    target: String,
    is_external: bool,
}

/// A part of the copy.
struct Part {
    name: String,
    media_type: String,
    bytes: zeroize::Zeroizing<Vec<u8>>,
    relations: Vec<Relation>,
}

struct Copy<'a> {
    package: &'a Package,
    types: Types,
    told: &'a mut Told,
    /// By the name in the original.
    parts: BTreeMap<String, Part>,
    media: usize,
}

impl Copy<'_> {
    /// Takes a part along; gives the parts that it leads to.
    fn part(&mut self, name: &str) -> Result<Vec<String>, MetadataError> {
        let bytes = self.package.get(name).ok_or(MetadataError::Damaged)?;
        let media_type = self.types.of(name).ok_or(MetadataError::UnknownPart)?.to_owned();
        if media_type.starts_with("image/") {
            let (bytes, extension, media_type) = self.told.picture(bytes)?;
            self.media += 1;
            let folder = name.split_once('/').map_or("", |(folder, _)| folder);
            let name_now = format!("{folder}/media/image{}.{extension}", self.media);
            let part = Part { name: name_now, media_type: media_type.to_owned(), bytes, relations: Vec::new() };
            self.parts.insert(name.to_owned(), part);
            return Ok(Vec::new());
        }
        if media_type.contains("macroEnabled") {
            return Err(MetadataError::Macros);
        }
        if !KEPT.iter().any(|kept| media_type == format!("application/vnd.openxmlformats-officedocument.{kept}+xml")) {
            return Err(MetadataError::UnknownPart);
        }
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_')) {
            return Err(MetadataError::UnknownPart);
        }
        let relations = self.relationships(name)?;
        let relations = self.kept(name, relations)?;
        let ids: BTreeSet<&str> = relations.iter().map(|relation| relation.id.as_str()).collect();
        let root = xml::read(bytes)?;
        let element = |element: &Element, told: &mut Told| fate(element, &ids, told);
        let attribute = |element: &Element, name: &str, value: &str| attribute(element, name, value, &ids);
        let root = apply(root, &Rules { element: &element, attribute: &attribute }, self.told)?;
        let bytes = root.ok_or(MetadataError::UnknownPart)?.write();
        let inside = relations.iter().filter(|relation| !relation.is_external);
        let next = inside.map(|relation| relation.target.clone()).collect();
        self.parts.insert(name.to_owned(), Part { name: name.to_owned(), media_type, bytes, relations });
        Ok(next)
    }

    fn relationships(&self, of: &str) -> Result<Vec<Relation>, MetadataError> {
        let (folder, file) = of.rsplit_once('/').map_or(("", of), |(folder, file)| (folder, file));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(bytes) = self.package.get(&name) else { return Ok(Vec::new()) };
        let root = xml::read(bytes)?;
        let relation = |element: &Element| {
            let get = |name: &str| element.get(name).map(str::to_owned).ok_or(MetadataError::Damaged);
            let is_external = element.get("TargetMode") == Some("External");
            let target = get("Target")?;
            let target = if is_external { target } else { resolved(folder, &target)? };
            let kind = get("Type")?.rsplit('/').next().unwrap_or_default().to_owned();
            // Programs number them; words there would be kept.
            let id = get("Id")?;
            let is_plain = id.len() <= 40 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if is_plain { Ok(Relation { id, kind, target, is_external }) } else { Err(MetadataError::UnknownPart) }
        };
        root.elements().map(relation).collect()
    }

    /// Those that stay; what stands in the way of a copy is refused.
    fn kept(&mut self, of: &str, relations: Vec<Relation>) -> Result<Vec<Relation>, MetadataError> {
        let mut kept = Vec::new();
        for relation in relations {
            let is_web = ["http://", "https://", "mailto:"].iter().any(|start| relation.target.starts_with(start));
            match relation.kind.as_str() {
                "hyperlink" if relation.is_external && is_web => {
                    self.told.left.note(Category::Links);
                    kept.push(relation);
                }
                "hyperlink" | "attachedTemplate" => self.told.found.note(Category::Template),
                "core-properties" | "extended-properties" | "custom-properties" => {
                    self.told.found.note(Category::Properties);
                }
                "thumbnail" => self.told.found.note(Category::Thumbnail),
                "printerSettings" => self.told.found.note(Category::Printer),
                "comments" | "commentsExtended" | "commentsIds" | "commentsExtensible" | "people" | "person"
                | "threadedComment" | "commentAuthors" | "vmlDrawing" => self.told.found.note(Category::Comments),
                "customXml"
                | "customXmlProps"
                | "webSettings"
                | "calcChain"
                | "viewProps"
                | "presProps"
                | "tags"
                | "stylesWithEffects"
                | "glossaryDocument"
                | "font"
                | "revisionInfo"
                | "changesInfo"
                | "classificationlabels" => {
                    self.told.found.note(Category::HiddenPart);
                }
                "vbaProject" | "wordVbaData" | "attachedToolbars" => return Err(MetadataError::Macros),
                "oleObject" | "package" | "control" | "aFChunk" => return Err(MetadataError::Embedded),
                "video" | "audio" | "media" => return Err(MetadataError::Media),
                "usernames" | "revisionHeaders" => return Err(MetadataError::Changes),
                "externalLink" | "connections" | "queryTable" | "subDocument" => return Err(MetadataError::Linked),
                _ if relation.is_external => return Err(MetadataError::Linked),
                "officeDocument" if of.is_empty() => kept.push(relation),
                "officeDocument" => return Err(MetadataError::UnknownPart),
                kind if FOLLOWED.contains(&kind) => kept.push(relation),
                _ => return Err(MetadataError::UnknownPart),
            }
        }
        Ok(kept)
    }

    fn written(self, roots: &[Relation]) -> Result<Package, MetadataError> {
        let mut copy = Package::default();
        // By their new names: read again, they come in the same order.
        let parts: BTreeMap<&str, &Part> = self.parts.values().map(|part| (part.name.as_str(), part)).collect();
        let listed = parts.values().map(|part| (part.name.as_str(), part.media_type.as_str()));
        copy.put("[Content_Types].xml".to_owned(), Types::write(listed));
        copy.put("_rels/.rels".to_owned(), self.related(roots)?);
        for part in parts.values() {
            copy.put(part.name.clone(), part.bytes.clone());
            if !part.relations.is_empty() {
                let (folder, file) = part.name.rsplit_once('/').unwrap_or(("", &part.name));
                let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
                copy.put(format!("{folder}_rels/{file}.rels"), self.related(&part.relations)?);
            }
        }
        let all: BTreeSet<&str> = self.parts.keys().map(String::as_str).collect();
        let is_left_behind =
            |name: &&str| !all.contains(name) && !name.ends_with(".rels") && *name != "[Content_Types].xml";
        if self.package.names().any(|name| is_left_behind(&name)) {
            self.told.found.note(Category::HiddenPart);
        }
        Ok(copy)
    }

    fn related(&self, relations: &[Relation]) -> Result<Vec<u8>, MetadataError> {
        let mut root = made("rel", "Relationships", &[]);
        for relation in relations {
            let target = if relation.is_external {
                relation.target.clone()
            } else {
                format!("/{}", self.parts.get(&relation.target).ok_or(MetadataError::Damaged)?.name)
            };
            let kind = format!("{RELATIONSHIPS}{}", relation.kind);
            let mut words = vec![("Id", relation.id.as_str()), ("Type", &kind), ("Target", &target)];
            words.extend(relation.is_external.then_some(("TargetMode", "External")));
            root.children.push(xml::Node::Element(made("rel", "Relationship", &words)));
        }
        Ok(root.write().to_vec())
    }
}

/// What each part is, as the archive says.
struct Types {
    by_extension: BTreeMap<String, String>,
    by_name: BTreeMap<String, String>,
}

impl Types {
    fn read(package: &Package) -> Result<Self, MetadataError> {
        let root = xml::read(package.get("[Content_Types].xml").ok_or(MetadataError::Damaged)?)?;
        let (mut by_extension, mut by_name) = (BTreeMap::new(), BTreeMap::new());
        for element in root.elements() {
            let media_type = element.get("ContentType").ok_or(MetadataError::Damaged)?.to_owned();
            match (element.get("Extension"), element.get("PartName")) {
                (Some(extension), None) => by_extension.insert(extension.to_ascii_lowercase(), media_type),
                (None, Some(name)) => by_name.insert(name.trim_start_matches('/').to_owned(), media_type),
                _ => return Err(MetadataError::Damaged),
            };
        }
        Ok(Self { by_extension, by_name })
    }

    fn of(&self, name: &str) -> Option<&str> {
        let extension = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        self.by_name.get(name).or_else(|| self.by_extension.get(&extension)).map(String::as_str)
    }

    fn write<'a>(parts: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
        let mut root = made("ct", "Types", &[]);
        let relationships = "application/vnd.openxmlformats-package.relationships+xml";
        let default = made("ct", "Default", &[("Extension", "rels"), ("ContentType", relationships)]);
        root.children.push(xml::Node::Element(default));
        for (name, media_type) in parts {
            let name = format!("/{name}");
            let part = made("ct", "Override", &[("PartName", &name), ("ContentType", media_type)]);
            root.children.push(xml::Node::Element(part));
        }
        root.write().to_vec()
    }
}

fn made(prefix: &'static str, local: &str, attributes: &[(&str, &str)]) -> Element {
    let name = |prefix, local: &str| xml::Name { prefix: Some(prefix), local: local.to_owned() };
    let attributes = attributes.iter().map(|(local, value)| (name("", local), (*value).to_owned())).collect();
    Element { name: name(prefix, local), attributes, children: Vec::new() }
}

/// The part that a target names, from the folder of the part that names it.
fn resolved(folder: &str, target: &str) -> Result<String, MetadataError> {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop().ok_or(MetadataError::Damaged)?;
            }
            step => path.push(step),
        }
    }
    Ok(path.join("/"))
}

fn fate(element: &Element, ids: &BTreeSet<&str>, told: &mut Told) -> Fate {
    let called = element.called();
    let is_lost = |(name, value): &(xml::Name, String)| name.prefix == Some("r") && !ids.contains(value.as_str());
    if element.attributes.iter().any(is_lost) && !KEEPS_WITHOUT.contains(&called.as_str()) {
        return match called.as_str() {
            "w:attachedTemplate" => Fate::Goes(Category::Template),
            "x:legacyDrawing" | "x:legacyDrawingHF" => Fate::Goes(Category::Comments),
            "a:hlinkClick" | "a:hlinkHover" | "a:hlinkMouseOver" => Fate::Goes(Category::Template),
            "w:embedRegular" | "w:embedBold" | "w:embedItalic" | "w:embedBoldItalic" => {
                Fate::Goes(Category::HiddenPart)
            }
            _ => Fate::Refused(MetadataError::Linked),
        };
    }
    let local = element.name.local.as_str();
    match called.as_str() {
        "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" | "w:delText" | "w:delInstrText" | "w:cellIns" | "w:cellDel"
        | "w:cellMerge" | "w:numberingChange" => Fate::Refused(MetadataError::Changes),
        _ if element.name.prefix == Some("w")
            && (local.ends_with("Change") || local.contains("Range") && local.contains("move")) =>
        {
            Fate::Refused(MetadataError::Changes)
        }
        "w:object" | "w:control" | "w:altChunk" | "p:oleObj" | "p:controls" | "x:oleObjects" | "x:controls" => {
            Fate::Refused(MetadataError::Embedded)
        }
        "w:subDoc" | "x:externalReferences" => Fate::Refused(MetadataError::Linked),
        "w:pict" => Fate::Refused(MetadataError::UnknownPart),
        "w:commentRangeStart" | "w:commentRangeEnd" | "w:commentReference" | "w:annotationRef" => {
            Fate::Goes(Category::Comments)
        }
        "w:rsids"
        | "w:rsid"
        | "w:rsidRoot"
        | "w:proofErr"
        | "w:proofState"
        | "w:lastRenderedPageBreak"
        | "w:trackRevisions" => Fate::Goes(Category::RevisionIds),
        "w:lang" | "w:themeFontLang" | "w:activeWritingStyle" => Fate::Goes(Category::Language),
        _ if HIDDEN.contains(&called.as_str()) || local == "extLst" => Fate::Goes(Category::HiddenPart),
        "w:instrText" => field(&element.words(), told),
        "w:fldSimple" => field(element.get("w:instr").unwrap_or_default(), told),
        "w:vanish" => {
            told.left.note(Category::HiddenText);
            Fate::Stays
        }
        "x:sheet" | "x:row" | "x:col" | "p:sld" => {
            let is_hidden = element.get("state").is_some_and(|state| state != "visible")
                || element.get("hidden").is_some_and(|hidden| hidden != "0")
                || element.get("show").is_some_and(|show| show == "0");
            if is_hidden {
                told.left.note(Category::HiddenText);
            }
            Fate::Stays
        }
        _ => Fate::Stays,
    }
}

/// A field fills in what a program knows: a name, a path, another file.
fn field(instruction: &str, told: &mut Told) -> Fate {
    let word = instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    match word.as_str() {
        "INCLUDEPICTURE" | "INCLUDETEXT" | "LINK" | "DDE" | "DDEAUTO" | "IMPORT" | "EMBED" | "DATABASE" => {
            return Fate::Refused(MetadataError::Linked);
        }
        "AUTHOR" | "USERNAME" | "USERINITIALS" | "USERADDRESS" | "LASTSAVEDBY" | "FILENAME" | "TEMPLATE"
        | "DOCPROPERTY" | "INFO" | "CREATEDATE" | "SAVEDATE" | "PRINTDATE" | "EDITTIME" | "REVNUM" | "TITLE"
        | "SUBJECT" | "KEYWORDS" | "COMMENTS" => told.left.note(Category::Fields),
        _ => {}
    }
    Fate::Stays
}

fn attribute(element: &Element, name: &str, value: &str, ids: &BTreeSet<&str>) -> Attribute {
    let local = element.name.local.as_str();
    let is_object = local == "docPr" || local == "cNvPr";
    match name {
        _ if name.starts_with("r:") && !ids.contains(value) => Attribute::Goes(Category::Template),
        _ if name.starts_with("w:rsid") => Attribute::Goes(Category::RevisionIds),
        "w:author" | "w:initials" | "w:date" | "w:userId" => Attribute::Goes(Category::Author),
        "descr" | "title" if is_object => Attribute::Goes(Category::ObjectNames),
        "name" if is_object && value == OBJECT => Attribute::Stays,
        "name" if is_object => Attribute::Becomes(OBJECT.to_owned()),
        "name" if element.called() == "p:cSld" => Attribute::Goes(Category::ObjectNames),
        "codeName" => Attribute::Goes(Category::HiddenPart),
        "lang" | "altLang" | "dirty" | "err" if element.name.prefix == Some("a") => Attribute::Goes(Category::Language),
        _ => Attribute::Stays,
    }
}

/// How the type of every relationship that stays begins.
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
/// What every drawn object is called.
const OBJECT: &str = "Object";
/// Elements that stay without the relationship that they name.
const KEEPS_WITHOUT: &[&str] = &["w:hyperlink", "x:hyperlink", "x:pageSetup", "x:worksheetSource"];
/// Elements that change nothing of what a document shows.
const HIDDEN: &[&str] = &[
    "w:docVars",
    "w:writeProtection",
    "w:documentProtection",
    "w:mailMerge",
    "w:attachedSchema",
    "w:saveThroughXslt",
    "w:shapeDefaults",
    "w:hdrShapeDefaults",
    "w:dataBinding",
    "w:placeholder",
    "w:alias",
    "w:tag",
    "x:fileVersion",
    "x:fileSharing",
    "x:customWorkbookViews",
    "x:customSheetViews",
    "x:workbookProtection",
    "x:sheetProtection",
    "x:protectedRanges",
    "x:fileRecoveryPr",
    "x:webPublishing",
    "x:webPublishItems",
    "x:smartTags",
    "p:custDataLst",
    "p:modifyVerifier",
    "p:smartTags",
];
/// Kinds of relationships to parts that a document shows.
const FOLLOWED: &[&str] = &[
    "styles",
    "settings",
    "fontTable",
    "numbering",
    "footnotes",
    "endnotes",
    "header",
    "footer",
    "theme",
    "image",
    "worksheet",
    "sharedStrings",
    "table",
    "drawing",
    "slide",
    "slideLayout",
    "slideMaster",
    "notesSlide",
    "notesMaster",
    "tableStyles",
];
/// What those parts are.
const KEPT: &[&str] = &[
    "wordprocessingml.document.main",
    "wordprocessingml.styles",
    "wordprocessingml.settings",
    "wordprocessingml.fontTable",
    "wordprocessingml.numbering",
    "wordprocessingml.footnotes",
    "wordprocessingml.endnotes",
    "wordprocessingml.header",
    "wordprocessingml.footer",
    "spreadsheetml.sheet.main",
    "spreadsheetml.worksheet",
    "spreadsheetml.styles",
    "spreadsheetml.sharedStrings",
    "spreadsheetml.table",
    "presentationml.presentation.main",
    "presentationml.slide",
    "presentationml.slideLayout",
    "presentationml.slideMaster",
    "presentationml.notesSlide",
    "presentationml.notesMaster",
    "presentationml.tableStyles",
    "theme",
    "drawing",
];
