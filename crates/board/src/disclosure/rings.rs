//! What hangs together with a number by equations: ring by ring around it.
//!
//! Takes a net or a model, gives cells. Where no other table is found, something near is hidden to make one.

use std::collections::BTreeSet;

use super::model::{Equation, Model};
use super::search::Net;
use super::state::State;

/// So many equations away a cell is looked for.
const RINGS: usize = 6;

/// The cheapest cells of the nearest ring around one that can still be hidden, so many at most.
pub fn cheapest(net: &Net<'_>, state: &State<'_>, cell: usize, many: usize) -> Vec<usize> {
    let (mut seen, mut looked_at) = (vec![false; net.model.cells.len()], vec![false; net.model.equations.len()]);
    let mut ring = vec![cell];
    for _ in 0..RINGS {
        let mut next = Vec::new();
        let equations = ring.iter().flat_map(|cell| net.equations_of(*cell));
        for equation in equations.filter(|at| !std::mem::replace(&mut looked_at[**at], true)) {
            let cells = net.model.equations[*equation].iter().map(|(cell, _)| *cell);
            next.extend(cells.filter(|cell| !std::mem::replace(&mut seen[*cell], true)));
        }
        net.effort.spend(next.len());
        let cost = |cell: usize| Some(state.price(cell)?.map(|(_, price)| price).sum::<u64>());
        let mut cheapest: Vec<(u64, usize)> = next.iter().filter_map(|cell| Some((cost(*cell)?, *cell))).collect();
        if !cheapest.is_empty() {
            cheapest.sort_unstable();
            return cheapest.into_iter().take(many).map(|(_, cell)| cell).collect();
        }
        if next.is_empty() {
            break;
        }
        ring = next;
    }
    Vec::new()
}

/// The cells that hang together with some, so many equations away, and those themselves.
pub fn near(model: &Model, cells: &[usize]) -> BTreeSet<usize> {
    let mut near: BTreeSet<usize> = cells.iter().copied().collect();
    for _ in 0..RINGS {
        let touches = |equation: &&Equation| equation.iter().any(|(cell, _)| near.contains(cell));
        let more: Vec<usize> = model.equations.iter().filter(touches).flatten().map(|(cell, _)| *cell).collect();
        let before = near.len();
        near.extend(more);
        if near.len() == before {
            break;
        }
    }
    near
}
