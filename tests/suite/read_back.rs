//! The document with every kind of cell, read back in the text formats and held to numbers worked by hand, so that no format can
//! be wrong in the way that all are. Word, Excel and PDF are read back beside their own tests.
//!
//! 140 of 200 is 70.0%, a year before 128 of 200, 64.0%, in February 138 of 200, 69.0%: up 1.0 points, restated. 1 of 4,000 is 0.025%.
//! 12,450 days over 28 children are 444.6, 11,900 over 27 are 440.7: 3.9 more. 1 of 30 is 3.3%. 312 of 33,870 are 92.1 in 10,000.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options as Markup, Parser, Tag, TagEnd};
use roxmltree::{Document as Xml, ParsingOptions};
use scorecard::render::table::{self, Style};
use scorecard::render::{chart, csv, html, json, markdown, words};
use serde_json::{Value, json as j};

use crate::absolute;
use crate::every_cell::document;

/// A number to six decimal places, which are more than anybody works by hand.
fn in_short(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// One line of a table that was read back, by the headings of its columns.
type Read = BTreeMap<String, String>;

/// Holds rows to what was worked by hand; the second scorecard's one row has no data.
fn hold_all(mut read: Vec<Read>) {
    let last = read.pop().unwrap();
    assert_eq!((last["Row"].as_str(), last["Figure"].as_str(), last["Rating"].as_str()), ("SH-01", "[x]", "? No data"));
    assert_eq!(read.len(), absolute::SHOWN.len());
    // Columns that no row of a scorecard fills are left out: the first has them all.
    absolute::hold(&read.into_iter().map(|line| (line["Row"].clone(), line)).collect());
}

#[test]
fn html_is_read_back() {
    let page = html::render(&absolute::document());
    let xml = Xml::parse_with_options(&page, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap();
    let text = |node: roxmltree::Node<'_, '_>| -> String {
        let of: String = node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect();
        of.trim().replace('\n', " ")
    };
    let figures = xml.descendants().filter(|node| node.has_tag_name("table") && node.attribute("class") == Some("figures"));
    let rows = figures.flat_map(|table| table.descendants().filter(|node| node.has_tag_name("tr") && node.has_attribute("id")));
    let read: Vec<Read> = rows
        .map(|row| {
            let cells = row.children().filter(|cell| cell.has_tag_name("td"));
            let name = row.descendants().find(|node| node.attribute("class") == Some("name")).map(text).unwrap_or_default();
            let cells = cells.map(|cell| (cell.attribute("data-label").unwrap().to_owned(), text(cell)));
            cells.chain([("Promise".to_owned(), name)]).collect()
        })
        .collect();
    hold_all(read);
    // The breakdown: 77 of 100 girls, and nobody of unknown sex.
    let matrix = xml.descendants().find(|node| node.attribute("class") == Some("matrix")).unwrap();
    let cells: Vec<String> = matrix.descendants().filter(|node| node.has_tag_name("td")).map(text).collect();
    assert_eq!(cells, ["77.0% 77 of 100"]);
    assert!(page.contains("not known"));
}

/// The tables of a text in GitHub's Markdown, each line by its headings, as a host that knows tables reads them.
fn tables(text: &str) -> Vec<Vec<Read>> {
    let mut tables = Vec::new();
    let (mut heads, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    for event in Parser::new_ext(text, Markup::ENABLE_TABLES | Markup::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Table(_)) => tables.push(Vec::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => line = Vec::new(),
            Event::Start(Tag::TableCell) => cell.clear(),
            Event::Text(text) => cell.push_str(&text),
            Event::InlineHtml(html) => cell.push_str(if &*html == "<br>" { " " } else { &html }),
            Event::End(TagEnd::TableCell) => line.push(std::mem::take(&mut cell)),
            Event::End(TagEnd::TableHead) => heads = std::mem::take(&mut line),
            Event::End(TagEnd::TableRow) => {
                assert_eq!(heads.len(), line.len(), "a row is cut: {line:?}");
                tables.last_mut().unwrap().push(heads.iter().cloned().zip(std::mem::take(&mut line)).collect());
            }
            _ => {}
        }
    }
    tables
}

#[test]
fn markdown_is_read_back() {
    let text = markdown::render(&absolute::document());
    let tables = tables(&text);
    let (rows, parts): (Vec<_>, Vec<_>) = tables.into_iter().partition(|table| table.iter().any(|line| line.contains_key("Row")));
    let read: Vec<Read> = rows.into_iter().flatten().collect();
    hold_all(read);
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0][0]["girls"], "77.0% 77 of 100");
    // Nothing of the data is markup: what is strong, struck, code, a link or HTML is ours.
    for event in Parser::new_ext(&text, Markup::all()) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough) | Event::Code(_) => {
                panic!("markup of the data: {event:?}")
            }
            Event::InlineHtml(html) => {
                assert!(["<br>", "<details>", "<summary>", "</summary>", "</details>"].contains(&&*html), "{html}")
            }
            _ => {}
        }
    }
}

