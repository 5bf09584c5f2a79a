//! Reads files that are no CSV into tables, so that the stages after know of tables alone.
//!
//! Takes the files of the input folder, gives candidates: each sheet of a workbook and each module of a return is one, as a
//! CSV file is. A format is one file here and one line in [`FORMATS`]. Knows nothing of layouts or of what is measured.

mod parquet;
mod return_xml;
mod table;
mod workbook;

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use table::{Axis, Budget, Part, SEPARATOR, Table};

use super::folder::{Folder, FoundFile, plural};
use crate::problem::{PLACES, Place, Problem};
use crate::problem_codes::Code;
use crate::threads;

/// One format.
struct Format {
    /// What it is called, as in 'is no workbook'.
    what: &'static str,
    /// The endings of its files, in small letters.
    endings: &'static [&'static str],
    /// Reads a file.
    open: fn(&Path) -> anyhow::Result<Opened>,
}

/// Every format besides CSV.
static FORMATS: &[&Format] = &[&workbook::FORMAT, &return_xml::FORMAT, &parquet::FORMAT];

/// What a file turned out to be.
enum Opened {
    /// Tables.
    Tables(Tables),
    /// Text that is read as CSV, whatever its name says.
    Text,
    /// Nothing of ours: an XML file of something else.
    Other,
}

/// The tables of a file.
#[derive(Default)]
struct Tables {
    /// Those that are read.
    parts: Vec<Part>,
    /// The names of hidden ones, which are not.
    hidden: Vec<String>,
    /// Formulas that nobody has worked out: their cells are read as empty.
    formulas: Vec<Formulas>,
}

/// The formulas of a table that have no value beside them.
struct Formulas {
    /// What the table is called within its file.
    title: String,
    /// How many there are.
    count: u64,
    /// The first of them, row and column from 0.
    first: Vec<(u32, u32)>,
}

impl Formulas {
    /// None so far, of a table of this title.
    fn new(title: String) -> Self {
        Formulas { title, count: 0, first: Vec::new() }
    }

    fn met(&mut self, row: u32, column: u32) {
        self.count += 1;
        if self.first.len() < PLACES {
            self.first.push((row, column));
        }
    }
}

fn format_of(path: &Path) -> Option<&'static Format> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    FORMATS.iter().copied().find(|format| format.endings.contains(&ending.as_str()))
}

/// Whether a file may hold extracts, by its ending.
pub fn is_read(path: &Path) -> bool {
    is_csv(path) || format_of(path).is_some()
}

fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

/// Puts the tables of each file that is no CSV in its place.
pub fn expand(found: &mut Folder, problems: &mut Vec<Problem>) {
    if found.files.iter().all(|file| format_of(&file.path).is_none()) {
        return;
    }
    let files = std::mem::take(&mut found.files);
    let others: Vec<FoundFile> = files.iter().filter(|file| format_of(&file.path).is_some()).cloned().collect();
    let mut opened = threads::map(&others, open).into_iter();
    let (mut foreign, mut hidden) = (Vec::new(), Vec::new());
    for file in files {
        if format_of(&file.path).is_none() {
            found.files.push(file);
            continue;
        }
        match opened.next() {
            Some(Ok(Opened::Tables(Tables { parts, hidden: unseen, formulas }))) => {
                hidden.extend(unseen.into_iter().map(|sheet| format!("{}, {sheet}", file.name)));
                problems.extend(not_worked_out(&file.name, &formulas));
                if parts.is_empty() {
                    problems.push(Problem::new(Code::EmptyFile, format!("'{}' is empty", file.name)).in_file(&file.name));
                }
                let alone = parts.len() == 1;
                found.files.extend(parts.into_iter().map(|part| file.with(Arc::new(part), alone)));
            }
            Some(Ok(Opened::Text)) => found.files.push(file),
            Some(Ok(Opened::Other)) => foreign.push(file.name),
            Some(Err(error)) => {
                let message = format!("'{}' cannot be read: {error:#}", file.name);
                let help = "Mend the file, or take it out of the folder, and run again; nothing is computed without it.";
                problems.push(Problem::new(Code::UnreadableFile, message).help(help).in_file(&file.name));
            }
            None => {}
        }
    }
    report(Code::UnknownFile, &foreign, problems, |count| {
        format!("{count} {} no return of children looked after", plural(count, "XML file is", "XML files are"))
    });
    report(Code::HiddenSheet, &hidden, problems, |count| {
        format!("{count} {} hidden and not read", plural(count, "sheet is", "sheets are"))
    });
}

/// The formulas of a file that have no value.
fn not_worked_out(file: &str, formulas: &[Formulas]) -> Option<Problem> {
    let count: u64 = formulas.iter().map(|of| of.count).sum();
    if count == 0 {
        return None;
    }
    let message = format!(
        "{count} {} of '{file}' {} a formula that was never worked out, and {} read as empty",
        plural(count, "cell", "cells"),
        plural(count, "holds", "hold"),
        plural(count, "is", "are")
    );
    let mut problem = Problem::new(Code::FormulaWithoutValue, message).times(count);
    let places = formulas.iter().flat_map(|of| of.first.iter().map(|cell| (&of.title, *cell)));
    for (title, (row, column)) in places.take(PLACES) {
        problem = problem.at(Place {
            file: format!("{file}, {title}"),
            row: Some(u64::from(row) + 1),
            cell: Some(format!("cell {}{}", table::letters(column as usize), row + 1)),
            ..Place::default()
        });
    }
    Some(problem)
}

fn report(code: Code, names: &[String], problems: &mut Vec<Problem>, message: impl Fn(u64) -> String) {
    let count = names.len() as u64;
    if count == 0 {
        return;
    }
    let mut problem = Problem::new(code, message(count)).times(count);
    for name in names.iter().take(PLACES) {
        problem = problem.in_file(name);
    }
    problems.push(problem);
}

thread_local! {
    /// Whether this thread is within a library that reads somebody's file.
    static FOREIGN: Cell<bool> = const { Cell::new(false) };
}

/// How many files libraries are reading now.
static READ_NOW: AtomicUsize = AtomicUsize::new(0);

/// Whether a fault met now is one of a file that a library reads: it is told as a problem of the file. Polars reads on threads of its own.
pub fn is_reading() -> bool {
    let of_polars = || std::thread::current().name().is_some_and(|name| name.starts_with("polars"));
    FOREIGN.get() || (READ_NOW.load(Ordering::Relaxed) > 0 && of_polars())
}

fn open(file: &FoundFile) -> anyhow::Result<Opened> {
    let Some(format) = format_of(&file.path) else { return Ok(Opened::Other) };
    // What a library did not look for in a damaged file stays in that file.
    FOREIGN.set(true);
    READ_NOW.fetch_add(1, Ordering::Relaxed);
    let opened = std::panic::catch_unwind(|| (format.open)(&file.path));
    READ_NOW.fetch_sub(1, Ordering::Relaxed);
    FOREIGN.set(false);
    opened.unwrap_or_else(|_| anyhow::bail!("it is damaged, and no {} any more", format.what))
}
