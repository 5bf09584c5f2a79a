//! What of a council's own document a paper has: its page, its styles, its theme and fonts, its heads and feet with the
//! pictures in them, its settings. Its text is left out, and all that belongs to that alone.
//!
//! Takes the parts of a template, gives the page to write on and, of what was written, the new document. Names of our own
//! give way to those that the council's document has.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use scorecard_core::scorecard::Template;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::relations::{self, Parts, Relation, damaged, text};
use super::tree::{self, Node};
use super::{sheet, stylesheet};
use crate::docx::frame::Frame;
use crate::docx::package::{self, Package};
use crate::docx::xml::Element;

/// The kinds of parts that are taken over with all that they refer to. Notes and comments are the text's.
const KEPT: [&str; 9] = ["styles", "settings", "theme", "fontTable", "numbering", "header", "footer", "webSettings", "customXml"];
/// Those of the whole package: what the council says of the document, such as how confidential it is.
const KEPT_OF_ALL: [&str; 2] = ["custom-properties", "classificationlabels"];
/// What a part of Word is, but for its last word.
const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// A council's document, looked through.
pub struct Council<'a> {
    parts: &'a Parts,
    /// The part that holds its text.
    main: String,
    /// What that refers to and is taken over, by ids of ours.
    kept: Vec<Relation>,
    /// What kind of part each is, by ending and by name.
    kinds: (Vec<(String, String)>, BTreeMap<String, String>),
    /// The page that its last section has.
    frame: Frame,
    /// Which style of the document stands for each of ours, and those that it lacks.
    styles: stylesheet::Styles,
}

impl<'a> Council<'a> {
    /// Looks a template through.
    ///
    /// # Errors
    /// Says why it cannot be used.
    pub fn of(template: &'a Template) -> Result<Self, String> {
        let parts: &Parts = &template.parts;
        let no_word = || "it is no Word document: it holds no text of Word; save it as .docx or .dotx".to_owned();
        let kinds = kinds(parts).map_err(|why| why.unwrap_or_else(no_word))?;
        let main =
            relations::of(parts, "")?.into_iter().find(|relation| relation.kind == "officeDocument").ok_or_else(no_word)?.target;
        let kind = kinds.1.get(&main).cloned().unwrap_or_default();
        if kind.contains("macroEnabled") || parts.keys().any(|name| name.ends_with("vbaProject.bin")) {
            return Err("it holds macros (.docm or .dotm); save it as .docx or .dotx, which leaves them out".to_owned());
        }
        if !kind.contains("wordprocessingml") {
            return Err(no_word());
        }
        let root = tree::parse(text(parts, &main)?).ok_or_else(|| damaged(&main))?;
        if root.name != "w:document" {
            let strict = "it is saved as Strict Open XML; save it as an ordinary Word document (.docx)";
            return Err(if text(parts, &main)?.contains("purl.oclc.org") { strict.to_owned() } else { damaged(&main) });
        }
        let mut kept: Vec<Relation> = relations::of(parts, &main)?
            .into_iter()
            .filter(|relation| !relation.is_external && KEPT.contains(&relation.kind.as_str()))
            .filter(|relation| parts.contains_key(&relation.target))
            .collect();
        let properties = root.child("w:body").and_then(|body| body.all("w:sectPr").last());
        let frame = sheet::frame(properties, &mut kept)?;
        for relation in kept.iter().filter(|relation| relation.target.ends_with(".xml")) {
            tree::parse(text(parts, &relation.target)?).ok_or_else(|| damaged(&relation.target))?;
        }
        let part = |kind: &str| kept.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str());
        let settings = part("settings").map(|name| text(parts, name)).transpose()?.and_then(tree::parse);
        let own = part("styles").map(|name| text(parts, name)).transpose()?;
        let styles = stylesheet::Styles::of(own, settings.as_ref()).ok_or_else(|| damaged("word/styles.xml"))?;
        Ok(Council { parts, main, kept, kinds, frame, styles })
    }

    /// The page to write on.
    pub fn frame(&self) -> Frame {
        self.frame.clone()
    }

    /// The names of Word's own styles that it lacks: the paper has the program's.
    pub fn lacking(&self) -> Vec<String> {
        self.styles.lacking()
    }

    /// Takes over what is taken over, to see whether it can be.
    ///
    /// # Errors
    /// Says why it cannot.
    pub fn try_out(&self) -> Result<(), String> {
        self.taken_over("").map(drop)
    }

    /// The document of what was written.
    ///
    /// # Errors
    /// Only for faults of ours: it was looked through before.
    pub fn pack(self, mut package: Package, marking: &str) -> anyhow::Result<Vec<u8>> {
        let fault = |why: String| anyhow::anyhow!("the template: {why}");
        let folder = self.main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut made = self.taken_over(marking).map_err(fault)?;
        let mut kinds = self.kinds.clone();
        let mut related: Vec<Element> = Vec::new();
        for relation in &self.kept {
            let target = format!("/{}", relation.target);
            related.push(package::related_as(&relation.id, &relation.whole_kind, &target));
        }
        package.body.iter_mut().chain([&mut package.header, &mut package.footer]).for_each(|part| self.styles.rename(part));
        // What the document has not, it gets from us.
        let mut add = |kind: &str, name: &str, bytes: Vec<u8>| {
            let name = free(&made, &format!("{folder}{name}"));
            kinds.1.insert(name.clone(), package::kind_of(kind));
            related.push(package::related(kind, kind, &format!("/{name}")));
            made.insert(name, bytes);
        };
        let has = |kind: &str| self.kept.iter().any(|relation| relation.kind == kind);
        if !has("styles") {
            add("styles", "styles.xml", self.styles.whole(""));
        }
        if !has("settings") {
            add("settings", "settings.xml", crate::docx::styles::settings().file());
        }
        if self.frame.uses("header") {
            add("header", "scorecard_header.xml", package::head("w:hdr", &package.header));
        }
        if self.frame.uses("footer") {
            add("footer", "scorecard_footer.xml", package::head("w:ftr", &package.footer));
        }
        for (at, picture) in package.pictures.iter().enumerate() {
            let ending = package::ending(picture.kind);
            let name = free(&made, &format!("{folder}media/scorecard{}.{ending}", at + 1));
            related.push(package::related(&package::relation(at + 1), "image", &format!("/{name}")));
            made.insert(name, picture.bytes.clone());
        }
        kinds.1.insert(self.main.clone(), MAIN.to_owned());
        made.insert(relations::file_of(&self.main), package::relationships(related).file());
        made.insert(self.main.clone(), package::document(std::mem::take(&mut package.body)).file());
        made.insert("docProps/core.xml".to_owned(), package.core().file());
        made.insert("docProps/app.xml".to_owned(), package::application().file());
        let of_all = relations::of(self.parts, "").map_err(fault)?;
        let of_all =
            of_all.iter().filter(|relation| KEPT_OF_ALL.contains(&relation.kind.as_str()) && made.contains_key(&relation.target));
        let top = of_all.enumerate().map(|(at, relation)| {
            package::related_as(&format!("template{at}"), &relation.whole_kind, &format!("/{}", relation.target))
        });
        made.insert("_rels/.rels".to_owned(), package::top_relations(&format!("/{}", self.main), top).file());
        zipped(&package::content_types_of(&kinds, &made).file(), &made)
    }

    /// The parts that are taken over, with what is ours put into them.
    fn taken_over(&self, marking: &str) -> Result<Parts, String> {
        let of_all = relations::of(self.parts, "")?;
        let of_all = of_all.into_iter().filter(|relation| KEPT_OF_ALL.contains(&relation.kind.as_str()) && !relation.is_external);
        let from = self.kept.iter().map(|relation| relation.target.clone()).chain(of_all.map(|relation| relation.target));
        let mut made = Parts::new();
        for name in relations::reached(self.parts, from)? {
            made.insert(name.clone(), self.parts.get(&name).cloned().unwrap_or_default());
        }
        for relation in &self.kept {
            let name = &relation.target;
            let bytes = match relation.kind.as_str() {
                "styles" => self.styles.whole(text(self.parts, name)?),
                "settings" => sheet::settings(text(self.parts, name)?).ok_or_else(|| damaged(name))?,
                "header" | "footer" => {
                    let style = self.styles.id(if relation.kind == "header" { "Header" } else { "Footer" });
                    sheet::marked(text(self.parts, name)?, marking, style).ok_or_else(|| damaged(name))?
                }
                _ => continue,
            };
            made.insert(name.clone(), bytes);
            if relation.kind == "settings" {
                // They lead to the file that the document was made from, on somebody's disk.
                made.remove(&relations::file_of(name));
            }
        }
        Ok(made)
    }
}

