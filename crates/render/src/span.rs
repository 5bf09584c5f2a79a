//! How the time of a history is told: month by month, or quarter by quarter.
//!
//! Takes the points of a row, gives words. Points that lie further apart than a month are the ends of quarters; the
//! last may be the reporting month, whatever it ends.

use scorecard_core::calendar::Month;
use scorecard_core::scorecard::{Point, Scorecard};

/// Whether the points are the ends of quarters.
pub fn is_quarterly(series: &[Point]) -> bool {
    series.iter().zip(series.iter().skip(1)).any(|(before, next)| before.month.back(-1) != next.month)
}

/// How many points there are: `13 months`, `5 quarters`, `4 quarters and February 2018`.
pub fn of(series: &[Point]) -> String {
    let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    if !is_quarterly(series) {
        return count(series.len(), "month");
    }
    match series.last().map(|point| point.month).filter(|month: &Month| !month.number().is_multiple_of(3)) {
        Some(last) => format!("{} and {}", count(series.len() - 1, "quarter"), last.long()),
        None => count(series.len(), "quarter"),
    }
}

/// The longest history of a scorecard's rows.
pub fn longest(scorecard: &Scorecard) -> &[Point] {
    scorecard.every_row().map(|row| row.series.as_slice()).max_by_key(|series| series.len()).unwrap_or_default()
}

/// `month by month` or `quarter by quarter`.
pub fn steps(scorecard: &Scorecard) -> &'static str {
    if is_quarterly(longest(scorecard)) { "quarter by quarter" } else { "month by month" }
}
