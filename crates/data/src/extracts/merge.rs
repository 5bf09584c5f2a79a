//! Makes one record of the rows that several extracts hold of it; the latest wins.
//!
//! Takes the files' rows in any order, gives each extract's records in order of
//! child and key. Which row wins depends on content and month alone, never on the
//! order of rows or files.

use std::cmp::Ordering;
use std::collections::HashMap;

use foldhash::fast::FixedState;
use polars::prelude::StringChunked;
use rayon::prelude::*;

use super::cells::{compare_cells, gather, is_empty, rank};
use super::children::{Child, Children, NO_CHILD};
use super::history;
use super::same_record::{Group, corrected_since, report_clashes};
use super::values::{NO_CODE, NO_NUMBER, NO_WORD, Values, Words};
use super::{Extract, Extracts, FilePart, blanks, plural, spellings};
use crate::calendar::NO_DAY;
use crate::definitions::{ColumnKind, Layout};
use crate::problem::{PLACES, Problem};
use crate::problem_codes::Code;

/// Merges the files' rows into `extracts`.
pub fn merge(mut parts: Vec<FilePart>, layouts: &[Layout], extracts: &mut Extracts, problems: &mut Vec<Problem>) {
    // Order of month, then of name: the later of two equal keys is the later extract's.
    parts.sort_by(|a, b| (a.layout, a.read.month, &a.read.name).cmp(&(b.layout, b.read.month, &b.read.name)));
    spellings::of_columns(&parts, layouts, problems);
    let (children, spelt) = number_children(&parts, &mut extracts.children);
    spellings::of_children(&parts, layouts, &spelt, problems);
    let mut by_layout: Vec<Vec<(FilePart, Vec<Child>)>> = layouts.iter().map(|_| Vec::new()).collect();
    for (part, child) in parts.into_iter().zip(children) {
        by_layout[part.layout].push((part, child));
    }
    let merged: Vec<_> = by_layout
        .into_par_iter()
        .zip(layouts)
        .filter(|(parts, _)| !parts.is_empty())
        .map(|(parts, layout)| {
            let mut problems = Vec::new();
            let had_rows = parts.iter().any(|(part, _)| part.height > 0);
            let extract = merge_one(parts, layout, &mut problems);
            // An extract of which nothing is left is not one that had nothing to tell.
            let dropped = problems.iter().any(|problem| problem.code == Code::RowWithoutKey);
            if had_rows && extract.is_empty() && dropped {
                let message = format!("no row of the {} extract can be used", layout.id);
                problems.push(
                    Problem::new(Code::NoUsableRow, message)
                        .touching([format!("{}.*", layout.id)])
                        .in_file(extract.files.first().map_or("", |file| &file.name)),
                );
                return (layout.id.clone(), None, problems);
            }
            if had_rows && extract.is_empty() {
                let message = format!("the {} extract has blank rows and no other", layout.id);
                problems.push(Problem::new(Code::NoRows, message).in_file(extract.files.first().map_or("", |file| &file.name)));
            }
            (layout.id.clone(), Some(extract), problems)
        })
        .collect();
    for (id, extract, met) in merged {
        if let Some(extract) = extract {
            extracts.by_id.insert(id, extract);
        }
        problems.extend(met);
    }
}

/// The children's numbers of every part: known identifiers on all threads, new ones in turn. Beside them the rows in
/// which a child is written in another way than at first.
fn number_children(parts: &[FilePart], children: &mut Children) -> (Vec<Vec<Child>>, Vec<Vec<Spelt>>) {
    // The header usually names every child: numbered first, the others only look up.
    if let Some(largest) = (0..parts.len())
        .filter(|at| parts[*at].child.is_some())
        .min_by_key(|at| (!parts[*at].read.name.to_lowercase().contains("header"), std::cmp::Reverse(parts[*at].height)))
        && let Some(text) = &parts[largest].child
    {
        children.reserve(text.len());
        each_chunk(text, &mut Vec::new(), |id, _, _| Some(children.number(id)));
    }
    let known: &Children = children;
    let looked_up: Vec<Option<Numbered>> = parts
        .par_iter()
        .map(|part| {
            let text = part.child.as_ref()?;
            let (mut found, mut spelt) = (Vec::with_capacity(part.height), Vec::new());
            let all = each_chunk(text, &mut found, |id, last, row| {
                let child = known.find_after(id, last)?;
                note_spelling(known, child, id, row, &mut spelt);
                Some(child)
            });
            all.then_some((found, spelt))
        })
        .collect();
    let number_new = |(at, found): (usize, Option<Numbered>)| match (found, &parts[at].child) {
        (Some(found), _) => found,
        (None, Some(text)) => {
            let (mut found, mut spelt) = (Vec::with_capacity(parts[at].height), Vec::new());
            each_chunk(text, &mut found, |id, _, row| {
                let child = children.number(id);
                note_spelling(children, child, id, row, &mut spelt);
                Some(child)
            });
            (found, spelt)
        }
        (None, None) => (vec![NO_CHILD; parts[at].height], Vec::new()),
    };
    looked_up.into_iter().enumerate().map(number_new).unzip()
}

