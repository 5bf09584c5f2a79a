//! Paragraphs, runs and cells of WordprocessingML.
//!
//! Word wants the properties of each element in the order of its schema; they are put in that order here and
//! nowhere else.

use super::styles::TABLE;
use super::xml::Element;

/// A character's look besides that of its paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Bold.
    pub bold: bool,
    /// The colour as six hexadecimal digits.
    pub colour: Option<&'static str>,
}

/// Bold, in the colour of the paragraph.
pub const BOLD: Look = Look { bold: true, colour: None };
/// As the paragraph is.
pub const PLAIN: Look = Look { bold: false, colour: None };

/// A paragraph of a style.
pub fn paragraph(style: &str, runs: impl IntoIterator<Item = Element>) -> Element {
    let properties = Element::new("w:pPr").child(Element::new("w:pStyle").val(style));
    Element::new("w:p").child(properties).children(runs)
}

/// A caption within a table, whose row need not stay with the next.
pub fn caption_in_cell(runs: impl IntoIterator<Item = Element>) -> Element {
    let properties =
        Element::new("w:pPr").child(Element::new("w:pStyle").val("Caption")).child(Element::new("w:keepNext").val(0));
    Element::new("w:p").child(properties).children(runs)
}

/// The last paragraph of a section of the page.
pub fn closing(style: &str, section: Element) -> Element {
    let properties = Element::new("w:pPr").child(Element::new("w:pStyle").val(style)).child(section);
    Element::new("w:p").child(properties)
}

/// The break to the next column of the page.
pub fn column_break() -> Element {
    Element::new("w:r").child(Element::new("w:br").with("w:type", "column"))
}

/// Text, with its line breaks and tabs.
pub fn run(text: &str, look: Look) -> Element {
    let mut properties = Element::new("w:rPr");
    if look.bold {
        properties = properties.child(Element::new("w:b")).child(Element::new("w:bCs"));
    }
    if let Some(colour) = look.colour {
        properties = properties.child(Element::new("w:color").val(colour));
    }
    let mut run = Element::new("w:r");
    if look.bold || look.colour.is_some() {
        run = run.child(properties);
    }
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            run = run.child(Element::new("w:br"));
        }
        for (at, part) in line.split('\t').enumerate() {
            if at > 0 {
                run = run.child(Element::new("w:tab"));
            }
            if !part.is_empty() {
                run = run.child(Element::new("w:t").with("xml:space", "preserve").text(part));
            }
        }
    }
    run
}

/// A field that Word fills in when it lays out the pages, with what stands there until then.
pub fn field(instruction: &str, shown: &str) -> Element {
    Element::new("w:fldSimple").with("w:instr", format!(" {instruction} ")).child(run(shown, PLAIN))
}

/// Where a field of several paragraphs begins, where what it shows begins, where it ends.
pub fn field_mark(kind: &str) -> Element {
    Element::new("w:r").child(Element::new("w:fldChar").with("w:fldCharType", kind))
}

/// What such a field is.
pub fn instruction(text: &str) -> Element {
    let text = Element::new("w:instrText").with("xml:space", "preserve").text(&format!(" {text} "));
    Element::new("w:r").child(text)
}

/// Text that leads to a bookmark of this document.
pub fn link(bookmark: &str, text: &str) -> Element {
    let properties = Element::new("w:rPr").child(Element::new("w:rStyle").val(super::styles::LINK));
    linked(bookmark, Element::new("w:r").child(properties), text)
}

/// The same in the look of its paragraph: in contents all is a link.
pub fn quiet_link(bookmark: &str, text: &str) -> Element {
    linked(bookmark, Element::new("w:r"), text)
}

fn linked(bookmark: &str, run: Element, text: &str) -> Element {
    let run = run.child(Element::new("w:t").with("xml:space", "preserve").text(text));
    Element::new("w:hyperlink").with("w:anchor", bookmark).with("w:history", 1).child(run)
}

/// Runs with a bookmark around them.
pub fn bookmarked(number: usize, bookmark: &str, run: Element) -> Vec<Element> {
    vec![
        Element::new("w:bookmarkStart").with("w:id", number).with("w:name", bookmark),
        run,
        Element::new("w:bookmarkEnd").with("w:id", number),
    ]
}

/// A cell of a width in twentieths of a point, on a fill where there is one.
pub fn cell(width: usize, fill: Option<&str>, content: Element) -> Element {
    let mut properties = Element::new("w:tcPr").child(Element::new("w:tcW").with("w:w", width).with("w:type", "dxa"));
    if let Some(fill) = fill {
        properties = properties.child(Element::new("w:shd").val("clear").with("w:color", "auto").with("w:fill", fill));
    }
    Element::new("w:tc").child(properties).child(content)
}

/// A cell of several paragraphs.
pub fn cell_of(width: usize, paragraphs: Vec<Element>) -> Element {
    let properties = Element::new("w:tcPr").child(Element::new("w:tcW").with("w:w", width).with("w:type", "dxa"));
    Element::new("w:tc").child(properties).children(paragraphs)
}

