//! Loads the extracts: finds, reads, checks and merges the files.
//!
//! Takes the input folder and the layouts, gives [`Extracts`]: for each extract one
//! set of typed columns in which the same record stands once, as the latest extract has it
//! or leaves it.
//! Knows nothing of indicators, periods of care or what is measured.

mod authority;
mod beside;
mod blanks;
mod cells;
mod checks;
mod children;
mod copies;
mod csv_file;
mod date_forms;
mod days;
mod decimals;
mod encoding;
mod faults;
mod folder;
mod formats;
mod header;
mod history;
mod identifiers;
mod in_words;
mod limits;
mod located;
mod merge;
mod months;
pub mod reach;
mod read;
mod recognise;
mod rewrite;
mod same_record;
mod spellings;
mod translate;
mod unusable;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

pub use authority::{FEEDS, authorities};
pub use beside::similar_folder;
pub use checks::touches;
pub use children::{Child, Children, NO_CHILD};
pub use encoding::decoded;
pub use folder::{BENCHMARKS, COMMENTARY, is_commentary_sheet, no_extract_of, plural};
pub use formats::{is_read, is_reading};
pub use recognise::plain;
pub use translate::Origin;
pub use values::{NO_CODE, NO_NUMBER, NO_WORD, UNKNOWN_CODE, Values, Words};

use crate::calendar::{Day, Month};
use crate::cases::Change;
use crate::definitions::{Layout, Translation};
use crate::problem::{Place, Problem, Reported};
use crate::problem_codes::Code;
use crate::threads;
use formats::Part;
use read::FilePart;
use recognise::Recognised;

/// What to load.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The input folder.
    pub folder: &'a Path,
    /// The reporting month.
    pub period: Month,
    /// A folder above it, whose reference files are read too.
    pub above: Option<&'a Path>,
    /// The authority whose rows alone are read, where files hold those of several.
    pub authority: Option<&'a str>,
    /// Leave out extracts of months after the period.
    pub as_reported: bool,
    /// Whether a column of an extract is of use; words are kept only where they are.
    pub wanted: &'a (dyn Fn(&str, &str) -> bool + Sync),
    /// Whether an extract is of use; others are recognised and not read.
    pub of_use: &'a (dyn Fn(&str) -> bool + Sync),
    /// Other layouts than the return's, and what is made of them.
    pub translations: &'a [Translation],
}

/// The extracts of a folder, read and merged.
#[derive(Clone, Debug, Default)]
pub struct Extracts {
    /// The children's identifiers.
    pub children: Children,
    /// The extracts found, by id.
    pub by_id: BTreeMap<String, Extract>,
    /// The months there are extracts of; one for a flat folder.
    pub months: Vec<Month>,
    /// Extracts of which a file was found and no row can be used.
    pub left_out: Vec<String>,
    /// By extract that comes anew with each month, how far the files of each month reach.
    pub reach: BTreeMap<String, Vec<reach::FileReach>>,
}

/// The records of one extract.
#[derive(Clone, Debug, Default)]
pub struct Extract {
    /// For each record its child; [`NO_CHILD`] where the extract has none.
    pub child: Vec<Child>,
    /// For each column of the layout its values; none where no file has the column.
    pub columns: Vec<Option<Values>>,
    /// For each record the place of its file in `files`.
    pub file: Vec<u32>,
    /// For each record its row in the file, as a spreadsheet numbers it.
    pub row: Vec<u32>,
    /// The files it was read from.
    pub files: Vec<FileRead>,
    /// Records whose end is not their file's, in order: a later extract no longer holds them.
    pub changes: Vec<(u32, Change)>,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct FileRead {
    /// Its path within the input folder.
    pub name: String,
    /// The month it speaks of, where it does of one.
    pub month: Option<Month>,
    /// Columns of the layout that it lacks.
    pub absent: Vec<String>,
    /// How many records of the merged extract come from it.
    pub records: usize,
    /// The layout of other tables that it is made of; none of the return's own.
    pub origin: Option<Origin>,
    /// The table that it is of its file; none of a CSV file.
    part: Option<Arc<Part>>,
    /// Whether it is a published file, with rows of the country and of regions beside those of authorities.
    of_levels: bool,
    /// For each column of the layout its place among those of the file.
    columns: Vec<Option<usize>>,
}

impl Extract {
    /// The number of records.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// The days of a column, if a file has it.
    pub fn days(&self, column: usize) -> Option<&[Day]> {
        match self.columns.get(column)? {
            Some(Values::Days(days)) => Some(days),
            _ => None,
        }
    }

    /// The codes of a column, if a file has it.
    pub fn codes(&self, column: usize) -> Option<&[u8]> {
        match self.columns.get(column)? {
            Some(Values::Codes(codes)) => Some(codes),
            _ => None,
        }
    }

    /// The whole numbers of a column, if a file has it.
    pub fn integers(&self, column: usize) -> Option<&[i32]> {
        match self.columns.get(column)? {
            Some(Values::Integers(integers)) => Some(integers),
            _ => None,
        }
    }

    /// The numbers of a column, if a file has it.
    pub fn numbers(&self, column: usize) -> Option<&[f64]> {
        match self.columns.get(column)? {
            Some(Values::Numbers(numbers)) => Some(numbers),
            _ => None,
        }
    }

    /// The words of a column, if a file has it.
    pub fn words(&self, column: usize) -> Option<&Words> {
        match self.columns.get(column)? {
            Some(Values::Words(words)) => Some(words),
            _ => None,
        }
    }

