//! Counts, the equations that hold between them, and the figures that show them.
//!
//! Takes nothing and knows nothing of documents: what disclosure control reasons about, in plain numbers.

/// A hidden count is safe above this; counts from 1 to here are hidden.
pub const LARGEST_SMALL: i64 = 5;

/// Whether a count is so small that a child might be recognised; a true nought is not.
pub fn is_small(count: i64) -> bool {
    (1..=LARGEST_SMALL).contains(&count)
}

/// A number behind figures, published or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its value.
    pub value: f64,
    /// Whether it counts: a whole number, nought or more. Sums of values are not.
    pub counts: bool,
    /// Whether it must not be known.
    pub sensitive: bool,
    /// Whether it is known in any case: nobody is there, and `z` says so.
    pub open: bool,
}

impl Cell {
    /// Of a count.
    pub fn count(count: i64) -> Self {
        Cell { value: count as f64, counts: true, sensitive: is_small(count), open: false }
    }

    /// Of a sum of values; it is sensitive when it is of few.
    pub fn sum(sum: f64, sensitive: bool) -> Self {
        Cell { value: sum, counts: false, sensitive, open: false }
    }
}

/// Cells with their signs that add up to nought.
pub type Equation = Vec<(usize, i64)>;

/// A figure: it is shown when none of its cells is hidden, and then all are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// What can be worked out from the figure.
    pub cells: Vec<usize>,
    /// The denominator that may be shown although the figure is hidden.
    pub alone: Option<usize>,
    /// How much is lost if it is hidden.
    pub weight: u64,
}

/// Everything of one run that can be known.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The cells.
    pub cells: Vec<Cell>,
    /// What holds between them.
    pub equations: Vec<Equation>,
    /// The figures.
    pub figures: Vec<Shown>,
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

    /// The cells that are known when these are hidden.
    pub fn known(&self, hidden: &[bool]) -> Vec<bool> {
        let mut known: Vec<bool> = self.cells.iter().map(|cell| cell.open).collect();
        for (at, figure) in self.figures.iter().enumerate() {
            if self.is_shown(at, hidden) {
                figure.cells.iter().for_each(|cell| known[*cell] = true);
            } else if let Some(alone) = figure.alone.filter(|alone| !hidden[*alone]) {
                known[alone] = true;
            }
        }
        known
    }
}
