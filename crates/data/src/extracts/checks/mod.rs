//! What is wrong in the histories: rows against each other, against the header, against their own extract.
//!
//! Takes the merged extracts, gives problems; changes nothing but dates of birth that cannot be. [`table`]
//! lists the checks, a line each; the functions stand in a file for each kind of extract. What the figures do
//! about each fault is settled in `tables` and said in the problem's help.

mod adoption;
mod births;
mod care;
mod context;
mod dates;
mod episodes;
mod header;
mod liberty;
mod missing;
mod numbers;
mod people;
mod placements;
mod reviews;
mod table;
mod workers;
mod years;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Extracts, plural};
use crate::calendar::Month;
use crate::definitions::Layout;
use crate::problem::{PLACES, Place, Problem};
use context::{Context, Records};
use table::{CHECKS, Check, EVERY};

/// What a check found in one extract.
#[derive(Default)]
struct Found {
    /// Records, each with its column where that is not the check's.
    records: Vec<(usize, Option<String>)>,
    /// What was found besides records, in words of its own.
    said: Vec<String>,
}

impl Found {
    /// A record at fault, in the check's column.
    fn at(&mut self, record: usize) {
        self.records.push((record, None));
    }

    /// A record at fault, in a column of its own.
    fn at_column(&mut self, record: usize, column: &str) {
        self.records.push((record, Some(column.to_owned())));
    }

    /// Something that stands in no one record.
    fn say(&mut self, words: String) {
        self.said.push(words);
    }
}

/// Checks the merged extracts as at the last day of `period`; `flat` where the folder has no months.
pub fn check(extracts: &mut Extracts, layouts: &[Layout], period: Month, flat: bool, problems: &mut Vec<Problem>) {
    births::empty_impossible(extracts, layouts, period, flat, problems);
    let context = Context::new(extracts, layouts, period, flat);
    let met: Vec<Vec<Problem>> = CHECKS.par_iter().map(|check| run(check, &context)).collect();
    // Like problems in order of their code and extract, whatever line of the table found them.
    let mut like: BTreeMap<_, Vec<Problem>> = BTreeMap::new();
    for problem in met.into_iter().flatten() {
        like.entry(problem.code).or_default().push(problem);
    }
    problems.extend(like.into_values().flatten());
}

/// What figures every check touches, as `table.column` or `extract.COLUMN`.
pub fn touches() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().flat_map(|check| check.touches).copied()
}

fn run(check: &Check, context: &Context<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let ids = context.extracts.by_id.keys().filter(|id| check.of == EVERY || check.of == id.as_str());
    for records in ids.filter_map(|id| context.records(id)) {
        let mut found = Found::default();
        (check.find)(&records, &mut found);
        problems.extend(problem(check, &records, found));
    }
    problems
}

fn problem(check: &Check, records: &Records<'_>, found: Found) -> Option<Problem> {
    let id = &records.layout.id;
    let touches = check.touches.iter().map(|touched| match touched.strip_prefix('*') {
        Some(column) => format!("{id}{column}"),
        None => (*touched).to_owned(),
    });
    if !found.said.is_empty() {
        let count = found.said.len() as u64;
        return Some(Problem::new(check.code, found.said.join("; ")).times(count).touching(touches));
    }
    let count = found.records.len() as u64;
    if count == 0 {
        return None;
    }
    let mut places: Vec<Place> = Vec::new();
    // Extracts are in order of child; the first places are those of the first files and rows.
    let mut first = found.records;
    first.sort_by(|a, b| {
        (records.extract.file[a.0], records.extract.row[a.0]).cmp(&(records.extract.file[b.0], records.extract.row[b.0]))
    });
    for (record, column) in first.into_iter().take(PLACES) {
        let column = column.unwrap_or_else(|| check.column.to_owned());
        places.push(Place { column: Some(column), ..records.extract.place(record) });
    }
    let mut problem = Problem::new(check.code, words(check.says, count, id)).times(count).touching(touches);
    problem.places = places;
    Some(problem)
}

/// A check's words for a number: `{n}`, `{extract}`, and `{one|many}`.
fn words(says: &str, n: u64, extract: &str) -> String {
    let mut words = String::new();
    let mut rest = says;
    while let Some((before, after)) = rest.split_once('{') {
        let (inner, behind) = after.split_once('}').unwrap_or((after, ""));
        words.push_str(before);
        match inner.split_once('|') {
            Some((one, many)) => words.push_str(plural(n, one, many)),
            None if inner == "n" => words.push_str(&n.to_string()),
            None => words.push_str(extract),
        }
        rest = behind;
    }
    words.push_str(rest);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_the_number() {
        let says = "{n} {row|rows} of {extract} {has|have} none";
        assert_eq!(words(says, 1, "uasc"), "1 row of uasc has none");
        assert_eq!(words(says, 20, "uasc"), "20 rows of uasc have none");
    }

    #[test]
    fn every_check_says_a_number_and_no_line_stands_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for check in CHECKS {
            assert!(check.says.is_empty() || check.says.starts_with("{n} ") || check.says.contains(" {n} "), "{}", check.says);
            assert!(seen.insert((check.code.as_str(), check.of)), "{} of {}", check.code.as_str(), check.of);
        }
    }
}
