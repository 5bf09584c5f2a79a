//! The Word document says what the layout says, and is what Word and screen readers ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use roxmltree::{Document as Xml, Node};
use scorecard::render::layout::{self, Column, Page};
use scorecard::render::{docx, picture};
use scorecard::scorecard::{Document, Scorecard};

use crate::every_cell;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn page<'a>(document: &'a Document, scorecard: &'a Scorecard) -> Page<'a> {
    layout::paper(document, scorecard, Column::of_paper(scorecard))
}

/// The files in a DOCX, by name.
fn parts(document: &Document) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx::render(document).unwrap())).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn part(document: &Document, name: &str) -> String {
    String::from_utf8(parts(document).remove(name).unwrap()).unwrap()
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

fn named<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> impl Iterator<Item = Node<'a, 'b>> {
    node.descendants().filter(move |node| is(node, name))
}

fn val<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute((WORD, "val")).unwrap_or_default()
}

/// The text under a node as it is read, its line breaks as such.
fn text(node: Node<'_, '_>) -> String {
    let run = |node: Node<'_, '_>| match node.tag_name().name() {
        "t" => node.text().unwrap_or_default().to_owned(),
        "br" => "\n".to_owned(),
        _ => String::new(),
    };
    node.descendants().map(run).collect()
}

/// The tables of the document with caption and texts, in order.
fn tables(xml: &Xml<'_>) -> Vec<(String, Vec<Vec<String>>)> {
    let row = |row: Node<'_, '_>| named(row, "tc").map(text).collect();
    named(xml.root(), "tbl")
        .map(|table| (val(named(table, "tblCaption").next().unwrap()).to_owned(), named(table, "tr").map(row).collect()))
        .collect()
}

#[test]
fn tables_of_the_word_document_hold_the_cells_of_the_layout() {
    let document = every_cell::document();
    let file = part(&document, "word/document.xml");
    let xml = Xml::parse(&file).unwrap();
    let found = tables(&xml);
    let mut expected: Vec<Vec<Vec<String>>> = Vec::new();
    for scorecard in &document.scorecards {
        let page = page(&document, scorecard);
        for section in &page.sections {
            for part in &section.parts {
                let mut rows: Vec<Vec<String>> = vec![page.columns.iter().map(|column| column.heading().to_owned()).collect()];
                rows.extend(part.lines.iter().map(|line| line.cells.iter().map(|cell| cell.text()).collect()));
                expected.push(rows);
            }
            for matrix in &section.matrices {
                let mut rows: Vec<Vec<String>> =
                    vec![std::iter::once("Promise".to_owned()).chain(matrix.heads.clone()).collect()];
                let of_row = |row: &layout::MatrixRow| {
                    let name = format!("{} {}", row.id, row.title);
                    std::iter::once(name).chain(row.cells.iter().map(|cell| cell.text())).collect()
                };
                rows.extend(matrix.rows.iter().map(of_row));
                expected.push(rows);
            }
        }
    }
    let not_groups = ["Scorecards", "Charts", "Notes and sources", "How many promises stand how", "Targets month by month"];
    let of_front = |caption: &str| caption.starts_with("Where we stand") || not_groups.contains(&caption);
    let groups: Vec<_> = found.iter().filter(|(caption, _)| !of_front(caption)).collect();
    assert_eq!(groups.iter().map(|(_, rows)| rows.clone()).collect::<Vec<_>>(), expected);
    let captions: Vec<&str> = groups.iter().map(|(caption, _)| caption.as_str()).collect();
    let homes = "Priority 1: Homes";
    let aim = "Priority 1: Homes: Aim 1: children live in one home";
    assert_eq!(captions, [aim, homes, "Priority 1: Homes: By sex", "Priority 2: Voice & <choice>", "Only"]);
    let overview = &found[0].1;
    assert_eq!(overview[0], ["Scorecard", "✓ Green", "! Amber", "✗ Red", "– Not rated", "? No data"]);
    assert_eq!(overview[1], ["Knowsley: every kind of cell", "2", "1", "1", "4", "2"]);
    assert_eq!(overview[2], ["A short one", "0", "0", "0", "0", "1"]);
}

