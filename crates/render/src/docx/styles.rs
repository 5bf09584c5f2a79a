//! The styles of the document and its settings: type, colours, language.

use super::package::WORD;
use super::xml::Element;
use scorecard_core::rating::Rating;

/// The width of a page's text, in twentieths of a point: A4 landscape less margins of 1.5 cm.
pub const TEXT_WIDTH: usize = 16_838 - 2 * MARGIN;
/// The margin of a page.
pub const MARGIN: usize = 850;

/// The room between two columns of a page.
pub const COLUMN_GAP: usize = 400;

/// The language that the document is written in.
pub const LANGUAGE: &str = "en-GB";

const INK: &str = "0B0C0C";
const GREY: &str = "505A5F";

/// Fill and ink of a rating, with a contrast of 7 or more.
pub fn colours(rating: Rating) -> (&'static str, &'static str) {
    match rating {
        Rating::Green => ("CFE7DE", "09442D"),
        Rating::Amber => ("FFE4BC", "66420D"),
        Rating::Red => ("F4CDC6", "2A0B06"),
        Rating::NotRated => ("EEEFEF", "383F43"),
        Rating::NoData => ("FFFFFF", "383F43"),
    }
}

/// A paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    next: &'static str,
    /// Half points.
    size: usize,
    bold: bool,
    colour: &'static str,
    /// Twentieths of a point.
    before: usize,
    after: usize,
    /// 0 for text, 1 to 3 for headings.
    level: usize,
    with_next: bool,
    right: bool,
    indent: usize,
    hanging: usize,
    centred: bool,
}

/// What most styles have.
const TEXT: Style = Style {
    id: "",
    name: "",
    next: "",
    size: 20,
    bold: false,
    colour: INK,
    before: 0,
    after: 80,
    level: 0,
    with_next: false,
    right: false,
    indent: 0,
    hanging: 0,
    centred: false,
};

const HEADING: Style = Style { bold: true, with_next: true, next: "Normal", ..TEXT };
const IN_CELL: Style = Style { size: 18, after: 0, ..TEXT };

const STYLES: &[Style] = &[
    Style { id: "Title", name: "Title", size: 48, after: 200, ..HEADING },
    Style { id: "Heading1", name: "heading 1", size: 36, after: 120, level: 1, ..HEADING },
    Style { id: "Heading2", name: "heading 2", size: 26, before: 280, after: 100, level: 2, ..HEADING },
    Style { id: "Heading3", name: "heading 3", size: 20, before: 180, after: 80, level: 3, ..HEADING },
    Style { id: "Facts", name: "Facts", colour: GREY, after: 40, ..TEXT },
    Style { id: "CellHeading", name: "Cell heading", bold: true, with_next: true, ..IN_CELL },
    Style { id: "CellHeadingRight", name: "Cell heading right", bold: true, with_next: true, right: true, ..IN_CELL },
    Style { id: "CellText", name: "Cell text", ..IN_CELL },
    Style { id: "CellPart", name: "Cell part", indent: 200, ..IN_CELL },
    Style { id: "CellNumber", name: "Cell number", right: true, ..IN_CELL },
    Style { id: "CellNotes", name: "Cell notes", size: 17, ..IN_CELL },
    Style { id: "CellCount", name: "Cell count", size: 28, bold: true, ..IN_CELL },
    Style { id: "CommentaryRow", name: "Commentary row", bold: true, before: 140, after: 40, with_next: true, ..TEXT },
    Style { id: "Commentary", name: "Commentary", after: 60, indent: 200, ..TEXT },
    Style { id: "Alike", name: "Said of several rows", size: 18, before: 60, after: 20, ..TEXT },
    Style { id: "FrontTitle", name: "Front title", size: 30, after: 0, level: 1, ..HEADING },
    Style { id: "FrontHeading", name: "Front heading", size: 19, before: 80, after: 20, level: 2, ..HEADING },
    Style { id: "FrontText", name: "Front text", size: 16, after: 20, ..TEXT },
    Style { id: "FrontItem", name: "Front item", size: 15, after: 20, hanging: 160, ..TEXT },
    Style { id: "FrontSmall", name: "Front small", size: 14, after: 0, ..TEXT },
    Style { id: "FrontSaid", name: "Front said", size: 14, after: 0, with_next: true, ..TEXT },
    Style { id: "FrontCell", name: "Front cell", size: 15, after: 0, ..TEXT },
    Style { id: "FrontLead", name: "Front lead", size: 15, after: 0, indent: 60, ..TEXT },
    Style { id: "FrontNumber", name: "Front number", size: 15, after: 0, right: true, ..TEXT },
    Style { id: "FrontMonth", name: "Front month", size: 12, after: 0, centred: true, ..TEXT },
    Style { id: "Header", name: "header", size: 16, bold: true, after: 0, ..TEXT },
    Style { id: "AfterTable", name: "After table", size: 12, after: 0, ..TEXT },
    Style { id: "Footer", name: "footer", size: 16, colour: GREY, after: 0, ..TEXT },
];

