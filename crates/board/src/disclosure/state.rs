//! What is known while cells are hidden and shown again one by one.
//!
//! Takes a model and keeps count, for each cell, of the figures that show it and of what its being hidden tells, so that
//! a change costs no more than the figures of one cell. [`Model`] says the same of the whole at once; a test holds the
//! two to each other.

use super::model::{Bounds, Kind, MOST, Model};

/// What is known now.
pub struct State<'a> {
    model: &'a Model,
    /// The figures that show each cell, once each.
    shown_by: Vec<Vec<usize>>,
    hidden: Vec<bool>,
    gone: Vec<bool>,
    showing: Vec<u32>,
    reasons: Vec<u32>,
    in_gone: Vec<u32>,
}

impl<'a> State<'a> {
    /// With some cells hidden.
    pub fn new(model: &'a Model, hidden: Vec<bool>) -> Self {
        let cells = model.cells.len();
        let mut shown_by: Vec<Vec<usize>> = vec![Vec::new(); cells];
        for (at, figure) in model.figures.iter().enumerate() {
            for cell in figure.cells.iter().chain(&figure.alone) {
                if shown_by[*cell].last() != Some(&at) {
                    shown_by[*cell].push(at);
                }
            }
        }
        let gone = (0..model.figures.len()).map(|figure| !model.is_shown(figure, &hidden)).collect();
        let (showing, reasons, in_gone) = (vec![0; cells], vec![0; cells], vec![0; cells]);
        let mut state = State { model, shown_by, hidden, gone, showing, reasons, in_gone };
        (0..model.figures.len()).for_each(|figure| state.count(figure, true));
        state
    }

    /// Hides a cell or shows it again; gives the cells of which something may be different.
    pub fn set(&mut self, cell: usize, hidden: bool) -> Vec<usize> {
        let figures = self.shown_by[cell].clone();
        figures.iter().for_each(|figure| self.count(*figure, false));
        self.hidden[cell] = hidden;
        let mut touched = vec![cell];
        for figure in figures {
            self.gone[figure] = !self.model.is_shown(figure, &self.hidden);
            self.count(figure, true);
            let one = &self.model.figures[figure];
            touched.extend(one.cells.iter().chain(&one.alone).chain(&one.rest));
        }
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// Adds what a figure shows, or tells by being gone; or takes it away.
    fn count(&mut self, figure: usize, add: bool) {
        let one = &self.model.figures[figure];
        let step = |number: &mut u32| *number = if add { *number + 1 } else { *number - 1 };
        if !self.gone[figure] {
            one.cells.iter().for_each(|cell| step(&mut self.showing[*cell]));
            return;
        }
        one.cells.iter().for_each(|cell| step(&mut self.in_gone[*cell]));
        if let Some(alone) = one.alone.filter(|alone| !self.hidden[*alone]) {
            step(&mut self.showing[alone]);
        }
        match (one.kind, one.cells.as_slice()) {
            (Kind::Number, [number, ..]) => step(&mut self.reasons[*number]),
            (Kind::OfMany, [_, all]) if self.hidden[*all] => step(&mut self.reasons[*all]),
            (Kind::OfMany, [counted, ..]) => {
                step(&mut self.reasons[*counted]);
                one.rest.iter().for_each(|rest| step(&mut self.reasons[*rest]));
            }
            _ => {}
        }
    }

    /// The cells that are hidden.
    pub fn hidden(&self) -> &[bool] {
        &self.hidden
    }

    /// Whether some figure shows a cell, or it is known in any case.
    pub fn shows(&self, cell: usize) -> bool {
        let one = &self.model.cells[cell];
        one.open || one.rounded_before || self.showing[cell] > 0
    }

    /// Whether the number of a cell is known.
    pub fn knows(&self, cell: usize) -> bool {
        self.shows(cell) && self.model.tells(cell)
    }

    /// Whether a cell could only have another number if it were hidden.
    pub fn forbids(&self, cell: usize, number: i64) -> bool {
        if !self.shows(cell) {
            return false;
        }
        let (least, most) = self.model.hide.window(self.model.cells[cell].value as i64);
        self.model.tells(cell) || !(least..=most).contains(&number)
    }

    /// Whether any figure shows or could show a cell.
    pub fn is_published(&self, cell: usize) -> bool {
        !self.shown_by[cell].is_empty()
    }

    /// Between which numbers a cell lies that is not known; with `more` as if it were hidden besides.
    pub fn bounds(&self, cell: usize, more: bool) -> Bounds {
        let value = self.model.cells[cell].value as i64;
        if !more && self.shows(cell) && !self.model.tells(cell) {
            return self.model.hide.window(value);
        }
        let least = i64::from(more || self.reasons[cell] > 0);
        (least.min(value), MOST.max(value))
    }

    /// Whether a cell must not be known: it is small, or hidden, or a number of a figure that is not shown, but for noughts
    /// and for what another figure shows.
    pub fn protects(&self, cell: usize) -> bool {
        let one = &self.model.cells[cell];
        one.sensitive
            || (self.hidden[cell] && !one.open)
            || (self.in_gone[cell] > 0 && !self.shows(cell) && one.counts && one.value != 0.0)
    }

    /// The figures that would go with a cell, with what is lost; nothing where it cannot be hidden. A true nought stays,
    /// and what is known in any case cannot go.
    pub fn price(&self, cell: usize) -> Option<impl Iterator<Item = (usize, u64)>> {
        let one = &self.model.cells[cell];
        if self.hidden[cell]
            || one.open
            || one.rounded_before
            || self.shown_by[cell].is_empty()
            || (one.value == 0.0 && one.counts)
        {
            return None;
        }
        let lost = |at: usize| if self.gone[at] { 1 } else { self.model.figures[at].weight };
        Some(self.shown_by[cell].iter().map(move |at| (*at, lost(*at))))
    }

    /// How much is lost with a cell.
    pub fn worth(&self, cell: usize) -> u64 {
        self.shown_by[cell].iter().map(|at| self.model.figures[*at].weight).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{Cell, Hide, Shown};
    use super::*;

    #[test]
    fn step_by_step_is_the_same_as_at_once() {
        let mut random = fastrand::Rng::with_seed(7);
        for seed in 0..60 {
            let round = (seed % 2 == 1).then_some(5);
            let mut model = Model { hide: Hide { round, ..Hide::default() }, ..Model::default() };
            for _ in 0..12 {
                let value = random.i64(0..19);
                model.add(Cell { sensitive: (1..=5).contains(&value), ..Cell::count(value) });
            }
            for _ in 0..8 {
                let mut any = || random.usize(0..12);
                let (counted, all, rest) = (any(), any(), any());
                let shown = match random.u8(0..3) {
                    0 => Shown { cells: vec![counted], ..Shown::default() },
                    1 => Shown { cells: vec![counted, all], alone: Some(all), kind: Kind::OfMany, rest: Some(rest), weight: 1 },
                    _ => Shown { cells: vec![counted, all], alone: Some(counted), ..Shown::default() },
                };
                model.figures.push(shown);
            }
            let mut state = State::new(&model, vec![false; 12]);
            for _ in 0..40 {
                state.set(random.usize(0..12), random.bool());
                let hidden = state.hidden().to_vec();
                let (known, bounds, protected) = (model.known(&hidden), model.bounds(&hidden), model.protected(&hidden));
                for cell in 0..12 {
                    assert_eq!(state.knows(cell), known[cell]);
                    assert_eq!(state.protects(cell), protected[cell]);
                    assert_eq!(state.bounds(cell, false), bounds[cell]);
                }
            }
        }
    }
}
