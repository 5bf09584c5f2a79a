//! How sets of rows of one universe stand to each other, and what that tells of the numbers of a month.
//!
//! Takes sets and the cells that are their numbers, writes down what adds up in every row, what lies within what and the rests that
//! follow. Who counts what for whom does not matter.

use std::collections::{BTreeMap, BTreeSet};

use super::algebra::{self, Relation, Set};
use super::collect::Collected;
use super::model::{Equation, Kind, Shown};
use super::relate::{Equations, sum, value};
use crate::calendar::Day;

/// A set with its cell.
pub type Member = (usize, usize);

/// How the sets of a universe stand to each other.
pub struct Related {
    /// The place of each set of the run among those of the universe.
    place: BTreeMap<usize, usize>,
    /// By place, which sets are groups of a breakdown and which are others, or both; nothing where all are whole, or all of one group.
    kinds: Option<Vec<[bool; 2]>>,
    relations: Vec<Relation>,
    /// Pairs of a set and one within it.
    within: Vec<(usize, usize)>,
    /// Those of which there is no rest on a day.
    equal: BTreeSet<(Day, usize, usize)>,
    /// A set, and two within it, apart or with what they have in common.
    two: Vec<(usize, usize, usize, Option<usize>)>,
}

/// The number of a share that is nought of somebody: it is hidden where the share is.
fn hidden_nought(found: &Collected, figure: &Shown) -> Option<usize> {
    match (figure.kind, figure.cells.as_slice()) {
        (Kind::OfMany, [counted, all]) if value(found, *counted) == 0.0 && value(found, *all) != 0.0 => Some(*counted),
        _ => None,
    }
}

/// So many terms has a sum of groups and of other rows.
const TERMS: usize = 13;
/// Up to so many sets of a universe are looked at three by three.
const BY_THREE: usize = 160;

impl Related {
    /// Of these sets. Where groups of a breakdown and others are told apart, what is looked for is what they tell of each other.
    /// Nothing where relations grow beyond all bounds.
    pub fn of(found: &Collected, mut members: Vec<usize>, kinds: Option<[&BTreeSet<usize>; 2]>) -> Option<Self> {
        let is_whole = |set: &usize| kinds.is_some_and(|[groups, _]| !groups.contains(set));
        members.sort_by_key(|set| (is_whole(set), found.sets[*set].size()));
        let sets: Vec<&Set> = members.iter().map(|set| &found.sets[*set]).collect();
        let relations = algebra::relations(&sets)?;
        let inside: Vec<Vec<bool>> = sets.iter().map(|a| sets.iter().map(|b| a.is_within(b)).collect()).collect();
        let pairs = (0..sets.len()).flat_map(|whole| (0..sets.len()).map(move |part| (whole, part)));
        let sizes: Vec<usize> = sets.iter().map(|set| set.size()).collect();
        let within: Vec<(usize, usize)> =
            pairs.filter(|(whole, part)| inside[*part][*whole] && whole != part && sizes[*part] > 0).collect();
        let by_bits: BTreeMap<&Set, usize> = sets.iter().enumerate().map(|(at, set)| (*set, at)).collect();
        let mut two = Vec::new();
        for (second, first) in (0..sets.len().min(BY_THREE)).flat_map(|b| (0..b).map(move |a| (b, a))) {
            if inside[first][second] || inside[second][first] || sizes[first] == 0 || sizes[second] == 0 {
                continue;
            }
            let both = sets[first].common(sets[second]);
            let shared = if both.size() == 0 { Some(None) } else { by_bits.get(&both).map(|at| Some(*at)) };
            if let Some(shared) = shared {
                // Neither is within the other, so that a whole of both is neither.
                let (first_in, second_in) = (&inside[first], &inside[second]);
                let wholes = (0..sets.len()).filter(|whole| first_in[*whole] && second_in[*whole]);
                two.extend(wholes.map(|whole| (whole, first, second, shared)));
            }
        }
        let place = members.iter().enumerate().map(|(at, set)| (*set, at)).collect();
        let kinds = kinds.map(|kinds| members.iter().map(|set| kinds.map(|kind| kind.contains(set))).collect());
        Some(Related { place, kinds, relations, within, two, equal: BTreeSet::new() })
    }

