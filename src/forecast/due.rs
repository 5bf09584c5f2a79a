//! Who crosses a line in the months to come: one line for each child and crossing.
//!
//! Takes the crossings of each month, gives plain values with identifiers. Case-level: it goes to
//! those who work with the children, never into a scorecard or a log. Knows no format.

use super::boundaries::Cause;
use super::{Crossing, Line};
use crate::calendar::{self, Day, Month, NO_DAY};
use crate::definitions::By;
use crate::definitions::by::Only;
use crate::tables::Stay;

/// Who crosses a line of an indicator in the months to come.
#[derive(Clone, Debug)]
pub struct Due {
    /// The indicator's id.
    pub indicator: String,
    /// What a board paper calls it.
    pub title: String,
    /// The reporting month.
    pub period: Month,
    /// The last month looked at.
    pub until: Month,
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// Why nothing can be told, where an extract is not there.
    pub lacking: Option<String>,
    /// The groups that it is of, where it is not of the whole.
    pub only: Vec<Only>,
    /// What it is broken down by.
    pub by: Vec<By>,
    /// Who crosses, in order of the month, the day and the child.
    pub rows: Vec<DueRow>,
}

/// A child that crosses a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueRow {
    /// The month at whose end it has crossed.
    pub month: Month,
    /// The day, where the cause tells it.
    pub day: Option<Day>,
    /// The child's identifier.
    pub child: String,
    /// The line.
    pub line: Line,
    /// Whether the numerator changes with it.
    pub numerator: bool,
    /// Why, where it is known: `turns 16`.
    pub cause: Option<String>,
    /// For each breakdown the group that the child is in; nothing where nobody knows.
    pub groups: Vec<Option<String>>,
}

impl DueRow {
    /// The line in words: `leaves the cohort and the numerator`.
    pub fn words(&self) -> String {
        let of_cohort = matches!(self.line, Line::JoinsCohort | Line::LeavesCohort);
        format!("{}{}", self.line.words(), if of_cohort && self.numerator { " and the numerator" } else { "" })
    }
}

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