/// `word/styles.xml`.
pub fn styles() -> Element {
    let defaults = Element::new("w:docDefaults")
        .child(
            Element::new("w:rPrDefault").child(
                Element::new("w:rPr")
                    .child(fonts())
                    .child(Element::new("w:color").val(INK))
                    .child(Element::new("w:sz").val(20))
                    .child(Element::new("w:szCs").val(20))
                    .child(Element::new("w:lang").val(LANGUAGE).with("w:eastAsia", LANGUAGE).with("w:bidi", "ar-SA")),
            ),
        )
        .child(Element::new("w:pPrDefault").child(Element::new("w:pPr").child(spacing(0, 80))));
    let normal = Element::new("w:style")
        .with("w:type", "paragraph")
        .with("w:default", 1)
        .with("w:styleId", "Normal")
        .child(Element::new("w:name").val("Normal"))
        .child(Element::new("w:qFormat"));
    let link = Element::new("w:style")
        .with("w:type", "character")
        .with("w:styleId", "Hyperlink")
        .child(Element::new("w:name").val("Hyperlink"))
        .child(Element::new("w:rPr").child(Element::new("w:color").val("1A65A6")).child(Element::new("w:u").val("single")));
    Element::new("w:styles")
        .with("xmlns:w", WORD)
        .child(defaults)
        .child(normal)
        .children(STYLES.iter().map(style))
        .child(link)
        .child(table_style())
}

/// `word/settings.xml`.
pub fn settings() -> Element {
    let compatible = Element::new("w:compatSetting")
        .with("w:name", "compatibilityMode")
        .with("w:uri", "http://schemas.microsoft.com/office/word")
        .val(15);
    Element::new("w:settings")
        .with("xmlns:w", WORD)
        .child(Element::new("w:zoom").with("w:percent", 100))
        .child(Element::new("w:defaultTabStop").val(720))
        .child(Element::new("w:characterSpacingControl").val("doNotCompress"))
        .child(Element::new("w:compat").child(compatible))
        .child(Element::new("w:themeFontLang").val(LANGUAGE))
        .child(Element::new("w:decimalSymbol").val("."))
        .child(Element::new("w:listSeparator").val(","))
}

fn fonts() -> Element {
    Element::new("w:rFonts").with("w:ascii", "Arial").with("w:hAnsi", "Arial").with("w:eastAsia", "Arial").with("w:cs", "Arial")
}

fn spacing(before: usize, after: usize) -> Element {
    Element::new("w:spacing").with("w:before", before).with("w:after", after).with("w:line", 252).with("w:lineRule", "auto")
}

fn style(style: &Style) -> Element {
    let next = if style.next.is_empty() { style.id } else { style.next };
    let mut paragraph = Element::new("w:pPr");
    if style.with_next {
        paragraph = paragraph.child(Element::new("w:keepNext")).child(Element::new("w:keepLines"));
    }
    if ["Footer", "Header"].contains(&style.id) {
        let tab = Element::new("w:tab").val("right").with("w:pos", TEXT_WIDTH);
        paragraph = paragraph.child(Element::new("w:tabs").child(tab));
    }
    paragraph = paragraph.child(spacing(style.before, style.after));
    if style.indent > 0 {
        paragraph = paragraph.child(Element::new("w:ind").with("w:left", style.indent));
    }
    if style.hanging > 0 {
        paragraph = paragraph.child(Element::new("w:ind").with("w:left", style.hanging).with("w:hanging", style.hanging));
    }
    if style.centred {
        paragraph = paragraph.child(Element::new("w:jc").val("center"));
    }
    if style.right {
        // Away from the column to its right, whose text stands left.
        paragraph = paragraph.child(Element::new("w:ind").with("w:right", 110)).child(Element::new("w:jc").val("right"));
    }
    if style.level > 0 {
        paragraph = paragraph.child(Element::new("w:outlineLvl").val(style.level - 1));
    }
    let mut run = Element::new("w:rPr");
    if style.bold {
        run = run.child(Element::new("w:b")).child(Element::new("w:bCs"));
    }
    run = run
        .child(Element::new("w:color").val(style.colour))
        .child(Element::new("w:sz").val(style.size))
        .child(Element::new("w:szCs").val(style.size));
    Element::new("w:style")
        .with("w:type", "paragraph")
        .with("w:styleId", style.id)
        .child(Element::new("w:name").val(style.name))
        .child(Element::new("w:basedOn").val("Normal"))
        .child(Element::new("w:next").val(next))
        .child(Element::new("w:qFormat"))
        .child(paragraph)
        .child(run)
}

/// Lines between rows, a strong one under the heading.
fn table_style() -> Element {
    let line = |name, size: usize, colour: &str| {
        Element::new(name).val("single").with("w:sz", size).with("w:space", 0).with("w:color", colour)
    };
    let margin = |name, width: usize| Element::new(name).with("w:w", width).with("w:type", "dxa");
    let properties = Element::new("w:tblPr")
        .child(Element::new("w:tblBorders").child(line("w:bottom", 4, "B1B4B6")).child(line("w:insideH", 4, "B1B4B6")))
        .child(
            Element::new("w:tblCellMar")
                .child(margin("w:top", 40))
                .child(margin("w:left", 70))
                .child(margin("w:bottom", 40))
                .child(margin("w:right", 70)),
        );
    let heading = Element::new("w:tblStylePr").with("w:type", "firstRow").child(
        Element::new("w:tcPr")
            .child(Element::new("w:tcBorders").child(line("w:bottom", 12, INK)))
            .child(Element::new("w:vAlign").val("bottom")),
    );
    Element::new("w:style")
        .with("w:type", "table")
        .with("w:customStyle", 1)
        .with("w:styleId", "Scorecard")
        .child(Element::new("w:name").val("Scorecard"))
        .child(Element::new("w:qFormat"))
        .child(properties)
        .child(heading)
}
