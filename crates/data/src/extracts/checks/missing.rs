//! Missing incidents against themselves, each other, and the time in care.

use super::context::Records;
use super::{Found, dates};
use crate::calendar::NO_DAY;
use crate::extracts::values::NO_CODE;

/// An end before the beginning.
pub fn ends_first(of: &Records<'_>, found: &mut Found) {
    dates::ends_first(of, "MIS_START", "MIS_END", found);
}

/// Neither missing nor away without authorisation.
pub fn no_kind(of: &Records<'_>, found: &mut Found) {
    let Some(kinds) = of.codes("MISSING") else { return };
    kinds.iter().enumerate().filter(|(_, kind)| **kind == NO_CODE).for_each(|(at, _)| found.at(at));
}

/// An incident that begins after the child left care and is not back. Before the first episode known the child
/// may have been in care all the same.
pub fn out_of_care(of: &Records<'_>, found: &mut Found) {
    let (Some(starts), Some(care)) = (of.days("MIS_START"), &of.context.care) else { return };
    for (record, day) in starts.iter().copied().enumerate().filter(|(_, day)| *day != NO_DAY) {
        let begun = care.of(of.extract.child[record]).filter(|at| care.decom[*at] <= day);
        let (mut left, mut there) = (false, false);
        for at in begun {
            left = care.ended_care(at);
            there |= care.dec[at] == NO_DAY || care.dec[at] >= day;
        }
        if left && !there {
            found.at(record);
        }
    }
}

/// An incident that begins before the one before it is over.
pub fn overlap(of: &Records<'_>, found: &mut Found) {
    let (Some(starts), Some(ends)) = (of.days("MIS_START"), of.days("MIS_END")) else { return };
    let mut over = NO_DAY;
    for record in 0..of.extract.len() {
        if record == 0 || of.extract.child[record - 1] != of.extract.child[record] {
            over = NO_DAY;
        } else if over != NO_DAY && starts[record] < over {
            found.at(record);
        }
        over = over.max(if ends[record] == NO_DAY { crate::calendar::Day::MAX } else { ends[record] });
    }
}
