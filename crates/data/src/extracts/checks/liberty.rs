//! Deprivation of liberty orders against the time in care, the placement and each other.

use super::context::{Records, class};
use super::{Found, dates};
use crate::calendar::{Day, Month, NO_DAY};

/// An end before the beginning.
pub fn ends_first(of: &Records<'_>, found: &mut Found) {
    dates::ends_first(of, "DOLO_START", "DOLO_END", found);
}

/// An order that begins while another of the child holds.
pub fn overlap(of: &Records<'_>, found: &mut Found) {
    let (Some(starts), Some(ends)) = (of.days("DOLO_START"), of.days("DOLO_END")) else { return };
    let mut over = NO_DAY;
    for record in 0..of.extract.len() {
        if record == 0 || of.extract.child[record - 1] != of.extract.child[record] {
            over = NO_DAY;
        } else if over != NO_DAY && starts[record] < over {
            found.at(record);
        }
        over = over.max(if ends[record] == NO_DAY { Day::MAX } else { ends[record] });
    }
}

/// An order that holds on after care has ended.
pub fn after_care(of: &Records<'_>, found: &mut Found) {
    let (Some(starts), Some(ends), Some(care)) = (of.days("DOLO_START"), of.days("DOLO_END"), &of.context.care) else { return };
    let e = of.context.end;
    for (record, (_, end)) in starts.iter().zip(ends).enumerate().filter(|(_, (start, _))| **start != NO_DAY && **start <= e) {
        let last = if *end == NO_DAY || *end > e { e } else { *end };
        let episodes = care.kept_of(of.extract.child[record]);
        let begun = || episodes.iter().copied().filter(|at| care.decom[*at] <= last);
        let there = begun().any(|at| care.dec[at] == NO_DAY || care.dec[at] >= last);
        if !there && begun().any(|at| care.ended_care(at)) {
            found.at(record);
        }
    }
}

/// An order while the child is where nobody is deprived of liberty by one: in a secure home or in custody, which have their own
/// powers, with parents, or in supported accommodation.
pub fn where_none_can_be(of: &Records<'_>, found: &mut Found) {
    placed(of, &["K1", "P1", "R5", "K3"], true, found);
}

/// An order while the child is in another placement than those that the return expects.
pub fn where_none_is_expected(of: &Records<'_>, found: &mut Found) {
    placed(of, &["K2", "Z12", "Z13", "K1", "P1", "R5", "K3"], false, found);
}

/// Orders with a day, from the return of 2026-27 on, on which the child is in a placement that is one of these, or none of them.
fn placed(of: &Records<'_>, codes: &[&str], one_of: bool, found: &mut Found) {
    let (Some(starts), Some(ends), Some(care)) = (of.days("DOLO_START"), of.days("DOLO_END"), &of.context.care) else { return };
    let Some((_, layout)) = super::context::find(of.context.extracts, of.context.layouts, "episodes") else { return };
    let listed = class(layout, "PLACE", codes);
    let since = Month::new(2026, 4).map_or(Day::MAX, Month::first);
    let known = layout.column("PLACE").map_or(0, |at| layout.columns[at].codes.len());
    for (record, (start, end)) in starts.iter().zip(ends).enumerate().filter(|(_, (start, _))| **start != NO_DAY) {
        let from = (*start).max(since);
        let until = if *end == NO_DAY { of.context.end + 1 } else { (*end).min(of.context.end + 1) };
        let is_at_fault = |at: &usize| {
            let place = usize::from(care.place(*at));
            let first = care.decom[*at].max(from);
            let last = if care.dec[*at] == NO_DAY { until } else { care.dec[*at].min(until) };
            first < last && place < known && listed[place] == one_of
        };
        if care.kept_of(of.extract.child[record]).iter().any(is_at_fault) {
            found.at(record);
        }
    }
}
