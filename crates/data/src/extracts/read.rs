//! Reads one recognised file: its columns as values, with what is wrong in them.
//!
//! Takes a file with its layout, gives its rows not yet merged with others. A file
//! that cannot be used is a problem and no rows.

use std::collections::HashSet;

use foldhash::fast::FixedState;
use polars::prelude::{BooleanChunked, StringChunked};
use rayon::prelude::*;

use super::authority;
use super::csv_file;
use super::faults;
use super::header::shown;
use super::recognise::{self, Recognised};
use super::unusable;
use super::values::{self, Fault, Values, Words};
use super::{FileRead, Request};
use crate::calendar;
use crate::definitions::{ColumnKind, Layout};
use crate::problem::Problem;
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
    /// Of a file of which some rows are kept, their places (from 0).
    pub kept: Option<Vec<u32>>,
    /// The children's identifiers.
    pub child: Option<StringChunked>,
    /// For each column of the layout its values.
    pub columns: Vec<Option<Values>>,
    /// Faults by column.
    pub faults: Vec<(usize, Fault)>,
    /// Rows (from 0) with more cells than the header.
    pub ragged: Vec<u32>,
    /// Headers that its layout does not name.
    pub extra: Vec<String>,
}

impl FilePart {
    /// The row of a place, as a spreadsheet numbers it.
    pub fn row(&self, at: u32) -> u32 {
        let place = self.kept.as_ref().map_or(at, |kept| kept[at as usize]);
        place + self.first_row
    }
}

/// The postcodes that stand in the files read so far.
pub type Postcodes = HashSet<String, FixedState>;

/// Gathers the postcodes of files.
pub fn postcodes<'a>(parts: impl Iterator<Item = &'a FilePart>, layouts: &[Layout]) -> Postcodes {
    let mut found = Postcodes::default();
    for part in parts {
        for (values, column) in part.columns.iter().zip(&layouts[part.layout].columns) {
            if let (Some(Values::Words(words)), ColumnKind::Postcode) = (values, column.kind) {
                found.extend(words.words.iter().cloned());
            }
        }
    }
    found
}

/// Whether an extract is a directory of postcodes: of its rows only those that other files name
/// are of use.
pub fn is_directory(layout: &Layout) -> bool {
    layout.child().is_none() && matches!(layout.key.as_slice(), [key] if layout.columns[*key].kind == ColumnKind::Postcode)
}

