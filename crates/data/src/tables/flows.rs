//! Children who started and who ceased to be looked after in the 12 months.

use super::declared::{
    AGE_BAND, CHILD, DISABILITY, DOB, DeclaredColumn, DeclaredTable, EPISODES, ETHNIC_GROUP, ETHNICITY, HOME_AUTHORITY, Kind,
    LEGAL_GROUP, NEED_GROUP, PLACE, PLACEMENT_AUTHORITY, PLACEMENT_TYPE, PLACEMENT_URN, PROVIDER, SEX, SEX_GROUP, Time, column,
};
use super::frame::FrameBuilder;
use super::history::History;
use super::rows::Kinds;
use super::timeline::Timeline;
use super::{Month, people, texts};
use crate::calendar::{self, Day};
use crate::extracts::{Child, NO_CODE};

/// One row for each child with an episode that ended care in the 12 months: the last such.
pub(super) static CEASED: DeclaredTable = DeclaredTable {
    id: "ceased",
    about: "One row for each child with an episode that ended care in the 12 months: the last such.",
    needs: EPISODES,
    columns: &[
        &[
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
                "days_in_care",
                Kind::Whole,
                "Days from the start of the period of care to that day; empty where the extracts do not hold its start.",
                &[],
            ),
            column(
                "started_again_within_12_months",
                Kind::YesNo,
                "Whether the child started to be looked after again, by the last day, less than 12 months after that day.",
                &[],
            ),
            column("legal_status", Kind::Code("episodes", "LS"), "Legal status of the episode that ended care.", &[]),
            column("need", Kind::Code("episodes", "CIN"), "Category of need of that episode.", &["episodes.CIN"]),
            column("place", PLACE, "Code of the placement of that episode.", &[]),
            column("provider", PROVIDER, "Who provided it.", &["episodes.PLACE_PROVIDER"]),
        ],
        IN_GROUPS,
    ],
    noun: "children",
    nobody: "no child who ceased to be looked after in the window belongs to the cohort",
    time: Time::OnDay("ended"),
    several: false,
    stay: false,
    collects: Kinds::CEASED,
    fill: |making, frame| {
        frame.height(making.rows.ceased.len());
        fill_ends(&making.rows.ceased, making.history, frame);
    },
};

/// The columns of a child on the day that care started.
pub(super) const OF_A_START: &[DeclaredColumn] = &[
    CHILD,
    column("age", Kind::Whole, "Age in completed years on the day care started.", DOB),
    SEX,
    ETHNICITY,
    SEX_GROUP,
    AGE_BAND,
    ETHNIC_GROUP,
    column("started", Kind::Day, "The day care started.", &[]),
    column("legal_status", Kind::Code("episodes", "LS"), "Legal status on that day.", &[]),
    column("need", Kind::Code("episodes", "CIN"), "Category of need.", &["episodes.CIN"]),
    column("place", PLACE, "Code of the first placement.", &[]),
    column("provider", PROVIDER, "Who provides it.", &["episodes.PLACE_PROVIDER"]),
];

/// Where the child was placed on that day, and the groups of placement, legal status and need.
pub(super) const IN_GROUPS: &[DeclaredColumn] =
    &[PLACEMENT_URN, HOME_AUTHORITY, PLACEMENT_AUTHORITY, PLACEMENT_TYPE, LEGAL_GROUP, NEED_GROUP, DISABILITY];

/// One row for each child with a period of care that started (RNE S) in the 12 months: the first such.
pub(super) static STARTS: DeclaredTable = DeclaredTable {
    id: "starts",
    about: "One row for each child with a period of care that started (RNE S) in the 12 months: the first such.",
    needs: EPISODES,
    columns: &[
        OF_A_START,
        IN_GROUPS,
        &[
            column(
                "started_again_within_12_months",
                Kind::YesNo,
                "Whether the period of care before ended less than 12 months before that day.",
                &[],
            ),
            column(
                "days_since_last_care",
                Kind::Whole,
                "Days from the end of the period of care before to that day; empty where there is none in the extracts.",
                &[],
            ),
            column(
                "last_care_reason",
                Kind::Code("episodes", "REC"),
                "Why the period of care before ended; empty where there is none in the extracts.",
                &[],
            ),
            column(
                "unaccompanied",
                Kind::YesNo,
                "Whether an unaccompanied asylum-seeking child on that day (DUC empty or later).",
                &["uasc.CHILD", "uasc.DUC"],
            ),
        ],
    ],
    noun: "children",
    nobody: "no child belongs to the cohort",
    time: Time::OnDay("started"),
    several: false,
    stay: false,
    collects: Kinds::STARTS,
    fill: |making, frame| {
        frame.height(making.rows.starts.len());
        fill_starts(&making.rows.starts, making.history, frame);
    },
};