/// A child with a row in which it is written in another way.
type Spelt = (Child, u32);

/// A file's children, and the rows in which one is written in another way.
type Numbered = (Vec<Child>, Vec<Spelt>);

fn note_spelling(children: &Children, child: Child, id: &str, row: usize, spelt: &mut Vec<Spelt>) {
    if children.id(child) != id {
        spelt.push((child, row as u32));
    }
}

/// Numbers a column; false as soon as an identifier is not known. Like neighbours are looked up once.
fn each_chunk(text: &StringChunked, found: &mut Vec<Child>, mut find: impl FnMut(&str, Child, usize) -> Option<Child>) -> bool {
    let mut last: (&str, Child) = ("", NO_CHILD);
    for chunk in text.downcast_iter() {
        for cell in chunk.iter() {
            let id = cell.unwrap_or_default().trim();
            if id.is_empty() {
                last = ("", NO_CHILD);
            } else if id != last.0 {
                last = match blanks::is_word(id.as_bytes()) {
                    true => (id, NO_CHILD),
                    false => {
                        let Some(child) = find(id, last.1, found.len()) else { return false };
                        (id, child)
                    }
                };
            }
            found.push(last.1);
        }
    }
    true
}

fn merge_one(parts: Vec<(FilePart, Vec<Child>)>, layout: &Layout, problems: &mut Vec<Problem>) -> Extract {
    let mut extract = Extract::default();
    let total = parts.iter().map(|(part, _)| part.height).sum();
    extract.child.reserve(total);
    extract.file.reserve(total);
    extract.row.reserve(total);
    let mut columns: Vec<Vec<(Option<Values>, usize)>> = layout.columns.iter().map(|_| Vec::new()).collect();
    for (at, (part, child)) in parts.into_iter().enumerate() {
        extract.file.extend(std::iter::repeat_n(at as u32, part.height));
        extract.row.extend((0..part.height as u32).map(|at| part.row(at)));
        extract.child.extend(child);
        extract.files.push(part.read);
        for (column, values) in part.columns.into_iter().enumerate() {
            columns[column].push((values, part.height));
        }
    }
    extract.columns = columns.into_par_iter().zip(&layout.columns).map(|(parts, column)| concat(parts, column.kind)).collect();
    let keep = order(&extract, layout, problems);
    if let Some(keep) = keep {
        extract.child = keep.iter().map(|at| extract.child[*at as usize]).collect();
        extract.file = keep.iter().map(|at| extract.file[*at as usize]).collect();
        extract.row = keep.iter().map(|at| extract.row[*at as usize]).collect();
        extract.columns = std::mem::take(&mut extract.columns)
            .into_par_iter()
            .map(|values| values.map(|values| gather(values, &keep)))
            .collect();
    }
    for file in &extract.file {
        extract.files[*file as usize].records += 1;
    }
    extract
}

/// The records to keep, in order; nothing where all stand in order already.
///
/// Where `history` makes one of them out of several months', each month keeps its own, in order of month.
fn order(extract: &Extract, layout: &Layout, problems: &mut Vec<Problem>) -> Option<Vec<u32>> {
    let key = layout.key_of(|at| extract.columns.get(at).is_some_and(Option::is_some));
    let keys: Vec<&Values> = key.iter().filter_map(|at| extract.columns[*at].as_ref()).collect();
    let has_child = layout.child().is_some();
    let needed = if key.is_empty() { layout.needed() } else { key.to_vec() };
    let cells: Vec<&Values> = needed.iter().filter_map(|at| extract.columns[*at].as_ref()).collect();
    let identified = |at: usize| (!has_child || extract.child[at] != NO_CHILD) && cells.iter().all(|cell| !is_empty(cell, at));
    let each_month = history::applies(extract, layout);
    let month_first = |at: usize| if each_month { extract.month(at) } else { None };
    // Without carrying over, rows of different extracts are different records.
    let month_last = |at: usize| if layout.carried_over { None } else { extract.month(at) };
    let first: Vec<u64> = (0..extract.len())
        .into_par_iter()
        .map(|at| (u64::from(extract.child[at]) << 32) | u64::from(keys.first().map_or(0, |key| rank(key, at))))
        .collect();
    let compare = |a: usize, b: usize| -> Ordering {
        month_first(a)
            .cmp(&month_first(b))
            .then_with(|| first[a].cmp(&first[b]))
            .then_with(|| keys.iter().map(|key| compare_cells(key, a, b)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal))
            .then_with(|| month_last(a).cmp(&month_last(b)))
            // Without a key every row is a record of its own.
            .then_with(|| if layout.key.is_empty() { a.cmp(&b) } else { Ordering::Equal })
    };
    let in_order = (0..extract.len()).into_par_iter().all(|at| identified(at) && (at == 0 || compare(at - 1, at).is_lt()));
    if in_order {
        return None;
    }
    report_unidentified(extract, layout, &needed, has_child, problems);
    let mut order: Vec<u32> = (0..extract.len() as u32).filter(|at| identified(*at as usize)).collect();
    order.par_sort_by(|a, b| compare(*a as usize, *b as usize));
    let group = Group { extract, layout, end: history::dates(layout).and_then(|(_, end)| extract.days(end)) };
    let mut keep = Vec::with_capacity(order.len());
    let mut clashes: Vec<u32> = Vec::new();
    let mut start = 0;
    for end in 1..=order.len() {
        if end < order.len() && compare(order[start] as usize, order[end] as usize).is_eq() {
            continue;
        }
        group.winners(&order[start..end], &mut keep, &mut clashes);
        start = end;
    }
    if each_month {
        corrected_since(extract, &keys, &keep, &mut clashes);
    }
    report_clashes(extract, layout, clashes, problems);
    Some(keep)
}

