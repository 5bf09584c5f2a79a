//! Several authorities in one run, of a folder for each and of files that hold the rows of all: worked by hand on two small councils.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Reader, Xlsx};
use scorecard::job::Options;
use scorecard::job::authorities::{self, There};
use scorecard::render::{authorities as beside, docx, html, json, markdown, pdf, table, xlsx};
use scorecard::scorecard::{Audience, Document};

use crate::support::{CATALOGUE, month};

const HEADER: &str = "CHILD,SEX,DOB,ETHNIC\n";
const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE\n";

/// Of the first authority: 1 and 2 with foster carers, 3 in a home. Of the second: another child 1 in a home, and 4 who has left.
const OF: [(&str, &str, &str); 5] = [
    ("E06000001", "1,1,10/02/2010,WBRI", "1,01/06/2017,S,C2,N1,U4,PR1,,,"),
    ("E06000001", "2,2,10/02/2011,WBRI", "2,01/06/2017,S,C2,N1,U4,PR1,,,"),
    ("E06000001", "3,1,10/02/2012,WBRI", "3,01/06/2017,S,C2,N1,K2,PR4,,,"),
    ("E06000002", "1,2,11/03/2009,WBRI", "1,01/07/2017,S,C2,N1,K2,PR4,,,"),
    ("E06000002", "4,2,11/03/2009,WBRI", "4,01/07/2017,S,C2,N1,U4,PR4,01/02/2018,E4A,"),
];

/// A folder for each authority, with the population at the top for both.
fn in_folders(folder: &Path) {
    for code in ["E06000001", "E06000002"] {
        let own = folder.join(code);
        fs::create_dir_all(&own).unwrap();
        let lines = |of: fn(&(&str, &str, &str)) -> String| -> String { OF.iter().filter(|one| one.0 == code).map(of).collect() };
        fs::write(own.join("header.csv"), format!("{HEADER}{}", lines(|one| format!("{}\n", one.1)))).unwrap();
        fs::write(own.join("episodes.csv"), format!("{EPISODES}{}", lines(|one| format!("{}\n", one.2)))).unwrap();
    }
    population(folder);
}

/// The same in files of all, with a column that says whose each row is.
fn in_files(folder: &Path) {
    let lines = |of: fn(&(&str, &str, &str)) -> String| -> String { OF.iter().map(of).collect() };
    fs::write(folder.join("header.csv"), format!("LA_CODE,{HEADER}{}", lines(|one| format!("{},{}\n", one.0, one.1)))).unwrap();
    let episodes = EPISODES.replace("CHILD,DECOM", "CHILD,LA Code,DECOM");
    let of = |one: &(&str, &str, &str)| one.2.replacen(',', &format!(",{},", one.0.to_lowercase()), 1) + "\n";
    fs::write(folder.join("episodes.csv"), format!("{episodes}{}", lines(of))).unwrap();
    population(folder);
}

fn population(folder: &Path) {
    let text = "area_code,year,population_0_17\nE06000001,2017,20000\nE06000002,2017,10000\n";
    fs::write(folder.join("population.csv"), text).unwrap();
}

fn options(folder: &Path, audience: Audience) -> Options {
    let period = month("2018-03");
    Options { audience, ..Options::new(vec!["national".to_owned()], folder, period, period.last() + 3) }
}

fn run(folder: &Path, words: &[&str], audience: Audience) -> (There, Document) {
    let options = options(folder, audience);
    let there = authorities::there(&CATALOGUE, &options).unwrap();
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let codes = authorities::asked(&words, Some(&there)).unwrap();
    let document = authorities::compute_each(&CATALOGUE, &options, (&codes, &there), &|_| {}).unwrap();
    (there, document)
}

fn figure(document: &Document, scorecard: &str, row: &str) -> Option<(f64, Option<i64>)> {
    let scorecard = document.scorecards.iter().find(|one| one.id == scorecard).unwrap();
    let figure = scorecard.every_row().find(|one| one.id == row).unwrap().figure?;
    Some((figure.numerator(), figure.denominator()))
}

#[test]
fn each_authority_has_its_own_children_whatever_they_are_called() {
    for put in [in_folders as fn(&Path), in_files] {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path());
        let (there, document) = run(folder.path(), &["all"], Audience::Internal);
        assert_eq!(there.codes(), ["E06000001", "E06000002"]);
        assert!(!scorecard::problem::stops(&document.problems), "{:#?}", document.problems);
        let ids: Vec<(&str, Option<&str>)> =
            document.scorecards.iter().map(|one| (one.id.as_str(), one.authority.as_deref())).collect();
        assert_eq!(ids, [("national-E06000001", Some("E06000001")), ("national-E06000002", Some("E06000002"))]);
        let of = |row: &str| ["national-E06000001", "national-E06000002"].map(|id| figure(&document, id, row));
        assert_eq!(of("cla-count"), [Some((3.0, None)), Some((1.0, None))]);
        assert_eq!(of("foster-percent"), [Some((2.0, Some(3))), Some((0.0, Some(1)))]);
        assert_eq!(of("cla-ceased"), [Some((0.0, None)), Some((1.0, None))]);
        // 3 of 20,000 and 1 of 10,000: the population at the top is of both.
        assert_eq!(of("cla-rate"), [Some((3.0, Some(20_000))), Some((1.0, Some(10_000)))]);
        // One alone.
        let (_, second) = run(folder.path(), &["E06000002"], Audience::Internal);
        assert_eq!(second.scorecards.len(), 1);
        assert_eq!(figure(&second, "national-E06000002", "cla-count"), Some((1.0, None)));
    }
}

