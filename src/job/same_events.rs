//! Which rows of indicators are events that happened in some time, and which of these are the same events over different times.
//!
//! Takes who is in the cohorts of each month, gives the time that they cover and a name for their events.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{Cohorts, Of};
use crate::calendar::{Day, Month};
use crate::definitions::Window;
use crate::disclosure::Span;
use crate::measure::{Compiled, events};

/// Which sets are of the same events, over different times.
pub(super) struct Events(BTreeMap<(Of, bool), (Span, Option<String>)>);

/// What happened to whom, and when.
type Happened = BTreeSet<(u32, Day)>;

impl Events {
    /// Of the cohorts of each month.
    pub(super) fn new(compiled: &[Compiled<'_>], evaluated: &[(Month, Cohorts)]) -> Self {
        let mut names: Vec<(Happened, Vec<(Day, Day)>)> = Vec::new();
        let mut found = BTreeMap::new();
        let all: BTreeSet<&Of> = evaluated.iter().flat_map(|(_, cohorts)| cohorts.keys()).collect();
        for of in all {
            let Some(one) = compiled.iter().find(|one| one.indicator.id == of.1) else { continue };
            if events::day_of_table(one.table).is_none() {
                continue;
            }
            for counted in [false, true] {
                let by_month: Vec<(Month, Happened)> = evaluated
                    .iter()
                    .filter_map(|(month, cohorts)| Some((*month, cohorts.get(of)?)))
                    .map(|(month, rows)| {
                        let rows = rows.iter().filter(|row| row.counted || !counted);
                        (month, rows.map(|row| (row.child, row.day)).collect())
                    })
                    .collect();
                let Some(span) = span(one.indicator.window, &by_month) else { continue };
                let happened: Happened = by_month.iter().flat_map(|(_, events)| events.iter().copied()).collect();
                let looked = |(month, _): &(Month, Happened)| days(span, *month);
                let looked: Vec<(Day, Day)> = by_month.iter().map(looked).collect();
                // The same as others, on the days that both look at.
                let same = names.iter().position(|(others, theirs)| {
                    let both = |day: Day| {
                        let inside = |(from, to): &(Day, Day)| (*from..=*to).contains(&day);
                        looked.iter().any(inside) && theirs.iter().any(inside)
                    };
                    let seen = |events: &Happened| events.iter().filter(|event| both(event.1)).copied().collect::<Happened>();
                    seen(others) == seen(&happened) && !seen(&happened).is_empty()
                });
                let name = same.unwrap_or(names.len());
                names.push((happened, looked));
                found.insert((of.clone(), counted), (span, Some(format!("events {name}"))));
            }
        }
        Events(found)
    }

    /// The time that an indicator's cohort covers, or those counted, and the name of its events.
    pub(super) fn of(&self, of: &Of, counted: bool) -> (Span, Option<String>) {
        self.0.get(&(of.clone(), counted)).cloned().unwrap_or((Span::None, None))
    }
}

/// The time that the rows of each month cover: nothing where no time fits, such as for events of those there now.
fn span(window: Window, by_month: &[(Month, Happened)]) -> Option<Span> {
    let declared = match window {
        Window::YearToDate => Some(Span::Year),
        Window::Months(months) => Some(Span::Months(months)),
        Window::Quarter => Some(Span::Quarter),
        Window::LastQuarter => Some(Span::LastQuarter),
        Window::LastDay => None,
    };
    let happened: Happened = by_month.iter().flat_map(|(_, events)| events.iter().copied()).collect();
    let fits = |span: &Span| {
        let wrong: usize = by_month
            .iter()
            .map(|(month, events)| {
                let (first, last) = days(*span, *month);
                let all = happened.iter().filter(|event| (first..=last).contains(&event.1));
                all.copied().collect::<Happened>().symmetric_difference(events).count()
            })
            .sum();
        // A child may leave twice, and counts once.
        wrong * 50 <= by_month.iter().map(|(_, events)| events.len()).sum::<usize>()
    };
    let others = [36, 6, 3, 1, 24].map(Span::Months).into_iter().chain([Span::Quarter, Span::LastQuarter]);
    declared.into_iter().chain([Span::Year, Span::Months(12)]).chain(others).find(fits)
}

/// The first and the last day of a time, up to a month.
fn days(span: Span, month: Month) -> (Day, Day) {
    span.days(month.last()).unwrap_or((Day::MIN, month.last()))
}
