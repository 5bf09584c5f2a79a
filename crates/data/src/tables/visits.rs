//! Visits by the child's social worker: whether they were on time, and whether one is overdue, from their days and the placements.
//!
//! Regulation 28: within a week of the start of a placement, then every six weeks in its first year; after that every three
//! months where it is meant to last, else every six weeks. What the council's own system says of a visit goes before.

use super::Month;
use super::history::{self, ByChild, History, class};
use super::looked_after;
use super::snapshot;
use super::timeline::Timeline;
use crate::calendar::{Day, NO_DAY, months_earlier, months_later};
use crate::extracts::NO_CODE;

/// Days from the start of a placement to its first visit.
const FIRST: Day = 7;
/// Days from a visit to the next, in the first year of a placement and where it is not meant to last.
const WEEKS: Day = 42;
/// Months from a visit to the next, where a placement is meant to last.
const MONTHS: u32 = 3;

/// What visits need of the extracts.
pub const NEEDS: &[&str] = &["cla_visits.CHILD", "cla_visits.CLA_VISIT_DATE"];

/// How the visits to a child stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Whether none of the present period of care was overdue on a day of the 12 months; nothing in the first week of care.
    pub on_time: Option<bool>,
    /// Whether one was due by the last day and was not made.
    pub overdue: bool,
}

/// A visit.
#[derive(Clone, Copy, Debug)]
struct Visit {
    day: Day,
    /// What the council says of it.
    in_time: Option<bool>,
    /// When the next one is due, as the council says.
    next: Option<Day>,
}

/// A placement of the present period of care.
#[derive(Clone, Copy, Debug)]
struct Stay {
    start: Day,
    /// None while it lasts.
    end: Option<Day>,
    /// Whether it began on that day, and not before the extracts.
    start_known: bool,
    /// Whether it is meant to last.
    lasting: bool,
}

impl Stay {
    /// When the visit after one is due.
    fn next(&self, visit: Visit) -> Day {
        let first_year = self.start_known && visit.day < months_later(self.start, 12);
        let by_rule = if self.lasting && !first_year { months_later(visit.day, MONTHS) } else { visit.day + WEEKS };
        visit.next.unwrap_or(by_rule)
    }
}

/// For each child looked after how its visits stand; nothing without the extract.
pub fn judged(looked_after: &[looked_after::Row], history: &History<'_>, month: Month) -> Option<Vec<Judged>> {
    let (records, layout) = history::extract(history.extracts, history.layouts, "cla_visits")?;
    let days = records.days(layout.column("CLA_VISIT_DATE")?)?;
    let flags = layout.column("CLA_VISIT_IN_TIMESCALE").and_then(|at| records.codes(at));
    let dues = layout.column("NEXT_VISIT_DUE").and_then(|at| records.days(at));
    let by_child = ByChild::new(Some(records), &history.extracts.children);
    let visit = |at: usize| Visit {
        day: days[at],
        in_time: flags.map(|flags| flags[at]).filter(|code| *code != NO_CODE).map(|code| code == 1),
        next: dues.map(|dues| dues[at]).filter(|day| *day != NO_DAY),
    };
    // Where the visits of the 12 months are not all there, what was due long before the first of anybody is not known to have been late.
    let first = days.iter().copied().filter(|day| *day != NO_DAY).min();
    // A list of one day has the last visit of each alone: who has none in it had none.
    let listed = snapshot::title(records).is_some();
    let begun = first.filter(|first| !listed && *first > month.window_start(12));
    let known_from = begun.map_or(Day::MIN, |first| months_earlier(first, MONTHS));
    let episodes = history::extract(history.extracts, history.layouts, "episodes").map(|(_, layout)| layout);
    let lasting = class(episodes, "PLACE", &["U1", "U4"]);
    let (since, seen, e) = (month.window_start(12), history.seen(month), month.last());
    let mut timeline = Timeline { supposed: history.supposed, ..Timeline::default() };
    let mut of_child = |row: &looked_after::Row| {
        timeline.fill(&history.episodes, row.child, seen);
        let stays = stays(&timeline, history, &lasting);
        let known = |day: &Day| *day != NO_DAY && (row.care_start..=seen).contains(day);
        let mut visits: Vec<Visit> = by_child.of(row.child).map(visit).filter(|visit| known(&visit.day)).collect();
        visits.sort_by_key(|visit| visit.day);
        let (late, overdue) = late(&stays, &visits, (since, e), known_from);
        Judged { on_time: (row.care_start <= e - FIRST).then_some(!late), overdue }
    };
    Some(looked_after.iter().map(&mut of_child).collect())
}

/// The placements of the period of care that is open.
fn stays(timeline: &Timeline, history: &History<'_>, lasting: &[bool; 256]) -> Vec<Stay> {
    let Some(open) = timeline.open() else { return Vec::new() };
    let rules = &history.episodes;
    let of_period = timeline.placements.iter().filter(|placement| placement.period == open.period);
    of_period
        .map(|placement| Stay {
            start: placement.start,
            end: placement.end,
            start_known: rules.starts_placement[usize::from(rules.rne[timeline.episodes[placement.first].record])],
            lasting: lasting[usize::from(placement.place)],
        })
        .collect()
}

