//! Dates of birth that cannot be are taken as empty: after the month of their extract, or before 1910.
//!
//! A child with such a date would be in every figure with an age, at an age that nobody has.

use super::context::flat_until;
use crate::calendar::{self, Day, Month, NO_DAY};
use crate::definitions::Layout;
use crate::extracts::values::Values;
use crate::extracts::{Extracts, plural};
use crate::problem::{PLACES, Place, Problem};
use crate::problem_codes::Code;

/// The column of every extract that has it.
const COLUMN: &str = "DOB";

/// Empties the dates of birth that cannot be, and reports them.
pub fn empty_impossible(extracts: &mut Extracts, layouts: &[Layout], period: Month, flat: bool, problems: &mut Vec<Problem>) {
    let earliest = calendar::day(1910, 1, 1).unwrap_or(NO_DAY);
    let until = flat.then(|| flat_until(extracts, layouts, period));
    for layout in layouts {
        let (Some(extract), Some(column)) = (extracts.by_id.get_mut(&layout.id), layout.column(COLUMN)) else { continue };
        let known_until = |record: usize| -> Day { until.unwrap_or_else(|| extract.month(record).unwrap_or(period).last()) };
        let Some(days) = extract.days(column) else { continue };
        let impossible =
            |(record, day): (usize, &Day)| (*day != NO_DAY && (*day < earliest || *day > known_until(record))).then_some(record);
        let mut found: Vec<usize> = days.iter().enumerate().filter_map(impossible).collect();
        if found.is_empty() {
            continue;
        }
        if let Some(Some(Values::Days(days))) = extract.columns.get_mut(column) {
            found.iter().for_each(|record| days[*record] = NO_DAY);
        }
        let n = found.len() as u64;
        let message = format!(
            "{n} {} of {} {} after the month of {} extract or before 1910, and {} taken as empty",
            plural(n, "date of birth", "dates of birth"),
            layout.id,
            plural(n, "is", "are"),
            plural(n, "its", "their"),
            plural(n, "is", "are")
        );
        let touched = format!("{}.{COLUMN}", layout.id);
        let mut problem = Problem::new(Code::ImpossibleBirth, message).times(n).touching([touched]);
        found.sort_by_key(|record| (extract.file[*record], extract.row[*record]));
        for record in found.into_iter().take(PLACES) {
            problem = problem.at(Place { column: Some(COLUMN.to_owned()), ..extract.place(record) });
        }
        problems.push(problem);
    }
}
