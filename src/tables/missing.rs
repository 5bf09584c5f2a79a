//! Children looked after during the 12 months, and their missing incidents.

use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::timeline::Timeline;
use super::{Month, people};
use crate::calendar::{Day, NO_DAY};
use crate::extracts::Child;

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
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "missing") else { return Vec::new() };
    let days = |name: &str| layout.column(name).and_then(|at| records.days(at));
    let (Some(starts), Some(ends)) = (days("MIS_START"), days("MIS_END")) else { return Vec::new() };
    let Some(kinds) = layout.column("MISSING").and_then(|at| records.codes(at)) else { return Vec::new() };
    let missing = history::class(Some(layout), "MISSING", &["M"]);
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