/// Whether a visit was overdue on a day of the window, and whether one is at its end.
fn late(stays: &[Stay], visits: &[Visit], (since, e): (Day, Day), known_from: Day) -> (bool, bool) {
    let (mut late, mut overdue) = (false, false);
    for (at, stay) in stays.iter().enumerate() {
        // The day on which one placement follows another is of the later one.
        let until = stays.get(at + 1).map(|next| next.start);
        let mut due = stay.start_known.then_some(stay.start + FIRST);
        let missed = |due: Option<Day>, by: Day| due.is_some_and(|due| due >= known_from && due < by);
        for visit in visits.iter().filter(|visit| visit.day >= stay.start && until.is_none_or(|until| visit.day < until)) {
            let in_time = visit.in_time.unwrap_or(!missed(due, visit.day));
            // What was made before the window does not count, however late.
            late |= !in_time && visit.day > since;
            due = Some(stay.next(*visit));
        }
        match stay.end.or(until) {
            Some(end) => late |= end > since && missed(due, end),
            None => overdue |= missed(due, e + 1),
        }
    }
    (late || overdue, overdue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;

    fn d(text: &str) -> Day {
        parse_iso(text).unwrap()
    }

    fn stay(start: &str, end: Option<&str>, lasting: bool) -> Stay {
        Stay { start: d(start), end: end.map(d), start_known: true, lasting }
    }

    /// The year to 31 March 2026.
    fn of(stays: &[Stay], visits: &[&str]) -> (bool, bool) {
        let visits: Vec<Visit> = visits.iter().map(|day| Visit { day: d(day), in_time: None, next: None }).collect();
        late(stays, &visits, (d("2025-04-01"), d("2026-03-31")), d("2020-01-01"))
    }

    #[test]
    fn the_first_is_due_a_week_after_a_placement_begins() {
        let new = [stay("2026-03-10", None, false)];
        assert_eq!(of(&new, &["2026-03-17"]), (false, false));
        assert_eq!(of(&new, &["2026-03-18"]), (true, false));
        // Due on the last day and not made: overdue.
        assert_eq!(of(&[stay("2026-03-24", None, false)], &[]), (true, true));
        assert_eq!(of(&[stay("2026-03-25", None, false)], &[]), (false, false));
    }

    #[test]
    fn then_six_weeks_and_three_months_after_a_year_in_a_placement_meant_to_last() {
        // 42 days after 17 March 2025 are 28 April.
        let short = |visit: &str| of(&[stay("2025-03-10", Some("2025-05-10"), true)], &["2025-03-17", visit]);
        assert_eq!((short("2025-04-28").0, short("2025-04-29").0), (false, true));
        // The visit of 9 March 2025 is of the first year, so that the next is due on 20 April; that of 10 March is not.
        let lasting = [stay("2024-03-10", None, true)];
        let later = ["2025-06-10", "2025-09-10", "2025-12-10", "2026-03-10"];
        let with = |first: &[&str]| of(&lasting, &[first, &later[..]].concat());
        assert_eq!(with(&["2024-03-17", "2024-04-28", "2025-03-09"]), (true, false));
        assert_eq!(with(&["2024-03-17", "2024-04-28", "2025-03-10"]), (false, false));
        // Not meant to last: six weeks for ever.
        assert_eq!(of(&[stay("2024-03-10", None, false)], &["2024-03-17", "2025-03-10", "2025-06-10"]), (true, true));
    }

    #[test]
    fn what_ends_before_a_visit_is_due_is_late_for_nobody() {
        let moved = |end: &str, visit: &str| of(&[stay("2025-06-01", Some(end), false), stay(end, None, true)], &[visit]);
        // Due on 8 June: on that day the next placement began, with a visit of its own on the 10th.
        let weeks = |first: &str| -> Vec<String> { (0..8).map(|at| crate::calendar::iso(d(first) + 42 * at)).collect() };
        let all = |end: &str, first: &str| {
            let weeks = weeks(first);
            let days: Vec<&str> = weeks.iter().map(String::as_str).collect();
            of(&[stay("2025-06-01", Some(end), false), stay(end, None, false)], &days)
        };
        assert_eq!(all("2025-06-08", "2025-06-10"), (false, false));
        assert_eq!(all("2025-06-09", "2025-06-10"), (true, false));
        assert!(moved("2025-06-08", "2025-06-16").0);
    }

    #[test]
    fn what_was_late_before_the_window_does_not_count() {
        let one = |visit: &str| {
            let days = [
                visit,
                "2025-05-13",
                "2025-06-24",
                "2025-08-05",
                "2025-09-16",
                "2025-10-28",
                "2025-12-09",
                "2026-01-20",
                "2026-03-03",
            ];
            of(&[stay("2025-02-01", None, false)], &days)
        };
        // Due on 8 February: made on the first day of the window, as with reviews, it was overdue up to the day before.
        assert_eq!((one("2025-04-01").0, one("2025-04-02").0), (false, true));
    }

    #[test]
    fn what_the_council_says_goes_before() {
        let stays = [stay("2026-03-01", None, false)];
        let with = |in_time: Option<bool>, next: Option<&str>| {
            let visit = Visit { day: d("2026-03-12"), in_time, next: next.map(d) };
            late(&stays, &[visit], (d("2025-04-01"), d("2026-03-31")), d("2020-01-01"))
        };
        assert_eq!(with(None, None), (true, false));
        assert_eq!(with(Some(true), None), (false, false));
        assert_eq!(with(Some(true), Some("2026-03-31")), (true, true));
        assert_eq!(with(Some(false), Some("2026-04-01")), (true, false));
    }

    #[test]
    fn a_placement_begun_before_the_extracts_has_no_first_visit_due() {
        let mut old = stay("2025-09-01", None, true);
        old.start_known = false;
        // The first visit known is on time; three months later the next is due.
        assert_eq!(of(&[old], &["2025-12-31"]), (true, true));
        assert_eq!(of(&[old], &["2026-01-01"]), (false, false));
        assert_eq!(of(&[old], &[]), (false, false));
    }
}
