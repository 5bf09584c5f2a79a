//! What an indicator means and where it is from; with data, how its cohort narrows.
//!
//! Takes a compiled indicator and, where there are data, its table row by row; gives plain
//! words and numbers. Knows no format, no data frame and no child.

use std::collections::BTreeMap;

use crate::calendar::{Day, Month};
use crate::definitions::Indicator;
use crate::definitions::by::Only;
use crate::figure::rows::{Counted, RowByRow};
use crate::figure::{ByGroups, Measured};
use crate::statistics::Interval;

/// An indicator explained.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// How it is defined.
    pub indicator: Indicator,
    /// What one row of its table stands for.
    pub table_about: String,
    /// How rows become the figure, in words.
    pub statistic: &'static str,
    /// The time it speaks of, in words.
    pub window: String,
    /// The columns of its table that the rule uses.
    pub columns: Vec<UsedColumn>,
    /// By extract, the columns it needs.
    pub needs: BTreeMap<String, Vec<String>>,
    /// Whether it needs the ONS code of the authority.
    pub needs_authority: bool,
    /// What the data give, where there are any.
    pub narrowing: Option<Narrowing>,
}

/// A column that a rule uses.
#[derive(Clone, Debug)]
pub struct UsedColumn {
    /// Its name in SQL.
    pub name: String,
    /// What its values are, in words.
    pub kind: &'static str,
    /// What it says.
    pub about: String,
}

/// How the rows of the table come down to the figure of each group of a breakdown.
#[derive(Clone, Debug)]
pub struct InGroups {
    /// The groups with their figures.
    pub found: ByGroups,
    /// The counts of each; none where an extract is not there.
    pub counts: Vec<Counts>,
}

/// How the rows of the table come down to the figure.
#[derive(Clone, Debug)]
pub struct Narrowing {
    /// The reporting month.
    pub period: Month,
    /// First and last day of the time that the figure speaks of.
    pub window: (Day, Day),
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// The figure, as scorecards have it.
    pub measured: Measured,
    /// Its 95% confidence interval.
    pub interval: Option<Interval>,
    /// The groups that it is of, where it is not of the whole.
    pub only: Vec<Only>,
    /// How it narrows in the groups of each breakdown asked for.
    pub by: Vec<InGroups>,
    /// The counts; nothing where an extract is not there.
    pub counts: Option<Counts>,
    /// Rows of the table whose child has an episode that ended because a later extract no longer holds it.
    pub ended_by_rule: usize,
}

/// The rows of each step.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// Rows of the table.
    pub rows: usize,
    /// The parts of the cohort's condition, each looking at the rows that the one before kept.
    pub steps: Vec<Step>,
    /// Rows of the cohort.
    pub cohort: usize,
    /// What became of the cohort's rows.
    pub counted: CountedRows,
}

/// One part of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The part in SQL.
    pub sql: String,
    /// Rows for which it holds.
    pub kept: usize,
    /// Rows left out since it does not hold.
    pub not_so: usize,
    /// Rows left out since a value that it needs is missing.
    pub missing: usize,
}

/// What became of the cohort's rows.
#[derive(Clone, Debug, PartialEq)]
pub enum CountedRows {
    /// Each counts.
    Each,
    /// Those count for which the numerator holds.
    Where(Step),
    /// Those with a value are averaged.
    Mean {
        /// The value in SQL.
        sql: String,
        /// Rows with a value.
        number: usize,
        /// Rows left out since they have none.
        missing: usize,
        /// The sum of the values.
        sum: f64,
    },
}

impl Counts {
    /// Of an indicator evaluated row by row.
    pub fn new(indicator: &Indicator, rows: &RowByRow) -> Self {
        let mut left = vec![true; rows.height];
        let mut steps = Vec::with_capacity(rows.parts.len());
        for (sql, holds) in &rows.parts {
            steps.push(step(sql, holds, &left));
            left.iter_mut().zip(holds).for_each(|(left, holds)| *left &= *holds == Some(true));
        }
        let cohort = rows.cohort.iter().filter(|belongs| **belongs).count();
        let counted = match (&rows.counted, indicator.statistic.counted()) {
            (Counted::Where(holds), Some((_, text))) => CountedRows::Where(step(text.value.trim(), holds, &rows.cohort)),
            (Counted::Value(values), Some((_, text))) => {
                let of_cohort = || values.iter().zip(&rows.cohort).filter(|(_, belongs)| **belongs).map(|(value, _)| *value);
                let number = of_cohort().flatten().count();
                CountedRows::Mean {
                    sql: text.value.trim().to_owned(),
                    number,
                    missing: cohort - number,
                    sum: of_cohort().flatten().sum(),
                }
            }
            (Counted::Each, _) | (_, None) => CountedRows::Each,
        };
        Counts { rows: rows.height, steps, cohort, counted }
    }
}

/// What a condition does to the rows still there.
fn step(sql: &str, holds: &[Option<bool>], left: &[bool]) -> Step {
    let count = |wanted: Option<bool>| holds.iter().zip(left).filter(|(holds, left)| **left && **holds == wanted).count();
    Step { sql: sql.to_owned(), kept: count(Some(true)), not_so: count(Some(false)), missing: count(None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_is_told_from_a_condition_that_does_not_hold() {
        let holds = [Some(true), Some(false), None, None, Some(true)];
        let found = step("x", &holds, &[true, true, true, false, false]);
        assert_eq!(found, Step { sql: "x".to_owned(), kept: 1, not_so: 1, missing: 1 });
    }
}
