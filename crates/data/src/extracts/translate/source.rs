//! A table of another layout, as it was read: its cells as text, its days as days.

use std::cell::RefCell;
use std::collections::BTreeMap;

use polars::prelude::StringChunked;

use crate::calendar::{self, Day, NO_DAY};
use crate::definitions::translation::OtherTable;
use crate::extracts::csv_file::{self, Shape};
use crate::extracts::date_forms::Years;
use crate::extracts::folder::{FoundFile, plural};
use crate::extracts::values::Values;
use crate::extracts::{blanks, days, identifiers};
use crate::problem::{PLACES, Place, Problem};
use crate::problem_codes::Code;

/// A table of another layout.
pub struct Source<'a> {
    /// What it is.
    pub table: &'a OtherTable,
    /// Its file.
    pub file: FoundFile,
    /// The number of its rows.
    pub height: usize,
    first_row: u32,
    columns: BTreeMap<&'a str, (String, StringChunked)>,
    days: RefCell<BTreeMap<String, Vec<Day>>>,
    told: RefCell<Vec<Problem>>,
}

impl<'a> Source<'a> {
    /// Reads the columns that its plan names.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn read(table: &'a OtherTable, file: FoundFile, shape: &Shape) -> anyhow::Result<Self> {
        let places = table.places(&shape.headers);
        let mut wanted: Vec<usize> = places.values().copied().collect();
        wanted.sort_unstable();
        let rows = csv_file::rows(&file, shape, &wanted)?;
        let mut columns = BTreeMap::new();
        for (name, place) in places {
            let column = wanted.binary_search(&place).ok().and_then(|at| rows.columns.get(at));
            let text = column.and_then(|column| column.str().ok()).cloned();
            // A table without rows has its columns all the same.
            if let Some(text) = text.or_else(|| (rows.height == 0).then(StringChunked::default)) {
                columns.insert(name, (shape.headers[place].clone(), text));
            }
        }
        let (days, told) = (RefCell::default(), RefCell::default());
        Ok(Source { table, file, height: rows.height, first_row: shape.first_row, columns, days, told })
    }

    /// Whether its file has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// A cell; nothing in it where it is empty, or holds a word for nothing.
    pub fn text(&self, column: &str, row: usize) -> &str {
        let cell = self.columns.get(column).and_then(|(_, text)| text.get(row)).unwrap_or_default().trim();
        // Below a header some programs draw a line.
        let line = !cell.is_empty() && cell.bytes().all(|byte| byte == b'-');
        if line || blanks::is_word(cell.as_bytes()) { "" } else { cell }
    }

    /// The child of a row, as identifiers are compared; nothing where there is none.
    pub fn child(&self, row: usize) -> String {
        let mut child = String::new();
        identifiers::normal_into(self.text("child", row), &mut child);
        child
    }

    /// Whether a row holds nothing.
    pub fn is_blank(&self, row: usize) -> bool {
        self.columns.keys().all(|column| self.text(column, row).is_empty())
    }

    /// Row as its file numbers it.
    pub fn row(&self, row: usize) -> u32 {
        self.first_row + row as u32
    }

    /// The day in a cell. What cannot be read is told once for each column.
    pub fn day(&self, column: &str, row: usize) -> Option<Day> {
        let mut read = self.days.borrow_mut();
        if !read.contains_key(column) {
            read.insert(column.to_owned(), self.read_days(column));
        }
        read.get(column)?.get(row).copied().filter(|day| *day != NO_DAY)
    }

    fn read_days(&self, column: &str) -> Vec<Day> {
        let Some((header, text)) = self.columns.get(column) else { return Vec::new() };
        let year = self.file.month.map_or(2100, |month| calendar::collection_year(month.last()));
        let (values, faults) = days::read(text, Years::of(if column == "birth" { "DOB" } else { column }, year));
        for fault in
            faults.iter().filter(|fault| matches!(fault.code, Code::UnreadableDate | Code::MixedDates | Code::SwappedDates))
        {
            let message = format!(
                "{header} of {} holds {} {}",
                self.table.id,
                fault.count,
                plural(fault.count, "value that is no date as the others are", "values that are no dates as the others are")
            );
            let mut problem = Problem::new(fault.code, message).times(fault.count);
            for (row, value) in fault.first.iter().take(PLACES) {
                problem = problem.at(Place {
                    file: self.file.name.clone(),
                    row: Some(u64::from(self.row(*row as usize))),
                    column: Some(header.clone()),
                    value: Some(value.clone()).filter(|value| !value.is_empty()),
                    ..Place::default()
                });
            }
            self.told.borrow_mut().push(problem);
        }
        match values {
            Values::Days(days) => days,
            _ => Vec::new(),
        }
    }

    /// What was met in its cells.
    pub fn problems(self) -> Vec<Problem> {
        self.told.into_inner()
    }
}
