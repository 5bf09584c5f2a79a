//! Who belongs to a cohort and who counts, row by row with what tells rows apart, so that sets of rows can be compared.
//!
//! Takes a compiled indicator and the frame of its table, gives plain values. Knows nothing of what they are compared for.

use std::collections::BTreeMap;
use std::sync::Arc;

use polars::prelude::{DataFrame, DataType, PolarsResult};

use super::cells::Rows;
use super::conditions::Compiled;
use super::rows::{of_rows, row_by_row};
use crate::calendar::Day;
use crate::definitions::{By, CROSSED};
use crate::figure::rows::{Counted, RowByRow};
use crate::tables::declared::{MADE_OF, NEVER_MORE};
use crate::tables::groups::{self, Groups};

/// A row of a cohort.
#[derive(Clone, Debug)]
pub struct Row {
    /// The child.
    pub child: u32,
    /// The day of what happened; nought where the table has none.
    pub day: Day,
    /// Of the rows with this child and day, the which.
    pub nth: u32,
    /// Whether it counts.
    pub counted: bool,
    /// Its value, where values are averaged or summed.
    pub value: Option<f64>,
    /// Its group of each breakdown; nothing where the table has no such column or the row no group.
    pub groups: Vec<Option<Arc<str>>>,
}

/// Who belongs to the cohort of an indicator, row by row: with the groups by some breakdowns, and the day of an event.
/// Of tables with several rows a child those of one child and day are told apart.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn cohort(
    one: &Compiled<'_>,
    frame: &DataFrame,
    by: &[By],
    event_day: Option<&str>,
    several: bool,
) -> anyhow::Result<Vec<Row>> {
    let found = row_by_row(one, frame)?;
    let names = names(one, frame, event_day)?;
    let (belongs, height) = (&found.cohort, found.height);
    let groups: Vec<Option<Groups>> = by.iter().map(|by| groups::of(one.table, by, frame, &[])).collect::<PolarsResult<_>>()?;
    let keys = |groups: &Groups| groups.list.iter().map(|group| group.key.as_str().into()).collect();
    let keys: Vec<Vec<Arc<str>>> = groups.iter().map(|groups| groups.as_ref().map_or_else(Vec::new, keys)).collect();
    let mut rows = Vec::new();
    for at in (0..height).filter(|at| belongs[*at]) {
        let key = |(groups, keys): (&Option<Groups>, &Vec<Arc<str>>)| keys.get(*groups.as_ref()?.of_row.get(at)?).cloned();
        let groups = groups.iter().zip(&keys).map(key).collect();
        let (child, day, nth) = names[at];
        let value = if let Counted::Value(values) = &found.counted { values.get(at).copied().flatten() } else { None };
        rows.push(Row { child, day, nth: if several { nth } else { 0 }, counted: counts(&found, at), value, groups });
    }
    Ok(rows)
}

/// What tells each row of a table apart: the child, the day and the which of those.
pub type Name = (u32, Day, u32);

fn names(one: &Compiled<'_>, frame: &DataFrame, event_day: Option<&str>) -> PolarsResult<Vec<Name>> {
    let height = frame.height();
    let children: Vec<u32> = match frame.column("child") {
        Ok(column) => column.u32()?.iter().map(|child| child.unwrap_or(u32::MAX)).collect(),
        Err(_) => (0..height as u32).collect(),
    };
    let day = event_day.or_else(|| one.table.column("started").map(|_| "started"));
    let days: Vec<Day> = match day.and_then(|day| frame.column(day).ok()) {
        Some(column) => column.cast(&DataType::Int32)?.i32()?.iter().map(|day| day.unwrap_or(Day::MAX)).collect(),
        None => vec![0; height],
    };
    let mut times: BTreeMap<(u32, Day), u32> = BTreeMap::new();
    let name = |(child, day)| (child, day, *times.entry((child, day)).and_modify(|nth| *nth += 1).or_insert(0));
    Ok(children.into_iter().zip(days).map(name).collect())
}

fn counts(found: &RowByRow, row: usize) -> bool {
    match &found.counted {
        Counted::Each => true,
        Counted::Where(holds) => holds.get(row) == Some(&Some(true)),
        Counted::Value(values) => values.get(row).is_some_and(Option::is_some),
    }
}

/// Rows of a table as they might be, by what indicators count: each differs from one that is there in one value, and in what follows from it.
#[derive(Clone, Debug)]
pub struct MightBe {
    /// What the row that each is like is told by.
    pub like: Vec<Name>,
    /// For each indicator which of them belong to the cohort, and which are counted.
    pub belongs: Vec<[Vec<bool>; 2]>,
    /// For each breakdown the group of each; nothing where the table has no such column.
    pub groups: Vec<Option<GroupsOfRows>>,
}

/// The groups of a breakdown, and which of them each row is in.
#[derive(Clone, Debug, Default)]
pub struct GroupsOfRows {
    /// The groups, by their keys.
    pub keys: Vec<String>,
    /// For each row the place of its group.
    pub of_row: Vec<usize>,
}

