//! The yearly returns on health and care leavers, and unaccompanied children, against what is known of the child.

use super::Found;
use super::context::Records;
use crate::calendar::{self, NO_DAY};
use crate::extracts::values::{NO_CODE, NO_NUMBER};

/// The answers of oc2 with the ages that are asked.
const ANSWERS: &[(&str, std::ops::RangeInclusive<i32>)] = &[
    ("HEALTH_ASSESSMENT", 0..=17),
    ("TEETH_CHECK", 0..=17),
    ("IMMUNISATIONS", 0..=17),
    ("SUBSTANCE_MISUSE", 0..=17),
    ("HEALTH_CHECK", 0..=4),
    ("CONVICTED", 10..=17),
];

/// A blank answer of a child looked after for 12 months; of one outside the cohort it changes nothing.
pub fn oc2_blank(of: &Records<'_>, found: &mut Found) {
    let end = of.context.end;
    let since = of.context.period.window_start(12);
    let is_latest = of.is_latest();
    for record in (0..of.extract.len()).filter(|record| is_latest(*record)) {
        let child = of.extract.child[record];
        let in_care = of.context.care.as_ref().is_none_or(|care| {
            let kept = care.kept_of(child);
            kept.iter().any(|at| care.open_on(*at, end)) && kept.iter().any(|at| care.decom[*at] <= since)
        });
        let Some(born) = of.born(record).filter(|_| in_care) else { continue };
        let age = calendar::age(born, end);
        for (column, _) in ANSWERS.iter().filter(|(_, ages)| ages.contains(&age)) {
            if is_blank(of, column, record) {
                found.at_column(record, column);
            }
        }
        let misuse = of.codes("SUBSTANCE_MISUSE").is_some_and(|codes| codes[record] == 1);
        if misuse && is_blank(of, "INTERVENTION_RECEIVED", record) {
            found.at_column(record, "INTERVENTION_RECEIVED");
        }
        let no_score = of.integers("SDQ_SCORE").is_some_and(|scores| scores[record] == NO_NUMBER);
        if (5..=16).contains(&age) && no_score && is_blank(of, "SDQ_REASON", record) {
            found.at_column(record, "SDQ_SCORE");
        }
    }
}

/// Whether a column is there and holds nothing in a record.
fn is_blank(of: &Records<'_>, column: &str, record: usize) -> bool {
    of.codes(column).is_some_and(|codes| codes[record] == NO_CODE)
}

/// Activity or accommodation not known of a care leaver who is in touch.
pub fn oc3_blank(of: &Records<'_>, found: &mut Found) {
    let (Some(in_touch), yes) = (of.codes("IN_TOUCH"), of.code("IN_TOUCH", "YES")) else { return };
    let is_latest = of.is_latest();
    for column in ["ACTIV", "ACCOM"] {
        let (Some(codes), none) = (of.codes(column), of.code(column, "0")) else { continue };
        for record in (0..of.extract.len()).filter(|record| is_latest(*record) && in_touch[*record] == yes) {
            if codes[record] == NO_CODE || codes[record] == none {
                found.at_column(record, column);
            }
        }
    }
}

/// A status of unaccompanied children that ceased before birth or before the child came into care.
pub fn ceased_before_care(of: &Records<'_>, found: &mut Found) {
    let Some(ceased) = of.days("DUC") else { return };
    for (record, day) in ceased.iter().copied().enumerate().filter(|(_, day)| *day != NO_DAY) {
        let child = of.extract.child[record];
        let first = of.context.care.as_ref().and_then(|care| care.of(child).next().map(|at| care.decom[at]));
        if first.is_some_and(|first| day < first) || of.born(record).is_some_and(|born| day < born) {
            found.at(record);
        }
    }
}
