//! Looks for another table: other numbers behind the figures that would be published alike.
//!
//! Takes a model and what may move, gives numbers by which cells move so that every equation still holds and
//! each number is still possible. Such a table is the proof that a hidden number is not known: whoever sees the
//! publication cannot tell the two apart. What is shown may move at a price: then the table says what to hide so that
//! there is one. Knows nothing of how cells came to be hidden.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::effort::Effort;
use super::model::{Bounds, Equation, Model};
use super::state::State;

/// By how much cells move, by cell.
pub type Moves = Vec<(usize, i64)>;

/// What holds, by cell.
pub struct Net<'a> {
    /// What it is of.
    pub model: &'a Model,
    equations: Vec<Vec<usize>>,
    /// By equation, the cells that stand in no other: they take what the others leave.
    own: Vec<Vec<usize>>,
    /// Cells that a figure is hidden for, its numbers and those who are not counted, with the numbers for which it would be hidden too.
    pub reason: Vec<Option<Bounds>>,
    /// What decides which of several cells goes that cost the same: parts before wholes, and the last before the first. Their
    /// numbers do not: a reader who knew that the smallest goes would know that it is smaller than those shown.
    pub last: Vec<u64>,
    /// How many numbers the equations of each cell have.
    around: Vec<usize>,
    /// How much of the search is left.
    pub effort: Effort,
}

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    /// How far the least and the greatest number found are to be apart.
    pub width: i64,
    /// How far below the true number another is known to be possible, and how far above.
    pub room: (i64, i64),
    /// Whether what is shown may be hidden for it.
    pub may_hide: bool,
}

/// A table on the way.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    moves: Moves,
    /// Equations that do not hold yet and that no cell of their own mends.
    broken: Vec<usize>,
    gone: Vec<usize>,
    price: u64,
}

/// Tables on the way, the cheapest first.
type Waiting = BinaryHeap<Reverse<(u64, Node)>>;

/// So many whole tables are begun with.
const BEGIN: usize = 6;
/// What a step costs in the search, next to the prices of figures: short tables are found first.
const STEP: u64 = 2;
/// What an equation that does not hold yet costs.
const BROKEN: u64 = 3;
/// What a figure costs, next to what decides among figures of one price.
pub const SCALE: u64 = 1000;
/// A cell counts as a whole of so many equations at most.
const WHOLES: u64 = 30;

impl<'a> Net<'a> {
    /// Of a model.
    pub fn new(model: &'a Model) -> Self {
        let mut equations = vec![Vec::new(); model.cells.len()];
        for (at, equation) in model.equations.iter().enumerate() {
            equation.iter().for_each(|(cell, _)| equations[*cell].push(at));
        }
        let stands_alone = |cell: &usize| equations[*cell].len() == 1;
        let cells = |equation: &Equation| equation.iter().map(|(cell, _)| *cell).filter(stands_alone).collect();
        let own = model.equations.iter().map(cells).collect();
        let mut reason = vec![None; model.cells.len()];
        for cell in model.figures.iter().flat_map(|figure| figure.cells.iter().chain(&figure.rest)) {
            reason[*cell] = model.cells[*cell].alike(model.hide.largest);
        }
        let (mut wholes, cells) = (vec![0_u64; model.cells.len()], model.cells.len() as u64);
        for equation in &model.equations {
            let (more, less): (Equation, Equation) = equation.iter().partition(|(_, times)| *times > 0);
            match (more.as_slice(), less.as_slice()) {
                ([whole], [_, _, ..]) | ([_, _, ..], [whole]) => wholes[whole.0] += 1,
                _ => {}
            }
        }
        let step = SCALE / (WHOLES + 1);
        let last = wholes.into_iter().zip(0_u64..);
        let last = last.map(|(wholes, at)| wholes.min(WHOLES) * step + (cells - at) * (step - 1) / cells).collect();
        let numbers = |of: &Vec<usize>| of.iter().map(|at| model.equations[*at].len()).sum();
        let around = equations.iter().map(numbers).collect();
        Net { model, equations, own, reason, last, around, effort: Effort::default() }
    }