/// Rows as they might be, for the conditions of some indicators of one table.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn might_be(of: &[&Compiled<'_>], by: &[By], frame: &DataFrame, several: bool) -> anyhow::Result<Option<MightBe>> {
    let Some(first) = of.first() else { return Ok(None) };
    let mut rows = Rows::new(frame, of.iter().flat_map(|one| &one.columns))?;
    let conditions: Vec<Vec<_>> = of.iter().map(|one| [&one.cohort, &one.counted].into_iter().flatten().collect()).collect();
    // The groups of each column as a column of its own, beside those of the table.
    let mut lists: BTreeMap<String, Groups> = BTreeMap::new();
    let own = |name: &str| name.to_owned();
    let mut made_of: Vec<(String, String)> = MADE_OF.iter().map(|(from, to)| (own(from), own(to))).collect();
    // Of several crossed all or none: the frame has what is asked of the table.
    let there = by.iter().filter(|by| groups::columns(first.table, by).is_some());
    for word in there.flat_map(By::words) {
        let groups = By::parse(word).map(|by| groups::of(first.table, &by, frame, &[])).transpose()?.flatten();
        let (Some(groups), Some(column)) = (groups, groups::column(first.table, word)) else { continue };
        let name = format!("by {word}");
        let from = MADE_OF.iter().filter(|(_, to)| *to == column.name).map(|(from, _)| *from);
        made_of.extend(from.chain([column.name.as_str()]).map(|from| (own(from), name.clone())));
        lists.insert(name, groups);
    }
    lists.iter().for_each(|(name, groups)| rows.insert(name, groups.of_row.iter().copied()));
    let told: Vec<String> = lists.keys().cloned().collect();
    let group =
        |by: &By, made: &Rows, possible: &[usize], all: &mut Option<GroupsOfRows>, places: &mut BTreeMap<Vec<usize>, usize>| {
            let of_word = |word: &String| {
                let name = format!("by {word}");
                Some((&lists.get(&name)?.list, made.numbers(&name)))
            };
            let Some(words) = by.words().iter().map(of_word).collect::<Option<Vec<_>>>() else { return };
            let GroupsOfRows { keys, of_row } = all.get_or_insert_default();
            of_row.extend(possible.iter().map(|row| {
                // Those that are in no group are in one without a name.
                let of_word = |(list, numbers): &(&Vec<_>, Vec<usize>)| numbers.get(*row).map(|at| *at.min(&list.len()));
                let of_words: Vec<usize> = words.iter().filter_map(of_word).collect();
                *places.entry(of_words).or_insert_with_key(|of_words| {
                    let key = |at: usize| words[at].0.get(of_words[at]).map_or("", |group| group.key.as_str());
                    keys.push((0..of_words.len()).map(key).collect::<Vec<_>>().join(CROSSED));
                    keys.len() - 1
                })
            }));
        };
    let names = names(first, frame, super::events::day_of_table(first.table))?;
    let name = |row: usize| {
        let (child, day, nth) = names[row];
        (child, day, if several { nth } else { 0 })
    };
    let belongs = |one: &Compiled<'_>, rows: &Rows| -> anyhow::Result<[Vec<bool>; 2]> {
        let found = of_rows(one, rows)?;
        let counted = (0..rows.height).map(|row| found.cohort[row] && counts(&found, row)).collect();
        Ok([found.cohort, counted])
    };
    let there: Vec<[Vec<bool>; 2]> = of.iter().map(|one| belongs(one, &rows)).collect::<anyhow::Result<_>>()?;
    let mut found = MightBe { like: Vec::new(), belongs: vec![[Vec::new(), Vec::new()]; of.len()], groups: vec![None; by.len()] };
    // For each breakdown the places of its groups by those of the columns crossed.
    let mut places: Vec<BTreeMap<Vec<usize>, usize>> = vec![BTreeMap::new(); by.len()];
    for (differ_in, like, made) in rows.variants(&conditions, &told, &made_of) {
        // Nobody is in care for longer than they live.
        let number = |name: &str, at: usize| made.whole(name, at).or_else(|| rows.whole(name, like[at]));
        let is_more = |at: usize, (one, other, times, plus): &(&str, &str, i64, i64)| {
            number(one, at)
                .zip(number(other, at))
                .is_some_and(|(one, other)| one > other.saturating_mul(*times).saturating_add(*plus))
        };
        let possible: Vec<usize> = (0..like.len()).filter(|at| !NEVER_MORE.iter().any(|pair| is_more(*at, pair))).collect();
        for ((one, there), all) in of.iter().zip(&there).zip(&mut found.belongs) {
            // What reads none of these columns counts them as it counts those that they are like.
            let own = if differ_in.iter().any(|column| one.columns.contains(column)) {
                belongs(one, &made)?
            } else {
                [0, 1].map(|which| like.iter().map(|row| there[which][*row]).collect())
            };
            all.iter_mut().zip(own).for_each(|(all, own)| all.extend(possible.iter().map(|at| own[*at])));
        }
        let all = found.groups.iter_mut().zip(&mut places).zip(by);
        all.for_each(|((all, places), by)| group(by, &made, &possible, all, places));
        found.like.extend(possible.into_iter().map(|at| name(like[at])));
    }
    Ok(Some(found))
}
