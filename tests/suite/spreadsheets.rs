//! The workbook and the CSV: read back with other libraries, compared with each other and held to the rules
//! for accessible spreadsheets and for the Department's open data.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::LazyLock;

use calamine::{Data, Reader, Xlsx};
use scorecard::calendar::parse_iso;
use scorecard::job::{self, Options};
use scorecard::render::{csv, xlsx};
use scorecard::scorecard::Document;

use crate::every_cell::{self, AWKWARD};
use crate::support::{CATALOGUE, by, month, root};

/// All scorecards of the sample data, broken down, with a year of history.
static SAMPLE: LazyLock<Document> = LazyLock::new(|| {
    let ids = ["national", "knowsley", "leicester", "rutland", "southwark", "st-helens"].map(str::to_owned).to_vec();
    let options = Options {
        authority: Some("E08000011".to_owned()),
        by: vec![by("sex")],
        history: 12,
        ..Options::new(ids, &root().join("sample-data"), month("2018-03"), parse_iso("2018-04-03").unwrap())
    };
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
});

/// A CSV as its header and its lines by the names of columns.
struct Lines {
    names: Vec<String>,
    lines: Vec<BTreeMap<String, String>>,
}

impl Lines {
    fn of(bytes: &[u8]) -> Self {
        let mut reader = ::csv::Reader::from_reader(bytes);
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let line = |record: ::csv::StringRecord| names.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        let lines = reader.records().map(|record| line(record.unwrap())).collect();
        Lines { names, lines }
    }

    fn values(&self, name: &str) -> Vec<&str> {
        self.lines.iter().map(|line| line[name].as_str()).collect()
    }
}

const UNITS: [&str; 10] = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
];

/// The checks of the standard, as its screener makes them.
fn hold_to_the_standard(document: &Document) {
    let bytes = csv::render(document).unwrap();
    assert!(!bytes.starts_with(b"\xef\xbb\xbf") && !bytes.contains(&b'\r'));
    let data = Lines::of(&bytes);
    let meta = Lines::of(&csv::meta(document).unwrap());
    let expected = "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column,filter_default";
    assert_eq!(meta.names.join(","), expected);
    assert!(UNITS.iter().all(|name| data.names.iter().any(|other| other == name)));
    assert_eq!(data.names.iter().collect::<BTreeSet<_>>().len(), data.names.len());
    for name in &data.names {
        assert!(name.len() <= 35 && name.starts_with(|c: char| c.is_ascii_lowercase()), "{name}");
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{name}");
    }
    let levels = |name: &str| data.values(name).into_iter().collect::<BTreeSet<_>>();
    let (mut described, mut filters) = (BTreeSet::new(), UNITS.map(str::to_owned).to_vec());
    let mut labels = BTreeSet::new();
    for line in &meta.lines {
        let name = &line["col_name"];
        assert!(data.names.contains(name) && !UNITS.contains(&name.as_str()), "{name}");
        assert!(described.insert(name.clone()) && labels.insert(&line["label"]), "{name} twice");
        assert!(!line["label"].is_empty() && line["label"].len() <= 80, "{name}");
        match line["col_type"].as_str() {
            "Filter" => {
                assert!(levels(name).len() > 1, "{name} has one level only");
                assert_eq!(
                    (&line["indicator_grouping"], &line["indicator_unit"], &line["indicator_dp"]),
                    (&String::new(), &String::new(), &String::new())
                );
                let default = if line["filter_default"].is_empty() { "Total" } else { &line["filter_default"] };
                assert!(levels(name).contains(default), "{name}: {default}");
                filters.push(name.clone());
                let group = &line["filter_grouping_column"];
                if !group.is_empty() {
                    assert!(
                        data.names.contains(group)
                            && levels(group).len() <= levels(name).len()
                            && levels(group).contains("Total")
                    );
                    filters.push(group.clone());
                    described.insert(group.clone());
                }
            }
            "Indicator" => {
                assert!(["", "%", "pp", "£", "£m", "numberstring"].contains(&line["indicator_unit"].as_str()), "{name}");
                assert!(line["indicator_dp"].parse::<u32>().is_ok() && line["filter_hint"].is_empty(), "{name}");
            }
            other => panic!("{name}: {other}"),
        }
    }
    for name in &data.names {
        let known = UNITS.contains(&name.as_str()) || described.contains(name) || levels(name).len() == 1;
        assert!(known, "{name} is described nowhere");
        for value in data.values(name) {
            let trimmed = value.trim();
            assert!(!value.is_empty() && trimmed == value, "{name}: '{value}'");
            assert!(![":", "~", ".", "..", "-", "*", "k"].contains(&value), "{name}: '{value}' is obsolete");
            assert!(!value.starts_with(['=', '+', '@', '\t']), "{name}: '{value}' is run by a spreadsheet");
            assert!(!value.starts_with('-') || value.parse::<f64>().is_ok(), "{name}: '{value}'");
            assert!(!UNITS.contains(&name.as_str()) || !["Total", "All"].contains(&value), "{name}: '{value}'");
        }
    }
    for line in &data.lines {
        assert_eq!((line["time_period"].as_str(), line["time_identifier"].as_str()), ("2018", "March"));
        assert_eq!((line["geographic_level"].as_str(), line["la_name"].as_str()), ("Local authority", "Knowsley"));
        assert_eq!((line["old_la_code"].as_str(), line["region_code"].as_str()), ("340", "E12000002"));
    }
    let mut seen = BTreeSet::new();
    for line in &data.lines {
        let key: Vec<&str> = filters.iter().map(|name| line[name].as_str()).collect();
        assert!(seen.insert(key.clone()), "twice: {key:?}");
    }
}