#[test]
fn json_is_read_back() {
    let read: Value = serde_json::from_str(&json::render(&document()).unwrap()).unwrap();
    assert_eq!(read["scorecards"][0]["marking"], "Internal: small numbers are shown");
    let rows: BTreeMap<&str, &Value> = read["scorecards"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|scorecard| scorecard["groups"].as_array().unwrap())
        .flat_map(|group| group["rows"].as_array().unwrap())
        .map(|row| (row["id"].as_str().unwrap(), row))
        .collect();
    let expected = [
        ("KN-15", j!([140, 200, 70.0, "70.0%", "green", 70.0, "2019-03-31", 69.0, "improving", 0])),
        ("KN-15/sex=girls", j!([77, 100, 77.0, "77.0%", "not-rated", null, null, null, null, null])),
        ("KN-15/sex=not known", j!([null, null, null, null, "no-data", null, null, null, null, null])),
        ("KN-16", j!([0, 31, 0.0, "0.0%", "green", 5.0, "2019-03-31", 3.333333, "improving", 0])),
        ("KN-17", j!([1, 4000, 0.025, "low", "not-rated", null, null, null, null, null])),
        ("KN-18", j!([12450, 28, 444.642857, "445", "red", 426.0, "2019-03-31", 440.740741, "worsening", null])),
        ("KN-20", j!(["c", 40, "c", "c", "not-rated", 80.0, "2019-03-31", "c", "c", "c"])),
        ("KN-21", j!(["c", null, "c", "c", "not-rated", null, null, 12.0, "c", null])),
        ("KN-22", j!([null, null, null, null, "no-data", null, null, null, null, null])),
        ("KN-24", j!([null, null, null, "partly met", "amber", null, null, null, null, null])),
        ("KN-25", j!([312, 33870, 92.116918, "92.1", "not-rated", null, null, null, null, null])),
        ("SH-01", j!([null, null, null, null, "no-data", null, null, null, null, null])),
    ];
    for (id, expected) in expected {
        let row = rows[id];
        let short = |value: &Value| if value.is_f64() { j!(in_short(value.as_f64().unwrap())) } else { value.clone() };
        let found = j!([
            row["numerator"],
            row["denominator"],
            short(&row["value"]),
            row["display"],
            row["rating"],
            row["target"]["value"],
            row["target"]["due"],
            short(&row["previous"]["value"]),
            row["travel"],
            row["to_target"],
        ]);
        assert_eq!(found, expected, "{id}");
    }
    // 152 of 204 is not what is forecast: 151 of 204 is 74.02%.
    assert_eq!(rows["KN-15"]["forecast"]["display"], "74.0%");
    assert_eq!(rows["KN-15"]["change"], j!(1.0));
}

