//! Who belongs to a cohort and who counts, child by child, so that two months can be compared.
//!
//! Takes a compiled indicator of a table with one row for each child, gives plain values by
//! child. Knows nothing of why a child belongs.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, DataType, PolarsResult};

use super::conditions::Compiled;
use super::rows::row_by_row;
use crate::calendar::Month;
use crate::extracts::Child;
use crate::figure::rows::Counted;
use crate::tables::{self, Tables, Wanted};

/// How each child of a table stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// The columns of whole numbers that the rule uses.
    pub columns: Vec<String>,
    /// By child.
    pub of: BTreeMap<Child, Member>,
}

/// How one child stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Whether it belongs to the cohort.
    pub cohort: bool,
    /// Whether it belongs and counts: it is in the numerator, or has a value.
    pub counted: bool,
    /// Its values of the columns.
    pub values: Vec<Option<i64>>,
}

/// How each child of the indicator's table stands at a month's end; nothing without the extracts.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn members(
    compiled: &Compiled<'_>,
    tables: &Tables<'_>,
    month: Month,
    authority: Option<&str>,
) -> anyhow::Result<Option<Members>> {
    let history = &tables.history;
    let file_month = history.file_month(month);
    if tables::shortfall(history.extracts, history.layouts, &compiled.needs(), file_month, authority).is_some() {
        return Ok(None);
    }
    let mut columns = compiled.columns.clone();
    columns.insert("child".to_owned());
    let made = tables.month(month, &Wanted::from([(compiled.table.id.clone(), columns)]), authority)?;
    made.frames.get(&compiled.table.id).map(|frame| of_frame(compiled, frame)).transpose()
}

fn of_frame(compiled: &Compiled<'_>, frame: &DataFrame) -> anyhow::Result<Members> {
    let whole = |name: &&String| compiled.table.column(name).is_some_and(|column| column.dtype == DataType::Int32);
    let columns: Vec<String> = compiled.columns.iter().filter(whole).cloned().collect();
    let found = row_by_row(compiled, frame)?;
    let has = |row: usize| match &found.counted {
        Counted::Each => true,
        Counted::Where(holds) => holds[row] == Some(true),
        Counted::Value(values) => values[row].is_some(),
    };
    let values: Vec<Vec<Option<i32>>> =
        columns.iter().map(|name| Ok(frame.column(name)?.i32()?.iter().collect())).collect::<PolarsResult<_>>()?;
    let child = frame.column("child")?;
    let of = child.u32()?.iter().enumerate().filter_map(|(at, child)| {
        let values = values.iter().map(|column| column[at].map(i64::from)).collect();
        let cohort = found.cohort[at];
        Some((child?, Member { cohort, counted: cohort && has(at), values }))
    });
    Ok(Members { of: of.collect(), columns })
}

/// The values that a mean is of, of a table of any kind; nothing without the extracts.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn values(compiled: &Compiled<'_>, tables: &Tables<'_>, month: Month, authority: Option<&str>) -> anyhow::Result<Vec<f64>> {
    let history = &tables.history;
    let short = tables::shortfall(history.extracts, history.layouts, &compiled.needs(), month, authority);
    let wanted = super::wanted(std::slice::from_ref(compiled));
    let made = tables.month(month, &wanted, authority)?;
    let (Some(frame), None) = (made.frames.get(&compiled.table.id), short) else { return Ok(Vec::new()) };
    let found = row_by_row(compiled, frame)?;
    let Counted::Value(values) = found.counted else { return Ok(Vec::new()) };
    Ok(values.into_iter().zip(found.cohort).filter(|(_, belongs)| *belongs).filter_map(|(value, _)| value).collect())
}
