//! Numbers for the public are what is shown of them: what lies behind an average, its interval and its chart would tell of single children.
//!
//! Takes figures, intervals and charts with the decimal places that are shown; gives them rounded, or says that one is hidden.

use super::document::IsHidden;
use crate::definitions::Unit;
use crate::figure::Figure;
use crate::statistics::xmr::{Basis, Chart, Lines};
use crate::statistics::{Interval, signals};

/// A number as it is shown.
pub fn rounded(number: f64, decimals: u32) -> f64 {
    let unit = 10_f64.powi(decimals as i32);
    (number * unit).round() / unit
}

/// An average is what is shown of it; of shares, counts and rates the whole numbers are shown themselves.
pub fn rounded_figure(figure: Figure, decimals: u32) -> Figure {
    match figure {
        Figure::Mean { number, .. } => {
            let shown = figure.exact().rounded(decimals).parse().unwrap_or(f64::NAN);
            Figure::Mean { sum: rounded(shown * number as f64, decimals), squares: 0.0, number }
        }
        Figure::Sums { below, .. } => {
            let shown: f64 = figure.exact().rounded(decimals).parse().unwrap_or(f64::NAN);
            // Millionths of what is summed; whole ones say enough.
            let above = rounded(shown * below as f64 / 1e6, 0) * 1e6;
            Figure::Sums { above: above as i64, below }
        }
        Figure::Proportion { .. } | Figure::Count(_) | Figure::Rate { .. } | Figure::Given(_) | Figure::Judged(_) => figure,
    }
}

/// How far a sum of squares must stay open, for so many children and so fine a step.
const OPEN: f64 = 216.0;

/// The interval of a figure, rounded as that is. That of an average of few is hidden: it would tell the sum of squares, and with the sum how
/// many children have which of a few small values. A standard deviation follows from an interval to within a step times the root of how
/// many there are, and the sum of squares from that to within as much for each of them. So it is hidden below 28 children of averages to
/// one decimal place, and below 130 of two; of whole days never.
pub fn rounded_interval(figure: Figure, interval: Interval, decimals: u32) -> Result<Interval, IsHidden> {
    if let Figure::Mean { number, .. } = figure
        && (number as f64).powi(3) / 100_f64.powi(decimals as i32) < OPEN
    {
        return Err(IsHidden);
    }
    let Interval { level, lower, upper, method } = interval;
    Ok(Interval { level, lower: rounded(lower, decimals), upper: rounded(upper, decimals), method })
}

/// A number of the council's own past in a row's unit: of an average as it is shown, of all else as it is.
pub fn as_shown(number: f64, unit: Unit, decimals: u32) -> f64 {
    match unit {
        Unit::Days | Unit::Score => rounded(number, decimals),
        Unit::Count | Unit::Percent | Unit::Rate | Unit::Text => number,
    }
}

/// A chart of what is shown: of averages its points are made anew of the rounded ones. Of the events of single months there is none.
pub fn rounded_chart(mut chart: Chart, shown: &[Option<f64>], unit: Unit, decimals: u32) -> Option<Chart> {
    let values = match chart.basis {
        Basis::Events => return None,
        Basis::Figures => shown.to_vec(),
        Basis::Changes => signals::changes(shown, &[]),
    };
    if matches!(unit, Unit::Days | Unit::Score) {
        for (point, value) in chart.values.iter_mut().zip(values) {
            *point = point.and(value).map(|value| rounded(value, decimals));
        }
    }
    for lines in &mut chart.lines {
        let Lines { mean, limits, .. } = lines;
        *mean = rounded(*mean, decimals);
        *limits = limits.map(|(lower, upper)| (rounded(lower, decimals), rounded(upper, decimals)));
    }
    Some(chart)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eleven children with one change each but for three with none and one with two: 8 changes, and 10 as a sum of squares. The average is
    /// 0.73, and from 0.29 to 1.16; shown as 0.7, and from 0.3 to 1.2, they leave no other sum of squares than 10.
    #[test]
    fn the_interval_of_few_small_values_is_hidden() {
        let interval = Interval { level: 0.95, lower: 0.29, upper: 1.16, method: "student" };
        let shown = |number: i64, decimals: u32| {
            let of = Figure::Mean { sum: 8.0, squares: 10.0, number };
            rounded_interval(of, interval, decimals).ok().map(|interval| (interval.lower, interval.upper))
        };
        assert_eq!(shown(11, 1), None);
        assert_eq!((shown(27, 1), shown(28, 1)), (None, Some((0.3, 1.2))));
        assert_eq!((shown(129, 2), shown(130, 2)), (None, Some((0.29, 1.16))));
        // Whole days of six leave hundreds.
        assert_eq!((shown(5, 0), shown(6, 0)), (None, Some((0.0, 1.0))));
        let share = Figure::Proportion { numerator: 8, denominator: 11 };
        assert!(rounded_interval(share, interval, 1).is_ok());
    }
}
