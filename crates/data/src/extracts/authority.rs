//! Whose the rows of files are, where one folder holds those of several authorities.
//!
//! A column that no layout names tells it, under one of the usual names, by the code of the Office for National Statistics.
//! Takes the rows of a file, gives those of one authority.

use std::collections::BTreeSet;

use polars::prelude::{BooleanChunked, NewChunkedArray};

use super::csv_file::{self, Shape};
use super::recognise::{self, Recognised, plain};
use super::{Request, folder, formats, translate};
use crate::definitions::Layout;
use crate::definitions::settings::not_a_code;
use crate::problem::Problem;
use crate::problem_codes::Code;

/// What such columns are called; case, spaces, `-` and `_` do not matter.
const NAMES: [&str; 9] = [
    "la",
    "lacode",
    "authority",
    "authoritycode",
    "localauthority",
    "localauthoritycode",
    "newlacode",
    "onscode",
    "responsiblela",
];

/// Extracts that tell who there is: whose folder it is stands in them.
const TELL: [&str; 2] = ["header", "episodes"];

/// Extracts that fill rows by themselves.
pub const FEEDS: [&str; 3] = ["survey", "returns", "narrative"];

/// The place of the column that says whose a row is, where the layout names none of it.
pub fn column(shape: &Shape, places: &[Option<usize>]) -> Option<usize> {
    let is_one = |(at, header): &(usize, &String)| NAMES.contains(&plain(header).as_str()) && !places.contains(&Some(*at));
    shape.headers.iter().enumerate().find(is_one).map(|(at, _)| at)
}

/// Of files that tell of children those without the column are told, which stops the run: nobody knows whose their rows are. Of others
/// without it, those that fill rows are left out: what they tell would be told of each authority.
pub(super) fn retain(files: &mut Vec<Recognised<'_>>, layouts: &[Layout], authority: &str, problems: &mut Vec<Problem>) {
    files.retain(|(file, at, shape)| {
        let layout = &layouts[*at];
        let tells = column(shape, &recognise::places(&shape.headers, layout)).is_some();
        if !tells && layout.child().is_some() {
            let message = format!("'{}' does not say of each row whether it is of {authority}", file.name);
            problems.push(Problem::new(Code::NoAuthority, message).in_file(&file.name));
        }
        tells || !FEEDS.contains(&layout.id.as_str())
    });
}

/// Keeps the rows of an authority, by the column at a place of those read; gives their places among all.
pub fn keep(rows: &mut csv_file::Rows, at: usize, code: &str) -> Option<Vec<u32>> {
    let cells = rows.columns.get(at)?.str().ok()?;
    let is_of = |cell: Option<&str>| cell.is_some_and(|cell| cell.trim().eq_ignore_ascii_case(code));
    let mask: Vec<bool> = cells.iter().map(is_of).collect();
    let kept: Vec<u32> = (0..).zip(&mask).filter(|(_, keep)| **keep).map(|(row, _)| row).collect();
    let mask = BooleanChunked::from_slice("kept".into(), &mask);
    rows.columns = rows.columns.iter().map(|column| column.filter(&mask)).collect::<Result<_, _>>().ok()?;
    rows.height = kept.len();
    rows.ragged = rows.ragged.iter().filter_map(|row| kept.binary_search(row).ok()).map(|row| row as u32).collect();
    Some(kept)
}

/// The authorities whose rows the headers and episodes of a folder hold, in order; none where no column tells.
pub fn authorities(layouts: &[Layout], request: &Request<'_>) -> Vec<String> {
    let mut unheard = Vec::new();
    let Some(mut found) = folder::list(request.folder, request.period, None, false, &mut unheard) else { return Vec::new() };
    formats::expand(&mut found, &mut unheard);
    translate::apply(&mut found, layouts, request, &mut unheard);
    let mut codes = BTreeSet::new();
    for (file, layout, shape) in recognise::files(&found, layouts, &mut unheard) {
        let layout = &layouts[layout];
        if !TELL.contains(&layout.id.as_str()) {
            continue;
        }
        let Some(at) = column(&shape, &recognise::places(&shape.headers, layout)) else { continue };
        let Ok(rows) = csv_file::rows(file, &shape, &[at]) else { continue };
        let cells = rows.columns.first().and_then(|column| column.str().ok());
        let words = cells.into_iter().flat_map(|cells| cells.iter().flatten());
        codes.extend(words.map(|word| word.trim().to_uppercase()).filter(|word| not_a_code(word).is_none()));
    }
    codes.into_iter().collect()
}
