//! Rules that the return has from one collection year on, of placements and of social workers.
//!
//! What was right in its own year is no fault: each rule looks at days, or at files of months, from when it holds.

use super::Found;
use super::context::{Records, class, of_child};
use crate::calendar::{Day, Month, NO_DAY, day};
use crate::extracts::values::{NO_CODE, NO_WORD};

/// The last day on which supported accommodation was not registered.
fn registered_after() -> Day {
    day(2023, 10, 27).unwrap_or(Day::MAX)
}

/// `P2` for a placement that began after 27 October 2023, `H5` for one that is open after it: `K3` stands for both.
pub fn supported_since_registered(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let (independent, semi) = (class(of.layout, "PLACE", &["P2"]), class(of.layout, "PLACE", &["H5"]));
    let last = registered_after();
    for at in care.begun(of.context.end) {
        let place = usize::from(care.place(at));
        let began_after = care.decom[at] > last;
        let open_after = began_after || (care.dec[at] == NO_DAY && of.context.end > last) || care.dec[at] > last;
        if (independent[place] && began_after) || (semi[place] && open_after) {
            found.at(at);
        }
    }
}

/// Whether a record is the return's own, of a file of months from the return of 2023-24 on.
fn since_workers_are_returned(of: &Records<'_>, record: usize) -> bool {
    let file = of.extract.file.get(record).and_then(|at| of.extract.files.get(*at as usize));
    let first = Month::new(2023, 4);
    file.is_some_and(|file| file.origin.is_none() && file.month >= first)
}

/// An identifier of a worker that begins neither with SW, as registrations do, nor with XX, which stands for none.
pub fn worker_by_another_name(of: &Records<'_>, found: &mut Found) {
    let Some(workers) = of.words("SW_ID") else { return };
    let is_one =
        |word: &String| ["SW", "XX"].iter().any(|prefix| word.get(..2).is_some_and(|own| own.eq_ignore_ascii_case(prefix)));
    let known: Vec<bool> = workers.words.iter().map(is_one).collect();
    for (at, id) in workers.ids.iter().enumerate().filter(|(_, id)| **id != NO_WORD) {
        if !known[*id as usize] && since_workers_are_returned(of, at) {
            found.at(at);
        }
    }
}

/// A worker who took over from 1 April 2023 on, for no reason given.
pub fn no_reason_for_a_worker(of: &Records<'_>, found: &mut Found) {
    let (Some(starts), Some(reasons)) = (of.days("SW_DECOM"), of.codes("SW_REASON")) else { return };
    let since = Month::new(2023, 4).map_or(Day::MAX, Month::first);
    for (at, start) in starts.iter().enumerate() {
        if *start >= since && reasons[at] == NO_CODE && since_workers_are_returned(of, at) {
            found.at(at);
        }
    }
}

/// Several workers of one child on the last day.
pub fn several_workers(of: &Records<'_>, found: &mut Found) {
    let (Some(starts), Some(ends)) = (of.days("SW_DECOM"), of.days("SW_DEC")) else { return };
    let end = of.context.end;
    let open = |row: &usize| starts[*row] != NO_DAY && starts[*row] <= end && (ends[*row] == NO_DAY || ends[*row] > end);
    let mut last = None;
    for (record, child) in of.extract.child.iter().enumerate() {
        if last.replace(*child) == Some(*child) || !since_workers_are_returned(of, record) {
            continue;
        }
        if let Some(second) = of_child(of.extract, *child).filter(open).nth(1) {
            found.at(second);
        }
    }
}
