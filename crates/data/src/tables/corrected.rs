//! Episodes whose end is not their file's: a later extract no longer holds them.
//!
//! Takes the histories and a month; gives by child what was ended so by its last day, for those who look at
//! the cases of a figure.

use std::collections::BTreeMap;

use super::history::{self, History};
use crate::calendar::Month;
use crate::cases::Ended;
use crate::extracts::Child;

/// The episodes that were ended by the rule by a month's last day, by child.
pub fn episodes(history: &History<'_>, month: Month) -> BTreeMap<Child, Vec<Ended>> {
    let mut found: BTreeMap<Child, Vec<Ended>> = BTreeMap::new();
    let Some((records, _)) = history::extract(history.extracts, history.layouts, "episodes") else { return found };
    let (episodes, e) = (&history.episodes, history.seen(month));
    for (record, how) in &records.changes {
        let at = *record as usize;
        let (Some(child), Some(start), Some(end)) = (records.child.get(at), episodes.decom.get(at), episodes.dec.get(at)) else {
            continue;
        };
        if *end <= e {
            found.entry(*child).or_default().push(Ended { start: *start, end: *end, how: *how });
        }
    }
    found
}
