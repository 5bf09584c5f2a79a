//! Episodes against each other and against themselves.

use super::Found;
use super::context::Records;
use crate::calendar::{self, Day, NO_DAY};

/// An end before the beginning.
pub fn ends_first(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    care.begun(of.context.end)
        .filter(|at| care.dec[*at] != NO_DAY && care.dec[*at] < care.decom[*at])
        .for_each(|at| found.at(at));
}

/// An episode that is not over when the next begins.
pub fn overlap(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let pairs = care.with_before(of.context.end).filter_map(|(before, at)| Some((before?, at)));
    pairs
        .filter(|(before, at)| care.dec[*before] == NO_DAY || care.dec[*before] > care.decom[*at])
        .for_each(|(before, _)| found.at(before));
}

/// A second episode open on the last day.
pub fn several_open(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let mut open = 0;
    for (before, at) in care.with_before(of.context.end) {
        if before.is_none() {
            open = 0;
        }
        open += u32::from(care.open_on(at, of.context.end));
        if open == 2 && care.open_on(at, of.context.end) {
            found.at(at);
        }
    }
}

/// Days between two episodes of one period of care.
pub fn gap(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    for (before, at) in care.with_before(of.context.end).filter_map(|(before, at)| Some((before?, at))) {
        let (first, ended) = (care.decom[before], care.dec[before]);
        let apart = ended != NO_DAY && ended < care.decom[at] && ended >= first;
        if apart && !care.ended_care(before) && !care.starts[usize::from(care.rne(at))] {
            found.at(before);
        }
    }
}

/// An end without a reason.
pub fn no_reason(of: &Records<'_>, found: &mut Found) {
    let Some(care) = of.context.care.as_ref().filter(|care| care.has_rec()) else { return };
    care.begun(of.context.end).filter(|at| care.dec[*at] != NO_DAY && no_code(care.rec(*at))).for_each(|at| found.at(at));
}

/// A reason without an end.
pub fn no_day_of_end(of: &Records<'_>, found: &mut Found) {
    let Some(care) = of.context.care.as_ref().filter(|care| care.has_rec()) else { return };
    care.begun(of.context.end).filter(|at| care.dec[*at] == NO_DAY && !no_code(care.rec(*at))).for_each(|at| found.at(at));
}

/// A history whose first episode does not start care.
pub fn unknown_start(of: &Records<'_>, found: &mut Found) {
    let Some(care) = of.context.care.as_ref().filter(|care| care.has_rne()) else { return };
    let first = care.with_before(of.context.end).filter(|(before, _)| before.is_none()).map(|(_, at)| at);
    first.filter(|at| !care.starts[usize::from(care.rne(*at))]).for_each(|at| found.at(at));
}

/// X1 says that another episode begins on the day, and none does. Later months' episodes count as well: that one
/// is not known as at the period is no fault.
pub fn not_followed(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    for (at, record) in care.kept.iter().enumerate().filter(|(_, record)| care.goes_on[usize::from(care.rec(**record))]) {
        let next = care.kept.get(at + 1).filter(|next| of.extract.child[**next] == of.extract.child[*record]);
        if care.dec[*record] == NO_DAY || next.is_none_or(|next| care.decom[*next] != care.dec[*record]) {
            found.at(*record);
        }
    }
}

/// Care that starts on the day on which it goes on.
pub fn starts_amid(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let amid =
        |(before, at): &(usize, usize)| care.goes_on[usize::from(care.rec(*before))] && care.starts[usize::from(care.rne(*at))];
    care.adjoining(of.context.end).filter(amid).for_each(|(_, at)| found.at(at));
}

/// An episode of no day that is alone on that day.
pub fn of_no_day(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    for at in care.begun(of.context.end).filter(|at| care.dec[*at] == care.decom[*at]) {
        let others = care.of(of.extract.child[at]);
        if !others.into_iter().any(|other| other != at && care.decom[other] == care.decom[at]) {
            found.at(at);
        }
    }
}

/// An episode that is open though the child has turned 18.
pub fn adult(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let end: Day = of.context.end;
    let mut last = None;
    for at in care.begun(end).filter(|at| care.open_on(*at, end)) {
        let child = of.extract.child[at];
        let grown = of.context.born(child).is_some_and(|born| calendar::age(born, end) >= 18);
        if grown && last != Some(child) {
            found.at(at);
            last = Some(child);
        }
    }
}

fn no_code(code: u8) -> bool {
    code == crate::extracts::values::NO_CODE
}