/// Rows without a child or key; rows that hold nothing at all are blank lines.
fn report_unidentified(extract: &Extract, layout: &Layout, needed: &[usize], has_child: bool, problems: &mut Vec<Problem>) {
    let mut found: HashMap<&str, (u64, Vec<usize>)> = HashMap::new();
    for at in 0..extract.len() {
        let no_child = has_child && extract.child[at] == NO_CHILD;
        if (no_child || !has_child) && extract.columns.iter().flatten().all(|values| is_empty(values, at)) {
            continue;
        }
        let column = if no_child {
            layout.child().map(|child| layout.columns[child].name.as_str())
        } else {
            let empty = |column: &&usize| extract.columns[**column].as_ref().is_some_and(|values| is_empty(values, at));
            let found = needed.iter().find(empty);
            // A published file has rows of regions and of the country too: they are of no authority, and no mistake.
            let of_levels = extract.files.get(extract.file[at] as usize).is_some_and(|file| file.of_levels);
            let larger = !has_child && of_levels && found == needed.first();
            found.filter(|_| !larger).map(|column| layout.columns[*column].name.as_str())
        };
        if let Some(column) = column {
            let (count, places) = found.entry(column).or_default();
            *count += 1;
            if places.len() < PLACES {
                places.push(at);
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort();
    for (column, (count, places)) in found {
        let message = format!(
            "{count} {} of {} {} no {column} and {} left out",
            plural(count, "row", "rows"),
            layout.id,
            plural(count, "has", "have"),
            plural(count, "is", "are")
        );
        let mut problem = Problem::new(Code::RowWithoutKey, message).times(count).touching([format!("{}.*", layout.id)]);
        for at in places {
            let place = extract.place(at);
            problem = problem.at(crate::problem::Place { column: Some(column.to_owned()), ..place });
        }
        problems.push(problem);
    }
}

/// Puts the files' columns below each other; a file without the column has empty cells.
fn concat(mut parts: Vec<(Option<Values>, usize)>, kind: ColumnKind) -> Option<Values> {
    if parts.iter().all(|(values, _)| values.is_none()) {
        return None;
    }
    if parts.len() == 1 {
        return parts.pop().and_then(|(values, _)| values);
    }
    macro_rules! stack {
        ($variant:ident, $empty:expr) => {{
            let mut all = Vec::with_capacity(parts.iter().map(|(_, height)| height).sum());
            for (values, height) in parts {
                match values {
                    Some(Values::$variant(values)) => all.extend(values),
                    _ => all.extend(std::iter::repeat_n($empty, height)),
                }
            }
            Some(Values::$variant(all))
        }};
    }
    match kind {
        ColumnKind::Date | ColumnKind::Month => stack!(Days, NO_DAY),
        ColumnKind::Code | ColumnKind::Flag => stack!(Codes, NO_CODE),
        ColumnKind::Integer => stack!(Integers, NO_NUMBER),
        ColumnKind::Number => stack!(Numbers, f64::NAN),
        ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Postcode | ColumnKind::Child => {
            Some(Values::Words(concat_words(parts)))
        }
    }
}

fn concat_words(parts: Vec<(Option<Values>, usize)>) -> Words {
    let mut known: HashMap<String, u32, FixedState> = HashMap::default();
    let mut all = Words::default();
    for (values, height) in parts {
        let Some(Values::Words(part)) = values else {
            all.ids.extend(std::iter::repeat_n(NO_WORD, height));
            continue;
        };
        let ids: Vec<u32> = part
            .words
            .into_iter()
            .map(|word| {
                *known.entry(word).or_insert_with_key(|word| {
                    all.words.push(word.clone());
                    all.words.len() as u32 - 1
                })
            })
            .collect();
        all.ids.extend(part.ids.iter().map(|id| ids.get(*id as usize).copied().unwrap_or(NO_WORD)));
    }
    all
}
