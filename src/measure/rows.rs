//! Evaluates one indicator row by row: who is in the cohort, who counts, and at which part
//! of the condition the others drop out.
//!
//! Takes a compiled indicator and the frame of its table, gives plain columns, one place for
//! each row. The figures of `measure` are sums of exactly these.

use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, PolarsResult};
use polars::sql::sql_expr;

use super::conditions::Compiled;
use super::parts::parts;
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

/// Evaluates an indicator on the rows of its table.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn row_by_row(compiled: &Compiled<'_>, frame: &DataFrame) -> PolarsResult<RowByRow> {
    let height = frame.height();
    let cohort = match &compiled.cohort {
        Some(cohort) => conditions(frame, std::slice::from_ref(cohort))?.swap_remove(0),
        None => vec![Some(true); height],
    };
    let counted = match (&compiled.indicator.statistic, &compiled.counted) {
        (Statistic::Proportion(_), Some(numerator)) => {
            Counted::Where(conditions(frame, std::slice::from_ref(numerator))?.swap_remove(0))
        }
        (Statistic::Mean(_) | Statistic::Ratio(..), Some(value)) => {
            let made = added(frame, &[value.clone().cast(DataType::Float64)])?;
            let values = made.column(&name(0))?.f64()?.iter().collect();
            Counted::Value(values)
        }
        _ => Counted::Each,
    };
    let cohort_text = compiled.indicator.cohort.as_ref().map(|text| text.value.trim());
    let mut steps = match (&compiled.cohort, cohort_text) {
        (Some(_), Some(text)) => split(text, frame).unwrap_or_default(),
        _ => Vec::new(),
    };
    // The parts are read from the text: where they do not give the cohort, it is one step.
    let same = (0..height).all(|row| steps.iter().all(|(_, holds)| holds[row] == Some(true)) == (cohort[row] == Some(true)));
    if let Some(text) = cohort_text.filter(|_| !same || steps.is_empty()) {
        steps = vec![(text.to_owned(), cohort.clone())];
    }
    let cohort = cohort.into_iter().map(|row| row == Some(true)).collect();
    Ok(RowByRow { height, parts: steps, cohort, counted })
}

/// The parts of a condition with what each gives; nothing where one is not a condition by itself.
fn split(text: &str, frame: &DataFrame) -> Option<Vec<(String, Vec<Option<bool>>)>> {
    let texts = parts(text);
    let exprs: Vec<Expr> = texts.iter().map(|text| sql_expr(text).ok()).collect::<Option<_>>()?;
    Some(texts.into_iter().zip(conditions(frame, &exprs).ok()?).collect())
}

fn name(at: usize) -> String {
    format!("#{at}")
}

/// The frame with an expression's column for each, `#0` onwards: beside the others each has a
/// value for every row, even where it looks at none.
fn added(frame: &DataFrame, exprs: &[Expr]) -> PolarsResult<DataFrame> {
    let named: Vec<Expr> = exprs.iter().enumerate().map(|(at, expr)| expr.clone().alias(name(at))).collect();
    frame.clone().lazy().with_columns(named).collect()
}

fn conditions(frame: &DataFrame, exprs: &[Expr]) -> PolarsResult<Vec<Vec<Option<bool>>>> {
    let made = added(frame, exprs)?;
    (0..exprs.len()).map(|at| Ok(made.column(&name(at))?.bool()?.iter().collect())).collect()
}
