//! The kinds of children that there are: in which cells a child counts, or another row of a table.
//!
//! Takes the cells of each kind. Some children more of a kind that there is, or less where there are as many, or one of another kind
//! instead, is a table in which everything adds up as before: where a search step by step finds none, those are tried.

use std::collections::{BTreeMap, BTreeSet};

use super::search::Moves;
use crate::spread::some;

/// Kinds of children.
#[derive(Default)]
pub struct Children {
    /// In the month of the report alone.
    pub now: Kinds,
    /// In all months: whoever is there now was there a year before, or came since.
    pub ever: Kinds,
}

/// Kinds, by what one child more of each makes of the cells.
#[derive(Default)]
pub struct Kinds {
    kinds: Vec<Moves>,
    /// How many children there are of each, at least: in all months one of each is looked at.
    many: Vec<i64>,
    /// The kinds that move each cell.
    of: BTreeMap<usize, Vec<usize>>,
}

/// So many kinds that a cell counts are tried, and so many others.
const TRIED: (usize, usize) = (8, 12);

impl Kinds {
    /// By their moves, which are in order of cells, with how many children there are of each.
    pub fn of(kinds: BTreeMap<Moves, i64>) -> Self {
        let (kinds, many) = kinds.into_iter().unzip();
        let mut found = Kinds { kinds, many, of: BTreeMap::new() };
        for (kind, moves) in found.kinds.iter().enumerate() {
            moves.iter().for_each(|(cell, _)| found.of.entry(*cell).or_default().push(kind));
        }
        found
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Tables with one child more, and with one less: of each kind, or of some where there are many.
    pub fn one_more_or_less(&self, most: usize) -> impl Iterator<Item = Moves> {
        some(&self.kinds, most).flat_map(|kind| [kind.clone(), less(&[], kind)])
    }

    /// Those of [`Kinds::tables`] for a cell that others make up, with the cell itself where it is what they leave.
    pub fn tables_of(&self, cell: usize, made_of: &[(usize, i64)], most: i64) -> Vec<Moves> {
        let by = |table: &Moves| -> i64 { made_of.iter().map(|(cell, times)| times * moved(table, *cell)).sum() };
        let mut tables = self.tables(made_of, most);
        for table in &mut tables {
            let by = by(table);
            // What the others leave is a part of the table: nothing that mends it later may take it back.
            if let (Err(place), true) = (table.binary_search_by_key(&cell, |(cell, _)| *cell), by != 0) {
                table.insert(place, (cell, by));
            }
        }
        tables
    }

    /// Tables in which a number is another: up to so many children more of one kind, or less as far as there are any, or one of another
    /// kind. The number is given by the cells that it is made of, each so many times.
    pub fn tables(&self, number: &[(usize, i64)], most: i64) -> Vec<Moves> {
        let by = |kind: usize| -> i64 { number.iter().map(|(cell, times)| times * moved(&self.kinds[kind], *cell)).sum() };
        let of_cell = |cell: &usize| self.of.get(cell).into_iter().flatten().copied();
        let touching: BTreeSet<usize> = number.iter().flat_map(|(cell, _)| of_cell(cell)).collect();
        let inside: Vec<usize> = touching.into_iter().filter(|kind| by(*kind) != 0).collect();
        if inside.is_empty() {
            return Vec::new();
        }
        let outside: Vec<usize> = (0..self.kinds.len()).filter(|kind| inside.binary_search(kind).is_err()).collect();
        let mut found = Vec::new();
        for kind in some(&inside, TRIED.0).copied() {
            let with = &self.kinds[kind];
            for times in (1..=most).flat_map(|times| [times, -times]).filter(|times| -times <= self.many[kind]) {
                found.push(with.iter().map(|(cell, by)| (*cell, by * times)).collect());
            }
            for without in some(&outside, TRIED.1).map(|at| &self.kinds[*at]) {
                let one = less(without, with);
                let other = one.iter().map(|(cell, by)| (*cell, -by)).collect();
                found.extend([one, other]);
            }
        }
        found
    }
}

/// By how much a cell moves in a table.
pub fn moved(table: &[(usize, i64)], cell: usize) -> i64 {
    table.binary_search_by_key(&cell, |(cell, _)| *cell).map_or(0, |at| table[at].1)
}

/// What one makes of the cells, less what another does.
pub fn less(one: &[(usize, i64)], other: &[(usize, i64)]) -> Moves {
    let mut moves = Moves::with_capacity(one.len() + other.len());
    moves.extend(differences(one, other));
    moves
}

/// The same cell by cell.
pub fn differences<'a>(one: &'a [(usize, i64)], other: &'a [(usize, i64)]) -> impl Iterator<Item = (usize, i64)> + 'a {
    let (mut a, mut b) = (0, 0);
    let next = move || {
        let next = match (one.get(a), other.get(b)) {
            (None, None) => return None,
            (Some((cell, by)), Some((same, less))) if cell == same => {
                (a, b) = (a + 1, b + 1);
                (*cell, by - less)
            }
            (_, Some((cell, by))) if one.get(a).is_none_or(|(own, _)| cell < own) => {
                b += 1;
                (*cell, -by)
            }
            (Some((cell, by)), _) => {
                a += 1;
                (*cell, *by)
            }
            (None, Some(_)) => return None,
        };
        Some(next)
    };
    std::iter::from_fn(next).filter(|(_, by)| *by != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_of_another_kind_is_one_more_here_and_one_less_there() {
        let kind = |cells: &[usize]| -> Moves { cells.iter().map(|cell| (*cell, 1)).collect() };
        assert_eq!(less(&kind(&[1, 3, 5]), &kind(&[2, 3, 7])), [(1, 1), (2, -1), (5, 1), (7, -1)]);
        assert_eq!(less(&kind(&[4]), &[]), [(4, 1)]);
        assert_eq!(less(&[], &kind(&[4])), [(4, -1)]);
    }
}
