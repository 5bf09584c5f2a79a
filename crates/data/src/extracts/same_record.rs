//! Which of several rows of one record is kept.
//!
//! Takes rows that agree in child and key, gives the latest extract's; of several of that the one with the later
//! end, then the fuller. What is chosen depends on content and month alone, never on the order of rows or files.

use std::cmp::Ordering;

use super::cells::{compare_cells, is_empty};
use super::values::Values;
use super::{Extract, history, plural};
use crate::calendar::{Day, NO_DAY};
use crate::definitions::Layout;
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;

/// Rows of one child and key.
pub struct Group<'a> {
    /// The extract.
    pub extract: &'a Extract,
    /// Its layout.
    pub layout: &'a Layout,
    /// The last days, where the extract has them.
    pub end: Option<&'a [Day]>,
}

impl Group<'_> {
    /// Adds those of the rows that are kept.
    pub fn winners(&self, rows: &[u32], keep: &mut Vec<u32>, clashes: &mut Vec<u32>) {
        if let [row] = rows {
            return keep.push(*row);
        }
        let newest = rows.iter().map(|at| self.extract.month(*at as usize)).max().flatten();
        let rows: Vec<u32> = rows.iter().copied().filter(|at| self.extract.month(*at as usize) == newest).collect();
        match self.layout.id.as_str() {
            // Any status that holds counts.
            "uasc" => {
                let mut rows = rows;
                // Sorted, those of one content stand side by side: one child may have very many.
                rows.sort_by(|a, b| self.content(*a, *b).then_with(|| a.cmp(b)));
                rows.dedup_by(|later, first| self.content(*later, *first).is_eq());
                rows.sort_unstable();
                keep.extend(rows);
            }
            // What ended on the day it began comes before what lasted.
            "episodes" => {
                let (of_no_day, lasting): (Vec<u32>, Vec<u32>) = rows.into_iter().partition(|at| self.is_of_no_day(*at));
                keep.extend(self.winner(&of_no_day, clashes));
                keep.extend(self.winner(&lasting, clashes));
            }
            _ => keep.extend(self.winner(&rows, clashes)),
        }
    }

    fn is_of_no_day(&self, row: u32) -> bool {
        let start = history::dates(self.layout).and_then(|(start, _)| self.extract.days(start));
        start.zip(self.end).is_some_and(|(start, end)| start[row as usize] == end[row as usize])
    }

    /// Of rows of one extract: the one with the later end, then the fuller.
    fn winner(&self, rows: &[u32], clashes: &mut Vec<u32>) -> Option<u32> {
        let mut best: Option<u32> = None;
        for at in rows.iter().copied() {
            let Some(other) = best else {
                best = Some(at);
                continue;
            };
            let until = |row: u32| self.end.map(|end| if end[row as usize] == NO_DAY { Day::MAX } else { end[row as usize] });
            let order = until(other).cmp(&until(at)).then_with(|| self.content(other, at));
            if order.is_ne() {
                clashes.push(at.max(other));
            }
            if order.is_lt() {
                best = Some(at);
            }
        }
        best
    }

    fn content(&self, a: u32, b: u32) -> Ordering {
        content(self.extract, a as usize, b as usize)
    }
}

/// Leaves out the clashes of records that a later extract has again: it corrects them.
pub fn corrected_since(extract: &Extract, keys: &[&Values], keep: &[u32], clashes: &mut Vec<u32>) {
    if clashes.is_empty() {
        return;
    }
    // Both sides are looked up in order: each of a child's records may clash and be there again.
    let compare = |a: u32, b: u32| {
        let (a, b) = (a as usize, b as usize);
        let by_key = || keys.iter().map(|key| compare_cells(key, a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal);
        extract.child[a].cmp(&extract.child[b]).then_with(by_key)
    };
    let mut sorted = clashes.clone();
    sorted.sort_by(|a, b| compare(*a, *b));
    let first_of_key = |row: u32| sorted.partition_point(|at| compare(*at, row).is_lt());
    // By the first clash of a key, the newest month that has its record.
    let mut newest = vec![None; sorted.len()];
    for row in keep.iter().copied() {
        let at = first_of_key(row);
        if sorted.get(at).is_some_and(|clash| compare(*clash, row).is_eq()) {
            newest[at] = newest[at].max(extract.month(row as usize));
        }
    }
    clashes.retain(|at| newest[first_of_key(*at)] <= extract.month(*at as usize));
}

/// The order of two rows: the fuller is greater, then the one with the greater content.
/// Words and numbers come last: which of them are read depends on what is asked for.
fn content(extract: &Extract, a: usize, b: usize) -> Ordering {
    let (words, others): (Vec<&Values>, Vec<&Values>) =
        extract.columns.iter().flatten().partition(|values| matches!(values, Values::Words(_) | Values::Numbers(_)));
    let filled = |at: usize| others.iter().filter(|values| !is_empty(values, at)).count();
    let mut cells = others.iter().chain(&words).map(|values| compare_cells(values, a, b));
    filled(a).cmp(&filled(b)).then_with(|| cells.find(|order| order.is_ne()).unwrap_or(Ordering::Equal))
}

/// Reports rows that gave way to another of their key.
pub fn report_clashes(extract: &Extract, layout: &Layout, mut clashes: Vec<u32>, problems: &mut Vec<Problem>) {
    if clashes.is_empty() {
        return;
    }
    clashes.sort_by_key(|at| (extract.file[*at as usize], extract.row[*at as usize]));
    let count = clashes.len() as u64;
    let key = layout.key.iter().map(|at| layout.columns[*at].name.as_str()).collect::<Vec<_>>().join(" and ");
    let message = format!(
        "{} holds {count} {} the same {key} as another of the same extract, and different content",
        layout.id,
        plural(count, "row with", "rows with")
    );
    let mut problem = Problem::new(Code::DuplicateKey, message).times(count).touching([format!("{}.*", layout.id)]);
    for at in clashes.into_iter().take(PLACES) {
        problem = problem.at(extract.place(at as usize));
    }
    problems.push(problem);
}
