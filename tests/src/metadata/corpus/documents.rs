//! Documents with a value planted in each place where office programs put one. They begin as documents that real
//! libraries wrote: `python-docx`, `openpyxl`, `python-pptx`, `odfpy`.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::pictures::camera_jpeg;
use super::{Sample, token};

/// All documents: each place alone, and all places together.
#[must_use]
pub fn documents() -> Vec<Sample> {
    let mut samples = Vec::new();
    for (extension, base, places) in KINDS {
        for place in *places {
            samples.push(with(place, extension, base, &[place]));
        }
        samples.push(with("all", extension, base, places));
    }
    samples
}

/// Documents that must be refused: what stands in the way cannot be left out in silence.
#[must_use]
pub fn refused() -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut add = |name: &str, extension: &'static str, change: &dyn Fn(&mut Parts)| {
        let base = KINDS.iter().find(|(known, ..)| *known == extension).map_or(&b""[..], |(_, base, _)| base);
        let mut parts = Parts::read(base);
        change(&mut parts);
        samples.push(Sample { name: name.to_owned(), extension, bytes: parts.write(), planted: Vec::new() });
    };
    let say = |text: &'static str| {
        move |parts: &mut Parts| parts.replace("word/document.xml", "<w:body>", &format!("<w:body>{text}"))
    };
    add("changes", "docx", &say(r#"<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins></w:p>"#));
    add(
        "removed-words",
        "docx",
        &say(r#"<w:p><w:del w:id="1" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"#),
    );
    add("old-drawing", "docx", &say("<w:p><w:r><w:pict/></w:r></w:p>"));
    add("linked-file", "docx", &say("<w:p><w:r><w:instrText> INCLUDETEXT a.docx </w:instrText></w:r></w:p>"));
    add("strange-words", "docx", &say(r#"<q:z xmlns:q="urn:q">words</q:z>"#));
    add("document-type", "docx", &|parts| {
        parts.replace(
            "word/document.xml",
            "<w:document ",
            "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><w:document ",
        );
    });
    add("not-closed", "docx", &|parts| parts.replace("word/document.xml", "</w:document>", ""));
    let relate = |kind: &'static str, target: &'static str| {
        move |parts: &mut Parts| {
            parts.relate("word/_rels/document.xml.rels", kind, target, "");
            parts.put(&format!("word/{target}"), b"zq".to_vec());
        }
    };
    add("macros", "docx", &relate("vbaProject", "vbaProject.bin"));
    add("embedded", "docx", &relate("oleObject", "embeddings/oleObject1.bin"));
    add("unknown-relation", "docx", &relate("somethingNew", "new.xml"));
    add("linked-picture", "docx", &|parts| {
        parts.relate(
            "word/_rels/document.xml.rels",
            "image",
            "http://tracker.example/1.png",
            " TargetMode=\"External\"",
        );
    });
    add("vector-picture", "docx", &|parts| parts.put("word/media/image1.jpg", b"\x01\0\0\0EMF".to_vec()));
    add("bomb", "docx", &|parts| parts.put("customXml/bomb.xml", vec![b' '; 64 << 20]));
    add("linked-book", "xlsx", &|parts| {
        parts.relate("xl/_rels/workbook.xml.rels", "externalLink", "externalLinks/a.xml", "")
    });
    add("pivot", "xlsx", &|parts| {
        parts.relate("xl/_rels/workbook.xml.rels", "pivotCacheDefinition", "pivotCache/a.xml", "")
    });
    add("film", "pptx", &|parts| parts.relate("ppt/slides/_rels/slide1.xml.rels", "video", "../media/a.mp4", ""));
    add("changes", "odt", &|parts| {
        parts.replace(
            "content.xml",
            "<office:text>",
            "<office:text><text:tracked-changes><text:changed-region/></text:tracked-changes>",
        );
    });
    add("macros", "odt", &|parts| parts.put("Basic/Standard/Module1.xml", b"<x/>".to_vec()));
    add("linked-picture", "odt", &|parts| {
        parts.replace(
            "content.xml",
            "<office:text>",
            "<office:text><draw:image xlink:href=\"http://tracker.example/1.png\"/>",
        );
    });
    samples
}

/// Unpacks an archive: names and bytes.
#[must_use]
pub fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    Parts::read(bytes).parts
}

fn with(name: &str, extension: &'static str, base: &[u8], places: &[&str]) -> Sample {
    let mut parts = Parts::read(base);
    let mut planted = Vec::new();
    for place in places {
        if *place == "picture" {
            let (picture, inside) = camera_jpeg(&format!("{name}-{extension}"));
            let media = parts
                .parts
                .iter()
                .map(|(part, _)| part.clone())
                .find(|part| part.contains("media/") || part.contains("Pictures/"));
            parts.put(&media.expect("the document has a picture"), picture);
            planted.extend(inside);
        } else {
            let token = token(&format!("{name}-{extension}"), place);
            plant(&mut parts, extension, place, &token);
            planted.push(token);
        }
    }
    Sample { name: name.to_owned(), extension, bytes: parts.write(), planted }
}

fn plant(parts: &mut Parts, extension: &str, place: &str, token: &str) {
    let main = match extension {
        "docx" => "word/document.xml",
        "xlsx" => "xl/workbook.xml",
        "pptx" => "ppt/slides/slide1.xml",
        _ => "content.xml",
    };
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let relations = format!("{folder}/_rels/{file}.rels");
    match place {
        "author" => parts.replace("docProps/core.xml", "</cp:coreProperties>", &format!("<cp:lastModifiedBy>{token}</cp:lastModifiedBy></cp:coreProperties>")),
        "firm" => parts.replace("docProps/app.xml", "</Properties>", &format!("<Manager>{token}</Manager></Properties>")),
        "custom" => {
            parts.put("docProps/custom.xml", format!("<Properties><property name='client'>{token}</property></Properties>").into_bytes());
            parts.relate("_rels/.rels", "custom-properties", "docProps/custom.xml", "");
        }
        "comments" => {
            parts.put(&format!("{folder}/comments9.xml"), format!("<comments><c author='{token}'>hm</c></comments>").into_bytes());
            parts.relate(&relations, "comments", "comments9.xml", "");
        }
        "thumbnail" => parts.put("docProps/thumbnail.jpeg", camera_jpeg(token).0),
        "hidden-part" => parts.put("docs/notes.xml", format!("<notes>{token}</notes>").into_bytes()),
        "remark" => parts.after_declaration(main, &format!("<!-- {token} -->")),
        "archive-comment" => parts.comment = token.to_owned(),
        "times" => parts.extra = Some(token.to_owned()),
        "revisions" if extension == "docx" => parts.replace(main, "<w:p><w:pPr>", &format!("<w:p w:rsidR=\"{token}\"><w:pPr>")),
        "template" => {
            parts.relate("word/_rels/settings.xml.rels", "attachedTemplate", &format!("file:///C:/Users/{token}/a.dotx"), " TargetMode=\"External\"");
            parts.replace("word/settings.xml", "</w:settings>", "<w:attachedTemplate r:id=\"rId99\"/></w:settings>");
        }
        "file-link" => parts.relate(&relations, "hyperlink", &format!("file:///C:/Users/{token}/a.txt"), " TargetMode=\"External\""),
        "picture-name" => match extension {
            "docx" => parts.replace(main, "name=\"Picture 1\"", &format!("name=\"{token}.jpg\"")),
            "xlsx" => parts.replace("xl/drawings/drawing1.xml", "descr=\"Picture\"", &format!("descr=\"{token}\"")),
            "pptx" => parts.replace(main, "descr=\"base.jpg\"", &format!("descr=\"{token}.jpg\"")),
            _ => parts.replace(main, "<draw:frame ", &format!("<draw:frame draw:name=\"{token}\" ")),
        },
        "sharing" => parts.replace(main, "<workbookPr/>", &format!("<fileSharing userName=\"{token}\"/><workbookPr/>")),
        "path" => parts.replace(
            main,
            "<workbookPr/>",
            &format!(
                "<workbookPr/><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Choice \
                 xmlns:x15=\"http://schemas.microsoft.com/office/spreadsheetml/2010/11/main\" Requires=\"x15\"><x15ac:absPath \
                 url=\"C:/Users/{token}/\" xmlns:x15ac=\"http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac\"/></mc:Choice>\
                 </mc:AlternateContent>"
            ),
        ),
        "printer" => {
            parts.put("xl/printerSettings/printerSettings1.bin", token.as_bytes().to_vec());
            parts.relate("xl/worksheets/_rels/sheet1.xml.rels", "printerSettings", "../printerSettings/printerSettings1.bin", "");
        }
        "slide-name" => parts.replace(main, "<p:cSld>", &format!("<p:cSld name=\"{token}\">")),
        "meta" => parts.replace("meta.xml", "<office:meta>", &format!("<office:meta><meta:initial-creator>{token}</meta:initial-creator>")),
        "annotation" => parts.replace(
            main,
            "They were told. ",
            &format!("They were told. <office:annotation><dc:creator xmlns:dc=\"http://purl.org/dc/elements/1.1/\">{token}</dc:creator></office:annotation>"),
        ),
        "settings" => parts.put("settings.xml", format!("<s><i name=\"PrinterName\">{token}</i></s>").into_bytes()),
        "small-picture" => parts.put("Thumbnails/thumbnail.png", token.as_bytes().to_vec()),
        "revisions" => parts.replace(
            main,
            "<text:p>",
            &format!("<text:p xmlns:officeooo=\"http://openoffice.org/2009/office\" officeooo:rsid=\"{token}\">"),
        ),
        other => unreachable!("no such place: {other} in {extension}"),
    }
}

/// The parts of an archive, and what stands around them.
struct Parts {
    parts: Vec<(String, Vec<u8>)>,
    comment: String,
    extra: Option<String>,
}

impl Parts {
    fn read(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let part = |number| {
            let mut part = archive.by_index(number).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("it unpacks");
            (part.name().expect("a name").into_owned(), bytes)
        };
        let count = ZipArchive::new(Cursor::new(bytes)).expect("an archive").len();
        Self { parts: (0..count).map(part).collect(), comment: String::new(), extra: None }
    }

    fn write(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.set_comment(self.comment.clone()).expect("short");
        for (name, bytes) in &self.parts {
            let method =
                if name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
            let options = SimpleFileOptions::default().compression_method(method);
            writer.start_file(name.as_str(), options).expect("a new part");
            writer.write_all(bytes).expect("memory takes it");
        }
        if let Some(extra) = &self.extra {
            let time = zip::DateTime::from_date_and_time(2025, 3, 14, 15, 9, 26).expect("a time");
            let options = SimpleFileOptions::default().last_modified_time(time);
            // A folder that nothing needs, with its time.
            writer.add_directory(format!("{extra}/"), options).expect("a new folder");
        }
        writer.finish().expect("memory takes it").into_inner()
    }

    fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.retain(|(known, _)| known != name);
        self.parts.push((name.to_owned(), bytes));
    }

    fn text(&self, name: &str) -> String {
        let found = self.parts.iter().find(|(known, _)| known == name);
        found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    fn set(&mut self, name: &str, text: String) {
        match self.parts.iter_mut().find(|(known, _)| known == name) {
            Some((_, bytes)) => *bytes = text.into_bytes(),
            None => self.put(name, text.into_bytes()),
        }
    }

    fn replace(&mut self, name: &str, from: &str, to: &str) {
        let text = self.text(name);
        assert!(text.contains(from), "{name} has no {from}");
        self.set(name, text.replacen(from, to, 1));
    }

    fn after_declaration(&mut self, name: &str, what: &str) {
        let text = self.text(name);
        let text = match text.split_once("?>") {
            Some((declaration, rest)) => format!("{declaration}?>{what}{rest}"),
            None => format!("{what}{text}"),
        };
        self.set(name, text);
    }

    fn relate(&mut self, relations: &str, kind: &str, target: &str, more: &str) {
        let space = "http://schemas.openxmlformats.org/package/2006/relationships";
        let text = self.text(relations);
        let text = if text.is_empty() { format!("<Relationships xmlns=\"{space}\"></Relationships>") } else { text };
        let id = if kind == "attachedTemplate" { "rId99".to_owned() } else { format!("rId{}", 100 + text.len()) };
        let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
        let one = format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{more}/></Relationships>");
        self.set(relations, text.replacen("</Relationships>", &one, 1));
    }
}

type Kind = (&'static str, &'static [u8], &'static [&'static str]);
const KINDS: &[Kind] = &[
    (
        "docx",
        include_bytes!("../../../samples/metadata/words.docx"),
        &[
            "author",
            "firm",
            "custom",
            "comments",
            "revisions",
            "thumbnail",
            "template",
            "file-link",
            "picture",
            "picture-name",
            "hidden-part",
            "remark",
            "archive-comment",
            "times",
        ],
    ),
    (
        "xlsx",
        include_bytes!("../../../samples/metadata/sheet.xlsx"),
        &[
            "author",
            "firm",
            "custom",
            "comments",
            "sharing",
            "path",
            "printer",
            "picture",
            "picture-name",
            "hidden-part",
            "remark",
            "archive-comment",
            "times",
        ],
    ),
    (
        "pptx",
        include_bytes!("../../../samples/metadata/slides.pptx"),
        &[
            "author",
            "firm",
            "custom",
            "comments",
            "thumbnail",
            "file-link",
            "slide-name",
            "picture",
            "picture-name",
            "hidden-part",
            "remark",
            "archive-comment",
            "times",
        ],
    ),
    (
        "odt",
        include_bytes!("../../../samples/metadata/text.odt"),
        &[
            "meta",
            "annotation",
            "settings",
            "small-picture",
            "revisions",
            "picture",
            "picture-name",
            "hidden-part",
            "remark",
            "archive-comment",
            "times",
        ],
    ),
];
