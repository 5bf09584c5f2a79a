//! Brothers and sisters in care, where an extract tells which children are of one family.
//!
//! Those of one group who are looked after on the last day are counted, the child left out. They are placed together where the
//! postcodes of their placements on that day are the same.

use std::collections::BTreeMap;

use super::history::{self, History};
use super::local::Known;
use super::{Month, looked_after};
use crate::extracts::NO_WORD;

/// What the number needs of the extracts.
pub const NEEDS: &[&str] = &["siblings.CHILD", "siblings.SIBLING_GROUP"];
/// What it needs besides, for who lives together.
pub const TOGETHER: &[&str] = &["siblings.CHILD", "siblings.SIBLING_GROUP", "episodes.PL_POST"];

/// The brothers and sisters of a child.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Those looked after; none where nobody knows of which family the child is.
    pub in_care: Option<i32>,
    /// Those of them in the same placement; none where its postcode is not known.
    pub together: Option<i32>,
}

/// For each child looked after; nothing without the extract.
pub fn counted(rows: &[looked_after::Row], history: &History<'_>, month: Month) -> Option<Vec<Counted>> {
    let (records, layout) = history::extract(history.extracts, history.layouts, "siblings")?;
    let groups = records.words(layout.column("SIBLING_GROUP")?)?;
    let known = Known::new(history, "siblings", month)?;
    let episodes = history::extract(history.extracts, history.layouts, "episodes");
    let postcodes = episodes.and_then(|(records, layout)| records.words(layout.column("PL_POST")?));
    let of_child: Vec<(Option<u32>, Option<u32>)> = rows
        .iter()
        .map(|row| {
            let id = |ids: &[u32], at: usize| ids.get(at).copied().filter(|id| *id != NO_WORD);
            let group = known.latest(row.child).0.and_then(|at| id(&groups.ids, at));
            (group, postcodes.and_then(|words| id(&words.ids, row.record)))
        })
        .collect();
    let mut families: BTreeMap<u32, i32> = BTreeMap::new();
    let mut homes: BTreeMap<(u32, u32), i32> = BTreeMap::new();
    for (group, postcode) in &of_child {
        let Some(group) = group else { continue };
        *families.entry(*group).or_default() += 1;
        if let Some(postcode) = postcode {
            *homes.entry((*group, *postcode)).or_default() += 1;
        }
    }
    let counted = |(group, postcode): &(Option<u32>, Option<u32>)| {
        let others = |number: Option<&i32>| number.map(|number| number - 1);
        Counted {
            in_care: group.and_then(|group| others(families.get(&group))),
            together: group.zip(*postcode).and_then(|home| others(homes.get(&home))),
        }
    };
    Some(of_child.iter().map(counted).collect())
}
