//! The kinds of children that there are: in which cells a child counts, or another row of a table.
//!
//! Takes who is in the cohorts of the report's month, gives for each kind its cells. A child more of a kind that there is, or one of
//! another kind instead, is a table in which everything adds up as before: where a search step by step finds none, those are tried.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::Relations;
use super::collect::{Collected, Part, What};
use super::search::Moves;
use crate::scorecard::{Document, PartOf};

/// Kinds of children.
#[derive(Default)]
pub struct Children {
    /// The cells of each kind, in order.
    kinds: Vec<Vec<usize>>,
    /// The kinds that each cell counts.
    of: BTreeMap<usize, Vec<usize>>,
}

/// So many kinds that a cell counts are tried, and so many others.
const TRIED: (usize, usize) = (8, 12);

/// The kinds of children of a run.
pub fn found(document: &Document, relations: &Relations, found: &Collected) -> Children {
    let mut of_row: BTreeMap<(&str, usize), BTreeSet<usize>> = BTreeMap::new();
    let mut seen: BTreeSet<(usize, Part)> = BTreeSet::new();
    for (place, parts) in found.parts.iter().filter(|(place, _)| place.3 == What::Now) {
        let Some(scorecard) = document.scorecards.get(place.0) else { continue };
        let Some(row) = scorecard.groups.get(place.1).and_then(|group| group.rows.get(place.2)) else { continue };
        let whole = row.whole();
        let Some((universe, members)) = relations.members(&scorecard.id, whole) else { continue };
        let group = row.part_of.as_ref().map(PartOf::key).unwrap_or_default();
        for (part, cell) in parts.iter().filter(|(part, _)| matches!(part, Part::Counted | Part::Cohort)) {
            if !seen.insert((*cell, *part)) {
                continue;
            }
            for member in members {
                let is_in = group.is_empty() || member.groups.iter().any(|other| *other == group);
                if is_in && (member.counted || *part == Part::Cohort) {
                    of_row.entry((universe, member.row)).or_default().insert(*cell);
                }
            }
        }
    }
    let kinds: BTreeSet<Vec<usize>> = of_row.into_values().map(|cells| cells.into_iter().collect()).collect();
    let mut children = Children { kinds: kinds.into_iter().collect(), of: BTreeMap::new() };
    for (kind, cells) in children.kinds.iter().enumerate() {
        cells.iter().for_each(|cell| children.of.entry(*cell).or_default().push(kind));
    }
    children
}

impl Children {
    /// Whether none are known.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Tables in which a cell has one more or one less: a child more, one less, or one of another kind.
    pub fn tables(&self, cell: usize) -> Vec<Moves> {
        let inside = self.of.get(&cell).map(Vec::as_slice).unwrap_or_default();
        let spread = |of: usize, most: usize| (0..of).step_by(of.div_ceil(most).max(1));
        let outside: Vec<usize> = (0..self.kinds.len()).filter(|kind| inside.binary_search(kind).is_err()).collect();
        let mut found = Vec::new();
        for with in spread(inside.len(), TRIED.0).map(|at| &self.kinds[inside[at]]) {
            found.push(with.iter().map(|cell| (*cell, 1)).collect());
            found.push(with.iter().map(|cell| (*cell, -1)).collect());
            for without in spread(outside.len(), TRIED.1).map(|at| &self.kinds[outside[at]]) {
                let more = difference(with, without);
                found.push(more.iter().map(|(cell, by)| (*cell, -by)).collect());
                found.push(more);
            }
        }
        found
    }
}

/// A child of one kind more, and one of another less.
fn difference(more: &[usize], less: &[usize]) -> Moves {
    let mut moves = Moves::new();
    let (mut a, mut b) = (more.iter().peekable(), less.iter().peekable());
    loop {
        match (a.peek(), b.peek()) {
            (None, None) => return moves,
            (Some(one), Some(other)) if one == other => {
                a.next();
                b.next();
            }
            (Some(one), other) if other.is_none_or(|other| one < other) => {
                moves.push((**one, 1));
                a.next();
            }
            (_, Some(other)) => {
                moves.push((**other, -1));
                b.next();
            }
            (Some(one), None) => {
                moves.push((**one, 1));
                a.next();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_of_another_kind_is_one_more_here_and_one_less_there() {
        assert_eq!(difference(&[1, 3, 5], &[2, 3, 7]), [(1, 1), (2, -1), (5, 1), (7, -1)]);
        assert_eq!(difference(&[4], &[]), [(4, 1)]);
        assert_eq!(difference(&[], &[4]), [(4, -1)]);
    }
}
