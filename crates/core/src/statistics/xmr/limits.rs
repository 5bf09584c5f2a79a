//! Mean, moving ranges and limits of a step.
//!
//! Takes points without gaps, gives the lines of the rules `outside` and `two of three`.

use super::{Asked, Lines};

/// The part of the mean moving range that a limit lies from the mean.
const LIMIT: f64 = 2.66;

/// A moving range of so many times the mean one is taken for an outlier.
const SCREEN: f64 = 3.267;

/// Sums of floating numbers are right to about this part of the largest; nearer than that is equal.
const NEAR: f64 = 1e-12;

/// Mean and limits, and how near two numbers are equal.
pub(super) struct Limits {
    /// The mean.
    pub(super) mean: f64,
    /// From the mean to a limit.
    reach: f64,
    /// Whether there are points enough for limits.
    enough: bool,
    /// Numbers nearer to each other than this are equal.
    tolerance: f64,
}

/// The limits of points; `scale` is the largest number of the series. With a baseline they are made of the first
/// points alone, and with a centre they lie about that.
pub(super) fn of(values: &[f64], scale: f64, asked: &Asked<'_>) -> Limits {
    let tolerance = scale * NEAR;
    let base = &values[..asked.base(values.len())];
    let ranges: Vec<f64> = base.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    Limits {
        mean: asked.centre.unwrap_or_else(|| mean(base)),
        reach: LIMIT * mean_range(&ranges, tolerance),
        enough: values.len() >= asked.enough,
        tolerance,
    }
}

/// Limits so far either side of a mean, worked elsewhere.
pub(super) fn about(mean: f64, reach: f64) -> Limits {
    Limits { mean, reach, enough: true, tolerance: (mean.abs() + reach) * NEAR }
}

/// The mean moving range without outliers. They are screened out once, and not at all where that
/// would leave no variation to measure.
fn mean_range(ranges: &[f64], tolerance: f64) -> f64 {
    let all = mean(ranges);
    let kept: Vec<f64> = ranges.iter().copied().filter(|range| *range < SCREEN * all - tolerance).collect();
    let screened = mean(&kept);
    if screened > tolerance { screened } else { all }
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

impl Limits {
    /// The limits of a figure of so many points, were each drawn alike: their own limits narrowed, with what is not
    /// known of the mean.
    pub(super) fn of_many(&self, many: usize, points: usize, times: f64) -> Limits {
        let part = (1.0 / many.max(1) as f64 + 1.0 / points.max(1) as f64).sqrt();
        Limits { mean: self.mean * times, reach: self.reach * times * part, enough: self.enough, tolerance: self.tolerance }
    }

    /// The lines as a chart draws them.
    pub(super) fn lines(&self) -> Lines {
        Lines { mean: self.mean, limits: self.enough.then_some((self.lower(), self.upper())) }
    }

    /// The lower limit.
    pub(super) fn lower(&self) -> f64 {
        self.mean - self.reach
    }

    /// The upper limit.
    pub(super) fn upper(&self) -> f64 {
        self.mean + self.reach
    }

    /// Whether a number is strictly above another.
    pub(super) fn is_above(&self, number: f64, other: f64) -> bool {
        number - other > self.tolerance
    }

    /// The side of the mean that a point is strictly on: 1 above, -1 below, 0 on it.
    pub(super) fn side(&self, value: f64) -> i32 {
        i32::from(self.is_above(value, self.mean)) - i32::from(self.is_above(self.mean, value))
    }

    /// Whether a point is strictly beyond a limit.
    pub(super) fn is_outside(&self, value: f64) -> bool {
        self.is_beyond(value, self.reach)
    }

    /// Whether a point is strictly beyond a near limit, two thirds of the way to the limit, and not outside.
    pub(super) fn is_near(&self, value: f64) -> bool {
        self.is_beyond(value, self.reach * 2.0 / 3.0) && !self.is_outside(value)
    }

    fn is_beyond(&self, value: f64, reach: f64) -> bool {
        self.is_above(value, self.mean + reach) || self.is_above(self.mean - reach, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_series_without_screening() {
        // Fifteen ranges of 1, one of 8, one of 9: 32 of 17. The mean is 35/18.
        let ranges = [1.0, 1.0, 1.0, 8.0, 9.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
        let reach = LIMIT * mean(&ranges);
        assert!((35.0 / 18.0 - reach + 23_429.0 / 7_650.0).abs() < 1e-9);
        assert!((35.0 / 18.0 + reach - 53_179.0 / 7_650.0).abs() < 1e-9);
        assert_eq!(mean_range(&ranges, 0.0), 1.0);
    }
}
