//! Whether a child's personal education plan is current, from its date, the start of care and the school terms.
//!
//! A plan is due within 10 working days of the start of care, and then in each school term. It is current as long as the term
//! after the one that it is of has not ended. What the council's own system gives as the next due date goes before.

use super::Month;
use super::history::{self, History};
use super::local::Known;
use super::looked_after;
use crate::calendar::terms::last_full_term;
use crate::calendar::working_days::working_days_after;
use crate::calendar::{Day, NO_DAY};

/// What it needs of the extracts.
pub const NEEDS: &[&str] = &["education.CHILD", "education.PEP_DATE"];

/// The first plan is due so many working days after the start of care.
const DAYS: u32 = 10;

/// For each child looked after whether its plan is current; nothing for those whose first plan is not due yet.
pub fn current(looked_after: &[looked_after::Row], history: &History<'_>, month: Month) -> Option<Vec<Option<bool>>> {
    let (records, layout) = history::extract(history.extracts, history.layouts, "education")?;
    let plans = records.days(layout.column("PEP_DATE")?)?;
    let dues = layout.column("PEP_DUE_DATE").and_then(|at| records.days(at));
    let known = Known::new(history, "education", month)?;
    let seen = history.seen(month);
    let of_child = |row: &looked_after::Row| {
        let record = known.latest(row.child).0;
        let day = |days: &[Day]| record.map(|at| days[at]).filter(|day| *day != NO_DAY);
        let plan = day(plans).filter(|plan| *plan <= seen);
        is_current(plan, dues.and_then(day), (row.care_start, row.care_start_known), month.last())
    };
    Some(looked_after.iter().map(of_child).collect())
}

/// Whether a plan is current on a day.
fn is_current(plan: Option<Day>, due: Option<Day>, (care, care_known): (Day, bool), e: Day) -> Option<bool> {
    if let Some(due) = due {
        return Some(due > e && plan.is_some_and(|plan| plan >= care));
    }
    let first_due = working_days_after(care, DAYS);
    match plan.filter(|plan| *plan >= care) {
        None if care_known && first_due > e => None,
        None => Some(false),
        Some(plan) => Some(plan >= last_full_term(e)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;

    fn d(text: &str) -> Day {
        parse_iso(text).unwrap()
    }

    fn of(plan: Option<&str>, due: Option<&str>, care: &str) -> Option<bool> {
        is_current(plan.map(d), due.map(d), (d(care), true), d("2026-03-31"))
    }

    #[test]
    fn a_plan_is_of_this_term_or_the_last() {
        // In March 2026 the spring term is on; the autumn term, from 1 September, was the last whole one.
        assert_eq!(of(Some("2025-09-01"), None, "2024-05-01"), Some(true));
        assert_eq!(of(Some("2025-08-31"), None, "2024-05-01"), Some(false));
        // A plan of an earlier time in care is none of this one.
        assert_eq!(of(Some("2025-10-31"), None, "2025-11-01"), Some(false));
    }

    #[test]
    fn the_first_is_due_ten_working_days_after_the_start() {
        // 10 working days after Tuesday 17 March 2026 are Tuesday 31 March; after the 18th, 1 April.
        assert_eq!((of(None, None, "2026-03-17"), of(None, None, "2026-03-18")), (Some(false), None));
        assert_eq!(of(Some("2026-03-20"), None, "2026-03-18"), Some(true));
    }

    #[test]
    fn the_date_that_the_council_gives_goes_before() {
        assert_eq!(of(Some("2025-05-01"), Some("2026-04-01"), "2024-05-01"), Some(true));
        assert_eq!(of(Some("2025-11-01"), Some("2026-03-31"), "2024-05-01"), Some(false));
        assert_eq!(of(None, Some("2026-04-15"), "2024-05-01"), Some(false));
    }
}
