//! Where things stand in a chart: the scale of values and months, ticks, labels that do not cover each other.
//!
//! Plain arithmetic that gives the same on every machine: no logarithms, no powers.

use super::history::History;
use scorecard_core::calendar::Month;

/// The rectangle that is plotted in, and the values it spans.
#[derive(Clone, Copy)]
pub struct Scale {
    /// Left edge.
    pub left: f64,
    /// Right edge.
    pub right: f64,
    /// Upper edge.
    pub top: f64,
    /// Lower edge.
    pub bottom: f64,
    /// Room between the edges at the sides and the first and last place.
    pub inset: f64,
    /// How many places there are.
    pub places: usize,
    /// The value at the lower edge.
    pub low: f64,
    /// The value at the upper edge.
    pub high: f64,
}

impl Scale {
    /// How far a place is from the left.
    pub fn x(&self, at: usize) -> f64 {
        let (left, right) = (self.left + self.inset, self.right - self.inset);
        if self.places < 2 { (left + right) / 2.0 } else { left + (right - left) * at as f64 / (self.places - 1) as f64 }
    }

    /// How far a value is from the top.
    pub fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)
    }

    /// From where to where a run of places is drawn: half way to its neighbours.
    pub fn span(&self, from: usize, to: usize) -> (f64, f64) {
        let half = if self.places < 2 { self.inset } else { (self.x(1) - self.x(0)) / 2.0 };
        ((self.x(from) - half).max(self.left), (self.x(to) + half).min(self.right))
    }

    /// Whether a value can be drawn.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// Round values from below the least to above the greatest of what is to be drawn.
pub struct Ticks {
    /// The values, lowest first.
    pub values: Vec<f64>,
    /// Decimal places they need.
    pub decimals: usize,
}

impl Ticks {
    /// Ticks for the values, targets and lines of a history.
    pub fn of(history: &History<'_>) -> Self {
        let (least, most) = history.possible();
        let mut all: Vec<f64> = history.numbers().map(|(_, value)| value).collect();
        all.extend(history.rolling.iter().flatten());
        all.extend(history.trajectory().iter().chain(&history.uppers()).map(|run| run.what));
        for step in history.steps() {
            all.push(step.what.mean);
            all.extend(step.what.limits.iter().flat_map(|(low, high)| [low.max(least), high.min(most)]));
        }
        let low = all.iter().copied().fold(f64::INFINITY, f64::min);
        let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // A line that hardly moves must not look like a mountain.
        let least_span = if history.row.unit.is_share() { 4.0 } else { (high.abs() * 0.04).max(2.0) };
        let room = ((least_span - (high - low)) / 2.0).max((high - low) * 0.06);
        Ticks::between((low - room).max(least), (high + room).min(most))
    }

    fn between(low: f64, high: f64) -> Self {
        // What is no number has no place on a scale, and would be counted towards for ever.
        let (low, high) = if low.is_finite() && high.is_finite() && low < high { (low, high) } else { (0.0, 1.0) };
        let wanted = (high - low) / 5.0;
        let (mut unit, mut decimals) = (1.0, 0);
        while unit * 10.0 <= wanted {
            unit *= 10.0;
        }
        while unit > wanted && decimals < 6 {
            unit /= 10.0;
            decimals += 1;
        }
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * unit).find(|step| *step >= wanted).unwrap_or(unit);
        let decimals = if step >= 1.0 {
            0
        } else if step >= unit * 10.0 {
            decimals - 1
        } else {
            decimals
        };
        let first = (low / step).floor();
        let number = ((high / step).ceil() - first).max(1.0) as usize;
        Ticks { values: (0..=number).map(|at| (first + at as f64) * step).collect(), decimals }
    }

    /// The lowest and the highest.
    pub fn ends(&self) -> (f64, f64) {
        (self.values.first().copied().unwrap_or(0.0), self.values.last().copied().unwrap_or(1.0))
    }
}

/// Every how many months one is named, so that names of this width have room.
pub fn months_between(scale: &Scale, width: f64) -> usize {
    let apart = if scale.places < 2 { width } else { scale.x(1) - scale.x(0) };
    [1, 2, 3, 4, 6, 12, 24].into_iter().find(|step| *step as f64 * apart >= width).unwrap_or(24)
}

/// A month in short: `Feb` and `2018`.
pub fn short(month: Month) -> (String, String) {
    let short = month.short();
    short.split_once(' ').map(|(name, year)| (name.to_owned(), year.to_owned())).unwrap_or((short.clone(), String::new()))
}

/// Moves labels apart to at least `gap`, in their order, within the edges as far as they fit.
pub fn apart(wanted: &mut [f64], gap: f64, top: f64, bottom: f64) {
    let mut least = top;
    for at in wanted.iter_mut() {
        *at = at.max(least);
        least = *at + gap;
    }
    let mut most = bottom;
    for at in wanted.iter_mut().rev() {
        *at = at.min(most);
        most = *at - gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        let ticks = Ticks::between(63.2, 71.0);
        assert_eq!((ticks.values, ticks.decimals), (vec![62.0, 64.0, 66.0, 68.0, 70.0, 72.0], 0));
        let ticks = Ticks::between(3.4, 5.4);
        assert_eq!((ticks.ends(), ticks.decimals), ((3.0, 5.5), 1));
        assert_eq!(Ticks::between(0.0, 450.0).values, [0.0, 100.0, 200.0, 300.0, 400.0, 500.0]);
        assert_eq!(Ticks::between(96.0, 100.0).ends(), (96.0, 100.0));
    }

    #[test]
    fn labels_do_not_cover_each_other() {
        let mut wanted = [10.0, 12.0, 13.0, 95.0];
        apart(&mut wanted, 14.0, 0.0, 100.0);
        assert_eq!(wanted, [10.0, 24.0, 38.0, 95.0]);
        let mut wanted = [90.0, 95.0, 99.0];
        apart(&mut wanted, 14.0, 0.0, 100.0);
        assert_eq!(wanted, [72.0, 86.0, 100.0]);
    }
}
