//! An indicator row by row: who is in the cohort, who counts, and which parts of the condition hold.
//!
//! Plain columns, one place for each row. Figures are sums of exactly these.

/// An indicator, row by row; every column is as long as the table.
#[derive(Clone, Debug, PartialEq)]
pub struct RowByRow {
    /// How many rows the table has.
    pub height: usize,
    /// The parts of the cohort's condition in SQL; for each row whether it holds, nothing where
    /// a value that it needs is missing.
    pub parts: Vec<(String, Vec<Option<bool>>)>,
    /// Whether the row belongs to the cohort.
    pub cohort: Vec<bool>,
    /// What the row adds to the figure.
    pub counted: Counted,
}

/// What each row adds to the figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Counted {
    /// Itself: a count or a rate.
    Each,
    /// Itself where the numerator holds; nothing where a value that it needs is missing.
    Where(Vec<Option<bool>>),
    /// Its value (of a ratio, what is summed above the line); nothing where it has none.
    Value(Vec<Option<f64>>),
}

impl RowByRow {
    /// Of some of its rows alone.
    pub fn of(&self, wanted: &dyn Fn(usize) -> bool) -> Self {
        let at: Vec<usize> = (0..self.height).filter(|row| wanted(*row)).collect();
        let marks = |all: &[Option<bool>]| at.iter().map(|row| all.get(*row).copied().flatten()).collect::<Vec<_>>();
        RowByRow {
            height: at.len(),
            parts: self.parts.iter().map(|(sql, holds)| (sql.clone(), marks(holds))).collect(),
            cohort: at.iter().map(|row| self.cohort.get(*row) == Some(&true)).collect(),
            counted: match &self.counted {
                Counted::Each => Counted::Each,
                Counted::Where(holds) => Counted::Where(marks(holds)),
                Counted::Value(values) => Counted::Value(at.iter().map(|row| values.get(*row).copied().flatten()).collect()),
            },
        }
    }
}
