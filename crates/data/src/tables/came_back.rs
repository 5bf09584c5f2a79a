//! Children who went home in the year before the 12 months, and whether they came back.

use super::declared::{
    AGE_BAND, CHILD, DOB, DeclaredTable, EPISODES, ETHNIC_GROUP, ETHNICITY, Kind, SEX, SEX_GROUP, Time, column,
};
use super::frame::FrameBuilder;
use super::history::History;
use super::rows::Kinds;
use super::timeline::Timeline;
use super::{Month, people};
use crate::calendar::{self, Day};
use crate::extracts::Child;

/// One row for each child whose care ended with a return home in the 12 months before the last 12.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "went_home_before",
    about: "One row for each child whose care ended with a return home (REC E4, E4A, E4B, E13) in the 12 months before the last 12: the last such end.",
    needs: EPISODES,
    columns: &[&[
        CHILD,
        column("age", Kind::Whole, "Age in completed years on the day care ended.", DOB),
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column("ended", Kind::Day, "The day care ended.", &[]),
        column("reason", Kind::Code("episodes", "REC"), "Why it ended.", &[]),
        column(
            "came_back_within_12_months",
            Kind::YesNo,
            "Whether another period of care began less than 12 months after that day.",
            &[],
        ),
    ]],
    noun: "children",
    nobody: "no child who went home in the 12 months before belongs to the cohort",
    time: Time::OfWindow,
    several: false,
    stay: false,
    collects: Kinds::WENT_HOME,
    fill: |making, frame| {
        frame.height(making.rows.went_home.len());
        fill(&making.rows.went_home, making.history, frame);
    },
};

/// One child who went home.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The child.
    pub child: Child,
    /// The day care ended.
    pub ended: Day,
    /// Why.
    pub reason: u8,
    /// Whether another period of care began less than 12 months after it.
    pub came_back: bool,
}

/// Adds the child's last return home in the 12 months before the last 12.
pub fn collect(timeline: &Timeline, child: Child, history: &History<'_>, month: Month, rows: &mut Vec<Row>) {
    let (since, until) = (month.window_start(24), month.window_start(12));
    let home = |at: usize| {
        timeline.ended(at).filter(|(ended, rec)| (since..until).contains(ended) && history.episodes.went_home[usize::from(*rec)])
    };
    let Some((at, (ended, reason))) = (0..timeline.periods.len()).rev().find_map(|at| Some((at, home(at)?))) else { return };
    let next = timeline.periods.get(at + 1).map(|period| period.start);
    let came_back = next.is_some_and(|start| start < calendar::months_later(ended, 12));
    rows.push(Row { child, ended, reason, came_back });
}

fn fill(rows: &[Row], history: &History<'_>, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|row| (row.child, row.ended)));
    frame.days("ended", rows.iter().map(|row| Some(row.ended)));
    frame.codes("reason", rows.iter().map(|row| row.reason));
    frame.yes_no("came_back_within_12_months", rows.iter().map(|row| Some(row.came_back)));
}