#[test]
fn the_csv_keeps_the_open_data_standard() {
    hold_to_the_standard(&every_cell::document());
    hold_to_the_standard(&SAMPLE);
}

#[test]
fn the_csv_says_what_each_row_says() {
    let document = every_cell::document();
    let data = Lines::of(&csv::render(&document).unwrap());
    assert_eq!(data.lines.len(), document.scorecards.iter().map(|scorecard| scorecard.every_row().count()).sum::<usize>());
    let line = |id: &str, group: &str| {
        data.lines
            .iter()
            .find(|line| line["row_id"] == id && line["breakdown"] == group)
            .unwrap_or_else(|| panic!("{id} {group}"))
    };
    let cells = |id: &str, group: &str, names: &str| -> String {
        names.split(' ').map(|name| line(id, group)[name].clone()).collect::<Vec<_>>().join(" ")
    };
    let figures = "figure_value figure_shown numerator_value denominator_count previous_value to_target_count";
    assert_eq!(cells("KN-15", "Total", figures), "70 70.0% 140 200 69 0");
    assert_eq!(cells("KN-15", "girls", figures), "77 77.0% 77 100 z z");
    assert_eq!(cells("KN-15", "not known", figures), "z z z z z z");
    assert_eq!(
        cells("KN-15", "girls", "breakdown_topic row_title rating"),
        "Sex Children in the same placement for two years or more z"
    );
    assert_eq!(cells("KN-16", "Total", figures), "0 0.0% 0 31 3.3333333333333335 0");
    assert_eq!(cells("KN-17", "Total", figures), "low low 1 4000 x z");
    assert_eq!(
        cells("KN-18", "Total", "figure_shown numerator_value denominator_count travel rating"),
        "445 12450 28 changed Red"
    );
    assert_eq!(cells("KN-20", "Total", figures), "c c c 40 c c");
    assert_eq!(cells("KN-20", "Total", "interval_lower_value travel previous_rating"), "c c c");
    // A count is out of nothing, hidden or not.
    assert_eq!(cells("KN-21", "Total", figures), "c c c z 12 z");
    assert_eq!(cells("KN-22", "Total", figures), "x x x x x z");
    assert_eq!(cells("KN-23", "Total", figures), "z z z z x z");
    assert_eq!(cells("KN-24", "Total", figures), "z partly met z z x z");
    assert_eq!(cells("KN-25", "Total", "figure_shown numerator_value denominator_count"), "92.1 312 33870");
    // Texts: one line, nothing that a spreadsheet runs, nothing lost.
    assert_eq!(line("KN-18", "Total")["row_title"], format!("'{AWKWARD}"));
    assert_eq!(line("KN-15", "Total")["commentary_behind"], format!("Fewer placements ended early. {AWKWARD}"));
    assert_eq!(line("KN-15", "Total")["commentary_doing"], "Carers are supported from the first week. A second line.");
    assert_eq!(line("KN-15", "Total")["revisions"], "February 2018 was reported as 68.5% and is now 69.0%");
    assert!(line("KN-25", "Total")["notes"].ends_with("-2+3 begins as a formula would"));
    let others = "benchmark_england_value benchmark_region_value benchmark_neighbours_mean benchmark_rank benchmark_rank_of benchmark_quartile";
    assert_eq!(cells("KN-15", "Total", others), "70 c 71.4 64 151 B");
    assert_eq!(cells("KN-16", "Total", others), "z z z z z z");
    assert_eq!(
        cells("KN-15", "Total", "previous_revised forecast_date forecast_rating trend"),
        "r 2019-03-31 Green special cause improvement; target will be met only sometimes"
    );
}

