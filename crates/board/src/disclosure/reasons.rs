//! Whether what is hidden would be hidden in another table too: a reader who knows the rules rules out the others.
//!
//! Takes a net and a table, knows which numbers are hidden for their own sake and which for that of others.

use super::model::Bounds;
use super::search::{Moves, Net};
use super::state::State;

impl Net<'_> {
    /// Whether it could have been hidden in this table what is hidden: a number that was small and is no more was hidden for the
    /// sake of another in the same equation, which is small, or with everything that it adds up with. Likewise one that was hidden for being near
    /// another that was published.
    pub fn has_reason(&self, moves: &Moves, state: &State<'_>) -> bool {
        let can_be = |(cell, by): &(usize, i64)| self.can_be(*cell, *by);
        moves.iter().all(can_be) && self.without_reason(moves).all(|cell| self.zone(cell, state).is_some())
    }

    /// Whether a number can be so far from its own, as a reader knows who has what was published before.
    pub fn can_be(&self, cell: usize, by: i64) -> bool {
        let one = &self.model.cells[cell];
        one.never.is_empty() || !one.never.contains(&(one.value as i64 + by))
    }

    /// The numbers of a table that were small, are no more, and have no small one in an equation with them.
    fn without_reason(&self, moves: &Moves) -> impl Iterator<Item = usize> {
        let now = move |cell: usize| -> i64 {
            let by = moves.binary_search_by_key(&cell, |(cell, _)| *cell).map_or(0, |at| moves[at].1);
            self.model.cells[cell].value as i64 + by
        };
        let excused = move |cell: usize| {
            let small = |(other, _): &(usize, i64)| {
                let is_within = |(least, most): Bounds| (least.max(1)..=most).contains(&now(*other));
                *other != cell && self.reason[*other].is_some_and(is_within)
            };
            self.equations_of(cell).iter().any(|at| self.model.equations[*at].iter().any(small))
        };
        let is_outside = move |cell: usize| self.reason[cell].is_some_and(|(least, most)| !(least..=most).contains(&now(cell)));
        moves.iter().map(|(cell, _)| *cell).filter(move |cell| is_outside(*cell) && !excused(*cell))
    }

    /// What a cell adds up with, where nothing of it is shown but noughts: then nobody can tell for whose sake it is hidden.
    pub fn zone(&self, cell: usize, state: &State<'_>) -> Option<Vec<usize>> {
        let mut zone = Vec::new();
        for (other, _) in
            self.equations_of(cell).iter().flat_map(|at| &self.model.equations[*at]).filter(|(other, _)| *other != cell)
        {
            let one = &self.model.cells[*other];
            if !state.is_published(*other) || (one.counts && one.value == 0.0) {
                continue;
            }
            if state.shows(*other) {
                return None;
            }
            zone.push(*other);
        }
        zone.sort_unstable();
        zone.dedup();
        Some(zone)
    }

    /// The cells that must stay hidden for a table to be one besides those that move in it.
    pub fn zones(&self, moves: &Moves, state: &State<'_>) -> Vec<usize> {
        self.effort.spend(moves.len());
        let mut zones: Vec<usize> = self.without_reason(moves).filter_map(|cell| self.zone(cell, state)).flatten().collect();
        zones.sort_unstable();
        zones.dedup();
        zones
    }
}
