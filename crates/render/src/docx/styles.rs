//! The styles of the document and its settings: type, colours, language.

use super::package::WORD;
use super::xml::Element;
use scorecard_core::rating::Rating;

/// The width of a page's text, in twentieths of a point: A4 landscape less margins of 1.27 cm.
pub const TEXT_WIDTH: usize = 16_838 - 2 * MARGIN;
/// The margin of a page.
pub const MARGIN: usize = 720;

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
pub struct Style {
    /// Its id, by which the text refers to it.
    pub id: &'static str,
    /// Its name: Word's own for what it knows, in English whatever language it speaks.
    pub name: &'static str,
    /// The style that it is like in all it does not say.
    based: &'static str,
    next: &'static str,
    /// Half points.
    size: usize,
    bold: bool,
    /// Its colour; that of what it is based on without one.
    colour: Option<&'static str>,
    /// The shade behind it.
    shade: Option<&'static str>,
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
    /// Where a tab leads to the right edge, with dots before it or without.
    tab: Option<(usize, bool)>,
}

/// What most styles have.
const TEXT: Style = Style {
    id: "",
    name: "",
    based: "Normal",
    next: "",
    size: 17,
    bold: false,
    colour: None,
    shade: None,
    before: 0,
    after: 50,
    level: 0,
    with_next: false,
    right: false,
    indent: 0,
    hanging: 0,
    centred: false,
    tab: None,
};

const HEADING: Style = Style { bold: true, with_next: true, next: "Normal", ..TEXT };
const SMALL: Style = Style { size: 16, after: 16, ..TEXT };
const IN_CELL: Style = Style { after: 0, ..SMALL };
const RATING: Style = Style { based: "CellText", bold: true, ..IN_CELL };
const IN_MONTH: Style = Style { size: 12, centred: true, after: 0, ..TEXT };
const IN_BAR: Style = Style { size: 15, after: 0, ..TEXT };
/// Across the page, or a third of it.
const ACROSS: usize = TEXT_WIDTH;
const THIRD: usize = 4_800;

