//! What episodes say of a move against where the child is before and after it.

use super::Found;
use super::care::Care;
use super::context::{Records, class};
use crate::calendar::{self, NO_DAY};
use crate::extracts::values::{NO_CODE, NO_WORD, Words};

/// The same carer (RNE L, T or U) though code and postcode are others; where a postcode is not known, though the
/// kind of placement is another.
pub fn not_coded(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let same_carer = class(of.layout, "RNE", &["L", "T", "U"]);
    let kinds = kinds(of);
    let posts = of.words("PL_POST");
    for (before, at) in care.adjoining(of.context.end).filter(|(_, at)| same_carer[usize::from(care.rne(*at))]) {
        if !is_other(care, before, at) {
            continue;
        }
        let moved = match posts.and_then(|posts| same(posts, before, at)) {
            Some(same) => !same,
            // Who fosters may adopt, and a placement may be renamed; a home is no foster family.
            None => {
                let (a, b) = (kinds[usize::from(care.place(before))], kinds[usize::from(care.place(at))]);
                a != b && !care.adoptive[usize::from(care.place(at))]
            }
        };
        if moved {
            found.at(at);
        }
    }
}

/// Another carer (RNE P or B) though nothing of the placement is another.
pub fn no_change(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let other_carer = class(of.layout, "RNE", &["P", "B"]);
    let Some(posts) = of.words("PL_POST") else { return };
    let providers = of.codes("PLACE_PROVIDER");
    let urns = of.words("URN");
    for (before, at) in care.adjoining(of.context.end).filter(|(_, at)| other_carer[usize::from(care.rne(*at))]) {
        let place = care.place(at);
        let stays = place != NO_CODE && place == care.place(before) && !care.temporary[usize::from(place)];
        let same_provider = providers.is_none_or(|codes| codes[before] == codes[at]);
        // Two families may live under one postcode; a home's own number tells it from the next.
        let same_home = urns.and_then(|urns| same(urns, before, at));
        if stays && same_provider && same(posts, before, at) == Some(true) && same_home != Some(false) {
            found.at(at);
        }
    }
}

/// Supported or independent accommodation under 16, on a day of the 12 months.
pub fn under_16(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    let supported = class(of.layout, "PLACE", &["K3", "H5", "P2"]);
    let since = of.context.period.window_start(12);
    for at in care.begun(of.context.end).filter(|at| supported[usize::from(care.place(*at))]) {
        let day = care.decom[at].max(since);
        let there = care.dec[at] == NO_DAY || care.dec[at] > day;
        if there && of.context.born(of.extract.child[at]).is_some_and(|born| calendar::age(born, day) < 16) {
            found.at(at);
        }
    }
}

/// Whether two episodes have different placement codes, both known and neither temporary.
fn is_other(care: &Care<'_>, before: usize, at: usize) -> bool {
    let (a, b) = (care.place(before), care.place(at));
    let known = |code: u8| code != NO_CODE && !care.temporary[usize::from(code)];
    a != b && known(a) && known(b)
}

/// Whether two cells hold the same word; nothing where one is empty.
fn same(words: &Words, a: usize, b: usize) -> Option<bool> {
    let (a, b) = (words.ids[a], words.ids[b]);
    (a != NO_WORD && b != NO_WORD).then_some(a == b)
}

/// By placement code the letter it begins with.
fn kinds(of: &Records<'_>) -> [u8; 256] {
    let mut kinds = [0; 256];
    let codes = of.layout.column("PLACE").map(|at| of.layout.columns[at].codes.as_slice()).unwrap_or_default();
    for (kind, code) in kinds.iter_mut().zip(codes) {
        *kind = code.code.bytes().next().unwrap_or(0);
    }
    kinds
}
