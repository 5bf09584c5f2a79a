//! Times with a social worker against each other and against the time in care.

use super::context::{Records, of_child};
use super::{Found, dates};
use crate::calendar::{self, Day, NO_DAY};
use crate::extracts::values::NO_WORD;

/// A child looked after without a social worker on the last day; where the newest file is older, nothing is known.
pub fn none(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let Some(workers) = of.context.records("sw_episodes") else { return };
    let (Some(starts), Some(ends)) = (workers.days("SW_DECOM"), workers.days("SW_DEC")) else { return };
    let (period, end) = (of.context.period, of.context.end);
    if !workers.extract.files.iter().any(|file| file.month.is_some_and(|month| month >= period)) {
        return;
    }
    let mut last = None;
    for at in care.begun(end).filter(|at| care.open_on(*at, end)) {
        let child = of.extract.child[at];
        let grown = of.context.born(child).is_some_and(|born| calendar::age(born, end) >= 18);
        if grown || last == Some(child) {
            continue;
        }
        last = Some(child);
        let with = |row: usize| starts[row] <= end && (ends[row] == NO_DAY || ends[row] > end);
        if !of_child(workers.extract, child).any(with) {
            found.at(at);
        }
    }
}

/// A row that begins while another of the same worker goes on.
pub fn twice(of: &Records<'_>, found: &mut Found) {
    let (Some(workers), Some(starts), Some(ends)) = (of.words("SW_ID"), of.days("SW_DECOM"), of.days("SW_DEC")) else { return };
    // In order of child, worker and first day.
    let goes_on = |before: usize, start: Day| ends[before] == NO_DAY || ends[before] > start;
    let same = |before: usize, at: usize| {
        of.extract.child[before] == of.extract.child[at] && workers.ids[before] == workers.ids[at] && workers.ids[at] != NO_WORD
    };
    for (before, start) in starts.iter().skip(1).enumerate().filter(|(before, start)| goes_on(*before, **start)) {
        if same(before, before + 1) && *start != NO_DAY {
            found.at(before + 1);
        }
    }
}

/// An end before the beginning.
pub fn ends_first(of: &Records<'_>, found: &mut Found) {
    dates::ends_first(of, "SW_DECOM", "SW_DEC", found);
}
