//! All formats of one run: none holds anything of a child, each comes out the same twice, and all are written at once.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use scorecard::calendar::parse_iso;
use scorecard::job::{self, Options};
use scorecard::render::formats::{Look, SCORECARDS};
use scorecard::render::{layout, pdf};
use scorecard::scorecard::{Audience, Document};
use scorecard::statistics::xmr::Basis;

use crate::every_cell;
use crate::support::{CATALOGUE, by, month, root};

/// Every format as text or bytes, by its ending, and what goes beside it.
fn formats(document: &Document) -> Vec<(&'static str, Vec<u8>)> {
    let look = Look::of_file(160);
    let files = SCORECARDS.all.iter().flat_map(|format| {
        let beside = format.beside.map(|(ending, write)| (ending, write(document).unwrap()));
        [(format.ending, (format.render)(document, &look).unwrap())].into_iter().chain(beside)
    });
    files.collect()
}

/// What can be read in a file: of a packed one the text of all its parts.
pub(crate) fn readable(bytes: &[u8]) -> String {
    if !bytes.starts_with(b"PK") {
        return String::from_utf8(bytes.to_vec()).unwrap();
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut part = Vec::new();
        archive.by_index(at).unwrap().read_to_end(&mut part).unwrap();
        text += &String::from_utf8_lossy(&part);
    }
    text
}

/// Identifiers and dates of birth, as written and as ISO, of all children of the sample data.
fn of_children() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in fs::read_dir(root().join("sample-data")).unwrap() {
        let file = folder.unwrap().path().join("header.csv");
        let Ok(text) = fs::read_to_string(file) else { continue };
        let mut lines = text.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let place = |name: &str| names.iter().position(|other| *other == name).unwrap();
        let (child, born, number) = (place("CHILD"), place("DOB"), place("UPN"));
        for cells in lines.map(|line| line.split(',').collect::<Vec<_>>()) {
            let born: Vec<&str> = cells[born].split('/').collect();
            found.insert(cells[child].to_owned());
            found.insert(born.join("/"));
            found.insert(format!("{}-{}-{}", born[2], born[1], born[0]));
            // Codes such as UN1 say why there is no number.
            found.extend(Some(cells[number].to_owned()).filter(|number| number.len() > 4));
        }
    }
    assert!(found.len() > 1000, "{}", found.len());
    found
}

fn sample(brief: bool) -> Document {
    let ids = ["knowsley", "st-helens", "rutland", "leicester", "southwark", "national"].map(str::to_owned).to_vec();
    let today = parse_iso("2018-04-03").unwrap();
    let options = Options {
        by: vec![by("sex"), by("age-band")],
        history: 12,
        forecast: true,
        brief,
        ..Options::new(ids, &root().join("sample-data"), month("2018-03"), today)
    };
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

#[test]
fn nothing_of_a_child_is_in_any_board_output() {
    let document = sample(true);
    let secrets = of_children();
    for (ending, bytes) in formats(&document) {
        // Of a PDF that is what is drawn on its pages.
        let text = match ending {
            "pdf" => pdf::texts(&document).unwrap().concat().join(" "),
            _ => readable(&bytes),
        };
        // Words as they stand between anything that is no part of an identifier or a date.
        let words: BTreeSet<&str> = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '-'))).collect();
        // The days of windows, targets and printing may be somebody's birthday.
        let of_ours: BTreeSet<String> = days_of(&document);
        let found: Vec<_> =
            secrets.iter().filter(|secret| words.contains(secret.as_str()) && !of_ours.contains(*secret)).collect();
        assert!(found.is_empty(), "{ending} holds {found:?}");
    }
}

/// The days that a document itself speaks of.
fn days_of(document: &Document) -> BTreeSet<String> {
    let rows = || document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
    let windows = rows().flat_map(|row| [row.window.0, row.window.1]);
    let dues = rows().filter_map(|row| row.target.as_ref()?.due);
    let forecasts = rows().filter_map(|row| Some(row.forecast.as_ref()?.day));
    windows.chain(dues).chain(forecasts).chain([document.generated]).map(scorecard::calendar::iso).collect()
}

#[test]
fn the_same_document_gives_the_same_bytes_in_every_format() {
    let document = every_cell::document();
    for ((ending, once), (_, twice)) in formats(&document).into_iter().zip(formats(&document)) {
        assert!(once == twice, "{ending} differs");
    }
}

