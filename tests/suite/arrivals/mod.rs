//! Data as it arrives: one council's month as CSV files, as workbooks and as the return's XML gives the same figures.

mod annex_a;
mod annex_a_more;
mod damaged;
mod hostile;
pub mod made;
mod old;
mod sql;
mod ssd;

use std::fs;
use std::path::Path;

use scorecard::job;
use scorecard::problem::{Place, Severity};
use scorecard::problem_codes::Code;
use scorecard::scorecard::Document;

use crate::support::{CATALOGUE, compute, month, root};
use made::Sheet;

/// The figures of a folder, row by row.
fn figures(folder: &Path) -> Vec<String> {
    of_document(&compute(&["national"], folder, month("2018-03"), Some("E08000011")))
}

fn of_document(document: &Document) -> Vec<String> {
    let rows = document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
    rows.map(|row| format!("{} {:?} {:?} {:?}", row.id, row.figure, row.rating, row.reason)).collect()
}

/// Sees to it that the figures of a folder are these; shows the first that are others.
fn assert_figures(folder: &Path, expected: &[String], what: &str) {
    assert_rows(&figures(folder), expected, folder);
    assert!(!expected.is_empty(), "{what}");
}

fn assert_rows(found: &[String], expected: &[String], folder: &Path) {
    if found != expected {
        let differ = expected.iter().zip(found).filter(|(one, other)| one != other).take(5).collect::<Vec<_>>();
        let errors: Vec<_> = checked(folder).into_iter().filter(|problem| problem.severity() == Severity::Error).collect();
        panic!("{} rows for {}; {differ:#?}; {errors:#?}", found.len(), expected.len());
    }
}

/// What `check` says of a folder.
fn checked(folder: &Path) -> Vec<scorecard::problem::Problem> {
    let today = scorecard::calendar::parse_iso("2018-04-03").unwrap();
    job::check_extracts(&CATALOGUE, folder, Some(month("2018-03")), today).unwrap().1
}

fn codes(folder: &Path) -> Vec<&'static str> {
    checked(folder).iter().filter(|problem| problem.severity() != Severity::Note).map(|problem| problem.code.as_str()).collect()
}

fn starter() -> std::path::PathBuf {
    root().join("starter/extracts")
}

#[test]
fn a_whole_month_in_one_workbook_gives_the_figures_of_its_csv_files() {
    let expected = figures(&starter());
    assert!(expected.iter().filter(|row| row.contains("Some(")).count() > 60, "the starter tells too little");
    let sheets = made::sheets_of(&starter());
    for (name, bytes) in
        [("month.xlsx", made::xlsx(&sheets)), ("Month Final.XLSM", made::xlsx(&sheets)), ("month.ods", made::ods(&sheets))]
    {
        let scratch = tempfile::tempdir().unwrap();
        fs::write(scratch.path().join(name), bytes).unwrap();
        assert_figures(scratch.path(), &expected, name);
        assert_eq!(codes(scratch.path()), codes(&starter()), "{name}");
    }
    // A file for each extract, some of them CSV.
    let scratch = tempfile::tempdir().unwrap();
    for sheet in &sheets {
        if sheet.name == "reviews" {
            fs::copy(starter().join("reviews.csv"), scratch.path().join("reviews.csv")).unwrap();
            continue;
        }
        let named = Sheet { name: "Sheet1".to_owned(), ..sheet.clone() };
        fs::write(scratch.path().join(format!("{}.xlsx", sheet.name)), made::xlsx(&[named])).unwrap();
    }
    assert_figures(scratch.path(), &expected, "a file each");
}

#[test]
fn headers_of_power_bi_are_the_columns_they_name() {
    let scratch = tempfile::tempdir().unwrap();
    for sheet in made::sheets_of(&starter()) {
        let mut rows = sheet.rows.clone();
        // As an export of a model has them: the table, then the column in brackets.
        rows[0] = rows[0].iter().map(|column| format!("{} Data[{column}]", sheet.name)).collect();
        let named = Sheet { rows, ..sheet };
        fs::write(scratch.path().join(format!("{}.xlsx", named.name)), made::xlsx(&[named])).unwrap();
    }
    assert_figures(scratch.path(), &figures(&starter()), "Power BI");
}

#[test]
fn what_is_met_after_reading_names_the_cell_too() {
    let scratch = tempfile::tempdir().unwrap();
    let mut sheets = made::sheets_of(&starter());
    let words = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let rows = vec![words(&["About", ""]), words(&["PERIOD", "MEASURE", "VALUE"]), words(&["2018-03", "Nobody asks", "3"])];
    sheets.push(Sheet { name: "returns".to_owned(), hidden: false, rows });
    fs::write(scratch.path().join("month.xlsx"), made::xlsx(&sheets)).unwrap();
    let problems = checked(scratch.path());
    let unasked = problems.iter().find(|problem| problem.code == Code::NotAsked).unwrap();
    assert_eq!(unasked.places[0].cell.as_deref(), Some("cell B3"));
}

#[test]
fn parquet_files_give_the_figures_of_csv_files() {
    let scratch = tempfile::tempdir().unwrap();
    for sheet in made::sheets_of(&starter()) {
        fs::write(scratch.path().join(format!("{}.parquet", sheet.name)), made::parquet(&sheet)).unwrap();
    }
    assert_figures(scratch.path(), &figures(&starter()), "parquet");
    fs::write(scratch.path().join("reviews.parquet"), b"PAR1 and no more").unwrap();
    assert_eq!(codes(scratch.path()), ["unreadable-file"]);
}

