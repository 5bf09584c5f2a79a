//! Children looked after on the last day of the month.

use super::Month;
use super::declared::{
    AGE_BAND, CHILD, DISABILITY, DISTANCE, DOB, DeclaredTable, EPISODES, ETHNIC_GROUP, ETHNICITY, HOME_AUTHORITY, Kind,
    LEGAL_GROUP, Making, NEED_GROUP, PLACE, PLACEMENT_AUTHORITY, PLACEMENT_TYPE, PLACEMENT_URN, PROVIDER, SEX, SEX_GROUP, Time,
    column,
};
use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::rows::Kinds;
use super::schema::AUTHORITY;
use super::timeline::Timeline;
use super::{distance, education_plans, pathway_plans, people, reviews, siblings, texts, visits};
use crate::calendar::{Day, NO_DAY};
use crate::extracts::{Child, NO_CODE};

/// One row for each child looked after on the last day of the month.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "looked_after",
    about: "One row for each child looked after on the last day of the month.",
    needs: EPISODES,
    columns: &[&[
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
        ).over_time().kept_up(),
        column(
            "placements_in_two_years",
            Kind::Whole,
            "Placements that overlap the 24 months to the last day, all periods of care together.",
            &[],
        ).over_time(),
        column("placements_ever", Kind::Whole, "Placements known up to the last day, all periods of care together.", &[]),
        column(
            "days_since_last_care",
            Kind::Whole,
            "Days from the end of the period of care before to the start of this one; empty where there is none in the extracts.",
            &[],
        ),
        column(
            "last_care_reason",
            Kind::Code("episodes", "REC"),
            "Why the period of care before ended; empty where there is none in the extracts.",
            &[],
        ),
        column(
            "provider",
            PROVIDER,
            "Who provides the placement: that of the episode that gives its code.",
            &["episodes.PLACE_PROVIDER"],
        ),
        column(
            "deprived_of_liberty",
            Kind::YesNo,
            "Whether a deprivation of liberty order holds on the last day (DOLO_END empty or later).",
            &["dolo.CHILD", "dolo.DOLO_START", "dolo.DOLO_END"],
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
        PLACEMENT_URN,
        HOME_AUTHORITY,
        PLACEMENT_AUTHORITY,
        column(
            "social_workers",
            Kind::Whole,
            "Different social workers (SW_ID) in the 12 months; 0 when there is none.",
            &["sw_episodes.SW_ID", "sw_episodes.SW_DECOM", "sw_episodes.SW_DEC"],
        ).over_time().kept_up(),
        column(
            "social_workers_in_two_years",
            Kind::Whole,
            "Different social workers (SW_ID) in the 24 months; 0 when there is none.",
            &["sw_episodes.SW_ID", "sw_episodes.SW_DECOM", "sw_episodes.SW_DEC"],
        ).over_time(),
        column(
            "review_overdue",
            Kind::YesNo,
            "Whether a review of the present period of care was due on or before the last day and was not held by it.",
            &["reviews.CHILD", "reviews.REVIEW"],
        ),
        column(
            "reviews_on_time",
            Kind::YesNo,
            "Whether no review of the present period of care was overdue on a day of the 12 months; empty for those in care for under 28 days.",
            &["reviews.CHILD", "reviews.REVIEW"],
        ).over_time().kept_up(),
        column(
            "visit_overdue",
            Kind::YesNo,
            "Whether a visit by the social worker was due on or before the last day and was not made by it.",
            visits::NEEDS,
        ).kept_up(),
        column(
            "visits_on_time",
            Kind::YesNo,
            "Whether no visit of the present period of care was overdue on a day of the 12 months; empty in the first week of care.",
            visits::NEEDS,
        ).over_time().kept_up(),
        column(
            "education_plan_current",
            Kind::YesNo,
            "Whether the personal education plan is of this school term or of the one before; empty where the first is not due yet.",
            education_plans::NEEDS,
        ).kept_up(),
        column(
            "pathway_plan_due",
            Kind::Day,
            "The day by which a pathway plan is to be made or reviewed; empty for those who are not eligible, under 16 or in care for too short.",
            pathway_plans::NEEDS,
        ),
        column(
            "pathway_plan_overdue",
            Kind::YesNo,
            "Whether that day has come and it was not made or reviewed; empty for those who are not eligible.",
            pathway_plans::NEEDS,
        ),
        column(
            "pathway_plan_current",
            Kind::YesNo,
            "Whether there is a pathway plan that is not overdue; empty where the first is not due yet.",
            pathway_plans::NEEDS,
        ),
        column(
            "siblings_in_care",
            Kind::Whole,
            "Brothers and sisters looked after on the last day; empty where the extract does not tell of the child's family.",
            siblings::NEEDS,
        ),
        column(
            "siblings_placed_together",
            Kind::Whole,
            "Those of them whose placement has the same postcode; empty where the child's is not known.",
            siblings::TOGETHER,
        ),
    ]],
    noun: "children",
    nobody: "no child belongs to the cohort",
    time: Time::AsTheyStand,
    several: false,
    stay: true,
    collects: Kinds::LOOKED_AFTER,
    fill: |making, frame| {
        frame.height(making.rows.looked_after.len());
        fill(making, frame);
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
    /// Placements that overlap the 24 months.
    pub placements_in_two_years: i32,
    /// Placements known.
    pub placements_ever: i32,
    /// The day the period of care before ended, and why.
    pub last_care: Option<(Day, u8)>,
    /// The record of the episode that gives the placement's code.
    pub place_record: usize,
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
    rows.push(Row {
        child,
        record: open.record,
        place: placement.place,
        care_start: period.start,
        care_start_known: period.start_known,
        placement_start: placement.start,
        start_with_before: timeline.start_with_before(open.placement),
        placements: timeline.placements_since(month.window_start(12)),
        placements_in_two_years: timeline.placements_since(month.window_start(24)),
        placements_ever: timeline.placements_since(Day::MIN),
        last_care: open.period.checked_sub(1).and_then(|before| timeline.ended(before)),
        place_record: timeline.record_of_place(placement),
    });
}