#[test]
fn every_paper_has_every_cell_of_the_layout() {
    let document = every_cell::document();
    let texts: Vec<(&str, String)> = formats(&document)
        .into_iter()
        .filter(|(ending, _)| matches!(*ending, "md" | "html" | "docx" | "xlsx"))
        .map(|(ending, bytes)| (ending, readable(&bytes)))
        .collect();
    let row = every_cell::full();
    let figures = ["140 of 200", "Fewer placements ended early", "Carers are supported from the first week", "68.5%", "69.0%"];
    for (ending, text) in &texts {
        for words in figures.iter().filter(|words| *ending != "xlsx" || !words.contains(" of ")) {
            assert!(text.contains(words), "'{words}' is not in {ending}");
        }
    }
    // One cell of each kind, as the layout words it.
    let figure = layout::cell(&row, layout::Column::Figure).text();
    assert_eq!(figure, "70.0%");
}

#[test]
fn all_formats_are_written_in_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<String> = SCORECARDS.all.iter().map(|format| format!("p.{}", format.ending)).collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
    command.args(["compute", "knowsley", "--extracts", "sample-data", "--period", "2018-03", "--today", "2018-04-03", "--brief"]);
    for file in &files {
        command.arg("--output").arg(folder.path().join(file));
    }
    let output = command.current_dir(root()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    for file in files.iter().map(String::as_str).chain(["p.meta.csv"]) {
        assert!(fs::metadata(folder.path().join(file)).unwrap().len() > 1000, "{file}");
    }
    for file in ["p.html", "p.md"] {
        assert!(fs::read_to_string(folder.path().join(file)).unwrap().contains("The month in brief"), "{file}");
    }
}

#[test]
fn every_format_is_described() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let (readme, outputs) = (read("README.md"), read("docs/outputs.md"));
    for format in SCORECARDS.all {
        for said in [format!("`{}`", format.name), format!("`.{}`", format.ending)] {
            assert!(readme.contains(&said), "README.md does not say {said}");
        }
        let line = format!("| `{}` | `.{}` | {} |\n", format.name, format.ending, format.about);
        assert!(outputs.contains(&line), "docs/outputs.md lacks {line}");
    }
}

#[test]
fn no_file_is_written_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let run = |files: [&str; 2]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
        command.args(["compute", "knowsley", "--extracts", "sample-data", "--period", "2018-03"]);
        files.iter().for_each(|file| {
            command.arg("--output").arg(folder.path().join(file));
        });
        command.current_dir(root()).output().unwrap()
    };
    for files in [["a.html", "a.html"], ["a.csv", "a.meta.csv"]] {
        let output = run(files);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("would be written twice"), "{files:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{files:?}");
    }
}

#[test]
fn words_of_returns_and_narratives_are_not_for_the_public() {
    let notes = |audience: Audience| {
        let today = parse_iso("2018-04-03").unwrap();
        let options = Options {
            audience,
            ..Options::new(vec!["knowsley".to_owned()], &root().join("sample-data"), month("2018-03"), today)
        };
        let document = job::compute(&CATALOGUE, &options, &|_| {}).unwrap();
        let rows = document.scorecards[0].every_row().flat_map(crate::support::notes).collect::<Vec<_>>();
        rows.iter().filter(|note| note.starts_with("Evidence: ") || note.starts_with("Judged by: ")).count()
    };
    assert!(notes(Audience::Internal) >= 4);
    assert_eq!(notes(Audience::Public), 0);
}

#[test]
fn a_count_from_april_is_charted_by_months_and_has_no_travel_across_april() {
    let row = |period: &str| {
        let today = parse_iso("2018-04-03").unwrap();
        let options = Options {
            history: 12,
            ..Options::new(vec!["national".to_owned()], &root().join("sample-data"), month(period), today)
        };
        let document = job::compute(&CATALOGUE, &options, &|_| {}).unwrap();
        crate::support::row(&document, "adopted-count").clone()
    };
    let (april, may) = (row("2017-04"), row("2017-05"));
    assert!(april.figure.is_some() && april.previous.1.is_some() && april.travel.is_none());
    assert!(may.travel.is_some());
    let basis = |row: &scorecard::scorecard::Row| row.chart.as_ref().map(|chart| chart.basis);
    assert_eq!((basis(&april), basis(&may)), (Some(Basis::Events), Some(Basis::Events)));
    assert_eq!(may.series.len(), 13);
}
