//! Evaluates one indicator row by row: who is in the cohort, who counts, and at which part
//! of the condition the others drop out.
//!
//! Takes a compiled indicator and the frame of its table, gives plain columns, one place for
//! each row. The figures of `measure` are sums of exactly these.

use polars::prelude::DataFrame;

use super::cells::Rows;
use super::conditions::Compiled;
use crate::definitions::Statistic;

/// An indicator, row by row; every column is as long as the table.
#[derive(Clone, Debug, PartialEq)]
pub struct RowByRow {
    /// How many rows the table has.
    pub height: usize,
    /// The parts of the cohort's condition in SQL; for each row whether it holds, nothing where
    /// a value that it needs is missing.
    pub parts: Vec<(String, Vec<Option<bool>>)>,
    /// Whether the row belongs to the cohort.
    pub cohort: Vec<bool>,
    /// What the row adds to the figure.
    pub counted: Counted,
}

/// What each row adds to the figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Counted {
    /// Itself: a count or a rate.
    Each,
    /// Itself where the numerator holds; nothing where a value that it needs is missing.
    Where(Vec<Option<bool>>),
    /// Its value (of a ratio, what is summed above the line); nothing where it has none.
    Value(Vec<Option<f64>>),
}

impl RowByRow {
    /// Of some of its rows alone.
    pub fn of(&self, wanted: &dyn Fn(usize) -> bool) -> Self {
        let at: Vec<usize> = (0..self.height).filter(|row| wanted(*row)).collect();
        let marks = |all: &[Option<bool>]| at.iter().map(|row| all.get(*row).copied().flatten()).collect::<Vec<_>>();
        RowByRow {
            height: at.len(),
            parts: self.parts.iter().map(|(sql, holds)| (sql.clone(), marks(holds))).collect(),
            cohort: at.iter().map(|row| self.cohort.get(*row) == Some(&true)).collect(),
            counted: match &self.counted {
                Counted::Each => Counted::Each,
                Counted::Where(holds) => Counted::Where(marks(holds)),
                Counted::Value(values) => Counted::Value(at.iter().map(|row| values.get(*row).copied().flatten()).collect()),
            },
        }
    }
}

/// Evaluates an indicator on the rows of its table.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn row_by_row(compiled: &Compiled<'_>, frame: &DataFrame) -> anyhow::Result<RowByRow> {
    let rows = Rows::new(frame, &compiled.columns)?;
    let cohort = match &compiled.cohort {
        Some(cohort) => rows.work_out(cohort)?.holds().into_iter().map(|holds| holds == Some(true)).collect(),
        None => vec![true; rows.height],
    };
    let counted = match (&compiled.indicator.statistic, &compiled.counted) {
        (Statistic::Proportion(_), Some(numerator)) => Counted::Where(rows.work_out(numerator)?.holds()),
        (Statistic::Mean(_) | Statistic::Ratio(..), Some(value)) => Counted::Value(rows.work_out(value)?.numbers()),
        _ => Counted::Each,
    };
    let parts = compiled.cohort.as_ref().map(|cohort| rows.parts(cohort)).transpose()?.unwrap_or_default();
    Ok(RowByRow { height: rows.height, parts, cohort, counted })
}
