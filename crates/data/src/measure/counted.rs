//! Who belongs to a cohort and who counts, row by row with what tells rows apart, so that sets of rows can be compared.
//!
//! Takes a compiled indicator and the frame of its table, gives plain values. Knows nothing of what they are compared for.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, DataType, PolarsResult};

use super::conditions::Compiled;
use super::rows::row_by_row;
use crate::calendar::Day;
use crate::definitions::By;
use crate::figure::rows::Counted;
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
    /// Its group of each breakdown; nothing where the table has no such column or the row no group.
    pub groups: Vec<Option<String>>,
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
    let counts = |row: usize| match &found.counted {
        Counted::Each => true,
        Counted::Where(holds) => holds.get(row) == Some(&Some(true)),
        Counted::Value(values) => values.get(row).is_some_and(Option::is_some),
    };
    let (belongs, height) = (&found.cohort, found.height);
    let children: Vec<u32> = match frame.column("child") {
        Ok(column) => column.u32()?.iter().map(|child| child.unwrap_or(u32::MAX)).collect(),
        Err(_) => (0..height as u32).collect(),
    };
    let day = event_day.or_else(|| one.table.column("started").map(|_| "started"));
    let days: Vec<Day> = match day.and_then(|day| frame.column(day).ok()) {
        Some(column) => column.cast(&DataType::Int32)?.i32()?.iter().map(|day| day.unwrap_or(Day::MAX)).collect(),
        None => vec![0; height],
    };
    let groups: Vec<Option<Groups>> = by.iter().map(|by| groups::of(one.table, by, frame, &[])).collect::<PolarsResult<_>>()?;
    let mut times: BTreeMap<(u32, Day), u32> = BTreeMap::new();
    let mut rows = Vec::new();
    for at in 0..height {
        let nth = times.entry((children[at], days[at])).and_modify(|nth| *nth += 1).or_insert(0);
        if belongs[at] {
            let key = |groups: &Groups| groups.list.get(*groups.of_row.get(at)?).map(|group| group.key.clone());
            let groups = groups.iter().map(|groups| groups.as_ref().and_then(key)).collect();
            rows.push(Row { child: children[at], day: days[at], nth: *nth, counted: counts(at), groups });
        }
    }
    if !several {
        rows.iter_mut().for_each(|row| row.nth = 0);
    }
    Ok(rows)
}
