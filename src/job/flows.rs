//! Who came and who went between two months: those there now are those there before and who came, less who went.
//!
//! Takes who is in the cohorts of each month, and tells [`Relations`] the flows between them: that of all who are looked after from one year
//! to the next, and whatever else adds up child by child over the months looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{Cohorts, Of, universe};
use super::sets::Sets;
use crate::calendar::Month;
use crate::disclosure::algebra::Set;
use crate::disclosure::{Flow, Relations, flows};
use crate::measure::{Compiled, events};
use crate::tables::schema::TableSpec;

/// The month at whose end a span begins that ends with another.
type Before<'a> = &'a dyn Fn(Month) -> Month;

/// What an indicator counts: those of its cohort, or those counted.
struct Counted<'a> {
    of: &'a Of,
    table: &'a TableSpec,
    only_counted: bool,
    /// Whose the rows of each month are, in order.
    children: BTreeMap<Month, Vec<u32>>,
}

impl Counted<'_> {
    fn of_month(&self, month: Month) -> flows::Children<'_> {
        self.children.get(&month).map(Vec::as_slice)
    }
}

/// Tells who came and went.
pub(super) fn insert(compiled: &[Compiled<'_>], evaluated: &[(Month, Cohorts)], sets: &mut Sets, relations: &mut Relations) {
    let found = counted(compiled, evaluated);
    let whole = of_all(compiled, &found, evaluated, sets, relations);
    // How things stand, a row a child; and what happened, a row each.
    let (happened, standing): (Vec<&Counted<'_>>, Vec<&Counted<'_>>) =
        found.iter().partition(|one| one.table.several || events::day_of_table(one.table).is_some());
    let year = |month: Month| Month::of(month.year_start() - 1);
    let quarter = |month: Month| month.quarter_start().back(1);
    // How all of them come and go in a year is told already, with who did so twice.
    let spans: [(Option<&Counted<'_>>, Before<'_>); 5] = [
        (None, &|month| month.back(1)),
        (None, &|month| month.back(3)),
        (None, &quarter),
        (whole, &|month| month.back(12)),
        (None, &year),
    ];
    for (known, before) in spans {
        let there = |month: Month| evaluated.iter().any(|(other, _)| *other == month);
        let pairs: Vec<(Month, Month)> =
            evaluated.iter().map(|(month, _)| (*month, before(*month))).filter(|(_, before)| there(*before)).collect();
        let states: Vec<flows::State<'_>> = standing
            .iter()
            .map(|one| pairs.iter().map(|(now, before)| [one.of_month(*now), one.of_month(*before)]).collect())
            .collect();
        let events: Vec<flows::Event<'_>> =
            happened.iter().map(|one| pairs.iter().map(|(now, _)| one.of_month(*now)).collect()).collect();
        for ([state, came, went], spans) in flows::found(&states, &events) {
            if known.is_some_and(|known| std::ptr::eq(known, standing[state])) {
                continue;
            }
            let exact: Vec<(Month, Month)> = spans.into_iter().map(|at| pairs[at]).collect();
            tell([standing[state], happened[came], happened[went]], &exact, evaluated, sets, relations);
        }
    }
}

fn counted<'a>(compiled: &[Compiled<'a>], evaluated: &'a [(Month, Cohorts)]) -> Vec<Counted<'a>> {
    let mut found: Vec<Counted<'a>> = Vec::new();
    let all: BTreeSet<&Of> = evaluated.iter().flat_map(|(_, cohorts)| cohorts.keys()).collect();
    for of in all {
        let Some(one) = compiled.iter().find(|one| one.indicator.id == of.1) else { continue };
        for only_counted in [false, true] {
            let of_month = |(month, cohorts): &(Month, Cohorts)| {
                let rows = cohorts.get(of)?.iter().filter(|row| row.counted || !only_counted);
                let mut children: Vec<u32> = rows.map(|row| row.child).collect();
                children.sort_unstable();
                Some((*month, children))
            };
            let children: BTreeMap<Month, Vec<u32>> = evaluated.iter().filter_map(of_month).collect();
            // The same of the same table once.
            if !found.iter().any(|other| other.table.id == one.table.id && other.children == children) {
                found.push(Counted { of, table: one.table, only_counted, children });
            }
        }
    }
    found
}

fn tell(
    [state, came, went]: [&Counted<'_>; 3],
    pairs: &[(Month, Month)],
    evaluated: &[(Month, Cohorts)],
    sets: &mut Sets,
    relations: &mut Relations,
) {
    for (now, before) in pairs {
        let mut set = |one: &Counted<'_>, month: Month| -> Option<Set> {
            let (_, found) = evaluated.iter().find(|(of, _)| *of == month)?;
            let rows = found.get(one.of)?.iter().filter(|row| row.counted || !one.only_counted);
            Some(sets.of(&universe(one.table, found), month, rows))
        };
        let (Some(is), Some(was)) = (set(state, *now), set(state, *before)) else { continue };
        let (Some(came), Some(went)) = (set(came, *now), set(went, *now)) else { continue };
        let flow = Flow { now: (*now, is), before: (*before, was), came, went };
        if !relations.flows().contains(&flow) {
            relations.insert_flow(flow);
        }
    }
}

/// Of all who are looked after, a year before, and who came and went between, however many came or went twice: that is what those words say.
fn of_all<'a>(
    compiled: &[Compiled<'_>],
    found: &'a [Counted<'a>],
    evaluated: &[(Month, Cohorts)],
    sets: &mut Sets,
    relations: &mut Relations,
) -> Option<&'a Counted<'a>> {
    let all = |table: &str| {
        let whole = |id: &str| compiled.iter().any(|one| one.indicator.id == id && one.cohort.is_none());
        found.iter().find(|one| one.table.id == table && !one.only_counted && whole(&one.of.1))
    };
    let (now, came, went) = (all("looked_after")?, all("starts")?, all("ceased")?);
    let pairs: Vec<(Month, Month)> = evaluated.iter().map(|(month, _)| (*month, month.back(12))).collect();
    tell([now, came, went], &pairs, evaluated, sets, relations);
    Some(now)
}
