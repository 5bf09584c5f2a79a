//! Periods of care of the 12 months.

use super::frame::FrameBuilder;
use super::history::History;
use super::timeline::Timeline;
use super::{Month, people};
use crate::calendar::Day;
use crate::extracts::{Child, NO_CODE};

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
    frame.yes_no("care_start_known", rows.iter().map(|row| Some(row.start_known)));
    frame.days("ended", rows.iter().map(|row| row.end));
    frame.codes("reason", rows.iter().map(|row| row.reason));
    frame.whole("days", rows.iter().map(|row| Some(row.end.unwrap_or(month.last()) - row.start)));
}