#[test]
fn a_scorecard_without_a_known_authority_is_no_national_figure() {
    let mut document = every_cell::document();
    document.scorecards[0].authority = None;
    document.scorecards[1].authority = Some("E92000001".to_owned());
    let data = Lines::of(&csv::render(&document).unwrap());
    let places: BTreeSet<Vec<&str>> = data
        .lines
        .iter()
        .map(|line| {
            ["geographic_level", "region_code", "region_name", "old_la_code", "new_la_code", "la_name"]
                .map(|name| line[name].as_str())
                .to_vec()
        })
        .collect();
    let expected =
        [vec!["Local authority", "x", "Not available", "x", "x", "Not available"], vec!["National", "", "", "", "", ""]];
    assert_eq!(places, expected.into_iter().collect());
}

#[test]
fn months_and_councils_stack() {
    let one = every_cell::document();
    let mut other = every_cell::document();
    other.period = month("2018-04");
    other.scorecards.remove(0);
    assert_eq!(Lines::of(&csv::render(&one).unwrap()).names, Lines::of(&csv::render(&other).unwrap()).names);
}

/// A sheet's lines above the table, the table's header and its cells.
struct Sheet {
    above: Vec<String>,
    heads: Vec<String>,
    rows: Vec<Vec<Data>>,
}

fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> String {
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("{name}")).read_to_string(&mut text).unwrap();
    text
}

/// The table of a sheet, found by its marked-up range.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Sheet {
    let table = format!("table_{}", name.to_lowercase());
    let known: Vec<String> = book.table_names().into_iter().cloned().collect();
    let called =
        known.iter().find(|other| other.to_lowercase() == table).unwrap_or_else(|| panic!("no {table} in {known:?}")).clone();
    let found = book.table_by_name(&called).unwrap();
    assert_eq!(found.sheet_name(), name);
    let range = book.worksheet_range(name).unwrap();
    let first = found.data().start().unwrap().0 as usize;
    let text = |cell: &Data| cell.to_string();
    let heads: Vec<String> = range.rows().nth(first - 1).unwrap().iter().map(text).collect();
    assert_eq!(heads, found.columns());
    let above = range.rows().take(first - 1).map(|row| row[0].to_string()).collect();
    Sheet { above, heads, rows: range.rows().skip(first).map(<[Data]>::to_vec).collect() }
}

/// Which column of the CSV says what a column of the sheet says.
const SAME: [(&str, &str); 15] = [
    ("Row", "row_id"),
    ("Figure", "figure_value"),
    ("Numerator", "numerator_value"),
    ("Denominator", "denominator_count"),
    ("Target", "target_text"),
    ("Rating", "rating"),
    ("Change", "travel"),
    ("Month before", "previous_value"),
    ("Children to target", "to_target_count"),
    ("Published here", "benchmark_own_value"),
    ("Published year", "benchmark_year"),
    ("England", "benchmark_england_value"),
    ("Region", "benchmark_region_value"),
    ("Neighbours", "benchmark_neighbours_mean"),
    ("Quartile", "benchmark_quartile"),
];

fn sheets_say_what_the_csv_says(document: &Document) {
    let bytes = xlsx::render(document).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    book.load_tables().unwrap();
    let data = Lines::of(&csv::render(document).unwrap());
    let mut compared = 0;
    for scorecard in &document.scorecards {
        let name = scorecard.id.replace('-', "_");
        let sheet = sheet(&mut book, &name);
        assert_eq!(sheet.above[0], scorecard.title);
        assert!(sheet.above.iter().any(|line| line.starts_with("Shorthand: ")), "{:?}", sheet.above);
        let lines: Vec<_> = data.lines.iter().filter(|line| line["scorecard"] == scorecard.id).collect();
        assert_eq!(lines.len(), sheet.rows.len());
        for (line, cells) in lines.into_iter().zip(&sheet.rows) {
            for (head, cell) in sheet.heads.iter().zip(cells) {
                assert!(!head.is_empty() && *cell != Data::Empty, "{name} {}: {head}", line["row_id"]);
                let Some((_, column)) = SAME.iter().find(|(other, _)| other == head) else { continue };
                let expected = &line[*column];
                compared += 1;
                match (cell, expected.parse::<f64>()) {
                    (Data::Float(value), Ok(expected)) => assert_eq!(*value, expected, "{head}"),
                    (Data::Float(value), Err(_)) => panic!("{head}: {value} is {expected} in the CSV"),
                    (Data::String(text), parsed) => {
                        // A word alone, as the CSV has it: no bracket, mark or arrow before it.
                        let plain = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
                        let plain = plain.trim_start_matches(|c| "✓!✗–?↑↓→ ".contains(c));
                        let verdict = column.ends_with("_value") && ["met", "not met", "partly met"].contains(&plain);
                        assert!(plain == expected || verdict, "{head}: '{text}' is '{expected}' in the CSV");
                        assert!(
                            parsed.is_err() || ["target_text", "row_id", "benchmark_year"].contains(column),
                            "{head}: {text} should be a number"
                        );
                    }
                    (other, _) => panic!("{head}: {other:?}"),
                }
            }
        }
    }
    assert!(compared > 100);
}

