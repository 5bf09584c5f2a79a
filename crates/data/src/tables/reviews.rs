//! Reviews: those held in the 12 months, and whether each child's were on time.

use super::declared::{AGE, AGE_BAND, CHILD, DeclaredTable, ETHNIC_GROUP, ETHNICITY, Kind, SEX, SEX_GROUP, Time, column};
use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::looked_after;
use super::rows::Kinds;
use super::{Month, people, snapshot};
use crate::calendar::working_days::working_days_after;
use crate::calendar::{Day, months_later};
use crate::extracts::Child;

/// One row for each review held in the 12 months, of a child looked after on the last day.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "reviews",
    about: "One row for each review held in the 12 months, of a child looked after on the last day.",
    needs: &[
        "episodes.CHILD",
        "episodes.DECOM",
        "episodes.RNE",
        "episodes.LS",
        "episodes.PLACE",
        "episodes.DEC",
        "episodes.REC",
        "reviews.CHILD",
        "reviews.REVIEW",
    ],
    columns: &[&[
        CHILD,
        AGE,
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column("held", Kind::Day, "The day of the review.", &[]),
        column("participation", Kind::Code("reviews", "REVIEW_CODE"), "How the child took part.", &["reviews.REVIEW_CODE"]),
    ]],
    noun: "reviews",
    nobody: "no child belongs to the cohort",
    time: Time::OnDay("held"),
    several: true,
    stay: false,
    collects: Kinds::LOOKED_AFTER,
    fill: |making, frame| {
        let reviews = collect(&making.rows.looked_after, making.history, making.month);
        frame.height(reviews.len());
        fill(&reviews, making.history, making.month, frame);
    },
};

/// One review of a child looked after on E.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The child.
    pub child: Child,
    /// Its record.
    pub record: usize,
    /// The day it was held.
    pub held: Day,
}

/// The reviews held in the 12 months, of children looked after on E.
pub fn collect(looked_after: &[looked_after::Row], history: &History<'_>, month: Month) -> Vec<Row> {
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "reviews") else { return Vec::new() };
    let Some(days) = layout.column("REVIEW").and_then(|at| records.days(at)) else { return Vec::new() };
    let by_child = ByChild::new(Some(records), &history.extracts.children);
    let (since, e) = (month.window_start(12), history.seen(month));
    let of = |child: Child| by_child.of(child).map(move |record| Row { child, record, held: days[record] });
    looked_after.iter().flat_map(|row| of(row.child)).filter(|row| (since..=e).contains(&row.held)).collect()
}

/// Fills the columns of `reviews`.
pub fn fill(rows: &[Row], history: &History<'_>, month: Month, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|row| (row.child, month.last())));
    frame.days("held", rows.iter().map(|row| Some(row.held)));
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "reviews") else { return };
    if let Some(codes) = layout.column("REVIEW_CODE").and_then(|at| records.codes(at)) {
        frame.codes("participation", rows.iter().map(|row| codes[row.record]));
    }
}

/// For each child looked after whether no review was overdue in the 12 months; nothing for
/// those in care for under 28 days.
pub fn on_time(looked_after: &[looked_after::Row], history: &History<'_>, month: Month) -> Vec<Option<bool>> {
    let held = of_present_period(history, month);
    let (since, e) = (month.window_start(12), month.last());
    let on_time = |row: &looked_after::Row| {
        (row.care_start <= e - 28).then(|| all_on_time(row.care_start, row.care_start_known, &held(row), since, e))
    };
    looked_after.iter().map(on_time).collect()
}