#[test]
fn headings_of_the_word_document_are_the_councils() {
    let document = every_cell::document();
    let file = part(&document, "word/document.xml");
    let xml = Xml::parse(&file).unwrap();
    let styled = |paragraph: Node<'_, '_>| {
        (val(named(paragraph, "pStyle").next().unwrap()).to_owned(), text(paragraph).trim_start().to_owned())
    };
    let heads = |style: &str| style.starts_with("Heading") || ["Title", "FrontTitle", "FrontHeading"].contains(&style);
    let headings: Vec<(String, String)> = named(xml.root(), "p").map(styled).filter(|(style, _)| heads(style)).collect();
    let expected = [
        ("Title", "Scorecards for March 2018"),
        ("FrontTitle", "Knowsley: every kind of cell"),
        ("FrontHeading", "Targets month by month"),
        ("FrontHeading", "For decision: red, and new or moved the wrong way since February 2018"),
        ("FrontHeading", "Where we stand among English authorities (published 2018)"),
        ("Heading2", "The month in brief"),
        ("Heading3", "Ratings that moved since February 2018"),
        ("Heading3", "Figures since February 2018"),
        ("Heading3", "More than chance"),
        ("Heading3", "Earlier figures that changed"),
        ("Heading3", "Among statistical neighbours"),
        ("Heading2", "Priority 1: Homes"),
        ("Heading3", "Aim 1: children live in one home"),
        ("Heading3", "By sex"),
        ("Heading2", "Priority 2: Voice & <choice>"),
        ("Heading2", "Charts of red and amber rows, and of those that moved by more than chance"),
        ("Heading2", "Row by row"),
        ("Heading3", "Priority 1: Homes"),
        ("Heading3", "Priority 2: Voice & <choice>"),
        ("Heading2", "Notes and sources"),
        ("FrontTitle", "A short one"),
        ("FrontHeading", "For decision: red, and new or moved the wrong way since February 2018"),
        ("Heading2", "The month in brief"),
        ("Heading3", "Ratings that moved since February 2018"),
        ("Heading3", "Figures since February 2018"),
        ("Heading2", "Only"),
        ("Heading2", "Row by row"),
        ("Heading3", "Only"),
        ("Heading1", "Annexes"),
        ("Heading2", "How to read a chart"),
        ("Heading2", "Words used"),
        ("Heading2", "How far the data reach"),
    ];
    assert_eq!(headings, expected.map(|(style, text)| (style.to_owned(), text.to_owned())));
    // Navigation goes by the level of the styles.
    let styles = part(&document, "word/styles.xml");
    let styles = Xml::parse(&styles).unwrap();
    for (id, level) in [("FrontTitle", "0"), ("FrontHeading", "1")] {
        let style = named(styles.root(), "style").find(|style| style.attribute((WORD, "styleId")) == Some(id)).unwrap();
        assert_eq!(val(named(style, "outlineLvl").next().unwrap()), level);
    }
    for level in 1..=3 {
        let id = format!("Heading{level}");
        let style = named(styles.root(), "style").find(|style| style.attribute((WORD, "styleId")) == Some(&id)).unwrap();
        assert_eq!(val(named(style, "name").next().unwrap()), format!("heading {level}"));
        assert_eq!(val(named(style, "outlineLvl").next().unwrap()), (level - 1).to_string());
    }
}

#[test]
fn all_that_is_said_of_a_row_is_in_the_word_document() {
    let document = every_cell::document();
    let file = part(&document, "word/document.xml");
    let whole = text(Xml::parse(&file).unwrap().root());
    for scorecard in &document.scorecards {
        let page = page(&document, scorecard);
        let lines = page.sections.iter().flat_map(layout::Section::all_lines);
        let details = lines.flat_map(|line| &line.details).map(|detail| &detail.text);
        for said in page.facts.iter().chain(details) {
            // Intervals of one kind are a list, each behind the id of its row; sources are one, too.
            let interval = said.strip_prefix("95% interval ").and_then(|rest| rest.split_once(" ("));
            let said = interval.map_or(said.as_str(), |(ends, _)| ends).trim_start_matches("Source: ");
            assert!(whole.contains(said.trim_end_matches('.')), "{said}");
        }
        for symbol in &page.symbols {
            assert!(whole.contains(&symbol.bracketed()) && whole.contains(symbol.meaning()), "{symbol:?}");
        }
    }
}

