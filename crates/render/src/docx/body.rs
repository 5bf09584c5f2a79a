//! What the document is made of as it grows: paragraphs and tables, the pictures they show, the headings for the contents,
//! the numbers of captions, the sections of the page.

use super::blocks::{self, PLAIN, bookmarked, paragraph, run};
use super::frame::{Frame, Section};
use super::package::Image;
use super::xml::Element;

/// What a caption counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Tables.
    Table,
    /// Charts.
    Chart,
}

/// A heading that the contents name.
struct Entry {
    level: usize,
    text: String,
    bookmark: String,
    /// Whether it stands on a front page, which has its own order.
    of_front: bool,
}

/// Paragraphs and tables with what they need.
pub struct Body {
    /// The paragraphs and tables.
    pub blocks: Vec<Element>,
    /// The pictures.
    pub pictures: Vec<Image>,
    /// The page.
    pub frame: Frame,
    entries: Vec<Entry>,
    /// Where the contents go, once all headings are there.
    contents: Option<usize>,
    bookmarks: usize,
    tables: usize,
    charts: usize,
}

impl Body {
    /// Nothing yet, on a page.
    pub fn on(frame: Frame) -> Self {
        Body {
            blocks: Vec::new(),
            pictures: Vec::new(),
            frame,
            entries: Vec::new(),
            contents: None,
            bookmarks: 0,
            tables: 0,
            charts: 0,
        }
    }

    /// Adds a picture, and gives its number.
    pub fn picture(&mut self, picture: Image) -> usize {
        self.pictures.push(picture);
        self.pictures.len()
    }

    /// Adds a heading of a style; the contents name those of levels 1 and 2.
    pub fn heading(&mut self, style: &str, level: usize, text: &str) {
        self.heading_behind(style, level, text, None);
    }

    /// The same, with something before its text.
    pub fn heading_behind(&mut self, style: &str, level: usize, text: &str, before: Option<Element>) {
        if level > 2 {
            self.blocks.push(paragraph(style, before.into_iter().chain([run(text, PLAIN)])));
            return;
        }
        let bookmark = self.bookmark();
        let runs = bookmarked(self.bookmarks, &bookmark, run(text, PLAIN));
        self.blocks.push(paragraph(style, before.into_iter().chain(runs)));
        let of_front = style == "FrontHeading";
        self.entries.push(Entry { level, text: text.to_owned(), bookmark, of_front });
    }

    /// The bookmark of the last heading of level 1.
    pub fn last_title(&self) -> Option<&str> {
        self.entries.iter().rev().find(|entry| entry.level == 1).map(|entry| entry.bookmark.as_str())
    }

    fn bookmark(&mut self) -> String {
        self.bookmarks += 1;
        // As Word names those of its own contents, which it makes anew when they are updated.
        format!("_Toc{:08}", 18_000_000 + self.bookmarks)
    }

    /// The contents go here.
    pub fn contents(&mut self) {
        self.contents = Some(self.blocks.len());
    }

    /// Puts the contents where they go: a field that Word updates, with the headings as it would find them.
    pub fn fill_contents(&mut self) {
        let Some(at) = self.contents.take() else { return };
        let named: Vec<&Entry> = self.entries.iter().filter(|entry| !entry.of_front).collect();
        let count = named.len();
        let mut lines: Vec<Element> = Vec::new();
        for (number, entry) in named.into_iter().enumerate() {
            let style = if entry.level == 1 { "TOC1" } else { "TOC2" };
            let mut runs = Vec::new();
            if number == 0 {
                runs.push(blocks::field_mark("begin"));
                runs.push(blocks::instruction("TOC \\o \"1-2\" \\h \\z \\t \"Front title,1\""));
                runs.push(blocks::field_mark("separate"));
            }
            runs.push(blocks::quiet_link(&entry.bookmark, &entry.text));
            if number + 1 == count {
                runs.push(blocks::field_mark("end"));
            }
            lines.push(paragraph(style, runs));
        }
        let gallery = Element::new("w:docPartObj")
            .child(Element::new("w:docPartGallery").val("Table of Contents"))
            .child(Element::new("w:docPartUnique"));
        let control = Element::new("w:sdt")
            .child(Element::new("w:sdtPr").child(gallery))
            .child(Element::new("w:sdtContent").children(lines));
        self.blocks.splice(at..at, [paragraph("TOCHeading", [run("Contents", PLAIN)]), control]);
    }

    /// Adds the caption of the table that follows.
    pub fn caption(&mut self, text: &str) {
        let number = self.number(Counted::Table);
        self.blocks.push(paragraph("Caption", number.into_iter().chain([run(&format!(": {text}"), PLAIN)])));
    }

    /// The runs of the next number of a caption: `Table 3`.
    pub fn number(&mut self, counted: Counted) -> Vec<Element> {
        let (word, number) = match counted {
            Counted::Table => ("Table", &mut self.tables),
            Counted::Chart => ("Chart", &mut self.charts),
        };
        *number += 1;
        vec![run(&format!("{word} "), PLAIN), blocks::field(&format!("SEQ {word} \\* ARABIC"), &number.to_string())]
    }

    /// Ends a section of the page in columns.
    pub fn end_section(&mut self, columns: usize, starts_page: bool) {
        let properties = self.frame.section(Section { columns, starts_page });
        self.blocks.push(blocks::closing("AfterTable", properties));
    }
}
