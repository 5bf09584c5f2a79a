//! Reads one recognised file: its columns as values, with what is wrong in them.
//!
//! Takes a file with its layout, gives its rows not yet merged with others. A file
//! that cannot be used is a problem and no rows.

use polars::prelude::StringChunked;
use rayon::prelude::*;

use super::csv_file;
use super::faults;
use super::folder::plural;
use super::recognise::{self, Recognised};
use super::values::{self, Fault, Values, Words};
use super::{FileRead, Request};
use crate::definitions::{ColumnKind, Layout};
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;

/// One file's rows, read but not yet merged.
pub struct FilePart {
    /// The place of its layout.
    pub layout: usize,
    /// The file.
    pub read: FileRead,
    /// Its rows.
    pub height: usize,
    /// Row of the first, as a spreadsheet numbers it.
    pub first_row: u32,
    /// The children's identifiers.
    pub child: Option<StringChunked>,
    /// For each column of the layout its values.
    pub columns: Vec<Option<Values>>,
    /// Faults by column.
    pub faults: Vec<(usize, Fault)>,
    /// Rows (from 0) with more cells than the header.
    pub ragged: Vec<u32>,
    /// Columns of the layout that it lacks.
    pub absent: Vec<String>,
    /// Headers that its layout does not name.
    pub extra: Vec<String>,
}

/// Reads one file; with `spread` its columns on all threads.
pub fn read_file(
    (file, at, shape): &Recognised<'_>,
    layout: &Layout,
    request: &Request<'_>,
    spread: bool,
) -> (Option<FilePart>, Vec<Problem>) {
    let mut problems = Vec::new();
    let places = recognise::places(&shape.headers, layout);
    let missing = |required: bool| -> Vec<&str> {
        let absent = layout.columns.iter().zip(&places).filter(|(_, place)| place.is_none());
        absent.filter(|(column, _)| column.required == required).map(|(column, _)| column.name.as_str()).collect()
    };
    let (unusable, absent) = (missing(true), missing(false));
    if !unusable.is_empty() {
        let found: Vec<&str> = shape.headers.iter().take(PLACES).map(String::as_str).collect();
        let message = format!(
            "'{}' has no {} {} and is left out; its first row is: {}",
            file.name,
            plural(unusable.len() as u64, "column", "columns"),
            unusable.join(", "),
            found.join(", ")
        );
        problems.push(Problem::new(Code::UnusableFile, message).in_file(&file.name));
        return (None, problems);
    }
    let absent: Vec<String> = absent.into_iter().map(str::to_owned).collect();
    let extra: Vec<String> = shape
        .headers
        .iter()
        .enumerate()
        .filter(|(place, header)| !header.is_empty() && !places.contains(&Some(*place)))
        .map(|(_, header)| match layout.columns.iter().any(|column| recognise::plain(&column.name) == recognise::plain(header)) {
            true => format!("{header} (a second time; the first is read)"),
            false => header.clone(),
        })
        .collect();
    let used = |column: usize| {
        let known = &layout.columns[column];
        let words = matches!(known.kind, ColumnKind::Text | ColumnKind::Postcode | ColumnKind::Number);
        !words || layout.needed().contains(&column) || (request.wanted)(&layout.id, &known.name)
    };
    let mut wanted: Vec<usize> =
        places.iter().enumerate().filter(|(column, _)| used(*column)).filter_map(|(_, place)| *place).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let rows = match csv_file::rows(&file.path, shape, &wanted) {
        Ok(rows) => rows,
        Err(error) => {
            let message = format!("'{}' cannot be read: {error:#}", file.name);
            problems.push(Problem::new(Code::UnreadableFile, message).in_file(&file.name));
            return (None, problems);
        }
    };
    if rows.height == 0 {
        problems.push(Problem::new(Code::NoRows, format!("'{}' has a header and no row", file.name)).in_file(&file.name));
    }
    let text = |column: usize| -> Option<&StringChunked> {
        let place = places[column]?;
        let at = wanted.binary_search(&place).ok()?;
        rows.columns.get(at)?.str().ok()
    };
    let child = layout.child().and_then(text).cloned();
    let read_column = |column: usize| match layout.columns[column].kind {
        ColumnKind::Child => None,
        kind if rows.height == 0 => empty_values(places[column], kind),
        _ => text(column).map(|text| values::read(text, &layout.columns[column])),
    };
    let all = 0..layout.columns.len();
    let read: Vec<Option<(Values, Vec<Fault>)>> =
        if spread { all.into_par_iter().map(read_column).collect() } else { all.map(read_column).collect() };
    let mut columns = Vec::with_capacity(read.len());
    let mut faults = Vec::new();
    for (column, read) in read.into_iter().enumerate() {
        let (values, met) = read.unzip();
        columns.push(values);
        faults.extend(met.unwrap_or_default().into_iter().map(|fault| (column, fault)));
    }
    let mut part = FilePart {
        layout: *at,
        read: FileRead { name: file.name.clone(), month: file.month },
        height: rows.height,
        first_row: shape.first_row,
        child,
        columns,
        faults,
        ragged: rows.ragged,
        absent,
        extra,
    };
    part.faults.extend(faults::code_years(&part, layout));
    (Some(part), problems)
}

fn empty_values(place: Option<usize>, kind: ColumnKind) -> Option<(Values, Vec<Fault>)> {
    place?;
    let values = match kind {
        ColumnKind::Date | ColumnKind::Month => Values::Days(Vec::new()),
        ColumnKind::Code | ColumnKind::Flag => Values::Codes(Vec::new()),
        ColumnKind::Integer => Values::Integers(Vec::new()),
        ColumnKind::Number => Values::Numbers(Vec::new()),
        ColumnKind::Text | ColumnKind::Postcode | ColumnKind::Child => Values::Words(Words::default()),
    };
    Some((values, Vec::new()))
}