/// All paragraph styles, what others are based on first.
pub const STYLES: &[Style] = &[
    Style { id: "Title", name: "Title", size: 40, after: 120, ..HEADING },
    Style { id: "Heading1", name: "heading 1", size: 28, after: 80, level: 1, ..HEADING },
    Style { id: "Heading2", name: "heading 2", size: 24, before: 140, after: 50, level: 2, ..HEADING },
    Style { id: "Heading3", name: "heading 3", size: 18, before: 80, after: 30, level: 3, ..HEADING },
    Style { id: "Caption", name: "caption", size: 16, colour: Some(GREY), before: 20, after: 30, with_next: true, ..TEXT },
    Style { id: "TOCHeading", name: "TOC Heading", size: 20, after: 40, ..HEADING },
    Style { id: "TOC1", name: "toc 1", size: 17, bold: true, after: 10, tab: Some((THIRD, true)), ..TEXT },
    Style { id: "TOC2", name: "toc 2", size: 17, after: 10, indent: 140, tab: Some((THIRD, true)), ..TEXT },
    Style { id: "Facts", name: "Facts", colour: Some(GREY), after: 30, ..TEXT },
    Style { id: "CellHeading", name: "Cell heading", bold: true, with_next: true, ..IN_CELL },
    Style { id: "CellHeadingRight", name: "Cell heading right", bold: true, with_next: true, right: true, ..IN_CELL },
    Style { id: "CellText", name: "Cell text", ..IN_CELL },
    Style { id: "CellNumber", name: "Cell number", right: true, ..IN_CELL },
    Style { id: "CommentaryRow", name: "Commentary row", bold: true, before: 60, after: 6, with_next: true, ..SMALL },
    Style { id: "Commentary", name: "Commentary", ..SMALL },
    Style { id: "Alike", name: "Said of several rows", before: 40, ..SMALL },
    Style { id: "RowNote", name: "Row note", ..SMALL },
    Style { id: "AnnexText", name: "Annex text", ..SMALL },
    Style { id: "FrontTitle", name: "Front title", based: "Heading1", size: 30, after: 0, level: 1, ..HEADING },
    Style { id: "FrontHeading", name: "Front heading", based: "Heading2", size: 19, before: 80, after: 20, level: 2, ..HEADING },
    Style { id: "FrontText", name: "Front text", size: 16, after: 20, ..TEXT },
    Style { id: "FrontItem", name: "Front item", size: 15, after: 20, hanging: 160, ..TEXT },
    Style { id: "FrontSmall", name: "Front small", size: 14, after: 0, ..TEXT },
    Style { id: "FrontCell", name: "Front cell", size: 15, after: 0, ..TEXT },
    Style { id: "FrontLead", name: "Front lead", size: 15, after: 0, indent: 60, ..TEXT },
    Style { id: "FrontNumber", name: "Front number", size: 15, after: 0, right: true, ..TEXT },
    Style { id: "FrontMonth", name: "Front month", ..IN_MONTH },
    Style { id: "RatingGreen", name: "Rating Green", shade: Some("CFE7DE"), colour: Some("09442D"), ..RATING },
    Style { id: "RatingAmber", name: "Rating Amber", shade: Some("FFE4BC"), colour: Some("66420D"), ..RATING },
    Style { id: "RatingRed", name: "Rating Red", shade: Some("F4CDC6"), colour: Some("2A0B06"), ..RATING },
    Style { id: "RatingNotRated", name: "Rating Not rated", shade: Some("EEEFEF"), colour: Some("383F43"), ..RATING },
    Style { id: "RatingNoData", name: "Rating No data", colour: Some("383F43"), ..RATING },
    Style { id: "RatingGreenMonth", name: "Rating Green month", based: "RatingGreen", bold: true, ..IN_MONTH },
    Style { id: "RatingAmberMonth", name: "Rating Amber month", based: "RatingAmber", bold: true, ..IN_MONTH },
    Style { id: "RatingRedMonth", name: "Rating Red month", based: "RatingRed", bold: true, ..IN_MONTH },
    Style { id: "RatingNotRatedMonth", name: "Rating Not rated month", based: "RatingNotRated", bold: true, ..IN_MONTH },
    Style { id: "RatingNoDataMonth", name: "Rating No data month", based: "RatingNoData", bold: true, ..IN_MONTH },
    Style { id: "RatingGreenBar", name: "Rating Green bar", based: "RatingGreen", bold: true, ..IN_BAR },
    Style { id: "RatingAmberBar", name: "Rating Amber bar", based: "RatingAmber", bold: true, ..IN_BAR },
    Style { id: "RatingRedBar", name: "Rating Red bar", based: "RatingRed", bold: true, ..IN_BAR },
    Style { id: "RatingNotRatedBar", name: "Rating Not rated bar", based: "RatingNotRated", bold: true, ..IN_BAR },
    Style { id: "RatingNoDataBar", name: "Rating No data bar", based: "RatingNoData", bold: true, ..IN_BAR },
    Style { id: "Header", name: "header", size: 16, bold: true, after: 0, tab: Some((ACROSS, false)), ..TEXT },
    Style { id: "AfterTable", name: "After table", size: 8, after: 0, ..TEXT },
    Style { id: "Footer", name: "footer", size: 16, colour: Some(GREY), after: 0, tab: Some((ACROSS, false)), ..TEXT },
];

/// Where a rating stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// In the column of ratings.
    Cell,
    /// Among the months of the front page.
    Month,
    /// In the bar.
    Bar,
}

/// The style of a rating: an officer who changes `Rating Green` changes all that is green.
pub fn rating(rating: Rating, place: Where) -> String {
    let word = match rating {
        Rating::Green => "Green",
        Rating::Amber => "Amber",
        Rating::Red => "Red",
        Rating::NotRated => "NotRated",
        Rating::NoData => "NoData",
    };
    let place = match place {
        Where::Cell => "",
        Where::Month => "Month",
        Where::Bar => "Bar",
    };
    format!("Rating{word}{place}")
}

/// The style of links.
pub const LINK: &str = "Hyperlink";
/// The style of tables.
pub const TABLE: &str = "Scorecard";

/// `word/styles.xml`.
pub fn styles() -> Element {
    let defaults = Element::new("w:docDefaults")
        .child(
            Element::new("w:rPrDefault").child(
                Element::new("w:rPr")
                    .child(fonts())
                    .child(Element::new("w:color").val(INK))
                    .child(Element::new("w:sz").val(18))
                    .child(Element::new("w:szCs").val(18))
                    .child(Element::new("w:lang").val(LANGUAGE).with("w:eastAsia", LANGUAGE).with("w:bidi", "ar-SA")),
            ),
        )
        .child(Element::new("w:pPrDefault").child(Element::new("w:pPr").child(spacing(0, 80))));
    Element::new("w:styles")
        .with("xmlns:w", WORD)
        .child(defaults)
        .child(normal())
        .children(STYLES.iter().map(style))
        .child(link())
        .child(table_style(None))
}