#[test]
fn a_column_of_parquet_that_is_not_read_is_told() {
    let scratch = tempfile::tempdir().unwrap();
    let sheets = made::sheets_of(&starter());
    let header = sheets.iter().find(|sheet| sheet.name == "header").unwrap();
    let write = |bytes: Vec<u8>| fs::write(scratch.path().join("header.parquet"), bytes).unwrap();
    write(made::parquet_with(header, made::lengths_of_time));
    let problems = checked(scratch.path());
    let problem = problems.iter().find(|problem| problem.code == Code::UnreadableFile).unwrap();
    let last = header.rows[0].len() + 1;
    assert!(problem.message.contains(&format!("column {last} holds lengths of time")), "{}", problem.message);
    // No layout asks for lists: they are passed over.
    write(made::parquet_with(header, made::lists));
    assert!(checked(scratch.path()).iter().all(|problem| problem.code != Code::UnreadableFile));
}

#[test]
fn the_return_as_xml_gives_the_figures_of_its_csv_files() {
    let expected = figures(&starter());
    for form in [made::Form::Plain, made::Form::Indented] {
        let scratch = tempfile::tempdir().unwrap();
        fs::write(scratch.path().join("return.xml"), made::return_xml(&starter(), form)).unwrap();
        // What the return as XML does not hold.
        let others = ["sw_episodes", "dolo", "postcodes", "population", "cla_visits", "health_assessments", "education"];
        for name in others.map(|name| format!("{name}.csv")) {
            fs::copy(starter().join(&name), scratch.path().join(&name)).unwrap();
        }
        assert_figures(scratch.path(), &expected, &format!("{form:?}"));
        assert_eq!(codes(scratch.path()), codes(&starter()), "{form:?}");
    }
}

#[test]
fn places_in_a_workbook_are_cells_and_in_a_return_elements() {
    let scratch = tempfile::tempdir().unwrap();
    let mut sheets = made::sheets_of(&starter());
    let episodes = sheets.iter_mut().find(|sheet| sheet.name == "episodes").unwrap();
    episodes.name = "SSDA903 Episodes".to_owned();
    episodes.rows[4][5] = "Q9".to_owned();
    // A title above the header, and the table begins in the second column.
    for row in &mut episodes.rows {
        row.insert(0, String::new());
    }
    episodes.rows.insert(0, vec!["Episodes of the year; final".to_owned()]);
    fs::write(scratch.path().join("month.xlsx"), made::xlsx(&sheets)).unwrap();
    let problems = checked(scratch.path());
    let code = problems.iter().find(|problem| problem.code == Code::UnknownCode).unwrap();
    let Place { file, cell, value, .. } = &code.places[0];
    assert_eq!(
        (file.as_str(), cell.as_deref(), value.as_deref()),
        ("month.xlsx, sheet SSDA903 Episodes", Some("cell G6"), Some("Q9"))
    );
    let below = problems.iter().find(|problem| problem.code == Code::HeaderBelow).unwrap();
    assert_eq!(below.message, "the header of episodes is row 2; what stands above it is not read");

    let scratch = tempfile::tempdir().unwrap();
    let text = made::return_xml(&starter(), made::Form::Plain);
    // The third episode of the second child.
    let (mut at, mut child) = (0, 0);
    while child < 2 {
        at += text[at..].find("<CHILD>").unwrap() + 1;
        child += 1;
    }
    for _ in 0..2 {
        at += text[at..].find("<PL>").unwrap() + 4;
    }
    let text = format!("{}Q9{}", &text[..at], &text[at + 2..]);
    fs::write(scratch.path().join("upload.xml"), text).unwrap();
    let problems = checked(scratch.path());
    let code = problems.iter().find(|problem| problem.code == Code::UnknownCode).unwrap();
    let Place { file, cell, row, .. } = &code.places[0];
    assert_eq!((file.as_str(), cell.as_deref()), ("upload.xml, EPISODE", Some("number 2 of child 2")));
    assert!(row.is_some());
}

#[test]
fn what_is_hidden_or_no_extract_is_told_and_not_read() {
    let scratch = tempfile::tempdir().unwrap();
    let mut sheets = made::sheets_of(&starter());
    sheets.push(Sheet { name: "episodes (2)".to_owned(), hidden: true, ..sheets[0].clone() });
    sheets.push(Sheet { name: "Notes".to_owned(), hidden: false, rows: vec![vec!["Printed for the board".to_owned()]] });
    sheets.push(Sheet { name: "Empty".to_owned(), hidden: false, rows: Vec::new() });
    fs::write(scratch.path().join("month.xlsx"), made::xlsx(&sheets)).unwrap();
    fs::write(scratch.path().join("feed.xml"), "<rss><item/></rss>").unwrap();
    assert_figures(scratch.path(), &figures(&starter()), "hidden");
    let notes: Vec<String> = checked(scratch.path())
        .into_iter()
        .filter(|problem| matches!(problem.code, Code::HiddenSheet | Code::UnknownFile))
        .map(|problem| format!("{}: {}", problem.message, problem.places[0].file))
        .collect();
    assert_eq!(
        notes,
        [
            "1 XML file is no return of children looked after: feed.xml",
            "1 file is no extract this program knows, such as 'month.xlsx, sheet Notes': month.xlsx, sheet Notes",
            "1 sheet is hidden and not read: month.xlsx, sheet episodes (2)",
        ]
    );
}
