//! Counts, the equations that hold between them, and the figures that show them.
//!
//! Takes nothing and knows nothing of documents: what disclosure control reasons about, in plain numbers.

use crate::definitions::Publication;
use crate::figure::rounded::Rounding;

/// What is kept from a reader: which counts are so small that a child might be recognised, from 1 up to a number; a true
/// nought is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hide {
    /// The largest of them.
    pub largest: i64,
    /// What the others are rounded to a multiple of. Then a count that is shown may be any that is rounded alike.
    pub round: Option<i64>,
    /// How far the least and the greatest number that a hidden one can be are apart at least.
    pub width: i64,
}

impl Default for Hide {
    fn default() -> Self {
        Hide { largest: 5, round: None, width: 1 }
    }
}

impl Hide {
    /// As a publication asks for it. A count that would be rounded to a small one is small itself.
    pub fn of(publication: Publication) -> Self {
        let Publication { largest: small, round, width } = publication;
        let rounding = Rounding::of(publication);
        let rounded_small = |count: &i64| rounding.is_some_and(|rounding| rounding.count(*count) <= small);
        let largest = (small + 1..=small + round.unwrap_or(0)).take_while(rounded_small).last().unwrap_or(small);
        Hide { largest, round, width }
    }

    /// Whether a count is one of them.
    pub fn hides(self, count: i64) -> bool {
        (1..=self.largest).contains(&count)
    }

    /// What a reader knows of a count that is shown: itself, or all that are rounded alike.
    pub fn window(self, count: i64) -> Bounds {
        match self.round {
            Some(to) if count > self.largest => {
                let middle = (2 * count + to).div_euclid(2 * to) * to;
                // Halfway up: of two that are equally near the greater.
                let (below, above) = (to / 2, (to - 1) / 2);
                ((middle - below).max(self.largest + 1), middle + above)
            }
            _ => (count, count),
        }
    }
}

/// A number behind figures, published or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its value.
    pub value: f64,
    /// Whether it counts: a whole number, nought or more. Sums of values are not.
    pub counts: bool,
    /// Whether it must not be known.
    pub sensitive: bool,
    /// Whether it is known in any case: nobody is there, and `z` says so.
    pub open: bool,
    /// Whether an earlier publication of rounded counts shows it.
    pub rounded_before: bool,
    /// The number that was published before, where it is sensitive for being another one now, by few.
    pub was: Option<i64>,
    /// Whether it is another one now than was published: it is not shown once more.
    pub is_another: bool,
    /// Numbers that it is not, as a reader knows: were it one of these, it would be shown.
    pub never: Vec<i64>,
}

impl Cell {
    /// Of a count that may be known.
    pub fn count(count: i64) -> Self {
        Cell { value: count as f64, counts: true, ..Cell::default() }
    }

    /// Of a count that must not be known.
    pub fn small(count: i64) -> Self {
        Cell { sensitive: true, ..Cell::count(count) }
    }

    /// The numbers for which it would be sensitive too: small ones and nought, or of one that was published as another those few from that one, on
    /// the same side. Nothing where it is not, or would be whatever it were.
    pub fn alike(&self, largest: i64) -> Option<Bounds> {
        let value = self.value as i64;
        match self.was {
            _ if !self.sensitive || !self.counts => None,
            Some(was) if value > was => Some((was + 1, was + largest)),
            Some(was) => Some((was - largest, was - 1)),
            None if value <= largest => Some((0, largest)),
            None => None,
        }
    }

    /// Of a sum of values; it is sensitive when it is of few.
    pub fn sum(sum: f64, sensitive: bool) -> Self {
        Cell { value: sum, sensitive, ..Cell::default() }
    }
}

/// Cells with their signs that add up to nought.
pub type Equation = Vec<(usize, i64)>;

/// A figure: it is shown when none of its cells is hidden, and then all are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// What can be worked out from the figure; what is counted first.
    pub cells: Vec<usize>,
    /// The denominator that may be shown although the figure is hidden.
    pub alone: Option<usize>,
    /// How much is lost if it is hidden.
    pub weight: u64,
    /// What its cells are.
    pub kind: Kind,
    /// Those of the denominator who are not counted, where there is such a cell.
    pub rest: Option<usize>,
}

