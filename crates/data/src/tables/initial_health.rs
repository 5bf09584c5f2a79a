//! The first health assessment of those who came into care, by the day it was due.
//!
//! One row for each child with a period of care that is old enough for its assessment to have been due. Due is the 20th
//! working day after the start, or the day that the council's own system gives.

use super::declared::{DeclaredTable, EPISODES, Kind, Time, column};
use super::flows::{IN_GROUPS, OF_A_START};
use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::rows::Kinds;
use super::timeline::Timeline;
use super::{Month, people, texts};
use crate::calendar::working_days::working_days_after;
use crate::calendar::{Day, NO_DAY, months_earlier};
use crate::extracts::{Child, NO_CODE};

/// So many working days after the start the assessment is due.
const DAYS: u32 = 20;

/// One row for each child with such a period of care: the first.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "initial_health",
    about: "One row for each child with a period of care that started (RNE S) in the 12 months that end 20 working days before the last day, and lasted at least 20 working days: the first such.",
    needs: EPISODES,
    columns: &[
        OF_A_START,
        IN_GROUPS,
        &[
            column(
                "assessment_due",
                Kind::Day,
                "The day by which the initial health assessment was due: as the council says, else the 20th working day after the start.",
                ASSESSMENTS,
            ),
            column("assessed", Kind::Day, "The day of the first one completed since the start.", ASSESSMENTS),
            column("assessed_in_time", Kind::YesNo, "Whether that was on or before the day it was due.", ASSESSMENTS),
        ],
    ],
    noun: "children",
    nobody: "no child who started to be looked after in the window belongs to the cohort",
    time: Time::OfWindow,
    several: false,
    stay: false,
    collects: Kinds::ASSESSED,
    fill: |making, frame| {
        frame.height(making.rows.assessed.len());
        fill(&making.rows.assessed, making.history, making.month, frame);
    },
};

const ASSESSMENTS: &[&str] =
    &["health_assessments.CHILD", "health_assessments.HEALTH_CHECK_TYPE", "health_assessments.HEALTH_CHECK_DATE"];

/// One child, with the period of care.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The child.
    pub child: Child,
    /// The day care started.
    pub start: Day,
    /// The day the next period of care started; [`Day::MAX`] where there is none.
    pub next: Day,
    /// The record of the episode that started it.
    pub record: usize,
}

/// The last day on which care can have started for the assessment to have been due by `e`.
fn last_start(e: Day) -> Day {
    // 20 working days are 28 days at the least; no holidays make them more than 45.
    (e - 45..=e - 26).rev().find(|start| working_days_after(*start, DAYS) <= e).unwrap_or(e - 45)
}

/// Adds the child's first period of care of the time that lasted until its assessment was due.
pub fn collect(timeline: &Timeline, child: Child, history: &History<'_>, month: Month, rows: &mut Vec<Row>) {
    let last = last_start(month.last());
    let since = months_earlier(last + 1, 12);
    let rules = &history.episodes;
    let found = timeline.periods.iter().enumerate().find_map(|(at, period)| {
        let record = timeline.episodes[period.first].record;
        let starts = rules.starts_care[usize::from(rules.rne[record])] && (since..=last).contains(&period.start);
        let lasted = timeline.ended(at).is_none_or(|(end, _)| end >= working_days_after(period.start, DAYS));
        let next = timeline.periods.get(at + 1).map_or(Day::MAX, |next| next.start);
        (starts && lasted).then_some(Row { child, start: period.start, next, record })
    });
    rows.extend(found);
}

fn fill(rows: &[Row], history: &History<'_>, month: Month, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|row| (row.child, row.start)));
    frame.days("started", rows.iter().map(|row| Some(row.start)));
    let place = |row: &Row| history.episodes.place[row.record];
    frame.codes("place", rows.iter().map(place));
    people::fill_situation(frame, history, rows.iter().map(|row| (row.record, place(row))));
    people::fill_provider(frame, history, rows.iter().map(|row| row.record));
    let records = rows.iter().map(|row| row.record);
    texts::fill(frame, history, records.clone(), records);
    let Some(found) = assessments(rows, history, history.seen(month)) else { return };
    frame.days("assessment_due", found.iter().map(|(due, _)| Some(*due)));
    frame.days("assessed", found.iter().map(|(_, assessed)| *assessed));
    frame.yes_no("assessed_in_time", found.iter().map(|(due, assessed)| Some(assessed.is_some_and(|day| day <= *due))));
}

/// For each row when its assessment was due and when it was completed; nothing without the extract.
fn assessments(rows: &[Row], history: &History<'_>, seen: Day) -> Option<Vec<(Day, Option<Day>)>> {
    let (records, layout) = history::extract(history.extracts, history.layouts, "health_assessments")?;
    let made = records.days(layout.column("HEALTH_CHECK_DATE")?)?;
    let dues = layout.column("HEALTH_CHECK_DUE_DATE").and_then(|at| records.days(at));
    let kinds = records.codes(layout.column("HEALTH_CHECK_TYPE")?)?;
    let initial = history::class(Some(layout), "HEALTH_CHECK_TYPE", &["IHA"]);
    let by_child = ByChild::new(Some(records), &history.extracts.children);
    let of_row = |row: &Row| {
        let own = || by_child.of(row.child).filter(|at| kinds[*at] != NO_CODE && initial[usize::from(kinds[*at])]);
        let within = |day: &Day| *day != NO_DAY && (row.start..row.next).contains(day);
        let due = dues.and_then(|dues| own().map(|at| dues[at]).filter(within).min());
        let assessed = own().map(|at| made[at]).filter(|day| within(day) && *day <= seen).min();
        (due.unwrap_or_else(|| working_days_after(row.start, DAYS)), assessed)
    };
    Some(rows.iter().map(of_row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{iso, parse_iso};

    #[test]
    fn the_last_start_is_the_latest_that_was_due_by_the_day() {
        let last = |e: &str| iso(last_start(parse_iso(e).unwrap()));
        // 20 working days after Tuesday 3 March 2026 are Tuesday 31 March.
        assert_eq!(last("2026-03-31"), "2026-03-03");
        // Easter Monday 2018 was on 2 April: 20 working days after any day from Maundy Thursday on are 30 April.
        assert_eq!(last("2018-04-30"), "2018-04-02");
        // Christmas and the new year: 1 December 2025 and 20 working days are 31 December, without the 25th and 26th.
        assert_eq!(last("2025-12-31"), "2025-12-01");
    }
}
