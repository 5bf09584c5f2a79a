//! Another table near a number, by a program of whole numbers.
//!
//! Takes a net and what is hidden, gives a table that is published alike with nothing more hidden, or with as little as is found. It looks at the
//! equations around the number, all at once where the search goes from one to the next; what is farther away stays as it is.

use super::model::{Bounds, MOST};
use super::narrow::{System, Terms};
use super::search::{Asked, Moves, Net, SCALE};
use super::state::State;

/// So many numbers around one are looked at, and what of their equations stands in no other.
const NUMBERS: usize = 10_000;
/// So many where those that are shown may be hidden.
const WITH_SHOWN: usize = 4000;
/// What a number costs that is to be hidden, next to one that is not known, for each price of its figures.
const SHOWN: f64 = 100.0;
/// So many branches of a program are followed: most find one in the first.
const BRANCHES: u64 = 4;
/// So large are all programs of a search together, in equations times numbers.
pub const ALL: usize = 40_000_000_000;
/// So large a part of a program, in equations times numbers, counts as one number looked at.
const AT_ONCE: usize = 64;

/// A table in which a cell is farther from its number than is known to be possible already; nothing where none was found. What is shown moves
/// in it only where it may be hidden, and then at the price of its figures. Each program takes something of what is left.
pub fn another(net: &Net<'_>, cell: usize, state: &State<'_>, asked: Asked, left: &mut usize) -> Option<Moves> {
    if *left == 0 {
        return None;
    }
    let near = Near::of(net, cell, state, asked);
    let at = near.places[cell]?;
    let ((least, most), (below, above)) = (near.ranges[at], asked.room);
    let system = System::with_costs(near.lines, near.costs);
    [(above + 1, most), (least, -(below + 1))].into_iter().filter(|(least, most)| least <= most).find_map(|range| {
        let mut ranges = near.ranges.clone();
        ranges[at] = range;
        net.effort.spend(system.size() / AT_ONCE);
        let found = system.solved(ranges, at, BRANCHES, left)?;
        let mut moves: Moves = near.cells.iter().copied().zip(found).filter(|(_, by)| *by != 0).collect();
        moves.sort_unstable();
        net.has_reason(&moves, state).then_some(moves)
    })
}

/// The numbers around a cell that are not known or may be hidden, by how much they may move and at what cost, and their equations.
#[derive(Default)]
struct Near {
    cells: Vec<usize>,
    /// Of each cell of the model its place among these.
    places: Vec<Option<usize>>,
    ranges: Vec<Bounds>,
    costs: Vec<f64>,
    lines: Vec<Terms>,
}

impl Near {
    fn of(net: &Net<'_>, cell: usize, state: &State<'_>, asked: Asked) -> Self {
        let numbers = if asked.may_hide { WITH_SHOWN } else { NUMBERS };
        let mut near = Near { places: vec![None; net.model.cells.len()], ..Near::default() };
        near.add(net, cell, state, asked);
        let (mut equations, mut known, mut next) = (Vec::new(), vec![false; net.model.equations.len()], 0);
        while let Some(cell) = near.cells.get(next).copied() {
            next += 1;
            for at in net.equations_of(cell).iter().filter(|at| !std::mem::replace(&mut known[**at], true)) {
                equations.push(*at);
                for (other, _) in &net.model.equations[*at] {
                    if near.cells.len() < numbers || net.equations_of(*other).len() == 1 {
                        near.add(net, *other, state, asked);
                    }
                }
            }
        }
        let term = |(cell, times): &(usize, i64)| Some((near.places[*cell]?, i128::from(*times)));
        near.lines = equations.into_iter().map(|at| net.model.equations[at].iter().filter_map(term).collect()).collect();
        near
    }

    fn add(&mut self, net: &Net<'_>, cell: usize, state: &State<'_>, asked: Asked) {
        let price = if state.knows(cell) { state.price(cell).filter(|_| asked.may_hide).map(Some) } else { Some(None) };
        let (Some(price), None) = (price, self.places[cell]) else { return };
        self.places[cell] = Some(self.cells.len());
        self.cells.push(cell);
        match price {
            None => {
                self.ranges.push(range(net, cell, state));
                self.costs.push(1.0);
            }
            Some(figures) => {
                let (value, (least, most)) = (net.model.cells[cell].value as i64, state.bounds(cell, true));
                self.ranges.push(if net.model.cells[cell].counts { (least - value, most - value) } else { (-MOST, MOST) });
                self.costs
                    .push(figures.map(|(_, price)| price as f64).sum::<f64>() * SHOWN + net.last[cell] as f64 / SCALE as f64);
            }
        }
    }
}

/// By how much a cell may move with nothing more hidden: one that is small stays so, for then it is hidden for its own sake.
fn range(net: &Net<'_>, cell: usize, state: &State<'_>) -> Bounds {
    let (one, (least, most)) = (&net.model.cells[cell], state.bounds(cell, false));
    let value = one.value as i64;
    match (one.counts, net.reason[cell]) {
        (false, _) => (-MOST, MOST),
        (true, Some((near, far))) => (least.max(near) - value, most.min(far) - value),
        (true, None) => (least - value, most - value),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{Cell, Model, Shown};
    use super::*;

    /// 1 + 9 = 10 and 7 + 8 = 15 across, 8 and 17 down: the four in the middle may be hidden.
    fn table(hidden: &[usize]) -> (Model, Vec<bool>) {
        let mut model = Model::default();
        for count in [1, 9, 7, 8, 10, 15, 8, 17] {
            let cell = model.add(Cell { sensitive: count == 1, ..Cell::count(count) });
            model.figures.push(Shown { cells: vec![cell], weight: 1, ..Shown::default() });
        }
        for line in [[0, 1, 4], [2, 3, 5], [0, 2, 6], [1, 3, 7]] {
            model.equations.push(vec![(line[0], -1), (line[1], -1), (line[2], 1)]);
        }
        (model, (0..8).map(|cell| hidden.contains(&cell)).collect())
    }

    #[test]
    fn four_hidden_in_a_square_can_be_others_and_three_can_not() {
        let asked = Asked { width: 1, room: (0, 0), may_hide: false };
        let (model, hidden) = table(&[0, 1, 2, 3]);
        let state = State::new(&model, hidden);
        // The small one is 2 then, for it is 1 at least, and stays small.
        let found = another(&Net::new(&model), 0, &state, asked, &mut ALL.clone());
        assert_eq!(found, Some(vec![(0, 1), (1, -1), (2, -1), (3, 1)]));
        let farther = Asked { room: (0, 4), ..asked };
        assert_eq!(another(&Net::new(&model), 0, &state, farther, &mut ALL.clone()), None, "6 are not small");
        let (model, hidden) = table(&[0, 1, 2]);
        let state = State::new(&model, hidden);
        assert_eq!(another(&Net::new(&model), 0, &state, asked, &mut ALL.clone()), None);
        // The fourth is to be hidden for it: one figure, where it would be two totals.
        let hides = Asked { may_hide: true, ..asked };
        assert_eq!(another(&Net::new(&model), 0, &state, hides, &mut ALL.clone()), Some(vec![(0, 1), (1, -1), (2, -1), (3, 1)]));
        assert_eq!(another(&Net::new(&model), 0, &state, hides, &mut 0), None, "no program may be tried");
    }
}