#[test]
fn rows_stay_whole_and_heads_are_repeated() {
    let file = part(&every_cell::document(), "word/document.xml");
    let xml = Xml::parse(&file).unwrap();
    for table in named(xml.root(), "tbl") {
        assert!(!val(named(table, "tblDescription").next().unwrap()).is_empty());
        for (at, row) in named(table, "tr").enumerate() {
            // The bar of ratings is a single row, with its words in it.
            let caption = val(named(table, "tblCaption").next().unwrap());
            let has_head = !caption.starts_with("How many") && caption != "Charts";
            assert_eq!(named(row, "tblHeader").count(), usize::from(at == 0 && has_head));
            assert_eq!(named(row, "cantSplit").count(), 1);
        }
    }
    let size = named(xml.root(), "pgSz").next().unwrap();
    let size = ["w", "h", "orient"].map(|name| size.attribute((WORD, name)).unwrap());
    assert_eq!(size, ["16838", "11906", "landscape"]);
    // 29.7 cm less margins of 1.27 cm: no table is wider than the text.
    for grid in named(xml.root(), "tblGrid") {
        let width: usize =
            named(grid, "gridCol").map(|column| column.attribute((WORD, "w")).unwrap().parse::<usize>().unwrap()).sum();
        assert!(width <= 16_838 - 2 * 720, "{width}");
    }
}

#[test]
fn a_trend_picture_says_in_words_what_it_shows() {
    let document = every_cell::document();
    let files = parts(&document);
    let file = String::from_utf8(files["word/document.xml"].clone()).unwrap();
    let xml = Xml::parse(&file).unwrap();
    let described: Vec<_> = named(xml.root(), "docPr").map(|picture| picture.attribute("descr").unwrap()).collect();
    let words = "Trend: first 64.0% in March 2017, last 70.0% in March 2018; lowest 64.0% in March 2017, highest 70.0% in \
                 March 2018; target 65.0%, from September 2017 70.0%; no figure for June 2017; special cause improvement in \
                 March 2018; rule set xmr-2023";
    let strip = "Here 69%, England 70%, neighbours 71.4%, rank 64 of 151; all authorities from 51% to 90%, quartiles 64.0%, 68.0% \
                 and 72.0%; higher is better";
    // The row's own picture, and its chart behind the tables with its two icons.
    let icons = ["Special cause improvement", "Target will be met only sometimes"];
    assert_eq!(described[..3], [strip, words, words]);
    assert_eq!(described[3..5], icons);
    assert!(files["word/media/picture2.png"].starts_with(b"\x89PNG"));

    let mut many = document.clone();
    for group in &mut many.scorecards[0].groups {
        for at in 0..group.rows.len() {
            group.rows[at].series = every_cell::full().series;
        }
    }
    let file = part(&many, "word/document.xml");
    let xml = Xml::parse(&file).unwrap();
    let numbers: Vec<_> = named(xml.root(), "docPr").map(|picture| picture.attribute("id").unwrap()).collect();
    // Ten rows, groups of breakdowns left out, and one strip; of a red, an amber and a signalled row charts, of the last two icons.
    assert_eq!((numbers.len(), numbers.iter().collect::<BTreeSet<_>>().len()), (16, 16));
}

#[test]
fn a_history_in_words_says_what_is_hidden_and_what_never_moved() {
    let mut row = every_cell::full();
    row.chart = None;
    for point in &mut row.series {
        point.target = None;
        point.figure = every_cell::full().figure;
    }
    assert_eq!(picture::words(&row).unwrap(), "Trend: first 70.0% in March 2017, last 70.0% in March 2018, the same throughout");
    for point in &mut row.series[1..4] {
        point.figure = None;
        point.hidden = true;
    }
    assert!(picture::words(&row).unwrap().ends_with("; hidden for 3 months from April 2017 to June 2017"));
    assert!(picture::trend(&row).unwrap().is_some());
    row.series.truncate(2);
    assert_eq!((picture::words(&row), picture::trend(&row).unwrap()), (None, None));
}

