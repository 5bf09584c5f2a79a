//! Children looked after on the last day of the month.

use super::Month;
use super::declared::{
    AGE_BAND, CHILD, DISABILITY, DISTANCE, DOB, DeclaredTable, EPISODES, ETHNIC_GROUP, ETHNICITY, Kind, LEGAL_GROUP, NEED_GROUP,
    PLACE, PLACEMENT_TYPE, SEX, SEX_GROUP, column,
};
use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::rows::Kinds;
use super::rows::Rows;
use super::schema::AUTHORITY;
use super::timeline::Timeline;
use super::{distance, people, reviews};
use crate::calendar::{Day, NO_DAY};
use crate::extracts::Child;

/// One row for each child looked after on the last day of the month.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "looked_after",
    about: "One row for each child looked after on the last day of the month.",
    needs: EPISODES,
    columns: &[
        CHILD,
        column("age", Kind::Whole, "Age in completed years on the last day; empty without a date of birth.", DOB),
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        PLACEMENT_TYPE,
        LEGAL_GROUP,
        NEED_GROUP,
        DISABILITY,
        column("legal_status", Kind::Code("episodes", "LS"), "Legal status of the episode open on the last day.", &[]),
        column("need", Kind::Code("episodes", "CIN"), "Category of need of that episode.", &["episodes.CIN"]),
        column("place", PLACE, "Code of the placement on the last day: that of its latest episode that is not temporary.", &[]),
        column(
            "care_start",
            Kind::Day,
            "First day of the period of care; the first known day where `care_start_known` is false.",
            &[],
        ),
        column("care_start_known", Kind::YesNo, "Whether the extracts hold the start of the period of care.", &[]),
        column(
            "months_in_care",
            Kind::Whole,
            "Whole calendar months from care start to the day after the last day: 30 or more means since S30 or before.",
            &[],
        ),
        column("placement_start", Kind::Day, "First day of the placement.", &[]),
        column(
            "months_in_placement",
            Kind::Whole,
            "Whole calendar months from placement start to the day after the last day: 24 or more means since S24 or before.",
            &[],
        ),
        column(
            "months_in_placement_and_before",
            Kind::Whole,
            "The same from the start of the placement directly before, in the same period of care; from the placement's own where there is none.",
            &[],
        ),
        column(
            "placements_in_year",
            Kind::Whole,
            "Placements that overlap the 12 months to the last day, all periods of care together.",
            &[],
        ),
        column(
            "unaccompanied",
            Kind::YesNo,
            "Whether an unaccompanied asylum-seeking child on the last day (DUC empty or later).",
            &["uasc.CHILD", "uasc.DUC"],
        ),
        column(
            "miles_from_home",
            Kind::Number,
            "Miles in a straight line from HOME_POST to PL_POST of the episode open on the last day, to 1 decimal place; empty when either is not known.",
            DISTANCE,
        ),
        column(
            "in_authority",
            Kind::YesNo,
            "Whether PL_POST of that episode lies in the authority; empty when it is not known.",
            &[AUTHORITY, "episodes.PL_POST", "postcodes.pcds", "postcodes.oslaua"],
        ),
        column(
            "social_workers",
            Kind::Whole,
            "Different social workers (SW_ID) in the 12 months; 0 when there is none.",
            &["sw_episodes.SW_ID", "sw_episodes.SW_DECOM", "sw_episodes.SW_DEC"],
        ),
        column(
            "reviews_on_time",
            Kind::YesNo,
            "Whether no review of the present period of care was overdue on a day of the 12 months; empty for those in care for under 28 days.",
            &["reviews.CHILD", "reviews.REVIEW"],
        ),
    ],
    noun: "children",
    nobody: "no child belongs to the cohort",
    as_they_stand: true,
    collects: Kinds::LOOKED_AFTER,
    fill: |making, frame| {
        frame.height(making.rows.looked_after.len());
        fill(making.rows, making.history, making.month, making.authority, frame);
    },
};

/// One child looked after on E.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The child.
    pub child: Child,
    /// The record of the episode open on E.
    pub record: usize,
    /// The placement's code.
    pub place: u8,
    /// First day of the period of care.
    pub care_start: Day,
    /// Whether that is the true start.
    pub care_start_known: bool,
    /// First day of the placement.
    pub placement_start: Day,
    /// First day of the placement before it in the same period, or its own.
    pub start_with_before: Day,
    /// Placements that overlap the 12 months.
    pub placements: i32,
}