    /// How the record's end was set, where it is not that of its file.
    pub fn change(&self, record: usize) -> Option<Change> {
        let at = self.changes.binary_search_by_key(&record, |(at, _)| *at as usize).ok()?;
        self.changes.get(at).map(|(_, change)| *change)
    }

    /// The month of a record's extract.
    pub fn month(&self, record: usize) -> Option<Month> {
        self.files.get(*self.file.get(record)? as usize)?.month
    }

    /// The first file that records stand in and that lacks a column; of an extract whose rows are
    /// not carried over, of the month `latest` alone.
    pub fn file_without(&self, column: &str, latest: Option<Month>) -> Option<&FileRead> {
        let counts = |file: &&FileRead| file.records > 0 && (latest.is_none() || file.month == latest);
        self.files.iter().filter(counts).find(|file| file.absent.iter().any(|absent| absent == column))
    }

    /// Where a record was read; in a sheet its first cell that the layout knows.
    pub fn place(&self, record: usize) -> Place {
        self.place_in(record, None)
    }

    /// Where a column (of the layout) of a record was read.
    pub fn place_in(&self, record: usize, column: Option<usize>) -> Place {
        let file = self.file.get(record).and_then(|at| self.files.get(*at as usize));
        let row = self.row.get(record).map(|row| u64::from(*row));
        let cell = file.zip(row).and_then(|(file, row)| {
            let own = column.and_then(|column| file.columns.get(column).copied().flatten());
            let column = own.or_else(|| file.columns.iter().copied().flatten().next());
            file.part.as_ref()?.place(row, column)
        });
        Place { file: file.map(|file| file.name.clone()).unwrap_or_default(), row, cell, ..Place::default() }
    }
}

/// Reads files: large ones one by one, each on all threads; small ones side by side, each on one.
fn read_files(
    files: &[&Recognised<'_>],
    layouts: &[Layout],
    request: &Request<'_>,
    used: Option<&read::Postcodes>,
    parts: &mut Vec<FilePart>,
    problems: &mut Vec<Problem>,
) {
    let (large, small): (Vec<_>, Vec<_>) = files.iter().copied().partition(|(file, ..)| file.is_large());
    let read_one = |file: &Recognised<'_>, spread: bool| read::read_file(file, &layouts[file.1], request, spread, used);
    let mut read: Vec<(Option<FilePart>, Vec<Problem>)> = large.into_iter().map(|file| read_one(file, true)).collect();
    read.extend(threads::map(&small, |file| read_one(file, false)));
    for (part, met) in read {
        parts.extend(part);
        problems.extend(met);
    }
}

/// Loads the extracts of a folder; nothing stops at the first problem.
pub fn load(layouts: &[Layout], request: &Request<'_>) -> Reported<Extracts> {
    let mut problems = Vec::new();
    let Some(mut found) = folder::list(request.folder, request.period, request.above, request.as_reported, &mut problems) else {
        return Reported { value: Extracts::default(), problems };
    };
    formats::expand(&mut found, &mut problems);
    translate::apply(&mut found, layouts, request, &mut problems);
    let found = found;
    let mut files = recognise::files(&found, layouts, &mut problems);
    if files.is_empty() {
        problems.push(Problem::new(
            Code::NoExtracts,
            format!("no file of '{}' is an extract this program knows, by name or by columns", request.folder.display()),
        ));
    }
    files.retain(|(_, layout, _)| (request.of_use)(&layouts[*layout].id));
    if let Some(authority) = request.authority {
        authority::retain(&mut files, layouts, authority, &mut problems);
    }
    let (directories, others): (Vec<_>, Vec<_>) = files.iter().partition(|file| read::is_directory(&layouts[file.1]));
    let mut parts = Vec::new();
    // Where several months' episodes are compared with each other their words are, too.
    let months: BTreeSet<Option<Month>> =
        others.iter().filter(|(_, at, _)| layouts[*at].id == "episodes").map(|(file, ..)| file.month).collect();
    let wanted = |extract: &str, column: &str| {
        (request.wanted)(extract, column) || (months.len() > 1 && extract == "episodes" && history::COMPARED.contains(&column))
    };
    let request = &Request { wanted: &wanted, ..*request };
    read_files(&others, layouts, request, None, &mut parts, &mut problems);
    if !directories.is_empty() {
        let used = read::postcodes(parts.iter(), layouts);
        read_files(&directories, layouts, request, Some(&used), &mut parts, &mut problems);
    }
    faults::report(&parts, layouts, &mut problems);
    let reach = reach::of_files(&found, &files, &parts, layouts, request.of_use);
    faults::report_gaps_between_months(&found, &parts, layouts, &reach, &mut problems);
    let mut extracts = Extracts { months: found.months.clone(), reach, ..Extracts::default() };
    if extracts.months.is_empty() {
        extracts.months.push(request.period);
    }
    merge::merge(parts, layouts, &mut extracts, &mut problems);
    history::make(&mut extracts, layouts, &mut problems);
    extracts.left_out =
        files.iter().map(|(_, at, _)| layouts[*at].id.clone()).filter(|id| !extracts.by_id.contains_key(id)).collect();
    checks::check(&mut extracts, layouts, request.period, found.months.is_empty(), &mut problems);
    reach::report(&extracts, layouts, request.period, &mut problems);
    located::cells(&files, layouts, &mut problems);
    Reported { value: extracts, problems }
}
