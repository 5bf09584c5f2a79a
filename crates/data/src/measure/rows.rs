//! Evaluates one indicator row by row: who is in the cohort, who counts, and at which part
//! of the condition the others drop out.
//!
//! Takes a compiled indicator and the frame of its table, gives plain columns, one place for
//! each row. The figures of `measure` are sums of exactly these.

use polars::prelude::DataFrame;

use super::cells::Rows;
use super::conditions::Compiled;
use crate::condition::Wanted;
use crate::figure::rows::{Counted, RowByRow};

/// Evaluates an indicator on the rows of its table.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn row_by_row(compiled: &Compiled<'_>, frame: &DataFrame) -> anyhow::Result<RowByRow> {
    of_rows(compiled, &Rows::new(frame, &compiled.columns)?)
}

/// The same of rows as plain cells.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn of_rows(compiled: &Compiled<'_>, rows: &Rows) -> anyhow::Result<RowByRow> {
    let cohort = match &compiled.cohort {
        Some(cohort) => rows.work_out(cohort)?.holds().into_iter().map(|holds| holds == Some(true)).collect(),
        None => vec![true; rows.height],
    };
    let counted = match (compiled.indicator.statistic.counted(), &compiled.counted) {
        (Some((Wanted::Condition, _)), Some(numerator)) => Counted::Where(rows.work_out(numerator)?.holds()),
        (Some((Wanted::Number, _)), Some(value)) => Counted::Value(rows.work_out(value)?.numbers()),
        (None, _) | (_, None) => Counted::Each,
    };
    let parts = compiled.cohort.as_ref().map(|cohort| rows.parts(cohort)).transpose()?.unwrap_or_default();
    Ok(RowByRow { height: rows.height, parts, cohort, counted })
}
