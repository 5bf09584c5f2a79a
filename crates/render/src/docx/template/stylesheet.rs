//! The styles of a council's document: which of them stand for ours, and those that it lacks, put behind its own.
//!
//! Word's own styles have English names in the file whatever language Word speaks, and ids that it translates; others are
//! known by the names that an officer gave them.

use std::collections::BTreeMap;

use super::tree::{self, Node, changed};
use crate::docx::styles::{self, LANGUAGE, LINK, STYLES, TABLE};
use crate::docx::xml::Element;

/// The styles of ours that are Word's own, and are known by their ids too.
const WORDS_OWN: [&str; 11] =
    ["Title", "Heading1", "Heading2", "Heading3", "Caption", "TOCHeading", "TOC1", "TOC2", "Header", "Footer", LINK];
/// Those that a document of a council has as a rule.
const EXPECTED: [&str; 4] = ["Title", "Heading1", "Heading2", "Heading3"];

/// Which style stands for each of ours.
pub struct Styles {
    /// Our id and that of the document, where it has such a style or gets ours under another id.
    ids: BTreeMap<String, String>,
    /// Ours that it gets.
    added: Vec<Element>,
    /// The names of those of Word's own that it lacks.
    lacking: Vec<String>,
}

/// A style of the document.
struct Found {
    id: String,
    name: String,
    kind: String,
    is_default: bool,
}

impl Styles {
    /// Those of a document; all of ours where it has no styles. Nothing where they cannot be read.
    pub fn of(text: Option<&str>, settings: Option<&Node>) -> Option<Self> {
        let root = text.map(tree::parse);
        if root.as_ref().is_some_and(|root| root.as_ref().is_none_or(|root| root.name != "w:styles")) {
            return None;
        }
        let found: Vec<Found> = root.flatten().iter().flat_map(|root| root.all("w:style")).filter_map(style).collect();
        let by_name =
            |kind: &str, name: &str| found.iter().find(|style| style.kind == kind && style.name.eq_ignore_ascii_case(name));
        let by_id = |kind: &str, id: &str| found.iter().find(|style| style.kind == kind && style.id.eq_ignore_ascii_case(id));
        let known = |kind: &str, id: &str, name: &str| {
            by_name(kind, name).or_else(|| by_id(kind, id).filter(|_| WORDS_OWN.contains(&id))).map(|style| style.id.clone())
        };
        let default =
            |kind: &str| found.iter().find(|style| style.kind == kind && style.is_default).map(|style| style.id.clone());
        let mut styles = Styles { ids: BTreeMap::new(), added: Vec::new(), lacking: Vec::new() };
        let mut added: Vec<(&str, Element)> = Vec::new();
        match default("paragraph").or_else(|| known("paragraph", "Normal", "Normal")) {
            Some(id) => {
                styles.ids.insert("Normal".to_owned(), id);
            }
            None => added.push(("Normal", styles::normal())),
        }
        for own in STYLES {
            match known("paragraph", own.id, own.name) {
                Some(id) => {
                    styles.ids.insert(own.id.to_owned(), id);
                }
                None => added.push((own.id, styles::style(own))),
            }
            if EXPECTED.contains(&own.id) && !styles.ids.contains_key(own.id) {
                styles.lacking.push(own.name.to_owned());
            }
        }
        match known("character", LINK, "Hyperlink") {
            Some(id) => {
                styles.ids.insert(LINK.to_owned(), id);
            }
            None => added.push((LINK, styles::link())),
        }
        let by_settings = settings.and_then(|settings| settings.child("w:defaultTableStyle")).and_then(Node::val);
        let by_settings = by_settings.and_then(|id| by_id("table", id)).map(|style| style.id.clone());
        match by_name("table", TABLE).map(|style| style.id.clone()).or(by_settings) {
            Some(id) => {
                styles.ids.insert(TABLE.to_owned(), id);
            }
            None => {
                let based = by_name("table", "Table Grid").map(|style| style.id.clone()).or_else(|| default("table"));
                added.push((TABLE, styles::table_style(based.as_deref())));
            }
        }
        // An id of ours that another style of the document has gives way.
        for (id, _) in &added {
            let mut free = (*id).to_owned();
            while found.iter().any(|style| style.id.eq_ignore_ascii_case(&free)) {
                free.push('_');
            }
            if free != **id {
                styles.ids.insert((*id).to_owned(), free);
            }
        }
        styles.added = added
            .into_iter()
            .map(|(id, mut element)| {
                let own = styles.id(id).to_owned();
                element.change("w:styleId", |_| own);
                for child in element.elements_mut().filter(|child| matches!(child.name(), "w:basedOn" | "w:next")) {
                    child.change("w:val", |id| styles.id(id).to_owned());
                }
                element
            })
            .collect();
        Some(styles)
    }