/// What the cells of a figure are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// How many, and perhaps the sum of their values.
    #[default]
    Number,
    /// So many of so many.
    OfMany,
    /// Sums of values.
    Sums,
}

/// The least and the greatest number that a cell can have, by what its being hidden tells.
pub type Bounds = (i64, i64);

/// Beyond any count of children.
pub const MOST: i64 = 10_000_000;

/// Everything of one run that can be known.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The cells.
    pub cells: Vec<Cell>,
    /// What holds between them.
    pub equations: Vec<Equation>,
    /// The figures.
    pub figures: Vec<Shown>,
    /// What is kept from a reader.
    pub hide: Hide,
}

impl Model {
    /// Adds a cell and gives its place.
    pub fn add(&mut self, cell: Cell) -> usize {
        self.cells.push(cell);
        self.cells.len() - 1
    }

    /// Whether a figure is shown when these cells are hidden.
    pub fn is_shown(&self, figure: usize, hidden: &[bool]) -> bool {
        self.figures.get(figure).is_none_or(|figure| figure.cells.iter().all(|cell| !hidden[*cell]))
    }

    /// The cells that some figure shows when these are hidden, or that are known in any case.
    pub fn shown(&self, hidden: &[bool]) -> Vec<bool> {
        let mut shown: Vec<bool> = self.cells.iter().map(|cell| cell.open || cell.rounded_before).collect();
        for (at, figure) in self.figures.iter().enumerate() {
            if self.is_shown(at, hidden) {
                figure.cells.iter().for_each(|cell| shown[*cell] = true);
            } else if let Some(alone) = figure.alone.filter(|alone| !hidden[*alone]) {
                shown[alone] = true;
            }
        }
        shown
    }

    /// Whether the number of a cell is known where it is shown: of rounded counts it is not.
    pub fn tells(&self, cell: usize) -> bool {
        let one = &self.cells[cell];
        let (least, most) = self.hide.window(one.value as i64);
        !one.counts || one.open || least == most
    }

    /// The cells that are known when these are hidden.
    pub fn known(&self, hidden: &[bool]) -> Vec<bool> {
        self.shown(hidden).into_iter().enumerate().map(|(cell, shown)| shown && self.tells(cell)).collect()
    }

    /// What must not be known: what is sensitive and what was hidden, and every number of a figure that is not shown, but
    /// for noughts and what another figure shows.
    pub fn protected(&self, hidden: &[bool]) -> Vec<bool> {
        let mut protected: Vec<bool> = self.cells.iter().zip(hidden).map(|(cell, hidden)| cell.sensitive || *hidden).collect();
        let shown = self.shown(hidden);
        for figure in (0..self.figures.len()).filter(|figure| !self.is_shown(*figure, hidden)) {
            for cell in self.figures[figure].cells.iter().filter(|cell| !shown[**cell] && self.cells[**cell].counts) {
                protected[*cell] |= self.cells[*cell].value != 0.0;
            }
        }
        protected
    }

    /// What a reader knows of each cell when these are hidden: noughts are shown, so that a number hidden is 1 or
    /// more.
    pub fn bounds(&self, hidden: &[bool]) -> Vec<Bounds> {
        let mut bounds = vec![(0, MOST); self.cells.len()];
        let mut least = |cell: usize| bounds[cell].0 = 1;
        let gone = (0..self.figures.len()).filter(|figure| !self.is_shown(*figure, hidden));
        let gone: Vec<&Shown> = gone.map(|figure| &self.figures[figure]).collect();
        for figure in &gone {
            match (figure.kind, figure.cells.as_slice()) {
                (Kind::Number, [number, ..]) => least(*number),
                // A nought of a number that is hidden is hidden with it.
                (Kind::OfMany, [_, all]) if hidden[*all] => least(*all),
                (Kind::OfMany, [counted, ..]) => {
                    least(*counted);
                    figure.rest.into_iter().for_each(&mut least);
                }
                _ => {}
            }
        }
        let shown = self.shown(hidden);
        for (cell, bounds) in bounds.iter_mut().enumerate() {
            let one = &self.cells[cell];
            if shown[cell] && !self.tells(cell) {
                *bounds = self.hide.window(one.value as i64);
            }
            // Whatever is said of it, its own number is possible.
            bounds.0 = bounds.0.min(one.value as i64);
            bounds.1 = bounds.1.max(one.value as i64);
        }
        bounds
    }
}