#[test]
fn one_table_has_the_authorities_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    in_folders(folder.path());
    let (_, document) = run(folder.path(), &["E06000002", "E06000001"], Audience::Internal);
    let tables = beside::tables(&document);
    assert_eq!((tables.len(), tables[0].id), (1, "national"));
    // In the order in which they were asked for.
    assert_eq!(tables[0].names(), ["Middlesbrough", "Hartlepool"]);
    let style = table::Style { colour: false, unicode: true, width: 100 };
    let text = table::render(&document, style);
    assert!(text.starts_with("National indicator library: 2 authorities side by side\n"), "{text}");
    // What is not there is explained below, and what nothing is made of.
    let own = text.split("side by side").nth(1).unwrap();
    assert!(own.contains("\n[x] not available: not collected, or not in the extracts\n"), "{own}");
    let line = text.lines().find(|line| line.starts_with("Children in foster care")).unwrap();
    assert_eq!(line.split_whitespace().filter(|word| word.contains('%')).collect::<Vec<_>>(), ["0.0%", "66.7%"]);
    assert!(markdown::render(&document).contains("| Promise | Middlesbrough | Hartlepool |"));
    let page = html::render(&document);
    assert!(page.contains("<th scope=\"col\" class=\"number\">Middlesbrough</th>"));
    roxmltree::Document::parse(page.trim_start_matches("<!DOCTYPE html>").trim_start()).unwrap();
    let found: serde_json::Value = serde_json::from_str(&json::render(&document).unwrap()).unwrap();
    let rows = found["authorities"][0]["rows"].as_array().unwrap();
    let foster = rows.iter().find(|row| row["id"] == "foster-percent").unwrap();
    assert_eq!((&foster["figures"][0]["authority"], &foster["figures"][1]["display"]), (&"E06000002".into(), &"66.7%".into()));
}

/// What a workbook, a Word file and a PDF say of the children in foster care: of two authorities none of one and two of three.
#[test]
fn papers_and_sheets_have_the_table_too() {
    let folder = tempfile::tempdir().unwrap();
    in_folders(folder.path());
    let (_, document) = run(folder.path(), &["E06000002", "E06000001"], Audience::Internal);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx::render(&document).unwrap())).unwrap();
    let names = book.sheet_names();
    assert_eq!(names[..4], ["Cover", "Contents", "Notes", "national_all"]);
    let sheet = book.worksheet_range("national_all").unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let head = rows.iter().find(|row| row[0] == "Group").unwrap();
    assert_eq!(head[1..], ["Promise", "Middlesbrough", "Middlesbrough: rating", "Hartlepool", "Hartlepool: rating"]);
    let foster = rows.iter().find(|row| row[1] == "Children in foster care").unwrap();
    assert_eq!((foster[2].as_str(), &foster[4][..5]), ("0", "66.66"));
    assert!(foster[3].ends_with("Not rated") && foster[5].ends_with("Not rated"), "{foster:?}");
    // No cell is empty, and what stands in place of a figure is explained above.
    let table = rows.iter().skip_while(|row| row[0] != "Group");
    assert!(table.flatten().all(|cell| !cell.is_empty()));
    assert!(rows.iter().any(|row| row[0].starts_with("Shorthand: ") && row[0].contains("[x] not available")));

    let pages: Vec<String> = pdf::texts(&document).unwrap().into_iter().flatten().collect();
    let text = pages.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    let table = text.split("2 authorities side by side").nth(1).unwrap();
    let foster = table.split("Children in foster care").nth(1).unwrap_or_else(|| panic!("{table}")).trim_start();
    assert!(foster.starts_with("0.0% 66.7% "), "{}", &foster[..40]);

    let mut archive = zip::ZipArchive::new(Cursor::new(docx::render(&document).unwrap())).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    let table = text.split_once("2 authorities side by side").unwrap().1;
    let foster = table.split_once("Children in foster care").unwrap().1;
    let figures: Vec<&str> =
        foster.split("<w:t xml:space=\"preserve\">").skip(1).take(2).map(|run| run.split('<').next().unwrap()).collect();
    assert_eq!(figures, ["0.0%", "66.7%"]);
}

