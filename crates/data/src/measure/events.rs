//! The events of a month alone, of indicators whose figure is of a longer window.
//!
//! Figures of twelve months share eleven with the next, so that chance moves them together. The events of single
//! months share nothing: they are what a control chart can be drawn of. Each month is counted on its own tables,
//! of which only the rows of that month stay.

use std::collections::BTreeMap;

use polars::prelude::{BooleanChunked, DataType};

use super::{Compiled, Measurements, One, Place, measure_month, wanted};
use crate::calendar::{Day, Month};
use crate::definitions::Indicator;
use crate::tables::declared::Time;
use crate::tables::schema::TableSpec;
use crate::tables::{MonthTables, Tables};
use crate::threads;

/// The column of the day that each row of a table counts on; nothing of a table whose rows are no events.
pub fn day_of_table(table: &TableSpec) -> Option<&'static str> {
    match table.time {
        Time::OnDay(column) => Some(column),
        Time::AsTheyStand | Time::UntilDay(_) | Time::OfWindow => None,
    }
}

/// The column that tells on which day a row of an indicator's table happened; nothing where the rows are no events
/// of the window, such as children as they stand on its last day.
pub fn day_of_event(compiled: &Compiled<'_>) -> Option<String> {
    let Indicator { table, window, cohort, .. } = compiled.indicator;
    let condition = cohort.as_ref().map(|text| text.value.as_str()).unwrap_or_default();
    // What must be some days ago is not of its own month.
    let of_its_own_time = ["_days_ago", "_months_ago", "_in_month", "_in_quarter", "_in_last_quarter"];
    if window.is_a_day() || of_its_own_time.iter().any(|ending| condition.contains(ending)) {
        return None;
    }
    let own = table.value.as_str();
    let named = day_of_table(compiled.table).map(str::to_owned);
    let ended = || {
        let Time::UntilDay(column) = compiled.table.time else { return None };
        condition.contains(&format!("{column} IS NOT NULL")).then(|| column.to_owned())
    };
    // A council's own rows say which day must lie in the year; the latest row of each child is no event.
    let own_day = || {
        let words = condition.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
        let mut days = words.filter_map(|word| word.strip_suffix("_in_year"));
        days.next().filter(|_| !own.contains("_of_")).map(str::to_owned)
    };
    named.or_else(ended).or_else(own_day).filter(|column| compiled.table.column(column).is_some())
}

/// Measures the events of each month of those indicators that count events.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn measure<'a>(
    indicators: &[Compiled<'a>],
    tables: &Tables<'_>,
    months: &[Month],
    place: &Place<'_>,
) -> anyhow::Result<Measurements> {
    let mut events: BTreeMap<(String, String), Vec<Compiled<'a>>> = BTreeMap::new();
    for compiled in indicators {
        if let Some(column) = day_of_event(compiled) {
            let mut compiled = compiled.clone();
            compiled.columns.insert(column.clone());
            events.entry((compiled.table.id.clone(), column)).or_default().push(compiled);
        }
    }
    let all: Vec<Compiled<'a>> = events.values().flatten().cloned().collect();
    let mut measurements = Measurements::default();
    if all.is_empty() {
        return Ok(measurements);
    }
    let wanted = wanted(&all);
    let found = threads::map(months, |month| -> anyhow::Result<Vec<One>> {
        let frames = tables.month(*month, &wanted, place.authority)?;
        let mut measured = Vec::new();
        for ((table, column), indicators) in &events {
            let Some(frame) = frames.frames.get(table) else { continue };
            let days = frame.column(column)?.cast(&DataType::Int32)?;
            let is_in_month = |day: Option<Day>| day.is_some_and(|day| (month.first()..=month.last()).contains(&day));
            let here: BooleanChunked = days.i32()?.iter().map(is_in_month).collect();
            let of_month = frame.filter(&here)?;
            let frames = MonthTables { month: *month, frames: BTreeMap::from([(table.clone(), of_month)]) };
            measured.extend(measure_month(indicators, tables, &frames, place)?);
        }
        Ok(measured)
    });
    for (month, measured) in months.iter().zip(found) {
        for One { id, measured, .. } in measured? {
            measurements.add(id, *month, measured, 0);
        }
    }
    Ok(measurements)
}
