//! The day on which a child crosses a line, where its cause tells it.

use super::Crossing;
use super::boundaries::Cause;
use crate::calendar::{self, Day, Month, NO_DAY};
use crate::tables::Stay;

/// What tells the day of a crossing.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// The date of birth; [`NO_DAY`] where not known.
    pub born: Day,
    /// Since when the child is where it is, if it is looked after.
    pub stay: Option<Stay>,
}

/// The day of a crossing in a month; nothing where its cause has none or it lies elsewhere.
pub fn day(crossing: &Crossing, month: Month, dates: Dates) -> Option<Day> {
    let birthday = |years: i64| (dates.born != NO_DAY).then(|| calendar::birthday(dates.born, years as i32));
    // The last day of the last month: at its end so many months are full.
    let full = |since: Day, months: i64| u32::try_from(months).ok().map(|months| calendar::months_later(since, months) - 1);
    let day = match crossing.cause.as_ref()? {
        Cause::Adult => birthday(18),
        Cause::ReviewOverdue => None,
        Cause::Reaches(column, at) => match column.as_str() {
            "age" => birthday(*at),
            "months_in_care" => full(dates.stay?.care, *at),
            "months_in_placement" => full(dates.stay?.placement, *at),
            "months_in_placement_and_before" => full(dates.stay?.placement_and_before, *at),
            _ => None,
        },
    };
    day.filter(|day| (month.first()..=month.last()).contains(day))
}