/// Adds the child's row, if looked after on E.
/// `adult` is the day the child turns 18.
pub fn collect(timeline: &Timeline, child: Child, adult: Day, month: Month, rows: &mut Vec<Row>) {
    let Some(open) = timeline.open() else { return };
    if adult <= month.last() {
        return;
    }
    let period = &timeline.periods[open.period];
    let placement = &timeline.placements[open.placement];
    let since = month.window_start(12);
    rows.push(Row {
        child,
        record: open.record,
        place: placement.place,
        care_start: period.start,
        care_start_known: period.start_known,
        placement_start: placement.start,
        start_with_before: timeline.start_with_before(open.placement),
        placements: timeline.placements_since(since),
    });
}

/// Fills the table's columns.
pub fn fill(collected: &Rows, history: &History<'_>, month: Month, authority: Option<&str>, frame: &mut FrameBuilder<'_>) {
    let rows = &collected.looked_after;
    let e = month.last();
    people::fill(frame, history, rows.iter().map(|row| (row.child, e)));
    people::fill_situation(frame, history, rows.iter().map(|row| (row.record, row.place)));
    frame.codes("place", rows.iter().map(|row| row.place));
    frame.days("care_start", rows.iter().map(|row| Some(row.care_start)));
    frame.yes_no("care_start_known", rows.iter().map(|row| Some(row.care_start_known || history.supposes_starts())));
    frame.whole("months_in_care", rows.iter().map(|row| Some(month.months_since(row.care_start))));
    frame.days("placement_start", rows.iter().map(|row| Some(row.placement_start)));
    frame.whole("months_in_placement", rows.iter().map(|row| Some(month.months_since(row.placement_start))));
    frame.whole("months_in_placement_and_before", rows.iter().map(|row| Some(month.months_since(row.start_with_before))));
    frame.whole("placements_in_year", rows.iter().map(|row| Some(row.placements)));
    if frame.wants("unaccompanied") {
        let status = unaccompanied(history, history.seen(month));
        frame.yes_no("unaccompanied", rows.iter().map(|row| status.as_ref().map(|status| status[row.child as usize])));
    }
    if frame.wants("miles_from_home") || frame.wants("in_authority") {
        let located = collected.located.get_or_init(|| distance::locate(rows, history));
        frame.numbers("miles_from_home", located.iter().map(|location| location.miles));
        let is_here = authority.map(|authority| distance::is_authority(history, authority));
        let in_authority = |location: &distance::Location| Some(is_here.as_ref()?[location.authority? as usize]);
        frame.yes_no("in_authority", located.iter().map(in_authority));
    }
    if frame.wants("reviews_on_time") {
        frame.yes_no("reviews_on_time", reviews::on_time(rows, history, month).into_iter());
    }
    if frame.wants("social_workers") {
        let number = social_workers(history, month);
        frame.whole("social_workers", rows.iter().map(|row| number(row.child)));
    }
}

/// By child, whether any uasc row holds on `e`.
fn unaccompanied(history: &History<'_>, e: Day) -> Option<Vec<bool>> {
    let (records, layout) = history::extract(history.extracts, history.layouts, "uasc")?;
    let ceased = records.days(layout.column("DUC")?)?;
    let mut status = vec![false; history.children() as usize];
    for (record, child) in records.child.iter().enumerate() {
        status[*child as usize] |= ceased[record] == NO_DAY || ceased[record] > e;
    }
    Some(status)
}

/// By child, how many different social workers overlap the 12 months.
fn social_workers<'a>(history: &'a History<'_>, month: Month) -> impl Fn(Child) -> Option<i32> + 'a {
    let found = history::extract(history.extracts, history.layouts, "sw_episodes");
    let by_child = ByChild::new(found.map(|(records, _)| records), &history.extracts.children);
    let (since, e) = (month.window_start(12), history.seen(month));
    let columns = found.and_then(|(records, layout)| {
        let days = |name: &str| records.days(layout.column(name)?);
        Some((records.words(layout.column("SW_ID")?)?, days("SW_DECOM")?, days("SW_DEC")?))
    });
    move |child| {
        let (workers, starts, ends) = columns?;
        let counts = |at: &usize| starts[*at] <= e && (ends[*at] == NO_DAY || ends[*at] > since);
        let mut ids: Vec<u32> = by_child.of(child).filter(counts).map(|at| workers.ids[at]).collect();
        ids.sort_unstable();
        ids.dedup();
        Some(ids.len() as i32)
    }
}
