//! Where a figure goes if the children now in its cohort stay where they are: who crosses which line.
//!
//! Takes how each child stands in two months, gives the crossings with their causes, and words
//! for them. The later month is derived from the same extracts with nothing known after the
//! earlier one. Fits no line and guesses no arrivals.

pub mod boundaries;
pub mod days;

use std::collections::BTreeMap;

use crate::condition::{self, Bound};
use crate::due::Line;
use crate::extracts::Child;
use crate::measure::Compiled;
use crate::measure::membership::{Member, Members};
use crate::said;
use crate::tables::declared::Time;
use crate::tables::schema::TableSpec;
use boundaries::Cause;

/// How many months after the period a due date may lie to have a forecast.
pub const FURTHEST: i32 = 36;

/// How columns end that tell how long ago a day was, or in which time it lies.
const AGO: [&str; 6] = ["_days_ago", "_months_ago", "_in_year", "_in_month", "_in_quarter", "_in_last_quarter"];

/// A child that crosses a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The child.
    pub child: Child,
    /// The line.
    pub line: Line,
    /// Whether it counts on that side of the line where it belongs to the cohort.
    pub counted: bool,
    /// Why.
    pub cause: Option<Cause>,
}

/// Whether a table has one row for each child as they stand on the last day, so that one can look ahead.
pub fn of_people(table: &TableSpec) -> bool {
    table.time == Time::AsTheyStand
}

/// Whether an indicator has a forecast: it counts children as they stand, by nothing that events to come keep up.
pub fn has_forecast(compiled: &Compiled<'_>) -> bool {
    let kept_up = |name: &str| compiled.table.column(name).is_some_and(|column| column.of_time.kept_up);
    let of_events = |column: &String| kept_up(column) || AGO.iter().any(|ending| column.ends_with(ending));
    compiled.indicator.forecast
        && of_people(compiled.table)
        && !compiled.indicator.window.grows_through_the_year()
        && !compiled.columns.iter().any(of_events)
}

/// Who crosses a line between two months, in order of the child.
pub fn crossings(compiled: &Compiled<'_>, before: &Members, after: &Members) -> Vec<Crossing> {
    let cohort = bounds(compiled.indicator.cohort.as_ref().map(|text| text.value.as_str()));
    let numerator_text = compiled.indicator.statistic.condition().map(|text| text.value.trim());
    let numerator = bounds(numerator_text);
    let nobody = Member { cohort: false, counted: false, values: Vec::new() };
    let mut children: Vec<Child> = before.of.keys().chain(after.of.keys()).copied().collect();
    children.sort_unstable();
    children.dedup();
    let crossing = |child: Child| {
        let (was, is) = (before.of.get(&child), after.of.get(&child));
        let (a, b) = (was.unwrap_or(&nobody), is.unwrap_or(&nobody));
        let (line, counted) = match (a.cohort, b.cohort) {
            (false, true) => (Line::JoinsCohort, b.counted),
            (true, false) => (Line::LeavesCohort, a.counted),
            (true, true) if !a.counted && b.counted => (Line::JoinsNumerator, true),
            (true, true) if a.counted && !b.counted => (Line::LeavesNumerator, true),
            _ => return None,
        };
        let of_cohort = matches!(line, Line::JoinsCohort | Line::LeavesCohort);
        let value = |member: &Member, column: &str| {
            let at = before.columns.iter().position(|name| name == column)?;
            member.values.get(at).copied().flatten()
        };
        let cause = match (was, is) {
            (Some(_), None) => Some(Cause::Adult),
            (None, Some(_)) if compiled.table.id == "health" => Some(Cause::Reaches("months_in_care".to_owned(), 12)),
            _ => {
                let bounds = if of_cohort { &cohort } else { &numerator };
                let crossed = |bound: &Bound| boundaries::crossed(bound, value(a, &bound.column), value(b, &bound.column));
                let joins = matches!(line, Line::JoinsCohort | Line::JoinsNumerator);
                let same_way = |bound: &&Bound| value(b, &bound.column).is_some_and(|value| bound.holds(value)) == joins;
                bounds.iter().filter(same_way).find_map(crossed).or_else(|| bounds.iter().find_map(crossed))
            }
        };
        let of_reviews = line == Line::LeavesNumerator && numerator_text == Some("reviews_on_time");
        let cause = cause.or(of_reviews.then_some(Cause::ReviewOverdue));
        Some(Crossing { child, line, counted, cause })
    };
    children.into_iter().filter_map(crossing).collect()
}

fn bounds(sql: Option<&str>) -> Vec<Bound> {
    sql.map(condition::bounds).unwrap_or_default()
}

/// How many cross which line and why, a sentence for each: `11 reach two years in their placement and join the numerator`.
pub fn in_words(crossings: &[Crossing], has_numerator: bool) -> Vec<said::Crossing> {
    let mut groups: BTreeMap<(Line, Option<Cause>), (usize, usize)> = BTreeMap::new();
    for crossing in crossings {
        let (number, counted) = groups.entry((crossing.line, crossing.cause.clone())).or_default();
        *number += 1;
        *counted += usize::from(crossing.counted);
    }
    let words = |((line, cause), (number, counted)): (&(Line, Option<Cause>), &(usize, usize))| {
        let one = *number == 1;
        let (verb, what) = match line {
            Line::JoinsNumerator => (if one { "joins" } else { "join" }, "numerator"),
            Line::LeavesNumerator => (if one { "leaves" } else { "leave" }, "numerator"),
            Line::JoinsCohort => (if one { "joins" } else { "join" }, "cohort"),
            Line::LeavesCohort => (if one { "leaves" } else { "leave" }, "cohort"),
        };
        let why = cause.as_ref().map(|cause| format!("{} and ", cause.words(one))).unwrap_or_default();
        let of_them = match line {
            Line::JoinsNumerator | Line::LeavesNumerator => String::new(),
            _ if !has_numerator || *counted == 0 => String::new(),
            _ if one => ", who counts".to_owned(),
            _ if counted == number => ", all of whom count".to_owned(),
            _ if *counted == 1 => ", of whom 1 counts".to_owned(),
            _ => format!(", of whom {counted} count"),
        };
        said::Crossing { number: *number, what: format!("{why}{verb} the {what}{of_them}") }
    };
    groups.iter().map(words).collect()
}
