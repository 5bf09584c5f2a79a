//! What the rows of tables might be in the month of the report: which sets each would be in.
//!
//! Takes rows that differ in one value from those that there are, with what indicators count of them; tells [`Relations`] the sets and groups
//! of each. So disclosure control knows which children are possible, and not only those that there are.

use std::collections::HashSet;

use super::rows::{Cohorts, Of, universe};
use super::sets::Sets;
use crate::calendar::Month;
use crate::disclosure::{Relations, Variant, Variants};
use crate::measure::counted::{GroupsOfRows, MightBe};
use crate::scorecard::By;
use crate::tables::schema::TableSpec;

/// What the indicators of a table count of rows as they might be.
pub(super) struct OfTable<'a> {
    /// The table.
    pub(super) table: &'a TableSpec,
    /// The breakdowns that its rows are told the groups of.
    pub(super) by: Vec<By>,
    /// The indicators.
    pub(super) of: Vec<Of>,
    /// Its rows as they might be.
    pub(super) rows: MightBe,
}

/// Tells what children might be: of each in which sets it would count.
pub(super) fn insert(of_table: &OfTable<'_>, (month, found): (Month, &Cohorts), sets: &mut Sets, relations: &mut Relations) {
    let universe = &universe(of_table.table, found);
    let counted = |at: usize| (at / 2, at % 2);
    let mut of_sets = Vec::new();
    for at in 0..2 * of_table.of.len() {
        let (of, counted) = counted(at);
        let Some(rows) = found.get(&of_table.of[of]) else { return };
        of_sets.push(sets.of(universe, month, rows.iter().filter(|row| row.counted || counted == 0)));
    }
    let MightBe { like, belongs, groups } = &of_table.rows;
    let named: Vec<(&By, &GroupsOfRows)> =
        of_table.by.iter().zip(groups).filter_map(|(by, groups)| Some((by, groups.as_ref()?))).collect();
    // All groups one after the other.
    let (mut names, mut first): (Vec<String>, Vec<usize>) = Default::default();
    for (by, groups) in &named {
        first.push(names.len());
        names.extend(groups.keys.iter().map(|group| format!("{}={group}", by.as_str())));
    }
    let mut words = vec![0_u64; like.len() * of_sets.len().div_ceil(64)];
    let wide = of_sets.len().div_ceil(64);
    for at in 0..of_sets.len() {
        let (of, counted) = counted(at);
        for (row, _) in belongs[of][counted].iter().enumerate().filter(|(_, belongs)| **belongs) {
            words[row * wide + at / 64] |= 1 << (at % 64);
        }
    }
    // Of those that count in the same sets one is enough.
    let (mut known, mut rows) = (HashSet::new(), Vec::new());
    let place_of = sets.places(universe, month);
    for (row, name) in like.iter().enumerate() {
        let words = &words[row * wide..(row + 1) * wide];
        let of_row = named.iter().zip(&first).filter_map(|((_, groups), first)| Some(first + groups.of_row.get(row)?));
        let of_row: Vec<usize> = of_row.collect();
        let like = place_of(*name);
        if known.insert((like, words, of_row.clone())) {
            let inside = (0..of_sets.len()).filter(|at| words[at / 64] >> (at % 64) & 1 == 1).collect();
            rows.push(Variant { like, inside, groups: of_row });
        }
    }
    relations.insert_variants(Variants { universe: universe.clone(), sets: of_sets, groups: names, rows });
}
