//! The workbook beyond what Excel takes: characters, lengths, names, numbers and days.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use scorecard::calendar::parse_iso;
use scorecard::definitions::Decimal;
use scorecard::figure::Figure;
use scorecard::render::{docx, html, xlsx};
use scorecard::scorecard::{Document, Note, Reason};

use crate::every_cell;
use crate::fuzz::well_formed;

/// Every sheet of a document's workbook, which is well-formed, by its name.
fn sheets(document: &Document) -> Vec<(String, Vec<Vec<Data>>)> {
    let bytes = xlsx::render(document).unwrap();
    well_formed(bytes.clone());
    well_formed(docx::render(document).unwrap());
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = workbook.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let rows = workbook.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
            (name, rows)
        })
        .collect()
}

#[test]
fn control_characters_and_long_texts_stand_in_no_part_of_it() {
    // Two units of UTF-16 each: more than a cell holds in fewer characters than its limit.
    let long = format!("\u{1b}]0;title\u{7}\u{fffe} {}", "😀".repeat(20_000));
    let mut document = every_cell::document();
    for scorecard in &mut document.scorecards {
        scorecard.title = long.clone();
        for group in &mut scorecard.groups {
            group.title = long.clone();
            for row in &mut group.rows {
                row.title = long.clone();
                row.about = Some(long.clone());
                row.reason = Some(Reason::Judged(long.clone()));
                row.notes.push(Note::Written(long.clone()));
            }
        }
    }
    let mut longest = 0;
    for (name, rows) in sheets(&document) {
        for cell in rows.iter().flatten() {
            let text = cell.to_string();
            longest = longest.max(text.encode_utf16().count());
            assert!(!text.contains(['\u{1b}', '\u{7}', '\u{fffe}']), "{name}");
        }
    }
    assert!(longest > 32_000 && longest <= 32_767, "{longest}");
    html::render(&document);
}

#[test]
fn no_sheet_has_a_name_that_excel_keeps_for_itself() {
    let mut document = every_cell::document();
    document.scorecards.truncate(1);
    document.scorecards[0].id = "History".to_owned();
    let names: Vec<String> = sheets(&document).into_iter().map(|(name, _)| name.to_lowercase()).collect();
    assert!(names.contains(&"history_2".to_owned()) && !names.contains(&"history".to_owned()), "{names:?}");
}

#[test]
fn days_before_those_of_excel_and_percentages_above_all_are_written() {
    for day in ["1800-01-01", "9999-12-31", "0001-01-01"] {
        let mut document = every_cell::document();
        document.generated = parse_iso(day).unwrap();
        sheets(&document);
    }
    let mut document = every_cell::document();
    for row in document.scorecards.iter_mut().flat_map(|scorecard| &mut scorecard.groups).flat_map(|group| &mut group.rows) {
        for (at, point) in row.series.iter_mut().enumerate() {
            point.figure = point.figure.map(|_| Figure::Given(Decimal { digits: if at % 2 == 0 { 130 } else { 180 }, scale: 0 }));
            point.target = point.target.map(|_| 150.0);
        }
    }
    sheets(&document);
    let page = html::render(&document);
    assert!(!page.contains("NaN") && !page.contains("inf "), "a place in a drawing that is no number");
}