/// What kind of part each is, by ending and by name; the error says why, or nothing where it is no package at all.
#[allow(clippy::type_complexity)]
fn kinds(parts: &Parts) -> Result<(Vec<(String, String)>, BTreeMap<String, String>), Option<String>> {
    let name = "[Content_Types].xml";
    if !parts.contains_key(name) {
        return Err(None);
    }
    let root = tree::parse(text(parts, name).map_err(Some)?).ok_or_else(|| Some(damaged(name)))?;
    let pair = |node: &Node, key: &str| Some((node.attribute(key)?.to_owned(), node.attribute("ContentType")?.to_owned()));
    let defaults = root.all(":Default").filter_map(|node| pair(node, "Extension")).collect();
    let overrides = root.all(":Override").filter_map(|node| pair(node, "PartName"));
    Ok((defaults, overrides.map(|(name, kind)| (name.trim_start_matches('/').to_owned(), kind)).collect()))
}

/// A name that no part has, whatever the size of its letters.
fn free(parts: &Parts, wanted: &str) -> String {
    let taken = |name: &str| parts.keys().any(|other| other.eq_ignore_ascii_case(name));
    let mut name = wanted.to_owned();
    while taken(&name) {
        name = match name.rsplit_once('.') {
            Some((stem, ending)) => format!("{stem}_.{ending}"),
            None => format!("{name}_"),
        };
    }
    name
}

fn zipped(types: &[u8], parts: &Parts) -> anyhow::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let first = [("[Content_Types].xml", types)];
    let rest =
        parts.iter().filter(|(name, _)| *name != "[Content_Types].xml").map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    for (name, bytes) in first.into_iter().chain(rest) {
        let packed = [".png", ".jpeg", ".jpg"].iter().any(|ending| name.ends_with(ending));
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        archive.start_file(name, options.compression_method(method))?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