    /// Where so many numbers may be looked at.
    #[cfg(test)]
    pub fn within(model: &'a Model, numbers: u64) -> Self {
        Net { effort: Effort::of(numbers), ..Net::new(model) }
    }

    /// The equations that a cell stands in.
    pub fn equations_of(&self, cell: usize) -> &[usize] {
        &self.equations[cell]
    }

    /// What a cell is made of: itself; what the others leave, where it stands in one equation and nobody publishes it.
    pub fn made_of(&self, cell: usize, state: &State<'_>) -> Vec<(usize, i64)> {
        let [equation] = self.equations[cell].as_slice() else { return vec![(cell, 1)] };
        let equation = &self.model.equations[*equation];
        match equation.iter().find(|(other, _)| *other == cell) {
            Some((_, own)) if own.abs() == 1 && !state.is_published(cell) => {
                equation.iter().filter(|(other, _)| *other != cell).map(|(other, times)| (*other, -times * own)).collect()
            }
            _ => vec![(cell, 1)],
        }
    }

    /// Whether every number of a table is possible now and not known. That its equations hold does not change.
    pub fn is_possible(&self, moves: &Moves, state: &State<'_>) -> bool {
        self.effort.spend(moves.len());
        moves.iter().all(|(cell, by)| {
            let one = &self.model.cells[*cell];
            let (value, bounds) = (one.value as i64 + by, state.bounds(*cell, false));
            (!one.counts || (bounds.0..=bounds.1).contains(&value)) && !state.forbids(*cell, value)
        })
    }

    /// The cheapest table found in which a cell has another number; `steps` is how many may be looked at, and less
    /// afterwards. Cells of it that are known are to be hidden.
    pub fn another(&self, cell: usize, state: &State<'_>, asked: Asked, steps: &mut u64) -> Option<Moves> {
        let mut open = Waiting::new();
        let nothing = Node { moves: Vec::new(), broken: Vec::new(), gone: Vec::new(), price: 0 };
        let (below, above) = asked.room;
        let far = |known: i64, other: i64| (known + 1)..=(asked.width - other).max(known + 1) + 2;
        for by in far(above, below).chain(far(below, above).map(|by| -by)) {
            if self.can_move(&nothing, cell, by, state, asked) {
                open.extend(self.moved(&nothing, cell, by, state).map(|node| Reverse((order(&node), node))));
            }
        }
        self.search(open, state, asked, steps)
    }

    /// The same, beginning with whole tables that are near ones: the cheapest of them that can be mended.
    pub fn of_these(&self, tables: &[Moves], state: &State<'_>, asked: Asked, steps: &mut u64) -> Option<Moves> {
        let mut priced: Vec<(u64, &Moves)> =
            tables.iter().filter_map(|moves| Some((self.price(moves, state, asked)?.0, moves))).collect();
        priced.sort();
        let mut open = BinaryHeap::new();
        for (_, moves) in priced.into_iter().take(BEGIN) {
            let Some((price, gone)) = self.price(moves, state, asked) else { continue };
            let touched = self.touched(moves);
            let hard = |at: &usize| {
                let rest = self.rest(*at, moves);
                rest != 0 && self.own_mend(*at, rest, moves, state).is_none()
            };
            let broken = touched.into_iter().filter(hard).collect();
            let node = Node { moves: moves.clone(), broken, gone, price };
            open.push(Reverse((order(&node), node)));
        }
        self.search(open, state, asked, steps)
    }

