//! The page that a document is written on: how wide its text is, what every section of it has.
//!
//! Takes nothing, or the properties of the last section of a council's own document; gives those of each section.

use super::styles;
use super::xml::Element;
use crate::paper::front::LINES;

/// The room between two columns of a page, in twentieths of a point.
const GAP: usize = 340;
/// With less than so much a page is narrow: A4 upright has about 9,600 of it, laid across about 14,500.
pub const NARROW: usize = 11_500;

/// The height of the text of our own page.
const OWN_HEIGHT: usize = 11_906 - 2 * styles::MARGIN;
/// The height of a line in a head.
const MARKED: usize = 280;

/// The page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The width of its text, in twentieths of a point.
    pub width: usize,
    /// How many lines of a front page it has room for.
    lines: usize,
    /// What a section has besides where it begins and how many columns it has, in the order of the schema.
    properties: Vec<Element>,
    /// How many sections there are already.
    sections: usize,
}

/// A part of the document with columns of its own.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// How many columns.
    pub columns: usize,
    /// Whether it begins on a page of its own.
    pub starts_page: bool,
}

/// What only the first section has: what follows has it from there, or would begin anew.
const FIRST: [&str; 4] = ["w:headerReference", "w:footerReference", "w:pgNumType", "w:titlePg"];

impl Frame {
    /// A4 laid across, with a head and a foot of our own.
    pub fn own() -> Self {
        let margins = ["w:top", "w:right", "w:bottom", "w:left"]
            .into_iter()
            .fold(Element::new("w:pgMar"), |margins, side| margins.with(side, styles::MARGIN))
            .with("w:header", 380)
            .with("w:footer", 340)
            .with("w:gutter", 0);
        let reference = |name, id: &str| Element::new(name).with("w:type", "default").with("r:id", id);
        let properties = vec![
            reference("w:headerReference", "header"),
            reference("w:footerReference", "footer"),
            Element::new("w:pgSz").with("w:w", 16_838).with("w:h", 11_906).with("w:orient", "landscape"),
            margins,
        ];
        Frame { width: styles::TEXT_WIDTH, lines: LINES, properties, sections: 0 }
    }

    /// A page of a council's document: the width of its text, and what its sections have in the order of the schema. A head or
    /// a foot that it lacks is ours.
    pub fn of((width, height): (usize, usize), mut properties: Vec<Element>) -> Self {
        let title_page =
            properties.iter().any(|property| property.name() == "w:titlePg" && property.attribute("w:val") != Some("0"));
        for (name, id) in [("w:footerReference", "footer"), ("w:headerReference", "header")] {
            for kind in ["first", "default"].into_iter().filter(|kind| title_page || *kind == "default") {
                let is_it = |property: &Element| property.name() == name && property.attribute("w:type") == Some(kind);
                if !properties.iter().any(is_it) {
                    properties.insert(0, Element::new(name).with("w:type", kind).with("r:id", id));
                }
            }
        }
        properties.sort_by_key(|property| place(property.name()));
        // The marking takes a line of the head and of the foot, letters may be wider than ours, and on a narrow page names take
        // two lines and what stands side by side does so below each other.
        let share = if width < NARROW { 70 } else { 88 };
        let lines = LINES * height.saturating_sub(2 * MARKED) * share / (OWN_HEIGHT * 100);
        Frame { width, lines, properties, sections: 0 }
    }

    /// How many lines of a front page it has room for.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// Whether it has a head or a foot of ours.
    pub fn uses(&self, id: &str) -> bool {
        self.properties.iter().any(|property| property.attribute("r:id") == Some(id))
    }

    /// The room between two columns.
    pub fn gap(&self) -> usize {
        GAP
    }

    /// Whether it is so narrow that what stands side by side on ours stands below each other.
    pub fn is_narrow(&self) -> bool {
        self.width < NARROW
    }

    /// So many columns, or as many as a narrow page has room for.
    pub fn columns(&self, wanted: usize) -> usize {
        if self.is_narrow() { wanted.saturating_sub(1).max(1) } else { wanted }
    }

    /// The properties of the next section.
    pub fn section(&mut self, section: Section) -> Element {
        let first = self.sections == 0;
        self.sections += 1;
        let kind = Element::new("w:type").val(if section.starts_page { "nextPage" } else { "continuous" });
        let columns = Element::new("w:cols").with("w:space", GAP);
        let columns = if section.columns > 1 { columns.with("w:num", section.columns) } else { columns };
        let mut all = Element::new("w:sectPr");
        let mut put = (Some(kind), Some(columns));
        for property in self.properties.iter().filter(|property| first || !FIRST.contains(&property.name())) {
            // The schema has the kind before the size of the page, and the columns behind all of its numbers and borders.
            if place(property.name()) >= place("w:type") {
                all = all.children(put.0.take());
            }
            if place(property.name()) >= place("w:cols") {
                all = all.children(put.1.take());
            }
            all = all.child(property.clone());
        }
        all.children(put.0).children(put.1)
    }
}

/// The elements of a section in the order of the schema.
pub const ORDER: [&str; 21] = [
    "w:headerReference",
    "w:footerReference",
    "w:footnotePr",
    "w:endnotePr",
    "w:type",
    "w:pgSz",
    "w:pgMar",
    "w:paperSrc",
    "w:pgBorders",
    "w:lnNumType",
    "w:pgNumType",
    "w:cols",
    "w:formProt",
    "w:vAlign",
    "w:noEndnote",
    "w:titlePg",
    "w:textDirection",
    "w:bidi",
    "w:rtlGutter",
    "w:docGrid",
    "w:printerSettings",
];

fn place(name: &str) -> usize {
    ORDER.iter().position(|other| *other == name).unwrap_or(ORDER.len())
}
