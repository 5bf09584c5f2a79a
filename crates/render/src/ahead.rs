//! The targets to come as the months after a history, for charts that are drawn ahead.
//!
//! Takes a row, gives months with what is to be reached in each. Knows nothing of how they are drawn.

use super::span;
use scorecard_core::calendar::Month;
use scorecard_core::scorecard::Row;

/// At most so many months are drawn ahead.
const FURTHEST: i32 = 36;

/// A month after the last of a history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    /// The month.
    pub month: Month,
    /// What is to be reached in it; of a range the lower end. Nothing where the target is no number.
    pub target: Option<f64>,
    /// The upper end of a range.
    pub upper: Option<f64>,
}

/// The months up to the day of the last target to come; none where no target that is a number follows.
///
/// They are as far apart as those of the history: the ends of quarters where it has these alone.
pub fn of(row: &Row) -> Vec<Ahead> {
    let (Some(last), Some(target)) = (row.series.last(), &row.target) else { return Vec::new() };
    let to_come = || target.to_come.iter().filter(|later| later.number.is_some());
    let until = to_come().map(|later| later.due.map_or(later.from, Month::of).max(later.from)).max();
    let months = until.map_or(0, |until| last.month.months_until(until)).clamp(0, FURTHEST);
    let quarterly = span::is_quarterly(&row.series);
    let now = target.resolved.as_ref().filter(|_| target.comparator.is_none_or(|of| of == "baseline") && !target.hidden);
    (1..=months)
        .map(|later| last.month.back(-later))
        .filter(|month| !quarterly || month.number() % 3 == 0)
        .map(|month| match target.to_come.iter().rev().find(|later| later.from <= month) {
            Some(later) => Ahead { month, target: later.number, upper: later.upper },
            None => Ahead {
                month,
                target: now.map(|now| now.number.value()),
                upper: now.and_then(|now| now.upper).map(|upper| upper.value()),
            },
        })
        .collect()
}