    /// What a table costs, with the figures that go; nothing where a cell of it cannot move so.
    fn price(&self, moves: &Moves, state: &State<'_>, asked: Asked) -> Option<(u64, Vec<usize>)> {
        let nothing = Node { moves: Vec::new(), broken: Vec::new(), gone: Vec::new(), price: 0 };
        self.effort.spend(moves.len());
        let (mut price, mut gone) = (0, Vec::new());
        for (cell, by) in moves {
            if !self.can_move(&nothing, *cell, *by, state, asked) {
                return None;
            }
            if self.hides(*cell, *by, state) {
                price += self.last[*cell];
                gone.extend(state.price(*cell)?);
            }
        }
        gone.sort_unstable();
        gone.dedup_by_key(|(figure, _)| *figure);
        price += gone.iter().map(|(_, price)| price * SCALE).sum::<u64>();
        Some((price, gone.into_iter().map(|(figure, _)| figure).collect()))
    }

    /// Goes on from tables on the way, the cheapest first.
    fn search(&self, mut open: Waiting, state: &State<'_>, asked: Asked, steps: &mut u64) -> Option<Moves> {
        while let Some(Reverse((_, node))) = open.pop() {
            if *steps == 0 || self.effort.is_spent() {
                return None;
            }
            // Where a cell stands in many equations a step takes as many times longer.
            *steps = steps.saturating_sub(1 + node.broken.len() as u64 / 2);
            if node.broken.is_empty() {
                let own = self.touched(&node.moves).into_iter().filter_map(|at| match self.rest(at, &node.moves) {
                    0 => None,
                    rest => self.own_mend(at, rest, &node.moves, state),
                });
                let mut moves: Moves = node.moves.iter().copied().chain(own).collect();
                moves.sort_unstable();
                if self.has_reason(&moves, state) {
                    return Some(moves);
                }
                continue;
            }
            let mut best: Option<Vec<(usize, i64)>> = None;
            for at in &node.broken {
                self.effort.spend(self.model.equations[*at].len());
                let next = self.mending(&node, *at, self.rest(*at, &node.moves), state, asked);
                if best.as_ref().is_none_or(|best| next.len() < best.len()) {
                    best = Some(next);
                }
                if best.as_ref().is_some_and(|best| best.len() <= 1) {
                    break;
                }
            }
            for (cell, by) in best.into_iter().flatten() {
                *steps = steps.saturating_sub(self.equations[cell].len() as u64 / AT_ONCE);
                if open.len() < WAITING {
                    open.extend(self.moved(&node, cell, by, state).map(|next| Reverse((order(&next), next))));
                }
            }
        }
        None
    }

    /// The equations that the cells of a table stand in, in order.
    fn touched(&self, moves: &Moves) -> Vec<usize> {
        let mut touched: Vec<usize> = moves.iter().flat_map(|(cell, _)| &self.equations[*cell]).copied().collect();
        self.effort.spend(touched.len());
        touched.sort_unstable();
        touched.dedup();
        self.effort.spend(moves.len() + touched.iter().map(|at| self.model.equations[*at].len()).sum::<usize>());
        touched
    }

    /// By how much an equation does not hold.
    fn rest(&self, at: usize, moves: &Moves) -> i64 {
        let by = |cell: &usize| moves.binary_search_by_key(cell, |(cell, _)| *cell).map_or(0, |at| moves[at].1);
        self.model.equations[at].iter().map(|(cell, times)| times * by(cell)).sum()
    }

    /// What mends an equation and touches no other: a cell of its own that has room.
    fn own_mend(&self, at: usize, rest: i64, moves: &Moves, state: &State<'_>) -> Option<(usize, i64)> {
        self.own[at].iter().copied().find_map(|cell| {
            if state.knows(cell) || moves.binary_search_by_key(&cell, |(cell, _)| *cell).is_ok() {
                return None;
            }
            let one = &self.model.cells[cell];
            let times = self.model.equations[at].iter().find(|(other, _)| *other == cell).map(|(_, times)| *times)?;
            let (by, bounds) = (-rest / times, state.bounds(cell, false));
            let value = one.value as i64 + by;
            let (least, most) = match self.reason[cell].filter(|_| self.zone(cell, state).is_none()) {
                Some((least, most)) => (bounds.0.max(least), bounds.1.min(most)),
                None => bounds,
            };
            let is_possible = || !one.counts || ((least..=most).contains(&value) && self.can_be(cell, by));
            (rest % times == 0 && is_possible()).then_some((cell, by))
        })
    }