/// Fills the table's columns.
fn fill(making: &Making<'_>, frame: &mut FrameBuilder<'_>) {
    let Making { rows: collected, history, month, .. } = *making;
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
    frame.whole("placements_in_two_years", rows.iter().map(|row| Some(row.placements_in_two_years)));
    frame.whole("placements_ever", rows.iter().map(|row| Some(row.placements_ever)));
    frame.whole("days_since_last_care", rows.iter().map(|row| row.last_care.map(|(ended, _)| row.care_start - ended)));
    frame.codes("last_care_reason", rows.iter().map(|row| row.last_care.map_or(NO_CODE, |(_, reason)| reason)));
    people::fill_provider(frame, history, rows.iter().map(|row| row.place_record));
    texts::fill(frame, history, rows.iter().map(|row| row.place_record), rows.iter().map(|row| row.record));
    if frame.wants("deprived_of_liberty") {
        let status = holding(history, "dolo", "DOLO_START", "DOLO_END", history.seen(month));
        frame.yes_no("deprived_of_liberty", rows.iter().map(|row| status.as_ref().map(|status| status[row.child as usize])));
    }
    if frame.wants("unaccompanied") {
        let e = history.seen(month);
        let holds = people::unaccompanied(history);
        frame.yes_no("unaccompanied", rows.iter().map(|row| holds.as_ref().map(|holds| holds(row.child, e))));
    }
    if frame.wants("miles_from_home") || frame.wants("in_authority") {
        let located = collected.located.get_or_init(|| distance::locate(rows.iter().map(|row| row.record), history));
        distance::fill(located, making, frame);
    }
    if frame.wants("review_overdue") {
        frame.yes_no("review_overdue", reviews::overdue(rows, history, month).into_iter().map(Some));
    }
    if frame.wants("reviews_on_time") {
        frame.yes_no("reviews_on_time", reviews::on_time(rows, history, month).into_iter());
    }
    if frame.wants("visit_overdue") || frame.wants("visits_on_time") {
        let judged = visits::judged(rows, history, month);
        let of = |at: usize| judged.as_ref().and_then(|judged| judged.get(at));
        frame.yes_no("visit_overdue", (0..rows.len()).map(|at| of(at).map(|judged| judged.overdue)));
        frame.yes_no("visits_on_time", (0..rows.len()).map(|at| of(at).and_then(|judged| judged.on_time)));
    }
    if frame.wants("education_plan_current") {
        let current = education_plans::current(rows, history, month);
        frame.yes_no("education_plan_current", (0..rows.len()).map(|at| current.as_ref().and_then(|current| current[at])));
    }
    if ["pathway_plan_due", "pathway_plan_overdue", "pathway_plan_current"].iter().any(|name| frame.wants_of(name)) {
        let judged = pathway_plans::judged(rows, history, month);
        let of = |at: usize| judged.as_ref().and_then(|judged| judged.get(at).copied()).unwrap_or_default();
        frame.days("pathway_plan_due", (0..rows.len()).map(|at| of(at).due));
        frame.yes_no("pathway_plan_overdue", (0..rows.len()).map(|at| of(at).overdue));
        frame.yes_no("pathway_plan_current", (0..rows.len()).map(|at| of(at).current));
    }
    if frame.wants("siblings_in_care") || frame.wants("siblings_placed_together") {
        let counted = siblings::counted(rows, history, month);
        let of = |at: usize| counted.as_ref().and_then(|counted| counted.get(at).copied()).unwrap_or_default();
        frame.whole("siblings_in_care", (0..rows.len()).map(|at| of(at).in_care));
        frame.whole("siblings_placed_together", (0..rows.len()).map(|at| of(at).together));
    }
    for (name, months) in [("social_workers", 12), ("social_workers_in_two_years", 24)] {
        if frame.wants(name) {
            let number = social_workers(history, month, months);
            frame.whole(name, rows.iter().map(|row| number(row.child)));
        }
    }
}

/// By child, whether any row of an extract holds on `e`: begun by then, without an end or with a later one.
fn holding(history: &History<'_>, id: &str, start: &str, end: &str, e: Day) -> Option<Vec<bool>> {
    let (records, layout) = history::extract(history.extracts, history.layouts, id)?;
    let (starts, ends) = (records.days(layout.column(start)?)?, records.days(layout.column(end)?)?);
    let mut status = vec![false; history.children() as usize];
    for (record, child) in records.child.iter().enumerate() {
        status[*child as usize] |= starts[record] <= e && (ends[record] == NO_DAY || ends[record] > e);
    }
    Some(status)
}

/// By child, how many different social workers overlap so many months.
fn social_workers<'a>(history: &'a History<'_>, month: Month, months: i32) -> impl Fn(Child) -> Option<i32> + 'a {
    let found = history::extract(history.extracts, history.layouts, "sw_episodes");
    let by_child = ByChild::new(found.map(|(records, _)| records), &history.extracts.children);
    let (since, e) = (month.window_start(months), history.seen(month));
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
