//! Who belongs to a cohort and who counts, child by child, so that two months can be compared.
//!
//! Takes a compiled indicator of a table with one row for each child, gives plain values by
//! child. Knows nothing of why a child belongs.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, PolarsResult, lit};

use super::conditions::Compiled;
use crate::calendar::Month;
use crate::definitions::Statistic;
use crate::extracts::Child;
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
) -> PolarsResult<Option<Members>> {
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

fn of_frame(compiled: &Compiled<'_>, frame: &DataFrame) -> PolarsResult<Members> {
    let whole = |name: &&String| compiled.table.column(name).is_some_and(|column| column.dtype == DataType::Int32);
    let columns: Vec<String> = compiled.columns.iter().filter(whole).cloned().collect();
    let cohort = compiled.cohort.clone().unwrap_or_else(|| lit(true));
    let counted: Expr = match (&compiled.indicator.statistic, &compiled.counted) {
        (Statistic::Proportion(_), Some(numerator)) => numerator.clone(),
        (Statistic::Mean(_) | Statistic::Ratio(..), Some(value)) => value.clone().is_not_null(),
        _ => lit(true),
    };
    let made = frame.clone().lazy().with_columns([cohort.alias("#cohort"), counted.alias("#counted")]).collect()?;
    let yes =
        |name: &str| -> PolarsResult<Vec<bool>> { Ok(made.column(name)?.bool()?.iter().map(|row| row == Some(true)).collect()) };
    let (cohort, counted) = (yes("#cohort")?, yes("#counted")?);
    let values: Vec<Vec<Option<i32>>> =
        columns.iter().map(|name| Ok(made.column(name)?.i32()?.iter().collect())).collect::<PolarsResult<_>>()?;
    let child = made.column("child")?;
    let of = child.u32()?.iter().enumerate().filter_map(|(at, child)| {
        let values = values.iter().map(|column| column[at].map(i64::from)).collect();
        Some((child?, Member { cohort: cohort[at], counted: cohort[at] && counted[at], values }))
    });
    Ok(Members { of: of.collect(), columns })
}

/// The values that a mean is of, of a table of any kind; nothing without the extracts.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn values(compiled: &Compiled<'_>, tables: &Tables<'_>, month: Month, authority: Option<&str>) -> PolarsResult<Vec<f64>> {
    let history = &tables.history;
    let short = tables::shortfall(history.extracts, history.layouts, &compiled.needs(), month, authority);
    let wanted = super::wanted(std::slice::from_ref(compiled));
    let made = tables.month(month, &wanted, authority)?;
    let (Some(frame), Some(value), None) = (made.frames.get(&compiled.table.id), &compiled.counted, short) else {
        return Ok(Vec::new());
    };
    let cohort = compiled.cohort.clone().unwrap_or_else(|| lit(true));
    let value = value.clone().cast(DataType::Float64).alias("#value");
    let made = frame.clone().lazy().with_columns([cohort.alias("#cohort"), value]).collect()?;
    let belongs = made.column("#cohort")?.bool()?.iter();
    Ok(made
        .column("#value")?
        .f64()?
        .iter()
        .zip(belongs)
        .filter(|(_, belongs)| *belongs == Some(true))
        .filter_map(|(v, _)| v)
        .collect())
}