/// For each child looked after whether a review was due by the month's end and not held by it.
pub fn overdue(looked_after: &[looked_after::Row], history: &History<'_>, month: Month) -> Vec<bool> {
    let held = of_present_period(history, month);
    let e = month.last();
    let listed = history::extract(history.extracts, history.layouts, "reviews")
        .is_some_and(|(records, _)| snapshot::title(records).is_some());
    let is_overdue = |row: &looked_after::Row| {
        let held = held(row);
        // Of a list of one day the last review is known: it is the first one where that was due no earlier.
        let first = held.first().is_none_or(|held| *held <= working_days_after(row.care_start, 20));
        let last = dues(row.care_start, row.care_start_known && (!listed || first), &held, held.len()).next();
        last.and_then(|(due, _)| due).is_some_and(|due| due <= e)
    };
    looked_after.iter().map(is_overdue).collect()
}

/// The days of a child's reviews in the present period of care, as known at a month's end.
fn of_present_period<'a>(history: &'a History<'_>, month: Month) -> impl Fn(&looked_after::Row) -> Vec<Day> + 'a {
    let found = history::extract(history.extracts, history.layouts, "reviews");
    let days = found.and_then(|(records, layout)| records.days(layout.column("REVIEW")?)).unwrap_or_default();
    let by_child = ByChild::new(found.map(|(records, _)| records), &history.extracts.children);
    let seen = history.seen(month);
    move |row| days[by_child.of(row.child)].iter().copied().filter(|held| (row.care_start..=seen).contains(held)).collect()
}

/// When each review was due, with the day it was held; the last is the one still to be held.
///
/// Where the start of care is not known neither is when the first known review was due.
fn dues(care_start: Day, start_known: bool, held: &[Day], from: usize) -> impl Iterator<Item = (Option<Day>, Option<Day>)> {
    let due = move |number: usize| match number.checked_sub(1).and_then(|before| held.get(before)) {
        None => start_known.then(|| working_days_after(care_start, 20)),
        // The second is due after three months, where the first is known to be the first.
        Some(before) => Some(months_later(*before, if number == 1 && start_known { 3 } else { 6 })),
    };
    (from..=held.len()).map(move |number| (due(number), held.get(number).copied()))
}

/// `held` are the days of the period's reviews in order, none after `e`.
fn all_on_time(care_start: Day, start_known: bool, held: &[Day], since: Day, e: Day) -> bool {
    // What was held before the window does not count, however late.
    let before = held.partition_point(|held| *held <= since);
    dues(care_start, start_known, held, before).all(|(due, held)| match (due, held) {
        (Some(due), Some(held)) => held <= due,
        (Some(due), None) => due > e,
        (None, _) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::all_on_time;
    use crate::calendar::{Day, parse_iso};

    fn d(text: &str) -> Day {
        parse_iso(text).unwrap()
    }

    fn check(start: &str, known: bool, held: &[&str]) -> bool {
        all_on_time(d(start), known, &held.iter().map(|h| d(h)).collect::<Vec<_>>(), d("2017-04-01"), d("2018-03-31"))
    }

    #[test]
    fn due_on_the_last_day_and_not_held_is_late() {
        // 30 September 2017 and six months is 30 March; 1 October and six months is 1 April.
        assert!(!check("2016-01-01", false, &["2017-09-30"]));
        assert!(check("2016-01-01", false, &["2017-10-01"]));
        // Three months before 31 March is 31 December.
        assert!(!check("2017-12-04", true, &["2017-12-31"]));
        assert!(check("2017-12-05", true, &["2018-01-01"]));
    }

    #[test]
    fn overdue_only_before_the_window_does_not_count() {
        // Due 20 March 2017: held on S12 itself it was overdue up to the day before.
        assert!(check("2016-01-01", false, &["2016-09-20", "2017-04-01", "2017-10-01"]));
        assert!(!check("2016-01-01", false, &["2016-09-20", "2017-04-02", "2017-10-01"]));
    }

    #[test]
    fn an_unknown_start_makes_the_first_known_review_on_time() {
        assert!(check("2017-06-01", false, &["2018-01-05"]));
        assert!(!check("2017-06-01", true, &["2018-01-05"]));
        assert!(check("2017-06-01", false, &[]));
    }
}
