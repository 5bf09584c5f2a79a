//! The trend marker of Fingertips: whether the most recent five points rise or fall beyond chance.
//!
//! Takes points with their 95% intervals, gives which way they go. A line is fitted through them, each
//! weighted by how sure it is. Plain numbers in and out.

use super::xmr::Better;

/// So many points are used.
pub const POINTS: usize = 5;

/// The chi-squared value of one degree of freedom that is exceeded once in 500 times.
const SIGNIFICANT: f64 = 9.54953570608324;

/// The width of a 95% interval in standard errors.
const WIDTH: f64 = 3.92;

/// A figure with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sure {
    /// The figure.
    pub value: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// Whether everybody is counted: the numerator is the denominator.
    pub all: bool,
}

worded! {
    /// Which way the most recent points go.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TrendMarker {
        /// For the better.
        GettingBetter = "getting-better",
        /// For the worse.
        GettingWorse = "getting-worse",
        /// Up, and neither way is better.
        Increasing = "increasing",
        /// Down, and neither way is better.
        Decreasing = "decreasing",
        /// No further than chance.
        NoChange = "no-change",
        /// Too few points, or points that have no weight.
        CannotBeCalculated = "cannot-be-calculated",
    }
}

/// The marker of the latest five of `points`, the oldest first; gaps are left out before.
///
/// There is a trend if the weighted slope is beyond chance, and has the same sign whichever one of the
/// points is left out. It cannot be calculated of fewer than five points, where everybody is counted in
/// one of them, or where an interval has no width.
pub fn marker(points: &[Sure], better: Better) -> TrendMarker {
    let latest = &points[points.len().saturating_sub(POINTS)..];
    if latest.len() < POINTS || latest.iter().any(|point| point.all || point.upper <= point.lower) {
        return TrendMarker::CannotBeCalculated;
    }
    let (slope, chi_squared) = fit(latest, None);
    let rises = |slope: f64| slope >= 0.0;
    let agree = (0..POINTS).all(|left_out| rises(fit(latest, Some(left_out)).0) == rises(slope));
    match better {
        _ if !agree || chi_squared <= SIGNIFICANT || slope == 0.0 => TrendMarker::NoChange,
        Better::Neither if slope > 0.0 => TrendMarker::Increasing,
        Better::Neither => TrendMarker::Decreasing,
        _ if (slope > 0.0) == (better == Better::Higher) => TrendMarker::GettingBetter,
        _ => TrendMarker::GettingWorse,
    }
}

