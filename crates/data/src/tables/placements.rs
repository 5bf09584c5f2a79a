//! Placements of the 12 months.

use super::declared::{
    AGE_BAND, CHILD, DISABILITY, DISTANCE, DOB, DeclaredTable, EPISODES, ETHNIC_GROUP, ETHNICITY, HOME_AUTHORITY, Kind,
    LEGAL_GROUP, Making, NEED_GROUP, PLACE, PLACEMENT_AUTHORITY, PLACEMENT_TYPE, PLACEMENT_URN, PROVIDER, SEX, SEX_GROUP, Time,
    column,
};
use super::frame::FrameBuilder;
use super::history::{self, History};
use super::rows::Kinds;
use super::schema::AUTHORITY;
use super::timeline::Timeline;
use super::{Month, distance, people, texts};
use crate::calendar::Day;
use crate::extracts::Child;

/// One row for each placement that was open on some day of the 12 months or ended in them.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "placements",
    about: "One row for each placement that was open on some day of the 12 months or ended in them.",
    needs: EPISODES,
    columns: &[&[
        CHILD,
        column("age", Kind::Whole, "Age in completed years on the last day of the month.", DOB),
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column("started", Kind::Day, "First day of the placement.", &[]),
        column("ended", Kind::Day, "Last day; empty while open on the last day of the month.", &[]),
        column("place", PLACE, "Code of its latest episode that is not temporary.", &[]),
        column("provider", PROVIDER, "Who provides it: that of the episode that gives its code.", &["episodes.PLACE_PROVIDER"]),
        PLACEMENT_TYPE,
        column("legal_status", Kind::Code("episodes", "LS"), "Legal status of its latest episode.", &[]),
        column("need", Kind::Code("episodes", "CIN"), "Category of need of that episode.", &["episodes.CIN"]),
        LEGAL_GROUP,
        NEED_GROUP,
        DISABILITY,
        column("temporary", Kind::YesNo, "Whether it is a temporary move (T0 to T4) and nothing else.", &[]),
        column("started_in_year", Kind::YesNo, "Whether it began in the 12 months.", &[]),
        column(
            "miles_from_home",
            Kind::Number,
            "Miles in a straight line from HOME_POST to PL_POST of its first episode, to 1 decimal place; empty when either is not known.",
            DISTANCE,
        ),
        column(
            "in_authority",
            Kind::YesNo,
            "Whether PL_POST of its first episode lies in the authority; empty when it is not known.",
            &[AUTHORITY, "episodes.PL_POST", "postcodes.pcds", "postcodes.oslaua"],
        ),
        PLACEMENT_URN,
        HOME_AUTHORITY,
        PLACEMENT_AUTHORITY,
        column(
            "reason",
            Kind::Code("episodes", "REASON_PLACE_CHANGE"),
            "Why it ended; empty while open.",
            &["episodes.REASON_PLACE_CHANGE"],
        ),
        column("moved_the_same_day", Kind::YesNo, "Whether the child moved to another placement on its last day (REC X1).", &[]),
    ]],
    noun: "placements",
    nobody: "no child belongs to the cohort",
    time: Time::UntilDay("ended"),
    several: true,
    stay: false,
    collects: Kinds::PLACEMENTS,
    fill: |making, frame| {
        frame.height(making.rows.placements.len());
        fill(&making.rows.placements, making, frame);
    },
};

/// One placement that was open on some day of the 12 months.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The child.
    pub child: Child,
    /// First day.
    pub start: Day,
    /// Last day; none while open on E.
    pub end: Option<Day>,
    /// Its code.
    pub place: u8,
    /// The record of its first episode.
    pub first: usize,
    /// The record of its last episode.
    pub record: usize,
    /// The record of the episode that gives its code.
    pub place_record: usize,
    /// Whether the child moved to another placement on its last day.
    pub moved: bool,
}

/// Adds the child's placements that ended in the 12 months or overlap them.
pub fn collect(timeline: &Timeline, child: Child, history: &History<'_>, month: Month, rows: &mut Vec<Row>) {
    let since = month.window_start(12);
    for (at, placement) in timeline.placements.iter().enumerate() {
        if placement.end.is_some_and(|end| end < since) {
            continue;
        }
        let last = &timeline.episodes[placement.last];
        let next = timeline.placements.get(at + 1).filter(|next| next.period == placement.period);
        let goes_on = history.episodes.goes_on[usize::from(last.rec)];
        rows.push(Row {
            child,
            start: placement.start,
            end: placement.end,
            place: placement.place,
            first: timeline.episodes[placement.first].record,
            record: last.record,
            place_record: timeline.record_of_place(placement),
            moved: goes_on && next.is_some_and(|next| Some(next.start) == placement.end),
        });
    }
}

/// Fills the table's columns.
fn fill(rows: &[Row], making: &Making<'_>, frame: &mut FrameBuilder<'_>) {
    let Making { history, month, .. } = *making;
    people::fill(frame, history, rows.iter().map(|row| (row.child, month.last())));
    frame.days("started", rows.iter().map(|row| Some(row.start)));
    frame.days("ended", rows.iter().map(|row| row.end));
    frame.codes("place", rows.iter().map(|row| row.place));
    people::fill_situation(frame, history, rows.iter().map(|row| (row.record, row.place)));
    people::fill_provider(frame, history, rows.iter().map(|row| row.place_record));
    texts::fill(frame, history, rows.iter().map(|row| row.place_record), rows.iter().map(|row| row.first));
    let classes = &history.episodes.classes;
    frame.yes_no("temporary", rows.iter().map(|row| Some(classes[usize::from(row.place)].temporary)));
    frame.yes_no("started_in_year", rows.iter().map(|row| Some(row.start >= month.window_start(12))));
    if frame.wants("miles_from_home") || frame.wants("in_authority") {
        let located = distance::locate(rows.iter().map(|row| row.first), history);
        distance::fill(&located, making, frame);
    }
    frame.yes_no("moved_the_same_day", rows.iter().map(|row| Some(row.moved)));
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "episodes") else { return };
    if let Some(reasons) = layout.column("REASON_PLACE_CHANGE").and_then(|at| records.codes(at)) {
        let ended = |row: &Row| row.end.map_or(crate::extracts::NO_CODE, |_| reasons[row.record]);
        frame.codes("reason", rows.iter().map(ended));
    }
}
