//! Chooses what else to hide, until nothing that must not be known can be worked out.
//!
//! Takes a model, gives the cells to hide. What costs least goes first: a month of a history, the month
//! before, a group of a breakdown, and last the figure of a row; among equals the smallest count.

use std::collections::BTreeSet;

use super::attack::{self, Knowledge};
use super::model::{Hide, Model};

/// The cells to hide: the sensitive ones, and as many others as it takes.
pub fn suppress(model: &Model, hide: Hide, mut hidden: Vec<bool>) -> Vec<bool> {
    let mut shown_by: Vec<Vec<usize>> = vec![Vec::new(); model.cells.len()];
    for (at, figure) in model.figures.iter().enumerate() {
        for cell in figure.cells.iter().chain(&figure.alone) {
            if shown_by[*cell].last() != Some(&at) {
                shown_by[*cell].push(at);
            }
        }
    }
    for (at, cell) in model.cells.iter().enumerate() {
        hidden[at] |= cell.sensitive && !shown_by[at].is_empty();
    }
    let mut safe = BTreeSet::new();
    loop {
        let known = model.known(&hidden);
        let bounds = model.bounds(&hidden, hide);
        let knows = Knowledge { known: &known, bounds: &bounds };
        let found = attack::some_recovered(model, knows, &protected(model, &hidden), &mut safe);
        if found.is_empty() {
            return hidden;
        }
        let before = hidden.clone();
        for recovered in found {
            // What was hidden this time round may do for this one as well.
            if recovered.from.iter().any(|cell| hidden[*cell] && known[*cell]) {
                continue;
            }
            let cost = |cell: &usize| -> (u64, u64) {
                let lost = |at: &usize| if model.is_shown(*at, &hidden) { model.figures[*at].weight } else { 1 };
                (shown_by[*cell].iter().map(lost).sum(), model.cells[*cell].value.abs() as u64)
            };
            // A true nought stays: hiding it would protect nothing.
            let can = |cell: &usize| {
                let one = &model.cells[*cell];
                !hidden[*cell] && !one.open && !shown_by[*cell].is_empty() && (one.value != 0.0 || !one.counts)
            };
            let cheapest = recovered.from.iter().copied().filter(can).min_by_key(|cell| (cost(cell), *cell));
            if let Some(cell) = cheapest {
                hidden[cell] = true;
            }
        }
        if hidden == before {
            return hidden;
        }
    }
}

/// What must not be known: what is sensitive and what was hidden, and every number of a figure that is not shown, but
/// for noughts and what another figure shows.
pub fn protected(model: &Model, hidden: &[bool]) -> Vec<bool> {
    let mut protected: Vec<bool> = model.cells.iter().zip(hidden).map(|(cell, hidden)| cell.sensitive || *hidden).collect();
    let known = model.known(hidden);
    for figure in (0..model.figures.len()).filter(|figure| !model.is_shown(*figure, hidden)) {
        for cell in model.figures[figure].cells.iter().filter(|cell| !known[**cell] && model.cells[**cell].counts) {
            protected[*cell] |= model.cells[*cell].value != 0.0;
        }
    }
    protected
}