    /// Whether something is asked for that these sets tell of each other: of groups and others what is of both.
    fn asks(&self, places: impl IntoIterator<Item = usize>) -> bool {
        let Some(kinds) = &self.kinds else { return true };
        let of: Vec<[bool; 2]> = places.into_iter().filter_map(|place| kinds.get(place).copied()).collect();
        let other = |group: usize| of.iter().enumerate().any(|(at, [_, other])| *other && at != group);
        of.iter().enumerate().any(|(at, [group, _])| *group && other(at))
    }

    /// What holds between the cells of a month and a group.
    pub(super) fn instance(&mut self, found: &mut Collected, members: &[Member], equations: &mut Equations) {
        let in_groups = members.first().is_some_and(|(_, cell)| !found.keys[*cell].group.is_empty());
        let mut cells: BTreeMap<usize, usize> = BTreeMap::new();
        for (set, cell) in members {
            let first = *cells.entry(self.place[set]).or_insert(*cell);
            // The same rows, whatever time they are said to be of.
            if first != *cell && value(found, first) == value(found, *cell) {
                equations.add(vec![(first, 1), (*cell, -1)]);
            }
        }
        for relation in &self.relations {
            let terms: Option<Equation> = relation.iter().map(|(set, number)| Some((*cells.get(set)?, *number))).collect();
            // In groups, and in rows that were not looked at, it may not hold.
            // What groups add up to is a sum of parts; what takes more than that holds by chance.
            let is_sum = || relation.len() <= TERMS && relation.iter().all(|(_, times)| times.abs() == 1);
            let asked = self.kinds.is_none() || (is_sum() && self.asks(relation.iter().map(|(set, _)| *set)));
            if let Some(terms) = terms.filter(|terms| asked && sum(found, terms) == 0.0) {
                equations.add(terms);
            }
        }
        let noughts: BTreeSet<usize> = found.model.figures.iter().filter_map(|figure| hidden_nought(found, figure)).collect();
        for at in 0..self.within.len() {
            let (whole, part) = self.within[at];
            if !self.asks([whole, part]) {
                continue;
            }
            let (Some(whole), Some(part)) = (cells.get(&whole), cells.get(&part)) else { continue };
            // Of nobody there is no part: that is known where it is shown, and so it is of a nought that is hidden with those it is of.
            if value(found, *whole) != 0.0 || noughts.contains(part) {
                self.rest(found, &[(*whole, 1), (*part, -1)], equations, 3);
            }
            // Where there is no rest in the whole there is none in a group.
            let (cells, day) = ((*whole, *part), found.keys[*whole].day);
            let sets = (found.keys[cells.0].set, found.keys[cells.1].set);
            if value(found, cells.0) == value(found, cells.1) {
                if !in_groups {
                    self.equal.insert((day, sets.0, sets.1));
                } else if self.equal.contains(&(day, sets.0, sets.1)) {
                    equations.add(vec![(cells.0, 1), (cells.1, -1)]);
                }
            }
        }
        for (whole, first, second, shared) in &self.two {
            if !self.asks([*whole, *first, *second]) {
                continue;
            }
            let cell = |set: &usize| cells.get(set).copied();
            let (Some(whole), Some(first), Some(second)) = (cell(whole), cell(first), cell(second)) else { continue };
            if value(found, first) == 0.0 || value(found, second) == 0.0 {
                continue;
            }
            let mut terms = vec![(whole, 1), (first, -1), (second, -1)];
            match shared.as_ref().map(cell) {
                Some(Some(shared)) => terms.push((shared, 1)),
                Some(None) => continue,
                None => {}
            }
            self.rest(found, &terms, equations, 1);
        }
    }

    /// A rest that is small must not be known; one that is not far from that bounds what is hidden, also where it is nought: no part
    /// is more than its whole.
    fn rest(&self, found: &mut Collected, terms: &[(usize, i64)], equations: &mut Equations, near: i64) {
        let left = sum(found, terms) as i64;
        if (0..=near * found.hide.largest).contains(&left) {
            equations.rest(found, terms, found.hide.hides(left));
        }
    }
}
