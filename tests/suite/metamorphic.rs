//! One folder written in many ways: no figure, rating, reason or travel is another for it.
//!
//! What is only writing is changed at random: the order of rows and of columns, separators, quotes, line ends, encodings, blank
//! lines, titles above the header, columns that nobody knows, how dates, identifiers, codes and names of files are spelt.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fastrand::Rng;
use scorecard::calendar::{self, parse_iso};
use scorecard::job::{self, Options};

use crate::fuzz::run;
use crate::support::{CATALOGUE, month, root};

/// A file as its rows of cells.
type Table = Vec<Vec<String>>;

/// The files of the starter by their names: an extract of nearly every kind of the return.
fn files() -> BTreeMap<String, Table> {
    let entries = fs::read_dir(root().join("starter/extracts")).unwrap().map(|entry| entry.unwrap().path());
    let tables = entries.filter(|path| path.extension().is_some_and(|ending| ending == "csv")).map(|path| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
        let rows = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), rows)
    });
    tables.collect()
}

/// Every figure with what stands beside it, by row.
fn figures(folder: &Path) -> BTreeMap<String, String> {
    let options = Options {
        history: 1,
        ..Options::new(vec!["national".to_owned()], folder, month("2018-03"), parse_iso("2018-04-03").unwrap())
    };
    let document = job::compute(&CATALOGUE, &options, &|_| {}).unwrap();
    let rows = document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
    rows.map(|row| {
        (row.id.clone(), format!("{:?} {:?} {:?} {:?} {:?}", row.figure, row.rating, row.reason, row.previous, row.data_to))
    })
    .collect()
}

/// A day of the table as another program writes it.
fn as_iso(cell: &str) -> Option<String> {
    let [day, month, year] = cell.split('/').collect::<Vec<_>>()[..] else { return None };
    let day = calendar::day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(calendar::iso(day))
}

/// The cells changed that are the same in another spelling.
fn respelt(rng: &mut Rng, table: &mut Table) {
    let columns = table[0].len();
    for column in 0..columns {
        let header = table[0][column].clone();
        let dates = table[1..].iter().all(|row| row[column].is_empty() || as_iso(&row[column]).is_some());
        let some = table[1..].iter().any(|row| !row[column].is_empty());
        let way = rng.u8(..4);
        for cell in table[1..].iter_mut().map(|row| &mut row[column]).filter(|cell| !cell.is_empty()) {
            *cell = match way {
                0 if dates && some => as_iso(cell).unwrap(),
                1 if dates && some => format!("{} 00:00:00", as_iso(cell).unwrap()),
                0 if header == "CHILD" => cell.to_lowercase(),
                1 if ["LS", "CIN", "PLACE", "RNE", "REC", "MISSING", "REVIEW_CODE", "PL_POST"].contains(&header.as_str()) => {
                    cell.to_lowercase()
                }
                2 => format!(" {cell} "),
                _ => continue,
            };
        }
    }
    if rng.bool() {
        for header in &mut table[0] {
            *header = match rng.u8(..3) {
                0 => header.to_lowercase(),
                1 => header.replace('_', " "),
                _ => header.clone(),
            };
        }
    }
}

/// The table with its rows and columns in another order, and some that nobody knows.
fn reordered(rng: &mut Rng, table: &mut Table) {
    rng.shuffle(&mut table[1..]);
    let mut order: Vec<usize> = (0..table[0].len()).collect();
    rng.shuffle(&mut order);
    for row in table.iter_mut() {
        *row = order.iter().map(|at| row[*at].clone()).collect();
    }
    if rng.bool() {
        let at = rng.usize(..=table[0].len());
        for (number, row) in table.iter_mut().enumerate() {
            row.insert(at, if number == 0 { "Team".to_owned() } else { format!("Team {}, \"north\"", number % 3) });
        }
    }
    for _ in 0..rng.usize(..3) {
        table.iter_mut().for_each(|row| row.push(String::new()));
    }
    // A row that stands twice is one row.
    if rng.bool() && table.len() > 1 {
        let again = table[1].clone();
        table.push(again);
    }
}

/// The bytes of a table as some program saves it.
fn saved(rng: &mut Rng, table: &Table) -> Vec<u8> {
    let separator = [",", ";", "\t", "|"][rng.usize(..4)];
    let end = ["\n", "\r\n", "\r", "\n\n"][rng.usize(..4)];
    let quoted = rng.bool();
    let line = |row: &Vec<String>| {
        let cells = row.iter().map(|cell| {
            let must = quoted || cell.contains(['"', ',', ';', '\t', '|', '\n']);
            if must { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        });
        cells.collect::<Vec<_>>().join(separator)
    };
    let mut text = String::new();
    if rng.u8(..3) == 0 {
        text += &["Extract of March", end, &separator.repeat(table[0].len() - 1), end].concat();
    }
    for row in table {
        text += &(line(row) + end);
    }
    text += &[end, &separator.repeat(table[0].len() - 1), end].concat().repeat(rng.usize(..3));
    match rng.u8(..6) {
        0 => format!("\u{feff}{text}").into_bytes(),
        1 => [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        2 => [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        3 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        // A letter that Windows-1252 has and UTF-8 has not.
        4 => text.replace("Team", "T\u{e9}am").chars().map(|letter| letter as u8).collect(),
        _ => text.into_bytes(),
    }
}

fn renamed(rng: &mut Rng, name: &str) -> String {
    let name = match rng.u8(..4) {
        0 => name.to_uppercase(),
        1 => name.replace('_', "-"),
        2 => name.replace('_', " "),
        _ => name.to_owned(),
    };
    name + [".csv", ".CSV", ".Csv"][rng.usize(..3)]
}

#[test]
fn how_a_folder_is_written_changes_no_figure() {
    let plain = figures(&root().join("starter/extracts"));
    assert!(plain.values().filter(|figure| figure.starts_with("Some(")).count() > 40, "{plain:#?}");
    let files = files();
    run("how a folder is written", |rng| {
        let folder = tempfile::tempdir().unwrap();
        for (name, table) in &files {
            let mut table = table.clone();
            respelt(rng, &mut table);
            reordered(rng, &mut table);
            fs::write(folder.path().join(renamed(rng, name)), saved(rng, &table)).unwrap();
        }
        let found = figures(folder.path());
        for (row, figure) in &plain {
            assert_eq!(found.get(row), Some(figure), "{row}");
        }
    });
}

#[test]
fn a_folder_of_one_month_is_the_same_as_its_files_alone() {
    // What speaks of a month lies in its folder, reference files beside it or with the rest.
    let plain = figures(&root().join("starter/extracts"));
    for beside in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("2018-03");
        fs::create_dir(&inner).unwrap();
        for entry in fs::read_dir(root().join("starter/extracts")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let reference = ["postcodes.csv", "population.csv", "commentary.toml"].contains(&name.as_str());
            let to = if (reference && beside) || name == "commentary.toml" { folder.path().join(name) } else { inner.join(name) };
            fs::copy(&path, to).unwrap();
        }
        assert_eq!(figures(folder.path()), plain);
    }
}
