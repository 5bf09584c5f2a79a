//! What a row's history says: the control chart of the figures that may be seen.

use super::Row;
use crate::definitions::Polarity;
use crate::measure::Figure;
use crate::statistics::xmr::{self, Better, Chart};

impl Row {
    /// Which way is better, as the statistics of series have it.
    pub fn better(&self) -> Better {
        match self.polarity {
            Polarity::Higher => Better::Higher,
            Polarity::Lower => Better::Lower,
            Polarity::None => Better::Neither,
        }
    }

    /// The lowest and the highest figure of its history that is a number and may be seen.
    pub fn extremes(&self) -> Option<(Figure, Figure)> {
        let seen = self.series.iter().filter(|point| !point.hidden).filter_map(|point| point.figure);
        let numbers = seen.filter(|figure| figure.value().is_some());
        let lowest = numbers.clone().min_by_key(|figure| figure.exact())?;
        Some((lowest, numbers.max_by_key(|figure| figure.exact())?))
    }

    /// The control chart of its history, by its steps and the target in force last; nothing without a
    /// figure in numbers. Figures that are hidden are gaps: what is shown of the others cannot give them away.
    pub fn control_chart(&self) -> Option<Chart> {
        let values: Vec<Option<f64>> =
            self.series.iter().map(|point| point.figure.filter(|_| !point.hidden).and_then(Figure::value)).collect();
        let place = |from| self.series.iter().position(|point| point.month >= from);
        let steps: Vec<usize> = self.steps.iter().filter_map(|step| place(step.from)).collect();
        let target = self.series.last().and_then(|point| point.target);
        xmr::chart(&values, &steps, self.better(), target)
    }
}
