//! Whether a child of 16 or 17 has a current pathway plan, from the start of care, the age and the plan's date.
//!
//! A child becomes eligible on the first day in care at 16 or over after 91 days of care since the 14th birthday (13 weeks, not
//! necessarily together). The needs are to be assessed and the plan made within 3 calendar months of it; each later review is due 6
//! calendar months after the one before. What the council's own system gives as the next due date, or as a flag, goes before.

use super::history::{self, History};
use super::local::Known;
use super::timeline::Timeline;
use super::{Month, looked_after};
use crate::calendar::{Day, NO_DAY, birthday, months_later};
use crate::extracts::NO_CODE;

/// What it needs of the extracts.
pub const NEEDS: &[&str] = &["header.DOB", "pathway_plans.CHILD", "pathway_plans.PATHWAY_PLAN_REVIEW_DATE"];

/// So many days of care since the 14th birthday make a child eligible.
const DAYS: Day = 91;

/// A child's plan on the last day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// The day by which it is to be made or reviewed; none for those who are not eligible.
    pub due: Option<Day>,
    /// Whether that day has come and it was not.
    pub overdue: Option<bool>,
    /// Whether there is a plan and nothing is overdue; none where the first plan is not due yet.
    pub current: Option<bool>,
}

/// What the extract says of a child.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    plan: Option<Day>,
    due: Option<Day>,
    current: Option<bool>,
}

/// For each child looked after how its plan stands; nothing without the extract.
pub fn judged(rows: &[looked_after::Row], history: &History<'_>, month: Month) -> Option<Vec<Judged>> {
    let (records, layout) = history::extract(history.extracts, history.layouts, "pathway_plans")?;
    let plans = records.days(layout.column("PATHWAY_PLAN_REVIEW_DATE")?)?;
    let dues = layout.column("PATHWAY_PLAN_DUE_DATE").and_then(|at| records.days(at));
    let flags = layout.column("PLAN_CURRENT").and_then(|at| records.codes(at));
    let known = Known::new(history, "pathway_plans", month)?;
    let (seen, e) = (history.seen(month), month.last());
    let mut timeline = Timeline::default();
    let mut of_child = |row: &looked_after::Row| {
        let born = history.born[row.child as usize];
        // Nobody is eligible before 16, and most children are younger.
        if born == NO_DAY || birthday(born, 16) > e {
            return Judged::default();
        }
        timeline.fill(&history.episodes, row.child, seen);
        let Some(eligible) = eligible(&timeline, born, e) else { return Judged::default() };
        let record = known.latest(row.child).0;
        let day = |days: &[Day]| record.map(|at| days[at]).filter(|day| *day != NO_DAY);
        let said = Said {
            plan: day(plans).filter(|plan| *plan <= seen),
            due: dues.and_then(day),
            current: flags.zip(record).map(|(flags, at)| flags[at]).filter(|code| *code != NO_CODE).map(|code| code == 1),
        };
        judge(eligible, said, e)
    };
    Some(rows.iter().map(&mut of_child).collect())
}

/// The day on which a child became eligible; nothing where that is not by a day.
fn eligible(timeline: &Timeline, born: Day, e: Day) -> Option<Day> {
    let (fourteen, sixteen) = (birthday(born, 14), birthday(born, 16));
    let mut days = 0;
    for (at, period) in timeline.periods.iter().enumerate() {
        let ended = timeline.ended(at).map(|(end, _)| end);
        let from = period.start.max(fourteen);
        // The day that the 91st of care is, or the first of this time in care where there were as many before.
        let reached = from + (DAYS - days - 1).max(0);
        let first = reached.max(sixteen);
        if first <= e && ended.is_none_or(|end| first < end) {
            return Some(first);
        }
        days += ended.map_or(0, |end| (end - from).max(0));
    }
    None
}

/// How a plan stands on a day.
fn judge(eligible: Day, said: Said, e: Day) -> Judged {
    let computed = said.plan.map_or_else(|| months_later(eligible, 3), |plan| months_later(plan, 6));
    let due = said.due.unwrap_or(computed);
    let made = said.plan.is_some_and(|plan| plan >= due);
    let overdue = match said.current {
        Some(current) => !current && due <= e,
        None => due <= e && !made,
    };
    let current = match (said.current, said.plan) {
        (Some(current), _) => Some(current),
        (None, Some(_)) => Some(!overdue),
        (None, None) => overdue.then_some(false),
    };
    Judged { due: Some(due), overdue: Some(overdue), current }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;

    fn d(text: &str) -> Day {
        parse_iso(text).unwrap()
    }

    fn of(eligible: &str, plan: Option<&str>, due: Option<&str>) -> (bool, Option<bool>) {
        let said = Said { plan: plan.map(d), due: due.map(d), current: None };
        let judged = judge(d(eligible), said, d("2026-03-31"));
        (judged.overdue.unwrap(), judged.current)
    }

    #[test]
    fn the_first_plan_is_due_three_months_after_the_child_became_eligible() {
        // Three months after 31 December 2025 are 31 March 2026; after 1 January, 1 April.
        assert_eq!(of("2025-12-31", None, None), (true, Some(false)));
        assert_eq!(of("2026-01-01", None, None), (false, None));
        assert_eq!(of("2026-01-01", Some("2026-03-31"), None), (false, Some(true)));
    }

    #[test]
    fn a_plan_is_due_for_review_six_months_after_the_one_before() {
        // Six months after 30 September 2025 are 30 March 2026; a month without a 31st ends on its last day.
        assert_eq!(of("2025-01-01", Some("2025-09-30"), None), (true, Some(false)));
        assert_eq!(of("2025-01-01", Some("2025-10-01"), None), (false, Some(true)));
    }

    #[test]
    fn what_the_council_gives_goes_before() {
        assert_eq!(of("2025-01-01", Some("2025-05-01"), Some("2026-04-01")), (false, Some(true)));
        assert_eq!(of("2025-01-01", Some("2025-12-01"), Some("2026-03-31")), (true, Some(false)));
        // Made late, and made.
        assert_eq!(of("2025-01-01", Some("2026-03-20"), Some("2026-03-10")), (false, Some(true)));
        assert_eq!(of("2025-01-01", None, Some("2026-04-15")), (false, None));
        let said = Said { plan: Some(d("2025-01-01")), due: None, current: Some(true) };
        let judged = judge(d("2024-01-01"), said, d("2026-03-31"));
        assert_eq!((judged.overdue, judged.current), (Some(false), Some(true)));
    }
}
