//! The parts of the file and how they are packed: what Word looks for around the text.
//!
//! Every date is that printed on the document and every time stamp of the archive is the same, so that the
//! same document gives the same bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::Element;
use super::{styles, theme};
use scorecard_core::calendar::{self, Day};
use scorecard_core::scorecard::Picture;

/// The namespace of WordprocessingML.
pub const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of pictures.
pub const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
/// The namespace of drawings.
pub const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
/// The namespace of drawings in a line of text.
const IN_LINE: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
/// The namespace of what a document refers to.
pub const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// What goes into the file.
pub struct Package {
    /// The title in its properties.
    pub title: String,
    /// Who it is from, in its properties.
    pub author: Option<String>,
    /// The colour of the council, red, green and blue.
    pub accent: Option<[u8; 3]>,
    /// The day in its properties.
    pub generated: Day,
    /// The paragraphs and tables, and the properties of the last section.
    pub body: Vec<Element>,
    /// The paragraph at the head of each page.
    pub header: Element,
    /// The paragraph at the foot of each page.
    pub footer: Element,
    /// The pictures, in the order of their numbers from 1.
    pub pictures: Vec<Image>,
}

/// A picture as it lies in its file.
#[derive(Clone)]
pub struct Image {
    /// What kind of picture.
    pub kind: Picture,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Image {
    /// One of ours.
    pub fn png(bytes: Vec<u8>) -> Self {
        Image { kind: Picture::Png, bytes }
    }
}

/// The name by which the text refers to a picture.
pub fn relation(picture: usize) -> String {
    format!("picture{picture}")
}

impl Package {
    /// The bytes of the file.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn pack(self) -> anyhow::Result<Vec<u8>> {
        let text = [
            ("[Content_Types].xml", content_types()),
            ("_rels/.rels", top_relations("word/document.xml", [])),
            ("docProps/core.xml", self.core()),
            ("docProps/app.xml", application()),
            ("word/_rels/document.xml.rels", self.relations()),
            ("word/styles.xml", styles::styles()),
            ("word/settings.xml", styles::settings()),
            ("word/theme/theme1.xml", theme::theme(self.accent)),
            ("word/fontTable.xml", theme::fonts()),
            ("word/header1.xml", Element::new("w:hdr").with("xmlns:w", WORD).child(self.header.clone())),
            ("word/footer1.xml", Element::new("w:ftr").with("xmlns:w", WORD).child(self.footer.clone())),
            ("word/document.xml", document(self.body.clone())),
        ];
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        for (name, part) in text {
            archive.start_file(name, options.compression_method(CompressionMethod::Deflated))?;
            archive.write_all(&part.file())?;
        }
        for (at, picture) in self.pictures.iter().enumerate() {
            // Already compressed.
            archive.start_file(picture_file(at + 1, picture.kind), options.compression_method(CompressionMethod::Stored))?;
            archive.write_all(&picture.bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    }

    /// `docProps/core.xml`.
    pub fn core(&self) -> Element {
        let stamp = |name| {
            let text = format!("{}T00:00:00Z", calendar::iso(self.generated));
            Element::new(name).with("xsi:type", "dcterms:W3CDTF").text(&text)
        };
        Element::new("cp:coreProperties")
            .with("xmlns:cp", format!("{PACKAGE}/metadata/core-properties"))
            .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
            .with("xmlns:dcterms", "http://purl.org/dc/terms/")
            .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
            .child(Element::new("dc:title").text(&self.title))
            .child(Element::new("dc:creator").text(self.author.as_deref().unwrap_or("scorecard")))
            .child(Element::new("dc:language").text(styles::LANGUAGE))
            .child(stamp("dcterms:created"))
            .child(stamp("dcterms:modified"))
    }

    fn relations(&self) -> Element {
        let pictures = self.pictures.iter().enumerate().map(|(at, picture)| {
            related(&relation(at + 1), "image", picture_file(at + 1, picture.kind).trim_start_matches("word/"))
        });
        let parts = [
            ("styles", "styles", "styles.xml"),
            ("settings", "settings", "settings.xml"),
            ("theme", "theme", "theme/theme1.xml"),
            ("fonts", "fontTable", "fontTable.xml"),
            ("header", "header", "header1.xml"),
            ("footer", "footer", "footer1.xml"),
        ];
        relationships(parts.map(|(id, kind, target)| related(id, kind, target)).into_iter().chain(pictures))
    }
}

/// How the file of a picture ends.
pub fn ending(kind: Picture) -> &'static str {
    match kind {
        Picture::Png => "png",
        Picture::Jpeg => "jpeg",
    }
}

fn picture_file(number: usize, kind: Picture) -> String {
    format!("word/media/picture{number}.{}", ending(kind))
}

/// A part with the head or the foot of pages.
pub fn head(name: &'static str, paragraph: &Element) -> Vec<u8> {
    Element::new(name).with("xmlns:w", WORD).child(paragraph.clone()).file()
}

/// `word/document.xml`.
pub fn document(body: Vec<Element>) -> Element {
    Element::new("w:document")
        .with("xmlns:w", WORD)
        .with("xmlns:r", RELATIONS)
        .with("xmlns:wp", IN_LINE)
        .with("xmlns:a", DRAWING)
        .with("xmlns:pic", PICTURE)
        .child(Element::new("w:body").children(body))
}

/// A relation within the file, of a kind of Word's.
pub fn related(id: &str, kind: &str, target: &str) -> Element {
    related_as(id, &format!("{RELATIONS}/{kind}"), target)
}

/// A relation of a kind in full.
pub fn related_as(id: &str, kind: &str, target: &str) -> Element {
    Element::new("Relationship").with("Id", id).with("Type", kind).with("Target", target)
}

/// All relations of a part.
pub fn relationships(all: impl IntoIterator<Item = Element>) -> Element {
    Element::new("Relationships").with("xmlns", format!("{PACKAGE}/relationships")).children(all)
}

/// The relations of the whole file, with more.
pub fn top_relations(main: &str, more: impl IntoIterator<Item = Element>) -> Element {
    let core = related_as("core", &format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml");
    let own =
        [related("document", "officeDocument", main), core, related("application", "extended-properties", "docProps/app.xml")];
    relationships(own.into_iter().chain(more))
}

/// `docProps/app.xml`.
pub fn application() -> Element {
    Element::new("Properties")
        .with("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
        .child(Element::new("Application").text("scorecard"))
}

/// What kind of part of Word's one is.
pub fn kind_of(kind: &str) -> String {
    format!("{TYPES}.{kind}+xml")
}

/// What kind each part is, of a council's document: by ending and by name, those alone that are there, and ours.
pub fn content_types_of(
    (by_ending, by_name): &(Vec<(String, String)>, BTreeMap<String, String>),
    parts: &BTreeMap<String, Vec<u8>>,
) -> Element {
    let mut endings: BTreeMap<String, String> =
        by_ending.iter().map(|(ending, kind)| (ending.to_lowercase(), kind.clone())).collect();
    for (ending, kind) in [("rels", RELATED), ("xml", "application/xml"), ("png", "image/png"), ("jpeg", "image/jpeg")] {
        endings.insert(ending.to_owned(), kind.to_owned());
    }
    let mut names: BTreeMap<String, String> =
        by_name.iter().filter(|(name, _)| parts.contains_key(*name)).map(|(name, kind)| (name.clone(), kind.clone())).collect();
    names.insert("docProps/core.xml".to_owned(), CORE.to_owned());
    names.insert("docProps/app.xml".to_owned(), APPLICATION.to_owned());
    let endings =
        endings.iter().map(|(ending, kind)| Element::new("Default").with("Extension", ending).with("ContentType", kind));
    let names =
        names.iter().map(|(name, kind)| Element::new("Override").with("PartName", format!("/{name}")).with("ContentType", kind));
    Element::new("Types").with("xmlns", format!("{PACKAGE}/content-types")).children(endings.chain(names))
}

const RELATED: &str = "application/vnd.openxmlformats-package.relationships+xml";
const CORE: &str = "application/vnd.openxmlformats-package.core-properties+xml";
const APPLICATION: &str = "application/vnd.openxmlformats-officedocument.extended-properties+xml";

fn content_types() -> Element {
    let by_ending = |ending, kind| Element::new("Default").with("Extension", ending).with("ContentType", kind);
    let by_name = |name, kind: String| Element::new("Override").with("PartName", name).with("ContentType", kind);
    let office = "application/vnd.openxmlformats";
    Element::new("Types")
        .with("xmlns", format!("{PACKAGE}/content-types"))
        .child(by_ending("rels", "application/vnd.openxmlformats-package.relationships+xml"))
        .child(by_ending("xml", "application/xml"))
        .child(by_ending("png", "image/png"))
        .child(by_ending("jpeg", "image/jpeg"))
        .child(by_name("/word/document.xml", format!("{TYPES}.document.main+xml")))
        .child(by_name("/word/styles.xml", format!("{TYPES}.styles+xml")))
        .child(by_name("/word/settings.xml", format!("{TYPES}.settings+xml")))
        .child(by_name("/word/theme/theme1.xml", format!("{office}-officedocument.theme+xml")))
        .child(by_name("/word/fontTable.xml", format!("{TYPES}.fontTable+xml")))
        .child(by_name("/word/header1.xml", format!("{TYPES}.header+xml")))
        .child(by_name("/word/footer1.xml", format!("{TYPES}.footer+xml")))
        .child(by_name("/docProps/core.xml", format!("{office}-package.core-properties+xml")))
        .child(by_name("/docProps/app.xml", format!("{office}-officedocument.extended-properties+xml")))
}
