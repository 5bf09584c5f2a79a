//! A derived table of a month with all its columns, for those who look at cases.
//!
//! Takes [`Tables`], gives the frame and its rows as plain cells. Columns that no extract
//! fills are empty, and why is told. The one place where children get their identifiers back.

use std::collections::BTreeSet;

use polars::prelude::{Column, DataFrame, DataType, NamedFrom, PolarsResult, Series, SortMultipleOptions};

use super::schema::TableSpec;
use super::{MonthTables, Tables, Wanted, shortfall};
use crate::calendar::Month;
use crate::cases::Cell;
use crate::extracts::Child;

/// A derived table with all its columns.
#[derive(Clone, Debug)]
pub struct WholeTable {
    /// Its rows; none where its extracts are not there. Children are numbers.
    pub frame: DataFrame,
    /// Why it has no rows, where an extract is not there.
    pub lacking: Option<String>,
    /// The columns that are empty since an extract is not there, each with the reason.
    pub empty: Vec<(String, String)>,
}

/// Derives a table with all its columns, and those that a rule uses besides.
///
/// # Errors
/// Only for faults of ours.
pub fn whole(
    tables: &Tables<'_>,
    spec: &TableSpec,
    used: &BTreeSet<String>,
    month: Month,
    authority: Option<&str>,
) -> PolarsResult<WholeTable> {
    let history = &tables.history;
    let short = |needs: &[String]| shortfall(history.extracts, history.layouts, needs, month, authority);
    let all = spec.with(used);
    let columns: BTreeSet<String> = all.iter().map(|column| column.name.clone()).collect();
    let made: MonthTables = tables.month(month, &Wanted::from([(spec.id.clone(), columns)]), authority)?;
    let made = made.frames.get(&spec.id).cloned().unwrap_or_default();
    let lacking = tables.outside(spec).or_else(|| short(&spec.needs));
    let height = if lacking.is_some() { 0 } else { made.height() };
    let mut empty = Vec::new();
    let mut filled = Vec::with_capacity(all.len());
    for column in all {
        let reason = if lacking.is_some() { None } else { short(&column.needs) };
        match (reason, made.column(&column.name)) {
            (None, Ok(values)) => filled.push(values.head(Some(height))),
            (reason, _) => {
                filled.push(Column::full_null(column.name.as_str().into(), height, &column.dtype));
                empty.extend(reason.map(|reason| (column.name.clone(), reason)));
            }
        }
    }
    Ok(WholeTable { frame: DataFrame::new(height, filled)?, lacking, empty })
}

/// Whether a column holds children.
fn is_child(spec: &TableSpec, name: &str) -> bool {
    spec.column(name).is_some_and(|column| column.kind == "child")
}

/// The frame as others read it: children by identifier, codes as text; in order of the child.
///
/// # Errors
/// Only for faults of ours.
pub fn readable(tables: &Tables<'_>, spec: &TableSpec, frame: &DataFrame) -> PolarsResult<DataFrame> {
    let children = &tables.history.extracts.children;
    let mut columns = Vec::with_capacity(frame.width());
    for column in frame.columns() {
        let name = column.name().as_str();
        columns.push(if is_child(spec, name) {
            let ids: Vec<Option<&str>> = column.u32()?.iter().map(|child| child.map(|child| children.id(child))).collect();
            Column::from(Series::new(name.into(), ids))
        } else if matches!(column.dtype(), DataType::Enum(..)) {
            column.cast(&DataType::String)?
        } else {
            column.clone()
        });
    }
    let frame = DataFrame::new(frame.height(), columns)?;
    match spec.columns.iter().find(|column| column.kind == "child") {
        Some(child) => frame.sort([child.name.as_str()], SortMultipleOptions::new().with_maintain_order(true)),
        None => Ok(frame),
    }
}

/// A child's identifier.
pub fn identifier(tables: &Tables<'_>, child: Child) -> String {
    tables.history.extracts.children.id(child).to_owned()
}

/// The frame's columns as plain cells, children by identifier, rows as they stand.
///
/// # Errors
/// Only for faults of ours.
pub fn cells(tables: &Tables<'_>, spec: &TableSpec, frame: &DataFrame) -> PolarsResult<Vec<Vec<Cell>>> {
    let children = &tables.history.extracts.children;
    frame
        .columns()
        .iter()
        .map(|column| {
            let or_empty = |cell: Option<Cell>| cell.unwrap_or(Cell::Empty);
            Ok(match column.dtype() {
                DataType::UInt32 if is_child(spec, column.name()) => {
                    let id = |child: u32| Cell::Text(children.id(child).to_owned());
                    column.u32()?.iter().map(|child| or_empty(child.map(id))).collect()
                }
                DataType::Boolean => column.bool()?.iter().map(|value| or_empty(value.map(Cell::YesNo))).collect(),
                DataType::Float64 => column.f64()?.iter().map(|value| or_empty(value.map(Cell::Number))).collect(),
                DataType::Date => {
                    let days = column.cast(&DataType::Int32)?;
                    days.i32()?.iter().map(|day| or_empty(day.map(Cell::Day))).collect()
                }
                kind if kind.is_integer() => {
                    let whole = column.cast(&DataType::Int64)?;
                    whole.i64()?.iter().map(|value| or_empty(value.map(Cell::Whole))).collect()
                }
                _ => {
                    let text = column.cast(&DataType::String)?;
                    text.str()?.iter().map(|value| or_empty(value.map(|text| Cell::Text(text.to_owned())))).collect()
                }
            })
        })
        .collect()
}