    /// What mends an equation: each of its cells that may move, and by how much.
    fn mending(&self, node: &Node, at: usize, rest: i64, state: &State<'_>, asked: Asked) -> Vec<(usize, i64)> {
        let mut found = Vec::new();
        for (cell, times) in &self.model.equations[at] {
            if rest % times != 0 {
                continue;
            }
            let one = &self.model.cells[*cell];
            let wanted = -rest / times;
            let mut by = Vec::new();
            if one.counts {
                // As it is shown, and as if it were hidden.
                let shown = state.shows(*cell);
                for more in [false, true].into_iter().filter(|more| if *more { shown } else { !state.knows(*cell) }) {
                    let bounds = state.bounds(*cell, more);
                    by.push(wanted.clamp(bounds.0 - one.value as i64, bounds.1 - one.value as i64));
                }
                by.dedup();
            } else {
                by.push(wanted);
            }
            let may = |by: &i64| *by != 0 && self.can_move(node, *cell, *by, state, asked);
            found.extend(by.into_iter().filter(may).map(|by| (*cell, by)));
        }
        found
    }

    /// Whether a cell can only move so far if it is hidden first.
    pub fn hides(&self, cell: usize, by: i64, state: &State<'_>) -> bool {
        state.forbids(cell, self.model.cells[cell].value as i64 + by)
    }

    fn can_move(&self, node: &Node, cell: usize, by: i64, state: &State<'_>, asked: Asked) -> bool {
        let one = &self.model.cells[cell];
        let more = self.hides(cell, by, state);
        if (more && (!asked.may_hide || state.price(cell).is_none()))
            || node.moves.binary_search_by_key(&cell, |(cell, _)| *cell).is_ok()
        {
            return false;
        }
        let bounds = state.bounds(cell, more);
        !one.counts || ((bounds.0..=bounds.1).contains(&(one.value as i64 + by)) && self.can_be(cell, by))
    }

    fn moved(&self, node: &Node, cell: usize, by: i64, state: &State<'_>) -> Option<Node> {
        self.effort.spend(node.moves.len() + self.around[cell]);
        let mut next = node.clone();
        let place = next.moves.partition_point(|(other, _)| *other < cell);
        next.moves.insert(place, (cell, by));
        if self.hides(cell, by, state) {
            next.price += self.last[cell];
            for (figure, price) in state.price(cell)? {
                if !next.gone.contains(&figure) {
                    next.gone.push(figure);
                    next.price += price * SCALE;
                }
            }
        }
        for at in &self.equations[cell] {
            let rest = self.rest(*at, &next.moves);
            let hard = rest != 0 && self.own_mend(*at, rest, &next.moves, state).is_none();
            match next.broken.iter().position(|other| other == at) {
                Some(place) if !hard => {
                    next.broken.swap_remove(place);
                }
                None if hard => next.broken.push(*at),
                _ => {}
            }
        }
        Some(next)
    }
}

/// What is looked at first: what costs least, in the fewest and smallest steps.
fn order(node: &Node) -> u64 {
    let far: u64 = node.moves.iter().map(|(_, by)| by.unsigned_abs().min(SCALE)).sum();
    node.price + far + SCALE * (STEP * node.moves.len() as u64 + BROKEN * node.broken.len() as u64)
}

/// So many equations are looked at in one step.
const AT_ONCE: u64 = 8;
/// So many wait to be looked at.
const WAITING: usize = 60_000;