#[test]
fn the_workbook_says_what_the_csv_says() {
    sheets_say_what_the_csv_says(&every_cell::document());
    sheets_say_what_the_csv_says(&SAMPLE);
}

#[test]
fn the_workbook_keeps_the_rules_for_accessible_spreadsheets() {
    let document = every_cell::document();
    let bytes = xlsx::render(&document).unwrap();
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    let names = book.sheet_names();
    assert_eq!(names, ["Cover", "Contents", "Notes", "knowsley", "knowsley_history", "knowsley_charts", "short"]);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
    let parts: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(parts.iter().all(|name| !["vba", "comments", "media", "externalLink"].iter().any(|wrong| name.contains(wrong))));
    for name in parts.iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
        let text = part(&mut archive, name);
        for wrong in
            ["mergeCell", "<f>", "<f ", "hidden=", "<pane", "autoFilter", "headerFooter", "dataValidation", "<legacyDrawing"]
        {
            assert!(!text.contains(wrong), "{name}: {wrong}");
        }
        assert!(text.matches("<tablePart ").count() <= 1 && text.contains("r=\"A1\""), "{name}");
    }
    let mut tables = BTreeSet::new();
    for name in parts.iter().filter(|name| name.starts_with("xl/tables/")) {
        let text = part(&mut archive, name);
        assert!(text.contains("altText=\"") && text.contains("altTextSummary=\""), "{text}");
        assert!(!text.contains("<autoFilter") && !text.contains("totalsRowCount"), "{text}");
        let parsed = roxmltree::Document::parse(&text).unwrap();
        assert!(tables.insert(parsed.root_element().attribute("displayName").unwrap().to_owned()));
        let columns: Vec<_> = parsed
            .descendants()
            .filter(|node| node.tag_name().name() == "tableColumn")
            .map(|node| node.attribute("name").unwrap())
            .collect();
        assert!(
            columns.iter().all(|name| !name.trim().is_empty()) && columns.iter().collect::<BTreeSet<_>>().len() == columns.len()
        );
    }
    assert_eq!(
        tables.iter().map(String::as_str).collect::<Vec<_>>(),
        ["table_contents", "table_knowsley", "table_knowsley_history", "table_notes", "table_short"]
    );
    let core = part(&mut archive, "docProps/core.xml");
    assert!(core.contains("<dc:title>2 scorecards, March 2018</dc:title>") && core.contains("2018-04-03T00:00:00Z"), "{core}");
    assert!(core.contains("<dc:creator></dc:creator>") && part(&mut archive, "docProps/custom.xml").contains("en-GB"), "{core}");
    let drawing = part(&mut archive, "xl/drawings/drawing1.xml");
    assert!(drawing.contains("descr=\"Line chart of 12 months: from 64.0% in March 2017 to 70.0% in March 2018."), "{drawing}");
}

#[test]
fn the_history_has_gaps_and_words_for_its_signals() {
    let document = every_cell::document();
    let bytes = xlsx::render(&document).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    book.load_tables().unwrap();
    let history = sheet(&mut book, "knowsley_history");
    assert_eq!(history.heads.join(","), "Row,Promise,Month,Figure,Shorthand,Target,Rating,Mean,Lower limit,Upper limit,Signal");
    assert_eq!(history.rows.len(), 13);
    let gap = &history.rows[3];
    assert_eq!((&gap[2], &gap[3], &gap[4]), (&Data::String("Jun 2017".into()), &Data::Empty, &Data::String("[x]".into())));
    let last = &history.rows[12];
    assert_eq!((&last[3], &last[5], &last[9]), (&Data::Float(70.0), &Data::Float(70.0), &Data::Float(69.9)));
    assert_eq!(last[10].to_string(), "improvement: outside the limits");
}

#[test]
fn notes_tell_all_details_of_all_rows() {
    let document = every_cell::document();
    let bytes = xlsx::render(&document).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    book.load_tables().unwrap();
    let notes = sheet(&mut book, "Notes");
    let texts: Vec<String> = notes.rows.iter().map(|row| row[4].to_string()).collect();
    let rows = document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
    for row in rows.filter(|row| !row.is_part()) {
        for note in crate::support::notes(row).iter().chain(&crate::support::reason(row)) {
            assert!(texts.contains(note), "{}: {note}", row.id);
        }
    }
    assert!(texts.contains(&format!("Fewer placements ended early. {AWKWARD}")));
    // What begins as a formula is a text, and stays as it was written.
    assert!(texts.contains(&"-2+3 begins as a formula would".to_owned()));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = every_cell::document();
    assert_eq!(xlsx::render(&document).unwrap(), xlsx::render(&document).unwrap());
    assert_eq!(csv::render(&document).unwrap(), csv::render(&document).unwrap());
}
