//! Rates a row by its confidence interval instead of its figure: amber unless the interval is
//! clear of the target.
//!
//! The comparison is that of Public Health England's Fingertips: better when the lower limit is
//! at or above the target, worse when the upper one is below it, the other way round where lower
//! is better. So a limit that touches the target from below is not yet below it.

use super::{Judgement, Promise, Rating, judge};
use crate::definitions::{Polarity, Unit};
use crate::measure::{Fraction, Measured};
use crate::statistics::Interval;

/// Rates by the interval; a figure that has none is rated by itself, and a note says so.
///
/// `year_ago` is the same measure twelve months before, `decimals` those shown.
pub fn judge_by_interval(
    measured: &Measured,
    promise: Promise<'_>,
    year_ago: Option<&Measured>,
    interval: Option<Interval>,
    decimals: u32,
) -> Judgement {
    let by_figure = judge(measured, promise, year_ago);
    let rated = matches!(by_figure.rating, Rating::Green | Rating::Amber | Rating::Red);
    let Some(limit) = promise.target.and_then(|target| target.figure).filter(|_| rated && promise.polarity != Polarity::None)
    else {
        return by_figure;
    };
    let (Some(interval), Some(figure)) = (interval, measured.figure()) else {
        let note = "rated by the figure, which has no interval".to_owned();
        return Judgement { note: Some(by_figure.note.unwrap_or(note)), ..by_figure };
    };
    let target = limit.value();
    let above = interval.lower >= target;
    let below = interval.upper < target;
    // None of a target of none cannot be bettered: such an interval reaches to one side only.
    let best = promise.polarity == Polarity::Lower && figure.exact() <= Fraction::of(limit) && interval.lower < interval.upper;
    match (promise.polarity, above, below) {
        (Polarity::Higher, true, _) | (Polarity::Lower, _, true) => Judgement::new(Rating::Green, None),
        (Polarity::Higher, _, true) => Judgement::new(Rating::Red, None),
        (Polarity::Lower, true, _) if !best => Judgement::new(Rating::Red, None),
        _ => {
            let sign = if promise.unit == Unit::Percent { "%" } else { "" };
            let show = |limit: f64| format!("{limit:.places$}{sign}", places = decimals.max(1) as usize);
            let reason = format!(
                "the {}% interval {} to {} spans the target",
                interval.level * 100.0,
                show(interval.lower),
                show(interval.upper)
            );
            Judgement::new(Rating::Amber, Some(reason))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::{Decimal, Target};
    use crate::measure::Figure;

    fn rate(polarity: Polarity, figure: (i64, i64), limits: Option<(f64, f64)>, target: &str) -> Judgement {
        let figure = Measured::Figure(Figure::Proportion { numerator: figure.0, denominator: figure.1 });
        let target = Target { from: None, figure: Decimal::parse(target), text: None, due: None, amber: None };
        let promise = Promise { polarity, target: Some(&target), aim: None, unit: Unit::Percent };
        let interval = limits.map(|(lower, upper)| Interval { level: 0.95, lower, upper, method: "wilson" });
        judge_by_interval(&figure, promise, None, interval, 1)
    }

    #[test]
    fn higher_is_better_both_sides_of_each_boundary() {
        let go = |lower, upper| rate(Polarity::Higher, (70, 100), Some((lower, upper)), "70").rating;
        assert_eq!(go(70.0, 80.0), Rating::Green);
        assert_eq!(go(69.999, 80.0), Rating::Amber);
        assert_eq!(go(60.0, 70.0), Rating::Amber);
        assert_eq!(go(60.0, 69.999), Rating::Red);
        assert_eq!(go(70.0, 70.0), Rating::Green);
    }

    #[test]
    fn lower_is_better_both_sides_of_each_boundary() {
        let go = |lower, upper| rate(Polarity::Lower, (12, 100), Some((lower, upper)), "10").rating;
        assert_eq!(go(5.0, 9.999), Rating::Green);
        assert_eq!(go(5.0, 10.0), Rating::Amber);
        assert_eq!(go(9.999, 20.0), Rating::Amber);
        assert_eq!(go(10.0, 20.0), Rating::Red);
        // The edge as the convention has it: both limits on the target is worse.
        assert_eq!(rate(Polarity::Lower, (10, 100), Some((10.0, 10.0)), "10").rating, Rating::Red);
        // None of 31 against none: the best there is, and the interval reaches beyond it.
        assert_eq!(rate(Polarity::Lower, (0, 31), Some((0.0, 11.0)), "0").rating, Rating::Amber);
    }

    #[test]
    fn amber_says_why_and_a_figure_without_interval_is_rated_by_itself() {
        let amber = rate(Polarity::Higher, (140, 200), Some((63.32, 75.93)), "70");
        assert_eq!(amber.reason.as_deref(), Some("the 95% interval 63.3% to 75.9% spans the target"));
        let alone = rate(Polarity::Higher, (140, 200), None, "70");
        assert_eq!(alone.rating, Rating::Green);
        assert_eq!(alone.note.as_deref(), Some("rated by the figure, which has no interval"));
    }
}
