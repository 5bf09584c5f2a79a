//! Children with an adoption decision, or its reversal, in the 12 months.

use super::declared::{AGE, AGE_BAND, CHILD, DeclaredTable, ETHNIC_GROUP, ETHNICITY, Kind, SEX, SEX_GROUP, Time, column};
use super::history::{self, ByChild, History};
use super::rows::Kinds;
use super::{Month, people};
use crate::calendar::Day;
use crate::extracts::Child;

/// One row for each child with an adoption decision, or the reversal of one, in the 12 months.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "adoption_decisions",
    about: "One row for each child with a decision to place for adoption, or the reversal of one, in the 12 months.",
    // Decisions are known of those whose time in care is: of a month before the episodes tell of everybody, nothing is.
    needs: &["episodes.CHILD", "placed_for_adoption.CHILD", "placed_for_adoption.DATE_PLACED"],
    columns: &[&[
        CHILD,
        AGE,
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column("decided", Kind::Day, "The latest such decision; empty where only a reversal is of the 12 months.", &[]),
        column(
            "reversed",
            Kind::Day,
            "The latest such reversal; empty where there is none.",
            &["placed_for_adoption.DATE_PLACED_CEASED"],
        ),
        column("decided_in_year", Kind::YesNo, "Whether a decision (DATE_PLACED) was made in the 12 months.", &[]),
        column(
            "reversed_in_year",
            Kind::YesNo,
            "Whether a decision was reversed (DATE_PLACED_CEASED) in the 12 months.",
            &["placed_for_adoption.DATE_PLACED_CEASED"],
        ),
    ]],
    noun: "children",
    nobody: "no child with a decision in the window belongs to the cohort",
    time: Time::OfWindow,
    several: false,
    stay: false,
    collects: Kinds::NOTHING,
    fill: |making, frame| {
        let rows = collect(making.history, making.month);
        frame.height(rows.len());
        people::fill(frame, making.history, rows.iter().map(|row| (row.child, making.month.last())));
        frame.days("decided", rows.iter().map(|row| row.decided));
        frame.days("reversed", rows.iter().map(|row| row.reversed));
        frame.yes_no("decided_in_year", rows.iter().map(|row| Some(row.decided.is_some())));
        frame.yes_no("reversed_in_year", rows.iter().map(|row| Some(row.reversed.is_some())));
    },
};

struct Row {
    child: Child,
    decided: Option<Day>,
    reversed: Option<Day>,
}

fn collect(history: &History<'_>, month: Month) -> Vec<Row> {
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "placed_for_adoption") else {
        return Vec::new();
    };
    let days = |name: &str| layout.column(name).and_then(|at| records.days(at));
    let (placed, ceased) = (days("DATE_PLACED"), days("DATE_PLACED_CEASED"));
    let by_child = ByChild::new(Some(records), &history.extracts.children);
    let window = month.window_start(12)..=history.seen(month);
    let latest = |child: Child, days: Option<&[Day]>| {
        by_child.of(child).filter_map(|record| days.map(|days| days[record])).filter(|day| window.contains(day)).max()
    };
    let row = |child: Child| Row { child, decided: latest(child, placed), reversed: latest(child, ceased) };
    (0..history.children()).map(row).filter(|row| row.decided.is_some() || row.reversed.is_some()).collect()
}
