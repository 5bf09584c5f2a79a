//! Who the children are: the header, and every other extract against it.

use super::Found;
use super::context::Records;
use crate::calendar::NO_DAY;
use crate::extracts::children::Child;

/// A child of the header without a date of birth.
pub fn no_date_of_birth(of: &Records<'_>, found: &mut Found) {
    let Some(born) = of.days("DOB") else { return };
    born.iter().enumerate().filter(|(_, day)| **day == NO_DAY).for_each(|(at, _)| found.at(at));
}

/// A child who was born after care began.
pub fn born_in_care(of: &Records<'_>, found: &mut Found) {
    let (Some(born), Some(care)) = (of.days("DOB"), &of.context.care) else { return };
    for (at, day) in born.iter().enumerate().filter(|(_, day)| **day != NO_DAY) {
        if care.kept_of(of.extract.child[at]).first().is_some_and(|first| care.decom[*first] < *day) {
            found.at(at);
        }
    }
}

/// A child whom the header lacks; nothing where there is no header.
pub fn not_in_header(of: &Records<'_>, found: &mut Found) {
    if !is_beside_header(of) {
        return;
    }
    let mut last: Option<Child> = None;
    for (at, child) in of.extract.child.iter().enumerate() {
        if last != Some(*child) && of.context.born[*child as usize].is_none() {
            found.at(at);
        }
        last = Some(*child);
    }
}

/// Another date of birth than the header's.
pub fn dob_differs(of: &Records<'_>, found: &mut Found) {
    let Some(own) = of.days("DOB").filter(|_| is_beside_header(of)) else { return };
    for (at, day) in own.iter().enumerate().filter(|(_, day)| **day != NO_DAY) {
        if of.context.born(of.extract.child[at]).is_some_and(|born| born != *day) {
            found.at(at);
        }
    }
}

fn is_beside_header(of: &Records<'_>) -> bool {
    of.layout.id != "header" && of.layout.child().is_some() && of.context.extracts.by_id.contains_key("header")
}