#[test]
fn csv_is_read_back() {
    let bytes = csv::render(&document()).unwrap();
    let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
    let read: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let names = [
        "row_id",
        "breakdown_topic",
        "breakdown",
        "figure_value",
        "figure_shown",
        "numerator_value",
        "denominator_count",
        "target_value",
        "target_due_date",
        "rating",
        "travel",
        "previous_value",
        "previous_revised",
        "to_target_count",
        "marking",
    ];
    let short = |cell: &String| match cell.parse::<f64>() {
        Ok(number) if cell.contains('.') => in_short(number).to_string(),
        _ => cell.clone(),
    };
    let found: Vec<Vec<String>> = read.iter().map(|line| names.map(|name| short(&line[name])).to_vec()).collect();
    const MARKED: &str = "Internal: small numbers are shown";
    let whole = |id, cells: [&'static str; 11]| [[id, "Total", "Total"].as_slice(), &cells, &[MARKED]].concat();
    let part = |group, cells: [&'static str; 11]| [["KN-15", "Sex", group].as_slice(), &cells, &[MARKED]].concat();
    let expected = [
        whole("KN-15", ["70", "70.0%", "140", "200", "70", "2019-03-31", "Green", "improving", "69", "r", "0"]),
        part("girls", ["77", "77.0%", "77", "100", "z", "z", "z", "z", "z", "z", "z"]),
        part("not known", ["z", "z", "z", "z", "z", "z", "z", "z", "z", "z", "z"]),
        whole("KN-16", ["0", "0.0%", "0", "31", "5", "2019-03-31", "Green", "changed", "3.333333", "z", "0"]),
        whole("KN-17", ["low", "low", "1", "4000", "z", "z", "Not rated", "x", "x", "z", "z"]),
        whole("KN-18", ["444.642857", "445", "12450", "28", "426", "2019-03-31", "Red", "changed", "440.740741", "z", "z"]),
        whole("KN-20", ["c", "c", "c", "40", "80", "2019-03-31", "Not rated", "c", "c", "z", "c"]),
        whole("KN-21", ["c", "c", "c", "z", "z", "z", "Not rated", "c", "12", "z", "z"]),
        whole("KN-22", ["x", "x", "x", "x", "z", "z", "No data", "x", "x", "z", "z"]),
        whole("KN-23", ["z", "z", "z", "z", "100", "2019-03-31", "No data", "x", "x", "z", "z"]),
        whole("KN-24", ["z", "partly met", "z", "z", "z", "z", "Amber", "x", "x", "z", "z"]),
        whole("KN-25", ["92.116918", "92.1", "312", "33870", "z", "z", "Not rated", "x", "x", "z", "z"]),
        whole("SH-01", ["x", "x", "x", "x", "z", "z", "No data", "x", "x", "z", "z"]),
    ];
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn the_terminal_is_read_back() {
    let text = table::render(&absolute::document(), Style { width: 200, unicode: true, colour: false });
    assert_eq!(text.lines().nth(1), Some("Internal: small numbers are shown"));
    // Whole where a cell takes one line: a figure, its parts, what it was and how it is rated.
    for (id, cells) in [
        ("KN-15", ["70.0%", "140/200", "↑ +1.0 points", "69.0%", "64.0%", "70% by March 2019", "✓ Green"].as_slice()),
        ("KN-16", &["0.0%", "0/31", "↓ -3.3 points", "3.3%", "5% by March 2019", "✓ Green"]),
        ("KN-17", &["low", "1/4,000", "– Not rated"]),
        ("KN-18", &["445", "of 28", "↑ +4 days", "441", "426 days by March", "✗ Red"]),
        ("KN-20", &["c", "c/40", "80% by March 2019", "– Not rated"]),
        ("KN-21", &["c", "12", "– Not rated"]),
        ("KN-22", &["? No data"]),
        ("KN-23", &["100% by March 2019", "? No data"]),
        ("KN-24", &["partly", "! Amber"]),
        ("KN-25", &["92.1", "312/33,870", "– Not rated"]),
        ("KN-30", &["94.7%", "51,165/54,043", "↑ +0.3 points", "92.6%", "92.6%", "95% by March 2019", "✗ Red"]),
        ("KN-31", &["1,234", "→ level", "1,100", "1,000 homes by", "✓ Green"]),
        ("KN-32", &["28.0%", "28/100", "c", "25% to 30% by", "✓ Green"]),
    ] {
        let line = text.lines().find(|line| line.starts_with(id)).unwrap_or_else(|| panic!("no line of {id} in\n{text}"));
        let mut rest = line;
        for cell in cells {
            let at = rest.find(cell).unwrap_or_else(|| panic!("'{cell}' is not in its place in '{line}'"));
            rest = &rest[at + cell.len()..];
        }
    }
}

#[test]
fn a_chart_is_read_back() {
    let document = document();
    let row = document.scorecards[0].every_row().next().unwrap();
    let svg = chart::svg(row, &words::foot_of_chart(&document, &document.scorecards[0]));
    let xml = Xml::parse(&svg).unwrap();
    let said: Vec<String> = xml
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect())
        .collect();
    for wanted in ["70.0%", "Target 70.0%", "Mean 67.1%", "Limit 69.9%", "Internal: small numbers are shown."] {
        assert!(said.iter().any(|text| text.contains(wanted)), "{wanted} is not in {said:?}");
    }
    let told: String =
        xml.descendants().filter(|node| node.has_tag_name("desc")).filter_map(|node| node.text()).collect::<Vec<_>>().join(" ");
    for wanted in ["64.0%", "70.0%", "Special cause improvement"] {
        assert!(told.contains(wanted), "{wanted} is not in '{told}'");
    }
}
