//! Decisions and matches against the episodes of children placed for adoption and adopted.

use super::Found;
use super::care::Care;
use super::context::{Records, of_child};
use crate::calendar::{Day, NO_DAY};
use crate::extracts::children::Child;

/// How long before the placement order a match is believed: half a year.
const EARLY: Day = 183;

/// Placed for adoption in the 12 months without a decision before it.
pub fn no_decision(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let Some(decisions) = of.context.records("placed_for_adoption") else { return };
    let Some(days) = decisions.days("DATE_PLACED") else { return };
    let since = of.context.period.window_start(12);
    for (before, at) in care.with_before(of.context.end) {
        let adoptive = |record: usize| care.adoptive[usize::from(care.place(record))];
        let goes_on = before.is_some_and(|before| adoptive(before) && care.dec[before] == care.decom[at]);
        let moved_in = care.decom[at];
        if !adoptive(at) || goes_on || moved_in < since {
            continue;
        }
        let decided = of_child(decisions.extract, of.extract.child[at]).any(|row| days[row] != NO_DAY && days[row] <= moved_in);
        if !decided {
            found.at(at);
        }
    }
}

/// Adopted in the 36 months without a match.
pub fn no_match(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let Some(adopted) = of.context.records("ad1") else { return };
    let Some(days) = adopted.days("DATE_MATCH") else { return };
    let (since, end) = (of.context.period.window_start(36), of.context.end);
    for at in care.begun(end).filter(|at| care.adopted[usize::from(care.rec(*at))] && (since..=end).contains(&care.dec[*at])) {
        if !of_child(adopted.extract, of.extract.child[at]).any(|row| days[row] != NO_DAY) {
            found.at(at);
        }
    }
}

/// A match before care, long before the placement order, after moving in or after the adoption.
pub fn match_out_of_place(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let Some(days) = of.days("DATE_MATCH") else { return };
    for (row, day) in days.iter().copied().enumerate().filter(|(_, day)| *day != NO_DAY) {
        let Some(adoption) = last_adoption(care, of.extract.child[row]) else { continue };
        let early = day < adoption.start || adoption.order.is_some_and(|order| day < order - EARLY);
        // What is before the first episode known may have been in care, and under an order, all the same.
        if (early && adoption.start_known) || day > adoption.moved_in.unwrap_or(adoption.day) {
            found.at(row);
        }
    }
}

/// The last adoption of a child: the period of care that it ends.
struct Adoption {
    start: Day,
    start_known: bool,
    order: Option<Day>,
    moved_in: Option<Day>,
    day: Day,
}

fn last_adoption(care: &Care<'_>, child: Child) -> Option<Adoption> {
    let kept = care.kept_of(child);
    let last = kept.iter().rposition(|at| care.dec[*at] != NO_DAY && care.adopted[usize::from(care.rec(*at))])?;
    let begins = |at: usize| at == 0 || care.starts[usize::from(care.rne(kept[at]))] || care.ended_care(kept[at - 1]);
    let first = (0..=last).rev().find(|at| begins(*at)).unwrap_or(0);
    let period = &kept[first..=last];
    let run = period.iter().rev().take_while(|at| care.adoptive[usize::from(care.place(**at))]);
    Some(Adoption {
        start: care.decom[kept[first]],
        start_known: first > 0 || care.starts[usize::from(care.rne(kept[first]))],
        order: period.iter().find(|at| care.placement_order[usize::from(care.ls(**at))]).map(|at| care.decom[*at]),
        moved_in: run.last().map(|at| care.decom[*at]),
        day: care.dec[kept[last]],
    })
}
