//! Periods of care of the 12 months.

use super::declared::{
    AGE_BAND, CHILD, DOB, DeclaredTable, EPISODES, ETHNIC_GROUP, ETHNICITY, Kind, SEX, SEX_GROUP, Time, column,
};
use super::frame::FrameBuilder;
use super::history::History;
use super::rows::Kinds;
use super::timeline::Timeline;
use super::{Month, people};
use crate::calendar::Day;
use crate::extracts::{Child, NO_CODE};

/// One row for each period of care that goes on or ended in the 12 months.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "periods_of_care",
    about: "One row for each period of care that goes on or ended in the 12 months.",
    needs: EPISODES,
    columns: &[&[
        CHILD,
        column("age", Kind::Whole, "Age in completed years on the last day of the month.", DOB),
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column(
            "care_start",
            Kind::Day,
            "First day of the period of care; the first known day where `care_start_known` is false.",
            &[],
        ),
        column("care_start_known", Kind::YesNo, "Whether the extracts hold the start of the period of care.", &[]),
        column("ended", Kind::Day, "The day it ended; empty while it goes on.", &[]),
        column("reason", Kind::Code("episodes", "REC"), "Why it ended; empty while it goes on.", &[]),
        column("days", Kind::Whole, "Days from care start to its end, or to the last day of the month.", &[]),
    ]],
    noun: "periods of care",
    nobody: "no child belongs to the cohort",
    time: Time::UntilDay("ended"),
    several: true,
    stay: false,
    collects: Kinds::PERIODS,
    fill: |making, frame| {
        frame.height(making.rows.periods.len());
        fill(&making.rows.periods, making.history, making.month, frame);
    },
};

/// One period of care.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The child.
    pub child: Child,
    /// First day (care start).
    pub start: Day,
    /// Whether the extracts hold the true start.
    pub start_known: bool,
    /// The day it ended; none while it goes on.
    pub end: Option<Day>,
    /// Why it ended.
    pub reason: u8,
}

/// Adds the child's periods of care that go on or ended in the 12 months.
pub fn collect(timeline: &Timeline, child: Child, month: Month, rows: &mut Vec<Row>) {
    let since = month.window_start(12);
    for period in &timeline.periods {
        let last = &timeline.episodes[period.last];
        let end = last.end.filter(|_| period.ended);
        if end.is_none_or(|end| end >= since) {
            let reason = if period.ended { last.rec } else { NO_CODE };
            rows.push(Row { child, start: period.start, start_known: period.start_known, end, reason });
        }
    }
}

/// Fills the table's columns.
pub fn fill(rows: &[Row], history: &History<'_>, month: Month, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|row| (row.child, month.last())));
    frame.days("care_start", rows.iter().map(|row| Some(row.start)));
    frame.yes_no("care_start_known", rows.iter().map(|row| Some(row.start_known || history.supposes_starts())));
    frame.days("ended", rows.iter().map(|row| row.end));
    frame.codes("reason", rows.iter().map(|row| row.reason));
    frame.whole("days", rows.iter().map(|row| Some(row.end.unwrap_or(month.last()) - row.start)));
}