/// The weighted slope from point to point, and how far beyond chance it is.
fn fit(points: &[Sure], left_out: Option<usize>) -> (f64, f64) {
    let (mut w, mut wt, mut wtt, mut wx, mut wtx) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (at, point) in points.iter().enumerate().filter(|(at, _)| Some(*at) != left_out) {
        let t = at as f64 + 1.0;
        let weight = ((point.upper - point.lower) / WIDTH).powi(-2);
        w += weight;
        wt += weight * t;
        wtt += weight * t * t;
        wx += weight * point.value;
        wtx += weight * t * point.value;
    }
    let spread = w * wtt - wt * wt;
    let slope = (w * wtx - wt * wx) / spread;
    (slope, slope * slope * spread / w)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points whose intervals are `half` to either side.
    fn points(values: &[f64], half: f64) -> Vec<Sure> {
        values.iter().map(|value| Sure { value: *value, lower: value - half, upper: value + half, all: false }).collect()
    }

    #[test]
    fn equal_weights_can_be_worked_by_hand() {
        // Half width 1.96: weight 1. 1, 2, 3, 4, 5: slope 1, spread 5 * 55 - 15 * 15 = 50, chi-squared 50 / 5 = 10.
        let rising = points(&[1.0, 2.0, 3.0, 4.0, 5.0], 1.96);
        let (slope, chi_squared) = fit(&rising, None);
        assert!((slope - 1.0).abs() < 1e-12 && (chi_squared - 10.0).abs() < 1e-11, "{slope} {chi_squared}");
        assert_eq!(marker(&rising, Better::Higher), TrendMarker::GettingBetter);
        assert_eq!(marker(&rising, Better::Lower), TrendMarker::GettingWorse);
        assert_eq!(marker(&rising, Better::Neither), TrendMarker::Increasing);
        let falling = points(&[5.0, 4.0, 3.0, 2.0, 1.0], 1.96);
        assert_eq!(marker(&falling, Better::Higher), TrendMarker::GettingWorse);
        assert_eq!(marker(&falling, Better::Lower), TrendMarker::GettingBetter);
        assert_eq!(marker(&falling, Better::Neither), TrendMarker::Decreasing);
    }

    #[test]
    fn the_boundary_of_chance_is_strict() {
        // Slope s, weight 1: chi-squared 10 s². 9.5495... at s = 0.977217...
        let with_slope = |slope: f64| points(&[0.0, slope, 2.0 * slope, 3.0 * slope, 4.0 * slope], 1.96);
        assert_eq!(marker(&with_slope(0.9772), Better::Higher), TrendMarker::NoChange);
        assert_eq!(marker(&with_slope(0.9773), Better::Higher), TrendMarker::GettingBetter);
    }

    #[test]
    fn unequal_weights_agree_with_another_tool() {
        // Wilson's 95% limits of 128, 131, 139, 148 and 160 of 200; worked apart as a fit about the weighted means.
        let counts = [128.0, 131.0, 139.0, 148.0, 160.0];
        let of = |count: f64| {
            let found = crate::statistics::proportion(count, 200.0, 0.95).unwrap();
            Sure { value: count / 2.0, lower: found.lower * 100.0, upper: found.upper * 100.0, all: false }
        };
        let points = counts.map(of);
        let (slope, chi_squared) = fit(&points, None);
        assert!((slope / 4.130838519991656 - 1.0).abs() < 1e-9, "{slope}");
        assert!((chi_squared / 17.689975459743923 - 1.0).abs() < 1e-9, "{chi_squared}");
        assert_eq!(marker(&points, Better::Higher), TrendMarker::GettingBetter);
    }

    #[test]
    fn one_point_alone_makes_no_trend() {
        // Without the last the rest fall: slope of 3, 2, 2, 1 is -0.6, though all five rise beyond chance.
        let points = points(&[3.0, 2.0, 2.0, 1.0, 60.0], 0.5);
        let (slope, chi_squared) = fit(&points, None);
        assert!(slope > 0.0 && chi_squared > SIGNIFICANT);
        assert_eq!(marker(&points, Better::Higher), TrendMarker::NoChange);
    }

    #[test]
    fn the_latest_five_count_and_fewer_are_too_few() {
        let older = points(&[90.0, 80.0, 1.0, 2.0, 3.0, 4.0, 5.0], 1.96);
        assert_eq!(marker(&older, Better::Higher), TrendMarker::GettingBetter);
        assert_eq!(marker(&older[3..], Better::Higher), TrendMarker::CannotBeCalculated);
        assert_eq!(marker(&[], Better::Higher), TrendMarker::CannotBeCalculated);
        assert_eq!(marker(&points(&[4.0; 5], 1.0), Better::Higher), TrendMarker::NoChange);
    }

    #[test]
    fn points_that_have_no_weight_give_none() {
        let mut all = points(&[1.0, 2.0, 3.0, 4.0, 5.0], 1.96);
        all[2].all = true;
        assert_eq!(marker(&all, Better::Higher), TrendMarker::CannotBeCalculated);
        // Older than the five used, it does not matter.
        let older = [all[2..3].to_vec(), points(&[1.0, 2.0, 3.0, 4.0, 5.0], 1.96)].concat();
        assert_eq!(marker(&older, Better::Higher), TrendMarker::GettingBetter);
        let sure = points(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.0);
        assert_eq!(marker(&sure, Better::Higher), TrendMarker::CannotBeCalculated);
    }
}