/// A cell across so many columns, on a fill.
pub fn across(columns: usize, width: usize, fill: &str, content: Element) -> Element {
    let properties = Element::new("w:tcPr")
        .child(Element::new("w:tcW").with("w:w", width).with("w:type", "dxa"))
        .child(Element::new("w:gridSpan").val(columns))
        .child(Element::new("w:shd").val("clear").with("w:color", "auto").with("w:fill", fill));
    Element::new("w:tc").child(properties).child(content)
}

/// A row that stays on one page; a heading is repeated on each page.
pub fn row(heading: bool, cells: impl IntoIterator<Item = Element>) -> Element {
    let mut properties = Element::new("w:trPr").child(Element::new("w:cantSplit"));
    if heading {
        properties = properties.child(Element::new("w:tblHeader"));
    }
    Element::new("w:tr").child(properties).children(cells)
}

/// A table of fixed widths, named and described for those who do not see it.
pub fn table(caption: &str, description: &str, widths: &[usize], rows: impl IntoIterator<Item = Element>) -> Element {
    table_with((None, true), (caption, description), widths, rows)
}

/// The same without a row of heads.
pub fn headless_table(caption: &str, description: &str, widths: &[usize], rows: impl IntoIterator<Item = Element>) -> Element {
    table_with((None, false), (caption, description), widths, rows)
}

/// The same with hardly any room around the text of its cells.
pub fn tight_table(
    (caption, description): (&str, &str),
    has_head: bool,
    widths: &[usize],
    rows: impl IntoIterator<Item = Element>,
) -> Element {
    let margin = |name, width: usize| Element::new(name).with("w:w", width).with("w:type", "dxa");
    let margins = Element::new("w:tblCellMar")
        .child(margin("w:top", 12))
        .child(margin("w:left", 30))
        .child(margin("w:bottom", 12))
        .child(margin("w:right", 30));
    table_with((Some(margins), has_head), (caption, description), widths, rows)
}

fn table_with(
    (margins, has_head): (Option<Element>, bool),
    (caption, description): (&str, &str),
    widths: &[usize],
    rows: impl IntoIterator<Item = Element>,
) -> Element {
    let look = Element::new("w:tblLook")
        .val(if has_head { "0420" } else { "0400" })
        .with("w:firstRow", u8::from(has_head))
        .with("w:lastRow", 0)
        .with("w:firstColumn", 0)
        .with("w:lastColumn", 0)
        .with("w:noHBand", 0)
        .with("w:noVBand", 1);
    let properties = Element::new("w:tblPr")
        .child(Element::new("w:tblStyle").val(TABLE))
        .child(Element::new("w:tblW").with("w:w", widths.iter().sum::<usize>()).with("w:type", "dxa"))
        .child(Element::new("w:tblLayout").with("w:type", "fixed"))
        .children(margins)
        .child(look)
        .child(Element::new("w:tblCaption").val(caption))
        .child(Element::new("w:tblDescription").val(description));
    let grid = widths.iter().map(|width| Element::new("w:gridCol").with("w:w", width));
    Element::new("w:tbl").child(properties).child(Element::new("w:tblGrid").children(grid)).children(rows)
}

/// A picture in the line, `number` unique in the document, sizes in English Metric Units.
pub fn picture(number: usize, relation: &str, name: &str, words: &str, (width, height): (u32, u32)) -> Element {
    let size = |name| Element::new(name).with("cx", width).with("cy", height);
    let named = |name_of| Element::new(name_of).with("id", number).with("name", name).with("descr", words);
    let shape = Element::new("pic:spPr")
        .child(Element::new("a:xfrm").child(Element::new("a:off").with("x", 0).with("y", 0)).child(size("a:ext")))
        .child(Element::new("a:prstGeom").with("prst", "rect").child(Element::new("a:avLst")));
    let fill = Element::new("pic:blipFill")
        .child(Element::new("a:blip").with("r:embed", relation))
        .child(Element::new("a:stretch").child(Element::new("a:fillRect")));
    let picture = Element::new("pic:pic")
        .child(Element::new("pic:nvPicPr").child(named("pic:cNvPr")).child(Element::new("pic:cNvPicPr")))
        .child(fill)
        .child(shape);
    let data = Element::new("a:graphicData").with("uri", super::package::PICTURE).child(picture);
    let locks = Element::new("a:graphicFrameLocks").with("noChangeAspect", 1);
    let inline = Element::new("wp:inline")
        .with("distT", 0)
        .with("distB", 0)
        .with("distL", 0)
        .with("distR", 0)
        .child(size("wp:extent"))
        .child(named("wp:docPr"))
        .child(Element::new("wp:cNvGraphicFramePr").child(locks))
        .child(Element::new("a:graphic").child(data));
    Element::new("w:r").child(Element::new("w:drawing").child(inline))
}