#[test]
fn the_word_document_names_its_language_and_title() {
    let document = every_cell::document();
    let styles = part(&document, "word/styles.xml");
    let styles = Xml::parse(&styles).unwrap();
    let defaults = named(styles.root(), "docDefaults").next().unwrap();
    assert_eq!(val(named(defaults, "lang").next().unwrap()), "en-GB");
    let core = part(&document, "docProps/core.xml");
    let core = Xml::parse(&core).unwrap();
    let property = |name| named(core.root(), name).next().unwrap().text().unwrap().to_owned();
    assert_eq!((property("title"), property("language")), ("Scorecards for March 2018".to_owned(), "en-GB".to_owned()));
    assert_eq!(property("created"), "2018-04-03T00:00:00Z");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = every_cell::document();
    assert!(docx::render(&document).unwrap() == docx::render(&document).unwrap());
}

#[test]
fn ratings_are_styles_that_can_be_read() {
    let document = every_cell::document();
    let styles = part(&document, "word/styles.xml");
    let styles = Xml::parse(&styles).unwrap();
    let style = |id: &str| named(styles.root(), "style").find(|style| style.attribute((WORD, "styleId")) == Some(id)).unwrap();
    // What a style does not say is said by the one that it is based on.
    let said = |id: &str, what: &'static str, name: &str| {
        let mut at = style(id);
        loop {
            if let Some(found) = named(at, what).next() {
                return Some(found.attribute((WORD, name)).unwrap().to_owned());
            }
            at = style(val(named(at, "basedOn").next()?));
        }
    };
    let names = [("RatingGreen", "Rating Green"), ("RatingAmber", "Rating Amber"), ("RatingRed", "Rating Red")];
    for (id, name) in names.into_iter().chain([("RatingNotRated", "Rating Not rated"), ("RatingNoData", "Rating No data")]) {
        assert_eq!(val(named(style(id), "name").next().unwrap()), name);
        for place in ["", "Month", "Bar"] {
            let id = format!("{id}{place}");
            let fill = said(&id, "shd", "fill").unwrap_or_else(|| "FFFFFF".to_owned());
            let ink = said(&id, "color", "val").unwrap();
            // WCAG 1.4.3 asks for 4.5.
            assert!(contrast(&fill, &ink) >= 4.5, "{id}: {ink} on {fill}");
        }
    }
    let file = part(&document, "word/document.xml");
    let xml = Xml::parse(&file).unwrap();
    let whole = text(xml.root());
    assert!(whole.contains("✓ met, ! within tolerance, ✗ missed"));
    let mut rated = 0;
    for paragraph in named(xml.root(), "p") {
        let style = named(paragraph, "pStyle").next().map(val).unwrap_or_default();
        if style.starts_with("Rating") {
            rated += 1;
            // A word stands in each, or a mark of the key below the months; the look is the style's alone.
            let shown = text(paragraph);
            assert!(shown.chars().any(char::is_alphabetic) || whole.contains(&format!("{shown} m")) || shown == "!", "{shown}");
            assert!(named(paragraph, "color").next().is_none(), "{shown}");
        }
    }
    // By hand: 13 months of one row, five counts and their heads, ten rows and one, two bars.
    assert!(rated > 30, "{rated}");
}