    /// The id of the style that stands for one of ours.
    pub fn id<'a>(&'a self, own: &'a str) -> &'a str {
        self.ids.get(own).map_or(own, String::as_str)
    }

    /// The names of Word's own that the document lacks.
    pub fn lacking(&self) -> Vec<String> {
        self.lacking.clone()
    }

    /// Gives an element and all in it the styles of the document.
    pub fn rename(&self, element: &mut Element) {
        if matches!(element.name(), "w:pStyle" | "w:rStyle" | "w:tblStyle") {
            element.change("w:val", |id| self.id(id).to_owned());
        }
        element.elements_mut().for_each(|child| self.rename(child));
    }

    /// The part of styles, in our language, with what the document lacks behind its own.
    pub fn whole(&self, text: &str) -> Vec<u8> {
        let Some(root) = tree::parse(text) else { return styles::styles().file() };
        let mut changes = Vec::new();
        for language in root.descendants().into_iter().filter(|node| node.name == "w:lang" && node.val().is_some()) {
            let mut made = Element::new("w:lang").val(LANGUAGE);
            for (name, value) in language.attributes.iter().filter(|(name, _)| name.starts_with("w:") && name != "w:val") {
                made = made.with(name.clone(), value);
            }
            changes.push((language.range.clone(), made.fragment()));
        }
        let defaults = root.child("w:docDefaults");
        if !defaults.is_some_and(|defaults| defaults.descendants().iter().any(|node| node.name == "w:lang")) {
            let run = defaults.and_then(|defaults| defaults.child("w:rPrDefault")).and_then(|node| node.child("w:rPr"));
            let end =
                |node: &Node| text.get(node.range.clone())?.rfind("</").filter(|at| *at > 0).map(|at| node.range.start + at);
            let language = Element::new("w:lang").val(LANGUAGE);
            match (run.and_then(end), defaults) {
                (Some(at), _) => changes.push((at..at, language.fragment())),
                (None, None) => {
                    let at = root.tag.end;
                    let whole = Element::new("w:docDefaults")
                        .child(Element::new("w:rPrDefault").child(Element::new("w:rPr").child(language)));
                    changes.push((at..at, whole.fragment()));
                }
                (None, Some(_)) => {}
            }
        }
        let added: String = self.added.iter().map(|style| style.clone().fragment()).collect();
        match text.get(..root.range.end).and_then(|text| text.rfind("</")).filter(|at| *at >= root.tag.end) {
            Some(at) => changes.push((at..at, added)),
            // It has no style at all: all of ours.
            None => return styles::styles().file(),
        }
        changed(text, changes).into_bytes()
    }
}

fn style(node: &Node) -> Option<Found> {
    Some(Found {
        id: node.attribute("w:styleId")?.to_owned(),
        name: node.child("w:name").and_then(Node::val)?.trim().to_owned(),
        kind: node.attribute("w:type").unwrap_or("paragraph").to_owned(),
        is_default: matches!(node.attribute("w:default"), Some("1" | "true" | "on")),
    })
}
