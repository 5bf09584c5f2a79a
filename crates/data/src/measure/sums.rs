//! From the rows of a cohort to a figure by its parts.
//!
//! Takes a compiled indicator and rows of plain cells, gives what the statistic makes of all of them or of a group. Sums of
//! whole numbers are exact, and the order of rows changes no sum.

use super::cells::Rows;
use super::conditions::Compiled;
use crate::condition::Evaluated;
use crate::definitions::{Statistic, Sums};
use crate::figure::{Figure, Measured};

/// An indicator worked out on the rows of its table.
pub struct Worked {
    /// By row, whether it belongs to the cohort.
    pub cohort: Vec<bool>,
    /// By row, whether it could not be told whether it belongs, since reckoning gave no number.
    cohort_unknown: Vec<bool>,
    counted: Option<Evaluated>,
    over: Option<Evaluated>,
}

/// What a statistic is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summed {
    /// The figure; none where nobody is to be measured.
    pub figure: Option<Figure>,
    /// Rows left out since a value is no number, such as 1 / 0.
    pub no_number: u64,
}

impl Worked {
    /// Of an indicator on the rows of its table.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn new(compiled: &Compiled<'_>, rows: &Rows) -> anyhow::Result<Self> {
        let (cohort, cohort_unknown) = match &compiled.cohort {
            None => (vec![true; rows.height], Vec::new()),
            Some(condition) => {
                let mut found = rows.work_out(condition)?;
                let unknown = std::mem::take(&mut found.no_number);
                (found.holds().into_iter().map(|holds| holds == Some(true)).collect(), unknown)
            }
        };
        let work_out = |condition: &Option<_>| condition.as_ref().map(|condition| rows.work_out(condition)).transpose();
        Ok(Worked { cohort, cohort_unknown, counted: work_out(&compiled.counted)?, over: work_out(&compiled.over)? })
    }

    /// The sums of the rows for which `of` holds; a rate is given as the count it is made of.
    pub fn sums(&self, statistic: &Statistic, of: &dyn Fn(usize) -> bool) -> Summed {
        let rows: Vec<usize> = (0..self.cohort.len()).filter(|row| self.cohort[*row] && of(*row)).collect();
        let marked = |found: &Option<Evaluated>, row: usize| {
            found.as_ref().is_some_and(|found| found.no_number.get(row).copied().unwrap_or(false))
        };
        let unknown = (0..self.cohort_unknown.len()).filter(|row| self.cohort_unknown[*row] && of(*row)).count();
        let no_number = rows.iter().filter(|row| marked(&self.counted, **row) || marked(&self.over, **row)).count() + unknown;
        let size = rows.len() as i64;
        let figure = match (statistic.is.sums, &self.counted, &self.over) {
            (Sums::Rows, ..) => Some(Figure::Count(size)),
            (Sums::Share, Some(counted), _) => {
                let numerator = rows.iter().filter(|row| holds(counted, **row)).count() as i64;
                Some(Figure::Proportion { numerator, denominator: size }).filter(|_| size > 0)
            }
            (Sums::Ratio, Some(above), Some(below)) => {
                // A row of which one side is no number would stand in the other alone.
                let rows: Vec<usize> =
                    rows.into_iter().filter(|row| !marked(&self.counted, *row) && !marked(&self.over, *row)).collect();
                ratio(sum(above, &rows), sum(below, &rows))
            }
            (Sums::Mean, Some(value), _) => mean(value, &rows),
            (Sums::Share | Sums::Mean | Sums::Ratio, ..) => None,
        };
        Summed { figure, no_number: no_number as u64 }
    }
}

fn holds(found: &Evaluated, row: usize) -> bool {
    matches!(&found.cells, crate::condition::Cells::YesNo(cells) if cells.get(row) == Some(&Some(true)))
}

/// The values of rows that have one.
fn values(found: &Evaluated, rows: &[usize]) -> Vec<f64> {
    let numbers = found.numbers();
    rows.iter().filter_map(|row| numbers.get(*row).copied().flatten()).collect()
}

/// A sum; numbers with decimals are counted in millionths, so that no order of rows gives another.
fn sum(found: &Evaluated, rows: &[usize]) -> i128 {
    values(found, rows).into_iter().map(|value| (value * MILLION).round() as i128).sum()
}

const MILLION: f64 = 1e6;

/// What sums in millionths make; none where nothing, or less, stands below the line.
fn ratio(above: i128, below: i128) -> Option<Figure> {
    let million = 1_000_000;
    if below <= 0 {
        return None;
    }
    if above % million == 0 && below % million == 0 {
        let (numerator, denominator) = (i64::try_from(above / million).ok()?, i64::try_from(below / million).ok()?);
        return Some(Figure::Proportion { numerator, denominator });
    }
    Some(Figure::Sums { above: i64::try_from(above).ok()?, below: i64::try_from(below).ok()? })
}

fn mean(found: &Evaluated, rows: &[usize]) -> Option<Figure> {
    mean_of(values(found, rows))
}

/// The mean of some values; nothing of none, or where they are too large.
pub fn mean_of(mut values: Vec<f64>) -> Option<Figure> {
    let number = values.len() as i64;
    if number == 0 {
        return None;
    }
    // Numbers are added from the least on, whatever order the rows have.
    values.sort_unstable_by(f64::total_cmp);
    let sum: f64 = values.iter().sum();
    let squares: f64 = values.iter().map(|value| value * value).sum();
    (sum.is_finite() && squares.is_finite()).then_some(Figure::Mean { sum, squares, number })
}

impl Summed {
    /// The figure, or why there is none.
    pub fn measured(self, population: impl FnOnce() -> Result<i64, String>, statistic: &Statistic, nobody: &str) -> Measured {
        match (self.figure, statistic.is.of_population) {
            (Some(Figure::Count(count)), true) => match population() {
                Ok(population) => Measured::Figure(Figure::Rate { count, population }),
                Err(reason) => Measured::NoData(reason),
            },
            (Some(figure), _) => Measured::Figure(figure),
            (None, _) => Measured::Nobody(format!("nobody to measure: {nobody}")),
        }
    }
}