/// Each authority is held against its own earlier run: the second had one child more in foster care then.
#[test]
fn an_earlier_run_of_several_is_held_against_each_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    in_folders(folder.path());
    let (_, earlier) = run(folder.path(), &["all"], Audience::Internal);
    let file = folder.path().join("earlier.json");
    fs::write(&file, json::render(&earlier).unwrap()).unwrap();
    let episodes = folder.path().join("E06000002/episodes.csv");
    let text = fs::read_to_string(&episodes).unwrap();
    fs::write(&episodes, text.replace("1,01/07/2017,S,C2,N1,K2,PR4", "1,01/07/2017,S,C2,N1,U6,PR4")).unwrap();
    let options = Options { previous: Some(file.clone()), ..options(folder.path(), Audience::Internal) };
    let there = authorities::there(&CATALOGUE, &options).unwrap();
    let codes = ["E06000001".to_owned(), "E06000002".to_owned()];
    let document = authorities::compute_each(&CATALOGUE, &options, (&codes, &there), &|_| {}).unwrap();
    let restated = |id: &str| {
        let scorecard = document.scorecards.iter().find(|one| one.id == id).unwrap();
        let row = scorecard.every_row().find(|row| row.id == "foster-percent").unwrap();
        row.restated.iter().map(|one| (one.was.clone().unwrap().shown, one.now.clone().unwrap().shown)).collect::<Vec<_>>()
    };
    assert_eq!(restated("national-E06000001"), []);
    let changed = ("0.0%".to_owned(), "100.0%".to_owned());
    assert!(restated("national-E06000002").contains(&changed), "{:?}", restated("national-E06000002"));
    // A run that has nothing of an authority cannot be held against it, and says so.
    let (_, first) = run(folder.path(), &["E06000001"], Audience::Internal);
    fs::write(&file, json::render(&first).unwrap()).unwrap();
    let document = authorities::compute_each(&CATALOGUE, &options, (&codes, &there), &|_| {}).unwrap();
    let told = document.problems.iter().find(|problem| problem.code.as_str() == "unusable-run").unwrap();
    assert!(told.message.starts_with("E06000002: the earlier run") && told.message.ends_with("it has nothing of E06000002"));
}

/// What was published of each is known of each: a folder of an earlier publication of several serves the next.
#[test]
fn what_was_published_of_several_is_known_of_each() {
    let folder = tempfile::tempdir().unwrap();
    in_folders(folder.path());
    let (_, earlier) = run(folder.path(), &["all"], Audience::Public);
    let archive = folder.path().join("published");
    fs::create_dir(&archive).unwrap();
    fs::write(archive.join("earlier.json"), json::render(&earlier).unwrap()).unwrap();
    let options = Options { published: Some(archive), ..options(folder.path(), Audience::Public) };
    let there = authorities::there(&CATALOGUE, &options).unwrap();
    let codes = ["E06000001".to_owned(), "E06000002".to_owned()];
    let document = authorities::compute_each(&CATALOGUE, &options, (&codes, &there), &|_| {}).unwrap();
    assert!(!scorecard::problem::stops(&document.problems), "{:#?}", document.problems);
    assert_eq!(document.scorecards.len(), 2);
}

#[test]
fn small_numbers_of_one_authority_do_not_follow_from_the_others() {
    let folder = tempfile::tempdir().unwrap();
    in_files(folder.path());
    let (_, document) = run(folder.path(), &["all"], Audience::Public);
    assert!(!scorecard::problem::stops(&document.problems), "{:#?}", document.problems);
    // 3 and 1 children: both are hidden, and no sum of them is anywhere.
    for id in ["national-E06000001", "national-E06000002"] {
        let scorecard = document.scorecards.iter().find(|one| one.id == id).unwrap();
        let row = scorecard.every_row().find(|row| row.id == "cla-count").unwrap();
        assert!(row.hidden.figure && row.figure.is_none(), "{id}");
    }
    let found: serde_json::Value = serde_json::from_str(&json::render(&document).unwrap()).unwrap();
    let rows = found["authorities"][0]["rows"].as_array().unwrap();
    let count = rows.iter().find(|row| row["id"] == "cla-count").unwrap();
    assert!(count["figures"].as_array().unwrap().iter().all(|figure| figure["value"] == "c" && figure["display"] == "c"));
}

#[test]
fn what_does_not_say_whose_it_is_stops_the_run() {
    let folder = tempfile::tempdir().unwrap();
    in_files(folder.path());
    fs::write(folder.path().join("reviews.csv"), "CHILD,REVIEW,REVIEW_CODE\n1,28/06/2017,PN1\n").unwrap();
    let (_, document) = run(folder.path(), &["all"], Audience::Internal);
    let told: Vec<&str> = document
        .problems
        .iter()
        .filter(|problem| problem.code.as_str() == "no-authority")
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(told, ["'reviews.csv' does not say of each row whether it is of E06000001"]);
}
