//! Days against each other and against the month of their extract.

use super::Found;
use super::context::Records;
use crate::calendar::NO_DAY;
use crate::definitions::ColumnKind;

/// Columns of days that may lie ahead: those of birth are looked at by themselves, and a status is known to cease
/// at 18.
const AHEAD: &[&str] = &["DOB", "MC_DOB", "DUC"];

/// A day after the month of its extract.
pub fn after_extract(of: &Records<'_>, found: &mut Found) {
    if of.layout.child().is_none() {
        return;
    }
    for (at, column) in of.layout.columns.iter().enumerate().filter(|(_, column)| column.kind == ColumnKind::Date) {
        // A council's own extract may name days to come, such as when something is due.
        let own = of.layout.local && of.layout.date != Some(at);
        if own || AHEAD.contains(&column.name.as_str()) {
            continue;
        }
        for (record, day) in of.extract.days(at).unwrap_or_default().iter().enumerate() {
            // What a later extract corrected is not of the row's own.
            if *day > of.context.known_until(of.extract, record) && of.extract.change(record).is_none() {
                found.at_column(record, &column.name);
            }
        }
    }
}

/// A decision that ends before it was made.
pub fn decision_ends_first(of: &Records<'_>, found: &mut Found) {
    ends_first(of, "DATE_PLACED", "DATE_PLACED_CEASED", found);
}

/// Records that end before they begin.
pub fn ends_first(of: &Records<'_>, start: &str, end: &str, found: &mut Found) {
    let (Some(starts), Some(ends)) = (of.days(start), of.days(end)) else { return };
    let pairs = starts.iter().zip(ends).enumerate();
    pairs.filter(|(_, (start, end))| **end != NO_DAY && **start != NO_DAY && end < start).for_each(|(at, _)| found.at(at));
}