/// Reads one file; with `spread` its columns on all threads; of a directory the rows of `used`.
pub fn read_file(
    (file, at, shape): &Recognised<'_>,
    layout: &Layout,
    request: &Request<'_>,
    spread: bool,
    used: Option<&Postcodes>,
) -> (Option<FilePart>, Vec<Problem>) {
    let mut problems = Vec::new();
    let places = recognise::places(&shape.headers, layout);
    let missing: Vec<_> = layout.columns.iter().zip(&places).filter(|(_, place)| place.is_none()).collect();
    if missing.iter().any(|(column, _)| column.required) {
        problems.push(unusable::problem(file, shape, layout, &places));
        return (None, problems);
    }
    let absent: Vec<String> = missing.into_iter().map(|(column, _)| column.name.clone()).collect();
    let extra: Vec<String> = shape
        .headers
        .iter()
        .enumerate()
        .filter(|(place, header)| !header.is_empty() && !places.contains(&Some(*place)))
        .filter(|(place, _)| request.authority.is_none() || authority::column(shape, &places) != Some(*place))
        .map(|(_, header)| match layout.columns.iter().any(|column| recognise::plain(&column.name) == recognise::plain(header)) {
            true => format!("{header} (a second time; the first is read)"),
            false => shown(header),
        })
        .collect();
    let of_use = |column: usize| {
        let known = &layout.columns[column];
        let words = matches!(known.kind, ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Postcode | ColumnKind::Number);
        !words || layout.needed().contains(&column) || (request.wanted)(&layout.id, &known.name)
    };
    let mut wanted: Vec<usize> =
        places.iter().enumerate().filter(|(column, _)| of_use(*column)).filter_map(|(_, place)| *place).collect();
    let whose = request.authority.and_then(|code| Some((code, authority::column(shape, &places)?)));
    wanted.extend(whose.map(|(_, at)| at));
    wanted.sort_unstable();
    wanted.dedup();
    let mut rows = match csv_file::rows(file, shape, &wanted) {
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
    let kept = used.filter(|_| rows.height > 0).and_then(|used| {
        let key = wanted.binary_search(&places[*layout.key.first()?]?).ok()?;
        let authority = layout.columns.iter().position(|column| column.kind == ColumnKind::Text);
        let authority = authority.and_then(|at| wanted.binary_search(&places[at]?).ok());
        keep_used(&mut rows, key, authority, used)
    });
    let of_authority = whose.filter(|_| rows.height > 0).and_then(|(code, at)| {
        let at = wanted.binary_search(&at).ok()?;
        authority::keep(&mut rows, at, code)
    });
    let kept = of_authority.or(kept);
    let text = |column: usize| -> Option<&StringChunked> {
        let place = places[column]?;
        let at = wanted.binary_search(&place).ok()?;
        rows.columns.get(at)?.str().ok()
    };
    let child = layout.child().and_then(text).cloned();
    let year = calendar::collection_year(file.month.unwrap_or(request.period).last());
    let read_column = |column: usize| match layout.columns[column].kind {
        ColumnKind::Child => None,
        kind if rows.height == 0 => empty_values(places[column], kind),
        _ => text(column).map(|text| values::read(text, &layout.columns[column], year)),
    };
    let all = 0..layout.columns.len();
    let read: Vec<Option<(Values, Vec<Fault>)>> =
        if spread { all.into_par_iter().map(read_column).collect() } else { all.map(read_column).collect() };
    let mut columns = Vec::with_capacity(read.len());
    let mut faults: Vec<(usize, Fault)> = Vec::new();
    if let (Some(column), Some(text)) = (layout.child(), &child) {
        faults.extend(values::blank_words(text).map(|fault| (column, fault)));
    }
    for (column, read) in read.into_iter().enumerate() {
        let (values, met) = read.unzip();
        columns.push(values);
        faults.extend(met.unwrap_or_default().into_iter().map(|fault| (column, fault)));
    }
    let mut part = FilePart {
        layout: *at,
        read: FileRead {
            name: file.name.clone(),
            month: file.month,
            absent,
            records: 0,
            origin: file.origin.clone(),
            part: file.part.clone(),
            of_levels: shape.headers.iter().any(|header| header == "geographic_level"),
            columns: places.clone(),
        },
        height: rows.height,
        first_row: shape.first_row,
        kept,
        child,
        columns,
        faults,
        ragged: rows.ragged,
        extra,
    };
    part.faults.extend(faults::code_years(&part, layout));
    (Some(part), problems)
}

/// Keeps the rows of postcodes used, and the first of each authority: it tells that the
/// directory covers it.
fn keep_used(rows: &mut csv_file::Rows, key: usize, authority: Option<usize>, used: &Postcodes) -> Option<Vec<u32>> {
    let text = |at: usize| rows.columns.get(at)?.str().ok();
    let keys = text(key)?.clone();
    let mut seen: HashSet<&str, FixedState> = HashSet::default();
    let mut authorities = authority.and_then(text).into_iter().flat_map(|column| column.iter());
    let mut word = String::new();
    let mut kept = Vec::new();
    let mask: BooleanChunked = keys
        .iter()
        .enumerate()
        .map(|(row, cell)| {
            word.clear();
            values::postcode_into(cell.unwrap_or_default(), &mut word);
            let first = authorities.next().flatten().is_some_and(|code| seen.insert(code));
            let keep = first || used.contains(word.as_str());
            if keep {
                kept.push(row as u32);
            }
            Some(keep)
        })
        .collect();
    drop(authorities);
    rows.columns = rows.columns.iter().map(|column| column.filter(&mask)).collect::<Result<_, _>>().ok()?;
    rows.height = kept.len();
    Some(kept)
}

fn empty_values(place: Option<usize>, kind: ColumnKind) -> Option<(Values, Vec<Fault>)> {
    place?;
    let values = match kind {
        ColumnKind::Date | ColumnKind::Month => Values::Days(Vec::new()),
        ColumnKind::Code | ColumnKind::Flag => Values::Codes(Vec::new()),
        ColumnKind::Integer => Values::Integers(Vec::new()),
        ColumnKind::Number => Values::Numbers(Vec::new()),
        ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Postcode | ColumnKind::Child => Values::Words(Words::default()),
    };
    Some((values, Vec::new()))
}
