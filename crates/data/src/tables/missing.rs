//! Children looked after during the 12 months, and their missing incidents.

use super::declared::{
    AGE, AGE_BAND, CHILD, DeclaredTable, EPISODES, ETHNIC_GROUP, ETHNICITY, Kind, MISSING, SEX, SEX_GROUP, Time, column,
};
use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::rows::Kinds;
use super::timeline::Timeline;
use super::{Month, people};
use crate::calendar::{Day, NO_DAY};
use crate::extracts::Child;

/// One row for each missing incident (MISSING M) in the 12 months, of a child looked after on some day of them.
pub(super) static INCIDENTS: DeclaredTable = DeclaredTable {
    id: "missing_incidents",
    about: "One row for each missing incident (MISSING M) in the 12 months, of a child looked after on some day of them.",
    needs: &[
        "episodes.CHILD",
        "episodes.DECOM",
        "episodes.RNE",
        "episodes.LS",
        "episodes.PLACE",
        "episodes.DEC",
        "episodes.REC",
        "missing.MISSING",
        "missing.MIS_START",
        "missing.MIS_END",
    ],
    columns: &[&[
        CHILD,
        AGE,
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column("started", Kind::Day, "The day the child went missing.", &[]),
        column("ended", Kind::Day, "The day the child was found; empty while missing on the last day.", &[]),
    ]],
    noun: "incidents",
    nobody: "no child belongs to the cohort",
    time: Time::OnDay("started"),
    several: true,
    stay: false,
    collects: Kinds::DURING,
    fill: |making, frame| {
        let incidents = incidents(&making.rows.during, making.history, making.month);
        frame.height(incidents.len());
        fill_incidents(&incidents, making.history, making.month, frame);
    },
};

/// One row for each child looked after on some day of the 12 months.
pub(super) static DURING: DeclaredTable = DeclaredTable {
    id: "looked_after_in_year",
    about: "One row for each child looked after on some day of the 12 months.",
    needs: EPISODES,
    columns: &[&[
        CHILD,
        AGE,
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column("missing_incidents", Kind::Whole, "Missing incidents (MISSING M) in the 12 months.", MISSING),
        column("went_missing", Kind::YesNo, "Whether there is one.", MISSING),
        column(
            "went_away",
            Kind::YesNo,
            "Whether the child was away without authorisation (MISSING A) in the 12 months.",
            MISSING,
        ),
    ]],
    noun: "children",
    nobody: "no child belongs to the cohort",
    time: Time::OfWindow,
    several: false,
    stay: true,
    collects: Kinds::DURING,
    fill: |making, frame| {
        frame.height(making.rows.during.len());
        fill(&making.rows.during, making.history, making.month, frame);
    },
};

/// Adds the child, if looked after on some day of the 12 months and before the day `adult`.
pub fn collect(timeline: &Timeline, child: Child, adult: Day, month: Month, rows: &mut Vec<Child>) {
    let (since, e) = (month.window_start(12), month.last());
    let on_some_day = timeline.episodes.iter().any(|episode| {
        let last = episode.end.map_or(e, |end| end - 1).min(e).min(adult - 1);
        episode.start.max(since) <= last
    });
    if on_some_day {
        rows.push(child);
    }
}

/// The incidents of code M of these children in the 12 months: child and record.
pub fn incidents(during: &[Child], history: &History<'_>, month: Month) -> Vec<(Child, usize)> {
    of_kind("M", during, history, month)
}

fn of_kind(kind: &str, during: &[Child], history: &History<'_>, month: Month) -> Vec<(Child, usize)> {
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "missing") else { return Vec::new() };
    let days = |name: &str| layout.column(name).and_then(|at| records.days(at));
    let (Some(starts), Some(ends)) = (days("MIS_START"), days("MIS_END")) else { return Vec::new() };
    let Some(kinds) = layout.column("MISSING").and_then(|at| records.codes(at)) else { return Vec::new() };
    let missing = history::class(Some(layout), "MISSING", &[kind]);
    let by_child = ByChild::new(Some(records), &history.extracts.children);
    let (since, e) = (month.window_start(12), history.seen(month));
    let counts = |at: usize| missing[usize::from(kinds[at])] && starts[at] <= e && (ends[at] == NO_DAY || ends[at] >= since);
    during.iter().flat_map(|child| by_child.of(*child).map(move |at| (*child, at))).filter(|(_, at)| counts(*at)).collect()
}

/// Fills the columns of `looked_after_in_year`.
pub fn fill(during: &[Child], history: &History<'_>, month: Month, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, during.iter().map(|child| (*child, month.last())));
    if frame.wants("missing_incidents") || frame.wants("went_missing") {
        let mut number = vec![0; history.children() as usize];
        for (child, _) in incidents(during, history, month) {
            number[child as usize] += 1;
        }
        frame.whole("missing_incidents", during.iter().map(|child| Some(number[*child as usize])));
        frame.yes_no("went_missing", during.iter().map(|child| Some(number[*child as usize] > 0)));
    }
    if frame.wants("went_away") {
        let mut away = vec![false; history.children() as usize];
        of_kind("A", during, history, month).into_iter().for_each(|(child, _)| away[child as usize] = true);
        frame.yes_no("went_away", during.iter().map(|child| Some(away[*child as usize])));
    }
}

/// Fills the columns of `missing_incidents`.
pub fn fill_incidents(rows: &[(Child, usize)], history: &History<'_>, month: Month, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|(child, _)| (*child, month.last())));
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "missing") else { return };
    let (e, days) = (history.seen(month), |name: &str| layout.column(name).and_then(|at| records.days(at)));
    if let Some(starts) = days("MIS_START") {
        frame.days("started", rows.iter().map(|(_, at)| Some(starts[*at])));
    }
    if let Some(ends) = days("MIS_END") {
        frame.days("ended", rows.iter().map(|(_, at)| Some(ends[*at]).filter(|end| *end != NO_DAY && *end <= e)));
    }
}
