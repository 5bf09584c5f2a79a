//! What earlier publications tell by themselves, and what they tell only together with what nobody published.
//!
//! Takes the numbers that follow whatever is hidden now. Those that the archive tells by itself everybody has. Others follow through sets
//! that the run brings and does not show: what the rows of a month add up to by chance is taken to be known, and two such sums may
//! make a third of what was published. A reader may know the one and not the other. So such a number is not given away: whatever
//! hangs together with it stays hidden, and only noughts are told.

use super::archive;
use super::attack::{self, Knowledge};
use super::basis::Relations;
use super::collect::{Collected, Key};
use super::relate;
use super::rings;
use crate::scorecard::Document;

/// The archive, as if nothing else had been published.
pub struct Archive {
    found: Collected,
    known: Vec<bool>,
}

impl Archive {
    /// By itself; nothing where its sums cannot be written down.
    pub fn of(document: &Document, relations: &Relations, found: &Collected) -> Option<Self> {
        let empty = Document { scorecards: Vec::new(), ..document.clone() };
        let mut own = Collected::empty(found.hide);
        let stay = archive::add(&mut own, &empty, relations);
        let mut hidden = relate::relate(&mut own, &empty, relations)?;
        stay.into_iter().for_each(|cell| hidden[cell] = true);
        hidden.iter_mut().zip(&own.model.cells).for_each(|(hidden, cell)| *hidden = !cell.open && (*hidden || cell.sensitive));
        let (mut known, bounds) = (own.model.known(&hidden), own.model.bounds(&hidden));
        let asked: Vec<bool> = known.iter().map(|known| !known).collect();
        let told = attack::recovered(&own.model, Knowledge { known: &known, bounds: &bounds }, &asked);
        told.into_iter().for_each(|cell| known[cell] = true);
        Some(Archive { found: own, known })
    }

    /// Whether it tells a number of the run: itself, or that of the same children by another name.
    pub fn tells(&self, found: &Collected, cell: usize) -> bool {
        let is_known = |cell: usize| self.found.same(found, cell).is_some_and(|own| self.known[own]);
        is_known(cell) || found.model.equations.iter().any(|equation| self.tells_rest(found, equation, cell))
    }

    /// Whether a number is what is left of a set without another, and the archive tells how many those are.
    fn tells_rest(&self, found: &Collected, equation: &[(usize, i64)], cell: usize) -> bool {
        let key = |sign: i64| {
            let mut of_sign = equation.iter().filter(|(other, times)| *other != cell && *times == sign);
            of_sign.next().and_then(|(other, _)| found.keys.get(*other))
        };
        let own = equation.iter().find(|(other, _)| *other == cell).map_or(0, |(_, times)| *times);
        let (3, Some(whole), Some(part)) = (equation.len(), key(-own), key(own)) else { return false };
        let of_all = |key: &Key| key.sum.is_none() && key.group.is_empty();
        if !of_all(whole) || !of_all(part) || whole.day != part.day {
            return false;
        }
        let left = found.sets[whole.set].without(&found.sets[part.set]);
        let same =
            |(at, key): (usize, &Key)| self.known[at] && of_all(key) && key.day == whole.day && self.found.sets[key.set] == left;
        self.found.keys.iter().enumerate().any(same)
    }
}

/// What hangs together with some numbers and can be hidden, with themselves.
pub fn near(found: &Collected, cells: &[usize]) -> Vec<usize> {
    let model = &found.model;
    let mut shown = vec![false; model.cells.len()];
    model.figures.iter().flat_map(|figure| &figure.cells).for_each(|cell| shown[*cell] = true);
    let is_nought = |cell: usize| model.cells[cell].counts && model.cells[cell].value == 0.0;
    // What was published before is known, and not what is told by chance.
    let is_known = |cell: usize| model.cells[cell].rounded_before || (model.cells[cell].open && !cells.contains(&cell));
    let can_go = |cell: &usize| shown[*cell] && !is_nought(*cell) && !is_known(*cell);
    rings::near(model, cells).into_iter().filter(can_go).collect()
}