/// The style that all others are based on.
pub fn normal() -> Element {
    Element::new("w:style")
        .with("w:type", "paragraph")
        .with("w:default", 1)
        .with("w:styleId", "Normal")
        .child(Element::new("w:name").val("Normal"))
        .child(Element::new("w:qFormat"))
}

/// The character style of links.
pub fn link() -> Element {
    Element::new("w:style")
        .with("w:type", "character")
        .with("w:styleId", LINK)
        .child(Element::new("w:name").val("Hyperlink"))
        .child(Element::new("w:rPr").child(Element::new("w:color").val("1A65A6")).child(Element::new("w:u").val("single")))
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
    Element::new("w:spacing").with("w:before", before).with("w:after", after).with("w:line", 240).with("w:lineRule", "auto")
}

/// A paragraph style as an element.
pub fn style(style: &Style) -> Element {
    let next = if style.next.is_empty() { style.id } else { style.next };
    let mut paragraph = Element::new("w:pPr");
    if style.with_next {
        paragraph = paragraph.child(Element::new("w:keepNext")).child(Element::new("w:keepLines"));
    }
    if style.based.starts_with("Heading") {
        // Headings of a council may be numbered; those of the front page are not.
        paragraph = paragraph.child(Element::new("w:numPr").child(Element::new("w:numId").val(0)));
    }
    if let Some(shade) = style.shade {
        paragraph = paragraph.child(Element::new("w:shd").val("clear").with("w:color", "auto").with("w:fill", shade));
    }
    if let Some((at, dots)) = style.tab {
        let tab = Element::new("w:tab").val("right");
        let tab = if dots { tab.with("w:leader", "dot") } else { tab };
        paragraph = paragraph.child(Element::new("w:tabs").child(tab.with("w:pos", at)));
    }
    paragraph = paragraph.child(spacing(style.before, style.after));
    if style.right {
        // Away from the column to its right, whose text stands left.
        paragraph = paragraph.child(Element::new("w:ind").with("w:right", 90));
    } else if style.hanging > 0 {
        paragraph = paragraph.child(Element::new("w:ind").with("w:left", style.hanging).with("w:hanging", style.hanging));
    } else {
        // Said of text too: headings of a council may stand out to the left.
        paragraph = paragraph.child(Element::new("w:ind").with("w:left", style.indent).with("w:firstLine", 0));
    }
    if style.centred || style.right {
        paragraph = paragraph.child(Element::new("w:jc").val(if style.right { "right" } else { "center" }));
    }
    if style.level > 0 {
        paragraph = paragraph.child(Element::new("w:outlineLvl").val(style.level - 1));
    }
    let mut run = Element::new("w:rPr");
    if style.bold {
        run = run.child(Element::new("w:b")).child(Element::new("w:bCs"));
    }
    if let Some(colour) = style.colour {
        run = run.child(Element::new("w:color").val(colour));
    }
    run = run.child(Element::new("w:sz").val(style.size)).child(Element::new("w:szCs").val(style.size));
    Element::new("w:style")
        .with("w:type", "paragraph")
        .with("w:styleId", style.id)
        .child(Element::new("w:name").val(style.name))
        .child(Element::new("w:basedOn").val(style.based))
        .child(Element::new("w:next").val(next))
        .child(Element::new("w:qFormat"))
        .child(paragraph)
        .child(run)
}

/// Lines between rows, a strong one under the heading; in all else like the style it is based on.
pub fn table_style(based: Option<&str>) -> Element {
    let line = |name, size: usize, colour: &str| {
        Element::new(name).val("single").with("w:sz", size).with("w:space", 0).with("w:color", colour)
    };
    let margin = |name, width: usize| Element::new(name).with("w:w", width).with("w:type", "dxa");
    let properties = Element::new("w:tblPr")
        .child(Element::new("w:tblBorders").child(line("w:bottom", 4, "B1B4B6")).child(line("w:insideH", 4, "B1B4B6")))
        .child(
            Element::new("w:tblCellMar")
                .child(margin("w:top", 30))
                .child(margin("w:left", 70))
                .child(margin("w:bottom", 30))
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
        .with("w:styleId", TABLE)
        .child(Element::new("w:name").val("Scorecard"))
        .children(based.map(|based| Element::new("w:basedOn").val(based)))
        .child(Element::new("w:qFormat"))
        .child(Element::new("w:pPr").child(spacing(0, 0)))
        .child(properties)
        .child(heading)
}