/// One child who started or ceased: the day, and the record of the episode.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The child.
    pub child: Child,
    /// The day care started or ended.
    pub day: Day,
    /// The record of the episode that started or ended care.
    pub record: usize,
    /// Of a start, whether care had ended less than 12 months before; of an end, whether it began again so soon.
    pub again: bool,
    /// Of a start, the day the period of care before ended, and why.
    pub last_care: Option<(Day, u8)>,
    /// Of an end, how long the period of care was, where its start is known.
    pub days_in_care: Option<i32>,
}

/// Adds the child's first start with RNE S in the 12 months, as the Department counts who started twice.
pub fn collect_start(timeline: &Timeline, child: Child, history: &History<'_>, month: Month, rows: &mut Vec<Row>) {
    let since = month.window_start(12);
    let rules = &history.episodes;
    let started = timeline.periods.iter().enumerate().find_map(|(at, period)| {
        let record = timeline.episodes[period.first].record;
        let before = at.checked_sub(1).and_then(|before| timeline.ended(before));
        let again = before.is_some_and(|(ended, _)| ended > calendar::months_earlier(period.start, 12));
        let starts = rules.starts_care[usize::from(rules.rne[record])] || timeline.is_supposed(at);
        let row = Row { child, day: period.start, record, again, last_care: before, days_in_care: None };
        (period.start >= since && starts).then_some(row)
    });
    rows.extend(started);
}

/// Adds the child's last end of care in the 12 months.
pub fn collect_end(timeline: &Timeline, child: Child, month: Month, rows: &mut Vec<Row>) {
    let since = month.window_start(12);
    let ends = timeline.periods.iter().enumerate().filter(|(_, period)| period.ended).filter_map(|(at, period)| {
        let episode = &timeline.episodes[period.last];
        episode.end.filter(|end| *end >= since).map(|end| (end, episode.record, at))
    });
    let row = |(day, record, at): (Day, usize, usize)| {
        let next = timeline.periods.get(at + 1);
        let again = next.is_some_and(|next| day > calendar::months_earlier(next.start, 12));
        let period = &timeline.periods[at];
        Row { child, day, record, again, last_care: None, days_in_care: period.start_known.then_some(day - period.start) }
    };
    rows.extend(ends.max().map(row));
}

/// Fills the columns of `starts`.
pub fn fill_starts(rows: &[Row], history: &History<'_>, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|row| (row.child, row.day)));
    frame.days("started", rows.iter().map(|row| Some(row.day)));
    frame.yes_no("started_again_within_12_months", rows.iter().map(|row| Some(row.again)));
    frame.whole("days_since_last_care", rows.iter().map(|row| row.last_care.map(|(ended, _)| row.day - ended)));
    frame.codes("last_care_reason", rows.iter().map(|row| row.last_care.map_or(NO_CODE, |(_, reason)| reason)));
    let holds = people::unaccompanied(history);
    frame.yes_no("unaccompanied", rows.iter().map(|row| holds.as_ref().map(|holds| holds(row.child, row.day))));
    fill_episode(rows, history, frame);
}

/// Fills what the episode says that started or ended care.
fn fill_episode(rows: &[Row], history: &History<'_>, frame: &mut FrameBuilder<'_>) {
    let place = |row: &Row| history.episodes.place[row.record];
    frame.codes("place", rows.iter().map(place));
    people::fill_situation(frame, history, rows.iter().map(|row| (row.record, place(row))));
    people::fill_provider(frame, history, rows.iter().map(|row| row.record));
    let records = rows.iter().map(|row| row.record);
    texts::fill(frame, history, records.clone(), records);
}

/// Fills the columns of `ceased`.
pub fn fill_ends(rows: &[Row], history: &History<'_>, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|row| (row.child, row.day)));
    frame.days("ended", rows.iter().map(|row| Some(row.day)));
    frame.codes("reason", rows.iter().map(|row| history.episodes.rec[row.record]));
    frame.whole("days_in_care", rows.iter().map(|row| row.days_in_care));
    frame.yes_no("started_again_within_12_months", rows.iter().map(|row| Some(row.again)));
    fill_episode(rows, history, frame);
}
