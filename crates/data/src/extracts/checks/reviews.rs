//! Reviews against the child's age.

use super::Found;
use super::context::Records;
use crate::calendar::{self, NO_DAY};
use crate::extracts::values::NO_CODE;

/// PN0 for a child of 4 or over, or another code for one under 4.
pub fn code_and_age(of: &Records<'_>, found: &mut Found) {
    let (Some(days), Some(codes)) = (of.days("REVIEW"), of.codes("REVIEW_CODE")) else { return };
    let young = of.code("REVIEW_CODE", "PN0");
    for record in (0..of.extract.len()).filter(|record| codes[*record] != NO_CODE && days[*record] != NO_DAY) {
        let Some(born) = of.born(record) else { continue };
        if (calendar::age(born, days[record]) < 4) != (codes[record] == young) {
            found.at(record);
        }
    }
}
