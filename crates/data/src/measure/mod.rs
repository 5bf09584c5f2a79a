//! Measures indicators on the derived tables, each month as at its end.
//!
//! Takes compiled indicators and [`Tables`], gives a figure by its parts for every
//! indicator and month, or the reason why there is none. All indicators of a table
//! are worked out on the same columns. Knows nothing of targets or scorecards.

mod cells;
pub mod conditions;
pub mod counted;
pub mod events;
pub mod explained;
pub mod listed;
pub mod membership;
pub mod rows;
pub mod sums;
pub mod undecided;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use polars::prelude::DataFrame;

use crate::calendar::Month;
use crate::definitions::By;
use crate::figure::{Figure, InGroups, Measured, Measurements};
use crate::tables::groups;
use crate::tables::{self, MonthTables, Tables, Wanted};
use crate::threads;
use cells::Rows;
pub use conditions::Compiled;
use sums::Worked;

/// Measures every indicator for one month, in the groups of a breakdown. An indicator whose table lacks a column has no groups.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn measure_groups(
    indicators: &[Compiled<'_>],
    tables: &Tables<'_>,
    month: Month,
    by: &By,
    place: &Place<'_>,
) -> anyhow::Result<InGroups> {
    let mut found = InGroups::default();
    let mut with_columns: Vec<Compiled<'_>> = Vec::new();
    for compiled in indicators {
        let without = match groups::columns(compiled.table, by) {
            _ if compiled.indicator.statistic.is.of_population => "the population is not known by group".to_owned(),
            None => {
                let lacks = by.words().iter().filter(|word| groups::column(compiled.table, word).is_none());
                let lacks: Vec<&str> = lacks.map(String::as_str).collect();
                format!("the table '{}' has no {}", compiled.table.id, lacks.join(" and no "))
            }
            Some(columns) => {
                let mut compiled = compiled.clone();
                compiled.columns.extend(columns.iter().map(|column| column.name.clone()));
                with_columns.push(compiled);
                continue;
            }
        };
        found.without.insert(compiled.indicator.id.clone(), without);
    }
    let frames = tables.month(month, &wanted(&with_columns), place.authority)?;
    let history = &tables.history;
    let mut made: BTreeMap<&str, Rows> = BTreeMap::new();
    for compiled in &with_columns {
        let id = &compiled.indicator.id;
        let short = tables::shortfall(history.extracts, history.layouts, &compiled.needs(), month, place.authority);
        if let Some(short) = short {
            found.without.insert(id.clone(), short);
            continue;
        }
        let Some(frame) = frames.frames.get(&compiled.table.id) else { continue };
        let rows = match made.entry(&compiled.table.id) {
            Entry::Occupied(rows) => rows.into_mut(),
            Entry::Vacant(rows) => rows.insert(Rows::new(frame, &all_columns(frame))?),
        };
        let worked = Worked::new(compiled, rows)?;
        let Some(groups) = groups::of(compiled.table, by, frame, history.layouts)? else { continue };
        let of_row = &groups.of_row;
        let (mut there, mut belongs) = (vec![false; groups.list.len()], vec![false; groups.list.len()]);
        for (group, in_cohort) in of_row.iter().zip(&worked.cohort) {
            (there[*group], belongs[*group]) = (true, belongs[*group] || *in_cohort);
        }
        let shown = groups.list.into_iter().enumerate().filter(|(at, _)| !groups.short || belongs[*at]);
        let figures = shown.map(|(at, group)| {
            let statistic = &compiled.indicator.statistic;
            let figure = if there[at] {
                let sums = worked.sums(statistic, &|row| of_row.get(row) == Some(&at));
                sums.measured(|| (place.population)(month), statistic, compiled.table.nobody)
            } else if statistic.counts_from_nought() {
                Measured::Figure(Figure::Count(0))
            } else {
                Measured::Nobody("nobody in this group".to_owned())
            };
            (group, figure)
        });
        let figures: Vec<_> = figures.collect();
        // Of many groups those are shown that somebody is in: here nobody is in any.
        if figures.is_empty() {
            found.without.insert(id.clone(), "nobody is in any of the groups".to_owned());
            continue;
        }
        found.figures.insert(id.clone(), figures);
    }
    Ok(found)
}

fn all_columns(frame: &DataFrame) -> Vec<String> {
    frame.columns().iter().map(|column| column.name().to_string()).collect()
}

/// The columns that indicators use, by table.
pub fn wanted(indicators: &[Compiled<'_>]) -> Wanted {
    let mut wanted = Wanted::new();
    for compiled in indicators {
        wanted.entry(compiled.table.id.clone()).or_default().extend(compiled.columns.iter().cloned());
    }
    wanted
}

/// Where is measured.
pub struct Place<'a> {
    /// The ONS code of the authority.
    pub authority: Option<&'a str>,
    /// Its population aged 0 to 17 for a month, or why it is not known.
    pub population: &'a (dyn Fn(Month) -> Result<i64, String> + Sync),
}

/// Measures every indicator for every month.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn measure(
    indicators: &[Compiled<'_>],
    tables: &Tables<'_>,
    months: &[Month],
    place: &Place<'_>,
) -> anyhow::Result<Measurements> {
    let wanted = wanted(indicators);
    let by_month: Vec<anyhow::Result<Vec<One>>> = threads::map(months, |month| {
        let frames = tables.month(*month, &wanted, place.authority)?;
        measure_month(indicators, tables, &frames, place)
    });
    let mut measurements = Measurements::default();
    for (month, measured) in months.iter().zip(by_month) {
        for One { id, measured, no_number } in measured? {
            measurements.add(id, *month, measured, no_number);
        }
    }
    Ok(measurements)
}

/// An indicator in a month.
struct One {
    id: String,
    measured: Measured,
    no_number: u64,
}

impl One {
    fn without(compiled: &Compiled<'_>, reason: String) -> Self {
        One { id: compiled.indicator.id.clone(), measured: Measured::NoData(reason), no_number: 0 }
    }
}

fn measure_month(
    indicators: &[Compiled<'_>],
    tables: &Tables<'_>,
    frames: &MonthTables,
    place: &Place<'_>,
) -> anyhow::Result<Vec<One>> {
    let history = &tables.history;
    let file_month = history.file_month(frames.month);
    let mut measured = Vec::with_capacity(indicators.len());
    let short = |compiled: &Compiled<'_>| {
        tables::shortfall(history.extracts, history.layouts, &compiled.needs(), file_month, place.authority)
    };
    for (id, frame) in &frames.frames {
        let mut rows = None;
        for compiled in indicators.iter().filter(|compiled| compiled.table.id == *id) {
            if let Some(reason) = short(compiled) {
                measured.push(One::without(compiled, reason));
                continue;
            }
            // Once for all indicators of the table.
            let rows = match &mut rows {
                Some(rows) => rows,
                None => rows.insert(Rows::new(frame, &all_columns(frame))?),
            };
            let statistic = &compiled.indicator.statistic;
            let sums = Worked::new(compiled, rows)?.sums(statistic, &|_| true);
            measured.push(One {
                id: compiled.indicator.id.clone(),
                no_number: sums.no_number,
                measured: sums.measured(|| (place.population)(frames.month), statistic, compiled.table.nobody),
            });
        }
    }
    for compiled in indicators.iter().filter(|compiled| !frames.frames.contains_key(&compiled.table.id)) {
        let nothing = || format!("there is nothing to make the table '{}' of", compiled.table.id);
        let outside = tables.outside(compiled.table);
        measured.push(One::without(compiled, outside.or_else(|| short(compiled)).unwrap_or_else(nothing)));
    }
    Ok(measured)
}