#[test]
fn contents_name_the_headings_and_captions_are_numbered() {
    let document = every_cell::document();
    let file = part(&document, "word/document.xml");
    let xml = Xml::parse(&file).unwrap();
    let style = |paragraph: Node<'_, '_>| named(paragraph, "pStyle").next().map(val).unwrap_or_default().to_owned();
    let bookmark = |paragraph: Node<'_, '_>| {
        named(paragraph, "bookmarkStart").next().map(|found| found.attribute((WORD, "name")).unwrap().to_owned())
    };
    let headings: Vec<(String, String, Option<String>)> = named(xml.root(), "p")
        .filter_map(|paragraph| {
            let level = match style(paragraph).as_str() {
                "Heading1" | "FrontTitle" => "TOC1",
                "Heading2" => "TOC2",
                _ => return None,
            };
            Some((level.to_owned(), text(paragraph), bookmark(paragraph)))
        })
        .collect();
    let entries: Vec<(String, String, Option<String>)> = named(xml.root(), "p")
        .filter(|paragraph| style(*paragraph).starts_with("TOC") && style(*paragraph) != "TOCHeading")
        .map(|paragraph| {
            let to = named(paragraph, "hyperlink").next().unwrap().attribute((WORD, "anchor")).unwrap();
            (style(paragraph), text(paragraph), Some(to.to_owned()))
        })
        .collect();
    assert!(entries.len() > 10);
    assert_eq!(entries, headings);
    let marks: Vec<&str> = named(xml.root(), "fldChar").map(|mark| mark.attribute((WORD, "fldCharType")).unwrap()).collect();
    assert_eq!(marks, ["begin", "separate", "end"]);
    for word in ["Table", "Chart"] {
        let numbers: Vec<String> = named(xml.root(), "fldSimple")
            .filter(|field| field.attribute((WORD, "instr")).unwrap().contains(&format!("SEQ {word} ")))
            .map(text)
            .collect();
        let expected: Vec<String> = (1..=numbers.len()).map(|number| number.to_string()).collect();
        assert!(!numbers.is_empty());
        assert_eq!(numbers, expected);
    }
}

/// The contrast of two colours by WCAG 2.
fn contrast(one: &str, other: &str) -> f64 {
    let light = |colour: &str| {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4) + 0.05
    };
    let (one, other) = (light(one), light(other));
    if one > other { one / other } else { other / one }
}

/// The order that the schema gives to children of these elements; Word calls a file with another damaged.
const ORDER: &[(&str, &str)] = &[
    ("pPr", "pStyle keepNext keepLines pageBreakBefore numPr shd tabs spacing ind jc outlineLvl rPr sectPr"),
    ("rPr", "rStyle rFonts b bCs color sz szCs u lang"),
    ("tblPr", "tblStyle tblW tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription"),
    ("tcPr", "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign"),
    ("tbl", "tblPr tblGrid tr"),
    ("tr", "trPr tc"),
    ("tc", "tcPr p"),
    ("sectPr", "headerReference footerReference type pgSz pgMar cols"),
    ("body", "p tbl sdt sectPr"),
    ("sdt", "sdtPr sdtContent"),
    ("inline", "extent docPr cNvGraphicFramePr graphic"),
    ("pic", "nvPicPr blipFill spPr"),
    ("style", "name basedOn next qFormat pPr rPr tblPr tblStylePr"),
    ("settings", "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator"),
];

#[test]
fn elements_stand_in_the_order_of_the_schema() {
    let files = parts(&every_cell::document());
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".xml") || name.ends_with(".rels")) {
        let file = std::str::from_utf8(bytes).unwrap();
        let xml = Xml::parse(file).unwrap();
        for node in xml.descendants().filter(Node::is_element) {
            let Some((of, order)) = ORDER.iter().find(|(of, _)| is(&node, of)) else { continue };
            let order: Vec<&str> = order.split(' ').collect();
            let children: Vec<&str> = node.children().map(|child| child.tag_name().name()).collect();
            let at: Vec<usize> = children
                .iter()
                .map(|child| order.iter().position(|known| known == child).unwrap_or_else(|| panic!("{name}: {of} has {child}")))
                .collect();
            // Paragraphs and tables stand in any order, what closes the body last.
            let sorted = if *of == "body" { at.last() == Some(&3) } else { at.is_sorted() };
            assert!(sorted, "{name}: {of} has {children:?}");
            match *of {
                "tc" => assert_eq!(children.last(), Some(&"p")),
                // Two tables without a paragraph between them would become one.
                "body" => assert!(!children.windows(2).any(|pair| pair[0] == "tbl" && pair[1] != "p")),
                _ => {}
            }
        }
    }
}

#[test]
fn what_xml_cannot_hold_is_left_out() {
    let mut document = every_cell::document();
    document.scorecards[0].title = "A bell \u{7}, a tab \t and \u{ffff} <end>".to_owned();
    let file = part(&document, "word/document.xml");
    let xml = Xml::parse(&file).unwrap();
    assert!(text(xml.root()).contains("A bell  , a tab   and   <end>"));
}
